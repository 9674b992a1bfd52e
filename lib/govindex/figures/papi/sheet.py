"""The sheet of PAPI: every figure of every province and year, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import papi as charts
from govindex.charts.theme import MEDIAN
from govindex.compare.heirs import band_scores, part_incomplete
from govindex.compare.trends import number_stretches
from govindex.figures.choices import choose_year, search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, name_over_years
from govindex.figures.merged import (
    BAND,
    FIRST_VIEW,
    band_columns,
    band_formats,
    choose_view,
    label_bands,
    list_view_bands,
    note_bands,
)
from govindex.figures.papi.sentences import list_sentences
from govindex.figures.papi.tables import (
    MOST_PEERS,
    list_choices,
    list_citations,
    list_components,
    list_map,
    list_panel,
    list_peers,
    list_places,
    list_steps,
    list_years,
)
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_component
from govindex.tables.page import Page
from govindex.tables.series import name_series
from govindex.taken import takes
from govindex.words import say, template

PEERS = ("none", "region", "cities", "similar", "own")
COLOURS = ("groups", "points")
_FORMATS = {"score": 3, "base_score": 3, "maximum": "plain", "contribution": "+3", "end": 3}
_SAME_YEAR = {"component": "component", "year": "year"}
_OWN = {"component": "component", "year": "year", "province": "$province"}
_BEFORE = Join("panel", _OWN | {"year": "before"}, {"score": "base_score"})
_CHOSEN = Join("components", {"component": "$component", "year": "$year"})
_STANDING = Join("panel", {"component": "$component", "year": "$year", "province": "$province"})
_GROUP = Join("groups", {"group": "group"})
_GROUP_OF_STATE = Join("groups", {"group": "$group"})
_ALIKE = Join(
    "peers",
    {"province": "$province", "year": "$year", "kind": "$peers_kind"},
    {"near": "near_code", "far": "far_code", "no_regions": "no_regions"},
)
_NEAR = Join("components", {"component": "$near_code", "year": "$year"}, {"name": "near"})
_FAR = Join("components", {"component": "$far_code", "year": "$year"}, {"name": "far"})
_ABSENCE = Join("sentences", {"province": "$province", "year": "$year"}, {"absence": "absence"})
_TOLD = Join("sentences", {"province": "$province", "year": "$year", "component": "$component"})
_GROUP_WORDS = {"name": "group", "phrase": "group_phrase"}
_STANDS = {"score": 3, "group_name": None, "rank": 0, "scored": 0}
_SPREAD = dict.fromkeys(("lowest", "q1", "median", "q3", "highest"), 3)
_SOURCE = {"publisher": None}
_COMPARES = {"compares": Column(optional=True)}


@takes("papi")
def open_papi(page: Page, component: str = "papi") -> Sheet:
    """Return the sheet of PAPI, opened at a page's province and year.

    Parameters
    ----------
    component : str
        What trend, map and peers begin with: a code (``papi``, ``papi.4``, ``papi.4.1``) or a name of the year.
    """
    code = find_component(page.tables, component, measure="papi", year=page.year)
    return Sheet(
        declare(page.tables, page.lang),
        page.tables,
        {"province": page.province, "year": page.year, "component": code},
    )


@kept
def declare(tables: Tables, lang: str) -> Declared:
    """Return what sheets of PAPI in a language share."""
    return Declared(
        "papi",
        lang,
        tables=tables,
        notebook="papi_dimensions",
        controls=_list_controls(tables, lang),
        defaults={"colour": "groups", "peers_kind": "cities", "peers": [], "view": FIRST_VIEW},
        derived=(
            Derived("series", "series", {"component": "$component", "year": "$year"}, "series", "$component"),
            Derived("opened", "choices", {"component": "$component"}, "opened", "$component"),
            BAND,
            Derived(
                "shown", "peers", {"province": "$province", "year": "$year", "kind": "$peers_kind"}, "codes", "$peers"
            ),
        ),
        frames=_list_frames(tables, lang),
        parts=_list_parts(lang),
        whole=Figure(
            "whole",
            "panel",
            {},
            Sentence((say("sheet.whole", lang),)),
            {"place": None, "year": None, "name": None, **_STANDS, **_COMPARES, **_SOURCE},
            joins=(
                Join(
                    "components",
                    _SAME_YEAR,
                    {each: each for each in ("name", "scored", "compares", "source", "publisher")},
                ),
                Join("places", {"province": "province"}, {"place": "place"}),
                _GROUP,
            ),
        ),
    )


def _list_frames(tables: Tables, lang: str) -> Frames:
    return Frames(
        panel=lambda: _list_panel_and_median(tables, lang),
        components=partial(list_components, tables, lang),
        choices=partial(list_choices, tables),
        series=lambda: _list_series(tables),
        places=partial(list_places, tables, lang),
        tiles=partial(list_map, tables),
        bands=partial(list_view_bands, tables),
        peers=partial(list_peers, tables),
        groups=lambda: _list_groups(lang),
        steps=partial(list_steps, tables, lang),
        sentences=partial(list_sentences, tables, lang),
        citations=partial(list_citations, tables, lang),
    )


def _list_panel_and_median(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the panel, the national median and the bands of units that merged among the provinces."""
    panel = list_panel(tables).assign(star=lambda rows: rows["borderline"].map({True: "*", False: ""}))
    panel = panel.drop(columns=["scored", "borderline", "computed_group", "base_score"])
    middle = list_components(tables, lang)[["component", "series", "year", "median", "median_stretch"]].assign(
        province=MEDIAN
    )
    middle = middle.rename(columns={"median": "score", "median_stretch": "stretch"})
    bands = band_scores(tables, panel, ["series", "component", "year"])
    bands["stretch"] = number_stretches(tables, bands.assign(apart=part_incomplete), ["series", "province", "apart"])
    return pd.concat([panel, middle, bands], ignore_index=True)


