"""A small batch: its manifest, journal and pages damaged, and the batch itself killed at random moments.

After a kill every page is whole, none is left half, and the same command makes what a batch without a kill makes. A
page that was damaged is made again, whatever the manifest says; a damaged manifest costs pages, never an error.
"""

import contextlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from govindex.batch.command import Ways, print_plan
from govindex.batch.planned import plan_runs
from govindex.pages.manifest import JOURNAL, MANIFEST, OWN
from govindex.tables.load import load_tables

RUNS = """runs:
  - notebook: par_components
    parameters: {province: "31", year: [2018, 2021]}
    languages: [vi]
  - notebook: papi_dimensions
    parameters: {province: "48", year: 2021}
    languages: [en]
"""
WAYS = Ways(engine=None, workers=2, scheduler=None, fail_fast=False, force=False, shared_assets=False)
_DIFFERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.+Z]+")
JUNK = [
    "null",
    "[]",
    "{}",
    "3",
    '"x"',
    "[" * 5_000,
    "{" * 50,
    "",
    "\0\0",
    "nan",
    '{"govindex_manifest": 1, "runs": []}',
    "\ufeff{}",
]


def command(folder):
    """Return the command that makes the batch."""
    words = ["-c", "from govindex.cli import app; app()", "batch", str(folder / "runs.yml"), "--workers", "2"]
    words += ["--out", str(folder / "out")]
    return [sys.executable, *words]


def start(folder):
    """Start the batch, in a session of its own."""
    (folder / "runs.yml").write_text(RUNS, "utf-8")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    return subprocess.Popen(command(folder), **quiet)


def read_pages(folder):
    """Return the pages of a batch by their places, without the times and ids that differ from run to run."""
    out = folder / "out"
    pages = [path for path in sorted(out.rglob("*.html")) if OWN not in path.parts and path.name != "index.html"]
    return {path.relative_to(out).as_posix(): _DIFFERS.sub("", path.read_text("utf-8")) for path in pages}


def damage(out, rng):
    """Damage one file of a made batch; return what was done, and the page that must be made again, if one."""
    pages = sorted(path for path in out.rglob("*.html") if path.name != "index.html" and OWN not in path.parts)
    kind = rng.choice(["page", "manifest", "manifest entry", "journal", "letter"])
    if kind == "page":
        page = rng.choice(pages)
        way = rng.choice(["emptied", "cut", "replaced", "removed", "a folder", "a letter"])
        content = page.read_bytes()
        page.unlink()
        if way == "a folder":
            page.mkdir()
        elif way != "removed":
            letter = content[:99] + bytes([content[99] ^ 1]) + content[100:]
            ways = {
                "emptied": b"",
                "cut": content[: len(content) // 2],
                "replaced": b"<html></html>",
                "a letter": letter,
            }
            page.write_bytes(ways[way])
        return f"a page {way}", page.relative_to(out).with_suffix("").as_posix()
    path = out / OWN / JOURNAL if kind == "journal" else out / MANIFEST
    path.parent.mkdir(exist_ok=True)
    text = path.read_text("utf-8") if path.exists() else ""
    if kind == "manifest entry":
        content = json.loads(text)
        entry = content["runs"][rng.choice(sorted(content["runs"]))]
        entry[rng.choice(sorted(entry))] = json.loads(
            rng.choice(["null", "[]", "{}", "3", '"x"', "[[1]]", "-1", "1e999"])
        )
        text = json.dumps(content)
    elif kind == "letter" and text:
        place = rng.randrange(len(text))
        text = text[:place] + rng.choice('{}[]",:0\0') + text[place + 1 :]
    else:
        text = rng.choice(JUNK) if rng.random() < 0.7 else text + rng.choice(JUNK)
    path.write_text(text, "utf-8")
    return f"{kind}: {text[-80:]!r}", None


def run(tally, count, kills):
    """Make the batch once, damage copies of it, and kill others."""
    tables = load_tables()
    with tempfile.TemporaryDirectory() as place:
        reference = Path(place) / "reference"
        reference.mkdir()
        began = time.monotonic()
        process = start(reference)
        try:
            status = process.wait(timeout=300)
        except subprocess.TimeoutExpired:
            process.terminate()  # it ends what it has started
            tally.note("hang", "the batch itself", "no end within 300 s, so nothing could be tried")
            return
        if status != 0:
            tally.note("different", "the batch itself", "it ends with an error")
            return
        took = time.monotonic() - began
        tally.ends += took  # the seconds of a section are for its tries
        wanted = read_pages(reference)
        planned = plan_runs(tables, reference / "runs.yml")
        for number, rng in tally.tries(count):
            folder = Path(place) / "damaged"
            shutil.copytree(reference, folder)
            what, page = damage(folder / "out", rng)
            tally.attempt(
                f"try {number}: {what}",
                lambda folder=folder: list_waiting(tables, planned, folder / "out"),
                judge=lambda waiting, page=page: (
                    ("lost", f"{page} counts as made") if page and page not in waiting else ("told", "")
                ),
            )
            shutil.rmtree(folder)
        for number, rng in tally.tries(kills):
            folder = Path(place) / "killed"
            folder.mkdir()
            kill(tally, f"kill {number}", folder, rng, took, wanted=wanted)
            shutil.rmtree(folder, ignore_errors=True)


def list_waiting(tables, planned, out):
    """Return what a dry run says is to be made."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        print_plan(tables, planned, out, WAYS)
    return said.getvalue().splitlines()


def kill(tally, what, folder, rng, took, *, wanted):
    """Kill a batch once or twice, look at what stands there, and let it go on."""
    for _ in range(rng.choice([1, 1, 2])):
        process = start(folder)
        after = rng.uniform(0.2, took)
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            if rng.random() < 0.5:
                process.send_signal(signal.SIGKILL)  # its forge and children are to end by themselves
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        what += f", after {after:.1f} s"
        halves = [name for name, text in read_pages(folder).items() if not text.rstrip().endswith("</html>")]
        if halves:
            tally.note("lost", what, f"a page is half: {halves[0]}")
            return
    try:
        status = start(folder).wait(timeout=120)
    except subprocess.TimeoutExpired:
        tally.note("hang", what, "the batch that went on did not end within 120 s")
        return
    found = read_pages(folder)
    if status != 0 or found != wanted:
        differing = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
        tally.note("different", what, f"status {status}, pages that differ: {differing}")
    else:
        tally.note("same", what)
