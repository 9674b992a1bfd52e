"""Relations of words: which way something went, and how many went so."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from govindex.audit.relations.relation import CUT, EPS, FAILS, HOLDS, Range, Relation, State

UNCHANGED = (0.01, 0.05)  # share of a figure below which it may be called unchanged, and above which it may not


@dataclass(slots=True, eq=False)
class Move:
    """Which way something went: a word, or figures whose sum tells it.

    `level` is what it went from, `small` the share of that which may be called no change.
    """

    word: int | None = None
    terms: tuple[tuple[int, float], ...] = ()
    constant: float = 0.0
    off: float = 0.0
    level: float | None = None
    small: float = UNCHANGED[1]

    def change(self, state: State) -> tuple[float, float]:
        """Return the change and its tolerance."""
        if self.word is not None:
            return state[self.word][0], 0.0
        change = self.constant + sum(factor * state[one][0] for one, factor in self.terms)
        return change, self.off + sum(abs(factor) * state[one][1] for one, factor in self.terms) / 2

    def ways(self, state: State) -> set[int]:
        """Return every way it may have gone: 1, -1, 0."""
        change, tolerance = self.change(state)
        way = int(math.copysign(1, change)) if change else 0
        if self.word is not None:
            return {way}
        if abs(change) <= tolerance + EPS:
            return {1, -1, 0}
        small = self.level is not None and abs(change) < self.small * abs(self.level)
        return {way, 0} if small else {way}

    def strict(self, state: State) -> int:
        """Return the way it went, unchanged only where it did not move at all."""
        change, _ = self.change(state)
        return 0 if abs(change) <= EPS else int(math.copysign(1, change))

    @property
    def places(self) -> tuple[int, ...]:
        """The figures that tell it."""
        return (self.word,) if self.word is not None else tuple(one for one, _ in self.terms)


@dataclass(slots=True, eq=False)
class Sign(Relation):
    """A direction word or mark against the figures that tell it; the word is the first cell."""

    move: Move = field(default_factory=Move)

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        word = state[self.cells[0]][0]
        change, tolerance = self.move.change(state)
        if word:
            return HOLDS if abs(change) <= tolerance + EPS or (change > 0) == (word > 0) else FAILS
        if abs(change) <= max(2 * tolerance, UNCHANGED[0] * abs(self.move.level or 0)) + EPS:
            return HOLDS
        sure = self.move.level is not None and abs(change) > UNCHANGED[1] * abs(self.move.level)
        return FAILS if sure else CUT

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        if place == self.cells[0]:
            way = float(self.move.strict(state))
            return [Range(way, way, way)]
        word = state[self.cells[0]][0]
        alone = len(self.move.terms) == 1 and not self.move.constant
        best = -state[place][0] if alone and word else None
        factor = next(factor for one, factor in self.move.terms if one == place)
        bound = -(self.move.change(state)[0] - factor * state[place][0]) / factor
        if not word:
            return [Range(bound - EPS, bound + EPS, bound)]
        up = (word > 0) == (factor > 0)
        return [Range(bound, math.inf, best) if up else Range(-math.inf, bound, best)]


@dataclass(slots=True, eq=False)
class Count(Relation):
    """How many parts went a way, against what the parts did; the count is the first cell."""

    way: int = 1
    moves: tuple[Move, ...] = ()

    def check(self, state: State) -> int:
        """Return how far the relation holds."""
        ways = [move.ways(state) for move in self.moves]
        count = state[self.cells[0]][0]
        sure = sum(way == {self.way} for way in ways)
        return HOLDS if sure <= count <= sum(self.way in way for way in ways) else FAILS

    def solve(self, state: State, place: int) -> list[Range]:
        """Return what one figure may be."""
        if place != self.cells[0]:
            return []
        count = float(sum(move.strict(state) == self.way for move in self.moves))
        return [Range(count, count, count)]
