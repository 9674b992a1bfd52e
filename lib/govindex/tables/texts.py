"""The text of a table's file: its rows of cells, each character of which a reader can see and a search can find."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import chain
from pathlib import Path

import pandas as pd

from govindex.errors import SchemaError
from govindex.files import TooLarge, read_regular

MOST_BYTES = 64_000_000  # of a table, or of its description
FIRST_ROW = 2  # a table's first row of figures is line 2 of its file, under the header

# Controls, what turns or joins text unseen, and what stands for a letter that was lost; but for the line's end.
_CONTROLS = "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd"
_UNSEEN = re.compile(f"[{_CONTROLS}]")
_OUTER = re.compile(r"\n[^\S\n]|[^\S\n]\n")  # in cells that lie on lines
_FOREIGN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff]")  # a letter among these is not Latin
_WORD = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_NAMES = ("name_", "short_", "spelling")  # how columns of names begin
_SHOWN = 60
MOST_CHARACTERS = 100_000  # of a cell
_MOST_BROKEN = 20  # lines among which the rest of a cell is looked for


def read_table(path: Path) -> pd.DataFrame:
    """Return the table in the file at `path` as the texts of its cells, each of them checked; an empty one is missing.

    Raises
    ------
    SchemaError
        When it cannot be read as a table: naming the file, the row (as an editor numbers lines), what was found and
        what was expected. Refused are rows of more or fewer cells than the first, letters that are not UTF-8, open
        quotation marks, over-long cells, and cells with unseen characters, outer spaces, decomposed letters or mixed
        scripts.
    """
    try:
        content = read_regular(path, most=MOST_BYTES)
    except FileNotFoundError:
        raise SchemaError(f"{path.name} is missing: expected at {path}.") from None
    except TooLarge:
        raise SchemaError(f"{path.name} cannot be read: it holds more than {MOST_BYTES:,} bytes.") from None
    except OSError as error:
        raise SchemaError(
            f"{path.name} cannot be read ({error.strerror or error}): expected a table at {path}."
        ) from None
    text = decode(content, path).replace("\r\n", "\n")
    if not text:
        raise SchemaError(f"{path.name} is not a table: it is empty, a first row with the columns was expected.")
    rows = _split(text.removesuffix("\n").split("\n"), path)
    _check_cells(rows, path)
    twice = [column for place, column in enumerate(rows[0]) if column in rows[0][:place]]
    if twice:
        raise SchemaError(f"{path.name}, row 1: the column {twice[0]} stands twice.")
    # pandas reads the text again: of equal cells it makes one text, which all that follows is quicker with
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])


def decode(content: bytes, path: Path) -> str:
    """Return the text that `content` is in UTF-8.

    Raises
    ------
    SchemaError
        Naming the row and the byte that is none.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise SchemaError(
            f"{path.name}, row {row}: the byte 0x{content[error.start]:02X} was found, text in UTF-8 was expected."
        ) from None


def _split(lines: list[str], path: Path) -> list[list[str]]:
    """Return the cells of each line; no cell goes over a line's end."""
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = line.split(",") if '"' not in line else _split_quoted(lines, number, rows[:1], path)
        if len(cells) != len(rows[0] if rows else cells) or not line:
            found = f"{len(cells)} cells were found" if line else "an empty line was found"
            raise SchemaError(f"{path.name}, row {number}: {found}, {len(rows[0])} cells were expected.")
        rows.append(cells)
    return rows


def _split_quoted(lines: list[str], number: int, heading: list[list[str]], path: Path) -> list[str]:
    where = f"{path.name}, row {number}"
    try:
        return next(csv.reader([lines[number - 1]], strict=True))
    except csv.Error as error:
        if heading and (column := _find_broken(lines[number - 1 :][:_MOST_BROKEN], heading[0])):
            raise SchemaError(
                f"{where}, column {column}: a line's end was found within the cell, its text on one line was expected."
            ) from None
        found = "a quotation mark that does not close its cell in this row"
        expected = "one at each end of a cell and two for each within it"
        if "limit" in str(error):
            found, expected = f"a cell of more than {csv.field_size_limit():,} characters", "a shorter one"
        raise SchemaError(f"{where}: {found} was found, {expected} was expected.") from None


def _find_broken(lines: list[str], heading: list[str]) -> str | None:
    """Return the column of the first row's cell that goes on in the next lines; None where that gives no whole row."""
    for last in range(2, len(lines) + 1):
        try:
            cells = next(csv.reader([f"{line}\n" for line in lines[:last]], strict=True))
        except csv.Error:
            continue
        if len(cells) != len(heading):
            return None
        return next((column for column, cell in zip(heading, cells, strict=True) if "\n" in cell), None)
    return None


def _check_cells(rows: list[list[str]], path: Path) -> None:
    """Check every cell's characters; all are looked at together, and one by one where something is found."""
    distinct = set(chain.from_iterable(rows))
    joined = "\n".join(("", *distinct, ""))
    foreign = any(letter.isalpha() for letter in _FOREIGN.findall(joined))
    found = _UNSEEN.search(joined) or _OUTER.search(joined) or len(max(distinct, key=len)) > MOST_CHARACTERS
    if not found and not foreign and unicodedata.is_normalized("NFC", joined):
        return
    wrong = {cell: fault for cell in distinct if (fault := _find_fault(cell))}
    for number, cells in enumerate(rows, start=1):
        for column, cell in zip(rows[0], cells, strict=True):
            fault = wrong.get(cell) or _find_foreign(column, cell)
            if fault:
                shown = repr(cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…")
                where = f"row {number}" + (f", column {column}" if number > 1 else "")
                raise SchemaError(f"{path.name}, {where}: {fault} was found in {shown}, plain text was expected.")


def _find_fault(cell: str) -> str:
    if found := _UNSEEN.search(cell):
        return f"the unseen character U+{ord(found[0]):04X}"
    if cell != cell.strip():
        return "an outer space"
    if not unicodedata.is_normalized("NFC", cell):
        return "a decomposed letter (its mark as a character of its own)"
    return f"a text of more than {MOST_CHARACTERS:,} characters" if len(cell) > MOST_CHARACTERS else ""


def _find_foreign(column: str, cell: str) -> str:
    """Return what letter of a name is not Latin, or stands among Latin ones in a word of another cell."""
    words = [cell] if column.startswith(_NAMES) else [word for word in _WORD.findall(cell) if _LATIN.search(word)]
    letters = [letter for word in words for letter in _FOREIGN.findall(word) if letter.isalpha()]
    return f"a letter of another script, {letters[0]} (U+{ord(letters[0]):04X})," if letters else ""
