"""Many cells wrong for one reason: a column shifted by a row, another year's or another province's figures."""

from __future__ import annotations

from dataclasses import dataclass

from govindex.audit.relations.figures import Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import EPS

_RUN = {"score": 2, "change": 2, "rank": 2, "group": 4}  # cells in a row that make a shift sure
_SHARE = 0.6  # of a table's figures that must be another's for the whole table to be so


@dataclass
class Block:
    """Cells that are wrong for one reason: ``shifted_column``, ``wrong_year``, ``wrong_province``."""

    kind: str
    cells: list[int]
    values: dict


def find_blocks(report: Report, panel: Panel, wrong: set[int]) -> list[Block]:
    """Return the reasons that explain several of the cells at places `wrong`, each cell in one at most."""
    blocks: list[Block] = []
    left = set(wrong)
    for (what, year, province), figures in report.rows_of.items():
        if what not in _RUN or province is None:
            continue
        columns: dict[str | None, list[Figure]] = {}
        for one in figures:
            if one.component and one.component.startswith("papi"):
                columns.setdefault(panel.parents.get(one.component), []).append(one)
        if what == "score":
            blocks.extend(_find_strangers(panel, figures, year, province, left))
        for parent, column in columns.items():
            if parent is not None:
                blocks.extend(_find_shifts(panel, column, parent, left, _RUN[what]))
    return blocks


def _expect(panel: Panel, figure: Figure, component: str) -> float | None:
    """Return what stands in the tables for another component in the place of `figure`."""
    known = panel.score(component, figure.year, figure.province)
    if known is None or figure.what == "score":
        return known.value if known else None
    if figure.what == "change":
        before = panel.score(component, figure.base, figure.province)
        return known.value - before.value if before else None
    positions = panel.positions(component, figure.year)
    if positions is None:
        return None
    return float(positions.rank(known.value)[0] if figure.what == "rank" else positions.groups(known.value)[0])


def _same(figure: Figure, value: float | None) -> bool:
    if value is None:
        return False
    slack = 2 * figure.unit if figure.what == "change" else figure.unit
    return abs(figure.value - value) <= slack + EPS


def _find_shifts(panel: Panel, column: list[Figure], parent: str, left: set[int], shortest: int) -> list[Block]:
    way = max(panel.parts(parent, column[0].year), key=len, default=())
    by_component = {one.component: one for one in column}
    blocks = []
    for shift in (1, -1):
        run: list[Figure] = []
        for number in range(len(way) + 1):
            figure = by_component.get(way[number]) if number < len(way) else None
            other = way[number + shift] if figure and 0 <= number + shift < len(way) else None
            if figure and other and figure.place in left and _same(figure, _expect(panel, figure, other)):
                run.append(figure)
                continue
            if len(run) >= shortest:
                cells = [one.place for one in run]
                left.difference_update(cells)
                moved = [one.component for one in run]
                blocks.append(
                    Block("shifted_column", cells, {"shift": shift, "components": moved, "what": run[0].what})
                )
            run = []
    return blocks


def _find_strangers(panel: Panel, figures: list[Figure], year: int, province: str, left: set[int]) -> list[Block]:
    known = [one for one in figures if one.component and panel.score(one.component, year, province)]
    known = [one for one in known if one.component.startswith("papi")]
    missed = [one for one in known if one.place in left]
    if len(missed) < 3 or len(missed) < _SHARE * len(known):
        return []
    for other in (year - 1, year + 1, year - 2, year + 2):
        found = [one for one in missed if _is(one, panel.score(one.component, other, province))]
        if len(found) >= max(3, _SHARE * len(known)):
            return [_block("wrong_year", found, left, {"year": other})]
    first = missed[0]
    for other in panel.provinces(first.component, year, first.value, first.unit):
        found = [one for one in missed if _is(one, panel.score(one.component, year, other))]
        if len(found) >= max(3, _SHARE * len(known)):
            return [_block("wrong_province", found, left, {"province": other})]
    return []


def _is(figure: Figure, known) -> bool:
    return known is not None and abs(known.value - figure.value) <= figure.unit + EPS


def _block(kind: str, figures: list[Figure], left: set[int], values: dict) -> Block:
    cells = [one.place for one in figures]
    left.difference_update(cells)
    return Block(kind, cells, values)
