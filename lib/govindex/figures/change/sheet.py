"""The sheet of change: any two years of a measure, who moved beyond noise and by what, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import change as charts
from govindex.errors import UnknownName
from govindex.figures.change import tables as lists
from govindex.figures.change.sentences import list_careful, list_splits, list_told, tell_care
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places, note_precision
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, check_measure
from govindex.tables.page import Page
from govindex.words import DIGITS, say, template

YEAR_BEFORE = 0  # stands for the year before that of the page
_PAIR = {"measure": "$measure", "first": "$first", "year": "$year"}
_OWN = {**_PAIR, "province": "$province"}
_UNIT = Join("measures", {"measure": "$measure"})
_VERDICT = Join("verdicts", {"moved": "moved"})
_SIGNED = dict.fromkeys(("change", "up", "down", "contribution", "median"), "$signed") | {"position": "nth"}


@looking_once
def open_change(page: Page, measure: str = "papi", first: int = YEAR_BEFORE) -> Sheet:
    """Return the sheet of change, opened at a page's province and year.

    Parameters
    ----------
    measure : str
        ``papi``, ``par`` or ``sipas``.
    first : int
        The year that the page's is compared with; 0 for the one before.

    Raises
    ------
    UnknownName
        For another measure, or a first year that the tables do not reach or that is not before the page's.
    """
    years = list_page_years(page.tables)
    base = (max(years[0], page.year - 1)) if first == YEAR_BEFORE else first
    if base not in years or base > page.year:
        raise UnknownName(
            f"first is {first}: expected a year from {years[0]} to {page.year}, or 0 for the year before."
        )
    state = {"province": page.province, "year": page.year, "first": base, "measure": check_measure(measure)}
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "change",
        lang,
        tables=tables,
        notebook="change",
        controls=_list_controls(tables, lang),
        defaults={},
        derived=tuple(Derived(name, *_UNIT[:2], name, f"${name}") for name in ("digits", "signed")),
        frames=Frames(
            moves=partial(lists.list_moves, tables),
            pairs=partial(_list_pairs, tables, lang),
            contributions=partial(lists.list_contributions, tables),
            parts=partial(lists.list_parts, tables, lang),
            splits=partial(list_splits, tables, lang),
            commons=partial(lists.list_commons, tables, lang),
            common_moves=lambda: lists.list_common_moves(tables).drop(columns="suspect"),
            told=partial(list_told, tables, lang),
            places=partial(list_places, tables, lang),
            measures=partial(_list_measures, lang),
            verdicts=partial(_list_verdicts, lang),
            citations=partial(lists.list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_pairs(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the pairs with care, told_known (provinces, missing where none is known), line_low, line_high and count.

    care is the reserve of titles on the total; count is how many components the years have in common where their totals
    do not compare.
    """
    pairs = lists.list_pairs(tables).drop(
        columns=["intercept", "spread", "p_spread", "units", "rose", "fell", "within"]
    )
    counts = lists.list_commons(tables, lang).groupby(lists.PAIR).size().rename("count").reset_index()
    pairs = pairs.merge(counts, on=lists.PAIR, how="left").rename(columns={"low": "line_low", "high": "line_high"})
    pairs = pairs.assign(care=tell_care(tables, pairs, lang), told_known=pairs["known"].where(pairs["known"] > 0))
    return pairs.drop(columns="known")


def _list_measures(lang: str) -> pd.DataFrame:
    """Return measure, measure_name, unit, digits (decimals that its reports print), signed (the same, with a sign)."""
    rows = [
        (each, say(f"measure.{each}", lang), say(f"unit.{each}", lang), DIGITS[each], f"+{DIGITS[each]}")
        for each in MEASURES
    ]
    return pd.DataFrame(rows, columns=["measure", "measure_name", "unit", "digits", "signed"])


def _list_verdicts(lang: str) -> pd.DataFrame:
    """Return moved (1, 0 or -1) and verdict, what that is called."""
    codes = {1: "rose", 0: "within", -1: "fell"}
    rows = [(code, say(f"sheet_change.{key}", lang)) for code, key in codes.items()]
    return pd.DataFrame(rows, columns=["moved", "verdict"])


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_page_years(tables)
    limits = {"minimum": years[0], "maximum": years[-1]}
    places = list_places(tables, lang)
    measures = tuple((measure, say(f"measure.{measure}", lang)) for measure in ("papi", "par", "sipas"))
    return [
        Control("measure", "choice", say("sheet.measure", lang), options=measures),
        Control("first", "range", say("sheet.first_year", lang), **limits, keeps=("<=", "year")),
        Control("year", "range", say("sheet.last_year", lang), **limits, keeps=(">=", "first")),
        search_province(tables, list(places["province"]), lang),
    ]


