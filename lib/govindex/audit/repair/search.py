"""The fewest figures whose change makes every relation hold, and what they would have to be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import NamedTuple

from govindex.audit.relations.figures import CHANGES, UP_DOWN, WHOLE, Figure, Report
from govindex.audit.relations.moves import Count
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import CUT, EPS, FAILS, HOLDS, Relation, State
from govindex.audit.repair.slips import COSTS, FAR, count_digits, find_slip, write_plain
from govindex.audit.repair.styles import FINE, Styles, find_other

_DEEPEST = 3  # figures changed at once
_NODES = 4000  # steps after which a search gives up
_WORDS = ("direction", "group", "group_size", "count_up", "count_down", "count_unchanged")
_WORD = 1  # what taking one word or count for another costs
_GRID = 400  # printed values looked at in an interval


class Move(NamedTuple):
    """A figure changed: its place, value, decimals, the slip that explains the print, and what the slip costs."""

    place: int
    value: float
    decimals: int
    slip: str
    cost: int


@dataclass
class Solution:
    """Figures changed so that everything holds that failed, and the doubtful relations that then fail."""

    moves: tuple[Move, ...]
    spoiled: int
    panel: bool

    @property
    def rank(self) -> tuple:
        """What makes it better than another: less is better."""
        return (self.spoiled, not self.panel, sum(move.cost for move in self.moves))


class Repairer:
    """Checks the relations of a report and looks for what would make those that fail hold."""

    def __init__(self, report: Report, panel: Panel, relations: list[Relation]) -> None:
        self.report, self.panel, self.relations = report, panel, relations
        self.state: State = {place: (one.value, one.unit) for place, one in report.figures.items()}
        self.printed = dict(self.state)
        self.joined: dict[int, list[int]] = {}
        for number, relation in enumerate(relations):
            for place in dict.fromkeys(relation.cells):
                self.joined.setdefault(place, []).append(number)
        self.verdicts = [relation.check(self.state) for relation in relations]
        self.first = list(self.verdicts)
        self.locked: set[int] = set()
        self._beside: Set[int] = frozenset()
        self.styles = Styles(report, panel, relations, self.joined, self.state)

    def failing(self) -> set[int]:
        """Return the relations that fail and are to be relied upon."""
        relations = self.relations
        return {
            number
            for number, verdict in enumerate(self.verdicts)
            if verdict == FAILS and not relations[number].doubtful
        }

    def settle(self) -> list[Move]:
        """Change every figure that the panel alone shows to be wrong, and return the changes.

        One that would break what the report itself adds up is left, unless that can be mended in turn.
        """
        alone: dict[int, list[int]] = {}
        for number in self.failing():
            relation = self.relations[number]
            if len(set(relation.cells)) == 1 and not _is_weak(relation, self.report):
                alone.setdefault(relation.cells[0], []).append(number)
        moves = [move for place, numbers in alone.items() if (move := self.propose(place, numbers, self.state))]
        self.apply(moves)
        return moves

    def apply(self, moves: Iterable[Move]) -> None:
        """Put changed figures into the state and check their relations again."""
        touched = set()
        for move in moves:
            self.state[move.place] = (move.value, self._unit(move.place, move.decimals))
            self.locked.add(move.place)
            touched.update(self.joined.get(move.place, ()))
        for number in touched:
            self.verdicts[number] = self.relations[number].check(self.state)

    def _unit(self, place: int, decimals: int) -> float:
        what = self.report.figures[place].what
        return 0.0 if what in WHOLE or (what == "max" and decimals < FINE) else 10.0**-decimals

    def propose(self, place: int, numbers: Iterable[int], state: State) -> Move | None:
        """Return the change of one figure that makes the relations of these numbers hold, None where none does.

        Of the values that do, the one is taken that the print's slip explains best; a table that is known to be
        rounded gets no figure that was cut.
        """
        low, high, bests = -math.inf, math.inf, []
        for number in numbers:
            relation = self.relations[number]
            ranges = relation.solve(state, place)
            if not ranges:
                return None
            low, high = max(low, ranges[0].low), min(high, ranges[0].high)
            if ranges[0].best is not None:
                bests.append((not relation.panel, ranges[0].high - ranges[0].low, ranges[0].best))
        if not bests:
            return None
        best = min(bests)[2]
        figure = self.report.figures[place]
        moves = []
        for preference, decimals in enumerate(self.styles.list_decimals(figure, best)):
            natural = self.styles.find_natural(place, decimals, state)
            for value in self._grid(low, high, best, 10.0**-decimals):
                if abs(value - figure.value) < EPS or not self._accepts(place, numbers, value, decimals, state):
                    continue
                slip = self._name(figure, value, decimals)
                cost = _WORD if figure.what in _WORDS else COSTS[slip]
                held = self._check(place, numbers, value, decimals, state)
                unlike = bool(natural) and value not in natural
                lost = decimals and not figure.decimals  # what lost its mark has its digits still
                more = lost and count_digits(figure.printed) != len(write_plain(value, decimals)) - 1
                other = decimals != figure.decimals if cost >= FAR else preference  # no slip: the print's own
                moves.append((unlike, cost, held, bool(more), other, abs(value - best), value, decimals, slip))
        if not moves:
            return None
        _, cost, *_, value, decimals, slip = min(moves)
        return Move(place, value, decimals, slip, cost)

    def _grid(self, low: float, high: float, best: float, unit: float) -> list[float]:
        """Return the printable values from `low` to `high`, a unit more on both sides, or around `best`."""
        first = math.floor(low / unit - 1) if math.isfinite(low) else -math.inf
        last = math.ceil(high / unit + 1) if math.isfinite(high) else math.inf
        middle = round(best / unit)
        first, last = max(first, middle - _GRID // 2), min(last, middle + _GRID // 2)
        digits = max(0, round(-math.log10(unit)))
        return [round(step * unit, digits) for step in range(int(first), int(last) + 1)]

    def _accepts(self, place: int, numbers: Iterable[int], value: float, decimals: int, state: State) -> bool:
        return self._check(place, numbers, value, decimals, state) < FAILS

    def _check(self, place: int, numbers: Iterable[int], value: float, decimals: int, state: State) -> int:
        kept = state[place]
        state[place] = (value, self._unit(place, decimals))
        verdict = max(self.relations[number].check(state) for number in numbers)
        state[place] = kept
        return verdict

    def _name(self, figure: Figure, value: float, decimals: int) -> str:
        """Return the slip that explains a print: of its digits, else a figure of a neighbour or of the year before."""
        slip = find_slip(figure.printed, figure.value, value, decimals)
        if figure.what in _WORDS:
            return ""
        if slip in ("", "two_digits") and _is_turned(figure, value):
            return "turned"
        if slip and COSTS[slip] == 0:
            return slip
        if figure.what in WHOLE:
            return slip
        return find_other(self.report, self.panel, figure)[0] or slip

    def is_called_for(self, move: Move) -> bool:
        """Return whether something but the change of another figure calls for this one.

        A relation that fails in the print does, or the tables, which miss the print and surely give the new value.
        """
        if any(self.first[number] == FAILS for number in self.joined[move.place]):
            return True
        state = self.state | {move.place: (move.value, self._unit(move.place, move.decimals))}
        return any(
            self.first[number] != HOLDS and self.relations[number].check(state) == HOLDS
            for number in self.joined[move.place]
            if self.relations[number].panel and not self.relations[number].doubtful
        )

    def search(self, numbers: set[int], *, beside: Set[int] = frozenset()) -> list[Solution]:
        """Return the smallest changes that make the relations of these numbers hold, the best first.

        Those `beside` fail and may go on to.
        """
        self._beside = beside
        for depth in range(1, _DEEPEST + 1):
            self._nodes = 0
            found = self._search(numbers, dict(self.state), set(self.locked), depth, ())
            if found:
                unique = {frozenset((move.place, move.value) for move in one.moves): one for one in found}
                return sorted(unique.values(), key=lambda one: one.rank)
        return []

    def _search(
        self, numbers: set[int], state: State, locked: set[int], depth: int, moves: tuple[Move, ...]
    ) -> list[Solution]:
        self._nodes += 1
        if self._nodes > _NODES:
            return []
        relation = min(
            (self.relations[number] for number in sorted(numbers)), key=lambda one: len(set(one.cells) - locked)
        )
        found = []
        for place in sorted(set(relation.cells) - locked):
            mine = [number for number in numbers if place in self.relations[number].cells]
            if depth == 1 and len(mine) < len(numbers):
                continue
            tries = [self.propose(place, mine, state)]
            if depth > 1 and tries[0] is None:
                tries = [self.propose(place, [number], state) for number in mine]
            for move in dict.fromkeys(tries):
                if move is None:
                    continue
                kept = state[place]
                state[place] = (move.value, self._unit(place, move.decimals))
                checked = {number: self.relations[number].check(state) for number in self.joined[place]}
                failing = {number for number, verdict in checked.items() if verdict == FAILS}
                hard = {number for number in failing - self._beside if not self.relations[number].doubtful}
                if not hard - numbers:
                    left = (numbers - set(checked)) | hard
                    if not left:
                        spoiled = sum(1 for number in failing - hard - self._beside if self.first[number] != FAILS)
                        spoiled += sum(self._doubts(number, verdict) for number, verdict in checked.items())
                        panel = any(self._confirms(n, verdict, state) for n, verdict in checked.items())
                        found.append(Solution((*moves, move), spoiled, panel))
                    elif depth > 1:
                        found.extend(self._search(left, state, locked | {place}, depth - 1, (*moves, move)))
                state[place] = kept
        return found

    def _doubts(self, number: int, verdict: int) -> bool:
        """Return whether a changed figure was what the tables surely give, and is now only not surely wrong."""
        relation = self.relations[number]
        sure = relation.panel and not relation.doubtful and len(relation.cells) == 1
        return sure and self.first[number] == HOLDS and verdict == CUT

    def _confirms(self, number: int, verdict: int, state: State) -> bool:
        """Return whether the tables give a changed figure; of a count they allow several, and one is theirs."""
        relation = self.relations[number]
        counted = isinstance(relation, Count)
        own = not counted or relation.expected(state) == state[relation.cells[0]][0]
        return relation.panel and verdict < FAILS and own


def _is_weak(relation: Relation, report: Report) -> bool:
    """Return whether the figure of the tables is one among others, that a report's own sums may outweigh."""
    return relation.kind == "panel" and report.figures[relation.cells[0]].measure != "papi"


def _is_turned(figure: Figure, value: float) -> bool:
    """Return whether a change is told by a word, and the other way than `value`."""
    return figure.what in CHANGES and figure.word in UP_DOWN and figure.value * value < 0


def connect(relations: list[Relation], numbers: set[int], locked: set[int]) -> list[set[int]]:
    """Return the relations of these numbers in sets that share no figure."""
    groups: list[tuple[set[int], set[int]]] = []
    for number in sorted(numbers):
        cells = set(relations[number].cells) - locked
        members = {number}
        apart = []
        for others, places in groups:
            if places & cells:
                members, cells = members | others, cells | places
            else:
                apart.append((others, places))
        groups = [*apart, (members, cells)]
    return [members for members, _ in groups]


def is_far(move: Move) -> bool:
    """Return whether no slip explains a change."""
    return move.cost >= FAR
