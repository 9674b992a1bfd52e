"""The words of printed cells: directions, units, groups, months and counts in words, Vietnamese and English.

These are words that are read, not words that are said: those stand in ``catalogue/``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Longest first within a direction, since a longer word is looked for first.
_DIRECTIONS = {
    "same": (
        "không có thay đổi", "không thay đổi", "không đổi", "không biến động", "giữ nguyên", "giữ vững", "duy trì",
        "giữ ổn định", "ổn định", "không tăng không giảm", "không tăng, không giảm", "unchanged", "no change", "stable",
        "constant", "same",
    ),
    "up": (
        "có cải thiện", "được cải thiện", "cải thiện", "có tiến bộ", "tiến bộ", "gia tăng", "tăng", "thăng", "vươn lên",
        "nâng lên", "nâng", "cao hơn", "improved", "improvement", "improve", "increased", "increase", "rises", "risen",
        "rise", "rose", "gained", "gain", "higher", "up",
    ),
    "down": (
        "sụt giảm", "suy giảm", "giảm", "tụt", "sụt", "thụt lùi", "xuống", "thấp hơn", "decreased", "decrease",
        "declined", "decline", "dropped", "drop", "fallen", "falls", "fall", "fell", "worsened", "lost",
        "lower", "down",
    ),
}  # fmt: skip
_DENIED = r"(?:không|chưa|chẳng|not|no|never)(?:\s+(?:được|có|hề|yet|have|has))*\s+"
_WORD_DIRECTIONS = {word: direction for direction, words in _DIRECTIONS.items() for word in words}


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIRECTION = re.compile(
    rf"(?<!\w)(?:(?P<same>{_any_of(_DIRECTIONS['same'])})"
    rf"|(?P<denied>{_DENIED})?(?P<word>{_any_of((*_DIRECTIONS['up'], *_DIRECTIONS['down']))}))(?!\w)"
)
_UNITS = {
    "percentage points": (r"điểm\s*(?:phần trăm|%)", r"percentage points?", r"\bpp\b", r"%-points?"),
    "percent": (r"%", r"phần trăm", r"per ?cent\b"),
    "points": (r"điểm\b", r"\bpoints?\b", r"[0-9]đ\b"),
    "places": (r"\bbậc\b", r"\bplaces?\b", r"\blevels?\b", r"\bpositions?\b"),
    "rank": (r"\bhạng\b", r"\branks?\b", r"\bthứ\b"),
    "provinces": (r"\btỉnh\b", r"\bprovinces?\b", r"địa phương"),
}
_UNIT_PATTERNS = {unit: re.compile("|".join(patterns)) for unit, patterns in _UNITS.items()}
_LETTER = re.compile(r"[^\W\d_]")
_ABOUT = re.compile(r"\b(?:gần|khoảng|hơn|trên dưới|xấp xỉ|about|nearly|almost|over|around|approximately)\b", re.I)
_GROUPS = {
    "2": ("trung bình cao", "trung bình - cao", "upper middle", "upper-middle", "mid-high", "high average",
          "above average", "average high", "medium high", "high-middle"),
    "3": ("trung bình thấp", "trung bình - thấp", "lower middle", "lower-middle", "mid-low", "low average",
          "below average", "average low", "medium low", "low-middle"),
    "1": ("cao nhất", "highest", "best", "cao", "high"),
    "4": ("thấp nhất", "lowest", "poor", "kém nhất", "thấp", "low"),
}  # fmt: skip
_COUNTS = (
    ("không", "zero", "none"), ("một", "one"), ("hai", "two"), ("ba", "three"), ("bốn", "four"), ("năm", "five"),
    ("sáu", "six"), ("bảy", "seven"), ("tám", "eight"), ("chín", "nine"), ("mười", "ten"),
)  # fmt: skip
_NUMBERS = {word: count for count, words in enumerate(_COUNTS) for word in words}
_NUMBER = rf"[0-9]{{1,3}}|{_any_of(_NUMBERS)}"
_PARTS = r"nội dung|tiêu chí|tiêu chuẩn|lĩnh vực|thành phần|dimensions?|criteri(?:a|on)|components?|parts|fields?"
_COUNT = re.compile(
    rf"(?:tăng|giảm|cả|toàn bộ|tất cả|all|the)?\s*(?P<first>{_NUMBER})"
    rf"(?:\s*(?:/|trên(?: tổng số)?|trong(?: tổng)?(?: số)?|of|out of)\s*(?P<second>{_NUMBER}))?"
    rf"(?P<noun>\s+(?:{_PARTS}|tỉnh|provinces?|địa phương).*)?"
)
_SCOPES = tuple(
    (scope, re.compile(pattern))
    for scope, pattern in (
        ("other", r"trực thuộc trung ương|municipalit"),
        ("region", r"\bvùng\b|\bkhu vực\b|\bregion"),
        ("country", r"cả nước|toàn quốc|tỉnh, thành|các tỉnh|[0-9]{2} tỉnh|\bcountry\b|provinces\b|nation(?:al|wide)"),
        ("parts", rf"(?:{_PARTS})\b"),
    )
)
_MOST = (
    (re.compile(r"(tăng|thăng|cải thiện)\s+(nhiều|mạnh|cao|lớn)\s+nhất|rose (the )?most|largest rise"), 1),
    (re.compile(r"(giảm|sụt|tụt)\s+(nhiều|mạnh|sâu|lớn)\s+nhất|fell (the )?most|largest fall"), -1),
)  # fmt: skip
_HIGHEST = re.compile(
    r"cao nhất|tốt nhất|đứng đầu|đứng thứ nhất|dẫn đầu|xếp thứ nhất|highest|\bbest\b|ranks? first|leads? the"
)
_LOWEST = re.compile(r"thấp nhất|kém nhất|đứng cuối|cuối bảng|lowest|\bworst\b|ranks? last")
_SIGNS = {"up": "+", "down": "-", "same": "="}
_SAID = {
    "vi": {"up": "tăng", "down": "giảm", "same": "giữ nguyên"},
    "en": {"up": "rose", "down": "fell", "same": "unchanged"},
}
_OPPOSITES = (("tăng", "giảm"), ("thăng", "tụt"), ("rose", "fell"), ("increased", "decreased"), ("up", "down"),
              ("increase", "decrease"), ("improved", "declined"), ("rise", "fall"),
              ("cao hơn", "thấp hơn"))  # fmt: skip


def plain(text: str) -> str:
    """Return `text` in lower case, its diacritics composed, its white space single."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def find_direction(text: str) -> str:
    """Return the direction that the words of `text` tell, ``""`` where none, a denied one, or two contrary ones.

    Examples
    --------
    >>> find_direction("tăng 3,23"), find_direction("giảm nhẹ"), find_direction("không tăng"), find_direction("48/63")
    ('up', 'down', '', '')
    """
    if not _LETTER.search(text):
        return ""
    found = set()
    for match in _DIRECTION.finditer(plain(text)):
        if match["denied"]:
            return ""
        found.add("same" if match["same"] else _WORD_DIRECTIONS[match["word"]])
    return found.pop() if len(found) == 1 else ""


