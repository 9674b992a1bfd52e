"""What the figures of a file must be to each other and to their framework; what does not hold names its cells."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

import pandas as pd

from govindex.adding.reading import Figure, Reading
from govindex.adding.tree import Part
from govindex.adding.troubles import WARNING
from govindex.adding.units import Units
from govindex.compare.ranks import QUARTILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_MISSING = 0.1  # of a year's units; PAPI has left out up to a twentieth
_STATISTICS: dict[str, Callable[[Iterable[float]], float]] = {
    "mean": fmean,
    "median": median,
    "minimum": min,
    "maximum": max,
}
_EPSILON = 1e-9

Key = tuple[str, str]


def check_units(reading: Reading, units: Units, *, partial: bool) -> None:
    """Note the units of the year that a file lacks; a file that lacks many is half a file."""
    of_year = units.of_year(reading.year)
    missing = [code for code in of_year if code not in reading.names]
    if not missing:
        return
    values = {
        "count": len(missing), "all": len(of_year), "year": reading.year,
        "names": lambda lang: ", ".join(units.name(code, lang) for code in missing[:8]) + ("…" if missing[8:] else ""),
    }  # fmt: skip
    if len(missing) > _MOST_MISSING * len(of_year) and not partial:
        reading.tell("half_a_file", **values)
    else:
        reading.tell("units_missing", level=WARNING, **values)


def check_ranges(reading: Reading, covered: pd.DataFrame) -> set[Key]:
    """Note the scores beyond their component's range, and those that have lost their decimal mark; return these."""
    wrong: set[Key] = set()
    limits = covered.set_index("component")[["minimum", "maximum"]].to_dict("index")
    for key, figure in reading.scores.items():
        component = key[1]
        if component not in limits:
            continue
        least, most = limits[component]["minimum"], limits[component]["maximum"]
        most = 100.0 if pd.isna(most) else most
        slack = 0.5 * 10.0**-figure.decimals + _EPSILON
        if not least - slack <= figure.value <= most + slack:
            wrong.add(key)
            reading.tell(
                "out_of_range", figure.at, text=figure.text, component=component, least=f"{least:g}", most=f"{most:g}"
            )
    for component in reading.components:
        wrong |= _check_marks(reading, component, wrong)
    return wrong


def _check_marks(reading: Reading, component: str, wrong: set[Key]) -> set[Key]:
    """Note the scores that would be among the others with their decimal mark one or two places on."""
    found: set[Key] = set()
    column = {key: each for key, each in reading.column(component).items() if key not in wrong}
    if len(column) < 5:
        return found
    middle = median(figure.value for figure in column.values())
    others = [figure.value for figure in column.values() if middle / 2.5 <= figure.value <= middle * 2.5]
    if len(others) < 0.8 * len(column):
        return found
    for key, figure in column.items():
        moved = [figure.value * factor for factor in (10, 100, 0.1, 0.01)]
        if not middle / 4 <= figure.value <= middle * 4 and any(min(others) <= value <= max(others) for value in moved):
            found.add(key)
            reading.tell("decimal_mark", figure.at, text=figure.text, component=component, middle=f"{middle:.4g}")
    return found


def check_sums(reading: Reading, parts: list[Part], derived: dict[Key, Figure], wrong: set[Key]) -> set[Key]:
    """Note the totals that are not the sum (or mean) of their parts, at the cell that is most likely wrong; return it.

    Of the cells of a sum that fails the one is named that another relation also speaks against: its own sum, or the
    printed mean of its column. Where none is, the total is named with its parts.
    """
    sums: dict[Key, tuple[float, list[Key]]] = {}
    for part in parts:
        for province in reading.names:
            key = (province, part.component)
            cells = [(province, each) for each in part.parts]
            figures = [reading.scores.get(cell) or derived.get(cell) for cell in cells]
            whole = reading.scores.get(key)
            if whole is None or not all(figures):
                continue
            value = sum(figure.value for figure in figures)
            scale = len(figures) if part.aggregation == "mean" else 1
            tolerance = 0.5 * 10.0**-whole.decimals + sum(0.5 * 10.0**-figure.decimals for figure in figures) / scale
            if abs(value / scale - whole.value) > tolerance + _EPSILON:
                sums[key] = (value / scale - whole.value, cells)
    blamed: set[Key] = set()
    offsets = _find_offsets(reading, wrong)
    for key, (off, cells) in sums.items():
        if key in wrong or any(cell in wrong for cell in cells):
            continue  # told already
        culprit = _find_culprit(key, off, cells, sums, offsets)
        figure = reading.scores[key]
        names = {"whole": key[1], "cell": figure.at, "text": figure.text, "sum": f"{figure.value + off:.6g}"}
        if culprit is None or culprit == key:
            if culprit is None and any(cell in sums for cell in cells):
                continue  # the part's own sum tells it
            listed = [reading.scores[cell].at for cell in cells if cell in reading.scores]
            reading.tell("sum", figure.at, parts=listed, component=key[1], text=figure.text, sum=names["sum"])
            blamed.add(key)
        elif culprit not in blamed:
            blamed.add(culprit)
            part = reading.scores[culprit]
            reading.tell("sum_part", part.at, part=culprit[1], found=part.text, fits=f"{part.value - off:.6g}", **names)
    return blamed


def _find_offsets(reading: Reading, wrong: set[Key]) -> dict[str, float]:
    """Return by how much a column's sum is off its printed mean; no entry where it is not, or none is printed."""
    offsets = {}
    for component in reading.components:
        printed = reading.statistics.get(("mean", component))
        column = [*reading.column(component).values(), *reading.nameless.get(component, [])]
        if printed is None or not column or component in reading.unread:
            continue
        off = fmean(figure.value for figure in column) - printed.value
        if abs(off) > _tolerate(printed, column) + _EPSILON:
            offsets[component] = off * len(column)
    return offsets


