"""How well the audit finds slips: one of each kind in turn, planted into clean tables of the panel.

Run it as ``python tests/bench/audit.py``; it prints its section and writes it beside itself (``audit.md``). Arguments
name kinds of slips; ``-v`` shows each that is missed. Nothing is left to chance.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from audit_slips import SLIPS, SLIPS_ALONE, SLIPS_PAR, Chooser, is_beyond_rounding, plant
from audit_tables import LAYOUTS, STYLES, Panel, print_papi, print_par

from govindex.audit.findings import audit_cells
from govindex.tables.load import load_tables

OUT = Path(__file__).with_suffix(".md")
WORDED = ("group", "direction")
HEAD = [
    "| slip | planted | found | located | repaired right | errors elsewhere | within rounding, not counted |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
]


def judge(findings, numbers, clean):
    """Return whether a slip was found, located and repaired right."""
    errors = [one for one in findings if one.severity == "error"]
    most = max(3, len(numbers))
    located = all(any(n in one.cells and len(one.cells) <= most for one in errors) for n in numbers)
    repaired = all(any(is_right(one, n, clean[n]) for one in errors) for n in numbers)
    return bool(errors), located, repaired


def is_right(finding, number, cell):
    """Return whether the repair named for a cell, alone or among equally good ones, is what was printed."""
    for repair in finding.repair:
        if repair.cell == number and not repair.unit:
            return repair.value == cell["word"] if cell["what"] in WORDED else abs(repair.value - cell["value"]) < 1e-9
    return False


def run(tables, reports):
    """Return the findings of each report, their cells as numbers within it, and the seconds of the processor."""
    rows, starts = [], []
    for number, cells in enumerate(reports):
        starts.append(len(rows))
        rows.extend({**cell, "report": str(number)} for cell in cells)
    table = pd.DataFrame(rows).astype({"decimals": "Int64", "year": "Int64"})
    begun = time.process_time()
    audit = audit_cells(tables, table)
    seconds = time.process_time() - begun
    found = [[] for _ in reports]
    report_of = table["report"].astype(int).tolist()
    for finding in audit.findings:
        number = report_of[finding.cells[0]]
        finding.cells = [place - starts[number] for place in finding.cells]
        for repair in finding.repair:
            repair.cell -= starts[number]
        found[number].append(finding)
    return found, seconds


def bench_clean(tables, panel, *, show):
    """Return the number of clean tables and a count of their cells and findings."""
    reports, names = [], []
    for number, (year, province) in enumerate(panel.list_tables()):
        for turn in range(2):
            style, layout = STYLES[(number + turn * 2 + number // 4) % 4], LAYOUTS[(number + turn) % 5]
            reports.append(print_papi(panel, year, province, style, layout))
            names.append((year, province, style, layout))
    found, _ = run(tables, reports)
    tally = Counter(cells=sum(map(len, reports)))
    for name, findings in zip(names, found, strict=True):
        tally.update(one.severity for one in findings)
        for one in findings:
            if one.severity == "error" and show:
                print("clean", name, one.kind, one.printed, one.expected)
    return len(reports), tally


def bench_slip(tables, panel, kind, tables_of, *, show):
    """Return how many slips of a kind were planted into the tables, found, located and repaired right."""
    tally, planted = Counter(), []
    for number, make in enumerate(tables_of):
        chooser = Chooser(number * 31 + (SLIPS + SLIPS_PAR).index(kind) + 1)
        clean = make(chooser)
        cells = [dict(cell) for cell in clean]
        numbers = plant(panel, kind, cells, chooser)
        beyond = [n for n in numbers if is_beyond_rounding(clean[n], cells[n])]
        if beyond:
            planted.append((clean, cells, beyond))
        else:
            tally["within"] += bool(numbers)
    found, _ = run(tables, [cells for _, cells, _ in planted])
    for (clean, cells, numbers), findings in zip(planted, found, strict=True):
        verdict = judge(findings, numbers, clean)
        tally["planted"] += 1
        tally.update(dict(zip(("found", "located", "repaired"), verdict, strict=True)))
        others = [one for one in findings if one.severity == "error" and not set(one.cells) & set(numbers)]
        tally["elsewhere"] += len(others)
        if show and not all(verdict):
            told = [tuple(clean[n][name] for name in ("component", "what", "printed")) for n in numbers]
            print(kind, clean[0]["year"], clean[0]["province"], verdict, told, [cells[n]["printed"] for n in numbers])
            for one in findings:
                print("   ", one.severity, one.kind, one.cells, one.printed, [repair.value for repair in one.repair])
    return tally


def make_papi(panel, layouts):
    """Return for each year and province what makes its table, style and layout chosen by a chooser."""

    def making(year, province):
        return lambda chooser: print_papi(panel, year, province, chooser.pick(STYLES), chooser.pick(layouts))

    return [making(*one) for one in panel.list_tables()]


def make_par(panel):
    """Return for each province what makes its table of PAR INDEX, forty times."""
    return [lambda chooser, one=one: print_par(panel, one) for one in panel.list_par() for _ in range(40)]


def bench_speed(tables, panel):
    """Return the seconds of the processor that 1,000 reports take, and their cells: 60 each where so many are."""
    reports = []
    for year, province in panel.list_tables() * 2:
        style = STYLES[len(reports) % 4]
        cells = print_papi(panel, year, province, style, "whole")
        if (year - 1, province, "papi") in panel.scores:
            cells = cells + print_papi(panel, year - 1, province, style, "whole")
        reports.append(cells[:60])
        if len(reports) == 1000:
            break
    _, seconds = run(tables, reports)
    return seconds, sum(map(len, reports))


def write_rows(results):
    """Return the table of some kinds of slips, all of them in its last row."""
    total = Counter()
    for tally in results.values():
        total.update(tally)
    lines = list(HEAD)
    for kind, tally in [*results.items(), ("all", total)]:
        shares = " | ".join(
            f"{100 * tally[what] / max(tally['planted'], 1):.1f} %" for what in ("found", "located", "repaired")
        )
        lines.append(f"| {kind} | {tally['planted']} | {shares} | {tally['elsewhere']} | {tally['within']} |")
    return lines


def write_section(clean, results, speed):
    """Return the section for the collected results."""
    count, tally = clean
    papi, alone, par = results
    return "\n".join(
        [
            "## Audit: planted slips",
            "",
            f"{count:,} clean tables of PAPI ({tally['cells']:,} cells; two and three decimals, rounded and cut): "
            f"{tally['error']} false errors, {100 * tally['error'] / tally['cells']:.3f} % of cells (aim: "
            f"under 0.1 %); {tally['rounding']:,} roundings and {tally['note']:,} notes.",
            "",
            f"1,000 reports of {speed[1] / 1000:.0f} cells: {speed[0]:.1f} s of one core (aim: under 30 s).",
            "",
            "A slip counts when it is larger than what its printed digits leave open. Found: an error is raised. "
            "Located: an error names the cell, among three at most. Repaired right: what is named is what stood there, "
            "to the last digit. Aims, with the panel: 99 %, 97 %, 95 %.",
            "",
            "With the panel:",
            "",
            *write_rows(papi),
            "",
            "PAPI with the panel hidden, by the report's own arithmetic alone (tables with changes and the year "
            "before). Short of the aims: a sum of eight rounded figures leaves four units open, so that smaller "
            "slips pass and larger ones are repaired to within them; what is printed nowhere else cannot be located:",
            "",
            *write_rows(alone),
            "",
            "PAR INDEX 2020 (maximum, score, lost, share) with its scores hidden:",
            "",
            *write_rows(par),
            "",
        ]
    )


def main():
    """Run the benchmark, print its section, and write it when every kind of slip was planted."""
    show = "-v" in sys.argv
    named = [one for one in sys.argv[1:] if one != "-v"]
    begun = time.perf_counter()
    tables = load_tables()
    panel = Panel(tables)
    hidden = tables._replace(scores=tables.scores[tables.scores["measure"] == "sipas"].reset_index(drop=True))
    plans = [
        (tables, SLIPS, make_papi(panel, LAYOUTS)),
        (hidden, SLIPS_ALONE, make_papi(panel, ["years", "whole"])),
        (hidden, SLIPS_PAR, make_par(panel)),
    ]
    clean = bench_clean(tables, panel, show=show)
    results = [
        {kind: bench_slip(held, panel, kind, made, show=show) for kind in kinds if not named or kind in named}
        for held, kinds, made in plans
    ]
    section = write_section(clean, results, bench_speed(tables, panel))
    print(section)
    print(f"{time.perf_counter() - begun:.0f} s in all", file=sys.stderr)
    if not named:
        OUT.write_text(section, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
