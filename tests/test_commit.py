"""Several files changed as one: killed at any step, with no room, at once with another, or out of the folder."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from govindex.errors import GovindexError, SchemaError
from govindex.tables import commit
from govindex.tables.commit import STAGE, Busy, change_files, lock_folder, settle

BEFORE = {"a.csv": "a\n1\n", "b/c.csv": "b\n1\n", "README.md": "old\n"}
AFTER = {"a.csv": "a\n2\n", "b/c.csv": "b\n2\n", "README.md": "new\n"}
# A process that dies at its n-th step: a file opened, moved or taken away.
DYING = """
import os, sys
from pathlib import Path
from govindex.tables import commit

left = int(sys.argv[2])

def step(function):
    def stepping(*args, **options):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return function(*args, **options)
    return stepping

for name in ("replace", "unlink", "open", "mkdir"):
    setattr(Path, name, step(getattr(Path, name)))
commit.change_files(Path(sys.argv[1]), {after!r})
"""


def lay_out(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def test_all_files_are_changed_and_nothing_else_is_left(tmp_path):
    folder = lay_out(tmp_path, BEFORE)
    change_files(folder, AFTER)
    assert read(folder) == AFTER


def test_a_kill_at_any_step_leaves_what_was_before_or_what_is_after(tmp_path):
    ends = set()
    for steps in range(40):
        folder = lay_out(tmp_path / str(steps), BEFORE)
        script = DYING.format(after=AFTER)
        run = subprocess.run([sys.executable, "-c", script, str(folder), str(steps)], check=False)
        settle(folder)
        told = {name: text for name, text in read(folder).items() if not name.startswith(STAGE)}
        assert told in (BEFORE, AFTER), steps
        ends.add(told == AFTER)
        if run.returncode == 0:
            break
        assert run.returncode == 9
        change_files(folder, AFTER)  # what lies about from the one that was killed is no obstacle
        assert read(folder) == AFTER
    else:
        pytest.fail("the change never came to its end")
    assert ends == {True, False}


@pytest.mark.parametrize("at", range(5))
def test_a_disk_that_is_full_changes_nothing_and_leaves_nothing(tmp_path, monkeypatch, at):
    folder = lay_out(tmp_path, BEFORE)
    write, left = commit._write, iter(range(at))

    def run_out(path, text):
        if next(left, None) is None:
            path.write_text(text[:1], "utf-8")
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, text)

    monkeypatch.setattr(commit, "_write", run_out)
    if at < 4:
        with pytest.raises(OSError, match="No space left"):
            change_files(folder, AFTER)
        assert read(folder) == BEFORE
    else:
        change_files(folder, AFTER)
        assert read(folder) == AFTER


def test_a_real_limit_of_the_system_changes_nothing(tmp_path):
    folder = lay_out(tmp_path, BEFORE)
    script = (
        "import resource, signal, sys; from pathlib import Path; from govindex.tables.commit import change_files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "change_files(Path(sys.argv[1]), {'a.csv': 'a' * 10, 'README.md': 'b' * 100000})"
    )
    run = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert "File too large" in run.stderr
    assert read(folder) == BEFORE


def test_two_at_once_are_told_apart_and_the_lock_leaves_no_file(tmp_path):
    with lock_folder(tmp_path):
        with pytest.raises(Busy, match="Somebody else is adding"), lock_folder(tmp_path):
            pass
        assert list(tmp_path.iterdir()) == []
    with lock_folder(tmp_path):
        pass


@pytest.mark.parametrize("name", ["../out.csv", "/tmp/out.csv", "b/../../out.csv"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path, name):
    folder = lay_out(tmp_path / "data", BEFORE)
    with pytest.raises(GovindexError, match="lies outside of"):
        change_files(folder, {"a.csv": "x", name: "x"})
    assert read(tmp_path) == {f"data/{each}": text for each, text in BEFORE.items()}


def test_a_link_that_leaves_the_folder_is_refused(tmp_path):
    folder = lay_out(tmp_path / "data", BEFORE)
    (tmp_path / "out.csv").write_text("safe", "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "out.csv")
    with pytest.raises(GovindexError, match="lies outside of"):
        change_files(folder, {"link.csv": "x"})
    assert (tmp_path / "out.csv").read_text("utf-8") == "safe"


def test_a_plan_that_cannot_be_followed_is_a_sentence_and_not_half_a_change(tmp_path):
    folder = lay_out(tmp_path, BEFORE)
    (folder / STAGE).mkdir()
    (folder / STAGE / "plan.json").write_text('[["a.csv", "0000"]]', "utf-8")
    with pytest.raises(SchemaError, match="was cut off and cannot be brought to its end"):
        settle(folder)
