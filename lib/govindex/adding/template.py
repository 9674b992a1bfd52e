"""The workbook to fill in: the units of a year down, the components in order across, a sheet for the source."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from govindex.adding.about import MARK
from govindex.adding.headings import last_covered
from govindex.adding.sources import KINDS
from govindex.adding.units import Units
from govindex.compare.frameworks import list_covered
from govindex.errors import NoData
from govindex.tables.kept import looking_once
from govindex.tables.names import check_measure, name_component
from govindex.words import LANGS, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from govindex.tables.load import Tables

_NAMES = 3  # columns before the figures: code and name in both languages
_FIRST = 6  # the first row of a unit
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_OPEN = PatternFill("solid", fgColor="FFFBE6")
_LINE = Border(*(Side(style="thin", color="BFBFBF") for _ in range(4)))
_RANKED = ("par", "sipas")  # measures of which ranks are printed


@looking_once
def make_template(tables: Tables, measure: str, *, year: int) -> bytes:
    """Return a workbook of a measure and year to be filled in, which `govindex add` reads.

    Parameters
    ----------
    measure : str
        ``par``, ``sipas`` or ``papi``.
    year : int
        Its units, and the components of its framework; where none reaches it, of the last one.

    Raises
    ------
    UnknownName
        For another measure.
    NoData
        When the tables know no unit of the year, or no framework of the measure up to it.
    """
    base = last_covered(tables, check_measure(measure), year)
    covered = list_covered(tables, measure, year=base)
    units = Units(tables, year)
    if not units.of_year(year):
        raise NoData(f"provinces.csv has no unit of {year}, so there is nothing to fill in.")
    if covered.empty:
        raise NoData(f"frameworks.csv has no framework of {measure} up to {year}: its components are not known.")
    order = list(tables.components["component"])
    covered = covered.sort_values("component", key=lambda codes: codes.map(order.index)).reset_index(drop=True)
    book = Workbook()
    sheet = book.active
    sheet.title = f"{say(f'measure.{measure}', 'en')} {year}"
    _write_headings(sheet, tables, measure, year, covered)
    _write_units(sheet, units, year, len(covered) + (measure in _RANKED))
    _write_ranges(sheet, covered, len(units.of_year(year)), ranked=measure in _RANKED)
    _write_about(book.create_sheet(say("template.about", "vi")), measure, year, base)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_headings(sheet: Worksheet, tables: Tables, measure: str, year: int, covered: pd.DataFrame) -> None:
    sheet["A1"] = f"{say(f'measure.{measure}', 'en')} {year}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = f"{say('template.hint', 'vi')} / {say('template.hint', 'en')}"
    sheet["A2"].font = Font(italic=True, color="595959")
    for column, texts in enumerate(
        (
            [say("template.code", lang) for lang in LANGS],
            [say("template.unit", "vi")],
            [say("template.unit", "en")],
        ),
        start=1,
    ):
        _head(sheet, 4, column, texts[0])
        if len(texts) > 1:
            _head(sheet, 5, column, texts[1])
    for place, row in enumerate(covered.itertuples(index=False), start=_NAMES + 1):
        maximum = "" if pd.isna(row.maximum) else f" ({row.maximum:.4g})"
        _head(sheet, 3, place, row.component)
        _head(sheet, 4, place, name_component(tables, row.component, "vi", year=year) + maximum)
        _head(sheet, 5, place, name_component(tables, row.component, "en", year=year))
    if measure in _RANKED:
        place = _NAMES + len(covered) + 1
        _head(sheet, 4, place, say("template.rank", "vi"))
        _head(sheet, 5, place, say("template.rank", "en"))
    sheet.row_dimensions[4].height = sheet.row_dimensions[5].height = 62
    for column, width in ((1, 9), (2, 20), (3, 20)):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(_FIRST, _NAMES + 1)


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    cell.font, cell.fill, cell.border = Font(bold=row == 4), _HEAD, _LINE
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[get_column_letter(column)].width = 16


def _write_units(sheet: Worksheet, units: Units, year: int, columns: int) -> None:
    codes = units.of_year(year)
    for row, code in enumerate(codes, start=_FIRST):
        for column, text in enumerate((code, units.name(code, "vi"), units.name(code, "en")), start=1):
            cell = sheet.cell(row, column, text)
            cell.fill, cell.border, cell.number_format = _HEAD, _LINE, "@"
        _open(sheet, row, columns)
    last = _FIRST + len(codes)
    for column, text in enumerate(("", say("template.mean", "vi"), say("template.mean", "en")), start=1):
        cell = sheet.cell(last, column, text or None)
        cell.fill, cell.border, cell.font = _HEAD, _LINE, Font(italic=True)
    _open(sheet, last, columns)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _open(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(_NAMES + 1, _NAMES + columns + 1):
        cell = sheet.cell(row, column)
        cell.protection, cell.fill, cell.border = Protection(locked=False), _OPEN, _LINE


def _write_ranges(sheet: Worksheet, covered: pd.DataFrame, units: int, *, ranked: bool) -> None:
    for column, row in enumerate(covered.itertuples(index=False), start=_NAMES + 1):
        most = 100.0 if pd.isna(row.maximum) else row.maximum
        _validate(sheet, column, units + 1, kind="decimal", least=f"{row.minimum:g}", most=f"{most:g}")
    if ranked:
        _validate(sheet, _NAMES + len(covered) + 1, units, kind="whole", least="1", most=str(units))


def _validate(sheet: Worksheet, column: int, rows: int, *, kind: str, least: str, most: str) -> None:
    ranges = {"least": least, "most": most}
    rule = DataValidation(
        type=kind, operator="between", formula1=least, formula2=most, allow_blank=True, errorStyle="stop",
        errorTitle=say("template.wrong_title", "vi"), showErrorMessage=True,
        error=f"{say('template.wrong', 'vi', **ranges)} / {say('template.wrong', 'en', **ranges)}",
    )  # fmt: skip
    letter = get_column_letter(column)
    rule.add(f"{letter}{_FIRST}:{letter}{_FIRST + rows - 1}")
    sheet.add_data_validation(rule)


def _write_about(sheet: Worksheet, measure: str, year: int, base: int) -> None:
    sheet["A1"] = MARK
    sheet["A1"].font = Font(color="808080")
    sheet["B1"] = f"{say('template.about_title', 'vi')} / {say('template.about_title', 'en')}"
    sheet["B1"].font = Font(bold=True, size=14)
    known = {"measure": measure, "year": str(year)}
    asked = ["title", "publisher", "kind", "date", "address", "licence"]
    fields = [*known, *(["framework"] if base != year else []), *asked]
    for row, field in enumerate(fields, start=3):
        values = {"kinds": ", ".join(KINDS), "base": base, "year": year}
        told = " / ".join(say(f"template.field_{field}", lang, **values) for lang in LANGS)
        sheet.cell(row, 1, field).fill = _HEAD
        sheet.cell(row, 2, told).fill = _HEAD
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        cell = sheet.cell(row, 3, known.get(field))
        if field not in known:
            cell.protection, cell.fill, cell.number_format = Protection(locked=False), _OPEN, "@"
        cell.border = _LINE
    for field, choices in (("kind", KINDS), ("framework", ("yes", "no"))):
        if field in fields:
            rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            rule.add(f"C{3 + fields.index(field)}")
            sheet.add_data_validation(rule)
    steps = range(1, 7)
    for row, step in enumerate(steps, start=len(fields) + 5):
        for column, lang in ((2, "vi"), (3, "en")):
            cell = sheet.cell(row, column, f"{step}. {say(f'template.step_{step}', lang)}")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 12), ("B", 62), ("C", 62)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
