"""How well the audit finds slips: one of each kind in turn, planted into clean tables of the panel.

Every table is printed as a provincial report prints PAPI (scores of a year and often of the year before, changes,
groups, ranks), with two or three decimals, rounded or cut. Run it as ``python tests/bench/audit.py``; it writes its
section beside itself (``audit.md``). Nothing is left to chance: the order of the panel and a counter choose.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
from govindex.audit.findings import audit_cells
from govindex.load import load_tables
from govindex.ranks import group_scores

OUT = Path(__file__).with_suffix(".md")
STYLES = [(2, "rounded"), (3, "rounded"), (2, "cut"), (3, "cut")]
LAYOUTS = ["scores", "changes", "years", "ranks", "whole"]
SLIPS = [
    "digit lost", "digit doubled", "digit misread", "digits swapped", "comma lost", "sign", "neighbour's cell",
    "last year's value", "shifted column", "per cent for points", "wrong group", "wrong rank base",
    "last year's rank", "wrong direction", "wrong count",
]  # fmt: skip
AIMS = {"found": 0.99, "located": 0.97, "repaired": 0.95}
BIT = 2654435761  # Knuth's multiplier: spreads a counter


class Panel:
    """The panel's figures by year, province and component."""

    def __init__(self, tables):
        papi = tables.scores[(tables.scores["measure"] == "papi") & (tables.scores["component"].str.count(r"\.") < 2)]
        self.scores = papi.set_index(["year", "province", "component"])["score"].to_dict()
        self.places = {}
        for component, year in sorted(set(zip(papi["component"], papi["year"], strict=True))):
            for row in group_scores(tables, component, year=year).itertuples():
                self.places[year, row.province, component] = (row.rank, row.scored, row.group)

    def tables(self):
        """Return every province-year with a total."""
        return sorted((year, province) for year, province, component in self.scores if component == "papi")

    def components(self, year, province):
        names = ["papi", *(f"papi.{number}" for number in range(1, 9))]
        return [name for name in names if (year, province, name) in self.scores]


