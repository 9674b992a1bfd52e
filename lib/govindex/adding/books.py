"""A file read into grids: any CSV, or the sheets of a workbook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from govindex.adding.grids import Book, Cell, Grid, tidy
from govindex.adding.troubles import At, Trouble, from_problem
from govindex.adding.workbooks import read_sheets
from govindex.audit.reading.limits import MEGABYTE, MOST_BYTES, MOST_CHARACTERS, find_excess
from govindex.audit.reading.sheets import decode_lines
from govindex.files import NotAFile, TooLarge, read_regular

_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_DELIMITERS = ("\t", ";", "|", ",")  # a comma last, since it is also what Vietnamese decimals are written with
_AGREEING = 0.8  # of the lines with a separator, how many have as many of them


def read_book(path: Path) -> Book:
    """Return the grids of a file; one that cannot be used has none, and the reason among its troubles."""
    try:
        raw = read_regular(path, most=MOST_BYTES)
    except OSError as error:
        kinds = ((FileNotFoundError, "missing"), (NotAFile, "irregular"), (TooLarge, "too_large"))
        kind = next((kind for sort, kind in kinds if isinstance(error, sort)), "unreadable")
        values = {
            "value": str(path).replace("\0", "\\0"),
            "reason": error.strerror or str(error),
            "most": MOST_BYTES // MEGABYTE,
        }
        return Book(path.name, [], [Trouble(f"audit.problem_{kind}", values=values)])
    if raw.startswith(_OLD_EXCEL):
        return Book(path.name, [], [Trouble("audit.problem_old_excel", values={"value": path.name})])
    if raw.startswith(_ZIP):
        grids, troubles = read_sheets(raw, path.name)
        return Book(path.name, grids, troubles)
    return _read_csv(raw, path.name)


def _read_csv(raw: bytes, name: str) -> Book:
    lines, problems = decode_lines(raw)
    troubles = [from_problem(problem) for problem in problems]
    filled = [(number, text) for number, text in lines if text.strip()]
    if not filled:
        return Book(name, [], troubles or [Trouble("audit.problem_empty", values={"value": name})])
    if excess := find_excess(len(filled), 0, "", name):
        return Book(name, [], [from_problem(excess)])
    long = [number for number, text in lines if len(text) > MOST_CHARACTERS]
    if long:
        return Book(name, [], [Trouble("audit.problem_line_long", At("", long[0]), values={"most": MOST_CHARACTERS})])
    told = filled[0][1].strip()
    delimiter = told[4] if told.lower().startswith("sep=") and len(told) == 5 else find_delimiter(filled)
    skipped = filled[0][0] if told.lower().startswith("sep=") else 0
    cells: dict[tuple[int, int], Cell] = {}
    widths: dict[int, int] = {}
    for row, record in _cut(lines, delimiter, skipped, troubles):
        if excess := find_excess(0, len(record), "", name):
            return Book(name, [], [from_problem(excess)])
        widths[row] = len(record)
        for column, text in enumerate(record, start=1):
            if text.strip():
                cells[row, column] = Cell(tidy(text))
    return Book(name, [Grid("", cells, {}, widths)], troubles)


def find_delimiter(lines: list[tuple[int, str]]) -> str:
    """Return what parts the cells of most of some numbered lines: the first mark that most of them have as many of.

    Examples
    --------
    >>> find_delimiter([(1, "a;b,c"), (2, "1,5;2,5"), (3, "2,5;3,5")])
    ';'
    """
    for mark in _DELIMITERS:
        counts = Counter(len(next(csv.reader([text], delimiter=mark), [])) for _, text in lines)
        parted = sum(count for cells, count in counts.items() if cells > 1)
        agreeing = max((count for cells, count in counts.items() if cells > 1), default=0)
        if parted * 2 >= len(lines) and agreeing >= _AGREEING * parted:
            return mark
    return max(_DELIMITERS, key=lambda mark: sum(text.count(mark) for _, text in lines))


def _cut(
    lines: list[tuple[int, str]], delimiter: str, skipped: int, troubles: list[Trouble]
) -> list[tuple[int, list[str]]]:
    """Return the records with the line that each begins in."""
    text = "\n".join("" if number <= skipped else text for number, text in lines)
    numbers = [number for number, _ in lines]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    begun = 0
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append((numbers[begun], record))
            begun = reader.line_num
    except csv.Error:
        troubles.append(Trouble("audit.problem_quotes", At("", numbers[begun]), values={"value": lines[begun][1][:60]}))
    return records
