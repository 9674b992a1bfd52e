"""The command line: checks what was asked before it writes anything, then makes the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govindex import __version__
from govindex.adding.commands import add, template
from govindex.asking import FAILED, INTERRUPTED, WRONG_REQUEST, DataFolder, tell_errors
from govindex.errors import GovindexError, show_controls
from govindex.files import find_obstacle
from govindex.spreadsheets.commands import hand_out

if TYPE_CHECKING:
    from govindex.pages.runs import Run

app = typer.Typer(
    name="govindex",
    help="Reports on Viet Nam's PAR INDEX, SIPAS and PAPI, province by province.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"govindex {__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and leave.")
    ] = False,
) -> None:
    """Reports on Viet Nam's PAR INDEX, SIPAS and PAPI, province by province."""


@app.command()
def report(
    *,
    province: Annotated[
        str | None,
        typer.Option("--province", "-p", help="A name in any spelling, with or without diacritics, or the code: 31."),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", "-y", help="A year that the tables hold figures of, or latest.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", "-l", help="The language of the pages: vi or en.")] = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option(
            "--notebook", "-n", help="Only this notebook: a name, or the path of your own; may be given several times."
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameters",
            "-P",
            metavar="<name=value>",
            help="Its own parameter; may be given several times.",
        ),
    ] = None,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="<path>", help="The folder of the pages, made when missing.")
    ] = "build",
    show: Annotated[bool, typer.Option("--open", help="Open the index of the pages in a browser at the end.")] = False,
    data: DataFolder = None,
) -> None:
    """Make the pages of a province and year, and print where their index is.

    Each notebook becomes OUT/PROVINCE/YEAR/LANG/NOTEBOOK.html, one file that opens without a network, with the
    executed notebook beside it. Your own notebook needs a cell tagged `parameters`; what is not given takes its
    default. One about no province and year becomes OUT/NOTEBOOK/FIRST PARAMETER/LANG/NOTEBOOK.html.

    Exit status: 0 when all were made; 1 when a notebook failed or its parameters cannot be read (the others are made
    all the same); 2 when the request was wrong (then nothing is written); 130 when it was interrupted (the index lists
    the pages that are whole).
    """
    with tell_errors(GovindexError, status=WRONG_REQUEST):
        from govindex.pages.asked import Choices, list_asked
        from govindex.tables.load import load_tables

        tables = load_tables()
        unread: list[str] = []
        choices = Choices(notebook or [], province, year, lang, parameters or [])
        asked = list_asked(tables, choices, unread=unread)
        folder = _find_folder(out)

    from govindex.batch.asked import make_asked
    from govindex.pages.gallery import link_made, write_index

    runs = []
    stopped = False
    with tell_errors(GovindexError, OSError, status=FAILED):
        try:
            for run in _follow(make_asked(asked, folder), len(asked)):
                runs.append(run)
        except KeyboardInterrupt:
            stopped = True
        link_made(tables, folder, [run.html for run in runs if run.html is not None])
        index = write_index(tables, folder)
    for sentence in unread:
        typer.echo(show_controls(sentence), err=True)
    failed = [run for run in runs if run.error is not None]
    for run in failed:
        where = f" in cell {run.error.cell}" if run.error.cell else ""
        told = f"The notebook {run.notebook} failed{where}: {run.error.message} (see {run.ipynb})"
        typer.echo(show_controls(told), err=True)
    typer.echo(show_controls(index))
    if stopped:
        told = f"Interrupted after {len(runs)} of {len(asked)} notebooks: the index lists the pages that are whole."
        typer.echo(show_controls(told), err=True)
        raise typer.Exit(INTERRUPTED)
    if show:
        typer.launch(index.resolve().as_uri())
    if failed or unread:
        raise typer.Exit(FAILED)


