"""Pages of notebooks, made by the runner as a reader makes them."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from govindex.runner import run_notebook


class Asked(NamedTuple):
    """One page: the notebook and its parameters."""

    notebook: str
    province: str
    year: int
    lang: str

    def find(self, folder: Path) -> Path:
        """Return where its file is in the folder of all pages."""
        return folder / self.province / str(self.year) / self.lang / f"{self.notebook}.html"


def page_id(asked: Asked) -> str:
    """Return a page's name as a test's id."""
    return "-".join(map(str, asked))


def make_pages(pages: list[Asked], folder: Path) -> None:
    """Run the notebooks of those pages that are not there yet, two at a time."""
    missing = [page for page in pages if not page.find(folder).exists()]
    work = [(page.notebook, {"province": page.province, "year": page.year, "lang": page.lang}) for page in missing]
    if not work:
        return
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        runs = list(pool.map(partial(run_notebook, out=folder), *zip(*work, strict=True)))
    assert [(run.notebook, dict(run.parameters), run.error) for run in runs if run.error] == []
