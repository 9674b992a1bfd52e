"""A file of cells as texts with their lines: CSV as any spreadsheet writes it, and Excel.

Nothing is interpreted here, and nothing is lost: a row that cannot be read is a `Problem` with its line.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from govindex.audit.reading.columns import OPTIONAL, REQUIRED, match_header
from govindex.audit.reading.limits import MEGABYTE, MOST_BYTES, MOST_CHARACTERS, find_excess
from govindex.audit.reading.problems import Problem
from govindex.audit.reading.workbooks import read_workbook
from govindex.errors import near_names
from govindex.files import NotAFile, TooLarge, read_regular

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_RECORD = 20  # lines; a quotation mark that opens and never closes would else swallow the rest of the file
_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Sheet(NamedTuple):
    """The texts of a file: `texts` has the known columns, all str (``""`` = empty), and `line`; `problems` the rest."""

    texts: pd.DataFrame
    problems: list[Problem]


def read_sheet(source: Path | str | pd.DataFrame) -> Sheet:
    """Return the texts of a CSV or Excel file, or of a table in memory.

    Whatever is wrong comes back as a problem: an unusable file has no row.
    """
    if isinstance(source, pd.DataFrame):
        records = ((line, row) for line, row in enumerate(source.to_numpy(dtype=object).tolist(), start=2))
        return _take([str(name) for name in source.columns], ((n, [_plain(v) for v in row]) for n, row in records), 1)
    path = Path(source)
    try:
        raw = read_regular(path, most=MOST_BYTES)
    except OSError as error:
        kinds = ((FileNotFoundError, "missing"), (NotAFile, "irregular"), (TooLarge, "too_large"))
        kind = next((kind for sort, kind in kinds if isinstance(error, sort)), "unreadable")
        told = {"reason": error.strerror or str(error), "most": MOST_BYTES // MEGABYTE}
        return _unusable(Problem(kind, value=str(path).replace("\0", "\\0"), values=told))
    if raw.startswith(_OLD_EXCEL):
        return _unusable(Problem("old_excel", value=path.name))
    if raw.startswith(_ZIP):
        header, records, problems = read_workbook(raw, path.name)
        return _unusable(*problems) if header is None else _take(header[1], records, header[0], problems)
    lines, problems = decode_lines(raw)
    if not any(text.strip() for _, text in lines):
        return _unusable(*(problems or [Problem("empty", value=path.name)]))
    return _read_csv(lines, problems, path.name)


def _unusable(*problems: Problem) -> Sheet:
    return Sheet(pd.DataFrame(columns=[*REQUIRED, *OPTIONAL, "line"], dtype=object), list(problems))


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    return str(value)


def decode_lines(raw: bytes) -> tuple[list[tuple[int, str]], list[Problem]]:
    """Return the lines with their numbers, and a problem for each line whose bytes are no text."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw.decode(encoding, errors="replace")
            return _split(text)
    pieces = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    read: list[str | None] = []
    for piece in pieces:
        try:
            read.append(piece.decode("utf-8"))
        except UnicodeDecodeError:
            read.append(None)
    if all(text is not None for text in read):
        return _split("\n".join(text or "" for text in read))
    if not any(text is not None and not text.isascii() for text in read):
        old = _decode_windows(raw)
        if old is not None:
            lines, problems = _split(old)
            return lines, [Problem("windows", used=True), *problems]
    lines, problems = [], []
    for number, text in enumerate(read, start=1):
        if text is None:
            problems.append(Problem("encoding", number))
        else:
            lines.append((number, text))
    return lines, problems


def _split(text: str) -> tuple[list[tuple[int, str]], list[Problem]]:
    pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, problems = [], []
    for number, piece in enumerate(pieces, start=1):
        if "\ufffd" in piece or "\x00" in piece:
            problems.append(Problem("encoding", number))
        else:
            lines.append((number, piece))
    return lines, problems


