"""Tables that look like any other and note which of their rows were asked for."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from govindex.reads.noting import EVERYTHING, Watch, start_if_asked, unnoticed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_VALUES = 2000


def watch(tables: NamedTuple) -> NamedTuple:
    """Return the tables as watched ones, when this process is watched."""
    start_if_asked()
    if not Watch.on:
        return tables
    return type(tables)(
        *(_wrap(Watched, table, name, EVERYTHING) for name, table in zip(tables._fields, tables, strict=True))
    )


@contextmanager
def overhear() -> Iterator[dict[str, set[str]]]:
    """Give out a collection that holds in the end what was read of watched tables meanwhile; nobody else is told."""
    before = Watch.on, Watch.tables, Watch.silent
    Watch.on, Watch.tables, Watch.silent = True, {}, 0
    try:
        yield Watch.tables
    finally:
        Watch.on, Watch.tables, Watch.silent = before


@contextmanager
def record(tables: NamedTuple) -> Iterator[tuple[NamedTuple, dict[str, set[str]]]]:
    """Give out `tables` watched, and a collection that holds in the end what was read of them; nobody else is told."""
    with overhear() as told:
        plain = (_plain(pd.DataFrame, table) if type(table) is Watched else table for table in tables)
        named = zip(tables._fields, plain, strict=True)
        yield type(tables)(*(_wrap(Watched, table, name, EVERYTHING) for name, table in named)), told


def _note(frame: Watched) -> None:
    if Watch.silent or frame.__dict__.get("_gi_noted"):
        return
    frame.__dict__["_gi_noted"] = True
    Watch.tables.setdefault(frame.__dict__["_gi_table"], set()).add(json.dumps(frame.__dict__["_gi_where"]))


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
