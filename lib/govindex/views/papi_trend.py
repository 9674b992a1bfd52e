"""Prepared tables of PAPI over the years: the total and the dimensions of a province beside the national median."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework, list_covered
from govindex.compare.trends import mark_breaks, trend_scores
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources

TREND = [
    "measure",
    "component",
    "name",
    "year",
    "score",
    "median",
    "scored",
    "scale",
    "framework",
    "broken",
    "segment",
    "median_segment",
    "own",
    "source",
    "publisher",
]


def papi_total_trend(page: Page) -> pd.DataFrame:
    """Return the total over the years, as `papi_dimension_trend` does the dimensions."""
    return _trend(page, ["papi"])


def papi_dimension_trend(page: Page) -> pd.DataFrame:
    """Return the dimensions over the years beside the median of all provinces.

    One row per dimension and year with scores: measure, component, name, year, score (missing where the province has
    none), median, scored (provinces with a score), scale (the maximum), framework, broken (whether it does not compare
    with the year before), segment (years that a line may join: one after the other that compare; missing without a
    score), median_segment (the same for the median), own (true for the page's year), source, publisher. Empty where the
    province never had a score.
    """
    components = page.tables.components
    dimensions = components[(components["measure"] == "papi") & (components["level"] == "dimension")]
    return _trend(page, list(dimensions["component"]))


def _trend(page: Page, components: list[str]) -> pd.DataFrame:
    own = trend_scores(page.tables, components, province=page.province)
    if own.empty:
        return pd.DataFrame(columns=TREND)
    rows = _list_medians(page.tables, components, page.lang)
    rows = rows.merge(own[["component", "year", "score"]], on=["component", "year"], how="left")
    rows = mark_breaks(page.tables, rows)
    return rows.assign(own=rows["year"] == page.year, segment=_segment(rows, rows["score"]))[TREND]


@kept
def _list_medians(tables: Tables, components: list[str], lang: str) -> pd.DataFrame:
    """Return what `papi_dimension_trend` tells of all provinces: everything but score, own and segment."""
    by_year = tables.scores[tables.scores["component"].isin(components)].groupby(["component", "year"])
    rows = by_year["score"].agg(median="median", scored="size").join(by_year["source"].first()).reset_index()
    covered = [list_covered(tables, "papi", year=year).assign(year=year) for year in rows["year"].unique()]
    scales = pd.concat(covered)[["component", "year", "maximum"]].rename(columns={"maximum": "scale"})
    rows = rows.merge(scales, on=["component", "year"], how="left").sort_values(["component", "year"])
    rows["framework"] = [find_framework(tables, "papi", year=year) for year in rows["year"]]
    rows = mark_breaks(tables, rows.assign(measure="papi"))
    rows = label_components(tables, rows, lang).assign(median_segment=_segment(rows, rows["median"]))
    return label_sources(rows, tables.sources)


def _segment(rows: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Return a number for each run of years of one component and framework with a value; missing without one."""
    known = rows[values.notna()]
    breaks = (
        (known["component"] != known["component"].shift())
        | (known["framework"] != known["framework"].shift())
        | (known["year"] != known["year"].shift() + 1)
        | known["broken"]
    )
    return breaks.cumsum().astype("Int64").reindex(rows.index)
