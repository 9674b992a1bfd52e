"""The cells of a printed report are read, and whatever cannot be read is told with its line."""

import datetime
import io
import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from govindex.audit.reading.cells import read_cells
from govindex.audit.reading.limits import MOST_BYTES, MOST_ROWS
from govindex.audit.reading.numbers import NotANumber, read_number, write_like
from govindex.audit.reading.words import find_direction
from govindex.tables.load import load_tables

HEADER = "report,measure,year,province,component,what,printed,unit"


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture
def read(tables, tmp_path):
    """Read a text (or bytes) as a file of cells."""

    def read_text(content, name="cells.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_cells(path, tables)

    return read_text


@pytest.fixture
def read_book(tables, tmp_path):
    """Read rows as a workbook's first sheet, after `change` was done to the sheet."""

    def read_rows(*rows, change=lambda sheet: None):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in [HEADER.split(","), *rows]:
            sheet.append(row)
        change(sheet)
        path = tmp_path / "cells.xlsx"
        book.save(path)
        return read_cells(path, tables)

    return read_rows


def row(printed="4,904", **cells):
    """Return a line of CSV, well formed but for what is given."""
    values = {"report": "x", "measure": "papi", "year": "2021", "province": "31", "component": "d1", "what": "score"}
    values |= {"printed": f'"{printed}"', "unit": ""} | cells
    return ",".join(values.values())


def told(cells):
    """Return line, column and kind of each problem."""
    return [(problem.line, problem.column, problem.kind) for problem in cells.problems]


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        ("44,43", 44.43, 2),
        ("44.43", 44.43, 2),
        ("413", 413, 0),
        ("-1,162", -1.162, 3),
        ("−0,36", -0.36, 2),
        ("+0,14", 0.14, 2),
        ("80,25%", 80.25, 2),
        ("giảm 06 bậc", -6, 0),
        ("tăng 3,23", 3.23, 2),
        ("giảm -0,12", -0.12, 2),
        ("1.234,5", 1234.5, 1),
        (" 03 ", 3, 0),
        ("giảm 15.25 điểm", -15.25, 2),
    ],
)
def test_a_printed_number_is_read_with_its_decimals_and_sign(printed, value, decimals):
    assert read_number(printed)[:2] == (value, decimals)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("4,9o4", "spoiled"),
        ("4,,13", "spoiled"),
        ("12.3.4", "marks"),
        ("4, 413", "several"),
        ("giảm gần 1 điểm, từ 77,72", "several"),
        ("không có", "none"),
        ("", "none"),
        ("(0,12)", "brackets"),
        ("٤,٩", "spoiled"),
        ("9" * 40, "long"),
        (f"5{' ' * 600}điểm", "long"),
        ("x" * 600, "none"),
        ("1E+02", "spoiled"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_or_none_is_not_read(printed, reason):
    with pytest.raises(NotANumber) as wrong:
        read_number(printed)
    assert wrong.value.reason == reason


@pytest.mark.parametrize("what", ["score", "change", "rank", "list", "highest_of", "group", "due", "direction"])
@pytest.mark.parametrize("letters", ["9", "9,", "tăng 5 ", "to ", "1 "])
def test_a_text_as_long_as_a_line_may_be_is_read_or_refused_at_once(read, what, letters):
    printed = (letters * 90_000)[:90_000]
    began = time.process_time()
    read(f"{HEADER}\n{row(printed, what=what)}\n")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        (44.1, "44,43", "44,10"),
        (-14, "giảm 12", "giảm 14"),
        (5, "giảm 06 bậc", "tăng 05 bậc"),
        (-0.162, "-1,162", "-0,162"),
        (0.5, "-0,5", "0,5"),
        (0.58, "+0.40", "+0.58"),
        (49, "48/63", "49/63"),
        (80.3, "80,25%", "80,30%"),
    ],
)
def test_a_figure_is_written_in_the_style_of_its_print(value, printed, expected):
    assert write_like(value, printed) == expected


