"""A notebook's cells and the outputs that a kernel's messages give them.

That is papermill's and nbclient's own code, so that widgets, updated displays and cleared outputs come out as with a
kernel of its own. Nothing here imports a kernel: what does changes how the bars of its process look.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from jupyter_client.session import Session
from nbclient.client import CellExecutionComplete
from papermill.clientwrap import PapermillNotebookClient

from .channel import CELL, DONE, MESSAGE
from .streams import NAMES, Spool

if TYPE_CHECKING:
    from .channel import Record

Message = dict[str, Any]


class _Line:
    """Where an output widget sends the state that a front end would have: held until the cell has ended."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shell_channel = self
        self.waiting: list[Message] = []

    def send(self, message: Message) -> None:
        self.waiting.append(message)


class Cells(PapermillNotebookClient):
    """A notebook and the outputs that messages give it."""

    def take(self, message: Message, index: int) -> None:
        """Take one message of the cell at `index` into its outputs."""
        if self.record_timing:
            self.nb.cells[index].metadata.setdefault("execution", {})
        with contextlib.suppress(CellExecutionComplete):
            self.process_message(message, self.nb.cells[index], index)

    def attach(self, session: Session) -> None:
        """Be ready to take messages, with the `session` by which output widgets answer them."""
        self.reset_execution_trackers()
        self.clear_before_next_output = False
        self.kc = _Line(session)


class Replay:
    """The outputs of a notebook that runs in a child, as far as the child has reported them.

    Parameters
    ----------
    cells : Cells
        The notebook that takes them.
    spools : pair of int
        Those of the child's streams.
    """

    def __init__(self, cells: Cells, spools: tuple[int, int]) -> None:
        cells.attach(Session(key=b""))
        self._cells = cells
        self._spools = [Spool(descriptor) for descriptor in spools]
        self.running: int | None = None
        self._last: int | None = None

    def take(self, record: Record) -> None:
        """Take one thing that the child has reported."""
        if record.kind == CELL:
            self.running = self._last = record.number
            self._cells.clear_before_next_output = False
        elif record.kind == DONE:
            self.running = None
        elif record.kind == MESSAGE:
            message = record.load()
            if message["msg_type"] == "stream":
                self._spools[NAMES.index(message["content"]["name"])].place = message["metadata"]["place"]
            self._cells.take(message, record.number)
            self._cells.kc.waiting.clear()

    def end(self) -> int | None:
        """Take what a child that was killed had printed since its last report.

        Returns the place of the cell in which it was killed; None when that was in none.
        """
        for name, spool in zip(NAMES, self._spools, strict=True):
            text = spool.read(last=True)
            if text and self._last is not None:
                kind = {"msg_type": "stream"}
                message = kind | {"header": kind, "parent_header": {}, "content": {"name": name, "text": text}}
                self._cells.take(message, self._last)
        return self.running

    def find_stop(self) -> int:
        """Return the place of the cell that did not end: the one that ran, or the one after the last that did."""
        if self.running is not None:
            return self.running
        return 0 if self._last is None else min(self._last + 1, len(self._cells.nb.cells) - 1)


def replay(cells: Cells, records: list[Record], spools: tuple[int, int]) -> int | None:
    """Give a notebook the outputs that a child had reported before it was killed, and what it had printed since.

    Returns the place of the cell in which it was killed; None when that was in none.
    """
    shown = Replay(cells, spools)
    for record in records:
        shown.take(record)
    return shown.end()
