"""Bands: between which positions a unit may stand, when its score or the weights of its parts are not sure.

Three causes, each with an assumption of its own: the print gives so many decimals and no more; the parts of an index
might be weighted otherwise; a survey asks a sample. All is vectorised over units and draws; a seed makes draws again.

References
----------
.. [1] OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 7 (uncertainty and sensitivity analysis).
.. [2] M. Saisana, A. Saltelli and S. Tarantola, "Uncertainty and sensitivity analysis techniques as tools for the
   quality assessment of composite indicators", J. R. Stat. Soc. A 168 (2005), 307-323.
.. [3] H. Goldstein and D. J. Spiegelhalter, "League tables and their limitations", J. R. Stat. Soc. A 159 (1996),
   385-443 (positions drawn from the sampling distribution of scores).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
DRAWS = 10_000
SEED = 2023
SPREAD = 0.25  # the usual distance of a drawn weight from its nominal one, as a share of that
_NEAR = 1e-9  # what the arithmetic of floats may be off


def bound_positions(scores: ArrayLike, doubt: float) -> tuple[Counts, Counts]:
    """Return the best and the worst position of each unit, if scores no more than `doubt` apart may stand either way.

    Parameters
    ----------
    scores : array of shape (units,)
        Points, none missing.
    doubt : float
        Points, 0 or more. With a unit of the last printed decimal this is what the print allows; with the smallest
        difference that is worth telling it says from whom a unit cannot be told apart: ``worst - best`` others.

    Returns
    -------
    (array, array) of int, each of shape (units,)
        1 is the best position.

    Examples
    --------
    >>> best, worst = bound_positions([9.0, 8.0, 7.9, 5.0], 0.1)
    >>> best.tolist(), worst.tolist()
    ([1, 2, 2, 4], [1, 3, 3, 4])
    """
    values = np.asarray(scores, dtype=float)
    above = values[None, :] > values[:, None] + doubt + _NEAR
    below = values[None, :] < values[:, None] - doubt - _NEAR
    return 1 + above.sum(axis=1), len(values) - below.sum(axis=1)


def find_concentration(weights: ArrayLike, spread: float = SPREAD) -> float:
    """Return the concentration of a Dirichlet distribution in which weights differ by `spread` of their size.

    A weight w of a Dirichlet distribution with the parameters ``concentration * w`` has the variance
    ``w (1 - w) / (concentration + 1)``; the root of the mean of ``variance / w**2`` over the parts is `spread`.

    Parameters
    ----------
    weights : array of shape (parts,)
        Positive, with the sum 1; at least two.
    spread : float
        More than 0. A quarter is a convention, of the size that audits of indices by the JRC often try.
    """
    nominal = np.asarray(weights, dtype=float)
    return float(np.mean((1 - nominal) / nominal) / spread**2 - 1)


def draw_weights(weights: ArrayLike, *, draws: int = DRAWS, spread: float = SPREAD, seed: int = SEED) -> Floats:
    """Return weights drawn around the nominal ones, of shape (draws, parts), each row with the sum 1.

    Parameters
    ----------
    weights : array of shape (parts,)
        The nominal weights: positive, with the sum 1; at least two.

    Raises
    ------
    ValueError
        For weights that are not so.
    """
    nominal = np.asarray(weights, dtype=float)
    if nominal.ndim != 1 or len(nominal) < 2 or (nominal <= 0).any() or not np.isclose(nominal.sum(), 1):
        raise ValueError(f"Expected two weights or more, all above 0 and with the sum 1, not {nominal.tolist()}.")
    return np.random.default_rng(seed).dirichlet(nominal * find_concentration(nominal, spread), size=draws)


def weigh_shares(shares: ArrayLike, weights: ArrayLike) -> Floats:
    """Return the composite of each unit under each row of weights, of shape (draws, units), from 0 to 1.

    Parameters
    ----------
    shares : array of shape (units, parts)
        What a unit reached of the range of each part, from 0 to 1, none missing.
    weights : array of shape (draws, parts)
        As `draw_weights` returns them.
    """
    return np.asarray(weights, dtype=float) @ np.asarray(shares, dtype=float).T


def draw_scores(scores: ArrayLike, error: float, *, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Return scores as other samples might have given them, of shape (draws, units).

    Each is drawn from a normal distribution around the score found, by itself. The scores found have an error in them
    already, so that draws scatter more than samples of the truth would: a band of positions made of them is rather too
    wide.

    Parameters
    ----------
    scores : array of shape (units,)
        Points, none missing.
    error : float
        The standard error, points; of all units alike.
    """
    values = np.asarray(scores, dtype=float)
    errors = np.random.default_rng(seed).standard_normal((draws, len(values)), dtype=np.float32)
    return values + error * errors


