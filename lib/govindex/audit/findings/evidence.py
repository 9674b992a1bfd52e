"""What every finding needs told: its relations, what they expect, the evidence of a repair."""

from __future__ import annotations

from collections.abc import Iterable

from govindex.audit.findings.results import Expected, Told
from govindex.audit.relations.figures import CHANGES, DIRECTIONS, LETTERS, Figure
from govindex.audit.relations.relation import Relation, State
from govindex.audit.repair.search import Repairer


class Evidence:
    """What is common to those who make findings from what a repairer found."""

    def __init__(self, repairer: Repairer) -> None:
        self.repairer, self.report, self.panel = repairer, repairer.report, repairer.panel
        self.relations = repairer.relations
        self._numbers = {id(relation): number for number, relation in enumerate(self.relations)}

    def _of(self, place: int) -> list[int]:
        return self.repairer.joined.get(place, [])

    def _tell(self, numbers: Iterable[int], state: State | None = None) -> list[Told]:
        told, state = [], state or self.repairer.printed
        for relation in (self.relations[n] for n in dict.fromkeys(numbers)):
            expected = relation.expected(state)
            value = state[relation.cells[0]][0]
            off = None if expected is None else value - expected
            told.append(Told(relation.kind, relation.cells, {"expected": expected, "printed": value, "off": off}))
        return told

    def _off(self, relation: Relation | None, state: State | None = None) -> float | None:
        state = state or self.repairer.printed
        expected = relation.expected(state) if relation else None
        return None if expected is None else state[relation.cells[0]][0] - expected

    def _base(self, figure: Figure) -> dict:
        positions = self.panel.positions(figure.component, figure.year)
        known = self.panel.score(figure.component, figure.year, figure.province)
        every = self.panel.count_units(figure.year)
        if not positions or not known:
            return {"scored": positions.scored if positions else None, "of": every}
        rank, best, worst = positions.rank(known.value)
        return {
            "rank": rank,
            "scored": positions.scored,
            "of": every,
            "highest": best,
            "lowest": worst + every - positions.scored,
        }

    def _evidence(self, kinds: list[str], panel: Relation | None, slip: str, *, only: bool) -> dict:
        return {
            "relations": kinds,
            "agree": len(kinds),
            "panel": panel is not None,
            "panel_value": panel.expected(self.repairer.printed) if panel else None,
            "slip": slip,
            "only": only,
        }

    def _show(self, figure: Figure, value: float) -> Expected:
        """Return a figure as the rows hold it: a word for a direction or group, a magnitude where none had a sign."""
        if figure.what == "direction":
            return DIRECTIONS[value]
        if figure.what == "group":
            return LETTERS[int(value) - 1] if figure.measure == "par" else str(int(value))
        return abs(value) if figure.what in CHANGES and not figure.signed else value
