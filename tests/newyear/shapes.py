"""The made-up year in the shapes that offices pass around."""

import csv
import io
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from govindex.adding.template import make_template
from govindex.adding.units import Units
from govindex.tables.load import Tables
from govindex.tables.names import name_component
from newyear.figures import SOURCE, YEAR, average, list_leaves, make_papi, make_survey, rank_papi

FIRST = 9  # the first row of a unit in the messy workbook
# How an office may spell a name, by its place in the table.
SPELLINGS = (str, "Tỉnh {}".format, "tỉnh {}".format, str.upper, "{} ".format, "{}*".format)
CITIES = (str, "TP. {}".format, "TP {}".format, "Thành phố {}".format)


def comma(value: Decimal) -> str:
    """Return a figure with a decimal comma."""
    return str(value).replace(".", ",")


def spell_unit(units: Units, code: str, place: int) -> str:
    """Return the name of a unit in one of the spellings of offices."""
    name = units.name(code, "vi").removeprefix("TP. ")
    city = code in ("01", "31-2025", "46-2025", "48-2025", "75-2025", "79-2025", "92-2025")
    ways = CITIES if city else SPELLINGS
    return ways[place % len(ways)](name)


def fill_template(tables: Tables, path: Path) -> dict[tuple[str, str], Decimal]:
    """Write our template, its sub-dimensions and the source filled in, as somebody would; return the figures."""
    scores = make_papi(tables)
    book = load_workbook(io.BytesIO(make_template(tables, "papi", year=YEAR)))
    sheet, about = book.worksheets
    columns = {sheet.cell(3, column).value: column for column in range(4, sheet.max_column + 1)}
    for row in range(6, sheet.max_row):
        code = sheet.cell(row, 1).value
        for leaf in list_leaves(tables):
            sheet.cell(row, columns[leaf]).value = float(scores[code, leaf])
    for row in range(1, about.max_row + 1):
        field = about.cell(row, 1).value
        if field in SOURCE:
            about.cell(row, 3).value = SOURCE[field]
        elif field == "framework":
            about.cell(row, 3).value = "yes"
    book.save(path)
    return scores


def write_tidy(tables: Tables, path: Path) -> dict[tuple[str, str], Decimal]:
    """Write one row a figure, with semicolons and decimal commas; return the figures."""
    scores = make_papi(tables)
    units = Units(tables, YEAR)
    codes = units.of_year(YEAR)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Chỉ số", "Năm", "Tỉnh", "Nội dung", "Điểm"])
    for place, code in enumerate(codes):
        for leaf in list_leaves(tables):
            writer.writerow(["PAPI", YEAR, spell_unit(units, code, place), leaf, comma(scores[code, leaf])])
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return scores


def write_survey(tables: Tables, path: Path, measure: str) -> None:
    """Write the made-up PAR INDEX or SIPAS, one row a figure."""
    scores = make_survey(tables, measure)
    rows = [f"{measure},{YEAR},{code},{component},{value}" for (code, component), value in scores.items()]
    path.write_text("\n".join(["measure,year,province,component,score", *rows]) + "\n", encoding="utf-8")


def write_messy(tables: Tables, path: Path) -> dict[tuple[str, str], Decimal]:
    """Write a workbook as an office lays it out: letterhead, merged headings, ranks, groups, means, blank rows."""
    scores = make_papi(tables)
    book = Workbook()
    sheet = book.active
    sheet.title = "Bảng 1"
    columns = list_columns(tables)
    write_head(sheet, tables, columns)
    units = Units(tables, YEAR)
    ranks = rank_papi(scores)
    rows = list_rows(units)
    for place, code in enumerate(units.of_year(YEAR)):
        row = rows[code]
        sheet.cell(row, 1, place + 1)
        sheet.cell(row, 2, spell_unit(units, code, place))
        for column, (component, kind) in columns.items():
            value = scores[code, component] if component else None
            if kind == "text":
                sheet.cell(row, column, comma(value))
            elif kind == "rank":
                sheet.cell(row, column, ranks[code])
            elif kind == "group":
                sheet.cell(row, column, name_group(scores, code))
            else:
                sheet.cell(row, column, float(value)).number_format = "0.0000"
    last = max(rows.values()) + 1
    sheet.cell(last, 1, "Trung bình cả nước")
    sheet.merge_cells(start_row=last, start_column=1, end_row=last, end_column=2)
    for column, (component, kind) in columns.items():
        if kind in ("text", "number"):
            mean = average(scores, component)
            sheet.cell(last, column, comma(mean) if kind == "text" else float(mean))
    sheet.cell(last + 2, 1, "Ghi chú: * tỉnh, thành phố hình thành từ ngày 01/7/2025.")
    sheet.cell(last + 3, 1, "Nguồn: The tests, 01/4/2026")
    other = book.create_sheet("Ghi chép")
    other["A1"], other["A2"] = "Số liệu bịa đặt, chỉ để kiểm thử", "Made up, for the tests alone"
    hidden = book.create_sheet("nháp")
    hidden["A1"], hidden["A2"], hidden.sheet_state = "Hải Phòng", "99", "hidden"
    book.save(path)
    return scores


