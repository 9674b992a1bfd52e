"""The notes on every figure of a page of the annual report that is corrected, suspect or does not compare."""

from __future__ import annotations

import re

import pandas as pd

from govindex.compare.frameworks import find_framework, judge_changes, list_common
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
_TOLD_PARTS = ("dimension", "total")  # what the report's table of PAPI has
Told = tuple[str, str, str, str]  # component, column, reason, text


@kept
def list_notes(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the notes of every page.

    Returns
    -------
    DataFrame
        One row per province, year and figure: province, year, note (a number; figures with one reason share it),
        component, column (of the report's tables that shows the figure; the year as text for a SIPAS score;
        ``compares`` for a change of PAPI that has no year before, does not compare, or only with caution), text. The
        same reason is told once.
    """
    cells = tables.corrections.merge(tables.published, on=["report", "cell"], suffixes=("", "_cell"))
    scores = tables.scores[tables.scores["status"].isin(_DOUBTED)]
    doubted = {(province, year) for province in cells["province"].unique() for year in list_page_years(tables)}
    doubted |= set(scores[["province", "year"]].itertuples(index=False, name=None))
    rows: list[tuple[str, int, int, str, str, str]] = []
    for province, year in sorted(doubted | set(_group_papi(tables))):
        told = _list_doubted(tables, cells, province, year, lang) if (province, year) in doubted else []
        rows += [(province, year, *row) for row in _number([*told, *_list_reserves(tables, province, year, lang)])]
    return pd.DataFrame(rows, columns=["province", "year", "note", "component", "column", "text"])


def _number(told: list[Told]) -> list[tuple[int, str, str, str]]:
    """Return the notes of a page with their numbers; what several have in common is told without names."""
    reasons = [reason for _, _, reason, _ in told]
    numbers = {reason: at for at, reason in enumerate(dict.fromkeys(reasons), 1)}
    return [
        (numbers[reason], component, column, reason if reasons.count(reason) > 1 else text)
        for component, column, reason, text in told
    ]


def _list_doubted(tables: Tables, cells: pd.DataFrame, province: str, year: int, lang: str) -> list[Told]:
    """Return the notes on the corrected and suspect figures of a page."""
    own = cells[(cells["province"] == province) & _is_shown(tables, cells, year)]
    return [*_list_corrections(tables, own, lang), *_list_doubts(tables, cells, province, year, lang)]


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


@kept
def _group_papi(tables: Tables) -> dict[tuple[str, int], set[str]]:
    """Return which components of PAPI are scored, by province and year."""
    scores = tables.scores[tables.scores["measure"] == "papi"]
    return scores.groupby(["province", "year"])["component"].agg(set).to_dict()


def _list_reserves(tables: Tables, province: str, year: int, lang: str) -> list[Told]:
    """Return why a change in PAPI's table is not known, left out, does not compare, or only with caution."""
    own, before = (_group_papi(tables).get((province, each), set()) for each in (year, year - 1))
    told = _tell_reserves(tables, year, lang)
    rows = [row for (each, left_out), row in told.items() if each in own and (left_out or each in before)]
    if year - 1 not in _list_papi_years(tables):
        return rows
    reason = say("report.compares_unknown", lang, base=year - 1)
    levels = tables.components.set_index("component")["level"]
    unknown = [each for each in own - before if levels[each] in _TOLD_PARTS and (each, True) not in told]
    names = {each: quote(name_component(tables, each, lang, year=year)) for each in unknown}
    return [*rows, *((each, "compares", reason, f"{names[each]}: {reason}") for each in sorted(unknown))]


@kept
def _list_papi_years(tables: Tables) -> set[int]:
    return {year for _, year in _group_papi(tables)}


@kept
def _tell_reserves(tables: Tables, year: int, lang: str) -> dict[tuple[str, bool], Told]:
    """Return the reserves against a year's changes, by component and whether its change is left out."""
    levels = tables.components.set_index("component")["level"]
    computed = set(list_common(tables, "papi", year=year, base=year - 1))
    rows = {}
    for row in judge_changes(tables, "papi", year=year, base=year - 1).to_dict("records"):
        component = row["component"]
        if levels[component] in _TOLD_PARTS:
            verdict = row["comparable"] if component in computed else "left_out"
            reason = f"{say(f'report.compares_{verdict}', lang, base=year - 1)} {row[f'text_{lang}']}"
            name = quote(name_component(tables, component, lang, year=year))
            rows[component, verdict == "left_out"] = (component, "compares", reason, f"{name}: {reason}")
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
