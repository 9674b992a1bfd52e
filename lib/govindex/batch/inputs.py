"""What a page is made from, as hashes: its notebook, parameters, the library, the lock, and the data that it read."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govindex.files import NotAFile, TooLarge, read_regular
from govindex.reads import NotACondition, select
from govindex.tables.places import find_project

if TYPE_CHECKING:
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


def _hash_each(table: pd.DataFrame) -> np.ndarray:
    """Return a hash of each row of a table, the names of its columns included."""
    salt = hash_bytes(json.dumps(list(table)).encode())[:16]
    return pd.util.hash_pandas_object(table, index=False, hash_key=salt).to_numpy()


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
    reads : dict
        What earlier runs have read, by its short name.
    """

    def __init__(self, data: Path, tables: Tables, reads: dict[str, dict[str, list]]) -> None:
        self.data = data
        self.reads = reads
        self._tables = tables
        self._rows: dict[str, tuple[np.ndarray, dict[str, np.ndarray]]] = {}
        self._digests: dict[tuple[str, str], bytes] = {}
        self._hashes: dict[str, str] = {}
        self._conditions: dict[str, list] = {}
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

    def describe_made(self, path: Path, reads: dict[str, Any] | None) -> dict[str, Any]:
        """Return the inputs of a notebook that has run; what it read stands under a short name."""
        state = {"state": self.state}
        if reads is None:
            return self.describe(path) | state | {"reads": "", "data": self.hash_reads(None), "tables": []}
        try:
            self.hash_reads(reads["tables"])
        except NotACondition:  # of a notebook that has written into what it read
            return self.describe_made(path, None)
        tables = {name: [self._share(each) for each in conditions] for name, conditions in reads["tables"].items()}
        name = hash_bytes(json.dumps(tables, sort_keys=True).encode())
        self.reads[name] = tables
        files = {file: self.hash_file(Path(file)) for file in reads["files"]}
        about = {"reads": name, "data": self.hash_reads(tables), "tables": sorted(tables)}
        return self.describe(path) | state | about | ({"files": files} if files else {})

    def _share(self, condition: list) -> list:
        """Return the equal condition that came first: pages by the hundred have most of theirs in common."""
        return self._conditions.setdefault(json.dumps(condition), condition)

    def hash_reads(self, reads: dict[str, list] | None) -> str:
        """Return one hash of the rows that fit the conditions under which tables were read; of all without any."""
        if reads is None:
            return hash_bytes(json.dumps(self.hash_data()).encode())
        key = json.dumps(reads, sort_keys=True)
        if key not in self._hashes:
            total = hashlib.sha256()
            for name, conditions in sorted(reads.items()):
                for condition in conditions:
                    total.update(f"{name} {json.dumps(condition)} ".encode() + self._hash_rows(name, condition))
            self._hashes[key] = total.hexdigest()[:24]
        return self._hashes[key]

    def _hash_rows(self, name: str, condition: list) -> bytes:
        if name not in self._tables._fields:
            return b""
        table = getattr(self._tables, name)
        if name not in self._rows:
            self._rows[name] = (_hash_each(table), {})
        rows, found = self._rows[name]
        key = json.dumps(condition)
        if (name, key) not in self._digests:
            try:
                chosen = rows[select(table, condition, found)]
            except KeyError:  # a column that is gone
                return b""
            self._digests[name, key] = hashlib.sha256(chosen.tobytes()).digest()
        return self._digests[name, key]

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
        reads = self.reads.get(inputs.get("reads", ""))
        if not self._are_rows_as_were(reads, inputs.get("data")):
            return False
        inputs["state"] = self.state
        self.learnt = True
        return True

    def _are_rows_as_were(self, reads: dict[str, list] | None, known: object) -> bool:
        try:
            return self.hash_reads(reads) == known
        except NotACondition:  # a manifest that nobody here has written
            return False

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
