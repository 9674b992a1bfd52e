"""Hostile notebooks in both engines, and papermill's usual cases: the fork engine ends as papermill's own does."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

LIMIT = 60  # seconds for one notebook in one engine
CELL_LIMIT = 6  # seconds that papermill gives a cell
HOSTILE = {
    "leaves": "import os; os._exit(3)",
    "leaves with nothing": "import os; os._exit(0)",
    "is killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "is ended": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "is interrupted": "raise KeyboardInterrupt",
    "aborts": "import os; os.abort()",
    "reads nowhere": "import ctypes; ctypes.string_at(0)",
    "never ends": "while True: pass",
    "sleeps": "import time; time.sleep(600)",
    "sleeps and holds on": "import signal, time\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\ntime.sleep(99)",
    "goes too deep": "def deep(): return deep()\ndeep()",
    "prints much": "print('x' * 5_000_000)",
    "prints many lines": "for n in range(30_000): print(n)",
    "prints what a terminal obeys": "print('\\x1b[2J\\x1b]0;title\\x07\\x00')",
    "prints a page's end": "print('</script></html><script>alert(1)</script>')",
    "shows half a letter": "'\\ud800'",
    "an error of 5 MB": "raise ValueError('x' * 5_000_000)",
    "an error without a text": "class E(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise E",
    "an error that is its own cause": "e = ValueError('a')\ne.__cause__ = e\nraise e",
    "an error of a base": "class E(BaseException): pass\nraise E('base')",
    "closes its descriptors": "import os; os.closerange(3, 64)",
    "closes the standard output": "import sys; sys.stdout.close()\nprint('x')",
    "closes the descriptor of the output": "import os; os.close(1); print('x')",
    "replaces the standard output": "import sys, io; sys.stdout = io.StringIO(); print('x')",
    "leaves a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=[99]).start()",
    "leaves a quiet thread": "import threading as t, time\nt.Thread(target=time.sleep, args=[99], daemon=True).start()",
    "leaves a process": "import subprocess; subprocess.Popen(['sleep', '30'])",
    "forks": "import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()",
    "goes elsewhere": "import os; os.chdir('/'); print(os.getcwd())",
    "empties the environment": "import os; os.environ.clear(); print(len(os.environ))",
    "redefines what all use": "import builtins; builtins.print = None\nbuiltins.len = lambda x: 0",
    "spoils a module": "import json; json.dumps = None; json.loads = None",
    "spoils IPython": "get_ipython().run_cell = None\nget_ipython().display_pub = None",
    "empties its own names": "globals().clear()",
    "sets an alarm": "import signal; signal.alarm(1); import time; time.sleep(3)",
    "limits its memory": "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**28, 2**28)); x = bytearray(2**29)",
    "limits its files": "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (10, 10)); open('in.ipynb')",
    "an exit at the end": "import atexit, os; atexit.register(lambda: os._exit(7))",
    "a file left open": "f = open('left.txt', 'w'); f.write('kept')",
    "a display that fails": "class Odd:\n    def _repr_html_(self): raise RuntimeError('no')\nOdd()",
    "a display of odd kinds": "display({'text/plain': 'x', 'a/b': object()}, raw=True)",
    "a magic that is none": "%nope",
    "a shell that fails": "!exit 3",
    "a syntax error": "x = (",
    "a NUL": "x = '\\0'; print(repr(x))",
    "awaits for ever": "import asyncio; await asyncio.Event().wait()",
    "stops the loop": "import asyncio; asyncio.get_event_loop().stop()",
    "asks": "input('name')",
}  # fmt: skip
# Where the engines may differ, as the README says, and why.
NAMED = {
    "closes its descriptors": "a kernel loses its sockets by it; a child of the fork engine may outlive that",
    "closes the descriptor of the output": "what a kernel reads of the descriptor is gone",
    "spoils IPython": "the outputs of a kernel pass what was spoilt",
    "stops the loop": "a kernel lives by that loop, a child of the fork engine does not",
    "redefines what all use": "a kernel needs it to end a cell",
    "spoils a module": "a kernel needs it to tell of a cell",
    "limits its files": "a kernel needs more files than that",
    "limits its memory": "a kernel needs more memory than that",
    "an exit at the end": "papermill does not look at how a kernel ends",
    "leaves": "both tell that it died, in their own words",
}
# Runs each notebook that is named on its input, by one engine, and says how it ended.
SCRIPT = """
import sys, papermill
engine = None if sys.argv[1] == "papermill" else sys.argv[1]
for name in sys.stdin:
    source, target = name.strip().split("\\t")
    try:
        papermill.execute_notebook(source, target, engine_name=engine, kernel_name="python3", progress_bar=False,
                                   execution_timeout=int(sys.argv[2]), cwd=sys.argv[3])
    except BaseException as error:
        print("ENDED", type(error).__name__, flush=True)
    else:
        print("ENDED completed", flush=True)
