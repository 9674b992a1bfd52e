"""The messy workbook with errors planted, one of a kind, each with its cell."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from govindex.adding.units import Units
from govindex.tables.load import Tables
from newyear.figures import YEAR
from newyear.shapes import list_columns, list_rows, write_messy


class Planted(NamedTuple):
    """An error put into the messy workbook: its cell, and the sentence that must name it."""

    cell: str
    key: str


def plant_errors(tables: Tables, path: Path) -> list[Planted]:
    """Write the messy workbook with twenty and more errors, one of a kind; return them."""
    write_messy(tables, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    units = Units(tables, YEAR)
    codes = units.of_year(YEAR)
    rows = list_rows(units)
    columns = {component: column for column, (component, _) in list_columns(tables).items() if component}
    total = columns["papi"]
    planted: list[Planted] = []

    def put(place: int, column: int, value: object, key: str) -> None:
        cell = sheet.cell(rows[codes[place]], column)
        cell.value = value
        planted.append(Planted(cell.coordinate, key))

    def shift(place: int, component: str, by: float, key: str) -> None:
        column = columns[component]
        held = str(sheet.cell(rows[codes[place]], column).value).replace(",", ".")
        put(place, column, round(float(held) + by, 4), key)

    _plant_in_names_and_cells(put, units, columns)
    shift(18, "papi.6.1", 0.3, "adding.sum_part")
    shift(19, "papi", 0.05, "adding.sum")
    shift(20, "papi.5", 0.4, "adding.sum")
    put(21, total + 1, 1, "adding.rank_order")
    put(22, total + 1, 77, "adding.rank_beyond")
    put(23, total + 1, 2.5, "adding.no_rank")
    put(24, total + 2, "đặc biệt", "adding.no_group")
    put(25, columns["papi.7.1"], "–1,2", "adding.out_of_range")
    last = max(rows.values()) + 1
    mean = sheet.cell(last, columns["papi.8.1"])
    mean.value = "2,9999" if isinstance(mean.value, str) else 2.9999
    planted.append(Planted(mean.coordinate, "adding.statistic_mean"))
    heading = sheet.cell(5, columns["papi.3"])
    heading.value = heading.value.replace("(10)", "(12)")
    planted.append(Planted(heading.coordinate, "adding.other_maximum"))
    fresh = sheet.cell(5, total + 3)
    fresh.value = "9. Quản trị số (10)"
    for place, code in enumerate(codes):
        sheet.cell(rows[code], total + 3).value = 5 + place / 100
    planted.append(Planted(fresh.coordinate, "adding.no_component_column"))
    column = columns["papi.8.2"]
    first, second = rows[codes[30]], rows[codes[31]]
    if second == first + 1:
        sheet.merge_cells(start_row=first, start_column=column, end_row=second, end_column=column)
        planted.append(Planted(sheet.cell(second, column).coordinate, "adding.merged_figure"))
    book.save(path)
    return planted


def _plant_in_names_and_cells(put: Callable[..., None], units: Units, columns: dict[str, int]) -> None:
    codes = units.of_year(YEAR)
    put(3, 2, "Lạng Sonn", "adding.no_province")
    put(5, 2, "tỉnh Hải Dương", "adding.unit_of_other_years")
    put(9, 2, units.name(codes[8], "vi"), "adding.province_twice")
    put(11, columns["papi.4.2"], 25.134, "adding.out_of_range")
    put(12, columns["papi.1.1"], "1,2O3", "audit.problem_number_spoiled")
    put(13, columns["papi.1.2"], "=SUM(A1:A2)", "adding.cell_uncomputed")
    put(14, columns["papi.1.3"], "='[2024.xlsx]Sheet1'!B2", "adding.cell_elsewhere")
    put(15, columns["papi.1.4"], datetime(2025, 1, 5), "audit.problem_date")
    put(16, columns["papi.2.1"], "#REF!", "audit.problem_excel_error")
    put(17, columns["papi.2.2"], "1,123/1,456", "audit.problem_number_several")
