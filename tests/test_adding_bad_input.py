"""Files that nobody should be able to bring in: each is refused in a sentence and leaves no trace in the tables."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from functools import partial

import pytest
from newyear.places import PAR_2023, copy_data, read_all, take_out
from openpyxl import load_workbook
from typer.testing import CliRunner

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.cli import app
from govindex.tables.commit import lock_folder
from govindex.tables.load import load_tables

pytestmark = pytest.mark.slow

XLSX = PAR_2023["xlsx"].read_bytes()
CSV = PAR_2023["csv"].read_text("utf-8-sig")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder without PAR INDEX 2023, so that whatever is taken in would show."""
    folder = copy_data(tmp_path_factory.mktemp("bad") / "data")
    take_out(folder, "par", 2023)
    return folder


def rezip(change) -> bytes:
    """Return the workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


def put_cell(cell: str, value: object) -> bytes:
    book = load_workbook(io.BytesIO(XLSX))
    book.worksheets[0][cell] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def make_big_sheet(parts: dict[str, bytes]) -> None:
    """Make the sheet one of 50 MB, which packs to a fraction of that."""
    row = b"<row>" + b"<c><v>1.5</v></c>" * 100 + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet + row * (50_000_000 // len(row)) + b"</sheetData></worksheet>"


def add_macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def make_bomb(parts: dict[str, bytes]) -> None:
    parts["xl/worksheets/sheet1.xml"] = b"\0" * 300_000_000


def lie_about_size(content: bytes) -> bytes:
    """Return a workbook whose sheet says that it unpacks to 100 bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        info = parts.getinfo("xl/worksheets/sheet1.xml")
    size = info.file_size.to_bytes(4, "little")
    return content.replace(size, (100).to_bytes(4, "little"))


CSV_LINES = CSV.splitlines()
BAD = {
    "wrong year": ("t.xlsx", XLSX, ["--year", "2022"], "2022 was asked for, but the file says 2023"),
    "a year that is another's": (
        "t.csv", CSV.replace("2023", ""), ["--year", "2022", "--measure", "par"], None,
    ),
    "no year": ("t.csv", CSV.replace("2023", ""), ["--measure", "par"], "add --year"),
    "no such year": ("t.xlsx", XLSX, ["--year", "23"], "There is no year '23'"),
    "a year without units": ("t.csv", CSV.replace("2023", "2009"), [], "no unit of 2009"),
    "wrong measure": ("t.xlsx", XLSX, ["--measure", "papi"], "papi was asked for, but the file says par"),
    "no such measure": ("t.xlsx", XLSX, ["--measure", "pari"], "There is no measure 'pari'"),
    "a province twice": ("t.xlsx", partial(put_cell, "B9", "tỉnh Lào Cai"), [], "Lao Cai stands twice"),
    "half a workbook": ("t.xlsx", XLSX[: len(XLSX) // 2], [], "is no Excel workbook that can be read"),
    "half a table": ("t.csv", "\n".join(CSV_LINES[:32]), [], "looks like half a file"),
    "a line cut off": ("t.csv", "\n".join(CSV_LINES[:-1])[:-9], [], "it has only"),
    "an Excel file of 1997": ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, [], "old Excel file"),
    "a file of 50 MB": ("t.csv", lambda: CSV.encode() + b"\n" * 50_000_000, [], "larger than 20 MB"),
    "a sheet of 50 MB": ("t.xlsx", partial(rezip, make_big_sheet), [], "has more than 300000 cells"),
    "a zip bomb": ("t.xlsx", partial(rezip, make_bomb), [], "larger than 60 MB when unpacked"),
    "a zip that lies": ("t.xlsx", lie_about_size(XLSX), [], "is no Excel workbook that can be read"),
    "macros": ("t.xlsm", partial(rezip, add_macros), [], "holds macros"),
    "a link to another file": (
        "t.xlsx", partial(put_cell, "C5", "='[old.xlsx]S'!C5"), [], "takes its figure from another file",
    ),
    "no figures": ("t.csv", "Tỉnh;PAR INDEX 2023\nHà Nội;\nHải Phòng;*\n", [], "half a file"),
    "no table": ("t.csv", "a;b\n1;2\n", [], "No table with provinces"),
    "nothing": ("t.csv", "", [], "is empty"),
    "a picture": ("t.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), [], None),
    "no file": ("t.csv", None, [], "There is no file"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_no_trace(case, folder, tmp_path):
    name, content, options, sentence = BAD[case]
    file = tmp_path / name
    if callable(content):
        content = content()
    if content is not None:
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    before = read_all(folder)
    arguments = ["add", str(file), "--data", str(folder), "--lang", "en", "--source", "s66", *options]
    run = CliRunner().invoke(app, arguments)
    if case == "a year that is another's":
        assert run.exit_code == 1
        assert "half a file" not in run.output
    else:
        assert run.exit_code in (1, 2), run.output
    assert sentence is None or sentence in " ".join(run.output.split())
    assert run.exception is None or isinstance(run.exception, SystemExit)
    assert read_all(folder) == before


@pytest.mark.parametrize("name", ["t.csv", "."])
@pytest.mark.parametrize(("lang", "told"), [("vi", "có 1 lỗi, không ghi gì."), ("en", "1 error, nothing was written.")])
def test_one_error_is_told_as_one_of_the_file_that_was_given(name, lang, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").touch()
    run = CliRunner().invoke(app, ["add", name, "--lang", lang])
    assert f"{name}: {told}" in run.output.splitlines()


def test_a_figure_of_another_year_in_whole_is_told(tmp_path):
    data = copy_data(tmp_path / "data")
    file = tmp_path / "t.csv"
    file.write_text(CSV.replace("2023", ""), "utf-8")
    outcome = add_file(file, data, Request(measure="par", year="2022", source="s66"), dry_run=True)
    told = {trouble.key: trouble.say("en") for trouble in outcome.troubles}
    assert "are those of 2023: the file is probably not of 2022" in told["adding.copied_year"]


def test_a_part_of_the_workbook_that_would_leave_its_folder_is_never_unpacked(folder, tmp_path):
    file = tmp_path / "t.xlsx"
    file.write_bytes(rezip(lambda parts: parts.update({"../../../../tmp/escaped.txt": b"x", "/escaped.txt": b"x"})))
    outcome = add_file(file, folder, Request(), dry_run=True)
    assert outcome.sound
    assert not list(tmp_path.rglob("*escaped*"))


def test_tables_that_lie_outside_of_the_folder_are_refused(tmp_path):
    data = copy_data(tmp_path / "data")
    description = (data / "datapackage.json").read_text("utf-8")
    (tmp_path / "ranks.csv").write_bytes((data / "ranks.csv").read_bytes())
    (data / "datapackage.json").write_text(description.replace('"ranks.csv"', '"../ranks.csv"'), "utf-8")
    before = (tmp_path / "ranks.csv").read_bytes()
    run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(data)])
    assert run.exit_code == 2
    assert "lies outside of" in run.output
    assert (tmp_path / "ranks.csv").read_bytes() == before


def test_a_folder_that_is_no_data_folder_is_a_sentence(tmp_path):
    run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(tmp_path)])
    assert run.exit_code == 2
    assert "The folder of the data was not found" in run.output


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="Rights do not bind who runs the tests.")
def test_no_right_to_write_is_a_sentence(folder, tmp_path):
    data = copy_data(tmp_path / "data")
    data.chmod(0o500)
    try:
        run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(data)])
    finally:
        data.chmod(0o700)
    assert run.exit_code == 2
    assert "cannot be changed" in run.output


