"""The sheet of the annual report: what the three indices say of a province and year, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.figures.borrow import borrow
from govindex.figures.choices import choose_year, search_province
from govindex.figures.declare import Cards, Column, Figure, Head, Heading, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places, note_precision
from govindex.figures.papi.sheet import declare as declare_papi
from govindex.figures.par.sheet import declare as declare_par
from govindex.figures.report.notes import list_note_texts
from govindex.figures.report.sentences import list_cards, list_sentences
from govindex.figures.report.tables import (
    list_citations,
    list_highlights,
    list_papi,
    list_par,
    list_report_proposals,
    list_sipas,
)
from govindex.figures.sheet import Sheet
from govindex.figures.sipas.sheet import declare as declare_sipas
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.tables.page import Page
from govindex.views.sparklines import HEIGHT, WIDTH, draw_lines
from govindex.words import list_group, say, template

_STATE = {"province": "$province", "year": "$year"}
_TRUST = {"status": None, "publisher": None}
_LENDERS = {"par": declare_par, "sipas": declare_sipas, "papi": declare_papi}
# Of each index: the chart that is borrowed, its sentence, and the tables that it takes its rows from.
_CHARTS = {"par": ("losses", "losses"), "sipas": ("criteria", "criteria"), "papi": ("spread", "table")}
_ROWS = {"par": ["losses"], "sipas": ["criteria"], "papi": ["components", "panel", "groups"]}


@looking_once
def open_report(page: Page) -> Sheet:
    """Return the sheet of the annual report, opened at a page's province and year."""
    state = {"province": page.province, "year": page.year}
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    lent = {measure: declare(tables, lang) for measure, declare in _LENDERS.items()}
    places = list_places(tables, lang)
    fixed = _fix_choices(lent["sipas"])
    return Declared(
        "report",
        lang,
        tables=tables,
        notebook="report",
        controls=[
            search_province(tables, list(places["province"]), lang, offered=_list_known(tables)),
            choose_year(list_page_years(tables), lang),
        ],
        defaults={},
        derived=(Join("fixed", {}, {choice: choice for choice in fixed}),),
        frames=Frames.join(
            Frames(
                cards=partial(list_cards, tables, lang),
                lines=lambda: draw_lines(tables, lang)[["province", "measure", "told", "strokes", "dots"]],
                sentences=partial(list_sentences, tables, lang),
                highlights=partial(list_highlights, tables, lang),
                par=partial(list_par, tables, lang),
                sipas=partial(list_sipas, tables, lang),
                papi=partial(list_papi, tables, lang),
                proposals=partial(list_report_proposals, tables, lang),
                notes=partial(list_note_texts, tables, lang),
                places=lambda: places,
                citations=partial(list_citations, tables, lang),
                fixed=lambda: pd.DataFrame({choice: [value] for choice, value in fixed.items()}),
            ),
            *(_lend(declared, measure, tables, lang) for measure, declared in lent.items()),
        ),
        parts=note_precision(tables, _list_parts(lent, lang), lang),
    )


def _list_known(tables: Tables) -> set[str]:
    return {*tables.scores["province"], *tables.ranks["province"]}


def _fix_choices(sipas: Declared) -> dict[str, object]:
    """Return the choices of the sheets that lend their charts, which the report does not offer."""
    return {
        "component": "papi",
        "opened": "papi",
        "first": sipas.defaults["first"],
        "criteria": sipas.defaults["criteria"],
    }


def _lend(declared: Declared, measure: str, tables: Tables, lang: str) -> Frames:
    """Return the tables of an index's sheet that its chart and sentences need, these of pages that have its scores."""
    held = {"par": list_par, "sipas": list_sipas, "papi": list_papi}[measure]
    told = [*dict.fromkeys([*_STATE, "summary", _CHARTS[measure][1]])]

    def take_sentences() -> pd.DataFrame:
        states = held(tables, lang)[[*_STATE]].drop_duplicates()
        return declared.frames["sentences"][told].merge(states, on=[*_STATE])

    def take_rows(name: str) -> pd.DataFrame:
        rows = declared.frames[name]
        if measure != "papi" or name == "groups":
            return rows
        parts = tables.components.loc[tables.components["parent"] == "papi", "component"]
        return rows[rows["component"].isin(parts)].reset_index(drop=True)

    names = {f"{measure}_{name}": partial(take_rows, name) for name in _ROWS[measure]}
    return Frames(**names, **{f"{measure}_sentences": take_sentences})


