"""The tables of a province that are handed out: what they hold, numbers as numbers, text as text."""

import io

import pandas as pd
import pytest
from newyear.places import copy_data
from openpyxl import load_workbook
from typer.testing import CliRunner

from govindex.cli import app
from govindex.spreadsheets.province import SCORES, tabulate_scores, tabulate_trend
from govindex.spreadsheets.writing import write_csv, write_xlsx
from govindex.tables.page import open_page


@pytest.fixture(scope="module")
def scores():
    return tabulate_scores(open_page("31", 2021, "en"))


@pytest.mark.slow
def test_the_scores_of_a_page_stand_with_what_follows_from_them(scores):
    assert list(scores) == SCORES
    rows = scores.set_index("component")
    assert rows.loc["par", ["score", "maximum", "lost", "printed_rank", "mean"]].tolist() == [91.8, 100, 8.2, 1, 86.37]
    assert rows.loc["par", ["base_year", "base_score", "change", "unit"]].tolist() == [2020, 90.51, 1.29, "points"]
    assert rows.loc["papi", ["scored", "comparable"]].tolist() == [60, "caution"]
    assert rows.loc["papi.6.4", "comparable"] == "no"
    assert rows.loc["papi.6.4", "reason"].startswith("Scores rose in all 60 provinces")
    assert rows.loc["sipas", "unit"] == "%"
    assert set(scores["measure"]) == {"par", "sipas", "papi"}


@pytest.mark.slow
def test_what_is_not_known_is_missing_and_numbers_are_numbers(scores):
    rows = scores.set_index("component")
    assert pd.isna(rows.loc["par", "rank"])  # not every province is held
    assert pd.api.types.is_numeric_dtype(scores["score"])
    assert scores["source"].notna().all()


@pytest.mark.slow
def test_names_and_notes_stand_in_the_language_asked_for():
    rows = tabulate_scores(open_page("31", 2021, "vi")).set_index("component")
    assert rows.loc["papi.4", "name"] == "Kiểm soát tham nhũng trong khu vực công"
    assert rows.loc["par", "note"].startswith("Khớp với")
    assert rows.loc["par", "place"] == "Hải Phòng"


@pytest.mark.slow
def test_the_course_over_the_years_says_where_it_breaks():
    trend = tabulate_trend(open_page("31", 2021, "en"))
    total = trend[trend["component"] == "papi"].set_index("year")
    assert total.index.is_monotonic_increasing
    assert total.loc[2018, "broken"]
    assert not total.loc[2020, "broken"]
    assert total.loc[2017, "framework"] == "2011"


def test_a_text_that_begins_like_a_formula_stays_text_in_a_workbook():
    table = pd.DataFrame(
        {"score": [-1.5, 2.0], "note": ["=HYPERLINK(1)", "+1"], "of": pd.array([1, None], dtype="Int64")}
    )
    book = load_workbook(io.BytesIO(write_xlsx({"t": (table, list(table))})))
    sheet = book["t"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert (sheet["A2"].value, sheet["A2"].data_type) == (-1.5, "n")
    assert (sheet["C2"].value, sheet["C3"].value) == (1, None)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)"])
def test_a_text_that_begins_like_a_formula_is_guarded_in_csv(text):
    assert write_csv(pd.DataFrame({"note": [text], "score": [-1.0]})) == f"note,score\n'{text},-1.0\n"


@pytest.mark.slow
def test_a_note_of_ones_own_tables_that_is_a_formula_goes_out_as_text(tmp_path):
    folder = copy_data(tmp_path / "data")
    path = folder / "scores" / "sipas.csv"
    text = path.read_text("utf-8").replace(
        "sipas,2019,31,sipas.1,94.23,printed,s35,,", "sipas,2019,31,sipas.1,94.23,printed,s35,=1+1,=1+1"
    )
    path.write_text(text, "utf-8")
    out = tmp_path / "out.csv"
    arguments = ["tables", "--province", "31", "--year", "2019", "--csv", str(out), "--data", str(folder)]
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 0, run.output
    rows = pd.read_csv(out).set_index("component")
    assert rows.loc["sipas.1", "note"] == "'=1+1"
    assert rows.loc["sipas.1", "score"] == 94.23


@pytest.mark.slow
def test_the_command_writes_a_workbook_of_three_sheets_and_csv(tmp_path):
    out, flat = tmp_path / "new" / "hp.xlsx", tmp_path / "hp.csv"
    arguments = ["tables", "--province", "TP. Hải Phòng", "--year", "2021", "--xlsx", str(out), "--csv", str(flat)]
    run = CliRunner().invoke(app, [*arguments, "--lang", "en"])
    assert run.exit_code == 0, run.output
    book = load_workbook(out)
    assert book.sheetnames == ["Scores", "Over the years", "Sources"]
    assert [cell.value for cell in book["Scores"][1]][:3] == ["Index", "Year", "Province code"]
    assert book["Scores"]["C2"].value == "31"  # a code is text
    ids = {row[0].value for row in book["Sources"].iter_rows(min_row=2)}
    assert "s35" in ids
    assert pd.read_csv(flat)["citation"].notna().all()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--year", "2021"], "Say what to write"),
        (["--year", "2021", "--xlsx", "x.xls"], "ends in .xlsx"),
        (["--year", "1999", "--csv", "x.csv"], "near: "),
    ],
)
def test_what_cannot_be_written_is_a_sentence(options, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["tables", "--province", "31", *options])
    assert run.exit_code == 2
    assert sentence in " ".join(run.output.split())
    assert list(tmp_path.iterdir()) == []


def test_parquet_without_its_library_is_a_sentence_that_names_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("govindex.spreadsheets.commands.find_spec", lambda name: None)
    run = CliRunner().invoke(app, ["tables", "--province", "31", "--year", "2021", "--parquet", "x.parquet"])
    assert run.exit_code == 2
    assert "pip install pyarrow" in " ".join(run.output.split())
    assert list(tmp_path.iterdir()) == []


def test_parquet_holds_the_scores_with_their_types_and_sources(tmp_path):
    pytest.importorskip("pyarrow")
    out = tmp_path / "hp.parquet"
    run = CliRunner().invoke(app, ["tables", "--province", "31", "--year", "2021", "--parquet", str(out)])
    assert run.exit_code == 0, run.output
    rows = pd.read_parquet(out).set_index("component")
    assert rows.loc["par", "score"] == 91.8
    assert rows.loc["par", "province"] == "31"
    assert rows["citation"].notna().all()


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    out = tmp_path / "hp.csv"
    out.write_text("mine", "utf-8")
    run = CliRunner().invoke(app, ["tables", "--province", "31", "--year", "2021", "--csv", str(out)])
    assert run.exit_code == 2
    assert out.read_text("utf-8") == "mine"
