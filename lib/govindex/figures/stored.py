"""Books on disk: a sheet's book takes seconds of computing, so it is kept in the user's cache folder.

Its name tells what it was made of: the tables as loaded, the library's source, and the versions of what computes and
draws. Whoever changes one of them asks for another name, so that what is found is never old.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from govindex.figures.book import list_types, make_frame, read_book
from govindex.files import write_whole
from govindex.tables.kept import kept
from govindex.tables.load import Tables, are_as_loaded
from govindex.taken import only
from govindex.vega import find_cache

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEGUN = time.time()
_PACKAGE = Path(__file__).resolve().parents[1]
_SOURCES = (".py", ".toml")
_MADE_WITH = ("govindex", "pandas", "numpy", "altair")
_MOST = 4  # books of one sheet and language that are kept: of as many states of the tables or the library


class Stored(NamedTuple):
    """A book as it is kept.

    Attributes
    ----------
    packed : str
        Of `govindex.figures.book.write_book`.
    types : dict of dict
        The type of each column of each table.
    """

    packed: str
    types: dict[str, dict[str, str]]

    def unpack(self) -> dict[str, pd.DataFrame]:
        """Return its tables, as they were when it was made."""
        tables = read_book(self.packed)["tables"]
        return {name: make_frame(tables[name], types) for name, types in self.types.items()}


def find_place(sheet: str, lang: str, tables: Tables) -> Path | None:
    """Return where the book of a sheet is kept; None when it is not to be kept.

    That is when somebody has changed `tables` since they were loaded, or a file of the library since this process
    began: what runs here is then not what its name would tell.
    """
    source = hash_source()
    if source is None or not are_as_loaded(tables):
        return None
    made_with = [platform.python_version(), *(version(name) for name in _MADE_WITH)]
    told = json.dumps([sheet, lang, source, made_with, hash_tables(tables)])
    total = hashlib.sha256(told.encode())
    return find_cache() / f"{sheet}-{lang}-{total.hexdigest()[:24]}.json"


@kept
def hash_tables(tables: Tables) -> str:
    """Return one hash of what all tables hold."""
    total = hashlib.sha256()
    for name, table in zip(tables._fields, tables, strict=True):
        rows = pd.util.hash_pandas_object(table, index=False).to_numpy()
        total.update(json.dumps([name, len(table), list(table.dtypes.astype(str).items())]).encode())
        total.update(rows.tobytes())
    return total.hexdigest()


def hash_source() -> str | None:
    """Return one hash of the library's source; None when a file of it is newer than this process."""
    paths = [path for path in sorted(_PACKAGE.rglob("*")) if path.suffix in _SOURCES]
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.stat().st_size) for path in paths)
    if any(max(written, changed) > _BEGUN * 1e9 for _, written, changed, _ in stamps):
        return None
    return _hash_files(stamps)


@cache
def _hash_files(stamps: tuple[tuple[Path, int, int, int], ...]) -> str:
    total = hashlib.sha256()
    for path, *_ in stamps:
        total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read_stored(place: Path) -> Stored | None:
    """Return the book that is kept at a place; None when there is none, or it is not whole."""
    try:
        with only():  # no file of data that a notebook opens
            checksum, _, text = place.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if hashlib.sha256(text.encode()).hexdigest() != checksum:
        return None
    with contextlib.suppress(OSError):
        os.utime(place)  # in use: the last to go
    return Stored(**json.loads(text))


def store(place: Path, packed: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """Keep a book at its place, and let the oldest of its sheet and language go.

    A cache that cannot be written only costs time. Processes that make the same book at once write the same.
    """
    types = {name: list_types(frame) for name, frame in frames.items()}
    text = json.dumps(Stored(packed, types)._asdict())
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole({place: f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"})
    of_sheet = place.name.rpartition("-")[0]
    with contextlib.suppress(OSError):  # another process may have let one go first
        for old in sorted(place.parent.glob(f"{of_sheet}-*.json"), key=lambda path: -path.stat().st_mtime)[_MOST:]:
            old.unlink()
