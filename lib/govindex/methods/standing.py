"""What a total is made of, what provinces gain in a year, and among whom a total stands: the ground of what if."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import check_comparable, find_framework, judge_changes, list_common, list_covered
from govindex.compare.ranks import find_borders, group_measure
from govindex.errors import NotComparable
from govindex.tables.kept import kept
from govindex.tables.load import Tables

MEASURES = ("papi", "par")  # whose total is a sum of parts with known ranges
RIVALS = ("still", "moving")  # the others stay where they are, or move once more as last year
USUAL, RARE = 75, 95  # percentiles of the changes that provinces made from one year to the next
_LEVEL = {"papi": "dimension"}  # the parts of a measure's total, where not the deepest that are scored
_FEWEST = 30  # changes that a percentile is taken of at least
_OFF = 0.0201  # points that printed parts may miss their printed total by, two units of the second decimal


@kept
def list_parts(tables: Tables, measure: str) -> pd.DataFrame:
    """Return the parts that make up each total: the deepest scored ones of PAR INDEX, the dimensions of PAPI.

    Returns
    -------
    DataFrame
        One row per year, province and part, in the order of the tree: year, province, component, score, minimum,
        maximum, total (points), slot (1, 2, … within the total), up and down (what the part can still gain or lose,
        points, down being 0 or less), best (the highest score of the year in the part, where every province is held;
        else missing). No rows where the parts do not make the total to two units of the second
        decimal, or the range of one is not known.
    """
    scores = tables.scores.loc[tables.scores["measure"] == measure, ["year", "province", "component", "score"]]
    years = sorted(int(year) for year in scores["year"].unique())
    covered = pd.concat([list_covered(tables, measure, year=year).assign(year=year) for year in years])
    tree = tables.components.assign(place=range(len(tables.components)))
    rows = scores.merge(tree[["component", "parent", "division", "level", "place"]], on="component")
    rows = rows.merge(covered[["year", "component", "minimum", "maximum"]], on=["year", "component"], how="left")
    totals = rows[rows["component"] == measure].rename(columns={"score": "total"})[["year", "province", "total"]]
    below = rows[(rows["component"] != measure) & (rows["division"].fillna("") != "field")]
    if measure in _LEVEL:
        below = below[below["level"] == _LEVEL[measure]]
    parents = below[["year", "province", "parent"]].rename(columns={"parent": "component"}).drop_duplicates()
    below = below.merge(parents, on=["year", "province", "component"], how="left", indicator="inner")
    below = below[below["inner"] == "left_only"].merge(totals, on=["year", "province"])
    own = below.groupby(["year", "province"])
    off = (own["score"].transform("sum") - below["total"]).abs()
    known = ~below["maximum"].isna().groupby([below["year"], below["province"]]).transform("any")
    parts = below[(off <= _OFF) & known].sort_values(["year", "province", "place"])
    parts = parts.assign(
        slot=parts.groupby(["year", "province"]).cumcount() + 1,
        up=(parts["maximum"] - parts["score"]).round(6),
        down=(parts["minimum"] - parts["score"]).round(6),
        best=_find_best(parts, set(list_field(tables, measure)["year"])),
    )
    columns = ["year", "province", "component", "score", "minimum", "maximum", "total", "slot", "up", "down", "best"]
    return parts[columns].reset_index(drop=True)


def _find_best(parts: pd.DataFrame, whole: set[int]) -> pd.Series:
    return parts.groupby(["year", "component"])["score"].transform("max").where(parts["year"].isin(whole))


@kept
def list_gains(tables: Tables, measure: str, framework: str) -> pd.DataFrame:
    """Return how much provinces gained in a component from one year to the next, within a framework.

    Of all changes between years that follow each other and compare without reserve, falls among them: so in one case of
    four a province gained `p75` or more, in one of twenty `p95` or more. Chance is in these changes too.

    Returns
    -------
    DataFrame
        One row per component with at least 30 changes: component, p75, p95 (points, 0 or more), changes (how many),
        first_year and last_year (the later ones of the first and the last pair).
    """
    scores = tables.scores[tables.scores["measure"] == measure]
    years = [int(year) for year in sorted(scores["year"].unique())]
    found = []
    for year in years:
        if find_framework(tables, measure, year=year) != framework or year - 1 not in years:
            continue
        judged = judge_changes(tables, measure, year=year, base=year - 1)
        sure = set(list_common(tables, measure, year=year, base=year - 1))
        sure -= set(judged.loc[judged["comparable"] != "yes", "component"])
        if find_framework(tables, measure, year=year - 1) != framework:
            continue
        pair = scores[scores["year"] == year].merge(
            scores[scores["year"] == year - 1], on=["province", "component"], suffixes=("", "_base")
        )
        pair = pair[pair["component"].isin(sure)]
        found.append(pair.assign(gain=pair["score"] - pair["score_base"], year=year))
    columns = ["component", "p75", "p95", "changes", "first_year", "last_year"]
    if not found:
        return pd.DataFrame(columns=columns)
    each = pd.concat(found).groupby("component")
    gains = each["gain"].quantile([USUAL / 100, RARE / 100]).unstack().clip(lower=0).round(6)
    gains.columns = ["p75", "p95"]
    gains = gains.assign(
        changes=each["gain"].size(), first_year=each["year"].min(), last_year=each["year"].max()
    ).reset_index()
    return gains.loc[gains["changes"] >= _FEWEST, columns].reset_index(drop=True)


@kept
def list_field(tables: Tables, measure: str) -> pd.DataFrame:
    """Return the totals of all provinces in the years of which every one is held, still and moving.

    Returns
    -------
    DataFrame
        One row per year, rivals and province: year, rivals (``still``, or ``moving``: the total and once more its
        change on the year before, where the two years compare; a province without a total then stays), province,
        total (points), moved (whether a change was added).
    """
    grouped = group_measure(tables, measure)
    totals = grouped[grouped["component"] == measure][["year", "province", "score"]]
    totals = totals.rename(columns={"score": "total"}).assign(year=totals["year"].astype(int))
    by_year = {int(year): rows.set_index("province")["total"] for year, rows in totals.groupby("year")}
    fields = [totals.assign(rivals="still", moved=False)]
    for year, now in by_year.items():
        before = by_year.get(year - 1)
        if before is None or not _compare(tables, measure, year):
            continue
        change = (now - before.reindex(now.index)).fillna(0)
        moving = pd.DataFrame({"total": (now + change).round(6), "moved": before.reindex(now.index).notna()})
        fields.append(moving.rename_axis("province").reset_index().assign(year=year, rivals="moving"))
    columns = ["year", "rivals", "province", "total", "moved"]
    return pd.concat(fields)[columns].sort_values(["year", "rivals", "province"], ignore_index=True)


def _compare(tables: Tables, measure: str, year: int) -> bool:
    try:
        check_comparable(tables, measure, year=year, base=year - 1)
    except NotComparable:
        return False
    judged = judge_changes(tables, measure, year=year, base=year - 1).set_index("component")["comparable"]
    return judged.get(measure, "yes") != "no"


@kept
def list_borders(tables: Tables, measure: str) -> pd.DataFrame:
    """Return the least total with which each province would be in each group but the lowest.

    PAPI's groups are cut at percentiles of all provinces (`govindex.compare.ranks.find_borders`). PAR INDEX has printed
    limits, also in years of which few totals are known.

    Returns
    -------
    DataFrame
        One row per year, rivals, province and group: year, rivals, province, group (1 is the highest), border (points).
    """
    field = list_field(tables, measure)
    if measure == "papi":
        found = []
        for (year, rivals), rows in field.groupby(["year", "rivals"]):
            borders = find_borders(rows["total"].to_numpy())
            for province, own in zip(rows["province"], borders, strict=True):
                found += [(year, rivals, province, group, border) for group, border in enumerate(own, start=1)]
        return pd.DataFrame(found, columns=["year", "rivals", "province", "group", "border"])
    bands = tables.groups[tables.groups["measure"] == measure].sort_values(["year", "group"])
    bands = bands.assign(group=bands.groupby("year").cumcount() + 1)
    lowest = bands.groupby("year")["group"].transform("max") == bands["group"]
    bands = bands[~lowest & bands["lower"].notna()]
    totals = tables.scores.loc[tables.scores["component"] == measure, ["year", "province"]]
    rows = totals.merge(bands[["year", "group", "lower"]], on="year").rename(columns={"lower": "border"})
    each = [rows.assign(rivals=rivals) for rivals in RIVALS]
    return pd.concat(each)[["year", "rivals", "province", "group", "border"]].reset_index(drop=True)
