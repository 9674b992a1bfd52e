"""The batch: what is made, skipped and made anew, and that nothing is lost or left when something breaks."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from newyear.places import loosen

from govindex.batch import forked
from govindex.batch.folder import Busy, Folder, is_made
from govindex.batch.forked import ForkedWorkers, can_fork
from govindex.batch.inputs import Inputs
from govindex.batch.kernels import KernelWorkers
from govindex.batch.making import ASKED
from govindex.batch.planned import Planned
from govindex.batch.running import run_jobs
from govindex.batch.warming import warm_up
from govindex.figures.par.sheet import open_par
from govindex.pages.gallery import write_index
from govindex.pages.manifest import read_manifest
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

DECLARED = 'province = "31"\nyear = 2021\nlang = "vi"'


DIE_ONCE = """
import os
if not os.path.exists('died'):
    open('died', 'w').close()
    os.kill({}, 9)
"""


def forks(test):
    """Mark a test that runs notebooks in forks, and is passed over where there are none."""
    return pytest.mark.kernel(pytest.mark.skipif(not can_fork(), reason="This system has no fork.")(test))


def write_notebook(path: Path, source: str) -> Path:
    """Return the path of a notebook of two cells: parameters, and `source` under the id ``work``."""
    parameters = new_code_cell(DECLARED, id="parameters", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[parameters, new_code_cell(source, id="work")]), path)
    return path


def plan(path: Path, **parameters) -> Planned:
    """Return a run of a notebook."""
    given = {"province": "31", "year": 2021, "lang": "vi"} | parameters
    return Planned(path.stem, path, given, f"{given['province']}/{given['year']}/{given['lang']}/{path.stem}")


@pytest.fixture(scope="module")
def workers():
    """Two forks at a time; the tests of this file share them."""
    workers = ForkedWorkers(2)
    yield workers
    workers.stop()


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture
def make(workers, tables, tmp_path):
    """Run some planned runs in the folder ``out``, those that are not unchanged, and return their outcome."""

    def run(*planned, by=workers, data=None, against=None, **options):
        folder = Folder(tmp_path / "out")
        folder.open()
        try:
            inputs = Inputs(data or find_data(), against or tables)
            done = [
                run.place
                for run in planned
                if run.place in folder.runs
                and is_made(folder.out, run.place, folder.runs[run.place])
                and inputs.is_unchanged(run, folder.runs[run.place])
            ]
            waiting = [run for run in planned if run.place not in done]
            outcome = run_jobs(waiting, by, folder, inputs, **options)
            folder.write_manifest({"versions": {}})
        finally:
            folder.close()
        return outcome, [run.place for run in waiting]

    return run


def names(folder: Path) -> list[str]:
    """Return the names of everything in a folder but the batch's own."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and ".batch" not in str(path)
    )