@app.command()
def audit(
    file: Annotated[
        Path | None,
        typer.Argument(help="A CSV or Excel file of printed cells, or the name of a report that the tables hold."),
    ] = None,
    *,
    tables: Annotated[bool, typer.Option("--tables", help="Audit the project's own tables instead.")] = False,
    lang: Annotated[str, typer.Option("--lang", "-l", help="The language: vi or en.")] = "vi",
    json: Annotated[
        Path | None,
        typer.Option("--json", help="Write the findings to this file, as JSON; its folder is made if missing."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page of the report's tables to this file, likewise.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Check the printed numbers of a report, against themselves and against the tables, and say what is wrong.

    FILE has a row for each printed cell: report, measure, year, province, component, what, printed, unit; optional
    table, row, note. The unit may be empty; known are points, percent (%), percentage points, places, rank, provinces,
    components, group, sign, words, month: another is named and passed over.

    Exit status: 0 when nothing is wrong, or only by rounding or as a note; 1 when there are errors, or rows that cannot
    be read; 2 when the input cannot be used, or the request was wrong (then nothing is written).
    """
    from govindex.pages.auditing import run_audit, run_tables_check

    with tell_errors(GovindexError, OSError, status=WRONG_REQUEST):
        if tables == (file is not None):
            raise GovindexError("Give a file to audit, or --tables for the project's own tables: one of the two.")
        if tables and (json or html):
            raise GovindexError("--tables writes no file: leave --json and --html out.")
        failed = run_tables_check(lang=lang) if tables else run_audit(file, lang=lang, json=json, html=html)
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def batch(
    runs: Annotated[
        Path | None, typer.Argument(help="The declaration of the runs; by default notebooks/runs.yml.")
    ] = None,
    *,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this notebook or place, with * and ?; may be given several times."),
    ] = None,
    province: Annotated[
        list[str] | None,
        typer.Option("--province", "-p", help="Only this province, in any spelling; may be given several times."),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", "-y", help="Only these years: 2021, 2011-2024, 2019,2021, latest.")
    ] = None,
    lang: Annotated[list[str] | None, typer.Option("--lang", "-l", help="Only this language: vi or en.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", help="How many notebooks run at a time; by default the processors.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="fork (a warmed process, the default where there is one) or papermill."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Send the runs to the Dask cluster at this address.")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first notebook that fails.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make unchanged pages too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be made, and make nothing.")] = False,
    assets: Annotated[
        str, typer.Option("--assets", help="inline: each page is one file; shared: what pages share stands once.")
    ] = "inline",
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="<path>", help="The folder of the pages, made when missing.")
    ] = "build",
    show: Annotated[bool, typer.Option("--open", help="Open the index of the pages in a browser at the end.")] = False,
    data: DataFolder = None,
) -> None:
    """Make the pages that a file declares, but for those whose inputs have not changed; print where their index is.

    A batch that was stopped, in whatever way, goes on from there the next time.

    Exit status: 0 when all pages are there; 1 when a notebook failed or the batch was stopped; 2 when the request was
    wrong, or another batch works in the folder (then nothing is written).
    """
    with tell_errors(GovindexError, status=WRONG_REQUEST):
        from govindex.batch.command import Choices, Ways, check_ways, make_batch, plan_batch, print_plan

        if assets not in ("inline", "shared"):
            raise GovindexError(f"There are no assets {assets!r}: expected inline or shared.")
        ways = Ways(engine, workers, scheduler, fail_fast, force, assets == "shared")
        check_ways(ways)
        folder = _find_folder(out)
        tables, planned = plan_batch(runs, Choices(only or [], province or [], year, lang or []))
    if dry_run:
        with tell_errors(GovindexError, status=FAILED):
            print_plan(tables, planned, folder, ways)
        return
    from govindex.batch.folder import Busy

    with tell_errors(GovindexError, OSError, status=FAILED), tell_errors(Busy, status=WRONG_REQUEST):
        whole = make_batch(tables, planned, folder, ways)
    if show:
        typer.launch((folder / "index.html").resolve().as_uri())
    if not whole:
        raise typer.Exit(FAILED)


app.command()(add)
app.command()(template)
app.command("tables")(hand_out)


def _follow(runs: Iterator[Run], total: int) -> Iterator[Run]:
    """Yield what came of each page behind a progress bar, which is on stderr and only on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        for run in runs:
            progress.update(task, description=run.notebook, advance=1)
            yield run
        progress.update(task, description="done")


def _find_folder(out: str) -> Path:
    """Return the folder called `out`; refuse none, and one that pages cannot be put into."""
    if not out:
        raise GovindexError("The folder of the pages is empty: give --out a name, or a full stop for the folder here.")
    folder = Path(out)
    if obstacle := find_obstacle(folder):
        raise GovindexError(f"The pages cannot be put into {out if out.isprintable() else repr(out)}: {obstacle}.")
    return folder
