"""The cells of a printed report: a file or table read into one row per printed cell, codes in place of names.

What cannot be read is a `Problem` with its line, never a crash and never passed over; what was read is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from govindex.audit.reading.kinds import (
    KINDS,
    OF_TOTAL,
    WITHOUT_COMPONENT,
    Kind,
    find_kind,
    list_near,
)
from govindex.audit.reading.names import Names, Unknown
from govindex.audit.reading.prints import Unread, read_print
from govindex.audit.reading.problems import Problem
from govindex.audit.reading.sheets import read_sheet
from govindex.audit.reading.words import find_unit, plain
from govindex.tables.load import Tables

_NAMING = ("list", "highest_of", "lowest_of")  # what may name components in its print
_YEARS = re.compile(r"(20[0-9]{2})\s*(?:→|->|–|-|đến|sang|to|vs\.?|/)\s*(20[0-9]{2})|so với (?:năm )?(20[0-9]{2})")
_UNIT_CODES = {
    "point": "points", "%": "percent", "per cent": "percent", "component": "components", "province": "provinces",
    "place": "places", "pp": "percentage points", "percentage point": "percentage points", "month": "month",
}  # fmt: skip
UNITS = (
    "points",
    "percent",
    "percentage points",
    "places",
    "rank",
    "provinces",
    "components",
    "group",
    "sign",
    "words",
    "month",
)

COLUMNS = {
    "report": "str", "measure": "str", "year": "Int64", "province": "object", "component": "object", "what": "str",
    "printed": "str", "unit": "str", "table": "str", "row": "str", "note": "str", "cell": "str", "line": "int64",
    "value": "float64", "decimals": "Int64", "word": "str", "extra": "object",
}  # fmt: skip


class Cells(NamedTuple):
    """What a file holds.

    Attributes
    ----------
    rows : DataFrame
        One row per readable figure or statement, with a plain index: report, measure (``""`` for a report-wide cell),
        year, province (code, or that of a region; missing = the whole country), component (code, missing =
        report-wide), what, printed (as it came), unit (one word of ours, ``""`` where none is told), table, row, note,
        cell, line, value (missing
        where the cell holds words), decimals (printed), word (``up``, ``down``, ``same`` beside or instead of a
        figure; the group ``1``…``4`` or ``A``…``D``; the month ``2021-09`` of a due date; the
        components that a list names), extra (a dict: ``sign`` as
        printed, ``printed_unit`` that the text itself names, ``part`` 1 or 2 of "48/63", ``start`` of "19 → 17",
        ``about`` where the print says it is not exact, ``base_year`` and ``to_year`` of a unit "2018 → 2019"). "48/63"
        makes two rows of one line, the second a `rank_of`.
    problems : list of Problem
        In the order of the lines.
    """

    rows: pd.DataFrame
    problems: list[Problem]

    @property
    def usable(self) -> bool:
        """Whether there is a cell to audit."""
        return not self.rows.empty


def read_cells(source: Path | str | pd.DataFrame, tables: Tables) -> Cells:
    """Return the cells of a CSV or Excel file or of a table with its columns, and what is wrong with it.

    Parameters
    ----------
    source : Path, str or DataFrame
        Columns report, measure, year, province, component, what, printed, unit; optional table, row, note, cell.
        CSV in UTF-8 (with or without a byte-order mark), UTF-16 with one, or Vietnamese Windows; a comma, semicolon,
        tab or bar between cells.
    tables : Tables
        Names are looked up in them.
    """
    sheet = read_sheet(source)
    reader = _Reader(Names(tables))
    for row in sheet.texts.itertuples(index=False):
        reader.read(row)
    data = {name: [row[name] for row in reader.rows] for name in COLUMNS}
    rows = pd.DataFrame({name: _typed(data[name], kind) for name, kind in COLUMNS.items()})
    problems = sorted([*sheet.problems, *reader.problems], key=lambda problem: problem.line)
    return Cells(rows, problems)


def _typed(values: list, kind: str) -> pd.Series:
    return pd.Series(values, dtype=kind)


class _Reader:
    """Reads row after row; each distinct name is looked up once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.rows: list[dict] = []
        self.problems: list[Problem] = []
        self._known: dict[tuple, object] = {}

    def read(self, row: tuple) -> None:
        try:
            self._read(row)
        except Unread as unread:
            self.problems.append(unread.problem)

    def _read(self, row: tuple) -> None:
        if not row.report.strip():
            raise Unread(Problem("nothing", row.line, "report"))
        what, area = self._look("what", row, row.what, lambda: _find_what(row.what))
        year = self._look("year", row, row.year, lambda: _find_year(row.year))
        measure = self._look("measure", row, (row.measure, what), lambda: self._find_measure(row.measure, what))
        province = self._look(
            "province", row, (row.province, year, area), lambda: self.names.area(row.province, year, area)
        )
        optional = what in WITHOUT_COMPONENT or (what in OF_TOTAL and bool(measure))
        component = self._look(
            "component",
            row,
            (row.component, measure, year, optional),
            lambda: self.names.component(row.component, measure, year, optional=optional),
        )
        if component is None and what in OF_TOTAL:
            component = measure
        if component is not None and not measure:
            measure = self.names.measures[component]
        if not row.printed.strip():
            raise Unread(Problem("nothing", row.line, "printed"))
        named = []
        if what in _NAMING:
            named = self.names.named_in(row.printed, component, year)
        if what in ("highest_of", "lowest_of") and len(named) == 1:
            component = named[0]
        unit, extra = self._look("unit", row, row.unit, lambda: _find_unit(row.unit))
        if unit is None:
            self.problems.append(Problem("other_unit", row.line, "unit", row.unit, UNITS, used=True))
        base = {
            "report": row.report.strip(), "measure": measure, "year": year, "province": province,
            "component": component if component is not None else pd.NA, "what": what, "printed": row.printed,
            "unit": unit or "", "table": row.table, "row": row.row, "note": row.note, "cell": row.cell,
            "line": row.line,
            "value": float("nan"), "decimals": pd.NA, "word": "",
        }  # fmt: skip
        self.rows.extend(read_print(base, dict(extra), row.line, named))

    def _find_measure(self, text: str, what: str) -> str:
        if not text.strip() and what == "due":
            return ""
        return self.names.measure(text)

    def _look(self, column: str, row: tuple, key: object, find: Callable[[], object]) -> object:
        """Return what `find` does for the text of a column, from memory where it was looked up before."""
        known = self._known.get((column, key))
        if known is None:
            try:
                known = (find(), None)
            except Unknown as unknown:
                known = (None, unknown)
            self._known[column, key] = known
        found, unknown = known
        if unknown is not None:
            raise Unread(
                Problem(
                    unknown.kind, row.line, column, getattr(row, column), unknown.expected, unknown.near,
                    values=unknown.values,
                )
            )  # fmt: skip
        return found


def _find_what(text: str) -> Kind:
    kind = find_kind(text)
    if kind is None:
        raise Unknown("what" if text.strip() else "nothing", expected=KINDS, near=list_near(text))
    return kind


def _find_year(text: str) -> int:
    bare = re.sub(r"^(?:năm|year)\s+", "", plain(text)).removesuffix(".0")
    if not re.fullmatch(r"20[0-9]{2}", bare):
        raise Unknown("year" if bare else "nothing")
    return int(bare)


def _find_unit(text: str) -> tuple[str | None, dict]:
    """Return our word for a unit (None for one that is not known), and the years that "2018 → 2019" names.

    Raises
    ------
    Unknown
        For a bare number: the decimals of a figure whose comma parted two cells.
    """
    extra = {}
    if years := _YEARS.search(text):
        extra["base_year"] = int(years[1] or years[3])
        if years[2]:
            extra["to_year"] = int(years[2])
        text = text[: years.start()] + text[years.end() :]
    low = plain(text).strip(" ,;()")
    if re.fullmatch(r"[0-9]+\s*%?", low):
        raise Unknown("unit")
    if not low or low in UNITS:
        return low, extra
    return _UNIT_CODES.get(low) or find_unit(low) or None, extra