def _list_parts(lent: dict[str, Declared], lang: str) -> list[Part]:
    """Return what the page is made of."""
    words = list_group("report", lang)

    def head(part: str, table: str) -> Heading:
        about = words.get(f"{part}_about", "")
        return Heading(f"{part}_heading", words[f"{part}_heading"], about, table, _STATE)

    def title(part: str) -> Sentence:
        return Sentence((f"{{{part}}}",), (Join("sentences", _STATE, {part: part}),))

    parts: list[Part] = [
        Head(
            "head",
            Sentence((template("title.report", lang),), (PLACE,)),
            Sentence((template("title.report_about", lang),)),
        ),
        Cards(
            "keys", "cards", _STATE, (WIDTH, HEIGHT), (Join("lines", {"province": "province", "measure": "measure"}),)
        ),
        Prose("scope", "sentences", _STATE, "scope"),
        head("highlights", "highlights"),
        Figure(
            "highlights",
            "highlights",
            _STATE,
            title("highlights"),
            {"index": None, "kind_name": None, "name": None, "finding": None},
            order=("order",),
            needs="finding",
            plain=True,
            groups=("index", "kind_name"),
        ),
    ]
    for measure in MEASURES:
        parts += [
            head(measure, measure),
            _make_table(measure, title(measure)),
            Prose(f"{measure}_summary", f"{measure}_sentences", _STATE, "summary"),
            _borrow_chart(lent[measure], measure),
        ]
    return [
        *parts,
        head("proposals", "proposals"),
        Figure(
            "proposals",
            "proposals",
            _STATE,
            title("proposals"),
            {"agency": None, "task": None, "due": None, "bears_on": None},
            order=("order",),
            needs="task",
            plain=True,
            groups=("agency",),
        ),
        head("notes", "notes"),
        Prose("notes", "notes", _STATE, "notes", numbered="note"),
        Listing("sources", say("show.sources", lang), "citations", _STATE),
    ]


def _make_table(measure: str, title: Sentence) -> Figure:
    """Return the table of an index as the annual report prints it."""
    columns = {
        "par": {
            "name": None,
            "maximum": Column(2, note="maximum_note"),
            "score": Column(2, note="score_note"),
            "lost": Column(2, note="lost_note"),
            "share": 1,
            "maximum_status": Column(optional=True),
        },
        "sipas": {
            "name": None,
            "earlier_2": Column(2, "{earlier_2_year}", optional=True, note="earlier_2_note"),
            "earlier_1": Column(2, "{earlier_1_year}", optional=True, note="earlier_1_note"),
            "score": Column(2, "{year}", note="score_note"),
            "change": Column("+2", optional=True),
            "direction": Column(optional=True),
        },
        "papi": {
            "name": None,
            "score": Column(3, note="score_note"),
            "group": None,
            "change": Column("+3", optional=True, note="change_note"),
            "change_pct": Column("+1", optional=True, note="change_pct_note"),
            "rank": 0,
            "scored": 0,
            "computed_group": Column(optional=True),
            "group_status": None,
        },
    }
    return Figure(
        measure, measure, _STATE, title, columns[measure] | _TRUST, order=("last", "order"), plain=True, level="level"
    )


def _borrow_chart(declared: Declared, measure: str) -> Figure:
    """Return the chart of an index on its own sheet, shown where the page has its scores."""
    name, told = _CHARTS[measure]
    sentences = Join(f"{measure}_sentences", _STATE, {told: "shown"})
    chart = borrow(declared.parts[name], measure, title=Sentence(("{shown}",), (sentences,)), picks=None)
    return chart._replace(joins=(*chart.joins, sentences), needs="shown")
