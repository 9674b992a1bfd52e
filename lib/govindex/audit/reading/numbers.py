"""Printed numbers: what a printed text says as a figure, and a figure written back in the style of a print.

A comma and a point are both decimal marks, since these indices print no thousands: where both stand in one number, the
last is the decimal mark. Nothing is guessed: a text that can be read in two ways is not read.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from govindex.audit.reading.words import find_direction, find_unit, is_about, swap_direction, write_direction
from govindex.errors import GovindexError

_TOKEN = re.compile(r"(?P<sign>[+\-−–‒]\s?)?(?P<digits>[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)")
_SPOILED = re.compile(r"[^\W\d_][0-9]|[0-9][.,][^\W\d_]|[0-9](?!(?:st|nd|rd|th|đ|điểm|%)\b)[^\W\d_]|[.,]{2}[0-9]", re.I)
_BETWEEN = re.compile(r"^\s*(?:/|trên(?: tổng số)?|trong(?: tổng số)?|của|of|out of)\s*$", re.I)
_ARROW = re.compile(r"^[^0-9]*(?:→|->|–>|=>|➔|đến|xuống|lên|còn|to)\s*(?:hạng|thứ|rank)?\s*$", re.I)
_LONGEST = 15  # digits that a float holds exactly
_MOST_LETTERS = 500  # of a text that tells a figure
_TYPED = {"-": "-", "−": "-", "–": "-", "‒": "-", "+": "+"}


class NotANumber(GovindexError):
    """A printed text that no figure can be read from; `reason` is the key of the sentence that says why."""

    def __init__(self, printed: str, reason: str) -> None:
        super().__init__(f"{printed!r} cannot be read as a number ({reason}).")
        self.printed, self.reason = printed, reason


class Reading(NamedTuple):
    """What a printed text says.

    Attributes
    ----------
    value : float
        The figure, its sign from the print or from a word ("giảm 2,45" is -2.45).
    decimals : int
        Decimals printed: the tolerance follows from them.
    sign : str
        ``+`` or ``-`` as printed, else ``""``.
    word : str
        ``up``, ``down`` or ``same`` when a direction word stands beside the figure, else ``""``.
    unit : str
        ``points``, ``percent``, ``percentage points``, ``places`` when the text names one, else ``""``.
    of : float or None
        The second figure of "48/63", with `of_decimals`.
    start : float or None
        The first figure of "19 → 17", whose second is then `value`.
    about : bool
        Whether the text says that the figure is not exact ("gần 1 điểm").
    """

    value: float
    decimals: int
    sign: str = ""
    word: str = ""
    unit: str = ""
    of: float | None = None
    of_decimals: int = 0
    start: float | None = None
    about: bool = False


def read_number(printed: str) -> Reading:
    """Return what `printed` says as a number.

    Raises
    ------
    NotANumber
        When it holds no number, several that do not belong together, or letters among its digits.

    Examples
    --------
    >>> read_number("44,43")[:2], read_number("giảm 06 bậc")[:2], read_number("48/63").of
    ((44.43, 2), (-6.0, 0), 63.0)
    >>> read_number("-1,162").sign, read_number("80,25%").unit
    ('-', 'percent')
    """
    text = printed.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if len(text) > _MOST_LETTERS:
        raise NotANumber(printed, "long" if re.search(r"[0-9]", text) else "none")
    if any(letter.isnumeric() and not letter.isascii() for letter in text) or _SPOILED.search(text):
        raise NotANumber(printed, "spoiled")
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        raise NotANumber(printed, "none")
    if len(tokens) > 2:
        raise NotANumber(printed, "several")
    of = start = None
    of_decimals = 0
    first = tokens[0]
    value, decimals = _read_token(first["digits"], printed)
    if len(tokens) == 2:
        between = text[first.end() : tokens[1].start()]
        second, second_decimals = _read_token(tokens[1]["digits"], printed)
        if _BETWEEN.match(between) and not tokens[1]["sign"]:
            of, of_decimals = second, second_decimals
        elif _ARROW.match(between):
            start, value, decimals, first = value, second, second_decimals, tokens[1]
        else:
            raise NotANumber(printed, "several")
    sign = _TYPED[first["sign"].strip()] if first["sign"] else ""
    if sign and first.start() > 0 and text[first.start() - 1].isalnum():
        raise NotANumber(printed, "several")  # a hyphen that joins is no sign: "T-5"
    word = find_direction(text)
    if sign == "-" or (word == "down" and not sign and start is None):
        value = -value
    if text.startswith("(") and text.endswith(")") and not sign and not word:
        raise NotANumber(printed, "brackets")
    return Reading(value, decimals, sign, word, find_unit(text), of, of_decimals, start, is_about(text))


def write_like(
    value: float, printed: str, *, decimals: int | None = None, mark: str | None = None, part: int = 1
) -> str:
    """Return `value` as the print would have written it: its decimals, decimal mark, sign, zeros and words.

    Parameters
    ----------
    value : float
        What is to stand there.
    printed : str
        The text that stands there now.
    decimals : int, optional
        Other than those of the print, where it lost some.
    mark : str, optional
        The decimal mark of the print's neighbours, where it has none itself; a comma by default.
    part : int
        2 for the second figure of "48/63".

    Examples
    --------
    >>> write_like(49, "48/63"), write_like(60, "48/63", part=2), write_like(-0.162, "-1,162")
    ('49/63', '48/60', '-0,162')
    >>> write_like(5, "giảm 06 bậc"), write_like(4.413, "413", decimals=3)
    ('tăng 05 bậc', '4,413')
    """
    tokens = list(_TOKEN.finditer(printed))
    if not tokens:
        return write_figure(abs(value), decimals or 0, mark or ",")
    token = tokens[min(part, len(tokens)) - 1]
    digits = token["digits"]
    inner = re.findall(r"[.,]", digits)
    own = len(digits) - max(digits.rfind(","), digits.rfind(".")) - 1 if inner else 0
    text = write_figure(abs(value), own if decimals is None else decimals, inner[-1] if inner else mark or ",")
    if digits.startswith("0") and not inner and "," not in text and "." not in text:
        text = text.zfill(len(digits))
    word = find_direction(printed)
    before, after = printed[: token.start()], printed[token.end() :]
    if part == 1 and word in ("up", "down"):
        if (value < 0) != (word == "down"):
            swapped = swap_direction(printed[: token.start()])
            before, after = (swapped, after) if swapped != before else (before, swap_direction(after))
        return f"{before}{text}{after}"
    typed = (token["sign"] or "").strip()
    if value < 0:
        text = (typed if typed and typed != "+" else "-") + text
    elif typed == "+":
        text = "+" + text
    return f"{before}{text}{after}"


def read_direction(printed: str) -> str:
    """Return ``up``, ``down`` or ``same`` for a direction word or sign, ``""`` where it is neither.

    Examples
    --------
    >>> read_direction("(-)"), read_direction("đều tăng"), read_direction("giữ nguyên"), read_direction("chưa tăng")
    ('down', 'up', 'same', '')
    """
    word = find_direction(printed)
    if word:
        return word
    marks = set(re.sub(r"[\s().,]", "", printed))
    if not marks - set("+▲↑△"):
        return "up" if marks else ""
    if not marks - set("-−–‒▼↓▽"):
        return "down"
    if not marks - set("=→0"):
        return "same"
    try:
        reading = read_number(printed)
    except NotANumber:
        return ""
    return "up" if reading.sign == "+" else "down" if reading.sign == "-" else ""


def write_word(word: str, printed: str, lang: str = "") -> str:
    """Return the direction `word` in the style of `printed`: a sign for a sign, else in `lang`, by default the print's.

    Examples
    --------
    >>> write_word("down", "có cải thiện"), write_word("up", "(-)"), write_word("down", "improved")
    ('giảm', '(+)', 'fell')
    """
    return write_direction(word, printed, lang)


def _read_token(digits: str, printed: str) -> tuple[float, int]:
    marks = re.findall(r"[.,]", digits)
    if len(marks) > 1:
        last, earlier = marks[-1], set(marks[:-1])
        groups = re.split(r"[.,]", digits)
        if earlier == {last} or len(earlier) > 1 or any(len(group) != 3 for group in groups[1:-1]):
            raise NotANumber(printed, "marks")
        digits = "".join(groups[:-1]) + last + groups[-1]
    whole, _, part = digits.replace(",", ".").partition(".")
    if len(whole.lstrip("0") + part) > _LONGEST:
        raise NotANumber(printed, "long")
    value = float(f"{whole or 0}.{part or 0}")
    if not math.isfinite(value):
        raise NotANumber(printed, "long")
    return value, len(part)


def write_figure(value: float, decimals: int, mark: str) -> str:
    """Return a figure with so many decimals, a half rounded up, and its decimal mark."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return format(rounded, "f").replace(".", mark)