def count_positions(drawn: ArrayLike) -> Counts:
    """Return how often each unit stands in each position.

    Parameters
    ----------
    drawn : array of shape (draws, units)
        Scores, the higher the better. Equal ones (to seven digits) stand in any order.

    Returns
    -------
    array of int, shape (units, units)
        At (unit, position - 1) the number of draws; each row and each column has the sum of all draws.

    Examples
    --------
    >>> count_positions([[3.0, 2.0, 1.0], [2.0, 3.0, 1.0]]).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 2]]
    """
    values = np.asarray(drawn, dtype=np.float32)  # sorts twice as fast as 64 bits do
    units = values.shape[1]
    placed = np.argsort(-values, axis=1)  # (draws, positions): which unit stands there
    cells = (placed * units + np.arange(units)).ravel()
    return np.bincount(cells, minlength=units * units).reshape(units, units)


def find_band(counts: ArrayLike, share: float = 0.9) -> tuple[Counts, Counts]:
    """Return the positions between which each unit stands in at least `share` of the draws, the same cut off each side.

    Parameters
    ----------
    counts : array of shape (units, positions)
        As `count_positions` returns them.
    share : float
        Between 0 and 1.

    Returns
    -------
    (array, array) of int, each of shape (units,)
        The best and the worst position.

    Examples
    --------
    >>> best, worst = find_band([[96, 4, 0], [4, 90, 6], [0, 6, 94]], 0.9)
    >>> best.tolist(), worst.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    passed = np.cumsum(np.asarray(counts), axis=1)
    total = passed[:, -1:]
    cut = (1 - share) / 2
    best = 1 + (passed <= (cut + _NEAR) * total).sum(axis=1)
    worst = 1 + (passed < (1 - cut - _NEAR) * total).sum(axis=1)
    return best, worst


def share_quartiles(counts: ArrayLike) -> Floats:
    """Return the share of draws in which each unit is in each quartile group, of shape (units, 4), the highest first.

    The rule of PAPI's groups: the 75th, 50th and 25th percentile of the units divide them, and who stands on one is in
    the higher group. Of n units without equal scores the percentile p lies at ``(n - 1) p`` from below, so that the
    group follows from the position.

    Parameters
    ----------
    counts : array of shape (units, units)
        As `count_positions` returns them.
    """
    counted = np.asarray(counts)
    units = counted.shape[1]
    from_below = units - 1 - np.arange(units)
    group = sum((from_below < (units - 1) * end - _NEAR).astype(int) for end in (0.75, 0.5, 0.25))
    found = np.stack([counted[:, group == each].sum(axis=1) for each in range(4)], axis=1)
    return found / counted.sum(axis=1, keepdims=True)


def share_limits(drawn: ArrayLike, limits: ArrayLike) -> Floats:
    """Return the share of draws in which each unit is in each group between fixed limits, the highest first.

    Parameters
    ----------
    drawn : array of shape (draws, units)
        Scores, points.
    limits : array of shape (groups - 1,)
        The lower limit of every group but the last, points, falling.

    Returns
    -------
    array of float, shape (units, groups)

    Examples
    --------
    >>> share_limits([[91.0, 89.0], [90.0, 79.0]], [90.0, 80.0]).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]
    """
    values, ends = np.asarray(drawn, dtype=float), np.asarray(limits, dtype=float)
    reached = np.stack([(values >= end - _NEAR).mean(axis=0) for end in ends], axis=1)
    none, all_of_them = np.zeros((len(reached), 1)), np.ones((len(reached), 1))
    return np.diff(np.hstack([none, reached, all_of_them]), axis=1)


def count_pairs(best: ArrayLike, worst: ArrayLike) -> int:
    """Return how many pairs of units cannot be told apart, by what `bound_positions` returns."""
    return int((np.asarray(worst) - np.asarray(best)).sum() // 2)
