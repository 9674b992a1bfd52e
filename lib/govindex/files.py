"""Files read within a limit, and written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class NotAFile(OSError):
    """A device, a pipe or a socket in a file's place, which may have no end."""


class TooLarge(OSError):
    """A file beyond the limit of who reads it."""


def read_regular(path: Path, *, most: int) -> bytes:
    """Return what the file at `path` holds, which is a regular one of at most `most` bytes.

    Raises
    ------
    NotAFile
        When it is a device, a pipe or a socket; it is not opened.
    TooLarge
        When it holds more.
    OSError
        When it cannot be read for another reason; a path with a NUL among them.
    """
    try:
        mode = path.stat().st_mode
    except ValueError:
        raise OSError(errno.EINVAL, "a path holds no NUL", str(path)) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise NotAFile(errno.EINVAL, "not a regular file", str(path))
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLarge(errno.EFBIG, f"larger than {most} bytes", str(path))
    return content


def find_obstacle(folder: Path) -> str:
    """Return why no file can be written in `folder`, which need not be there yet; ``""`` when one can.

    What is there of it is tried, with a file without a name: rights, read-only disks and other reasons alike.
    """
    place = folder
    if "\0" in str(folder):
        return "a path holds no NUL"
    try:
        place = next((place for place in (folder, *folder.parents) if os.path.lexists(place)), Path())
        if not place.is_dir():
            return f"{place} is not a folder"
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return f"{place} cannot be written to ({error.strerror})"


def sync(path: Path) -> None:
    """Have a file, or a folder's list of names, on the disk itself: it is there after a loss of power too.

    Raises
    ------
    OSError
        When a file cannot be written out; of a folder that some systems cannot do.
    """
    if path.is_dir():
        with contextlib.suppress(OSError):
            _sync(path, os.O_RDONLY)
    else:
        _sync(path, os.O_RDWR)


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(texts: Mapping[Path, str | bytes]) -> None:
    """Write each text to its path, all whole or none: under hidden names beside them, which then take their places.

    Bytes are written as they are.

    Raises
    ------
    OSError
        When one cannot be written, or a folder, a device or a pipe stands there, which a move would take the place of;
        nothing is changed and nothing left behind.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in texts}
    for path in texts:
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder: a file was to be written there.")
        if path.exists() and not path.is_file():
            raise NotAFile(f"{path} is a device or a pipe: a file was to be written there.")
    try:
        for path, text in texts.items():
            parts[path].write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
            sync(parts[path])
        for path, part in parts.items():
            part.replace(path)
        for folder in {path.parent for path in parts}:
            sync(folder)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
