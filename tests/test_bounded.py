"""A command ends the reading of a file that takes too long or too much, with the limit in its sentence."""

import contextlib
import re
import signal
import threading

import pytest

from govindex.audit.audited import audit_source
from govindex.bounded import TooMuch, limit_work
from govindex.tables.load import load_tables

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="There is no such timer here.")


def swallow():
    """Work for ever, and catch whatever an ordinary handler catches."""
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


def fill():
    """Take more and more memory."""
    kept = []
    while True:
        kept.append(b"x" * len(kept) * 1_000)


def test_what_takes_too_long_is_ended_though_it_catches_errors():
    said = r"^my\.csv takes more than 0\.3 seconds of the processor to read, the most"
    with pytest.raises(TooMuch, match=said), limit_work("my.csv", seconds=0.3):
        swallow()


def test_a_slow_pattern_is_ended_too():
    with pytest.raises(TooMuch), limit_work("my.csv", seconds=0.3):
        re.search(r"(a+)+b", "a" * 60)


def test_what_takes_too_much_memory_is_ended():
    said = "takes more than 100 MB of memory to read"
    with pytest.raises(TooMuch, match=said), limit_work("my.xlsx", most=100_000_000):
        fill()


def test_what_ends_in_time_is_left_alone_and_so_is_what_follows():
    before = signal.getsignal(signal.SIGPROF)
    with limit_work("my.csv", seconds=5):
        sum(range(1000))
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_in_a_thread_nothing_is_limited():
    ended = []

    def work():
        with limit_work("my.csv", seconds=0):
            ended.append(sum(range(1000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(ended) == 1


def test_the_library_itself_limits_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('report,measure,year,province,component,what,printed,unit\nx,papi,2021,31,d1,score,"4,904",\n')
    handler = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    try:
        audit_source(load_tables(), path)
        assert signal.getsignal(signal.SIGPROF) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGPROF, handler)