def _list_series(tables: Tables) -> pd.DataFrame:
    """Return the series that each component belongs to in each year: component, year, series."""
    codes = tables.components.loc[tables.components["measure"] == "papi", "component"]
    pairs = [(code, year) for code in codes for year in list_years(tables)]
    rows = pd.DataFrame(pairs, columns=["component", "year"])
    return rows.assign(series=name_series(tables, rows))


def _list_groups(lang: str) -> pd.DataFrame:
    groups = (1, 2, 3, 4)
    words = {f"group_{form}": [say(f"{key}.{group}", lang) for group in groups] for form, key in _GROUP_WORDS.items()}
    return pd.DataFrame({"group": groups, **words})


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_years(tables)
    tree = tables.components[tables.components["measure"] == "papi"]
    names = name_over_years(tables, lang)
    indent = {"total": "", "dimension": "", "sub-dimension": "– "}
    places = list_places(tables, lang)
    places = places[places["kind"] == "province"]
    return [
        search_province(tables, list(places["province"]), lang),
        choose_year(years, lang),
        Control(
            "component",
            "choice",
            say("sheet.component", lang),
            options=tuple(
                (code, indent[level] + names[code])
                for code, level in zip(tree["component"], tree["level"], strict=True)
            ),
        ),
        choose_view(lang),
        Control("colour", "choice", say("sheet.colour", lang), options=_say_all("colour", COLOURS, lang)),
        Control("peers_kind", "choice", say("sheet.peers_kind", lang), options=_say_all("peers", PEERS, lang)),
        Control(
            "peers",
            "several",
            say("sheet.peers_pick", lang),
            options=tuple(zip(places["province"], places["offered"], strict=True)),
            most=MOST_PEERS,
            when=("peers_kind", "own"),
            without="province",
        ),
    ]


