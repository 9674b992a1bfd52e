"""The sheet of PAR INDEX: every known figure of every province and year, declared once."""

from __future__ import annotations

from functools import partial

from govindex.charts import par as charts
from govindex.charts.known import known_chart
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places
from govindex.figures.par.changes import list_change_sentences
from govindex.figures.par.sentences import list_sentences
from govindex.figures.par.tables import (
    NO_BASE,
    list_bases,
    list_changes,
    list_citations,
    list_known,
    list_losses,
    list_scored,
    list_spread,
    list_steps,
)
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.page import Page
from govindex.taken import takes
from govindex.words import list_group, say, template

ORDERS = ("official", "lost", "share")
_STATE = {"province": "$province", "year": "$year"}
_TOLD = Join("sentences", _STATE)
_TRUST = {"status": None, "publisher": None}
_LOSSES = {"maximum": 2, "score": 2, "lost": 2, "share": 1}
_POINTS = {"score": 2, "maximum": 1, "lost_shown": 2, "share": 1, "lost": 2, "end": 2, "change": "+2"}


@takes("par")
@looking_once
def open_par(page: Page) -> Sheet:
    """Return the sheet of PAR INDEX, opened at a page's province and year."""
    base = list_bases(page.tables)[page.year][0] if page.year in list_bases(page.tables) else NO_BASE
    state = {"province": page.province, "year": page.year, "base": base}
    return Sheet(declare(page.tables, page.lang), page.tables, state)


@kept
def declare(tables: Tables, lang: str) -> Declared:
    """Return what sheets of PAR INDEX in a language share."""
    return Declared(
        "par",
        lang,
        tables=tables,
        notebook="par_components",
        controls=_list_controls(tables, lang),
        defaults={"order": "official"},
        frames=Frames(
            losses=partial(list_losses, tables, lang),
            scored=lambda: list_scored(tables, lang)[["province", "year", "component", "score"]],
            steps=partial(list_steps, tables, lang),
            changes=partial(list_changes, tables, lang),
            known=partial(list_known, tables, lang),
            spread=partial(list_spread, tables, lang),
            places=partial(list_places, tables, lang),
            sentences=partial(list_sentences, tables, lang),
            change_sentences=partial(list_change_sentences, tables, lang),
            citations=partial(list_citations, tables, lang),
        ),
        parts=_list_parts(lang),
        whole=Figure(
            "whole",
            "losses",
            {},
            Sentence((say("sheet.whole", lang),)),
            {"place": None, "year": None, "name": None, **_LOSSES, "maximum_status": None, **_TRUST},
            joins=(Join("places", {"province": "province"}, {"place": "place"}),),
        ),
    )


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years, bases = list_page_years(tables), list_bases(tables)
    places = list_places(tables, lang)
    held = set(list_known(tables, lang)["province"])
    compared = [year for year in years if any(year in others for others in bases.values())]
    return [
        search_province(tables, list(places["province"]), lang, offered=held),
        Control("year", "range", say("sheet.year", lang), minimum=years[0], maximum=years[-1]),
        Control(
            "base",
            "choice",
            say("sheet.base", lang),
            options=((NO_BASE, say("sheet.base_none", lang)), *((year, str(year)) for year in compared)),
            allowed=("year", bases),
            unknown=list_group("sheet_par", lang)["not_comparable"],
        ),
        Control(
            "order",
            "choice",
            say("sheet.order", lang),
            options=tuple((order, say(f"sheet_par.order_{order}", lang)) for order in ORDERS),
        ),
    ]


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    known_columns = {"place": None, "score": 2, "printed_rank": 0, "rank_status": None, **_TRUST}
    ranked = template("chart.score_rank", lang).replace("{rank}", "{printed_rank}")
    return [
        Head(
            "head",
            Sentence((template("title.par_components", lang),), (PLACE,)),
            Sentence((template("title.par_components_about", lang),)),
        ),
        Prose("summary", "sentences", _STATE, "summary"),
        Figure(
            "losses",
            "losses",
            _STATE,
            Sentence(("{losses}",), (_TOLD,)),
            {"section": None, "name": None, **_LOSSES, "maximum_status": None, **_TRUST},
            charts.losses_chart,
            order=("depth", "order"),
            labels={"told": ("{score} / {maximum}{mark}  (−{lost_shown})", "{score} / {maximum}{mark}", "{score}")},
            formats=_POINTS,
            about=say("sheet.parts_about", lang),
        ),
        Figure(
            "steps",
            "steps",
            _STATE,
            Sentence(("{steps}",), (_TOLD,)),
            {"name": None, "lost": 2, "start": 2, "end": 2, "publisher": None},
            charts.steps_chart,
            order=("order",),
            labels={"told": ("−{lost_shown}", "{end}")},
            formats=_POINTS,
            needs="end",
            about=say("sheet.steps_about", lang),
        ),
        Figure(
            "changes",
            "changes",
            _STATE | {"base": "$base"},
            Sentence(("{changes}",), (Join("change_sentences", _STATE | {"base": "$base"}),)),
            {"name": None, "base_score": 2, "score": 2, "change": "+2", "change_pct": "+1", "status": None},
            charts.changes_chart,
            order=("order",),
            labels={"told": ("{change}",)},
            formats=_POINTS,
            needs="change",
            about=say("sheet.changes_about", lang),
        ),
        Figure(
            "known",
            "known",
            {"year": "$year", "component": "par", "scored": "yes"},
            Sentence(("{known}",), (_TOLD,)),
            known_columns,
            partial(known_chart, title=say("chart.scale_par", lang)),
            order=("-score", "printed_rank", "place"),
            marks={"own": ("province", "$province")},
            labels={"told": (ranked, "{score}")},
            formats={"score": 2, "printed_rank": 0},
            picks=("province", "province"),
            about=say("sheet.known_about", lang),
        ),
        Figure(
            "spread",
            "spread",
            {"year": "$year"},
            Sentence(("{spread}",), (_TOLD,)),
            {"name": None, "maximum": 2, "score": 2, "lowest": 2, "q1": 2, "median": 2, "q3": 2, "highest": 2}
            | {"lowest_province": None, "highest_province": None, "scored": 0},
            charts.spread_chart,
            joins=(
                Join("scored", {"component": "component", "year": "year", "province": "$province"}, {"score": "score"}),
            ),
            order=("order",),
            labels={"told": ("{score} / {maximum}", "–")},
            formats={"score": 2, "maximum": "plain"},
            needs="median",
            about=say("sheet_par.spread_about", lang),
        ),
        Figure(
            "part",
            "known",
            {"year": "$year", "component": "par.impact.sipas"},
            Sentence(("{part}",), (_TOLD,)),
            {"place": None, "score": 2, "rank": 0, **_TRUST},
            partial(known_chart, title=say("chart.points", lang)),
            order=("rank", "place"),
            marks={"own": ("province", "$province")},
            labels={"told": (template("chart.score_position", lang), "{score}")},
            formats={"score": 2, "rank": "nth"},
            picks=("province", "province"),
            about=say("sheet.known_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {}),
    ]
