"""The annual report's own words for every province and year: key figures, what the tables hold, titles."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.charts.theme import MEAN
from govindex.compare.frameworks import list_covered
from govindex.figures.lists import list_page_years, list_places
from govindex.figures.papi.tables import list_panel
from govindex.figures.par.tables import list_known
from govindex.figures.report.tables import list_highlights, list_papi, list_par, list_report_proposals, list_sipas
from govindex.figures.sipas.tables import list_index
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.tables.units import list_units
from govindex.views.sparklines import draw_lines
from govindex.words import DIGITS, listing, number, ordinal, plain_number, say

_STATE = ["province", "year"]
_UNSURE = ("suspect", "derived", "corrected")
Row = dict[str, Any]
State = tuple[str, int]


@kept
def list_cards(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the three indices of every province and year as key figures.

    One row each: province, year, measure, name, value (the score out of its maximum, in words), note (its rank or
    group, in words), at (which point of the line of `govindex.views.sparklines.draw_lines` is the year's; missing where
    it has no score).
    """
    totals = _list_totals(tables, lang)
    parts = _count_parts(tables)
    lines = draw_lines(tables, lang)
    years = {(row.province, row.measure): row.years for row in lines.itertuples()}
    units = {year: len(list_units(tables, year)) for year in list_page_years(tables)}
    covered = {(measure, year): list_covered(tables, measure, year=year) for measure in MEASURES for year in units}
    most = {key: dict(zip(each["component"], each["maximum"], strict=True)) for key, each in covered.items()}
    rows = []
    for province in list_places(tables, lang)["province"]:
        for year, count in units.items():
            for measure in MEASURES:
                own = totals[measure].get((province, year), {})
                about = {"units": count, "parts": parts.get((province, year), 0) if measure == "papi" else 0}
                about |= {"maximum": most[measure, year].get(measure, 100)}
                value, note = _tell_key(measure, own, about, lang)
                drawn = years.get((province, measure), [])
                at = float(drawn.index(year)) if year in drawn else float("nan")
                rows.append((province, year, measure, say(f"measure.{measure}_long", lang), value, note, at))
    return pd.DataFrame(rows, columns=[*_STATE, "measure", "name", "value", "note", "at"])


@kept
def _list_totals(tables: Tables, lang: str) -> dict[str, dict[State, Row]]:
    """Return by measure, province and year what is known of a total: score, trust, and its rank or group."""
    par = list_known(tables, lang)
    index = list_index(tables, lang)
    panel = list_panel(tables)
    found = {
        "par": par[par["component"] == "par"],
        "sipas": index[index["province"] != MEAN],
        "papi": panel[panel["component"] == "papi"],
    }
    return {
        measure: {(row["province"], int(row["year"])): row for row in rows.to_dict("records")}
        for measure, rows in found.items()
    }


def _count_parts(tables: Tables) -> dict[State, int]:
    """Return how many dimensions of PAPI are scored, by province and year."""
    levels = tables.components.set_index("component")["level"]
    scores = tables.scores[tables.scores["component"].map(levels) == "dimension"]
    return scores.groupby(_STATE).size().to_dict()


def _tell_key(measure: str, own: Row, about: Row, lang: str) -> tuple[str, str]:
    """Return the score and the place of a total: `own` is what is known of it, `about` what of its year and parts."""
    score = own.get("score")
    place = _tell_group(own, lang) if measure == "papi" else _tell_place(own, about["units"], lang)
    if score is None or pd.isna(score):
        parts = about["parts"]
        held = say("report.parts_only", lang, count=parts) if parts else say("report.not_held", lang)
        return "–", place or held
    told = number(score, lang, DIGITS[measure])
    value = f"{told}%" if measure == "sipas" else f"{told}/{number(about['maximum'], lang, 0)}"
    notes = [place or say("report.no_rank", lang)]
    if measure != "papi" and own["trust"] in _UNSURE:
        notes.append(say(f"report.{own['trust']}_key", lang))
    return value, "; ".join(notes)


def _tell_place(own: Row, units: int, lang: str) -> str:
    rank, trust = own.get("printed_rank"), own.get("rank_trust")
    if rank is None or pd.isna(rank):
        return ""
    key = f"report.rank_{trust}" if trust in ("derived", "suspect") else "report.rank"
    return say(key, lang, rank=int(rank), units=units)


