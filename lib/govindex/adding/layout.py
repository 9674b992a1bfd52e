"""Where the table of a sheet is: its titles, its headings, its rows of provinces, of means and of notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from govindex.adding.grids import Grid
from govindex.adding.units import Units, clean_name
from govindex.tables.spelling import fold

_STATISTICS = {
    "mean": ("trungbinh", "binhquan", "diemtrungbinh", "trungbinhcanuoc", "trungbinhchung", "canuoc", "toanquoc",
             "mean", "average", "nationalmean", "trungbinhtoanquoc", "nationalaverage", "diemtrungbinhcanuoc"),
    "median": ("trungvi", "median", "diemtrungvi"),
    "maximum": ("caonhat", "lonnhat", "diemcaonhat", "giatricaonhat", "highest", "max", "maximum"),
    "minimum": ("thapnhat", "nhonhat", "diemthapnhat", "giatrithapnhat", "lowest", "min", "minimum"),
}  # fmt: skip
_STATISTIC = {word: what for what, words in _STATISTICS.items() for word in words}
_COUNTING = re.compile(r"^\(?[\dA-Za-z]{1,2}\)?(?:\s*=.*)?$|^\(\d+\)\s*=.*$")
_FIGURE = re.compile(r"^[+\-−–]?\s*\d+(?:[.,]\d+)*\s*%?\s*\**$")
_NOTHING = frozenset(
    ["", "*", "**", "-", "–", "—", "x", "n/a", "na", "…", "...", "..", ".", "không có", "không", "kxđ", "none"]
)


@dataclass
class Layout:
    """A table in a grid.

    Attributes
    ----------
    grid : Grid
    column : int
        The column of the provinces' names.
    titles : list of str
        What stands above the headings.
    headings : dict
        By column, the texts of its headings, the uppermost first, and their rows.
    rows : dict
        By row of a province, its code.
    other_years : dict
        By row, the code of a unit that the year does not have.
    statistics : dict
        By row, ``mean``, ``median``, ``minimum`` or ``maximum`` of the country.
    regions : list of int
        Rows of regions.
    unknown : dict
        By row with figures, the text that names no province.
    notes : list of str
        What stands below.
    """

    grid: Grid
    column: int
    titles: list[str] = field(default_factory=list)
    headings: dict[int, tuple[list[str], list[int]]] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    other_years: dict[int, str] = field(default_factory=dict)
    statistics: dict[int, str] = field(default_factory=dict)
    regions: list[int] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find_layout(grid: Grid, units: Units, regions: set[str]) -> Layout | None:
    """Return the table of provinces in a grid, None where there is none.

    Parameters
    ----------
    grid : Grid
    units : Units
        The units of the year, where it is known.
    regions : set of str
        Folded names of regions.
    """
    named = Counter(
        column for (_, column), cell in grid.cells.items() if len(cell.text) < 60 and units.find(cell.text) is not None
    )
    if not named:
        return None
    across = Counter(row for (row, _), cell in grid.cells.items() if len(cell.text) < 60 and units.find(cell.text))
    if max(across.values()) > max(3, 2 * max(named.values())):
        return find_layout(grid.turn(), units, regions)
    most = max(named.values())
    column = min(column for column, count in named.items() if count >= 0.9 * most)
    layout = Layout(grid, column)
    first = min(row for (row, place), cell in grid.cells.items() if place == column and units.find(cell.text))
    first = _find_first(grid, column, first, regions)
    for row in range(first, grid.rows + 1):
        _place_row(layout, row, units, regions)
    _read_headings(layout, first)
    return layout


def is_nothing(text: str) -> bool:
    """Return whether a cell says that there is no figure: empty, a star, a dash.

    Examples
    --------
    >>> is_nothing("*"), is_nothing("–"), is_nothing("(*)"), is_nothing("0")
    (True, True, True, False)
    """
    return text.strip().strip("()").lower() in _NOTHING


def is_figure(text: str) -> bool:
    """Return whether a text looks like a figure."""
    return bool(_FIGURE.match(text))


def _find_first(grid: Grid, column: int, first: int, regions: set[str]) -> int:
    """Return the first row of the table's body: rows of means, of regions, of names not understood may stand above."""
    while first > 1:
        above = first - 1
        figures = [grid.text(above, place) for place in range(column + 1, grid.columns + 1)]
        label = grid.text(above, column) or grid.text(above, 1)
        decimals = [text for text in figures if is_figure(text) and re.search(r"\d[.,]\d", text)]
        known = fold(clean_name(label)) in _STATISTIC or _is_region(label, regions)
        if not label or len(decimals) < (1 if known else 2) or _COUNTING.match(label):
            return first
        first = above
    return first


