"""Ranks, groups and spreads: where a province stands among those that have a score.

Ranks are computed from unrounded scores; equal scores share the better rank. PAPI itself does not rank provinces, it
groups them, so a rank of PAPI is a computed one and is always told with the number of provinces scored.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.errors import NoData
from govindex.kept import kept
from govindex.load import Tables
from govindex.names import check_measure, find_measure

QUARTILES = (75, 50, 25)
RANKED = ("papi",)  # measures of which every province scored is held, so that a rank can be computed


def rank_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the provinces with a score of `component`, best first.

    Returns
    -------
    DataFrame
        One row per province: province, score, status, rank (1 = best; equal scores share the better; missing for PAR
        INDEX and SIPAS, of which no full table of provinces is held), scored (how many have a score), printed_rank (as
        published; missing where none is known), order (1 … scored).

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    whole = find_measure(tables, component) in RANKED
    scores = tables.scores
    scored = scores[(scores["component"] == component) & (scores["year"] == year)]
    ranked = scored[["province", "score", "status"]].sort_values(["score", "province"], ascending=[False, True])
    computed = ranked["score"].rank(ascending=False, method="min").astype("int64")
    ranked = ranked.assign(
        rank=computed if whole else pd.Series(pd.NA, index=ranked.index, dtype="Int64"),
        scored=len(ranked),
        order=range(1, len(ranked) + 1),
    )
    printed = list_printed_ranks(tables, component, year=year).set_index("province")["rank"]
    ranked["printed_rank"] = ranked["province"].map(printed).astype("Int64")
    return ranked.reset_index(drop=True)[["province", "score", "status", "rank", "scored", "printed_rank", "order"]]


@kept
def list_printed_ranks(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the published ranks of a component: province, rank, out_of, status, source, note, best first."""
    ranks = tables.ranks
    found = ranks[(ranks["component"] == component) & (ranks["year"] == year)]
    columns = ["province", "rank", "out_of", "status", "source", "note"]
    return found.sort_values("rank")[columns].reset_index(drop=True)


