"""What `govindex add` shows: how the file was understood, what is wrong with it, and the difference that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from govindex.adding.command import Outcome
from govindex.adding.differences import Difference
from govindex.adding.texts import write_value
from govindex.adding.troubles import ERROR, NOTE, WARNING, At
from govindex.errors import show_controls
from govindex.tables.names import name_component, name_province
from govindex.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govindex.adding.reading import Reading
    from govindex.tables.load import Tables

_PIPED = 140  # letters to a line where nobody's window says how many there are
_MOST = 40  # rows of a difference that are told one by one
_MOST_TROUBLES = 200
_STYLES = {ERROR: "bold red", WARNING: "yellow", NOTE: "blue"}
_MARKS = {ERROR: "✗", WARNING: "!", NOTE: "i"}


def open_console(*, stderr: bool = False) -> Console:
    """Return where it is told: as wide as the window, and readable when it goes into a file."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_PIPED)


def tell_outcome(console: Console, outcome: Outcome, file: str, lang: str, *, dry_run: bool) -> None:
    """Print what came of adding a file."""
    reading, tables = outcome.reading, outcome.tables
    if reading is not None:
        head = say(
            "adding.read", lang, file=file, measure=say(f"measure.{reading.measure}", lang), year=reading.year,
            provinces=len(reading.names), figures=len(reading.scores),
        )  # fmt: skip
        console.print(show_controls(head), markup=False)
        console.print(_tabulate_columns(tables, reading, lang))
    _tell_troubles(console, outcome, lang)
    if reading is not None:
        for what, difference in outcome.differences.items():
            _tell_difference(console, tables, reading.year, (what, difference), lang)
    _tell_drafts(console, outcome, lang)
    console.print(show_controls(_conclude(outcome, file, lang, dry_run=dry_run)), markup=False)
    for name in outcome.written:
        console.print(f"  {name}", markup=False)


def _tabulate_columns(tables: Tables, reading: Reading, lang: str) -> Table:
    table = Table(expand=False)
    for column in ("column", "heading", "understood"):
        table.add_column(say(f"adding.head_{column}", lang), overflow="fold")
    for column in reading.columns:
        told = say(f"adding.kind_{column.kind}", lang)
        if column.component:
            name = name_component(tables, column.component, lang, year=reading.year)
            told = f"{told}: {column.component} {name}"
        printed = reading.maxima.get(column.component)
        if printed and (printed[2].sheet, printed[2].column) == (column.at.sheet, column.at.column):
            told += say("adding.with_maximum", lang, maximum=f"{printed[0]:g}")
        cells = (column.at.cell, show_controls(column.heading), told)
        table.add_row(*map(Text, cells))
    return table


def _tell_troubles(console: Console, outcome: Outcome, lang: str) -> None:
    levels = (ERROR, WARNING, NOTE)
    ranked = sorted(outcome.troubles, key=lambda each: (levels.index(each.level), each.at or At()))
    for trouble in ranked[:_MOST_TROUBLES]:
        line = Text(f"{_MARKS[trouble.level]} ", style=_STYLES[trouble.level])
        line.append(show_controls(trouble.say(lang)), style="")
        console.print(line, soft_wrap=True)
    if len(ranked) > _MOST_TROUBLES:
        console.print(f"… + {len(ranked) - _MOST_TROUBLES}")


def _tell_difference(console: Console, tables: Tables, year: int, told: tuple[str, Difference], lang: str) -> None:
    what, difference = told
    if not (difference.alters or difference.kept or difference.same):
        return
    counts = say(
        "adding.difference", lang, what=say(f"adding.what_{what}", lang), added=len(difference.added),
        changed=len(difference.changed), removed=len(difference.removed), kept=len(difference.kept),
        same=difference.same,
    )  # fmt: skip
    console.print(counts, markup=False)
    changed = [f"~ {_name(tables, key, lang)}: {old} → {new}" for key, old, new, _ in difference.changed]
    removed = [f"- {_name(tables, key, lang)}: {old}" for key, old in difference.removed]
    kept = [
        f"= {_name(tables, key, lang)}: {old}" + say(f"adding.kept_{why}", lang, found=found)
        for key, old, found, why in difference.kept
    ]
    for lines in (changed, removed, kept):
        _print_lines(console, lines)
    if difference.added:
        order = list(tables.components["component"])
        by_component: dict[str, int] = {}
        for (_, component), _ in difference.added:
            by_component[component] = by_component.get(component, 0) + 1
        names = (
            f"+ {component} {name_component(tables, component, lang, year=year)}: {count}"
            for component, count in sorted(by_component.items(), key=lambda pair: order.index(pair[0]))
        )
        _print_lines(console, list(names))


def _print_lines(console: Console, lines: Iterable[str]) -> None:
    lines = list(lines)
    for line in lines[:_MOST]:
        console.print(f"  {show_controls(line)}", markup=False)
    if len(lines) > _MOST:
        console.print(f"  … + {len(lines) - _MOST}", markup=False)


def _name(tables: Tables, key: tuple[str, str], lang: str) -> str:
    first, component = key
    known = first in set(tables.provinces["code"])
    return f"{f'{first} {name_province(tables, first, lang)}' if known else first}, {component}"


def _tell_drafts(console: Console, outcome: Outcome, lang: str) -> None:
    if not outcome.drafts:
        return
    if outcome.drafted:
        console.print(say("adding.drafted", lang), markup=False)
        for path in outcome.drafted:
            console.print(f"  {show_controls(path)}", markup=False)
        return
    console.print(say("adding.drafts", lang), markup=False)
    for name, rows in outcome.drafts.items():
        told = "; ".join(",".join(map(write_value, row.values())) for row in rows[:3])
        console.print(show_controls(f"  {name} ({len(rows)}): {told}{' …' if len(rows) > 3 else ''}"), markup=False)


def _conclude(outcome: Outcome, file: str, lang: str, *, dry_run: bool) -> str:
    errors = sum(trouble.level == ERROR for trouble in outcome.troubles)
    if errors:
        return say("adding.refused" if errors > 1 else "adding.refused_one", lang, count=errors, file=file)
    if not outcome.alters:
        return say("adding.nothing_new", lang, file=file)
    key = "adding.would_write" if dry_run else "adding.written"
    return say(key, lang, source=outcome.source.source if outcome.source else "")
