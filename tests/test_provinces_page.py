"""The page of all provinces in Chromium, without a network: its figures follow every choice, as the library has it."""

import base64
import csv
import gzip
import io
import json
import re

import pytest
from browser.chromium import Seen
from browser.library import Library
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.provinces import check_provinces
from browser.sheets import open_sheet

from govindex.tables.load import load_tables

CHOICES = [
    {"selected": ["01", "48"]},
    {"component": "papi.6.1"},
    {"year": 2015},
    {"province": "79"},
    {"wanted": "da"},
    {"wanted": ""},
    {"measure": "par"},
    {"year": 2023},
    {"measure": "sipas", "year": 2021},
    {"component": "sipas.2"},
]


@pytest.fixture(scope="module")
def out(chromium, pages):
    return pages([Asked("all_provinces", "31", 2021, lang) for lang in ("vi", "en")])


@pytest.fixture
def opened(chromium, out):
    made = []

    def open_it(lang="vi"):
        seen = Seen(chromium, Asked("all_provinces", "31", 2021, lang).find(out))
        seen.page.set_default_timeout(20_000)
        made.append(seen)
        shown = OnSheet(seen.page, open_sheet("provinces", lang).declared)
        shown.settle()
        return seen, shown

    yield open_it
    for seen in made:
        seen.context.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_control_moves_the_marks_to_what_the_library_computes(opened, lang):
    seen, shown = opened(lang)
    library = Library(load_tables(), lang)
    check_provinces(shown, library)
    choices = CHOICES if lang == "vi" else CHOICES[:3]
    for chosen in choices:
        shown.choose(**chosen)
        check_provinces(shown, library)
    moved = {name for chosen in choices for name in chosen} | {"view"}  # of the heirs of merged units: test_heirs
    assert lang != "vi" or moved == set(shown.controls)
    assert seen.complaints == []
    assert seen.violations == []
    assert set(seen.requests) == {seen.url}


@pytest.mark.parametrize(("panel", "kind"), [("standing", "point"), ("map", "rect mark")])
def test_a_mark_marks_a_province_in_every_figure_and_lets_it_go(opened, panel, kind):
    _, shown = opened()
    library = Library(load_tables(), "vi")
    for selected in (["48"], []):
        shown.pick(panel, kind, province="48")
        shown.settle(selected=selected)
        check_provinces(shown, library)


def test_a_name_in_the_table_marks_and_a_heading_sorts(opened):
    _, shown = opened()
    table = shown.panel("ranking")
    table.locator(".gi-pick").first.click()
    shown.settle(selected=["46"])
    assert table.locator("tr.gi-chosen .gi-pick").inner_text() == "Thừa Thiên Huế"
    heading = table.locator("th button").first
    heading.click()
    assert heading.locator("xpath=..").get_attribute("aria-sort") == "ascending"
    names = [line[0] for line in shown.table("ranking")[1:]]
    assert names[0] == "An Giang"
    table.locator("th button").first.click()
    assert [line[0] for line in shown.table("ranking")[1:]] == names[::-1]
    table.locator("th button").last.click()  # places begin with the best
    assert shown.table("ranking")[1][0] == "Thừa Thiên Huế"


def test_the_table_that_is_narrowed_is_taken_along_as_it_is(opened):
    _, shown = opened()
    shown.choose(wanted="ha")
    table = shown.table("ranking")
    with shown.page.expect_download() as download:
        shown.panel("ranking").locator(".gi-csv").click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines[1:]] == [row[0] for row in table[1:]]
    assert len(lines) < 30
    shown.choose(wanted="zz")
    assert shown.title("ranking") == "Không có dòng nào khớp “zz”."


def test_what_cannot_be_drawn_is_said(chromium, out, tmp_path):
    text = Asked("all_provinces", "31", 2021, "vi").find(out).read_text(encoding="utf-8")
    packed = re.search(r'class="gi-packed"[^>]*>([^<]+)<', text)[1]
    book = json.loads(gzip.decompress(base64.b64decode(packed)))
    book["parts"]["course"]["spec"]["spec"]["layer"][0]["mark"] = {"type": "nothing"}
    spoilt = base64.b64encode(gzip.compress(json.dumps(book).encode())).decode()
    broken = tmp_path / "broken.html"
    broken.write_text(text.replace(packed, spoilt), encoding="utf-8")
    page = chromium.new_page(offline=True)
    page.goto(broken.as_uri())
    page.wait_for_selector("[data-broken]", state="attached")
    assert page.locator(".gi-part[data-part='course'] .gi-problem").inner_text().startswith("Không vẽ được:")
    assert page.locator(".gi-part[data-part='standing'] .gi-problem").is_hidden()
    page.close()
