"""Choices that several sheets offer: a province by any spelling, a year, an index and a part of it, whom to mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from govindex.figures.controls import Control
from govindex.tables.load import Tables
from govindex.tables.units import list_spans, tell_apart
from govindex.words import list_group, say

_WITHIN = ("sub-dimension", "field", "criterion")  # levels that stand below a part of the total


def search_province(tables: Tables, codes: list[str], lang: str, *, offered: set[str] | None = None) -> Control:
    """Return the control that finds a province by any spelling of its name; of namesakes the one of the chosen year.

    Parameters
    ----------
    codes : list of str
        Of the provinces that can be chosen, in the order in which they are listed.
    offered : set of str, optional
        Those that are suggested while typing, where not all are.
    """
    spellings = tables.province_names.groupby("code")["spelling"].agg(list)
    names, spans = tables.provinces.set_index("code"), list_spans(tables)
    return Control(
        "province",
        "search",
        say("sheet.province", lang),
        options=tuple(
            (code, name, *names.loc[code, ["name_vi", "name_en"]], *spellings.get(code, []))
            for code, name in tell_apart(tables, codes, lang).items()
        ),
        unknown=say("sheet.unknown_province", lang, text="{text}"),
        offered=() if offered is None else tuple(code for code in codes if code in offered),
        spans=("year", {code: spans[code] for code in codes}),
    )


def choose_year(years: list[int], lang: str) -> Control:
    """Return the slider of the years, which also runs by itself."""
    play = (say("sheet.play", lang), say("sheet.stop", lang))
    return Control("year", "range", say("sheet.year", lang), minimum=years[0], maximum=years[-1], play=play)


def choose_component(held: pd.DataFrame, names: Mapping[str, str], lang: str, measures: Iterable[str]) -> list[Control]:
    """Return the choice of an index, and of one of its parts.

    Parameters
    ----------
    held : DataFrame
        component, measure and level of what can be chosen, in order.
    names : mapping
        What each is called.
    measures : iterable of str
        The indices, in order.
    """
    owned = {measure: list(held.loc[held["measure"] == measure, "component"]) for measure in measures}
    indents = ["– " if level in _WITHIN else "" for level in held["level"]]
    return [
        Control(
            "measure",
            "choice",
            say("sheet.measure", lang),
            options=tuple((measure, say(f"measure.{measure}", lang)) for measure in owned),
        ),
        Control(
            "component",
            "choice",
            say("sheet.component", lang),
            options=tuple(
                (code, indent + names[code]) for code, indent in zip(held["component"], indents, strict=True)
            ),
            allowed=("measure", owned),
            unknown=list_group("sheet_provinces", lang)["not_of"],
        ),
    ]


def mark_provinces(tables: Tables, codes: list[str], lang: str, *, most: int) -> Control:
    """Return the choice of the provinces that are marked beside the chosen one."""
    return Control(
        "selected",
        "several",
        say("sheet.selected", lang),
        options=tuple(tell_apart(tables, codes, lang).items()),
        most=most,
        without="province",
    )
