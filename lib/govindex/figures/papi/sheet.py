"""The sheet of PAPI: every figure of every province and year, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts.theme import MEDIAN
from govindex.compare.heirs import band_scores, part_incomplete
from govindex.compare.trends import number_stretches
from govindex.figures.choices import choose_year, search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Derived, Figure, Join, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import name_over_years
from govindex.figures.merged import (
    BAND,
    FIRST_VIEW,
    choose_view,
    list_view_bands,
)
from govindex.figures.papi.parts import COMPARES, GROUP, SAME_YEAR, SOURCE, STANDS, list_parts
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
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import find_component
from govindex.tables.page import Page
from govindex.tables.series import name_series
from govindex.taken import takes
from govindex.words import say

PEERS = ("none", "region", "cities", "similar", "own")
COLOURS = ("groups", "points")
_GROUP_WORDS = {"name": "group", "phrase": "group_phrase"}


@takes("papi")
@looking_once
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
        parts=list_parts(lang),
        whole=Figure(
            "whole",
            "panel",
            {},
            Sentence((say("sheet.whole", lang),)),
            {"place": None, "year": None, "name": None, **STANDS, **COMPARES, **SOURCE},
            joins=(
                Join(
                    "components",
                    SAME_YEAR,
                    {each: each for each in ("name", "scored", "compares", "source", "publisher")},
                ),
                Join("places", {"province": "province"}, {"place": "place"}),
                GROUP,
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
