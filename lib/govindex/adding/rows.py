"""A tidy table, one row a figure, read like a table as printed."""

from __future__ import annotations

from typing import NamedTuple

from govindex.adding.about import find_measure
from govindex.adding.grids import Grid
from govindex.adding.headings import Headings
from govindex.adding.layout import is_nothing
from govindex.adding.reading import Column, Reading, keep_score, leave_empty, read_figure
from govindex.adding.troubles import NOTE, At, Trouble, tell_near
from govindex.adding.units import Units
from govindex.tables.spelling import fold

_NAMES = {
    "province": ("province", "tinh", "tinhthanhpho", "tinhthanh", "donvi", "diaphuong", "unit", "thanhpho", "matinh"),
    "component": ("component", "thanhphan", "noidung", "chisothanhphan", "tieuchi", "linhvuc", "dimension", "machiso",
                  "noidungthanhphan", "criterion"),
    "score": ("score", "value", "diem", "giatri", "diemso", "sodiem"),
    "measure": ("measure", "chiso", "index", "bochiso"),
    "year": ("year", "nam"),
    "rank": ("rank", "hang", "xephang", "thuhang"),
    "source": ("source", "nguon"),
}  # fmt: skip
_NAMED = {word: name for name, words in _NAMES.items() for word in words}
_HEADER_ROWS = 20
_FEW = 0.1  # of the rows: so many of another year or measure are slips of the pen


class Tidy(NamedTuple):
    """The header of a tidy table: its row, and its columns by what they hold."""

    row: int
    columns: dict[str, int]


def find_tidy(grid: Grid) -> Tidy | None:
    """Return the header of a tidy table, which names a province, a component and a score; None where there is none."""
    for row in range(1, min(grid.rows, _HEADER_ROWS) + 1):
        columns: dict[str, int] = {}
        for column in range(1, grid.columns + 1):
            name = _NAMED.get(fold(grid.text(row, column)))
            if name:
                columns.setdefault(name, column)
        if {"province", "component", "score"} <= set(columns):
            return Tidy(row, columns)
    return None


def list_said(grid: Grid, tidy: Tidy) -> tuple[list[str], list[int], list[str]]:
    """Return the measures, years and sources that the rows of a tidy table name."""
    measures: dict[str, None] = {}
    years: dict[int, None] = {}
    sources: dict[str, None] = {}
    for row in range(tidy.row + 1, grid.rows + 1):
        for name, found in (("measure", measures), ("year", years), ("source", sources)):
            text = grid.text(row, tidy.columns[name]) if name in tidy.columns else ""
            if not text or (name == "year" and not text.isdigit()):
                continue
            if name == "measure":
                text = find_measure(text)
            found[int(text) if name == "year" else text] = None
    return [measure for measure in measures if measure], list(years), list(sources)


def read_rows(reading: Reading, grid: Grid, tidy: Tidy, headings: Headings, units: Units) -> None:
    """Read a tidy table into `reading`."""
    columns = tidy.columns
    for name, column in sorted(columns.items(), key=lambda pair: pair[1]):
        reading.columns.append(Column(grid.text(tidy.row, column), f"tidy_{name}", "", grid.at(tidy.row, column)))
    seen: dict[tuple[str, str], At] = {}
    rows = sorted({row for row, column in grid.cells if row > tidy.row and column in columns.values()})
    others = _leave_others(reading, grid, tidy, rows)
    for row in rows:
        if row in others:
            continue
        key = _read_key(reading, (grid, tidy, row), headings, units)
        if grid.widths and grid.widths[row] != grid.widths[tidy.row]:
            values = {"found": grid.widths[row], "count": grid.widths[tidy.row]}
            kind = "too_many" if grid.widths[row] > grid.widths[tidy.row] else "too_few"
            reading.troubles.append(Trouble(f"audit.problem_{kind}", grid.at(row), values=values))
            continue
        if key is None:
            continue
        at = grid.at(row, columns["score"])
        if key in seen:
            reading.tell("figure_twice", at, other=seen[key])
            continue
        seen[key] = at
        reading.names.setdefault(key[0], grid.at(row, columns["province"]))
        cell = grid.cells.get((row, columns["score"]))
        if cell is None or (not cell.wrong and is_nothing(cell.text)):
            leave_empty(reading, key, at, said=cell is not None)
        elif figure := read_figure(reading, grid, row, columns["score"]):
            keep_score(reading, key, figure)
        if "rank" in columns and grid.text(row, columns["rank"]):
            rank = read_figure(reading, grid, row, columns["rank"])
            if rank and rank.value >= 1 and rank.value == int(rank.value):
                reading.ranks[key] = rank
            elif rank:
                reading.tell("no_rank", rank.at, text=rank.text)


def _leave_others(reading: Reading, grid: Grid, tidy: Tidy, rows: list[int]) -> set[int]:
    """Return the rows of other years and measures; they are noted together, or each as an error where they are few."""
    left: set[int] = set()
    for what in ("year", "measure"):
        column = tidy.columns.get(what)
        found = {row: grid.text(row, column) for row in rows} if column else {}
        found = {row: text for row, text in found.items() if text and not _is_of(reading, what, text)}
        if len(found) > _FEW * len(rows):
            told = sorted(set(found.values()))
            reading.tell(f"other_{what}s", grid.at(tidy.row, column), NOTE, count=len(found), found=told)
        else:
            for row, text in found.items():
                reading.tell(f"other_{what}", grid.at(row, column), found=text, wanted=getattr(reading, what))
        left |= set(found)
    return left


def _is_of(reading: Reading, what: str, text: str) -> bool:
    return text == str(reading.year) if what == "year" else find_measure(text) == reading.measure


def _read_key(
    reading: Reading, where: tuple[Grid, Tidy, int], headings: Headings, units: Units
) -> tuple[str, str] | None:
    grid, tidy, row = where
    columns = tidy.columns
    name = grid.text(row, columns["province"])
    unit = units.find(name, code=True)
    at = grid.at(row, columns["province"])
    if unit is None:
        near = units.near(name)
        reading.tell("no_province", at, name=name, near=tell_near(near))
        return None
    if not unit.alive:
        after = units.follow(unit.code)
        reading.tell(
            "unit_of_other_years", at, name=name, code=unit.code, year=reading.year, successor=after,
            successor_name=lambda lang: units.name(after, lang),
        )  # fmt: skip
        return None
    heading = headings.read([grid.text(row, columns["component"])])
    if not heading.component:
        told = grid.text(row, columns["component"])
        reading.tell("no_component", grid.at(row, columns["component"]), name=told, near=tell_near(heading.near))
        return None
    if heading.beyond:
        told = grid.text(row, columns["component"])
        reading.tell_beyond(grid.at(row, columns["component"]), heading.component, told)
    return unit.code, heading.component
