"""The sheet of all provinces: who stands where in every component and year of every measure, declared once."""

from __future__ import annotations

from functools import partial

from govindex.charts import provinces as charts
from govindex.figures.choices import choose_component, choose_year, mark_provinces, search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Search, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import (
    PLACE,
    SCALE_FORMATS,
    label_scale,
    list_page_years,
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
    note_bands,
)
from govindex.figures.provinces import names
from govindex.figures.provinces import tables as lists
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import find_component, find_measure
from govindex.tables.page import Page
from govindex.words import say, template

MOST = 5  # provinces marked beside the chosen one
_FORMATS = dict.fromkeys(
    ("score", "middle", "highest", "lowest", "known_highest", "known_lowest", "only_score"), "$digits"
)
_PLACED = _FORMATS | {"position": "nth"}
_CHOSEN = {"component": "$component", "year": "$year"}
_ABSENCE = Join("absences", {"province": "$province", "year": "$year"})
_CONTENT = Join("contents", _CHOSEN)
_OWN = Join("standings", {**_CHOSEN, "province": "$province"})
_GROUP = Join("groups", {"measure": "$measure", "year": "$year", "group": "group"})
_RANK_TRUST = Join("trusts", {"trust": "rank_trust"}, {"told": "rank_status"})
_NAMED = Join("places", {"province": "province"})
_TRUST = (
    Join("trusts", {"trust": "trust"}, {"told": "status"}),
    Join("publishers", {"source": "source"}, {"publisher": "publisher"}),
)
_NATION = tuple(dict.fromkeys(lists.MIDDLES.values()))
_TOLD = {"status": None, "publisher": None}


