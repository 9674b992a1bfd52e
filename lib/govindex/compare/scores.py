"""Comparing: lost points, share achieved, change on a year, what made the total change. Nothing is drawn."""

from __future__ import annotations

import math

import pandas as pd

from govindex.compare.frameworks import (
    check_comparable,
    judge_changes,
    list_common,
    list_covered,
)
from govindex.compare.ranks import list_whole
from govindex.errors import NoData
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import check_measure, check_province, find_measure

TREE = ["component", "parent", "division", "level", "order"]


@kept
def list_scores(tables: Tables, measure: str, *, province: str, year: int) -> pd.DataFrame:
    """Return the scores of one province and year with the points lost and the share achieved.

    Parameters
    ----------
    province : str
        A code of ``provinces.csv``.

    Returns
    -------
    DataFrame
        One row per component with a known score, in the order of ``components.csv``: component, parent, division,
        level, order; score, minimum, maximum (points; per cent for SIPAS); lost = maximum - score; share = (score -
        minimum) / (maximum - minimum) in per cent, so that the lowest possible score is 0%; status, source, note;
        range_status (``printed``, ``derived`` or ``inferred``). Lost and share are missing where no source gives the
        maximum.

    Raises
    ------
    UnknownName
        For a measure or province that no table holds.
    """
    check_province(tables, province)
    scores = tables.scores
    own = scores[
        (scores["measure"] == check_measure(measure)) & (scores["province"] == province) & (scores["year"] == year)
    ]
    covered = list_covered(tables, measure, year=year)[["component", "minimum", "maximum", "range_status"]]
    listed = (
        tables.components[TREE]
        .merge(own[["component", "score", "status", "source", "note"]], on="component")
        .merge(covered, on="component", how="left")
    )
    listed = add_losses(listed)
    columns = ["score", "minimum", "maximum", "lost", "share", "status", "source", "note", "range_status"]
    return listed[[*TREE, *columns]]