@pytest.mark.parametrize("words", ["chưa được cải thiện", "không tăng", "tăng rồi giảm", "not improved"])
def test_a_denied_or_double_direction_is_none(words):
    assert find_direction(words) == ""


def test_a_clean_row_is_read(read):
    cells = read(f"{HEADER}\n{row('4,904', unit='điểm')}\n")
    assert told(cells) == []
    (only,) = cells.rows.to_dict("records")
    assert (only["report"], only["measure"], only["year"], only["province"]) == ("x", "papi", 2021, "31")
    assert (only["component"], only["what"], only["printed"], only["unit"]) == ("papi.1", "score", "4,904", "points")
    assert (only["value"], only["decimals"], only["line"]) == (4.904, 3, 2)


def test_two_figures_of_a_rank_are_two_cells_of_one_line(read):
    cells = read(f"{HEADER}\n{row('48/63', component='total', what='rank')}\n")
    assert cells.rows[["what", "value", "line"]].values.tolist() == [["rank", 48.0, 2], ["rank_of", 63.0, 2]]
    assert cells.rows["printed"].tolist() == ["48/63", "48/63"]


def test_a_row_without_a_province_is_national(read):
    cells = read(f"{HEADER}\n{row('42,1', province='', what='median')}\n{row('42,1', province='cả nước')}\n")
    assert cells.rows["province"].isna().all()
    assert len(cells.rows) == 2


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("papi.4", "papi.4"),
        ("d4", "papi.4"),
        ("D4", "papi.4"),
        ("total", "papi"),
        ("Tổng số", "papi"),
        ("Kiểm soát tham nhũng trong khu vực công", "papi.4"),
        ("Kiểm soát tham nhũng khu vực công", "papi.4"),
        ("4. Kiểm soát tham nhũng", "papi.4"),
        ("Control of corruption in the public sector", "papi.4"),
        ("e-governance", "papi.8"),
    ],
)
def test_a_component_is_found_by_code_and_by_name(read, text, component):
    cells = read(f"{HEADER}\n{row(component=text)}\n")
    assert cells.rows["component"].tolist() == [component]


@pytest.mark.parametrize(("year", "component"), [("2021", "par.appraisal.3"), ("2023", "par.field.3")])
def test_of_two_components_of_one_name_the_one_of_the_years_framework_is_meant(read, year, component):
    cells = read(f"{HEADER}\n{row(measure='par', year=year, component='Cải cách thủ tục hành chính')}\n")
    assert cells.rows["component"].tolist() == [component]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"report": ""}, ("report", "nothing")),
        ({"measure": "papy"}, ("measure", "measure")),
        ({"measure": ""}, ("measure", "nothing")),
        ({"year": "21"}, ("year", "year")),
        ({"province": "Hai Fong"}, ("province", "province")),
        ({"component": "d9"}, ("component", "component")),
        ({"component": "par.survey"}, ("component", "other_measure")),
        ({"component": ""}, ("component", "no_component")),
        ({"component": "Dịch vụ"}, ("component", "several_components")),
        ({"what": "scor"}, ("what", "what")),
        ({"what": "direction", "printed": "thay đổi"}, ("printed", "direction")),
        ({"what": "group", "printed": "khá"}, ("printed", "group")),
        ({"what": "due", "printed": "sớm"}, ("printed", "month")),
        ({"what": "rank", "printed": "17.5"}, ("printed", "whole")),
        ({"printed": "4.9o4"}, ("printed", "number_spoiled")),
        ({"printed": ""}, ("printed", "nothing")),
        ({"unit": "94"}, ("unit", "unit")),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_next_is_read(read, cells, problem):
    found = read(f"{HEADER}\n{row(**cells)}\n{row()}\n")
    assert told(found) == [(2, *problem)]
    assert found.rows["line"].tolist() == [3]
    for lang in ("vi", "en"):
        assert found.problems[0].say(lang).endswith(".")


def test_what_is_near_is_named(read):
    sentence = read(f"{HEADER}\n{row(province='Hai Fong')}\n").problems[0].say("en")
    assert sentence.startswith("Line 2, column province: there is no province “Hai Fong”; near: Hai Phong")


