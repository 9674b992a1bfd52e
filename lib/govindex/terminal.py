"""An audit in a terminal: one table of what does not hold, and one line of how much was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from govindex.audit.telling.labels import name_cell
from govindex.audit.telling.reasons import tell_why
from govindex.audit.telling.sentences import tell_expected
from govindex.errors import show_controls
from govindex.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govindex.audit.audited import Audited
    from govindex.audit.findings.results import Finding
    from govindex.audit.tables_check import TablesCheck

_STYLES = {"error": "bold red", "rounding": "blue", "note": "yellow"}
_MARKS = {"error": "✗", "rounding": "≈", "note": "i"}
_PIPED = 140  # letters to a line where nobody's window says how many there are
_MOST = 500  # findings that are worth scrolling through
_CELLS = 3


def open_console(*, stderr: bool = False) -> Console:
    """Return where an audit is told: as wide as the window, and readable when it goes into a file."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_PIPED)


def tabulate_findings(audited: Audited, findings: Iterable[Finding], lang: str) -> Table:
    """Return the findings as a table: verdict, cells, printed, what should stand there, why."""
    table = Table(show_lines=True, expand=False)
    for column, options in (
        ("verdict", {"no_wrap": True}),
        ("cell", {"min_width": 20, "ratio": 3}),
        ("printed", {"min_width": 8}),
        ("expected", {"min_width": 8}),
        ("why", {"min_width": 24, "ratio": 4}),
    ):
        table.add_column(say(f"audit_page.{column}", lang), overflow="fold", **options)
    for finding in findings:
        style = _STYLES[finding.severity]
        word = f"{_MARKS[finding.severity]} {say(f'audit_page.{finding.severity}_word', lang)}"
        cells = [name_cell(audited.labels, place, lang, short=len(finding.cells) > 1) for place in finding.cells]
        printed = [audited.labels.cells[place]["printed"] for place in finding.cells]
        table.add_row(
            Text(word, style=style),
            Text(_stack(cells)),
            Text(_stack(printed)),
            Text(show_controls(tell_expected(audited.labels, finding, lang)), style="bold"),
            Text(show_controls(tell_why(audited.labels, finding, lang))),
        )
    return table


def print_audit(console: Console, audited: Audited, name: str, lang: str) -> None:
    """Print the findings of an audit, then how much there was of each, in cells as the input has them, one to a row."""
    findings = audited.audit.findings
    if findings:
        console.print(tabulate_findings(audited, findings[:_MOST], lang))
    elif audited.unread:
        console.print(say("audit_page.no_finding_read", lang, unread=audited.unread))
    else:
        console.print(say("audit_page.no_finding", lang))
    if len(findings) > _MOST:
        console.print(say("audit_page.more_findings", lang, count=len(findings) - _MOST))
    severities = [finding.severity for finding in findings]
    unchecked = audited.unchecked_lines
    read = audited.rows["line"].nunique()
    summary = [
        say(
            "audit_page.summary",
            lang,
            report=name,
            errors=severities.count("error"),
            rounding=severities.count("rounding"),
            notes=severities.count("note"),
            checked=read - unchecked,
            unchecked=unchecked,
        ),
        say("audit_page.summary_rows", lang, read=read, figures=len(audited.rows), unread=audited.unread),
    ]
    console.print(show_controls("\n".join(summary)), markup=False)


def print_tables_check(console: Console, check: TablesCheck, lang: str) -> None:
    """Print the errors that nothing explains, the explained ones with their reason, and how many cells were checked."""
    wrong = [error.finding for error in check.unexplained]
    if wrong:
        console.print(tabulate_findings(check.audited, wrong, lang))
    table = Table(expand=False)
    for column in ("in", "cell", "printed", "explained"):
        table.add_column(say(f"audit_page.{column}", lang), overflow="fold")
    for error in check.errors:
        if error.reason is not None:
            places = error.finding.cells
            cells = [name_cell(check.audited.labels, place, lang, short=True) for place in places]
            printed = [check.audited.labels.cells[place]["printed"] for place in places]
            told = show_controls(error.table), _stack(cells), _stack(printed), show_controls(error.reason)
            table.add_row(*map(Text, told))
    if table.row_count:
        console.print(table)
    console.print(
        say(
            "audit_page.tables_summary",
            lang,
            checked=check.audited.audit.checked,
            explained=len(check.errors) - len(wrong),
            unexplained=len(wrong),
        )
    )


def _stack(texts: list[str]) -> str:
    more = [f"… ({len(texts)})"] if len(texts) > _CELLS else []
    return "\n".join([*map(show_controls, texts[:_CELLS]), *more])
