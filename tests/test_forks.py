"""The forking engine: what a child leaves behind, how it ends, and that papermill works without it."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines

from govindex.engine import ForkEngine
from govindex.forks import forge as forge_module
from govindex.forks.engine import find_forge, is_this_python
from govindex.forks.forge import Forge, ForgeDied, can_fork

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not can_fork(), reason="This system has no fork."),
]


@pytest.fixture
def run(tmp_path):
    """Run cells by the forking engine; what is left is read from disk."""
    executed = tmp_path / "executed.ipynb"

    def execute(*sources: str, **options):
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        cells = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
        options = {"progress_bar": False, "cwd": tmp_path} | options
        papermill.execute_notebook(notebook, executed, engine_name="govindex-fork", **options)
        return nbformat.read(executed, as_version=4)

    execute.left = lambda: nbformat.read(executed, as_version=4)
    return execute


def printed(notebook) -> list[str]:
    """Return what each cell printed."""
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells]


def test_papermill_finds_the_engine_by_its_name():
    assert papermill_engines.get_engine("govindex-fork") is ForkEngine


def test_papermills_command_runs_it(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("print(1 + 1)", id="a")]), tmp_path / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "--engine", "govindex-fork", "-k", "python3"]
    done = subprocess.run([*command, "in.ipynb", "out.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Executing: 100%" in done.stderr, done.stdout
    assert printed(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == ["2\n"]


def test_a_kernel_that_is_not_there_is_refused_as_by_papermill(run):
    with pytest.raises(NoSuchKernel, match="nope"):
        run("print(1)", kernel_name="nope")


def test_the_kernel_of_another_environment_is_started_and_not_this_python(run, tmp_path, monkeypatch):
    argv = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    for name, program, environment in (
        ("other", str(tmp_path / "env" / "bin" / "python"), {}),
        ("same", sys.executable, {}),  # as `ipykernel install` writes it
        ("set", sys.executable, {"SAID": "there"}),
    ):
        debugged = ["-Xfrozen_modules=off"] if name == "same" else []
        spec = {"argv": [program, *debugged, *argv], "display_name": name, "language": "python", "env": environment}
        (tmp_path / "kernels" / name).mkdir(parents=True)
        (tmp_path / "kernels" / name / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert [is_this_python(name) for name in ("python3", "same", "other", "set")] == [True, True, False, False]
    with pytest.raises(FileNotFoundError):  # no such program is there
        run("print(1)", kernel_name="other")
    executed = run("import os\nprint(os.environ['SAID'])", kernel_name="set")
    assert printed(executed) == ["there\n"]


def test_papermill_runs_on_when_the_engine_cannot_be_imported(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("print(1 + 1)", id="a")]), tmp_path / "in.ipynb")
    script = """
        import sys
        for name in ("govindex.forks", "ipykernel.ipkernel"):
            sys.modules[name] = None
        import nbformat, papermill
        papermill.execute_notebook("in.ipynb", "out.ipynb", engine_name="govindex-fork", kernel_name="python3")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=tmp_path, check=True, capture_output=True)
    assert printed(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == ["2\n"]


def test_the_engines_door_imports_nothing():
    script = "import sys, typing; before = {*sys.modules}; import govindex.engine; print(*({*sys.modules} - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    imported = {name for name in done.stdout.split() if not name.startswith("importlib")}
    assert imported == {"govindex", "govindex.engine", "__future__"}


def test_nothing_of_a_notebook_outlives_it(run):
    run("import os, pandas as pd\nos.environ['LEFT'] = 'x'\npd.options.display.max_rows = 3\nleft = 1\nos.chdir('/')")
    after = run("import os, pandas as pd\n'left' in globals(), os.environ.get('LEFT'), pd.options.display.max_rows")
    assert after.cells[0].outputs[0].data["text/plain"] == "(False, None, 60)"


def test_a_stream_that_a_cell_has_closed_takes_nothing_more(run):
    with pytest.raises(papermill.PapermillExecutionError) as error:
        run("import sys; sys.stdout.close()\nprint('x')", "1")
    assert (error.value.ename, error.value.evalue) == ("ValueError", "I/O operation on closed file")


def test_the_caller_stays_as_it_was(run):
    import __main__

    folder, module, streams = Path.cwd(), __main__, (sys.stdout, sys.stderr)
    run("print(1)", "import sys; sys.path.append('/left')")
    assert (Path.cwd(), sys.modules["__main__"], (sys.stdout, sys.stderr)) == (folder, module, streams)
    assert "/left" not in sys.path


def test_the_forge_has_one_thread_and_the_child_the_callers_environment(run, monkeypatch):
    monkeypatch.setenv("SAID", "here")
    executed = run("import os, threading\nprint(os.environ['SAID'], threading.active_count(), os.getcwd())")
    assert printed(executed)[0].startswith("here 1 ")
    assert find_forge().threads == []


def test_what_a_cell_printed_before_it_took_too_long_is_kept(run):
    with pytest.raises(CellTimeoutError, match="after 1 seconds"):
        run(
            "print('first')", "import os\nprint('second'); os.write(1, b'third')\nwhile True: pass", execution_timeout=1
        )
    assert printed(run.left()) == ["first\n", "second\nthird"]
    assert run.left().cells[1].execution_count == 2


def test_what_was_displayed_before_a_cell_took_too_long_is_kept(run):
    source = "from IPython.display import display\ndisplay(1)\nprint('a', flush=True)\nimport time\ntime.sleep(60)"
    with pytest.raises(CellTimeoutError):
        run(source, execution_timeout=1)
    assert [output.output_type for output in run.left().cells[0].outputs] == ["display_data", "stream"]


def test_a_cell_that_does_not_listen_is_ended_all_the_same(run):
    deaf = "from signal import *\nfor n in (SIGINT, SIGTERM, SIGALRM):\n    signal(n, SIG_IGN)\n"
    with pytest.raises(CellTimeoutError):
        run(
            deaf + "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            execution_timeout=1,
        )


def test_a_child_that_dies_is_told_from_one_that_fails(run):
    with pytest.raises(DeadKernelError, match="exit status 3"):
        run("print('here')\nimport os\nos._exit(3)")
    assert printed(run.left()) == ["here\n"]
    with pytest.raises(DeadKernelError, match="exit status -11"):
        run("import ctypes\nctypes.string_at(0)")
    assert printed(run("print('and on')")) == ["and on\n"]


def test_the_package_runs_under_another_name_and_without_govindex(tmp_path):
    package = Path(forge_module.__file__).parent
    shutil.copytree(package, tmp_path / "taken", ignore=shutil.ignore_patterns("__pycache__"))
    script = """
        import sys
        sys.modules["govindex.forks"] = None
        import papermill
        from nbformat.v4 import new_code_cell, new_notebook
        from papermill.engines import papermill_engines
        from taken.engine import RealForkEngine
        papermill_engines.register("taken", RealForkEngine)
        source = "import sys\\nprint(*sorted(name for name in sys.modules if name[:8] == 'govindex'))"
        notebook = new_notebook(cells=[new_code_cell(source, id="a")])
        papermill.execute_notebook(notebook, "out.ipynb", engine_name="taken", kernel_name="python3", language="python")
    """
    script = textwrap.dedent(script)
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{package.parents[1]}"}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True, capture_output=True)
    (text,) = printed(nbformat.read(tmp_path / "out.ipynb", as_version=4))
    assert text.split() == ["govindex", "govindex.engine"]  # which papermill itself imports, as an entry point


def test_what_a_child_has_started_ends_with_it(run, tmp_path):
    start = "import subprocess\nstarted = subprocess.Popen(['sleep', '600'])\nprint(started.pid)"
    ended = int(printed(run(start))[0])
    with pytest.raises(CellTimeoutError):
        run(start + "\nwhile True: pass", execution_timeout=1)
    killed = int(printed(run.left())[0])
    for process in (ended, killed):
        assert not is_running(process)


def is_running(process: int) -> bool:
    """Return whether a process is there and no mere entry of one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# What a notebook leaves to the end of its process, each writing one file.
LEFT_TO_THE_END = """
import atexit, logging, logging.handlers, tempfile, threading, time, weakref
import beside

open_file = open('open.txt', 'w')
open_file.write('not closed')

log = logging.getLogger('kept')
log.addHandler(logging.handlers.MemoryHandler(100, target=logging.FileHandler('log.txt')))
log.warning('in memory')

atexit.register(lambda: open('atexit.txt', 'w').write('at the end'))

class Owner:
    def __del__(self):
        open('deleted.txt', 'w').write('deleted')

owner = Owner()

def late():
    time.sleep(1)
    open('late.txt', 'w').write('late')

threading.Thread(target=late).start()
folder = tempfile.TemporaryDirectory(dir='.', prefix='temporary-')
from concurrent.futures import ThreadPoolExecutor
ThreadPoolExecutor(1).submit(time.sleep, 0)
"""


def test_what_a_kernel_keeps_at_its_end_is_kept(tmp_path):
    left = {}
    for engine in (None, "govindex-fork"):
        folder = tmp_path / str(engine)
        folder.mkdir()
        (folder / "beside.py").write_text("log = open('module.txt', 'w')\nlog.write('of a module')\n")
        notebook = new_notebook(cells=[new_code_cell(LEFT_TO_THE_END, id="a")])
        options = {"kernel_name": "python3", "language": "python", "progress_bar": False, "cwd": folder}
        papermill.execute_notebook(notebook, folder / "executed.ipynb", engine_name=engine, **options)
        left[engine] = {path.name: path.read_text() for path in folder.glob("*.txt")}
        assert not list(folder.glob("temporary-*"))
    assert left["govindex-fork"] == left[None]
    assert left[None] == {
        "open.txt": "not closed",
        "log.txt": "in memory\n",
        "atexit.txt": "at the end",
        "deleted.txt": "deleted",
        "late.txt": "late",
        "module.txt": "of a module",
    }


def test_an_end_that_takes_too_long_is_cut_and_costs_nothing(run, monkeypatch):
    monkeypatch.setattr(forge_module, "END_SECONDS", 0.5)
    begun = time.monotonic()
    sources = (
        "import atexit, time\natexit.register(time.sleep, 60)\nprint('atexit')",
        "import threading, time\nthreading.Thread(target=time.sleep, args=[60]).start()\nprint('thread')",
    )
    for source, name in zip(sources, ("atexit", "thread"), strict=True):
        executed = run(source)
        assert printed(executed) == [f"{name}\n"]
        assert executed.cells[0].metadata.papermill.status == "completed"
    assert time.monotonic() - begun < 30


def test_a_process_that_a_notebook_forks_says_nothing_in_its_place(run):
    source = "import os\nprint('one', flush=True)\nif os.fork() == 0:\n    print('two', flush=True); os._exit(0)\n"
    executed = run(source + "os.wait()\nprint('three')", "1")
    assert "".join(printed(executed)) == "one\ntwo\nthree\n"
    assert executed.cells[1].execution_count == 2


def test_a_cell_that_was_ended_and_those_after_it_are_not_told_as_completed(run):
    with pytest.raises(DeadKernelError):
        run("print(1)", "print('here', flush=True)\nimport os\nos.kill(os.getpid(), 9)", "3")
    left = run.left()
    assert [cell.metadata.papermill.status for cell in left.cells] == ["completed", "failed", "pending"]
    assert left.metadata.papermill.exception
    assert printed(left) == ["1\n", "here\n", ""]
    with pytest.raises(CellTimeoutError):
        run("while True: pass", "2", execution_timeout=1)
    assert [cell.metadata.papermill.status for cell in run.left().cells] == ["failed", "pending"]


def test_what_is_on_disk_while_it_runs_has_what_was_shown(run, tmp_path):
    look = """
        import nbformat, time
        def read():
            try:
                return nbformat.read("executed.ipynb", 4).cells
            except nbformat.reader.NotJSONError:  # it is being written
                time.sleep(0.01)
                return read()
    """
    look = textwrap.dedent(look)
    show = "    print(n, flush=True)\n    time.sleep(0.05)\n    if read()[2].outputs: break"
    wait = f"import time\nfor n in range(100):\n{show}"
    executed = run(look, "1", wait, "[len(cell.outputs) for cell in read()]", autosave_cell_every=1)
    assert executed.cells[3].outputs[0].data["text/plain"].startswith("[0, 1, ")
    assert len(executed.cells[2].outputs) < 100  # it was seen within the cell


def test_a_notebook_that_kills_its_forge_fails_only_itself(run):
    with pytest.raises(DeadKernelError, match="its forge has ended"):
        run("print('here', flush=True)\nimport os\nos.kill(os.getppid(), 9)\nimport time; time.sleep(60)")
    assert printed(run.left()) == ["here\n"]
    assert printed(run("print('and on')")) == ["and on\n"]


def test_a_forge_that_is_killed_while_it_warms_is_replaced(run):
    find_forge().process.kill()
    find_forge().process.wait()
    cold = find_forge()
    cold.process.kill()
    assert printed(run("print('all the same')")) == ["all the same\n"]
    assert find_forge() is not cold


def test_it_runs_beside_more_files_than_select_can_watch(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("print(1 + 1)", id="a")]), tmp_path / "in.ipynb")
    script = """
        import os, resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (2000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        files = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
        import papermill
        papermill.execute_notebook("in.ipynb", "out.ipynb", engine_name="govindex-fork", kernel_name="python3")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=tmp_path, check=True, capture_output=True)
    assert printed(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == ["2\n"]


LEAVE = "import subprocess\nsubprocess.run(['sh', '-c', 'setsid sleep 601 & echo $!'], stdout=open('pid', 'w'))\n"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux gives orphans to whom asks for them.")
def test_a_process_that_leaves_its_session_ends_with_the_notebook(run, tmp_path):
    def has_ended() -> bool:
        process = int((tmp_path / "pid").read_text())
        limit = time.monotonic() + 5
        while is_running(process) and time.monotonic() < limit:
            time.sleep(0.01)
        return not is_running(process)

    run(LEAVE)
    assert has_ended()
    with pytest.raises(DeadKernelError):
        run(LEAVE + "import os\nos._exit(1)")
    assert has_ended()
    with pytest.raises(CellTimeoutError):
        run(LEAVE + "while True: pass", execution_timeout=1)
    assert has_ended()


def test_the_forge_imports_nothing_from_the_folder_where_its_owner_stands(tmp_path, monkeypatch):
    for name in ("statistics", "random", "altair", "govindex"):
        (tmp_path / f"{name}.py").write_text(f"open('{name} was run', 'w').close()\nraise RuntimeError('from here')")
    monkeypatch.chdir(tmp_path)
    forge = Forge("govindex.batch.making:warm")
    try:
        forge.wait_warm()
    finally:
        forge.close()
    assert list(tmp_path.glob("* was run")) == []


def test_a_notebook_imports_what_lies_beside_it_but_nothing_in_the_place_of_pythons_own(run, tmp_path):
    (tmp_path / "beside.py").write_text("told = 'beside'")
    (tmp_path / "statistics.py").write_text("raise RuntimeError('from here')")
    executed = run("import beside, statistics\nprint(beside.told, statistics.mean([1, 3]))")
    assert printed(executed) == ["beside 2\n"]


def test_a_forge_that_dies_is_started_anew(run):
    assert printed(run("print(1)")) == ["1\n"]
    find_forge().process.kill()
    find_forge().process.wait()
    assert printed(run("print(2)")) == ["2\n"]


def listen(forge: Forge) -> None:
    """Listen to a forge for ever."""
    while True:
        forge.wait(5)


def test_when_the_forge_dies_its_children_do():
    forge = Forge("govindex.forks.engine:warm")
    notebook = new_notebook(cells=[new_code_cell("import time\ntime.sleep(600)", id="a")])
    given = {"notebook": notebook, "folder": "/", "environment": dict(os.environ), "options": {}}
    child = forge.start("govindex.forks.engine:run_notebook_here", given)
    while not child.records:
        forge.wait(5)
    forge.process.kill()
    with pytest.raises(ForgeDied):
        listen(forge)
    forge.close()
    while is_running(child.process):  # the system kills it, in its own time
        os.sched_yield()


def test_a_request_that_cannot_be_obeyed_is_told(tmp_path):
    forge = Forge()
    child = forge.start("no.such.module:function", None)
    while child.status is None:
        forge.wait(5)
    _, kind, message = child.result.load()
    assert (child.status, kind, message) == (1, "ModuleNotFoundError", "No module named 'no'")
    child.close()
    forge.close()


def test_memory_does_not_grow_with_the_number_of_notebooks():
    forge = Forge("govindex.forks.engine:warm")
    sizes = []
    for count in range(150):
        child = forge.start("builtins:dict", {"a": 1})
        while child.status is None:
            forge.wait(5)
        child.close()
        if count in (20, 149):
            sizes.append(int(Path(f"/proc/{forge.process.pid}/statm").read_text().split()[1]))
    forge.close()
    assert sizes[1] - sizes[0] < 256  # pages of 4 KiB
