"""The wholes: a score with all its parts is their sum or mean, as its framework says, within what rounding leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.tables.rules.frameworks import Way, list_ways
from govindex.tables.rules.held import Held, show

_MOST_DECIMALS = 6
_MEAN_SLACK = 0.1  # points: by how much a mean of SIPAS' criteria is known to miss the published index


def check_sums(held: Held) -> None:
    """Check each score whose parts are all there and of which none is suspect."""
    ways = list_ways(held)
    for name in held.named("scores-"):
        measures = held[name]["measure"].unique()
        own = [way for way in ways if way.measure in measures]
        if own:
            _check(held, name, own)


def _check(held: Held, name: str, ways: list[Way]) -> None:
    rows = held[name]
    places, units = pd.factorize(rows["province"])
    columns, components = pd.factorize(rows["component"])
    years = rows["year"].to_numpy()
    lines, stretch = pd.factorize(years * len(units) + places)
    shape = len(stretch), len(components)
    scores, labels = np.full(shape, np.nan), np.full(shape, -1)
    sure = (rows["status"] != "suspect").to_numpy()
    values = rows["score"].to_numpy()
    scores[lines, columns] = np.where(sure, values, np.nan)
    labels[lines, columns] = rows.index
    number = {component: column for column, component in enumerate(components)}
    wrong = []
    for way in ways:
        parts = [number[part] for part in (way.whole, *way.parts) if part in number]
        if len(parts) <= len(way.parts):
            continue
        chosen = np.flatnonzero(np.isin(stretch // len(units), way.years))
        own = scores[np.ix_(chosen, parts)]
        added = own[:, 1:].mean(axis=1) if way.aggregation == "mean" else own[:, 1:].sum(axis=1)
        mean = _MEAN_SLACK if way.aggregation == "mean" else 0
        off = np.abs(own[:, 0] - added) - mean
        for place in np.flatnonzero(off > 10.0**-_MOST_DECIMALS):  # where one is missing or suspect there is NaN
            if off[place] > 10.0 ** -_count_decimals(own[place]) / 2 * len(parts) + 1e-9:
                wrong.append((labels[chosen[place], parts[0]], own[place, 0], added[place], way))
    if wrong:
        label, score, added, way = min(wrong, key=lambda each: each[0])
        expected = f"{show(round(float(added), _MOST_DECIMALS))}, the {way.aggregation} of {', '.join(way.parts)},"
        raise held.error(
            name, label, "score", show(float(score)), f"{expected} or the status suspect", more=len(wrong) - 1
        )


def _count_decimals(values: np.ndarray) -> int:
    """Return with how many decimals `values` are written, six at most, by the longest of them."""
    for decimals in range(_MOST_DECIMALS):
        if (np.abs(np.round(values, decimals) - values) < 1e-9).all():
            return decimals
    return _MOST_DECIMALS
