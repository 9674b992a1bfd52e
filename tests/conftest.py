"""What holds for every test, and tables of a few rows written by hand."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from browser.chromium import FLAGS, find_chromium
from browser.lab import Lab, run_lab
from browser.pages import Asked, make_pages
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from govindex.tables.load import Tables, load_description


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_whoever_runs_the_tests(tmp_path_factory):
    """Keep IPython's and Jupyter's personal settings, kernels and start-up files out of the notebooks' runs."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            environment.setenv(name, str(folder / name.lower()))
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, so that none can forget to say so."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def _make_table(fields: list[dict], rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[field["name"] for field in fields])
    types = {"number": "float64", "integer": "Int64"}
    table = table.astype({field["name"]: types.get(field["type"], "str") for field in fields})
    whole = [name for name in table if table[name].dtype == "Int64" and table[name].notna().all()]
    return table.astype(dict.fromkeys(whole, "int64"))


@pytest.fixture(scope="session")
def make_tables() -> Callable[..., Tables]:
    """Return a maker of Tables: lists of rows by table, typed as loaded ones, all other tables empty.

    A column that a row leaves out is missing in it. Without rows of provinces there are those of the scores.
    """
    fields = {resource["name"]: resource["schema"]["fields"] for resource in load_description()["resources"]}
    fields["scores"] = fields["scores-par"]
    fields["published"] = next(fields[name] for name in fields if name.startswith("published-"))

    empty = {name: _make_table(fields[name.replace("_", "-")], []) for name in Tables._fields}

    def make(**rows: list[dict]) -> Tables:
        codes = dict.fromkeys(row["province"] for row in rows.get("scores", []))
        rows.setdefault("provinces", [{"code": code, "first_year": 2011} for code in codes])
        tables = {name: table.copy(deep=False) for name, table in empty.items()}
        tables |= {name: _make_table(fields[name.replace("_", "-")], held) for name, held in rows.items()}
        return Tables(**tables)

    return make


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium, started anew for each file of tests: while Playwright runs, nothing else may start an event loop."""
    path = find_chromium()
    if path is None and not os.environ.get("CI"):
        pytest.skip("There is no Chromium: install one, or name it in GOVINDEX_CHROMIUM.")
    assert path is not None, "There is no Chromium, and under CI these tests must run."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Callable[[list[Asked]], Path]:
    """Return a maker of pages, each made once by all processes of a run; it returns the folder that they are in."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "pages"

    def make(asked: list[Asked]) -> Path:
        with FileLock(folder.with_suffix(".lock")):
            folder.mkdir(exist_ok=True)
            make_pages(asked, folder)
        return folder

    return make


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory) -> Iterator[Lab]:
    """The one JupyterLab of all tests."""
    with run_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab
