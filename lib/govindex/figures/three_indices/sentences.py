"""Sentences on two scores of the same provinces: whether they agree, and where a province stands in both."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.figures.lists import list_units
from govindex.figures.three_indices.tables import list_agreements, list_points
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_provinces
from govindex.words import listing, number, ordinal, say

FAIR = 0.5  # a rank correlation from which on two scores are said to agree fairly
Row = dict[str, Any]


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province, pair and year in which any province has both scores.

    One row per pair, year and province: pair, year, province, summary (a list of paragraphs).
    """
    agreements = list_agreements(tables, lang)
    sure = agreements[agreements["rho"].notna()].groupby("pair")["year"].agg(list).to_dict()
    points = {(row["pair"], row["year"], row["province"]): row for row in list_points(tables).to_dict("records")}
    units = tables.provinces.rename(columns={"code": "province"})
    places = label_provinces(tables, units, lang).set_index("province")["name"]
    rows = []
    for agreement in agreements.to_dict("records"):
        pair, year = agreement["pair"], agreement["year"]
        told = tell_thin(agreement, sure.get(pair, []), lang) if pd.isna(agreement["rho"]) else None
        for province in list_units(tables, year):
            point = points.get((pair, year, province))
            summary = told or tell_agreement(agreement, point, places[province], lang)
            rows.append({"pair": pair, "year": year, "province": province, "summary": summary})
    return pd.DataFrame(rows)


def tell_thin(agreement: Row, years: list[int], lang: str) -> list[str]:
    """Return why nothing is said of two scores that few provinces have, and of which `years` something is."""
    told = [say("three_indices.thin", lang, **_name(agreement))]
    if years:
        told.append(say("three_indices.thin_years", lang, years=listing([str(year) for year in years], lang)))
    return [" ".join(told)]


def tell_agreement(agreement: Row, point: Row | None, place: str, lang: str) -> list[str]:
    """Return paragraphs: whether two scores agree; where a province stands in both, if it has both."""
    low, high = agreement["low"], agreement["high"]
    agreed = "agree_well" if agreement["rho"] >= FAIR else "agree"
    key = agreed if low > 0 else "oppose" if high < 0 else "unsure"
    values = {name: number(agreement[name], lang) for name in ("rho", "low", "high")}
    first = say(f"three_indices.{key}", lang, **_name(agreement), **values)
    counts = {name: int(agreement[name]) for name in ("both", "first", "second", "neither")}
    paragraphs = [first + " " + say("three_indices.counts", lang, **counts)]
    if point is None:
        own = say("three_indices.own_absent", lang, place=place)
    else:
        key = "own_far" if point["far"] else "own"
        quadrant = say(f"sheet_three_indices.quadrant_{point['quadrant']}", lang)
        places = {name: ordinal(int(point[name]), lang) for name in ("first_place", "second_place")}
        told = {"place": place, "known": agreement["known"], "quadrant": quadrant}
        own = say(f"three_indices.{key}", lang, **told, **places)
    return [*paragraphs, own + " " + say("three_indices.caution", lang)]


def _name(agreement: Row) -> Row:
    names = {"first": agreement["first_name"], "second": agreement["second_name"]}
    return {**names, "year": agreement["year"], "known": agreement["known"]}
