"""Provinces of like profile: whose PAPI dimensions are nearest, and in which of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.tables.load import Tables


def find_similar(tables: Tables, provinces: list[str], *, year: int, count: int) -> list[list[int]]:
    """Return for each province the `count` others whose profile of PAPI dimensions is nearest, nearest first.

    Each dimension of the year is standardised by its mean and standard deviation among the provinces scored, so that
    none counts more because it spreads more; near is the Euclidean distance over these [1]_. A province that lacks a
    dimension has no neighbours and is nobody's.

    Parameters
    ----------
    provinces : list of str
        Codes.

    Returns
    -------
    list of list of int
        Places in `provinces`; an empty list for a province without a full profile.

    References
    ----------
    .. [1] OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 4 and 5 (distance, z-scores).
    """
    profile = _standardise(tables, provinces, year).to_numpy()
    whole = ~np.isnan(profile).any(axis=1)
    found = []
    for place, full in enumerate(whole):
        if not full:
            found.append([])
            continue
        distance = np.sqrt(((profile - profile[place]) ** 2).sum(axis=1))
        distance[~whole] = np.inf
        distance[place] = np.inf
        nearest = np.argsort(distance, kind="stable")[:count]
        found.append([int(other) for other in nearest if np.isfinite(distance[other])])
    return found


def find_drivers(
    tables: Tables, provinces: list[str], *, year: int, similar: list[list[int]]
) -> list[tuple[str, str] | None]:
    """Return for each province the dimension in which it is most like those similar to it, and that of least likeness.

    Likeness is the mean distance to them in standard deviations of the dimension.

    Parameters
    ----------
    similar : list of list of int
        As `find_similar` returns it for the same provinces and year.

    Returns
    -------
    list of (str, str) or None
        Codes of the two dimensions; None for a province without neighbours.
    """
    profile = _standardise(tables, provinces, year)
    values = profile.to_numpy()
    found: list[tuple[str, str] | None] = []
    for place, others in enumerate(similar):
        if not others:
            found.append(None)
            continue
        apart = np.abs(values[others] - values[place]).mean(axis=0)
        found.append((profile.columns[int(apart.argmin())], profile.columns[int(apart.argmax())]))
    return found


def _standardise(tables: Tables, provinces: list[str], year: int) -> pd.DataFrame:
    """Return the dimensions of PAPI of a year in standard deviations from the mean, a row a province."""
    dimensions = tables.components.query("measure == 'papi' and level == 'dimension'")["component"]
    scores = tables.scores[(tables.scores["year"] == year) & tables.scores["component"].isin(dimensions)]
    wide = scores.pivot(index="province", columns="component", values="score")
    spread = wide.std(ddof=0).replace(0, 1)
    return ((wide - wide.mean()) / spread).reindex(provinces)
