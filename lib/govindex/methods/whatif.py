"""What if a province's components changed: its total, its position and its group; what a target asks for.

The total is the sum of its parts, so a point of any part is a point of the total. The others are held still, or each
moves once more as it did in the year before. Ties share the better position, as in `govindex.compare.ranks`.

References
----------
OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 6 and 8 (aggregation, back to the components).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from govindex.compare.frameworks import check_comparable, find_framework, judge_changes, list_common, list_covered
from govindex.compare.ranks import QUARTILES, group_measure
from govindex.errors import NoData, NotComparable, UnknownName, near_clause, near_names
from govindex.methods.targets import solve_targets
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS

MEASURES = ("papi", "par")  # whose total is a sum of parts with known ranges
RIVALS = ("still", "moving")  # the others stay where they are, or move once more as last year
PACES = ("p75", "p95", "best", "maximum")  # the most that a part may gain
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

    PAPI's groups are cut at percentiles of all provinces, the province itself among them. Whoever has a percentile is
    in the group above, so with n provinces a group is entered with the total of the one that then stands in place
    n - ceil(q (n - 1)), q being 0.75, 0.5 or 0.25. PAR INDEX has printed limits, also in years of which few totals
    are known.

    Returns
    -------
    DataFrame
        One row per year, rivals, province and group: year, rivals, province, group (1 is the highest), border (points).
    """
    field = list_field(tables, measure)
    if measure == "papi":
        found = []
        for (year, rivals), rows in field.groupby(["year", "rivals"]):
            totals = rows["total"].to_numpy()
            for at, province in enumerate(rows["province"]):
                others = np.sort(np.delete(totals, at))[::-1]
                for group, percent in enumerate(QUARTILES, start=1):
                    place = len(totals) - math.ceil(percent / 100 * (len(totals) - 1))
                    found.append((year, rivals, province, group, others[place - 1]))
        return pd.DataFrame(found, columns=["year", "rivals", "province", "group", "border"])
    bands = tables.groups[tables.groups["measure"] == measure].sort_values(["year", "group"])
    bands = bands.assign(group=bands.groupby("year").cumcount() + 1)
    lowest = bands.groupby("year")["group"].transform("max") == bands["group"]
    bands = bands[~lowest & bands["lower"].notna()]
    totals = tables.scores.loc[tables.scores["component"] == measure, ["year", "province"]]
    rows = totals.merge(bands[["year", "group", "lower"]], on="year").rename(columns={"lower": "border"})
    each = [rows.assign(rivals=rivals) for rivals in RIVALS]
    return pd.concat(each)[["year", "rivals", "province", "group", "border"]].reset_index(drop=True)


class Outcome(NamedTuple):
    """Where a province stands after some gains.

    Attributes
    ----------
    gains : dict
        What each part gained, points: what was asked for, within the range of the part.
    total : float
        Points.
    position, scored : int or None
        Among the provinces with a total, and how many these are; None where not every one is held.
    group : int or None
        1 is the highest; None where there are no groups.
    above : str or None
        The nearest province above, by its code.
    to_above, to_group : float or None
        Points to draw level with it, and to enter the next group.
    """

    gains: dict[str, float]
    total: float
    position: int | None
    scored: int | None
    group: int | None
    above: str | None
    to_above: float | None
    to_group: float | None


def what_if(
    tables: Tables, measure: str, *, province: str, year: int, gains: Mapping[str, float], rivals: str = "still"
) -> Outcome:
    """Return where a province would stand if some of its parts gained (or lost) points.

    Parameters
    ----------
    gains : mapping of str to float
        Points by part, as ``{"papi.8": 0.5, "papi.1": 0.2}``; what goes beyond the range of a part is cut off.
    rivals : str
        ``still`` or ``moving``.

    Raises
    ------
    NoData
        Where the tables do not hold the parts of the total, or the others cannot be moved.
    UnknownName
        For a part that the total has not, or other `rivals`.
    """
    parts = _find_parts(tables, measure, province, year)
    _check_one_of(gains, list(parts.index), f"part of {measure} {year} of {province}")
    asked = pd.Series({**dict.fromkeys(parts.index, 0.0), **gains})[parts.index]
    given = asked.clip(parts["down"], parts["up"])
    total = round(float(parts["total"].iloc[0] + given.sum()), 6)
    field, borders = _find_field(tables, measure, province, year, rivals)
    above = field[field > total]
    higher = borders[borders > total]
    return Outcome(
        gains={part: float(gain) for part, gain in given.items() if gain},
        total=total,
        position=len(above) + 1 if len(field) else None,
        scored=len(field) + 1 if len(field) else None,
        group=len(higher) + 1 if len(borders) else None,
        above=str(above.idxmin()) if len(above) else None,
        to_above=round(float(above.min() - total), 6) if len(above) else None,
        to_group=round(float(higher.min() - total), 6) if len(higher) else None,
    )


def find_slots(
    tables: Tables, measure: str, *, province: str, year: int, gains: Mapping[str, float]
) -> dict[int, float]:
    """Return the gains by the slot of their part in the total of a province and year.

    Raises
    ------
    NoData
        Where gains are given and the tables do not hold the parts of the total.
    UnknownName
        For a part that the total has not.
    """
    _check_one_of([measure], list(MEASURES), "measure with a sum of known parts")
    if not gains:
        return {}
    parts = _find_parts(tables, measure, province, year)
    _check_one_of(gains, list(parts.index), f"part of {measure} {year} of {province}")
    return {int(parts.loc[part, "slot"]): float(gain) for part, gain in gains.items()}


