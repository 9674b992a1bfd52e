"""The cells of a notebook run in this process, which is to end with the notebook."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nbclient.client import timestamp
from nbclient.util import run_hook

from .cells import Cells
from .channel import CELL, DONE, MESSAGE, NOTEBOOK
from .kernel import Message, find_modules_here, make_kernel, run_code
from .streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbformat import NotebookNode

    from .channel import Reporter


class LocalCells(Cells):
    """A notebook whose cells are run in this process.

    Parameters
    ----------
    spools : pair of int
        Where both standard streams go.
    reporter : Reporter
        Takes each cell's beginning, messages and end.
    """

    def __init__(self, nb_man: Any, *, spools: tuple[int, int], reporter: Reporter, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._reporter = reporter
        self._spools = spools
        self._request: Message | None = None
        self._index = 0

    def execute(self, **_: object) -> NotebookNode:
        """Return the notebook, its cells run up to the first that fails."""
        self._kernel = make_kernel()
        find_modules_here()
        self.attach(self._kernel.session)
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._streams = Streams(self._spools, self._print)
        self._kernel.session.receive = self._receive
        self._reporter.report(NOTEBOOK, value=self.nb)
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = self._kernel.session.unpack(
            self._kernel.session.pack(self._kernel.language_info)
        )
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: object) -> NotebookNode:
        """Return the cell, run; as nbclient does it with a kernel of its own.

        Raises
        ------
        CellExecutionError
            When it failed and was not allowed to.
        """
        self._hook(self.on_cell_start, cell=cell, cell_index=cell_index)
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        if self.skip_cells_with_tag in cell.metadata.get("tags", []):
            return cell
        if self.record_timing:
            cell["metadata"]["execution"] = {}
        self._index = cell_index
        self._request = self._kernel.session.msg("execute_request", {"code": cell.source, "silent": False})
        cell.outputs = []
        self.clear_before_next_output = False
        self.code_cells_executed += 1
        self._reporter.report(CELL, cell_index)
        self._hook(self.on_cell_execute, cell=cell, cell_index=cell_index)
        reply = self._run(cell)
        self._hook(self.on_cell_complete, cell=cell, cell_index=cell_index)
        self._hook(self.on_cell_executed, cell=cell, cell_index=cell_index, execute_reply={"content": reply})
        self._reporter.report(DONE, cell_index)
        self._loop.run_until_complete(self._check_raise_for_error(cell, cell_index, {"content": reply}))
        return cell

    def _run(self, cell: NotebookNode) -> Message:
        request = self._request
        reply = run_code(self._kernel, self._loop, request)
        self._streams.publish_all(last=True)
        if self.record_timing:
            cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(self._kernel.session.msg("execute_reply"))
        self._kernel.session.send(None, "status", {"execution_state": "idle"}, request)
        self._request = None
        self._answer()
        return reply

    def _answer(self) -> None:
        """Give the kernel what output widgets have sent it, as it would find it waiting after a cell."""
        waiting, self.kc.waiting = self.kc.waiting, []
        for message in waiting:
            message.setdefault("buffers", [])
            self._kernel.set_parent([], message)
            getattr(self._kernel.comm_manager, message["msg_type"])(None, [], message)

    def _receive(self, message: Message) -> None:
        if self._request is None or message["parent_header"].get("msg_id") != self._request["msg_id"]:
            return
        self._reporter.report(MESSAGE, self._index, message)
        self.take(message, self._index)

    def _print(self, name: str, text: str) -> None:
        if self._request is None:
            return
        place = {"place": self._streams.spools[name].place}
        message = self._kernel.session.msg("stream", {"name": name, "text": text}, parent=self._request, metadata=place)
        self._reporter.report(MESSAGE, self._index, message)
        self.take(message, self._index)

    def _hook(self, hook: Callable | None, **what: object) -> None:
        if hook is not None:
            self._loop.run_until_complete(run_hook(hook, **what))
