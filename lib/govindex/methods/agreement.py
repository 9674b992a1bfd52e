"""Agreement: how far two scores put the same units in the same order, and which units they put far apart.

References
----------
.. [1] C. Spearman, "The proof and measurement of association between two things", Am. J. Psychol. 15 (1904), 72-101.
.. [2] D. G. Bonett and T. A. Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman
   correlations", Psychometrika 65 (2000), 23-28 (the interval of a rank correlation by Fisher's z).
.. [3] M. G. Kendall, "A new measure of rank correlation", Biometrika 30 (1938), 81-93.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
LEAST = 10  # units: of fewer the interval by Fisher's z is not worth telling
QUADRANTS = ("both", "first", "second", "neither")


class Agreement(NamedTuple):
    """How far two scores agree.

    Attributes
    ----------
    units : int
        How many have both scores.
    rho, low, high : float
        Spearman's rank correlation with its limits.
    tau : float
        Kendall's tau-b: the share of pairs in the same order less that in the opposite one.
    """

    units: int
    rho: float
    low: float
    high: float
    tau: float


def compare_orders(first: ArrayLike, second: ArrayLike, share: float = 0.95) -> Agreement:
    """Return Spearman's rank correlation [1]_ of two scores with its interval [2]_, and Kendall's tau [3]_.

    The interval is ``tanh(atanh(rho) ± z sqrt((1 + rho² / 2) / (n - 3)))``.

    Parameters
    ----------
    first, second : array of shape (units,)
        Scores of the same units in the same order, none missing, the higher the better.
    share : float
        Of the interval.

    Raises
    ------
    ValueError
        For fewer than `LEAST` units, or a score that is the same everywhere.
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    units = len(one)
    if units < LEAST or np.ptp(one) == 0 or np.ptp(other) == 0:
        raise ValueError(f"Expected {LEAST} units or more whose scores differ, not {units}.")
    rho = float(stats.spearmanr(one, other).statistic)
    half = stats.norm.ppf((1 + share) / 2) * np.sqrt((1 + rho**2 / 2) / (units - 3))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    low, high = (float(np.tanh(middle + sign * half)) for sign in (-1, 1))
    return Agreement(units, rho, low, high, float(stats.kendalltau(one, other).statistic))


def place_units(scores: ArrayLike) -> NDArray[np.int64]:
    """Return the position of each unit, 1 the best; equal scores share the better.

    Examples
    --------
    >>> place_units([7.0, 9.0, 7.0]).tolist()
    [2, 1, 2]
    """
    return stats.rankdata(-np.asarray(scores, dtype=float), method="min").astype(np.int64)


def split_quadrants(first: ArrayLike, second: ArrayLike) -> list[str]:
    """Return whose median each unit reaches: of ``both`` scores, the ``first`` or ``second`` alone, or ``neither``.

    Examples
    --------
    >>> split_quadrants([1, 2, 3, 4], [4, 1, 2, 3])
    ['second', 'neither', 'first', 'both']
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    high, wide = one >= np.median(one), other >= np.median(other)
    return [QUADRANTS[0 if a and b else 1 if a else 2 if b else 3] for a, b in zip(high, wide, strict=True)]


def find_gaps(first: ArrayLike, second: ArrayLike) -> NDArray[np.int64]:
    """Return by how many places each unit stands better in the first score than in the second; below 0 the reverse."""
    return place_units(second) - place_units(first)
