"""What a page is made from, as hashes: its notebook, parameters, the library, the lock, and the data that it took."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govindex.files import NotAFile, TooLarge, read_regular
from govindex.tables.places import find_project
from govindex.taken import ALL, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govindex.batch.planned import Planned
    from govindex.tables.load import Tables

_PACKAGE = Path(__file__).resolve().parents[1]
_NOT_OF_PAGES = ("batch", "cli.py", "index.py", "manifest.py", "sparklines.py", "auditing.py", "terminal.py")


_MOST_BYTES = 1_000_000_000
_UNREAD = "?"


def hash_bytes(content: bytes) -> str:
    """Return the start of the SHA-256 of `content`, enough to tell any two files of a project apart."""
    return hashlib.sha256(content).hexdigest()[:24]


@cache
def hash_library() -> str:
    """Return one hash of every file of the library that a page may depend on."""
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        part = path.relative_to(_PACKAGE).parts[0]
        if path.is_file() and "__pycache__" not in path.parts and part not in (*_NOT_OF_PAGES, "data", "notebooks"):
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:24]


@cache
def hash_lock() -> str:
    """Return the hash of ``requirements.lock``, or of the versions installed where there is no checkout."""
    lock = _PACKAGE.parents[1] / "requirements.lock"
    content = lock.read_bytes() if lock.is_file() else b""
    return hash_bytes(content + json.dumps(list_versions()).encode())


@cache
def list_versions() -> dict[str, str]:
    """Return the versions of what makes a page."""
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in ("govindex", "pandas", "altair", "ipython", "ipywidgets", "papermill", "nbconvert"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = ""
    return versions


def hash_tables(tables: Tables) -> dict[str, str]:
    """Return hashes of what a notebook may take: `ALL`, `PLACES`, and each measure.

    A measure is its rows of every table that has measures, and the works that they cite; the places are the tables of
    provinces, and which of them have a figure of which year, since that decides what can be chosen.
    """
    rows = {name: _hash_rows(table) for name, table in zip(tables._fields, tables, strict=True)}
    figures = pd.concat([tables.scores[["province", "year"]], tables.ranks[["province", "year"]]])
    held = figures.drop_duplicates().sort_values(["province", "year"])
    hashes = {
        ALL: _join_hashes(rows.items()),
        PLACES: _join_hashes([*((name, rows[name]) for name in _OF_PLACES), ("held", _hash_rows(held))]),
    }
    measured = {name: table for name, table in zip(tables._fields, tables, strict=True) if "measure" in table}
    for measure in sorted({each for table in measured.values() for each in table["measure"].dropna().unique()}):
        own = {name: table["measure"] == measure for name, table in measured.items()}
        cited = {
            source
            for name, table in measured.items()
            if "source" in table
            for sources in table.loc[own[name], "source"].dropna().unique()
            for source in sources.split("; ")
        }
        parts = [(name, rows[name][chosen.fillna(False).to_numpy(dtype=bool)]) for name, chosen in own.items()]
        parts.append(("sources", rows["sources"][tables.sources["source"].isin(cited).to_numpy(dtype=bool)]))
        hashes[measure] = _join_hashes(parts)
    return hashes


_OF_PLACES = ("provinces", "province_names", "regions", "archipelagos")


def _hash_rows(table: pd.DataFrame) -> np.ndarray:
    """Return a hash of each row of a table, the names of its columns included."""
    salt = hash_bytes(json.dumps(list(table)).encode())[:16]
    return pd.util.hash_pandas_object(table, index=False, hash_key=salt).to_numpy()


def _join_hashes(parts: Iterable[tuple[str, np.ndarray]]) -> str:
    total = hashlib.sha256()
    for name, rows in parts:
        total.update(f"{name} {len(rows)} ".encode() + rows.tobytes())
    return total.hexdigest()[:24]


def list_files(data: Path) -> list[Path]:
    """Return every file of a data folder that a notebook may read."""
    return [path for path in sorted(data.rglob("*")) if path.suffix in (".csv", ".json") and path.is_file()]


def hash_files(data: Path) -> str:
    """Return one hash of all files of a data folder."""
    return hash_bytes(b"".join(path.read_bytes() for path in list_files(data)))


class Inputs:
    """The hashes of one batch; files are read once.

    Parameters
    ----------
    data : Path
        The folder of the tables.
    tables : Tables
        As loaded from it.
    """

    def __init__(self, data: Path, tables: Tables) -> None:
        self.data = data
        self._tables = tables
        self.learnt = False  # whether a run was found to be unchanged though the data is not
        self.shared = {"library": hash_library(), "lock": hash_lock()}
        self._files: dict[str, str] = {}
        self.state = hash_bytes(json.dumps(self.hash_data()).encode())

    def hash_file(self, path: Path) -> str:
        """Return the hash of a file; nothing when it is not there, ``"?"`` when it is none that is read to its end."""
        key = str(path)
        if key not in self._files:
            try:
                self._files[key] = hash_bytes(read_regular(path, most=_MOST_BYTES))
            except (NotAFile, TooLarge):
                self._files[key] = _UNREAD
            except OSError:
                self._files[key] = ""
        return self._files[key]

    def describe(self, path: Path) -> dict[str, Any]:
        """Return what is known of the inputs of a notebook before it runs."""
        return self.shared | {"notebook": self.hash_file(path)}

    @cached_property
    def tables(self) -> dict[str, str]:
        """The hashes of what may be taken of the tables."""
        return hash_tables(self._tables)

    def describe_made(self, path: Path, taken: dict[str, list[str]] | None) -> dict[str, Any]:
        """Return the inputs of a notebook that has run; one of which nobody knows what it took has taken everything."""
        taken = taken or {"tables": [ALL], "files": []}
        tables = {name: self.tables[name] for name in taken["tables"] if name in self.tables}
        files = {file: self.hash_file(Path(file)) for file in taken["files"]}
        made = self.describe(path) | {"state": self.state, "tables": tables}
        return made | ({"files": files} if files else {})

    def hash_data(self) -> dict[str, str]:
        """Return the hash of every file of the data folder that a notebook may read."""
        return {path.relative_to(self.data).as_posix(): self.hash_file(path) for path in list_files(self.data)}

    def is_unchanged(self, run: Planned, entry: dict[str, Any]) -> bool:
        """Return whether what a run was made from, and with, has not changed."""
        if entry.get("parameters") != run.parameters or entry.get("notebook") != run.notebook:
            return False
        inputs = entry.get("inputs", {})
        if any(inputs.get(name) != value for name, value in self.describe(run.path).items()):
            return False
        if not all(self._is_file_as_was(run, path, known) for path, known in inputs.get("files", {}).items()):
            return False
        if inputs.get("state") == self.state:  # not one file of the data differs
            return True
        tables = inputs.get("tables")
        if not isinstance(tables, dict) or any(
            known is None or self.tables.get(name) != known for name, known in tables.items()
        ):
            return False
        inputs["state"] = self.state
        self.learnt = True
        return True

    def _is_file_as_was(self, run: Planned, path: str, known: object) -> bool:
        if not self._may_read(run, path) or known == _UNREAD:
            return False
        return self.hash_file(Path(os.path.normpath(path))) == known

    def _may_read(self, run: Planned, path: str) -> bool:
        """Return whether a file that a manifest names lies in the project, or is one that the run itself names."""
        file = Path(os.path.normpath(path))
        here = run.path.absolute().parent
        folders = [folder for folder in (here, self.data, find_project()) if folder is not None]
        if any(file.is_relative_to(form) for folder in folders for form in (folder.absolute(), folder.resolve())):
            return True
        named = [value for value in run.parameters.values() if isinstance(value, str)]
        return any(str(file) == os.path.normpath(here / value) for value in named)