def printed(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


@forks
def test_pages_and_notebooks_stand_in_their_places_with_a_manifest(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(province, year)")
    outcome, _ = make(plan(path), plan(path, year=2020))
    assert (outcome.made, outcome.failed, outcome.stopped) == (2, [], "")
    places = [f"31/{year}/vi/tiny{ending}" for year in (2020, 2021) for ending in (".html", ".ipynb")]
    assert names(tmp_path / "out") == [*places, "manifest.json"]
    assert printed(tmp_path / "out" / "31/2020/vi/tiny.ipynb") == "31 2020\n"
    entry = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["runs"]["31/2020/vi/tiny"]
    assert (entry["status"], entry["parameters"]["year"], entry["tries"]) == ("made", 2020, 1)


@forks
def test_what_is_as_it_was_is_not_made_anew(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    runs = (plan(path), plan(path, year=2020))
    assert len(make(*runs)[1]) == 2
    assert make(*runs)[1] == []
    (tmp_path / "out/31/2020/vi/tiny.html").unlink()
    assert make(*runs)[1] == ["31/2020/vi/tiny"]
    write_notebook(path, "print(2)")
    assert len(make(*runs)[1]) == 2
    assert printed(tmp_path / "out/31/2020/vi/tiny.ipynb") == "2\n"


def overwrite(path: Path) -> None:
    """Put other bytes of the same number into a file."""
    path.write_bytes(b"x" * path.stat().st_size)


def halve(path: Path) -> None:
    """Cut a file in the middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@forks
def test_a_page_that_is_not_what_was_written_is_made_anew(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    assert len(make(plan(path))[1]) == 1
    for ending in (".html", ".ipynb"):
        page = tmp_path / f"out/31/2021/vi/tiny{ending}"
        for damage in (lambda page: page.write_bytes(b""), halve, overwrite):
            before = page.stat().st_size
            damage(page)
            assert make(plan(path))[1] == ["31/2021/vi/tiny"]
            assert abs(page.stat().st_size - before) < 200
        page.touch()
        assert make(plan(path))[1] == []


@forks
def test_a_shared_file_that_is_not_what_was_written_is_made_anew(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    shared = {"options": {"shared": True}}
    assert len(make(plan(path), **shared)[1]) == 1
    assert make(plan(path), **shared)[1] == []
    assets = sorted((tmp_path / "out/assets").iterdir())
    before = [asset.read_bytes() for asset in assets]
    for damage in (lambda page: page.write_bytes(b""), halve, overwrite):
        damage(assets[0])
        assert make(plan(path), **shared)[1] == ["31/2021/vi/tiny"]
        assert [asset.read_bytes() for asset in assets] == before


@forks
def test_a_changed_row_makes_the_pages_of_its_measure_anew_and_no_others(make, tmp_path):
    first = "import govindex as gi\npage = gi.open_page(province, year, lang)\n"
    written = {name: first + f"gi.open_{name}(page)['summary'].texts" for name in ("papi", "sipas")}
    written |= {"whole": first + "len(page.tables.scores)", "place": first + "page.place"}
    paths = {name: write_notebook(tmp_path / f"{name}.ipynb", source) for name, source in written.items()}
    runs = [plan(paths["papi"]), plan(paths["papi"], province="48"), *(plan(paths[name]) for name in list(paths)[1:])]
    assert len(make(*runs)[1]) == 5
    assert make(*runs)[1] == []

    def change(measure: str, folder: str) -> Path:
        data = shutil.copytree(find_data(), tmp_path / folder)  # tables of one folder are read once in a process
        loosen(data)
        lines = (data / "scores" / f"{measure}.csv").read_text("utf-8").splitlines(keepends=True)
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{measure},2021,31,"))
        start, score, rest = lines[place].split(",", 5)[:4], *lines[place].split(",", 5)[4:]
        lines[place] = ",".join([*start, f"{float(score) + 0.001:g}", rest.replace("derived", "suspect", 1)])
        (data / "scores" / f"{measure}.csv").write_text("".join(lines), "utf-8")
        return data

    data = change("sipas", "sipas-changed")
    assert make(*runs, data=data, against=load_tables(data))[1] == ["31/2021/vi/sipas", "31/2021/vi/whole"]
    assert make(*runs, data=data, against=load_tables(data))[1] == []
    assert len(make(*runs)[1]) == 2  # as it was before
    data = change("papi", "papi-changed")
    anew = ["31/2021/vi/papi", "48/2021/vi/papi", "31/2021/vi/whole"]
    assert make(*runs, data=data, against=load_tables(data))[1] == anew


@forks
def test_a_file_that_a_notebook_opened_makes_it_anew_when_it_changes(make, tmp_path):
    (tmp_path / "own.csv").write_text("a\n1\n")
    path = write_notebook(tmp_path / "tiny.ipynb", "import pandas as pd\nprint(pd.read_csv('own.csv')['a'].sum())")
    assert len(make(plan(path))[1]) == 1
    assert make(plan(path))[1] == []
    (tmp_path / "own.csv").write_text("a\n2\n")
    assert len(make(plan(path))[1]) == 1
    assert printed(tmp_path / "out/31/2021/vi/tiny.ipynb") == "2\n"


@forks
def test_a_failing_notebook_is_told_and_the_others_are_made(make, tmp_path):
    path = write_notebook(
        tmp_path / "tiny.ipynb", "print('so far')\nif year == 2020: raise ValueError('no such figure')"
    )
    outcome, _ = make(plan(path, year=2020), plan(path))
    assert (outcome.made, outcome.failed) == (1, ["31/2020/vi/tiny"])
    entry = read_manifest(tmp_path / "out")["31/2020/vi/tiny"]
    assert entry["error"] == {"cell": "work", "message": "ValueError: no such figure"}
    assert names(tmp_path / "out/31/2020") == ["vi/tiny.failed.ipynb"]
    assert make(plan(path, year=2020), plan(path))[1] == ["31/2020/vi/tiny"]


@forks
def test_a_failure_takes_the_earlier_page_away_and_a_good_run_the_failure(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    make(plan(path))
    make(plan(write_notebook(path, "1 / 0")))
    assert names(tmp_path / "out/31") == ["2021/vi/tiny.failed.ipynb"]
    make(plan(write_notebook(path, "print(2)")))
    assert names(tmp_path / "out/31") == ["2021/vi/tiny.html", "2021/vi/tiny.ipynb"]


@forks
def test_with_fail_fast_the_first_failure_stops_it(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "1 / 0")
    outcome, _ = make(*[plan(path, year=year) for year in range(2011, 2025)], fail_fast=True)
    assert outcome.stopped == "a notebook failed"
    assert len(outcome.failed) < 5


@forks
def test_a_notebook_that_takes_too_long_is_tried_twice_and_keeps_what_it_showed(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print('so far')\nwhile True: pass")
    outcome, _ = make(plan(path), options={"cell_seconds": 1})
    entry = read_manifest(tmp_path / "out")["31/2021/vi/tiny"]
    assert outcome.failed == ["31/2021/vi/tiny"]
    assert entry["tries"] == 2
    assert entry["error"] == {"cell": "work", "message": "it did not end within 1 seconds, in 2 tries"}
    assert printed(tmp_path / "out/31/2021/vi/tiny.failed.ipynb") == "so far\n"


@forks
def test_a_notebook_that_dies_once_is_made_the_second_time(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", DIE_ONCE.format("os.getpid()"))
    outcome, _ = make(plan(path))
    assert (outcome.made, outcome.failed) == (1, [])
    assert read_manifest(tmp_path / "out")["31/2021/vi/tiny"]["tries"] == 2


@forks
def test_a_notebook_that_kills_the_forge_each_time_fails_alone_and_nothing_else_counts_a_try(make, tmp_path):
    source = (
        "import os, time\ntime.sleep(0.2)\nif year == 2013:\n    print('here', flush=True); os.kill(os.getppid(), 9)"
    )
    path = write_notebook(tmp_path / "tiny.ipynb", source + "\ntime.sleep(0.2)")
    outcome, _ = make(*[plan(path, year=year) for year in (2012, 2013, 2015, 2016)])
    assert (outcome.made, outcome.failed) == (3, ["31/2013/vi/tiny"])
    runs = read_manifest(tmp_path / "out")
    assert {place: entry["tries"] for place, entry in runs.items() if entry["status"] == "made"} == {
        f"31/{year}/vi/tiny": 1 for year in (2012, 2015, 2016)
    }
    assert runs["31/2013/vi/tiny"]["error"] == {
        "cell": "work",
        "message": "its process ended the one that forks, in 2 tries",
    }
    assert printed(tmp_path / "out/31/2013/vi/tiny.failed.ipynb") == "here\n"


@pytest.mark.slow
def test_a_sheet_that_fails_while_warming_ends_nothing_else(monkeypatch):
    opened = []

    def fail(page):
        raise KeyError(page.lang)

    def open_and_note(page):
        opened.append(page.lang)
        return open_par(page)

    monkeypatch.setattr("govindex.figures.papi.sheet.open_papi", fail)
    monkeypatch.setattr("govindex.figures.par.sheet.open_par", open_and_note)
    monkeypatch.setenv(ASKED, "papi_dimensions:en par_components:en")
    warm_up()
    assert opened == ["en"]


@forks
def test_a_forge_that_is_killed_while_warming_is_replaced(make, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    workers = ForkedWorkers(1)
    workers._forge.process.kill()
    try:
        outcome, _ = make(plan(path), by=workers)
    finally:
        workers.stop()
    assert (outcome.made, outcome.failed) == (1, [])
    assert read_manifest(tmp_path / "out")["31/2021/vi/tiny"]["tries"] == 1


@forks
def test_a_forge_that_dies_loses_nothing(make, workers, tmp_path):
    path = write_notebook(tmp_path / "tiny.ipynb", DIE_ONCE.format("os.getppid()"))
    outcome, _ = make(*[plan(path, year=year) for year in range(2011, 2017)])
    assert (outcome.made, outcome.failed) == (6, [])


@pytest.mark.kernel
def test_without_forks_a_pool_of_kernels_gives_the_same(make, tmp_path):
    path = write_notebook(
        tmp_path / "tiny.ipynb",
        "import govindex as gi\nsheet = gi.open_papi(gi.open_page(province, year, lang))\n"
        "print(sheet['map'].rows.empty)",
    )
    pool = KernelWorkers(2)
    try:
        outcome, _ = make(plan(path), plan(write_notebook(tmp_path / "bad.ipynb", "1 / 0")), by=pool)
    finally:
        pool.stop()
    assert (outcome.made, outcome.failed) == (1, ["31/2021/vi/bad"])
    inputs = read_manifest(tmp_path / "out")["31/2021/vi/tiny"]["inputs"]
    assert set(inputs["tables"]) == {"papi", "places"}
    assert "files" not in inputs
    assert printed(tmp_path / "out/31/2021/vi/tiny.ipynb") == "False\n"


@pytest.mark.kernel
def test_a_worker_of_the_pool_that_dies_is_replaced(make, tmp_path):
    pool = KernelWorkers(1)
    path = write_notebook(tmp_path / "tiny.ipynb", "print(1)")
    try:
        make(plan(path), by=pool)
        pool._free[0].process.kill()
        pool._free[0].process.join()
        outcome, _ = make(plan(path, year=2020), by=pool)
    finally:
        pool.stop()
    assert outcome.made == 1


def described(inputs: Inputs, run: Planned, **read) -> dict:
    """Return the entry of a run that is as it was, but for the state of the data: so what it read is looked at."""
    made = inputs.describe_made(run.path, {"tables": [], "files": []} | read)
    return {"parameters": run.parameters, "notebook": run.notebook, "inputs": made | {"state": "another"}}


def test_an_entry_of_an_earlier_manifest_or_of_odd_tables_is_made_anew(tables, tmp_path):
    run = plan(write_notebook(tmp_path / "tiny.ipynb", "print(1)"))
    inputs = Inputs(find_data(), tables)
    entry = described(inputs, run, tables=["papi"])
    assert list(entry["inputs"]["tables"]) == ["papi"]
    assert inputs.is_unchanged(run, json.loads(json.dumps(entry)))
    del entry["inputs"]["state"]
    earlier = {"reads": "1f2e", "data": "3d4c", "tables": ["scores", "sources"]}
    for odd in (earlier, {"tables": {"rows": "x"}}, {"tables": {"papi": None}}, {"tables": None}):
        assert not inputs.is_unchanged(run, entry | {"inputs": entry["inputs"] | odd})


def test_of_the_files_that_a_manifest_names_only_those_of_the_project_and_the_run_are_read(tables, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    for place in (tmp_path / "foreign.csv", home / "own.csv"):
        place.write_text("a\n1\n")
    path = write_notebook(home / "tiny.ipynb", "print(1)")
    inputs = Inputs(find_data(), tables)

    def is_unchanged(file, **parameters):
        run = plan(path, **parameters)
        return inputs.is_unchanged(run, described(inputs, run, files=[str(file)]))

    assert is_unchanged(home / "own.csv")
    assert is_unchanged(find_data() / "components.csv")
    assert not is_unchanged(tmp_path / "foreign.csv")
    assert not is_unchanged(home / ".." / "foreign.csv")
    assert is_unchanged(tmp_path / "foreign.csv", report=str(tmp_path / "foreign.csv"))


def test_two_batches_in_one_folder_do_not_meet(tmp_path):
    first, second = Folder(tmp_path / "out"), Folder(tmp_path / "out")
    first.open()
    with pytest.raises(Busy, match=f"Another batch works in .* \\(process {os.getpid()}\\)"):
        second.open()
    first.close()
    second.open()
    second.close()


def test_a_journal_that_ends_in_the_middle_of_a_line_is_read_up_to_there(tmp_path):
    (tmp_path / ".batch").mkdir()
    entry = {"notebook": "tiny", "parameters": {}, "status": "made"}
    lines = json.dumps({"place": "a"} | entry) + "\n" + '{"place": "b", "sta'
    (tmp_path / ".batch" / "journal.jsonl").write_text(lines)
    assert read_manifest(tmp_path) == {"a": entry}


RUN = {"notebook": "tiny", "parameters": {}, "status": "made", "inputs": {"tables": {"papi": "x"}, "files": {"a": "b"}}}
DEEP = "[" * 500 + "]" * 500
ODD = [
    *(json.dumps(each) for each in ([], "text", None, 3, {}, {"notebook": "tiny"})),
    *(json.dumps(RUN | {name: each}) for name in RUN for each in ([1], None, 3, "\ud800")),
    *(json.dumps(RUN | {"inputs": {"files": each}}) for each in ([1], None, 3)),
    *(json.dumps(RUN | {"inputs": {"files": each}}) for each in ({"a": None}, {"a\0": "b"})),
    *(json.dumps(RUN | {name: each}) for name in ("assets", "error", "title") for each in ([None], None, 3)),
    *(json.dumps(RUN | {"assets": each}) for each in (["../a"], ["a" * 300], "a")),
    json.dumps(RUN | {"status": "failed"}),
    json.dumps(RUN)[:-1] + f', "more": {DEEP}}}',
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_entry_counts_as_absent_in_manifest_and_journal(tables, tmp_path, odd):
    (tmp_path / ".batch").mkdir()
    runs = f'{{"31/2021/vi/odd": {odd}, "31/2021/vi/tiny": {json.dumps(RUN)}}}'
    (tmp_path / "manifest.json").write_text(f'{{"govindex_manifest": 1, "runs": {runs}, "reads": {{}}}}')
    journal = [odd] + ([odd.replace("{", '{"place": "31/2021/vi/late", ', 1)] if odd[0] == "{" and odd != "{}" else [])
    (tmp_path / ".batch" / "journal.jsonl").write_text("\n".join([*journal, json.dumps(RUN | {"place": "good"})]))
    assert read_manifest(tmp_path) == {"31/2021/vi/tiny": RUN, "good": RUN}
    write_index(tables, tmp_path)
    folder = Folder(tmp_path)
    folder.open()
    folder.write_manifest({})
    folder.close()


@pytest.mark.parametrize("place", ["", "/etc/a", "../a", "a//b", "a\0", "a" * 300, "\ud800"])
def test_a_place_outside_the_folder_counts_as_absent(tmp_path, place):
    (tmp_path / "manifest.json").write_text(json.dumps({"govindex_manifest": 1, "runs": {place: RUN}, "reads": {}}))
    assert read_manifest(tmp_path) == {}


def test_a_manifest_that_tells_conditions_as_earlier_ones_did_is_read(tmp_path):
    entry = RUN | {"inputs": {"reads": "x", "data": "y", "tables": ["scores"]}}
    text = {"govindex_manifest": 1, "runs": {"a": entry}, "reads": {"x": {"scores": [["all"]]}}}
    (tmp_path / "manifest.json").write_text(json.dumps(text))
    (tmp_path / ".batch").mkdir()
    (tmp_path / ".batch" / "journal.jsonl").write_text(json.dumps({"reads": "x", "tables": {"scores": [["all"]]}}))
    assert read_manifest(tmp_path) == {"a": entry}


@pytest.mark.parametrize(
    "text", ["[]", "null", '"a"', '{"govindex_manifest": 1}', "[" * 100_000, '{"govindex_manifest": 1, "runs": []}']
)
def test_an_odd_manifest_and_journal_count_as_absent(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / ".batch").mkdir()
    (tmp_path / ".batch" / "journal.jsonl").write_text(f"{text}\n\n3\n")
    assert read_manifest(tmp_path) == {}


# --- the command, killed and interrupted ---------------------------------------------------------------


RUNS = 20


@pytest.fixture
def command(tmp_path):
    """A declaration of RUNS runs of a notebook that takes a while, and the command that makes them."""
    write_notebook(
        tmp_path / "slow.ipynb", "import time, subprocess\nsubprocess.Popen(['sleep', '987'])\ntime.sleep(0.3)"
    )
    values = "{province: ['01', '31', '48', '79'], year: [2012, 2013, 2015, 2016, 2017]}"
    (tmp_path / "runs.yml").write_text(f"runs:\n- notebook: slow\n  parameters: {values}\n")
    command = [sys.executable, "-c", "from govindex.cli import app; app()", "batch", "runs.yml", "-w", "2", "-o", "out"]

    with ExitStack() as started:

        def start(**options):
            streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            return started.enter_context(subprocess.Popen(command, cwd=tmp_path, text=True, **streams, **options))

        yield start


def list_pages(out: Path) -> list[Path]:
    """Return the pages in a folder."""
    return [path for path in out.rglob("*.html") if path.name != "index.html" and ".batch" not in path.parts]


def wait_for_pages(out: Path, count: int, process: subprocess.Popen) -> None:
    """Wait until so many pages are there."""
    while len(list_pages(out)) < count and process.poll() is None:
        time.sleep(0.02)


def check_whole(out: Path) -> int:
    """Check that every page is whole and has its notebook; return how many there are."""
    pages = list_pages(out)
    for page in pages:
        assert page.read_text("utf-8").rstrip().endswith("</html>")
        nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    assert not list(out.rglob("*.part"))
    return len(pages)


def started_by(folder: Path) -> list[str]:
    """Return the processes that work in a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder and (entry / "stat").read_text().split(")")[1].split()[0] != "Z":
                found.append(entry.name)
        except OSError:
            continue
    return found


def still_started_by(folder) -> list[str]:
    """Return what is left of them ten seconds later at most: a process takes a moment to end."""
    deadline = time.monotonic() + 10
    while (left := started_by(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@forks
@pytest.mark.skipif(not Path("/proc").exists(), reason="Processes are listed in /proc.")
@pytest.mark.parametrize("whom", ["owner", "forge"])
def test_killed_at_any_moment_it_leaves_no_broken_file_and_no_process_and_goes_on(command, tmp_path, whom):
    process = command()
    out = tmp_path / "out"
    wait_for_pages(out, 5, process)
    forge = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]
    os.kill(process.pid if whom == "owner" else int(forge), signal.SIGKILL)
    if whom == "owner":
        process.communicate()
        assert still_started_by(tmp_path) == []
        before = check_whole(out)
        assert 5 <= before < RUNS
        process = command()
    _, told = process.communicate()
    assert process.returncode == 0, told
    assert check_whole(out) == RUNS
    if whom == "owner":
        made = int(told.split(" made")[0].split()[-1])
        assert made <= RUNS - before + 2  # those that were whole but not noted yet
    assert still_started_by(tmp_path) == []


@forks
def test_ctrl_c_lets_what_runs_end_and_a_second_one_does_not(command, tmp_path):
    out = tmp_path / "out"
    process = command(start_new_session=True)
    wait_for_pages(out, 4, process)
    os.killpg(process.pid, signal.SIGINT)
    printed, told = process.communicate()
    assert process.returncode == 1
    assert "left: interrupted." in told
    assert printed == "out/index.html\n"
    first = check_whole(out)
    process = command(start_new_session=True)
    wait_for_pages(out, first + 2, process)
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate()
    assert process.returncode == 1
    assert first + 2 <= check_whole(out) < RUNS
    assert started_by(tmp_path) == []


@forks
def test_a_second_batch_says_so_and_stops(command, tmp_path):
    first = command()
    wait_for_pages(tmp_path / "out", 1, first)
    second = command()
    printed, told = second.communicate()
    first.send_signal(signal.SIGINT)
    first.communicate()
    assert second.returncode == 2
    assert told == f"Another batch works in out (process {first.pid}): wait until it is done.\n"
    assert printed == ""


@forks
def test_a_full_disk_stops_it_with_everything_whole(command, tmp_path):
    disk = tmp_path / "out"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("A small disk cannot be mounted here.")
    try:
        process = command()
        _, told = process.communicate()
        assert process.returncode == 1
        assert re.search("No space left on device|no space is left|no room on the disk", told)
        assert 0 < check_whole(disk) < RUNS
        subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
        process = command()
        process.communicate()
        assert process.returncode == 0
        assert check_whole(disk) == RUNS
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@forks
def test_what_pages_share_stands_once_beside_them(make, tmp_path):
    chart = "import altair as alt, pandas as pd\nalt.Chart(pd.DataFrame({'a': [1]})).mark_bar().encode(x='a:Q')"
    path = write_notebook(tmp_path / "tiny.ipynb", chart)
    outcome, _ = make(plan(path), plan(path, year=2020), options={"shared": True})
    assert outcome.made == 2
    asset, style = (next((tmp_path / "out/assets").glob(name)) for name in ("vega-*.js", "page-*.css"))
    page = (tmp_path / "out/31/2020/vi/tiny.html").read_text("utf-8")
    assert f'<script src="../../../assets/{asset.name}"></script>' in page
    assert f'<link rel="stylesheet" href="../../../assets/{style.name}">' in page
    assert len(page) < 20_000
    asset.unlink()
    assert len(make(plan(path), plan(path, year=2020), options={"shared": True})[1]) == 2


@pytest.mark.kernel
def test_a_forge_that_cannot_be_started_is_told_once(tmp_path, monkeypatch):
    from govindex.errors import GovindexError

    monkeypatch.setattr(forked, "WARM", "govindex.batch.making:no_such_function")
    workers = ForkedWorkers(1)
    with pytest.raises(GovindexError, match=r"could not be started: AttributeError: .*no_such_function"):
        workers.start(forked.Job("tiny", "tiny.ipynb", {}, "a"))
    workers.stop()