def add_losses(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of score, minimum and maximum with lost (points) and share (per cent of the range).

    Both are missing where the maximum is; the lowest possible score is 0%.
    """
    share = 100 * (rows["score"] - rows["minimum"]) / (rows["maximum"] - rows["minimum"])
    return rows.assign(lost=(rows["maximum"] - rows["score"]).round(6), share=share)


def list_joined(tables: Tables, measure: str, *, province: str, year: int) -> pd.DataFrame:
    """Return the components that the year's framework makes of others than their children, where these are all known.

    Returns
    -------
    DataFrame
        One row per component: component, score (the sum of the others), maximum, parts (their codes, a list).
    """
    scores = list_scores(tables, measure, province=province, year=year).set_index("component")["score"]
    covered = list_covered(tables, measure, year=year)
    rows = []
    for row in covered[covered["made_of"].notna()].itertuples():
        parts = row.made_of.split()
        if scores.index.isin(parts).sum() == len(parts):
            score = round(float(scores[parts].sum()), 6)
            rows.append({"component": row.component, "score": score, "maximum": row.maximum, "parts": parts})
    return pd.DataFrame(rows, columns=["component", "score", "maximum", "parts"])


def list_children(listed: pd.DataFrame, parent: str) -> pd.DataFrame:
    """Return the rows of `listed` that lie right below `parent`, of one division.

    Where a whole is divided in two ways (PAR INDEX by method and by field), the division with most lost points known is
    returned, of equals that with most scores.
    """
    children = listed[listed["parent"] == parent]
    division = children["division"].fillna("")
    if division.nunique() > 1:
        known = children["lost"].notna().groupby(division).agg(["sum", "size"])
        children = children[division == known.sort_values(["sum", "size"], ascending=False).index[0]]
    return children.reset_index(drop=True)


def list_leaves(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `listed` that no other row of it has for a parent."""
    return listed[~listed["component"].isin(listed["parent"])].reset_index(drop=True)


def step_losses(listed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the way from the maximum of the total down to its score, a step for each component that lost points.

    Parameters
    ----------
    listed : DataFrame
        As `list_scores` returns it.

    Returns
    -------
    DataFrame
        One row per step in order: component, kind (``maximum``, ``lost``, ``total``), start, end, lost (points). Empty
        unless the losses of the leaves add up to that of the total, to two units of the second decimal.
    """
    total = listed[listed["component"] == measure]
    leaves = list_leaves(listed[listed["component"] != measure])
    leaves = leaves[leaves["division"].fillna("") != "field"]
    whole = len(total) and len(leaves) and abs(leaves["lost"].sum(skipna=False) - total["lost"].iloc[0]) <= 0.02
    if not whole:
        return pd.DataFrame(columns=["component", "kind", "start", "end", "lost"])
    losing = leaves[leaves["lost"] > 0]
    ends = (total["maximum"].iloc[0] - losing["lost"].cumsum()).round(6)
    steps = losing[["component", "lost"]].assign(kind="lost", start=(ends + losing["lost"]).round(6), end=ends)
    first, last = total["maximum"].iloc[0], total["score"].iloc[0]
    above = pd.DataFrame({"component": [measure], "kind": ["maximum"], "start": [first], "end": [first], "lost": [0.0]})
    below = pd.DataFrame({"component": [measure], "kind": ["total"], "start": [last], "end": [last], "lost": [0.0]})
    columns = ["component", "kind", "start", "end", "lost"]
    return pd.concat([above, steps, below], ignore_index=True)[columns]


@kept
def change_scores(
    tables: Tables, measure: str, *, province: str, year: int, base: int, common: bool = False
) -> pd.DataFrame:
    """Return the change of each component from the year `base` to `year`.

    Parameters
    ----------
    common : bool
        Across two frameworks, take the components that both measure on the same scale instead of raising; there may
        be none, and then no row.

    Returns
    -------
    DataFrame
        One row per component scored in both years on the same scale: component, parent, division, level, order, score,
        base_score, change (points; percentage points for SIPAS), change_pct (per cent of `base_score`; missing where
        that is 0), status (the lesser trust of the two), comparable (``yes``, ``no`` or ``caution``) and evidence (as
        `judge_changes` tells them; what the publisher says does not compare has no row).

    Raises
    ------
    NotComparable
        When the frameworks of the two years differ or are not known, or the publisher says that their totals do not
        compare, unless `common`.
    """
    if not common:
        check_comparable(tables, measure, year=year, base=base)
    now, before = (list_scores(tables, measure, province=province, year=when) for when in (year, base))
    common_components = list_common(tables, measure, year=year, base=base)
    both = now[now["component"].isin(common_components)].merge(
        before[["component", "score", "status"]], on="component", suffixes=("", "_base")
    )
    both["change"] = (both["score"] - both["score_base"]).round(6)
    both["change_pct"] = 100 * both["change"] / both["score_base"].where(both["score_base"] != 0)
    suspect = (both["status"] == "suspect") | (both["status_base"] == "suspect")
    both["status"] = both["status"].mask(suspect, "suspect")
    both = both.rename(columns={"score_base": "base_score"})
    judged = judge_changes(tables, measure, year=year, base=base)[["component", "comparable", "evidence"]]
    both = both.merge(judged, on="component", how="left")
    both["comparable"] = both["comparable"].fillna("yes")
    return both[[*TREE, "score", "base_score", "change", "change_pct", "status", "comparable", "evidence"]]


def split_change(tables: Tables, measure: str, *, province: str, year: int, base: int) -> pd.DataFrame:
    """Return what each component right below the total gave to the total's change.

    For a total that is the sum of its components the contribution is the component's change; for a mean of n it is a
    n-th of it [1]_.

    Returns
    -------
    DataFrame
        One row per component: component, order, score, base_score, change, contribution (points of the total),
        share (per cent of the total's change; missing when the total did not change), status (the lesser trust of the
        two scores). With suspect scores the contributions need not add up to the change of the total.

    Raises
    ------
    NotComparable
        When the two years are of different frameworks.
    NoData
        When a component's score is missing in one of the years, or the tables do not tell how the total is made.

    References
    ----------
    .. [1] OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 8 (decomposition into the components).
    """
    changes = change_scores(tables, measure, province=province, year=year, base=base)
    aggregation = find_aggregation(tables, measure, year=year)
    covered = set(list_covered(tables, measure, year=year)["component"])
    changed = set(changes["component"])
    components = tables.components
    below = components[(components["parent"] == measure) & components["component"].isin(covered)]
    divisions = [list(rows["component"]) for _, rows in below.groupby(below["division"].fillna(""))]
    whole = next((division for division in divisions if changed.issuperset([measure, *division])), None)
    if whole is None:
        missing = min(
            ([code for code in [measure, *division] if code not in changed] for division in divisions),
            key=len,
        )
        raise NoData(
            f"The change of {measure} from {base} to {year} cannot be split: "
            f"no score in both years for {', '.join(missing)}."
        )
    children = changes[changes["component"].isin(whole)].reset_index(drop=True)
    total = changes.loc[changes["component"] == measure, "change"].iloc[0]
    split = children.assign(contribution=contribute(children["change"], aggregation))
    split["share"] = 100 * split["contribution"] / total if total else float("nan")
    return split[["component", "order", "score", "base_score", "change", "contribution", "share", "status"]]


def find_aggregation(tables: Tables, measure: str, *, year: int) -> str:
    """Return how the total of a year is made of its components: ``sum`` or ``mean``.

    Raises
    ------
    NoData
        When the tables do not tell it.
    """
    covered = list_covered(tables, measure, year=year).set_index("component")
    aggregation = covered["aggregation"].get(measure)
    if pd.isna(aggregation):
        raise NoData(f"How the total of {measure} {year} follows from its components is not known.")
    return str(aggregation)


def contribute(changes: pd.Series, aggregation: str) -> pd.Series:
    """Return what the changes of all components of a total give to its change: as they are to a sum, by n to a mean."""
    return changes / len(changes) if aggregation == "mean" else changes


def round_up(points: float, digits: int) -> float:
    """Return the least number of `digits` decimals that is not under `points`."""
    return math.ceil(round(points * 10**digits, 6)) / 10**digits


def round_to_sum(values: pd.Series, total: float, digits: int) -> pd.Series:
    """Return `values` rounded so that, as shown, they add up to `total`: the method of the largest remainder [1]_.

    Each value is rounded down; the units that are left to the sum go to those that lost most by it.

    Parameters
    ----------
    values : Series
        Numbers whose sum is `total`, but for rounding.
    total : float
        The sum as shown, a number of `digits` decimals.

    References
    ----------
    .. [1] M. Balinski and H. P. Young, Fair Representation, 2nd ed., 2001 (Hamilton's method).

    Examples
    --------
    >>> round_to_sum(pd.Series([0.24, 0.44, 0.32]), 1.0, 1).tolist()
    [0.2, 0.5, 0.3]
    """
    units = values * 10**digits
    down = units.round(6).floordiv(1)
    left = round(total * 10**digits) - int(down.sum())
    most = (units - down).sort_values(ascending=False, kind="stable").index[: max(left, 0)]
    return (down + down.index.isin(most)).div(10**digits).round(digits)


def find_mean(tables: Tables, component: str, *, year: int) -> float | None:
    """Return the national mean of a component, or None when it is not known.

    It is the published one; where none is, the plain mean of the provinces scored, if every province of the year is
    held, figures with status suspect left out.
    """
    row = _find_national(tables, component, year)
    if len(row):
        return float(row["value"].iloc[0])
    scores = tables.scores
    scored = scores[(scores["component"] == component) & (scores["year"] == year)]
    if (component, year) not in list_whole(tables, find_measure(tables, component), scored):
        return None
    return float(scored.loc[scored["status"] != "suspect", "score"].mean())


def find_mean_status(tables: Tables, component: str, *, year: int) -> str | None:
    """Return the trust in what `find_mean` returns: that of the published figure, ``computed``, or None without one."""
    row = _find_national(tables, component, year)
    if len(row):
        return str(row["status"].iloc[0])
    return None if find_mean(tables, component, year=year) is None else "computed"


def _find_national(tables: Tables, component: str, year: int) -> pd.DataFrame:
    national = tables.national
    of = (national["component"] == component) & (national["year"] == year) & (national["what"] == "mean")
    return national[of & national["region"].isna()]