class Way(NamedTuple):
    """The smallest set of gains that reaches a target.

    Attributes
    ----------
    total : float
        That the target asks for, points.
    need : float
        Points to it; 0 where it is reached already.
    gains : dict or None
        Points by part; None where all limits together do not reach it.
    """

    total: float
    need: float
    gains: dict[str, float] | None


def find_way(
    tables: Tables,
    measure: str,
    *,
    province: str,
    year: int,
    position: int | None = None,
    group: int | None = None,
    pace: str = "p95",
    rivals: str = "still",
    held: tuple[str, ...] = (),
) -> Way:
    """Return the smallest set of gains by which a province reaches a position or a group.

    Parameters
    ----------
    position, group : int
        One of the two; 1 is the best.
    pace : str
        The most that a part may gain: ``p75`` or ``p95`` (of the changes that provinces made in a year, `list_gains`),
        ``best`` (up to the best province of the year), ``maximum`` (all that it lost).
    held : tuple of str
        Parts that are to stay as they are.

    Raises
    ------
    NoData
        Where the tables do not hold what it takes.
    UnknownName
        For another pace or part, or a target that the year has not.
    """
    parts = _find_parts(tables, measure, province, year)
    _check_one_of(held, list(parts.index), f"part of {measure} {year} of {province}")
    field, borders = _find_field(tables, measure, province, year, rivals)
    if (position is None) == (group is None):
        raise UnknownName("A target is either a position or a group: expected one of the two.")
    if position is not None:
        targets = dict(enumerate(sorted(field, reverse=True), start=1))
    else:
        targets = dict(zip(sorted(borders.index), sorted(borders, reverse=True), strict=True))
    wanted = position if group is None else group
    _check_one_of([wanted], list(targets), "position" if group is None else "group to enter")
    total, own = float(targets[wanted]), float(parts["total"].iloc[0])
    if total <= own:
        return Way(total, 0.0, {})
    limits = list_limits(tables, measure, pace).set_index(["year", "province", "component"])["limit"]
    own_limits = limits.reindex([(year, province, part) for part in parts.index]).to_numpy(copy=True)
    if np.isnan(own_limits).any():
        raise NoData(f"No gains by the pace {pace} are known for the parts of {measure} {year}.")
    own_limits[parts.index.isin(held)] = 0
    solved = solve_targets(own_limits[np.newaxis, :], np.array([total - own]), DIGITS[measure])[0]
    if solved is None:
        return Way(total, round(total - own, 6), None)
    gains = {part: float(gain) for part, gain in zip(parts.index, solved, strict=True) if gain > 0}
    return Way(total, round(total - own, 6), gains)


@kept
def list_limits(tables: Tables, measure: str, pace: str) -> pd.DataFrame:
    """Return the most that each part may gain at a pace: year, province, component, slot, limit (points, else missing).

    Raises
    ------
    UnknownName
        For another pace.
    """
    _check_one_of([pace], list(PACES), "pace")
    parts = list_parts(tables, measure)
    if pace == "maximum":
        limit = parts["up"]
    elif pace == "best":
        limit = parts["best"] - parts["score"]
    else:
        years = [int(year) for year in parts["year"].unique()]
        of_year = [
            list_gains(tables, measure, str(find_framework(tables, measure, year=year))).assign(year=year)
            for year in years
        ]
        known = pd.concat(of_year)[["year", "component", pace]]
        limit = parts.merge(known, on=["year", "component"], how="left")[pace]
    capped = np.minimum(limit.to_numpy(dtype="float64"), parts["up"].to_numpy())
    return parts[["year", "province", "component", "slot"]].assign(limit=capped)


def _find_parts(tables: Tables, measure: str, province: str, year: int) -> pd.DataFrame:
    _check_one_of([measure], list(MEASURES), "measure with a sum of known parts")
    parts = list_parts(tables, measure)
    own = parts[(parts["province"] == province) & (parts["year"] == year)]
    if own.empty:
        raise NoData(f"The tables do not hold the parts that make up {measure} {year} of {province}.")
    return own.set_index("component")


def _find_field(tables: Tables, measure: str, province: str, year: int, rivals: str) -> tuple[pd.Series, pd.Series]:
    """Return the others' totals by province (none where not all are held) and the borders of the groups by group."""
    _check_one_of([rivals], list(RIVALS), "way of the others")
    field = list_field(tables, measure)
    of_year = field[field["year"] == year]
    if len(of_year) and rivals not in set(of_year["rivals"]):
        raise NoData(f"The others cannot move as last year: {measure} {year} and {year - 1} do not compare for all.")
    others = of_year[(of_year["rivals"] == rivals) & (of_year["province"] != province)]
    borders = list_borders(tables, measure)
    own = (borders["year"] == year) & (borders["rivals"] == rivals) & (borders["province"] == province)
    return others.set_index("province")["total"], borders[own].set_index("group")["border"]


def _check_one_of(given, known: list, what: str) -> None:
    for each in given:
        if each not in known:
            near = near_clause(near_names(str(each), [str(one) for one in known]))
            expected = ", ".join(str(one) for one in known) or "none"
            raise UnknownName(f"There is no {what} {each!r}: expected one of {expected}{near}.")