def list_columns(tables: Tables) -> dict[int, tuple[str, str]]:
    """Return by column of the messy workbook its component, and how its figures stand there."""
    columns: dict[int, tuple[str, str]] = {}
    parents = tables.components.set_index("component")["parent"]
    column, dimension = 3, ""
    for leaf in list_leaves(tables):
        if parents[leaf] != dimension:
            dimension = parents[leaf]
            columns[column] = (dimension, "number")
            column += 1
        columns[column] = (leaf, "text" if column % 2 else "number")
        column += 1
    columns[column] = ("papi", "number")
    columns[column + 1] = ("", "rank")
    columns[column + 2] = ("", "group")
    return columns


def list_rows(units: Units) -> dict[str, int]:
    """Return the row of each unit: a blank row after every tenth."""
    return {code: FIRST + place + place // 10 for place, code in enumerate(units.of_year(YEAR))}


def write_head(sheet: Worksheet, tables: Tables, columns: dict[int, tuple[str, str]]) -> None:
    """Write letterhead, title and three rows of headings, merged as printed."""
    sheet["A1"], sheet["F1"] = "BỘ PHẬN KIỂM THỬ", "SỐ LIỆU BỊA ĐẶT"
    last = max(columns)
    sheet["A3"] = f"CHỈ SỐ HIỆU QUẢ QUẢN TRỊ VÀ HÀNH CHÍNH CÔNG CẤP TỈNH (PAPI) NĂM {YEAR}"
    sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=last)
    sheet["A5"], sheet["B5"] = "STT", "Tỉnh, thành phố"
    for column in (1, 2):
        sheet.merge_cells(start_row=5, start_column=column, end_row=7, end_column=column)
    parents = tables.components.set_index("component")["parent"]
    starts: dict[str, int] = {}
    for column, (component, kind) in columns.items():
        if kind in ("rank", "group"):
            sheet.cell(5, column, {"rank": "Xếp hạng", "group": "Nhóm"}[kind])
            sheet.merge_cells(start_row=5, start_column=column, end_row=7, end_column=column)
        elif component == "papi":
            sheet.cell(5, column, "Tổng điểm\n(80)")
            sheet.merge_cells(start_row=5, start_column=column, end_row=7, end_column=column)
        elif parents[component] == "papi":
            starts[component] = column
            number = component.split(".")[1]
            sheet.cell(5, column, f"{number}. {name_component(tables, component, 'vi')} (10)")
            sheet.cell(6, column, "Điểm")
            sheet.merge_cells(start_row=6, start_column=column, end_row=7, end_column=column)
        else:
            number = component.removeprefix("papi.")
            sheet.cell(6, column, f"{number}. {name_component(tables, component, 'vi')}")
            sheet.merge_cells(start_row=6, start_column=column, end_row=7, end_column=column)
    ends = [*list(starts.values())[1:], next(column for column, (each, _) in columns.items() if each == "papi")]
    for start, end in zip(starts.values(), ends, strict=True):
        sheet.merge_cells(start_row=5, start_column=start, end_row=5, end_column=end - 1)
    for column in range(1, last + 1):
        sheet.cell(8, column, f"({column})")


def name_group(scores: dict[tuple[str, str], Decimal], code: str) -> str:
    """Return the group of a unit by the percentiles of the made-up totals, in words."""
    totals = sorted(float(value) for (_, component), value in scores.items() if component == "papi")
    ends = [totals[0] + 0] * 3
    for place, percent in enumerate((75, 50, 25)):
        at = (len(totals) - 1) * percent / 100
        low = int(at)
        ends[place] = totals[low] + (totals[min(low + 1, len(totals) - 1)] - totals[low]) * (at - low)
    group = sum(float(scores[code, "papi"]) < end for end in ends)
    return ("Cao nhất", "Trung bình cao", "Trung bình thấp", "Thấp nhất")[group]
