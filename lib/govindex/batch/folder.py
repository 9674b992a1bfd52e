"""The folder of a batch: locked while one works in it, its files whole or absent, its manifest never behind them.

A page is written under ``.batch/`` beside it and moved to its place when it is whole. What has been made is noted at
once, line by line, in ``.batch/journal.jsonl``; the manifest takes that in at the end, or when the next batch begins.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from govindex.batch.inputs import hash_bytes
from govindex.batch.making import FAILED, HTML, IPYNB, Made
from govindex.errors import GovindexError
from govindex.files import sync, write_whole
from govindex.front.assets import FOLDER as SHARED
from govindex.front.assets import is_whole
from govindex.pages.manifest import JOURNAL, MANIFEST, OWN, VERSION, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable


class Busy(GovindexError):
    """A folder in which another batch is at work."""


class Folder:
    """The folder of a batch, from `open` to `close` its own.

    Parameters
    ----------
    out : Path
        Made when missing.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.own = out / OWN
        self.staging = self.own / "staging"
        self.runs: dict[str, dict[str, Any]] = {}
        self._lock: IO[str] | None = None
        self._journal: IO[str] | None = None

    def open(self) -> None:
        """Take the folder, and learn what has been made in it.

        Raises
        ------
        Busy
            When another batch works in it.
        OSError
            When it cannot be written.
        """
        self.own.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.own / "lock", self.out)
        shutil.rmtree(self.staging, ignore_errors=True)  # of a batch that was killed
        for part in self.out.glob(".*.part"):
            part.unlink(missing_ok=True)
        self.staging.mkdir()
        self.runs = read_manifest(self.out)
        self._journal = (self.own / JOURNAL).open("a", encoding="utf-8", newline="\n")

    def put(self, made: Made, entry: dict[str, Any]) -> None:
        """Move the files of a job to their places, take away what they replace, and note its `entry`.

        The note is written when the files and their names are on the disk itself.

        Raises
        ------
        OSError
            When there is no room.
        """
        target = self.out / made.job.place
        new = [folder.parent for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(made.job.staging)
        for name in made.assets:
            asset = self.out / SHARED / name
            if not is_whole(asset):  # equal texts have equal names
                asset.parent.mkdir(exist_ok=True)
                shutil.copyfile(staging / name, staging / f"{name}.copy")
                sync(staging / f"{name}.copy")
                (staging / f"{name}.copy").replace(asset)
                sync(asset.parent)
        entry["files"] = {}
        for ending in (IPYNB, HTML, FAILED):
            name = made.files.get(ending)
            place = target.with_name(target.name + ending)
            if name is not None:
                sync(staging / name)
                (staging / name).replace(place)
                entry["files"][ending] = _describe_file(place)
            elif ending == FAILED or made.error:
                place.unlink(missing_ok=True)
        for folder in (target.parent, *new):
            sync(folder)
        self.runs[made.job.place] = entry
        self._note({"place": made.job.place} | entry)

    def _note(self, what: dict[str, Any]) -> None:
        self._journal.write(json.dumps(what, ensure_ascii=False) + "\n")
        self._journal.flush()
        os.fsync(self._journal.fileno())

    def describe_anew(self, places: Iterable[str]) -> None:
        """Note what the pages at `places` are now: which others stand beside them was written into them."""
        for place in places:
            files = self.runs.get(place, {}).get("files")
            if isinstance(files, dict):
                files[HTML] = _describe_file(self.out / f"{place}{HTML}")

    def write_manifest(self, about: dict[str, Any]) -> Path:
        """Return the path of the manifest, written from everything noted; the journal is empty after it."""
        path = self.out / MANIFEST
        content = {"govindex_manifest": VERSION} | about | {"runs": dict(sorted(self.runs.items()))}
        write_whole({path: json.dumps(content, ensure_ascii=False, indent=1) + "\n"})
        self._journal.seek(0)
        self._journal.truncate()
        return path

    def close(self) -> None:
        """Give the folder back."""
        shutil.rmtree(self.staging, ignore_errors=True)
        if self._journal is not None:
            with contextlib.suppress(OSError):  # what a full disk has no room for
                self._journal.close()
        if self._lock is not None:
            self._lock.close()


def is_made(out: Path, place: str, entry: dict[str, Any]) -> bool:
    """Return whether the files of a run that succeeded are there, as they were written."""
    known = entry.get("files")
    if entry.get("status") != "made" or not isinstance(known, dict):
        return False
    return all(_is_as_written(out / f"{place}{ending}", known.get(ending)) for ending in (IPYNB, HTML)) and all(
        is_whole(out / SHARED / name) for name in entry.get("assets", [])
    )


def _describe_file(path: Path) -> list[Any]:
    """Return the size of a file, when it was written, its hash, and when anything about it changed last."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, hash_bytes(path.read_bytes()), status.st_ctime_ns]


def _is_as_written(path: Path, known: object) -> bool:
    """Return whether a file is what was noted.

    One of its size and of both its times is taken to be: nobody can set back the second. Another of its size is read.
    """
    try:
        status = path.stat()
        if not path.is_file() or not isinstance(known, list) or known[:1] != [status.st_size]:
            return False
        untouched = [known[1], *known[3:]] == [status.st_mtime_ns, status.st_ctime_ns]
        return untouched or known[2] == hash_bytes(path.read_bytes())
    except (OSError, IndexError):
        return False


def _lock(path: Path, out: Path) -> IO[str]:
    file = path.open("a+", encoding="utf-8")
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        who = file.read().strip()
        file.close()
        raise Busy(
            f"Another batch works in {out}{f' (process {who})' if who else ''}: wait until it is done."
        ) from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def list_failed(runs: dict[str, dict[str, Any]], places: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return place and entry of the runs among `places` that failed."""
    return [(place, runs[place]) for place in places if runs.get(place, {}).get("status") == "failed"]
