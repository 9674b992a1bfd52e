"""How much time and memory a command gives the reading of one file; a library's caller has limits of their own.

A timer of the processor's time looks at both. Rejected: a limit of the address space (`RLIMIT_AS`), which counts what
threads reserve and never use, and ends a process where no exception can be raised.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from govindex.errors import GovindexError

MOST_SECONDS = 20  # of the processor, so that a busy machine refuses nothing
MOST_BYTES = 1_000_000_000
_OFTEN = 0.1  # seconds of the processor from one look to the next


class TooMuch(GovindexError):
    """Work on a file that takes more time or memory than a command gives it."""


class _Stop(BaseException):
    """Passes whatever catches the errors of a broken file."""


@contextmanager
def limit_work(name: str, *, seconds: float = MOST_SECONDS, most: int = MOST_BYTES) -> Iterator[None]:
    """End what follows when it takes more; nothing is limited where the system has no such timer, or in a thread.

    Parameters
    ----------
    name : str
        What the file is called.
    seconds : float
        Of the processor.
    most : int
        Bytes of memory beyond those that the process has had.

    Raises
    ------
    TooMuch
        With the limit in the sentence.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource  # not on Windows
    import time

    began, had = time.process_time(), _find_peak(resource)
    said = ""

    def look(*_: object) -> None:
        nonlocal said
        if time.process_time() - began > seconds:
            said = f"more than {seconds:g} seconds of the processor"
        elif _find_peak(resource) - had > most:
            said = f"more than {most // 1_000_000} MB of memory"
        if said:
            raise _Stop

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _OFTEN, _OFTEN)
    try:
        yield
    except _Stop:
        raise TooMuch(
            f"{name} takes {said} to read, the most that is given to one file: divide it, or see what is odd in it."
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _find_peak(resource) -> int:
    """Return the most memory that the process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
