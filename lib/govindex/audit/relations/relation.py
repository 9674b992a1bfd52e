"""Relations between printed figures: whether they hold, by how much they miss, and what one figure would have to be.

Each figure carries the tolerance of its printed digits: printed with one unit `u` in its last place it stands for a
true value within u/2 if it was rounded, within u, away from zero, if it was cut. What misses by more than rounding but
not by more than cutting is no error.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple

HOLDS, ROUNDED, CUT, FAILS = range(4)
EPS = 1e-7
_AGAIN = 0.05  # of a unit: what rounding a rounded figure once more adds

State = dict[int, tuple[float, float]]  # place -> value, unit


class Range(NamedTuple):
    """What a figure may be for a relation to hold: an interval, and the value that fits best if there is one."""

    low: float
    high: float
    best: float | None


def spread(value: float, unit: float, *, cut: bool, both: bool = False) -> tuple[float, float]:
    """Return how far the true value may lie below and above a printed one."""
    half = unit / 2
    if not cut:
        return -half, half
    if both:
        return -unit, unit
    return (-half, unit) if value >= 0 else (-unit, half)


@dataclass(slots=True, eq=False)
class Relation:
    """Base of the relations.

    Attributes
    ----------
    kind : str
        What is related; ``panel…`` where the tables give the other side.
    cells : tuple of int
        Places of the figures joined, the one that follows from the others first.
    doubtful : bool
        Whether it can only give a note, because a figure of the tables is doubtful.
    """

    kind: str
    cells: tuple[int, ...]
    doubtful: bool = False

    @property
    def panel(self) -> bool:
        """Whether the tables give the other side."""
        return self.kind.startswith("panel")

    def check(self, state: State) -> int:
        """Return ``HOLDS``, ``ROUNDED``, ``CUT`` or ``FAILS``."""
        raise NotImplementedError

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what the figure at `place` may be, the others being right; nothing where that cannot be told."""
        raise NotImplementedError

    def expected(self, state: State) -> float | None:
        """Return what the first cell would be by this relation."""
        ranges = self.solve(state, self.cells[0])
        return ranges[0].best if ranges else None


@dataclass(slots=True, eq=False)
class Linear(Relation):
    """A sum of figures, each times a factor, that makes nothing: whole less parts, maximum less score less lost.

    `slack` is what may miss beside, as a note only; `off` is how exactly `constant` is known.
    """

    terms: tuple[tuple[int, float], ...] = ()
    constant: float = 0.0
    off: float = 0.0
    slack: float = 0.0
    both: bool = False

    def _rest(self, state: State, place: int | None = None) -> float:
        return self.constant + sum(factor * state[one][0] for one, factor in self.terms if one != place)

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        rest = self._rest(state)
        tolerance = self.off + sum(abs(factor) * state[one][1] for one, factor in self.terms) / 2
        if abs(rest) <= tolerance + EPS:
            own = abs(self.terms[0][1]) * state[self.terms[0][0]][1] / 2 + self.off
            return HOLDS if abs(rest) <= own + EPS else ROUNDED
        low, high = rest - self.off - self.slack, rest + self.off + self.slack
        for one, factor in self.terms:
            below, above = spread(*state[one], cut=True, both=self.both)
            low += factor * (below if factor > 0 else above)
            high += factor * (above if factor > 0 else below)
        return CUT if low <= EPS and high >= -EPS else FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        factor = next(factor for one, factor in self.terms if one == place)
        best = -self._rest(state, place) / factor
        wide = self.off + sum(abs(one) * state[other][1] for other, one in self.terms if other != place) / 2
        wide = wide / abs(factor) + EPS
        return [Range(best - wide, best + wide, best)]


