"""The sheet of a new year: what is new in a year of an index beside the year before it, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import change as charts
from govindex.figures.change.sentences import list_careful
from govindex.figures.change.tables import list_citations
from govindex.figures.choices import choose_year, search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places, note_precision
from govindex.figures.new_year import tables as own
from govindex.figures.new_year.sentences import list_told
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, check_measure
from govindex.tables.page import Page
from govindex.words import DIGITS, say, template

_CHOSEN = {"measure": "$measure", "year": "$year"}
_OWN = {**_CHOSEN, "province": "$province"}
_UNIT = Join("measures", {"measure": "$measure"})
_NAMED = Join("places", {"province": "province"}, {"place": "place"})
_VERDICT = Join("verdicts", {"moved": "moved"})
_FORMATS: dict[str, int | str] = dict.fromkeys(("change", "median"), "$signed") | {"position": "nth"}


@looking_once
def open_new_year(page: Page, measure: str = "papi") -> Sheet:
    """Return the sheet of what is new, opened at a page's province and year.

    Parameters
    ----------
    measure : str
        ``papi``, ``par`` or ``sipas``.

    Raises
    ------
    UnknownName
        For another measure.
    """
    state = {"province": page.province, "year": page.year, "measure": check_measure(measure)}
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    first = Derived("first", "befores", {"year": "$year"}, "first", "$year")
    return Declared(
        "new_year",
        lang,
        tables=tables,
        notebook="new_year",
        controls=_list_controls(tables, lang),
        defaults={},
        derived=(first, *(Derived(name, *_UNIT[:2], name, f"${name}") for name in ("digits", "signed"))),
        frames=Frames(
            befores=partial(own.list_befores, tables),
            moves=partial(own.list_new_moves, tables),
            pairs=partial(own.list_new_pairs, tables, lang),
            groups=partial(own.list_groups, tables, lang),
            apart=partial(own.list_apart, tables, lang),
            findings=partial(own.list_findings, tables, lang),
            counts=partial(own.list_counts, tables, lang),
            told=partial(list_told, tables, lang),
            places=partial(list_places, tables, lang),
            measures=partial(_list_measures, lang),
            verdicts=partial(_list_verdicts, lang),
            citations=partial(list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_measures(lang: str) -> pd.DataFrame:
    """Return measure, measure_name, unit, digits (decimals that its reports print), signed (the same, with a sign)."""
    rows = [
        (each, say(f"measure.{each}", lang), say(f"unit.{each}", lang), DIGITS[each], f"+{DIGITS[each]}")
        for each in MEASURES
    ]
    return pd.DataFrame(rows, columns=["measure", "measure_name", "unit", "digits", "signed"])


def _list_verdicts(lang: str) -> pd.DataFrame:
    """Return moved (1, 0 or -1) and verdict, what that is called."""
    names = {1: "rose", 0: "within", -1: "fell"}
    rows = [(code, say(f"sheet_change.{key}", lang)) for code, key in names.items()]
    return pd.DataFrame(rows, columns=["moved", "verdict"])


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    measures = tuple((measure, say(f"measure.{measure}", lang)) for measure in ("papi", "par", "sipas"))
    return [
        Control("measure", "choice", say("sheet.measure", lang), options=measures),
        choose_year(list_page_years(tables), lang),
        search_province(tables, list(list_places(tables, lang)["province"]), lang),
    ]


def _words(key: str, lang: str) -> str:
    return template(f"sheet_new_year.{key}", lang)


def _sentence(lang: str, *keys: str, joins: tuple[Join, ...] = ()) -> Sentence:
    return Sentence(tuple(_words(key, lang) for key in keys), (PLACE, _UNIT, *joins), _FORMATS)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    scores = {
        "base_score": Column("$digits", heading=template("sheet_change.first_score", lang)),
        "score": Column("$digits", heading=template("sheet_change.last_score", lang)),
    }
    moved = ("moves_suspect", "moves_others", "moves_none")
    pair = Join("pairs", _CHOSEN)
    return [
        Head("head", _sentence(lang, "title"), _sentence(lang, "about")),
        Prose("summary", "told", _CHOSEN, "told"),
        Figure(
            "moves",
            "moves",
            _CHOSEN,
            Sentence(
                (*list_careful(lang, "moves_own"), *(template(f"sheet_change.{key}", lang) for key in moved)),
                (PLACE, _UNIT, pair, Join("moves", _OWN), _VERDICT),
                _FORMATS,
            ),
            {
                "place": None,
                **scores,
                "change": "$digits",
                "low": Column("$digits", heading=template("sheet_change.low", lang)),
                "high": Column("$digits", heading=template("sheet_change.high", lang)),
                "verdict": Column(heading=template("sheet_change.verdict", lang)),
            },
            charts.moves_chart,
            joins=(_NAMED, _VERDICT, Join("pairs", _CHOSEN, {"median": "median"})),
            order=("-change", "province"),
            marks={"own": ("province", "$province")},
            labels={"told": ("{change}",)},
            formats=_FORMATS,
            needs="change",
            picks=("province", "province"),
            about=template("sheet_change.moves_note", lang),
        ),
        Figure(
            "groups",
            "groups",
            _CHOSEN,
            _sentence(lang, "groups_own", "groups_others", "groups_none", joins=(Join("groups", _OWN),)),
            {
                "place": None,
                "direction": Column(heading=_words("direction", lang)),
                "group_before": Column(heading=_words("group_before", lang)),
                "group_now": Column(heading=_words("group_now", lang)),
                **scores,
            },
            joins=(_NAMED,),
            order=("-step", "province"),
            marks={"own": ("province", "$province")},
            needs="step",
        ),
        Figure(
            "apart",
            "apart",
            _CHOSEN,
            _sentence(lang, "apart_title", "apart_none", joins=(Join("counts", _CHOSEN),)),
            {
                "name": None,
                "comparable": Column(heading=_words("comparable", lang)),
                "why": Column(heading=_words("why", lang)),
            },
            order=("order",),
            needs="why",
        ),
        Figure(
            "findings",
            "findings",
            _CHOSEN,
            _sentence(lang, "findings_title", "findings_none", joins=(Join("counts", _CHOSEN),)),
            {
                "where": Column(heading=_words("where", lang)),
                "finding": None,
                "reason": Column(heading=_words("reason", lang), optional=True),
            },
            order=("order",),
            needs="finding",
        ),
        Listing("sources", say("show.sources", lang), "citations", {"measure": "$measure"}),
    ]
