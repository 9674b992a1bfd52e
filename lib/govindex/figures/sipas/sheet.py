"""The sheet of SIPAS: every known figure of every province and year, declared once."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govindex.charts import sipas as charts
from govindex.charts.known import known_chart
from govindex.charts.theme import MEAN
from govindex.compare.highlights import THRESHOLD
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, tell_trust
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
from govindex.figures.sheet import Sheet
from govindex.figures.sipas.sentences import GREATEST, LEAST, STEP, list_judgements, list_sentences
from govindex.figures.sipas.tables import (
    find_first_year,
    list_citations,
    list_criteria,
    list_index,
    list_index_and_bands,
    list_places_and_mean,
    list_survey,
)
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.page import Page
from govindex.taken import takes
from govindex.words import plain_number, say, template

MOST = 5  # provinces beside the chosen one
FIRST_BESIDE = 4  # of them at the start
_STATE = {"province": "$province", "year": "$year"}
_TOLD = Join("sentences", _STATE)
_TRUST = {"status": None, "publisher": None}


@takes("sipas")
@looking_once
def open_sipas(page: Page) -> Sheet:
    """Return the sheet of SIPAS, opened at a page's province and year."""
    declared = declare(page.tables, page.lang)
    beside = [code for code in _list_most_scored(page.tables, page.lang) if code != page.province][:FIRST_BESIDE]
    first = min(find_first_year(page.tables), page.year)
    state = {"province": page.province, "year": page.year, "first": first, "beside": beside}
    return Sheet(declared, page.tables, state)


@kept
def _list_most_scored(tables: Tables, lang: str) -> list[str]:
    """Return the provinces with an index, those of most years first."""
    index = list_index(tables, lang)
    scored = index[index["score"].notna() & (index["province"] != MEAN)].groupby("province")["year"].nunique()
    return list(scored.reset_index().sort_values(["year", "province"], ascending=[False, True])["province"])


@kept
def declare(tables: Tables, lang: str) -> Declared:
    """Return what sheets of SIPAS in a language share."""
    criteria = list_criteria(tables, lang)
    codes = sorted(criteria["component"].unique())
    return Declared(
        "sipas",
        lang,
        tables=tables,
        notebook="sipas_criteria",
        controls=_list_controls(tables, lang),
        defaults={
            "first": find_first_year(tables),
            "criteria": [code for code in codes if code.removeprefix("sipas.").isdigit()],
            "form": "lines",
            "threshold": THRESHOLD,
            "beside": [],
            "view": FIRST_VIEW,
        },
        derived=(BAND,),
        frames=Frames(
            criteria=lambda: criteria.merge(
                list_index(tables, lang)[["year", "break"]].drop_duplicates("year"), on="year", how="left"
            ),
            index=lambda: _tell_means(list_index_and_bands(tables, lang), lang),
            bands=partial(list_view_bands, tables),
            places=partial(list_places_and_mean, tables, lang),
            survey=partial(list_survey, tables, lang),
            sentences=partial(list_sentences, tables, lang),
            judgements=partial(list_judgements, tables, lang),
            citations=partial(list_citations, tables, lang),
        ),
        parts=_list_parts(lang),
        whole=Figure(
            "whole",
            "criteria",
            {},
            Sentence((say("sheet.whole", lang),)),
            {"place": None, "year": None, "name": None, "score": 2, **_TRUST},
            joins=(Join("places", {"province": "province"}, {"place": "place"}),),
        ),
    )


