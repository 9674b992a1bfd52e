"""The sheet of positions: where all stand in a component and year, and how sure that is, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import ranking as charts
from govindex.figures.choices import choose_component, choose_year, mark_provinces, search_province
from govindex.figures.controls import Control, check_choice
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, cite, list_page_years, list_places, name_over_years, note_precision
from govindex.figures.provinces import names
from govindex.figures.provinces import tables as lists
from govindex.figures.provinces.tables import ORDER
from govindex.figures.ranking import tables as own
from govindex.figures.ranking.causes import list_causes, list_movers
from govindex.figures.ranking.sentences import list_sentences, tell_how
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import find_component, find_measure
from govindex.tables.page import Page
from govindex.words import say, template

MOST = 5  # provinces marked beside the chosen one
_CHOSEN = {"component": "$component", "year": "$year"}
_CONTENT = Join("contents", _CHOSEN)
_OWN = Join("positions", {**_CHOSEN, "province": "$province"})
_SUMMARY = Join("summaries", _CHOSEN)
_GROUP = Join("groups", {"measure": "$measure", "year": "$year", "group": "group"}, {"group_name": "group_name"})
_NAMED = Join("places", {"province": "province"}, {"place": "place"})
_TRUST = (
    Join("trusts", {"trust": "trust"}, {"told": "status"}),
    Join("publishers", {"source": "source"}, {"publisher": "publisher"}),
)
_MARKS = {
    "own": ("province", "$province"),
    "chosen": ("province", "$selected"),
    "marked": ("province", ("$province", "$selected")),
}
_FORMATS: dict[str, int | str] = {
    "score": "$digits",
    "unsure_share": 0,
    "keep": 0,
    "steady": 0,
    "limit": 0,
    "position": "nth",
}


@looking_once
def open_ranking(page: Page, component: str = "papi") -> Sheet:
    """Return the sheet of positions, opened at a page's year, its province marked.

    Parameters
    ----------
    component : str
        What it begins with: the code of a measure (``papi``, ``par``, ``sipas``) or of a part of it (``papi.4``), or
        the part's name of the year.

    Raises
    ------
    UnknownName
        When no component is meant, or one without a whole year of scores.
    """
    code = find_component(page.tables, component, year=page.year)
    declared = _declare(page.tables, page.lang)
    state = {"province": page.province, "year": page.year, "measure": find_measure(page.tables, code)}
    state["component"] = check_choice(declared.controls["component"], code, state, page.lang)
    return Sheet(declared, page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "ranking",
        lang,
        tables=tables,
        notebook="ranking",
        controls=_list_controls(tables, lang),
        defaults={"selected": [], "cause": "weights"},
        derived=tuple(
            Derived(name, "measures", {"measure": "$measure"}, name, f"${name}") for name in ("digits", "how")
        ),
        frames=Frames(
            positions=partial(own.list_positions, tables),
            shares=partial(own.list_shares, tables),
            summaries=partial(own.list_summaries, tables),
            steady=partial(own.list_steady, tables),
            causes=lambda: list_causes(tables, lang).drop(columns="shift"),
            movers=partial(list_movers, tables, lang),
            standings=partial(_list_standings, tables),
            contents=partial(_list_contents, tables, lang),
            told=partial(list_sentences, tables, lang),
            places=partial(list_places, tables, lang),
            groups=partial(names.list_groups, tables, lang),
            measures=partial(_list_measures, lang),
            trusts=partial(names.list_trusts, lang),
            publishers=partial(names.list_publishers, tables, lang),
            citations=partial(_list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_measures(lang: str) -> pd.DataFrame:
    """Return what belongs to a measure, with how its positions come about: ``how``, empty where they are published."""
    rows = names.list_measures(lang)
    return rows.assign(how=[tell_how(measure, lang) for measure in rows["measure"]])


def _list_contents(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is known of all provinces together, of each component and year that can be chosen."""
    contents = lists.list_contents(tables, lang)
    columns = ["component", "year", "name", "whole", "thin", "listed", "break"]
    return contents.loc[contents["component"].isin(own.list_ranked(tables)["component"]), columns]


def _list_standings(tables: Tables) -> pd.DataFrame:
    """Return the positions and published ranks of every year, with what lines may join them."""
    rows = lists.list_standings(tables)
    rows = rows[rows["component"].isin(own.list_ranked(tables)["component"]) & rows["standing"].notna()]
    return rows[["component", "year", "province", "standing", "stretch", "trust", "source"]]


