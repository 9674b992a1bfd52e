"""The engine itself: in a child of a forge it runs the cells there and then; elsewhere it asks a forge for a child."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from papermill.utils import nb_language

from .cells import Cells, Replay
from .channel import CELL, DONE
from .forge import Child, Forge, ForgeDied, can_fork

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .channel import Reporter

WARM = f"{__name__}:warm"
_FOR_A_DEBUGGER = "-Xfrozen_modules=off"  # which `ipykernel install` writes
_NOT_OURS = ("input_path", "kernel_manager_class", "autosave_cell_every", "kernel_name", "nb_man")


class ThisChild:
    """Where this process runs cells when it is a child of a forge: at most one notebook, set by what it is to do."""

    reporter: Reporter | None = None
    spools: tuple[int, int] | None = None
    executed: NotebookNode | None = None


class RealForkEngine(Engine):
    """papermill's engine that runs a notebook's cells in a child of a forge."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **options: Any,
    ) -> None:
        """Run the cells of the notebook that `nb_man` holds.

        Raises
        ------
        CellTimeoutError
            When a cell takes longer than `execution_timeout`; what it had shown is kept.
        DeadKernelError
            When the process ends in a cell; what it had shown is kept.
        """
        options = {name: value for name, value in options.items() if name not in _NOT_OURS}
        seen = {"log_output": log_output, "stdout_file": stdout_file, "stderr_file": stderr_file}
        if ThisChild.reporter is not None:
            from .local import LocalCells

            ThisChild.executed = nb_man.nb
            LocalCells(nb_man, spools=ThisChild.spools, reporter=ThisChild.reporter, **seen, **options).execute()
            return
        if not can_fork() or not is_python(nb_man.nb) or not is_this_python(kernel_name):
            limits = {"start_timeout": start_timeout, "execution_timeout": execution_timeout}
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **seen, **limits, **options)
            return
        limit = execution_timeout or options.pop("timeout", None)
        _run_elsewhere(nb_man, limit, seen, options)


def is_python(nb: NotebookNode) -> bool:
    """Return whether a notebook is written in Python, the one language that a forge runs."""
    try:
        return nb_language(nb).lower() == "python"
    except ValueError:
        return True


def is_this_python(kernel_name: str) -> bool:
    """Return whether a kernel's name stands for IPython in the Python that runs this, with nothing set for it.

    papermill's own engine knows what to do with any other: it starts that kernel, or says that there is none.
    """
    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return False
    program, *given = [word for word in spec.argv if word != _FOR_A_DEBUGGER] or [""]
    names = {f"python{version}" for version in ("", sys.version_info[0], "{}.{}".format(*sys.version_info))}
    is_here = program in names or (Path(program).name in names and Path(program).parent == Path(sys.executable).parent)
    return is_here and not spec.env and given[:2] in (["-m", "ipykernel_launcher"], ["-m", "ipykernel"])


def warm() -> None:
    """Import what notebooks begin with, where it is installed, and make the kernel that the children are born with."""
    from .kernel import make_kernel

    for name in ("pandas", "altair", "ipywidgets"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)

    make_kernel()


def run_notebook_here(given: dict[str, Any], *, reporter: Reporter, spools: tuple[int, int]) -> NotebookNode:
    """Return the notebook that was given, its cells run; what a child does for the engine of another process."""
    from .local import LocalCells

    os.environ.clear()
    os.environ.update(given["environment"])
    os.chdir(given["folder"])
    manager = NotebookExecutionManager(given["notebook"], progress_bar=False)
    cells = LocalCells(manager, spools=spools, reporter=reporter, **given["options"])
    return cells.execute()


