"""Sources on a page: one number a work, which leads to it in the list, and publishers in the page's language."""

import re

import pytest
from browser.chromium import Seen
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheets import open_sheet

from govindex.tables.load import load_tables
from govindex.tables.publishers import name_publishers

ENGLISH = re.compile(r"\b(and|of|on|the|after|with|quoting|portal|province|city|department|agency|translation)\b", re.I)


def test_publishers_have_no_english_on_vietnamese_pages():
    named = name_publishers(load_tables().sources, "vi")
    assert [each for each in named["publisher"] if ENGLISH.search(each)] == []
    starts = zip(named["publisher"], named["citation"], strict=True)
    assert [publisher for publisher, citation in starts if not citation.startswith(publisher)] == []


def test_publishers_stand_as_they_are_on_english_pages():
    sources = load_tables().sources
    assert name_publishers(sources, "en")["publisher"].equals(sources["publisher"])


@pytest.mark.parametrize(("name", "notebook"), [("par", "par_components"), ("sipas", "sipas_criteria")])
def test_a_number_in_any_table_is_that_of_the_work_in_the_list(chromium, pages, name, notebook):
    asked = Asked(notebook, "31", 2021, "vi")
    seen = Seen(chromium, asked.find(pages([asked])))
    shown = OnSheet(seen.page, open_sheet(name, "vi").declared)
    for panel in shown.figures:
        if shown.panel(panel).locator("details.gi-data").is_visible():
            shown.table(panel)
    works = shown.part("sources").locator("li").evaluate_all("all => all.map((each) => [each.id, each.textContent])")
    marks = seen.page.locator("a.gi-mark").evaluate_all(
        "all => all.map((mark) => [mark.textContent, mark.getAttribute('href').slice(1), mark.title])"
    )
    assert len({number for number, _, _ in marks}) > 1
    for number, source, publisher in marks:
        listed, citation = works[int(number.strip("[]")) - 1]
        assert (listed, citation.startswith(publisher)) == (source, True)
    last = seen.page.locator("td a.gi-mark").last
    last.focus()
    last.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == last.get_attribute("href")[1:]
    assert seen.page.locator("li.gi-cited").is_visible()
    assert "#" not in seen.page.url  # the address holds the state
    seen.context.close()
