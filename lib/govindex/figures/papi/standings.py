"""What is known of a province in a year of PAPI, gathered for its sentences."""

from __future__ import annotations

from itertools import permutations
from typing import Any, NamedTuple

import pandas as pd

from govindex.compare.frameworks import find_framework, judge_changes, list_covered, list_shifted
from govindex.compare.precision import find_smallest_change, is_beyond_noise
from govindex.figures.papi.tables import (
    list_components,
    list_panel,
    list_places,
    list_printed_groups,
    list_years,
)
from govindex.tables.load import Tables
from govindex.tables.units import list_units, tell_absence
from govindex.words import DIGITS, number, say

_DIGITS = DIGITS["papi"]
Row = dict[str, Any]


class Judged(NamedTuple):
    """Whether a component compares between two years, what tells so, and why, as a sentence."""

    comparable: str
    evidence: str
    text: str


class Year(NamedTuple):
    """What the sentences of a year share, in one language."""

    lang: str
    year: int
    scored: int  # provinces with any score
    scored_before: int  # the same of the year before
    components: dict[str, Row]  # those scored anywhere, in the order of the tree
    dimensions: list[str]  # of the framework
    judged: dict[int, dict[str, Judged]]  # by the other year
    shifted: dict[int, set[str]]  # components whose own measuring changed, by the other year
    frameworks: dict[int, str]  # of every year
    smallest: dict[str, float]  # the smallest change worth telling, by component
    careful: set[tuple[int, int]]  # pairs of years whose totals compare with care
    renewed: bool  # the framework is another than that of the year before
    recomposed: list[str]  # dimensions made of other sub-dimensions than the year before

    @property
    def framework(self) -> str:
        """The framework of the year."""
        return self.frameworks[self.year]


class Standing(NamedTuple):
    """A province in a year: its name, its rows of the panel by component, and those of the year before."""

    about: Year
    place: str
    rows: dict[str, Row]
    before: dict[str, Row]
    history: dict[str, dict[int, Row]]  # all years, by component
    began: str | None = None  # what it was formed from, where it was not yet there the year before

    @property
    def total(self) -> Row | None:
        """The row of the total, where there is one."""
        return self.rows.get("papi")

    @property
    def dimensions(self) -> list[Row]:
        """The rows of the dimensions that have a score, in order."""
        return [self.rows[code] for code in self.about.dimensions if code in self.rows]

    def is_small(self, component: str, change: float) -> bool:
        """Return whether a change of a component is within noise."""
        return not is_beyond_noise(change, self.about.smallest[component])

    def name(self, component: str) -> str:
        """Return what a component is called in the year."""
        return self.about.components[component]["name"]

    def say(self, key: str, **values: object) -> str:
        """Return words of PAPI, filled with the place, the year, the year before and `values`."""
        told = {"place": self.place, "year": self.about.year, "base": self.about.year - 1}
        return say(f"papi.{key}", self.about.lang, **(told | values))

    def number(self, value: float, *, sign: bool = False) -> str:
        """Return points as they are printed."""
        return number(value, self.about.lang, _DIGITS, sign=sign)

    def group(self, group: int) -> str:
        """Return a group as it stands in a sentence."""
        return say(f"group_phrase.{group}", self.about.lang)


def list_absences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of the units with PAPI scores in the years that do not have them."""
    units = list_places(tables, lang)
    units = list(units.loc[units["kind"] == "province", "province"])
    absences = [(code, year, tell_absence(tables, code, year, lang)) for code in units for year in list_years(tables)]
    rows = pd.DataFrame([each for each in absences if each[2]], columns=["province", "year", "absence"])
    told = dict.fromkeys(("table", "subspread", "panels", "contributions"), rows["absence"])
    return rows.assign(component="papi", summary=[[text] for text in rows["absence"]], **told)


def list_standings(tables: Tables, lang: str) -> dict[tuple[str, int], Standing]:
    """Return what is known of every province in every year, by province and year."""
    components = list_components(tables, lang)
    scored = tables.scores[tables.scores["measure"] == "papi"].groupby("year")["province"].nunique().to_dict()
    smallest = {code: find_smallest_change(tables, code) for code in components["component"].unique()}
    shared = {"components": components, "scored": scored, "smallest": smallest, "careful": _list_careful(tables)}
    years = {year: _describe_year(tables, lang, year, **shared) for year in list_years(tables)}
    panel = list_panel(tables).assign(change=lambda rows: (rows["score"] - rows["base_score"]).round(6))
    panel = panel.merge(list_printed_groups(tables, lang), on=["component", "year", "province"], how="left")
    by_state: dict[tuple[str, int], dict[str, Row]] = {}
    histories: dict[str, dict[str, dict[int, Row]]] = {}
    for row in panel.to_dict("records"):
        by_state.setdefault((row["province"], row["year"]), {})[row["component"]] = row
        histories.setdefault(row["province"], {}).setdefault(row["component"], {})[row["year"]] = row
    names = list_places(tables, lang).set_index("province")["place"]
    standings = {}
    for year, about in years.items():
        for province in list_units(tables, year):
            if province in histories:
                standings[province, year] = Standing(
                    about,
                    names[province],
                    by_state.get((province, year), {}),
                    by_state.get((province, year - 1), {}),
                    histories[province],
                    tell_absence(tables, province, year - 1, lang),
                )
    return standings


def _describe_year(
    tables: Tables,
    lang: str,
    year: int,
    *,
    components: pd.DataFrame,
    scored: dict[int, int],
    smallest: dict[str, float],
    careful: set[tuple[int, int]],
) -> Year:
    frameworks = {each: find_framework(tables, "papi", year=each) for each in list_years(tables)}
    others = {*frameworks, year - 1} - {year}
    levels = tables.components.set_index("component")["level"]
    covered, before = (list(list_covered(tables, "papi", year=each)["component"]) for each in (year, year - 1))
    parts, parts_before = _list_parts(tables, covered), _list_parts(tables, before)
    order = tables.components.set_index("component")["order"]
    dimensions = sorted((code for code in covered if levels[code] == "dimension"), key=order.get)
    own = components[components["year"] == year].sort_values("order")
    return Year(
        lang,
        year,
        scored.get(year, 0),
        scored.get(year - 1, 0),
        {row["component"]: row for row in own.to_dict("records")},
        dimensions,
        {other: _judge(tables, lang, year, other) for other in others},
        {other: set(list_shifted(tables, "papi", year=year, base=other)) for other in others},
        frameworks,
        smallest,
        careful,
        frameworks[year] != frameworks.get(year - 1),
        [code for code in dimensions if parts.get(code) != parts_before.get(code)],
    )


def _list_careful(tables: Tables) -> set[tuple[int, int]]:
    """Return the pairs of years, in both orders, whose totals compare with care only."""
    careful = set()
    for year, base in permutations(list_years(tables), 2):
        judged = judge_changes(tables, "papi", year=year, base=base)
        if (judged.loc[judged["component"] == "papi", "comparable"] == "caution").any():
            careful.add((year, base))
    return careful


def _judge(tables: Tables, lang: str, year: int, base: int) -> dict[str, Judged]:
    rows = judge_changes(tables, "papi", year=year, base=base)
    columns = ["component", "comparable", "evidence", f"text_{lang}"]
    return {row[0]: Judged(*row[1:]) for row in rows[columns].itertuples(index=False, name=None)}


def _list_parts(tables: Tables, covered: list[str]) -> dict[str, set[str]]:
    tree = tables.components[tables.components["component"].isin(covered)]
    return {parent: set(codes) for parent, codes in tree.groupby("parent")["component"]}
