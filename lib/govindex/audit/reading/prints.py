"""What one printed text says: a figure, two of "48/63", a word, a count, or a statement that tells no figure."""

from __future__ import annotations

import re

from govindex.audit.reading.kinds import CHANGED, COUNTED, DIRECTIONS, EITHER, WHOLE
from govindex.audit.reading.numbers import NotANumber, Reading, read_direction, read_number
from govindex.audit.reading.problems import Problem
from govindex.audit.reading.words import find_counts, find_group, find_month, find_scope, find_unit

# What holds a word: how it is read, and what is wrong where it cannot be.
_WORDS = {
    **dict.fromkeys(DIRECTIONS, (read_direction, "direction")),
    "group": (find_group, "group"),
    "due": (find_month, "month"),
}
_SECOND = {"rank": "rank_of", "score": "max"} | dict.fromkeys(
    ("count_up", "count_down", "count_unchanged"), "count_of"
)  # of "48/63", "6/8"
_SCORE = re.compile(r"[0-9][.,][0-9]")
_IN_CHANGES = ("points", "percent", "percentage points")


class Unread(Exception):
    """A row that cannot be read, and what is wrong with it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


def read_print(row: dict, extra: dict, line: int, named: list[str]) -> list[dict]:
    """Return the cell with what its text says, two for "48/63"; `named` are the parts that it names.

    Raises
    ------
    Unread
        When it says nothing that can be read.
    """
    what, printed = row["what"], row["printed"]
    if what in _WORDS:
        read, problem = _WORDS[what]
        word = read(printed)
        if not word:
            raise Unread(Problem(problem, line, "printed", printed))
        return [row | {"word": word, "extra": extra}]
    counts = find_counts(printed)
    if what in COUNTED and counts is not None:
        return _place_counts(row, counts, extra)
    if what == "list":
        return [row | {"word": " ".join(named), "value": float(counts[0]) if counts else row["value"], "extra": extra}]
    try:
        reading = None if _only_tells(what, printed, named) else read_number(printed)
    except NotANumber as wrong:
        if what not in EITHER or wrong.reason != "none":
            raise Unread(Problem(f"number_{wrong.reason}", line, "printed", printed)) from None
        reading = None
    return [row | {"extra": extra}] if reading is None else _place_reading(row, reading, extra, line)


def _only_tells(what: str, printed: str, named: list[str]) -> bool:
    """Return whether a statement tells no figure: "cao nhất trong 8 nội dung" has none, "cao nhất: 7,56" has."""
    return what in EITHER and (bool(named) or (find_scope(printed) != "" and not _SCORE.search(printed)))


def _place_counts(row: dict, counts: tuple[int, int | None], extra: dict) -> list[dict]:
    word = find_group(row["note"]) if row["what"] == "group_size" else ""
    first = row | {"value": float(counts[0]), "decimals": 0, "word": word, "extra": extra}
    first["unit"] = row["unit"] or find_unit(row["printed"])
    if counts[1] is None or row["what"] not in _SECOND:
        return [first]
    what = _SECOND[row["what"]]
    second = row | {"what": what, "value": float(counts[1]), "decimals": 0, "extra": extra | {"part": 2}}
    return [first | {"extra": extra | {"part": 1}}, second]


def _place_reading(row: dict, reading: Reading, extra: dict, line: int) -> list[dict]:
    what, value, decimals = row["what"], reading.value, reading.decimals
    if reading.start is not None and what in ("change", "rank_change"):
        value = value - reading.start if what == "change" else reading.start - value
    if what in COUNTED and reading.word and not reading.sign:
        value = abs(value)  # "giảm 2/8 nội dung" counts two
    if what in WHOLE and (value % 1 or reading.decimals or (value < 0 and what != "rank_change")):
        raise Unread(Problem("whole", line, "printed", row["printed"]))
    if what not in ("change", "change_pct", "rank_change", "above_mean") and reading.word and not reading.sign:
        value = abs(value)  # "giảm còn 44,43" tells a score and not a fall
    extra = extra | {"sign": reading.sign, "printed_unit": reading.unit}
    if reading.about:
        extra["about"] = True
    if reading.start is not None:
        extra["start"] = reading.start
    word = find_group(row["note"]) if what in ("group_size", "group_lower") else reading.word
    unit = row["unit"] or reading.unit
    if what in CHANGED and unit in _IN_CHANGES and reading.unit in _IN_CHANGES:
        unit = reading.unit  # what the print itself says
    first = row | {
        "value": value, "decimals": decimals, "word": word, "unit": unit,
        "extra": extra,
    }  # fmt: skip
    if reading.of is None:
        return [first]
    if what not in _SECOND:
        raise Unread(Problem("number_several", line, "printed", row["printed"]))
    second = row | {
        "what": _SECOND[what], "value": reading.of, "decimals": reading.of_decimals,
        "unit": {"rank": "provinces"}.get(what, row["unit"]), "extra": extra | {"part": 2, "sign": ""},
    }  # fmt: skip
    return [first | {"extra": extra | {"part": 1}}, second]
