"""The commands that bring figures in: `govindex add` and `govindex template`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govindex.asking import FAILED, WRONG_REQUEST, DataFolder, tell_errors
from govindex.bounded import limit_work
from govindex.errors import GovindexError, show_controls
from govindex.files import find_obstacle


def add(
    file: Annotated[Path, typer.Argument(help="Our template, a tidy CSV, or a table as printed (CSV or .xlsx).")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference, and change nothing.")] = False,
    measure: Annotated[
        str | None, typer.Option("--measure", "-m", help="par, sipas or papi, where the file does not say.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", "-y", help="The year, where the file does not say.")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", "-s", help='An id of sources.csv, or "title=...; publisher=...; kind=press; date=..."'
        ),
    ] = None,
    same_framework: Annotated[
        bool, typer.Option("--same-framework", help="The year is measured as the last one that the tables know.")
    ] = False,
    same_names: Annotated[
        bool, typer.Option("--same-names", help="Headings that say more than a component's name mean that component.")
    ] = False,
    partial: Annotated[bool, typer.Option("--partial", help="The file is meant to hold only some provinces.")] = False,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave the column of this heading out; may be repeated.")
    ] = None,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="Write the rows that the tables lack into this folder.")
    ] = None,
    rows: Annotated[
        Path | None, typer.Option("--rows", help="Add the rows of this folder first, as --draft wrote them.")
    ] = None,
    data: DataFolder = None,
    lang: Annotated[str, typer.Option("--lang", "-l", help="The language: vi or en.")] = "vi",
) -> None:
    """Bring the figures of a file into the tables: read, checked, shown as a difference, and written only if sound.

    Exit status: 0 when the tables hold the file, also when they did before; 1 when something in the file is wrong
    (then nothing is written); 2 when the request was wrong or the tables cannot be written.
    """
    with tell_errors(GovindexError, OSError, status=WRONG_REQUEST):
        from govindex.adding.command import add_file
        from govindex.adding.request import Request
        from govindex.adding.telling import open_console, tell_outcome
        from govindex.tables.places import find_data
        from govindex.words import check_lang

        check_lang(lang)
        folder = find_data()
        request = Request(measure, year, source, same_framework, partial, tuple(without or ()), same_names)
        outcome = add_file(
            file, folder, request, dry_run=dry_run, rows=rows, draft_to=draft, within=lambda: limit_work(file.name)
        )
        tell_outcome(open_console(), outcome, file.name or str(file), lang, dry_run=dry_run)
    if not outcome.sound:
        raise typer.Exit(FAILED)


def template(
    *,
    measure: Annotated[str, typer.Option("--measure", "-m", help="par, sipas or papi.")],
    year: Annotated[int, typer.Option("--year", "-y", help="The year to be filled in.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="<path>", help="The workbook to write, ending in .xlsx.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    data: DataFolder = None,
) -> None:
    """Write a workbook to fill in: the units of a year by the components of an index, and a sheet for the source.

    Filled in, it goes through `govindex add`. Exit status: 0, or 2 when the request was wrong.
    """
    with tell_errors(GovindexError, OSError, status=WRONG_REQUEST):
        from govindex.adding.template import make_template
        from govindex.files import write_whole
        from govindex.tables.load import load_tables

        if out.suffix.lower() != ".xlsx":
            raise GovindexError(f"{out} is to be a workbook: give it a name that ends in .xlsx.")
        if out.exists() and not force:
            raise GovindexError(f"{out} is there already, perhaps filled in: give another name, or --force.")
        if obstacle := find_obstacle(out.parent):
            raise GovindexError(f"{out} cannot be written: {obstacle}.")
        content = make_template(load_tables(), measure, year=year)
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole({out: content})
        typer.echo(show_controls(out))
