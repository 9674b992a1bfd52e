"""The command line: what it prints, its exit status, and that a wrong request writes nothing."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import typer
from nbformat.v4 import new_code_cell, new_notebook
from typer.testing import CliRunner

from govindex import __version__
from govindex.asking import tell_errors
from govindex.cli import app
from govindex.tables import places

DECLARED = 'province = "31"  # a province\nyear = 2021  # a year\nlang = "vi"  # vi or en'


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """A checkout with the project's tables and two tiny notebooks: ``report`` and one that fails, ``broken``."""
    monkeypatch.setenv("GOVINDEX_DATA", str(places.find_data()))
    monkeypatch.setattr(places, "_CHECKOUT", tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name, source in (("report", "print('fine')"), ("broken", "raise ValueError('no such figure')")):
        parameters = new_code_cell(DECLARED, id="parameters", metadata={"tags": ["parameters"]})
        cells = [parameters, new_code_cell(source, id="work")]
        nbformat.write(new_notebook(cells=cells), tmp_path / "notebooks" / f"{name}.ipynb")
    return tmp_path / "notebooks"


def govindex(*words: str):
    """Return what came of the command with these words."""
    return CliRunner().invoke(app, list(words))


@pytest.mark.kernel
def test_the_index_is_printed_and_the_pages_are_there(notebooks, tmp_path):
    done = govindex("report", "--province", "hai phong", "--year", "2021", "--notebook", "report")
    assert done.exit_code == 0, done.output
    assert done.stdout == "build/index.html\n"
    assert (tmp_path / "build" / "31" / "2021" / "vi" / "report.html").exists()
    assert "31/2021/vi/report.html" in (tmp_path / "build" / "index.html").read_text(encoding="utf-8")


@pytest.mark.kernel
def test_a_failing_notebook_is_named_and_the_others_are_made(notebooks, tmp_path):
    done = govindex("report", "-p", "31", "-y", "2021", "-l", "en", "-o", "pages")
    assert done.exit_code == 1
    assert done.stderr == (
        "The notebook broken failed in cell work: ValueError: no such figure "
        "(see pages/31/2021/en/broken.failed.ipynb)\n"
    )
    assert (tmp_path / "pages" / "31" / "2021" / "en" / "report.html").exists()
    assert done.stdout == "pages/index.html\n"


@pytest.mark.kernel
@pytest.mark.parametrize("source", ["year = ", "%matplotlib inline", "year = 2021\n  lang = 'vi'", 'year = "2021'])
def test_a_notebook_whose_parameters_cannot_be_read_is_told_and_the_others_are_made(notebooks, tmp_path, source):
    parameters = new_code_cell(source, id="parameters", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[parameters]), notebooks / "broken.ipynb")
    done = govindex("report", "-p", "31", "-y", "2021")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.output
    assert done.stderr.startswith("The notebook broken.ipynb, line ")
    assert done.stderr.endswith("expected a name and a literal.\n")
    assert (tmp_path / "build" / "31" / "2021" / "vi" / "report.html").exists()


@pytest.mark.kernel
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal here.")
def test_ctrl_c_leaves_an_index_of_the_pages_that_are_whole(notebooks, tmp_path):
    press = (
        "import os, signal, time, pathlib\n"
        "while not pathlib.Path('../build/31/2021/vi/report.html').exists(): time.sleep(0.05)\n"
        f"os.kill({os.getpid()}, signal.SIGINT); time.sleep(60)"
    )
    path = notebooks / "broken.ipynb"
    path.write_text(
        path.read_text("utf-8").replace("raise ValueError('no such figure')", press.replace("\n", "\\n")), "utf-8"
    )
    former = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background have it ignored
    try:
        done = govindex("report", "-p", "31", "-y", "2021")
    finally:
        signal.signal(signal.SIGINT, former)
    assert done.exit_code == 130
    assert done.stderr == "Interrupted after 1 of 2 notebooks: the index lists the pages that are whole.\n"
    assert done.stdout == "build/index.html\n"
    index = (tmp_path / "build" / "index.html").read_text("utf-8")
    assert "31/2021/vi/report.html" in index
    assert "broken" not in index
    made = sorted(file.name for file in (tmp_path / "build").rglob("*") if file.is_file())
    assert made == ["index.html", "report.html", "report.ipynb"]


OWN = 'place = "Huế"  # where\nsince = 2011\nshare = 0.5\nwide = False\nnames = ["a"]'


@pytest.fixture
def mine(tmp_path):
    """A notebook of one's own in a folder of its own, with parameters of its own."""
    (tmp_path / "elsewhere").mkdir()
    parameters = new_code_cell(OWN, metadata={"tags": ["parameters"]})
    cells = [parameters, new_code_cell("print(place, since, share, wide, names)")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "elsewhere" / "mine.ipynb")
    return tmp_path / "elsewhere" / "mine.ipynb"


@pytest.mark.kernel
def test_a_notebook_of_ones_own_is_made_with_its_own_parameters(notebooks, mine, tmp_path):
    given = ["since=2019", "place=Cần Thơ", "share=1", "wide=true", "names=['b', 'c']"]
    words = [word for each in given for word in ("--parameters", each)]
    done = govindex("report", "--notebook", "elsewhere/mine.ipynb", *words, "--lang", "en")
    assert done.exit_code == 0, done.output
    page = tmp_path / "build" / "mine" / "can-tho" / "en" / "mine.html"
    assert "Cần Thơ 2019 1.0 True ['b', 'c']" in page.read_text(encoding="utf-8").replace("&#39;", "'")
    assert "mine/can-tho/en/mine.html" in (tmp_path / "build" / "index.html").read_text(encoding="utf-8")


