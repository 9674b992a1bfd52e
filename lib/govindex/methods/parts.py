"""The parts that make a component in a year: what each weighs, and what every unit reached of it."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import list_whole
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_measure


@kept
def list_whole_pairs(tables: Tables) -> list[tuple[str, int]]:
    """Return the pairs of component and year of which every province's score is held, of all measures, sorted."""
    scores = tables.scores
    return sorted(pair for each in MEASURES for pair in list_whole(tables, each, scores[scores["measure"] == each]))


def list_parts(tables: Tables, component: str, year: int) -> pd.DataFrame:
    """Return the parts that make a component in a year, with what each weighs: of one division, all of them held.

    One row per part, in the order of the tree: component, minimum, maximum, weight (its range as a share of all
    ranges). The leaves of the tree below it where a part is itself made of parts by points (PAR INDEX). Empty where a
    part's range or some province's score is not known.
    """
    measure = find_measure(tables, component)
    covered = list_covered(tables, measure, year=year).set_index("component")
    whole = set(list_whole_pairs(tables))
    deep = covered["aggregation"].get(component) == "sum" and measure != "papi"
    codes = _list_leaves(tables, component, year, whole) if deep else _list_children(tables, component, year, whole)
    none = pd.DataFrame(columns=["component", "minimum", "maximum", "weight"])
    if len(codes) < 2 or not set(codes) <= set(covered.index):
        return none
    parts = covered.loc[codes, ["minimum", "maximum"]].reset_index()
    ranges = parts["maximum"] - parts["minimum"]
    if ranges.isna().any():
        return none
    return parts.assign(weight=ranges / ranges.sum())


def _list_children(tables: Tables, component: str, year: int, whole: set[tuple[str, int]]) -> list[str]:
    """Return the children of one division, of a division whose children are all held."""
    tree = tables.components
    below = tree[tree["parent"] == component]
    covered = set(list_covered(tables, find_measure(tables, component), year=year)["component"])
    for _, own in below.groupby(below["division"].fillna(""), sort=False):
        codes = [code for code in own["component"] if code in covered]
        if codes and all((code, year) in whole for code in codes):
            return codes
    return []


def _list_leaves(tables: Tables, component: str, year: int, whole: set[tuple[str, int]]) -> list[str]:
    children = _list_children(tables, component, year, whole)
    leaves = [_list_leaves(tables, child, year, whole) or [child] for child in children]
    return [code for each in leaves for code in each]


def share_parts(tables: Tables, component: str, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what each province reached of the range of each part, and the parts with their weights.

    Returns
    -------
    (DataFrame, DataFrame)
        The first has a row per province that has every part, a column per part, from 0 to 1; the second is that of
        `list_parts`. Both empty where the parts are not known.
    """
    parts = list_parts(tables, component, year)
    scores = tables.scores[(tables.scores["year"] == year) & tables.scores["component"].isin(parts["component"])]
    wide = scores.pivot(index="province", columns="component", values="score").reindex(columns=parts["component"])
    minimum, maximum = (parts.set_index("component")[end].astype("float64") for end in ("minimum", "maximum"))
    return ((wide - minimum) / (maximum - minimum)).dropna(), parts
