"""What is left when errors are explained: differences within rounding or cutting, and what doubtful figures say."""

from __future__ import annotations

from collections.abc import Iterator

from govindex.audit.findings.evidence import Evidence
from govindex.audit.findings.results import Finding, Repair
from govindex.audit.relations.figures import WHOLE, Figure
from govindex.audit.relations.moves import Sign
from govindex.audit.relations.relation import CUT, EPS, FAILS, HOLDS, ROUNDED, Fixed, OneOf, Relation
from govindex.audit.repair.styles import shorten


class Remainder(Evidence):
    """Makes findings of relations that miss by no more than rounding or cutting, or that doubtful figures break."""

    def tell_rest(self, findings: list[Finding]) -> Iterator[Finding]:
        """Yield what misses by no more than rounding or cutting, and what doubtful figures speak against."""
        said = {place for one in findings if one.severity == "error" for place in one.cells}
        cut: dict[tuple, list[Relation]] = {}
        noted: set[int] = set()
        rounded: dict[int, Relation] = {}
        based: set[int] = set()
        verdicts = self.repairer.verdicts
        for number, relation in enumerate(self.relations):
            verdict = verdicts[number]
            place = relation.cells[0]
            if (
                verdict == HOLDS
                or (place in self.repairer.locked and relation.panel)
                or (place in said and verdict < FAILS)
            ):
                continue
            figure = self.report.figures[place]
            if relation.kind == "panel" and verdict == CUT:
                cut.setdefault((figure.measure, figure.year, figure.province), []).append(relation)
            elif verdict == ROUNDED:
                if place not in noted or (place in rounded and relation.kind == "panel"):
                    noted.add(place)
                    rounded[place] = relation  # what the tables say tells more than what the report adds up
            elif relation.kind == "rank_of":
                ranks = self.report.all("rank", *figure.key[1:])
                if not any(one.place in based | said for one in ranks):
                    yield self._note(relation, "note")
            elif verdict == CUT or relation.doubtful:
                of_cut = (
                    verdict == CUT
                    and self.repairer.styles.of_scores == "cut"
                    and not isinstance(relation, OneOf | Sign)
                )
                if not (of_cut or place in said or place in noted):
                    noted.add(place)
                    note = self._note(relation, "note")
                    based.update(note.cells if note.kind == "rank_base" else ())
                    yield note
        for relation in rounded.values():
            yield self._note(relation, "rounding")
        for (measure, year, province), relations in cut.items():
            scores = self.report.rows_of["score", year, province]
            yield self._tell_cut(relations, sum(one.measure == measure for one in scores))
        yield from self._tell_short(said)

    def _tell_cut(self, relations: list[Relation], of: int) -> Finding:
        places = [relation.cells[0] for relation in relations]
        figures = [self.report.figures[place] for place in places]
        numbers = [self._numbers[id(relation)] for relation in relations]
        values = {"relation": "panel", "count": len(places), "of": of, "off": None, "slip": ""}
        printed = [one.printed for one in figures]
        return Finding("cut", "note", places, printed, [None] * len(places), [], self._tell(numbers), [], values)

    def _tell_short(self, said: set[int]) -> Iterator[Finding]:
        """Yield figures with fewer or more decimals than all others of their column that do not fit with as many."""
        for number, relation in enumerate(self.relations):
            figure = self.report.figures[relation.cells[0]]
            if relation.kind != "panel" or figure.place in said or relation.doubtful:
                continue
            column = self.report.column(figure, self.panel)
            others = {one.decimals for one in column if one.component != figure.component}
            decimals = max(others, default=figure.decimals)
            if len(others) != 1 or decimals == figure.decimals:
                continue
            if abs(figure.value - relation.value) <= 1.05 * 10.0 ** -max(decimals, figure.decimals):
                continue
            slip = "digit_lost" if figure.decimals < decimals else "digit_added"
            meant = min(self.repairer.styles.find_natural(figure.place, decimals, self.repairer.state))
            evidence = self._evidence(["panel"], relation, slip, only=True)
            repair = [Repair(figure.place, meant, decimals, "", 1, evidence)]
            values = {"relation": "panel", "off": figure.value - relation.value, "slip": slip, "panel": relation.value}
            told = self._tell([number])
            yield Finding("panel", "note", [figure.place], [figure.printed], [meant], repair, told, [], values)

    def _note(self, relation: Relation, severity: str) -> Finding:
        figure = self.report.figures[relation.cells[0]]
        state = self.repairer.state
        value = relation.expected(state)
        kind = relation.kind.removeprefix("panel_")
        values = {"relation": relation.kind, "off": self._off(relation, state), "slip": ""}
        if isinstance(relation, OneOf) and relation.kind == "panel_rank" and figure.measure == "papi":
            values |= self._base(figure)
            better = figure.value < values.get("rank", figure.value)  # to count more can only make a rank worse
            kind, values["panel"] = "rank" if better else "rank_base", value
        elif kind == "rank_of":
            values |= self._base(figure)
        elif relation.panel:
            values["panel"] = value
        expected = (
            None
            if value is None or _is_cut(relation, figure, value)
            else self._show(figure, value if figure.what in WHOLE else shorten(value, max(figure.decimals, 2), "round"))
        )
        number = self._numbers[id(relation)]
        return Finding(
            kind, severity, [figure.place], [figure.printed], [expected], [], self._tell([number], state), [], values
        )


def _is_cut(relation: Relation, figure: Figure, value: float) -> bool:
    """Return whether a figure is one of the tables cut, so that it needs no other in its place."""
    cut = isinstance(relation, Fixed) and figure.what not in WHOLE
    return cut and abs(shorten(value, figure.decimals, "cut") - figure.value) < EPS
