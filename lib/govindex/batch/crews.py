"""Who makes the pages: children of one forge, or processes with kernels of their own, both asked in the same way."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from govindex.batch.making import FAILED, Job, Made, make_page_with_kernel, write_staged
from govindex.errors import GovindexError

if TYPE_CHECKING:
    from govindex.forks.forge import Child

WARM = "govindex.batch.making:warm"


class Crew(Protocol):
    """Who makes pages."""

    def has_room(self) -> bool:
        """Return whether another job may be started."""

    def start(self, job: Job) -> None:
        """Start a job."""

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`."""

    def stop(self) -> None:
        """End everything that still runs."""


class ForkCrew:
    """Children of a warmed process, so many at a time."""

    def __init__(self, workers: int) -> None:
        from govindex.pages.runner import set_page_environment

        self._workers = workers
        self._environment = set_page_environment(os.environ)
        self._running: dict[int, tuple[Job, Child]] = {}
        self._doomed: dict[int, float] = {}
        self._lost: list[Job] = []
        self._forge = self._make_forge()

    def _make_forge(self):
        from govindex.forks.forge import Forge

        return Forge(WARM, environment=self._environment)

    def has_room(self) -> bool:
        """Return whether another job may be started."""
        return len(self._running) + len(self._lost) < self._workers

    def start(self, job: Job) -> None:
        """Start a job."""
        from govindex.forks.forge import ForgeCold, ForgeDied

        try:
            child = self._forge.start("govindex.batch.making:make_page_in_child", job)
        except ForgeCold as error:
            raise GovindexError(f"The process that forks could not be started: {error}.") from None
        except ForgeDied:
            self._lost.append(job)
            return
        self._running[child.number] = (job, child)

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`."""
        from govindex.forks.forge import ForgeDied

        made = [Made(job, error="the process that forks has died", lost=True) for job in self._lost]
        self._lost.clear()
        for number, limit in self._find_late().items():
            if number not in self._doomed:
                self._doomed[number] = limit
                self._forge.kill(self._running[number][1])
        try:
            ended = self._forge.wait(min(seconds, self._find_next()))
        except ForgeDied:
            made += [Made(job, error="the process that forks has died", lost=True) for job, _ in self._running.values()]
            self._running.clear()
            self._forge.close()
            self._forge = self._make_forge()
            return made
        for child in ended:
            job, _ = self._running.pop(child.number)
            made.append(self._tell(job, child))
            child.close()
        return made

    def _find_late(self) -> dict[int, float]:
        now = time.monotonic()
        late = {}
        for number, (job, child) in self._running.items():
            if now - child.since > job.cell_seconds:
                late[number] = job.cell_seconds
            elif now - child.begun > job.notebook_seconds:
                late[number] = job.notebook_seconds
        return late

    def _find_next(self) -> float:
        """Return in how many seconds the next job is late."""
        now = time.monotonic()
        ends = [
            min(child.since + job.cell_seconds, child.begun + job.notebook_seconds) - now
            for number, (job, child) in self._running.items()
            if number not in self._doomed
        ]
        return max(0.0, min(ends, default=3600.0)) + 0.01

    def _tell(self, job: Job, child: Child) -> Made:
        limit = self._doomed.pop(child.number, None)
        if child.result is not None and child.status == 0:
            made = child.result.load()
            made.memory = child.memory
            return made
        made = Made(job, lost=True, memory=child.memory, seconds=time.monotonic() - child.begun)
        if limit is not None:
            made.error = f"it did not end within {limit:g} seconds"
        elif child.result is not None:
            _, kind, message = child.result.load()
            made.error = f"{kind}: {message}"
            made.lost = kind not in ("OSError", "PermissionError")
        else:
            made.error = f"its process died ({_name_status(child.status)})"
        keep_what_was_shown(job, child, made)
        return made

    def stop(self) -> None:
        """End everything that still runs."""
        for _, child in self._running.values():
            self._forge.kill(child)
        self._forge.close()
        self._running.clear()


def keep_what_was_shown(job: Job, child: Child, made: Made) -> None:
    """Write the notebook as far as a child had come before it was killed or died, and name the cell."""
    import nbformat
    from papermill.engines import NotebookExecutionManager

    from govindex.forks.cells import Cells, replay
    from govindex.forks.channel import NOTEBOOK
    from govindex.pages.runner import tidy_notebook

    begun = next((record for record in child.records if record.kind == NOTEBOOK), None)
    if begun is None:
        return
    manager = NotebookExecutionManager(begun.load(), progress_bar=False)
    cells = Cells(manager)
    place = replay(cells, child.records, child.spools)
    if place is not None:
        made.cell = manager.nb.cells[place].get("id", "")
    tidy_notebook(manager.nb, os.path.basename(job.path), job.parameters)  # noqa: PTH119 of any system
    with contextlib.suppress(OSError):
        write_staged(job, FAILED, nbformat.writes(manager.nb), made)


def _name_status(status: int | None) -> str:
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-status).name
    return f"exit status {status}"


class PoolCrew:
    """Processes that run one job after another with papermill's own engine, so many at a time."""

    def __init__(self, workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._free: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._workers = workers

    def has_room(self) -> bool:
        """Return whether another job may be started."""
        return len(self._busy) < self._workers

    def start(self, job: Job) -> None:
        """Start a job."""
        worker = self._free.pop() if self._free else _Worker(self._context)
        worker.start(job)
        self._busy.append(worker)

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`."""
        now = time.monotonic()
        left = min((worker.late_at - now for worker in self._busy), default=seconds)
        wait([worker.link for worker in self._busy], max(0.0, min(seconds, left)))
        made = []
        for worker in list(self._busy):
            outcome = worker.ask()
            if outcome is None:
                continue
            made.append(outcome)
            self._busy.remove(worker)
            if worker.process.is_alive():
                self._free.append(worker)
        return made

    def stop(self) -> None:
        """End everything that still runs."""
        for worker in self._busy + self._free:
            worker.end()
        self._busy, self._free = [], []


class _Worker:
    def __init__(self, context: multiprocessing.context.SpawnContext) -> None:
        self.link, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.late_at = 0.0

    def start(self, job: Job) -> None:
        self.job = job
        self.late_at = time.monotonic() + 2 * job.notebook_seconds  # it tries twice by itself
        with contextlib.suppress(OSError):  # of a worker that has died, as asking it will show
            self.link.send(job)

    def ask(self) -> Made | None:
        """Return what has come of the job, or None while it runs."""
        try:
            if self.link.poll():
                return self.link.recv()
        except (EOFError, OSError):
            self.end()
            return Made(self.job, error=f"its process died (exit status {self.process.exitcode})", lost=True)
        if time.monotonic() > self.late_at:
            self.end()
            return Made(self.job, error=f"it did not end within {self.job.notebook_seconds:g} seconds", lost=True)
        return None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.link.close()


def _work(link: Connection) -> None:
    """Do jobs until the other end is closed; end at once when the process at the other end has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_parent, daemon=True).start()
    while True:
        try:
            job = link.recv()
        except (EOFError, OSError):
            return
        try:
            made = make_page_with_kernel(job)
        except Exception as error:  # whatever it is, it is told
            made = Made(job, error=f"{type(error).__name__}: {error}", lost=not isinstance(error, OSError))
        link.send(made)


def _watch_parent() -> None:
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


def can_fork() -> bool:
    """Return whether this system has what a fork crew needs."""
    if sys.platform == "win32":
        return False
    from govindex.forks.forge import can_fork as has_forge

    return has_forge()
