"""Findings made of relations and repairs: their kind, severity, cells, expected figures and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from govindex.audit.findings.evidence import Evidence
from govindex.audit.findings.results import Finding, Repair, Told
from govindex.audit.reading.words import find_unit
from govindex.audit.relations.figures import CHANGES, Figure
from govindex.audit.relations.moves import Sign
from govindex.audit.relations.relation import EPS, FAILS, Relation
from govindex.audit.relations.units import Misfit
from govindex.audit.repair.blocks import Block
from govindex.audit.repair.search import Move, Solution, find_other, is_far
from govindex.words import DIGITS

# Which failing relation tells most, for the kind of a finding.
_TELLING = (
    "not_comparable", "maximum", "lost", "sum", "mean_of_parts", "share", "change", "above_mean", "change_pct", "range",
    "rank_change", "rank_within", "direction", "count", "count_total", "group_band", "group_size", "group_lower",
    "rank_of", "panel_direction", "panel_count", "panel_rank", "panel_rank_change", "panel_group", "panel_mean",
    "panel_median", "panel_best", "panel_worst", "panel_highest_of", "panel_lowest_of", "highest_of", "lowest_of",
    "count_of",
    "panel_above_mean", "panel_share", "panel_change_pct", "panel_change", "panel",
    "same",
)  # fmt: skip
_OWN_KIND = {
    "direction": "direction", "count_up": "count", "count_down": "count", "count_unchanged": "count", "group": "group",
    "rank": "rank", "rank_change": "rank_change", "rank_of": "rank_of", "group_size": "group_size", "mean": "mean",
    "median": "median", "best": "best", "worst": "worst", "highest_of": "highest_of", "lowest_of": "lowest_of",
    "count_of": "count",
}  # fmt: skip
_FEW = 2  # figures of a table that are cut before the table is called cut


class Describer(Evidence):
    """Makes findings of what had to be changed for relations to hold."""

    def tell_move(self, move: Move, *, repaired: bool = True, only: bool = True) -> Finding:
        """Return the finding of one changed figure."""
        figure = self.report.figures[move.place]
        failed = self._failed(move.place)
        main = self._main(failed)
        kind, values = self._name(figure, move, main)
        repair = [self._repair(move, 1, failed, only=only)] if repaired else []
        held = [n for n in self._of(move.place) if self.repairer.first[n] < FAILS]
        expected = self._show(figure, move.value) if repaired or main is None or main.panel else None
        return Finding(
            kind,
            "error",
            [move.place],
            [figure.printed],
            [expected],
            repair,
            self._tell(failed),
            self._tell(held),
            values,
        )

    def tell_solutions(self, solutions: list[Solution]) -> Iterator[Finding]:
        """Yield the findings of a set of repairs that are equally good: one for each figure if there is one repair."""
        first = solutions[0]
        near = not any(is_far(move) for move in first.moves) or self._is_forced(solutions)
        if len(solutions) == 1:
            for move in first.moves:
                yield self.tell_move(move, repaired=near or first.panel)
            return
        failed = sorted({n for one in solutions for move in one.moves for n in self._of(move.place)})
        failed = [n for n in failed if self.repairer.first[n] == FAILS]
        main = self._main(failed)
        # What follows from other figures is told first.
        follows = [self.relations[n].cells[0] for n in failed]
        solutions = sorted(solutions, key=lambda one: one.moves[0].place not in follows)
        moves = {}
        for one in solutions:
            for move in one.moves:
                moves.setdefault(move.place, move)
        figures = [self.report.figures[place] for place in moves]
        told = near and len(solutions) <= 3
        repair = [
            self._repair(move, option, failed, only=False)
            for option, one in enumerate(solutions, 1)
            for move in one.moves
            if told
        ]
        relation = main.kind if main else ""
        values = {"relation": relation, "off": self._off(main), "slip": first.moves[0].slip}
        yield Finding(
            relation.removeprefix("panel_") or "sum",
            "error",
            list(moves) if told else list(dict.fromkeys(place for n in failed for place in self.relations[n].cells)),
            [one.printed for one in figures] if told else self._printed(failed),
            [self._show(self.report.figures[place], move.value) for place, move in moves.items()]
            if told
            else [None] * len(self._printed(failed)),
            repair,
            self._tell(failed),
            [],
            values,
        )

    def _is_forced(self, solutions: list[Solution]) -> bool:
        return len(solutions) == 1 and len(solutions[0].moves) == 1

    def tell_unsolved(self, numbers: set[int]) -> Finding:
        """Return the finding of relations that nothing mends: all their cells, and no repair."""
        failed = sorted(n for n in numbers if self.repairer.first[n] == FAILS) or sorted(numbers)
        main = self._main(failed)
        weak = all(self.relations[n].kind == "panel" for n in failed)
        cells = list(dict.fromkeys(place for n in failed for place in self.relations[n].cells))
        one = len(cells) == 1
        value = main.expected(self.repairer.printed) if one else None
        expected = [self._show(self.report.figures[cells[0]], value) if one and value is not None else None]
        values = {"relation": main.kind, "off": self._off(main), "slip": "", "panel": value if main.panel else None}
        return Finding(
            main.kind.removeprefix("panel_"),
            "note" if weak else "error",
            cells,
            [self.report.figures[place].printed for place in cells],
            expected if one else [None] * len(cells),
            [],
            self._tell(failed),
            self._tell([n for place in cells for n in self._of(place) if self.repairer.first[n] < FAILS]),
            values,
        )

    def tell_block(self, block: Block, moves: dict[int, Move]) -> Finding:
        """Return the finding of cells that are wrong for one reason."""
        failed = sorted({n for place in block.cells for n in self._of(place) if self.repairer.first[n] == FAILS})
        mended = [moves[place] for place in block.cells if place in moves]
        figures = [self.report.figures[place] for place in block.cells]
        return Finding(
            block.kind,
            "error",
            block.cells,
            [one.printed for one in figures],
            [self._show(one, moves[one.place].value) if one.place in moves else None for one in figures],
            [self._repair(move, 1, self._failed(move.place), only=True) for move in mended],
            self._tell(failed),
            [],
            {"relation": "panel", "off": None, "slip": "", **block.values},
        )

    def tell_misfit(self, misfit: Misfit, misfits: Set[int]) -> Finding:
        """Return the finding of a change that fits the other unit than its own; `misfits` are the places of all such.

        The figure is right in the other unit, so the unit is what is mended; save in a column of points: there the
        figure is.
        """
        figure = self.report.figures[misfit.place]
        decimals = figure.decimals
        natural = self.repairer.styles.find_natural(misfit.place, decimals, self.repairer.state)
        points = min(natural or {round(misfit.points, decimals)}, key=lambda value: abs(value - misfit.points))
        evidence = {
            "relations": ["unit"],
            "agree": 1,
            "panel": misfit.known,
            "panel_value": None,
            "slip": "per_cent",
            "only": True,
        }
        sign = 1 if figure.signed else -1 if misfit.points < 0 else 1
        repair = [Repair(misfit.place, misfit.printed * sign, None, misfit.fits, 1, evidence)]
        if misfit.fits == "percent" and self._is_among_points(figure, misfits):
            repair = [Repair(misfit.place, points * sign, decimals, "", 1, evidence)]
        values = {
            "relation": "unit",
            "fits": "percentage points" if misfit.fits == "points" and not misfit.sure else misfit.fits,
            "points": misfit.points,
            "percent": misfit.percent,
            "slip": "per_cent",
            "off": None,
        }
        expected = repair[0].value
        told = Told("unit", (misfit.place,), {"expected": expected, "printed": misfit.printed, "off": None})
        severity = "error" if misfit.sure else "note"
        return Finding("unit", severity, [misfit.place], [figure.printed], [expected], repair, [told], [], values)

    def _is_among_points(self, figure: Figure, misfits: Set[int]) -> bool:
        """Return whether a change stands in a column of points, or bare in one that is said to be of points."""
        others = self.report.rows_of[figure.what, figure.year, figure.province]
        if any(one.place not in misfits and one.table == figure.table and not one.percent for one in others):
            return True
        bare = figure.told_unit == "points" and not find_unit(figure.printed)
        return bare and len(misfits) == 1  # several that are in per cent make a column of per cent

    def _name(self, figure: Figure, move: Move, main: Relation | None) -> tuple[str, dict]:
        """Return the kind of a finding about one figure, and what its sentence needs."""
        relation = main.kind if main else ""
        values: dict = {"relation": relation, "off": self._off(main), "slip": move.slip}
        if main is not None and main.panel:
            values["panel"] = main.expected(self.repairer.printed)
        kind = _OWN_KIND.get(figure.what, relation.removeprefix("panel_"))
        if figure.what == "group" and relation == "group_band":
            kind = "group_band"
        if figure.what in ("rank", "rank_change") and figure.measure == "papi":
            values |= self._base(figure)
            if self._is_of_all(figure, move.value):
                kind = "rank_base"
        elif kind == "mean":
            middle = self.panel.national(figure.component, figure.year, "median", figure.province)
            if middle and abs(middle.value - figure.value) <= figure.unit / 2 + EPS:
                kind = "mean_is_median"
                values |= {"mean": move.value, "median": middle.value}
        elif move.slip == "sign" and figure.what in CHANGES:
            kind = "sign"
        elif move.slip in ("neighbour", "last_year"):
            kind = move.slip
            values["component" if kind == "neighbour" else "year"] = find_other(self.report, self.panel, figure)[1]
        if kind == "direction":
            values |= {"base": figure.base, "change": self._change(figure), "digits": self._digits(figure)}
        if kind == "range":
            covered = self.panel.covered(figure.component, figure.year)
            values |= {"minimum": covered.minimum if covered else None, "maximum": covered.maximum if covered else None}
        if kind == "count":
            parts = self.panel.counted(figure.component, figure.year)
            values |= {"counted": move.value, "of": len(parts[0]) if parts else None}
        if figure.year:
            values.setdefault("year", figure.year)
        return kind, values

    def _is_of_all(self, figure: Figure, right: float) -> bool:
        """Return whether a rank, or a change of ranks, counts the provinces without a score too."""
        missing = [
            self.panel.count_units(year) - positions.scored
            if (positions := self.panel.positions(figure.component, year))
            else 0
            for year in (figure.year, figure.base)
        ]
        if figure.what == "rank":
            return 0 < figure.value - right <= missing[0]
        off = figure.value - right
        ranks = [
            self.report.first("rank", *figure.key[1:2], year, figure.province) for year in (figure.year, figure.base)
        ]
        if all(ranks) and not any(self._is_of_all(one, self._base(one).get("rank", one.value)) for one in ranks):
            return False  # both ranks are printed, and neither is worse than it is among the scored
        return any(missing) and -missing[0] <= off <= missing[1]

    def _change(self, figure: Figure) -> float | None:
        """Return the change in points that a word about it should tell: of the tables, else of the printed scores."""
        moves = [
            relation.move
            for relation in (self.relations[n] for n in self._of(figure.place))
            if isinstance(relation, Sign) and relation.cells[0] == figure.place and len(relation.move.terms) != 1
        ]
        exact = [move for move in moves if not move.terms] or moves
        return exact[0].change(self.repairer.state)[0] if exact else None

    def _digits(self, figure: Figure) -> int:
        """Return the decimals that the report prints the scores of a component's measure with."""
        scores = self.report.rows_of.get(("score", figure.year, figure.province), ())
        counts = [one.decimals for one in scores if one.measure == figure.measure]
        return max(set(counts), key=lambda count: (counts.count(count), count)) if counts else DIGITS[figure.measure]

    def _failed(self, place: int) -> list[int]:
        return [n for n in self._of(place) if self.repairer.first[n] == FAILS]

    def _main(self, numbers: Iterable[int]) -> Relation | None:
        relations = [self.relations[n] for n in numbers]
        return min(relations, key=lambda one: _TELLING.index(one.kind) if one.kind in _TELLING else 99, default=None)

    def _printed(self, numbers: Iterable[int]) -> list[str]:
        places = dict.fromkeys(place for n in numbers for place in self.relations[n].cells)
        return [self.report.figures[place].printed for place in places]

    def _repair(self, move: Move, option: int, failed: list[int], *, only: bool) -> Repair:
        figure = self.report.figures[move.place]
        mine = [n for n in failed if move.place in self.relations[n].cells]
        panel = next((self.relations[n] for n in self._of(move.place) if self.relations[n].panel), None)
        kinds = [self.relations[n].kind for n in mine]
        value = self._show(figure, move.value)
        evidence = self._evidence(kinds, panel, move.slip, only=only)
        return Repair(move.place, value, None if isinstance(value, str) else move.decimals, "", option, evidence)
