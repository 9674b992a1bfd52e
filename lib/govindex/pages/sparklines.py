"""Sparklines: the totals of a province over the years as small lines, broken where two years do not compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from govindex.compare.frameworks import find_framework, list_breaks
from govindex.tables.names import MEASURES
from govindex.words import DIGITS, number, say

if TYPE_CHECKING:
    from govindex.tables.load import Tables

WIDTH, HEIGHT, MARGIN = 96, 24, 3


def list_lines(tables: Tables, province: str) -> list[dict[str, Any]]:
    """Return one line for each measure that has two or more totals of a province.

    Each with name, value (the last, in words), told (what it shows, for those who do not see it), strokes (points of
    polylines), dots and last (places of the scores). A line joins years that follow each other in one known framework
    and compare.
    """
    if "measure" not in tables.scores:
        return []
    scores = tables.scores
    own = scores[(scores["province"] == province) & scores["component"].isin(MEASURES)]
    lines = []
    for measure in MEASURES:
        totals = own[own["component"] == measure].sort_values("year")
        if len(totals) > 1:
            lines.append(_draw(tables, measure, totals))
    return lines


def _draw(tables: Tables, measure: str, totals: pd.DataFrame) -> dict[str, Any]:
    years, scores = totals["year"].tolist(), totals["score"].tolist()
    places = list(zip(_scale(years, WIDTH), (HEIGHT - y for y in _scale(scores, HEIGHT)), strict=True))
    frameworks = [find_framework(tables, measure, year=year) for year in years]
    broken = list_breaks(tables, measure)
    strokes: list[list[str]] = []
    for at, (x, y) in enumerate(places):
        joined = at and years[at] == years[at - 1] + 1 and frameworks[at] == frameworks[at - 1] and frameworks[at]
        if not joined or (measure, years[at]) in broken:
            strokes.append([])
        strokes[-1].append(f"{x:g},{y:g}")
    digits = DIGITS[measure]
    told = ", ".join(f"{year}: {number(score, 'vi', digits)}" for year, score in zip(years, scores, strict=True))
    return {
        "name": say(f"measure.{measure}", "vi"),
        "value": f"{number(scores[-1], 'vi', digits)} ({years[-1]})",
        "told": f"{say(f'measure.{measure}', 'vi')}: {told}",
        "strokes": [" ".join(stroke) for stroke in strokes if len(stroke) > 1],
        "dots": places[:-1],
        "last": places[-1],
    }


def _scale(values: list[float], size: float) -> list[float]:
    """Return values as places between the margins of a picture."""
    low, high = min(values), max(values)
    span = (high - low) or 1
    middle = 0 if high > low else 0.5
    return [round(MARGIN + (size - 2 * MARGIN) * ((value - low) / span + middle), 2) for value in values]