def _words(key: str, lang: str) -> str:
    return template(f"sheet_change.{key}", lang)


def _texts(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(_words(key, lang) for key in keys)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    scores = {
        "base_score": Column("$digits", heading=_words("first_score", lang)),
        "score": Column("$digits", heading=_words("last_score", lang)),
    }
    pair, own, split = Join("pairs", _PAIR), Join("moves", _OWN), Join("splits", _OWN)
    formats = _SIGNED | dict.fromkeys(("slope", "line_low", "line_high", "by_noise"), "+2")
    return [
        Head(
            "head",
            Sentence(("{title}",), (Join("told", _PAIR, {"title": "title"}),)),
            Sentence(_texts(lang, "about")),
        ),
        Prose(
            "summary",
            "told",
            _PAIR,
            "told",
            Sentence(
                _texts(lang, "own_moved", "own_suspect", "own_absent"),
                (PLACE, _UNIT, pair, own, _VERDICT),
                formats | dict.fromkeys(("base_score", "score"), "$digits"),
            ),
        ),
        Figure(
            "moves",
            "moves",
            _PAIR,
            Sentence(
                (*list_careful(lang, "moves_own"), *_texts(lang, "moves_suspect", "moves_others", "moves_none")),
                (PLACE, _UNIT, pair, own, _VERDICT),
                formats,
            ),
            {
                "place": None,
                **scores,
                "change": "$signed",
                "low": Column("$signed", heading=_words("low", lang)),
                "high": Column("$signed", heading=_words("high", lang)),
                "verdict": Column(heading=_words("verdict", lang)),
                "position": Column(0, heading=_words("position", lang), best="least"),
                "best": Column(0, heading=_words("best", lang), best="least"),
                "worst": Column(0, heading=_words("worst", lang), best="least"),
            },
            charts.moves_chart,
            joins=(
                Join("places", {"province": "province"}, {"place": "place"}),
                _VERDICT,
                Join("pairs", _PAIR, {"median": "median"}),
            ),
            order=("-change", "province"),
            marks={"own": ("province", "$province")},
            labels={"told": ("{change}",)},
            formats=formats,
            needs="change",
            picks=("province", "province"),
            about=_words("moves_note", lang),
        ),
        Figure(
            "parts",
            "contributions",
            _OWN,
            Sentence(
                (
                    *list_careful(lang, "split_both", "split_up", "split_down", "split_plain"),
                    *_texts(lang, "split_none"),
                ),
                (PLACE, _UNIT, pair, split),
                formats,
            ),
            {
                "name": None,
                **scores,
                "contribution": "$signed",
                "judged": Column(heading=_words("judged", lang), optional=True),
            },
            charts.parts_chart,
            joins=(Join("parts", {**_PAIR, "component": "component"}),),
            order=("order",),
            labels={"contribution_told": ("{contribution}",)},
            formats=formats,
            needs="contribution",
            about=_words("split_note", lang),
        ),
        Figure(
            "return",
            "moves",
            _PAIR,
            Sentence((*list_careful(lang, "return_title"), *_texts(lang, "return_none")), (pair,), formats),
            {
                "place": None,
                **scores,
                "change": "$signed",
                "fitted": Column("$signed", heading=_words("fitted", lang)),
            },
            charts.return_chart,
            joins=(Join("places", {"province": "province"}, {"place": "place"}),),
            order=("base_score", "province"),
            marks={"own": ("province", "$province")},
            labels={"told": ("{change}",)},
            formats=formats,
            needs="fitted",
            picks=("province", "province"),
            about=_words("return_note", lang),
        ),
        Figure(
            "common",
            "commons",
            _PAIR,
            Sentence(_texts(lang, "common_title", "common_none"), (PLACE, pair), formats),
            {
                "name": None,
                **scores,
                "change": "$signed",
                "median": Column("$signed", heading=_words("median_change", lang)),
                "known": Column(0, heading=_words("known_count", lang)),
                "rose": Column(0, heading=_words("rose_count", lang)),
                "fell": Column(0, heading=_words("fell_count", lang)),
                "judged": Column(heading=_words("judged", lang), optional=True),
            },
            charts.common_chart,
            joins=(Join("common_moves", {**_OWN, "component": "component"}),),
            order=("order",),
            labels={
                "told": ("{change}", ""),
                "median_told": ("{median}",),
                "counts_told": (_words("counts_told", lang),),
            },
            formats=formats,
            needs="median",
            about=_words("common_note", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"measure": "$measure"}),
    ]
