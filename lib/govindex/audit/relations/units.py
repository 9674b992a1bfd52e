"""Per cent printed as points and points as per cent: which unit a change's figure fits."""

from __future__ import annotations

from typing import NamedTuple

from govindex.audit.relations.figures import Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import EPS
from govindex.audit.relations.scores import find_ends, score_unit

# How much of a change its tolerance may be for the other unit to be sure, by whether the tables give it.
_SURE = {True: 0.3, False: 0.1}
_CHANGES = ("change", "change_pct", "above_mean")


class Misfit(NamedTuple):
    """A change that fits the other unit: its place, the unit it fits, and what it would be in each."""

    place: int
    fits: str
    points: float
    percent: float
    sure: bool
    printed: float
    known: bool


def settle_units(report: Report, panel: Panel) -> list[Misfit]:
    """Return the changes that fit the other unit than their own, and let each stand for what it fits.

    On a scale of 100 per cent may mean percentage points: such a figure is taken for what it fits, and the misfit is
    not sure.
    """
    misfits = []
    for figure in report.figures.values():
        if figure.what not in _CHANGES or figure.component is None or not figure.value:
            continue
        if figure.percents and figure.what == "change" and not _ends(report, panel, figure):
            figure.percent = False
        if figure.what != "above_mean" and panel.judge(figure.component, figure.year, figure.base).refused:
            continue
        ends = _ends(report, panel, figure)
        for now, base, unit, known in ends:
            points, percent = now - base, 100 * (now / base - 1)
            in_points = _fits(figure, points, unit)
            slack = 100 * unit / abs(base) * 1.5
            in_percent = _fits(figure, percent, slack)
            if figure.percents and in_points and in_percent:
                told = figure.percent and _shows(figure, points) and not _shows(figure, percent)
                figure.percent = abs(figure.value - points) > abs(figure.value - percent)
                if told:
                    misfits.append(Misfit(figure.place, "points", points, percent, False, figure.value, known))
                break
            own = in_percent if figure.percent else in_points
            if own:
                break
            by_chance = (unit if figure.percent else slack) > _SURE[known] * abs(figure.value)
            if by_chance or not (in_points or in_percent):
                continue
            misfits.append(
                Misfit(
                    figure.place,
                    "percent" if in_percent else "points",
                    points,
                    percent,
                    not figure.percents,
                    figure.value,
                    known,
                )
            )
            _convert(report, panel, figure, points, in_points)
            break
    return misfits


def _ends(report: Report, panel: Panel, figure: Figure) -> list[tuple[float, float, float, bool]]:
    """Return what a change goes to and from with one unit of it, as the tables and as the print give it."""
    printed, known = find_ends(report, panel, figure)
    unit = score_unit(report, panel, figure, printed)
    found = []
    if all(known) and known[1].value:
        found.append((known[0].value, known[1].value, unit, known[0].sure and known[1].sure))
    mixed = [one.value if one else given.value if given else None for one, given in zip(printed, known, strict=True)]
    if None not in mixed and any(printed) and mixed[1]:
        found.append((*mixed, unit, False))
    return found


def _fits(figure: Figure, value: float, slack: float) -> bool:
    return abs(figure.value - value) <= figure.unit / 2 + slack and figure.value * value > 0


def _shows(figure: Figure, value: float) -> bool:
    """Return whether a figure is what a value is rounded to."""
    return abs(figure.value - value) <= figure.unit / 2 + EPS


def _convert(report: Report, panel: Panel, figure: Figure, points: float, in_points: bool) -> None:
    """Let a figure stand for its change in points, so that the other relations still use it."""
    figure.percent = False
    if not in_points:
        decimals = report.decimals(figure, panel) if figure.what == "change" else 3
        figure.value, figure.decimals = round(points, decimals), decimals
        figure.unit = 10.0**-decimals
