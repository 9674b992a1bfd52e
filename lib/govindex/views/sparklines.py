"""Sparklines: the totals of a province over the years as small lines, broken where two years do not compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from govindex.compare.trends import number_stretches
from govindex.tables.names import MEASURES
from govindex.words import DIGITS, number, say

if TYPE_CHECKING:
    from govindex.tables.load import Tables

WIDTH, HEIGHT, MARGIN = 96, 24, 3


def list_lines(tables: Tables, province: str, lang: str = "vi", *, year: int | None = None) -> list[dict[str, Any]]:
    """Return one line for each measure that has two or more totals of a province.

    Each with measure (its code), name, value (the last, in words), told (what it shows, for those who do not see it),
    strokes (points of polylines), dots (places of the scores) and marked (that of `year`, by default the last; None
    where it has no score). A line joins the years of one stretch (`govindex.compare.trends.number_stretches`).
    """
    if "measure" not in tables.scores:
        return []
    scores = tables.scores
    own = scores[(scores["province"] == province) & scores["component"].isin(MEASURES)]
    lines = []
    for measure in MEASURES:
        totals = own[own["component"] == measure].sort_values("year")
        if len(totals) > 1:
            lines.append(_draw(tables, measure, totals, lang, year))
    return lines


def _draw(tables: Tables, measure: str, totals: pd.DataFrame, lang: str, year: int | None) -> dict[str, Any]:
    years, scores = totals["year"].tolist(), totals["score"].tolist()
    places = list(zip(_scale(years, WIDTH), (HEIGHT - y for y in _scale(scores, HEIGHT)), strict=True))
    strokes: dict[int, list[str]] = {}
    for stretch, (x, y) in zip(number_stretches(tables, totals, ["component"]), places, strict=True):
        strokes.setdefault(stretch, []).append(f"{x:g},{y:g}")
    digits = DIGITS[measure]
    name = say(f"measure.{measure}", lang)
    told = ", ".join(f"{year}: {number(score, lang, digits)}" for year, score in zip(years, scores, strict=True))
    return {
        "measure": measure,
        "name": name,
        "value": f"{number(scores[-1], lang, digits)} ({years[-1]})",
        "told": f"{name}: {told}",
        "strokes": [" ".join(stroke) for stroke in strokes.values() if len(stroke) > 1],
        "dots": places,
        "marked": dict(zip(years, places, strict=True)).get(years[-1] if year is None else year),
    }


def _scale(values: list[float], size: float) -> list[float]:
    """Return values as places between the margins of a picture."""
    low, high = min(values), max(values)
    span = (high - low) or 1
    middle = 0 if high > low else 0.5
    return [round(MARGIN + (size - 2 * MARGIN) * ((value - low) / span + middle), 2) for value in values]
