"""How near two figures are in print: which slip of the pen, the key or the scan makes one of the other."""

from __future__ import annotations

import re
from functools import lru_cache

# What each slip costs: one that a reader makes often weighs less than two at once; FAR is no slip that we know.
COSTS = {
    "": 3, "sign": 0, "comma_lost": 0, "comma_moved": 0, "per_cent": 1, "neighbour": 1, "last_year": 1, "digit_lost": 1,
    "digit_added": 1, "digits_swapped": 1, "digit_misread": 1, "two_digits": 2,
    "turned": 2,
}  # fmt: skip
FAR = COSTS[""]
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+")


def write_plain(value: float, decimals: int) -> str:
    """Return the digits of a figure with a point, without its sign."""
    return f"{abs(value):.{decimals}f}"


def count_digits(printed: str) -> int:
    """Return how many digits the first figure of a print has."""
    number = _NUMBER.search(printed)
    return sum(letter.isdigit() for letter in number[0]) if number else 0


@lru_cache(maxsize=4096)
def find_slip(printed: str, value: float, meant: float, decimals: int) -> str:
    """Return the slip that turns the figure `meant` into what is printed, ``""`` where none that we know does.

    Parameters
    ----------
    printed : str
        As it came in.
    value : float
        What the print says.
    meant : float
        What may have been meant, to `decimals`.

    Examples
    --------
    >>> find_slip("413", 413, 4.413, 3), find_slip("-1,162", -1.162, -0.162, 3), find_slip("4,094", 4.094, 4.904, 3)
    ('digit_lost', 'digit_misread', 'digits_swapped')
    >>> find_slip("417", 417, 4.17, 2), find_slip("0,369", 0.369, -0.369, 3), find_slip("7,33", 7.33, 5.12, 2)
    ('comma_lost', 'sign', '')
    """
    number = _NUMBER.search(printed)
    text = number[0] if number else write_plain(value, decimals)
    right = write_plain(meant, decimals)
    own = text.replace(",", ".")
    turned = value * meant < 0
    if abs(abs(value) - abs(float(right))) < 1e-9:
        return "sign" if turned else ""
    digits, wanted = own.replace(".", ""), right.replace(".", "")
    slip = _compare(digits, wanted, own)
    if not slip and "." in own and len(own.partition(".")[2]) < decimals:
        padded = digits + "0" * (decimals - len(own.partition(".")[2]))
        slip = "two_digits" if _compare(padded, wanted, own) not in ("", "two_digits") else ""
    return "two_digits" if slip and turned else slip


def _compare(digits: str, wanted: str, own: str) -> str:  # noqa: PLR0911, a slip a return
    if digits.strip("0") == wanted.strip("0"):
        return "comma_moved" if "." in own else "comma_lost"
    if len(digits) + 1 == len(wanted) and _lacks_one(digits, wanted):
        return "digit_lost"
    if len(digits) == len(wanted) + 1 and _lacks_one(wanted, digits):
        return "digit_added"
    if len(digits) == len(wanted):
        off = [place for place, pair in enumerate(zip(digits, wanted, strict=True)) if pair[0] != pair[1]]
        if len(off) == 1:
            return "digit_misread"
        if len(off) == 2 and digits[off[0]] == wanted[off[1]] and digits[off[1]] == wanted[off[0]]:
            return "digits_swapped" if off[1] == off[0] + 1 else "two_digits"
        if len(off) == 2 and len(digits) > 3:
            return "two_digits"
    if len(wanted) > 3 and len(digits) + 2 == len(wanted) and _lacks_two(digits, wanted):
        return "two_digits"
    return ""


def _lacks_one(short: str, long: str) -> bool:
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _lacks_two(short: str, long: str) -> bool:
    return any(_lacks_one(short, long[:place] + long[place + 1 :]) for place in range(len(long)))
