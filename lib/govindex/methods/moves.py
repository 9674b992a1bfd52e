"""Moves: who rose and fell between two years beyond noise, how sure their order is, and what of it is return.

All functions take arrays with one entry a unit, of two years that compare, in points of one scale.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from govindex.compare.precision import is_beyond_noise

FEWEST = 10  # units below which no line is fitted
CONFIDENCE = 0.95
_NORMAL = 1.959964  # half the width of a 95% interval in standard errors


def judge_moves(changes: np.ndarray, margin: float | np.ndarray) -> np.ndarray:
    """Return 1 for each change above `margin`, -1 for each below its negative, 0 for what is within noise.

    Parameters
    ----------
    changes : ndarray of float, shape (n,)
        Score of the second year less that of the first, points.
    margin : float, or ndarray of float, shape (n,)
        The smallest change worth telling (`govindex.compare.precision.find_smallest_change`), points, not negative.

    Examples
    --------
    >>> judge_moves(np.array([0.6, -0.2, -0.45, -0.46]), 0.45).tolist()
    [1, 0, 0, -1]
    """
    return np.where(is_beyond_noise(changes, margin), np.sign(changes), 0).astype(int)


def band_positions(changes: np.ndarray, margin: float, *, sampled: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the best and the worst position that each unit may have in the order of the changes, 1 the largest rise.

    A position is lost only to a unit whose change is larger beyond noise, and won only from one whose change is smaller
    beyond noise: the comparison is of pairs, as in tables of ranks with their uncertainty [1]_.

    Parameters
    ----------
    changes : ndarray of float, shape (n,)
        Points.
    margin : float
        The noise of one change: half a 95% interval, or the largest error that rounding makes. Points.
    sampled : bool
        Whether the noise is that of independent samples, so that two changes differ by more than the root of two times
        the margin; else it is a bound, and the bounds of both add up.

    Returns
    -------
    best, worst : ndarray of int, shape (n,)
        1 to n, best not above worst.

    References
    ----------
    .. [1] H. Goldstein and M. J. R. Healy, "The graphical presentation of a collection of means", Journal of the Royal
       Statistical Society A 158 (1), 1995, 175-177; OECD/JRC, Handbook on Constructing Composite Indicators, 2008,
       step 7 (uncertainty of ranks).

    Examples
    --------
    >>> best, worst = band_positions(np.array([3.0, 2.9, 0.0]), 0.1, sampled=False)
    >>> best.tolist(), worst.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    apart = margin * (np.sqrt(2) if sampled else 2) + 1e-9
    gaps = changes[:, None] - changes[None, :]
    return 1 + (gaps < -apart).sum(axis=1), len(changes) - (gaps > apart).sum(axis=1)


def share_out(parts: np.ndarray, totals: np.ndarray, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the parts of many totals, rounded so that those of each add up to it as shown.

    By the method of the largest remainder each part is rounded down; the units left to the total as shown go to
    those that lost most by it [1]_. As `govindex.compare.scores.round_to_sum` does it for one total.

    Parameters
    ----------
    parts : ndarray of float, shape (n, k)
        Points.
    totals : ndarray of float, shape (n,)
        Their sums but for rounding, points.
    digits : int
        Decimals.

    Returns
    -------
    rounded : ndarray of float, shape (n, k)
        Points.
    adds_up : ndarray of bool, shape (n,)
        False where the parts miss their total by more than rounding makes.

    References
    ----------
    .. [1] M. Balinski and H. P. Young, Fair Representation, 2nd ed., 2001 (Hamilton's method).

    Examples
    --------
    >>> rounded, adds_up = share_out(np.array([[0.24, 0.44, 0.32], [0.5, 0.1, 0.1]]), np.array([1.0, 3.0]), 1)
    >>> rounded[0].tolist(), adds_up.tolist()
    ([0.2, 0.5, 0.3], [True, False])
    """
    units = np.round(parts * 10**digits, 6)
    down = np.floor(units)
    left = np.round(np.round(totals, digits) * 10**digits) - down.sum(axis=1)
    place = np.argsort(np.argsort(down - units, axis=1, kind="stable"), axis=1, kind="stable")
    rounded = np.round((down + (place < left[:, None])) / 10**digits, digits)
    return rounded, (left >= 0) & (left <= parts.shape[1])


class Return(NamedTuple):
    """How the change depends on where a unit began: regression to the mean.

    Attributes
    ----------
    count : int
        Units.
    slope, low, high : float
        Points of change for each point of the first year's score, with the 95% interval; between -1 (where a unit began
        tells nothing of where it ends) and 0 (all distances last).
    intercept : float
        Points.
    by_noise : float
        The slope that noise of the scores alone would make, were nothing else to change.
    spread : float
        The standard deviation of the second year's scores by that of the first.
    p_spread : float
        How often units whose spread does not change would show a ratio so far from 1, from 0 to 1.
    """

    count: int
    slope: float
    low: float
    high: float
    intercept: float
    by_noise: float
    spread: float
    p_spread: float


def regress_change(first: np.ndarray, second: np.ndarray, margin: float) -> Return | None:
    """Return the line of the change on the first year's score; None for fewer than `FEWEST` units or without spread.

    The line is fitted by ordinary least squares, its interval by Student's t. A negative slope does not prove that the
    weak catch up: what was low by chance is higher the next time whatever anyone does [1]_, and a first score that
    stands on both sides of the equation pulls the slope down [2]_. Two figures stand beside it for that reason: the
    slope that noise alone would make, minus the variance of the noise by that of the first scores, and whether the
    spread has narrowed, by the test of Pitman and Morgan (the correlation of change and sum) [3]_, which is free of it.

    Parameters
    ----------
    first, second : ndarray of float, shape (n,)
        Scores, points, the same units in the same order.
    margin : float
        The smallest change worth telling, points: its standard error is taken to be margin / 1.96, that of one score
        this by the root of two.

    References
    ----------
    .. [1] A. G. Barnett, J. C. van der Pols and A. J. Dobson, "Regression to the mean: what it is and how to deal with
       it", International Journal of Epidemiology 34 (1), 2005, 215-220.
    .. [2] P. D. Oldham, "A note on the analysis of repeated measurements of the same subjects", Journal of Chronic
       Diseases 15, 1962, 969-977.
    .. [3] W. A. Morgan, "A test for the significance of the difference between the two variances in a sample from a
       normal bivariate population", Biometrika 31, 1939, 13-19.
    """
    if len(first) < FEWEST or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    change = second - first
    fitted = OLS(change, add_constant(first)).fit()
    low, high = fitted.conf_int(1 - CONFIDENCE)[1]
    noise = (margin / _NORMAL) ** 2 / 2
    p_spread = float(stats.pearsonr(change, first + second).pvalue) if np.ptp(change) else 1.0
    return Return(
        count=len(first),
        slope=float(fitted.params[1]),
        low=float(low),
        high=float(high),
        intercept=float(fitted.params[0]),
        by_noise=-float(noise / first.var(ddof=1)),
        spread=float(second.std(ddof=1) / first.std(ddof=1)),
        p_spread=p_spread,
    )
