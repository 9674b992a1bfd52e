"""Prepared tables of SIPAS: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework
from govindex.compare.scores import change_scores, list_scores
from govindex.compare.trends import trend_scores
from govindex.errors import NotComparable
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources
from govindex.words import say

TABLE_YEARS = 3  # as many as the annual report prints side by side


def sipas_table(page: Page) -> pd.DataFrame:
    """Return SIPAS as the annual report prints it: the criteria over the last years, the index last.

    One row per component scored in the page's year: measure, component, level, name; a column for each of the last
    three years with a score, named by it (``"2019"`` …, per cent), within the framework of the page's year; change
    (percentage points on the year before, where the two compare), direction (``+``, ``-``, ``=`` or missing), status
    (in words: of the page's year, then of each other year that differs), source (of the page's year, then any other of
    the years shown, between semicolons), publisher (of the page's year). Empty where nothing is scored in that year.
    """
    own = list_scores(page.tables, "sipas", province=page.province, year=page.year)
    trend = trend_scores(page.tables, list(own["component"]), province=page.province)
    framework = find_framework(page.tables, "sipas", year=page.year)
    trend = trend[(trend["year"] == page.year) | (trend["framework"] == framework) & (trend["year"] < page.year)]
    years = sorted(trend["year"].unique())[-TABLE_YEARS:]
    trend = trend[trend["year"].isin(years)]
    wide = trend.pivot(index="component", columns="year", values="score").reindex(columns=years)
    wide.columns = [str(year) for year in years]
    total = own["component"] == "sipas"
    rows = pd.concat([own[~total], own[total]]).merge(wide.reset_index(), on="component", how="left")
    rows["change"] = rows["component"].map(_change(page))
    rows["direction"] = rows["change"].map(_sign)
    rows["status"] = [_tell_status(page, trend[trend["component"] == component]) for component in rows["component"]]
    rows = label_sources(label_components(page.tables, rows, page.lang, year=page.year), page.tables.sources, page.lang)
    rows = rows.assign(measure="sipas")
    rows["source"] = [_list_sources(page, trend[trend["component"] == component]) for component in rows["component"]]
    columns = ["measure", "component", "level", "name", *wide.columns, "change", "direction", "status"]
    return rows[[*columns, "source", "publisher"]].reset_index(drop=True)


def _change(page: Page) -> pd.Series:
    """Return the change of each component on the year before; nothing where the two years do not compare."""
    try:
        changes = change_scores(page.tables, "sipas", province=page.province, year=page.year, base=page.year - 1)
    except NotComparable:
        return pd.Series(dtype="float64")
    return changes.set_index("component")["change"]


def _sign(change: float) -> str | None:
    if pd.isna(change):
        return None
    return "=" if change == 0 else "+" if change > 0 else "-"


def _tell_status(page: Page, trend: pd.DataFrame) -> str:
    """Return the trust in the figures of one component: of the page's year, then of years that differ from it."""
    by_year = trend.set_index("year")["status"]
    own = by_year[page.year]
    others = by_year[by_year != own].items()
    told = [
        say(f"status.{own}", page.lang),
        *(f"{year} {say(f'status.{status}', page.lang)}" for year, status in others),
    ]
    return "; ".join(told)


def _list_sources(page: Page, trend: pd.DataFrame) -> str:
    """Return the sources of one component's figures, that of the page's year first."""
    latest_first = trend.sort_values("year", key=lambda years: years != page.year, kind="stable")
    return "; ".join(dict.fromkeys(latest_first["source"]))
