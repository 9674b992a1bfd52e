"""A view that is sent on: the state in the address, back and forward, the search, chips, the link."""

import pytest
from browser.chromium import Seen
from browser.keys import SheetByKeys
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheet_checks import check_sheet
from browser.sheets import NOTEBOOKS, open_sheet

HASHES = {
    "papi": "#province=79&year=2019&component=papi.2&view=successor&colour=points&peers_kind=own&peers=48,01",
    "sipas": "#province=49&first=2019&year=2023&criteria=sipas.2&view=successor&form=slope&threshold=92.5&beside=01",
    "par": "#province=49&year=2022&base=0&order=share",
    "provinces": "#measure=sipas&component=sipas.2&year=2020&province=01&view=successor&wanted=n&selected=48",
}


@pytest.fixture(scope="module")
def out(chromium, pages):
    """The folder with a page of every sheet."""
    return pages([Asked(notebook, "31", 2021, "vi") for notebook in (NOTEBOOKS[name] for name in HASHES)])


@pytest.fixture(scope="module")
def see(chromium, out):
    """Open a sheet's page once; hand out what was seen."""
    opened = {}

    def look(name) -> Seen:
        if name not in opened:
            opened[name] = Seen(chromium, Asked(NOTEBOOKS[name], "31", 2021, "vi").find(out))
            opened[name].page.set_default_timeout(30_000)
        return opened[name]

    yield look
    for seen in opened.values():
        seen.context.close()


@pytest.fixture
def show(see):
    """Return a maker of the sheet in a page opened anew, at an address with a hash where one is given."""

    def open_shown(name, hash_="", drive=OnSheet):
        page = see(name).page
        page.goto("about:blank")
        page.goto(see(name).url + hash_)
        shown = drive(page, open_sheet(name, "vi").declared)
        shown.settle()
        return shown

    return open_shown


def find_hash(shown) -> str:
    """Return the hash of the page's address."""
    return shown.page.evaluate("location.hash")


@pytest.mark.parametrize("name", HASHES)
def test_a_page_opened_with_a_hash_shows_that_view(show, name):
    opened, wanted = show(name), HASHES[name]
    start = opened.state
    shown = show(name, wanted)
    assert all(shown.state[choice] != start[choice] for choice in start)
    assert shown.root.locator(".gi-problem").first.is_hidden()
    check_sheet(shown)
    shown.choose(province="31")
    assert "province" not in find_hash(shown)
    assert show(name, find_hash(shown)).state == shown.state


def test_what_a_hash_asks_for_in_vain_is_said_and_the_rest_is_taken(show):
    shown = show("papi", "#province=48&year=1999&colour=red&peers=48,zz&what=1&component=papi.4")
    start = open_sheet("papi", "vi").state
    assert shown.state == {**start, "province": "48", "component": "papi.4"}
    told = shown.root.locator(".gi-problem").first.inner_text()
    assert all(part in told for part in ("year=1999", "colour=red", "peers=48,zz", "what=1"))
    assert "component" not in told
    check_sheet(shown)


def test_choices_that_depend_on_each_other_are_brought_into_accord(show):
    shown = show("provinces", "#measure=par&component=papi.4")
    assert shown.state["component"] == "par"
    assert "component=papi.4" in shown.root.locator(".gi-problem").first.inner_text()
    shown = show("sipas", "#first=2023&year=2019")
    assert shown.state["first"] <= shown.state["year"]
    assert show("papi", "#peers_kind=own&peers=31,48").state["peers"] == ["48"]


def test_back_and_forward_go_through_the_choices(show):
    shown = show("papi")
    start = shown.state
    shown.choose(component="papi.4")
    shown.choose(province="48")
    shown.page.go_back()
    shown.settle(province=start["province"], component="papi.4")
    shown.page.go_back()
    shown.settle(**start)
    assert find_hash(shown) == ""
    check_sheet(shown)
    shown.page.go_forward()
    shown.page.go_forward()
    shown.settle(province="48", component="papi.4")
    check_sheet(shown)


def test_a_slider_that_is_drawn_along_is_one_step_back(show):
    shown = show("papi")
    start = shown.state
    for _ in range(4):
        shown.control("year").press("ArrowLeft")
    shown.settle(year=start["year"] - 4)
    shown.page.go_back()
    shown.settle(**start)