def find_unit(text: str) -> str:
    """Return the unit that `text` names, ``""`` where none."""
    if not _LETTER.search(text):
        return "percent" if "%" in text else ""
    low = plain(text)
    return next((unit for unit, pattern in _UNIT_PATTERNS.items() if pattern.search(low)), "")


def is_about(text: str) -> bool:
    """Return whether `text` says that its figure is not exact."""
    return _LETTER.search(text) is not None and _ABOUT.search(plain(text)) is not None


def find_group(text: str) -> str:
    """Return ``1`` (highest) to ``4`` of PAPI's groups or ``A`` to ``D`` of PAR INDEX's, ``""`` where none is told.

    Examples
    --------
    >>> find_group("Trung bình cao"), find_group("nhóm A"), find_group("Thấp nhất"), find_group("IV")
    ('2', 'A', '4', '4')
    """
    low = plain(text)
    for group, words in _GROUPS.items():
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) for word in words):
            return group
    named = re.fullmatch(r"(?:nhóm|loại|group|hạng)?\s*(?:thứ\s*)?([a-d]|[1-4]|iv|i{1,3})", low)
    if not named:
        return ""
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4"}.get(named[1], named[1].upper())


def find_month(text: str) -> str:
    """Return the month that `text` names as ``YYYY-MM``, for a quarter its last, ``""`` where none.

    Examples
    --------
    >>> find_month("09/2021"), find_month("tháng 8 năm 2022"), find_month("30/9/2022"), find_month("Quý III/2022")
    ('2021-09', '2022-08', '2022-09', '2022-09')
    """
    low = plain(text)
    if quarter := re.search(r"(?:quý|quarter|q)\s*(iv|i{1,3}|[1-4])\s*(?:/|-|năm|of|,)?\s*(20[0-9]{2})", low):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter[1]) or int(quarter[1])
        return f"{quarter[2]}-{3 * number:02d}"
    found = set()
    patterns = (
        r"(?<![0-9])(?:[0-9]{1,2}\s*[/.-]\s*)?(?P<m>1[0-2]|0?[1-9])\s*(?:[/.-]|năm|,)\s*(?P<y>20[0-9]{2})(?![0-9])",
        r"(?<![0-9])(?P<y>20[0-9]{2})\s*[/-]\s*(?P<m>1[0-2]|0?[1-9])(?![0-9])",
    )
    for pattern in patterns:
        found |= {f"{match['y']}-{int(match['m']):02d}" for match in re.finditer(pattern, low)}
    return found.pop() if len(found) == 1 else ""


