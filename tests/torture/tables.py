"""Every table spoilt, by one change each: refused with its place, unless nothing in the tables can judge it."""

import csv
import io
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

from govindex.tables.load import check_read, load_description
from govindex.tables.places import find_data
from govindex.tables.schema import read_resource
from torture.known import KNOWN, change

PLACE = r"^[\w./-]+\.csv(, rows? \d+|: | lacks the column | has a column | is | cannot)|^datapackage\.json"
_OTHER = "of another row|of another column"
_FIGURE = f"{_OTHER}|ten times|a little more|a fraction|a year later"
_WORD = f"{_FIGURE}|a word|no number|negative|huge"
_JUDGED = "status|kind|comparable|evidence|range_status|aggregation|made_of|region"
_COUNTED = "ranks|national|groups|intervals|survey|named|counts|shares|moves|merged"
_PRINT = "a print, which may be wrong: the audit judges it"
_TEXT = r"(note|note_vi|title_.*|title|publisher|publisher_vi|citation|licence|address|date|text_.*|task_.*|agency_.*)"
# What may be changed into another valid value without a word, by table, column and kind of change, and why. Never
# excused are: what no text may hold, a figure out of its range, and a file that lacks something.
HARMLESS = [
    (".*", f"{_TEXT}|reason_.*|due_printed|row|table", f"{_WORD}|emptied", "free text, which nothing else repeats"),
    (".*", "name_.*|short_.*|spelling|item", _WORD, "a name, which may be any word that is no other's"),
    (".*", "source|confirmed_by", f"{_OTHER}|emptied", "another source that is listed"),
    (".*", _JUDGED, _OTHER, "another judgement of those that are listed"),
    ("published-.*", "printed|cell", f"{_WORD}|emptied", _PRINT),
    ("published-.*", "unit|year|province|component|what|measure", f"{_FIGURE}|emptied", _PRINT),
    ("corrections", "correct", _WORD, "a judgement about a print"),
    ("provinces", "area_km2|population", f"{_FIGURE}|emptied", "a figure that no other gives"),
    ("archipelagos|regions|tiles", "tile_.*|order|code|province|.*year", _FIGURE, "a free place, or another order"),
    ("province-names", "code", f"{_OTHER}|{_FIGURE}", "the spelling of some province, which no other bears"),
    ("components", "order|division|parent", f"{_FIGURE}|huge|emptied", "another order or division of equals"),
    ("component-names", ".*_year|component|today", f"{_FIGURE}|emptied", "a span of years that no other name has"),
    ("frameworks", ".*_year|minimum|maximum", f"{_FIGURE}|emptied", "a scale that no whole is the sum of"),
    ("changes", "year|component|measure", f"{_FIGURE}", "a judgement about another year"),
    ("scores-(par|sipas)", "score|province|year|component", _FIGURE, "a score whose parts are not known"),
    (_COUNTED, ".+", f"{_FIGURE}|emptied", "a figure of which nothing else tells"),
    ("printed-groups", ".+", _FIGURE, _PRINT),
    ("series", "break_.*|series", f"{_WORD}|emptied", "free text, which nothing else repeats"),
    ("series", "component|.*_year", f"{_FIGURE}|emptied", "a span that no other has"),
    ("unscored", ".+", _FIGURE, "a year that is not declared whole"),
    ("proposals", ".+", f"{_FIGURE}|emptied", "a proposal, which nothing else repeats"),
    ("proposal-components", ".+", _OTHER, "another component that there is"),
    ("reports", ".+", f"{_FIGURE}|emptied", "about a report, of which nothing else tells"),
]  # fmt: skip
UNSEEN = ["\0", "\u200b", "\u202e", "\x1b", "\ufffd", "\r"]
CELLS = {
    "emptied": lambda cell, rng: "",
    "outer space": lambda cell, rng: rng.choice([f" {cell}", f"{cell} ", f"{cell}\u00a0", f"\t{cell}"]),
    "decomposed": lambda cell, rng: unicodedata.normalize("NFD", cell),
    "another script": lambda cell, rng: cell.replace("a", "\u0430").replace("o", "\u043e").replace("e", "\u0435"),
    "unseen": lambda cell, rng: cell[: len(cell) // 2] + rng.choice(UNSEEN) + cell[len(cell) // 2 :],
    "a line's end": lambda cell, rng: cell[: len(cell) // 2] + "\n" + cell[len(cell) // 2 :],
    "an open quotation mark": lambda cell, rng: "\0QUOTE" + cell,
    "over-long": lambda cell, rng: cell + "x" * rng.choice([100_001, 140_000]),
    "a word": lambda cell, rng: rng.choice(["abc", "n/a", "-", "NULL", "#REF!"]),
    "no number": lambda cell, rng: rng.choice(["nan", "inf", "1e400", "1,5", "5 5", "0x1F", "٣", "--1"]),
    "negative": lambda cell, rng: "-1",
    "huge": lambda cell, rng: rng.choice(["999999", "1e15", "9" * 400]),
    "ten times": lambda cell, rng: f"{float(cell) * 10:g}",
    "a little more": lambda cell, rng: f"{float(cell) + rng.choice([0.5, 1, 3]):g}",
    "a year later": lambda cell, rng: str(int(cell) + rng.choice([1, 14, 40])),
    "a fraction": lambda cell, rng: f"{cell}.5",
}  # fmt: skip
FILES = {
    "cut after a row": lambda lines, rng: lines[: rng.randrange(1, len(lines))],
    "the heading alone": lambda lines, rng: lines[:1],
    "cut in a row": lambda lines, rng: [*lines[:-1], lines[-1][: len(lines[-1]) // 2]],
    "a row less": lambda lines, rng: drop(lines, rng.randrange(1, len(lines))),
    "a row twice": lambda lines, rng: [*lines, rng.choice(lines[1:])],
    "rows in another order": lambda lines, rng: [lines[0], *rng.sample(lines[1:], len(lines) - 1)],
    "an empty line": lambda lines, rng: [*lines[:1], "", *lines[1:]],
    "a cell more": lambda lines, rng: [*lines[:-1], lines[-1] + ",x"],
    "a cell less": lambda lines, rng: [*lines[:-1], lines[-1].rpartition(",")[0]],
    "a column renamed": lambda lines, rng: [lines[0].replace(rng.choice(lines[0].split(",")), "colum", 1), *lines[1:]],
    "a column twice": lambda lines, rng: [f"{line},{line.split(',')[0]}" for line in lines],
    "semicolons": lambda lines, rng: [line.replace(",", ";") for line in lines],
    "nothing": lambda lines, rng: [],
}
BYTES = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "a byte of Latin 1": lambda text: text.encode()[:-10] + b"\xe0\xff" + text.encode()[-10:],
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
}
NOTHING = ("rows in another order", "a byte order mark", "line ends of Windows")


def drop(lines, place):
    """Return the lines without one."""
    return lines[:place] + lines[place + 1 :]


def spoil(text, rng):
    """Return what was done to a table's text, in which column,
    and the bytes that it became; None where it cannot be."""
    rows = list(csv.reader(io.StringIO(text)))
    if rng.random() < 0.25:
        kind = rng.choice([*FILES, *BYTES])
        if kind in BYTES:
            return kind, "", BYTES[kind](text)
        return kind, "", ("\n".join([*FILES[kind](text.splitlines(), rng), ""])).encode()
    row, place = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]))
    column, cell = rows[0][place], rows[row][place]
    kind = rng.choice([*CELLS, "of another row", "of another column"])
    if kind == "of another row":
        changed = rows[rng.randrange(1, len(rows))][place]
    elif kind == "of another column":
        changed = rng.choice(rows[row])
    else:
        try:
            changed = CELLS[kind](cell, rng)
        except ValueError:
            return None
    if changed == cell or (changed == "\r" and place == len(rows[0]) - 1):  # a line end of Windows
        return None
    rows[row][place] = changed
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return f"{kind}, row {row + 1}", column, written.getvalue().replace("\0QUOTE", '"').encode("utf-8", "surrogatepass")


