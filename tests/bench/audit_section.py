"""The section of the results that tells how the audit did, and what each number means."""

from collections import Counter

from audit_slips import KINDS

_COLUMNS = (
    ("wrong cells", "cells"), ("found", "found"), ("repaired", "repaired"), ("other print", "restyled"),
    ("several", "several"), ("wrong repair", "misrepaired"), ("softly", "softly"), ("wide", "wide"),
    ("silent", "silent"),
)  # fmt: skip
_SHARES = ("found", "repaired")
_WEAK = 0.9
# What no reader of the table could know either, or how the audit reads it, by kind: told where a kind is weak.
_WHY = {
    "last digit off by one": "the figure next to a rounded one is the same figure cut, and a change may be the "
    "difference of two printed scores: the tolerance of the print is as wide as the slip",
    "digit lost": "a last digit that is lost leaves the figure rounded or cut to fewer decimals",
    "digit doubled": "a doubled last digit moves the figure by less than its last decimal",
    "digit changed": "where the last digit is the one that changed, the slip is as small as the tolerance",
    "count off by one": "a change under a hundredth of its figure may have been counted as none, so that a count "
    "which is one too low can hold",
}
_UNSPOKEN = "beside a rank, a mean or a score of one year alone nothing says which way a change went"
_WHY_HIDDEN = {
    "wrong group": "nothing but the scores of all provinces tells a group",
    "rank off by 1 to 3": "a rank stands in no sum: only a change of ranks beside the two ranks speaks of it",
    "change of rank off": "it is checked only where both ranks are printed, and then any of the three may be wrong",
    "other province's value": "a score that is printed once, in a table whose sum leaves several units open",
    "rows moved up": "the sum says that the column is wrong, and not where",
    "sign lost": _UNSPOKEN,
    "sign turned": _UNSPOKEN,
    "last digit off by one": "a sum of eight rounded figures leaves four units open",
}

_INTRODUCTION = """\
## Audit: slips planted by a foreign hand

The tables are made without the audit: read from the CSV files as decimal numbers, summed, ranked, grouped and printed
by code of this folder that imports nothing of the library (`audit_facts.py`, `audit_writer.py`), in the styles of the
reports in `data/published` and three more (changes in per cent; two years with signs; PAR INDEX 2023). One slip is made
in the printed text, whatever its size: also one that rounding could explain. The audit then gets a file (CSV with comma
or semicolon, a workbook with merged cells, of text or of numbers) and nothing else.
"""
_READING = """\
An error on a clean table is a false alarm. A rounding finding says that a printed sum or change differs by no more than
rounding its parts explains; a note says that figures look cut, which they are in two of the styles.

### What the columns say

- *wrong cells*: cells that print something else than before the slip. Some slips make several wrong at once.
- *found*: an error names the cell, alone or among three at most, or all cells of the slip.
- *repaired*: exactly one repair is offered for the cell, and it is what stood there, to the letter; also where only a
  rounding finding or a note offers it.
- *other print*: one repair, true but not what stood there (a minus for "giảm", more zeros; a change in per cent that
  was told as points, with its sign).
- *several*: more than one repair. *wrong repair*: one, of another number or with other decimals.
- Not found: *softly*, where only a rounding finding or a note names the cell; *wide*, where only an error about more
  than three cells holds it; *silent*, where nothing is said of it that is not said of the clean table too.
- Found, softly, wide and silent make up all wrong cells.
"""


def write_section(known, hidden, speed, unread):
    """Return the section for what was counted with the figures known and hidden.

    Parameters
    ----------
    known : tuple
        Count of the clean tables; counts by kind of slip.
    hidden : tuple
        The same with the figures hidden, and the counts by style of table.
    speed : tuple
        Seconds of the processor, reports, cells.
    unread : int
        Rows that could not be read.
    """
    alarms, results = known
    alone, results_alone, styles = hidden
    seconds, reports, cells = speed
    return "\n".join(
        [
            _INTRODUCTION,
            f"Speed, reading included: {seconds / reports * 1000:.1f} s of one core for 1,000 reports of "
            f"{cells / reports:.0f} cells (aim: under 30 s). {unread} rows of these files could not be read.",
            "",
            "### Clean tables: false alarms",
            "",
            *_tell_clean(alarms, "All figures known"),
            *_tell_clean(alone, "The figures of the table's year hidden"),
            "",
            _READING,
            "### The figures known",
            "",
            *_tell_results(results, _WHY),
            "",
            "### The figures of the table's year hidden",
            "",
            "As for a report on a year that the tables do not hold yet. All scores, ranks and means of that year are "
            "out (of all provinces: with one alone missing, the tables would say that it was not scored), other years "
            "are there, so a table has its own arithmetic and the year before.",
            "",
            *_tell_results(results_alone, _WHY | _WHY_HIDDEN),
            "",
            "How much can be found depends on what a table prints beside its scores. One slip a table, all kinds, by "
            "style:",
            "",
            *_tell_table(styles, first="style", whole=False),
            "",
            "Not measured: SIPAS and PAR INDEX of other years (the tables hold few provinces of them), statements in "
            "words, figures in running text, scans.",
            "",
        ]
    )


def _tell_clean(alarms, name):
    kinds = [key for key in alarms if key.startswith("error ")]
    named = ", ".join(f"{alarms[key]} of {key.removeprefix('error ')}" for key in sorted(kinds))
    told = f" ({named})" if named else ""
    return [
        f"- {name}: {alarms['tables']:,} tables, {alarms['cells']:,} cells: **{alarms['error']} errors**{told} in "
        f"{alarms['alarmed']} tables; {alarms['rounding']:,} rounding findings, {alarms['note']:,} notes."
    ]


def _tell_results(results, reasons):
    return [*_tell_table(results), "", *_tell_blame(results), "", *_tell_weak(results, reasons)]


def _tell_table(results, *, first="slip", whole=True):
    singles, total = [name for name in results if name in KINDS], Counter()
    for name in singles:
        total.update(results[name])
    rows = [*((name, results[name]) for name in results)]
    if whole and singles:
        rows.insert(len(singles), ("**one slip, all kinds**", total))
    lines = [
        f"| {first} | {' | '.join(name for name, _ in _COLUMNS)} |",
        f"| --- |{' ---: |' * len(_COLUMNS)}",
    ]
    for name, tally in rows:
        cells = [
            f"{tally[key]} ({_share(tally, key)})" if key in _SHARES else str(tally[key] or "") for _, key in _COLUMNS
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _share(tally, key):
    return f"{100 * tally[key] / max(tally['cells'], 1):.1f} %"


def _tell_blame(results):
    total = Counter()
    for tally in results.values():
        total.update(tally)
    return [
        f"In these {total['tables']:,} tables {total['blamed']} errors name right cells alone, and {total['spoilt']} "
        "right cells would be spoilt by a repair that is the only one offered."
    ]


def _tell_weak(results, reasons):
    lines = []
    for name, tally in results.items():
        least = min(tally["found"], tally["repaired"] + tally["restyled"])
        if name in KINDS and least < _WEAK * tally["cells"]:
            why = f": {reasons[name]}" if name in reasons else ""
            lines.append(
                f"- {name}: {tally['found']} of {tally['cells']} found, {tally['repaired'] + tally['restyled']} "
                f"repaired to the right number{why}."
            )
    return ["Weak places (found, or repaired to the right number, below 90 %):", "", *lines] if lines else []
