"""Ranks, groups and spreads: where a province stands among those that have a score.

Ranks are computed from unrounded scores; equal scores share the better rank. PAPI itself does not rank provinces, it
groups them, so a rank of PAPI is a computed one and is always told with the number of provinces scored.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from govindex.errors import NoData
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import check_measure, find_measure
from govindex.tables.units import list_units

QUARTILES = (75, 50, 25)


def rank_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the provinces with a score of `component`, best first.

    Returns
    -------
    DataFrame
        One row per province: province, score, status, rank (1 = best; equal scores share the better, unless a printed
        rank tells them apart; missing where not every province of the year is held), scored (how many have a score),
        printed_rank (as published; missing where none is known), rank_status (the trust in that), order (1 … scored).

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    measure = find_measure(tables, component)
    scores = tables.scores
    scored = scores[(scores["component"] == component) & (scores["year"] == year)]
    printed = list_printed_ranks(tables, component, year=year).set_index("province")
    ranked = scored[["province", "score", "status"]].assign(
        printed_rank=scored["province"].map(printed["rank"]).astype("Int64"),
        rank_status=scored["province"].map(printed["status"]),
    )
    ranked = ranked.sort_values(["score", "printed_rank", "province"], ascending=[False, True, True])
    whole = (component, year) in list_whole(tables, measure, scored)
    ranked = ranked.assign(
        rank=_rank(ranked).astype("int64") if whole else pd.Series(pd.NA, index=ranked.index, dtype="Int64"),
        scored=len(ranked),
        order=range(1, len(ranked) + 1),
    )
    columns = ["province", "score", "status", "rank", "scored", "printed_rank", "rank_status", "order"]
    return ranked.reset_index(drop=True)[columns]


def _rank(rows: pd.DataFrame) -> pd.Series:
    """Return the rank by score among rows of one component and year; a printed rank, where there is one, wins."""
    computed = rows["score"].rank(ascending=False, method="min").astype("Int64")
    return rows["printed_rank"].fillna(computed)


@looking_once
def list_whole(tables: Tables, measure: str, scores: pd.DataFrame) -> set[tuple[str, int]]:
    """Return the pairs of component and year of which every province is held that there was to score.

    That is every unit of the year but those that ``unscored.csv`` says had no score: of the component itself, of what
    it is part of, or of a part of it, without which it cannot be made.

    Parameters
    ----------
    scores : DataFrame
        The rows of ``tables.scores`` to look at, of `measure` alone.
    """
    parents = dict(zip(tables.components["component"], tables.components["parent"], strict=True))
    without: dict[tuple[str, int], set[str]] = {}
    unscored = tables.unscored[tables.unscored["measure"] == measure]
    for component, year, province in unscored[["component", "year", "province"]].itertuples(index=False, name=None):
        apart = {*_climb(parents, component), *(one for one in parents if component in _climb(parents, one))}
        for one in apart:
            without.setdefault((one, year), set()).add(province)
    wanted = {year: set(list_units(tables, year)) for year in scores["year"].unique().tolist()}
    whole = set()
    for (component, year), provinces in scores.groupby(["component", "year"])["province"]:
        if wanted[year] and wanted[year] <= {*provinces, *without.get((component, year), ())}:
            whole.add((component, int(year)))
    return whole


def _climb(parents: dict[str, str], component: str) -> list[str]:
    """Return a component and all that it is part of, from the near to the far."""
    passed = [component]
    while isinstance(parent := parents.get(passed[-1]), str):
        passed.append(parent)
    return passed


@kept
def list_printed_ranks(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the published ranks of a component: province, rank, out_of, status, source, note, best first."""
    ranks = tables.ranks
    found = ranks[(ranks["component"] == component) & (ranks["year"] == year)]
    columns = ["province", "rank", "out_of", "status", "source", "note"]
    return found.sort_values("rank")[columns].reset_index(drop=True)


def group_scores(tables: Tables, component: str, *, year: int) -> pd.DataFrame:
    """Return the ranked provinces with their group, 1 (highest) to 4 (lowest).

    PAPI: the 75th, 50th and 25th percentiles of the provinces scored divide the scores, a score on a percentile belongs
    to the higher group, as PAPI prints the rule [1]_. The sizes that PAPI prints of a year's groups do not always
    follow from that rule, so what they would say otherwise is told beside it (`borderline`). PAR INDEX: the bands that
    are printed of the year's totals (A is 1, B is 2 and so on); nothing else of it has groups.

    Returns
    -------
    DataFrame
        The columns of `rank_scores`, group (as printed for the province where a report prints it, else computed;
        missing where there are none), computed_group, and borderline (true where the score stands on the percentile
        itself, or the printed sizes of the year, filled from the top, would put the total in another group).

    Raises
    ------
    NoData
        Where not every province of the year is held, so that nothing can be told of all.
    UnknownName
        When no component has the code.

    References
    ----------
    .. [1] CECODES, VFF-CRT, RTA and UNDP, The Viet Nam Provincial Governance and Public Administration Performance
       Index (PAPI), key to the map of 2014: highest from the 75th percentile up, upper middle 50 to 75, lower middle
       25 to 50, lowest below the 25th. https://origin.papi.org.vn/du-lieu?y=2014
    """
    measure = find_measure(tables, component)
    ranked = rank_scores(tables, component, year=year)
    if ranked["rank"].isna().any():
        raise NoData(_tell_thin(component, year))
    keyed = ranked.assign(component=component, year=year)
    return ranked.assign(**_group(tables, keyed, measure))


def _tell_thin(component: str, year: int | None = None) -> str:
    of = component if year is None else f"{component} {year}"
    return f"{of} has no full table of provinces, so its ranks and groups cannot be computed."