def _tell_means(index: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the index with mean_told (the mean in words) and known (``yes`` where a province's score is)."""
    told = [
        None if pd.isna(mean) else say("chart.mean", lang, mean=plain_number(mean, lang)) + tell_trust(trust, lang)
        for mean, trust in zip(index["mean"], index["mean_trust"], strict=True)
    ]
    known = index["score"].notna() & (index["province"] != MEAN) & index["band_low"].isna()
    return index.assign(mean_told=told, known=known.map({True: "yes", False: "no"}))


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_page_years(tables)
    limits = {"minimum": years[0], "maximum": years[-1]}
    names = list_criteria(tables, lang).drop_duplicates("component", keep="last").set_index("component")["name"]
    names = names.sort_index()
    names["sipas"] = say("sheet_sipas.index", lang)
    places = list_places_and_mean(tables, lang)
    places = places[places["kind"] == "province"]
    index = list_index(tables, lang)
    scored = set(index.loc[index["score"].notna(), "province"])
    forms = tuple((form, say(f"sheet.form_{form}", lang)) for form in ("lines", "slope"))
    return [
        search_province(tables, list(places["province"]), lang, offered=set(index["province"])),
        Control("first", "range", say("sheet.first_year", lang), **limits, keeps=("<=", "year")),
        Control("year", "range", say("sheet.last_year", lang), **limits, keeps=(">=", "first")),
        Control("criteria", "several", say("sheet.criteria", lang), options=tuple(names.items())),
        Control("form", "choice", say("sheet.form", lang), options=forms),
        Control(
            "threshold",
            "range",
            say("sheet.threshold", lang),
            minimum=LEAST,
            maximum=GREATEST,
            step=STEP,
            suffix="%",
        ),
        Control(
            "beside",
            "several",
            say("sheet.beside", lang),
            options=tuple(
                (code, name) for code, name in zip(places["province"], places["offered"], strict=True) if code in scored
            ),
            most=MOST,
            without="province",
        ),
        choose_view(lang),
    ]


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    judged = Join("judgements", _STATE | {"threshold": "$threshold"}, {"judged": "judged"})
    return [
        Head(
            "head",
            Sentence((template("title.sipas_criteria", lang),), (PLACE,)),
            Sentence((template("title.sipas_criteria_about", lang),)),
        ),
        Prose("summary", "sentences", _STATE, "summary"),
        Figure(
            "criteria",
            "criteria",
            {"province": "$province", "component": "$criteria", "year": "$first..$year"},
            Sentence(
                ("{judged}", "{criteria_told}"), (judged, Join("sentences", _STATE, {"criteria": "criteria_told"}))
            ),
            {"name": None, "year": None, "score": 2, "change": "+2", "change_base": None, **_TRUST},
            charts.criteria_chart,
            order=("component", "year"),
            labels={"ended": ("{short}  {score} ({change}{doubt})", "{short}  {score}")},
            formats={"score": 2, "change": "+2"},
            ends=("score", "component", "ended"),
            about=say("sheet.satisfaction_about", lang),
        ),
        Figure(
            "index",
            "index",
            {"province": ("$province", "$beside", "$band", MEAN)},
            Sentence(("{index}",), (_TOLD,)),
            {"place": None, "year": None, "score": 2, "printed_rank": 0, "mean": 2, **band_columns(2), **_TRUST},
            charts.index_chart,
            joins=(Join("places", {"province": "province"}, {"offered": "place"}),),
            order=("province", "year"),
            marks={"own": ("province", "$province")},
            labels={
                "told": ("{score}",),
                "rank_told": (template("chart.rank", lang).replace("{rank}", "{printed_rank}"),),
                **label_bands(lang),
            },
            formats={"score": 2, "printed_rank": 0, **band_formats(2)},
            ends=("score", "province", "place"),
            picks=("province", "province"),
            about=note_bands(say("sheet.side_about", lang), lang),
        ),
        Figure(
            "known",
            "index",
            {"year": "$year", "known": "yes"},
            Sentence(("{known}",), (_TOLD,)),
            {"place": None, "score": 2, "printed_rank": 0, "rank_status": None, **_TRUST},
            partial(known_chart, title=say("chart.scale_sipas", lang)),
            joins=(Join("places", {"province": "province"}, {"place": "place", "kind": "kind"}),),
            order=("-score", "place"),
            marks={"own": ("province", "$province")},
            labels={
                "told": (template("chart.score_rank", lang).replace("{rank}", "{printed_rank}"), "{score}"),
            },
            formats={"score": 2, "printed_rank": 0},
            picks=("province", "province"),
            about=say("sheet.known_about", lang),
        ),
        Figure(
            "survey",
            "survey",
            _STATE,
            Sentence(("{survey}",), (_TOLD,)),
            {"section": None, "name": None, "value": 2, "publisher": None},
            charts.survey_chart,
            order=("order",),
            labels={"told": ("{value}%",)},
            formats={"value": "plain"},
            needs="value",
            about="",
        ),
        Prose("notes", "sentences", _STATE, "notes"),
        Listing("sources", say("show.sources", lang), "citations", {}),
    ]
