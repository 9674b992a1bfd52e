"""The page of an audit in Chromium, without a network: quiet, fit to read, its findings told to who uses the keys."""

import pytest
from browser.axe import find_violations
from browser.chromium import NARROW, WIDE, Seen

from govindex.pages.runner import run_notebook
from govindex.words import LANGS


def name_window(param) -> str:
    """Return the name of a language and window as a test's id."""
    lang, window = param
    return f"{lang}-{window['width']}"


@pytest.fixture(scope="module")
def paths(chromium, tmp_path_factory):
    """The page of the founding report's audit, by language."""
    out = tmp_path_factory.mktemp("out")
    return {lang: run_notebook("audit", {"report": "hai-phong-2021", "lang": lang}, out=out).html for lang in LANGS}


@pytest.fixture(scope="module", params=[(lang, window) for lang in LANGS for window in (WIDE, NARROW)], ids=name_window)
def seen(request, chromium, paths):
    """The page as it was opened."""
    lang, window = request.param
    seen = Seen(chromium, paths[lang], window)
    seen.page.emulate_media(reduced_motion="reduce")  # what is jumped to is there at once
    yield seen
    seen.context.close()


@pytest.fixture
def page(seen):
    """The page, opened anew."""
    seen.page.reload()
    return seen.page


def press_tab_to_a_finding(page) -> None:
    """Press Tab until a mark with a finding has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator(".gi-found:focus").count():
            return
    raise AssertionError("No mark is reached by Tab.")


def test_nothing_is_asked_for_and_nothing_complains(seen):
    assert set(seen.requests) == {seen.url}
    assert seen.complaints == []
    assert seen.violations == []


def test_the_page_does_not_scroll_sideways(page, seen):
    assert seen.overflow <= 0


def test_a_finding_is_told_when_its_mark_is_focused(page):
    tips = page.locator(".gi-tip:visible")
    assert tips.count() == 0
    told = []
    for _ in range(2):
        press_tab_to_a_finding(page)
        mark = page.locator(".gi-found:focus")
        finding = page.locator(mark.get_attribute("href"))
        assert tips.count() == 1
        assert tips.inner_text() == finding.locator(".gi-why").inner_text()
        box, window = tips.bounding_box(), page.viewport_size
        assert 0 <= box["x"] < box["x"] + box["width"] <= window["width"]
        assert 0 <= box["y"] < box["y"] + box["height"] <= window["height"]
        told.append(mark.get_attribute("href"))
    assert len(set(told)) == 2
    page.evaluate("document.activeElement.blur()")
    assert tips.count() == 0


def test_a_mark_leads_to_its_finding_by_enter(page):
    press_tab_to_a_finding(page)
    target = page.locator(".gi-found:focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.locator(f"{target}:target").wait_for(timeout=2000)
    box = page.locator(target).bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]


def test_axe_finds_nothing_serious(page, seen):
    assert find_violations(seen) == []
