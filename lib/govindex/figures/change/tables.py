"""Tables of every pair of years of every measure: what the figures of the sheet of change take their rows from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import check_comparable, find_framework, judge_components, list_common, list_covered
from govindex.compare.precision import ROUNDING, find_smallest_change
from govindex.errors import NotComparable
from govindex.figures.lists import cite, list_page_years
from govindex.methods.moves import band_positions, judge_moves, regress_change, share_out
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_components
from govindex.tables.units import list_units
from govindex.words import DIGITS, say

PAIR = ["measure", "first", "year"]
_LETTERS = 34  # of a name on one line
_MOVES = ["base_score", "score", "change", "low", "high", "moved", "best", "worst", "position", "fitted", "suspect"]


@kept
def list_pairs(tables: Tables) -> pd.DataFrame:
    """Return every pair of years of every measure, whether the totals compare, and how all moved together.

    Returns
    -------
    DataFrame
        One row per measure, first and year (first before year): measure, first, year, comparable (``yes``, ``caution``
        or ``no``), known (provinces with a trusted total in both), units (provinces that there were in `year`), margin
        (the smallest change worth telling, points), rose, fell, within (how many), median (of the changes), and of the
        line of the change on the first score slope, low, high, intercept, by_noise, spread, p_spread (as
        `govindex.methods.moves.Return` has them; missing where no line is fitted).
    """
    moves = dict(list(list_moves(tables).groupby(PAIR)))
    rows = []
    for measure, first, year, comparable in _judge_pairs(tables):
        own = moves.get((measure, first, year))
        row = {"measure": measure, "first": first, "year": year, "comparable": comparable}
        row |= {"known": 0, "units": len(list_units(tables, year)), "margin": find_smallest_change(tables, measure)}
        if own is not None:
            trusted = own[~own["suspect"]]
            counts = trusted["moved"].value_counts()
            row |= {"known": len(trusted), "median": trusted["change"].median()}
            row |= {name: int(counts.get(code, 0)) for name, code in (("rose", 1), ("fell", -1), ("within", 0))}
            line = regress_change(trusted["base_score"].to_numpy(), trusted["score"].to_numpy(), row["margin"])
            row |= line._asdict() if line else {}
        rows.append(row)
    return pd.DataFrame(rows).drop(columns="count")


@kept
def _judge_pairs(tables: Tables) -> list[tuple[str, int, int, str]]:
    """Return every pair of years of every measure, the earlier first, with whether the totals compare."""
    years = list_page_years(tables)
    return [
        (measure, first, year, judge_pair(tables, measure, base=first, year=year))
        for measure in MEASURES
        for first in years
        for year in years
        if year > first
    ]


def judge_pair(tables: Tables, measure: str, *, base: int, year: int) -> str:
    """Return whether the totals of two years compare: ``yes``, ``caution`` or ``no``."""
    if find_framework(tables, measure, year=year) != find_framework(tables, measure, year=base):
        return "no"
    try:
        check_comparable(tables, measure, year=year, base=base)
    except NotComparable:
        return "no"
    told = judge_components(tables, measure, year=year, base=base).get(measure)
    return told.comparable if told else "yes"


@kept
def list_moves(tables: Tables) -> pd.DataFrame:
    """Return the change of every province's total between every two years that compare.

    Returns
    -------
    DataFrame
        One row per measure, first, year and province with a total in both: measure, first, year, province, base_score,
        score, change (points), low, high (the change less and plus what is noise), moved (1 rose, -1 fell, 0 within
        noise), best, worst (the positions that noise leaves it), position (1 = the largest rise), fitted (the change
        that the line of all gives for its first score), suspect (whether a score is; then no position).
    """
    found = []
    for measure, first, year, comparable in _judge_pairs(tables):
        if comparable != "no":
            found.append(_move_pair(tables, measure, first, year))
    rows = pd.concat(found, ignore_index=True)
    return rows[[*PAIR, "province", *_MOVES]]


def _move_pair(tables: Tables, measure: str, first: int, year: int) -> pd.DataFrame:
    both = _join_years(tables, [measure], first, year)
    margin = find_smallest_change(tables, measure)
    both = both.assign(measure=measure, first=first, year=year, low=both["change"] - margin)
    both = both.assign(high=both["change"] + margin, moved=judge_moves(both["change"].to_numpy(), margin))
    trusted = both[~both["suspect"]]
    changes = trusted["change"].to_numpy()
    best, worst = band_positions(changes, margin, sampled=margin > ROUNDING)
    line = regress_change(trusted["base_score"].to_numpy(), trusted["score"].to_numpy(), margin)
    told = pd.DataFrame({"best": best, "worst": worst}, index=trusted.index, dtype="float64")
    told["position"] = trusted["change"].rank(ascending=False, method="min")
    fitted = both["base_score"] * (line.slope if line else np.nan) + (line.intercept if line else np.nan)
    return both.join(told).assign(fitted=fitted.round(3)).sort_values("change", ascending=False, kind="stable")


def _join_years(tables: Tables, components: list[str], first: int, year: int) -> pd.DataFrame:
    """Return the scores of two years side by side: component, province, base_score, score, change, suspect."""
    columns = ["component", "province", "score", "status"]
    scores = tables.scores[tables.scores["component"].isin(components)]
    now, before = (scores.loc[scores["year"] == when, columns] for when in (year, first))
    both = now.merge(before, on=["component", "province"], suffixes=("", "_base"))
    suspect = (both["status"] == "suspect") | (both["status_base"] == "suspect")
    both = both.rename(columns={"score_base": "base_score"})
    change = (both["score"] - both["base_score"]).round(6)
    return both.assign(change=change, suspect=suspect)[
        ["component", "province", "base_score", "score", "change", "suspect"]
    ]


@kept
def list_contributions(tables: Tables) -> pd.DataFrame:
    """Return what each component right below the total gave to its change, rounded so that it adds up as shown.

    Returns
    -------
    DataFrame
        One row per measure, first, year, province and component, where every part of the total is known in both years
        and the parts make it: the keys, base_score, score, contribution (points of the total, with as many decimals as
        the measure is printed with), suspect.
    """
    found = []
    for measure, first, year, comparable in _judge_pairs(tables):
        if comparable != "no":
            found += _split_pair(tables, measure, first, year)
    columns = [*PAIR, "province", "component", "base_score", "score", "contribution", "suspect"]
    return pd.concat(found, ignore_index=True)[columns]


def _split_pair(tables: Tables, measure: str, first: int, year: int) -> list[pd.DataFrame]:
    divisions, weighted = _list_divisions(tables, measure, first, year)
    codes = [code for division in divisions for code in division]
    both = _join_years(tables, [measure, *codes], first, year)
    changes = both.pivot(index="province", columns="component", values="change")
    found = []
    for division in divisions:
        if not {measure, *division} <= set(changes):
            continue
        whole = changes[[measure, *division]].dropna()
        parts = whole[division].to_numpy() / (len(division) if weighted == "mean" else 1)
        rounded, adds_up = share_out(parts, whole[measure].to_numpy(), DIGITS[measure])
        split = pd.DataFrame(rounded, index=whole.index, columns=division)[adds_up]
        long = split.rename_axis(columns="component").stack().rename("contribution").reset_index()
        found.append(both.merge(long, on=["province", "component"]).assign(measure=measure, first=first, year=year))
        changes = changes.drop(index=split.index)
    return found


def _list_divisions(tables: Tables, measure: str, first: int, year: int) -> tuple[list[list[str]], str | None]:
    """Return the ways in which the total is made of parts that both years have, and how (``sum`` or ``mean``)."""
    covered = list_covered(tables, measure, year=year).set_index("component")
    aggregation = covered["aggregation"].get(measure)
    if pd.isna(aggregation):
        return [], None
    tree = tables.components
    below = tree[(tree["parent"] == measure) & tree["component"].isin(covered.index)]
    common = set(list_common(tables, measure, year=year, base=first))
    divisions = [list(rows["component"]) for _, rows in below.groupby(below["division"].fillna(""))]
    return [division for division in divisions if common.issuperset(division)], aggregation


@kept
def list_common_moves(tables: Tables) -> pd.DataFrame:
    """Return the changes of what two years have in common where their totals do not compare.

    Returns
    -------
    DataFrame
        One row per measure, first, year, component and province: the keys, base_score, score, change (points, of three
        decimals), moved (1, -1 or 0 as `judge_moves` gives it by the noise of the component), suspect. Only components
        that both years measure on one scale, and of which neither the publisher nor the panel says that they do not
        compare.
    """
    found = []
    scored = tables.scores.groupby(["measure", "year"])["component"].agg(set).to_dict()
    for measure, first, year, comparable in _judge_pairs(tables):
        both_scored = scored.get((measure, first), set()) & scored.get((measure, year), set()) - {measure}
        if comparable == "no" and both_scored:
            judged = judge_components(tables, measure, year=year, base=first)
            common = list_common(tables, measure, year=year, base=first)
            common = [code for code in common if code not in judged or judged[code].comparable != "no"]
            both = _join_years(tables, common, first, year)
            margins = both["component"].map({code: find_smallest_change(tables, code) for code in common})
            moved = judge_moves(both["change"].to_numpy(), margins.to_numpy(dtype=float))
            found.append(both.assign(measure=measure, first=first, year=year, moved=moved))
    rows = pd.concat(found, ignore_index=True).round(max(DIGITS.values()))
    return rows[[*PAIR, "component", "province", "base_score", "score", "change", "moved", "suspect"]]


def list_commons(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how all moved in each component that two years have in common where their totals do not compare.

    One row per measure, first, year and component: the keys, name, lines (the name on at most two), order, judged (in
    words, where it is to be read with caution; else missing), known (provinces), median (of the changes, points), rose,
    fell (how many, beyond the noise of the component).
    """
    moves = list_common_moves(tables)
    moves = moves[~moves["suspect"]]
    grouped = moves.groupby([*PAIR, "component"], sort=False)
    rows = grouped.agg(
        known=("change", "size"),
        median=("change", "median"),
        rose=("moved", lambda moved: int((moved == 1).sum())),
        fell=("moved", lambda moved: int((moved == -1).sum())),
    ).reset_index()
    return _name(tables, rows, lang)


