"""Pages made by papermill's own engine: processes that run one job after another, each in a kernel of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from multiprocessing.connection import Connection, wait
from pathlib import Path

from govindex.batch.making import Job, Made, make_page_with_kernel
from govindex.forks.family import adopt_orphans, kill_descendants


class KernelWorkers:
    """Processes that run one job after another with papermill's own engine, so many at a time."""

    def __init__(self, count: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._free: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._count = count

    def has_room(self) -> bool:
        """Return whether another job may be started."""
        return len(self._busy) < self._count

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
        if self.process.is_alive():
            kill_descendants(self.process.pid)
        self.process.kill()
        self.process.join()
        self.link.close()


def _work(link: Connection) -> None:
    """Do jobs until the other end is closed; end at once when the process at the other end has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    adopt_orphans()
    threading.Thread(target=_watch_parent, daemon=True).start()
    while True:
        try:
            job = link.recv()
        except (EOFError, OSError):
            return
        try:
            _find_temporary(job)
            made = make_page_with_kernel(job)
        except Exception as error:  # whatever it is, the batch is to hear of it
            made = Made(job, error=f"{type(error).__name__}: {error}", lost=not isinstance(error, OSError))
        kill_descendants(os.getpid())  # what the kernel has left running
        link.send(made)


def _find_temporary(job: Job) -> None:
    """Have what a kernel keeps for its time in the staging folder of the batch, which goes even when it is killed."""
    folder = Path(job.staging).absolute() / "temporary"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"TMPDIR": str(folder), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    tempfile.tempdir = None  # so that it is looked for again


def _watch_parent() -> None:
    wait([multiprocessing.parent_process().sentinel])
    kill_descendants(os.getpid())
    os._exit(1)