def shorten(value, decimals, how):
    """Return a figure as it is printed: rounded or cut."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP if how == "rounded" else ROUND_DOWN)


def write(value, *, sign=False):
    """Return a figure as text with a comma."""
    text = str(value).replace(".", ",")
    return f"+{text}" if sign and value > 0 else text


def print_table(panel, year, province, style, layout):
    """Return the cells of a clean table: one dict per cell."""
    decimals, how = style
    cells = []

    def put(component, what, printed, value, digits=0, word="", year=year, unit="points"):
        cells.append(
            {"report": "", "measure": "papi", "year": year, "province": province, "component": component, "what": what,
             "printed": printed, "unit": unit, "table": "papi", "row": component, "note": "", "cell": "", "line": 0,
             "value": float(value), "decimals": digits, "word": word, "extra": None}
        )  # fmt: skip

    components = panel.components(year, province)
    before = {one: panel.scores.get((year - 1, province, one)) for one in components}
    comparable = None not in before.values() and len(panel.components(year - 1, province)) == len(components)
    for component in components:
        score = shorten(panel.scores[year, province, component], decimals, how)
        put(component, "score", write(score), score, decimals)
        if layout in ("years", "whole") and comparable:
            old = shorten(before[component], decimals, how)
            put(component, "score", write(old), old, decimals, year=year - 1)
        if layout in ("changes", "years", "whole") and comparable:
            if layout == "years":
                change = score - old
            else:
                change = shorten(panel.scores[year, province, component] - before[component], decimals, how)
            put(component, "change", write(change, sign=True), change, decimals)
            if layout == "whole" and change:
                word = "up" if change > 0 else "down"
                put(component, "direction", {"up": "tăng", "down": "giảm"}[word], float("nan"), word=word, unit="words")
        rank, scored, group = panel.places[year, province, component]
        if layout in ("changes", "ranks", "whole"):
            put(component, "group", ["Cao nhất", "Trung bình cao", "Trung bình thấp", "Thấp nhất"][group - 1],
                float("nan"), word=str(group), unit="group")  # fmt: skip
        if layout in ("ranks", "whole"):
            put(component, "rank", f"{rank}/{scored}", rank, unit="rank")
            put(component, "rank_of", f"{rank}/{scored}", scored, unit="provinces")
    if layout == "whole" and comparable:
        moves = [panel.scores[year, province, one] - before[one] for one in components[1:]]
        for what, count in (("count_up", sum(m > 0 for m in moves)), ("count_down", sum(m < 0 for m in moves))):
            put("papi", what, f"{count:02d}", count, unit="components")
    return cells


class Chooser:
    """Chooses as if by chance, the same every time."""

    def __init__(self, seed):
        self.state = seed * BIT % 2**32 or 1

    def pick(self, things):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return things[(self.state >> 8) % len(things)]


def set_number(cell, printed):
    """Let a cell print another number."""
    text = printed.lstrip("+")
    cell["printed"], cell["value"] = printed, float(text.replace(",", "."))
    cell["decimals"] = len(text.partition(",")[2])


def plant(panel, slip, cells, chooser):  # noqa: PLR0911, PLR0912, a case a kind of slip
    """Plant a slip and return the numbers of its cells, or None where the table has no place for it."""
    of = {what: [n for n, cell in enumerate(cells) if cell["what"] == what] for what in {cell["what"] for cell in cells}}
    year = cells[0]["year"]
    province = cells[0]["province"]
    numeric = of["score"] + of.get("change", [])
    if slip in ("digit lost", "digit doubled", "digit misread", "digits swapped", "comma lost"):
        number = chooser.pick(numeric)
        printed = _spoil(slip, cells[number]["printed"], chooser)
        if printed is None:
            return None
        set_number(cells[number], printed)
        return [number]
    if slip == "sign" and "change" in of:
        number = chooser.pick([n for n in of["change"] if cells[n]["value"]] or of["change"])
        text = cells[number]["printed"]
        set_number(cells[number], text[1:] if text.startswith("-") and chooser.pick((0, 1)) else
                   "+" + text[1:] if text.startswith("-") else "-" + text.lstrip("+"))  # fmt: skip
        return [number]
    if slip == "neighbour's cell":
        what = chooser.pick([one for one in ("score", "change") if one in of])
        rows = [n for n in of[what] if cells[n]["year"] == year and cells[n]["component"] != "papi"]
        place = chooser.pick(range(len(rows) - 1))
        from_, to = rows[place], rows[place + 1]
        if chooser.pick((0, 1)):
            from_, to = to, from_
        set_number(cells[to], cells[from_]["printed"])
        return [to]
    if slip == "last year's value":
        rows = [n for n in of["score"] if cells[n]["year"] == year]
        number = chooser.pick(rows)
        old = panel.scores.get((year - 1, province, cells[number]["component"]))
        if old is None:
            return None
        digits = cells[number]["decimals"]
        set_number(cells[number], write(shorten(old, digits, "rounded")))
        return [number]
    if slip == "shifted column":
        what = chooser.pick([one for one in ("score", "change") if one in of])
        rows = [n for n in of[what] if cells[n]["year"] == year and cells[n]["component"] != "papi"]
        length = chooser.pick(range(2, len(rows)))
        start = chooser.pick(range(len(rows) - length))
        texts = [cells[n]["printed"] for n in rows]
        up = chooser.pick((0, 1))
        moved = [(start + k, start + k + 1) if up else (start + k + 1, start + k) for k in range(length)]
        for to, from_ in moved:
            set_number(cells[rows[to]], texts[from_])
        return [rows[to] for to, _ in moved]
    if slip == "per cent for points" and "change" in of:
        number = chooser.pick(of["change"])
        component = cells[number]["component"]
        now, old = (panel.scores[when, province, component] for when in (year, year - 1))
        set_number(cells[number], write(shorten(100 * (now / old - 1), 2, "rounded"), sign=True))
        return [number]
    if slip == "wrong group" and "group" in of:
        number = chooser.pick(of["group"])
        others = [group for group in "1234" if group != cells[number]["word"]]
        word = chooser.pick(others)
        cells[number]["word"] = word
        cells[number]["printed"] = ["Cao nhất", "Trung bình cao", "Trung bình thấp", "Thấp nhất"][int(word) - 1]
        return [number]
    if slip == "wrong rank base" and "rank" in of:
        rows = [n for n in of["rank"] if cells[n + 1]["value"] < 63 and cells[n]["value"] > 1]
        if not rows:
            return None
        number = chooser.pick(rows)
        rank, scored = cells[number]["value"], cells[number + 1]["value"]
        cells[number]["value"] = rank + 63 - scored
        cells[number]["printed"] = cells[number + 1]["printed"] = f"{rank + 63 - scored:.0f}/{scored:.0f}"
        return [number]
    if slip == "last year's rank" and "rank" in of:
        number = chooser.pick(of["rank"])
        old = panel.places.get((year - 1, province, cells[number]["component"]))
        if old is None or old[0] == cells[number]["value"] or old[0] > cells[number + 1]["value"]:
            return None
        cells[number]["value"] = float(old[0])
        cells[number]["printed"] = cells[number + 1]["printed"] = f"{old[0]}/{cells[number + 1]['value']:.0f}"
        return [number]
    if slip == "wrong direction" and "direction" in of:
        number = chooser.pick(of["direction"])
        up = cells[number]["word"] == "down"
        cells[number]["word"], cells[number]["printed"] = ("up", "tăng") if up else ("down", "giảm")
        return [number]
    if slip == "wrong count" and "count_up" in of:
        number = of[chooser.pick(("count_up", "count_down"))][0]
        value = cells[number]["value"]
        cells[number]["value"] = value + 1 if not value or chooser.pick((0, 1)) else value - 1
        cells[number]["printed"] = f"{cells[number]['value']:02.0f}"
        return [number]
    return None


def _spoil(slip, printed, chooser):
    sign = printed[0] if printed[0] in "+-" else ""
    text = printed[len(sign):]
    digits = [n for n, letter in enumerate(text) if letter.isdigit()]
    at = chooser.pick(digits)
    if slip == "digit lost":
        text = text[:at] + text[at + 1 :]
        text = "0" + text if text.startswith(",") and chooser.pick((0, 1)) else text.lstrip(",")
        text = text.rstrip(",")
    elif slip == "digit doubled":
        text = text[:at] + text[at] + text[at:]
    elif slip == "digit misread":
        text = text[:at] + chooser.pick([one for one in "0123456789" if one != text[at]]) + text[at + 1 :]
    elif slip == "digits swapped":
        pairs = [(a, b) for a, b in zip(digits, digits[1:], strict=False) if text[a] != text[b]]
        if not pairs:
            return None
        a, b = chooser.pick(pairs)
        letters = list(text)
        letters[a], letters[b] = letters[b], letters[a]
        text = "".join(letters)
    else:
        text = text.replace(",", "")
    return sign + text if text else None


def is_beyond_rounding(clean, planted):
    """Return whether a slip is larger than what the printed digits leave open.

    One unit of the last decimal for a score, which may be rounded or cut; two for the difference of two; nine halves for
    a total, which may be the sum of eight rounded parts.
    """
    if clean["what"] in ("score", "change"):
        unit = max(10.0 ** -clean["decimals"], 10.0 ** -planted["decimals"])
        units = 2 if clean["what"] == "change" else 4.5 if clean["component"] == "papi" else 1
        return abs(clean["value"] - planted["value"]) > units * unit + 1e-9
    return (clean["value"], clean["word"]) != (planted["value"], planted["word"])


def judge(findings, numbers, clean):
    """Return whether a slip was found, located and repaired right."""
    errors = [one for one in findings if one.severity == "error"]
    located = all(any(n in one.cells and len(one.cells) <= max(3, len(numbers)) for one in errors) for n in numbers)
    repaired = all(any(_is_right(one, n, clean[n]) for one in errors) for n in numbers)
    return bool(errors), located, repaired


def _is_right(finding, number, cell):
    """Return whether the repair that is named first for a cell, or one told as equally good, is what was printed."""
    for repair in finding.repair:
        if repair.cell != number or repair.unit:
            continue
        if cell["what"] in ("group", "direction"):
            return repair.value == cell["word"]
        if abs(abs(repair.value) - abs(cell["value"])) < 1e-9:
            return repair.value == cell["value"] or not cell["printed"].startswith(("+", "-"))
    return False


def run(tables, reports):
    """Return the findings of each report, their cells as numbers within the report, and the seconds of the processor."""
    rows = []
    starts = []
    for number, cells in enumerate(reports):
        starts.append(len(rows))
        rows.extend({**cell, "report": str(number)} for cell in cells)
    table = pd.DataFrame(rows)
    table["decimals"] = table["decimals"].astype("Int64")
    table["year"] = table["year"].astype("Int64")
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


def bench_clean(tables, panel, show):
    """Return cells, errors, notes and seconds of clean tables."""
    reports, names = [], []
    for number, (year, province) in enumerate(panel.tables()):
        for turn in range(2):
            style, layout = STYLES[(number + turn * 2 + number // 4) % 4], LAYOUTS[(number + turn) % 5]
            reports.append(print_table(panel, year, province, style, layout))
            names.append((year, province, style, layout))
    found, seconds = run(tables, reports)
    tally = Counter()
    for name, cells, findings in zip(names, reports, found, strict=True):
        tally["cells"] += len(cells)
        tally.update(one.severity for one in findings)
        for one in findings:
            if one.severity == "error" and show:
                print("CLEAN", name, one.kind, [cells[n]["component"] + "/" + cells[n]["what"] for n in one.cells], one.printed, one.expected)
    return len(reports), tally, seconds


def bench_slips(tables, panel, show, kinds):
    """Return for each kind of slip how many were planted, found, located, repaired right."""
    every = panel.tables()
    results = {}
    for kind in kinds:
        tally, reports, planted, cleans, names = Counter(), [], [], [], []
        for number, (year, province) in enumerate(every[SLIPS.index(kind) % 2 :: 1]):
            chooser = Chooser(number * 31 + SLIPS.index(kind) + 1)
            style, layout = chooser.pick(STYLES), chooser.pick(LAYOUTS)
            clean = print_table(panel, year, province, style, layout)
            cells = [dict(cell) for cell in clean]
            numbers = plant(panel, kind, cells, chooser)
            if numbers is None:
                continue
            beyond = [n for n in numbers if is_beyond_rounding(clean[n], cells[n])]
            if not beyond:
                tally["within"] += 1
                continue
            reports.append(cells)
            planted.append(beyond)
            cleans.append(clean)
            names.append((year, province, style, layout))
        found, _ = run(tables, reports)
        for name, cells, numbers, clean, findings in zip(names, reports, planted, cleans, found, strict=True):
            verdict = judge(findings, numbers, clean)
            tally["planted"] += 1
            tally.update(dict(zip(("found", "located", "repaired"), verdict, strict=True)))
            tally["elsewhere"] += sum(
                one.severity == "error" and not set(one.cells) & set(numbers) for one in findings
            )
            if show and not all(verdict):
                told = [(clean[n]["component"], clean[n]["what"], clean[n]["printed"], cells[n]["printed"]) for n in numbers]
                print(kind, name, verdict, told, [(f.severity, f.kind, f.cells, f.printed, [(r.option, r.cell, r.value) for r in f.repair]) for f in findings if f.severity == "error" or set(f.cells) & set(numbers)])
        results[kind] = tally
    return results


def bench_speed(tables, panel):
    """Return the seconds of the processor that 1,000 reports of 60 cells take, and how many cells they have."""
    reports = []
    for year, province in panel.tables() * 2:
        cells = print_table(panel, year, province, STYLES[len(reports) % 4], "whole")
        for other in ("whole", "years"):
            if len(cells) < 60 and year > 2012:
                more = print_table(panel, year - 1, province, STYLES[len(reports) % 4], other) if (year - 1, province, "papi") in panel.scores else []
                cells = cells + more
        reports.append(cells[:60])
        if len(reports) == 1000:
            break
    _, seconds = run(tables, reports)
    return seconds, sum(map(len, reports))


def write_section(clean, slips, speed):
    """Return the section for the collected results."""
    count, tally, _ = clean
    share = 100 * tally["error"] / tally["cells"]
    lines = [
        "## Audit: planted slips", "",
        f"{count:,} clean tables of PAPI ({tally['cells']:,} cells; two and three decimals, rounded and cut): "
        f"{tally['error']} false errors ({share:.3f} % of cells; aim: under 0.1 %), {tally['rounding']:,} roundings, {tally['note']:,} notes.",
        f"1,000 reports ({speed[1]:,} cells): {speed[0]:.1f} s of one core (aim: under 30 s).", "",
        "A slip counts when it is larger than its printed digits leave open. Found: an error is raised. Located: an error names the "
        "cell, among three at most. Repaired: the repair named is what stood there, to the last digit.", "",
        "| slip | planted | found | located | repaired right | errors elsewhere | within rounding, not counted |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    total = Counter()
    for kind, one in [*slips.items(), ("all", None)]:
        one = total if one is None else one  # noqa: PLW2901
        if one is not total:
            total.update(one)
        n = one["planted"] or 1
        parts = " | ".join(f"{100 * one[what] / n:.1f} %" for what in ("found", "located", "repaired"))
        lines.append(f"| {kind} | {one['planted']} | {parts} | {one['elsewhere']} | {one['within']} |")
    return "\n".join([*lines, ""])


def main():
    """Run the benchmark, print its section and write it; arguments name kinds of slips, ``-v`` shows what is missed."""
    show = "-v" in sys.argv
    kinds = [one for one in sys.argv[1:] if one != "-v"] or SLIPS
    begun = time.perf_counter()
    tables = load_tables()
    panel = Panel(tables)
    clean = bench_clean(tables, panel, show)
    slips = bench_slips(tables, panel, show, kinds)
    speed = bench_speed(tables, panel)
    section = write_section(clean, slips, speed)
    print(section)
    print(f"{time.perf_counter() - begun:.0f} s in all", file=sys.stderr)
    if kinds == SLIPS:
        OUT.write_text(section, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
