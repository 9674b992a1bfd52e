"""What a file is read into: grids of cells with their places. Nothing is interpreted here."""

from __future__ import annotations

import re
from typing import NamedTuple

from govindex.adding.troubles import NOTE, At, Trouble


class Cell(NamedTuple):
    """A cell: its text as shown; `wrong` is the key of the sentence that says why its figure cannot be used."""

    text: str
    wrong: str = ""
    stored: str = ""  # what stands there instead, for that sentence


class Grid(NamedTuple):
    """A sheet, or a CSV file.

    Attributes
    ----------
    sheet : str
        The sheet's name, ``""`` for CSV.
    cells : dict
        Filled cells by row and column, both from 1.
    merged : dict
        By row and column, the first cell of the merged area that the cell lies in.
    widths : dict
        By row, how many cells the line of a CSV file has; empty for a sheet.
    turned : bool
        Whether rows and columns are told as columns and rows of the file.
    """

    sheet: str
    cells: dict[tuple[int, int], Cell]
    merged: dict[tuple[int, int], tuple[int, int]]
    widths: dict[int, int]
    turned: bool = False

    @property
    def rows(self) -> int:
        """The last row."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def columns(self) -> int:
        """The last column."""
        return max((column for _, column in self.cells), default=0)

    def text(self, row: int, column: int, *, merged: bool = False) -> str:
        """Return the text of a cell, ``""`` when empty; with `merged` that of the area which it lies in."""
        if merged:
            row, column = self.merged.get((row, column), (row, column))
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def at(self, row: int, column: int = 0) -> At:
        """Return the place of a cell, or of a row."""
        return At(self.sheet, column, row) if self.turned else At(self.sheet, row, column)

    def turn(self) -> Grid:
        """Return the grid with its rows as columns."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        merged = {(column, row): (first, top) for (row, column), (top, first) in self.merged.items()}
        return Grid(self.sheet, cells, merged, {}, not self.turned)


class Book(NamedTuple):
    """What a file holds, and what is to be told of its reading."""

    name: str
    grids: list[Grid]
    troubles: list[Trouble]


def tidy(text: str) -> str:
    """Return a text on one line, its spaces single."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\ufeff", "")).strip()


def note_sheets(titles: list[str]) -> Trouble:
    """Return what is said of sheets that are hidden and therefore not read."""
    return Trouble("adding.hidden_sheets", level=NOTE, values={"sheets": titles})
