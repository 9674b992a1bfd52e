"""The explorers in pages sent on, without a network: by mouse and by keys, marks compared with the library."""

import csv
import io
import re

import pytest
from browser.axe import find_violations
from browser.cases import BY_NOTEBOOK
from browser.chromium import NARROW, WIDE, Seen
from browser.explored import InPage
from browser.keys import ByKeys
from browser.library import Library
from browser.pages import Asked

from govindex.pages.gallery import write_index
from govindex.pages.runner import list_notebooks
from govindex.tables.load import load_tables
from govindex.words import DIGITS, number

LANGS = ("vi", "en")
MEASURES = {"papi_dimensions": "papi", "par_components": "par", "sipas_criteria": "sipas", "all_provinces": "papi"}
NOTEBOOKS = list_notebooks(declaring="province")


@pytest.fixture(scope="module")
def out(chromium, pages):
    """The folder with a page of every notebook in both languages."""
    return pages([Asked(name, "31", 2021, lang) for name in NOTEBOOKS for lang in LANGS])


@pytest.fixture(scope="module")
def libraries():
    tables = load_tables()
    return {lang: Library(tables, lang) for lang in LANGS}


@pytest.fixture(scope="module")
def see(chromium, out):
    """Open a notebook's page once in each window; hand out what was seen."""
    opened = {}

    def look(notebook, lang="vi", viewport=WIDE) -> Seen:
        key = (notebook, lang, viewport["width"])
        if key not in opened:
            opened[key] = Seen(chromium, Asked(notebook, "31", 2021, lang).find(out), viewport)
            opened[key].page.set_default_timeout(20_000)
        return opened[key]

    yield look
    for seen in opened.values():
        seen.context.close()


@pytest.fixture
def explore(see, books):
    """Return a maker of the explorer in a page that was just opened."""

    def open_explorer(notebook, lang="vi", viewport=WIDE, drive=InPage):
        seen = see(notebook, lang, viewport)
        seen.page.reload()
        explored = drive(seen.page, books(BY_NOTEBOOK[notebook].explorer, lang))
        explored.settle()
        return explored

    return open_explorer


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("notebook", BY_NOTEBOOK)
def test_every_control_moves_the_marks_to_what_the_library_computes(explore, see, libraries, notebook, lang):
    case = BY_NOTEBOOK[notebook]
    explored = explore(notebook, lang)
    case.check(explored, libraries[lang])
    choices = case.choices if lang == "vi" else case.choices[:3]
    for chosen in choices:
        explored.choose(**chosen)
        case.check(explored, libraries[lang])
    assert lang != "vi" or {name for chosen in choices for name in chosen} == set(explored.controls)
    seen = see(notebook, lang)
    assert seen.complaints == []
    assert seen.violations == []
    assert set(seen.requests) == {seen.url}


@pytest.mark.parametrize("notebook", BY_NOTEBOOK)
def test_the_keyboard_reaches_and_moves_every_control(explore, libraries, notebook):
    case = BY_NOTEBOOK[notebook]
    explored = explore(notebook, drive=ByKeys)
    explored.choose(**case.keys)
    case.check(explored, libraries["vi"])
    assert list(case.keys) == list(explored.controls)


def test_a_sub_dimension_opens_by_click_and_the_map_follows_it_and_the_year(explore, libraries):
    explored = explore("papi_dimensions")
    explored.pick("spread", "bar", component="papi.8")
    explored.settle(component="papi.8")
    explored.pick("spread", "bar", component="papi.8.2")
    explored.settle(component="papi.8.2")
    explored.pick("map", "rect mark", province="48")
    explored.settle(province="48")
    explored.pick("peers", "bar", province="79")
    explored.settle(province="79")
    explored.choose(year=2023)
    BY_NOTEBOOK["papi_dimensions"].check(explored, libraries["vi"])
    assert explored.control("province").input_value() == explored.words("province", "79")
    assert explored.control("component").input_value() == "papi.8.2"


