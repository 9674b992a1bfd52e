"""What a reader takes along: tables as CSV and as a workbook, and all provinces and years in one file."""

import csv
import io

import openpyxl
import pytest
from browser.chromium import Seen
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheet_checks import name_file, take_file
from browser.sheets import NOTEBOOKS, open_bare, open_sheet, read_in_library

from govindex.figures.choose import choose_rows

TABLES = [("papi", "map"), ("sipas", "known"), ("par", "losses"), ("provinces", "ranking")]
WHOLE = ["papi", "sipas", "par", "provinces"]  # the sheets of an index, or of all three
PARTS = {"vi": (";", ","), "en": (",", ".")}


@pytest.fixture(scope="module")
def show(chromium, pages):
    """Return a maker of the sheet in its page, opened once."""
    folder = pages([Asked(notebook, "31", 2021, lang) for notebook in NOTEBOOKS.values() for lang in ("vi", "en")])
    opened = {}

    def open_shown(name, lang="vi"):
        if (name, lang) not in opened:
            opened[name, lang] = Seen(chromium, Asked(NOTEBOOKS[name], "31", 2021, lang).find(folder))
        shown = OnSheet(opened[name, lang].page, open_sheet(name, lang).declared)
        shown.settle()
        return shown

    yield open_shown
    for seen in opened.values():
        seen.context.close()


def read_csv(path, lang: str) -> list[list[str]]:
    """Return the cells of a CSV as a spreadsheet of the language reads them."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=PARTS[lang][0]))


def read_number(text: str, lang: str) -> float:
    return float(text.replace(PARTS[lang][1], "."))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("name", "figure"), TABLES)
def test_a_table_is_taken_along_with_headings_year_place_and_unit(show, name, figure, lang):
    shown = show(name, lang)
    head, *_ = shown.table(figure)
    rows = read_in_library(shown.declared, shown.state)[figure]["rows"]
    file = take_file(shown, figure, "csv")
    assert file.name == f"{name_file(shown, figure)}.csv"
    heads, *lines = read_csv(file.path, lang)
    assert len(lines) == len(rows)
    told = {heading: [line[at] for line in lines] for at, heading in enumerate(heads)}
    assert set(head) <= {*heads, "✱"}
    assert {"vi": "Năm", "en": "Year"}[lang] in heads
    assert {"vi": "Đơn vị", "en": "Unit"}[lang] in heads
    assert {"vi": "Tỉnh, thành phố", "en": "Province"}[lang] in heads
    scores = [None if text == "" else read_number(text, lang) for text in told[{"vi": "Điểm", "en": "Score"}[lang]]]
    assert scores == [None if row["score"] is None else pytest.approx(row["score"], abs=1e-6) for row in rows]


@pytest.mark.parametrize(("name", "figure"), TABLES)
def test_a_workbook_holds_what_the_csv_does(show, name, figure):
    shown = show(name)
    shown.table(figure)
    heads, *lines = read_csv(take_file(shown, figure, "csv").path, "vi")
    file = take_file(shown, figure, "xlsx")
    assert file.name == f"{name_file(shown, figure)}.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(file.path.read_bytes())).active
    assert sheet.freeze_panes == "A2"
    first, *rest = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert first == heads
    assert sheet["A1"].font.bold
    for line, cells in zip(lines, rest, strict=True):
        for text, value in zip(line, cells, strict=True):
            if isinstance(value, int | float):
                assert read_number(text, "vi") == value
            else:
                assert text == (value or "")


@pytest.mark.parametrize("name", WHOLE)
def test_all_provinces_and_years_come_in_one_file(show, name):
    shown = show(name)
    with shown.page.expect_download() as download:
        shown.root.locator(".gi-all").click()
    assert download.value.suggested_filename == f"{name}-tat-ca-cac-nam.csv"
    heads, *lines = read_csv(download.value.path(), "vi")
    declared = shown.declared
    rows = choose_rows(declared.frames, declared.whole, {"lang": "vi"})
    assert len(lines) == len(rows)
    years = {int(line[heads.index("Năm")]) for line in lines}
    assert years == set(rows["year"].astype(int))
    places = {line[heads.index("Tỉnh, thành phố")] for line in lines}
    assert places == set(rows["place"].dropna()) | ({""} if rows["place"].isna().any() else set())


def test_a_text_that_would_be_worked_out_stays_a_text(chromium):
    page = open_bare(chromium)
    texts = ["=1+1", "+x", "-y", "@sum", "-1,5", 'a;b"c', "Hải Phòng"]
    script = """(texts) => {
      const table = window.govindexSheets.layOut(
        [{ name: "a", title: "A" }, { name: "b", title: "B" }],
        texts.map((a) => ({ a, b: -0.5 })), [{ name: "year", title: "Năm", value: 2021 }]);
      return window.govindexSheets.writeCsv(table, "vi");
    }"""
    lines = list(csv.reader(io.StringIO(page.evaluate(script, texts).removeprefix("\ufeff")), delimiter=";"))
    assert lines[0] == ["A", "B", "Năm"]
    assert [line[0] for line in lines[1:]] == ["'=1+1", "'+x", "'-y", "'@sum", "-1,5", 'a;b"c', "Hải Phòng"]
    assert {tuple(line[1:]) for line in lines[1:]} == {("-0,5", "2021")}
    page.close()
