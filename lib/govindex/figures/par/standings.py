"""What is known of a province in a year of PAR INDEX, gathered for its sentences."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from govindex.compare.frameworks import judge_changes
from govindex.compare.precision import find_smallest_change
from govindex.compare.scores import find_mean, find_mean_status
from govindex.figures.lists import list_page_years, list_places, tell_trust
from govindex.figures.par.tables import (
    list_known,
    list_losses,
    list_scored,
    list_steps,
)
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS, number, say

_DIGITS = DIGITS["par"]
Row = dict[str, Any]


class Standing(NamedTuple):
    """A province in a year: its name, its scores, its rank, and what the year holds of others."""

    tables: Tables
    lang: str
    province: str
    place: str
    year: int
    rows: dict[str, Row]  # by component
    losses: list[Row]  # below the total, sectioned
    steps: list[Row]
    known: Row  # the total with its rank; empty where neither is held
    others: int  # provinces whose total of the year is known, the province itself among them
    held: list[int]  # years with any figure of the province

    def say(self, key: str, **values: object) -> str:
        """Return words, filled with the place, the year, the measure and `values`."""
        told = {"place": self.place, "year": self.year, "measure": say("measure.par", self.lang)}
        return say(key if "." in key else f"par.{key}", self.lang, **(told | values))

    def number(self, value: float, digits: int = _DIGITS) -> str:
        """Return points as they are printed."""
        return number(value, self.lang, digits)

    @property
    def total(self) -> float | None:
        """The total, where it is held."""
        return self.rows["par"]["score"] if "par" in self.rows else None

    @property
    def trust(self) -> str:
        """The remark on a total that is not simply printed, in brackets."""
        return tell_trust(self.rows["par"]["trust"] if "par" in self.rows else None, self.lang)

    @property
    def parts(self) -> list[Row]:
        """The parts of the whole among the losses, which are its first section."""
        return [row for row in self.losses if row["section"] == self.losses[0]["section"]]


def group(rows: pd.DataFrame, keys: list[str]) -> dict[tuple, list[Row]]:
    """Return the rows that share the values of some columns, by these."""
    found: dict[tuple, list[Row]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found


@kept
def list_total_trusts(tables: Tables) -> dict[tuple[str, int], str]:
    """Return the status of every total, by province and year."""
    totals = tables.scores[tables.scores["component"] == "par"]
    return dict(zip(zip(totals["province"], totals["year"].tolist(), strict=True), totals["status"], strict=True))


@kept
def list_standings(tables: Tables, lang: str) -> list[Standing]:
    """Return what is known of every province in every year."""
    state = ["province", "year"]
    scored = group(list_scored(tables, lang), state)
    losses = group(list_losses(tables, lang).sort_values([*state, "depth", "order"], kind="stable"), state)
    steps = group(list_steps(tables, lang), state)
    totals = list_known(tables, lang)
    totals = totals[totals["component"] == "par"]
    known = {(row["province"], row["year"]): row for row in totals.to_dict("records")}
    counts = totals[totals["score"].notna()].groupby("year")["province"].nunique()
    held: dict[str, set[int]] = {}
    for province, year in {*scored, *known}:
        held.setdefault(province, set()).add(year)
    return [
        Standing(
            tables,
            lang,
            province,
            place,
            year,
            {row["component"]: row for row in scored.get((province, year), [])},
            losses.get((province, year), []),
            steps.get((province, year), []),
            known.get((province, year), {}),
            int(counts.get(year, 0)),
            sorted(held.get(province, [])),
        )
        for province, place, _ in list_places(tables, lang).itertuples(index=False, name=None)
        for year in list_page_years(tables)
    ]


@kept
def list_parents(tables: Tables) -> dict[str, str]:
    """Return the parent of each component."""
    return dict(zip(tables.components["component"], tables.components["parent"], strict=True))


@kept
def list_smallest(tables: Tables) -> dict[str, float]:
    """Return the smallest change of each component that is worth telling, in points."""
    codes = tables.components.loc[tables.components["measure"] == "par", "component"]
    return {code: find_smallest_change(tables, code) for code in codes}


@kept
def list_reasons(tables: Tables, lang: str) -> dict[tuple[int, int], str]:
    """Return what changed in the total between each year and the one before it, where that is judged."""
    found = {}
    for year in list_page_years(tables):
        judged = judge_changes(tables, "par", year=year, base=year - 1)
        own = judged[judged["component"] == "par"]
        if len(own):
            found[year, year - 1] = own[f"text_{lang}"].iloc[0]
    return found


@kept
def list_means(tables: Tables) -> dict[int, float | None]:
    """Return the national mean of the total by year."""
    return {year: find_mean(tables, "par", year=year) for year in list_page_years(tables)}


@kept
def list_mean_trusts(tables: Tables) -> dict[int, str | None]:
    """Return the trust in the national mean by year."""
    return {year: find_mean_status(tables, "par", year=year) for year in list_page_years(tables)}