def test_the_map_runs_through_the_years_until_stopped(explore, libraries):
    explored = explore("papi_dimensions", drive=ByKeys)
    explored.choose(component="papi.6", year=2018)
    explored.tab_to(control="year", tag="button")
    explored.press("Space")
    button = explored.root.locator(".gi-play")
    assert button.get_attribute("aria-pressed") == "true"
    explored.settle(year=2020)
    explored.press("Space")
    assert button.get_attribute("aria-pressed") == "false"
    explored.settle(year=explored.state["year"])
    BY_NOTEBOOK["papi_dimensions"].check(explored, libraries["vi"])


@pytest.mark.parametrize(("panel", "kind", "name"), [("parts", "bar", "part"), ("known", "point", "province")])
def test_a_mark_of_par_index_makes_its_choice(explore, libraries, panel, kind, name):
    explored = explore("par_components")
    picks = [mark["row"].get("pick") for mark in explored.marks(panel) if mark["kind"] == kind]
    pick = next(pick for pick in picks if pick not in (None, explored.state[name]))
    explored.pick(panel, kind, pick=pick)
    explored.settle(**{name: pick})
    BY_NOTEBOOK["par_components"].check(explored, libraries["vi"])


def test_a_mark_of_the_ranking_marks_a_province_in_every_panel_and_lets_it_go(explore, libraries):
    explored = explore("all_provinces")
    explored.pick("standing", "point", province="48")
    explored.settle(selected=["48"])
    BY_NOTEBOOK["all_provinces"].check(explored, libraries["vi"])
    explored.pick("standing", "point", province="48")
    explored.settle(selected=[])
    BY_NOTEBOOK["all_provinces"].check(explored, libraries["vi"])


def test_the_table_of_provinces_is_sorted_by_a_heading(explore):
    explored = explore("all_provinces")
    heading = explored.panel("ranking").locator("th button").first
    heading.click()
    assert heading.locator("xpath=..").get_attribute("aria-sort") == "ascending"
    names = [line[0] for line in explored.table("ranking")[1:]]
    assert names[0] == "An Giang"
    explored.panel("ranking").locator("th button").first.click()
    assert [line[0] for line in explored.table("ranking")[1:]] == names[::-1]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_no_province_is_said_and_changes_nothing(explore, lang):
    explored = explore("papi_dimensions", lang)
    before = explored.state
    explored.search("province", "Atlantis")
    told = explored.root.locator('[data-control="province"] .gi-said')
    assert "Atlantis" in told.inner_text()
    assert explored.control("province").get_attribute("aria-invalid") == "true"
    assert explored.state == before
    explored.search("province", "can tho")
    explored.settle(province="92")
    assert told.inner_text() == ""


def test_the_last_of_quick_changes_wins(explore, libraries):
    explored = explore("papi_dimensions")
    explored.control("year").focus()
    for _ in range(9):
        explored.page.keyboard.press("ArrowLeft")
    explored.control("component").select_option("papi.3")
    explored.control("colour").select_option("points")
    explored.control("year").focus()
    for _ in range(5):
        explored.page.keyboard.press("ArrowRight")
    explored.settle(year=2017, component="papi.3", colour="points")
    BY_NOTEBOOK["papi_dimensions"].check(explored, libraries["vi"])


@pytest.mark.parametrize("notebook", BY_NOTEBOOK)
def test_every_table_is_taken_along_as_it_is(explore, notebook):
    explored = explore(notebook)
    for panel in explored.book["panels"]:
        table = explored.table(panel["name"])
        with explored.page.expect_download() as download:
            explored.panel(panel["name"]).locator(".gi-csv").click()
        taken = download.value.path().read_bytes().decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(taken)))
        assert len(lines) == len(table)
        assert [line[0] for line in lines[1:]] == [row[0] for row in table[1:]]
        for column in panel["columns"]:
            if column["name"] == "score" and column["title"] in table[0]:
                scores = [line[lines[0].index("score")] for line in lines[1:]]
                digits = DIGITS[MEASURES[notebook]]
                shown = [number(float(score), "vi", digits) if score else "–" for score in scores]
                assert shown == [row[table[0].index(column["title"])] for row in table[1:]]