@pytest.mark.parametrize("column", HEADER.split(","))
def test_a_missing_column_is_named_and_nothing_is_read(read, column):
    names = [name for name in HEADER.split(",") if name != column]
    found = read(",".join(names) + "\n" + ",".join("x" for _ in names) + "\n")
    assert (1, column, "no_column") in told(found)
    assert not found.usable


def test_a_misspelt_column_is_named_as_near(read):
    assert "near: provnce" in read(HEADER.replace("province", "provnce") + "\n").problems[0].say("en")


def test_a_decimal_comma_without_quotation_marks_is_told_and_not_misread(read):
    found = read(f"{HEADER}\nx,papi,2021,31,d1,score,4,904,points\nx,papi,2021,31,d1,score,4,904,\n{row()}\n")
    assert told(found) == [(2, "", "too_many"), (3, "unit", "unit")]
    assert found.rows["line"].tolist() == [4]


def test_an_open_quotation_mark_takes_no_other_row_with_it(read):
    found = read(f'{HEADER}\nx,papi,2021,31,d1,score,"4,904,\n{row()}\n{row()}\n')
    assert told(found)[0] == (2, "", "quotes")
    assert found.rows["line"].tolist() == [3, 4]


def test_a_short_row_is_told(read):
    assert told(read(f"{HEADER}\nx,papi,2021\n")) == [(2, "", "too_few")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_as_a_spreadsheet_saves_it_is_read(read, encoding, delimiter):
    lines = [HEADER.split(","), ["x", "papi", "2021", "Hải Phòng", "d1", "score", '"4,904"', "điểm"]]
    text = "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"
    found = read(text.encode(encoding))
    assert told(found) == []
    assert found.rows[["province", "value"]].values.tolist() == [["31", 4.904]]


def test_the_separator_that_excel_names_in_the_first_line_is_taken(read):
    found = read(f"sep=;\n{HEADER.replace(',', ';')}\n{row().replace(',', ';').replace('4;904', '4,904')}\n")
    assert (told(found), found.rows["value"].tolist(), found.rows["line"].tolist()) == ([], [4.904], [3])


def test_a_line_in_another_encoding_is_told_and_the_others_are_read(read):
    wrong = row(province="Hà Nội").encode("utf-16-le")[:40] + b"\xff\xe0"
    found = read(f"{HEADER}\n{row(province='Hải Phòng')}\n".encode() + wrong + f"\n{row()}\n".encode())
    assert (3, "", "encoding") in told(found)
    assert found.rows["line"].tolist() == [2, 4]


def test_the_code_page_of_vietnamese_windows_is_read_and_said(read):
    # Tone marks apart, as that code page has them.
    component = "Qua\u0309n tri\u0323 \u0111i\u00ea\u0323n t\u01b0\u0309"
    found = read(f"{HEADER}\n{row(component=component)}\n".encode("cp1258"))
    assert [(problem.kind, problem.used) for problem in found.problems] == [("windows", True)]
    assert found.rows["component"].tolist() == ["papi.8"]


def test_an_empty_file_and_a_bare_header_are_told(read):
    assert [problem.kind for problem in read("").problems] == ["empty"]
    assert [problem.kind for problem in read(HEADER + "\n").problems] == ["no_row"]


def test_a_file_that_is_not_there_is_told(tables, tmp_path):
    assert [problem.kind for problem in read_cells(tmp_path / "none.csv", tables).problems] == ["missing"]


def test_a_column_that_is_not_used_is_said_and_the_rows_are_read(read):
    found = read(f"{HEADER},comment\n{row()},x\n")
    assert told(found) == [(1, "comment", "extra_column")]
    assert found.problems[0].used
    assert found.usable


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_good_and_bad(tables):
    good = dict(zip(HEADER.split(","), ["x", "papi", 2021, "31", "d1", "score", "4,904", ""], strict=True))
    rows = pd.DataFrame([good] * 100_000)
    rows.loc[::2, "component"] = [f"nothing {number}" for number in range(50_000)]
    found = read_cells(rows, tables)
    assert len(found.rows) == len(found.problems) == 50_000


def test_cells_of_a_workbook_are_read_as_they_are_shown(read_book):
    def shown(sheet):
        sheet["G2"].number_format, sheet["G3"].number_format = "0.00", "0.00%"

    found = read_book(
        ["x", "papi", 2021, 31, "d1", "score", 4.9, "points"],
        ["x", "sipas", 2021, "Hải Phòng", "total", "score", 0.9338, None],
        ["x", "papi", 2021, 1, "d1", "score", "5,10", None],
        change=shown,
    )
    assert found.rows["printed"].tolist() == ["4.90", "93.38%", "5,10"]
    assert found.rows["decimals"].tolist() == [2, 2, 2]
    assert found.rows["province"].tolist() == ["31", "31", "01"]
    assert told(found) == []


def test_a_number_without_a_format_is_read_and_its_lost_zeros_are_said(read_book):
    found = read_book(["x", "papi", 2021, 31, "d1", "score", 4.9, ""])
    assert (found.rows["printed"].tolist(), told(found)) == (["4.9"], [(1, "printed", "stored_number")])


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("=1+1", "formula"), (datetime.datetime(2024, 9, 4), "date"), (datetime.time(1, 2), "date")],
)
def test_a_formula_and_a_date_in_a_workbook_are_told(read_book, printed, kind):
    found = read_book(
        ["x", "papi", 2021, 31, "d1", "score", printed, ""], ["x", "papi", 2021, 31, "d2", "score", "5", ""]
    )
    assert told(found) == [(2, "printed", kind)]
    assert found.rows["component"].tolist() == ["papi.2"]


