"""The tables behind the pages of a province and year: scores and what follows from them, their course, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govindex.compare.frameworks import judge_changes
from govindex.compare.ranks import list_printed_ranks, place_province
from govindex.compare.scores import change_scores, find_mean, list_scores
from govindex.compare.trends import trend_scores
from govindex.errors import NoData
from govindex.tables.names import MEASURES, label_components
from govindex.tables.publishers import name_publishers
from govindex.words import say

if TYPE_CHECKING:
    from govindex.tables.page import Page

_LEAD = ["measure", "year", "province", "place", "component", "name", "level", "unit"]
SCORES = [
    *_LEAD, "score", "minimum", "maximum", "lost", "share", "mean", "printed_rank", "rank", "scored", "group",
    "base_year", "base_score", "change", "change_pct", "comparable", "reason", "status", "source", "note",
]  # fmt: skip
_COUNTS = ["printed_rank", "rank", "scored", "group", "base_year"]
TREND = [*_LEAD, "score", "framework", "broken", "status", "source"]


def tabulate_scores(page: Page) -> pd.DataFrame:
    """Return every score of a province and year, with what its pages tell of it.

    Returns
    -------
    DataFrame
        One row per measure and component, in the order of the tree: measure, year, province (code), place (its name),
        component, name (in the page's language, of that year), level, unit; score, minimum, maximum, lost (in the
        unit); share (per cent of the maximum); mean (of all provinces, where printed or whole); printed_rank; rank
        (computed), scored (how many have a score) and group (1 to 4) where every province is held; base_year,
        base_score, change (in the unit), change_pct (per cent) on the year before, where both compare; comparable
        (``yes``, ``no``, ``caution``) and reason; status, source, note. What is not known is missing.
    """
    parts = [_tabulate(page, measure) for measure in MEASURES]
    found = [part for part in parts if len(part)]
    if not found:
        return pd.DataFrame(columns=SCORES)
    rows = pd.concat(found, ignore_index=True)[SCORES]
    return rows.assign(share=rows["share"].round(2), change_pct=rows["change_pct"].round(2), mean=rows["mean"].round(6))


def _tabulate(page: Page, measure: str) -> pd.DataFrame:
    tables, province, year = page.tables, page.province, page.year
    rows = list_scores(tables, measure, province=province, year=year)
    if rows.empty:
        return rows
    rows = _lead(page, rows.assign(measure=measure, year=year))
    if page.lang == "vi":
        scores = tables.scores[(tables.scores["province"] == province) & (tables.scores["year"] == year)]
        rows["note"] = rows["component"].map(scores.set_index("component")["note_vi"])
    codes = list(rows["component"])
    rows["mean"] = pd.Series([find_mean(tables, code, year=year) for code in codes], dtype="float64")
    printed = {code: list_printed_ranks(tables, code, year=year).set_index("province")["rank"] for code in codes}
    rows["printed_rank"] = pd.array([ranks.get(province, pd.NA) for ranks in printed.values()], dtype="Int64")
    placed = _place(page, codes)
    rows = rows.merge(placed[["component", "rank", "scored", "group"]], on="component", how="left")
    base = year - 1
    changed = change_scores(tables, measure, province=province, year=year, base=base, common=True)
    rows = rows.merge(changed[["component", "base_score", "change", "change_pct"]], on="component", how="left")
    judged = judge_changes(tables, measure, year=year, base=base).set_index("component")
    rows["base_year"] = pd.array([base if known else pd.NA for known in rows["base_score"].notna()], dtype="Int64")
    told = {code: (row["comparable"], row[f"text_{page.lang}"]) for code, row in judged.to_dict("index").items()}
    known = list(zip(rows["component"], rows["base_score"].notna(), strict=True))
    rows["comparable"] = [told.get(code, ("yes", None))[0] if both else None for code, both in known]
    rows["reason"] = [told.get(code, ("yes", None))[1] if both else None for code, both in known]
    return rows.astype(dict.fromkeys(_COUNTS, "Int64"))


def _place(page: Page, codes: list[str]) -> pd.DataFrame:
    """Return rank, number scored and group where every province is held; no row of a measure without such a year."""
    try:
        return place_province(page.tables, codes, province=page.province, year=page.year)
    except NoData:
        return pd.DataFrame(columns=["component", "rank", "scored", "group"])


def tabulate_trend(page: Page) -> pd.DataFrame:
    """Return the course of every component that the province has a score of in any year.

    Returns
    -------
    DataFrame
        One row per measure, component and year: measure, year, province, place, component, name, level, unit; score;
        framework (missing where none is known); broken (true where it does not compare with the year before); status,
        source.
    """
    components = page.tables.components
    trend = trend_scores(page.tables, list(components["component"]), province=page.province)
    order = {code: place for place, code in enumerate(components["component"])}
    rows = trend.sort_values(
        ["component", "year"], key=lambda each: each.map(order) if each.name == "component" else each
    )
    rows = rows.merge(components[["component", "level"]], on="component")
    return _lead(page, rows)[TREND].reset_index(drop=True)


def list_sources(page: Page, *tables: pd.DataFrame) -> pd.DataFrame:
    """Return the sources that some tables name, one row each: as ``sources.csv`` describes them."""
    named = {source for table in tables for source in table["source"].dropna()}
    sources = name_publishers(page.tables.sources, page.lang).drop(columns="publisher_vi")
    return sources[sources["source"].isin(named)].reset_index(drop=True)


def _lead(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with names, units and the province in front."""
    rows = label_components(page.tables, rows, page.lang)
    units = {measure: say(f"spreadsheet.unit_{measure}", page.lang) for measure in MEASURES}
    return rows.assign(province=page.province, place=page.place, unit=rows["measure"].map(units))
