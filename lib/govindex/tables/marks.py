"""Marks by which tables are known to hold the same, without looking at what they hold."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd


def mark(tables: NamedTuple) -> list[Any]:
    """Return marks of what the tables hold; copies of a table have the same until one of them is changed."""
    held = [table._mgr for table in tables]
    return [each for manager in held for each in (*manager.axes, *(block.refs for block in manager.blocks))]


def are_same(marks: list[Any], others: list[Any]) -> bool:
    """Return whether two lists of marks are of tables that hold the same."""
    if len(marks) != len(others) or not marks:
        return False
    for one, other in zip(marks, others, strict=True):
        if one is not other and not (isinstance(one, pd.Index) and one.is_(other)):
            return False
    return True
