"""What a notebook really reads of the tables: which rows of which, told by the conditions that chose them.

While it is watched, `load_tables` hands out tables that look like any other. One that is filtered by comparing its
columns with values remembers the condition; as soon as anything else is asked of a table, or of what is left of one,
it is noted as read with the conditions that led there. So a page that shows one province depends on its rows, also on
those that are not there yet, and a page that ranks all of them on all.

Whatever is not understood counts as reading the whole table: too many pages are made anew, never too few.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT_TO = "GOVINDEX_READS"  # a file that a kernel writes what it has read into, when it ends
EVERYTHING = ["all"]
_MOST_VALUES = 2000
_DATA = (".csv", ".tsv", ".json", ".xls", ".xlsx", ".ods", ".parquet", ".feather", ".txt", ".zip", ".gz")


class _Watch:
    """What has been read in this process, when it is watched."""

    on = False
    silent = 0
    tables: dict[str, set[str]] = {}  # noqa: RUF012 one watch serves the whole process
    files: set[str] = set()  # noqa: RUF012


def start() -> None:
    """Watch this process from now on; a file that it opens to read data from is noted too."""
    _Watch.on = True
    _Watch.tables = {}
    _Watch.files = set()
    sys.addaudithook(_hear)


def start_if_asked() -> None:
    """Watch this process when `REPORT_TO` names a file, and write it there in the end."""
    path = os.environ.get(REPORT_TO)
    if path and not _Watch.on:
        import atexit

        start()
        atexit.register(lambda: Path(path).write_text(json.dumps(collect()), encoding="utf-8"))


def collect() -> dict[str, Any]:
    """Return what has been read: conditions by table, and files."""
    tables = {}
    for name, conditions in sorted(_Watch.tables.items()):
        whole = json.dumps(EVERYTHING)
        tables[name] = [EVERYTHING] if whole in conditions else [json.loads(text) for text in sorted(conditions)]
    return {"tables": tables, "files": sorted(_Watch.files)}


@contextmanager
def unnoticed() -> Iterator[None]:
    """Read without being watched: what is asked of the tables here cannot change what a page shows."""
    _Watch.silent += 1
    try:
        yield
    finally:
        _Watch.silent -= 1


def watch(tables: NamedTuple) -> NamedTuple:
    """Return the tables as watched ones, when this process is watched."""
    start_if_asked()
    if not _Watch.on:
        return tables
    return type(tables)(
        *(_wrap(Watched, table, name, EVERYTHING) for name, table in zip(tables._fields, tables, strict=True))
    )


@contextmanager
def record(tables: NamedTuple) -> Iterator[tuple[NamedTuple, dict[str, set[str]]]]:
    """Give out `tables` watched, and a collection that holds in the end what was read of them; nobody else is told."""
    before = _Watch.on, _Watch.tables, _Watch.silent
    _Watch.on, _Watch.tables, _Watch.silent = True, {}, 0
    try:
        told = _Watch.tables
        plain = (_plain(pd.DataFrame, table) if type(table) is Watched else table for table in tables)
        named = zip(tables._fields, plain, strict=True)
        yield type(tables)(*(_wrap(Watched, table, name, EVERYTHING) for name, table in named)), told
    finally:
        _Watch.on, _Watch.tables, _Watch.silent = before


def note(told: dict[str, set[str]]) -> None:
    """Note as read what was recorded before, where this process is watched."""
    if _Watch.on and not _Watch.silent:
        for name, conditions in told.items():
            _Watch.tables.setdefault(name, set()).update(conditions)


def mark(tables: NamedTuple) -> list[Any]:
    """Return marks of what the tables hold; copies of a table have the same until one of them is changed."""
    held = [table.__dict__.get("_gi_mgr") or table._mgr for table in tables]
    return [each for manager in held for each in (*manager.axes, *(block.refs for block in manager.blocks))]


def are_same(marks: list[Any], others: list[Any]) -> bool:
    """Return whether two lists of marks are of tables that hold the same."""
    if len(marks) != len(others) or not marks:
        return False
    for one, other in zip(marks, others, strict=True):
        if one is not other and not (isinstance(one, pd.Index) and one.is_(other)):
            return False
    return True


def select(table: pd.DataFrame, condition: list, kept: dict[str, np.ndarray]) -> np.ndarray:
    """Return which rows of a table fit a condition; `kept` holds what was found for its simple parts."""
    if condition[0] in ("&", "|", "~"):
        return _select(table, condition, kept)
    key = json.dumps(condition)
    if key not in kept:
        kept[key] = _select(table, condition, kept)
    return kept[key]


def _select(table: pd.DataFrame, condition: list, kept: dict[str, np.ndarray]) -> np.ndarray:
    kind, *parts = condition
    if kind == "all":
        return np.ones(len(table), dtype=bool)
    if kind == "&":
        return select(table, parts[0], kept) & select(table, parts[1], kept)
    if kind == "|":
        return select(table, parts[0], kept) | select(table, parts[1], kept)
    if kind == "~":
        return ~select(table, parts[0], kept)
    column = table[parts[0]]
    found = getattr(column, kind)(*parts[1:])
    return np.asarray(found.fillna(False), dtype=bool) if hasattr(found, "fillna") else np.asarray(found)


def _note(frame: Watched) -> None:
    if _Watch.silent or frame.__dict__.get("_gi_noted"):
        return
    frame.__dict__["_gi_noted"] = True
    _Watch.tables.setdefault(frame.__dict__["_gi_table"], set()).add(json.dumps(frame.__dict__["_gi_where"]))


def _wrap(kind: type, table: Any, name: Any, where: Any) -> Any:
    with unnoticed():
        made = kind.__new__(kind)
        pd.core.generic.NDFrame.__init__(made, table._mgr)
        if isinstance(table, pd.Series):
            object.__setattr__(made, "_name", table._name)
    made.__dict__["_gi_table"], made.__dict__["_gi_where"] = name, where
    return made


def _plain(kind: type, watched: Any) -> Any:
    """Return a watched table or column as an ordinary one, without noting anything."""
    with unnoticed():
        return watched._constructor_from_mgr(watched._mgr, axes=watched._mgr.axes).__finalize__(watched)


def _value(value: object) -> object:
    """Return a value as JSON holds it; raises TypeError for what it does not."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, str | int | float | bool):
        return value
    raise TypeError


