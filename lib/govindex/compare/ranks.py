"""Ranks, groups and spreads: where a province stands among those that have a score.

Ranks are computed from unrounded scores; equal scores share the better rank. PAPI itself does not rank provinces, it
groups them, so a rank of PAPI is a computed one and is always told with the number of provinces scored.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.errors import NoData
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import check_measure, find_measure

QUARTILES = (75, 50, 25)
RANKED = ("papi",)  # measures of which every province scored is held, so that a rank can be computed


def rank_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the provinces with a score of `component`, best first.

    Returns
    -------
    DataFrame
        One row per province: province, score, status, rank (1 = best; equal scores share the better; missing for PAR
        INDEX and SIPAS, of which no full table of provinces is held), scored (how many have a score), printed_rank (as
        published; missing where none is known), rank_status (the trust in that), order (1 … scored).

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
    printed = list_printed_ranks(tables, component, year=year).set_index("province")
    ranked["printed_rank"] = ranked["province"].map(printed["rank"]).astype("Int64")
    ranked["rank_status"] = ranked["province"].map(printed["status"])
    columns = ["province", "score", "status", "rank", "scored", "printed_rank", "rank_status", "order"]
    return ranked.reset_index(drop=True)[columns]


@kept
def list_printed_ranks(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the published ranks of a component: province, rank, out_of, status, source, note, best first."""
    ranks = tables.ranks
    found = ranks[(ranks["component"] == component) & (ranks["year"] == year)]
    columns = ["province", "rank", "out_of", "status", "source", "note"]
    return found.sort_values("rank")[columns].reset_index(drop=True)


def group_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the ranked provinces with their group, 1 (highest) to 4 (lowest).

    The 75th, 50th and 25th percentiles of the provinces scored divide the scores, a score on a percentile belongs to
    the higher group, as PAPI prints the rule [1]_. The sizes that PAPI prints of a year's groups do not always follow
    from that rule, so what they would say otherwise is told beside it (`borderline`).

    Returns
    -------
    DataFrame
        The columns of `rank_scores`, group, and borderline (true where the score stands on the percentile itself, or
        the printed sizes of the year, filled from the top, would put the total in another group).

    Raises
    ------
    NoData
        For PAR INDEX and SIPAS, of which no full table of provinces is held.
    UnknownName
        When no component has the code.

    References
    ----------
    .. [1] CECODES, VFF-CRT, RTA and UNDP, The Viet Nam Provincial Governance and Public Administration Performance
       Index (PAPI), key to the map of 2014: highest from the 75th percentile up, upper middle 50 to 75, lower middle
       25 to 50, lowest below the 25th. https://origin.papi.org.vn/du-lieu?y=2014
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
        borderline.
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
    """Return group and borderline for rows of component, year, score and rank."""
    each = rows.groupby(["component", "year"])["score"]
    ends = [each.transform("quantile", percent / 100) for percent in QUARTILES]
    group = (1 + sum((rows["score"] < end).astype("int64") for end in ends)).astype("int64")
    on_end = pd.concat([rows["score"] == end for end in ends], axis=1).any(axis=1)
    sized = _group_by_sizes(tables, rows, measure)
    return {"group": group, "borderline": on_end | (sized.notna() & (sized != group)).astype(bool)}


def _group_by_sizes(tables: Tables, rows: pd.DataFrame, measure: str) -> pd.Series:
    """Return the group of each total by the printed sizes of its year, filled from the top; missing where unknown."""
    groups = tables.groups[tables.groups["measure"] == measure].sort_values("group")
    limits = {year: list(sizes.cumsum()) for year, sizes in groups.groupby("year")["size"] if sizes.notna().all()}
    limits = {year: ends for year, ends in limits.items() if len(ends) == len(QUARTILES) + 1}
    found = [
        1 + sum(rank > end for end in limits[year]) if component == measure and year in limits else pd.NA
        for component, year, rank in zip(rows["component"], rows["year"], rows["rank"], strict=True)
    ]
    return pd.Series(found, index=rows.index, dtype="Int64").clip(upper=len(QUARTILES) + 1)


def place_province(tables: Tables, components: list[str], *, province: str, year: int) -> pd.DataFrame:
    """Return where a province stands in each of some components.

    Returns
    -------
    DataFrame
        One row per component that the province has a score of: component, score, rank, scored, group, borderline.
    """
    order = {component: place for place, component in enumerate(components)}
    measures = dict.fromkeys(find_measure(tables, component) for component in components)
    grouped = pd.concat([group_measure(tables, measure, year=year) for measure in measures], ignore_index=True)
    own = grouped[(grouped["province"] == province) & grouped["component"].isin(order)]
    own = own.sort_values("component", key=lambda codes: codes.map(order))
    return own[["component", "score", "rank", "scored", "group", "borderline"]].reset_index(drop=True)


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