def _name(tables: Tables, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return rows of measure, first, year and component with name, lines, order and judged."""
    order = {component: at for at, component in enumerate(tables.components["component"])}
    rows = label_components(tables, rows, lang).drop(columns="short")
    told = {
        pair: judge_components(tables, pair[0], year=pair[2], base=pair[1])
        for pair in rows[PAIR].drop_duplicates().itertuples(index=False, name=None)
    }
    judged = [
        say(f"sheet_change.judged_{told[pair][component].comparable}", lang) if component in told[pair] else None
        for pair, component in zip(rows[PAIR].itertuples(index=False, name=None), rows["component"], strict=True)
    ]
    lines = [halve_name(name, _LETTERS) for name in rows["name"]]
    return rows.assign(lines=lines, order=rows["component"].map(order), judged=judged)


def list_parts(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the parts of the total that any pair of years has: measure, first, year, component, name, lines, order."""
    parts = list_contributions(tables)[[*PAIR, "component"]].drop_duplicates()
    return _name(tables, parts, lang)


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the scores of a measure come from, with where the noise of PAPI is taken from."""
    used = pd.concat([tables.scores[["measure", "source"]], tables.intervals[["measure", "source"]]])
    used = pd.concat([used, tables.counts[["measure", "source"]]])
    return cite(tables, used, lang)
