"""Whether tables still hold what shallow copies of them hold, told by the memory that both share and not by reading it.

pandas copies a column's values when one of two tables that share them is changed (its copy-on-write), so what still
shares them is the same.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd


def copy_tables(tables: Iterable[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return shallow copies: changing one of either does not change the other."""
    return [table.copy(deep=False) for table in tables]


def are_same(tables: Iterable[pd.DataFrame], copies: list[pd.DataFrame]) -> bool:
    """Return whether no table, nor the copy made of it, was changed since.

    Tables that were never copies of each other are not the same unless they share all that they hold.
    """
    tables = list(tables)
    return len(tables) == len(copies) and all(map(_is_same, tables, copies))


def _is_same(table: pd.DataFrame, copy: pd.DataFrame) -> bool:
    if not (table.index.is_(copy.index) and table.columns.is_(copy.columns)):
        return False
    pairs = zip(table.items(), copy.items(), strict=True)
    return all(_is_unchanged(column, of_copy) for (_, column), (_, of_copy) in pairs)


def _is_unchanged(column: pd.Series, copy: pd.Series) -> bool:
    """Return whether two columns share their values; where a type shows no memory of its own, whether they are equal.

    That is so of whole numbers with gaps, and of all texts where pyarrow is installed.
    """
    shows = isinstance(column.dtype, np.dtype) or getattr(column.dtype, "storage", "") == "python"
    if not shows or column.empty:
        return column.equals(copy)
    return np.may_share_memory(column.to_numpy(), copy.to_numpy())
