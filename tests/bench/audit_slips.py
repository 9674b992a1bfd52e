"""Slips of the pen, the key and the clipboard, made in the printed texts of a table; none is left out for being small.

A slip takes the table and gives the new texts by the number of the cell, or nothing where it has no place.
"""

import itertools
import re
from decimal import Decimal
from typing import NamedTuple

from audit_writer import GROUPS, STYLES, shorten, show, write_table

MEASURED = ("score", "change", "change_pct", "lost", "share_pct", "above_mean")
MOVED = ("change", "change_pct", "rank_change", "above_mean")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_WORDS = {"tăng": "giảm", "giảm": "tăng", "+": "-", "-": "+"}


class Table(NamedTuple):
    """A clean table and what a slip may need: its year, province and style, and the figures of all others."""

    facts: object
    year: int
    province: str
    style: str
    cells: list


def number_of(text):
    """Return the number that a print tells, words and signs taken in, None where it tells none."""
    found = _NUMBER.search(text)
    if not found:
        return None
    value = Decimal(found[0].replace(",", "."))
    return -value if "giảm" in text or text.startswith("-") else value


def tell_too(kind, wrong):
    """Return what would be true too where a slip stands: a change in per cent that is told as points, with its sign."""
    return wrong.removesuffix(" điểm") + "%" if kind == "per cent told as points" else ""


def plant(kind, table, rng, taken=()):
    """Return the wrong texts of one slip by the number of the cell; `taken` are cells that are wrong already."""
    open_cells = [n for n in range(len(table.cells)) if n not in taken]
    wrong = KINDS[kind](table, open_cells, rng)
    return wrong if all(table.cells[n]["printed"] != text for n, text in wrong.items()) else {}


def _pick(table, cells, whats, rng, where=lambda cell: True):
    """Return the number of a cell of one of the kinds, None where there is none."""
    fit = [n for n in cells if table.cells[n]["what"] in whats and where(table.cells[n])]
    return rng.choice(fit) if fit else None


def _spoil(change):
    """Return a slip that changes the digits of a measured figure so that it tells another number."""

    def slip(table, cells, rng):
        n = _pick(table, cells, MEASURED, rng)
        if n is None:
            return {}
        text = table.cells[n]["printed"]
        found = _NUMBER.search(text)
        spoilt = change(found[0], rng)
        if not spoilt:
            return {}
        spoilt = text[: found.start()] + spoilt + text[found.end() :]
        return {n: spoilt} if number_of(spoilt) != number_of(text) else {}

    return slip


def _digits(text):
    return [place for place, letter in enumerate(text) if letter.isdigit()]


def _swap(text, rng):
    places = _digits(text)
    pairs = [(a, b) for a, b in itertools.pairwise(places) if text[a] != text[b]]
    if not pairs:
        return ""
    a, b = rng.choice(pairs)
    return text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]


def _change(text, rng):
    place = rng.choice(_digits(text))
    return text[:place] + rng.choice([one for one in "0123456789" if one != text[place]]) + text[place + 1 :]


def _lose(text, rng):
    place = rng.choice(_digits(text))
    return (text[:place] + text[place + 1 :]).strip(",.")


def _double(text, rng):
    place = rng.choice(_digits(text))
    return text[:place] + text[place] + text[place:]


def _nudge(text, rng):
    mark = "," if "," in text else "."
    decimals = len(text.partition(mark)[2])
    value = Decimal(text.replace(",", ".")) + rng.choice((-1, 1)) * Decimal(1).scaleb(-decimals)
    return show(value, mark=mark) if value >= 0 else ""


def _lose_mark(text, rng):
    return re.sub("[.,]", "", text)


def _move_mark(text, rng):
    whole, mark, part = re.match(r"(\d+)([.,]?)(\d*)", text).groups()
    if not mark:
        return ""
    if rng.choice((0, 1)) and len(whole) > 1:
        return whole[:-1] + mark + whole[-1] + part
    rest = mark + part[1:] if len(part) > 1 else ""
    return f"{whole}{part[0]}{rest}".lstrip("0") or ""


def _turn_sign(table, cells, rng):
    n = _pick(table, cells, MOVED, rng, lambda cell: re.match(r"tăng|giảm|[+-]", cell["printed"]))
    if n is None:
        return {}
    text = table.cells[n]["printed"]
    sign = re.match(r"tăng|giảm|[+-]", text)[0]
    return {n: _WORDS[sign] + text[len(sign) :]}


def _lose_sign(table, cells, rng):
    n = _pick(table, cells, MOVED, rng, lambda cell: re.match(r"giảm|-", cell["printed"]))
    return {} if n is None else {n: re.sub(r"^(giảm\s*|-)", "", table.cells[n]["printed"])}


def _columns(table, cells, whats):
    """Return the cells of each column that the rows of dimensions or parts have."""
    found = {}
    for n in cells:
        cell = table.cells[n]
        if cell["what"] in whats and not cell["row"].startswith("Tổng"):
            found.setdefault((cell["what"], cell["year"]), []).append(n)
    return [column for column in found.values() if len(column) > 2]


def _take_neighbour(table, cells, rng):
    columns = _columns(table, cells, ("score", "change", "change_pct", "lost"))
    if not columns:
        return {}
    column = rng.choice(columns)
    place = rng.randrange(len(column) - 1)
    to, of = (column[place], column[place + 1]) if rng.choice((0, 1)) else (column[place + 1], column[place])
    return {to: table.cells[of]["printed"]}


