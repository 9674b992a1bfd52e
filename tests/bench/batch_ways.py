"""Ways to run a notebook many times: papermill's command, its function in a pool, ours; and the floor under all."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from govindex.batch.forked import ForkedWorkers
from govindex.batch.kernels import KernelWorkers
from govindex.batch.making import Job
from govindex.batch.planned import Planned
from govindex.tables.places import find_notebooks

WORKERS = 2
BIN = Path(sys.executable).parent
LOOP, POOL = "`papermill` command in a loop", f"`execute_notebook` in a pool of {WORKERS}"
FLOOR = f"floor: the cells executed warm, {WORKERS} processes, nothing written"
COMMANDS = "`papermill` and `jupyter nbconvert --to html` commands"
OURS = {"fork": "batch, engine fork, HTML too", "papermill": "batch, engine papermill, HTML too"}
AIMS = {LOOP: 100, POOL: 14, COMMANDS: 40}  # how many times as fast the batch with forks is to be
OF_FLOOR = 1.3  # and how near to the floor
LIGHT = """
province = "31"
year = 2021
lang = "vi"
# %%
import altair as alt
import ipywidgets
import pandas as pd
from govindex.tables.load import load_tables
# %%
scores = load_tables().scores
own = scores[(scores["measure"] == "papi") & (scores["province"] == province) & (scores["year"] == year)]
own.head()
# %%
alt.Chart(own).mark_bar().encode(x="score:Q", y="component:N")
"""


def write_light(folder: Path) -> Path:
    """Return the path of a notebook of four cells: libraries, a table and one chart."""
    sources = [source.strip() for source in LIGHT.split("# %%\n")]
    cells = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "light.ipynb")
    return folder / "light.ipynb"


def pick_year(number: int) -> int:
    """Return the year of the run of this number."""
    return 2011 + number % 14


# --- each way returns the seconds that one run takes ---------------------------------------------------


def by_command(path: Path, count: int, folder: Path, *, html: bool = False) -> float:
    """papermill's command in a loop, and with `html` nbconvert's after it."""
    begun = time.perf_counter()
    for number in range(count):
        executed = folder / f"{number}.ipynb"
        command = [BIN / "papermill", path, executed, "-k", "python3", "-p", "year", str(pick_year(number))]
        subprocess.run(command, check=True, capture_output=True, cwd=path.parent)
        if html:
            subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", executed], check=True, capture_output=True)
    return (time.perf_counter() - begun) / count


def execute(path: Path, executed: Path, number: int, engine: str | None) -> None:
    """Run one notebook by papermill in this process."""
    import papermill

    papermill.execute_notebook(
        str(path),
        str(executed),
        {"year": pick_year(number)},
        engine_name=engine,
        kernel_name="python3",
        progress_bar=False,
        execution_timeout=300,
        cwd=str(path.parent),
        request_save_on_cell_execute=False,
    )


def by_pool(path: Path, count: int, folder: Path, *, engine: str | None = None) -> float:
    """papermill.execute_notebook in processes that have imported it, with an engine by its name."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for numbers in (range(2 * WORKERS), range(count)):  # first the imports, and what the engine warms
            begun = time.perf_counter()
            for run in [pool.submit(execute, path, folder / f"{number}.ipynb", number, engine) for number in numbers]:
                run.result()
        return (time.perf_counter() - begun) / count


def by_workers(workers: ForkedWorkers | KernelWorkers, path: Path, count: int, folder: Path) -> float:
    """Workers of the batch: run, tidied, made into HTML, both written."""
    given = {"province": "31", "lang": "vi"}
    jobs = [
        Job(path.stem, str(path), given | {"year": pick_year(number)}, f"{number}", str(folder))
        for number in range(count)
    ]
    begun, running = time.perf_counter(), 0
    while jobs or running:
        while jobs and workers.has_room():
            workers.start(jobs.pop())
            running += 1
        for made in workers.wait(1):
            if made.error:
                raise RuntimeError(made.error)
            running -= 1
    return (time.perf_counter() - begun) / count


def run_warm(path: Path, count: int, queue) -> None:
    """Run a notebook's cells over and over in one process, without papermill."""
    from govindex.batch.making import warm
    from govindex.forks.kernel import make_kernel

    os.chdir(path.parent)
    os.environ["GOVINDEX_PAGE"] = "1"
    warm()
    shell = make_kernel().shell
    make_kernel().session.receive = lambda message: None
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        for number in range(-2, count):
            if number == 0:
                begun = time.perf_counter()
            for source in cells:
                shell.run_cell(source.replace("year = 2021", f"year = {pick_year(number)}")).raise_error()
    queue.put((time.perf_counter() - begun) / count)


