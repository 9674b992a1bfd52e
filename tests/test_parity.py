"""papermill's own engine and the forking one give the same notebooks, cell by cell."""

import json
import logging
import os
import re

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from govindex.forks.forge import can_fork
from govindex.front import ON_A_PAGE
from govindex.pages.parameters import read_parameters
from govindex.tables.places import find_notebooks

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not can_fork(), reason="This system has no fork."),
]

ENGINES = (None, "govindex-fork")

# ipykernel reads the descriptors in a thread of its own, which needs a moment.
WAIT = "\nimport time; time.sleep(0.4)"

# A case is the sources of its cells, each with its tags where it has any.
CASES = {
    "values and counts": ["1 + 1", "x = 2", "x\nx + 1", "_ + _1", "In[1], Out[1]", ""],
    "text on both streams": ["import sys\nprint('out'); print('err', file=sys.stderr); print('more')", "print(end='')"],
    "text flushed in between": ["for n in range(3):\n    print(n, flush=True)"],
    "text in parts": [
        "import sys, time\nprint('a', flush=True); print('b'); sys.stdout.flush()",
        "print('c')\ntime.sleep(0.5)\nprint('d')",
        "print('out'); time.sleep(0.1); print('err', file=sys.stderr); time.sleep(0.4); print('out'); 1",
        "from IPython.display import display\nprint('a'); display(1); print('b'); print('c', end='', flush=True)",
        "print('a', file=sys.stderr, flush=True); print('b', file=sys.stderr, flush=True); sys.stdout.flush()",
    ],
    "text of a forked process": [
        "import multiprocessing, os\nprint('before', flush=True)\n"
        "process = multiprocessing.get_context('fork').Process(target=lambda: print('within', flush=True))\n"
        f"process.start(); process.join(){WAIT}",
        "1",
    ],
    "text without an end of line": ["import sys; sys.stdout.write('half'); sys.stdout.write(' line')"],
    "text written over": ["print('50 %', end='\\r'); print('100 %')"],
    "text of programs": [
        f"import os, subprocess\nos.system('echo shell')\nsubprocess.run(['echo', 'run']){WAIT}",
        f"os.system('echo no >&2'){WAIT}",
    ],
    "text at the descriptors": [f"os.write(1, 'bằng C\\n'.encode()){WAIT}", f"os.write(2, b'err\\n'){WAIT}"],
    "text of the C library": [
        f"import ctypes\nlibc = ctypes.CDLL(None)\nlibc.puts(b'from C')\nlibc.fflush(None){WAIT}\nprint('from Python')"
    ],
    "shell and magics": [
        "!echo shell",
        "%%bash\necho in bash",
        "%%capture caught\nprint('kept')",
        "caught.stdout",
        "%pwd",
    ],
    "an error": ["print('before')", "def fail():\n    return 1 / 0\nfail()", "print('never')"],
    "an error that is allowed": [("raise ValueError('as told')", ["raises-exception"]), "print('goes on')"],
    "an error of syntax": ["x = (", "print('never')"],
    "an error in showing": ["class Odd:\n    def __repr__(self):\n        raise RuntimeError('no')\nOdd()", "2"],
    "an error with a cause": ["try:\n    {}['a']\nexcept KeyError as error:\n    raise RuntimeError('b') from error"],
    "tags": [("print('parameters')", ["parameters"]), ("print('skipped')", ["skip-execution"]), ("3", ["a", "b"])],
    "sys.exit": ["import sys; sys.exit()", "print('never')"],
    "sys.exit with a status": ["import sys; sys.exit(3)", "print('never')"],
    "input is refused": ["input('name? ')", "print('never')"],
    "a password is refused": ["import getpass; getpass.getpass()"],
    "the standard input is empty": ["import sys, os; os.read(0, 10)"],
    "deep recursion": [
        "def deep(n):\n    return deep(n + 1)\ntry:\n    deep(0)\nexcept RecursionError as error:\n    print(error)"
    ],
    "recursion of some depth": ["def deep(n):\n    return n and 1 + deep(n - 1)\ndeep(900)"],
    "unicode": ["print('Đà Nẵng 🇻🇳 \\u202e \\x07'); 'Thừa Thiên–Huế'", "'\\ud83d'.encode('utf-8', 'surrogatepass')"],
    "html and more": [
        "from IPython.display import HTML, Markdown, SVG, Latex, JSON, Javascript, display",
        "HTML('<b onclick=\"x\">bold</b>')",
        "display(Markdown('**b**'), Latex('$x$'), JSON({'a': [1, None, 2.5]}), metadata={'k': 1})",
        "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')",
        "display({'text/plain': 'raw', 'application/vnd.x+json': {'tuple': (1, 2), '3': 4}}, raw=True)",
    ],
    "an image": [
        "import base64\nfrom IPython.display import Image, display\n"
        "png = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA'\n"
        "                       'WjR9awAAAABJRU5ErkJggg==')",
        "display(Image(png), Image(png, format='png', alt='dot'))",
    ],
    "an updated display": [
        "from IPython.display import display\nhandle = display('first', display_id='d')",
        "handle.update('second')",
        "from IPython.display import update_display\nupdate_display('third', display_id='d')",
        "display('again', display_id='d')",
    ],
    "cleared output": [
        "from IPython.display import clear_output\nprint('a'); clear_output(); print('b')",
        "print('a'); clear_output(wait=True); print('b')",
        "print('a'); clear_output(wait=True)",
        "from IPython.display import display\nfor n in range(3):\n    clear_output(wait=True)\n    display(n)",
    ],
    "a table": ["import pandas as pd\npd.DataFrame({'tỉnh': ['Hà Nội', None], 'điểm': [1.5, float('nan')]})"],
    "a chart": ["import altair as alt, pandas as pd\nalt.Chart(pd.DataFrame({'a': [1]})).mark_bar().encode(x='a:Q')"],
    "large output": ["print('x' * 3_000_000)", "'y' * 2_000_000", "for n in range(20_000):\n    print(n)"],
    "widgets": [
        "import ipywidgets as widgets\nslider = widgets.IntSlider(value=3, description='Năm')\nslider",
        "slider.value = 7\nwidgets.HBox([slider, widgets.Label('b')])",
        "slider.observe(lambda change: print('now', change.new), 'value')\nslider.value = 8",
    ],
    "an output widget": [
        "import ipywidgets as widgets\nout = widgets.Output()\nout",
        "from IPython.display import display\nwith out:\n    print('inside'); display(1)\nprint('outside')",
        "len(out.outputs), out.outputs[0]['text']",
        "out.clear_output()\nout.append_stdout('appended')",
        "with out:\n    1 / 0",
        "[each['output_type'] for each in out.outputs]",
    ],
    "interact": [
        "import ipywidgets as widgets\n@widgets.interact(n=(0, 3))\ndef show(n=2):\n    print('n is', n)\n    return n"
    ],
    "await and tasks": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('slept')",
        "task = asyncio.create_task(asyncio.sleep(0.01, 'done'))",
        "await task",
        "try:\n    asyncio.run(asyncio.sleep(0))\nexcept RuntimeError as error:\n    print(error)",
    ],
    "threads and processes": [
        "import threading\nthread = threading.Thread(target=lambda: print('thread'))\nthread.start(); thread.join()",
        "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'print(5)'], capture_output=True).stdout)",
    ],
    "warnings and logs": [
        "import warnings, logging\nwarnings.warn('careful')\nlogging.warning('logged')",
        "import logging\nlogging.getLogger('x').info('unseen')",
    ],
    "names of the module": [
        "__name__, __doc__, '__file__' in globals()",
        "import __main__\n__main__.__dict__ is globals()",
    ],
    "a class that is pickled": ["class Kept:\n    n = 1\nimport pickle\npickle.loads(pickle.dumps(Kept())).n"],
    "paths and arguments": ["import sys\nsys.path[0] == '', type(sys.stdout).__mro__[1].__name__, sys.stdout.encoding"],
    "what a stream can do": ["import sys\nsys.stdout.isatty(), sys.stdout.writable(), hasattr(sys.stdout, 'buffer')"],
    "the event loop": ["import asyncio\nasyncio.get_event_loop().is_running()"],
    "rich text of an object": ["class Shown:\n    def _repr_html_(self):\n        return '<i>i</i>'\nShown()"],
    "comments and nothing": ["# only a comment", "'quiet';", "None", "pass"],
}