@kept
def group_measure(tables: Tables, measure: str, *, year: int | None = None) -> pd.DataFrame:
    """Return every score of a measure, or of one year of it, with its computed rank and group: `group_scores` at once.

    Returns
    -------
    DataFrame
        One row per component, year and province, of the components and years of which every province is held:
        component, year, province, score, status, rank, scored, group, computed_group, borderline.

    Raises
    ------
    NoData
        Where there is no such component and year, though the measure has scores.
    """
    scores = tables.scores[tables.scores["measure"] == check_measure(measure)]
    ranks = tables.ranks[tables.ranks["measure"] == measure]
    if year is not None:
        scores, ranks = scores[scores["year"] == year], ranks[ranks["year"] == year]
    keys = ["component", "year", "province"]
    whole = list_whole(tables, measure, scores)
    rows = scores[[*keys, "score", "status"]]
    rows = rows[[pair in whole for pair in zip(rows["component"], rows["year"].tolist(), strict=True)]]
    if rows.empty and len(scores):
        raise NoData(_tell_thin(measure, year))
    printed = ranks[[*keys, "rank"]].rename(columns={"rank": "printed_rank"})
    rows = rows.merge(printed, on=keys, how="left")
    each = rows.groupby(["component", "year"])["score"]
    computed = each.rank(ascending=False, method="min").astype("Int64")
    rows = rows.assign(
        rank=rows["printed_rank"].astype("Int64").fillna(computed).astype("int64"), scored=each.transform("size")
    )
    return rows.drop(columns="printed_rank").assign(**_group(tables, rows, measure))


def _group(tables: Tables, rows: pd.DataFrame, measure: str) -> dict[str, pd.Series]:
    """Return group, computed_group and borderline for rows of component, year, province, score and rank."""
    if measure != "papi":
        bands = _group_by_bands(tables, rows, measure)
        return {"group": bands, "computed_group": bands, "borderline": pd.Series(False, index=rows.index)}
    each = rows.groupby(["component", "year"])["score"]
    ends = [each.transform("quantile", percent / 100) for percent in QUARTILES]
    group = (1 + sum((rows["score"] < end).astype("int64") for end in ends)).astype("int64")
    on_end = pd.concat([rows["score"] == end for end in ends], axis=1).any(axis=1)
    sized = _group_by_sizes(tables, rows, measure)
    borderline = on_end | (sized.notna() & (sized != group)).astype(bool)
    printed = tables.printed_groups[tables.printed_groups["measure"] == measure]
    keys = ["component", "year", "province"]
    known = dict(zip(printed[keys].itertuples(index=False, name=None), printed["group"].tolist(), strict=True))
    found = [known.get(key) for key in zip(*(rows[name].tolist() for name in keys), strict=True)]
    shown = pd.Series(found, index=rows.index, dtype="Int64").fillna(group.astype("Int64")).astype("int64")
    return {"group": shown, "computed_group": group, "borderline": borderline}


def find_borders(scores: np.ndarray) -> np.ndarray:
    """Return the least score with which each province would be in each quartile group but the lowest.

    The percentiles are of all, the province itself among them, so they move with it: whoever has n - 1 others is at or
    above the percentile q with the score of the one that stands in place n - ceil(q (n - 1)) of the others. A border
    that is held fixed would promise a group that is not reached.

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
        Points, none missing.

    Returns
    -------
    ndarray of float, shape (n, 3)
        Points, the highest group first; missing of one score alone.

    Examples
    --------
    >>> find_borders(np.array([4.0, 3.0, 2.0, 1.0])).tolist()
    [[3.0, 2.0, 1.0], [4.0, 2.0, 1.0], [4.0, 3.0, 1.0], [4.0, 3.0, 2.0]]
    """
    units = len(scores)
    if units < 2:
        return np.full((units, len(QUARTILES)), np.nan)
    order = np.argsort(-scores, kind="stable")
    falling, place = scores[order], np.argsort(order)
    cuts = np.array([units - math.ceil(percent / 100 * (units - 1)) for percent in QUARTILES])
    return np.where(place[:, None] < cuts, falling[cuts], falling[cuts - 1])


def _group_by_bands(tables: Tables, rows: pd.DataFrame, measure: str) -> pd.Series:
    """Return the place of the printed band that each total lies in, 1 the highest; missing where none is printed."""
    bands = tables.groups[(tables.groups["measure"] == measure) & tables.groups["lower"].notna()]
    bands = bands.sort_values("lower", ascending=False)
    limits = {int(year): list(lower) for year, lower in bands.groupby("year")["lower"]}
    found = [
        1 + sum(score < end for end in limits[year][:-1]) if component == measure and year in limits else pd.NA
        for component, year, score in zip(rows["component"], rows["year"], rows["score"], strict=True)
    ]
    return pd.Series(found, index=rows.index, dtype="Int64")


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


@looking_once
def place_province(tables: Tables, components: list[str], *, province: str, year: int) -> pd.DataFrame:
    """Return where a province stands in each of some components.

    Returns
    -------
    DataFrame
        One row per component that the province has a score of: component, score, rank, scored, group, computed_group,
        borderline.
    """
    order = {component: place for place, component in enumerate(components)}
    measures = dict.fromkeys(find_measure(tables, component) for component in components)
    grouped = pd.concat([group_measure(tables, measure, year=year) for measure in measures], ignore_index=True)
    own = grouped[(grouped["province"] == province) & grouped["component"].isin(order)]
    own = own.sort_values("component", key=lambda codes: codes.map(order))
    columns = ["component", "score", "rank", "scored", "group", "computed_group", "borderline"]
    return own[columns].reset_index(drop=True)


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
