"""A notebook's cells and the outputs that a kernel's messages give them.

That is papermill's and nbclient's own code, so that widgets, updated displays and cleared outputs come out as with a
kernel of its own. Nothing here imports a kernel: what does changes how the bars of its process look.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from nbclient.client import CellExecutionComplete
from papermill.clientwrap import PapermillNotebookClient

from govindex.forks.channel import CELL, DONE, MESSAGE
from govindex.forks.streams import NAMES, Spool

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from govindex.forks.channel import Record

Message = dict[str, Any]


class _Line:
    """Where an output widget sends the state that a front end would have: kept until the cell has ended."""

    def __init__(self, session: Any) -> None:
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

    def attach(self, session: Any = None) -> None:
        """Be ready to take messages, with the `session` of a kernel where output widgets are to answer it."""
        self.reset_execution_trackers()
        self.clear_before_next_output = False
        self.kc = _Line(session)

    def output(self, outs: list, msg: Message, display_id: str | None, cell_index: int) -> NotebookNode | None:
        """Return the output that a message adds; text goes on where text of the same stream stands last."""
        hooked = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        last = outs[-1] if outs and not hooked and not self.clear_before_next_output else None
        stands = last is not None and last.output_type == "stream" and last.name == msg["content"].get("name")
        if msg["msg_type"] == "stream" and stands:
            last.text += msg["content"]["text"]
            return None
        return super().output(outs, msg, display_id, cell_index)


def replay(cells: Cells, records: list[Record], spools: tuple[int, int]) -> int | None:
    """Give a notebook the outputs that a child had told of before it was killed, and what it had printed since.

    Returns the place of the cell in which it was killed; None when that was in none.
    """
    cells.attach()
    running = last = None
    readers = [Spool(descriptor) for descriptor in spools]
    for record in records:
        if record.kind == CELL:
            running = last = record.number
            cells.clear_before_next_output = False
        elif record.kind == DONE:
            running = None
        elif record.kind == MESSAGE:
            message = record.load()
            if message["msg_type"] == "stream":
                readers[NAMES.index(message["content"]["name"])].place = message["metadata"]["place"]
            cells.take(message, record.number)
    for name, reader in zip(NAMES, readers, strict=True):
        text = reader.read(last=True)
        if text and last is not None:
            kind = {"msg_type": "stream"}
            message = kind | {"header": kind, "parent_header": {}, "content": {"name": name, "text": text}}
            cells.take(message, last)
    return running
