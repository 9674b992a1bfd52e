"""What the tables say of every figure that a report can print, looked up once and kept."""

from __future__ import annotations

from statistics import fmean, median
from typing import NamedTuple

from govindex.audit.relations.positions import Positions
from govindex.audit.relations.tree import DERIVED, Tree, read_number
from govindex.compare.ranks import list_whole
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.tables.same import copy_tables
from govindex.tables.spelling import fold

REGIONAL = 20  # a rank of so many or fewer is one within a region, which the tables do not give
_MOVED = {1: "rising", -1: "falling"}
_DOUBTFUL = ("suspect", "derived")  # figures that can only give a note


class Known(NamedTuple):
    """A figure of the tables: its value, how exactly it is known, and whether it can be relied upon."""

    value: float
    off: float
    sure: bool


class Panel(Tree):
    """The tables as look-ups by component, year and province."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._read_scores(tables)
        self._read_ranks(tables)
        self._read_national(tables)
        self._read_asides(tables)
        self._read_groups(tables)
        self.reports = dict(zip(tables.reports["report"], tables.reports["date"], strict=True))
        self._positions: dict[tuple[str, int], Positions | None] = {}

    def _read_scores(self, tables: Tables) -> None:
        scores = tables.scores
        self._scores: dict[tuple[str, int, str], Known] = {}
        self._by_year: dict[tuple[str, int], dict[str, float]] = {}
        self.regions = dict(zip(tables.provinces["code"], tables.provinces["region"], strict=True))
        self.areas = set(tables.regions["region"])
        spelt = (zip(tables.regions[name], tables.regions["region"], strict=True) for name in ("name_vi", "name_en"))
        self.region_names = {fold(name): region for pairs in spelt for name, region in pairs}
        columns = (scores[name].tolist() for name in ("component", "year", "province", "score", "status"))
        for component, year, province, score, status in zip(*columns, strict=True):
            derived = status == "derived" and not component.startswith("papi")
            known = Known(score, DERIVED if derived else 0.0, status != "suspect" and not derived)
            self._scores[component, year, province] = known
            self._by_year.setdefault((component, year), {})[province] = score
        self._whole = {
            pair for measure in MEASURES for pair in list_whole(tables, measure, scores[scores["measure"] == measure])
        }

    def _read_ranks(self, tables: Tables) -> None:
        ranks = tables.ranks
        columns = (ranks[name].tolist() for name in ("component", "year", "province", "rank", "status"))
        self._ranks = {
            (component, year, province): Known(float(rank), 0.0, status not in _DOUBTFUL)
            for component, year, province, rank, status in zip(*columns, strict=True)
        }

    def _read_national(self, tables: Tables) -> None:
        self._national: dict[tuple[str, int, str, str | None], Known] = {}
        for row in tables.national.itertuples(index=False):
            half = 0.5 * 10.0 ** -_decimals(row.value) if row.status != "derived" else DERIVED
            known = Known(float(row.value), half, row.status not in _DOUBTFUL)
            region = row.region if isinstance(row.region, str) else None
            self._national[row.component, int(row.year), row.what, region] = known

    def _read_asides(self, tables: Tables) -> None:
        """Read what is only known in per cent of a maximum, and how many provinces rose and fell."""
        shares = tables.shares[tables.shares["what"].isin(["score", "mean"])]
        columns = (shares[name].tolist() for name in ("component", "year", "province", "share", "status"))
        self._shares = {
            (component, year, province if isinstance(province, str) else None): Known(
                share, 0.5 * 10.0 ** -_decimals(share), status not in _DOUBTFUL
            )
            for component, year, province, share, status in zip(*columns, strict=True)
        }
        columns = (tables.counts[name].tolist() for name in ("component", "year", "what", "count"))
        self._counts = {(one, year, what): count for one, year, what, count in zip(*columns, strict=True)}

    def _read_groups(self, tables: Tables) -> None:
        self.bands: dict[tuple[str, int], dict[str, tuple[float | None, float | None]]] = {}
        self.sizes: dict[tuple[str, int], dict[str, tuple[int, bool]]] = {}
        for row in tables.groups.itertuples(index=False):
            key = (row.measure, int(row.year))
            if (size := read_number(row.size)) is not None:
                doubtful = isinstance(row.note, str) or row.status in _DOUBTFUL
                self.sizes.setdefault(key, {})[str(row.group)] = (int(size), doubtful)
            limits = (read_number(row.lower), read_number(row.upper))
            if limits != (None, None):
                self.bands.setdefault(key, {})[str(row.group)] = limits

    def score(self, component: str, year: int, province: str | None) -> Known | None:
        """Return the score of a province, of a region or the whole country (None) its mean.

        A component that is made of others and has no score of its own has their sum.
        """
        if province is None or province in self.areas:
            return self.national(component, year, "mean", province)
        known = self._scores.get((component, year, province))
        covered = self.covered(component, year) if known is None else None
        parts = [self._scores.get((part, year, province)) for part in covered.made_of] if covered else []
        if not parts or None in parts:
            return known
        return Known(round(sum(part.value for part in parts), 6), DERIVED, False)

    def share(self, component: str, year: int, province: str | None) -> Known | None:
        """Return what is printed in per cent of a maximum that is not known, of the country (None) the mean."""
        return self._shares.get((component, year, province))

    def count_moved(self, component: str, year: int, base: int, way: int) -> int | None:
        """Return how many provinces rose (1), fell (-1) or stayed (0): as printed, else counted where all are held."""
        printed = self._counts.get((component, year, _MOVED[way])) if way and base == year - 1 else None
        now, before = (self.scores_in(component, when, None) for when in (year, base))
        if printed is not None or not now or not before:
            return printed
        changes = [round(now[province] - before[province], 6) for province in now if province in before]
        return sum((change > 0) - (change < 0) == way for change in changes)

    def rank(self, component: str, year: int, province: str) -> Known | None:
        """Return the rank as published (PAR INDEX, SIPAS)."""
        return self._ranks.get((component, year, province))

    def national(self, component: str, year: int, what: str, region: str | None = None) -> Known | None:
        """Return ``mean``, ``median``, ``minimum`` or ``maximum`` of the country or a region.

        As published, else computed where every province of the year is held.
        """
        known = self._national.get((component, year, what, region))
        scores = self.scores_in(component, year, region)
        if known is not None or not scores:
            return known
        count = {"mean": fmean, "median": median, "minimum": min, "maximum": max}[what]
        return Known(count(scores.values()), 0.0, True)

    def scores_in(self, component: str, year: int, region: str | None) -> dict[str, float]:
        """Return the score of every province of the country or a region, none where not all are held."""
        if (component, year) not in self._whole:
            return {}
        scores = self._by_year[component, year]
        if region is None:
            return scores
        return {province: score for province, score in scores.items() if self.regions[province] == region}

    def positions(self, component: str, year: int) -> Positions | None:
        """Return how the provinces of a component stand, None where not every province of the year is held."""
        key = (component, year)
        if key not in self._positions:
            positions = None
            if key in self._whole:
                scores = self._by_year[key].values()
                named = self.sizes.get(("papi", year), {}) if component.startswith("papi") else {}
                sizes = [named[group][0] for group in "1234" if group in named]
                whole = len(sizes) == 4
                contested = any(doubtful for _, doubtful in named.values())
                positions = Positions(sorted(scores), sizes if whole else None, contested)
            self._positions[key] = positions
        return self._positions[key]

    def provinces(self, component: str, year: int, value: float, off: float) -> list[str]:
        """Return the provinces whose score of a component lies within `off` of `value`."""
        return [
            province
            for (one, when, province), known in self._scores.items()
            if one == component and when == year and abs(known.value - value) <= off
        ]


def _decimals(value: float) -> int:
    text = repr(float(value))
    return 0 if text.endswith(".0") else len(text.partition(".")[2])


@kept
def find_panel(tables: Tables) -> Panel:
    """Return the look-ups of `tables`, made once while they stay the same."""
    return Panel(Tables(*copy_tables(tables)))  # it goes on reading them, whatever becomes of those given