def test_a_date_is_read_as_the_month_that_is_due(read_book):
    found = read_book(["x", "", 2021, 31, "", "due", datetime.datetime(2022, 9, 1), ""])
    assert found.rows[["printed", "word"]].values.tolist() == [["9/2022", "2022-09"]]


def test_merged_names_stand_for_each_row_and_a_merged_figure_does_not(read_book):
    def merge(sheet):
        sheet.merge_cells("D2:D3")
        sheet.merge_cells("G2:G3")

    found = read_book(
        ["x", "papi", 2021, "Hải Phòng", "d1", "score", "4,904", ""],
        ["x", "papi", 2021, None, "d2", "score", None, ""],
        change=merge,
    )
    assert found.rows[["component", "province"]].values.tolist() == [["papi.1", "31"]]
    assert told(found) == [(3, "printed", "nothing")]


def test_titles_above_the_header_and_empty_rows_below_do_not_matter(read_book):
    def push(sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "BÁO CÁO"

    found = read_book(["x", "papi", 2021, 31, "d1", "score", "4,904", ""], [None] * 8, change=push)
    assert (found.rows["line"].tolist(), told(found)) == ([4], [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"PK\x03\x04broken", "bad_workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel")],
)
def test_a_broken_or_old_workbook_is_told(read, content, kind):
    assert [problem.kind for problem in read(content, "cells.xlsx").problems] == [kind]


def test_a_workbook_without_the_columns_is_told(read_book):
    found = read_book(change=lambda sheet: sheet.delete_rows(1))
    assert [problem.kind for problem in found.problems] == ["no_sheet"]


def test_another_sheet_that_is_not_read_is_said(read_book):
    def add(sheet):
        sheet.parent.create_sheet("khác")["A2"] = "x"

    found = read_book(["x", "papi", 2021, 31, "d1", "score", "4,904", ""], change=add)
    assert [problem.kind for problem in found.problems] == ["other_sheets"]
    assert found.usable


@pytest.mark.parametrize("unit", ["", "points", "%", "pp", "điểm phần trăm", "bậc", "group", "sign", "2018 → 2019"])
def test_a_known_unit_is_not_spoken_of(read, unit):
    assert read(f"{HEADER}\n{row(unit=unit)}\n").problems == []


