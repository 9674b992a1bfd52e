"""The sheet of three indices: two scores of the same provinces beside each other, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import three_indices as charts
from govindex.figures.choices import choose_year, mark_provinces, search_province
from govindex.figures.controls import Control, check_choice
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, cite, list_page_years, list_places, note_precision
from govindex.figures.provinces.names import list_publishers, list_trusts
from govindex.figures.sheet import Sheet
from govindex.figures.three_indices import tables as own
from govindex.figures.three_indices.sentences import list_sentences
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.tables.page import Page
from govindex.words import say, template

MOST = 5  # provinces marked beside the chosen one
_CHOSEN = {"pair": "$pair", "year": "$year"}
_AGREED = Join("agreements", _CHOSEN)
_BESIDE = ("first_name", "second_name", "first_median", "second_median")
_AGREED_BESIDE = Join("agreements", _CHOSEN, {name: name for name in _BESIDE})
_OWN = Join(
    "points",
    {**_CHOSEN, "province": "$province"},
    {"first_place": "first_place", "second_place": "second_place"},
)
_NAMED = Join("places", {"province": "province"}, {"place": "place"})
_DIGITS = ("first_digits", "second_digits")
_QUADRANT = Join("quadrants", {"quadrant": "quadrant"}, {"quadrant_name": "quadrant_name"})
_MARKS = {"own": ("province", "$province"), "chosen": ("province", "$selected")}
_FORMATS: dict[str, int | str] = {
    **dict.fromkeys(("rho", "low", "high"), 2),
    "first": "$first_digits",
    "second": "$second_digits",
    "first_place": "nth",
    "second_place": "nth",
}


@looking_once
def open_three_indices(page: Page, pair: str = "par-papi") -> Sheet:
    """Return the sheet of three indices, opened at a page's year, its province marked.

    Parameters
    ----------
    pair : str
        The two scores that it begins with: ``par-papi``, ``sipas_points-papi`` (the points that SIPAS gives in PAR
        INDEX), ``appraisal-sipas_points``, ``survey-papi``, ``sipas-papi`` or ``par-sipas``.

    Raises
    ------
    UnknownName
        When there is no such pair.
    """
    declared = _declare(page.tables, page.lang)
    state = {"province": page.province, "year": page.year}
    state["pair"] = check_choice(declared.controls["pair"], pair, state, page.lang)
    return Sheet(declared, page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "three_indices",
        lang,
        tables=tables,
        notebook="three_indices",
        controls=_list_controls(tables, lang),
        defaults={"selected": []},
        derived=tuple(Derived(name, "digits", {"pair": "$pair"}, name, "$pair") for name in _DIGITS),
        frames=Frames(
            points=partial(own.list_points, tables),
            agreements=partial(own.list_agreements, tables, lang),
            digits=partial(own.list_digits, tables),
            dimensions=partial(own.list_dimensions, tables, lang),
            standings=partial(own.list_places_by_year, tables, lang),
            told=partial(list_sentences, tables, lang),
            quadrants=partial(_list_quadrants, lang),
            places=partial(list_places, tables, lang),
            trusts=partial(list_trusts, lang),
            publishers=partial(list_publishers, tables, lang),
            citations=partial(_list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_quadrants(lang: str) -> pd.DataFrame:
    codes = ("both", "first", "second", "neither")
    names = [say(f"sheet_three_indices.quadrant_{code}", lang) for code in codes]
    return pd.DataFrame({"quadrant": codes, "quadrant_name": names})


def _list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the scores of a pair and the positions of the three indices come from."""
    figures = pd.concat([table[["component", "source"]] for table in (tables.scores, tables.ranks)])
    used = [
        figures.loc[figures["component"].isin([*codes, *MEASURES]), ["source"]].drop_duplicates().assign(pair=pair)
        for pair, codes in own.PAIRS.items()
    ]
    return cite(tables, pd.concat(used)[["pair", "source"]], lang)


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_page_years(tables)
    named = template("sheet_three_indices.named", lang)
    names = {pair: own.name_pair(tables, pair, years[-1], lang) for pair in own.PAIRS}
    options = tuple((pair, named.format(first=first, second=second)) for pair, (first, second) in names.items())
    return [
        Control("pair", "choice", say("sheet_three_indices.pair", lang), options=options),
        choose_year(years, lang),
        search_province(tables, list(list_places(tables, lang)["province"]), lang),
        mark_provinces(tables, list(list_places(tables, lang)["province"]), lang, most=MOST),
    ]


def _sentence(lang: str, *keys: str) -> Sentence:
    """Return the first of some words of the catalogue that can be filled, or why nothing can be told."""
    keys = (*keys, "scatter_thin", "none")
    texts = tuple(template(f"sheet_three_indices.{key}", lang) for key in keys)
    return Sentence(texts, (PLACE, _AGREED, _OWN), _FORMATS)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    scores = {"first": Column("$first_digits"), "second": Column("$second_digits")}
    positions = {name: Column(0, optional=True, best="least") for name in ("first_place", "second_place")}
    limits = {name: Column(2) for name in ("rho", "low", "high")}
    return [
        Head(
            "head",
            Sentence((template("sheet_three_indices.title", lang),), (PLACE,)),
            Sentence((template("sheet_three_indices.about", lang),)),
        ),
        Prose("summary", "told", {**_CHOSEN, "province": "$province"}, "summary"),
        Figure(
            "scatter",
            "points",
            _CHOSEN,
            _sentence(lang, "scatter"),
            {"place": None, **scores, **positions, "quadrant_name": Column(optional=True)},
            charts.scatter_chart,
            joins=(_NAMED, _QUADRANT, _AGREED_BESIDE),
            order=("-first", "province"),
            marks=_MARKS,
            labels={"first_told": ("{first}",), "second_told": ("{second}",)},
            formats=_FORMATS,
            needs="first",
            picks=("selected", "province"),
            about=say("sheet_three_indices.scatter_about", lang),
        ),
        Figure(
            "apart",
            "points",
            _CHOSEN,
            _sentence(lang, "apart", "apart_others"),
            {"place": None, **positions, "place_gap": Column("+0"), "quadrant_name": None},
            charts.apart_chart,
            joins=(_NAMED, _QUADRANT),
            order=("-place_gap", "first_place", "province"),
            marks=_MARKS,
            needs="place_gap",
            picks=("selected", "province"),
            about=say("sheet_three_indices.apart_about", lang),
        ),
        Figure(
            "dimensions",
            "dimensions",
            _CHOSEN,
            _sentence(lang, "dimensions"),
            {"part_name": None, **limits, "units": Column(0)},
            charts.dimensions_chart,
            order=("at",),
            needs="rho",
            about=say("sheet_three_indices.dimensions_about", lang),
        ),
        Figure(
            "years",
            "standings",
            {"province": "$province"},
            Sentence((template("sheet_three_indices.years", lang),), (PLACE,)),
            {
                "measure_name": None,
                "year": None,
                "standing": Column(0, best="least"),
                "status": None,
                "publisher": None,
            },
            charts.years_chart,
            joins=(
                Join("trusts", {"trust": "trust"}, {"told": "status"}),
                Join("publishers", {"source": "source"}, {"publisher": "publisher"}),
            ),
            order=("measure", "year"),
            needs="standing",
            ends=("standing", "measure", "measure_name"),
            about=say("sheet_three_indices.years_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"pair": "$pair"}),
    ]