class _Held:
    """The place in which pandas keeps what a table or column holds: whoever looks there reads it."""

    @property
    def _mgr(self) -> Any:
        self._gi_look()
        return self.__dict__["_gi_mgr"]

    @_mgr.setter
    def _mgr(self, manager: Any) -> None:
        self.__dict__["_gi_mgr"] = manager


class Watched(_Held, pd.DataFrame):
    """A table that knows which rows of it were asked for."""

    def _gi_look(self) -> None:
        if "_gi_table" in self.__dict__:
            _note(self)

    @property
    def _constructor(self) -> type:
        return pd.DataFrame

    def __getitem__(self, key: Any) -> Any:
        if type(key) is str:
            with unnoticed():
                if key in self.columns:
                    return _wrap(Column, super().__getitem__(key), self, key)
        if type(key) is Mask and key.__dict__["_gi_table"] is self:
            with unnoticed():
                rows = super().__getitem__(_plain(pd.Series, key))
            return _wrap(Watched, rows, self.__dict__["_gi_table"], _both(self, key))
        return super().__getitem__(key)

    @property
    def loc(self) -> Any:
        """Rows by condition, as of any table."""
        return _Loc(self, super().loc)


def _both(frame: Watched, mask: Mask) -> list:
    where, more = frame.__dict__["_gi_where"], mask.__dict__["_gi_where"]
    return more if where == EVERYTHING else ["&", where, more]


