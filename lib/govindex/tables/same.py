"""Whether tables still hold what they held, told by the memory that they share with copies and not by reading it.

pandas copies a column's values when one of two tables that share them is changed (its copy-on-write), so what still
shares them is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd


class Copy(NamedTuple):
    """A shallow copy of a table; `memory` holds each column's values, None for a type that shows no memory."""

    table: pd.DataFrame
    memory: list[np.ndarray | None]


def copy_tables(tables: Iterable[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return shallow copies: changing one of either does not change the other."""
    return [table.copy(deep=False) for table in tables]


def remember_tables(tables: Iterable[pd.DataFrame]) -> list[Copy]:
    """Return what `are_same` tells from then on whether tables have changed by."""
    return [Copy(copy, [_find_memory(column) for _, column in copy.items()]) for copy in copy_tables(tables)]


def are_same(tables: Iterable[pd.DataFrame], copies: list[Copy]) -> bool:
    """Return whether no table was changed since; others are the same if they share all that those hold."""
    tables = list(tables)
    return len(tables) == len(copies) and all(map(_is_same, tables, copies))


def _is_same(table: pd.DataFrame, copy: Copy) -> bool:
    if not (table.index.is_(copy.table.index) and table.columns.is_(copy.table.columns)):
        return False
    columns = zip(table.items(), copy.memory, strict=True)
    return all(_is_unchanged(column, memory, copy.table) for (_, column), memory in columns)


def _find_memory(column: pd.Series) -> np.ndarray | None:
    """Return the values of a column; None for whole numbers with gaps, and all texts where pyarrow is installed."""
    shows = isinstance(column.dtype, np.dtype) or getattr(column.dtype, "storage", "") == "python"
    return column.to_numpy() if shows and not column.empty else None


def _is_unchanged(column: pd.Series, memory: np.ndarray | None, copy: pd.DataFrame) -> bool:
    """Return whether a column has the memory that was seen; where none was, whether it equals its copy."""
    if memory is None:
        return column.equals(copy[column.name])
    return np.may_share_memory(column.to_numpy(), memory)
