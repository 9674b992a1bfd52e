"""What came of one run of a notebook, and its files put in their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from govindex.files import write_whole
from govindex.front import ON_A_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook failed: the id of the cell (``""`` when no cell is to blame) and what went wrong."""

    cell: str
    message: str


@dataclass(frozen=True)
class Run:
    """One notebook run: its name, parameters, and either page and executed notebook or the failure."""

    notebook: str
    parameters: Mapping[str, object]
    ipynb: Path
    html: Path | None = None
    error: Failure | None = None


def put_run(run: Run, executed: str, page: str) -> Run:
    """Return a run whose files are in their place: both of one that went well, the notebook of one that failed.

    Parameters
    ----------
    run : Run
        Its `ipynb` is the path of its files without their endings.
    executed, page : str
        The texts of both files; that of the page is not looked at when the run has failed.
    """
    ipynb, html, failed = (run.ipynb.with_name(run.ipynb.name + end) for end in (".ipynb", ".html", ".failed.ipynb"))
    ipynb.parent.mkdir(parents=True, exist_ok=True)
    if run.error is not None:
        if executed:
            write_whole({failed: executed})
        ipynb.unlink(missing_ok=True)
        html.unlink(missing_ok=True)
        return replace(run, ipynb=failed)
    write_whole({ipynb: executed, html: page})
    failed.unlink(missing_ok=True)
    return replace(run, ipynb=ipynb, html=html)


def set_page_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a notebook runs for a page; ``GOVINDEX_DATA`` means the same folder there."""
    environment = {**environment, ON_A_PAGE: "1"}
    if environment.get("GOVINDEX_DATA"):
        environment["GOVINDEX_DATA"] = str(Path(environment["GOVINDEX_DATA"]).absolute())
    return environment