def test_a_folder_that_cannot_be_written_to_is_a_sentence_before_anything_is_read(folder, monkeypatch):
    monkeypatch.setattr("govindex.adding.command.find_obstacle", lambda place: f"{place} cannot be written to (x)")
    before = read_all(folder)
    run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(folder)])
    assert run.exit_code == 2
    assert "The tables cannot be changed" in run.output
    assert read_all(folder) == before


def test_while_somebody_adds_another_is_told_so(folder):
    before = read_all(folder)
    with lock_folder(folder):
        run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(folder)])
    assert run.exit_code == 2
    assert "Somebody else is adding" in run.output
    assert read_all(folder) == before


def start(folder) -> subprocess.Popen:
    command = [sys.executable, "-c", "from govindex.cli import app; app()", "add", str(PAR_2023["xlsx"])]
    return subprocess.Popen(
        [*command, "--data", str(folder), "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_two_at_once_leave_the_tables_as_one_would(tmp_path):
    data = copy_data(tmp_path / "data")
    take_out(data, "par", 2023)
    runs = [start(data) for _ in range(2)]
    told = [run.communicate(timeout=120)[0] for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 0], [0, 2]), told
    assert (data / "README.md").read_text("utf-8").count("PAR INDEX 2023 of 63 provinces (scores 378 added") == 1
    assert len(load_tables(data).scores.query("measure == 'par' and year == 2023")) == 63 * 6


def test_killed_at_any_moment_the_tables_are_those_of_before_or_of_after(tmp_path):
    counts = set()
    for wait in (0.3, 1.2, 2.4):
        data = copy_data(tmp_path / f"data{wait}")
        take_out(data, "par", 2023)
        run = start(data)
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        counts.add(len(load_tables(data).scores.query("measure == 'par' and year == 2023")))
    assert counts <= {0, 63 * 6}
