"""Slips planted into clean tables, one of a kind in turn; a counter chooses, so that every run is the same."""

import itertools

from audit_tables import GROUPS, WORDS, shorten, write

DIGITS = ["digit lost", "digit doubled", "digit misread", "digits swapped", "comma lost"]
BIT = 2654435761  # Knuth's multiplier: spreads a counter


class Chooser:
    """Chooses as if by chance, the same every time."""

    def __init__(self, seed):
        self.state = seed * BIT % 2**32 or 1

    def pick(self, things):
        """Return one of `things`."""
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return things[(self.state >> 8) % len(things)]


def plant(panel, slip, cells, chooser):
    """Plant a slip and return the numbers of its cells, or nothing where the table has no place for it."""
    of = {}
    for number, cell in enumerate(cells):
        of.setdefault(cell["what"], []).append(number)
    return _plant_digits(slip, cells, of, chooser) if slip in DIGITS else _PLANTERS[slip](panel, cells, of, chooser)


def set_number(cell, printed):
    """Let a cell print another number."""
    text = printed.lstrip("+")
    cell["printed"], cell["value"] = printed, float(text.replace(",", "."))
    cell["decimals"] = len(text.partition(",")[2])


def _plant_digits(slip, cells, of, chooser):
    number = chooser.pick(of["score"] + of.get("change", []) + of.get("lost", []))
    printed = _spoil(slip, cells[number]["printed"], chooser)
    if printed is None:
        return []
    set_number(cells[number], printed)
    return [number]


def _spoil(slip, printed, chooser):
    sign = printed[0] if printed[0] in "+-" else ""
    text = printed[len(sign) :]
    digits = [n for n, letter in enumerate(text) if letter.isdigit()]
    at = chooser.pick(digits)
    if slip == "digit lost":
        text = text[:at] + text[at + 1 :]
        text = "0" + text if text.startswith(",") and chooser.pick((0, 1)) else text.lstrip(",")
        text = text.rstrip(",")
    elif slip == "digit doubled":
        text = text[:at] + text[at] + text[at:]
    elif slip == "digit misread":
        text = text[:at] + chooser.pick([one for one in "0123456789" if one != text[at]]) + text[at + 1 :]
    elif slip == "digits swapped":
        pairs = [(a, b) for a, b in itertools.pairwise(digits) if text[a] != text[b]]
        if not pairs:
            return None
        a, b = chooser.pick(pairs)
        letters = list(text)
        letters[a], letters[b] = letters[b], letters[a]
        text = "".join(letters)
    else:
        text = text.replace(",", "")
    return sign + text if text else None


def _plant_sign(panel, cells, of, chooser):
    numbers = [n for n in of.get("change", ()) if cells[n]["value"]]
    if not numbers:
        return []
    number = chooser.pick(numbers)
    text = cells[number]["printed"]
    swapped = text[1:] if chooser.pick((0, 1)) else "+" + text[1:]
    set_number(cells[number], swapped if text.startswith("-") else "-" + text.lstrip("+"))
    return [number]


def _pick_column(cells, of, chooser):
    what = chooser.pick([one for one in ("score", "change", "lost") if one in of])
    year = cells[0]["year"]
    return [n for n in of[what] if cells[n]["year"] == year and "." in cells[n]["component"]]


def _plant_neighbour(panel, cells, of, chooser):
    rows = _pick_column(cells, of, chooser)
    place = chooser.pick(range(len(rows) - 1))
    pair = (rows[place], rows[place + 1])
    one, other = pair if chooser.pick((0, 1)) else pair[::-1]
    set_number(cells[other], cells[one]["printed"])
    return [other]


def _plant_last_year(panel, cells, of, chooser):
    number = chooser.pick([n for n in of["score"] if cells[n]["year"] == cells[0]["year"]])
    cell = cells[number]
    old = panel.scores.get((cell["year"] - 1, cell["province"], cell["component"]))
    if old is None:
        return []
    set_number(cell, write(shorten(old, cell["decimals"], "rounded")))
    return [number]


def _plant_shift(panel, cells, of, chooser):
    rows = _pick_column(cells, of, chooser)
    length = chooser.pick(range(2, len(rows)))
    start = chooser.pick(range(len(rows) - length))
    texts = [cells[n]["printed"] for n in rows]
    up = chooser.pick((0, 1))
    moved = [(start + k, start + k + 1) if up else (start + k + 1, start + k) for k in range(length)]
    for to, place in moved:
        set_number(cells[rows[to]], texts[place])
    return [rows[to] for to, _ in moved]


