"""Provinces of a file: any spelling, with stars, numbers and notes around it, found as the unit of that year."""

from __future__ import annotations

import re
from typing import NamedTuple

from govindex.errors import near_names
from govindex.tables.load import Tables
from govindex.tables.spelling import fold, spell

_AROUND = re.compile(
    r"^\s*(?:\(?\d{1,2}\)?\s*[.):]\s*|\d{1,2}\s*[-–]\s+)|[\s*†‡¹²³]+$|\s*\(\s*(?:\*+|\d{1,2})\s*\)\s*$"
)


class Unit(NamedTuple):
    """A unit that a text names: its code, and whether it is one of the year."""

    code: str
    alive: bool


class Units:
    """The spellings of the units of some tables, and which of them a year has."""

    def __init__(self, tables: Tables, year: int | None = None) -> None:
        self.year = year
        self._units = tables.provinces.set_index("code")
        ends = self._units["last_year"].astype("float64").fillna(float("inf"))
        self._years = dict(zip(self._units.index, zip(self._units["first_year"], ends, strict=True), strict=True))
        spellings = spell(tables.provinces, tables.province_names)
        self._codes: dict[str, list[str]] = {}
        self._shown: dict[str, str] = {}
        for folded, code, spelling in zip(spellings["folded"], spellings["code"], spellings["spelling"], strict=True):
            self._codes.setdefault(folded, []).append(code)
            self._shown.setdefault(folded, spelling)

    def of_year(self, year: int) -> list[str]:
        """Return the codes of the units of a year, in the tables' order."""
        return sorted(code for code in self._units.index if self._is_alive(code, year))

    def find(self, text: str, *, code: bool = False) -> Unit | None:
        """Return the unit of the year that a text names, else one of other years, else None.

        Parameters
        ----------
        text : str
            A name, or a code such as ``31-2025``.
        code : bool
            Whether a bare number is a code too ("1" is 01).
        """
        bare = clean_name(text)
        if re.fullmatch(r"\d{1,2}", bare):
            bare = bare.zfill(2) if code else ""
        bare = text.strip() if text.strip() in self._units.index and "-" in text else bare
        if bare in self._units.index:
            return Unit(bare, self._is_alive(bare))
        codes = self._codes.get(fold(bare), []) if re.search(r"[^\W\d_]", bare) else []
        if not codes:
            return None
        alive = [each for each in codes if self._is_alive(each)]
        return Unit((alive or codes)[0], bool(alive))

    def near(self, text: str) -> list[str]:
        """Return the names that are spelt most like a text."""
        return [self._shown[folded] for folded in near_names(fold(clean_name(text))[:60], self._codes)]

    def name(self, code: str, lang: str) -> str:
        """Return the name of a unit."""
        return str(self._units.at[code, f"name_{lang}"])

    def follow(self, code: str) -> str:
        """Return the unit that one of other years became or came from, the code itself where nothing is known."""
        successor = self._units.at[code, "successor"]
        if isinstance(successor, str):
            return successor
        before = self._units.index[self._units["successor"] == code]
        return str(before[0]) if len(before) else code

    def before(self, code: str) -> list[str]:
        """Return the units that one was formed from; the unit itself where it was formed from none."""
        return list(self._units.index[self._units["successor"] == code]) or [code]

    def _is_alive(self, code: str, year: int | None = None) -> bool:
        year = self.year if year is None else year
        if year is None:
            return True
        first, last = self._years[code]
        return first <= year <= last


def clean_name(text: str) -> str:
    """Return a name without the number before it and the stars after it.

    Examples
    --------
    >>> clean_name("12. Bắc Giang (*)"), clean_name("Quảng Ninh**"), clean_name("Hà Nội")
    ('Bắc Giang', 'Quảng Ninh', 'Hà Nội')
    """
    before = None
    while before != text:
        before, text = text, _AROUND.sub("", text).strip()
    return text
