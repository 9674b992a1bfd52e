"""The tables of a sheet, and what is looked up in them by the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from govindex.figures.declare import Above, Following, Join, State, Summed
from govindex.tables.kept import trust
from govindex.tables.load import Tables


class Frames(Mapping[str, pd.DataFrame]):
    """The tables of a sheet by name, each made when it is first asked for.

    Attributes
    ----------
    tables : Tables, optional
        What they are worked out of.
    """

    def __init__(self, **makers: Callable[[], pd.DataFrame]) -> None:
        self.tables: Tables | None = None
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            with self.at_work():
                self._made[name] = self._makers[name]()
        return self._made[name]

    def at_work(self) -> AbstractContextManager:
        """Look once whether the tables have changed, for all that is looked up meanwhile."""
        return nullcontext() if self.tables is None else trust(self.tables)

    def take(self, made: Mapping[str, pd.DataFrame]) -> None:
        """Take tables that were made before."""
        self._made |= made

    @classmethod
    def join(cls, *several: Frames) -> Frames:
        """Return the tables of several together; of two with one name the later."""
        return cls(**{name: partial(frames.__getitem__, name) for frames in several for name in frames})

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def resolve(frames: Frames, derived: tuple[Following, ...], state: State) -> State:
    """Return the state with what follows from it."""
    whole = dict(state)
    for each in derived:
        if isinstance(each, Summed):
            whole[each.name] = _limit(add_up(each.terms, whole), each, whole)
        elif isinstance(each, Above):
            whole |= _count_above(frames[each.table], each, whole)
        elif isinstance(each, Join):
            row = find_row(frames[each.table], each.on, whole) or {}
            whole |= {name: row.get(column) for column, name in (each.columns or {}).items()}
        else:
            row = find_row(frames[each.table], each.on, whole)
            whole[each.name] = follow(each.otherwise, whole) if row is None else row[each.column]
    return whole


def add_up(terms: tuple[str | int, ...], known: Mapping[str, Any]) -> float | None:
    """Return the sum of terms, to six decimals; None where one is missing.

    Examples
    --------
    >>> add_up(("total", "-$own", 1), {"total": 2.5, "$own": 0.25})
    3.25
    """
    total = 0.0
    for term in terms:
        value = term if isinstance(term, int) else known.get(term.removeprefix("-"))
        if value is None or pd.isna(value):
            return None
        total += -value if isinstance(term, str) and term.startswith("-") else value
    return round(total, 6)


def _limit(total: float | None, summed: Summed, known: Mapping[str, Any]) -> float | None:
    for reference, choose in ((summed.least, max), (summed.most, min)):
        if reference is not None and total is not None:
            limit = follow(reference, known)
            total = None if limit is None or pd.isna(limit) else choose(total, limit)
    return total


def _count_above(frame: pd.DataFrame, above: Above, known: Mapping[str, Any]) -> State:
    rows = take_rows(frame, {column: follow(reference, known) for column, reference in above.on.items()})
    value = follow(above.value, known)
    if rows.empty or value is None or pd.isna(value):
        return {above.name: None, **dict.fromkeys(above.nearest.values())}
    rows = leave_out(rows, {column: follow(reference, known) for column, reference in above.apart.items()})
    more = rows[rows[above.column] > value]
    first = more.loc[more[above.column].idxmin()] if len(more) else {}
    return {above.name: len(more), **{name: first.get(column) for column, name in above.nearest.items()}}


def find_row(frame: pd.DataFrame, on: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the first row whose columns `on` have the values referred to, or None."""
    found = take_rows(frame, {column: follow(reference, known) for column, reference in on.items()})
    return None if found.empty else found.iloc[0].to_dict()


def take_rows(frame: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table whose columns have a wanted value, or one of several."""
    return frame.iloc[find_rows(frame, wanted)] if wanted else frame.copy(deep=False)


def find_rows(frame: pd.DataFrame, wanted: Mapping[str, Any]) -> np.ndarray:
    """Return where in a table, from 0, the rows stand whose columns have a wanted value, or one of several."""
    found = np.arange(len(frame))
    for column in sorted(wanted, key=lambda column: not is_numeric_dtype(frame[column])):  # numbers compare faster
        value, values = wanted[column], frame[column].array.take(found) if len(found) < len(frame) else frame[column]
        is_wanted = pd.Series(values).isin(value) if isinstance(value, list) else values == value
        found = found[np.asarray(is_wanted, dtype=bool)]
    return found


def leave_out(rows: pd.DataFrame, unwanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table but those that have all the unwanted values."""
    return rows.drop(take_rows(rows, unwanted).index) if unwanted else rows


def follow(reference: str, known: Mapping[str, Any]) -> Any:
    """Return what a reference refers to: of the state with ``$``, else of the same name."""
    return known.get(reference.removeprefix("$"))
