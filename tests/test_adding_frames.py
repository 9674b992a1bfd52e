"""A year that is measured otherwise: the rows that it needs are drafted, filled in by a person, and taken in."""

import csv

import pytest
from newyear.figures import SOURCE, YEAR, make_papi
from newyear.places import copy_data, read_all
from newyear.shapes import spell_unit, write_messy
from typer.testing import CliRunner

from govindex.adding.units import Units
from govindex.cli import app
from govindex.compare.frameworks import judge_changes, list_covered
from govindex.tables.load import load_tables

pytestmark = pytest.mark.slow

FIELDS = "; ".join(f"{name}={value}" for name, value in SOURCE.items())


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture
def folder(tmp_path):
    return copy_data(tmp_path / "data")


@pytest.fixture
def new_year(tables, tmp_path):
    """A made-up year of nine dimensions of which the file prints the maxima of all but one."""
    scores = make_papi(tables)
    units = Units(tables, YEAR)
    dimensions = [f"papi.{number}" for number in range(1, 9)]
    names = tables.components.set_index("component")["name_vi"]
    head = ["Tỉnh", *(f"{names[code]} (10)" for code in dimensions), "Quản trị số (10)", f"Tổng điểm PAPI {YEAR}"]
    rows = [head]
    for place, code in enumerate(units.of_year(YEAR)):
        fresh = 5 + place / 100
        figures = [float(scores[code, each]) for each in dimensions]
        rows.append([spell_unit(units, code, place), *figures, fresh, round(sum(figures) + fresh, 4)])
    file = tmp_path / "papi.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


def run_add(file, folder, *options):
    arguments = ["add", str(file), "--data", str(folder), "--lang", "en", "--source", FIELDS, *options]
    return CliRunner().invoke(app, arguments)


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill_in(path, change):
    rows = read_rows(path)
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_year_that_no_framework_reaches_is_not_taken_for_the_last_one(new_year, folder):
    before = read_all(folder)
    run = run_add(new_year, folder)
    assert run.exit_code == 1
    assert "is known to 2024; if 2025 is measured as 2024, add --same-framework" in run.output
    assert "agree in 8 of 9 columns" in run.output
    assert "frameworks (" in run.output  # shown where no folder is given for them
    assert read_all(folder) == before


def test_a_new_dimension_is_drafted_filled_in_and_taken_in(new_year, folder, tmp_path, tables):
    rows = tmp_path / "rows"
    before = read_all(folder)
    run = run_add(new_year, folder, "--draft", str(rows))
    assert run.exit_code == 1
    assert "the column “Quản trị số (10)” has figures and is no known component" in run.output
    assert str(rows / "frameworks.csv") in run.output.replace("\n", "")
    assert read_all(folder) == before
    (component,) = read_rows(rows / "components.csv")
    assert (component["component"], component["parent"], component["level"]) == ("papi.9", "papi", "dimension")
    assert (component["name_vi"], component["name_en"], component["short_vi"]) == ("Quản trị số", "?", "?")
    fresh = [row for row in read_rows(rows / "frameworks.csv") if row["component"] == "papi.9"]
    assert [(row["maximum"], row["minimum"], row["framework"]) for row in fresh] == [("10", "?", "?")]

    asked = run_add(new_year, folder, "--rows", str(rows))
    assert asked.exit_code == 2
    assert "a question mark still stands there" in asked.output
    assert read_all(folder) == before

    told = {"order": "38", "name_en": "Digital governance", "short_vi": "Quản trị số", "short_en": "Digital"}
    fill_in(rows / "components.csv", lambda row: row.update(told))

    def start_framework(row):
        if row["component"] == "papi":
            row.update(maximum="90", minimum="9", note="Nine dimensions.")
        if row["component"] == "papi.9":
            row["minimum"] = "1"
        row.update(framework=str(YEAR), first_year=str(YEAR), last_year=str(YEAR), source="s44", status="printed")

    fill_in(rows / "frameworks.csv", start_framework)
    run = run_add(new_year, folder, "--rows", str(rows))
    assert run.exit_code == 0, run.output
    added = load_tables(folder)
    covered = list_covered(added, "papi", year=YEAR).set_index("component")
    assert covered.loc["papi", ["framework", "maximum"]].tolist() == [str(YEAR), 90]
    assert covered.loc["papi.9", "maximum"] == 10
    assert len(added.scores.query(f"year == {YEAR} and component == 'papi.9'")) == 34
    assert set(judge_changes(added, "papi", year=YEAR, base=YEAR - 1)["comparable"]) == {"caution"}
    assert list_covered(added, "papi", year=2024).equals(list_covered(tables, "papi", year=2024))


def test_a_column_that_is_not_wanted_can_be_left_out(new_year, folder):
    text = new_year.read_text("utf-8").splitlines()
    cut = [",".join(line.split(",")[:-1]) if place else line.rpartition(",")[0] for place, line in enumerate(text)]
    new_year.write_text("\n".join(cut).replace("Tỉnh,", f"PAPI {YEAR},", 1), "utf-8")
    run = run_add(new_year, folder, "--same-framework", "--without", "Quản trị số (10)", "--dry-run")
    assert run.exit_code == 0, run.output
    assert "left out" in run.output
    assert "papi.9" not in run.output


