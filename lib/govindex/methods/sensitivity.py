"""Sensitivity: which cause moves positions most, when weights, the print and sampling are all unsure at once.

Sobol's indices share out the variance of a result among its causes: the first-order index of a cause is the share that
it makes by itself, the total index that in which it has any part [1]_ [2]_. They are those of scipy, by the estimators
of Saltelli and others [2]_.

References
----------
.. [1] M. Saisana, A. Saltelli and S. Tarantola, "Uncertainty and sensitivity analysis techniques as tools for the
   quality assessment of composite indicators", J. R. Stat. Soc. A 168 (2005), 307-323 (the mean shift of positions, and
   a number that chooses among draws as one cause); OECD/JRC, Handbook on Constructing Composite Indicators, 2008,
   step 7.
.. [2] A. Saltelli and others, "Variance based sensitivity analysis of model output. Design and estimator for the total
   sensitivity index", Computer Physics Communications 181 (2010), 259-270.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from govindex.methods.bands import SEED, SPREAD

Floats = NDArray[np.float64]
POINTS = 2048  # of the design, a power of two: so often for each cause, and twice, all is reckoned through


class Sensitivity(NamedTuple):
    """How much of the variance of the mean shift of positions each cause makes: the weights in order, print, sampling.

    Attributes
    ----------
    first, total : array of shape (parts + 2,)
        First-order and total indices, about 0 to 1.
    shift : float
        The mean shift itself: by how many places a unit stands off on average.
    """

    first: Floats
    total: Floats
    shift: float


def find_sensitivity(
    shares: ArrayLike, weights: ArrayLike, *, doubt: float, error: float, points: int = POINTS, seed: int = SEED
) -> Sensitivity:
    """Return what the weights, the print and sampling do to the positions of all.

    Each weight is off by up to `SPREAD` of its size either way, all alike likely, and the weights are brought to the
    sum 1 again. The print and sampling are one cause each: a number that chooses one of many drawn sets of errors.

    Parameters
    ----------
    shares : array of shape (units, parts)
        What a unit reached of the range of each part, from 0 to 1, none missing.
    weights : array of shape (parts,)
        Positive, with the sum 1.
    doubt, error : float
        The unit of the last printed decimal, and the standard error of sampling, as shares of the total's range.
    points : int
        A power of two.
    """
    values, nominal = np.asarray(shares, dtype=float), np.asarray(weights, dtype=float)
    lot = np.random.default_rng(seed)
    rounding = lot.uniform(-doubt / 2, doubt / 2, (points, len(values)))
    sampling = error * lot.standard_normal((points, len(values)))
    published = _place(values @ nominal)

    def shift(causes: Floats) -> Floats:
        weighed = nominal[:, None] * causes[: len(nominal)]
        chosen = np.minimum((causes[len(nominal) :] * points).astype(int), points - 1)
        drawn = (values @ (weighed / weighed.sum(axis=0))).T + rounding[chosen[0]] + sampling[chosen[1]]
        return np.abs(_place(drawn) - published).mean(axis=1)

    ends = [stats.uniform(1 - SPREAD, 2 * SPREAD)] * len(nominal) + [stats.uniform()] * 2
    found = stats.sobol_indices(func=shift, n=points, dists=ends, rng=np.random.default_rng(seed))
    usual = shift(np.vstack([each.ppf(lot.random(points)) for each in ends])).mean()
    return Sensitivity(found.first_order, found.total_order, float(usual))


def _place(scores: Floats) -> Floats:
    """Return positions along the last axis, 1 the best."""
    return 1.0 + np.argsort(np.argsort(-scores, axis=-1), axis=-1)
