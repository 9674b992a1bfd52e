"""Headings of a table: which column holds the scores, ranks or groups of which component. By name, never by place."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from govindex.adding.units import clean_name
from govindex.audit.reading.numbers import NotANumber, read_number
from govindex.compare.frameworks import list_covered
from govindex.errors import near_names
from govindex.tables.load import Tables
from govindex.tables.names import list_component_names
from govindex.tables.spelling import fold

_MAXIMUM = re.compile(r"\(\s*(?:tối đa|max(?:imum)?|/)?\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(?:điểm|points|đ)?\s*\)", re.I)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_NUMBERED = re.compile(
    r"^\s*(?:(?:chỉ số )?(?:nội dung|lĩnh vực|tiêu chí|trục|chiều|dimension|nd)\s*(?:số\s*)?)?"
    r"(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4})\s*(?:[.):\-–]\s*|\s+)(?=\S)"
    r"|^\s*(?:chỉ số )?(?:nội dung|dimension|nd)\s*\d{1,2}\s*[:.\-–]\s*",
    re.I,
)
# What offices shorten in a heading, in plain letters.
_SHORT = {
    "cchc": "cai cach hanh chinh", "tthc": "thu tuc hanh chinh", "ktxh": "kinh te xa hoi", "pt": "phat trien",
    "vbqppl": "van ban quy pham phap luat", "cbcc": "can bo cong chuc", "cbccvc": "can bo cong chuc vien chuc",
    "cntt": "cong nghe thong tin", "hđh": "hien dai hoa", "qd": "quyet dinh", "xhh": "xa hoi hoc",
    "đtxhh": "dieu tra xa hoi hoc", "dtxhh": "dieu tra xa hoi hoc",
}  # fmt: skip
# Words that say nothing of which component is meant.
_GENERAL = frozenset(
    ["diem", "chi", "so", "ket", "qua", "danh", "gia", "ve", "cua", "den", "doi", "voi", "va", "cac", "trong", "thanh",
     "phan", "noi", "dung", "linh", "vuc", "tieu", "truc", "muc", "do", "cong", "tac", "score", "index", "of", "the",
     "points", "and", "in", "dimension"]
)  # fmt: skip
_KINDS = {
    "rank": ("xephang", "hang", "thuhang", "vitri", "rank", "ranking", "position"),
    "group": ("nhom", "phannhom", "xeploai", "group"),
    "serial": ("stt", "tt", "sott", "sothutu", "no", "serial"),
    "code": ("ma", "matinh", "madv", "code", "provincecode", "madonvi", "macode"),
    "note": ("ghichu", "note", "notes", "chuthich"),
    "region": ("vung", "khuvuc", "region", "vungkinhte"),
    "score": ("diem", "diemso", "score", "sodiem", "giatri", "value", "diemdatduoc"),
}
_LEFT_OUT = ("tanggiam", "thaydoi", "change", "sovoi", "chenhlech", "diemtru", "diemmat", "lost", "tyle", "tile",
             "share")  # fmt: skip
_TOTALS = ("tong", "tongdiem", "tongdiemdatduoc", "tongso", "tongcong", "tonghop", "chisotonghop", "chisochung",
           "total", "tongchiso", "overall", "totalscore", "diemtong", "tongdiemchiso", "chiso", "index")  # fmt: skip

_MEASURES = {
    "par": ("parindex", "pari", "caicachhanhchinh", "cchc"),
    "sipas": ("sipas", "hailong", "hailongchung", "mucdohailong", "mucdohailongchung", "satisfaction"),
    "papi": ("papi",),
}


class Heading(NamedTuple):
    """What a column is.

    Attributes
    ----------
    kind : str
        ``score``, ``rank``, ``group``, ``serial``, ``code``, ``note``, ``region``, ``left_out`` (a change, a share,
        another year) or ``unknown``.
    component : str
        The component of a score, rank or group; ``""`` where none.
    maximum : str
        The maximum that the heading prints, as printed; ``""`` where none.
    near : tuple of str
        Of an unknown one, the names or codes that are near.
    parent : str
        Of an unknown one, the component of the heading above it.
    beyond : bool
        Whether it has telling words that no name of its component has: perhaps another one is meant.
    """

    kind: str
    component: str = ""
    maximum: str = ""
    near: tuple[str, ...] = ()
    parent: str = ""
    beyond: bool = False


class Headings:
    """The names of the components of a measure in a year."""

    def __init__(self, tables: Tables, measure: str, year: int) -> None:
        self.tables, self.measure, self.year = tables, measure, year
        components = tables.components[tables.components["measure"] == measure]
        self._parents = dict(zip(components["component"], components["parent"], strict=True))
        self._words: list[tuple[str, frozenset[str]]] = []
        self._names: dict[str, set[str]] = {}
        names = list_component_names(tables)
        names = names[names["component"].isin(self._parents)]
        for row in names.to_dict("records"):
            if not (_holds(row["meant_first"], year, first=True) and _holds(row["meant_last"], year, first=False)):
                continue
            for column in ("name_vi", "name_en", "short_vi", "short_en"):
                self._words.append((row["component"], split_words(row[column])))
                self._names.setdefault(fold(row[column]), set()).add(row["component"])
        covered = list_covered(tables, measure, year=year)
        if covered.empty:
            covered = list_covered(tables, measure, year=last_covered(tables, measure, year))
        self._covered = set(covered["component"])
        self._maxima = dict(zip(covered["component"], covered["maximum"], strict=True))

    def read(self, path: list[str]) -> Heading:
        """Return what the column under a path of headings is, the uppermost first."""
        texts = [text for text in dict.fromkeys(path) if text]
        kinds = [_find_kind(text) for text in texts]
        plain = next((kind for kind in reversed(kinds) if kind), "")
        years = {int(year) for text in texts for year in _YEAR.findall(text)}
        if plain in ("serial", "code", "note", "region"):
            return Heading(plain)
        if not texts or (years and self.year not in years) or self._is_left_out(texts):
            return Heading("left_out")
        if coded := next((text.lower() for text in texts if text.lower() in self._parents), ""):
            return Heading(plain or "score", coded, _find_maximum(texts))
        named = [text for text, kind in zip(texts, kinds, strict=True) if not kind]
        kind = plain or "score"
        if not named:
            return Heading(kind, self.measure, _find_maximum(texts))
        maximum = _find_maximum(texts[texts.index(named[-1]) :])  # one above is that of a whole
        above = ""
        for text in named[:-1]:
            above = self._find(text, within="")[0] or above
        component, near = self._find(named[-1], within=above)
        if component:
            component = self._prefer(component, named[-1], maximum)
            return Heading(kind, component, maximum, beyond=self._is_beyond(component, named[-1]))
        return Heading("unknown", "", maximum, near, above)

    def _prefer(self, component: str, text: str, maximum: str) -> str:
        """Return the component that a heading's maximum or the year speaks for, among those with its words in a name.

        "Điểm thẩm định (68)" is the appraisal as a whole, where that is of 68 points and the one of this name of 61.5.
        """
        words = split_words(clean_heading(text))
        others = [code for code, names in self._words if words <= names and code in self._maxima]
        printed = read_maximum(maximum) if maximum else None
        if printed and not self._is_of(component, printed):
            fitting = {code for code in others if self._is_of(code, printed)}
            return fitting.pop() if len(fitting) == 1 else component
        same = set(others)
        return same.pop() if not printed and component not in self._maxima and len(same) == 1 else component

    def _is_beyond(self, component: str, text: str) -> bool:
        """Return whether a heading has telling words that its component's names lack; brackets may hold any."""
        bare = clean_heading(text)
        if bare.lower().replace(",", ".") in self._parents or self._is_total(bare):
            return False
        words = split_words(re.sub(r"\(.*?\)", " ", bare))
        return not any(words <= names for code, names in self._words if code == component)

    def _is_of(self, component: str, printed: tuple[float, int]) -> bool:
        """Return whether a component has a printed maximum, as far as it is printed."""
        held = self._maxima.get(component)
        return held is not None and abs(held - printed[0]) <= 0.51 * 10.0 ** -printed[1]

    def _is_left_out(self, texts: list[str]) -> bool:
        """Return whether headings are of a change or a share, and not a component that is called so."""
        told = any(fold(text).startswith(_LEFT_OUT) for text in (texts[-1], texts[0]))
        return told and not self._find(texts[-1], within="")[0]

    def _find(self, text: str, *, within: str) -> tuple[str, tuple[str, ...]]:
        """Return the component that a heading names, or none with what is near."""
        bare = clean_heading(text)
        low = bare.lower().replace(",", ".")
        if low in self._parents:
            return low, ()
        if self._is_total(bare):
            return self.measure, ()
        for name in dict.fromkeys((bare, re.sub(r"\(.*?\)", " ", bare), write_out(bare))):
            if found := self._narrow(self._names.get(fold(name), set()), within):
                return found, ()
        words = split_words(bare)
        shorter = {code for code, names in self._words if words and words <= names}
        longer = {code for code, names in self._words if names <= words and 2 * len(names) >= max(len(words), 4)}
        found = self._narrow(shorter, within) or (self._narrow(longer, within) if not shorter else None)
        near = [min(self._names[name]) for name in near_names(fold(bare)[:80], self._names)]
        return (found or ""), () if found else tuple(dict.fromkeys([*sorted(shorter), *near]))[:4]

    def _narrow(self, codes: set[str], within: str) -> str | None:
        """Return the one of some components that is scored in the year and lies under the heading above; else None."""
        for few in (
            codes,
            codes & self._covered,
            {code for code in codes & self._covered if self._is_under(code, within)},
        ):
            if len(few) == 1:
                return next(iter(few))
        return None

    def _is_under(self, code: str, above: str) -> bool:
        while isinstance(code, str):
            if code == above:
                return True
            code = self._parents.get(code)
        return False

    def _is_total(self, text: str) -> bool:
        folded = fold(re.sub(r"\(.*?\)|%", " ", _YEAR.sub(" ", text)))
        names = _MEASURES[self.measure]
        own = {
            part + name for name in names for part in ("", "chiso", "diem", "diemchiso", "tongdiem", "tongdiemchiso")
        }
        return folded in own or folded in _TOTALS


