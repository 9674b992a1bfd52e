"""What a cell should print, in the style of what it prints: its decimals, comma, sign, words, zeros and unit."""

from __future__ import annotations

import re

from govindex.audit.findings.results import Repair
from govindex.audit.reading.numbers import write_like, write_word
from govindex.audit.reading.words import find_direction
from govindex.audit.relations.figures import CHANGES
from govindex.words import list_group

_MINUSES = tuple("-−–‒")
_UNITS = {
    "percent": {"vi": "%", "en": "%"},
    "points": {"vi": " điểm", "en": " points"},
    "percentage points": {"vi": " điểm phần trăm", "en": " percentage points"},
}
_UNIT_WORDS = re.compile(r"\s*(?:điểm phần trăm|điểm|percentage points?|points?|%)", re.IGNORECASE)


def write_repair(row: dict, repair: Repair, *, mark: str = ",", unit: str = "", lang: str = "") -> str:
    """Return what should be printed in a cell.

    Parameters
    ----------
    row : dict
        The cell: what, printed, extra.
    repair : Repair
        Its value, decimals and unit.
    mark : str
        The decimal mark of the report, for a print that lost its own.
    unit : str
        The unit in the reader's words, where it is not the repair's.
    lang : str
        The report's language, where a word of it is to be written; by default that of the print.
    """
    text = write_value(row, repair.value, decimals=repair.decimals, mark=mark, lang=lang)
    return _put_unit(text, unit or repair.unit, row["printed"]) if repair.unit else text


def write_value(row: dict, value: float | str, *, decimals: int | None = None, mark: str = ",", lang: str = "") -> str:
    """Return `value` as the cell would print it."""
    printed = row["printed"]
    if isinstance(value, str):
        return _write_word(row, value, lang)
    return write_like(value, printed, decimals=decimals, mark=mark, part=_part(row))


def find_mark(printed: list[str]) -> str:
    """Return the decimal mark that most of the prints have, a comma where none has one.

    Examples
    --------
    >>> find_mark(["413", "4.90", "5.42", "44,005"]), find_mark(["413"])
    ('.', ',')
    """
    marks = [found[1] for text in printed if (found := re.search(r"[0-9]([.,])[0-9]", text))]
    return max(",.", key=marks.count)


def find_lang(printed: list[str]) -> str:
    """Return the language that prints are in: ``vi`` where any has a letter of its own, ``""`` where none tells it.

    Examples
    --------
    >>> find_lang(["improved", "giảm 0.4"]), find_lang(["fell by 0.4", "5.2"])
    ('vi', 'en')
    """
    if any(not letter.isascii() and letter.isalpha() for text in printed for letter in text):
        return "vi"
    return "en" if any(map(find_direction, printed)) else ""


def find_change_styles(cells: list[dict]) -> list[str]:
    """Return of each cell how its report tells the way of a change that its print does not tell.

    ``word`` where a fall is told by a word and not by a sign, ``plus`` where a rise has its sign, else ``""``. As the
    other changes of its report are; a change that stands alone is told by a word, or keeps its kind of sign.
    """
    reports: dict[str, dict[str, int]] = {}
    kinds = [_find_style(cell) if cell["what"] in CHANGES else "" for cell in cells]
    for cell, kind in zip(cells, kinds, strict=True):
        counts = reports.setdefault(cell["report"], dict.fromkeys(("word", "plus", "minus", "bare", ""), 0))
        counts[kind] += 1
    styles = []
    for cell, kind in zip(cells, kinds, strict=True):
        counts = reports[cell["report"]]
        signed = counts["plus"] + counts["minus"]
        if kind == "bare" and not signed and (counts["word"] or counts["bare"] == 1):
            styles.append("word")
        elif kind == "minus" and (counts["plus"] or not counts["bare"]):
            styles.append("plus")
        else:
            styles.append("")
    return styles


def _find_style(cell: dict) -> str:
    if find_direction(cell["printed"]):
        return "word"
    first = cell["printed"].lstrip()[:1]
    return "plus" if first == "+" else "minus" if first in _MINUSES else "bare"


def _part(row: dict) -> int:
    extra = row.get("extra")
    return extra.get("part", 1) if isinstance(extra, dict) else 1


def _write_word(row: dict, word: str, lang: str) -> str:
    printed = row["printed"]
    if row["what"] in ("direction", "text_direction"):
        return write_word(word, printed, lang)
    if row["what"] == "group":
        return _write_group(word, printed)
    if row["what"] == "due":
        year, month = word.split("-")
        padded = re.match(r"\s*0[0-9]\s*[/.-]", printed) is not None
        return f"{month if padded else int(month)}/{year}"
    return word


def _write_group(word: str, printed: str) -> str:
    named = re.compile(r"\b[A-D1-4]\b")
    if named.search(printed):
        return named.sub(word, printed, count=1)
    if not word.isdigit():
        return word
    name = list_group("group", "en" if printed.isascii() else "vi")[word]
    return name if printed[:1].isupper() else name[0].lower() + name[1:]


def _put_unit(text: str, unit: str, printed: str) -> str:
    """Return `text` with its unit in the place of the one that stands there."""
    word = _UNITS[unit]["en" if re.search(r"\bpoints?\b|per ?cent", printed, re.I) else "vi"]
    put, count = _UNIT_WORDS.subn(word, text, count=1)
    return put if count else text + word