class _Loc:
    def __init__(self, frame: Watched, real: Any) -> None:
        self._frame, self._real = frame, real

    def __getitem__(self, key: Any) -> Any:
        rows, *columns = key if isinstance(key, tuple) else (key,)
        if type(rows) is Mask and rows.__dict__["_gi_table"] is self._frame:
            chosen = self._frame[rows]
            if not columns:
                return chosen
            return chosen[columns[0]] if type(columns[0]) is str else pd.DataFrame(chosen).loc[:, columns[0]]
        return self._real[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._real[key] = value

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Line(_Held, pd.Series):
    """A column, or what a comparison of one gave; its frame is read when it is used for anything but choosing rows."""

    def _gi_look(self) -> None:
        if "_gi_table" in self.__dict__:
            _note(self.__dict__["_gi_table"])

    @property
    def _constructor(self) -> type:
        return pd.Series

    @property
    def _constructor_expanddim(self) -> type:
        return pd.DataFrame

    def _gi_mask(self, result: pd.Series, where: list) -> Mask:
        return _wrap(Mask, result, self.__dict__["_gi_table"], where)


def _compare(kind: str) -> Any:
    plain = getattr(pd.Series, kind)

    def compare(self: Column, other: Any) -> Any:
        try:
            value = _value(other)
        except TypeError:
            return plain(self, other)
        with unnoticed():
            result = plain(_plain(pd.Series, self), value)
        return self._gi_mask(result, [kind, self.__dict__["_gi_where"], value])

    return compare


class Column(_Line):
    """A column of a watched table."""

    __eq__, __ne__, __lt__, __le__, __gt__, __ge__ = (
        _compare(kind) for kind in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
    )
    __hash__ = None

    def isin(self, values: Any) -> Any:
        """Return which values are among `values`."""
        try:
            wanted = sorted({_value(value) for value in values}, key=repr)
        except TypeError:
            return super().isin(values)
        if len(wanted) > _MOST_VALUES:
            return super().isin(values)
        with unnoticed():
            result = _plain(pd.Series, self).isin(wanted)
        return self._gi_mask(result, ["isin", self.__dict__["_gi_where"], wanted])

    def isna(self) -> Any:
        """Return which values are missing."""
        with unnoticed():
            result = _plain(pd.Series, self).isna()
        return self._gi_mask(result, ["isna", self.__dict__["_gi_where"]])

    def notna(self) -> Any:
        """Return which values are there."""
        with unnoticed():
            result = _plain(pd.Series, self).notna()
        return self._gi_mask(result, ["notna", self.__dict__["_gi_where"]])


def _join(kind: str, sign: str) -> Any:
    plain = getattr(pd.Series, kind)

    def join(self: Mask, other: Any) -> Any:
        if type(other) is not Mask or other.__dict__["_gi_table"] is not self.__dict__["_gi_table"]:
            return plain(self, other)
        with unnoticed():
            result = plain(_plain(pd.Series, self), _plain(pd.Series, other))
        return self._gi_mask(result, [sign, self.__dict__["_gi_where"], other.__dict__["_gi_where"]])

    return join


class Mask(_Line):
    """Which rows of a watched table fit a condition."""

    __and__, __or__ = _join("__and__", "&"), _join("__or__", "|")

    def __invert__(self) -> Any:
        with unnoticed():
            result = ~_plain(pd.Series, self)
        return self._gi_mask(result, ["~", self.__dict__["_gi_where"]])


def _hear(event: str, given: tuple) -> None:
    """Note a file of data that is opened to be read."""
    if event != "open" or not _Watch.on or _Watch.silent or not isinstance(given[0], str):
        return
    mode = given[1]
    if (isinstance(mode, str) and set(mode) & set("wxa+")) or not given[0].lower().endswith(_DATA):
        return
    path = os.path.abspath(given[0])  # noqa: PTH100 nothing that opens a file may be called here
    if not path.startswith((sys.prefix, sys.base_prefix, os.path.dirname(__file__), "/proc", "/sys", "/dev", "/etc")):  # noqa: PTH120
        _Watch.files.add(path)
