"""`govindex audit`: what it prints, writes and returns, for good, wrong and unusable input."""

import json

import pytest
from typer.testing import CliRunner

from govindex.cli import app
from govindex.places import find_data

PUBLISHED = find_data() / "published"
HEADER = "report,measure,year,province,component,what,printed,unit\n"
GOOD = """x,par,2021,31,par.appraisal,max,"60,5",
x,par,2021,31,par.appraisal,score,"58,87",
x,par,2021,31,par.appraisal,lost,"1,63",
x,par,2021,31,par.survey,max,"23,5",
x,par,2021,31,par.survey,score,"19,33",
x,par,2021,31,par.survey,lost,"4,17",
"""
WRONG = GOOD.replace('"4,17"', "417")


def govindex(*words):
    """Return what came of the command with these words."""
    return CliRunner().invoke(app, ["audit", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    """Write a file of cells and return its path."""

    def write(text, name="cells.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_clean_report_ends_well(file):
    done = govindex(file(HEADER + GOOD), "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Nothing was found that does not hold." in done.stdout
    assert "errors 0, rounding 0, notes 0; cells checked 6, unchecked 0." in done.stdout


def test_notes_and_rounding_end_well():
    done = govindex(PUBLISHED / "quang-ngai-2023.csv", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "≈ rounding" in done.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [("vi", ["✗ lỗi", "Điểm bị trừ", "417", "4,17", "điểm tối đa trừ"]), ("en", ["✗ error", "Points lost", "4,17"])],
)
def test_an_error_is_told_in_the_language_and_ends_with_1(file, lang, words):
    done = govindex(file(HEADER + WRONG), "--lang", lang)
    assert done.exit_code == 1
    assert all(word in done.stdout for word in words), done.stdout


def test_vietnamese_is_the_language_unless_another_is_asked_for(file):
    assert "Không thấy ô nào" in govindex(file(HEADER + GOOD)).stdout


def test_a_report_that_the_tables_hold_is_audited_by_its_name():
    by_name, by_file = govindex("lao-cai-2021"), govindex(PUBLISHED / "lao-cai-2021.csv")
    assert by_name.exit_code == by_file.exit_code == 1
    assert by_name.stdout == by_file.stdout.replace("lao-cai-2021.csv", "lao-cai-2021")


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_audited(file):
    done = govindex(file(HEADER + GOOD + 'x,par,2021,31,par,score,"91,8o",\n'), "--lang", "en")
    assert done.exit_code == 1
    assert done.stderr == "Line 8, column printed: “91,8o” has letters or marks among its digits.\n"
    assert "cells checked 6" in done.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER.replace(",unit", "") + "x\n", "Line 1, column unit: this column is missing"),
        ("", "is empty"),
        (HEADER, "there is no row under the header"),
        (HEADER + "x,par,2021,Hai Fong,par,score,91,\n", "there is no province “Hai Fong”; near: Hai Phong"),
    ],
)
def test_unusable_input_ends_with_2_and_writes_nothing(file, tmp_path, text, message):
    done = govindex(file(text), "--lang", "en", "--json", tmp_path / "out" / "x.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Give a file to audit, or --tables"),
        (["x.csv", "--tables"], "one of the two"),
        (["--tables", "--json", "x.json"], "leave --json and --html out"),
        (["x.csv", "--lang", "fr"], "There is no language 'fr'"),
        (["none.csv", "--lang", "en"], "There is no file none.csv"),
        (["hai-phong-2012"], "There is no report 'hai-phong-2012'; near: hai-phong-2021"),
    ],
)
def test_a_wrong_request_is_one_sentence_and_2(words, message):
    done = govindex(*words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_findings_are_written_as_json(file, tmp_path):
    out = tmp_path / "new" / "found.json"
    done = govindex(file(HEADER + WRONG), "--json", out)
    assert done.exit_code == 1
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [finding["repair"][0]["printed"] for finding in told["findings"]] == ["4,17"]
    assert str(out) in done.stdout
    assert [path.name for path in out.parent.iterdir()] == ["found.json"]


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_made(file, tmp_path):
    blocked = file("", "blocked")
    for out in (tmp_path, blocked / "x.json"):
        done = govindex(file(HEADER + GOOD), "--json", out, "--html", tmp_path / "x.html")
        assert (done.exit_code, done.stdout) == (2, "")
        assert not (tmp_path / "x.html").exists()


def test_the_page_is_written_whole_without_anything_to_fetch(file, tmp_path):
    path = file(HEADER + WRONG, "Báo cáo Đà Nẵng.csv")
    done = govindex(path, "--html", tmp_path / "page.html", "--lang", "en")
    assert done.exit_code == 1, done.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Content-Security-Policy" in page
    assert "bao-cao-da-nang-2021" not in page
    assert "bao-cao-da-nang" in page
    assert str(tmp_path) not in page
    assert "http://" not in page
    assert "<script" not in page
    assert "417" in page


def test_the_projects_own_tables_come_out_clean_or_explained():
    done = govindex("--tables", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "unexplained 0." in done.stdout


def test_help_says_what_the_exit_status_means():
    done = CliRunner().invoke(app, ["audit", "--help"])
    assert done.exit_code == 0
    assert "Exit status" in done.stdout