def _run_elsewhere(
    nb_man: NotebookExecutionManager, limit: float | None, seen: dict[str, Any], options: dict[str, Any]
) -> None:
    given = {"notebook": nb_man.nb, "folder": str(Path.cwd()), "environment": dict(os.environ), "options": options}
    forge, child = _start_child(f"{__name__}:run_notebook_here", given)
    replay = Replay(Cells(nb_man, **seen, **options), child.spools)
    try:
        timed_out = _follow(forge, child, limit, nb_man, replay)
        if child.has_returned:
            _take(nb_man.nb, child.result.load())
            nb_man.complete_pbar()
            return
        place = replay.end()
        _mark_failed(nb_man, replay.find_stop())
        if child.result is not None:
            story, kind, message = child.result.load()
            raise RuntimeError(f"the engine failed with {kind}: {message}\n{story}")
        if timed_out:
            cell = nb_man.nb.cells[place] if place is not None else None
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", int(limit), cell)
        ending = "its forge has ended" if forge.has_ended else f"exit status {child.status}"
        raise DeadKernelError(f"Kernel died ({ending})")
    finally:
        if child.status is None and not forge.has_ended:
            forge.kill(child)
            with contextlib.suppress(ForgeDied):
                while child.status is None:
                    forge.wait(1)
        child.close()


def _start_child(function: str, given: object) -> tuple[Forge, Child]:
    """Return the forge of this process and its new child; a forge that was killed is replaced, twice at most."""
    for left in (2, 1, 0):
        forge = find_forge()
        try:
            return forge, forge.start(function, given)
        except ForgeDied:
            if not left or not forge.was_killed:
                raise
    raise AssertionError


def _follow(forge: Forge, child: Child, limit: float | None, nb_man: NotebookExecutionManager, replay: Replay) -> bool:
    """Wait for a child or its forge to end, and show what it reports; return whether it was ended for taking too long.

    The notebook has what the child has shown at any moment, so that it can be saved, and a log, a bar and files of
    output go on with it.
    """
    timed_out = False
    while child.status is None and not forge.has_ended:
        left = child.since + limit - time.monotonic() if limit and child.result is None else None
        if left is not None and left <= 0 and not timed_out:
            forge.kill(child)
            timed_out = True
        with contextlib.suppress(ForgeDied):
            forge.wait(None if timed_out or left is None else max(0.0, left))
        for record in child.fresh:
            replay.take(record)
            if record.kind == CELL:
                nb_man.cell_start(nb_man.nb.cells[record.number], record.number)
            elif record.kind == DONE:
                nb_man.cell_complete(nb_man.nb.cells[record.number], cell_index=record.number)
        child.fresh.clear()
        child.records.clear()
    return timed_out


def _mark_failed(nb_man: NotebookExecutionManager, place: int) -> None:
    """Have papermill call a cell that was ended failed, and what comes after it not run."""
    if nb_man.nb.cells:
        cell = nb_man.nb.cells[place]
        nb_man.cell_exception(cell, cell_index=place)
        nb_man.cell_complete(cell, cell_index=place)


def _take(notebook: NotebookNode, executed: NotebookNode) -> None:
    """Put what came back into the notebook that papermill holds, so that everybody who holds it sees it."""
    for cell, run in zip(notebook.cells, executed.cells, strict=True):
        cell.clear()
        cell.update(run)
    notebook.metadata.clear()
    notebook.metadata.update(executed.metadata)


_forge: Forge | None = None
_forge_of: tuple[object, ...] | None = None


def find_forge() -> Forge:
    """Return the forge of this process, started anew when it has died or was a fork's parent's."""
    global _forge, _forge_of  # noqa: PLW0603 one forge serves the whole process
    key = (os.getpid(), os.environ.get("PYTHONPATH"))
    if _forge is not None and (_forge_of != key or _forge.has_ended):
        if _forge_of[0] == os.getpid():
            _forge.close()
        _forge = None
    if _forge is None:
        _forge, _forge_of = Forge(WARM), key
        atexit.register(_forge.close)
    return _forge


__all__ = ["ForgeDied", "RealForkEngine", "ThisChild"]
