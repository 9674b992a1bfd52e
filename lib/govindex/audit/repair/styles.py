"""How a report shortened its figures, and whose figure stands in a wrong place: what a repair should look like."""

from __future__ import annotations

import math
from collections import Counter

from govindex.audit.relations.figures import WHOLE, Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import EPS, FAILS, Relation, State
from govindex.audit.repair.slips import count_digits

FINE = 2  # decimals from which a maximum is rounded: of fewer it is exact
_READ = 3  # digits from which a figure without a decimal mark can have lost it
_ALONE = ("score", "change", "mean")  # what can be printed with decimals of its own, as a total is
_MOST = 4  # decimals that such a figure is printed with


def shorten(value: float, decimals: int, how: str) -> float:
    """Return a figure as a print shortens it: rounded, else cut."""
    if how == "round":
        return round(value + math.copysign(EPS, value), decimals)
    return math.trunc(value * 10**decimals + math.copysign(EPS, value)) / 10**decimals


class Styles:
    """How the figures of each kind and year were shortened, from those that are right or only misplaced.

    ``round`` and ``cut`` are of the panel's figure, ``difference`` of the scores as printed; several where the print
    does not tell.
    """

    def __init__(
        self, report: Report, panel: Panel, relations: list[Relation], joined: dict[int, list[int]], state: State
    ) -> None:
        self.report, self.panel, self.relations, self.joined = report, panel, relations, joined
        tallies: dict[tuple, Counter] = {}
        for relation in relations:
            if relation.kind in ("panel", "panel_change"):
                figure = report.figures[relation.cells[0]]
                tallies.setdefault(_style_key(figure), Counter()).update(self._count(relation, figure, state))
        self._told = {key for key, tally in tallies.items() if tally}
        self.found = {
            key: {how for how, count in tally.items() if count == max(tally.values())} or {"round"}
            for key, tally in tallies.items()
        }

    def _count(self, relation: Relation, figure: Figure, state: State) -> list[str]:
        """Return the ways of shortening that explain a figure."""
        if relation.check(state) < FAILS:
            other = self._difference(figure.place, state)
            same = other is not None and abs(figure.value - other) < EPS
            return _fit(figure, relation.value) + ["difference"] * same
        parent = self.panel.parents.get(figure.component)
        if relation.kind != "panel" or not parent:
            return []
        ways = []
        for part in max(self.panel.parts(parent, figure.year), key=len, default=()):
            known = self.panel.score(part, figure.year, figure.province)
            ways.extend(_fit(figure, known.value) if known and part != figure.component else ())
        return ways

    def _difference(self, place: int, state: State) -> float | None:
        """Return what the printed scores make a change, None where they are not both printed."""
        for number in self.joined[place]:
            relation = self.relations[number]
            if relation.kind == "change" and relation.cells[0] == place and len(relation.cells) == 3:
                return relation.expected(state)
        return None

    @property
    def of_scores(self) -> str:
        """``cut`` or ``round`` where every table of scores is so, else ``""``."""
        found = [hows for (what, *_), hows in self.found.items() if what == "score"]
        return next((how for how in ("cut", "round") if found and all(hows == {how} for hows in found)), "")

    @property
    def usual(self) -> str:
        """``cut`` or ``round`` where every table of scores that tells is so, else ``""``."""
        found = {
            how for key in self._told if key[0] == "score" and len(self.found[key]) == 1 for how in self.found[key]
        }
        return found.pop() if len(found) == 1 and found <= {"cut", "round"} else ""

    def list_decimals(self, figure: Figure, best: float) -> list[int]:
        """Return the decimals that a print may have: those of its column, and those that its own digits would make.

        A figure that stands alone, as a total does, may have those of its score, its own, and one more or less of
        these, by which a digit that was lost or doubled goes. `best` is what the figure should be.
        """
        if figure.what in WHOLE:
            return [0]
        if figure.what == "max":
            return [next(count for count in range(FINE + 1) if count == FINE or abs(round(best, count) - best) < EPS)]
        usual, own = max(self.report.decimals(figure, self.panel), 0), figure.decimals
        if own and figure.what in _ALONE and len(self.report.column(figure, self.panel)) == 1:
            points = figure.what == "change" and not figure.percent
            score = self.report.first("score", *figure.key[1:]) if points else None
            near = (score.decimals if score else usual, usual, own, own - 1, own + 1)
            return [count for count in dict.fromkeys(near) if 0 < count <= _MOST] or [usual]
        digits = count_digits(figure.printed)
        if own or not usual or digits < _READ:
            return [usual]
        moved = range(1, digits)
        return [usual, *(n for n in moved if n != usual and abs(abs(figure.value) - abs(best) * 10**n) < 1 + EPS)]

    def find_natural(self, place: int, decimals: int, state: State) -> set[float]:
        """Return what a print would most likely show: the panel's figure shortened as its table is, or a difference.

        Nothing where neither is known: sums leave more than one value open, and the slip decides.
        """
        key = _style_key(self.report.figures[place])
        hows = self.found.get(key, {"round", "cut"})
        if self.usual and (key not in self._told or {"round", "cut"} <= hows):
            hows = hows - {"round", "cut"} | {self.usual}
        found = set()
        for number in self.joined.get(place, ()):
            relation = self.relations[number]
            ranges = relation.solve(state, place)
            if not ranges or ranges[0].best is None:
                continue
            if relation.panel:
                found |= {shorten(ranges[0].best, decimals, how) for how in hows - {"difference"}}
            elif relation.kind == "change" and relation.cells[0] == place and "difference" in hows:
                return {round(ranges[0].best, decimals)}
        return found


def _fit(figure: Figure, value: float) -> list[str]:
    return [how for how in ("round", "cut") if abs(shorten(value, figure.decimals, how) - figure.value) < EPS]


def _style_key(figure: Figure) -> tuple:
    return (figure.what, figure.measure, figure.year)


def find_other(report: Report, panel: Panel, figure: Figure) -> tuple[str, str | int]:
    """Return ``neighbour`` with a component, or ``last_year`` with a year, whose figure stands where `figure` does."""
    if figure.component is None or figure.what not in ("score", "change", "lost", "max") or not figure.value:
        return "", ""
    same = 10.0**-figure.decimals * 0.55 + EPS if figure.decimals > 1 else EPS

    def stands(one: Figure | None, component: str, year: int) -> bool:
        known = panel.score(component, year, figure.province) if figure.what == "score" else None
        if one is not None and abs(abs(one.value) - abs(figure.value)) < EPS:
            return figure.what == "change" or one.value == figure.value
        return known is not None and abs(known.value - figure.value) <= same

    if stands(report.first(figure.what, figure.component, figure.base, figure.province), figure.component, figure.base):
        return "last_year", figure.base
    own = panel.order.get(figure.component, 0)
    for one in sorted(report.column(figure, panel), key=lambda one: abs(panel.order.get(one.component, 0) - own)):
        if one.component != figure.component and stands(one, one.component, one.year):
            return "neighbour", one.component
    return "", ""