def test_the_chart_is_taken_along_as_a_picture_of_what_is_shown(explore, see):
    explored = explore("papi_dimensions")
    explored.choose(year=2019, component="papi.5")
    menu = explored.panel("spread").locator("details", has=explored.page.locator(".vega-actions"))
    for word, beginning in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        menu.locator("summary").click()
        with explored.page.expect_download() as download:
            menu.locator(".vega-actions a", has_text=word).click()
        taken = download.value.path().read_bytes()
        assert taken.startswith(beginning)
        if word == "SVG":
            assert explored.title("spread").split(":")[0].split(",")[0] in " ".join(taken.decode().split())
        menu.locator("summary").click()
    assert see("papi_dimensions").violations == []
    assert see("papi_dimensions").complaints == []


def test_what_cannot_be_drawn_is_said(chromium, out, tmp_path):
    text = Asked("sipas_criteria", "31", 2021, "vi").find(out).read_text(encoding="utf-8")
    before, opening, after = text.partition('<script class="gi-book"')
    book, closing, rest = after.partition("</script>")
    broken = tmp_path / "broken.html"
    spoilt = book.replace('"type":"line"', '"type":"nothing"')
    assert spoilt != book
    broken.write_text(before + opening + spoilt + closing + rest, encoding="utf-8")
    seen = Seen(chromium, broken)
    problem = seen.page.locator(".gi-problem")
    assert problem.is_visible()
    assert problem.inner_text().startswith("Không vẽ được:")
    seen.context.close()


def test_the_line_below_makes_the_page_again(explore):
    explored = explore("papi_dimensions")
    explored.choose(province="48", year=2019)
    line = explored.root.locator(".gi-line").inner_text()
    assert line == "govindex report --province 48 --year 2019 --lang vi --notebook papi_dimensions"


@pytest.mark.parametrize("notebook", BY_NOTEBOOK)
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_does_not_scroll_sideways_whatever_is_chosen(explore, see, libraries, notebook, viewport):
    case = BY_NOTEBOOK[notebook]
    explored = explore(notebook, "en", viewport)
    for choices in case.choices[:4]:
        explored.choose(**choices)
        assert see(notebook, "en", viewport).overflow <= 0
    if viewport == NARROW:
        for box in explored.root.locator(".gi-control").all():
            if box.is_visible():
                assert box.bounding_box()["x"] + box.bounding_box()["width"] <= NARROW["width"]


def test_names_on_the_map_read_against_their_tiles(explore):
    explored = explore("papi_dimensions")
    for choices in ({"colour": "groups"}, {"colour": "points"}, {"year": 2013, "component": "papi.2"}):
        explored.choose(**choices)
        marks = explored.marks("map")
        tiles = {
            mark["row"]["name"]: mark["fill"]
            for mark in marks
            if mark["kind"] == "rect mark" and mark["fillOpacity"] and mark["opacity"]
        }
        texts = {mark["row"]["name"]: mark["fill"] for mark in marks if mark["kind"] == "text mark"}
        ratios = {name: contrast(texts[name], tiles[name]) for name in texts}
        assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (
        re.findall(r"\d+", colour) if colour.startswith("rgb") else [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    )
    linear = [(part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4) for part in map(int, parts)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_page_with_the_whole_panel_is_small(out):
    for lang in LANGS:
        assert Asked("papi_dimensions", "31", 2021, lang).find(out).stat().st_size < 2_500_000


@pytest.mark.parametrize("notebook", NOTEBOOKS)
@pytest.mark.parametrize(("lang", "viewport"), [("vi", WIDE), ("en", WIDE), ("vi", NARROW)], ids=["vi", "en", "narrow"])
def test_axe_finds_nothing_serious(see, notebook, lang, viewport):
    seen = see(notebook, lang, viewport)
    seen.page.reload()
    seen.settle()
    assert find_violations(seen) == []


def test_axe_finds_nothing_serious_in_the_index(chromium, out):
    write_index(load_tables(), out)
    seen = Seen(chromium, out / "index.html")
    assert find_violations(seen) == []
    seen.context.close()
