"""Structure: whether the parts of an index measure one thing, and how much each of them really counts.

An audit of an index asks these before anyone reads its positions [1]_: how the parts go together, whether one scale can
hold them, how many things they measure, and whether what a part counts is what its weight says.

References
----------
.. [1] OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 4 (multivariate analysis) and 7.
.. [2] L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16 (1951), 297-334.
.. [3] P. Paruolo, M. Saisana and A. Saltelli, "Ratings and rankings: voodoo or science?", J. R. Stat. Soc. A 176
   (2013), 609-634 (the correlation ratio as the effective weight of a part).
.. [4] H. F. Kaiser, "The application of electronic computers to factor analysis", Educ. Psychol. Meas. 20 (1960),
   141-151 (components with an eigenvalue above 1).
.. [5] L. S. Feldt, "The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty",
   Psychometrika 30 (1965), 357-370.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
BINS = 6  # groups of units of like score, for the correlation ratio


def correlate(shares: ArrayLike) -> Floats:
    """Return Pearson's correlations of the parts, of shape (parts, parts).

    Parameters
    ----------
    shares : array of shape (units, parts)
        Scores, none missing; of each part on any scale. A part that is the same everywhere correlates with none: nan.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.corrcoef(np.asarray(shares, dtype=float), rowvar=False)


def find_alpha(shares: ArrayLike) -> float:
    """Return Cronbach's alpha of k parts on one scale [2]_.

    That is ``k / (k - 1) * (1 - sum of the parts' variances / variance of their sum)``.

    Parameters
    ----------
    shares : array of shape (units, parts)
        What a unit reached of the range of each part; at least two parts and three units.

    Returns
    -------
    float
        1 where all parts say the same, about 0 where they have nothing in common, less where they contradict; nan where
        the sum does not vary.

    Examples
    --------
    >>> round(find_alpha([[1, 1], [2, 3], [3, 2]]), 4)
    0.6667
    """
    values = np.asarray(shares, dtype=float)
    parts = values.shape[1]
    of_sum = values.sum(axis=1).var(ddof=1)
    if of_sum == 0:
        return float("nan")
    return float(parts / (parts - 1) * (1 - values.var(axis=0, ddof=1).sum() / of_sum))


def bound_alpha(alpha: float, units: int, parts: int, share: float = 0.95) -> tuple[float, float]:
    """Return the confidence limits of Cronbach's alpha by Feldt's F distribution [5]_.

    Parameters
    ----------
    alpha : float
        As `find_alpha` returns it.
    units, parts : int
        How many it was found of.
    """
    tail = (1 - share) / 2
    first, second = units - 1, (units - 1) * (parts - 1)
    upper, lower = (float(stats.f.ppf(each, first, second)) for each in (tail, 1 - tail))
    return 1 - (1 - alpha) * lower, 1 - (1 - alpha) * upper


def drop_alphas(shares: ArrayLike) -> Floats:
    """Return Cronbach's alpha without each part in turn, of shape (parts,); nan of fewer than three parts."""
    values = np.asarray(shares, dtype=float)
    if values.shape[1] < 3:
        return np.full(values.shape[1], np.nan)
    return np.array([find_alpha(np.delete(values, part, axis=1)) for part in range(values.shape[1])])


class Principal(NamedTuple):
    """Principal components of standardised parts, the largest first.

    Attributes
    ----------
    eigenvalues : array of shape (components,)
        Their sum is the number of parts.
    shares : array of shape (components,)
        Of all variance, from 0 to 1.
    loadings : array of shape (parts, components)
        The correlation of each part with each component; the first component is turned so that most parts are positive.
    """

    eigenvalues: Floats
    shares: Floats
    loadings: Floats

    @property
    def above_one(self) -> int:
        """How many components carry more than one part does by itself (Kaiser's rule [4]_)."""
        return int((self.eigenvalues > 1).sum())


def find_principal(shares: ArrayLike) -> Principal:
    """Return the principal components of the parts, each standardised.

    Parameters
    ----------
    shares : array of shape (units, parts)
        Scores, none missing, each part varying.
    """
    values, vectors = np.linalg.eigh(correlate(shares))
    order = np.argsort(-values)
    values, vectors = np.clip(values[order], 0, None), vectors[:, order]
    loadings = vectors * np.sqrt(values)
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return Principal(values, values / values.sum(), loadings * signs)


def find_ratio(part: ArrayLike, total: ArrayLike, bins: int = BINS) -> float:
    """Return the correlation ratio of a total on a part [3]_: the share of its variance that knowing the part explains.

    The units are put into `bins` groups of like number by the part; the variance of the groups' means of the total is
    set against the whole. With few units it is biased upward, so what chance alone gives, ``(groups - 1) / (units -
    1)``, is taken off as in adjusted R squared (epsilon squared).

    Parameters
    ----------
    part, total : array of shape (units,)

    Returns
    -------
    float
        From 0 to 1; nan where the total does not vary.
    """
    values, whole = np.asarray(part, dtype=float), np.asarray(total, dtype=float)
    units = len(values)
    places = stats.rankdata(values, method="average")
    groups = np.minimum((places - 1) * bins // units, bins - 1).astype(int)
    counts = np.bincount(groups, minlength=bins)
    held = counts > 0
    means = np.bincount(groups, weights=whole, minlength=bins)[held] / counts[held]
    every = ((whole - whole.mean()) ** 2).sum()
    if every == 0 or held.sum() >= units:
        return float("nan")
    inside = every - (counts[held] * (means - whole.mean()) ** 2).sum()
    adjusted = 1 - (inside / (units - held.sum())) / (every / (units - 1))
    return float(np.clip(adjusted, 0, 1))


class Weights(NamedTuple):
    """What each part counts.

    Attributes
    ----------
    nominal : array of shape (parts,)
        The weights that the index declares, with the sum 1.
    linear : array of shape (parts,)
        The squared correlation of each part with the total.
    ratio : array of shape (parts,)
        `find_ratio` of each.
    effective : array of shape (parts,)
        The ratios with the sum 1, to set beside the nominal weights; nan where all are 0.
    rest : array of shape (parts,)
        The correlation of each part with the total of the others: below 0 the part pulls against the index.
    """

    nominal: Floats
    linear: Floats
    ratio: Floats
    effective: Floats
    rest: Floats


def weigh_parts(shares: ArrayLike, weights: ArrayLike) -> Weights:
    """Return what each part counts in the weighted mean of the parts.

    Parameters
    ----------
    shares : array of shape (units, parts)
        What a unit reached of the range of each part, none missing.
    weights : array of shape (parts,)
        Nominal weights.
    """
    values, nominal = np.asarray(shares, dtype=float), np.asarray(weights, dtype=float)
    nominal = nominal / nominal.sum()
    total = values @ nominal
    parts = range(values.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        linear = np.array([np.corrcoef(values[:, part], total)[0, 1] ** 2 for part in parts])
        rest = np.array([np.corrcoef(values[:, part], total - nominal[part] * values[:, part])[0, 1] for part in parts])
    ratio = np.array([find_ratio(values[:, part], total) for part in parts])
    whole = np.nansum(ratio)
    return Weights(nominal, linear, ratio, ratio / whole if whole > 0 else np.full(len(ratio), np.nan), rest)


def find_least_correlation(units: int, share: float = 0.95) -> float:
    """Return the smallest correlation of so many units that differs from 0 by the t distribution, two-sided."""
    critical = stats.t.ppf((1 + share) / 2, units - 2)
    return float(critical / np.sqrt(units - 2 + critical**2))
