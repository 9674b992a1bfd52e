"""Pages made beyond this machine: runs sent to a Dask cluster, files sent back, nothing shared but the address.

Each worker has govindex installed, with the same library and tables, and forks as this machine would. What it makes
comes back by value and is written here, once, whatever dies on the way.
"""

from __future__ import annotations

import asyncio
import queue
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from govindex.batch.inputs import hash_files, hash_library
from govindex.batch.making import Job, Made, write_staged
from govindex.errors import GovindexError, cut_message
from govindex.files import write_whole
from govindex.tables.places import find_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Future

    from govindex.batch.workers import Workers

CONNECT_SECONDS = 15
_own = threading.local()


class NoCluster(GovindexError):
    """A cluster that cannot be reached, or a machine without the means to reach one."""


@contextmanager
def _tell_no_answer(address: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # each protocol, installed or not, has errors of its own
        reason = (str(error) or type(error).__name__).strip().splitlines()[0].rstrip(".")
        raise NoCluster(f"No Dask scheduler answers at {address!r}: {cut_message(reason)}.") from None


def check_scheduler(address: str) -> None:
    """Check that a Dask scheduler answers at an address, which sends it no work.

    Raises
    ------
    NoCluster
        When ``distributed`` is not installed or nobody answers there.
    """
    try:
        from distributed import Security
        from distributed.core import connect
    except ImportError:
        raise NoCluster("A Dask cluster needs the package distributed: install govindex[dask].") from None

    async def reach() -> None:  # a client that cannot connect says so again, at length, when it is thrown away
        link = await connect(address, timeout=CONNECT_SECONDS, **Security().get_connection_args("client"))
        link.abort()

    with _tell_no_answer(address):
        asyncio.run(reach())


class DaskWorkers:
    """The workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    workers : int, optional
        How many runs at a time; by default two for each of the cluster's threads, so that none has to wait.

    Raises
    ------
    NoCluster
        When ``distributed`` is not installed or nobody answers at the address.
    """

    def __init__(self, address: str, *, workers: int | None = None) -> None:
        check_scheduler(address)
        with _tell_no_answer(address):
            from distributed import Client

            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        self._workers = workers
        self._running: dict[str, tuple[Job, Future]] = {}
        self._ended: queue.Queue[str] = queue.Queue()
        self._asked = 0
        self._expected = (hash_library(), hash_files(find_data()))
        self._sources: dict[str, bytes] = {}

    def has_room(self) -> bool:
        """Return whether another job may be started."""
        return len(self._running) < (self._workers or 2 * max(1, sum(self._client.nthreads().values())))

    def start(self, job: Job) -> None:
        """Start a job."""
        if job.path not in self._sources:
            self._sources[job.path] = Path(job.path).read_bytes()
        self._asked += 1
        key = f"govindex-{job.place}-{self._asked}"
        future = self._client.submit(
            make_by_value, job, self._sources[job.path], self._expected, key=key, pure=False, retries=0
        )
        self._running[key] = (job, future)
        future.add_done_callback(lambda done: self._ended.put(done.key))

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`."""
        made = []
        try:
            keys = [self._ended.get(timeout=seconds)]
            while not self._ended.empty():
                keys.append(self._ended.get_nowait())
        except queue.Empty:
            return []
        for key in keys:
            if key in self._running:
                made.append(self._take(*self._running.pop(key)))
        return made

    def _take(self, job: Job, future: Future) -> Made:
        """Return what came of a job whose future is done, its files written into the staging folder here."""
        try:
            made, texts = future.result(timeout=CONNECT_SECONDS)
        except Exception as error:  # whatever happened to worker, scheduler or network
            return Made(job, error=f"the cluster lost it: {type(error).__name__}: {error}", lost=True)
        finally:
            future.release()
        made.job, made.files = job, {}
        for ending, text in texts.items():
            if ending in made.assets:
                write_whole({Path(job.staging) / ending: text})
            else:
                write_staged(job, ending, text, made)
        return made

    def stop(self) -> None:
        """Cancel everything that still runs, and leave the cluster."""
        self._client.cancel([future for _, future in self._running.values()])
        self._running.clear()
        self._client.close()


def make_by_value(job: Job, source: bytes, expected: tuple[str, str]) -> tuple[Made, dict[str, str]]:
    """Return what came of a job on a worker, and its files as texts by their endings."""
    found = (hash_library(), hash_files(find_data()))
    for what, here, there in zip(("library", "tables"), found, expected, strict=True):
        if here != there:
            return Made(job, error=f"a worker has other {what} than the machine that sent the run"), {}
    with tempfile.TemporaryDirectory(prefix="govindex-") as folder:
        path = Path(folder) / Path(job.path).name
        path.write_bytes(source)
        own = _find_workers()
        own.start(replace(job, path=str(path), staging=str(Path(folder) / "staging")))
        made: list[Made] = []
        while not made:
            made = own.wait(5)
        assets = {name: name for name in made[0].assets}
        texts = {
            ending: (Path(folder) / "staging" / name).read_text(encoding="utf-8")
            for ending, name in (made[0].files | assets).items()
        }
    return made[0], texts


def _find_workers() -> Workers:
    """Return those who make pages for this thread of a worker, made at its first run."""
    from govindex.batch.forked import ForkedWorkers, can_fork
    from govindex.batch.kernels import KernelWorkers

    if not hasattr(_own, "workers"):
        _own.workers = ForkedWorkers(1) if can_fork() else KernelWorkers(1)
    return _own.workers