"""


class Engine:
    """A process that runs one notebook after another by one engine, and is started anew when one takes it down."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.process = None

    def begin(self, source, target):
        """Have a notebook run."""
        if self.process is None or self.process.poll() is not None:
            words = [sys.executable, "-c", SCRIPT, self.name, str(CELL_LIMIT), str(self.folder)]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self.process = subprocess.Popen(words, **pipes, text=True, start_new_session=True)
        self.process.stdin.write(f"{source}\t{target}\n")
        self.process.stdin.flush()

    def end(self):
        """Return how it ended: completed, the name of the error, or ``hang``."""
        lines = []
        reader = threading.Thread(target=self._read, args=[lines], daemon=True)
        reader.start()
        reader.join(LIMIT)
        if not lines:
            self.close()
            return "hang"
        return lines[0]

    def _read(self, lines):
        for line in self.process.stdout:
            if found := re.match(r"ENDED (\w+)", line):
                lines.append(found[1])
                return
        lines.append(f"status {self.process.wait()}")

    def close(self):
        """End the process and what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def describe(path):
    """Return the kinds of outputs that a notebook holds, cell by cell; what is told beside them may differ."""
    if not path.exists():
        return None
    content = json.loads(path.read_text("utf-8"))
    cells = [cell for cell in content["cells"] if "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])]
    kinds = ([output["output_type"] for output in cell.get("outputs", [])] for cell in cells)
    return [sorted(set(each) - {"stream"}) for each in kinds]


def run(tally, count):
    """Run hostile notebooks by both engines at once, and compare how they end and what they show."""
    names = list(HOSTILE)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ends:
        engines = [Engine(name, folder) for name in ("govindex-fork", "papermill")]
        for engine in engines:
            ends.callback(engine.close)
        for number, _ in tally.tries(min(count, len(names))):
            name = names[number]
            source = Path(folder) / "in.ipynb"
            cells = ["print('before')", HOSTILE[name], "1 + 1"]
            notebook = new_notebook(
                cells=[new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)],
                metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            )
            write(notebook, source)
            targets = [Path(folder) / f"{number}-{engine.name}.ipynb" for engine in engines]
            for engine, target in zip(engines, targets, strict=True):
                engine.begin(source, target)
            fork, stock = ((engine.end(), describe(target)) for engine, target in zip(engines, targets, strict=True))
            tally.note(*compare(name, fork, stock))


def compare(name, fork, stock):
    """Return outcome, what and detail of a notebook that ended so by the fork engine, and so by papermill's own."""
    what = f"a notebook: {name}"
    if fork[0] == "hang":
        return "hang", what, f"fork engine: no end within {LIMIT} s (papermill's: {stock[0]})"
    if fork == stock:
        return "same", what, ""
    if name in NAMED:
        return "harmless", what, NAMED[name]
    if (fork[0] == "completed") == (stock[0] == "completed"):
        return "told", what, ""
    return "different", what, f"fork engine {fork}, papermill's {stock}"


def run_usual(tally, _count):
    """Run papermill's usual cases by both engines, as the tests of parity do, and count them."""
    tests = Path(__file__).resolve().parents[1] / "test_parity.py"
    quiet = ["-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    words = [sys.executable, "-m", "pytest", *quiet, "-k", "not projects_notebooks", str(tests)]
    left = max(30, tally.ends - tally.began)
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=left + 60, cwd=tests.parents[1], check=False
        )
    except subprocess.TimeoutExpired:
        tally.note("hang", "papermill's usual cases", f"no end within {left + 60:.0f} s")
        return
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    for _ in range(counts.get("passed", 0)):
        tally.note("same", "a usual case")
    for line in re.findall(r"^(?:FAILED|ERROR) (.*)", done.stdout, re.MULTILINE):
        tally.note("different", "a usual case", line[:300])
