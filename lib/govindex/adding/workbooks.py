"""The sheets of a workbook as grids: figures as stored; what Excel has changed or cannot know told cell by cell."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, time
from typing import TYPE_CHECKING

from govindex.adding.grids import Cell, Grid, note_sheets, tidy
from govindex.adding.troubles import NOTE, Trouble, from_problem
from govindex.audit.reading.limits import MOST_COLUMNS, MOST_ROWS, find_excess, find_heavy

if TYPE_CHECKING:
    from openpyxl.cell import Cell as ExcelCell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS = 300_000  # a table of all provinces and components has some thousands
_DIGITS = 6  # after the point; what Excel stores beyond them is the noise of binary figures or of a formula


def read_sheets(raw: bytes, name: str) -> tuple[list[Grid], list[Trouble]]:
    """Return the grids of the sheets that are not hidden, and what is to be told.

    Parameters
    ----------
    raw : bytes
        The file.
    name : str
        What the file is called.
    """
    import openpyxl

    try:
        if heavy := find_heavy(raw, name, most=_MOST_CELLS):
            return [], [from_problem(heavy)]
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if any(part.lower().endswith("vbaproject.bin") for part in parts.namelist()):
                return [], [Trouble("adding.macros", values={"value": name})]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that the reader does not keep; none of them is a value
            book = openpyxl.load_workbook(io.BytesIO(raw), data_only=False, keep_links=False)
            shown = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    except Exception as error:  # the reader raises whatever a broken file makes it trip over
        reason = str(error) or type(error).__name__
        return [], [Trouble("audit.problem_bad_workbook", values={"value": name, "reason": reason.rstrip(".")})]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible" and sheet.max_row > 1]
    grids, troubles = [], [note_sheets(hidden)] if hidden else []
    computed = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        grid, count, excess = _read_sheet(sheet, shown[sheet.title], name)
        if excess:
            return [], [excess]
        grids.append(grid)
        computed += count
    if computed:
        troubles.append(Trouble("adding.formulas", level=NOTE, values={"count": computed}))
    if not any(grid.cells for grid in grids):
        return [], [Trouble("audit.problem_empty", values={"value": name})]
    return grids, troubles


def _read_sheet(sheet: Worksheet, shown: Worksheet, name: str) -> tuple[Grid, int, Trouble | None]:
    """Return a sheet's grid, how many of its figures Excel has computed, and why it is too much to read."""
    cells: dict[tuple[int, int], Cell] = {}
    computed = 0
    for row in sheet.iter_rows(max_row=min(sheet.max_row, 10 * MOST_ROWS), max_col=min(sheet.max_column, 1000)):
        for cell in row:
            if cell.value is None:
                continue
            read = _read_cell(cell, shown.cell(cell.row, cell.column))
            computed += cell.data_type == "f" and not read.wrong
            if read.text or read.wrong:
                cells[cell.row, cell.column] = read
    grid = Grid(sheet.title, cells, _list_merged(sheet), {})
    excess = find_excess(grid.rows, grid.columns, sheet.title, name)
    return grid, computed, from_problem(excess) if excess else None


def _list_merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
    }


def _read_cell(cell: ExcelCell, shown: ExcelCell) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value))
        if "[" in formula:
            return Cell("", "adding.cell_elsewhere", formula)
        if shown.value is None:
            return Cell("", "adding.cell_uncomputed", formula)
        value = shown.value
    if cell.data_type == "e" or shown.data_type == "e":
        return Cell("", "audit.problem_excel_error", str(value))
    if isinstance(value, date | time):
        return Cell("", "audit.problem_date", str(value).removesuffix(" 00:00:00"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(tidy(str(value)))
    return Cell(write_figure(value, str(cell.number_format)))


def write_figure(value: float, number_format: str) -> str:
    """Return a stored number as text: what is stored, and final zeros that the format shows.

    Examples
    --------
    >>> write_figure(58.1, "0.00"), write_figure(0.9218, "0.00%"), write_figure(58.089999999999996, "General")
    ('58.10', '92.18%', '58.09')
    """
    code = number_format.split(";", maxsplit=1)[0]
    percent = "%" if "%" in code else ""
    text = format(round(float(value) * (100 if percent else 1), _DIGITS), f".{_DIGITS}f").rstrip("0").rstrip(".")
    if found := re.search(r"0\.(0+)", code):
        whole, _, part = text.partition(".")
        text = f"{whole}.{part.ljust(min(len(found[1]), _DIGITS), '0')}"
    return text + percent
