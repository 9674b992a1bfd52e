"""IPython as notebooks know it, in this process: ipykernel's own kernel without sockets, threads or a client."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from ipykernel.ipkernel import IPythonKernel
from IPython.paths import get_ipython_dir
from jupyter_client.session import Session, extract_header
from traitlets import Any as AnyTrait
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

Message = dict[str, Any]


# In place of ipykernel's own module, which imports a debugger that nobody can attach to here.
_NO_DEBUGGER = ModuleType("ipykernel.debugger")
_NO_DEBUGGER._is_debugpy_available = False
_NO_DEBUGGER.Debugger = type("Debugger", (), {})


class LocalSession(Session):
    """A session whose messages are handed on as a client would get them, instead of being sent."""

    receive: Callable[[Message], None] = AnyTrait()

    def send(
        self, stream: object, msg_or_type: Message | str, content: Any = None, parent: Any = None, **more: Any
    ) -> Message:
        """Hand on a message; its content goes through JSON, as it would on its way."""
        if isinstance(msg_or_type, str):
            message = self.msg(
                msg_or_type, content, extract_header(parent) if parent else None, metadata=more.get("metadata")
            )
        else:
            message = msg_or_type
        message = {**message, "content": self.unpack(self.pack(message["content"]))}
        message["buffers"] = [bytes(buffer) for buffer in more.get("buffers") or []]
        if self.receive is not None:
            self.receive(message)
        return message


class LocalKernel(IPythonKernel):
    """ipykernel's kernel, run by calls."""

    shell_channel_thread = SimpleNamespace(parent_thread=None)


def make_kernel() -> LocalKernel:
    """Return the kernel of this process, made at the first call; it replaces ``sys.modules["__main__"]``.

    It keeps no history on disk, for which IPython would start a thread.
    """
    if LocalKernel.initialized():
        return LocalKernel.instance()
    _find_settings()
    sys.modules.setdefault("ipykernel.debugger", _NO_DEBUGGER)
    config = Config({"HistoryManager": {"hist_file": ":memory:"}})
    quiet = logging.getLogger(__name__)
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    session = LocalSession(key=b"")
    return LocalKernel.instance(session=session, iopub_socket=object(), user_ns=None, config=config, log=quiet)


def _find_settings() -> None:
    """Have IPython's folder of settings removed at the end where it is temporary, as without a home to write to."""
    folder, process = get_ipython_dir(), os.getpid()
    if os.environ.get("IPYTHONDIR") == folder or Path(folder).parent != Path(tempfile.gettempdir()):
        return
    os.environ["IPYTHONDIR"] = folder  # else IPython makes another each time that it is asked

    def remove() -> None:
        if os.getpid() == process:  # and not in a fork, at whose end this is called too
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


def find_modules_here() -> None:
    """Let a notebook import what lies beside it, as a kernel does: after Python's own modules, before those installed.

    The forge itself does without, and so must Python where ``PYTHONSAFEPATH`` asks for it.
    """
    if "" in sys.path or os.environ.get("PYTHONSAFEPATH"):
        return
    installed = (place for place, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(installed, 0), "")


def run_code(kernel: LocalKernel, loop: asyncio.AbstractEventLoop, request: Message) -> Message:
    """Return the reply of `kernel` to an ``execute_request``; what it has to show goes to the session's receiver."""
    kernel.set_parent([], request)
    kernel.session.send(None, "status", {"execution_state": "busy"}, request)
    content = {"code": request["content"]["code"], "execution_count": kernel.execution_count}
    kernel.session.send(None, "execute_input", content, request)
    reply = loop.run_until_complete(
        kernel.do_execute(content["code"], silent=False, store_history=True, allow_stdin=False)
    )
    sys.stdout.flush()
    sys.stderr.flush()
    return kernel.session.unpack(kernel.session.pack(reply))
