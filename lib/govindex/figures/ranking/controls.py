"""Choices that the sheets of an index as a whole share: which index, which of its parts, which year, who is marked."""

from __future__ import annotations

import pandas as pd

from govindex.figures.controls import Control
from govindex.figures.lists import list_page_years, name_over_years, search_province
from govindex.figures.provinces.tables import ORDER, list_places
from govindex.tables.load import Tables
from govindex.words import list_group, say


def list_named(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces of any year, by their names: province, place."""
    places = list_places(tables, lang)
    return places.loc[places["kind"] == "province", ["province", "place"]]


def choose_component(tables: Tables, chosen: pd.DataFrame, lang: str) -> list[Control]:
    """Return the controls of measure, component, year and province.

    Parameters
    ----------
    chosen : DataFrame
        component and measure of what can be chosen.
    """
    names, years = name_over_years(tables, lang), list_page_years(tables)
    owned = {measure: list(chosen.loc[chosen["measure"] == measure, "component"]) for measure in ORDER}
    return [
        Control(
            "measure",
            "choice",
            say("sheet.measure", lang),
            options=tuple((measure, say(f"measure.{measure}", lang)) for measure in ORDER),
        ),
        Control(
            "component",
            "choice",
            say("sheet.component", lang),
            options=tuple((code, names[code]) for code in chosen["component"]),
            allowed=("measure", owned),
            unknown=list_group("sheet_provinces", lang)["not_of"],
        ),
        Control(
            "year",
            "range",
            say("sheet.year", lang),
            minimum=years[0],
            maximum=years[-1],
            play=(say("sheet.play", lang), say("sheet.stop", lang)),
        ),
        search_province(tables, list(list_named(tables, lang)["province"]), lang),
    ]
