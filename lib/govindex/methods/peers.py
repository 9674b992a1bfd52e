"""Peers: scores of many components on one spine, and how far a score is from the borders of its group."""

from __future__ import annotations

import numpy as np


def scale_to_spine(
    values: np.ndarray, *, least: np.ndarray | float, middle: np.ndarray | float, most: np.ndarray | float
) -> np.ndarray:
    """Return values with the middle of all at 0 and the end that is further from it at -1 or 1.

    So components of different scales stand in one chart about one line, the spine, each with its own skew [1]_.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        Points.
    least, middle, most : float, or ndarray of float, shape (n,)
        The lowest score, the median and the highest among all that were scored, points; where all are equal every value
        is 0.

    References
    ----------
    .. [1] Public Health England, Fingertips, technical guidance: area profiles and spine charts.

    Examples
    --------
    >>> scale_to_spine(np.array([4.0, 6.0, 7.0]), least=4.0, middle=6.0, most=7.0).tolist()
    [-1.0, 0.0, 0.5]
    """
    values, least, middle, most = np.broadcast_arrays(values, least, middle, most)
    reach = np.maximum(most - middle, middle - least).astype(float)
    return np.divide(values - middle, reach, out=np.zeros(values.shape), where=reach > 0)


def measure_borders(scores: np.ndarray, borders: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each score is below the next group's border, and how far above the border of its own.

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
        Points.
    borders : ndarray of float, shape (n, k)
        The lower borders of the groups but the lowest, a row a score, in any order, missing where there are fewer; a
        score on a border is in the higher group. Points.

    Returns
    -------
    up, down : ndarray of float, shape (n,)
        Points, not negative; missing where there is no group above, or none below.

    Examples
    --------
    >>> up, down = measure_borders(np.array([5.0, 9.0]), np.array([[8.0, 4.0], [8.0, 4.0]]))
    >>> up.tolist(), down.tolist()
    ([3.0, nan], [1.0, 1.0])
    """
    gaps = borders - scores[:, None]
    up = np.where(gaps > 0, gaps, np.inf).min(axis=1)
    down = np.where(gaps <= 0, -gaps, np.inf).min(axis=1)
    return np.where(np.isfinite(up), up, np.nan), np.where(np.isfinite(down), down, np.nan)