def judge(name, kind, column):
    """Return why a change that was accepted may be, or that it slipped through."""
    if kind in NOTHING:
        return "harmless", "it changes nothing that is read"
    done = kind.partition(", row")[0]
    for table, columns, kinds, reason in HARMLESS:
        if re.fullmatch(table, name) and re.fullmatch(columns, column) and re.fullmatch(kinds, done):
            return "harmless", reason
    return "slipped", "accepted"


def run_known(tally, step=1):
    """Make each `step`-th change that has a rule against it: one that is accepted has slipped, whatever its column."""
    resources = {resource["path"]: resource for resource in load_description()["resources"]}
    data = find_data()
    read = {resource["name"]: read_resource(resource, data) for resource in resources.values()}
    with tempfile.TemporaryDirectory() as folder:
        for path, where, cells in KNOWN[::step]:
            resource, copy = resources[path], Path(folder) / path
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(change((data / path).read_text("utf-8"), where, cells), "utf-8")

            def read_again(resource=resource):
                table = read_resource(resource, Path(folder))
                check_read(list(resources.values()), read | {resource["name"]: table})

            what = f"{path}, {where}: {cells}"
            tally.attempt(what, read_again, place=PLACE, judge=lambda _: ("slipped", "accepted"))


def run(tally, count):
    """Spoil tables one by one; each is read, and held against all others."""
    resources = load_description()["resources"]
    data = find_data()
    read = {resource["name"]: read_resource(resource, data) for resource in resources}
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(data, Path(folder) / "data")
        for number, rng in tally.tries(count):
            resource = resources[number % len(resources)]
            path = copy / resource["path"]
            whole = path.read_bytes()
            spoilt = spoil(whole.decode(), rng)
            if spoilt is None:
                continue
            kind, column, content = spoilt
            path.write_bytes(content)

            def read_again(resource=resource):
                table = read_resource(resource, copy)
                check_read(resources, read | {resource["name"]: table})

            tally.attempt(
                f"try {number}: {resource['path']}, {column or 'the file'}: {kind}", read_again, place=PLACE,
                judge=lambda _, name=resource["name"], kind=kind, column=column: judge(name, kind, column),
            )  # fmt: skip
            path.write_bytes(whole)
