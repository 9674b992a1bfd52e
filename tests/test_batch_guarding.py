"""A notebook that writes into another's page or into a table: told by the batch, and nothing spoilt counts as made."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from govindex.batch.command import Choices, Ways, make_batch, plan_batch
from govindex.batch.folder import Folder, is_made
from govindex.batch.forked import ForkedWorkers, can_fork
from govindex.batch.guarding import Guard
from govindex.batch.inputs import Inputs
from govindex.batch.planned import Planned
from govindex.batch.running import run_jobs
from govindex.pages.manifest import read_manifest
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(not can_fork(), reason="This system has no fork.")]
OVERWRITE = "import pathlib\npathlib.Path({!r}).write_text('mine')"
SPOIL = {
    "overwritten": OVERWRITE,
    "removed": "import os\nos.remove({!r})",
    "of the same size and time": "import os\npath = {!r}\ns = os.stat(path)\nopen(path, 'r+').write('x')\n"
    "os.utime(path, ns=(s.st_atime_ns, s.st_mtime_ns))",
}


@pytest.fixture(scope="module")
def workers():
    workers = ForkedWorkers(1)
    yield workers
    workers.stop()


@pytest.fixture
def begin(workers, tmp_path):
    """Open a folder with its guard; return it, and what runs notebooks of one cell there, one after another."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ranks.csv").write_text("a\n1\n")
    folder = Folder(tmp_path / "out")
    folder.open()
    guard, inputs = Guard(folder, tmp_path / "data"), Inputs(find_data(), load_tables())

    def run(**sources):
        planned = [Planned(name, write(tmp_path, name, cell), {"lang": "vi"}, name) for name, cell in sources.items()]
        return planned, run_jobs(planned, workers, folder, inputs)

    yield folder, guard, inputs, run
    folder.close()


def read_names(told):
    """Return what a sentence names as having run meanwhile."""
    return re.search("while (.+) ran", told)[1].split(", ")


def write(folder, name, source):
    """Return the path of a notebook with a cell of its own."""
    cells = [new_code_cell('lang = "vi"', id="parameters", metadata={"tags": ["parameters"]})]
    nbformat.write(new_notebook(cells=[*cells, new_code_cell(source, id="work")]), folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


@pytest.mark.parametrize("way", SPOIL)
def test_a_page_that_another_notebook_spoils_is_found(begin, tmp_path, way):
    folder, guard, _, run = begin
    _, outcome = run(a="print('kept')", b=SPOIL[way].format(str(tmp_path / "out" / "a.html")), c="print('late')")
    found = guard.find_pages(outcome)
    assert list(found) == ["a"]
    assert "The page a was changed while" in found["a"]
    if way == "overwritten":
        assert {"b"} <= set(read_names(found["a"])) <= {"b", "c"}  # c begins when b has ended, which clocks may blur
    _, again = run(a="print('kept')")
    assert guard.find_pages(again) == {}
    assert is_made(folder.out, "a", folder.runs["a"])


def test_a_page_that_was_spoilt_before_is_not_told_of(begin, tmp_path):
    folder, _, _, run = begin
    run(a="print('kept')")
    (tmp_path / "out" / "a.html").write_text("mine")
    guard = Guard(folder, tmp_path / "data")
    _, outcome = run(b="1")
    assert guard.find_pages(outcome) == {}


@pytest.mark.parametrize("way", ["overwritten", "removed"])
def test_tables_that_a_notebook_changes_are_told_and_what_ran_then_is_to_be_made_anew(begin, tmp_path, way):
    folder, guard, inputs, run = begin
    planned, outcome = run(
        a="1", b="import time\ntime.sleep(.5)\n" + SPOIL[way].format(str(tmp_path / "data/ranks.csv"))
    )
    said = guard.find_data(outcome)
    assert f"The data in {tmp_path / 'data'} was changed while" in said
    assert "(ranks.csv)" in said
    unchanged = [run.place for run in planned if inputs.is_unchanged(run, folder.runs[run.place])]
    assert unchanged == (["a"] if way == "overwritten" else [])


def test_good_notebooks_are_told_nothing_of(begin):
    _, guard, _, run = begin
    _, outcome = run(a="1", b="2")
    assert (outcome.made, guard.find_pages(outcome), guard.find_data(outcome)) == (2, {}, "")


def test_the_command_tells_of_a_spoilt_page_and_makes_it_anew(tmp_path, capsys):
    page = tmp_path / "out" / "vi/a/a.html"
    write(tmp_path, "a", "print('kept')")
    write(tmp_path, "b", OVERWRITE.format(str(page)))
    runs = "".join(f'- {{notebook: {name}, languages: [vi], output: "vi/{name}/{name}"}}\n' for name in "ab")
    (tmp_path / "runs.yml").write_text(f"runs:\n{runs}")
    tables, planned = plan_batch(tmp_path / "runs.yml", Choices([], [], None, []))
    ways = Ways(engine=None, workers=1, scheduler=None, fail_fast=False, force=False, shared_assets=False)
    assert make_batch(tables, planned, tmp_path / "out", ways)
    said = capsys.readouterr().err
    assert "The page vi/a/a was changed while vi/b/b ran: a notebook is to write its own page alone. It is made" in said
    assert "kept" in page.read_text("utf-8")
    entry = read_manifest(tmp_path / "out")["vi/a/a"]
    assert is_made(tmp_path / "out", "vi/a/a", entry)