def _tell_group(own: Row, lang: str) -> str:
    if not own:
        return ""
    return say(
        "report.group",
        lang,
        group=say(f"group.{own['group']}", lang),
        rank=ordinal(int(own["rank"]), lang),
        scored=own["scored"],
    )


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province and year.

    One row each: province, year, scope (a list with one line on what the tables hold and what not, empty where they
    hold all), highlights, par, sipas, papi, proposals (titles; missing where there is nothing to show).
    """
    held = {
        measure: set(rows[_STATE].itertuples(index=False, name=None))
        for measure, rows in tables.scores.groupby("measure")
    }
    proposed = set(tables.proposals[_STATE].itertuples(index=False, name=None))
    totals = _list_totals(tables, lang)
    tabled = {"par": list_par(tables, lang), "sipas": list_sipas(tables, lang)}
    titles = {
        **{measure: _title_table(measure, rows, lang) for measure, rows in tabled.items()},
        "highlights": _title_highlights(tables, lang),
        "papi": _title_papi(tables, lang),
        "proposals": _title_proposals(tables, lang),
    }
    rows = []
    for province, place in list_places(tables, lang)[["province", "place"]].itertuples(index=False, name=None):
        for year in list_page_years(tables):
            state = (province, year)
            scored = [measure for measure in MEASURES if state in held.get(measure, ())]
            ranked = [each for each in ("par", "sipas") if pd.notna(totals[each].get(state, {}).get("printed_rank"))]
            scope = _tell_scope(place, year, scored, ranked, proposed=state in proposed, lang=lang)
            told = {part: of.get(state) for part, of in titles.items()}
            rows.append({"province": province, "year": year, "scope": scope, **told})
    return pd.DataFrame(rows)


def _tell_scope(place: str, year: int, scored: list[str], ranked: list[str], *, proposed: bool, lang: str) -> list[str]:
    """Return one line on what the tables hold for a page and what not, or nothing when they hold all."""
    groups = {
        "scores_of": scored,
        "ranks_of": [each for each in ranked if each not in scored],
        "nothing_of": [each for each in MEASURES if each not in scored and each not in ranked],
    }
    names = {key: [say(f"measure.{each}", lang) for each in measures] for key, measures in groups.items()}
    names["nothing_of"] += [] if proposed else [say("report.proposals", lang)]
    names["nothing_of"] = [say("report.nothing", lang, name=each) for each in names["nothing_of"]]
    if not names["nothing_of"] and not names["ranks_of"]:
        return []
    told = [say(f"report.{key}", lang, names=listing(each, lang)) for key, each in names.items() if each]
    return [f"{say('report.scope', lang, place=place, year=year)} {'; '.join(told)}."]


def _title_highlights(tables: Tables, lang: str) -> dict[State, str]:
    rows = list_highlights(tables, lang)
    counts = rows.groupby([*_STATE, "kind"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["strength", "loss"], fill_value=0)
    return {
        state: say("report.highlights_title", lang, strengths=strengths, losses=losses)
        for state, strengths, losses in counts.itertuples(name=None)
    }


def _title_table(measure: str, rows: pd.DataFrame, lang: str) -> dict[State, str]:
    states = rows[_STATE].drop_duplicates().itertuples(index=False, name=None)
    return {(province, int(year)): say(f"report.{measure}_title", lang, year=year) for province, year in states}


def _title_papi(tables: Tables, lang: str) -> dict[State, str]:
    """Return the scale of each page's dimensions and total, which all have in common."""
    found = {}
    for state, rows in list_papi(tables, lang).groupby(_STATE):
        parts, totals = (rows.loc[rows["last"] == last, "maximum"] for last in (0, 1))
        one = parts.nunique() == 1 and len(totals) == 1
        scales = {"part": plain_number(parts.iloc[0], lang), "whole": plain_number(totals.iloc[0], lang)} if one else {}
        found[state] = say("report.papi_title" if one else "report.papi_title_plain", lang, year=state[1], **scales)
    return found


def _title_proposals(tables: Tables, lang: str) -> dict[State, str]:
    rows = list_report_proposals(tables, lang)
    return {
        state: say("report.proposals_title", lang, count=len(own), bearing=int(own["on_loss"].sum()))
        for state, own in rows.groupby(_STATE)
    }
