"""What the sentences about some cells are made of: names, looked up once, and what a cell is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from govindex.audit.telling.writing import find_change_styles, find_lang, find_mark
from govindex.tables.load import Tables
from govindex.words import LANGS, list_group, quote, say

_LONG = 80  # letters of a note that name a cell


class Labels(NamedTuple):
    """What the sentences about some cells are made of, looked up once.

    Attributes
    ----------
    cells : list of dict
        The rows of the cells, by position.
    names : dict
        Names of components of today, by code and language; a total has the measure's own. `shorts`: their short labels.
    earlier : dict
        Names of other years: first and last year, name and short label, by code and language.
    places, regions : dict
        Names of provinces and of regions, by code and language.
    notes : dict
        What the note of a cell without a component names: a question of a survey or a proposal, by code and language.
    parents : dict
        The component that each is part of.
    decimal_marks, langs : dict
        The decimal mark and the language of each report.
    change_styles : list of str
        By position, as `find_change_styles` tells them.
    """

    cells: list[dict[str, Any]]
    names: dict[tuple[str, str], str]
    shorts: dict[tuple[str, str], str]
    earlier: dict[tuple[str, str], list[tuple[int, int, str, str]]]
    places: dict[tuple[str, str], str]
    regions: dict[tuple[str, str], str]
    notes: dict[tuple[str, str], str]
    parents: dict[str, str]
    decimal_marks: dict[str, str]
    langs: dict[str, str]
    change_styles: list[str]


@cache
def list_words(group: str, lang: str) -> Mapping[str, str]:
    """Return a group of the catalogue, as `govindex.words.list_group` does, put together once for many cells."""
    return MappingProxyType(list_group(group, lang))


def find_labels(tables: Tables, rows: pd.DataFrame) -> Labels:
    """Return what the sentences about the cells in `rows` are made of."""
    components, provinces = tables.components, tables.provinces
    names, shorts, earlier, notes = {}, {}, {}, {}
    places, regions = (
        {(code, lang): name for lang in LANGS for code, name in zip(table[code_of], table[f"name_{lang}"], strict=True)}
        for table, code_of in ((provinces, "code"), (tables.regions, "region"))
    )
    for lang in LANGS:
        measures = {(measure, lang): name for measure, name in list_group("measure", lang).items()}
        for spelt, column in ((names, f"name_{lang}"), (shorts, f"short_{lang}")):
            pairs = zip(components["component"], components[column], strict=True)
            spelt.update({(code, lang): quote(name) for code, name in pairs} | measures)
        for row in tables.component_names.to_dict("records"):
            told = quote(row[f"name_{lang}"]), quote(row[f"short_{lang}"])
            earlier.setdefault((row["component"], lang), []).append((row["first_year"], row["last_year"], *told))
        for table, code, column in ((tables.survey, "item", "name"), (tables.proposals, "proposal", "task")):
            notes |= {(one, lang): told for one, told in zip(table[code], table[f"{column}_{lang}"], strict=True)}
    cells = rows.to_dict("records")
    prints: dict[str, list[str]] = {}
    for cell in cells:
        prints.setdefault(cell["report"], []).append(cell["printed"])
    decimal_marks = {report: find_mark(printed) for report, printed in prints.items()}
    langs = {report: find_lang(printed) for report, printed in prints.items()}
    parents = dict(zip(components["component"], components["parent"], strict=True))
    return Labels(
        cells, names, shorts, earlier, places, regions, notes, parents, decimal_marks, langs, find_change_styles(cells)
    )


def name_part(labels: Labels, component: str, lang: str, year: object, *, short: bool = False) -> str | None:
    """Return what a component is called in a year, in quotation marks; None where no component has the code."""
    for first, last, name, label in labels.earlier.get((component, lang), ()):
        if isinstance(year, int | float) and first <= year <= last:
            return label if short else name
    return (labels.shorts if short else labels.names).get((component, lang))


def name_cell(labels: Labels, place: int, lang: str, *, short: bool = False, placed: bool = False) -> str:
    """Return what a cell is: what it holds, of which component, of which year, and whether it stands in the text.

    Parameters
    ----------
    short : bool
        Whether the component's short label is to do.
    placed : bool
        Whether the reader sees where the cell stands.
    """
    cell = labels.cells[place]
    what = list_words("what", lang).get(cell["what"], cell["what"])
    component = cell["component"]
    if not isinstance(component, str):
        what = say("audit_tell.asked", lang) if cell["what"] == "share_pct" else what
        note = labels.notes.get((cell["note"], lang), cell["note"])
        named = {"subject": quote(note if len(note) <= _LONG else note[:_LONG].rsplit(" ", 1)[0] + "…")} if note else {}
        key = "cell" if named else "cell_bare"
        text = say(f"audit_tell.{key}", lang, what=what, year=cell["year"], **named)
    else:
        subject = name_part(labels, component, lang, cell["year"], short=short)
        text = say("audit_tell.cell", lang, what=what, subject=subject, year=cell["year"])
        if not isinstance(cell["province"], str):
            text = say("audit_tell.whole_country", lang, cell=text)
        elif (cell["province"], lang) in labels.regions:
            text = say("audit_tell.in_region", lang, cell=text, region=labels.regions[cell["province"], lang])
    return say("audit_tell.in_text", lang, cell=text) if cell["table"] == "text" and not placed else text


def name_kind(kind: str, lang: str) -> str:
    """Return what a kind of finding is called."""
    kinds = list_words("audit_kind", lang)
    return kinds.get(kind, kinds["other"])
