"""How well the audit finds slips in tables that a foreign hand wrote, read back through the files they came in.

Run it as ``python tests/bench/audit.py``; it prints its section and writes it beside itself (``audit.md``). ``-v``
shows each wrong cell that is not found or not repaired, and each false alarm; kinds of slips may be named. What is by
chance is so by a seed, the same every time.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from audit_facts import Facts
from audit_files import KINDS as FILES
from audit_files import write_file
from audit_judge import judge, list_said
from audit_section import write_section
from audit_slips import KINDS, MANY, Table, plant, tell_too
from audit_writer import PAR_STYLE, STYLES, write_table

from govindex.audit.audited import audit_source
from govindex.tables.load import load_tables

OUT = Path(__file__).with_suffix(".md")
SEED = 20261124
CLEAN = 1200  # clean tables
EACH = 150  # tables with a slip of each kind
SEVERAL = (2, 3, 5)  # slips in one table
HIDDEN = (36, 12)  # provinces and years of PAPI and of PAR INDEX whose figures are hidden
TURNS = 3  # tables of each kind for one that is hidden
_FILE = 300  # reports in a file


class Planted:
    """A table with slips: its cells, the right texts of those that are wrong, and its number among the clean ones."""

    def __init__(self, clean, table, wrongs):
        self.clean, self.table = clean, table
        self.cells = [dict(cell) for cell in table.cells]
        self.rights = {}
        for kind, wrong in wrongs:
            for n, text in wrong.items():
                self.rights[self.cells[n]["cell"]] = (table.cells[n]["printed"], len(wrong), tell_too(kind, text))
                self.cells[n]["printed"] = text
                if text == table.cells[n]["printed"].rstrip("%"):
                    self.cells[n]["unit"] = ""  # who reads no sign writes none down


class Bench:
    """Writes tables into files and audits them; counts the seconds that this takes."""

    def __init__(self, folder, *, show=False):
        self.folder, self.show = folder, show
        self.seconds, self.reports, self.cells, self.unread = 0.0, 0, 0, 0

    def audit(self, tables, kinds, reports):
        """Return what is said of each report; `kinds` is the kind of file that each stands in."""
        said = {}
        for kind in FILES:
            numbers = [n for n, one in enumerate(kinds) if one == kind]
            for start in range(0, len(numbers), _FILE):
                rows = [{**cell, "report": f"r{n}"} for n in numbers[start : start + _FILE] for cell in reports[n]]
                path = write_file(rows, self.folder, "reports", kind)
                begun = time.process_time()
                audited = audit_source(tables, path)
                self.seconds += time.process_time() - begun
                self.reports += len(numbers[start : start + _FILE])
                self.cells += len(rows)
                told = [problem for problem in audited.problems if not problem.used]
                self.unread += len(told)
                if self.show:
                    print(*(problem.say("en") for problem in told), sep="\n", end="")
                said |= list_said(audited)
        return [said.get(f"r{n}", []) for n in range(len(reports))]

    def count_alarms(self, clean, said):
        """Return the count of what was said of clean tables."""
        alarms = Counter(tables=len(clean), cells=sum(len(one.cells) for one in clean))
        for table, told in zip(clean, said, strict=True):
            alarms.update(one.severity for one in told)
            alarms.update(f"{one.severity} {one.kind}" for one in told)
            alarms["alarmed"] += any(one.severity == "error" for one in told)
            if self.show:
                errors = [one for one in told if one.severity == "error"]
                print(*(f"clean {table.style} {table.year} {table.province} {one}\n" for one in errors), sep="", end="")
        return alarms

    def judge(self, kinds, planted, said, clean):
        """Return the count of what was said of tables with slips."""
        tally = Counter(tables=len(planted))
        for kind, one, told in zip(kinds, planted, said, strict=True):
            marks = not kind.startswith("numbers")
            verdict = judge(told, clean[one.clean], one.rights, marks=marks)
            tally.update(verdict)
            if self.show and not verdict["found"] == verdict["repaired"] == verdict["cells"]:
                wrong = {cell["cell"]: cell["printed"] for cell in one.cells if cell["cell"] in one.rights}
                print(one.table.style, one.table.year, one.table.province, kind, dict(verdict), wrong, one.rights)
                for finding in told:
                    print("   ", *finding)
        return tally


def choose_tables(facts, rng, count):
    """Return clean tables of all styles in turn, of provinces and years by chance."""
    papi, par = facts.list_papi(), facts.list_par()
    styles = [*STYLES, PAR_STYLE]
    tables = []
    for n in range(count):
        style = styles[n % len(styles)]
        year, province = rng.choice(par if style == PAR_STYLE else papi)
        tables.append(Table(facts, year, province, style, write_table(facts, year, province, style)))
    return tables


def plant_in(tables, kind, rng, most, *, slips=1):
    """Return up to `most` of the tables with slips: of one kind, or (`kind` is None) of any that spoil one cell."""
    order = list(enumerate(tables))
    rng.shuffle(order)
    single = [one for one in KINDS if one not in MANY]
    planted = []
    for number, table in order:
        wrongs, taken = [], set()
        for _ in range(20 * slips):
            one = kind or rng.choice(single)
            wrong = plant(one, table, rng, taken)
            if wrong:
                wrongs.append((one, wrong))
                taken.update(wrong)
            if len(wrongs) == slips:
                planted.append(Planted(number, table, wrongs))
                break
        if len(planted) == most:
            break
    return planted


def bench_known(bench, tables, facts, named):
    """Return the clean tables' count, and for each kind of slip and number of slips what the audit made of it."""
    clean = choose_tables(facts, random.Random(f"{SEED} clean"), CLEAN)
    files = [FILES[n // (len(STYLES) + 1) % len(FILES)] for n in range(len(clean))]
    said = bench.audit(tables, files, [one.cells for one in clean])
    alarms, results = bench.count_alarms(clean, said), {}
    plans = [*((kind, kind, 1) for kind in KINDS), *((f"{count} slips", None, count) for count in SEVERAL)]
    for name, kind, count in plans:
        if named and name not in named:
            continue
        if bench.show:
            print("##", name)
        planted = plant_in(clean, kind, random.Random(f"{SEED} {name}"), EACH, slips=count)
        kinds = [files[one.clean] for one in planted]
        results[name] = bench.judge(kinds, planted, bench.audit(tables, kinds, [one.cells for one in planted]), said)
    return alarms, results


def hide(tables, measure, year):
    """Return the tables without the figures of a measure in a year.

    Of all provinces: without those of one alone, the tables would say that it was not scored, and count one fewer.
    """
    return tables._replace(
        **{
            name: table[(table["year"] != year) | (table["measure"] != measure)].reset_index(drop=True)
            for name, table in (("scores", tables.scores), ("ranks", tables.ranks), ("national", tables.national))
        }
    )


def bench_hidden(bench, tables, facts, named):
    """Return the same with the figures of each table's measure and year hidden, and the counts by style of table."""
    rng = random.Random(f"{SEED} hidden")
    chosen = [(key, False) for key in rng.sample(facts.list_papi(), HIDDEN[0])]
    chosen += [(key, True) for key in rng.sample(facts.list_par(), HIDDEN[1])]
    alarms, results, styles = Counter(), {}, {}
    for (year, province), par in chosen:
        left = hide(tables, "par" if par else "papi", year)
        names = [PAR_STYLE] if par else list(STYLES)
        clean = [Table(facts, year, province, one, write_table(facts, year, province, one)) for one in names]
        planted, owners = [], []
        for name, kind, count in [*((one, one, 1) for one in KINDS), *((f"{n} slips", None, n) for n in SEVERAL)]:
            if not named or name in named:
                found = plant_in(clean, kind, rng, TURNS, slips=count)
                planted += found
                owners += [name] * len(found)
        kinds = [rng.choice(FILES) for _ in [*clean, *planted]]
        said = bench.audit(left, kinds, [one.cells for one in [*clean, *planted]])
        alarms.update(bench.count_alarms(clean, said[: len(clean)]))
        for owner, kind, one, told in zip(owners, kinds[len(clean) :], planted, said[len(clean) :], strict=True):
            if bench.show:
                print("## hidden,", owner)
            tally = bench.judge([kind], [one], [told], said)
            results.setdefault(owner, Counter()).update(tally)
            if owner in KINDS:
                styles.setdefault(one.table.style, Counter()).update(tally)
    order = [name for name in [*KINDS, *(f"{n} slips" for n in SEVERAL)] if name in results]
    return alarms, {name: results[name] for name in order}, styles


def main():
    """Run the benchmark, print its section, and write it when every kind of slip was planted."""
    named = [one for one in sys.argv[1:] if one != "-v"]
    begun = time.perf_counter()
    tables, facts = load_tables(), Facts()
    with tempfile.TemporaryDirectory(prefix="govindex-") as folder:
        bench = Bench(Path(folder), show="-v" in sys.argv)
        known = bench_known(bench, tables, facts, named)
        speed = bench.seconds, bench.reports, bench.cells
        hidden = bench_hidden(bench, tables, facts, named)
    section = write_section(known, hidden, speed, bench.unread)
    print(section)
    print(f"{time.perf_counter() - begun:.0f} s in all", file=sys.stderr)
    if not named:
        OUT.write_text(section, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
