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
        if not {way.whole, *way.parts} <= set(number):
            continue
        chosen = np.flatnonzero(np.isin(stretch // len(units), way.years))
        columns = [number[each] for each in (way.whole, *way.parts)]
        misses = _find_misses(scores[np.ix_(chosen, columns)], way)
        wrong += [(labels[chosen[place], columns[0]], chosen[place]) for place in np.flatnonzero(misses)]
    if wrong:
        _, line = min(wrong)
        own = dict(zip(components, scores[line], strict=True))
        year = stretch[line] // len(units)
        blamed, expected = _blame(own, [way for way in ways if year in way.years])
        found = show(float(own[blamed]))
        label = labels[line, number[blamed]]
        raise held.error(name, label, "score", found, f"{expected}, or the status suspect", more=len(wrong) - 1)


def _find_misses(own: np.ndarray, way: Way) -> np.ndarray:
    """Return which rows (the whole, then its parts) do not add up; one with a score missing or suspect, NaN, does."""
    mean = way.aggregation == "mean"
    off = np.abs(own[:, 0] - _add(own[:, 1:], way)) - (_MEAN_SLACK if mean else 0)
    misses = off > 10.0**-_MOST_DECIMALS
    for place in np.flatnonzero(misses):
        misses[place] = off[place] > 10.0 ** -_count_decimals(own[place]) / 2 * own.shape[1] + 1e-9
    return misses


def _add(parts: np.ndarray, way: Way) -> np.ndarray:
    return parts.mean(axis=1) if way.aggregation == "mean" else parts.sum(axis=1)


def _blame(own: dict[str, float], ways: list[Way]) -> tuple[str, str]:
    """Return the component of a province and year that most sums speak against, and what was expected of it.

    What breaks most sums and stands in fewest that hold is blamed; of several the first whole, and where another sum
    speaks for it, that is told.
    """
    against: dict[str, int] = {}
    broken = []
    for way in ways:
        named = (way.whole, *way.parts)
        scores = np.array([[own.get(each, np.nan) for each in named]])
        if np.isnan(scores).any():
            continue
        miss = bool(_find_misses(scores, way)[0])
        broken += [way] if miss else []
        against |= {each: against.get(each, 0) + (1 if miss else -1) for each in named}
    suspects = dict.fromkeys([*(way.whole for way in broken), *(part for way in broken for part in way.parts)])
    most = max(against[each] for each in suspects)
    likely = [each for each in suspects if against[each] == most]
    wholes = {way.whole: way for way in reversed(broken)}
    alone = likely[0] if len(likely) == 1 or likely[0] in wholes else broken[0].whole
    if alone in wholes:
        way = wholes[alone]
        added = _add(np.array([[own[part] for part in way.parts]]), way)[0]
        parts = ", ".join(way.parts)
        parts += "" if alone in likely else f" (one of these is wrong, since {alone} fits another sum)"
        return alone, f"{show(round(float(added), _MOST_DECIMALS))}, the {way.aggregation} of {parts}"
    way = next(each for each in broken if alone in each.parts)
    total = own[way.whole] * (len(way.parts) if way.aggregation == "mean" else 1)
    rest = total - sum(own[part] for part in way.parts if part != alone)
    return (
        alone,
        f"{show(round(float(rest), _MOST_DECIMALS))}, which makes {way.whole} the {way.aggregation} of its parts",
    )


def _count_decimals(values: np.ndarray) -> int:
    """Return with how many decimals `values` are written, six at most, by the longest of them."""
    for decimals in range(_MOST_DECIMALS):
        if (np.abs(np.round(values, decimals) - values) < 1e-9).all():
            return decimals
    return _MOST_DECIMALS
