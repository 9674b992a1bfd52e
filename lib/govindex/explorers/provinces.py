"""The explorer of all provinces: every score of every measure, ranked, beside what is marked."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from govindex.charts import explore_lines, explore_provinces
from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_measure, spread_scores
from govindex.compare.scores import find_mean
from govindex.errors import NoData
from govindex.explorers.book import (
    keep_measure,
    list_by_province,
    list_names,
    list_provinces,
    list_spans,
    number_or_none,
    province_control,
    write_book,
    write_panel,
)
from govindex.explorers.model import Explorer
from govindex.figures.controls import Control
from govindex.tables.names import MEASURES
from govindex.tables.page import Page
from govindex.words import DIGITS, list_group, say

MOST = 5  # provinces marked beside the chosen one
ORDER = ("papi", "par", "sipas")
STATUSES = ("printed", "corrected", "derived", "suspect")


class ProvincesExplorer(Explorer):
    """All provinces by measure, component and year: ranking, table, years; the marked ones stand out in each.

    Parameters
    ----------
    page : Page
        Where it starts; its province is marked.
    """

    measures = MEASURES

    def __init__(self, page: Page) -> None:
        provinces = list_provinces(page)
        components = _list_components(page)
        controls = _list_controls(page, provinces, components)
        super().__init__(page, _write_book(page, provinces, components, controls), controls)


def _list_components(page: Page) -> dict[str, dict[str, Any]]:
    """Return the components of which any province has a score or rank, by code: name, measure, level."""
    tables = page.tables
    known = {*tables.scores["component"], *tables.ranks["component"]}
    rows = tables.components[tables.components["component"].isin(known)]
    names = list_names(page, list(rows["component"]))
    return {
        row.component: names[row.component] | {"measure": row.measure, "level": row.level}
        for measure in ORDER
        for row in rows[rows["measure"] == measure].itertuples(index=False)
    }


def _list_controls(page: Page, provinces: list[dict[str, Any]], components: dict[str, dict[str, Any]]) -> list[Control]:
    lang = page.lang
    years = [page.year, *page.tables.scores["year"], *page.tables.ranks["year"]]
    owned = {measure: [code for code, each in components.items() if each["measure"] == measure] for measure in ORDER}
    named = tuple((each["code"], each["name"]) for each in provinces)
    return [
        Control(
            "measure",
            "choice",
            say("explore.measure", lang),
            options=tuple((measure, say(f"measure.{measure}", lang)) for measure in ORDER),
        ),
        Control(
            "component",
            "choice",
            say("explore.component", lang),
            options=tuple((code, _indent(each) + each["told"]) for code, each in components.items()),
            allowed=("measure", owned),
            unknown=list_group("explore_provinces", lang)["not_of"],
        ),
        Control(
            "year",
            "range",
            say("explore.year", lang),
            minimum=int(min(years)),
            maximum=int(max(years)),
            play=(say("explore.play", lang), say("explore.stop", lang)),
        ),
        Control("wanted", "text", say("explore.wanted", lang)),
        province_control(page, provinces),
        Control("selected", "several", say("explore.selected", lang), options=named, most=MOST),
    ]


def _indent(component: dict[str, Any]) -> str:
    return "– " if component["level"] in ("sub-dimension", "field", "criterion") else ""


def _write_book(
    page: Page, provinces: list[dict[str, Any]], components: dict[str, dict[str, Any]], controls: list[Control]
) -> dict[str, Any]:
    lang = page.lang
    figures = {"name": None, "score": 3, "rank": 0, "rank_status": None, "group": None}
    trust = {"status": None, "publisher": None}
    panels = [
        write_panel(page, "standing", explore_provinces.standing_panel(lang=lang), figures | trust, picks="selected"),
        write_panel(page, "ranking", None, figures | trust, picks="selected"),
        write_panel(
            page,
            "course",
            explore_lines.lines_panel(lang=lang, title=say("column.score", lang)),
            {"name": None, "year": None, "score": 3} | trust,
            picks="selected",
        ),
    ]
    years = range(controls[2].minimum, controls[2].maximum + 1)
    places = {each["code"]: at for at, each in enumerate(provinces)}
    sources = page.tables.sources.set_index("source")["publisher"]
    parts = [_list_figures(page, measure, years, places) for measure in ORDER]
    names = ("scores", "ranks", "groups", "statuses", "sources", "rank_statuses", "frames", "middles")
    return write_book(
        page,
        "provinces",
        notebook="all_provinces",
        state={
            "measure": "papi",
            "component": "papi",
            "year": page.year,
            "wanted": "",
            "province": page.province,
            "selected": [],
        },
        controls=controls,
        panels=panels,
        provinces=provinces,
        components=components,
        years=list(years),
        digits=DIGITS,
        groupNames=[say(f"group.{group}", lang) for group in (1, 2, 3, 4)],
        groupPhrases=[say(f"group_phrase.{group}", lang) for group in (1, 2, 3, 4)],
        statusNames={status[0]: say(f"status.{status}", lang) for status in STATUSES},
        publishers=sources.to_dict(),
        measures={measure: say(f"measure.{measure}", lang) for measure in MEASURES},
        **list_spans(page, MEASURES),
        breaks=textwrap.fill(say("chart.framework_from", lang, year="{year}"), 13),
        **{name: {code: by for part in parts for code, by in part[name].items()} for name in names},
    )


def _list_figures(page: Page, measure: str, years: range, places: dict[str, int]) -> dict[str, Any]:
    """Return what is known of a measure, by component and year; provinces by their place in the list.

    scores; ranks (published, else computed where every province of the year is held); groups; statuses (their first
    letters) and sources, of the score or, where there is none, of the rank; rank_statuses; frames (framework and scale,
    which a line may not leave); middles (the national median of PAPI, the mean of the others).
    """
    own = keep_measure(page, measure)
    tables = own.tables
    scores = tables.scores[["component", "year", "province", "score", "status", "source"]]
    if measure == "papi":
        grouped = group_measure(tables, "papi")[["component", "year", "province", "rank", "group"]]
        rows = scores.merge(grouped, on=["component", "year", "province"]).assign(rank_status="d")
    else:
        ranks = tables.ranks[["component", "year", "province", "rank", "status", "source"]]
        rows = scores.merge(ranks, on=["component", "year", "province"], how="outer", suffixes=("", "_rank"))
        rows = _add_computed(own, measure, rows)
        rows = rows.assign(
            group=0,
            rank_status=rows["status_rank"].str[0].fillna("-"),
            status=rows["status"].fillna(rows["status_rank"]),
            source=rows["source"].fillna(rows["source_rank"]),
        )
    rows = rows.assign(status=rows["status"].str[0], group=rows["group"].astype("int64"))
    figures = list_by_province(
        rows,
        {"score": "scores", "rank": "ranks", "group": "groups", "status": "statuses", "source": "sources"}
        | {"rank_status": "rank_statuses"},
        places,
        texts={"group": "0", "status": "-", "rank_status": "-"},
    )
    for by_year in figures["sources"].values():
        for year, used in by_year.items():
            every = {source for source in used if source}
            by_year[year] = every.pop() if len(every) == 1 else used  # one source for all is told once
    figures |= {"frames": {}, "middles": {}}
    for year in years:
        known = rows.loc[rows["year"] == year, "component"].unique().tolist()
        covered = list_covered(tables, measure, year=year).set_index("component")
        for code in known:
            if code in covered.index:
                row = covered.loc[code]
                frame = [row["framework"], number_or_none(row["minimum"]), number_or_none(row["maximum"])]
                figures["frames"].setdefault(code, {})[year] = frame
        for code, middle in _list_middles(own, measure, known, year).items():
            figures["middles"].setdefault(code, {})[year] = middle
    return figures


def _add_computed(page: Page, measure: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the computed rank where none is published and every province of the year is held."""
    try:
        computed = group_measure(page.tables, measure)[["component", "year", "province", "rank"]]
    except NoData:
        return rows
    rows = rows.merge(computed, on=["component", "year", "province"], how="left", suffixes=("", "_computed"))
    lacking = rows["rank"].isna() & rows["rank_computed"].notna()
    return rows.assign(
        rank=rows["rank"].fillna(rows["rank_computed"]), status_rank=rows["status_rank"].mask(lacking, "derived")
    )


def _list_middles(page: Page, measure: str, components: list[str], year: int) -> dict[str, float]:
    if measure == "papi":
        spread = spread_scores(page.tables, components, year=year) if components else pd.DataFrame()
        return {row.component: round(float(row.median), 6) for row in spread.itertuples()}
    means = {component: find_mean(page.tables, component, year=year) for component in [measure, *components]}
    return {component: round(mean, 6) for component, mean in means.items() if mean is not None}
