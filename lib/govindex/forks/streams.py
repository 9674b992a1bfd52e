"""What a cell prints, caught at the file descriptors: text of Python, of C libraries and of programs that it starts.

Both streams end in files without a name, which outlive the process: what a killed cell had printed can still be read.
"""

from __future__ import annotations

import codecs
import ctypes
import fcntl
import io
import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("stdout", "stderr")
FLUSH_SECONDS = 0.2  # as ipykernel: what is printed later than this after the first word stands apart from it
_CHUNK = 1 << 20


def open_spool() -> int:
    """Return the descriptor of a new file without a name, in memory where the system can."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("spool")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)
    return descriptor


class Spool:
    """The reading end of a file that something else writes to: what has come since it was last asked."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.place = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def find_time(self) -> float | None:
        """Return when the text came that was not read yet, in seconds of the clock; None without any."""
        status = os.fstat(self.descriptor)
        return status.st_mtime if status.st_size > self.place else None

    def read(self, *, last: bool = False) -> str:
        """Return the text that has come; with `last` a letter that was only half written is given up."""
        if os.fstat(self.descriptor).st_size < self.place:  # a program has emptied it
            self.place = 0
        parts = []
        while chunk := os.pread(self.descriptor, _CHUNK, self.place):
            self.place += len(chunk)
            parts.append(chunk)
        return self._decoder.decode(b"".join(parts), final=last)


class Printed(io.TextIOBase):
    """A standard stream of a cell: writes at once to its descriptor, and publishes when it is flushed."""

    def __init__(self, name: str, descriptor: int, streams: Streams) -> None:
        self._name = name
        self._descriptor = descriptor
        self._streams = streams

    name = property(lambda self: f"<{self._name}>")
    encoding = "UTF-8"
    errors = "strict"

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return False."""
        return False

    def fileno(self) -> int:
        """Return the descriptor that programs started by a cell write to."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Write `text`, which stands in the spool from then on, whatever becomes of the process."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if self.closed:
            raise ValueError("I/O operation on closed file")  # as a kernel's stream says
        self._streams.begin_write(self._name)
        left = memoryview(text.encode("utf-8", "surrogateescape" if text.isascii() else "backslashreplace"))
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(text)

    def flush(self) -> None:
        """Publish what has been written to the stream so far."""
        self._streams.publish(self._name)


class Streams:
    """Both standard streams of this process, turned into two spools.

    What comes to a stream is published in parts, as by a kernel: when the stream is flushed, and `FLUSH_SECONDS` after
    the first word that was not published yet.

    Parameters
    ----------
    spools : pair of int
        Descriptors of `open_spool`, for stdout and stderr.
    take : callable
        Takes the name of a stream and the text that has come.
    """

    def __init__(self, spools: tuple[int, int], take: Callable[[str, str], None]) -> None:
        self._take = take
        self._since: dict[str, float] = {}  # when the first word came that is not published yet
        self._flush_c = _find_flush()
        self.spools = {}
        self._plain = (sys.__stdout__, sys.__stderr__)
        for plain in self._plain:
            plain.flush()
        for standard, name, spool in zip((1, 2), NAMES, spools, strict=True):
            os.dup2(spool, standard)
            self.spools[name] = Spool(spool)
            setattr(sys, name, Printed(name, standard, self))

    def begin_write(self, name: str) -> None:
        """Note that text is about to be written to a stream; what has waited long enough is published first."""
        now = time.time()
        if name not in self._since:
            others = self.spools[name].find_time()
            self._since[name] = now if others is None else others
        for waiting in sorted(self._since, key=self._since.get):
            if now - self._since[waiting] > FLUSH_SECONDS:
                self.publish(waiting)
        self._since.setdefault(name, now)

    def publish(self, name: str, *, last: bool = False) -> None:
        """Publish what has come to one stream."""
        self._since.pop(name, None)
        text = self.spools[name].read(last=last)
        if text:
            self._take(name, text)

    def publish_all(self, *, last: bool = False) -> None:
        """Publish what has come to both streams, stdout first, buffers of C libraries included."""
        for plain in self._plain:
            plain.flush()
        self._flush_c()
        for name in NAMES:
            self.publish(name, last=last)


def _find_flush() -> Callable[[], object]:
    """Return what empties the buffers of the C library of this process."""
    try:
        flush = ctypes.CDLL(None).fflush
    except (OSError, AttributeError):
        return lambda: None
    return lambda: flush(None)
