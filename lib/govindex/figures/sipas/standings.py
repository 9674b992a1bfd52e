"""What is known of a province in a year of SIPAS, gathered for its sentences."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from govindex.charts.theme import MEAN
from govindex.compare.frameworks import judge_changes
from govindex.figures.lists import list_page_years, list_units
from govindex.figures.sipas.tables import list_criteria, list_index, list_places_and_mean, list_survey
from govindex.tables.load import Tables
from govindex.words import say

Row = dict[str, Any]


class Standing(NamedTuple):
    """A province in a year: its name, its criteria and its index of all years, and what citizens answered."""

    lang: str
    place: str
    year: int
    criteria: dict[int, list[Row]]  # by year, in the order of the tree
    index: dict[int, Row]  # by year; a row may hold a rank alone
    survey: list[Row]
    others: int  # provinces with an index in the year, the province itself among them
    notes: list[tuple[int, str]]  # on its figures, with their years, in order
    remarks: dict[int, str]  # on its index, by year
    reasons: dict[int, str]  # why a year does not compare with the one before
    units: int  # provinces that there were in the year

    def say(self, key: str, **values: object) -> str:
        """Return words of SIPAS, filled with the place, the year, the year before and `values`."""
        told = {"place": self.place, "year": self.year, "base": self.year - 1}
        return say(f"sipas.{key}", self.lang, **(told | values))

    @property
    def own(self) -> Row:
        """The row of the year; an empty one where nothing is known."""
        return self.index.get(self.year, {})

    @property
    def score(self) -> float | None:
        """The index of the year, per cent."""
        score = self.own.get("score")
        return None if pd.isna(score) else score

    @property
    def change(self) -> float | None:
        """The index's change on the year before, or None where it is unknown or rests on a suspect figure."""
        own, before = self.own, self.index.get(self.year - 1, {})
        if self.score is None or pd.isna(before.get("score")) or own["stretch"] != before["stretch"]:
            return None
        return None if own["suspect"] or before["suspect"] else round(own["score"] - before["score"], 6)

    def list_changes(self) -> list[tuple[Row, float]]:
        """Return the criteria of the year whose change on the year before is known, with it."""
        rows = self.criteria.get(self.year, [])
        return [(row, row["change"]) for row in rows if row["change_base"] == self.year - 1]


def list_standings(tables: Tables, lang: str) -> list[tuple[Standing, str]]:
    """Return what is known of every province in every year, each with its province."""
    index, criteria, survey = (each(tables, lang) for each in (list_index, list_criteria, list_survey))
    criteria = criteria[criteria["component"].isin(_list_codes(tables))]
    by_year: dict[str, dict[int, list[Row]]] = {}
    for row in criteria.to_dict("records"):
        by_year.setdefault(row["province"], {}).setdefault(row["year"], []).append(row)
    indices: dict[str, dict[int, Row]] = {}
    for row in index[index["province"] != MEAN].to_dict("records"):
        indices.setdefault(row["province"], {})[row["year"]] = row
    answers: dict[tuple[str, int], list[Row]] = {}
    for row in survey.to_dict("records"):
        answers.setdefault((row["province"], row["year"]), []).append(row)
    known = index[index["score"].notna() & (index["province"] != MEAN)].groupby("year")["province"].nunique()
    notes, remarks = _list_notes(tables, lang)
    reasons = _list_reasons(tables, lang)
    places = list_places_and_mean(tables, lang)
    places = places[places["kind"] == "province"].set_index("province")["place"]
    return [
        (
            Standing(
                lang,
                place,
                year,
                by_year.get(province, {}),
                indices.get(province, {}),
                answers.get((province, year), []),
                int(known.get(year, 0)),
                notes.get(province, []),
                remarks.get(province, {}),
                reasons,
                len(list_units(tables, year)),
            ),
            province,
        )
        for province, place in places.items()
        for year in list_page_years(tables)
    ]


def _list_codes(tables: Tables) -> list[str]:
    tree = tables.components
    return list(tree.loc[(tree["parent"] == "sipas") & (tree["division"] == "criterion"), "component"])


def _list_reasons(tables: Tables, lang: str) -> dict[int, str]:
    found = {}
    for year in list_page_years(tables):
        judged = judge_changes(tables, "sipas", year=year, base=year - 1)
        found[year] = " ".join(judged.loc[judged["component"] == "sipas", f"text_{lang}"])
    return found


def _list_notes(tables: Tables, lang: str) -> tuple[dict[str, list[tuple[int, str]]], dict[str, dict[int, str]]]:
    """Return what is noted on each province's figures, and of that what is noted on its index."""
    column = "note_vi" if lang == "vi" else "note"
    noted = pd.concat([tables.scores, tables.ranks])
    noted = noted[(noted["measure"] == "sipas") & noted[column].notna()]
    notes, remarks = {}, {}
    for province, own in noted.groupby("province"):
        told = own[["year", column]].drop_duplicates().sort_values("year", kind="stable")
        notes[province] = list(told.itertuples(index=False, name=None))
        on_index = own[(own["component"] == "sipas") & own["score"].notna()].drop_duplicates("year")
        remarks[province] = dict(zip(on_index["year"], on_index[column], strict=True))
    return notes, remarks
