"""What if a province's components changed: its total, its position and its group; what a target asks for.

The total is the sum of its parts, so a point of any part is a point of the total. The others are held still, or each
moves once more as it did in the year before. Ties share the better position, as in `govindex.compare.ranks`.

References
----------
OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 6 and 8 (aggregation, back to the components).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from govindex.compare.frameworks import find_framework
from govindex.errors import NoData, UnknownName, near_clause, near_names
from govindex.methods.standing import MEASURES, RIVALS, list_borders, list_field, list_gains, list_parts
from govindex.methods.targets import solve_targets
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS

PACES = ("p75", "p95", "best", "maximum")  # the most that a part may gain


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
