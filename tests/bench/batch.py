"""How many notebooks a minute, what the whole panel takes, and what a call costs when nothing has changed.

Run it as ``python tests/bench/batch.py``; it prints its section and writes it beside itself (``batch.md``). With
``--quick`` only a few pages are made and nothing is written.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch_ways import BIN, WORKERS, bench_ways
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from browser.chromium import FLAGS, Seen, find_chromium  # noqa: E402

from govindex.tables.places import find_data  # noqa: E402

OUT = Path(__file__).with_suffix(".md")
QUICK = "--quick" in sys.argv
SAMPLE = 20  # pages that are opened
MINUTES = 2  # the aim for the whole panel
DRAWN = "() => [...document.querySelectorAll('.gi-part')].every((part) => part.dataset.asked === part.dataset.drawn)"
REPORT = ("report", "par_components", "sipas_criteria", "papi_dimensions", "all_provinces")
BATCH = [BIN / "govindex", "batch", "--only", "papi_dimensions", "--lang", "vi", "-w", str(WORKERS)]
BATCH += ["--year", "2012"] if QUICK else []


def weigh(process: int) -> float:
    """Return the memory in MiB of a process and all it has started, what they share counted once."""
    total, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        try:
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            told = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) for line in told if line.startswith("Pss:"))
    return total / 1024


def run_batch(out: Path, *words: str, **environment: str) -> tuple[float, list[tuple[int, float]], str]:
    """Return seconds, memory over time as (pages, MiB), and what the command printed."""
    begun = time.perf_counter()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    process = subprocess.Popen([*BATCH, "-o", out, *words], env={**os.environ, **environment}, **streams)
    memory = []
    journal = out / ".batch" / "journal.jsonl"
    while process.poll() is None:
        pages = journal.read_bytes().count(b"\n") if journal.exists() else 0
        memory.append((pages, weigh(process.pid)))
        time.sleep(1)  # what is asked of the system here is time that the batch has not
    return time.perf_counter() - begun, memory, process.communicate()[0]


def change(folder: Path, name: str, start: str) -> Path:
    """Return a copy of the tables in which the first row of a file that begins so has another score."""
    data = Path(shutil.copytree(find_data(), folder / f"data-{name}"))
    path = data / "scores" / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if line.startswith(start))
    cells = lines[place].split(",")
    cells[4:6] = f"{float(cells[4]) + 0.01:g}", "suspect"  # so that it need not be the sum of its parts
    lines[place] = ",".join(cells)
    path.write_text("".join(lines), "utf-8")
    return data


def open_sample(pages: list[Path]) -> str:
    """Return one sentence on a sample of pages, opened without a network."""
    drawn = quiet = 0
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for path in random.Random(SAMPLE).sample(pages, min(SAMPLE, len(pages))):
            seen = Seen(browser, path)
            seen.page.wait_for_function(DRAWN)
            charts = seen.page.locator(".gi-panel-chart").filter(visible=True)
            drawn += charts.count() > 0 and charts.locator("svg.marks").count() == charts.count()
            quiet += not seen.complaints and not seen.violations and seen.requests == [seen.url]
            seen.context.close()
        browser.close()
    return (
        f"{SAMPLE} of them opened without a network: {drawn} with every chart drawn, {quiet} without request or error."
    )


def bench_panel(folder: Path) -> list[str]:
    """Return the lines on all scored province-years of PAPI."""
    out = folder / "out"
    seconds, memory, _ = run_batch(out)
    pages = sorted(out.rglob("papi_dimensions.html"))
    count = len(pages)

    def weigh_around(low: float, high: float) -> float:
        return statistics.median([each for done, each in memory if low * count <= done <= high * count] or [0])

    early, late = weigh_around(0.1, 0.25), weigh_around(0.85, 1)
    again, _, _ = run_batch(out)
    told, changed = {}, {name: str(change(folder, name, f"{name},2021,31,")) for name in ("papi", "sipas")}
    for name, data in changed.items():
        took, _, printed = run_batch(out, "--dry-run", GOVINDEX_DATA=data)
        told[name] = f"{len(printed.split())} of the {count} to make anew, told in {took:.1f} s"
    anew, _, _ = run_batch(out, GOVINDEX_DATA=changed["papi"])
    size = sum(path.stat().st_size for path in pages) / 2**20
    peak = max(each for _, each in memory)
    return [
        f"All {count} scored province-years of papi_dimensions with HTML, in Vietnamese, {WORKERS} workers: "
        f"**{seconds / 60:.1f} minutes**, {count / seconds * 60:.0f} pages a minute (aim: under {MINUTES} minutes), "
        f"{size:.0f} MiB of pages{', missed' if seconds >= 60 * MINUTES else ''}.",
        "",
        f"Memory of the whole tree of processes, what they share counted once: at most {peak:.0f} MiB (aim: under "
        f"800); median over pages {0.1 * count:.0f} to {0.25 * count:.0f} {early:.0f} MiB, over the last 15 % "
        f"{late:.0f} MiB.",
        "",
        open_sample(pages),
        "",
        f"A second call with nothing changed: **{again:.1f} s** (aim: under 3). One score of SIPAS changed: "
        f"{told['sipas']}. One score of PAPI changed: {told['papi']}, since each of these pages carries the whole "
        f"panel; made anew, books included, in **{anew / 60:.1f} minutes** (aim: under {MINUTES}).",
        "",
    ]


def bench_report(folder: Path, rounds: int) -> list[str]:
    """Return the lines on the pages of one province and year, and on those beside shared files."""
    asked = [word for name in REPORT for word in ("--notebook", name)]
    command = [BIN / "govindex", "report", "--province", "31", "--year", "2021", *asked, "--out", folder / "report"]
    seconds = time_command(command, rounds)
    weights = sorted(path.stat().st_size / 1e6 for path in (folder / "report").rglob("*.html"))
    shared = folder / "shared"
    own = [BIN / "govindex", "batch", "--province", "31", "--year", "2021", "--lang", "vi", "--assets", "shared"]
    subprocess.run([*own, "--out", shared], check=True, capture_output=True)
    beside = {path.stem: path.stat().st_size / 1e3 for path in (shared / "31").rglob("*.html")}
    largest = max(beside, key=beside.get)
    return [
        f"`govindex report` of {len(REPORT)} pages, from the command to the index: "
        f"**{statistics.median(seconds):.1f} s** ({seconds[0]:.1f}–{seconds[-1]:.1f}; aim: under 6), the largest page "
        f"{weights[-1]:.2f} MB. With `--assets shared` the largest of {len(beside)} pages is {largest} with "
        f"{beside[largest]:.0f} kB, papi_dimensions has {beside['papi_dimensions']:.0f} (aim: under 100).",
        "",
    ]


def time_command(command: list, rounds: int) -> list[float]:
    """Return the seconds that a command takes, shortest first."""
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)


def bench_start(rounds: int) -> list[str]:
    """Return the lines on how long it takes to begin."""
    shown = time_command([BIN / "govindex", "--help"], rounds)
    alone, both = (
        statistics.median(time_command([sys.executable, "-c", f"import pandas, altair{last}"], rounds))
        for last in ("", ", govindex")
    )
    return [
        f"`govindex --help`: {statistics.median(shown):.2f} s ({shown[0]:.2f}–{shown[-1]:.2f}; aim: under 0.3). "
        f"`import pandas, altair`: {alone:.2f} s; with `govindex`: {both:.2f} s ({(both / alone - 1) * 100:+.0f} %; "
        "aim: within 10 %).",
        "",
    ]


def main() -> None:
    """Run the benchmark, print its section and write it."""
    load = f"{os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as name:
        lines = ["## Batch", "", f"Load of the machine when it began: {load}.", ""]
        lines += bench_start(3 if QUICK else 9)
        lines += bench_report(Path(name), 1 if QUICK else 5)
        lines += bench_panel(Path(name))
        lines += bench_ways(Path(name), *((1, 2) if QUICK else (3, 3)))
    section = "\n".join(lines).rstrip() + "\n"
    print(section)
    if not QUICK:
        OUT.write_text(section, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