@looking_once
def open_provinces(page: Page, component: str = "papi") -> Sheet:
    """Return the sheet of all provinces, opened at a page's year, its province marked.

    Parameters
    ----------
    component : str
        What it begins with: the code of a measure (``papi``, ``par``, ``sipas``) or of a component (``papi.4``,
        ``sipas.2``), or a component's name of the year.
    """
    code = find_component(page.tables, component, year=page.year)
    state = {"province": page.province, "year": page.year, "component": code}
    state["measure"] = find_measure(page.tables, code)
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "provinces",
        lang,
        tables=tables,
        notebook="all_provinces",
        controls=_list_controls(tables, lang),
        defaults={"wanted": "", "selected": [], "view": FIRST_VIEW},
        derived=(
            Derived("digits", "measures", {"measure": "$measure"}, "digits", "$digits"),
            BAND,
            Derived("middle_name", "measures", {"measure": "$measure"}, "middle_name", "$middle_name"),
        ),
        frames=Frames(
            standings=partial(lists.list_standings, tables),
            contents=partial(lists.list_contents, tables, lang),
            components=partial(names.list_components, tables, lang),
            scored=partial(names.list_scored, tables, lang),
            places=partial(names.list_places, tables, lang),
            tiles=partial(names.list_map, tables),
            bands=partial(list_view_bands, tables),
            absences=partial(names.list_absences, tables, lang),
            groups=partial(names.list_groups, tables, lang),
            measures=partial(names.list_measures, lang),
            trusts=partial(names.list_trusts, lang),
            publishers=partial(names.list_publishers, tables, lang),
            citations=partial(names.list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
        whole=Figure(
            "whole",
            "standings",
            {"of": "province"},
            Sentence((say("sheet.whole", lang),)),
            {
                "place": None,
                "year": None,
                "name": None,
                "score": 3,
                "position": Column(0, heading=say("column.rank", lang)),
                "rank": Column(0, heading=_words("published", lang)),
                **_TOLD,
            },
            joins=(
                _NAMED,
                *_TRUST,
                Join("contents", {"component": "component", "year": "year"}, {"name": "name"}),
            ),
        ),
    )


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    held, over_years, years = lists.list_held(tables), name_over_years(tables, lang), list_page_years(tables)
    places = names.list_places(tables, lang)
    places = places[places["kind"] == "province"]
    return [
        *choose_component(held, over_years, lang, lists.ORDER),
        choose_year(years, lang),
        search_province(tables, list(places["province"]), lang),
        choose_view(lang),
        Control("wanted", "text", say("sheet.wanted", lang)),
        mark_provinces(tables, list(places["province"]), lang, most=MOST),
    ]


def _words(key: str, lang: str, **renamed: str) -> str:
    """Return a template of the catalogue with some slots called otherwise, or filled."""
    text = template(key if "." in key else f"sheet_provinces.{key}", lang)
    for slot, by in renamed.items():
        text = text.replace(f"{{{slot}}}", by)
    return text


def _list_ranks(lang: str) -> tuple[str, ...]:
    """Return how a rank is told: a computed position, a published rank in doubt, one with its trust, or none."""
    return (
        _words("position", lang, rank="{position}", scored="{whole}"),
        _words("rank_suspect", lang, rank="{doubtful}"),
        _words("rank", lang),
        _words("rank_unknown", lang),
    )


def _list_standing_titles(lang: str) -> tuple[str, ...]:
    placed = {"rank": "{position}", "scored": "{whole}"}
    _, *ranks = _list_ranks(lang)
    return (
        _words("absence", lang, name="{listed}"),
        _words("papi", lang, group="{group_phrase}", **placed),
        _words("computed_place", lang, **placed),
        *(_words("printed", lang, known="{scored}", rank=rank) for rank in ranks),
        _words("papi_unscored", lang, scored="{whole}"),
        _words("printed_other", lang, known="{scored}"),
        _words("nobody_ranked", lang, name="{listed}"),
        _words("nobody_at_all", lang),
    )


def _list_map_titles(lang: str) -> tuple[str, ...]:
    owns = (
        _words("papi.map_own", lang, group="{group_phrase}", rank="{position}", scored="{whole}"),
        _words("map_computed", lang, rank="{position}", scored="{whole}"),
        _words("par.map_own", lang, group="{group_name}", scored="{whole}"),
        _words("papi.map_no_own", lang),
    )
    ends = {"best_score": "{highest}", "worst_score": "{lowest}"}
    known = {"known": "{scored}", "best": "{known_best}", "worst": "{known_worst}"}
    known |= {"best_score": "{known_highest}", "worst_score": "{known_lowest}"}
    return (
        _words("absence", lang, name="{listed}"),
        *(_words("papi.map_title", lang, own=own, **ends) for own in owns),
        _words("map_known", lang, **known),
        _words("map_only", lang),
        "{thin}",
        _words("nobody_at_all", lang),
    )


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    figures = {"place": None, "score": Column("$digits"), "group_name": Column(optional=True)}
    computed = Column(0, heading=_words("computed", lang, scored="{whole}"), optional=True, best="least")
    figures |= {"position": computed, "rank": Column(0, heading=_words("published", lang), optional=True, best="least")}
    figures |= {"rank_status": Column(optional=True), **_TOLD}
    return [
        Head(
            "head",
            Sentence((template("title.all_provinces", lang),)),
            Sentence((template("title.all_provinces_about", lang),)),
        ),
        Figure(
            "standing",
            "standings",
            {**_CHOSEN, "of": "province"},
            Sentence(_list_standing_titles(lang), (_ABSENCE, PLACE, _CONTENT, _OWN, _GROUP, _RANK_TRUST), _PLACED),
            figures,
            charts.standing_chart,
            joins=(_NAMED, _GROUP, _RANK_TRUST, *_TRUST, Join("contents", _CHOSEN)),
            order=("-score", "standing", "at"),
            marks={
                "own": ("province", "$province"),
                "chosen": ("province", "$selected"),
                "marked": ("province", ("$province", "$selected")),
            },
            labels={
                "told": ("{score}",),
                "named": ("{place} {score}",),
                "rank_told": _list_ranks(lang),
                "middle_told": ("{middle_name} {middle}{remark}",),
            },
            formats=_FORMATS,
            picks=("selected", "province"),
            ends=("score", "province", "named", "marked"),
            about=say("sheet.standing_about", lang),
        ),
        Figure(
            "map",
            "tiles",
            {"year": "$year"},
            Sentence(_list_map_titles(lang), (_ABSENCE, PLACE, _CONTENT, _OWN, _GROUP), _PLACED | {"rank": "nth"}),
            figures,
            charts.map_chart,
            joins=(
                _NAMED,
                Join("standings", {**_CHOSEN, "province": "province"}),
                _GROUP,
                _RANK_TRUST,
                *_TRUST,
                Join("contents", _CHOSEN, {"whole": "whole"}),
            ),
            order=("-score", "standing", "at"),
            marks={"own": ("province", "$province"), "chosen": ("province", "$selected")},
            labels={"told": ("{score}",), "rank_told": _list_ranks(lang)},
            formats=_FORMATS,
            picks=("selected", "province"),
            about=say("sheet.map_about", lang),
            side=True,
        ),
        Figure(
            "ranking",
            "standings",
            {**_CHOSEN, "of": "province"},
            Sentence((_words("ranking", lang, name="{listed}"), _words("nobody_at_all", lang)), (_CONTENT,)),
            figures,
            joins=(_NAMED, _GROUP, _RANK_TRUST, *_TRUST, Join("contents", _CHOSEN, {"whole": "whole"})),
            order=("standing", "-score", "at"),
            marks={"own": ("province", "$province"), "chosen": ("province", "$selected")},
            formats=_FORMATS,
            needs="province",
            picks=("selected", "province"),
            search=Search(
                "wanted",
                "spellings",
                Sentence((_words("ranking_found", lang, text="{wanted}"),), (_CONTENT,)),
                Sentence((_words("not_found", lang, text="{wanted}"),)),
            ),
            about=say("sheet.ranking_about", lang),
        ),
        Figure(
            "course",
            "standings",
            {
                "component": "$component",
                "province": ("$province", "$selected", "$band", *_NATION),
            },
            Sentence(
                (
                    _words("course", lang, name="{scored_as}", place="{scored_place}"),
                    _words("course_none", lang, name="{scored_as}"),
                    _words("course_nobody", lang, name="{told}"),
                ),
                (
                    PLACE,
                    Join("components", {"component": "$component"}),
                    Join("scored", {"component": "$component", "province": "$province"}),
                ),
            ),
            {"place": None, "year": None, "score": Column("$digits"), **band_columns("$digits"), **_TOLD},
            charts.course_chart,
            joins=(
                Join("places", {"province": "province"}, {"offered": "place", "at": "at"}),
                *_TRUST,
                Join(
                    "contents",
                    {"component": "component", "year": "year"},
                    {name: name for name in ("break", "renewed", "maximum")},
                ),
            ),
            order=("at", "year"),
            marks={"own": ("province", "$province"), "chosen": ("province", "$selected")},
            labels={"told": ("{score}",), **label_bands(lang), **label_scale(lang)},
            formats=_FORMATS | band_formats("$digits") | SCALE_FORMATS,
            picks=("selected", "province"),
            ends=("score", "province", "place"),
            about=note_bands(say("sheet.course_about", lang), lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"component": "$component"}),
    ]
