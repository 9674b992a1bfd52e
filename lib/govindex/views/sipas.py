"""Prepared tables of SIPAS: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework
from govindex.compare.highlights import THRESHOLD
from govindex.compare.ranks import list_printed_ranks
from govindex.compare.scores import change_scores, find_mean, list_scores
from govindex.compare.trends import number_stretches, trend_scores
from govindex.errors import NotComparable
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.views.par import known_provinces
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
    rows = label_sources(label_components(page.tables, rows, page.lang, year=page.year), page.tables.sources)
    rows = rows.assign(measure="sipas")
    rows["source"] = [_list_sources(page, trend[trend["component"] == component]) for component in rows["component"]]
    columns = ["measure", "component", "level", "name", *wide.columns, "change", "direction", "status"]
    return rows[[*columns, "source", "publisher"]].reset_index(drop=True)


def sipas_criteria(page: Page) -> pd.DataFrame:
    """Return the five criteria over the years of the page's framework, up to its year.

    One row per criterion and year: measure, component, name, short, year, score (per cent), change (percentage points
    on the year before; of the page's year only), status, source, publisher, suspect, last (true for the page's year),
    stretch (a line joins the rows of one only), threshold (the per cent under which a criterion is called low). Empty
    where no criterion is scored in the page's year.
    """
    trend = trend_scores(page.tables, _list_criteria(page), province=page.province)
    framework = find_framework(page.tables, "sipas", year=page.year)
    trend = trend[(trend["framework"] == framework) & (trend["year"] <= page.year)]
    scored = trend.loc[trend["year"] == page.year, "component"]
    trend = trend[trend["component"].isin(scored)]
    last = trend["year"] == page.year
    rows = trend.assign(
        suspect=trend["status"] == "suspect",
        last=last,
        change=trend["component"].map(_change(page)).where(last),
        threshold=THRESHOLD,
    )
    rows = label_sources(label_status(rows, page.lang), page.tables.sources)
    columns = ["measure", "component", "name", "short", "year", "score", "change", "status", "source", "publisher"]
    named = label_components(page.tables, rows, page.lang, year=page.year)
    return named[[*columns, "suspect", "last", "stretch", "threshold"]].reset_index(drop=True)


def sipas_trend(page: Page) -> pd.DataFrame:
    """Return the index over all years with its published rank and the national mean.

    One row per year from the first to the last in which one of the three is known: measure, year, score, mean (per
    cent), printed_rank, framework, status, source, publisher (of the score, or else of the rank), suspect,
    rank_suspect, own (true for the page's year), stretch and mean_stretch (a line joins the years of one only). Empty
    where the province's index is not known for any year.
    """
    scores = trend_scores(page.tables, ["sipas"], province=page.province)
    years = _list_years(page)
    ranks = [_find_rank(page, year) for year in years]
    means = [find_mean(page.tables, "sipas", year=year) for year in years]
    if scores.empty:
        years, ranks, means = [], [], []
    rows = pd.DataFrame({"measure": "sipas", "year": years, "mean": means}).astype({"year": "int64", "mean": "float64"})
    rows["printed_rank"] = pd.array([None if rank is None else rank["rank"] for rank in ranks], dtype="Int64")
    rows["rank_suspect"] = [rank is not None and rank["status"] == "suspect" for rank in ranks]
    rows["framework"] = [find_framework(page.tables, "sipas", year=year) for year in years]
    rows = rows.merge(scores[["year", "score", "status", "source", "stretch"]], on="year", how="left")
    rank_sources = pd.Series([None if rank is None else rank["source"] for rank in ranks], dtype="str")
    rows["source"] = rows["source"].fillna(rank_sources)
    known = rows[rows["mean"].notna()].assign(component="mean")
    rows["mean_stretch"] = number_stretches(known)["stretch"]
    rows["suspect"] = rows["status"] == "suspect"
    rows["own"] = rows["year"] == page.year
    rows["status"] = [say(f"status.{status}", page.lang) if pd.notna(status) else None for status in rows["status"]]
    columns = ["measure", "year", "score", "printed_rank", "mean", "framework", "status", "source", "publisher"]
    marks = ["suspect", "rank_suspect", "own", "stretch", "mean_stretch"]
    return label_sources(rows, page.tables.sources)[[*columns, *marks]]


def sipas_known(page: Page) -> pd.DataFrame:
    """Return the provinces whose index is known, best first, as `known_provinces` does."""
    return known_provinces(page, "sipas")


def sipas_survey(page: Page) -> pd.DataFrame:
    """Return what citizens answered when asked, as the province's report of the year tells it, most frequent first.

    One row per item: measure (whose survey it is), kind (``wish``, ``experience``, ``satisfaction``), section, item,
    name, value (per cent of those asked), source, publisher.
    """
    survey = page.tables.survey
    own = survey[(survey["province"] == page.province) & (survey["year"] == page.year)]
    kinds = {kind: place for place, kind in enumerate(("wish", "experience", "satisfaction"))}
    own = own.assign(order=own["kind"].map(kinds)).sort_values(["order", "value"], ascending=[True, False])
    rows = own.assign(
        name=own[f"name_{page.lang}"],
        section=[
            say(f"sipas.{kind}", page.lang, measure=say(f"measure.{measure}", page.lang))
            for kind, measure in zip(own["kind"], own["measure"], strict=True)
        ],
    )
    columns = ["measure", "kind", "section", "item", "name", "value", "source", "publisher"]
    return label_sources(rows, page.tables.sources)[columns].reset_index(drop=True)


def _list_criteria(page: Page) -> list[str]:
    components = page.tables.components
    return list(
        components.loc[(components["parent"] == "sipas") & (components["division"] == "criterion"), "component"]
    )


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


def _list_years(page: Page) -> list[int]:
    """Return every year between the first and the last of which a score, rank or national mean is known."""
    tables = page.tables
    known = [
        table.loc[(table["component"] == "sipas") & (table["province"] == page.province), "year"]
        for table in (tables.scores, tables.ranks)
    ]
    means = tables.national[(tables.national["component"] == "sipas") & (tables.national["what"] == "mean")]
    years = pd.concat([*known, means["year"]])
    return list(range(int(years.min()), int(years.max()) + 1)) if len(years) else []


def _find_rank(page: Page, year: int) -> pd.Series | None:
    ranks = list_printed_ranks(page.tables, "sipas", year=year)
    own = ranks[ranks["province"] == page.province]
    return own.iloc[0] if len(own) else None
