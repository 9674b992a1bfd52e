"""What is worked out of the tables alone: done once in a process as long as they are as loaded, and by a batch for all.

What is kept still tells, each time it is asked for, what was read of the tables to make it (`govindex.reads`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from govindex import reads
from govindex.tables.load import Tables, are_as_loaded

Function = TypeVar("Function", bound=Callable[..., Any])


class _Kept(NamedTuple):
    marks: list[Any]
    values: dict[Any, tuple[Any, dict[str, set[str]]]]


_kept = _Kept([], {})


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
        if not are_as_loaded(tables):
            return function(first, *args, **options)
        marks = reads.mark(tables)
        if not reads.are_same(marks, _kept.marks):
            _kept.marks[:] = marks
            _kept.values.clear()
        about = () if first is tables else tuple(first[1:])
        key = (function, about, _freeze(args), _freeze(options.items()))
        if key not in _kept.values:
            with reads.record(tables) as (watched, told):
                given = watched if first is tables else first._replace(tables=watched)
                _kept.values[key] = function(given, *args, **options), told
        value, told = _kept.values[key]
        reads.note(told)
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else _copy(value)

    return find


def _freeze(values: Any) -> tuple:
    return tuple(_freeze(each) if isinstance(each, list | tuple) else each for each in values)


def _copy(value: Any) -> Any:
    return type(value)(value) if type(value) in (list, dict) else value
