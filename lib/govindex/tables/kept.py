"""What is worked out of the tables alone: done once in a process until they change, and by a batch for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from govindex.tables.load import Tables
from govindex.tables.marks import are_same, mark

Function = TypeVar("Function", bound=Callable[..., Any])


class _Kept(NamedTuple):
    marks: list[Any]
    shared: list[pd.DataFrame]  # pandas copies what two tables share when one is changed, and a copy has other marks
    values: dict[Any, Any]


_kept = _Kept([], [], {})


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
        marks = mark(tables)
        if not are_same(marks, _kept.marks):
            _kept.marks[:] = marks
            _kept.shared[:] = [table.copy(deep=False) for table in tables]
            _kept.values.clear()
        about = () if first is tables else tuple(first[1:])
        key = (function, about, _freeze(args), _freeze(options.items()))
        if key not in _kept.values:
            _kept.values[key] = function(first, *args, **options)
        value = _kept.values[key]
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else _copy(value)

    return find


def _freeze(values: Any) -> tuple:
    return tuple(_freeze(each) if isinstance(each, list | tuple) else each for each in values)


def _copy(value: Any) -> Any:
    return type(value)(value) if type(value) in (list, dict) else value
