"""What `govindex audit` does: a file read and audited, told in the terminal, written as JSON and as a page."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from govindex.audit.audited import Audited, audit_report, audit_source, write_json
from govindex.audit.tables_check import check_tables
from govindex.bounded import limit_work
from govindex.errors import GovindexError, NoData, show_controls
from govindex.files import find_obstacle, write_whole
from govindex.tables.load import load_tables
from govindex.tables.names import fold
from govindex.tables.places import find_data
from govindex.terminal import open_console, print_audit, print_tables_check
from govindex.words import check_lang

_PROBLEMS = 100  # sentences about the input that are worth reading in a terminal; the JSON has all


def run_audit(file: Path, *, lang: str, json: Path | None = None, html: Path | None = None) -> bool:
    """Audit `file`, or the report of that name, and return whether there are errors or rows that cannot be read.

    The findings go to the terminal, what cannot be read to stderr; `json` and `html` are written both or neither.

    Raises
    ------
    UnknownName
        For a language or report that is not known.
    NoData
        When nothing in the file can be used, with what is wrong.
    TooMuch
        When it takes more time or memory than a command gives a file.
    GovindexError
        When a file cannot be written where it is asked for, or the page cannot be made.
    """
    check_lang(lang)
    tables = load_tables()
    held = _is_name(file)
    source = find_data() / "published" / f"{file}.csv" if held else file
    for option, out in (("--json", json), ("--html", html)):
        _check_place(out)
        if out is not None and _is_same(out, source):
            raise GovindexError(f"{option} would overwrite the input {out}: give it another name.")
    if json is not None and html is not None and _is_same(json, html):
        raise GovindexError(f"--json and --html would both write {html}: give them two names.")
    with limit_work(file.name):
        audited = audit_report(tables, str(file)) if held else audit_source(tables, file)
    if audited.rows.empty:
        raise NoData("\n".join(problem.say(lang) for problem in audited.problems[:_PROBLEMS]))
    _tell_problems(audited, lang)
    texts = {}
    if json is not None:
        texts[json] = write_json(audited)
    if html is not None:
        texts[html] = _make_page(file, lang, held=held)
    for out in texts:
        out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(texts)
    console = open_console()
    print_audit(console, audited, file.name, lang)
    for out in texts:
        console.print(show_controls(out), markup=False, soft_wrap=True)
    return bool(audited.errors) or any(not problem.used for problem in audited.problems)


def run_tables_check(*, lang: str) -> bool:
    """Audit the project's own tables and return whether there is an error that nothing explains."""
    check_lang(lang)
    check = check_tables(load_tables(), lang=lang)
    print_tables_check(open_console(), check, lang)
    return bool(check.unexplained)


def _is_name(file: Path) -> bool:
    """Return whether `file` is no file but can be the name of a report that the tables hold."""
    return not file.exists() and len(file.parts) == 1 and not file.suffix


def _tell_problems(audited: Audited, lang: str) -> None:
    console = open_console(stderr=True)
    for problem in audited.problems[:_PROBLEMS]:
        console.print(show_controls(problem.say(lang)), markup=False, soft_wrap=True)
    left = len(audited.problems) - _PROBLEMS
    if left > 0:
        console.print(f"… + {left}")


def _make_page(file: Path, lang: str, *, held: bool) -> str:
    """Return the page of the audit: the notebook ``audit``, run for the file."""
    from govindex.pages.runner import run_notebook

    name = str(file) if held else re.sub(r"[^a-z0-9]+", "-", fold_words(file.stem)).strip("-") or "report"
    parameters = {"report": name, "file": "" if held else str(file.resolve()), "lang": lang}
    with tempfile.TemporaryDirectory(prefix="govindex-") as scratch:
        run = run_notebook("audit", parameters, out=Path(scratch))
        if run.html is None:
            raise GovindexError(f"The page cannot be made: {run.error.message if run.error else 'no page came of it'}.")
        return run.html.read_text(encoding="utf-8")


def fold_words(text: str) -> str:
    """Return a text in plain letters, its words apart, for a file's name.

    Examples
    --------
    >>> fold_words("Báo cáo Đà Nẵng 2021")
    'bao cao da nang 2021'
    """
    return " ".join(fold(word) for word in re.findall(r"\w+", text))


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, which need not be there yet."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)  # Path.resolve fails at a link that leads to itself


def _check_place(out: Path | None) -> None:
    """Refuse a file that stands, or would have to be made, where a folder is or where none can be written."""
    if out is None:
        return
    if out.is_dir():
        raise GovindexError(f"{out} is a folder: give the name of a file.")
    if obstacle := find_obstacle(out.parent):
        raise GovindexError(f"{out} cannot be written: {obstacle}.")
