"""The gallery in Chromium, from disk without a network: searched and filtered, also with two thousand pages."""

import pytest
from browser.chromium import NARROW, Seen
from playwright.sync_api import expect

from govindex.pages.gallery import write_index
from govindex.tables.load import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def out(tables, tmp_path_factory):
    """A folder of 63 provinces in four years, four notebooks and two languages: 2,016 pages, one of them failed."""
    folder = tmp_path_factory.mktemp("gallery")
    codes = tables.provinces.loc[tables.provinces["first_year"] < 2025, "code"]
    for code in codes:
        for year in (2021, 2022, 2023, 2024):
            for lang in ("vi", "en"):
                own = folder / code / str(year) / lang
                own.mkdir(parents=True)
                for name in ("report", "par_components", "sipas_criteria", "papi_dimensions"):
                    (own / f"{name}.html").write_text(f"<title>{name} {year}</title>", "utf-8")
    (folder / "31/2021/vi/report.html").rename(folder / "31/2021/vi/report.failed.ipynb")
    write_index(tables, folder)
    return folder


@pytest.fixture(scope="module")
def seen(chromium, out):
    seen = Seen(chromium, out / "index.html")
    yield seen
    seen.context.close()


@pytest.fixture(autouse=True)
def _no_filter(seen):
    seen.page.get_by_role("button", name="Bỏ lọc").click()
    expect(seen.page.locator(".gi-count output")).to_have_text("2.016")


def count(seen) -> int:
    return int(seen.page.locator(".gi-count output").inner_text().replace(".", ""))


def test_it_asks_for_nothing_and_complains_of_nothing(seen):
    assert seen.requests == [seen.url]
    assert seen.complaints == []
    assert seen.violations == []


def test_two_thousand_pages_are_shown_and_counted(seen, out):
    assert count(seen) == 2016
    assert (out / "index.html").stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("typed", "found"),
    [("hai phong", 32), ("Hải Phòng 2021", 8), ("da nang report", 8), ("ĐÀ NẴNG", 32), ("papi_dimensions 31 2022", 2)],
)
def test_words_find_pages_in_any_spelling(seen, typed, found):
    seen.page.get_by_role("searchbox").fill(typed)
    assert count(seen) == found


def test_filters_narrow_each_other(seen):
    seen.page.select_option("[name=province]", "48")
    seen.page.select_option("[name=year]", "2023")
    assert count(seen) == 8
    seen.page.select_option("[name=of_language]", "en")
    seen.page.select_option("[name=of_notebook]", "report")
    assert count(seen) == 1
    assert seen.page.locator("main li[data-find] a:visible").first.get_attribute("href") == "48/2023/en/report.html"
    assert seen.page.locator("main h2:visible").all_text_contents() == ["Đà Nẵng · Da Nang"]
    assert seen.page.locator(".gi-contents li:visible").count() == 1


def test_the_failed_are_found_by_their_status(seen):
    seen.page.select_option("[name=status]", "failed")
    assert count(seen) == 1
    assert seen.page.locator(".gi-shelf .gi-failed:visible").text_content() == "report: lần chạy gần nhất bị lỗi"


def test_it_says_when_nothing_fits(seen):
    seen.page.get_by_role("searchbox").fill("nowhere")
    assert count(seen) == 0
    assert seen.page.locator("#nothing").is_visible()
    assert not seen.page.locator(".gi-province:visible").count()


def test_a_choice_stands_in_the_address_and_is_taken_from_it(seen, chromium, out):
    seen.page.select_option("[name=province]", "01")
    seen.page.get_by_role("searchbox").fill("report 2024")
    address = seen.page.evaluate("location.href")  # page.url follows a script's change late
    assert "province=01" in address
    again = chromium.new_page()
    again.goto(address)
    assert again.locator(".gi-count output").inner_text() == "2"
    again.close()


def test_a_filter_touches_each_page_and_shelf_once(seen):
    """What a choice costs is counted, not timed: one change of each page, shelf and line of the contents."""
    counted = """() => {
      window.changes = 0;
      const of = { subtree: true, childList: true, attributes: true };
      new MutationObserver((records) => { window.changes += records.length; }).observe(document.body, of);
      return document.querySelectorAll("main li[data-find], .gi-shelf, .gi-year, .gi-province, .gi-contents li").length;
    }"""
    touched = seen.page.evaluate(counted)
    seen.page.select_option("[name=year]", "2022")
    assert count(seen) == 504
    assert 504 < seen.page.evaluate("window.changes") <= touched + 20


def test_it_fits_a_phone(chromium, out):
    narrow = Seen(chromium, out / "index.html", NARROW)
    assert narrow.overflow <= 0
    narrow.context.close()
