"""What an audit gives away: what a terminal obeys, what a spreadsheet computes, and files of strange names."""

import base64
import csv
import io
import json
import os
import re
import stat
from contextlib import chdir

from rich.console import Console
from typer.testing import CliRunner

from govindex.audit.audited import write_json
from govindex.cli import app
from govindex.errors import show_controls
from govindex.show import write_rows
from govindex.spreadsheets.writing import write_csv
from govindex.terminal import print_audit

CELLS = "report,measure,year,province,component,what,printed,unit\nmine,papi,2021,31,d3,score,413,points\n"
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
COMPUTED = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d.,]+(e[+-]?\d+)?%?")
NAMES = [
    "found.json", "tiếng Việt.json", "=1+1.json", "a\x1b[2Jb.json", "a\nb.json", "\x9bc.json", "-x.json", "--json",
    "-", " ", "", ".", "..", "../out.json", "a/b/c.json", "folder", "folder/", "folder/x.json", "cells.csv",
    "./cells.csv", "folder/../cells.csv", "linked.csv", "loop", "loop/x.json", "gone", "gone/x.json", "pipe", "pipe/x",
    "cells.csv/x.json", "a\0b.json", "\0/x.json", "x" * 300 + ".json", "y/" * 3_000 + "x.json", "\udcff.json",
    "$(id).json", "`id`", "*.json", "~/x.json", "nul", "a" * 250, ".hidden", "x.json\\", "/proc/none/x.json",
    "found.html",
]  # fmt: skip
INPUTS = [
    "cells.csv",
    "a\x1b[2Jb.csv",
    "=1+1.csv",
    "a\nb.csv",
    "tiếng Việt.csv",
    "\x9bc.csv",
    "[bold]x.csv",
    "[red].csv",
]


def find_leak(audited):
    """Return which text that an audit gives away a terminal or a spreadsheet would obey; nothing where none is."""
    told = io.StringIO()
    console = Console(file=told, width=140, highlight=False)
    print_audit(console, audited, "cells", "vi")
    for problem in audited.problems:
        console.print(show_controls(problem.say("en")), markup=False, soft_wrap=True)
    if found := OBEYED.search(told.getvalue()):
        return f"a terminal is given U+{ord(found[0]):04X}"
    json.loads(write_json(audited))
    rows = audited.rows.head(60)
    linked = re.search(r"base64,([\w+/=]+)", write_rows(rows, "cells", "en"))
    for text in (write_csv(rows), base64.b64decode(linked[1]).decode("utf-8-sig")):
        for cells in csv.reader(io.StringIO(text, newline="")):
            for cell in cells:
                if COMPUTED.match(cell) and not NUMBER.fullmatch(cell):
                    return f"a spreadsheet is given {cell[:40]!r}"
    return ""


def name_files(folder, number, rng):
    """Return what is tried, and a function that audits a file of some name into one of another, by the command."""
    source, option, name = rng.choice(INPUTS), rng.choice(["--json"] * 9 + ["--html"]), rng.choice(NAMES)

    def audit():
        inner = folder / "work"
        (inner / "folder").mkdir(parents=True)
        (inner / source).write_text(CELLS, "utf-8")
        (inner / "cells.csv").write_text(CELLS, "utf-8")
        (inner / "linked.csv").symlink_to("cells.csv")
        (inner / "loop").symlink_to("loop")
        (inner / "gone").symlink_to("folder/nowhere")
        os.mkfifo(inner / "pipe")
        before = list_files(folder)
        with chdir(inner):
            run = CliRunner().invoke(app, ["audit", f"./{source}", f"{option}={name}"])
        if run.exception is not None and not isinstance(run.exception, SystemExit):
            raise run.exception
        return run, os.path.normpath(inner / name), before, list_files(folder)

    return f"try {number}: {source!r} into {option} {name[:80]!r}", audit


def list_files(folder):
    """Return what lies in a folder, with what each is and holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = path.lstat().st_mode
        found[str(path)] = kind, path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    return found


def judge_names(result):
    """Return whether the file was written and named, or refused in a line, and nothing that was there is another."""
    run, asked, before, after = result
    changed = [path for path, what in before.items() if after.get(path) != what]
    if others := [path for path in changed if path != asked]:
        return "lost", f"another: {others[0]!r}"
    if asked in changed and not (stat.S_ISREG(before[asked][0]) or stat.S_ISLNK(before[asked][0])):
        return "lost", f"it is no longer what it was: {asked!r}"
    if found := OBEYED.search(run.output):
        return "slipped", f"a terminal is given U+{ord(found[0]):04X}"
    added = [path for path in after if path not in before]
    if run.exit_code == 2:
        if added:
            return "lost", f"refused, but left {added[0]!r}"
        return ("refused", "") if 0 < len(run.stderr.strip()) <= 20_000 else ("unplaced", run.stderr[:300])
    return ("told", "") if added or changed else ("lost", f"exit status {run.exit_code}, and no file")
