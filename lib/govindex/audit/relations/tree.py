"""The tree of components as each year's framework has it: parts, scales, and which years compare."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from govindex.compare.frameworks import Judgement, judge_components, list_covered
from govindex.tables.load import Tables

# What a part is made of where its framework does not say it.
SURVEYED = "par.social-survey"
JOINED = {SURVEYED: ("par.survey", "par.impact.sipas", "par.impact.economy")}
NARROW, WHOLE = "par.appraisal", "par.appraisal-whole"  # one name in print, of two extents
COMPARES = Judgement()
DERIVED = 0.01  # points: what follows from printed differences of two decimals


class Covered(NamedTuple):
    """What a framework says of a component."""

    minimum: float | None
    maximum: float | None
    aggregation: str
    sure: bool
    made_of: tuple[str, ...]


class Tree:
    """The components, how each year divides and limits them, and how many provinces there were."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._read_tree(tables)
        self._units: dict[int, int] = {}
        self._judged: dict[tuple[str, int, int], dict[str, Judgement]] = {}

    def _read_tree(self, tables: Tables) -> None:
        components = tables.components
        self.order = {component: place for place, component in enumerate(components["component"])}
        self.measures = dict(zip(components["component"], components["measure"], strict=True))
        self.parents: dict[str, str] = {}
        self._divisions: dict[str, dict[str, list[str]]] = {}
        for component, parent, division in zip(
            *(components[name].tolist() for name in ("component", "parent", "division")), strict=True
        ):
            if isinstance(parent, str):
                self.parents[component] = parent
                named = division if isinstance(division, str) else ""
                self._divisions.setdefault(parent, {}).setdefault(named, []).append(component)
        self._covered: dict[tuple[str, int], dict[str, Covered]] = {}
        self._parts: dict[tuple[str, int], list[tuple[str, ...]]] = {}

    def covered(self, component: str, year: int) -> Covered | None:
        """Return what the framework of a year says of a component, None where no source tells."""
        key = (self.measures.get(component, ""), year)
        if key not in self._covered:
            rows = list_covered(self.tables, key[0], year=year).itertuples(index=False) if key[0] else ()
            self._covered[key] = {
                row.component: Covered(
                    read_number(row.minimum),
                    read_number(row.maximum),
                    read_text(row.aggregation),
                    row.range_status == "printed" or (row.range_status == "derived" and key[0] != "papi"),
                    tuple(read_text(row.made_of).split()),
                )
                for row in rows
            }
        return self._covered[key].get(component)

    def judge(self, component: str, year: int, base: int) -> Judgement:
        """Return whether a component compares between two years, as `govindex.compare.frameworks` decides it."""
        if component == WHOLE and None in (self.covered(WHOLE, year), self.covered(WHOLE, base)):
            component = NARROW  # of which the other year had its own
        key = (self.measures[component], year, base)
        if key not in self._judged:
            self._judged[key] = judge_components(self.tables, key[0], year=year, base=base)
        return self._judged[key].get(component, COMPARES)

    def parts(self, component: str, year: int) -> list[tuple[str, ...]]:
        """Return the ways in which a component is divided that year, each a set of parts that make it whole."""
        key = (component, year)
        if key not in self._parts:
            self._parts[key] = list(self._divide(component, year))
        return self._parts[key]

    def counted(self, component: str, year: int) -> list[tuple[str, ...]]:
        """Return the parts of a component of which a report counts how many rose: also where they do not make it up."""
        parts = self.parts(component, year)
        criteria = tuple(self._divisions.get(component, {}).get("criterion", ()))
        return parts or ([criteria] if criteria else [])

    def _divide(self, component: str, year: int) -> list[tuple[str, ...]]:
        measure = self.measures.get(component)
        divisions = self._divisions.get(component, {})
        known = self.covered(measure, year) is not None if measure else False
        covered = self.covered(component, year)
        if measure == "sipas" and known and (covered is None or covered.aggregation != "mean"):
            return []
        ways = []
        for name, parts in divisions.items():
            named = parts
            if known and (measure != "par" or name == "assessor"):
                named = [part for part in parts if self.covered(part, year)]
            if measure == "sipas" and name == "part":
                continue
            if len(named) > 1 and (known or name != "assessor"):
                ways.append(tuple(named))
        for joined in divisions.get("assessor", ()):
            if JOINED.get(joined) and not (known and self.covered(WHOLE, year)):
                ways.append((*self._beside(divisions.get("method", []), joined), joined))
        made_of = covered.made_of if covered else ()
        return [*ways, made_of or JOINED[component]] if made_of or component in JOINED else ways

    def _beside(self, parts: list[str], joined: str) -> list[str]:
        """Return the parts that a joined one does not hold."""
        held = JOINED[joined]
        return [part for part in parts if not any(one == part or self.parents.get(one) == part for one in held)]

    def widen(self, component: str, year: int, *, beside: bool, highest: float) -> str:
        """Return what a report means by the part that the ministry appraises: in some years all of it, in others less.

        Parameters
        ----------
        beside : bool
            Whether the report prints the other half, the whole survey, and no part of it by itself.
        highest : float
            The highest maximum or score that it prints of the component.
        """
        if component != NARROW or self.covered(WHOLE, year) is None:
            return component
        narrow = self.covered(NARROW, year)
        return WHOLE if narrow is None or beside or highest > narrow.maximum + DERIVED else NARROW

    def count_units(self, year: int) -> int:
        """Return how many provinces there were in a year, before the first that is known as many as in that."""
        if year not in self._units:
            units = self.tables.provinces
            when = max(year, int(units["first_year"].min()))
            held = (units["first_year"] <= when) & ~(units["last_year"] < when).fillna(False)
            self._units[year] = int(held.sum())
        return self._units[year]


def read_number(value: object) -> float | None:
    """Return a number of a table, None for a missing one."""
    return None if pd.isna(value) else float(value)


def read_text(value: object) -> str:
    """Return a text of a table, empty for a missing one."""
    return value if isinstance(value, str) else ""
