"""A batch on a Dask cluster: a scheduler and two workers as processes of their own, one of them killed on the way."""

import json
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from typer.testing import CliRunner

pytest.importorskip("distributed")
pytestmark = pytest.mark.kernel

DECLARED = 'province = "31"\nyear = 2021\nlang = "vi"'


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler on loopback, and its two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    with ExitStack() as running:

        def start(name: str, *words: str) -> subprocess.Popen:
            command = [sys.executable, "-m", f"distributed.cli.{name}", "--no-dashboard", "--scheduler-file", str(told)]
            process = running.enter_context(subprocess.Popen([*command, *words], **quiet))
            running.callback(process.kill)
            return process

        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        while not told.exists() or not told.read_text():
            time.sleep(0.05)
        workers = [start("dask_worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(2)]
        yield json.loads(told.read_text())["address"], workers


@pytest.fixture
def batch(cluster, tmp_path):
    """Start a batch of 24 runs on the cluster; each run notes that it was begun, and by whom."""
    noted = tmp_path / "begun"
    noted.mkdir()
    work = (
        f"import os, time\nopen(r'{noted}' + f'/{{province}}-{{year}}-{{os.getpid()}}', 'w').close()\ntime.sleep(0.3)"
    )
    cells = [
        new_code_cell(DECLARED, id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell(work, id="work"),
        new_code_cell("print(province, year)\nif year == 2012: raise ValueError('not this year')", id="tell"),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "tiny.ipynb")
    values = "{province: ['01', '31', '48', '79'], year: [2012, 2013, 2015, 2019, 2020, 2021]}"
    (tmp_path / "runs.yml").write_text(f"runs:\n- notebook: tiny\n  parameters: {values}\n")
    command = [sys.executable, "-c", "from govindex.cli import app; app()", "batch", "runs.yml", "-o", "out"]
    command += ["--scheduler", cluster[0]]
    with ExitStack() as running:

        def start() -> subprocess.Popen:
            streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            return running.enter_context(subprocess.Popen(command, cwd=tmp_path, **streams))

        yield start


def test_nothing_is_lost_or_done_twice_when_a_worker_is_killed(batch, cluster, tmp_path):
    process = batch()
    while len(list((tmp_path / "begun").iterdir())) < 6 and process.poll() is None:
        time.sleep(0.02)
    cluster[1][0].kill()
    _, told = process.communicate()
    assert process.returncode == 1, told  # the four of 2012 fail
    assert "20 made, 0 unchanged, 4 failed." in told
    pages = sorted(path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.html"))
    assert len(pages) == 21
    for page in pages:
        if page != Path("index.html"):
            executed = nbformat.read((tmp_path / "out" / page).with_suffix(".ipynb"), as_version=4)
            assert executed.cells[-1].outputs[0].text == " ".join(page.parts[:2]) + "\n"
    failed = json.loads((tmp_path / "out/manifest.json").read_text())["runs"]["31/2012/vi/tiny"]
    assert failed["error"] == {"cell": "tell", "message": "ValueError: not this year"}
    again = batch()
    assert "0 made, 20 unchanged, 4 failed." in again.communicate()[1]


def test_an_address_where_nobody_answers_is_told(tmp_path, monkeypatch):
    from govindex.batch import dask

    monkeypatch.setattr(dask, "CONNECT_SECONDS", 1)
    with pytest.raises(dask.NoCluster, match="No Dask scheduler answers at 'tcp:"):
        dask.DaskWorkers("tcp://127.0.0.1:9")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "ucx://127.0.0.1:9", "nope", ""])
def test_a_dry_run_tells_an_address_where_nobody_answers_and_makes_nothing(address, tmp_path, monkeypatch):
    from govindex.batch import dask
    from govindex.cli import app

    monkeypatch.setattr(dask, "CONNECT_SECONDS", 1)
    arguments = ["batch", "--dry-run", "--only", "papi_dimensions", "--province", "31", "--year", "2021"]
    run = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out"), "--scheduler", address])
    assert run.exit_code == 1
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert re.search(f"No Dask scheduler answers at {re.escape(repr(address))}: .*\\w", line)
    assert not (tmp_path / "out").exists()


def test_a_dry_run_sends_nothing_to_the_scheduler_that_answers(cluster, tmp_path):
    from govindex.cli import app

    arguments = ["batch", "--dry-run", "--only", "papi_dimensions", "--province", "31", "--year", "2021"]
    run = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out"), "--scheduler", cluster[0]])
    assert run.exit_code == 0, run.output
    assert "2 to make" in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_worker_with_another_library_refuses():
    from govindex.batch.dask import make_by_value
    from govindex.batch.making import Job

    made, texts = make_by_value(Job("tiny", "tiny.ipynb", {}, "a"), b"", ("another", "another"))
    assert "other library than the machine" in made.error
    assert texts == {}
