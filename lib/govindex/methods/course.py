"""Course: whether a score improves or worsens, and whether it does so faster or slower of late than over the whole.

The classes are those of the Ibrahim Index of African Governance [1]_: the pace of the last five years, in points a year
from the first to the last of them, is held against that of the last ten. Where fewer years compare the later half is
held against the whole in the same way. What is smaller than noise is not taken for a direction: that is added here.

References
----------
.. [1] Mo Ibrahim Foundation, Ibrahim Index of African Governance, Index Report, 2017, and the later reports: annual
   average trends over ten and five years, and the trend classes made of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FEWEST, MOST = 5, 10  # years of the whole
UP = ("increasing_improvement", "steady_improvement", "slowing_improvement")
DOWN = ("increasing_deterioration", "steady_deterioration", "slowing_deterioration")
TURNS = ("bouncing_back", "warning_signs")
STILL = "still"
CLASSES = (UP[0], UP[1], UP[2], TURNS[0], STILL, TURNS[1], DOWN[2], DOWN[1], DOWN[0])  # from the best to the worst
_NORMAL = 1.959964  # half the width of a 95% interval in standard errors


class Paces(NamedTuple):
    """How fast scores changed, in points a year, each an array of shape (n,): over the whole, and in its later half."""

    whole: np.ndarray
    recent: np.ndarray


def count_recent(years: int) -> int:
    """Return of how many years the later half is: five of ten, four of seven, three of five.

    Examples
    --------
    >>> [count_recent(years) for years in (10, 7, 6, 5)]
    [5, 4, 3, 3]
    """
    return (years + 1) // 2


def pace_scores(scores: np.ndarray) -> Paces:
    """Return the pace of scores over all their years and over the later half.

    Parameters
    ----------
    scores : ndarray of float, shape (n, k)
        Points, a row a line, a column a year, from the first to the last without a hole; k from `FEWEST` to `MOST`.

    Examples
    --------
    >>> whole, recent = pace_scores(np.array([[40.0, 41.0, 42.0, 42.5, 43.0]]))
    >>> whole.tolist(), recent.tolist()
    ([0.75], [0.5])
    """
    years = scores.shape[1]
    later = count_recent(years)
    whole = (scores[:, -1] - scores[:, 0]) / (years - 1)
    recent = (scores[:, -1] - scores[:, years - later]) / (later - 1)
    return Paces(whole, recent)


def class_plainly(paces: Paces) -> np.ndarray:
    """Return the class of each line by the index's own rule, whatever the noise; text of shape (n,).

    Examples
    --------
    >>> class_plainly(Paces(np.array([1.0, 1.0, 1.0, -1.0]), np.array([2.0, 0.5, -1.0, -2.0]))).tolist()
    ['increasing_improvement', 'slowing_improvement', 'warning_signs', 'increasing_deterioration']
    """
    whole, recent = paces
    return _choose(np.sign(whole), np.sign(recent), np.where(recent == whole, np.sign(whole), np.sign(recent - whole)))


def class_beyond_noise(paces: Paces, years: int, margin: np.ndarray | float, *, sampled: bool) -> np.ndarray:
    """Return the class of each line, where only what is beyond noise is a direction; text of shape (n,).

    A whole that is within noise, with a later half that is not, has turned. Two paces within noise of each other are
    steady.

    Parameters
    ----------
    paces : Paces
        Points a year.
    years : int
        Of the whole.
    margin : float, or ndarray of float, shape (n,)
        The smallest change between two years worth telling (`govindex.compare.precision.find_smallest_change`), points.
    sampled : bool
        Whether the noise is that of independent samples; else it is the bound that rounding sets.

    Notes
    -----
    With the standard error s of one score, margin = 1.96 s √2. The difference of the paces, of h steps and of n, is
    s_T (1/h - 1/n) - s_R / h + s_0 / n for the scores at the end, at the middle and at the start, so that its variance
    is s² ((1/h - 1/n)² + 1/h² + 1/n²). Bounds of rounding, margin / 2 each, add up to margin / h.
    """
    whole, recent = paces
    steps, later = years - 1, count_recent(years) - 1
    overall = np.where(np.abs(whole) * steps > margin + 1e-9, np.sign(whole), 0)
    of_late = np.where(np.abs(recent) * later > margin + 1e-9, np.sign(recent), 0)
    if sampled:
        error = np.asarray(margin) / (_NORMAL * 2**0.5)
        apart = _NORMAL * error * ((1 / later - 1 / steps) ** 2 + 1 / later**2 + 1 / steps**2) ** 0.5
    else:
        apart = np.asarray(margin) / later
    gap = recent - whole
    return _choose(overall, of_late, np.where(np.abs(gap) > apart + 1e-9, np.sign(gap), 0))


def _choose(whole: np.ndarray, recent: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Return the classes by three signs: of the pace over the whole, of the later one, of this less the former."""
    tests = [
        (recent > 0) & (whole <= 0),
        (recent < 0) & (whole >= 0),
        whole > 0,
        whole < 0,
    ]
    faster_up = np.select([gap > 0, gap < 0], [UP[0], UP[2]], UP[1])
    faster_down = np.select([gap < 0, gap > 0], [DOWN[0], DOWN[2]], DOWN[1])
    return np.select(
        tests, [np.full(whole.shape, TURNS[0]), np.full(whole.shape, TURNS[1]), faster_up, faster_down], STILL
    )