def test_judged_rows_of_changes_end_the_caution(new_year, folder, tmp_path):
    rows = tmp_path / "rows"
    rows.mkdir()
    header = (folder / "changes.csv").read_text("utf-8").splitlines()[0]
    judged = f"papi,{YEAR},papi,method,yes,documented,Không đổi.,Nothing changed.,?"
    (rows / "changes.csv").write_text(f"{header}\n{judged}\n", "utf-8")
    text = new_year.read_text("utf-8").splitlines()
    keep = [*range(9), 10]
    lines = [",".join([line.split(",")[place] for place in keep]) for line in text[1:]]
    head = next(csv.reader([text[0]]))
    new_year.write_text(
        "\n".join([";".join(head[place] for place in keep), *(each.replace(",", ";") for each in lines)])
    )
    asked = run_add(new_year, folder, "--same-framework", "--rows", str(rows))
    assert asked.exit_code != 0  # the total still holds the ninth dimension, and the row names no known source
    fill_in(rows / "changes.csv", lambda row: row.update(source="s44"))
    lines = [";".join(line.split(";")[:-1]) for line in new_year.read_text("utf-8").splitlines()]
    new_year.write_text(f"PAPI {YEAR}\n" + "\n".join(lines), "utf-8")
    run = run_add(new_year, folder, "--same-framework", "--rows", str(rows))
    assert run.exit_code == 0, run.output
    assert judge_changes(load_tables(folder), "papi", year=YEAR, base=YEAR - 1).empty


def write_renamed(tmp_path):
    """SIPAS of the last year held, one criterion under a name that says more than the known one."""
    head = "Tỉnh;Tiếp cận dịch vụ công trực tuyến và một cửa (100);Kết quả cung ứng dịch vụ công"
    file = tmp_path / "sipas.csv"
    file.write_text(f"{head}\nHà Nội;81,5;82,5\nHà Giang;80;81\n", "utf-8")
    return file


def test_a_heading_that_says_more_than_a_name_is_asked_about_and_never_taken_for_it(folder, tmp_path):
    file, rows, before = write_renamed(tmp_path), tmp_path / "rows", read_all(folder)
    options = ("--partial", "--dry-run", "--measure", "sipas", "--year", "2024")
    run = run_add(file, folder, *options, "--draft", str(rows))
    assert run.exit_code == 1
    assert "says more than the name of sipas.1 (Access)" in run.output
    (name,) = read_rows(rows / "component_names.csv")
    assert (name["component"], name["first_year"]) == ("sipas.1", "2024")
    assert (name["name_vi"], name["name_en"]) == ("Tiếp cận dịch vụ công trực tuyến và một cửa", "?")
    told = {"name_en": "Access, also online", "short_vi": "Tiếp cận", "short_en": "Access", "source": "s37"}
    fill_in(rows / "component_names.csv", lambda row: row.update(told))
    (rows / "changes.csv").unlink()
    taken = run_add(file, folder, *options, "--rows", str(rows))
    assert taken.exit_code == 0, taken.output
    assert "says more than" not in taken.output
    said = run_add(file, folder, *options, "--same-names")
    assert said.exit_code == 0, said.output
    assert "! Cell B1" in said.output
    assert read_all(folder) == before


def test_framework_and_source_are_asked_for_at_once_and_then_whether_the_year_compares(tables, folder, tmp_path):
    write_messy(tables, tmp_path / "papi.xlsx")
    arguments = ["add", str(tmp_path / "papi.xlsx"), "--data", str(folder), "--lang", "en"]
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 1
    assert "add --same-framework" in run.output
    assert "The source lacks kind; add --source" in run.output
    run = CliRunner().invoke(app, [*arguments, "--same-framework", "--source", "kind=primary", "--dry-run"])
    assert run.exit_code == 0, run.output
    assert "says whether 2025 compares with 2024" in " ".join(run.output.split())
    assert "changes (1): papi,2025,papi,?,caution" in run.output
    assert "README.md" in run.output.rpartition("To be written")[2]


@pytest.mark.parametrize(
    "case",
    [
        ("frameworks.csv", "a,b\n", "expected the columns measure, framework"),
        ("framework.csv", "a,b\n", "is no table that rows are added to; near: frameworks.csv"),
        ("changes.csv", b"\xff\xfe\xff", "cannot be read"),
    ],
)
def test_rows_that_cannot_be_taken_in_are_a_sentence(new_year, folder, tmp_path, case):
    name, text, sentence = case
    rows = tmp_path / "rows"
    rows.mkdir()
    (rows / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    before = read_all(folder)
    run = run_add(new_year, folder, "--rows", str(rows))
    assert run.exit_code == 2
    assert sentence in " ".join(run.output.split())
    assert read_all(folder) == before


def test_drafts_never_go_into_the_tables_folder(new_year, folder):
    before = read_all(folder)
    run = run_add(new_year, folder, "--draft", str(folder / "drafts"))
    assert run.exit_code == 2
    assert "give the drafts a folder of their own" in run.output
    assert read_all(folder) == before
