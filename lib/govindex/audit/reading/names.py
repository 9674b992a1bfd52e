"""Names in a report's cells: measures, provinces and components found by any of their spellings, quickly and often."""

from __future__ import annotations

import re

from govindex.audit.reading.spellings import list_words, read_spellings
from govindex.compare.frameworks import list_covered
from govindex.errors import UnknownName, near_names
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_province, fold

_NATIONAL = {"", "canuoc", "toanquoc", "vietnam", "national", "thewholecountry", "country", "trunguong"}
_TOTALS = {"total", "tong", "tongso", "tongdiem", "tongcong", "tongchiso", "chisotonghop", "overall"}
_MEASURES = {"parindex": "par", "pari": "par", "cchc": "par", "chisocaicachhanhchinh": "par", "chisocchc": "par"}
_NUMBERED = re.compile(r"^\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[ivx]{1,4}|[a-d])\s*[.)\-:]\s+", re.IGNORECASE)
_REGION = re.compile(r"^(?:khu vực|vùng|the region of|region of|region)\s+", re.IGNORECASE)
_SHORTEST = 4  # letters of a name that is looked for inside a text
_LOOKED_FOR = 200  # wrong names that near ones are sought for: in a file of 100,000 it would take minutes


class Unknown(Exception):
    """A text that names nothing: the kind of its `Problem`, with what was expected and what is near."""

    def __init__(
        self, kind: str, *, expected: tuple[str, ...] = (), near: tuple[str, ...] = (), **values: object
    ) -> None:
        super().__init__(kind)
        self.kind, self.expected, self.near, self.values = kind, expected, near, values


class Names:
    """What the names in the cells of one report mean; the spellings of the tables are folded once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._known = read_spellings(tables)
        self.measures = self._known.measures
        self._covered: dict[tuple[str, int], set[str]] = {}
        self._sought = 0

    def measure(self, text: str) -> str:
        """Return ``par``, ``sipas`` or ``papi``.

        Raises
        ------
        Unknown
            For any other text.
        """
        folded = fold(text) if text.strip() else ""
        found = folded if folded in MEASURES else _MEASURES.get(folded)
        if found is None:
            found = next((m for m in MEASURES if m in self._known.names.get((m, folded), ())), None)
        if found is None:
            kind = "measure" if folded else "nothing"
            raise Unknown(kind, expected=MEASURES, near=self._near(folded, {m: m for m in MEASURES}))
        return found

    def province(self, text: str, year: int | None) -> str | None:
        """Return the code of a province in a year, None for the whole country.

        Raises
        ------
        Unknown
            When no province is spelt so.
        """
        folded = fold(text) if text.strip() else ""
        if folded in _NATIONAL:
            return None
        bare = text.strip()
        code = bare.zfill(2) if bare.isdigit() else bare
        if code in self._known.codes:
            return code
        if folded not in self._known.provinces:
            raise Unknown("province", near=self._near(folded, self._known.provinces))
        try:
            return find_province(self.tables, bare, year=year)
        except UnknownName:
            raise Unknown("province", near=self._near(folded, self._known.provinces)) from None

    def area(self, text: str, year: int | None, area: str) -> str | None:
        """Return the code of a province or region, None for the whole country.

        Parameters
        ----------
        area : str
            ``region`` where the region is meant that a province lies in, ``country`` where the whole country is.

        Raises
        ------
        Unknown
            When nothing is spelt so, or the whole country where a region is meant.
        """
        if area == "country":
            return None
        bare = _REGION.sub("", text.strip())
        code = self._known.regions.get(fold(bare)) if bare else None
        code = code or self.province(text, year)
        if area == "region":
            code = code if code in self._known.regions.values() else self._known.region_of.get(code)
            if code is None:
                raise Unknown("region", expected=tuple(self._known.regions.values()))
        return code

    def named_in(self, text: str, component: str | None, year: int | None) -> list[str]:
        """Return the parts of a component that a text names, in the order of the tree."""
        measure = self.measures.get(component)
        told = fold(text)
        parts = self._known.parts.get(component, [])
        if year is not None and measure:
            parts = [part for part in parts if part in self._cover(measure, year)] or parts
        spelt = {
            code
            for (owner, name), codes in self._known.names.items()
            if owner == measure and len(name) > _SHORTEST and name in told
            for code, years in codes.items()
            if any(_is_meant(each, year) for each in years)
        }
        return [part for part in parts if part in spelt or re.search(rf"(?<![\w.]){re.escape(part)}(?![\w.])", text)]

    def component(self, text: str, measure: str, year: int | None, *, optional: bool = False) -> str | None:
        """Return the code of a component of `measure`; of two of one name, the one that bears it in the year.

        A name that lacks words of ours, or has more, is understood where only one component can be meant.

        Raises
        ------
        Unknown
            When none, or more than one, is meant.
        """
        bare = _NUMBERED.sub("", text.strip()) if text.strip() not in self.measures else text.strip()
        if not bare:
            if optional:
                return None
            raise Unknown("no_component", expected=("total",))
        low = bare.lower()
        if low in self.measures:
            if measure and self.measures[low] != measure:
                raise Unknown("other_measure", measure=measure, owner=self.measures[low])
            return low
        folded = fold(bare)
        if measure and (folded in _TOTALS or folded == measure):
            return measure
        if re.fullmatch(r"d[1-8]", low) and measure == "papi":
            return f"papi.{low[1]}"
        if (measure, folded) in self._known.names:
            named = self._known.names[measure, folded]
            found = {code for code, each in named.items() if any(_is_meant(years, year) for years in each)}
        else:
            found = self._by_words(measure, bare, year)
        if len(found) > 1 and year is not None:
            found = found & self._cover(measure, year) or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise Unknown("several_components", expected=tuple(sorted(found)))
        raise Unknown("component", near=self._near(folded, self._known.spelt[measure]), measure=measure)

    def _by_words(self, measure: str, text: str, year: int | None) -> set[str]:
        words = list_words(text)
        if len(self._known.vocabulary.get(measure, set()).intersection(words)) < 2:
            return set()
        return {
            code
            for owner, known, code, years in self._known.words
            if owner == measure and len(known) > 1 and _is_meant(years, year)
            if _inside(words, known) or _inside(known, words)
        }

    def _cover(self, measure: str, year: int) -> set[str]:
        if (measure, year) not in self._covered:
            self._covered[measure, year] = set(list_covered(self.tables, measure, year=year)["component"])
        return self._covered[measure, year]

    def _near(self, folded: str, known: dict[str, str]) -> tuple[str, ...]:
        self._sought += 1
        if self._sought > _LOOKED_FOR or not folded:
            return ()
        return tuple(dict.fromkeys(known[name] for name in near_names(folded[:80], known)))


def _is_meant(years: tuple[int, int], year: int | None) -> bool:
    """Return whether a name of some years can be meant in a year; in an unknown one any can."""
    return year is None or years[0] <= year <= years[1]


def _inside(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Return whether all of `few` stand in `many`, in their order."""
    rest = iter(many)
    return all(word in rest for word in few)
