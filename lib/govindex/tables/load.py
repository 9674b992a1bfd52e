"""Loading: the tables of ``data/``, checked once at the door; past it everything trusts their shape."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from govindex import taken
from govindex.tables.commit import settle
from govindex.tables.description import NAME, check_description, read_description
from govindex.tables.needed import check_needed
from govindex.tables.places import find_data
from govindex.tables.rules import check_rules
from govindex.tables.same import Copy, are_same, copy_tables, remember_tables
from govindex.tables.schema import check_foreign_keys, read_resources
from govindex.tables.spelling import check_spellings
from govindex.tables.whole import check_whole


class Tables(NamedTuple):
    """The tables of a data folder, as ``datapackage.json`` there describes them.

    `scores` holds the three files under ``scores/`` as one table (one row per measure, year, province and component)
    and `published` every file under ``published/`` but its list of reports (one row per report and cell).
    """

    provinces: pd.DataFrame
    province_names: pd.DataFrame
    regions: pd.DataFrame
    archipelagos: pd.DataFrame
    tiles: pd.DataFrame
    components: pd.DataFrame
    component_names: pd.DataFrame
    series: pd.DataFrame
    frameworks: pd.DataFrame
    changes: pd.DataFrame
    scores: pd.DataFrame
    unscored: pd.DataFrame
    ranks: pd.DataFrame
    national: pd.DataFrame
    shares: pd.DataFrame
    moves: pd.DataFrame
    counts: pd.DataFrame
    named: pd.DataFrame
    merged: pd.DataFrame
    groups: pd.DataFrame
    printed_groups: pd.DataFrame
    intervals: pd.DataFrame
    survey: pd.DataFrame
    proposals: pd.DataFrame
    proposal_components: pd.DataFrame
    reports: pd.DataFrame
    published: pd.DataFrame
    corrections: pd.DataFrame
    sources: pd.DataFrame


class _Read(NamedTuple):
    """The tables of a folder, as its files were when it was read; nobody changes them."""

    stamp: list[tuple[str, int, int]]
    tables: Tables
    copies: list[Copy]


_read: dict[Path, _Read] = {}  # by folder
_last: list[Copy] = []  # of the tables loaded last


def load_tables(folder: Path | str | None = None) -> Tables:
    """Return the tables of `folder`, by default those of the project.

    They are read and checked once in a process, and again when a file has changed; each call returns tables of its own,
    so a caller may change them. In a batch it is noted that they are taken (`govindex.taken`).

    Raises
    ------
    SchemaError
        When a table breaks its description: names file, row, column, value, what was expected and what is near.
    NoData
        When the folder is not found.
    """
    taken.start_if_asked()
    if folder is None:
        with taken.only(taken.ALL):
            read = _read_tables(find_data())
    else:
        read = _read_tables(Path(folder))
    _last[:] = read.copies
    return Tables(*copy_tables(read.tables))


def are_as_loaded(tables: Tables) -> bool:
    """Return whether `tables` hold what was loaded last, and nobody has changed one of them since."""
    return are_same(tables, _last)


def load_description(folder: Path | str | None = None) -> dict[str, Any]:
    """Return ``datapackage.json`` of `folder` as it stands: titles, units, constraints, sources, licences.

    Raises
    ------
    SchemaError
        When the file is missing, is not JSON or describes no tables.
    """
    return read_description((Path(folder) if folder is not None else find_data()) / NAME)


def _read_tables(folder: Path) -> _Read:
    settle(folder)
    stamp = _stamp(folder)
    if folder not in _read or _read[folder].stamp != stamp:
        tables = read_tables(folder)
        _read[folder] = _Read(stamp, tables, remember_tables(tables))
    return _read[folder]


def _stamp(folder: Path) -> list[tuple[str, int, int]]:
    """Return what changes when a table does: the files of a folder, when they were written and how long they are."""
    stamps = []
    for path in sorted([*folder.rglob("*.csv"), *folder.glob("*.json")]):
        with contextlib.suppress(OSError):  # the reading tells it
            status = path.stat()
            stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return stamps


def read_tables(folder: Path) -> Tables:
    """Return the tables of `folder`, read and checked anew and not kept: `load_tables` for a folder of a moment."""
    description = load_description(folder)
    check_description(description)
    resources = description["resources"]
    read = read_resources(resources, folder)
    check_read(resources, read)
    joined = {"scores": _join(read, "scores-"), "published": _join(read, "published-")}
    read |= {name: table for name, table in joined.items() if table is not None}
    return Tables(**{name: read[name.replace("_", "-")] for name in Tables._fields})


def check_read(resources: list[dict[str, Any]], read: dict[str, pd.DataFrame]) -> None:
    """Check what the tables that were read, by the names of their resources, are to each other.

    Raises
    ------
    SchemaError
        Naming the place of what does not fit.
    """
    check_foreign_keys(resources, read)
    check_needed(resources)
    check_rules(resources, read)
    check_spellings(read["provinces"], read["province-names"])
    check_whole(resources, read)


def _join(read: dict[str, pd.DataFrame], prefix: str) -> pd.DataFrame | None:
    parts = [table for name, table in read.items() if name.startswith(prefix)]
    return pd.concat(parts, ignore_index=True) if parts else None
