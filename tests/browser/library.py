"""What the library says of a choice, and whether marks stand where their values are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govindex.compare.ranks import group_scores
from govindex.tables.load import Tables
from govindex.tables.page import Page

NEAR = 0.7  # pixels


class Library:
    """The tables, in one language; where every province stands is worked out once for a component and year."""

    def __init__(self, tables: Tables, lang: str) -> None:
        self.tables = tables
        self.lang = lang
        self._known: dict[tuple[str, int], pd.DataFrame] = {}

    def places(self, component: str, year: int) -> pd.DataFrame:
        """Return score, rank, scored and group of every province scored, by province."""
        if (component, year) not in self._known:
            grouped = group_scores(self.tables, component, year=year)
            self._known[component, year] = grouped.set_index("province")
        return self._known[component, year]

    def page(self, state: dict[str, Any]) -> Page:
        """Return the page of the province and year of a state."""
        return Page(self.tables, state["province"], state["year"], self.lang)

    def scores(self, component: str, **kept: Any) -> pd.DataFrame:
        """Return the rows of a component's scores that have these values."""
        scores = self.tables.scores
        for name, value in {"component": component, **kept}.items():
            scores = scores[scores[name] == value]
        return scores


def middle(mark: dict[str, Any]) -> tuple[float, float]:
    """Return the centre of a mark, in pixels from the left and from the top."""
    return mark["left"] + mark["width"] / 2, mark["top"] + mark["height"] / 2


def check_straight(at: list[tuple[float, float]]) -> None:
    """Values and pixels lie on one straight line."""
    values, pixels = np.array(at, dtype=float).T
    if np.ptp(values) < 1e-9:
        assert np.ptp(pixels) < NEAR
        return
    fitted = np.polyval(np.polyfit(values, pixels, 1), values)
    assert np.abs(fitted - pixels).max() < NEAR
