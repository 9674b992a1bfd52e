"""Sparklines: the totals of the provinces over the years as small lines, broken where two years do not compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from govindex.compare.trends import number_stretches
from govindex.tables.kept import kept
from govindex.tables.names import MEASURES
from govindex.words import DIGITS, number, say

if TYPE_CHECKING:
    from govindex.tables.load import Tables

WIDTH, HEIGHT, MARGIN = 96, 24, 3


@kept
def draw_lines(tables: Tables, lang: str) -> pd.DataFrame:
    """Return a line for each province and measure that has two or more totals.

    Returns
    -------
    DataFrame
        One row each: province, measure (a code), name, value (the last, in words), told (what it shows, for those who
        do not see it), years (with a score), strokes (points of polylines), dots (places of the scores, one a year). A
        line joins the years of one stretch (`govindex.compare.trends.number_stretches`).
    """
    columns = ["province", "measure", "name", "value", "told", "years", "strokes", "dots"]
    if "measure" not in tables.scores:
        return pd.DataFrame(columns=columns)
    totals = tables.scores[tables.scores["component"].isin(MEASURES)].sort_values(["province", "component", "year"])
    totals = totals.assign(stretch=number_stretches(tables, totals, ["province", "component"]))
    rows = [
        (province, measure, *_draw(measure, own, lang))
        for (province, measure), own in totals.groupby(["province", "component"])
        if len(own) > 1
    ]
    return pd.DataFrame(rows, columns=columns)


def list_lines(tables: Tables, province: str, lang: str = "vi") -> list[dict[str, Any]]:
    """Return the lines of a province as `draw_lines` has them, in the order of the measures.

    Each with marked, the place of its last year.
    """
    lines = draw_lines(tables, lang)
    own = lines[lines["province"] == province].sort_values("measure", key=lambda each: each.map(MEASURES.index))
    return [{**line, "marked": line["dots"][-1]} for line in own.to_dict("records")]


def _draw(measure: str, totals: pd.DataFrame, lang: str) -> tuple[Any, ...]:
    years, scores = [int(year) for year in totals["year"]], totals["score"].tolist()
    places = [
        list(place) for place in zip(_scale(years, WIDTH), (HEIGHT - y for y in _scale(scores, HEIGHT)), strict=True)
    ]
    strokes: dict[int, list[str]] = {}
    for stretch, (x, y) in zip(totals["stretch"], places, strict=True):
        strokes.setdefault(stretch, []).append(f"{x:g},{y:g}")
    digits = DIGITS[measure]
    name = say(f"measure.{measure}", lang)
    told = ", ".join(f"{year}: {number(score, lang, digits)}" for year, score in zip(years, scores, strict=True))
    value = f"{number(scores[-1], lang, digits)} ({years[-1]})"
    joined = [" ".join(stroke) for stroke in strokes.values() if len(stroke) > 1]
    return name, value, f"{name}: {told}", years, joined, places


def _scale(values: list[float], size: float) -> list[float]:
    """Return values as places between the margins of a picture."""
    low, high = min(values), max(values)
    span = (high - low) or 1
    middle = 0 if high > low else 0.5
    return [round(MARGIN + (size - 2 * MARGIN) * ((value - low) / span + middle), 2) for value in values]
