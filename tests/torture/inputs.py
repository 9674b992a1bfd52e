"""Files that somebody might give to the audit: odd figures, words, encodings, workbooks, formulas, what is no table.

What is told of each is looked at too: no terminal obeys it, no spreadsheet computes it.
"""

import csv
import io
import tempfile
from pathlib import Path

import openpyxl

from govindex.audit.audited import audit_source
from govindex.tables.load import load_tables
from govindex.tables.places import find_data
from torture.outputs import find_leak, judge_names, name_files

COLUMNS = ["report", "measure", "year", "province", "component", "what", "printed", "unit"]
PRINTED = [
    "", " ", "91,8", "91.8", "91,8 %", "1.234,5", "1,234.5", "-0", "+3", "−3", "tăng 3,2", "giảm 06 bậc", "12/63",
    "1/0", "99/5",
    "1e309", "٣", "１２", "½", "=1+1", "=HYPERLINK(\"x\")", "#DIV/0!", "nan", "None", "\x1b[2J", "\u202e12", "\0",
    "9" * 400, "9" * 30_000, f"5{' ' * 30_000}to",
    "cao nhất", "nhóm 5", "T13/2021", "31/02/2021", "5 trong 8", "x" * 5_000, "0x1F", "1_000", "8,5 điểm (tăng 2)",
    "63/63",
]  # fmt: skip
VALUES = {
    "measure": ["papi", "par", "sipas", "PAPI ", "pci", "", "par index", "PAR INDEX 2021"],
    "year": ["2021", "2010", "2031", "2021.0", "21", "-2021", "2020-2021", "", "năm 2021", "9" * 30],
    "province": ["31", "Hải Phòng", "hai phong", "TP. HCM", "Atlantis", "", "31-2025", "1", "Huế", "x" * 900],
    "component": ["papi", "d3", "d9", "total", "papi.1.1", "par.survey", "Cải cách thủ tục hành chính", "", "🏛"],
    "what": ["score", "max", "lost", "change", "change_pct", "rank", "group", "mean", "best", "due", "?"],
    "unit": ["points", "percent", "places", "", "8", "kg", "điểm", "%"],
    "report": ["mine", "", "báo cáo", "a/b", "=x", "x" * 300],
}  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1258", "latin-1", "utf-32"]
# What a terminal would obey and what a spreadsheet would compute, for every column.
ESCAPES = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\\\",
    "\x9b31m",
    "\x08" * 9,
    "\x0c",
    "a\rb",
    "\x7f",
    "\x05",
]
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "=cmd|'/C calc'!A0", "\t=1+1", "\r=1+1", "  =1+1",
    "=SUM(A1:A9)", "='[x.xlsx]S'!A1", "=A1", "=WEBSERVICE(A1)", "={1;2}",
]  # fmt: skip
RAW = {
    "nothing": b"",
    "spaces": b"   \n\n  ",
    "a heading": b"report,measure,year,province,component,what,printed,unit\n",
    "no heading": b"mine,papi,2021,31,papi,score,43,points\n",
    "NULs": b"\0" * 4096,
    "one long line": b"a," * 300_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "a page": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "JSON": b'{"report": [1, 2, 3]}',
    "quotation marks": b'report,measure\n"a,"b"\n"c',
    "a zip that is none": b"PK\x03\x04" + b"\0" * 200,
}


def write_rows(rng):
    """Return rows of cells, most of them odd."""
    rows = []
    for _ in range(rng.choice([1, 2, 6, 30])):
        row = {name: rng.choice(values[: rng.choice([1, 3, len(values)])]) for name, values in VALUES.items()}
        rows.append([row.get(name, "") if name != "printed" else rng.choice(PRINTED) for name in COLUMNS])
    return rows


def infest(rows, rng):
    """Put escapes or formulas into some cells, of any column."""
    for row in rows:
        for _ in range(rng.choice([0, 1, 3])):
            place = rng.randrange(len(row))
            row[place] = rng.choice(
                [rng.choice(ESCAPES) + row[place], row[place] + rng.choice(ESCAPES), rng.choice(FORMULAS)]
            )
    return rows


