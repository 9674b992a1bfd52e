"""The solved targets of every province, year and measure: how many points are missing, and which parts bring them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govindex.compare.scores import round_up
from govindex.figures.whatif.tables import list_named_parts, name_group
from govindex.methods.standing import MEASURES, RIVALS, list_borders, list_field, list_parts
from govindex.methods.targets import solve_targets
from govindex.methods.whatif import list_limits
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS, listing, number, say

PLACES_UP = 5
# The paces that are told: where the changes of single years are known, what is merely possible is left aside.
PACES = {"papi": ("p75", "p95"), "par": ("best", "maximum")}
_FIELD = ["year", "rivals"]


class Target(NamedTuple):
    """What a province may reach.

    Attributes
    ----------
    kind : str
        ``next`` (level with the nearest above), ``up`` (some places up), ``group`` or ``first``.
    reached : str or int
        The nearest above (its code), the position or the group that is reached.
    position : int or None
        The position that is reached; None for a group.
    total, need : float
        Points: what it takes, and what is missing.
    """

    kind: str
    reached: Any
    position: int | None
    total: float
    need: float


@kept
def solve_all(tables: Tables, measure: str) -> pd.DataFrame:
    """Return what each target asks for at each pace, in numbers; the same in both languages.

    Returns
    -------
    DataFrame
        One row per year, province, rivals and target: year, province, rivals, order, kind, reached (a code, a position
        or a group), position, total, need, and for each pace of the measure in `PACES` the gains by slot (a list of
        points, 0 where none; an empty list where the limits together do not reach it; None where none are known).
    """
    targets = pd.DataFrame(_list_targets(tables, measure))
    slots = int(list_parts(tables, measure)["slot"].max())
    return targets.assign(**{pace: _solve(tables, measure, pace, targets, slots) for pace in PACES[measure]})


def _solve(tables: Tables, measure: str, pace: str, targets: pd.DataFrame, slots: int) -> list[list[float] | None]:
    """Return the gains by slot for each target at one pace."""
    listed = list_limits(tables, measure, pace)
    wide = listed.pivot(index=["year", "province"], columns="slot", values="limit").reindex(columns=range(1, slots + 1))
    own = listed.groupby(["year", "province"])["limit"]
    known = own.count() == own.size()
    at = pd.MultiIndex.from_frame(targets[["year", "province"]])
    asked = known.reindex(at).to_numpy()
    limits = wide.reindex(at).fillna(0).to_numpy()[asked]
    answers = iter(solve_targets(limits, targets["need"].to_numpy()[asked], DIGITS[measure]))
    return [_plain(next(answers)) if each else None for each in asked]


def _plain(gains: np.ndarray | None) -> list[float]:
    return [] if gains is None else gains.tolist()


def _list_targets(tables: Tables, measure: str) -> Iterator[dict[str, Any]]:
    """Yield the targets of each unit and year by rivals, those that are reached already left out."""
    parts = list_parts(tables, measure)[["year", "province"]].drop_duplicates()
    totals = tables.scores[tables.scores["component"] == measure].set_index(["year", "province"])["score"]
    fields = {key: rows.set_index("province")["total"] for key, rows in list_field(tables, measure).groupby(_FIELD)}
    borders = list_borders(tables, measure)
    by_unit = {key: rows.set_index("group")["border"] for key, rows in borders.groupby([*_FIELD, "province"])}
    for year, province in parts.itertuples(index=False, name=None):
        for rivals in RIVALS:
            field = fields.get((year, rivals))
            if field is None and rivals != "still":
                continue
            others = None if field is None else field.drop(province)
            own = by_unit.get((year, rivals, province), pd.Series(dtype="float64"))
            for order, target in enumerate(find_targets(float(totals[(year, province)]), others, own)):
                key = {"year": int(year), "province": province, "rivals": rivals, "order": order}
                yield {**key, **target._asdict()}


def find_targets(total: float, others: pd.Series | None, borders: pd.Series) -> list[Target]:
    """Return what may be reached from a total: the nearest above, five places up, the groups above, the first place.

    Parameters
    ----------
    others : Series or None
        The totals of the others by province; None where not all are known.
    borders : Series
        The least total of each group, by group.
    """
    found = []
    if others is not None:
        above = others[others > total].sort_values()
        position = len(above) + 1
        descending = above[::-1].tolist()
        if len(above):
            nearest = float(above.iloc[0])
            place = int((others > nearest).sum()) + 1
            found.append(Target("next", above.index[0], place, nearest, nearest - total))
        if position - PLACES_UP > 1:
            wanted = descending[position - PLACES_UP - 1]
            found.append(Target("up", position - PLACES_UP, position - PLACES_UP, wanted, wanted - total))
    for group in sorted(borders.index, reverse=True):
        if borders[group] > total:
            found.append(Target("group", group, None, float(borders[group]), float(borders[group]) - total))
    if others is not None and position > 2:
        found.append(Target("first", 1, 1, descending[0], descending[0] - total))
    return [target._replace(need=round(target.need, 6)) for target in found]


@kept
def list_targets(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the solved targets in words.

    One row per measure, year, province, rivals and target: measure, year, province, rivals, order, target, kind, total,
    need (points, rounded up so that they suffice), and within_p75, within_p95, within_best and within_maximum: which
    parts gain how much within the limits of a pace; missing where these are not known or not told of the measure.
    """
    names = list_named_parts(tables, lang)
    keys = ["measure", "year", "province"]
    slots = {key: rows["short"].tolist() for key, rows in names.groupby(keys)}
    places = tables.provinces.set_index("code")[f"name_{lang}"]
    found = []
    for measure in MEASURES:
        solved = solve_all(tables, measure).assign(measure=measure)
        own = [slots[key] for key in solved[keys].itertuples(index=False, name=None)]
        told: dict[str, list[str | None]] = {pace: [None] * len(solved) for paces in PACES.values() for pace in paces}
        for pace in PACES[measure]:
            each = zip(solved[pace], own, strict=True)
            told[pace] = [tell_gains(gains, parts, DIGITS[measure], lang) for gains, parts in each]
        target = [
            _name_target(tables, row, measure, places, lang)
            for row in solved[["kind", "reached", "position", "year"]].itertuples(index=False)
        ]
        columns = ["measure", "year", "province", "rivals", "order", "kind", "total", "need"]
        within = {f"within_{pace}": each for pace, each in told.items()}
        need = [round_up(each, DIGITS[measure]) for each in solved["need"]]
        found.append(solved[columns].assign(target=target, need=need, **within))
    return pd.concat(found, ignore_index=True)


def _name_target(tables: Tables, row: Any, measure: str, places: pd.Series, lang: str) -> str:
    if row.kind == "next":
        return say("whatif.target_next", lang, name=places[row.reached], position=int(row.position))
    if row.kind == "group":
        group = name_group(tables, measure, int(row.year), int(row.reached), lang)
        return group[0].upper() + group[1:]
    return say("whatif.target_place", lang, position=int(row.position))


def tell_gains(gains: list[float] | None, names: list[str], digits: int, lang: str) -> str | None:
    """Return which parts gain how much, the most first; None where no limits are known."""
    if gains is None:
        return None
    if not gains:
        return say("whatif.beyond", lang)
    by_size = sorted((each for each in zip(gains, names, strict=False) if each[0] > 0), key=lambda each: -each[0])
    return listing([f"{name} {number(gain, lang, digits, sign=True)}" for gain, name in by_size], lang)