def last_covered(tables: Tables, measure: str, year: int) -> int:
    """Return the last year up to `year` that a framework of the measure covers; `year` itself when there is none."""
    rows = tables.frameworks[(tables.frameworks["measure"] == measure) & (tables.frameworks["first_year"] <= year)]
    if rows.empty:
        return year
    return int(min(rows["last_year"].fillna(year).max(), year))


def clean_heading(text: str) -> str:
    """Return a heading without its number, its maximum and its stars.

    Examples
    --------
    >>> clean_heading("1.2. Cơ hội tham gia bầu cử (2,50)"), clean_heading("Nội dung 4: Kiểm soát tham nhũng *")
    ('Cơ hội tham gia bầu cử', 'Kiểm soát tham nhũng')
    """
    bare = clean_name(_MAXIMUM.sub(" ", text))
    return re.sub(r"\s+", " ", _NUMBERED.sub("", bare)).strip(" :;-–%")


def write_out(text: str) -> str:
    """Return a text with the short forms of offices written out, in plain letters."""
    return " ".join(_SHORT.get(word.lower(), word) for word in re.findall(r"\w+", text))


def split_words(text: str) -> frozenset[str]:
    """Return the telling words of a text, in plain letters.

    Examples
    --------
    >>> sorted(split_words("Tác động đến PT KTXH"))
    ['dong', 'hoi', 'kinh', 'phat', 'te', 'trien', 'xa']
    """
    words = {fold(word) for word in re.findall(r"\w+", write_out(_YEAR.sub(" ", text)))}
    return frozenset(word for word in words if word) - _GENERAL


def read_maximum(printed: str) -> tuple[float, int] | None:
    """Return a printed maximum and its decimals, None where there is none."""
    try:
        reading = read_number(printed)
    except NotANumber:
        return None
    return reading.value, reading.decimals


def _find_maximum(texts: list[str]) -> str:
    return next((found[1] for text in reversed(texts) if (found := _MAXIMUM.search(text))), "")


def _find_kind(text: str) -> str:
    folded = fold(re.sub(r"\(.*?\)", " ", _YEAR.sub(" ", clean_name(text))))
    for kind, words in _KINDS.items():
        if folded in words or (kind in ("rank", "group") and folded.startswith(words[:2]) and len(folded) < 16):
            return kind
    return ""


def _holds(end: object, year: int, *, first: bool) -> bool:
    if pd.isna(end):
        return True
    return int(end) <= year if first else int(end) >= year