def _is_region(text: str, regions: set[str]) -> bool:
    folded = fold(clean_name(text))
    return folded in regions or folded.removeprefix("vung") in regions


def _place_row(layout: Layout, row: int, units: Units, regions: set[str]) -> None:
    grid = layout.grid
    texts = {column: text for column in range(1, grid.columns + 1) if (text := grid.text(row, column))}
    if not texts and not any(place == row for place, _ in grid.cells):
        return
    name = texts.get(layout.column, "")
    unit = units.find(name) if name else None
    if unit is not None:
        (layout.rows if unit.alive else layout.other_years)[row] = unit.code
        return
    labels = [text for column, text in texts.items() if column <= layout.column and not is_figure(text)]
    labels = labels or [text for text in texts.values() if not is_figure(text)][:1]
    folded = fold(clean_name(labels[-1])) if labels else ""
    figures = [column for column, text in texts.items() if column > layout.column and is_figure(text)]
    broken = [column for (place, column), cell in grid.cells.items() if place == row and cell.wrong]
    if folded in _STATISTIC and figures:
        layout.statistics[row] = _STATISTIC[folded]
    elif labels and _is_region(labels[-1], regions):
        layout.regions.append(row)
    elif (figures or broken) and not all(_COUNTING.match(text) for text in texts.values()):
        layout.unknown[row] = name or (labels[-1] if labels else "")
    elif labels:
        layout.notes.append(" ".join(texts.values()))


def _read_headings(layout: Layout, first: int) -> None:
    grid = layout.grid
    rows = []
    for row in range(1, first):
        texts = [grid.text(row, column, merged=True) for column in range(1, grid.columns + 1)]
        told = {text for text in texts if text}
        if not told:
            continue
        own = [text for column in range(1, grid.columns + 1) if (text := grid.text(row, column))]
        if len(told) == 1 and len(own) <= 1 and (not rows or grid.text(row, layout.column, merged=True)):
            layout.titles.append(next(iter(told)))
        elif len(told) > 1 and all(_COUNTING.match(text) for text in told):
            continue  # the numbers of the columns
        else:
            rows.append(row)
    if rows and len(rows) > 1:  # letterheads: two texts side by side, far above
        rows = _drop_letterhead(layout, rows)
    for column in range(1, grid.columns + 1):
        path = {
            grid.merged.get((row, column), (row, column))[0]: text
            for row in rows
            if (text := grid.text(row, column, merged=True))
        }
        if path:
            layout.headings[column] = (list(path.values()), list(path))


def _drop_letterhead(layout: Layout, rows: list[int]) -> list[int]:
    """Return the rows of headings without what stands far above them and fills few columns, which are titles."""
    grid = layout.grid
    filled = {
        row: sum(bool(grid.text(row, column, merged=True)) for column in range(1, grid.columns + 1)) for row in rows
    }
    most = max(filled.values())
    start = next(place for place, row in enumerate(rows) if filled[row] * 2 >= most)
    for row in rows[:start]:
        layout.titles.extend(text for column in range(1, grid.columns + 1) if (text := grid.text(row, column)))
    return rows[start:]