def find_counts(text: str) -> tuple[int, int | None] | None:
    """Return the number that `text` spells out, and of how many where it says so; None where it spells none.

    Examples
    --------
    >>> find_counts("bốn"), find_counts("One"), find_counts("sáu trên tám nội dung"), find_counts("nhiều")
    ((4, None), (1, None), (6, 8), None)
    >>> find_counts("cả 8 nội dung"), find_counts("7/8 dimensions"), find_counts("6/8")
    ((8, None), (7, 8), None)
    """
    low = plain(text)
    found = _COUNT.fullmatch(low)
    if found is None or (found["first"].isdigit() and not found["noun"]):
        return None
    first, second = (_NUMBERS.get(word, int(word) if word and word.isdigit() else None) for word in found.group(1, 2))
    return None if first is None else (first, second)


def find_scope(text: str) -> str:
    """Return among what `text` says that something is the highest: ``parts``, ``country``, ``region`` or ``other``.

    ``""`` where it does not say.

    Examples
    --------
    >>> find_scope("cao nhất trong 8 nội dung"), find_scope("the highest in the country"), find_scope("cao nhất")
    ('parts', 'country', '')
    """
    low = plain(text)
    return next((scope for scope, pattern in _SCOPES if pattern.search(low)), "")


def find_most(text: str) -> int:
    """Return 1 where `text` says that something rose most, -1 where it fell most, else 0.

    Examples
    --------
    >>> find_most("tăng nhiều nhất"), find_most("the largest fall"), find_most("cao nhất")
    (1, -1, 0)
    """
    low = plain(text)
    return next((way for pattern, way in _MOST if pattern.search(low)), 0)


def find_extreme(text: str) -> int:
    """Return 1 where `text` says that something is the highest or first, -1 for the lowest or last, else 0.

    Examples
    --------
    >>> find_extreme("đứng đầu cả nước"), find_extreme("the lowest of its dimensions"), find_extreme("tăng")
    (1, -1, 0)
    """
    low = plain(text)
    return 1 if _HIGHEST.search(low) else -1 if _LOWEST.search(low) else 0


def swap_direction(text: str) -> str:
    """Return `text` with its direction word turned round, as it was where it has none that can be."""
    for one, other in _OPPOSITES:
        for old, new in ((one, other), (other, one)):
            if match := re.search(rf"(?<!\w){old}(?!\w)", text, re.I):
                word = new.capitalize() if match[0][0].isupper() else new
                return text[: match.start()] + word + text[match.end() :]
    return text


def write_direction(word: str, printed: str, lang: str = "") -> str:
    """Return a direction as `printed` writes one: a sign for a sign, else a word in `lang`, by default its own."""
    if printed and not _LETTER.search(printed):
        return re.sub(r"[+\-−–‒=▲▼↑↓→]+", _SIGNS[word], printed, count=1)
    english = printed.isascii() and _DIRECTION.search(plain(printed)) is not None
    return _SAID[lang or ("en" if english else "vi")][word]
