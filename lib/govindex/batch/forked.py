"""Pages made by children of a forge, so many at a time."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections import deque
from typing import TYPE_CHECKING

from govindex.batch.making import ASKED, FAILED, Job, Made, write_staged
from govindex.errors import GovindexError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govindex.batch.planned import Planned
    from govindex.forks.forge import Child, Forge

WARM = "govindex.batch.making:warm"
_FORGE_TRIES = 3


class ForkedWorkers:
    """Children of a warmed process, so many at a time.

    When the forge dies while several run, nobody knows which of them has ended it: each is run once more, alone. The
    one that ends it then is at fault; the others have lost nothing but time.
    """

    def __init__(self, count: int, runs: Iterable[Planned] = ()) -> None:
        """Begin a forge that has ready what the pages of `runs` share."""
        from govindex.pages.runs import set_page_environment

        self._count = count
        asked = sorted({f"{run.notebook}:{run.parameters['lang']}" for run in runs if "lang" in run.parameters})
        self._environment = {**set_page_environment(os.environ), ASKED: " ".join(asked)}
        self._running: dict[int, tuple[Job, Child]] = {}
        self._late: dict[int, float] = {}  # the limit that a child was killed for
        self._lost: list[Made] = []
        self._suspects: deque[Job] = deque()  # to be run with nobody beside
        self._suspect_runs = False
        self._dangerous: set[str] = set()  # places of the runs that have ended a forge alone
        self._forge = self._make_forge()

    def _make_forge(self) -> Forge:
        from govindex.forks.forge import Forge

        return Forge(WARM, environment=self._environment)

    def has_room(self) -> bool:
        """Return whether another job may be started."""
        if self._suspects or (self._suspect_runs and self._running):
            return False
        return len(self._running) + len(self._lost) < self._count

    def start(self, job: Job) -> None:
        """Start a job.

        Raises
        ------
        GovindexError
            When there can be no forge.
        """
        if job.place in self._dangerous:
            self._suspects.append(job)
        else:
            self._start(job)

    def _start(self, job: Job) -> None:
        from govindex.forks.forge import ForgeCold, ForgeDied

        for _ in range(_FORGE_TRIES):
            try:
                child = self._forge.start("govindex.batch.making:make_page_in_child", job)
            except ForgeDied as error:
                reason = error
                is_hopeless = isinstance(error, ForgeCold) and not self._forge.was_killed
                self._lost += self._replace_forge()
                if is_hopeless:
                    break
            else:
                self._running[child.number] = (job, child)
                return
        raise GovindexError(f"The process that forks could not be started: {reason}.")

    def _start_suspect(self) -> None:
        if not self._running:
            self._suspect_runs = bool(self._suspects)
            if self._suspects:
                self._start(self._suspects.popleft())

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`.

        Raises
        ------
        GovindexError
            When there can be no forge any more.
        """
        from govindex.forks.forge import ForgeDied

        self._start_suspect()
        made, self._lost = self._lost, []
        self._kill_late()
        try:
            ended = self._forge.wait(0 if made else min(seconds, self._find_next()))
        except ForgeDied:
            return made + self._replace_forge()
        for child in ended:
            job, _ = self._running.pop(child.number)
            made.append(self._take(job, child))
            child.close()
        return made

    def _replace_forge(self) -> list[Made]:
        """Make a new forge; return what came of the one job that ran when the old one died, or suspect all that did."""
        made = []
        if len(self._running) == 1:
            for job, child in self._running.values():
                self._dangerous.add(job.place)
                made.append(Made(job, error="its process ended the one that forks", lost=True))
                keep_what_was_shown(job, child, made[-1])
        else:
            self._suspects.extend(job for job, _ in self._running.values())
        self._running.clear()
        self._late.clear()
        self._forge.close()
        self._forge = self._make_forge()
        return made

    def _kill_late(self) -> None:
        now = time.monotonic()
        for number, (job, child) in self._running.items():
            if number in self._late or child.result is not None:
                continue
            if now - child.since > job.cell_seconds:
                self._late[number] = job.cell_seconds
            elif now - child.begun > job.notebook_seconds:
                self._late[number] = job.notebook_seconds
            if number in self._late:
                self._forge.kill(child)

    def _find_next(self) -> float:
        """Return in how many seconds the next job is late."""
        now = time.monotonic()
        ends = [
            min(child.since + job.cell_seconds, child.begun + job.notebook_seconds) - now
            for number, (job, child) in self._running.items()
            if number not in self._late and child.result is None
        ]
        return max(0.0, min(ends, default=3600.0)) + 0.01

    def _take(self, job: Job, child: Child) -> Made:
        """Return what came of a job whose child has ended."""
        limit = self._late.pop(child.number, None)
        if child.has_returned:
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


def can_fork() -> bool:
    """Return whether this system has what forked workers need."""
    if sys.platform == "win32":
        return False
    from govindex.forks.forge import can_fork as has_forge

    return has_forge()
