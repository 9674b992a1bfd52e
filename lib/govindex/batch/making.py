"""One page made: the notebook run, tidied, turned into HTML, and both files written into a folder of their own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govindex import taken
from govindex.errors import GovindexError
from govindex.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbformat import NotebookNode

    from govindex.forks.channel import Reporter
    from govindex.pages.runs import Failure

ASKED = "GOVINDEX_WARM"  # the variable that tells the forge what will be made: pairs "notebook:lang" between spaces
CELL_SECONDS = 120
NOTEBOOK_SECONDS = 600
TRIES = 2
IPYNB, HTML, FAILED = ".ipynb", ".html", ".failed.ipynb"


@dataclass(frozen=True)
class Job:
    """One page to make.

    `place` is the path of its files in the folder of the batch, without their endings; `staging` the folder that they
    are written into first; `beside` says which pages stand beside it; `lang` is the language of the page of a notebook
    that has no parameter ``lang``.
    """

    notebook: str
    path: str
    parameters: dict[str, object]
    place: str
    staging: str = ""
    shared: bool = False
    beside: str = ""
    lang: str | None = None
    cell_seconds: float = CELL_SECONDS
    notebook_seconds: float = NOTEBOOK_SECONDS


@dataclass
class Made:
    """What came of a job: the title of its page, or the cell and the error.

    `files` are the names of those written, `assets` of those that it shares with others.

    `lost` is True when it took too long or its process died, so that it may go well the second time.
    """

    job: Job
    title: str = ""
    cell: str = ""
    error: str = ""
    lost: bool = False
    files: dict[str, str] = field(default_factory=dict)
    assets: list[str] = field(default_factory=list)
    taken: dict[str, list[str]] | None = None
    seconds: float = 0.0
    memory: int = 0


def warm() -> None:
    """Import and make once whatever a page takes, in a process that is going to fork."""
    import govindex.show
    import govindex.verdicts
    import govindex.views.audit  # noqa: F401
    from govindex.batch.warming import warm_up
    from govindex.forks.engine import warm as warm_kernel
    from govindex.forks.kernel import make_kernel
    from govindex.plain import show_well

    warm_kernel()
    show_well(make_kernel().shell)
    warm_up()


def make_page_in_child(job: Job, *, reporter: Reporter, spools: tuple[int, int]) -> Made:
    """Return what came of a job in a child of a forge, which runs the cells itself."""
    from govindex.forks.engine import ThisChild

    ThisChild.reporter, ThisChild.spools = reporter, spools
    taken.start()
    return make_page(job, _execute_here, taken.collect)


def make_page_with_kernel(job: Job) -> Made:
    """Return what came of a job with papermill's own engine; a kernel that hangs or dies is tried twice there."""
    from govindex.pages.runner import execute_notebook

    def execute(job: Job) -> tuple[NotebookNode, Failure | None]:
        return execute_notebook(Path(job.path), job.parameters, cell_seconds=max(1, round(job.cell_seconds)))

    Path(job.staging).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="govindex-", dir=job.staging) as folder:
        written = Path(folder) / "taken.json"
        os.environ[taken.REPORT_TO] = str(written)
        try:
            return make_page(job, execute, lambda: json.loads(written.read_text(encoding="utf-8")))
        finally:
            del os.environ[taken.REPORT_TO]


def make_page(job: Job, execute: Any, collect: Callable[[], dict[str, Any]]) -> Made:
    """Return what came of a job; its files are in its staging folder."""
    import nbformat

    from govindex.front.assets import Shared
    from govindex.pages.export import export_html
    from govindex.pages.notebooks import find_lang
    from govindex.pages.runner import tidy_notebook

    begun = time.perf_counter()
    executed, failure = execute(job)
    tidy_notebook(executed, Path(job.path).name, job.parameters)
    made = Made(job)
    with contextlib.suppress(OSError, ValueError):  # a kernel that was killed has written nothing
        made.taken = collect()
    texts = {}
    if failure is None:
        try:
            shared = Shared(job.place.count("/")) if job.shared else None
            lang = find_lang(job.parameters, job.lang)
            texts[HTML] = export_html(executed, lang=lang, shared=shared, beside=job.beside)
            made.assets = list(shared.texts) if shared is not None else []
            made.title = _read_title(texts[HTML])
        except GovindexError as reason:
            made.error = str(reason)
    else:
        made.cell, made.error = failure.cell, failure.message
    texts[FAILED if made.error else IPYNB] = nbformat.writes(executed)
    for ending, text in texts.items():
        write_staged(job, ending, text, made)
    if job.shared and not made.error:
        _write_shared(job, shared.texts)
    made.seconds = time.perf_counter() - begun
    return made


def _write_shared(job: Job, texts: dict[str, str]) -> None:
    """Write what pages share into the staging folder, once for all jobs: equal texts have equal names."""
    for name, text in texts.items():
        target = Path(job.staging) / name
        if not target.exists():
            write_whole({target: text})


def write_staged(job: Job, ending: str, text: str, made: Made) -> None:
    """Write one file into the staging folder of a job."""
    folder = Path(job.staging)
    folder.mkdir(parents=True, exist_ok=True)
    name = job.place.replace("/", "+") + ending
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    made.files[ending] = name


def _execute_here(job: Job) -> tuple[NotebookNode, Failure | None]:
    """Return the executed notebook, run in this process, and the failure of a cell."""
    import papermill

    from govindex.forks.engine import ThisChild
    from govindex.pages.runner import escape_braces, find_failure, quieten

    quieten()
    path = Path(job.path)
    os.chdir(path.parent)
    try:
        executed = papermill.execute_notebook(
            escape_braces(path),
            None,
            parameters=dict(job.parameters),
            engine_name="govindex-fork",
            kernel_name="python3",
            language="python",
            progress_bar=False,
        )
    except papermill.PapermillExecutionError as error:
        return ThisChild.executed, find_failure(ThisChild.executed, error)
    return executed, None


def _read_title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page[:20_000], re.DOTALL)
    return unescape(found[1]).strip() if found else ""
