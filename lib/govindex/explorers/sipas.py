"""The SIPAS explorer: every known score over the years, criteria of one province and the index of several."""

from __future__ import annotations

import textwrap
from itertools import permutations
from typing import Any

import pandas as pd

from govindex.charts import explore_lines, explore_sipas
from govindex.compare.frameworks import find_framework
from govindex.compare.highlights import THRESHOLD
from govindex.compare.ranks import list_printed_ranks
from govindex.compare.scores import change_scores, find_mean
from govindex.compare.trends import number_stretches, trend_scores
from govindex.errors import NotComparable
from govindex.explorers.book import keep_measure, list_provinces, list_rows, province_control, write_book, write_panel
from govindex.explorers.controls import Control
from govindex.explorers.model import Explorer
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.words import list_group, listing, say

MOST = 5  # provinces beside the chosen one
FIRST_BESIDE = 4  # of them at the start
LEAST, GREATEST, STEP = 70, 100, 0.5  # of the threshold, per cent


class SipasExplorer(Explorer):
    """SIPAS by province, years and criteria against a threshold, and the index beside that of other provinces.

    Parameters
    ----------
    page : Page
        Where it starts; its year is the last one shown.
    """

    measures = ("sipas",)

    def __init__(self, page: Page) -> None:
        provinces = list_provinces(page)
        own = keep_measure(page, "sipas")
        rows = _list_scores(own)
        controls = _list_controls(own, provinces, rows)
        super().__init__(page, _write_book(own, provinces, rows, controls), controls)


def _list_scores(page: Page) -> pd.DataFrame:
    """Return every score with its labels, framework and stretch, and the published rank of the index."""
    codes = list(page.tables.components.query("measure == 'sipas'")["component"])
    provinces = page.tables.scores["province"].unique()
    each = [trend_scores(page.tables, codes, province=code).assign(province=code) for code in sorted(provinces)]
    rows = label_sources(pd.concat(each, ignore_index=True), page.tables.sources)
    rows = label_components(page.tables, rows.assign(suspect=rows["status"] == "suspect"), page.lang)
    ranks = [list_printed_ranks(page.tables, "sipas", year=year).assign(year=year) for year in rows["year"].unique()]
    ranks = pd.concat(ranks)[["province", "year", "rank"]].assign(component="sipas")
    rows = rows.merge(ranks.rename(columns={"rank": "printed_rank"}), on=["province", "year", "component"], how="left")
    return label_status(rows, page.lang)


def _list_controls(page: Page, provinces: list[dict[str, Any]], rows: pd.DataFrame) -> list[Control]:
    lang = page.lang
    years = [page.year, *rows["year"], *page.tables.ranks["year"]]
    limits = {"minimum": int(min(years)), "maximum": int(max(years))}
    criteria = rows.drop_duplicates("component").set_index("component")["name"].sort_index()
    criteria["sipas"] = say("explore_sipas.index", lang)
    known = set(rows.loc[rows["component"] == "sipas", "province"])
    held = {*rows["province"], *page.tables.ranks["province"]}
    forms = tuple((form, say(f"explore.form_{form}", lang)) for form in ("lines", "slope"))
    named = [(each["code"], each["name"]) for each in provinces]
    return [
        province_control(page, provinces, offered=tuple(code for code, _ in named if code in held)),
        Control("first", "range", say("explore.first_year", lang), **limits, keeps=("<=", "year")),
        Control("year", "range", say("explore.last_year", lang), **limits, keeps=(">=", "first")),
        Control("criteria", "several", say("explore.criteria", lang), options=tuple(criteria.items())),
        Control("form", "choice", say("explore.form", lang), options=forms),
        Control(
            "threshold",
            "range",
            say("explore.threshold", lang),
            minimum=LEAST,
            maximum=GREATEST,
            step=STEP,
            suffix="%",
        ),
        Control(
            "beside",
            "several",
            say("explore.beside", lang),
            options=tuple(pair for pair in named if pair[0] in known),
            most=MOST,
        ),
    ]


