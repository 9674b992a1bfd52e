"""The PAPI explorer: every score of the panel, with its rank, group and spread, in one book."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.charts import explore
from govindex.charts.theme import halve_name
from govindex.compare.frameworks import list_common, list_covered
from govindex.compare.ranks import group_measure, spread_scores
from govindex.compare.similar import find_drivers, find_similar
from govindex.explorers.book import (
    list_names,
    list_provinces,
    list_spans,
    number_or_none,
    province_control,
    write_book,
    write_panel,
)
from govindex.explorers.controls import Control
from govindex.explorers.model import Explorer
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.page import Page
from govindex.words import say

MOST_PEERS = 5
PEERS = ("none", "region", "cities", "similar", "own")


class PapiExplorer(Explorer):
    """PAPI by province, year, component and up to five peers: spread, map, trend, peers.

    Parameters
    ----------
    page : Page
        Where it starts.

    Examples
    --------
    In a notebook, ``PapiExplorer(page)`` as the last line of a cell shows it.
    """

    measures = ("papi",)

    def __init__(self, page: Page) -> None:
        book, controls = _make_book(page.tables, page.lang)
        start = {"province": page.province, "year": page.year}
        super().__init__(page, book | {"state": book["state"] | start}, controls)


@kept
def _make_book(tables: Tables, lang: str) -> tuple[dict[str, Any], list[Control]]:
    """Return the book and the controls of every page in a language."""
    page = Page(tables, "", 0, lang)
    provinces = list_provinces(page)
    controls = _list_controls(page, provinces)
    return _write_book(page, provinces, controls), controls


def _list_controls(page: Page, provinces: list[dict[str, Any]]) -> list[Control]:
    lang = page.lang
    years = sorted(page.tables.scores.loc[page.tables.scores["measure"] == "papi", "year"].unique().tolist())
    components = _list_components(page)
    indent = {"total": "", "dimension": "", "sub-dimension": "– "}
    peers = tuple((kind, say(f"explore.peers_{kind}", lang)) for kind in PEERS)
    colours = tuple((kind, say(f"explore.colour_{kind}", lang)) for kind in ("groups", "points"))
    return [
        province_control(page, provinces),
        Control(
            "year",
            "range",
            say("explore.year", lang),
            minimum=years[0],
            maximum=years[-1],
            play=(say("explore.play", lang), say("explore.stop", lang)),
        ),
        Control(
            "component",
            "choice",
            say("explore.component", lang),
            options=tuple((code, indent[each["level"]] + each["told"]) for code, each in components.items()),
        ),
        Control("colour", "choice", say("explore.colour", lang), options=colours),
        Control("peers_kind", "choice", say("explore.peers_kind", lang), options=peers),
        Control(
            "peers",
            "several",
            say("explore.peers_pick", lang),
            options=tuple((each["code"], each["name"]) for each in provinces),
            most=MOST_PEERS,
            when=("peers_kind", "own"),
        ),
    ]


def _write_book(page: Page, provinces: list[dict[str, Any]], controls: list[Control]) -> dict[str, Any]:
    lang = page.lang
    years = range(controls[1].minimum, controls[1].maximum + 1)
    places = {each["code"]: at for at, each in enumerate(provinces)}
    components = _list_components(page)
    islands = page.tables.archipelagos
    similar = {year: find_similar(page.tables, list(places), year=year, count=MOST_PEERS) for year in years}
    panels = [
        write_panel(
            page,
            "spread",
            explore.spread_panel(lang=lang),
            {"name": None, "score": 3, "base_score": 3, "group": None, "rank": 0, "scored": 0}
            | dict.fromkeys(("lowest", "q1", "median", "q3", "highest"), 3),
            picks="component",
        ),
        write_panel(
            page,
            "map",
            explore.map_panel(lang=lang),
            {"name": None, "score": 3, "group": None, "rank": 0, "scored": 0},
            picks="province",
        ),
        write_panel(page, "trend", explore.trend_panel(lang=lang), {"name": None, "year": None, "score": 3}),
        write_panel(
            page,
            "peers",
            explore.peers_panel(lang=lang),
            {"name": None, "score": 3, "group": None, "rank": 0, "scored": 0},
            picks="province",
        ),
    ]
    state = {
        "province": page.province,
        "year": page.year,
        "component": "papi",
        "colour": "groups",
        "peers_kind": "cities",
        "peers": [],
    }
    return write_book(
        page,
        "papi",
        notebook="papi_dimensions",
        state=state,
        controls=controls,
        panels=panels,
        provinces=provinces,
        most=MOST_PEERS,
        archipelagos=[
            {
                "name": row[f"name_{lang}"],
                "lines": halve_name(row[f"name_{lang}"], 11),
                "col": int(row["tile_col"]),
                "row": int(row["tile_row"]),
            }
            for row in islands.to_dict("records")
        ],
        years=list(years),
        components=components,
        groupNames=[say(f"group.{group}", lang) for group in (1, 2, 3, 4)],
        similar=similar,
        drivers={
            year: find_drivers(page.tables, list(places), year=year, similar=found) for year, found in similar.items()
        },
        **_list_figures(page, list(components), years, places),
        **list_spans(page, ("papi",)),
    )


def _list_components(page: Page) -> dict[str, dict[str, Any]]:
    tree = page.tables.components
    rows = tree[tree["measure"] == "papi"]
    names = list_names(page, list(rows["component"]))
    children = rows.groupby("parent")["component"].agg(list)
    return {
        row["component"]: names[row["component"]]
        | {
            "level": row["level"],
            "parent": None if pd.isna(row["parent"]) else row["parent"],
            "children": children.get(row["component"], []),
        }
        for row in rows.to_dict("records")
    }


def _list_figures(page: Page, components: list[str], years: range, places: dict[str, int]) -> dict[str, Any]:
    """Return scores, ranks, groups, spread and range by component and year; provinces by their place in the list.

    A range is framework, minimum, maximum and whether the year compares with the one before.
    """
    names = ("scores", "ranks", "groups", "spread", "ranges")
    figures: dict[str, dict[str, dict[int, Any]]] = {name: {code: {} for code in components} for name in names}
    grouped = group_measure(page.tables, "papi").assign(at=lambda rows: rows["province"].map(places))
    for (component, year), rows in grouped.groupby(["component", "year"]):
        for name, column, empty in (("scores", "score", None), ("ranks", "rank", None), ("groups", "group", 0)):
            values = [empty] * len(places)
            for at, value in zip(rows["at"], rows[column].tolist(), strict=True):
                values[at] = value
            figures[name][component][year] = values
        figures["groups"][component][year] = "".join(map(str, figures["groups"][component][year]))
    for year in years:
        common = set(list_common(page.tables, "papi", year=year, base=year - 1))
        for row in list_covered(page.tables, "papi", year=year).itertuples():
            limits = [number_or_none(row.minimum), number_or_none(row.maximum)]
            figures["ranges"][row.component][year] = [row.framework, *limits, row.component in common]
        for row in spread_scores(page.tables, components, year=year).itertuples():
            points = [round(float(point), 6) for point in (row.minimum, row.q1, row.median, row.q3, row.maximum)]
            figures["spread"][row.component][year] = [row.scored, *points]
    return figures
