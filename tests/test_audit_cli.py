"""`govindex audit`: what it prints, writes and returns, for good, wrong and unusable input."""

import json

import pytest
from typer.testing import CliRunner

from govindex.cli import app
from govindex.tables.places import find_data

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


def test_nothing_in_a_cell_or_a_files_name_is_obeyed_by_the_terminal(file, tmp_path, monkeypatch):
    evil = "\x1b]0;owned\x07\x9b2J\u202e"
    rows = GOOD + f'x,par,2021,31,par.survey,score,"1{evil}",\nx,par,2021,31,{evil},score,1,\n'
    done = govindex(file(HEADER + rows, f"cells{evil}.csv"), "--lang", "en", "--json", tmp_path / f"{evil}.json")
    assert not set(evil) & set("\x1b\x07\x9b\u202e") & set(done.output), repr(done.output)
    assert "␛]0;owned␇<U+009B>2J<U+202E>" in done.stderr
    monkeypatch.chdir(tmp_path)
    missing = govindex(f"none{evil}.csv")
    assert missing.exit_code == 2
    assert "none␛]0;owned␇" in missing.stderr


def test_a_wrong_figure_is_shown_without_what_a_terminal_obeys(file):
    done = govindex(file(HEADER + WRONG.replace("x,", "x\x1b[2J,").replace("\n", "\n")), "--lang", "en")
    assert "\x1b" not in done.output


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


@pytest.mark.slow
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


def test_a_place_behind_a_link_to_itself_is_refused(file, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    done = govindex(file(HEADER + GOOD), "--json", tmp_path / "loop" / "x.json")
    assert done.exit_code == 2
    assert done.stderr.endswith("loop is not a folder.\n")


@pytest.mark.kernel
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
    assert "<script src" not in page
    assert "417" in page


@pytest.mark.slow
def test_the_projects_own_tables_come_out_clean_or_explained():
    done = govindex("--tables", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "unexplained 0." in done.stdout


def test_help_says_what_the_exit_status_means():
    done = CliRunner().invoke(app, ["audit", "--help"])
    assert done.exit_code == 0
    assert "Exit status" in done.stdout


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_the_input_is_never_written_over(file, tmp_path, option):
    path = file(HEADER + GOOD)
    (tmp_path / "folder").mkdir()
    (tmp_path / "symbolic.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    others = (tmp_path / "folder" / ".." / "cells.csv", tmp_path / "symbolic.csv", tmp_path / "hard.csv")
    for out in (path, *others):
        done = govindex(path, option, out)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"{option} would overwrite the input {out}: give it another name.\n"
        assert path.read_text(encoding="utf-8") == HEADER + GOOD


def test_a_report_audited_by_its_name_is_not_written_over_either():
    path = PUBLISHED / "lao-cai-2021.csv"
    before = path.read_bytes()
    done = govindex("lao-cai-2021", "--json", path)
    assert (done.exit_code, path.read_bytes()) == (2, before)


def test_json_and_page_cannot_be_one_file(file, tmp_path):
    out = tmp_path / "new" / "x.json"
    done = govindex(file(HEADER + GOOD), "--json", out, "--html", tmp_path / "." / "new" / ".." / "new" / "x.json")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--json and --html would both write" in done.stderr
    assert not out.parent.exists()


def test_a_missing_folder_is_made_as_the_help_says(file, tmp_path):
    out = tmp_path / "one" / "two" / "found.json"
    assert govindex(file(HEADER + GOOD), "--json", out).exit_code == 0
    assert out.is_file()
    text = " ".join(CliRunner().invoke(app, ["audit", "--help"]).stdout.replace("│", " ").split())
    assert "its folder is made if missing" in text
    assert "percentage points" in text


def test_the_last_lines_count_rows_figures_and_rows_that_cannot_be_read(file):
    unread = 'x,par,2021,31,par,score,"91,8o",\n' * 5
    rank = "x,sipas,2021,31,sipas,rank,48/63,\n"
    done = govindex(file(HEADER + rank + GOOD.splitlines(keepends=True)[0] + unread), "--lang", "en")
    assert done.exit_code == 1
    *_, summary, rows = done.stdout.splitlines()
    assert summary.endswith("cells checked 2, unchecked 0.")
    assert rows == "Rows read 2, with 3 figures in them (a row such as “48/63” has two); rows not read 5."


@pytest.mark.parametrize(
    ("lang", "found", "rows"),
    [
        ("en", "in the rows that could be read; rows that could not: 5.", "rows not read 5."),
        ("vi", "số dòng không đọc được: 5.", "số dòng không đọc được: 5."),
    ],
)
def test_nothing_found_is_not_said_of_rows_that_cannot_be_read(file, lang, found, rows):
    unread = 'x,par,2021,31,par,score,"91,8o",\n' * 5
    done = govindex(file(HEADER + GOOD + unread), "--lang", lang)
    first, _, last = done.stdout.splitlines()
    assert first.endswith(found)
    assert last.endswith(rows)


def test_an_unknown_unit_is_told_and_its_row_is_read(file):
    done = govindex(file(HEADER + GOOD.replace('"4,17",', '"4,17",bananas')), "--lang", "en")
    assert done.exit_code == 0
    assert done.stderr.startswith("Line 7, column unit: the unit “bananas” is not known and is passed over")
    assert done.stderr.count("\n") == 1
    assert "cells checked 6" in done.stdout