def group_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the ranked provinces with their group, 1 (highest) to 4 (lowest).

    The sizes that were published for the year are filled from the top; where they are not known, or do not add up to
    the number scored, the 75th, 50th and 25th percentiles divide the scores, as PAPI defines its groups [1]_.

    Returns
    -------
    DataFrame
        The columns of `rank_scores`, group, and grouped_by (``sizes`` or ``percentiles``).

    Raises
    ------
    NoData
        For PAR INDEX and SIPAS, of which no full table of provinces is held.
    UnknownName
        When no component has the code.

    References
    ----------
    .. [1] CECODES, VFF-CRT, RTA and UNDP, The Viet Nam Provincial Governance and Public Administration Performance
       Index (PAPI): provinces are grouped at the percentiles 75, 50 and 25.
    """
    measure = _check_ranked(find_measure(tables, component))
    ranked = rank_scores(tables, component, year=year)
    keyed = ranked.assign(component=component, year=year)
    return ranked.assign(**_group(tables, keyed, measure))


@kept
def group_measure(tables: Tables, measure: str, *, year: int | None = None) -> pd.DataFrame:
    """Return every score of a measure, or of one year of it, with its computed rank and group: `group_scores` at once.

    Returns
    -------
    DataFrame
        One row per component, year and province: component, year, province, score, status, rank, scored, group,
        grouped_by.
    """
    scores = tables.scores[tables.scores["measure"] == _check_ranked(check_measure(measure))]
    scores = scores if year is None else scores[scores["year"] == year]
    rows = scores[["component", "year", "province", "score", "status"]].reset_index(drop=True)
    each = rows.groupby(["component", "year"])["score"]
    rank = each.rank(ascending=False, method="min").astype("int64")
    rows = rows.assign(rank=rank, scored=each.transform("size"))
    return rows.assign(**_group(tables, rows, measure))


def _check_ranked(measure: str) -> str:
    if measure not in RANKED:
        raise NoData(f"{measure} has no full table of provinces, so its ranks and groups cannot be computed.")
    return measure


def _group(tables: Tables, rows: pd.DataFrame, measure: str) -> dict[str, pd.Series]:
    """Return group and grouped_by for rows of component, year, score, rank and scored."""
    groups = tables.groups[tables.groups["measure"] == measure].sort_values("group")
    ends = groups.groupby("year")["size"].agg(lambda sizes: list(sizes.cumsum()) if sizes.notna().all() else [])
    ends = rows["year"].map({year: limits for year, limits in ends.items() if len(limits) == 4})
    sized = pd.Series([isinstance(end, list) for end in ends], index=rows.index)
    sized &= pd.Series([end[-1] if whole else 0 for end, whole in zip(ends, sized, strict=True)], index=rows.index).eq(
        rows["scored"]
    )
    each = rows.groupby(["component", "year"])["score"]
    below = sum((rows["score"] < each.transform("quantile", percent / 100)).astype("int64") for percent in QUARTILES)
    by_size = [
        1 + sum(rank > end for end in limits) if whole else 0
        for rank, limits, whole in zip(rows["rank"], ends, sized, strict=True)
    ]
    group = (1 + below).astype("int64").mask(sized, pd.Series(by_size, index=rows.index, dtype="int64"))
    return {"group": group, "grouped_by": sized.map({True: "sizes", False: "percentiles"})}


def place_province(tables: Tables, components: list[str], *, province: str, year: int) -> pd.DataFrame:
    """Return where a province stands in each of some components.

    Returns
    -------
    DataFrame
        One row per component that the province has a score of: component, score, rank, scored, group.
    """
    order = {component: place for place, component in enumerate(components)}
    measures = dict.fromkeys(find_measure(tables, component) for component in components)
    grouped = pd.concat([group_measure(tables, measure, year=year) for measure in measures], ignore_index=True)
    own = grouped[(grouped["province"] == province) & grouped["component"].isin(order)]
    own = own.sort_values("component", key=lambda codes: codes.map(order))
    return own[["component", "score", "rank", "scored", "group"]].reset_index(drop=True)


@kept
def spread_scores(tables: Tables, components: list[str], *, year: int) -> pd.DataFrame:
    """Return how the scores of all provinces are spread, one row per component scored that year.

    Returns
    -------
    DataFrame
        component, scored, minimum, q1, median, q3, maximum, mean (points), and lowest, highest (province codes; the
        first by code where several are equal). Figures with status suspect are left out.
    """
    scores = tables.scores
    used = scores[scores["component"].isin(components) & (scores["year"] == year) & (scores["status"] != "suspect")]
    used = used.sort_values("province")
    grouped = used.groupby("component", sort=False)["score"]
    spread = grouped.describe(percentiles=[0.25, 0.5, 0.75]).rename(
        columns={
            "count": "scored",
            "min": "minimum",
            "25%": "q1",
            "50%": "median",
            "75%": "q3",
            "max": "maximum",
        }
    )
    spread["lowest"] = used.loc[grouped.idxmin(), ["component", "province"]].set_index("component")["province"]
    spread["highest"] = used.loc[grouped.idxmax(), ["component", "province"]].set_index("component")["province"]
    known = [component for component in components if component in spread.index]
    spread = spread.reindex(known).rename_axis("component").reset_index()
    spread["scored"] = spread["scored"].astype("int64")
    columns = ["component", "scored", "minimum", "q1", "median", "q3", "maximum", "mean", "lowest", "highest"]
    return spread[columns]


def find_similar(tables: Tables, provinces: list[str], *, year: int, count: int) -> list[list[int]]:
    """Return for each province the `count` others whose profile of PAPI dimensions is nearest, nearest first.

    Near is the Euclidean distance over the dimensions of the year, which are all of ten points [1]_. A province that
    lacks a dimension has no neighbours and is nobody's.

    Parameters
    ----------
    provinces : list of str
        Codes.

    Returns
    -------
    list of list of int
        Places in `provinces`; an empty list for a province without a full profile.

    References
    ----------
    .. [1] OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 4 (multivariate analysis: grouping by
       distance).
    """
    dimensions = tables.components.query("measure == 'papi' and level == 'dimension'")["component"]
    scores = tables.scores[(tables.scores["year"] == year) & tables.scores["component"].isin(dimensions)]
    wide = scores.pivot(index="province", columns="component", values="score").reindex(provinces)
    whole = wide.notna().all(axis=1).to_numpy()
    profile = wide.to_numpy()
    found = []
    for place, full in enumerate(whole):
        if not full:
            found.append([])
            continue
        distance = np.sqrt(((profile - profile[place]) ** 2).sum(axis=1))
        distance[~whole] = np.inf
        distance[place] = np.inf
        nearest = np.argsort(distance, kind="stable")[:count]
        found.append([int(other) for other in nearest if np.isfinite(distance[other])])
    return found
