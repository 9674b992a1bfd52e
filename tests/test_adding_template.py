"""The workbook to fill in: what it holds, what it lets one enter, and that it says so when it cannot be made."""

import io

import pytest
from newyear.places import copy_data
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.adding.template import make_template
from govindex.adding.units import Units
from govindex.cli import app
from govindex.compare.frameworks import list_covered
from govindex.tables.load import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def open_template(tables, measure, year):
    return load_workbook(io.BytesIO(make_template(tables, measure, year=year)))


@pytest.mark.parametrize(("measure", "year", "units"), [("papi", 2027, 34), ("par", 2023, 63), ("sipas", 2025, 34)])
def test_it_has_the_units_of_the_year_and_the_components_in_their_order(tables, measure, year, units):
    sheet = open_template(tables, measure, year).worksheets[0]
    codes = [sheet.cell(row, 1).value for row in range(6, sheet.max_row + 1) if sheet.cell(row, 1).value]
    assert codes == Units(tables, year).of_year(year)
    assert len(codes) == units
    heads = [sheet.cell(3, column).value for column in range(4, sheet.max_column + 1)]
    covered = set(list_covered(tables, measure, year=min(year, 2024))["component"])
    assert [head for head in heads if head] == [code for code in tables.components["component"] if code in covered]
    place = 4 + [head for head in heads if head].index(measure)
    assert "(" in sheet.cell(4, place).value  # its maximum
    assert [sheet.cell(4, column).value for column in (2, 3)] == ["Tỉnh, thành phố", "Province"]


def test_names_stand_in_both_languages(tables):
    sheet = open_template(tables, "papi", 2027).worksheets[0]
    rows = {sheet.cell(row, 1).value: row for row in range(6, sheet.max_row + 1)}
    assert [sheet.cell(rows["31-2025"], column).value for column in (2, 3)] == ["Hải Phòng", "Hai Phong"]
    column = next(column for column in range(4, 60) if sheet.cell(3, column).value == "papi.4")
    assert sheet.cell(4, column).value == "Kiểm soát tham nhũng trong khu vực công (10)"
    assert sheet.cell(5, column).value == "Control of corruption"


def test_headings_are_locked_and_the_cells_to_fill_in_take_figures_of_the_range_alone(tables):
    sheet = open_template(tables, "papi", 2027).worksheets[0]
    assert sheet.protection.sheet
    assert sheet["A6"].protection.locked
    assert sheet["D4"].protection.locked
    column = next(column for column in range(4, 60) if sheet.cell(3, column).value == "papi.3.1")
    cell = sheet.cell(6, column)
    assert not cell.protection.locked
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref)
    assert (rule.type, rule.operator) == ("decimal", "between")
    assert (float(rule.formula1), float(rule.formula2)) == pytest.approx((0.333333, 3.333333), abs=1e-5)
    assert get_column_letter(column) in str(rule.sqref)


def test_it_asks_for_the_source_and_whether_a_year_without_a_framework_is_measured_as_the_last(tables):
    about = open_template(tables, "papi", 2027).worksheets[1]
    told = {about.cell(row, 1).value: about.cell(row, 3).value for row in range(1, about.max_row + 1)}
    assert told["measure"] == "papi"
    assert told["year"] == "2027"
    assert {"title", "publisher", "kind", "date", "address", "licence", "framework"} <= set(told)
    assert told["framework"] is None
    steps = " ".join(str(about.cell(row, 3).value) for row in range(10, about.max_row + 1))
    assert "govindex add FILE --dry-run" in steps
    known = open_template(tables, "papi", 2024).worksheets[1]
    assert "framework" not in {known.cell(row, 1).value for row in range(1, known.max_row + 1)}


@pytest.mark.slow
def test_an_empty_template_is_refused_and_changes_nothing(tables, tmp_path):
    file = tmp_path / "papi.xlsx"
    file.write_bytes(make_template(tables, "papi", year=2025))
    outcome = add_file(file, copy_data(tmp_path / "data"), Request())
    assert {trouble.key for trouble in outcome.troubles if trouble.level == "error"} >= {"adding.no_scores"}
    assert not outcome.written


@pytest.mark.slow
def test_the_command_writes_it_and_does_not_write_over_one_that_may_be_filled_in(tmp_path):
    out = tmp_path / "new" / "papi-2027.xlsx"
    arguments = ["template", "--measure", "papi", "--year", "2027", "--out", str(out)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    first = out.read_bytes()
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 2
    assert "is there already" in run.output
    assert out.read_bytes() == first
    assert CliRunner().invoke(app, [*arguments, "--force"]).exit_code == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--measure", "pappi", "--year", "2027", "--out", "x.xlsx"], "There is no measure 'pappi'"),
        (["--measure", "papi", "--year", "1999", "--out", "x.xlsx"], "no unit of 1999"),
        (["--measure", "papi", "--year", "2027", "--out", "x.csv"], "ends in .xlsx"),
        (["--measure", "par", "--year", "2014", "--out", "x.xlsx"], "no framework of par up to 2014"),
    ],
)
def test_what_cannot_be_made_is_a_sentence(options, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["template", *options])
    assert run.exit_code == 2
    assert sentence in run.output
    assert list(tmp_path.iterdir()) == []
