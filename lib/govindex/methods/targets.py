"""The smallest set of gains that reaches a target: which components, and how much each of them.

A total that is the sum of its components reaches a target when their gains add up to what is missing. Each gain has a
limit. Asked for is the set with the fewest components and, of these, the one with most room, so that each component
need go the least part of the way to its limit. That is a knapsack problem in ones and zeros, a mixed-integer linear
programme [1]_, solved by HiGHS [2]_. What is missing is then shared out in proportion to the limits.
Many questions are solved in one programme, since those that share no component do not touch each other.

References
----------
.. [1] H. Kellerer, U. Pferschy and D. Pisinger, Knapsack Problems, 2004, section 13.3.3 (the minimisation knapsack).
.. [2] Q. Huangfu and J. A. J. Hall, Parallelizing the dual revised simplex method, Mathematical Programming
   Computation 10, 2018; called by ``scipy.optimize.milp``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag

from govindex.compare.scores import round_to_sum, round_up

_SLACK = 1e-9  # of a point: what sums of floating-point numbers may be off
_TOGETHER = 100  # questions that one programme answers: most of its time is spent before and after it is solved


def find_smallest_sets(limits: np.ndarray, needs: np.ndarray) -> np.ndarray:
    """Return which components must gain so that the fewest do, of equally many those with most room.

    Parameters
    ----------
    limits : array of shape (m, n)
        A row for each of m questions: the most that each component can gain, points; 0 for one that cannot.
    needs : array of shape (m,)
        The gain of the total that is asked for, points, more than 0.

    Returns
    -------
    array of bool of shape (m, n)
        Nothing is chosen where all limits together do not make what is needed.

    Examples
    --------
    >>> find_smallest_sets(np.array([[0.2, 0.9, 0.5], [0.2, 0.9, 0.5]]), np.array([1.0, 2.0])).tolist()
    [[False, True, True], [False, False, False]]
    """
    chosen = np.zeros(limits.shape, dtype=bool)
    possible = np.flatnonzero(limits.sum(axis=1) >= needs - _SLACK)
    for start in range(0, len(possible), _TOGETHER):
        at = possible[start : start + _TOGETHER]
        chosen[at] = _solve_together(limits[at], needs[at])
    return chosen


def _solve_together(limits: np.ndarray, needs: np.ndarray) -> np.ndarray:
    """Return the sets of questions that can be answered, as one programme: each has ones and zeros of its own."""
    room = limits.sum(axis=1, keepdims=True)
    cost = 1 - 0.5 * limits / room  # one component less always counts for more than any room
    each = block_diag([row[np.newaxis, :] for row in limits], format="csr")
    enough = LinearConstraint(each, np.minimum(needs, room[:, 0]), np.inf)
    whole = np.ones(limits.size)
    found = milp(cost.ravel(), constraints=enough, integrality=whole, bounds=Bounds(0, 1), options={"mip_rel_gap": 0})
    return (found.x.reshape(limits.shape) > 0.5) & (limits > 0)


def share_out(limits: np.ndarray, chosen: np.ndarray, need: float, digits: int) -> np.ndarray:
    """Return the gains of the chosen components: in proportion to their limits, as printed adding up to what is needed.

    Parameters
    ----------
    limits : array of shape (n,)
        Points, whole units of the last of `digits` decimals.
    chosen : array of bool of shape (n,)
        A row of what `find_smallest_sets` gives.

    Returns
    -------
    array of shape (n,)
        Points; none is above its limit, and 0 where nothing is chosen.
    """
    gains = np.zeros(len(limits))
    asked = round_up(need, digits)
    parts = pd.Series(limits[chosen] * asked / limits[chosen].sum())
    gains[chosen] = round_to_sum(parts, asked, digits)
    return gains


def round_down(points: np.ndarray, digits: int) -> np.ndarray:
    """Return the greatest numbers of `digits` decimals that are not above `points`."""
    return np.floor(np.round(points * 10**digits, 6)) / 10**digits


def solve_targets(limits: np.ndarray, needs: np.ndarray, digits: int) -> list[np.ndarray | None]:
    """Return the smallest gains for each of m questions, None where one is beyond all its limits together.

    Parameters
    ----------
    limits : array of shape (m, n)
        Points, at least 0.
    needs : array of shape (m,)
        Points, more than 0.
    digits : int
        Decimals that the measure is printed with: gains are whole units of the last, and never fall short.

    Returns
    -------
    list of array of shape (n,), or None
        Points.
    """
    whole = round_down(np.maximum(limits, 0), digits)
    asked = np.array([round_up(need, digits) for need in needs])
    chosen = find_smallest_sets(whole, asked)
    return [
        share_out(row, own, need, digits) if own.any() else None
        for row, own, need in zip(whole, chosen, asked, strict=True)
    ]