def _say_all(group: str, options: tuple[str, ...], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((option, say(f"sheet.{group}_{option}", lang)) for option in options)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""

    def words(key: str, **renamed: str) -> str:
        text = template(f"{'' if '.' in key else 'sheet_papi.'}{key}", lang)
        for slot, by in renamed.items():
            text = text.replace(f"{{{slot}}}", by)
        return text

    def quoted(key: str) -> str:
        return words(key).replace("“{name}”", "{quoted}")

    stands, nobody = quoted("stands").replace("{group}", "{group_name}"), quoted("nobody")
    state = {"province": "$province", "year": "$year"}
    own = words("papi.map_own", group="{group_phrase}")
    on_map = words("papi.map_title", name="{quoted}", best="{highest_province}", worst="{lowest_province}")
    on_map = on_map.replace("{best_score}", "{highest}").replace("{worst_score}", "{lowest}")
    heading = Sentence((words("title.papi_dimensions"),), (PLACE,))
    spread_rows = {
        "joins": (Join("panel", _OWN), _BEFORE, _GROUP),
        "formats": _FORMATS,
        "picks": ("component", "component"),
    }
    spread_columns = {
        "name": None,
        "score": 3,
        "base_score": 3,
        "group_name": None,
        "rank": 0,
        "scored": 0,
        **_SPREAD,
    } | _COMPARES
    ends = {"lowest_province": None, "highest_province": None}
    return [
        Head("head", heading, Sentence((words("title.papi_dimensions_about"),))),
        Prose("summary", "sentences", state, "summary"),
        Figure(
            "spread",
            "components",
            {"year": "$year", "parent": "$opened"},
            Sentence(
                ("{absence}", "{table}", stands, quoted("unscored"), nobody),
                (
                    _ABSENCE,
                    PLACE,
                    _CHOSEN,
                    _STANDING,
                    _GROUP_OF_STATE,
                    Join("sentences", _TOLD.on, {"table": "table"}),
                ),
                _FORMATS,
            ),
            spread_columns | ends | _SOURCE,
            charts.spread_chart(lang),
            order=("order",),
            marks={"chosen": ("component", "$component")},
            labels={"told": ("{score} · {group_name}{star}", "–")},
            needs="median",
            about=say("sheet.spread_about", lang),
            **spread_rows,
        ),
        Figure(
            "subspread",
            "components",
            {"year": "$year", "level": "sub-dimension"},
            Sentence(("{subspread}",), (Join("sentences", state),)),
            {"dimension": None, **spread_columns, **_SOURCE},
            charts.subspread_chart(lang),
            order=("order",),
            labels={"told": ("{score} / {maximum} · {group_name}{star}", "–")},
            needs="median",
            about=say("sheet.spread_about", lang),
            **spread_rows,
        ),
        Figure(
            "trend",
            "panel",
            {"series": "$series", "province": ("$province", "$shown", "$band", MEDIAN)},
            Sentence(
                ("{trend}", quoted("trend"), quoted("trend_none")),
                (PLACE, _CHOSEN, Join("sentences", _TOLD.on, {"trend": "trend"})),
            ),
            {"place": None, "year": None, "score": 3, **band_columns(3), "name": None, **_SOURCE},
            charts.trend_chart(lang),
            joins=(
                Join(
                    "components",
                    _SAME_YEAR,
                    {each: each for each in ("name", "break", "renewed", "source", "publisher")},
                ),
                Join("places", {"province": "province"}, {"offered": "place"}),
            ),
            order=("province", "year"),
            marks={"own": ("province", "$province")},
            labels=label_bands(lang),
            formats=_FORMATS | band_formats(3),
            ends=("score", "place", "place"),
            about=note_bands(say("sheet.trend_about", lang), lang),
        ),
        Figure(
            "panels",
            "components",
            {"level": "dimension"},
            Sentence(("{panels}",), (Join("sentences", state),)),
            {"name": None, "year": None, "score": 3, "median": 3, "scored": 0, **_SOURCE},
            charts.panels_chart(lang),
            joins=(
                Join("panel", _OWN),
                Join("components", {"component": "component", "year": "$year"}, {"lines": "lines_now"}),
            ),
            order=("order", "year"),
            labels={"told": ("{score}",), "panel": ("{lines_now}", "{lines}")},
            formats={"score": 2},
            needs="score",
            about=say("chart.note_panels", lang),
        ),
        Figure(
            "contributions",
            "steps",
            {"province": "$province", "year": "$year"},
            Sentence(("{contributions}",), (Join("sentences", state),)),
            {"name": None, "start": 3, "end": 3, "contribution": "+3", **_COMPARES},
            charts.contributions_chart(lang),
            joins=(
                Join(
                    "components",
                    {"component": "component", "year": "$year"},
                    {"name": "named"} | {each: each for each in ("lines", "judged", "compares")},
                ),
            ),
            order=("order",),
            labels={
                "shown": ("{total}", "{lines}"),
                "name": ("{total}", "{named}"),
                "told": ("{contribution}", "{end}"),
            },
            formats=_FORMATS,
            needs="end",
            about=say("sheet.contributions_about", lang),
        ),
        Figure(
            "map",
            "tiles",
            {"year": "$year"},
            Sentence(
                (
                    "{absence}",
                    on_map.replace("{own}", own),
                    on_map.replace("{own}", words("papi.map_no_own")),
                    nobody,
                ),
                (_ABSENCE, PLACE, _CHOSEN, _STANDING, _GROUP_OF_STATE),
                _FORMATS | {"highest": 3, "lowest": 3},
            ),
            {"place": None, **_STANDS},
            charts.map_chart(lang),
            joins=(
                Join("places", {"province": "province"}, {"place": "place", "lines": "lines", "kind": "kind"}),
                Join("panel", {"province": "province", "year": "year", "component": "$component"}),
                _GROUP,
                Join("components", _CHOSEN.on, {"scored": "scored"}),
            ),
            order=("-score", "place"),
            marks={"own": ("province", "$province"), "peer": ("province", "$shown")},
            picks=("province", "province"),
            about=say("sheet.map_about", lang),
            side=True,
        ),
        Figure(
            "peers",
            "places",
            {"province": ("$province", "$shown")},
            Sentence(
                (
                    "{absence}",
                    quoted("peers") + words("drivers"),
                    words("no_regions", kind="{no_regions}"),
                    quoted("peers"),
                    nobody,
                ),
                (_ABSENCE, PLACE, _CHOSEN, _ALIKE, _NEAR, _FAR),
            ),
            {"place": None, **_STANDS},
            charts.peers_chart(lang),
            joins=(
                Join("panel", {"province": "province", "year": "$year", "component": "$component"}),
                _GROUP,
                Join("components", _CHOSEN.on, {"scored": "scored", "minimum": "minimum", "maximum": "maximum"}),
            ),
            order=("-score", "place"),
            marks={"own": ("province", "$province")},
            labels={"told": (words("position"), words("no_score"))},
            formats=_FORMATS,
            picks=("province", "province"),
            about=say("sheet.peers_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"year": "$year"}),
    ]