def test_an_unknown_unit_is_told_for_each_row_and_the_units_of_the_print_count(read):
    cells = read(f"{HEADER}\n{row('5%', what='change', unit='bananas')}\n{row(unit='bananas')}\n")
    assert told(cells) == [(2, "unit", "other_unit"), (3, "unit", "other_unit")]
    assert all(problem.used for problem in cells.problems)
    assert cells.rows["unit"].tolist() == ["percent", ""]


@pytest.mark.parametrize(
    ("what", "printed", "unit", "expected"),
    [
        ("change", "tăng 0,90 điểm phần trăm", "%", "percentage points"),
        ("change", "tăng 0,90 điểm", "%", "points"),
        ("change", "tăng 0,90", "%", "percent"),
        ("score", "80,25 điểm", "%", "percent"),
    ],
)
def test_the_print_of_a_change_says_its_unit_better_than_the_column(read, what, printed, unit, expected):
    assert read(f"{HEADER}\n{row(printed, what=what, unit=unit)}\n").rows["unit"].tolist() == [expected]


@pytest.mark.parametrize("text", ["x" * 140_000, f'"{"x" * 140_000}"', f"{HEADER},{'x' * 140_000}\n{row()}"])
def test_a_first_line_that_is_too_long_is_told_with_the_limit(read, text):
    found = read(text)
    assert found.rows.empty
    assert [problem.say("en") for problem in found.problems] == [
        "Line 1: this line is longer than 100000 characters, the most that is read."
    ]


def test_another_line_that_is_too_long_is_left_out(read):
    found = read(f"{HEADER}\n{row()}\n{row(note='x' * 140_000)}\n{row()}")
    assert list(found.rows["line"]) == [2, 4]
    assert told(found) == [(3, "", "line_long")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no pipes here.")
def test_a_pipe_or_a_device_is_refused_at_once(tables, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "link.csv"):
        (problem,) = read_cells(tmp_path / name, tables).problems
        assert problem.say("en").endswith("is no regular file; devices and pipes are not read.")


def test_a_path_with_a_nul_is_told(tables):
    (problem,) = read_cells(Path("a\0b.csv"), tables).problems
    assert problem.say("en") == "The file a\\0b.csv cannot be read: a path holds no NUL."


def test_a_file_beyond_the_limits_is_told_with_them(read):
    assert "larger than 20 MB" in read(b"x" * (MOST_BYTES + 1)).problems[0].say("en")
    assert "at most 20000 are read" in read(HEADER + f"\n{row()}" * (MOST_ROWS + 1)).problems[0].say("en")
    assert "goes to column 209, at most 200" in read(HEADER + ",x" * 201).problems[0].say("en")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("A1048576", "cells.xlsx (Sheet) goes to row 1048575 under its header, at most 20000 are read"),
        ("XFD2", "cells.xlsx (Sheet) goes to column 16384, at most 200 are read"),
        ("XFD1048576", "cells.xlsx (Sheet) goes to row 1048575 under its header, at most 20000 are read"),
    ],
)
def test_a_cell_in_the_last_row_or_column_of_a_workbook_is_told_at_once(read_book, place, said):
    found = read_book(change=lambda sheet: sheet.__setitem__(place, "x"))
    assert found.problems[0].say("en").startswith(said)


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (b"A2:J1048576", "goes to row 1048576"),
        (b"I1:I1048576", "goes to row 1048576"),
        (b"A2:XFD2", "16384"),
        (b"A2:GR20040", "more than 2000000 cells"),
    ],
)
def test_a_workbook_that_merges_whole_columns_is_told_at_once(read, tmp_path, area, said):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "small.xlsx")
    raw = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "small.xlsx") as small, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as large:
        for part in small.namelist():
            large.writestr(part, small.read(part).replace(b"A2:A3", area))
    assert said in read(raw.getvalue()).problems[0].say("en")


def test_a_workbook_that_is_large_when_unpacked_is_told(read):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    assert "larger than 60 MB when unpacked" in read(raw.getvalue()).problems[0].say("en")
