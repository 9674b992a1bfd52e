"""The sheet of trends: the course of every component of a province up to any year, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import trend as charts
from govindex.errors import UnknownName
from govindex.figures.choices import choose_component, search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import (
    PLACE,
    SCALE_FORMATS,
    label_scale,
    list_page_years,
    list_places,
    name_over_years,
    note_precision,
)
from govindex.figures.merged import (
    BAND,
    FIRST_VIEW,
    band_columns,
    band_formats,
    choose_view,
    label_bands,
    list_view_bands,
    name_bands,
    note_bands,
)
from govindex.figures.provinces.names import list_groups
from govindex.figures.provinces.tables import list_held
from govindex.figures.sheet import Sheet
from govindex.figures.trend import tables as lists
from govindex.figures.trend.sentences import list_told, name_class
from govindex.methods.course import CLASSES
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_component, find_measure
from govindex.tables.page import Page
from govindex.words import DIGITS, say, template

_CHOSEN = {"component": "$component", "year": "$year"}
_OWN = {**_CHOSEN, "province": "$province", "span": "$span"}
_STATE = {"measure": "$measure", "province": "$province", "year": "$year"}
_MEASURE = Join("measures", {"measure": "$measure"})
_CLASS = Join("classes", {"told": "told"}, {"told_name": "told_name"})
_PLAIN = Join("classes", {"told": "plain"}, {"told_name": "plain_name"})
_CARE = Join("cares", {"careful": "careful"})
_PACES = dict.fromkeys(("whole", "recent"), "+3")


@looking_once
def open_trend(page: Page, component: str = "papi", span: int = lists.SPANS[0]) -> Sheet:
    """Return the sheet of trends, opened at a page's province and year.

    Parameters
    ----------
    component : str
        What it begins with: the code of a measure (``papi``) or of a component (``papi.4``), or a component's name of
        the year.
    span : int
        The most years of the whole: 10, 7 or 5.

    Raises
    ------
    UnknownName
        For a component or span that there is not.
    """
    if span not in lists.SPANS:
        raise UnknownName(f"span is {span}: expected one of {', '.join(map(str, lists.SPANS))}.")
    code = find_component(page.tables, component, year=page.year)
    state = {"province": page.province, "year": page.year, "component": code, "span": span}
    state["measure"] = find_measure(page.tables, code)
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "trend",
        lang,
        tables=tables,
        notebook="trend",
        controls=_list_controls(tables, lang),
        defaults={"view": FIRST_VIEW},
        derived=(
            Derived("digits", *_MEASURE[:2], "digits", "$digits"),
            Derived("series", "names", _CHOSEN, "series", "$component"),
            BAND,
        ),
        frames=Frames(
            courses=lambda: lists.list_courses(tables).drop(columns=["first_score", "middle_score", "score"]),
            counts=partial(lists.list_counts, tables),
            points=partial(lists.list_points, tables),
            bands=partial(list_view_bands, tables),
            names=partial(lists.list_names, tables, lang),
            components=partial(lists.list_components, tables, lang),
            strip=partial(_list_strip, tables, lang),
            groups=lambda: list_groups(tables, lang).query("measure == 'papi'").drop(columns="measure"),
            classes=partial(_list_classes, lang),
            cares=partial(_list_cares, lang),
            told=partial(list_told, tables, lang),
            places=partial(_list_places, tables, lang),
            measures=partial(_list_measures, lang),
            citations=partial(lists.list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_strip(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the groups with tile: the position, with a star on the border of two groups."""
    rows = lists.list_strip(tables)
    stars = rows["borderline"].map({True: "*", False: ""})
    return rows.assign(tile=rows["rank"].astype(str) + stars).drop(columns=["rank", "borderline"])


def _list_classes(lang: str) -> pd.DataFrame:
    """Return told (a place in the order of the classes) and told_name."""
    rows = [(place, name_class(place, lang)) for place in range(len(CLASSES))]
    return pd.DataFrame(rows, columns=["told", "told_name"])


def _list_cares(lang: str) -> pd.DataFrame:
    """Return careful, star (a mark beside a class), care (the same after a sentence), with_care (in a table)."""
    after, alone = say("sheet_trend.care", lang), say("sheet_trend.with_care", lang)
    rows = [(True, "*", after, alone), (False, "", "", None)]
    return pd.DataFrame(rows, columns=["careful", "star", "care", "with_care"])


def _list_places(tables: Tables, lang: str) -> pd.DataFrame:
    """Return province (a code, or what stands for the median of all or for a band), place and offered (the names)."""
    nation = pd.DataFrame({"province": [lists.NATION], "place": [say("sheet_trend.nation", lang)]})
    others = pd.concat([nation, name_bands(tables, lang)]).assign(offered=lambda rows: rows["place"])
    return pd.concat([list_places(tables, lang), others], ignore_index=True)


