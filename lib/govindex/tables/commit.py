"""Several files of a data folder changed as one: all of them, or none, whatever happens on the way.

The new texts are written under ``.adding/`` in the folder; a plan that names them is the decision. Before it stands
nothing has changed; once it stands every file is moved to its place, by whoever comes next if need be. So a kill at any
moment leaves the tables of before or those of after.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from govindex.errors import GovindexError, SchemaError

STAGE = ".adding"
_PLAN = "plan.json"
_PATIENCE = 10.0  # seconds that a reader waits for a writer, who needs a fraction of one


class Busy(GovindexError):
    """A data folder that somebody else is changing."""


@contextlib.contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep every other writer out of a data folder; the lock leaves no file in it and ends with its process.

    Raises
    ------
    Busy
        When another process has it.
    """
    handle = _open_lock(folder)
    try:
        if not _take(handle):
            raise Busy(f"Somebody else is adding to {folder} at this moment: try again when that is done.")
        yield
    finally:
        os.close(handle)


def change_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write each text to its path in `folder`, all or none; the folder is locked by the caller.

    Parameters
    ----------
    folder : Path
        The data folder.
    texts : mapping
        The new text of each file, by its path relative to `folder`, in the order in which they take their places.

    Raises
    ------
    GovindexError
        When a path leaves the folder.
    OSError
        When there is no room or no right to write; nothing is changed, and nothing is left behind.
    """
    for name in texts:
        _find_place(folder, name)
    settle(folder, locked=True)
    stage = folder / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        for number, text in enumerate(texts.values()):
            _write(stage / str(number), text)
        hashes = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts.values()]
        plan = json.dumps([list(pair) for pair in zip(texts, hashes, strict=True)], ensure_ascii=False)
        _write(stage / f"{_PLAN}.part", plan)
        (stage / f"{_PLAN}.part").replace(stage / _PLAN)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    settle(folder, locked=True)


def settle(folder: Path, *, locked: bool = False) -> None:
    """Bring a change that was decided and cut off to its end; does nothing where there is none.

    Parameters
    ----------
    folder : Path
        The data folder.
    locked : bool
        Whether the caller holds its lock; else it is waited for.

    Raises
    ------
    SchemaError
        When the change cannot be brought to its end.
    """
    if not (folder / STAGE / _PLAN).exists():
        return
    try:
        with contextlib.nullcontext() if locked else _wait(folder):
            _finish(folder)
    except (OSError, ValueError) as error:
        raise SchemaError(
            f"A change of the tables in {folder} was cut off and cannot be brought to its end ({error}): "
            f"see that the folder can be written to, and try again."
        ) from None


def _finish(folder: Path) -> None:
    stage = folder / STAGE
    plan = stage / _PLAN
    if not plan.exists():  # another reader was quicker
        return
    for number, (name, digest) in enumerate(json.loads(plan.read_text(encoding="utf-8"))):
        part, place = stage / str(number), _find_place(folder, name)
        if part.exists():
            part.replace(place)
        elif hashlib.sha256(place.read_bytes()).hexdigest() != digest:
            raise ValueError(f"{name} is not what was to stand there")
    plan.unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _find_place(folder: Path, name: str) -> Path:
    """Return where a file of the folder lies; refuse one that is elsewhere, by its name or by a link."""
    place = (folder / name).resolve()
    if folder.resolve() not in place.parents:
        raise GovindexError(f"{name} lies outside of {folder}: only the folder's own tables are written.")
    return place


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _open_lock(folder: Path) -> int:
    if sys.platform == "win32":  # a folder cannot be locked there
        name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        return os.open(Path(tempfile.gettempdir()) / f"govindex-{name}.lock", os.O_RDWR | os.O_CREAT)
    return os.open(folder, os.O_RDONLY)


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _wait(folder: Path) -> Iterator[None]:
    handle = _open_lock(folder)
    try:
        end = time.monotonic() + _PATIENCE
        while not _take(handle):
            if time.monotonic() > end:
                raise SchemaError(f"The tables in {folder} are being changed by another process: try again.")
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)
