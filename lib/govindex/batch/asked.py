"""The few pages that ``govindex report`` is asked for: made by the workers of a batch, and nothing noted of them."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from govindex.batch.forked import ForkedWorkers, can_fork
from govindex.batch.kernels import KernelWorkers
from govindex.batch.making import FAILED, HTML, IPYNB, TRIES, Job, Made
from govindex.pages.runs import Failure, Run, put_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govindex.batch.workers import Workers
    from govindex.pages.asked import Asked


def make_asked(asked: list[Asked], out: Path) -> Iterator[Run]:
    """Yield what came of each page that is asked for, as soon as its files are in their place.

    What is still made when the iteration is left is ended, and leaves nothing.

    Raises
    ------
    GovindexError
        When there can be no process that makes pages.
    OSError
        When a file cannot be written.
    """
    count = min(len(asked), os.cpu_count() or 1)
    workers: Workers = ForkedWorkers(count) if can_fork() else KernelWorkers(count)
    try:
        with tempfile.TemporaryDirectory(prefix="govindex-") as staging:
            waiting = deque((_make_job(each, staging), 1) for each in asked)
            tries: dict[str, int] = {}
            while waiting or tries:
                while waiting and workers.has_room():
                    job, number = waiting.popleft()
                    tries[job.place] = number
                    workers.start(job)
                for made in workers.wait(0.2):
                    number = tries.pop(made.job.place)
                    if made.lost and number < TRIES:
                        waiting.append((made.job, number + 1))
                    else:
                        yield _put(made, out)
    finally:
        workers.stop()


def _make_job(each: Asked, staging: str) -> Job:
    return Job(each.path.stem, str(each.path.resolve()), each.parameters, each.place, staging, lang=each.lang)


def _put(made: Made, out: Path) -> Run:
    job = made.job
    texts = {ending: (Path(job.staging) / name).read_text(encoding="utf-8") for ending, name in made.files.items()}
    error = None
    if made.error:
        error = Failure(made.cell, made.error + (f", in {TRIES} tries" if made.lost else ""))
    run = Run(job.notebook, job.parameters, out / job.place, error=error)
    return put_run(run, texts.get(FAILED if error else IPYNB, ""), texts.get(HTML, ""))