def _find_culprit(
    key: Key, off: float, cells: list[Key], sums: dict[Key, tuple[float, list[Key]]], offsets: dict[str, float]
) -> Key | None:
    """Return the one cell of a failing sum that another relation speaks against, None where there is none."""
    above = [other for other, (_, parts) in sums.items() if key in parts]
    if above and sums[above[0]][0] * off < 0:
        return key  # too small for its parts and for the sum that it is a part of
    if key[1] in offsets and offsets[key[1]] * off < 0:
        return key
    found = [cell for cell in cells if cell[1] in offsets and offsets[cell[1]] * off > 0]
    return found[0] if len(found) == 1 else None


def _tolerate(printed: Figure, column: list[Figure]) -> float:
    """Return how far a mean may be off by rounding: of itself, and of figures that are rounded each in its own way."""
    return 0.5 * 10.0**-printed.decimals + 0.5 * 10.0 ** -max(figure.decimals for figure in column)


def check_statistics(reading: Reading, blamed: set[Key]) -> None:
    """Note the printed means, medians, maxima and minima that are not those of their column."""
    for (what, component), printed in reading.statistics.items():
        named = reading.column(component)
        column = [*named.values(), *reading.nameless.get(component, [])]
        if not named or component in reading.unread or any(key in blamed for key in named):
            continue  # a figure of the column is told as wrong; or it is not read
        value = _STATISTICS[what](figure.value for figure in column)
        if abs(value - printed.value) > _tolerate(printed, column) + _EPSILON:
            reading.tell(
                f"statistic_{what}", printed.at, text=printed.text, component=component, value=f"{value:.4f}",
                count=len(column),
            )  # fmt: skip


def check_ranks(reading: Reading, blamed: set[Key]) -> None:
    """Note the ranks that do not follow their scores: as few as explain all that does not fit."""
    for component in dict.fromkeys(component for _, component in reading.ranks):
        ranked = [
            (rank.value, reading.scores[key].value, key)
            for key, rank in reading.ranks.items()
            if key[1] == component and key in reading.scores and key not in blamed
        ]
        ranked.sort(key=lambda each: (each[0], -each[1]))
        fitting = _fit([score for _, score, _ in ranked])
        scored = max(len(reading.column(component)), len(reading.names)) + len(reading.nameless.get(component, []))
        for place, (rank, score, key) in enumerate(ranked):
            at = reading.ranks[key].at
            if rank > scored:
                reading.tell("rank_beyond", at, rank=int(rank), count=scored)
            elif place not in fitting:
                before = max((each for each in fitting if each < place), default=None)
                after = min((each for each in fitting if each > place), default=None)
                against = before if before is not None and ranked[before][1] < score else after
                if against is None:
                    continue
                reading.tell(
                    "rank_order", at, rank=int(rank), score=reading.scores[key].text, cell=reading.scores[key].at,
                    other_rank=int(ranked[against][0]), other_score=reading.scores[ranked[against][2]].text,
                    other=reading.ranks[ranked[against][2]].at,
                )  # fmt: skip
        _check_shared(reading, ranked)


def _check_shared(reading: Reading, ranked: list[tuple[float, float, Key]]) -> None:
    """Note a rank that two provinces of different scores share."""
    for (rank, score, key), (other_rank, other_score, other) in pairwise(ranked):
        if rank == other_rank and score != other_score:
            reading.tell("rank_shared", reading.ranks[other].at, rank=int(rank), other=reading.ranks[key].at)


def _fit(scores: list[float]) -> set[int]:
    """Return the places of a longest part of `scores` that does not rise."""
    if not scores:
        return set()
    best = [1] * len(scores)
    back = [-1] * len(scores)
    for place, score in enumerate(scores):
        for earlier in range(place):
            if scores[earlier] >= score and best[earlier] + 1 > best[place]:
                best[place], back[place] = best[earlier] + 1, earlier
    place = max(range(len(scores)), key=best.__getitem__)
    kept = set()
    while place >= 0:
        kept.add(place)
        place = back[place]
    return kept


def check_groups(reading: Reading, blamed: set[Key]) -> None:
    """Note the groups that do not follow the scores: by PAPI's quartiles, else by their order alone."""
    for component in dict.fromkeys(component for _, component in reading.groups):
        column = {key: figure.value for key, figure in reading.column(component).items()}
        rows = [
            (key, group, at) for key, (group, at) in reading.groups.items() if key[1] == component and key in column
        ]
        if not rows:
            continue
        numbered = all(group in "1234" for _, group, _ in rows)
        known = component not in reading.unread and not any(key in blamed for key in column)
        if reading.measure == "papi" and numbered and known:
            values = [*column.values(), *(figure.value for figure in reading.nameless.get(component, []))]
            ends = [pd.Series(values).quantile(percent / 100) for percent in QUARTILES]
            for key, group, at in rows:
                ought = 1 + sum(column[key] < end for end in ends)
                near = min(abs(column[key] - end) for end in ends)
                if str(ought) != group and near > 0.01 and key not in blamed:
                    reading.tell("group", at, group=group, ought=ought, score=reading.scores[key].text)
            continue
        ordered = sorted(rows, key=lambda row: (row[1], -column[row[0]]))
        fitting = _fit([column[key] for key, _, _ in ordered])
        for place, (key, group, at) in enumerate(ordered):
            if place not in fitting and key not in blamed:
                reading.tell("group_order", at, group=group, score=reading.scores[key].text)
