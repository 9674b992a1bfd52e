"""Which rows of a table fit a condition that was noted."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

# What `watched` notes, by how much follows: a condition comes out of a file, and no other method is ever called.
_COMPARING = frozenset(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"))
_PARTS = {"all": 0, "&": 2, "|": 2, "~": 1, "isin": 2, "isna": 1, "notna": 1} | dict.fromkeys(_COMPARING, 2)


class NotACondition(ValueError):
    """Something in the place of a condition that nobody has noted."""


def select(table: pd.DataFrame, condition: list, kept: dict[str, np.ndarray]) -> np.ndarray:
    """Return which rows of a table fit a condition; `kept` holds what was found for comparisons of one column.

    Raises
    ------
    NotACondition
        For anything but what is noted while tables are watched; then nothing is done.
    KeyError
        When the table has no such column.
    """
    kind, *parts = _check(condition)
    if kind == "all":
        return np.ones(len(table), dtype=bool)
    if kind == "&":
        return select(table, parts[0], kept) & select(table, parts[1], kept)
    if kind == "|":
        return select(table, parts[0], kept) | select(table, parts[1], kept)
    if kind == "~":
        return ~select(table, parts[0], kept)
    key = json.dumps(condition)
    if key not in kept:
        try:
            found = getattr(table[parts[0]], kind)(*parts[1:])
        except TypeError as error:  # a text compared with numbers
            raise NotACondition(str(error)) from None
        kept[key] = np.asarray(found.fillna(False), dtype=bool) if hasattr(found, "fillna") else np.asarray(found)
    return kept[key]


def _check(condition: object) -> list:
    if not isinstance(condition, list) or not condition or not isinstance(condition[0], str):
        raise NotACondition(f"{condition!r} is no condition.")
    kind, *parts = condition
    if _PARTS.get(kind) != len(parts):
        raise NotACondition(f"{kind!r} with {len(parts)} parts is no condition.")
    if kind not in ("all", "&", "|", "~"):
        column, *values = parts
        values = values[0] if kind == "isin" and isinstance(values[0], list) else values
        if not isinstance(column, str) or not all(isinstance(value, str | int | float | bool) for value in values):
            raise NotACondition(f"{kind!r} of {column!r} is no condition.")
    return condition
