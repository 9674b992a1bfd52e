"""Precision: the smallest change of a score that is worth telling; what is smaller is told as nearly unchanged.

PAR INDEX and SIPAS are printed with two decimals, so two printed figures of one and the same score may differ by a unit
of the second. PAPI is a survey. Its publisher prints 95% confidence limits of a few totals (``intervals.csv``); two
independent years with such limits differ by more than the root of two times the half width before the difference is
beyond sampling. No limits of dimensions are printed: theirs are taken to be to the total's as their usual scatter is,
which is an assumption, and is said where it is shown.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from govindex.compare.frameworks import judge_changes, list_common
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_measure

ROUNDING = 0.01  # points, or percentage points: two figures printed with two decimals
_NEAR = 1e-9  # what the arithmetic of floats may be off
_TO_SD = 1.4826  # the standard deviation of a normal distribution in median absolute deviations


@kept
def list_scatters(tables: Tables, measure: str) -> pd.DataFrame:
    """Return how much the provinces' yearly changes scatter around the national shift.

    Over all pairs of years that follow each other and compare without reserve, the change of each province less the
    median change of all; of these the median absolute deviation, scaled to a standard deviation [1]_.

    Returns
    -------
    DataFrame
        One row per component: component, scatter (points), pairs (of years). Real change of single provinces is in it,
        so it is an upper bound of what chance makes.

    References
    ----------
    .. [1] P. J. Huber and E. M. Ronchetti, Robust Statistics, 2nd ed., 2009, section 5.1 (MAD).
    """
    scores = tables.scores[tables.scores["measure"] == measure]
    by_year = {year: rows.pivot(index="province", columns="component", values="score") for year, rows in _each(scores)}
    deviations: dict[str, list[pd.Series]] = {}
    for year, now in by_year.items():
        before = by_year.get(year - 1)
        if before is None:
            continue
        judged = judge_changes(tables, measure, year=year, base=year - 1)
        doubtful = set(judged.loc[judged["comparable"] != "yes", "component"])
        for component in list_common(tables, measure, year=year, base=year - 1):
            if component not in doubtful and component in now and component in before:
                changes = (now[component] - before[component]).dropna()
                deviations.setdefault(component, []).append(changes - changes.median())
    rows = [
        {"component": component, "scatter": _TO_SD * pd.concat(each).abs().median(), "pairs": len(each)}
        for component, each in deviations.items()
    ]
    return pd.DataFrame(rows, columns=["component", "scatter", "pairs"])


@kept
def find_smallest_change(tables: Tables, component: str) -> float:
    """Return the smallest change of a component from one year to the next that is worth telling, in its own points.

    For PAR INDEX and SIPAS `ROUNDING`. For PAPI's total the root of two times the median half width of the printed 95%
    confidence intervals; for another component of PAPI that, by the ratio of its scatter to the total's.

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    measure = find_measure(tables, component)
    printed = tables.intervals[(tables.intervals["measure"] == measure) & (tables.intervals["component"] == measure)]
    if printed.empty:
        return ROUNDING
    of_total = math.sqrt(2) * float(((printed["upper"] - printed["lower"]) / 2).median())
    scatters = list_scatters(tables, measure).set_index("component")["scatter"]
    if component == measure or component not in scatters or not scatters.get(measure, 0):
        return of_total if component == measure else ROUNDING
    return of_total * float(scatters[component] / scatters[measure])


def is_beyond_noise(changes: Any, margin: Any) -> Any:
    """Return whether a change, or each of several, is larger than what noise makes: one that just equals it is not.

    Parameters
    ----------
    changes : float, or array of float
        Points.
    margin : float, or array of float
        As `find_smallest_change` returns it.

    Examples
    --------
    >>> is_beyond_noise(0.02, 0.01), is_beyond_noise(88.03 - 88.02, 0.01)
    (True, False)
    """
    return abs(changes) > margin + _NEAR


def _each(scores: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [(int(year), rows) for year, rows in scores.groupby("year")]