def write_csv(path, rng):
    """Write a file of such rows with some separator, line ends and encoding; return how many rows it holds."""
    rows = write_rows(rng) if rng.random() < 0.6 else infest(write_rows(rng), rng)
    written = io.StringIO()
    kinds = {"delimiter": rng.choice(",;\t|"), "lineterminator": rng.choice(["\n", "\r\n", "\r"])}
    csv.writer(written, **kinds).writerows([COLUMNS, *rows])
    path.write_bytes(written.getvalue().encode(rng.choice(ENCODINGS), "replace"))
    return len(rows)


def write_workbook(path, rng):
    """Write a workbook of such rows, with numbers, merged cells, formulas and other sheets; return how many rows."""
    rows = write_rows(rng) if rng.random() < 0.6 else infest(write_rows(rng), rng)
    book = openpyxl.Workbook()
    sheet = book.active
    above = rng.choice([0, 0, 3])
    for _ in range(above):
        sheet.append(["a title above the table"])
    for row in [COLUMNS, *rows]:
        sheet.append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("?", cell)[:30_000] for cell in row])
    if rng.random() < 0.3:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=rng.choice([2, 200]))
    if rng.random() < 0.3:
        sheet.cell(row=rng.choice([5, 25_000]), column=rng.choice([3, 300]), value=rng.choice([1, "x", True, 1e99]))
    if rng.random() < 0.3:
        book.create_sheet("other").append(["nothing", "of", "this"])
    if rng.random() < 0.2:
        sheet.sheet_state = "hidden"
        book.create_sheet("seen")
    book.save(path)
    content = path.read_bytes()
    if rng.random() < 0.15:
        path.write_bytes(content[: rng.randrange(len(content))])
        return None
    return len(rows) if above == 0 else None


def judge(audited, rows):
    """Return whether every row was read or named in a problem, and nothing told of them is obeyed or computed."""
    if leak := find_leak(audited):
        return "slipped", leak
    if rows and audited.rows.empty and not audited.problems:
        return "lost", f"{rows} rows were neither read nor named"
    seen = set(audited.rows["line"]) if len(audited.rows) else set()
    named = {problem.line for problem in audited.problems}
    if audited.rows.empty:  # a column is missing, or all that is wrong is named
        return "told", ""
    if rows and 0 not in named and len(seen | named) < rows:
        return "lost", f"{rows - len(seen | named)} of {rows} rows were neither read nor named"
    return "told", ""


def run(tally, count):
    """Audit odd files one by one."""
    tables = load_tables()
    published = sorted((find_data() / "published").glob("*-*.csv"))
    with tempfile.TemporaryDirectory() as folder:
        for number, rng in tally.tries(count):
            if number >= len(RAW) and number % 6 == 0:
                tally.attempt(*name_files(Path(folder) / f"{number}", number, rng), judge=judge_names)
                continue
            kind = list(RAW)[number] if number < len(RAW) else rng.choice(["csv", "csv", "xlsx", "spoilt"])
            path = Path(folder) / f"{number}.{'xlsx' if kind == 'xlsx' or 'zip' in kind else 'csv'}"
            rows = None
            if kind == "csv":
                rows = write_csv(path, rng)
            elif kind == "xlsx":
                rows = write_workbook(path, rng)
            elif kind == "spoilt":
                content = bytearray(rng.choice(published).read_bytes())
                for _ in range(rng.choice([1, 5, 50])):
                    content[rng.randrange(len(content))] = rng.randrange(256)
                path.write_bytes(content)
            else:
                path.write_bytes(RAW[kind])
            tally.attempt(
                f"try {number}: {kind}",
                lambda path=path: audit_source(tables, path),
                judge=lambda audited, rows=rows: judge(audited, rows),
            )
            path.unlink()
