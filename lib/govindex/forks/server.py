"""The forge: imports once what every child needs, then forks a child for each request and runs nothing itself.

It is started by the module `forge`, listens on one socket and ends when that is closed, with every child that is
left. It starts no thread, since a fork takes only one along.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

from .channel import RESULT, Reporter, receive, send
from .ending import Ending
from .family import adopt_orphans, die_with_parent, kill, kill_group, list_children

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOSE_SECONDS = 5


class Server:
    """The forge, on one `link` to its owner.

    Parameters
    ----------
    link : socket
        To the owner.
    ending : Ending
        Of the children.
    """

    def __init__(self, link: socket.socket, ending: Ending) -> None:
        self._link = link
        self._ending = ending
        self._children: dict[int, int] = {}  # the process of each request's number
        self._own: set[int] = set()
        self._wake_read, self._wake_write = os.pipe()

    def serve(self, warm: str | None) -> None:
        """Serve until the other end of the link is closed; call `warm` first, then say so."""
        for end in (self._wake_read, self._wake_write):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever has started this
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        adopt_orphans()
        if warm:
            find_function(warm)()
        self._own = list_children(os.getpid())
        gc.collect()
        gc.freeze()  # what is there by now is shared with the children, and stays so
        self._say("warm", os.getpid(), list_threads())
        waiting = selectors.PollSelector()  # unlike epoll's it has no descriptor that children would share
        for each in (self._link, self._wake_read):
            waiting.register(each, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in waiting.select()]
            if self._wake_read in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 512)
                self._reap()
            if self._link in ready and not self._obey():
                break
        self._end_all()

    def _say(self, *what: object) -> None:
        with contextlib.suppress(OSError):
            send(self._link, what)

    def _obey(self) -> bool:
        """Obey one request; return whether to go on."""
        try:
            (what, number, *more), descriptors = receive(self._link)
        except EOFError:
            return False
        if what == "kill":
            if number in self._children:
                kill_group(self._children[number])
            return True
        process = os.fork()
        if process == 0:
            self._be_child(descriptors, *more)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpgid(process, process)
        self._children[number] = process
        self._say("started", number, process)
        return True

    def _reap(self) -> None:
        """Tell of the children that have ended, and end whatever they have left running."""
        numbers = {process: number for number, process in self._children.items()}
        while True:
            try:
                process, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            number = numbers.get(process)
            if number is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process, signal.SIGKILL)
                del self._children[number]
            # a child is the parent of what its programs leave behind; once it has ended, the forge is
            for stray in list_children(os.getpid()) - self._own - set(self._children.values()):
                kill(stray)
            if process == 0:
                return
            if number is not None:
                self._say("ended", number, os.waitstatus_to_exitcode(status), used.ru_maxrss)

    def _end_all(self) -> None:
        for process in self._children.values():
            kill_group(process)
        limit = time.monotonic() + _CLOSE_SECONDS
        while (self._children or list_children(os.getpid()) - self._own) and time.monotonic() < limit:
            self._reap()
            time.sleep(0.002)

    def _be_child(self, descriptors: list[int], function: str) -> NoReturn:
        """Do what is asked and end; nothing comes back from here."""
        status = 1
        reporter = None
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            die_with_parent()
            adopt_orphans()
            with contextlib.suppress(OSError):
                os.setpgid(0, 0)
            self._link.close()
            for descriptor in (self._wake_read, self._wake_write):
                os.close(descriptor)
            owner, *spools = descriptors
            _read_nothing()
            self._ending.begin()
            link = socket.socket(fileno=owner)
            reporter = Reporter(link)
            given, _ = receive(link)
            result = find_function(function)(given, reporter=reporter, spools=tuple(spools))
            reporter.report(RESULT, value=result)
            status = 0
        except BaseException as error:  # the last frame of this process
            with contextlib.suppress(BaseException):
                import traceback

                story = "".join(traceback.format_exception(error))
                reporter.report(RESULT, number=1, value=(story, type(error).__name__, str(error)))
        self._ending.exit(status)


def find_function(name: str) -> Callable[..., Any]:
    """Return the function that ``module:name`` names."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def list_threads() -> list[str]:
    """Return the names of the threads of this process that Python knows of, the first apart."""
    import threading

    return [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]


def _read_nothing() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


if __name__ == "__main__":
    Server(socket.socket(fileno=int(sys.argv[1])), Ending()).serve(sys.argv[2] if len(sys.argv) > 2 else None)