def _list_measures(lang: str) -> pd.DataFrame:
    """Return measure, measure_name, digits (decimals that its reports print)."""
    names = [say(f"measure.{measure}", lang) for measure in MEASURES]
    return pd.DataFrame({"measure": MEASURES, "measure_name": names, "digits": [DIGITS[each] for each in MEASURES]})


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    held, years, names = list_held(tables), list_page_years(tables), name_over_years(tables, lang)
    held = held[held["component"].isin(tables.scores["component"])]
    measures = list(dict.fromkeys(held["measure"]))
    places = list_places(tables, lang)
    return [
        *choose_component(held, names, lang, measures),
        search_province(tables, list(places["province"]), lang),
        Control("year", "range", say("sheet.last_year", lang), minimum=years[0], maximum=years[-1]),
        Control(
            "span",
            "choice",
            say("sheet_trend.span", lang),
            options=tuple((span, say("sheet_trend.span_years", lang, span=span)) for span in lists.SPANS),
        ),
        choose_view(lang),
    ]


def _words(key: str, lang: str) -> str:
    return template(f"sheet_trend.{key}", lang)


def _texts(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(_words(key, lang) for key in keys)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    course, name = Join("courses", _OWN), Join("names", _CHOSEN)
    window = Join("courses", _OWN, {"first": "first", "middle": "middle", "year": "last"})
    return [
        Head("head", Sentence(_texts(lang, "title"), (PLACE, _MEASURE)), Sentence(_texts(lang, "about"))),
        Prose("summary", "told", _STATE, "told"),
        Figure(
            "course",
            "points",
            {"series": "$series", "province": ("$province", "$band", lists.NATION)},
            Sentence(
                _texts(lang, "course", "course_short", "course_none"),
                (PLACE, name, course, _CLASS, _CARE),
                _PACES,
            ),
            {"place": None, "year": None, "score": "$digits", **band_columns("$digits")},
            charts.course_chart,
            joins=(
                Join("places", {"province": "province"}, {"offered": "place"}),
                window,
                Join("names", {"series": "series", "year": "year"}, {"break": "break", "maximum": "maximum"}),
            ),
            order=("province", "year"),
            marks={"own": ("province", "$province")},
            labels={"told": ("{score}",), **label_bands(lang), **label_scale(lang)},
            formats={"score": "$digits", **band_formats("$digits"), **SCALE_FORMATS},
            about=note_bands(_words("course_note", lang), lang),
        ),
        Figure(
            "classes",
            "courses",
            {"year": "$year", "province": "$province", "span": "$span", "measure": "$measure"},
            Sentence(_texts(lang, "classes", "classes_none"), (PLACE, Join("told", _STATE, {"parts": "parts"}))),
            {
                "name": None,
                "told_name": Column(heading=_words("told", lang)),
                "plain_name": Column(heading=_words("plain", lang)),
                "years": Column(0, heading=_words("years", lang)),
                "first": Column(heading=_words("first", lang)),
                "middle": Column(heading=_words("middle", lang)),
                "whole": Column(3, heading=_words("whole", lang)),
                "recent": Column(3, heading=_words("recent", lang)),
                "with_care": Column(heading=_words("careful_head", lang), optional=True),
            },
            charts.classes_chart,
            joins=(
                Join("names", {"component": "component", "year": "year"}, {n: n for n in ("name", "lines", "order")}),
                _CLASS,
                _PLAIN,
                _CARE,
            ),
            order=("order",),
            labels={
                "whole_told": ("{whole}",),
                "recent_told": ("{recent}",),
                "named": ("{told_name}{star}",),
            },
            formats=_PACES,
            needs="whole",
            picks=("component", "component"),
            about=_words("classes_note", lang),
        ),
        Figure(
            "counts",
            "counts",
            {**_CHOSEN, "span": "$span"},
            Sentence(
                _texts(lang, "counts", "counts_others", "counts_none"),
                (
                    PLACE,
                    name,
                    Join("counts", {**_CHOSEN, "span": "$span"}, {"classed": "classed"}),
                    Join("courses", _OWN, {"told": "told"}),
                    _CLASS,
                ),
            ),
            {
                "told_name": Column(heading=_words("told", lang)),
                "count": Column(0, heading=_words("count", lang)),
            },
            charts.counts_chart,
            joins=(_CLASS, Join("courses", _OWN, {"told": "own_class"})),
            order=("told",),
            needs="count",
            about=_words("counts_note", lang),
        ),
        Figure(
            "strip",
            "strip",
            {"province": "$province"},
            Sentence(_texts(lang, "strip"), (PLACE,)),
            {
                "name": None,
                "year": None,
                "group_name": None,
                "tile": Column(heading=say("column.rank", lang)),
                "scored": 0,
                "score": 3,
            },
            charts.strip_chart,
            joins=(
                Join("names", {"component": "component", "year": "year"}, {"name": "name"}),
                Join("components", {"component": "component"}, {"lines": "lines", "order": "order"}),
                Join("groups", {"year": "year", "group": "group"}, {"group_name": "group_name"}),
            ),
            order=("order", "year"),
            labels={"told": ("{score}",)},
            formats={"score": 3},
            picks=("year", "year"),
            about=_words("strip_note", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"measure": "$measure"}),
    ]