def by_floor(path: Path, count: int, _folder: Path) -> float:
    """The cells executed warm, in as many processes as there are workers."""
    context = get_context("spawn")
    queue = context.Queue()
    processes = [context.Process(target=run_warm, args=(path, count // WORKERS, queue)) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    seconds = [queue.get() for _ in processes]
    for process in processes:
        process.join()
    return statistics.mean(seconds) / WORKERS


# --- side by side --------------------------------------------------------------------------------------


def measure(ways: dict, rounds: int) -> dict[str, list[float]]:
    """Return for each way the seconds of its rounds, the ways in turn so that the machine's noise meets all alike."""
    seconds = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                seconds[name].append(way(Path(folder)))
    return seconds


def tabulate(seconds: dict[str, list[float]], against: dict[str, str]) -> list[str]:
    """Return a table of ways as lines; `against` gives for a heading the way that the others are compared with."""
    middle = {name: statistics.median(each) for name, each in seconds.items()}
    lines = [
        f"| way | a minute | s each | noise | {' | '.join(against)} |",
        "| --- | ---: | ---: | --- |" + " ---: |" * len(against),
    ]
    for name, each in seconds.items():
        ratios = " | ".join(f"{middle[other] / middle[name]:.3g}" for other in against.values())
        noise = f"{min(each):.2g}–{max(each):.2g}"
        lines.append(f"| {name} | {60 / middle[name]:.0f} | {middle[name]:.2g} | {noise} | {ratios} |")
    return lines


def tell_aims(seconds: dict[str, list[float]], cause: str) -> str:
    """Return how the batch with forks, HTML included, stands to its aims; `cause` is told where one is not met."""
    middle = {name: statistics.median(each) for name, each in seconds.items()}
    ours = middle[OURS["fork"]]
    told = [(f"{middle[way] / ours:.0f} times {way}", middle[way] / ours >= aim, f"{aim}") for way, aim in AIMS.items()]
    told.append(
        (f"{ours / middle[FLOOR]:.1f} times the floor", ours / middle[FLOOR] <= OF_FLOOR, f"at most {OF_FLOOR}")
    )
    words = "; ".join(f"{what} (aim: {aim}{'' if met else ', missed'})" for what, met, aim in told)
    return f"The batch with forks is at {words}.{'' if all(met for _, met, _ in told) else f' Why: {cause}.'}"


def bench_ways(folder: Path, rounds: int, few: int) -> list[str]:
    """Return the tables of the ways to run a light notebook and that of the PAPI page."""
    lines = []
    light, heavy = write_light(folder), find_notebooks() / "papi_dimensions.ipynb"
    for told, path, many, cause in (
        ("A light notebook (a table, one chart)", light, 10, "a fork, HTML and two files cost more than its few cells"),
        (
            "The notebook papi_dimensions",
            heavy,
            4,
            "a fork, HTML and two files cost more than cells that open a sheet",
        ),
    ):
        runs = [Planned(path.stem, path, {"lang": "vi"}, "")]  # what a batch knows of its runs before it begins
        teams = {"fork": ForkedWorkers(WORKERS, runs), "papermill": KernelWorkers(WORKERS)}
        try:
            for workers in teams.values():
                with tempfile.TemporaryDirectory() as name:
                    by_workers(workers, path, 2 * WORKERS, Path(name))
            ways = {
                LOOP: partial(by_command, path, few),
                POOL: partial(by_pool, path, 2 * few),
                f"{POOL}, engine govindex-fork": partial(by_pool, path, many * few, engine="govindex-fork"),
                COMMANDS: partial(by_command, path, few, html=True),
                OURS["papermill"]: partial(by_workers, teams["papermill"], path, 2 * few),
                OURS["fork"]: partial(by_workers, teams["fork"], path, many * few),
                FLOOR: partial(by_floor, path, many * few),
            }
            seconds = measure(ways, rounds)
        finally:
            for workers in teams.values():
                workers.stop()
        against = {
            "times the loop": LOOP,
            "times the pool": POOL,
            "times the commands": COMMANDS,
            "of the floor": FLOOR,
        }
        lines += [f"{told}; {rounds} rounds in turn, medians:", "", *tabulate(seconds, against), ""]
        lines += [tell_aims(seconds, cause), ""]
    return lines
