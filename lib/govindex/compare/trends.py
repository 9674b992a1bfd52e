"""Scores over the years: what a line follows, and where it breaks."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework, list_breaks
from govindex.tables.load import Tables
from govindex.tables.series import follow_series


def trend_scores(tables: Tables, components: list[str], *, province: str, year: int | None = None) -> pd.DataFrame:
    """Return the scores of some components over the years, with the framework of each year.

    A component is followed as a series: under the code that it has in each year, whatever that code means in others.

    Parameters
    ----------
    year : int, optional
        The codes are meant as of that year; without it as of their last years.

    Returns
    -------
    DataFrame
        One row per series and year with a score: measure, component (the code of that year), series, year, score,
        status, source, framework (missing where no source tells it), broken (true where it does not compare with the
        year before), stretch (as `number_stretches` gives it).
    """
    none = follow_series(tables, "", year=year).iloc[:0]  # of no component there is no span
    spans = pd.concat([none, *(follow_series(tables, component, year=year) for component in components)])
    spans = spans.drop_duplicates(["series", "component", "first_year"])
    scores = tables.scores
    own = scores[(scores["province"] == province) & scores["component"].isin(spans["component"])]
    own = own[["measure", "component", "year", "score", "status", "source"]]
    rows = own.merge(spans[["component", "series", "first_year", "last_year"]], on="component")
    held = ~(rows["first_year"] > rows["year"]).fillna(False) & ~(rows["last_year"] < rows["year"]).fillna(False)
    rows = rows[held].drop(columns=["first_year", "last_year"])
    trend = rows.sort_values(["series", "year"], ignore_index=True)
    pairs = trend[["measure", "year"]].drop_duplicates().itertuples(index=False, name=None)
    frameworks = {(measure, year): find_framework(tables, measure, year=year) for measure, year in pairs}
    keys = zip(trend["measure"], trend["year"], strict=True)
    trend = trend.assign(framework=[frameworks[key] for key in keys])
    return number_stretches(mark_breaks(tables, trend).reset_index(drop=True))


def mark_breaks(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` (of measure, component, year) with broken: whether they do not compare with the year before."""
    broken = {pair for measure in rows["measure"].unique() for pair in list_breaks(tables, measure)}
    spans = tables.series[tables.series["break_en"].notna()]
    broken |= set(zip(spans["component"], spans["first_year"].tolist(), strict=True))
    return rows.assign(broken=[pair in broken for pair in zip(rows["component"], rows["year"], strict=True)])


def number_stretches(trend: pd.DataFrame) -> pd.DataFrame:
    """Return `trend`, sorted by component (or series) and year, with the number of the stretch that each row is in.

    A line may join the rows of one stretch only: years that follow each other within one known framework, and compare
    where the column broken tells it.
    """
    line = "series" if "series" in trend else "component"
    before = trend[[line, "year", "framework"]].shift()
    joined = (
        (trend[line] == before[line])
        & (trend["year"] == before["year"] + 1)
        & (trend["framework"] == before["framework"])
    )
    starts = ~joined.fillna(False)
    return trend.assign(stretch=(starts | trend["broken"] if "broken" in trend else starts).cumsum())