def _list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the figures of a component come from, and the printed confidence intervals of its index."""
    chosen = own.list_ranked(tables)
    figures = [table[["component", "source"]] for table in (tables.scores, tables.ranks)]
    printed = chosen.merge(tables.intervals[["measure", "source"]], on="measure")[["component", "source"]]
    used = pd.concat([*figures, printed])
    return cite(tables, used[used["component"].isin(chosen["component"])], lang)


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    return [
        *choose_component(own.list_ranked(tables), name_over_years(tables, lang), lang, ORDER),
        choose_year(list_page_years(tables), lang),
        search_province(tables, list(list_places(tables, lang)["province"]), lang),
        mark_provinces(tables, list(list_places(tables, lang)["province"]), lang, most=MOST),
        Control(
            "cause",
            "choice",
            say("sheet_ranking.cause", lang),
            options=tuple((cause, say(f"sheet_ranking.{cause}", lang)) for cause in own.CAUSES),
        ),
    ]


def _sentence(lang: str, *keys: str, joins: tuple[Join, ...]) -> Sentence:
    """Return the first of some words of the catalogue that can be filled, or why nothing can be told."""
    nobody = template("sheet_provinces.nobody_at_all", lang)
    texts = (*(template(f"sheet_ranking.{key}", lang) for key in keys), "{thin}", nobody)
    return Sentence(texts, joins, _FORMATS)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    return [
        Head(
            "head",
            Sentence((template("sheet_ranking.title", lang),), (_CONTENT,)),
            Sentence((template("sheet_ranking.about", lang),)),
        ),
        Prose("summary", "told", {**_CHOSEN, "province": "$province"}, "summary"),
        _declare_bands(lang),
        _declare_groups(lang),
        _declare_pairs(lang),
        _declare_causes(lang),
        _declare_bump(lang),
        Listing("sources", say("show.sources", lang), "citations", {"component": "$component"}),
    ]


def _declare_bands(lang: str) -> Figure:
    keys = ("both", "by_weights", "by_sampling", "by_print", "unscored")
    between = template("sheet_ranking.band", lang)
    ends = {
        f"{cause}_told": (between.replace("{low}", f"{{{cause}_best}}").replace("{high}", f"{{{cause}_worst}}"),)
        for cause in ("weights", "sampling", "print")
    }
    least = Column(best="least")
    return Figure(
        "bands",
        "positions",
        _CHOSEN,
        _sentence(lang, *keys, joins=(PLACE, _CONTENT, _OWN)),
        {
            "place": None,
            "score": Column("$digits"),
            "position": least._replace(form=0),
            "equal": Column(0, optional=True),
            "group_name": Column(optional=True),
            "print_told": None,
            "weights_told": Column(optional=True),
            "weights_keep": Column(1, optional=True),
            "sampling_told": Column(optional=True),
            "sampling_keep": Column(1, optional=True),
            "unsure": Column(0),
            "status": None,
            "publisher": None,
        },
        charts.bands_chart,
        joins=(_NAMED, _GROUP, *_TRUST),
        order=("position", "-score", "province"),
        marks=_MARKS,
        labels={"told": ("{score}",), **ends},
        formats=_FORMATS,
        picks=("selected", "province"),
        about=say("sheet_ranking.bands_about", lang),
    )


def _declare_groups(lang: str) -> Figure:
    share = Join("shares", {**_CHOSEN, "cause": "$cause", "province": "$province"}, {"keep": "keep"})
    steady = Join("steady", {**_CHOSEN, "cause": "$cause"})
    keys = ("keep", "keep_others")
    told = _sentence(lang, *keys, joins=(PLACE, _CONTENT, _OWN, share, steady))
    none = template("sheet_ranking.keep_none", lang)
    known = tuple(
        text for text in told.texts if text not in ("{thin}", template("sheet_provinces.nobody_at_all", lang))
    )
    position = Join("positions", {**_CHOSEN, "province": "province"}, {"position": "position", "group": "group"})
    return Figure(
        "groups",
        "shares",
        {**_CHOSEN, "cause": "$cause"},
        told._replace(texts=(*known, "{thin}", none)),
        {
            "place": None,
            "position": Column(0, best="least"),
            "group_name": None,
            **{f"in_{group}": Column(1) for group in own.GROUPS},
            "keep": Column(1),
        },
        charts.groups_chart,
        joins=(_NAMED, position, _GROUP),
        order=("position", "province"),
        marks=_MARKS,
        needs="keep",
        picks=("selected", "province"),
        about=say("sheet_ranking.groups_about", lang),
    )


def _declare_pairs(lang: str) -> Figure:
    between = template("sheet_ranking.band", lang)
    alone = Join("places", {"province": "alone"}, {"place": "alone"})
    return Figure(
        "pairs",
        "positions",
        _CHOSEN,
        _sentence(lang, "pairs_none", "pairs", "pairs_others", joins=(PLACE, _CONTENT, _SUMMARY, _OWN, alone)),
        {
            "place": None,
            "score": Column("$digits"),
            "position": Column(0, best="least"),
            "unsure": Column(0),
            "unsure_told": None,
        },
        charts.pairs_chart,
        joins=(_NAMED,),
        order=("position", "-score", "province"),
        marks=_MARKS,
        labels={
            "told": ("{score}",),
            "unsure_told": (between.replace("{low}", "{unsure_best}").replace("{high}", "{unsure_worst}"),),
        },
        formats=_FORMATS,
        picks=("selected", "province"),
        about=say("sheet_ranking.pairs_about", lang),
    )


def _declare_causes(lang: str) -> Figure:
    texts = (template("sheet_ranking.causes", lang), "{thin}", template("sheet_ranking.causes_none", lang))
    return Figure(
        "causes",
        "causes",
        _CHOSEN,
        Sentence(texts, (_CONTENT, Join("movers", _CHOSEN)), {"moved": 0, "shift": 1}),
        {
            "cause_name": Column(heading=template("sheet_ranking.cause_name", lang)),
            "first": Column(0, heading=template("sheet_ranking.first_order", lang)),
            "total": Column(0, heading=template("sheet_ranking.total_order", lang)),
        },
        order=("-total", "at"),
        needs="total",
        about=say("sheet_ranking.causes_about", lang),
    )


def _declare_bump(lang: str) -> Figure:
    return Figure(
        "bump",
        "standings",
        {"component": "$component"},
        Sentence((template("sheet_ranking.bump", lang), template("sheet_ranking.bump_none", lang)), (PLACE, _CONTENT)),
        {"place": None, "year": None, "standing": Column(0, best="least")},
        charts.bump_chart,
        joins=(_NAMED, *_TRUST, Join("contents", {"component": "component", "year": "year"}, {"break": "break"})),
        order=("province", "year"),
        marks=_MARKS,
        needs="standing",
        picks=("selected", "province"),
        ends=("standing", "province", "place", "marked"),
        about=say("sheet_ranking.bump_about", lang),
    )
