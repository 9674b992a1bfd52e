"""The other end of a forge: starts it, sends it requests, and hands on what came of each."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from .channel import CELL, RESULT, Listener, Record, receive, send
from .streams import open_spool

if TYPE_CHECKING:
    from collections.abc import Mapping

WARM_SECONDS = 600  # from the start of a forge to its first fork; it may have books of sheets to make
END_SECONDS = 5.0  # from a child's result to its end; a kernel that is shut down has as long


class ForgeDied(Exception):
    """The forge has ended though nobody asked it to."""


class ForgeCold(ForgeDied):
    """The forge has ended before it could fork: what it was to import or to do first has failed."""


@dataclass(eq=False)
class Child:
    """One request: what has been reported of it so far and, once it has ended, how.

    `result` is what its function returned or, under the number 1, the error that it ended with; `status` the exit
    status, negative for the signal that ended it, and None while it runs; `memory` the most that it had at once, in
    KiB; `since` when its present cell, or it itself, began; `ends` when it is killed unless it has ended by itself,
    once there is a result.
    """

    number: int
    listener: Listener
    spools: tuple[int, int]
    process: int | None = None
    records: list[Record] = field(default_factory=list)
    fresh: list[Record] = field(default_factory=list)
    result: Record | None = None
    status: int | None = None
    memory: int = 0
    begun: float = field(default_factory=time.monotonic)
    since: float = field(default_factory=time.monotonic)
    ends: float | None = None

    @property
    def has_returned(self) -> bool:
        """Whether its function has returned, however the process ended then."""
        return self.result is not None and self.result.number == 0

    def close(self) -> None:
        """Give back the descriptors."""
        self.listener.link.close()
        spools, self.spools = self.spools, ()
        for spool in spools:
            os.close(spool)


def can_fork() -> bool:
    """Return whether this system has what a forge needs."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform != "win32"


class Forge:
    """A process that forks: started at once, warm when `wait_warm` returns.

    Parameters
    ----------
    warm : str
        ``module:function``, called in the forge before it forks anything. Each child ends as if it had called it
        itself: a temporary folder that goes with the process would go with the first child.
    environment : mapping, optional
        Of the forge and its children; by default that of this process.
    """

    def __init__(self, warm: str | None = None, *, environment: Mapping[str, str] | None = None) -> None:
        self._numbers = itertools.count()
        self._children: dict[int, Child] = {}
        self.process: subprocess.Popen | None = None
        ours, theirs = socket.socketpair()
        with theirs:
            # without -P it would import what lies in the folder where its owner stands
            server = [sys.executable, "-P", "-m", f"{__package__}.server"]
            command = [*server, str(theirs.fileno()), *([warm] if warm else [])]
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 open as long as the process
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C in a terminal is for its owner, who decides what to do
                env=dict(environment) if environment is not None else None,
            )
        self._link = ours
        self._warm = False
        self._ended = False
        self.threads: list[str] = []

    def wait_warm(self) -> None:
        """Wait until it can fork.

        Raises
        ------
        ForgeDied
            When it could not be started.
        """
        deadline = time.monotonic() + WARM_SECONDS
        while not self._warm:
            self.wait(max(0.0, deadline - time.monotonic()))
            if time.monotonic() > deadline:
                raise ForgeCold(f"it was not ready after {WARM_SECONDS} seconds")

    @property
    def was_killed(self) -> bool:
        """Whether it has ended by a signal, so that another may be luckier."""
        try:
            return self.process.wait(1) < 0
        except subprocess.TimeoutExpired:
            return False

    @property
    def has_ended(self) -> bool:
        """Whether it can fork no more."""
        return self._ended or self.process.poll() is not None

    def start(self, function: str, given: object) -> Child:
        """Return a new child that calls ``module:function`` with `given`, a reporter and the spools of its streams.

        Raises
        ------
        ForgeDied
            When there is no forge any more.
        """
        self.wait_warm()
        ours, theirs = socket.socketpair()
        spools = (open_spool(), open_spool())
        number = next(self._numbers)
        try:
            with theirs:
                send(self._link, ("start", number, function), [theirs.fileno(), *spools])
            send(ours, given)
        except OSError as error:
            for descriptor in (ours.detach(), *spools):
                os.close(descriptor)
            raise ForgeDied(str(error)) from None
        self._children[number] = Child(number, Listener(ours), spools)
        return self._children[number]

    def kill(self, child: Child) -> None:
        """Have a child killed, with whatever it has started; `wait` then returns it as ended."""
        with contextlib.suppress(OSError):
            send(self._link, ("kill", child.number))

    def wait(self, seconds: float | None = None) -> list[Child]:
        """Return the children that have ended, after at most `seconds`; what the others report is kept in them.

        Raises
        ------
        ForgeDied
            When the forge itself has ended; its children end with it.
        """
        links = {child.listener.link: child for child in self._children.values() if not child.listener.ended}
        for link in wait([self._link, *links], self._find_pause(seconds)):
            if link in links:
                self._hear(links[link])
            else:
                return self._obey()
        return []

    def _find_pause(self, seconds: float | None) -> float | None:
        """Return how long may be waited, and kill the children that have taken too long to end."""
        now = time.monotonic()
        for child in self._children.values():
            if child.ends is None:
                continue
            if child.ends <= now:
                self.kill(child)
                child.ends = now + END_SECONDS
            seconds = child.ends - now if seconds is None else min(seconds, child.ends - now)
        return seconds

    def _hear(self, child: Child) -> None:
        for record in child.listener.read():
            if record.kind == RESULT:
                child.result = record
                child.ends = time.monotonic() + END_SECONDS
                continue
            child.records.append(record)
            child.fresh.append(record)
            if record.kind == CELL:
                child.since = time.monotonic()

    def _obey(self) -> list[Child]:
        try:
            (what, number, *more), _ = receive(self._link)
        except EOFError:
            self._ended = True
            self._give_up()
            raise (ForgeDied if self._warm else ForgeCold)(self._read_last_words()) from None
        if what == "warm":
            self._warm, (self.threads,) = True, more
        elif what == "started":
            (self._children[number].process,) = more
        else:
            child = self._children.pop(number)
            child.status, child.memory = more
            self._hear(child)
            return [child]
        return []

    def _give_up(self) -> None:
        for child in self._children.values():
            if child.process is not None:  # the system may see to the child, not to what it has started
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process, signal.SIGKILL)

    def _read_last_words(self) -> str:
        """Return the last line that the forge had to say for itself."""
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it has ended"

    def close(self) -> None:
        """End the forge and every child that still runs."""
        self._link.close()
        self._said.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for child in self._children.values():
            child.close()
        self._children.clear()
