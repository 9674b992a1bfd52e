"""An Excel workbook of cells as texts with their rows; what Excel has changed or computed is told, not guessed."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from govindex.audit.reading.columns import OPTIONAL, REQUIRED, match_header
from govindex.audit.reading.limits import MOST_COLUMNS, find_excess, find_heavy
from govindex.audit.reading.problems import Problem

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# A cell merged over several rows stands for each of them; a merged figure does not.
_FILLED = ("report", "measure", "year", "province", "component", "what", "unit", "table", "row")
_HEADER_ROWS = 20  # titles may stand above the header
_HEADER_COLUMNS = 4  # known names that make a row the header; those it lacks are told then

Header = tuple[int, list[str]]
Record = tuple[int, list[str]]


def read_workbook(raw: bytes, name: str) -> tuple[Header | None, Iterable[Record], list[Problem]]:
    """Return header (row and names), records and problems of the first sheet that has the columns.

    Parameters
    ----------
    raw : bytes
        The file.
    name : str
        What the file is called.
    """
    import openpyxl

    try:
        if heavy := find_heavy(raw, name):
            return None, (), [heavy]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that the reader does not keep; none of them is a value
            book = openpyxl.load_workbook(io.BytesIO(raw), data_only=False)
    except Exception as error:  # the reader raises whatever a broken file makes it trip over
        return None, (), [Problem("bad_workbook", value=name, values={"reason": str(error) or type(error).__name__})]
    for sheet in book.worksheets:
        header = _find_header(sheet)
        if header is not None:
            if excess := find_excess(sheet.max_row - header[0], sheet.max_column, sheet.title, name):
                return None, (), [excess]
            others = [other.title for other in book.worksheets if other is not sheet and other.max_row > 1]
            told = Problem("other_sheets", value=", ".join(others), used=True, values={"sheet": sheet.title})
            records, problems = _read_rows(sheet, header)
            return header, records, ([told] if others else []) + problems
    return None, (), [Problem("no_sheet", value=name, expected=REQUIRED)]


def _find_header(sheet: Worksheet) -> Header | None:
    columns = min(sheet.max_column, MOST_COLUMNS)
    for row in sheet.iter_rows(max_row=min(sheet.max_row, _HEADER_ROWS), max_col=columns):
        names = ["" if cell.value is None else str(cell.value) for cell in row]
        if len({*match_header(names)} & {*REQUIRED, *OPTIONAL}) >= _HEADER_COLUMNS:
            return row[0].row, names
    return None


def _read_rows(sheet: Worksheet, header: Header) -> tuple[list[Record], list[Problem]]:
    head_row, names = header
    columns = match_header(names)
    merged = _fill_merged(sheet, columns)
    records: list[Record] = []
    problems: list[Problem] = []
    stored: list[int] = []
    for row in sheet.iter_rows(min_row=head_row + 1):
        if all(cell.value is None for cell in row):
            continue  # as the lines below a table are, and not a row that lacks something
        line = row[0].row
        texts, wrong = [], []
        what = next((str(cell.value).strip() for cell, name in zip(row, columns) if name == "what"), "")  # noqa: B905
        for place, cell in enumerate(row):
            name = columns[place] if place < len(columns) else ""
            cell = merged.get((line, place), cell)  # noqa: PLW2901
            problem = _find_problem(cell, name, what, line)
            if problem is not None and name in (*REQUIRED, *OPTIONAL):
                wrong.append(problem)
            if name == "printed" and _is_loose(cell):
                stored.append(line)
            texts.append(_write_cell(cell))
        problems.extend(wrong[:1])
        if not wrong:
            records.append((line, texts))
    if stored:
        values = {"count": len(stored), "first": stored[0]}
        problems.append(Problem("stored_number", head_row, "printed", used=True, values=values))
    return records, problems


def _fill_merged(sheet: Worksheet, columns: list[str]) -> dict[tuple[int, int], Cell]:
    """Return, by row and place, the first cell of each merged range that goes down a column of names."""
    filled = {}
    for area in sheet.merged_cells.ranges:
        place = area.min_col - sheet.min_column
        if 0 <= place < len(columns) and columns[place] in _FILLED:
            first = sheet.cell(area.min_row, area.min_col)
            filled |= {(line, place): first for line in range(area.min_row, area.max_row + 1)}
    return filled


def _find_problem(cell: Cell, name: str, what: str, line: int) -> Problem | None:
    if cell.data_type == "f":
        return Problem("formula", line, name, str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return Problem("excel_error", line, name, str(cell.value))
    if isinstance(cell.value, date | time) and not (name == "printed" and what == "due"):
        return Problem("date", line, name, str(cell.value).removesuffix(" 00:00:00"))
    return None


def _is_loose(cell: Cell) -> bool:
    """Return whether a cell is a number whose final zeros no format keeps."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return is_number and not re.search(r"0[.,]0|%", cell.number_format)


def _write_cell(cell: Cell) -> str:
    """Return what the cell shows: a number by its format, a month for a date."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.month}/{value.year}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    code = str(cell.number_format).split(";", maxsplit=1)[0]
    percent = "%" if "%" in code else ""
    value = value * 100 if percent else value
    decimals = re.search(r"0\.(0+)", code)
    if decimals or percent:
        return f"{value:.{len(decimals[1]) if decimals else 0}f}{percent}"
    return format(value, ".15g")
