"""A file read: its figures with the cells that they stand in, and how each column was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from govindex.adding.grids import Grid
from govindex.adding.headings import Headings, clean_heading, read_maximum
from govindex.adding.layout import Layout, is_nothing
from govindex.adding.troubles import ERROR, NOTE, WARNING, At, Trouble, tell_near
from govindex.adding.units import Units
from govindex.audit.reading.numbers import NotANumber, read_number
from govindex.audit.reading.words import find_group

_COMPONENTS = {"component", "part", "whole"}
_DIGITS = 6  # after the point, as the tables hold them


class Figure(NamedTuple):
    """A figure of a province or of the country.

    Attributes
    ----------
    value : float
    text : str
        As the tables write it: a decimal point, no final zeros.
    decimals : int
        As printed.
    at : At
        The cell.
    """

    value: float
    text: str
    decimals: int
    at: At


class Column(NamedTuple):
    """A column as it was understood: its heading, its kind (as `Heading.kind`) and component, and its first cell."""

    heading: str
    kind: str
    component: str
    at: At


@dataclass
class Reading:
    """What a file holds of one measure and year.

    Attributes
    ----------
    measure, year : str, int
    scores, ranks, groups : dict
        Figures (of groups their words) by (province, component).
    empty : dict
        Cells that hold no figure, by (province, component).
    denied : set of (province, component)
        Those of them that say so, by a star or a dash.
    statistics : dict
        Figures of the country by (what, component).
    maxima : dict
        Printed maxima by component, with their cell.
    unread : set of str
        Components with a cell that could not be read.
    nameless : dict
        By component, the scores of rows whose province could not be told; means are of them too.
    names : dict
        By province, the cell of its name.
    columns : list of Column
    unknown : list of (Column, maximum, near, parent)
        Columns of figures that name no component.
    notes, titles : list of str
    troubles : list of Trouble
    label : callable
        How a component is called, by its code and the language.
    """

    measure: str
    year: int
    scores: dict[tuple[str, str], Figure] = field(default_factory=dict)
    ranks: dict[tuple[str, str], Figure] = field(default_factory=dict)
    groups: dict[tuple[str, str], tuple[str, At]] = field(default_factory=dict)
    empty: dict[tuple[str, str], At] = field(default_factory=dict)
    denied: set[tuple[str, str]] = field(default_factory=set)
    statistics: dict[tuple[str, str], Figure] = field(default_factory=dict)
    maxima: dict[str, tuple[float, int, At]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    nameless: dict[str, list[Figure]] = field(default_factory=dict)
    names: dict[str, At] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    unknown: list[tuple[Column, str, tuple[str, ...], str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    label: Callable[[str, str], str] = lambda code, lang: code

    def column(self, component: str) -> dict[tuple[str, str], Figure]:
        """Return the scores of a component."""
        return {key: figure for key, figure in self.scores.items() if key[1] == component}

    @property
    def components(self) -> list[str]:
        """The components that have scores, in the order of their columns."""
        return list(dict.fromkeys(component for _, component in [*self.scores, *self.empty]))

    @property
    def provinces(self) -> list[str]:
        """The provinces that the file names."""
        return sorted(self.names)

    def tell(self, key: str, at: At | None = None, level: str = ERROR, **values: object) -> None:
        """Note a trouble; a component is told by its code and name."""
        for name in _COMPONENTS & set(values):
            values[name] = partial(self.label, values[name])
        self.troubles.append(Trouble(f"adding.{key}", at, level, values))


def read_layout(reading: Reading, layout: Layout, headings: Headings, units: Units, *, without: list[str]) -> None:
    """Read a table as printed, provinces down and components across, into `reading`.

    Parameters
    ----------
    without : list of str
        Headings of columns that are left out.
    """
    grid = layout.grid
    columns = _read_columns(reading, layout, headings, units, without)
    for row, code in layout.other_years.items():
        _read_nameless(reading, grid, row, columns)
        reading.tell(
            "unit_of_other_years", grid.at(row, layout.column), name=grid.text(row, layout.column), code=code,
            year=reading.year, successor=units.follow(code), successor_name=_namer(units, units.follow(code)),
        )  # fmt: skip
    for row, name in layout.unknown.items():
        _read_nameless(reading, grid, row, columns)
        if name:
            near = units.near(name)
            reading.tell("no_province", grid.at(row, layout.column), name=name, near=tell_near(near))
        else:
            reading.tell("row_without_name", grid.at(row, layout.column))
    for row in layout.regions:
        reading.tell("region_row", grid.at(row), NOTE, name=grid.text(row, layout.column) or grid.text(row, 1))
    _check_widths(reading, layout)
    for row, code in layout.rows.items():
        at = grid.at(row, layout.column)
        if code in reading.names:
            reading.tell("province_twice", at, name=_namer(units, code), other=reading.names[code])
            _read_nameless(reading, grid, row, columns)
            continue
        reading.names[code] = at
        for column, component, kind in columns:
            _read_cell(reading, grid, (row, column), code=code, component=component, kind=kind)
    for row, what in layout.statistics.items():
        for column, component, kind in columns:
            if kind == "score" and not is_nothing(grid.text(row, column)):
                figure = read_figure(reading, grid, row, column)
                if figure:
                    reading.statistics.setdefault((what, component), figure)
    reading.notes.extend(layout.notes)


def _read_columns(
    reading: Reading, layout: Layout, headings: Headings, units: Units, without: list[str]
) -> list[tuple[int, str, str]]:
    """Return column, component and kind of the columns that are read; note how each was understood."""
    grid = layout.grid
    read: list[tuple[int, str, str]] = []
    used = sorted({column for row, column in grid.cells if row in layout.rows})
    for column in used:
        path, rows = layout.headings.get(column, ([], []))
        told = " / ".join(dict.fromkeys(path)) or "?"
        at = grid.at(rows[-1] if rows else 1, column)
        if column == layout.column:
            reading.columns.append(Column(told, "province", "", at))
            continue
        heading = headings.read(path)
        figures = _is_of_figures(layout, column)
        if heading.kind in ("rank", "score") and not figures and heading.kind != "group":
            heading = heading._replace(kind="note")
        if heading.kind == "unknown" and (not figures or told in without or clean_heading(path[-1]) in without):
            heading = heading._replace(kind="left_out" if figures else "note")
        if told in without or (path and path[-1] in without):
            heading = heading._replace(kind="left_out")
        entry = Column(told, heading.kind, heading.component, at)
        reading.columns.append(entry)
        if heading.kind == "unknown":
            reading.unknown.append((entry, heading.maximum, heading.near, heading.parent))
        if heading.kind in ("score", "rank", "group"):
            read.append((column, heading.component, heading.kind))
        if heading.kind == "score" and heading.maximum and (printed := read_maximum(heading.maximum)):
            row = next(row for row, text in zip(reversed(rows), reversed(path), strict=True) if heading.maximum in text)
            reading.maxima[heading.component] = (*printed, grid.at(row, column))
    return read


def _is_of_figures(layout: Layout, column: int) -> bool:
    """Return whether more cells of a column hold digits than words."""
    cells = [cell for row in layout.rows if (cell := layout.grid.cells.get((row, column)))]
    held = [cell for cell in cells if cell.wrong or not is_nothing(cell.text)]
    digits = [cell for cell in held if cell.wrong or cell.text[:1].isdigit() or cell.text[:1] in "+-−.,"]
    return 2 * len(digits) > len(held)


def _read_cell(reading: Reading, grid: Grid, place: tuple[int, int], *, code: str, component: str, kind: str) -> None:
    row, column = place
    key, at = (code, component), grid.at(row, column)
    cell = grid.cells.get(place)
    if cell is None and grid.merged.get(place, place) != place and kind == "score":
        first = grid.merged[place]
        if first[0] != row and grid.cells.get(first):
            reading.tell("merged_figure", at, first=grid.at(*first))
            reading.unread.add(component)
            return
    if cell is None or (not cell.wrong and is_nothing(cell.text)):
        if kind == "score":
            leave_empty(reading, key, at, said=cell is not None)
        return
    if kind == "group":
        group = cell.text.strip().upper() if len(cell.text.strip()) == 1 else find_group(cell.text)
        if group:
            reading.groups[key] = (group, at)
        else:
            reading.tell("no_group", at, text=cell.text)
        return
    figure = read_figure(reading, grid, row, column)
    if figure is None:
        reading.unread.add(component)
        return
    if kind == "rank":
        if figure.value != int(figure.value) or figure.value < 1:
            reading.tell("no_rank", at, text=cell.text)
        else:
            reading.ranks.setdefault(key, figure)
        return
    keep_score(reading, key, figure)


def leave_empty(reading: Reading, key: tuple[str, str], at: At, *, said: bool) -> None:
    """Note a cell without a figure, and whether it says so."""
    if key not in reading.scores:
        reading.empty.setdefault(key, at)
        if said:
            reading.denied.add(key)


def leave_out_empty_columns(reading: Reading) -> None:
    """Take a component of which no province has a figure for one that the file does not hold."""
    scored = {component for _, component in reading.scores}
    for component in dict.fromkeys(component for _, component in reading.empty if component not in scored):
        empty = [key for key in reading.empty if key[1] == component]
        reading.tell("column_empty", reading.empty[empty[0]], NOTE, component=component)
        for key in empty:
            del reading.empty[key]


def _read_nameless(reading: Reading, grid: Grid, row: int, columns: list[tuple[int, str, str]]) -> None:
    """Keep the scores of a row whose province cannot be told, for what is said of all of a column."""
    for column, component, kind in columns:
        cell = grid.cells.get((row, column))
        if kind != "score" or cell is None or is_nothing(cell.text):
            continue
        try:
            read = read_number(cell.text.rstrip("*†‡ "))
        except NotANumber:
            reading.unread.add(component)
        else:
            figure = make_figure(read.value, read.decimals, grid.at(row, column))
            reading.nameless.setdefault(component, []).append(figure)


def keep_score(reading: Reading, key: tuple[str, str], figure: Figure) -> None:
    """Keep a score; a second one of the same province and component must be the same."""
    other = reading.scores.get(key)
    if other is None:
        reading.scores[key] = figure
        reading.empty.pop(key, None)
    elif abs(other.value - figure.value) > 0.51 * 10.0 ** -min(other.decimals, figure.decimals):
        reading.tell("two_figures", figure.at, text=figure.text, other=other.text, cell=other.at)


def read_figure(reading: Reading, grid: Grid, row: int, column: int) -> Figure | None:
    """Return the figure of a cell, None with a trouble noted when there is none."""
    cell, at = grid.cells[row, column], grid.at(row, column)
    if cell.wrong:
        values = {"value": cell.stored}
        reading.troubles.append(Trouble(cell.wrong, at, ERROR, values))
        return None
    text = cell.text.strip()
    starred = text.rstrip("*†‡ ")
    try:
        read = read_number(starred)
    except NotANumber as wrong:
        reading.troubles.append(Trouble(f"audit.problem_number_{wrong.reason}", at, ERROR, {"value": text}))
        return None
    if read.of is not None or read.start is not None or read.word:
        reading.troubles.append(Trouble("audit.problem_number_several", at, ERROR, {"value": text}))
        return None
    if starred != text:
        reading.tell("starred", at, WARNING, text=text)
    return make_figure(read.value, read.decimals, at)


def make_figure(value: float, decimals: int, at: At) -> Figure:
    """Return a figure, written as the tables write it."""
    rounded = round(value, _DIGITS)
    text = format(rounded, f".{_DIGITS}f").rstrip("0").rstrip(".")
    return Figure(rounded, text or "0", decimals, at)


def _check_widths(reading: Reading, layout: Layout) -> None:
    """Tell the rows of a CSV file that have more or fewer cells than the headings."""
    widths = layout.grid.widths
    if not widths or not layout.headings:
        return
    expected = max(layout.headings)
    for row in (*layout.rows, *layout.statistics):
        last = max((column for place, column in layout.grid.cells if place == row), default=0)
        if last > expected:
            reading.troubles.append(
                Trouble("audit.problem_too_many", At("", row), ERROR, {"found": last, "count": expected})
            )
        elif widths[row] < expected:
            reading.troubles.append(
                Trouble("audit.problem_too_few", At("", row), ERROR, {"found": widths[row], "count": expected})
            )


def _namer(units: Units, code: str) -> object:
    return lambda lang: units.name(code, lang)