def _decode_windows(raw: bytes) -> str | None:
    """Return the text that Vietnamese Windows wrote, None where the bytes are not of its code page."""
    try:
        return unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def _read_csv(lines: list[tuple[int, str]], problems: list[Problem], name: str) -> Sheet:
    filled = [position for position, (_, text) in enumerate(lines) if text.strip()]
    first = filled[0]
    if excess := find_excess(len(filled) - 1, 0, "", name):
        return _unusable(excess)
    long = [number for number, text in lines if len(text) > MOST_CHARACTERS]
    problems += [Problem("line_long", number, values={"most": MOST_CHARACTERS}) for number in long]
    if long and lines[first][0] == long[0]:
        return _unusable(*problems)
    lines = [(number, text if len(text) <= MOST_CHARACTERS else "") for number, text in lines]
    told = lines[first][1].strip()
    delimiter = None
    if told.lower().startswith("sep=") and len(told) == 5 and len(filled) > 1:  # how Excel names its separator
        delimiter, first = told[4], filled[1]
    head_line, head = lines[first]
    if delimiter is None:
        delimiter = max(_DELIMITERS, key=lambda mark: len(set(match_header(_cut(head, mark))) & {*REQUIRED, *OPTIONAL}))
    header = _cut(head, delimiter)
    if excess := find_excess(0, len(header), "", name):
        return _unusable(excess)
    told_problems = list(problems)
    return _take(header, _records(lines[first + 1 :], delimiter, told_problems), head_line, told_problems)


def _cut(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), [])


def _records(lines: list[tuple[int, str]], delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with the line that each begins in; one whose quotation marks do not close is a problem."""
    place = 0
    while place < len(lines):
        number, text = lines[place]
        record, taken = _read_record(lines, place, delimiter)
        if record is None:
            problems.append(Problem("quotes", number, value=text))
        elif any(cell.strip() for cell in record):
            yield number, record
        place += taken


def _read_record(lines: list[tuple[int, str]], place: int, delimiter: str) -> tuple[list[str] | None, int]:
    text = lines[place][1]
    if text.count('"') % 2 == 0:
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True), []), 1
        except csv.Error:
            return None, 1
    for taken in range(2, _LONGEST_RECORD + 1):
        if place + taken > len(lines):
            break
        text += "\n" + lines[place + taken - 1][1]
        if text.count('"') % 2 == 0:
            try:
                return next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)), taken
            except csv.Error:
                return None, 1
    return None, 1


def _take(
    header: list[str], records: Iterator[tuple[int, list[str]]], head_line: int, problems: list[Problem] | None = None
) -> Sheet:
    """Return the known columns of the records, and a problem for each that has more or fewer cells than the header."""
    problems = problems if problems is not None else []
    names = match_header(header)
    while names and not names[-1]:
        names.pop()
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name and name not in (*REQUIRED, *OPTIONAL)]
    for name in missing:
        near = tuple(near_names(name, unknown))
        problems.append(Problem("no_column", head_line, name, expected=REQUIRED, near=near))
    if missing:
        return _unusable(*problems)
    for name in {name for name in names if name and names.count(name) > 1}:
        problems.append(Problem("column_twice", head_line, name))
        return _unusable(*problems)
    for name in unknown:
        near = tuple(near_names(name, OPTIONAL))
        problems.append(Problem("extra_column", head_line, name, value=name, near=near, used=True))
    places = {name: names.index(name) for name in (*REQUIRED, *OPTIONAL) if name in names}
    last_needed = max(places[name] for name in REQUIRED)
    kept: list[list[object]] = []
    for line, record in records:
        extra = [cell for cell in record[len(names) :] if cell.strip()]
        if extra:
            problems.append(Problem("too_many", line, values={"found": len(record), "count": len(names)}))
        elif len(record) <= last_needed:
            problems.append(Problem("too_few", line, values={"found": len(record), "count": len(names)}))
        else:
            cells = [record[place] if place < len(record) else "" for place in places.values()]
            kept.append([*cells, line])
    texts = pd.DataFrame(kept, columns=[*places, "line"], dtype=object)
    for name in OPTIONAL:
        if name not in texts:
            texts[name] = ""
    if texts.empty and not any(problem.line > head_line for problem in problems):
        problems.append(Problem("no_row", head_line))
    return Sheet(texts[[*REQUIRED, *OPTIONAL, "line"]], problems)