def _write_book(
    page: Page, provinces: list[dict[str, Any]], rows: pd.DataFrame, controls: list[Control]
) -> dict[str, Any]:
    lang = page.lang
    figures = {"name": None, "year": None, "score": 2}
    trust = {"status": None, "publisher": None}
    panels = [
        write_panel(page, "satisfaction", explore_sipas.criteria_panel(lang=lang), figures | trust),
        write_panel(
            page,
            "side",
            explore_lines.lines_panel(lang=lang, title=say("chart.scale_sipas", lang)),
            figures | {"printed_rank": 0} | trust,
            picks="province",
        ),
    ]
    criteria = [code for code, _ in controls[3].options]
    held = rows.groupby("province")["year"].agg(lambda years: [str(year) for year in sorted(set(years))])
    scored = (
        rows[rows["component"] == "sipas"].groupby("province")["year"].nunique().drop(page.province, errors="ignore")
    )
    most = scored.reset_index().sort_values(["year", "province"], ascending=[False, True])["province"]
    state = {
        "province": page.province,
        "first": int(controls[1].minimum),
        "year": page.year,
        "criteria": criteria,
        "form": "lines",
        "threshold": THRESHOLD,
        "beside": list(most[:FIRST_BESIDE]),
    }
    kept = ["component", "name", "short", "year", "score", "status", "publisher", "suspect", "framework", "stretch"]
    told = list_group("sipas", lang)
    return write_book(
        page,
        "sipas",
        notebook="sipas_criteria",
        state=state,
        controls=controls,
        panels=panels,
        provinces=provinces,
        criteria=criteria,
        rows={
            province: {code: list_rows(one[[*kept, "printed_rank"]]) for code, one in own.groupby("component")}
            for province, own in rows.groupby("province")
        },
        changes=_list_changes(page, rows),
        means=_list_means(page),
        breaks=_list_breaks(page, controls[1]),
        held={province: listing(years, lang) for province, years in held.items()},
        ranks=_tell_ranks(page),
        told={key: told[key] for key in ("index_never", "ranks")},
    )


def _list_changes(page: Page, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the change of each component by province, year and base, for every two years that compare."""
    changes: dict[str, Any] = {}
    for province, own in rows.groupby("province"):
        for base, year in permutations(sorted(own["year"].unique().tolist()), 2):
            if base > year:
                continue
            try:
                both = change_scores(page.tables, "sipas", province=province, year=year, base=base)
            except NotComparable:
                continue
            for component, change in zip(both["component"], both["change"], strict=True):
                by_year = changes.setdefault(province, {}).setdefault(component, {})
                by_year.setdefault(year, {})[base] = change
    return changes


def _list_means(page: Page) -> list[dict[str, Any]]:
    """Return the national mean of each year that has one: year, score, framework, stretch."""
    years = sorted(page.tables.national["year"].unique().tolist())
    means = {year: find_mean(page.tables, "sipas", year=year) for year in years}
    rows = pd.DataFrame(
        [
            {
                "component": "sipas",
                "year": year,
                "score": mean,
                "framework": find_framework(page.tables, "sipas", year=year),
            }
            for year, mean in means.items()
            if mean is not None
        ]
    )
    return list_rows(number_stretches(rows)[["year", "score", "framework", "stretch"]])


def _list_breaks(page: Page, years: Control) -> list[dict[str, Any]]:
    """Return where the framework changed: year, at (where the rule stands), told."""
    frameworks = page.tables.frameworks.drop_duplicates("framework").sort_values("first_year")["first_year"]
    return [
        {
            "year": int(year),
            "at": year - 0.5,
            "told": textwrap.fill(say("chart.framework_from", page.lang, year=year), 13),
        }
        for year in frameworks
        if year > years.minimum
    ][-1:]


def _tell_ranks(page: Page) -> dict[str, str]:
    """Return the published ranks of each province, as the sentence of the notebook has them."""
    ranks = page.tables.ranks[page.tables.ranks["component"] == "sipas"].sort_values("year")
    return {
        province: listing(
            [say("sipas.rank_of_year", page.lang, rank=row.rank, year=row.year) for row in own.itertuples(index=False)],
            page.lang,
        )
        for province, own in ranks.groupby("province")
    }
