"""The sheet of proposals: what was proposed, what it bears on, what came later, declared once."""

from __future__ import annotations

from functools import partial

from govindex.charts import proposals as charts
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places
from govindex.figures.proposals import tables as lists
from govindex.figures.proposals.sentences import list_sentences, list_titles
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, check_measure
from govindex.tables.page import Page
from govindex.words import say, template

_UNIT = {"province": "$province", "year": "$year"}
_OF = _UNIT | {"measure": "$measure"}
_TOLD = Join("sentences", _UNIT)
_DIGITS = "$digits"


@looking_once
def open_proposals(page: Page, measure: str = "par") -> Sheet:
    """Return the sheet of proposals, opened at a page's province and year, followed to the last year that compares.

    Parameters
    ----------
    measure : str
        Whose lost points are shown first: ``par``, ``sipas`` or ``papi``.

    Raises
    ------
    UnknownName
        For another measure.
    """
    state = {"province": page.province, "year": page.year, "measure": check_measure(measure)}
    later = lists.list_later(page.tables, page.lang)
    followed = [later[name] == value for name, value in state.items()]
    years = later.loc[followed[0] & followed[1] & followed[2], "until"]
    state["until"] = int(years.max()) if len(years) else list_page_years(page.tables)[-1]
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "proposals",
        lang,
        tables=tables,
        notebook="proposals",
        controls=_list_controls(tables, lang),
        defaults={"measure": "par", "until": list_page_years(tables)[-1]},
        derived=(Join("measures", {"measure": "$measure"}, {"digits": "digits", "signed": "signed"}),),
        frames=Frames(
            proposals=partial(lists.list_proposals, tables, lang),
            cover=partial(lists.list_cover, tables, lang),
            later=lambda: lists.list_later(tables, lang).rename(columns={"median": "median_change"}),
            places=partial(list_places, tables, lang),
            measures=lists.list_measures,
            sentences=partial(list_sentences, tables, lang),
            titles=partial(list_titles, tables, lang),
            citations=partial(lists.list_citations, tables, lang),
        ),
        parts=_list_parts(lang),
    )


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_page_years(tables)
    limits = {"minimum": years[0], "maximum": years[-1]}
    offered = {province for province, _ in lists.list_held(tables)}
    return [
        search_province(tables, list(list_places(tables, lang)["province"]), lang, offered=offered),
        Control("year", "range", say("sheet.year", lang), **limits, keeps=("<=", "until")),
        Control(
            "measure",
            "choice",
            say("sheet.measure", lang),
            options=tuple((measure, say(f"measure.{measure}", lang)) for measure in MEASURES),
        ),
        Control("until", "range", say("proposals.until", lang), **limits, keeps=(">=", "year")),
    ]


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    titles = {name: Join("titles", _OF | {"until": "$until"}, {name: f"{name}_told"}) for name in ("cover", "later")}
    none = Join("sentences", _UNIT, {"none": "none_told"})
    return [
        Head(
            "head",
            Sentence((template("proposals.title", lang),), (PLACE,)),
            Sentence((template("proposals.title_about", lang),)),
        ),
        Prose("summary", "sentences", _UNIT, "summary"),
        Figure(
            "timeline",
            "proposals",
            _UNIT,
            Sentence(("{timeline}", "{none}"), (_TOLD,)),
            {"agency": None, "task": None, "month_label": None, "doubt": Column(optional=True), "bears_on": None},
            charts.timeline_chart,
            order=("order",),
            needs="stack",
            about=say("proposals.timeline_about", lang),
        ),
        Figure(
            "cover",
            "cover",
            _OF,
            Sentence(("{cover_told}", "{none_told}"), (titles["cover"], none)),
            {"name": None, "maximum": 1, "score": _DIGITS, "lost": _DIGITS, "proposals": 0, "cover_name": None},
            charts.cover_chart,
            order=("order",),
            labels={"told": (template("proposals.lost_told", lang), template("proposals.full_told", lang))},
            formats={"lost_shown": _DIGITS, "proposals": 0},
            about=say("proposals.cover_about", lang),
        ),
        Figure(
            "later",
            "later",
            _OF | {"until": "$until"},
            Sentence(("{later_told}", "{none_told}"), (titles["later"], none)),
            {
                "name": None,
                "cover_name": None,
                "base_score": _DIGITS,
                "score": _DIGITS,
                "change": "+3",
                "moved_name": None,
                "median_change": Column("+3", optional=True),
                "care": Column(optional=True),
            },
            charts.later_chart,
            order=("order",),
            needs="change",
            about=say("proposals.later_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"province": "$province"}),
    ]
