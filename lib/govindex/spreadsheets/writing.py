"""Tables written for a spreadsheet: numbers are numbers, and a text is text even where it begins like a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_WIDEST = 60


def write_xlsx(sheets: Mapping[str, tuple[pd.DataFrame, list[str]]]) -> bytes:
    """Return a workbook of some tables.

    Parameters
    ----------
    sheets : mapping
        By the sheet's name, a table and what its columns are called.
    """
    book = Workbook(write_only=True)
    for title, (table, names) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, (column, name) in enumerate(zip(table, names, strict=True), start=1):
            longest = max([len(str(name)), *table[column].dropna().astype(str).str.len()], default=8)
            sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
        head = []
        for name in names:
            cell = WriteOnlyCell(sheet, name)
            cell.font, cell.fill = Font(bold=True), _HEAD
            head.append(cell)
        sheet.append(head)
        for row in table.itertuples(index=False, name=None):
            sheet.append([_make_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _make_cell(sheet: object, value: object) -> object:
    if pd.isna(value):
        return None
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # a text that begins with = would else be a formula
    cell.quotePrefix = value.startswith(_FORMULA)  # and stay none when somebody edits it
    return cell


def write_csv(table: pd.DataFrame) -> str:
    r"""Return a table as CSV: a comma between cells, a point in numbers, lines that end in LF.

    A text that a spreadsheet would take for a formula has an apostrophe in front, as one types it there to say so.

    Examples
    --------
    >>> write_csv(pd.DataFrame({"score": [1.5, -2.0], "note": ["=1+1", "plain"]}))
    "score,note\n1.5,'=1+1\n-2.0,plain\n"
    """
    safe = table.copy()
    for column in safe:
        if safe[column].map(lambda value: isinstance(value, str)).any():
            safe[column] = safe[column].map(guard, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n")


def guard(text: object) -> object:
    """Return a text with an apostrophe in front where a spreadsheet would compute it; what is no text as it is."""
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