@pytest.mark.kernel
def test_what_is_not_given_takes_the_default_of_the_notebook(notebooks, tmp_path):
    done = govindex("report", "--notebook", "report", "--province", "can tho")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "build" / "92" / "2021" / "vi" / "report.html").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-P", "sinec=2019"], "The notebook mine has no parameter 'sinec'; near: since"),
        (["--province", "31"], "The notebook mine has no parameter 'province'"),
        (["-P", "since=soon"], "The parameter since of the notebook mine is 'soon': expected a whole number"),
        (["-P", "names=b"], "The parameter names of the notebook mine is 'b': expected a list such as ['a']"),
        (["-P", "since"], "The parameter 'since' is no name and value: expected one such as year=2021"),
        (["-P", "since=1", "-P", "since=2"], "The parameter since is given twice"),
        (["--lang", "fr"], "There is no language 'fr'"),
        (["--notebook", "elsewhere/none.ipynb"], "There is no notebook at elsewhere/none.ipynb"),
        (["--notebook", "elsewhere/text.ipynb"], "The notebook text.ipynb cannot be read"),
        (["--notebook", "elsewhere/bare.ipynb"], "The notebook bare.ipynb declares no parameters"),
        (["--notebook", "elsewhere/other/mine.ipynb"], "have one name, mine: their pages would be one file"),
    ],
)
def test_a_wrong_request_of_ones_own_notebook_is_one_sentence_and_writes_nothing(notebooks, mine, words, message):
    (mine.parent / "text.ipynb").write_text("no notebook")
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), mine.parent / "bare.ipynb")
    (mine.parent / "other").mkdir()
    (mine.parent / "other" / "mine.ipynb").write_bytes(mine.read_bytes())
    before = sorted(mine.parents[1].rglob("*"))
    done = govindex("report", "--notebook", "elsewhere/mine.ipynb", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(mine.parents[1].rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--province", "hai fong", "--year", "2021"], "There is no province 'hai fong'; near: Hải Phòng"),
        (["--province", "31", "--year", "1999"], "No measure has a figure of Hải Phòng (31) in 1999; near: 201"),
        (["--province", "31", "--year", "abc"], "There is no year 'abc': expected four digits"),
        (["--province", "31", "--year", "2021", "--lang", "fr"], "There is no language 'fr': expected vi or en"),
        (["--province", "31", "--year", "2021", "--notebook", "reprot"], "There is no notebook 'reprot'; near: report"),
        (["--province", "31", "--year", "2021", "--out", "file/build"], "file is not a folder"),
        (["--province", "31", "--year", "2021", "--out", "a\0b"], "cannot be put into 'a\\x00b': a path holds no NUL."),
        (["--province", "31", "--year", "2021", "--out", ""], "give --out a name, or a full stop for the folder here"),
    ],
)
def test_a_wrong_request_is_one_sentence_and_writes_nothing(notebooks, tmp_path, words, message):
    (tmp_path / "file").write_text("")
    before = sorted(tmp_path.rglob("*"))
    done = govindex("report", *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="There is no folder that nobody can write to.")
@pytest.mark.parametrize(
    "words", [["report", "-p", "31", "-y", "2021", "--out"], ["batch", "--out"], ["audit", "lao-cai-2021", "--html"]]
)
def test_a_folder_that_cannot_be_written_to_is_told_before_anything_runs(notebooks, monkeypatch, words):
    monkeypatch.setattr("govindex.pages.runner.execute_notebook", None)
    done = govindex(*words, "/proc/pages/x")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "/proc/pages/x" in done.stderr
    assert "/proc cannot be written to (" in done.stderr


def test_a_batch_without_a_name_for_its_folder_is_refused(notebooks, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    done = govindex("batch", "--out", "")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "give --out a name" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_an_audit_without_a_name_for_its_file_is_refused(notebooks, tmp_path, option):
    before = sorted(tmp_path.rglob("*"))
    done = govindex("audit", "lao-cai-2021", option, "")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("words", [["report", "-p", "31", "-y", "2021"], ["audit", "--tables"], ["batch"]])
@pytest.mark.parametrize("text", ["{}", "[]", "no JSON"])
def test_tables_that_nothing_describes_are_one_sentence(notebooks, tmp_path, monkeypatch, words, text):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "datapackage.json").write_text(text)
    monkeypatch.setenv("GOVINDEX_DATA", "mine")
    done = govindex(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("mine/datapackage.json")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["report"], ["report", "--province", "31"], ["reprot"], ["report", "--yaer", "2021"]]
)
def test_an_incomplete_command_is_a_wrong_request(words):
    assert govindex(*words).exit_code == 2


def test_the_version_is_told():
    assert govindex("--version").stdout == f"govindex {__version__}\n"


def test_the_help_is_the_manual():
    text = govindex("report", "--help").stdout
    for option in ("--province", "--year", "--lang", "--notebook", "--out", "--open"):
        assert option in text


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from govindex.cli import app; app(['report', '--help'], standalone_mode=False); "
        "print(*{'pandas', 'altair', 'papermill', 'nbconvert', 'IPython'} & set(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == ""


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_by_a_sentence(number, capsys):
    with pytest.raises(typer.Exit) as ended, tell_errors(OSError, status=2):
        raise OSError(number, "No space left on device", "data/ranks.csv")
    assert ended.value.exit_code == 2
    told = capsys.readouterr().err
    assert told == "There is no room on the disk for data/ranks.csv: make room, and give the command again.\n"
