"""Declarations of runs, spoilt in their words and in their structure: refused with a sentence, or planned."""

import tempfile
from pathlib import Path

from govindex.batch.chosen import choose_runs
from govindex.batch.declared import find_runs
from govindex.batch.planned import plan_runs
from govindex.tables.load import load_tables

PLAIN = """runs:
  - notebook: papi_dimensions
    measure: papi
    parameters: {province: "31", year: 2020-2021}
    languages: [vi, en]
    exclude: [{year: 2020}]
    output: "{province}/{year}/{lang}/{notebook}"
"""
VALUES = [
    "null", "[]", "{}", "3", "-1", "2011-2024", "2024-2011", "1-99999999999", "all", "scored", "latest", "true",
    "31", '"31"', "[31]",
    "[[1]]", "{a: 1}", "{[1]: 2}", "? [a]\n      : b", "2020-13-45", "1e999", "9" * 5_000,
    "!!python/object:os.system x", "*a", "&a [*a]",
    '"\\0"', '"\\ud800"', "'" + "x" * 3_000 + "'", "Hải Phòng", "Atlantis", "[all, all]", "~", "0x1F", "2020.5",
    "../../etc", ".hidden",
    '"{nope}/{year}"', '"index"', '"/abs/{year}"', "|\n      text\n", "[" * 200, "{" * 90 + "}" * 90, "\t", "- a",
    "'", '"', "%x", "@",
]  # fmt: skip
KEYS = [
    "notebook",
    "measure",
    "parameters",
    "languages",
    "exclude",
    "output",
    "runs",
    "province",
    "year",
    "nope",
    "lang",
    "1",
]
CHOICES = {
    "only": [None, ["papi_dimensions"], ["papi*"], ["nope"], ["["], [""]],
    "provinces": [None, ["31"], ["hai phong"], ["Atlantis"], ["\0"], [""]],
    "years": [None, "2021", "2011-2024", "2024-2011", "x", "9" * 5_000, "", "2021-"],
    "langs": [None, ["vi"], ["fr"], [""]],
}


def spoil(rng):
    """Return a declaration with something wrong in it, or nothing."""
    text = PLAIN
    for _ in range(rng.choice([1, 1, 2, 4])):
        lines = text.split("\n")
        place = rng.randrange(len(lines) - 1)
        kind = rng.randrange(6)
        if kind == 0:
            head, colon, _ = lines[place].partition(": ")
            lines[place] = f"{head}{colon or ': '}{rng.choice(VALUES)}"
        elif kind == 1:
            lines[place] = lines[place].replace(rng.choice(KEYS), rng.choice(KEYS))
        elif kind == 2:
            lines.insert(place, lines[rng.randrange(len(lines) - 1)])
        elif kind == 3:
            del lines[place]
        elif kind == 4:
            lines[place] = rng.choice(["  ", " ", "\t", ""]) + lines[place]
        else:
            letter = rng.randrange(len(text))
            lines = (text[:letter] + rng.choice("[]{}:,\"'&*!|>%@`#\0\x1b\ufeff-?") + text[letter + 1 :]).split("\n")
        text = "\n".join(lines)
    return text


def run(tally, count):
    """Plan spoilt declarations, and the project's own with odd choices."""
    tables = load_tables()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runs.yml"
        for number, rng in tally.tries(count):
            if number % 12 == 0:
                chosen = {name: rng.choice(values) for name, values in CHOICES.items()}

                def choose(chosen=chosen):
                    given = {name: value or [] for name, value in chosen.items() if name != "years"}
                    planned = plan_runs(tables, find_runs())
                    return choose_runs(tables, planned, years=chosen["years"], **given)

                tally.attempt(f"try {number}: {chosen}", choose)
                continue
            text = spoil(rng)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            tally.attempt(f"try {number}: {text[-700:]!r}", lambda: plan_runs(tables, path))
