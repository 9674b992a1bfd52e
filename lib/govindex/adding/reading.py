"""A file read: its figures with the cells that they stand in, and how each column was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from govindex.adding.grids import Grid
from govindex.adding.troubles import ERROR, NOTE, WARNING, At, Trouble
from govindex.audit.reading.numbers import NotANumber, read_number

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
    beyond : dict
        By component, the heading that says more than a name of it.
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
    beyond: dict[str, str] = field(default_factory=dict)
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

    def tell_beyond(self, at: At, component: str, heading: str) -> None:
        """Note once that the heading of a component says more than its name does; perhaps it means another one."""
        if component not in self.beyond:
            self.beyond[component] = heading
            self.tell("heading_beyond", at, component=component, heading=heading)


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
