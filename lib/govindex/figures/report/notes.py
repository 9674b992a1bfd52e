"""The notes on every corrected or suspect figure of a page of the annual report."""

from __future__ import annotations

import re

import pandas as pd

from govindex.compare.frameworks import find_framework
from govindex.figures.lists import list_page_years
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import name_component
from govindex.words import number, quote, say

# What a printed cell is about, as the column of the report's tables that shows it.
_COLUMNS = {"max": "maximum", "score": "score", "lost": "lost", "change": "change", "change_pct": "change_pct"}
# The units that a correction may name, as its table writes them.
_UNITS = {"": "", "%": "report.in_percent", "điểm": "report.in_points", "điểm phần trăm": "report.in_percentage_points"}
_DOUBTED = ("corrected", "suspect")
Told = tuple[str, str, str, str]  # component, column, reason, text


@kept
def list_notes(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the notes of every page.

    Returns
    -------
    DataFrame
        One row per province, year and figure: province, year, note (a number; figures with one reason share it),
        component, column (of the report's tables that shows the figure; the year as text for a SIPAS score), text. The
        same reason is told once.
    """
    cells = tables.corrections.merge(tables.published, on=["report", "cell"], suffixes=("", "_cell"))
    scores = tables.scores[tables.scores["status"].isin(_DOUBTED)]
    pages = {(province, year) for province in cells["province"].unique() for year in list_page_years(tables)}
    pages |= set(scores[["province", "year"]].itertuples(index=False, name=None))
    columns = ["province", "year", "note", "component", "column", "text"]
    noted = [_number(tables, cells, province, year, lang) for province, year in sorted(pages)]
    return pd.concat([pd.DataFrame(columns=columns), *[rows for rows in noted if len(rows)]], ignore_index=True)[
        columns
    ]


def _number(tables: Tables, cells: pd.DataFrame, province: str, year: int, lang: str) -> pd.DataFrame:
    own = cells[(cells["province"] == province) & _is_shown(tables, cells, year)]
    rows = [*_list_corrections(tables, own, lang), *_list_doubts(tables, cells, province, year, lang)]
    notes = pd.DataFrame(rows, columns=["component", "column", "reason", "text"])
    notes["note"] = pd.factorize(notes["reason"])[0] + 1
    shared = notes["note"].duplicated(keep=False)
    notes["text"] = notes["text"].mask(shared, notes["reason"])
    return notes.assign(province=province, year=year)


def _is_shown(tables: Tables, cells: pd.DataFrame, year: int) -> pd.Series:
    """Return whether the page shows the figure: of its year, or a SIPAS score of the years beside it in the table."""
    framework = find_framework(tables, "sipas", year=year)
    beside = [each for each in (year - 2, year - 1) if find_framework(tables, "sipas", year=each) == framework]
    criteria = (cells["measure"] == "sipas") & (cells["what"] == "score") & cells["year"].isin(beside)
    return (cells["year"] == year) | criteria


def _list_corrections(tables: Tables, cells: pd.DataFrame, lang: str) -> list[Told]:
    rows = []
    for row in cells.to_dict("records"):
        column = (
            str(row["year"]) if row["measure"] == "sipas" and row["what"] == "score" else _COLUMNS.get(row["what"], "")
        )
        reason = row[f"reason_{lang}"]
        named = isinstance(row["component"], str)
        name = say("report.text", lang)
        if named:
            name = quote(name_component(tables, row["component"], lang, year=row["year"]))
        correct = _read_number(row["correct"], lang)
        key = f"report.{row['status']}" if row["status"] != "corrected" or correct else "report.wrong"
        what = say(f"what.{row['what']}", lang)
        text = say(key, lang, what=what, name=name, year=row["year"], printed=row["printed"], correct=correct)
        rows.append((row["component"] if named else "", column, reason, f"{text} {reason}"))
    return rows


def _read_number(correct: object, lang: str) -> str:
    """Return a corrected figure with its unit written by the language, or nothing when the correction is in words."""
    found = re.fullmatch(r"([-+]?\d+(?:[.,](\d+))?)\s*(.*)", str(correct).strip())
    if not found or found[3] not in _UNITS:
        return ""
    written = number(float(found[1].replace(",", ".")), lang, len(found[2] or ""), sign=found[1][0] in "-+")
    return say(_UNITS[found[3]], lang, value=written) if _UNITS[found[3]] else written


def _list_doubts(tables: Tables, cells: pd.DataFrame, province: str, year: int, lang: str) -> list[Told]:
    """Return the scores whose status is corrected or suspect and which no report's correction tells already."""
    scores = tables.scores
    told = set(cells[["year", "province", "component"]].itertuples(index=False, name=None))
    own = scores[(scores["province"] == province) & (scores["year"] == year) & scores["status"].isin(_DOUBTED)]
    rows = []
    for row in own.to_dict("records"):
        if (row["year"], row["province"], row["component"]) in told:
            continue
        reason = row["note_vi" if lang == "vi" else "note"]
        name = quote(name_component(tables, row["component"], lang, year=year))
        column = str(row["year"]) if row["measure"] == "sipas" else "score"
        text = say("report.doubt", lang, name=name, status=say(f"status.{row['status']}", lang))
        rows.append((row["component"], column, reason, f"{text} {reason}"))
    return rows


def number_notes(tables: Tables, lang: str) -> dict[tuple[str, int, str, str], int]:
    """Return the number of the note on each figure, by province, year, component and column."""
    notes = list_notes(tables, lang)
    placed = notes[(notes["component"] != "") & (notes["column"] != "")]
    return {(row.province, row.year, row.component, row.column): int(row.note) for row in placed.itertuples()}


@kept
def list_note_texts(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the texts of the notes in the order of their numbers: province, year, notes (a list)."""
    notes = list_notes(tables, lang).sort_values(["province", "year", "note"], kind="stable")
    first = notes.drop_duplicates(["province", "year", "note"])
    rows = [(*state, list(own["text"])) for state, own in first.groupby(["province", "year"])]
    return pd.DataFrame(rows, columns=["province", "year", "notes"])
