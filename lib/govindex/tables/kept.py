"""What is worked out of the tables alone: done once in a process until they change, and by a batch for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from govindex.tables.load import Tables
from govindex.tables.same import Copy, are_same, remember_tables

Function = TypeVar("Function", bound=Callable[..., Any])


class _Kept(NamedTuple):
    """What is kept: `values` by function and arguments, of tables that still are as `copies` of them.

    `trusted` are these tables, and others that share all with them, while the library is at work on them: nobody
    changes them meanwhile.
    """

    copies: list[Copy]
    values: dict[Any, Any]
    trusted: list[Tables]


_kept = [_Kept([], {}, [])]


@contextmanager
def trust(tables: Tables) -> Iterator[dict[Any, Any]]:
    """Give what is kept of `tables`; whether they have changed is looked at once, until the work on them is done."""
    before, nested = _kept[0], bool(_kept[0].trusted)
    if not any(tables is each for each in before.trusted):
        if not are_same(tables, before.copies):
            _kept[0] = _Kept(remember_tables(tables), {}, [])
        _kept[0].trusted.append(tables)
    try:
        yield _kept[0].values
    finally:
        if nested:
            _kept[0] = before
        else:
            _kept[0].trusted.clear()


def looking_once(function: Function) -> Function:
    """Return `function` with its first argument's tables trusted while it works: of use where it looks up much."""

    @wraps(function)
    def work(first: Any, *args: Any, **options: Any) -> Any:
        with trust(first if isinstance(first, Tables) else first.tables):
            return function(first, *args, **options)

    return work


def kept(function: Function) -> Function:
    """Return `function` with what it returns kept, for the same tables and the same further arguments.

    Parameters
    ----------
    function : callable
        Its first argument is `Tables`, or a page, which has them; the others are text, numbers and lists of these. What
        it returns depends on nothing else, and each caller is given a table, list or dict of its own.
    """

    @wraps(function)
    def find(first: Any, *args: Any, **options: Any) -> Any:
        tables = first if isinstance(first, Tables) else first.tables
        about = () if first is tables else tuple(first[1:])
        key = (function, about, _freeze(args), _freeze(options.items()))
        with trust(tables) as values:
            if key not in values:
                values[key] = function(first, *args, **options)
        value = values[key]
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else _copy(value)

    return find


def _freeze(values: Any) -> tuple:
    return tuple(_freeze(each) if isinstance(each, list | tuple) else each for each in values)


def _copy(value: Any) -> Any:
    return type(value)(value) if type(value) in (list, dict) else value