def test_a_link_within_the_page_keeps_the_state_in_the_address(show):
    shown = show("papi", "#province=48")
    shown.page.locator(".gi-contents a").nth(2).click()
    shown.page.wait_for_function("() => location.hash === '#province=48'")
    assert shown.state["province"] == "48"


@pytest.mark.parametrize("name", HASHES)
def test_reset_puts_everything_back(show, name):
    shown = show(name, HASHES[name])
    shown.root.locator(".gi-reset").click()
    shown.settle(**open_sheet(name, "vi").state)
    assert find_hash(shown) == ""
    check_sheet(shown)


def test_the_link_is_copied(show, see):
    shown = show("papi", "#province=48")
    see("papi").context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown.root.locator(".gi-copy").click()
    shown.root.locator(".gi-copied", has_text=".").wait_for()
    assert shown.page.evaluate("navigator.clipboard.readText()") == see("papi").url + "#province=48"


@pytest.mark.parametrize(
    ("typed", "first"), [("quang nin", "Quảng Ninh"), ("dien", "Điện Biên"), ("tp hai ph", "Hải Phòng")]
)
def test_names_are_suggested_without_diacritics_after_two_letters(show, typed, first):
    shown = show("papi", drive=SheetByKeys)
    shown.tab_to(control="province", tag="input")
    shown.page.keyboard.type(typed[0])
    list_ = shown.root.locator('[data-control="province"] [role="listbox"]')
    assert list_.is_hidden()
    shown.page.keyboard.type(typed[1:])
    assert list_.locator("li").first.inner_text() == first
    assert shown.control("province").get_attribute("aria-expanded") == "true"
    shown.press("ArrowDown")
    active = shown.control("province").get_attribute("aria-activedescendant")
    assert shown.page.locator(f"#{active}").inner_text() == first
    shown.press("Enter")
    assert list_.is_hidden()
    assert shown.control("province").input_value() == first


def test_typing_replaces_the_name_that_stands_there_and_a_click_takes_a_suggestion(show):
    shown = show("papi")
    shown.control("province").click()
    shown.page.keyboard.type("quang")
    suggested = shown.root.locator('[data-control="province"] li')
    assert suggested.all_inner_texts() == [
        "Quảng Bình",
        "Quảng Nam",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Tuyên Quang",
    ]
    shown.page.keyboard.press("Enter")
    assert "quang" in shown.root.locator('[data-control="province"] .gi-said').inner_text()
    assert shown.state["province"] == "31"
    shown.page.keyboard.type(" ")
    suggested.get_by_text("Quảng Trị").click()
    shown.settle(province="45")
    check_sheet(shown)


def test_several_provinces_are_chips_without_the_own_one(show):
    shown = show("papi", "#peers_kind=own&peers=48,01", drive=SheetByKeys)
    box = shown.root.locator('[data-control="peers"]')
    assert box.locator(".gi-chip").evaluate_all("all => all.map((each) => each.value)") == ["48", "01"]
    assert box.locator("input[type=checkbox]").count() == 0
    shown.tab_to(control="peers", tag="input")
    shown.page.keyboard.type("hai ph")
    assert box.locator('[role="listbox"] li').count() == 0  # the own one
    shown.press("ControlOrMeta+a")
    shown.page.keyboard.type("can")
    shown.press("ArrowDown")
    shown.press("Enter")
    shown.settle(peers=["48", "01", "92"])
    shown.choose(province="92")
    assert shown.state["peers"] == ["48", "01"]  # it is the own one now
    check_sheet(shown)


def test_no_more_chips_than_may_be(show):
    shown = show("papi", "#peers_kind=own&peers=48,01,79,92,22")
    search = shown.root.locator('[data-control="peers"] input')
    assert search.get_attribute("readonly") is not None
    assert "5" in search.get_attribute("placeholder")
    shown.drop_one("peers", "79")
    shown.settle(peers=["48", "01", "92", "22"])
    assert search.get_attribute("readonly") is None
    assert shown.page.evaluate("document.activeElement.closest('[data-control]').dataset.control") == "peers"