# Of these it is chance in which parts their text comes, with either engine.
IN_ANY_PARTS = {*CASES["text of a forked process"], *CASES["large output"], *CASES["shell and magics"]}

# Cases that stop the notebook are run by themselves too.
STOPPING = [name for name in CASES if "never" in repr(CASES[name])]


def make_notebook(cases: dict[str, list], *, stops: bool = False):
    """Return a notebook of the cells of some cases; with `stops` it ends at the first error."""
    cells = [new_markdown_cell("# Title", id="title")]
    for case in cases.values():
        for cell in case:
            source, tags = cell if isinstance(cell, tuple) else (cell, [])
            tags = tags or ([] if stops else ["raises-exception"])
            cells.append(new_code_cell(source, id=f"cell-{len(cells)}", metadata={"tags": tags} if tags else {}))
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def execute(notebook, engine: str | None, folder, parameters=None, **options):
    """Return the notebook that an engine has left, and the name of the error that papermill raised."""
    executed = folder / f"{engine}.ipynb"
    told = ""
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # ipykernel leaves the descriptors alone when it sees this
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    try:
        papermill.execute_notebook(
            notebook,
            executed,
            parameters,
            engine_name=engine,
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=100,
            cwd=folder,
            **options,
        )
    except PapermillExecutionError as error:
        told = f"{error.ename}: {error.evalue}"
    return nbformat.read(executed, as_version=4), told


