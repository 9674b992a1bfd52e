"""The batch itself: jobs handed to workers, each lost one once more, every outcome written before the next."""

from __future__ import annotations

import errno
import signal
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govindex.batch.making import TRIES, Job, Made
from govindex.errors import cut_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govindex.batch.folder import Folder
    from govindex.batch.inputs import Inputs
    from govindex.batch.planned import Planned
    from govindex.batch.workers import Workers


@dataclass
class Progress:
    """How far a batch is; shown at every change."""

    total: int
    made: int = 0
    failed: int = 0
    lost: int = 0
    running: int = 0
    stopping: bool = False
    begun: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """How many runs have come to their end."""
        return self.made + self.failed


@dataclass
class Outcome:
    """How a batch ended: how many were made and failed, why it stopped early, where it did, and when each run ran."""

    made: int = 0
    failed: list[str] = field(default_factory=list)
    stopped: str = ""
    spans: list[tuple[str, float, float]] = field(default_factory=list)


def run_jobs(
    planned: list[Planned],
    workers: Workers,
    folder: Folder,
    inputs: Inputs,
    *,
    fail_fast: bool = False,
    show: Callable[[Progress], None] = lambda _: None,
    options: dict[str, Any] | None = None,
) -> Outcome:
    """Return how the runs went; each is put into the folder as soon as it is there.

    The first Ctrl-C lets what runs come to its end, the second ends it at once; either way the folder is whole.
    """
    waiting = deque((_make_job(run, folder, dict(options or {})), 1) for run in planned)
    tries: dict[str, int] = {}
    begun: dict[str, float] = {}
    progress = Progress(len(planned))
    outcome = Outcome()
    with _heed_interrupts(progress) as pressed:
        show(progress)
        while waiting or tries:
            while waiting and workers.has_room() and not outcome.stopped and not pressed:
                job, number = waiting.popleft()
                tries[job.place], begun[job.place] = number, time.time()
                workers.start(job)
            progress.running = len(tries)
            if not tries or len(pressed) > 1:
                break
            show(progress)
            for made in workers.wait(0.2):
                number = tries.pop(made.job.place)
                outcome.spans.append((made.job.place, begun[made.job.place], time.time()))
                made.error = cut_message(made.error)
                if made.lost and number < TRIES and not pressed:
                    progress.lost += 1
                    waiting.appendleft((made.job, number + 1))
                    continue
                try:
                    entry = _describe(made, inputs, number)
                    folder.put(made, entry)
                except OSError as error:
                    outcome.stopped = outcome.stopped or _say_full(error)
                    continue
                if made.error:
                    progress.failed += 1
                    outcome.failed.append(made.job.place)
                    outcome.stopped = outcome.stopped or ("a notebook failed" if fail_fast else "")
                else:
                    progress.made += 1
                if _is_full(made):
                    outcome.stopped = outcome.stopped or made.error
        outcome.made = progress.made
        if pressed:
            outcome.stopped = "interrupted"
        show(progress)
    return outcome


def _make_job(run: Planned, folder: Folder, options: dict[str, Any]) -> Job:
    """Return the job of a run; of the `options` the links are those of all pages, by place."""
    beside = options.pop("links", {}).get(run.place, "")
    staging = str(folder.staging.resolve())
    return Job(run.notebook, str(run.path.resolve()), run.parameters, run.place, staging, beside=beside, **options)


def _describe(made: Made, inputs: Inputs, number: int) -> dict[str, Any]:
    """Return what the manifest holds of a run."""
    job = made.job
    entry: dict[str, Any] = {
        "notebook": job.notebook,
        "parameters": job.parameters,
        "status": "failed" if made.error else "made",
        "title": made.title,
        "seconds": round(made.seconds, 3),
        "tries": number,
        **({"shared": True, "assets": made.assets} if job.shared else {}),
        "inputs": inputs.describe_made(Path(job.path), made.taken),
    }
    if made.error:
        tail = f", in {number} tries" if made.lost else ""
        entry["error"] = {"cell": made.cell, "message": made.error + tail}
    return entry


def _is_full(made: Made) -> bool:
    return bool(made.error) and any(word in made.error for word in ("No space left on device", "Disk quota exceeded"))


def _say_full(error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "no space is left on the disk" if full else f"a page could not be put into its place: {error}"


@contextmanager
def _heed_interrupts(progress: Progress) -> Iterator[list[int]]:
    """Count the presses of Ctrl-C, which end nothing by themselves."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        pressed.append(number)
        progress.stopping = True

    former = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        former[number] = signal.signal(number, press)
    try:
        yield pressed
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
