"""Sentences on proposals: what was proposed, what it bears on, what came later; a description and no more."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.figures.lists import list_page_years, list_places
from govindex.figures.proposals.tables import list_cover, list_held, list_later, list_proposals
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.words import DIGITS, listing, number, say

Row = dict[str, Any]


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province and year.

    One row per province and year: province, year, summary (a list of paragraphs), timeline (a title; missing where
    nothing is held), none (why there is nothing; else missing).
    """
    places = list_places(tables, lang).set_index("province")["place"]
    units = list_held(tables)
    held = listing([say("proposals.unit", lang, place=places[each], year=year) for each, year in units], lang)
    proposals, cover = list_proposals(tables, lang), list_cover(tables, lang)
    rows: list[Row] = []
    for province, place in places.items():
        for year in list_page_years(tables):
            told = {"place": place, "year": year}
            row: Row = {"province": province, "year": year, "timeline": None, "none": None}
            if (province, year) in units:
                own = _take(proposals, province, year)
                dated = int(own["month"].notna().sum())
                row["summary"] = tell_summary(own, _take(cover, province, year), told, lang)
                row["timeline"] = say("proposals.timeline", lang, **told, count=len(own), dated=dated)
            else:
                none = [say("proposals.none", lang, **told)]
                none += [say("proposals.held", lang, units=held)] if units else []
                row |= {"none": " ".join(none), "summary": [" ".join(none)]}
            rows.append(row)
    return pd.DataFrame(rows)


def _take(rows: pd.DataFrame, province: str, year: int) -> pd.DataFrame:
    return rows[(rows["province"] == province) & (rows["year"] == year)]


def tell_summary(proposals: pd.DataFrame, cover: pd.DataFrame, about: Row, lang: str) -> list[str]:
    """Return the paragraphs on the proposals of one province and year."""
    dated = proposals[proposals["month"].notna()].sort_values("month_key")
    told = about | {"count": len(proposals), "agencies": proposals["agency"].nunique()}
    if len(dated):
        months = {"first": dated["month"].iloc[0], "last": dated["month"].iloc[-1]}
        first = say("proposals.counted", lang, **told, dated=len(dated), **months)
    else:
        first = say("proposals.counted_undated", lang, **told)
    uncovered = [_tell_uncovered(own, measure, lang) for measure, own in cover.groupby("measure", sort=False)]
    return [first, " ".join(uncovered), say("proposals.hedge", lang)]


def _tell_uncovered(cover: pd.DataFrame, measure: str, lang: str) -> str:
    named = say(f"measure.{measure}", lang)
    bare = cover[(cover["lost"] > 0) & (cover["cover"] == "none")].sort_values("lost", ascending=False)
    if bare.empty:
        return say("proposals.covered_all", lang, measure=named)
    digits = DIGITS[measure]
    lost, most = (number(points, lang, digits) for points in (bare["lost"].sum(), bare["lost"].iloc[0]))
    told = {"measure": named, "lost": lost, "name": bare["name"].iloc[0], "most": most}
    return say("proposals.uncovered", lang, **told, unit=say(f"unit.{measure}", lang))


@kept
def list_titles(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the titles of what a measure lost and of what came later.

    One row per province, year, measure and until (the year and every later one) of the pairs that proposals are held
    of: province, year, measure, until, cover, later.
    """
    places = list_places(tables, lang).set_index("province")["place"]
    cover, later = list_cover(tables, lang), list_later(tables, lang)
    rows: list[Row] = []
    for province, year in list_held(tables):
        for measure in MEASURES:
            told = {"place": places[province], "year": year, "measure": say(f"measure.{measure}", lang)}
            own = _take(cover, province, year).query("measure == @measure")
            covered = _tell_cover(own, told, lang)
            followed = _take(later, province, year).query("measure == @measure")
            for until in (each for each in list_page_years(tables) if each >= year):
                title = _tell_later(followed[followed["until"] == until], told | {"until": until}, lang)
                key = {"province": province, "year": year, "measure": measure, "until": until}
                rows.append({**key, "cover": covered, "later": title})
    return pd.DataFrame(rows)


def _tell_cover(cover: pd.DataFrame, told: Row, lang: str) -> str:
    if cover.empty:
        return say("proposals.cover_none", lang, **told)
    losing = cover[cover["lost"] > 0]
    return say("proposals.cover", lang, **told, lost=len(losing), bare=int((losing["cover"] == "none").sum()))


def _tell_later(later: pd.DataFrame, told: Row, lang: str) -> str:
    if told["until"] == told["year"]:
        return say("proposals.later_same", lang, **told)
    if later.empty:
        return say("proposals.later_apart", lang, **told)
    counts = later["moved"].value_counts()
    numbers = {slot: int(counts.get(code, 0)) for slot, code in (("up", "rose"), ("down", "fell"), ("same", "stayed"))}
    key = "later_careful" if later["care"].notna().any() else "later"
    return say(f"proposals.{key}", lang, **told, **numbers)