@dataclass(slots=True, eq=False)
class Fixed(Relation):
    """A figure that the tables give: `value`, known to `off`.

    Attributes
    ----------
    parts : float
        By how much a print may miss that added up rounded parts instead of rounding once: as rounding only.
    scores : float
        For changes: one unit of the scores that a print may have subtracted.
    slack : float
        What may miss beside, as a note only.
    """

    value: float = 0.0
    off: float = 0.0
    parts: float = 0.0
    scores: float = 0.0
    slack: float = 0.0

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        printed, unit = state[self.cells[0]]
        miss = printed - self.value
        exact = not (self.off or self.scores or self.slack)
        halved = exact and unit > 0 and abs(miss + math.copysign(unit / 2, self.value)) <= EPS  # a half goes up
        if abs(miss) <= unit / 2 + self.off + self.scores + EPS and not halved:
            return HOLDS
        below, above = spread(printed, unit, cut=True, both=self.scores > 0)
        wide = self.off + self.scores + self.slack + EPS
        if below - wide <= -miss <= above + wide:
            return CUT
        again = max(unit * _AGAIN, self.parts)
        return ROUNDED if abs(miss) <= unit / 2 + again + self.off + EPS else FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        wide = self.off + self.scores + EPS
        return [Range(self.value - wide, self.value + wide, self.value)]


@dataclass(slots=True, eq=False)
class OneOf(Relation):
    """A rank, group, count or word that the tables give; `near` are those that cannot be called wrong for sure."""

    best: float = 0.0
    allowed: frozenset[float] = frozenset()
    near: frozenset[float] = frozenset()

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        value = state[self.cells[0]][0]
        return HOLDS if value == self.best or value in self.allowed else CUT if value in self.near else FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        return [Range(self.best, self.best, self.best)]


@dataclass(slots=True, eq=False)
class AtMost(Relation):
    """A sum of figures, each times a factor, that is nothing or less: score less maximum, rank less number ranked."""

    terms: tuple[tuple[int, float], ...] = ()
    constant: float = 0.0

    def _rest(self, state: State, place: int | None = None) -> float:
        return self.constant + sum(factor * state[one][0] for one, factor in self.terms if one != place)

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        return HOLDS if self._rest(state) <= sum(state[one][1] for one, _ in self.terms) / 2 + EPS else FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        factor = next(factor for one, factor in self.terms if one == place)
        bound = -self._rest(state, place) / factor
        return [Range(-math.inf, bound + EPS, None) if factor > 0 else Range(bound - EPS, math.inf, None)]


FORMULAS = {
    # of the two operands, per cent; each operand of the other and the per cent
    "share": (
        lambda part, whole: 100 * part / whole,
        lambda whole, percent: whole * percent / 100,
        lambda part, percent: 100 * part / percent,
    ),
    "growth": (
        lambda now, base: 100 * (now / base - 1),
        lambda base, percent: base * (1 + percent / 100),
        lambda now, percent: now / (1 + percent / 100),
    ),
    "growth_of": (
        lambda change, now: 100 * change / (now - change),
        lambda now, percent: now * percent / (100 + percent),
        lambda change, percent: change * (1 + 100 / percent),
    ),
}


@dataclass(slots=True, eq=False)
class Ratio(Relation):
    """A figure in per cent of two others; an operand is a place, or a value of the tables and its tolerance."""

    formula: str = "share"
    operands: tuple[int | tuple[float, float], ...] = ()

    def _operand(self, state: State, number: int) -> tuple[float, float]:
        operand = self.operands[number]
        return operand if isinstance(operand, tuple) else state[operand]

    def _corners(self, function, one: tuple[float, float], other: tuple[float, float], *, cut: bool) -> tuple:
        ends = ([value + end for end in spread(value, unit, cut=cut)] for value, unit in (one, other))
        try:
            found = [function(*pair) for pair in itertools.product(*ends)]
            return min(found), max(found), function(one[0], other[0])
        except ZeroDivisionError:
            return -math.inf, math.inf, None

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        percent, unit = state[self.cells[0]]
        pair = self._operand(state, 0), self._operand(state, 1)
        for cut, verdict in ((False, HOLDS), (True, CUT)):
            low, high, _ = self._corners(FORMULAS[self.formula][0], *pair, cut=cut)
            below, above = spread(percent, unit, cut=cut)
            if low - above - EPS <= percent <= high - below + EPS:
                return verdict
        return FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        first, second = self._operand(state, 0), self._operand(state, 1)
        percent = state[self.cells[0]]
        if place == self.cells[0]:
            found = self._corners(FORMULAS[self.formula][0], first, second, cut=False)
        elif place == self.operands[0]:
            found = self._corners(FORMULAS[self.formula][1], second, percent, cut=False)
        else:
            found = self._corners(FORMULAS[self.formula][2], first, percent, cut=False)
        return [Range(*found)] if math.isfinite(found[0]) and math.isfinite(found[1]) else []
