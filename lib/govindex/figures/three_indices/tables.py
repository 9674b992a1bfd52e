"""Tables of two scores of the same provinces beside each other, of every pair and year in which any has both."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from govindex.figures.provinces.tables import list_standings
from govindex.methods.agreement import LEAST, compare_orders, find_gaps, place_units, split_quadrants
from govindex.methods.parts import list_whole_pairs
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_measure, label_components
from govindex.words import DIGITS, say

PAIRS = {
    "par-papi": ("par", "papi"),
    "sipas_points-papi": ("par.impact.sipas", "papi"),
    "appraisal-sipas_points": ("par.appraisal", "par.impact.sipas"),
    "survey-papi": ("par.survey", "papi"),
    "sipas-papi": ("sipas", "papi"),
    "par-sipas": ("par", "sipas"),
}
FAR = 1 / 2  # of all places: two positions further apart than this are called far apart


@kept
def list_points(tables: Tables) -> pd.DataFrame:
    """Return both scores of every province that has them.

    Returns
    -------
    DataFrame
        One row per pair, year and province: pair, year, province, first and second (scores), suspect (whether one of
        them is), and where all scores of the year are held, else missing: first_place and second_place (among those
        with both), place_gap (places better in the first), quadrant (``both``, ``first``, ``second`` or ``neither``:
        which medians it reaches), far (whether the gap is more than half of all places).
    """
    scores = tables.scores
    whole = set(list_whole_pairs(tables))
    found = []
    for pair, codes in PAIRS.items():
        one, other = (scores.loc[scores["component"] == code, _TAKEN] for code in codes)
        both = one.merge(other, on=["year", "province"], suffixes=("", "_second"))
        for year, rows in both.groupby("year"):
            held = all((code, int(year)) in whole for code in codes)
            found.append(_place(rows.sort_values("province"), held).assign(pair=pair, year=int(year)))
    points = pd.concat(found, ignore_index=True)
    columns = ["pair", "year", "province", "first", "second", "suspect", "first_place", "second_place"]
    return points[[*columns, "place_gap", "quadrant", "far"]]


_TAKEN = ["year", "province", "score", "status"]


def _place(rows: pd.DataFrame, held: bool) -> pd.DataFrame:
    rows = rows.rename(columns={"score": "first", "score_second": "second"})
    rows = rows.assign(suspect=(rows["status"] == "suspect") | (rows["status_second"] == "suspect"))
    if not held:
        none = dict.fromkeys(("first_place", "second_place", "place_gap"), math.nan)
        return rows.assign(**none, quadrant=None, far=False)
    gaps = find_gaps(rows["first"], rows["second"])
    return rows.assign(
        first_place=place_units(rows["first"]).astype("float64"),
        second_place=place_units(rows["second"]).astype("float64"),
        place_gap=gaps.astype("float64"),
        quadrant=split_quadrants(rows["first"], rows["second"]),
        far=np.abs(gaps) > FAR * len(rows),
    )


@kept
def list_agreements(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how far the scores of each pair agree in each year.

    Returns
    -------
    DataFrame
        One row per pair and year in which any province has both: pair, year, first_name and second_name (as in that
        year), known (how many have both), and where all scores are held, else missing:
        rho, low, high (Spearman's with its 95% limits), tau, sure_name (the first's), both, first, second,
        neither (how many are in each quadrant), far (how many are far apart), first_median, second_median.
    """
    rows: list[dict[str, Any]] = []
    for (pair, year), points in list_points(tables).groupby(["pair", "year"], sort=False):
        names = dict(zip(("first_name", "second_name"), name_pair(tables, pair, int(year), lang), strict=True))
        told: dict[str, Any] = {"pair": pair, "year": int(year), **names, "known": len(points)}
        if points["quadrant"].notna().all() and len(points) >= LEAST:
            agreed = compare_orders(points["first"], points["second"])
            told |= {name: round(getattr(agreed, name), 4) for name in ("rho", "low", "high", "tau")}
            told |= points["quadrant"].value_counts().reindex(["both", "first", "second", "neither"], fill_value=0)
            told |= {"far": int(points["far"].sum()), "sure_name": names["first_name"]}
            told |= {f"{end}_median": float(points[end].median()) for end in ("first", "second")}
        rows.append(told)
    return pd.DataFrame(rows)


def list_digits(tables: Tables) -> pd.DataFrame:
    """Return with how many decimals the scores of each pair are printed: pair, first_digits, second_digits."""
    rows = [[pair, *(DIGITS[find_measure(tables, code)] for code in codes)] for pair, codes in PAIRS.items()]
    return pd.DataFrame(rows, columns=["pair", "first_digits", "second_digits"])


def name_pair(tables: Tables, pair: str, year: int, lang: str) -> list[str]:
    """Return what the two scores of a pair are called in a year: the index, and the part where it is one."""
    codes = pd.DataFrame({"component": PAIRS[pair]})
    short = label_components(tables, codes, lang, year=year)["short"]
    measures = [say(f"measure.{find_measure(tables, code)}", lang) for code in PAIRS[pair]]
    return [
        measure if code in MEASURES else say("three_indices.part", lang, measure=measure, part=name)
        for code, measure, name in zip(PAIRS[pair], measures, short, strict=True)
    ]


@kept
def list_dimensions(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how far the first score of each pair agrees with each dimension of PAPI, and with its total.

    One row per pair and year whose scores are all held, and dimension: pair, year, part, part_name, at (order), units,
    rho, low, high, sure (whether 0 lies outside the limits).
    """
    tree = tables.components[(tables.components["measure"] == "papi") & (tables.components["level"] != "sub-dimension")]
    whole = list_whole_pairs(tables)
    rows: list[dict[str, Any]] = []
    for pair, (first, second) in PAIRS.items():
        for year in sorted({year for code, year in whole if code == first and (second, year) in whole}):
            for at, part in enumerate(tree["component"]):
                if first == part or (part, year) not in whole:
                    continue
                agreed = compare_orders(*_take_both(tables, first, part, year))
                told = {"pair": pair, "year": year, "component": part, "at": at, "units": agreed.units}
                told |= {name: round(getattr(agreed, name), 4) for name in ("rho", "low", "high")}
                rows.append(told | {"sure": agreed.low > 0 or agreed.high < 0})
    named = label_components(tables, pd.DataFrame(rows), lang).rename(columns={"component": "part"})
    return named.assign(part_name=named["short"]).drop(columns=["name", "short"])


def _take_both(tables: Tables, first: str, second: str, year: int) -> tuple[pd.Series, pd.Series]:
    scores = tables.scores[(tables.scores["year"] == year) & tables.scores["component"].isin([first, second])]
    wide = scores.pivot(index="province", columns="component", values="score").dropna()
    return wide[first], wide[second]


@kept
def list_places_by_year(tables: Tables, lang: str) -> pd.DataFrame:
    """Return where each province stands in the three indices over the years.

    One row per province, measure and year with a published rank or a computed position: province, measure,
    measure_name, year, standing, stretch (what a line may join), trust, source.
    """
    rows = list_standings(tables)
    rows = rows[rows["component"].isin(MEASURES) & rows["standing"].notna()]
    rows = rows.rename(columns={"component": "measure"})
    names = {measure: say(f"measure.{measure}", lang) for measure in MEASURES}
    columns = ["province", "measure", "measure_name", "year", "standing", "stretch", "trust", "source"]
    return rows.assign(measure_name=rows["measure"].map(names))[columns]
