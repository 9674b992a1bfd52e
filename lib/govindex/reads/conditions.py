"""Which rows of a table fit a condition that was noted."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd


def select(table: pd.DataFrame, condition: list, kept: dict[str, np.ndarray]) -> np.ndarray:
    """Return which rows of a table fit a condition; `kept` holds what was found for comparisons of one column."""
    kind, *parts = condition
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
        found = getattr(table[parts[0]], kind)(*parts[1:])
        kept[key] = np.asarray(found.fillna(False), dtype=bool) if hasattr(found, "fillna") else np.asarray(found)
    return kept[key]