def _plant_per_cent(panel, cells, of, chooser):
    if "change" not in of:
        return []
    number = chooser.pick(of["change"])
    cell = cells[number]
    now, old = (panel.scores[when, cell["province"], cell["component"]] for when in (cell["year"], cell["year"] - 1))
    set_number(cell, write(shorten(100 * (now / old - 1), 2, "rounded"), sign=True))
    return [number]


def _plant_group(panel, cells, of, chooser):
    if "group" not in of:
        return []
    number = chooser.pick(of["group"])
    word = chooser.pick([group for group in "1234" if group != cells[number]["word"]])
    cells[number]["word"], cells[number]["printed"] = word, GROUPS[int(word) - 1]
    return [number]


def _plant_base(panel, cells, of, chooser):
    rows = [n for n in of.get("rank", ()) if cells[n + 1]["value"] < 63 and cells[n]["value"] > 1]
    if not rows:
        return []
    number = chooser.pick(rows)
    return _set_rank(cells, number, cells[number]["value"] + 63 - cells[number + 1]["value"])


def _plant_old_rank(panel, cells, of, chooser):
    if "rank" not in of:
        return []
    number = chooser.pick(of["rank"])
    cell = cells[number]
    old = panel.places.get((cell["year"] - 1, cell["province"], cell["component"]))
    if old is None or old[0] == cell["value"] or old[0] > cells[number + 1]["value"]:
        return []
    return _set_rank(cells, number, float(old[0]))


def _set_rank(cells, number, rank):
    cells[number]["value"] = rank
    printed = f"{rank:.0f}/{cells[number + 1]['value']:.0f}"
    cells[number]["printed"] = cells[number + 1]["printed"] = printed
    return [number]


def _plant_direction(panel, cells, of, chooser):
    if "direction" not in of:
        return []
    number = chooser.pick(of["direction"])
    word = "up" if cells[number]["word"] == "down" else "down"
    cells[number]["word"], cells[number]["printed"] = word, WORDS[word]
    return [number]


def _plant_count(panel, cells, of, chooser):
    if "count_up" not in of:
        return []
    number = of[chooser.pick(("count_up", "count_down"))][0]
    value = cells[number]["value"]
    cells[number]["value"] = value + 1 if not value or chooser.pick((0, 1)) else value - 1
    cells[number]["printed"] = f"{cells[number]['value']:02.0f}"
    return [number]


def _plant_maximum(panel, cells, of, chooser):
    if "max" not in of:
        return []
    number = chooser.pick(of["max"])
    printed = _spoil("digit misread", cells[number]["printed"], chooser)
    set_number(cells[number], printed)
    return [number]


_PLANTERS = {
    "sign": _plant_sign,
    "neighbour's cell": _plant_neighbour,
    "last year's value": _plant_last_year,
    "shifted column": _plant_shift,
    "per cent for points": _plant_per_cent,
    "wrong group": _plant_group,
    "wrong rank base": _plant_base,
    "last year's rank": _plant_old_rank,
    "wrong direction": _plant_direction,
    "wrong count": _plant_count,
    "wrong maximum": _plant_maximum,
}
SLIPS = [*DIGITS, *(slip for slip in _PLANTERS if slip != "wrong maximum")]
SLIPS_ALONE = [
    *DIGITS,
    "sign",
    "neighbour's cell",
    "last year's value",
    "per cent for points",
    "wrong direction",
    "wrong count",
]
SLIPS_PAR = [*DIGITS, "neighbour's cell", "wrong maximum"]


def is_beyond_rounding(clean, planted):
    """Return whether a slip is larger than what the printed digits leave open.

    One unit of the last decimal for a score, which may be rounded or cut; two for the difference of two; nine halves
    for a total of PAPI, which may be the sum of eight rounded parts.
    """
    if clean["what"] in ("score", "change", "lost"):
        unit = max(10.0 ** -clean["decimals"], 10.0 ** -planted["decimals"])
        units = 2 if clean["what"] == "change" else 4.5 if clean["component"] == "papi" else 1
        return abs(clean["value"] - planted["value"]) > units * unit + 1e-9
    return (clean["value"], clean["word"]) != (planted["value"], planted["word"])
