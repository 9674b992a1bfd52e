"""The sheet of structure: whether the parts of an index measure one thing, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import structure as charts
from govindex.figures.choices import choose_component, choose_year, search_province
from govindex.figures.controls import Control, check_choice
from govindex.figures.declare import Column, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, cite, list_page_years, list_places, name_over_years, note_precision
from govindex.figures.provinces.tables import ORDER
from govindex.figures.sheet import Sheet
from govindex.figures.structure import tables as own
from govindex.figures.structure.sentences import list_contents_of
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import find_component, find_measure
from govindex.tables.page import Page
from govindex.words import say, template

_CHOSEN = {"component": "$component", "year": "$year"}
_CONTENT = Join("contents", _CHOSEN)
_FORMATS: dict[str, int | str] = {
    **dict.fromkeys(("most", "least", "explained"), 0),
    **dict.fromkeys(("most_nominal", "least_nominal"), 1),
    **dict.fromkeys(("alpha", "low", "high"), 2),
    **dict.fromkeys(("correlation", "loading"), 2),
    **dict.fromkeys(("of_total", "rest"), "+2"),
}


@looking_once
def open_structure(page: Page, component: str = "papi") -> Sheet:
    """Return the sheet of structure, opened at a page's year.

    Parameters
    ----------
    component : str
        What it begins with: the code of a measure (``papi``, ``par``) or of a part that has parts (``papi.4``), or the
        part's name of the year.

    Raises
    ------
    UnknownName
        When no component is meant, or one whose parts are not held.
    """
    code = find_component(page.tables, component, year=page.year)
    declared = _declare(page.tables, page.lang)
    state = {"province": page.province, "year": page.year, "measure": find_measure(page.tables, code)}
    state["component"] = check_choice(declared.controls["component"], code, state, page.lang)
    return Sheet(declared, page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "structure",
        lang,
        tables=tables,
        notebook="structure",
        controls=_list_controls(tables, lang),
        defaults={},
        frames=Frames(
            contents=partial(list_contents_of, tables, lang),
            alphas=partial(own.list_alphas, tables),
            correlations=partial(own.list_correlations, tables, lang),
            weights=partial(own.list_weights, tables, lang),
            loadings=partial(own.list_loadings, tables, lang),
            profiles=partial(own.list_profiles, tables, lang),
            places=partial(list_places, tables, lang),
            citations=partial(_list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the scores of a component's measure come from: component, source, citation."""
    chosen = own.list_audited(tables)
    used = chosen[["component", "measure"]].merge(tables.scores[["measure", "source"]].drop_duplicates(), on="measure")
    return cite(tables, used[["component", "source"]], lang)


def _sentence(lang: str, *keys: str, joins: tuple[Join, ...] = ()) -> Sentence:
    """Return the first of some words of the catalogue that can be filled, or why nothing can be told."""
    texts = (*(template(f"sheet_structure.{key}", lang) for key in keys), "{thin}")
    return Sentence((*texts, template("sheet_provinces.nobody_at_all", lang)), (PLACE, _CONTENT, *joins), _FORMATS)


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    return [
        *choose_component(own.list_audited(tables), name_over_years(tables, lang), lang, ORDER),
        choose_year(list_page_years(tables), lang),
        search_province(tables, list(list_places(tables, lang)["province"]), lang),
    ]


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    return [
        Head(
            "head",
            Sentence((template("sheet_structure.title", lang), template("sheet_structure.about", lang)), (_CONTENT,)),
            Sentence((template("sheet_structure.about", lang),)),
        ),
        Prose("summary", "contents", _CHOSEN, "summary"),
        Figure(
            "alpha",
            "alphas",
            {"component": "$component"},
            _sentence(lang, "alpha", "alpha_years"),
            {
                "year": None,
                **{name: Column(2) for name in ("alpha", "low", "high")},
                **{name: Column(0) for name in ("parts", "units", "above_one")},
                "explained": Column(1),
            },
            charts.alpha_chart,
            order=("year",),
            needs="alpha",
            about=say("sheet_structure.alpha_about", lang),
        ),
        Figure(
            "correlations",
            "correlations",
            _CHOSEN,
            _sentence(lang, "correlations"),
            {"line_name": None, "beside_name": None, "correlation": Column(2)},
            charts.correlations_chart,
            order=("line_at", "beside_at"),
            labels={"correlation_told": ("{correlation}",)},
            formats=_FORMATS,
            needs="correlation",
            about=say("sheet_structure.correlations_about", lang),
        ),
        Figure(
            "weights",
            "weights",
            _CHOSEN,
            _sentence(lang, "weights"),
            {
                "part_name": None,
                "nominal": Column(1),
                "effective": Column(1),
                **{name: Column(2) for name in ("ratio", "linear", "rest")},
                "alpha_without": Column(2, optional=True),
            },
            charts.weights_chart,
            order=("at",),
            labels={"rest_told": ("{rest}",)},
            formats=_FORMATS,
            needs="nominal",
            about=say("sheet_structure.weights_about", lang),
        ),
        Figure(
            "loadings",
            "loadings",
            _CHOSEN,
            _sentence(lang, "loadings"),
            {
                "part_name": None,
                "factor": Column(0),
                "loading": Column(2),
                "eigenvalue": Column(2),
                "explained": Column(1),
            },
            charts.loadings_chart,
            order=("at", "factor"),
            labels={
                "factor_told": (template("sheet_structure.factor", lang),),
                "loading_told": ("{loading}",),
            },
            formats=_FORMATS,
            needs="loading",
            about=say("sheet_structure.loadings_about", lang),
        ),
        Figure(
            "profile",
            "profiles",
            {**_CHOSEN, "province": "$province"},
            _sentence(
                lang,
                "profile",
                "profile_none",
                joins=(Join("profiles", {**_CHOSEN, "province": "$province"}, {"of_total": "of_total"}),),
            ),
            {"part_name": None, "deviation": Column("+2"), "of_total": Column("+2")},
            charts.profile_chart,
            order=("at",),
            needs="deviation",
            about=say("sheet_structure.profile_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"component": "$component"}),
    ]
