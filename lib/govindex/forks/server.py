"""The forge: imports once what every child needs, then forks a child for each request and runs nothing itself.

It is started by `govindex.forks.forge`, listens on one socket and ends when that is closed, with every child that is
left. It starts no thread, since a fork takes only one along.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from govindex.forks.channel import RESULT, Teller, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def serve(link: socket.socket, warm: str | None) -> None:
    """Serve until the other end of `link` is closed; call `warm` first, then say so."""
    children: dict[int, int] = {}
    wake_read, wake_write = os.pipe()
    for end in (wake_read, wake_write):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever has started this
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    if warm:
        find_function(warm)()
    gc.collect()
    gc.freeze()  # what is there by now is shared with the children, and stays so
    _say(link, "warm", os.getpid(), list_threads())
    while True:
        ready, _, _ = select.select([link, wake_read], [], [])
        if wake_read in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wake_read, 512)
            _reap(link, children)
        if link in ready and not _obey(link, children, (wake_read, wake_write)):
            break
    for process in children.values():
        kill_group(process)


def find_function(name: str) -> Callable[..., Any]:
    """Return the function that ``module:name`` names."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def list_threads() -> list[str]:
    """Return the names of the threads of this process that Python knows of, the first apart."""
    import threading

    return [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]


def kill_group(process: int) -> None:
    """Kill a child and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)


def _say(link: socket.socket, *what: object) -> None:
    with contextlib.suppress(OSError):
        send(link, what)


def _obey(link: socket.socket, children: dict[int, int], ours: tuple[int, int]) -> bool:
    """Obey one request; return whether to go on."""
    try:
        (what, number, *more), descriptors = receive(link)
    except EOFError:
        return False
    if what == "kill":
        if number in children:
            kill_group(children[number])
        return True
    process = os.fork()
    if process == 0:
        _be_child(link, descriptors, ours, *more)
    for descriptor in descriptors:
        os.close(descriptor)
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpgid(process, process)
    children[number] = process
    _say(link, "started", number, process)
    return True


def _reap(link: socket.socket, children: dict[int, int]) -> None:
    numbers = {process: number for number, process in children.items()}
    while True:
        try:
            process, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            return
        number = numbers.get(process)
        if number is None:
            continue
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)  # what the child has left running
        del children[number]
        _say(link, "ended", number, os.waitstatus_to_exitcode(status), used.ru_maxrss)


def _be_child(link: socket.socket, descriptors: list[int], ours: tuple[int, int], function: str) -> NoReturn:
    """Do what is asked and end; nothing comes back from here."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.default_int_handler)
        _die_with_parent()
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        link.close()
        for descriptor in ours:
            os.close(descriptor)
        told, *spools = descriptors
        _read_nothing()
        owner = socket.socket(fileno=told)
        teller = Teller(owner)
        given, _ = receive(owner)
        result = find_function(function)(given, teller=teller, spools=tuple(spools))
        teller.tell(RESULT, value=result)
        code = 0
    except BaseException as error:  # the last frame of this process
        with contextlib.suppress(BaseException):
            import traceback

            teller.tell(
                RESULT, number=1, value=("".join(traceback.format_exception(error)), type(error).__name__, str(error))
            )
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """Have the system kill this process when the forge dies, where it can."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent or parent == 1:
            os._exit(1)


def _read_nothing() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else None)