def _move_rows(table, cells, rng):
    columns = _columns(table, cells, ("score", "change"))
    if not columns:
        return {}
    column = rng.choice(columns)
    start = rng.randrange(len(column) - 2)
    return {to: table.cells[of]["printed"] for to, of in zip(column[start:-1], column[start + 1 :], strict=True)}


def _repeat_row(table, cells, rng):
    rows = {}
    for n in cells:
        cell = table.cells[n]
        if not cell["row"].startswith("Tổng"):
            rows.setdefault(cell["row"], {})[cell["what"], cell["year"]] = n
    names = [name for name, row in rows.items() if len(row) > 1]
    if len(names) < 2:
        return {}
    place = rng.randrange(len(names) - 1)
    of, to = rows[names[place]], rows[names[place + 1]]
    texts = {to[key]: table.cells[of[key]]["printed"] for key in to if key in of}
    return {n: text for n, text in texts.items() if table.cells[n]["printed"] != text}


def _code(table, n):
    return table.cells[n]["cell"].partition("/")[0]


def _take_last_year(table, cells, rng):
    n = _pick(table, cells, ("score",), rng, lambda cell: cell["year"] == str(table.year))
    before = None if n is None else table.facts.scores.get((table.year - 1, table.province, _code(table, n)))
    if before is None:
        return {}
    text = table.cells[n]["printed"]
    mark = "," if "," in text else "."
    decimals = len(text.partition(mark)[2])
    return {n: show(shorten(before, decimals), mark=mark)}


def _swap_years(table, cells, rng):
    pairs = {}
    for n in cells:
        if table.cells[n]["what"] in ("score", "rank"):
            pairs.setdefault((_code(table, n), table.cells[n]["what"]), []).append(n)
    pairs = [pair for pair in pairs.values() if len(pair) == 2]
    if not pairs:
        return {}
    one, other = rng.choice(pairs)
    return {one: table.cells[other]["printed"], other: table.cells[one]["printed"]}


def _take_other_province(table, cells, rng):
    others = [key[1] for key in table.facts.list_papi() if key[0] == table.year and key[1] != table.province]
    if table.style not in STYLES:
        others = [key[1] for key in table.facts.list_par() if key[1] != table.province]
    other = write_table(table.facts, table.year, rng.choice(others), table.style)
    texts = {cell["cell"]: cell["printed"] for cell in other}
    n = _pick(table, cells, ("score", "change", "rank", "group", "lost"), rng,
              lambda cell: texts.get(cell["cell"], cell["printed"]) != cell["printed"])  # fmt: skip
    return {} if n is None else {n: texts[table.cells[n]["cell"]]}


def _tell_per_cent(table, cells, rng):
    n = _pick(table, cells, ("change",), rng, lambda cell: "%" not in cell["printed"])
    if n is None:
        return {}
    change = table.facts.change(table.year, table.province, _code(table, n))
    before = table.facts.scores[table.year - 1, table.province, _code(table, n)]
    text = table.cells[n]["printed"]
    percent = shorten(abs(100 * change / before), 2)
    return {n: _NUMBER.sub(show(percent, mark="." if "." in text else ","), text, count=1)}


def _lose_unit(table, cells, rng):
    n = _pick(table, cells, ("change",), rng, lambda cell: "%" in cell["printed"])
    return {} if n is None else {n: table.cells[n]["printed"].rstrip("%")}


def _miscount(whats, most, least):
    """Return a slip that lets a whole number be off by 1 to `most`."""

    def slip(table, cells, rng):
        n = _pick(table, cells, whats, rng)
        if n is None:
            return {}
        text = table.cells[n]["printed"]
        digits = _NUMBER.search(text)[0]
        value = int(digits) + rng.choice((-1, 1)) * rng.randint(1, most)
        return {n: _NUMBER.sub(str(value).zfill(len(digits)), text, count=1)} if least <= value <= 60 else {}

    return slip


def _mistake_group(table, cells, rng):
    n = _pick(table, cells, ("group",), rng)
    if n is None:
        return {}
    text = table.cells[n]["printed"]
    other = rng.choice([group for group in GROUPS if group.lower() != text.lower()])
    return {n: other if text[0].isupper() else other.lower()}


def _turn_word(table, cells, rng):
    n = _pick(table, cells, ("direction",), rng)
    return {} if n is None else {n: "(-)" if table.cells[n]["printed"] == "(+)" else "(+)"}


def _spoil_maximum(table, cells, rng):
    n = _pick(table, cells, ("max",), rng)
    return {} if n is None else {n: _change(table.cells[n]["printed"], rng)}


KINDS = {
    "last digit off by one": _spoil(_nudge),
    "digit changed": _spoil(_change),
    "digits swapped": _spoil(_swap),
    "digit lost": _spoil(_lose),
    "digit doubled": _spoil(_double),
    "comma lost": _spoil(_lose_mark),
    "comma moved": _spoil(_move_mark),
    "sign turned": _turn_sign,
    "sign lost": _lose_sign,
    "per cent told as points": _tell_per_cent,
    "per cent sign lost": _lose_unit,
    "neighbour's value": _take_neighbour,
    "last year's value": _take_last_year,
    "other province's value": _take_other_province,
    "rank off by 1 to 3": _miscount(("rank",), 3, 1),
    "change of rank off": _miscount(("rank_change",), 3, 1),
    "wrong group": _mistake_group,
    "direction turned": _turn_word,
    "count off by one": _miscount(("count_up", "count_down"), 1, 0),
    "wrong maximum": _spoil_maximum,
    "years swapped": _swap_years,
    "rows moved up": _move_rows,
    "row duplicated": _repeat_row,
}
MANY = ("years swapped", "rows moved up", "row duplicated")  # kinds that make several cells wrong at once
