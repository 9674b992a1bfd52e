"""How much of a file an audit reads: more is refused at once, with the limit in the sentence."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from xml.parsers import expat

from govindex.audit.reading.problems import Problem

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 60 * MEGABYTE  # of the parts of a workbook
MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_CHARACTERS = 100_000  # in a line; Python's reader of CSV takes no cell beyond 131,072
_ABOVE = 50  # rows that may stand above the headings of a table
_MOST_CELLS = 2_000_000  # of all sheets together, merged ones too

_END = re.compile(r":?\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)


def find_excess(rows: int, columns: int, where: str, name: str) -> Problem | None:
    """Return what is said of a table whose last cell stands at `rows` and `columns`; None when all of it is read.

    Parameters
    ----------
    where : str
        The sheet, ``""`` in a file that has none.
    name : str
        What the file is called.
    """
    shown = f"{name} ({where})" if where else name
    for kind, found, most in (("rows", rows, MOST_ROWS), ("columns", columns, MOST_COLUMNS)):
        if found > most:
            return Problem(f"many_{kind}", value=shown, values={"found": found, "most": most})
    return None


def find_heavy(raw: bytes, name: str, *, most: int = _MOST_CELLS) -> Problem | None:
    """Return what makes a workbook too much: its unpacked size, where a merged cell ends, or over `most` cells."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            return Problem("unpacked", value=name, values={"most": MOST_UNPACKED // MEGABYTE})
        left = most
        for part in parts.infolist():
            if part.filename.endswith(".xml"):
                found, bottom, right = _count_cells(parts.read(part))
                if bottom - _ABOVE > MOST_ROWS or right > MOST_COLUMNS:
                    return find_excess(bottom, right, "", name)
                left -= found
            if left < 0:
                return Problem("many_cells", value=name, values={"most": most})
    return None


def _count_cells(content: bytes) -> tuple[int, int, int]:
    """Return how many cells a part of a workbook holds or merges, and the last row and column of those merged.

    Of what is no XML nothing is found, which its reader will tell.
    """
    found = bottom = right = 0

    def count(tag: str, attributes: dict[str, str]) -> None:
        nonlocal found, bottom, right
        kind = tag.rpartition(":")[2]
        if kind == "c":
            found += 1
        elif kind == "mergeCell":
            cells, row, column = _measure_merged(attributes.get("ref", ""))
            found, bottom, right = found + cells, max(bottom, row), max(right, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(content, True)
    return found, bottom, right


def _measure_merged(area: str) -> tuple[int, int, int]:
    """Return how many cells a merged area holds, and its last row and column."""
    ends = [(_number(letters), int(digits)) for letters, digits in _END.findall(area.upper())]
    if len(ends) != 2:
        return 1, 0, 0
    (left, top), (right, bottom) = ends
    return (abs(right - left) + 1) * (abs(bottom - top) + 1), max(top, bottom), max(left, right)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
