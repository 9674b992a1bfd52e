"""What ``govindex batch`` does: plans, skips what is unchanged, runs the rest, shows how it goes and what failed."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from govindex.batch.chosen import choose_runs
from govindex.batch.declared import WrongRuns, find_runs
from govindex.batch.folder import Folder, is_made, list_failed
from govindex.batch.guarding import Guard
from govindex.batch.inputs import Inputs, list_versions
from govindex.batch.planned import Planned, plan_runs
from govindex.batch.running import Outcome, Progress, run_jobs
from govindex.errors import near_clause, near_names, show_controls
from govindex.pages.manifest import MANIFEST, read_manifest
from govindex.tables.load import Tables, load_tables
from govindex.tables.places import find_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govindex.batch.workers import Workers

ENGINES = ("fork", "papermill")


class Choices(NamedTuple):
    """What of a declaration is asked for."""

    only: list[str]
    provinces: list[str]
    years: str | None
    langs: list[str]


class Ways(NamedTuple):
    """How it is made."""

    engine: str | None
    workers: int | None
    scheduler: str | None
    fail_fast: bool
    force: bool
    shared_assets: bool


def plan_batch(runs: Path | None, choices: Choices) -> tuple[Tables, list[Planned]]:
    """Return the tables and the runs that are asked for.

    Raises
    ------
    WrongRuns
        With a sentence for every mistake in the declaration and the choices.
    """
    tables = load_tables()
    planned = plan_runs(tables, runs or find_runs())
    chosen = choose_runs(
        tables,
        planned,
        only=choices.only,
        provinces=choices.provinces,
        years=choices.years,
        langs=choices.langs,
    )
    return tables, chosen


def check_ways(ways: Ways) -> None:
    """Check how a batch is to be made.

    Raises
    ------
    WrongRuns
        When it cannot be made so.
    """
    problems = []
    if ways.engine is not None and ways.engine not in ENGINES:
        near = near_clause(near_names(ways.engine, ENGINES)) or ": expected fork or papermill"
        problems.append(f"There is no engine {ways.engine!r}{near}.")
    if ways.workers is not None and ways.workers < 1:
        problems.append(f"There cannot be {ways.workers} workers: expected at least 1.")
    if ways.engine == "fork" and ways.scheduler is None:
        from govindex.batch.forked import can_fork

        if not can_fork():
            problems.append("This system cannot fork: leave --engine out, or take papermill.")
    if problems:
        raise WrongRuns(problems)


def print_plan(tables: Tables, planned: list[Planned], out: Path, ways: Ways) -> None:
    """Print what would be made, a place on each line, and on stderr how many are unchanged.

    Raises
    ------
    NoCluster
        When the runs are to go to a cluster whose scheduler does not answer.
    """
    if ways.scheduler is not None:
        from govindex.batch.dask import check_scheduler

        check_scheduler(ways.scheduler)
    runs = read_manifest(out)
    inputs = Inputs(find_data(), tables)
    waiting = [run for run in planned if ways.force or not _is_done(run, out, runs, inputs, ways)]
    for run in waiting:
        typer.echo(show_controls(run.place))
    typer.echo(f"{len(waiting)} to make, {len(planned) - len(waiting)} unchanged.", err=True)


def make_batch(tables: Tables, planned: list[Planned], out: Path, ways: Ways) -> bool:
    """Make the pages in `out`, print where their index is, and return whether all of them are there.

    Raises
    ------
    Busy
        When another batch works in the folder.
    OSError
        When the folder cannot be written.
    """
    folder = Folder(out)
    folder.open()
    try:
        begun = time.monotonic()
        inputs = Inputs(find_data(), tables)
        waiting = [run for run in planned if ways.force or not _is_done(run, out, folder.runs, inputs, ways)]
        outcome, wrong = Outcome(), ""
        if waiting:
            links = _list_links(tables, out, folder.runs, planned)
            guard = Guard(folder, inputs.data)
            outcome = _run(waiting, folder, inputs, ways, links)
            again = _tell_spoilt(guard.find_pages(outcome), planned)
            wrong = guard.find_data(outcome)
            if again and not outcome.stopped and not wrong:
                second = _run(again, folder, inputs, ways, links)
                outcome.stopped = second.stopped
                _tell_spoilt(guard.find_pages(second), [])
        about = {
            "versions": list_versions(),
            "shared": inputs.shared,
            "data": inputs.hash_data(),
            "seconds": round(time.monotonic() - begun, 1),
            "stopped": outcome.stopped,
        }
        if waiting or inputs.learnt or not (out / MANIFEST).exists() or not (out / "index.html").exists():
            from govindex.pages.gallery import link_all, write_index  # heavy, and not needed when nothing has changed

            folder.describe_anew(link_all(tables, out, folder.runs))
            folder.write_manifest(about)
            write_index(tables, out)
        failed = list_failed(folder.runs, [run.place for run in planned])
        if wrong:
            typer.echo(show_controls(wrong), err=True)
        _print_outcome(out, outcome, failed, skipped=len(planned) - len(waiting), asked=len(planned))
    finally:
        folder.close()
    return not failed and not outcome.stopped and not wrong


def _run(runs: list[Planned], folder: Folder, inputs: Inputs, ways: Ways, links: dict[str, str]) -> Outcome:
    options = {"shared": ways.shared_assets, "links": links}
    with _hire(ways, runs) as workers, _follow(len(runs)) as show:
        return run_jobs(runs, workers, folder, inputs, fail_fast=ways.fail_fast, show=show, options=options)


def _tell_spoilt(spoilt: dict[str, str], planned: list[Planned]) -> list[Planned]:
    """Return those of the planned runs whose pages something else has changed, after telling of all of them."""
    again = [run for run in planned if run.place in spoilt]
    for place, sentence in spoilt.items():
        anew = "It is made anew." if any(run.place == place for run in again) else "The next batch makes it anew."
        typer.echo(show_controls(f"{sentence} {anew}"), err=True)
    return again


def _list_links(tables: Tables, out: Path, runs: dict[str, dict], planned: list[Planned]) -> dict[str, str]:
    """Return what each page says of those beside it when every planned one is there."""
    from govindex.pages.beside import list_links
    from govindex.pages.gallery import list_places

    there = {
        place: about for place, about in list_places(tables, out, runs).items() if (out / f"{place}.html").is_file()
    }
    return list_links(there | {run.place: run.parameters | {"notebook": run.notebook} for run in planned})


def _is_done(run: Planned, out: Path, runs: dict[str, dict], inputs: Inputs, ways: Ways) -> bool:
    entry = runs.get(run.place)
    if entry is None or not is_made(out, run.place, entry) or not inputs.is_unchanged(run, entry):
        return False
    return entry.get("shared", False) == ways.shared_assets


@contextmanager
def _hire(ways: Ways, runs: list[Planned]) -> Iterator[Workers]:
    from govindex.batch.forked import ForkedWorkers, can_fork
    from govindex.batch.kernels import KernelWorkers

    count = min(len(runs), ways.workers or os.cpu_count() or 1)
    if ways.scheduler is not None:
        from govindex.batch.dask import DaskWorkers

        workers: Workers = DaskWorkers(ways.scheduler, workers=ways.workers)
    elif ways.engine == "papermill" or not can_fork():
        workers = KernelWorkers(count)
    else:
        workers = ForkedWorkers(count, runs)
    try:
        yield workers
    finally:
        workers.stop()


@contextmanager
def _follow(total: int) -> Iterator[Callable[[Progress], None]]:
    """Show a bar on a terminal: done of all, pages a minute, time left, failures as they come."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
    )
    with Bar(*columns, console=console, disable=not console.is_terminal, auto_refresh=False) as bar:
        task = bar.add_task("", total=total, rate="", failed="")
        shown = 0.0

        def show(progress: Progress) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - shown < 0.1 and progress.done < progress.total:
                return
            shown = now
            minutes = (now - progress.begun) / 60
            failed = f"[red]{progress.failed} failed" if progress.failed else ""
            if progress.stopping:
                failed += " [yellow]finishing what runs; Ctrl-C again ends at once"
            rate = f"{progress.done / minutes:.0f}/min" if progress.done else "warming up"
            bar.update(task, completed=progress.done, rate=rate, failed=failed, refresh=True)

        yield show


def _print_outcome(out: Path, outcome: Outcome, failed: list, *, skipped: int, asked: int) -> None:
    for place, entry in failed:
        error = entry["error"]
        where = f" in cell {error['cell']}" if error["cell"] else ""
        given = ", ".join(f"{name}={value}" for name, value in entry["parameters"].items())
        executed = out / f"{place}.failed.ipynb"
        seen = f" (see {executed})" if executed.exists() else ""
        sentence = f"The notebook {entry['notebook']} ({given}) failed{where}: {error['message']}{seen}"
        typer.echo(show_controls(sentence), err=True)
    left = asked - skipped - outcome.made - len(failed)
    counts = f"{outcome.made} made, {skipped} unchanged, {len(failed)} failed"
    counts += f", {left} left: {outcome.stopped}." if outcome.stopped else "."
    typer.echo(show_controls(counts), err=True)
    typer.echo(show_controls(out / "index.html"))
