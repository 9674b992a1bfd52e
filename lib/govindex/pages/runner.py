"""Running a notebook for given parameters: the executed notebook and its page, both whole or neither.

papermill runs the cells, in a kernel of the interpreter that runs this, under time limits, once more when the kernel
hangs or dies. What stands in the folder of a run is of that run: a notebook that fails leaves
``<notebook>.failed.ipynb`` with the error in it, and takes its earlier page away; a run that succeeds takes that away.
"""

from __future__ import annotations

import logging
import os
import tempfile
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import nbformat
import papermill
import zmq
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from traitlets import default

from govindex.errors import GovindexError, cut_message
from govindex.pages.export import export_html
from govindex.pages.notebooks import find_lang, find_notebook, name_output
from govindex.pages.parameters import check_names
from govindex.pages.runs import Failure, Run, put_run, set_page_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_SECONDS = 120
START_SECONDS = 60
TRIES = 2


def run_notebook(
    notebook: str | Path,
    parameters: Mapping[str, object],
    *,
    out: Path,
    lang: str | None = None,
    cell_seconds: int = CELL_SECONDS,
    start_seconds: int = START_SECONDS,
) -> Run:
    """Return what came of running `notebook` for `parameters`; its files are where `find_place` says.

    Parameters
    ----------
    notebook : str or Path
        A name, such as ``"report"``, or the path of an ``.ipynb``.
    parameters : mapping
        By name; what is not given takes the notebook's default. ``province`` is a code.
    out : Path
        Made when missing.
    lang : str, optional
        The language of the page of a notebook that has no parameter ``lang``.
    cell_seconds, start_seconds : int
        How long a cell, and the start of a kernel, may take before the run is given up.

    Raises
    ------
    UnknownName
        When there is no such notebook, or it declares no such parameter; nothing is run or written.
    GovindexError
        When a parameter has another type than its default; nothing is run or written.
    """
    path = notebook if isinstance(notebook, Path) else find_notebook(notebook)
    parameters = check_names(path, parameters)
    lang = find_lang(parameters, lang)
    place = name_output(path, parameters, lang)
    executed, error = execute_notebook(path, parameters, cell_seconds=cell_seconds, start_seconds=start_seconds)
    tidy_notebook(executed, path.name, parameters)
    page = ""
    if error is None:
        try:
            page = export_html(executed, lang=lang, beside="")
        except GovindexError as reason:
            error = Failure("", str(reason))
    return put_run(Run(path.stem, parameters, out / place, error=error), nbformat.writes(executed), page)


def execute_notebook(
    path: Path,
    parameters: Mapping[str, object],
    *,
    cell_seconds: int = CELL_SECONDS,
    start_seconds: int = START_SECONDS,
) -> tuple[nbformat.NotebookNode, Failure | None]:
    """Return the executed notebook and, when a cell failed or the kernel did, the failure."""
    quieten()
    papermill_engines.register(_ENGINE, _HeldEngine)
    failure = None
    for _ in range(TRIES):
        with tempfile.TemporaryFile() as kernel_says:  # without a name, so that nothing is left by a run that is killed
            try:
                papermill.execute_notebook(
                    escape_braces(path.resolve()),
                    None,
                    parameters=dict(parameters),
                    engine_name=_ENGINE,
                    kernel_name="python3",
                    language="python",
                    extra_arguments=["--ext=govindex"],
                    kernel_manager_class=_manage_kernel(kernel_says),
                    progress_bar=False,
                    start_timeout=start_seconds,
                    execution_timeout=cell_seconds,
                    cwd=path.resolve().parent,
                )
            except papermill.PapermillExecutionError as error:
                failure = find_failure(_held.get(), error)
                break
            # A hang ends as a TimeoutError in a cell and as an AssertionError after the last one; a dead kernel or
            # one that did not start as a RuntimeError. All of these may go well the second time.
            except (TimeoutError, RuntimeError, AssertionError) as error:
                failure = _describe_hang(_held.get(), error, cell_seconds, kernel_says)
            else:
                failure = None
                break
    return _held.get(), failure


_ENGINE = "govindex-held"
_held: ContextVar[nbformat.NotebookNode] = ContextVar("held")


class _HeldEngine(NBClientEngine):
    """papermill's own engine, whose notebook can be looked at whatever becomes of the run."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> Any:
        _held.set(nb_man.nb)
        return super().execute_managed_notebook(nb_man, kernel_name, **options)


def quieten() -> None:
    """Keep papermill from telling on stderr what is told as a failure."""
    logger = logging.getLogger("papermill")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _manage_kernel(stderr: IO[bytes]) -> type[AsyncKernelManager]:
    """Return what starts kernels of the Python that runs this, whatever kernels named ``python3`` are installed.

    What a kernel itself has to say goes to `stderr`, and its sockets are encrypted where that is to be had.
    """
    environment = set_page_environment(os.environ)

    class RunningInterpreter(AsyncKernelManager):
        @default("kernel_spec_manager")
        def _look_nowhere(self) -> KernelSpecManager:
            return KernelSpecManager(kernel_dirs=[])  # with none found, the native kernel is sys.executable's

        @default("transport_encryption")
        def _encrypt(self) -> str:
            return "auto" if zmq.has("curve") else "disabled"

        async def start_kernel(self, **kw: Any) -> None:
            await super().start_kernel(**kw, stderr=stderr, env=environment)

    return RunningInterpreter


def find_failure(executed: nbformat.NotebookNode, error: papermill.PapermillExecutionError) -> Failure:
    """Return where an executed notebook failed, and with what."""
    message = cut_message(f"{error.ename}: {error.evalue}" if error.evalue else error.ename)
    for cell in executed.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return Failure(cell.get("id", ""), message)
    return Failure("", message)


def _describe_hang(executed: nbformat.NotebookNode, error: Exception, cell_seconds: int, stderr: IO[bytes]) -> Failure:
    """Return the failure of a run that hung or whose kernel died: in the last cell that was started."""
    started = [cell for cell in executed.cells if cell.metadata.get("papermill", {}).get("start_time")]
    if isinstance(error, TimeoutError | AssertionError):
        message = f"it did not end within {cell_seconds} seconds, in {TRIES} tries"
    else:
        stderr.seek(0)
        said = stderr.read().decode("utf-8", errors="replace").strip().splitlines()
        message = f"the kernel died or did not start, in {TRIES} tries: {said[-1] if said else error}"
    return Failure(started[-1].get("id", "") if started else "", message)


def tidy_notebook(notebook: nbformat.NotebookNode, name: str, parameters: Mapping[str, object]) -> None:
    """Take out of an executed notebook what says when and where it ran."""
    notebook.metadata["papermill"] = {"input_path": name, "parameters": dict(parameters)}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"


def escape_braces(path: Path) -> str:
    """Return `path` as papermill wants it, which formats every path with the parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")
