"""The whole campaign, within ten minutes: ``make torture`` runs it and writes ``RESULTS.md``.

``python -m torture --seed 7 tables inputs`` runs some sections with another seed; the others stand as they were.
"""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from torture.tally import BAD, GOOD, Tally

HERE = Path(__file__).resolve().parent
# By section: what it tries, the function, its tries, and the seconds after which no further one begins.
SECTIONS = {
    "known": ("changes of the tables that each have a rule against them", "tables.run_known", (), 30),
    "tables": ("every table, one cell or its file spoilt", "tables.run", (2_000,), 120),
    "inputs": ("odd files given to the audit", "inputs.run", (500,), 50),
    "declarations": ("spoilt declarations of runs, odd choices", "declarations.run", (700,), 40),
    "batches": ("a batch's files damaged; batches killed at random moments", "batches.run", (400, 12), 140),
    "notebooks": ("hostile notebooks in both engines", "notebooks.run", (60,), 120),
    "papermill": ("papermill's usual cases in both engines", "notebooks.run_usual", (0,), 90),
}


INTRODUCTION = [
    "Written by `make torture`. *Refused*: one sentence that names the place. *Told*: read, what is wrong is named.",
    "*Same*: the fork engine, or the batch that went on, gave what papermill's engine or an unhurt batch gives.",
    "*Harmless*: accepted, for a reason below. The others are failures: a traceback, no answer in time, a refusal",
    "without its place, a change that slipped through, a silent loss, a difference that is named nowhere.",
]


def measure(name, seed):
    """Return the outcomes of one section."""
    _, function, counts, seconds = SECTIONS[name]
    module, _, called = function.partition(".")
    tally = Tally(name, seed, seconds)
    getattr(importlib.import_module(f"torture.{module}"), called)(tally, *counts)
    return {
        "counts": dict(tally.counts),
        "reasons": dict(sorted(tally.reasons.items(), key=lambda item: -item[1])),
        "failures": tally.failures,
        "seconds": round(time.monotonic() - tally.began),
        "seed": seed,
    }


def write_results(results):
    """Return the results as Markdown."""
    kinds = [*GOOD, *BAD]
    lines = [
        "# What became of it",
        "",
        *INTRODUCTION,
        "",
        f"| section | tries | {' | '.join(kinds)} | seconds | seed |",
        f"| --- | ---: | {' | '.join('---:' for _ in kinds)} | ---: | ---: |",
    ]
    totals = dict.fromkeys(kinds, 0)
    for name, result in results.items():
        found = [result["counts"].get(kind, 0) for kind in kinds]
        totals = {kind: totals[kind] + number for kind, number in zip(kinds, found, strict=True)}
        cells = [f"{name}: {SECTIONS[name][0]}", sum(found), *found, result["seconds"], result["seed"]]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines.append(f"| all | {sum(totals.values())} | {' | '.join(str(totals[kind]) for kind in kinds)} | | |")
    if missing := [name for name in SECTIONS if name not in results]:
        lines += ["", f"Not run here: {', '.join(missing)}."]
    lines += ["", "## Why what was accepted is harmless", ""]
    for name, result in results.items():
        lines += [f"- {name}: {reason} ({count})" for reason, count in result["reasons"].items()]
    lines += ["", "## Failures", ""]
    for name, result in results.items():
        for outcome, what, detail in result["failures"][:40]:
            lines.append(f"- {name}, {outcome}: {what[:300]}: {detail}".replace("\n", " "))
    if lines[-1] == "":
        lines.append("None.")
    return "\n".join(lines) + "\n"


def main(words=None):
    """Run the sections that are named, or all, and write what came of them; the status is 1 when one failed."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; all when none is named")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other inputs")
    asked = parser.parse_args(words)
    wrong = [name for name in asked.sections if name not in SECTIONS]
    if wrong:
        parser.error(f"there is no section {wrong[0]!r}: expected {', '.join(SECTIONS)}")
    kept = HERE / "results.json"
    results = json.loads(kept.read_text("utf-8")) if kept.exists() and asked.sections else {}
    chosen = asked.sections or list(SECTIONS)
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = measure(name, asked.seed)
    results = {name: results[name] for name in SECTIONS if name in results}
    kept.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (HERE / "RESULTS.md").write_text(write_results(results), "utf-8", newline="\n")
    print(HERE / "RESULTS.md")
    return any(results[name]["failures"] for name in chosen)


if __name__ == "__main__":
    sys.exit(main())
