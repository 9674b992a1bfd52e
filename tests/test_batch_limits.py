"""The batch where something is too long, has no end, cannot be written, or is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from govindex.batch.folder import Folder
from govindex.batch.forked import can_fork
from govindex.batch.inputs import Inputs
from govindex.batch.making import Job, Made, write_staged
from govindex.batch.planned import Planned
from govindex.errors import cut_message, hide_folders
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

ENGINES = ["fork", "papermill"] if can_fork() else ["papermill"]
LEAVE = "import subprocess\nsubprocess.run(['sh', '-c', 'setsid sleep 602 >&2 & echo $! > pid'])\n"


@pytest.fixture
def batch(tmp_path):
    """Start ``govindex batch`` for one notebook, its temporary files in the folder ``temporary``."""
    (tmp_path / "temporary").mkdir()

    def start(source: str, *options: str, **environment: str) -> subprocess.Popen:
        declared = new_code_cell('province = "31"\nyear = 2021\nlang = "vi"', id="p", metadata={"tags": ["parameters"]})
        nbformat.write(new_notebook(cells=[declared, new_code_cell(source, id="work")]), tmp_path / "tiny.ipynb")
        (tmp_path / "runs.yml").write_text("runs:\n- {notebook: tiny, parameters: {year: 2021}}\n")
        command = [sys.executable, "-c", "from govindex.cli import app; app()", "batch", "runs.yml", "-o", "out"]
        environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), **environment}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([*command, *options], cwd=tmp_path, env=environment, **streams)
        started.enter_context(process)
        started.callback(process.kill)  # where a test has failed
        return process

    with ExitStack() as started:
        yield start


def wait_until(is_so, *, seconds: float = 60) -> bool:
    """Return whether something came to be so in time."""
    limit = time.monotonic() + seconds
    while not is_so() and time.monotonic() < limit:
        time.sleep(0.02)
    return is_so()


def is_running(process: int) -> bool:
    """Return whether a process is there and no mere entry of one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_a_very_long_error_is_cut_and_the_gallery_shows_no_folder(batch, tmp_path):
    path = tmp_path / "secret folder" / "x.csv"
    source = f"raise ValueError('cannot read ' + repr({str(path)!r}) + ': ' + 'x' * 5_000_000)"
    process = batch(source, "--engine", "papermill")
    _, stderr = process.communicate()
    assert process.returncode == 1
    assert len(stderr) < 5_000
    runs = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))["runs"]
    message = runs["31/2021/vi/tiny"]["error"]["message"]
    assert message.startswith(f"ValueError: cannot read '{path}': xxx")
    assert message.endswith(f"xxx… ({5_000_000 + len(f'ValueError: cannot read {str(path)!r}: ')} characters)")
    index = (tmp_path / "out/index.html").read_text("utf-8")
    assert "x.csv" in index
    assert "secret folder" not in index
    assert str(tmp_path) not in index
    assert "xxx… (" in index
    assert (tmp_path / "out/31/2021/vi/tiny.failed.ipynb").stat().st_size > 5_000_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("No such file: '/home/lan/so lieu/x.csv'", "No such file: 'x.csv'"),
        ("in /home/lan/x.py, line 3 and file:///tmp/a/b", "in x.py, line 3 and b"),
        (r"in C:\Users\Lan\x.py: no", "in x.py: no"),
        ("see https://example.org/a/b/c or a/b/c, 1/2/3", "see https://example.org/a/b/c or a/b/c, 1/2/3"),
        ("<b>no</b> and /tmp", "<b>no</b> and /tmp"),
    ],
)
def test_of_a_path_only_the_last_part_is_shown(text, shown):
    assert hide_folders(text) == shown


def test_a_message_that_is_short_stays():
    assert cut_message("x" * 2_000) == "x" * 2_000
    cut = cut_message("x" * 2_001)
    assert (len(cut), cut[-20:]) == (2_000, "x… (2001 characters)")
    assert cut_message(cut) == cut


@pytest.fixture(scope="module")
def inputs():
    return Inputs(find_data(), load_tables())


def test_a_run_of_which_nobody_knows_what_it_took_has_taken_everything(inputs, tmp_path):
    assert list(inputs.describe_made(tmp_path / "a", None)["tables"]) == ["all"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files.")
def test_a_file_without_an_end_is_not_read_and_makes_a_run_anew(inputs, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    nbformat.write(new_notebook(), tmp_path / "tiny.ipynb")
    run = Planned("tiny", tmp_path / "tiny.ipynb", {}, "a")
    for name in ("pipe.csv", "zero.csv"):
        made = inputs.describe_made(run.path, {"tables": [], "files": [str(tmp_path / name)]})
        assert made["files"] == {str(tmp_path / name): "?"}
        assert not inputs.is_unchanged(run, {"parameters": {}, "notebook": "tiny", "inputs": made})


@pytest.mark.skipif(sys.platform != "linux", reason="Open files are named in /proc.")
def test_files_and_folders_are_on_the_disk_before_the_journal_says_so(tmp_path, monkeypatch):
    synced = []
    real = os.fsync

    def note(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink().relative_to(tmp_path)))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    folder = Folder(tmp_path / "out")
    folder.open()
    made = Made(Job("tiny", "tiny.ipynb", {}, "31/vi/tiny", staging=str(folder.staging)))
    for ending in (".html", ".ipynb"):
        write_staged(made.job, ending, "x", made)
    folder.put(made, {"inputs": {}, "status": "made"})
    folder.close()
    files = ["31+vi+tiny.ipynb", "31+vi+tiny.html"]
    assert [Path(name).name for name in synced] == [*files, "vi", "31", "out", "journal.jsonl"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows finds its home otherwise.")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_home_that_cannot_be_written_fails_no_run_and_leaves_nothing(batch, tmp_path, engine, monkeypatch):
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    process = batch("import tempfile\ntempfile.mkdtemp() and print(1)", "--engine", engine, HOME="/dev/null/home")
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    left = [path.name for path in (tmp_path / "temporary").iterdir()]
    assert len(left) == (1 if engine == "fork" else 0), left  # the notebook's own


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux says which processes come from one.")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("killed", [True, False])
def test_a_batch_leaves_no_folder_and_no_process_that_left_its_session(batch, tmp_path, engine, killed):
    process = batch(LEAVE + ("while True: pass" if killed else ""), "--engine", engine)
    assert wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip())
    left = int((tmp_path / "pid").read_text())
    if killed:
        assert is_running(left)
        process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == (-signal.SIGKILL if killed else 0)
    assert wait_until(lambda: not is_running(left), seconds=10)
    assert list((tmp_path / "temporary").iterdir()) == []