def normalize(notebook) -> dict:
    """Return what two runs of a notebook have in common: no times, no numbers that are drawn by lot."""
    metadata = {key: value for key, value in notebook.metadata.items() if key not in ("papermill",)}
    cells = []
    for cell in notebook.cells:
        kept = {key: value for key, value in cell.items() if key not in ("id", "metadata", "outputs")}
        marked = {key: value for key, value in cell.metadata.items() if key not in ("papermill", "execution")}
        status = cell.metadata.get("papermill", {})
        outputs = []
        for output in cell.get("outputs", []):
            last = outputs[-1] if outputs else {}
            if (
                output.output_type == "stream" == last.get("output_type")
                and last["name"] == output.name
                and (cell.source in IN_ANY_PARTS or output.text == "\n")  # print() writes its line's end by itself
            ):
                last["text"] += output.text
            else:
                outputs.append(dict(output))
        kept |= {"metadata": marked, "status": [status.get("status"), status.get("exception")], "outputs": outputs}
        kept |= {"timed": sorted(cell.metadata.get("execution", {}))}
        cells.append(kept)
    widgets = metadata.pop("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    text = _blank({"cells": cells, "metadata": metadata})
    return json.loads(text) | {"widgets": sorted(_blank(each) for each in widgets.values())}


def _blank(value: object) -> str:
    """Return JSON without names that are drawn by lot and places in memory."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = re.sub(r"ipykernel_\d+/\d+\.py", "ipykernel/cell.py", text)
    text = re.sub(r"0x[0-9a-f]{8,}", "0x", text)
    return re.sub(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])", "id", text)


def compare(stock, forked) -> None:
    """Check that two executed notebooks are the same, cell by cell."""
    assert forked[1] == stock[1]
    ours, theirs = normalize(forked[0]), normalize(stock[0])
    assert len(ours["cells"]) == len(theirs["cells"])
    for cell, expected in zip(ours["cells"], theirs["cells"], strict=True):
        assert cell == expected
    assert ours == theirs


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """All cases in one notebook, executed by either engine."""
    folder = tmp_path_factory.mktemp("cases")
    return [execute(make_notebook(CASES), engine, folder) for engine in ENGINES]


@pytest.mark.parametrize("name", CASES)
def test_both_engines_give_the_same(name, both):
    start = 1 + sum(len(cells) for cells in list(CASES.values())[: list(CASES).index(name)])
    parts = []
    for executed, _ in both:
        part = nbformat.from_dict(executed | {"cells": executed.cells[start : start + len(CASES[name])]})
        part.metadata.pop("widgets", None)
        parts.append((part, ""))
    compare(*parts)


def test_both_engines_end_alike_and_keep_the_same_widgets(both):
    compare(*both)


@pytest.mark.parametrize("name", STOPPING)
def test_both_engines_stop_alike(name, tmp_path):
    notebook = make_notebook({name: CASES[name]}, stops=True)
    compare(*[execute(notebook, engine, tmp_path) for engine in ENGINES])


# An engine knows nothing of sheets and words: three notebooks of unlike making, each in one language, will do.
CHOSEN = {"report": "vi", "whatif": "en", "par_components": "vi"}
NOTEBOOKS = [(find_notebooks() / f"{name}.ipynb", lang) for name, lang in CHOSEN.items()]


@pytest.mark.parametrize(("path", "lang"), NOTEBOOKS, ids=lambda value: value if isinstance(value, str) else value.stem)
def test_both_engines_give_the_same_of_the_projects_notebooks(path, lang, tmp_path, monkeypatch):
    monkeypatch.setenv(ON_A_PAGE, "1")
    given = {"lang": lang} | ({"province": "48", "year": 2020} if "province" in read_parameters(path) else {})
    both = [execute(str(path), engine, tmp_path, given) for engine in ENGINES]
    assert [told for _, told in both] == ["", ""]
    compare(*both)
