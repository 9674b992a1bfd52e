"""What is told of a file that is to be added: what is wrong, and what is doubtful, a sentence each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from govindex.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govindex.audit.reading.problems import Problem

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, order=True)
class At:
    """A cell: the sheet (``""`` in a CSV file), its row and its column, both from 1."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it.

        Examples
        --------
        >>> At("PAPI", 7, 3).cell
        'C7'
        """
        return f"{get_column_letter(self.column)}{self.row}" if self.column else str(self.row)


@dataclass(frozen=True)
class Trouble:
    """One thing to be told.

    Attributes
    ----------
    key : str
        Key of its sentence in the catalogue.
    at : At or None
        The cell that it is about; None where the whole file is meant.
    level : str
        ``error`` (nothing is written), ``warning`` (look at it) or ``note``.
    values : dict
        What the sentence names; a callable is asked for the language, `At` becomes the name of a cell.
    """

    key: str
    at: At | None = None
    level: str = ERROR
    values: dict[str, object] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """Return the sentence, with where it is at its head."""
        values = {name: _spell(value, lang) for name, value in self.values.items()}
        return f"{name_place(self.at, lang)}{say(self.key, lang, **values)}."


def from_problem(problem: Problem) -> Trouble:
    """Return what the reading of files of printed cells tells of a whole file or a line of it."""
    values = {"value": problem.value, "expected": ", ".join(problem.expected), "column": problem.column}
    at = At("", problem.line) if problem.line else None
    level = NOTE if problem.used else ERROR
    return Trouble(f"audit.problem_{problem.kind}", at, level, values | problem.values)


def name_place(at: At | None, lang: str) -> str:
    """Return the head of a sentence about a cell: its sheet, row and column; ``""`` for the whole file."""
    if at is None:
        return ""
    kind = ("sheet" if at.sheet else "line") + ("_cell" if at.column else "_row")
    column = get_column_letter(at.column) if at.column else ""
    return say(f"adding.at_{kind}", lang, sheet=at.sheet, row=at.row, column=column, cell=at.cell)


def tell_near(near: Iterable[str]) -> Callable[[str], str]:
    """Return the clause that names what is near, for the end of a sentence; ``""`` when nothing is."""
    listed = ", ".join(near)
    return lambda lang: say("audit.problem_near", lang, near=listed) if listed else ""


def _spell(value: object, lang: str) -> object:
    if callable(value):
        return value(lang)
    if isinstance(value, At):
        return value.cell
    if isinstance(value, list | tuple):
        return ", ".join(str(_spell(each, lang)) for each in value)
    return value
