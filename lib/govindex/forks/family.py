"""What the system knows of the processes that come from one: who dies with whom, and who is left."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends, where it can."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent or parent == 1:
            os._exit(1)


def adopt_orphans() -> None:
    """Have the system make this process the parent of its descendants that lose theirs, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def list_children(process: int) -> set[int]:
    """Return the processes whose parent is `process`; none where the system does not say."""
    found = set()
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            found |= {int(each) for each in (thread / "children").read_text().split()}
    return found


def kill_descendants(process: int) -> None:
    """Kill whatever a process has started, directly or not, where the system says what that is."""
    for child in list_children(process):
        kill_descendants(child)
        kill(child)


def kill_group(process: int) -> None:
    """Kill a process that leads a group, and the group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    kill(process)


def kill(process: int) -> None:
    """Kill one process."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)
