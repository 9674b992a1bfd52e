"""How long a step of what-if takes, a way to a target, and all targets of all provinces.

Run it as ``python tests/bench/whatif.py``; it prints its section and writes it beside itself (``whatif.md``).
"""

import statistics
import time
from pathlib import Path

import govindex as gi
from govindex.figures.whatif.targets import solve_all

OUT = Path(__file__).with_suffix(".md")
ROUNDS = 40


def measure(step):
    """Return the milliseconds of every round of a step, a first one left out."""
    times = []
    for place in range(ROUNDS + 1):
        begun = time.process_time()
        step(place)
        times.append(1000 * (time.process_time() - begun))
    return times[1:]


def main():
    """Time each question for Hải Phòng 2021 and write the section."""
    tables = gi.load_tables()
    sheet = gi.open_whatif(gi.open_page("31", 2021, "vi"))
    begun = time.process_time()
    solved = solve_all(tables, "papi")
    every = time.process_time() - begun
    asked = {"province": "31", "year": 2021}
    steps = {
        "`gi.what_if`": lambda place: gi.what_if(tables, "papi", **asked, gains={"papi.8": place / 20}),
        "`gi.find_way`": lambda place: gi.find_way(tables, "papi", **asked, position=1 + place % 12),
        "a slider in Python, with its title": lambda place: (
            sheet.choose("gain_8", round(place / 10, 1)),
            sheet["curve"].title,
        ),
    }
    lines = []
    for name, step in steps.items():
        times = measure(step)
        slow = statistics.quantiles(times, n=20)[-1]
        lines.append(f"| {name} | {statistics.median(times):.1f} | {slow:.1f} |")
    text = (
        "## What if: a step, a target, all targets\n\n"
        "Hải Phòng 2021, PAPI, milliseconds of one core. The aim of a step is under 50.\n\n"
        "| step | median | 95th percentile |\n| --- | ---: | ---: |\n" + "\n".join(lines) + "\n\n"
        f"All {len(solved)} targets of PAPI, every province and year, at two paces each: {every:.1f} s of one core, "
        "once for both languages.\n"
    )
    OUT.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
