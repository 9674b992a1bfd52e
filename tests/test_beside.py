"""Pages of a site lead to those beside them that exist: another language, other years, the gallery; no others."""

import json
import re
from html import unescape
from urllib.parse import unquote

import nbformat
import pytest
from browser.chromium import Seen
from nbformat.v4 import new_code_cell, new_notebook, new_output

from govindex.pages.beside import link_pages, list_links
from govindex.pages.export import export_html
from govindex.pages.gallery import link_made, write_index
from govindex.tables.load import load_tables

PAGE = {"notebook": "report", "province": "31", "year": 2021, "lang": "vi"}


def place(page: dict) -> str:
    return "{province}/{year}/{lang}/{notebook}".format(**page)


def write_pages(folder, *pages: dict):
    """Write small pages in their places and return their paths."""
    cell = new_code_cell("1", outputs=[new_output("display_data", data={"text/html": "<h2>A</h2><p>text</p>"})])
    paths = []
    for page in pages:
        path = folder / f"{place(page)}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        html = export_html(nbformat.from_dict(new_notebook(cells=[cell])), lang=page["lang"], beside="")
        path.write_text(html, encoding="utf-8")
        paths.append(path)
    return paths


def read_links(path) -> dict[str, str]:
    """Return the ways that a page tells, by their text."""
    told = re.search('name="govindex-beside" content="([^"]*)"', path.read_text("utf-8"))[1]
    return {each["text"]: each["href"] for each in json.loads(unescape(told))["links"]} if told else {}


def test_a_page_leads_to_the_other_language_to_the_years_around_it_and_to_other_notebooks():
    years = [PAGE | {"year": year} for year in (2017, 2019, 2021, 2024)]
    others = [PAGE | {"notebook": notebook} for notebook in ("mine", "papi_dimensions")]
    pages = {place(page): page for page in [*years, PAGE | {"lang": "en"}, *others]}
    links = json.loads(list_links(pages)[place(PAGE)])
    assert links["place"] == "31/2021/vi/report.html"
    assert [(each["kind"], each["href"]) for each in links["links"]] == [
        ("lang", "../en/report.html"),
        ("year", "../../2019/vi/report.html"),
        ("year", "../../2024/vi/report.html"),
        ("page", "papi_dimensions.html"),
        ("page", "mine.html"),
        ("all", "../../../index.html#province=31"),
    ]


def test_pages_of_other_parameters_are_not_beside_each_other():
    pages = {"a": PAGE | {"component": "papi"}, "b": PAGE | {"component": "papi.1", "lang": "en"}}
    assert [each["kind"] for each in json.loads(list_links(pages)["a"])["links"]] == ["all"]


def test_every_link_in_a_folder_leads_to_a_file_whatever_came_and_went(tmp_path):
    tables = load_tables()
    pages = write_pages(tmp_path, PAGE, PAGE | {"lang": "en"}, PAGE | {"year": 2020})
    link_made(tables, tmp_path, pages)
    write_index(tables, tmp_path)
    assert set(read_links(pages[0])) == {"English", "Năm 2020", "Tất cả các trang"}
    pages[2].unlink()
    pages += write_pages(tmp_path, PAGE | {"year": 2022})
    link_made(tables, tmp_path, pages[3:])
    assert set(read_links(pages[0])) == {"English", "Năm 2022", "Tất cả các trang"}
    for page in (pages[0], pages[1], pages[3]):
        for way in read_links(page).values():
            assert (page.parent / unquote(way.partition("#")[0])).is_file()


def test_a_page_that_is_told_nothing_new_is_not_written(tmp_path):
    (page,) = write_pages(tmp_path, PAGE)
    links = list_links({place(PAGE): PAGE})
    assert link_pages(tmp_path, links) == [place(PAGE)]
    written = page.stat().st_mtime_ns
    assert link_pages(tmp_path, links) == []
    assert page.stat().st_mtime_ns == written


def test_what_is_no_page_of_ours_stays_as_it_is(tmp_path):
    (tmp_path / "a.html").write_bytes(b"\xff\xfe")
    assert link_pages(tmp_path, {"a": "{}", "none": "{}"}) == []
    assert (tmp_path / "a.html").read_bytes() == b"\xff\xfe"


@pytest.fixture
def see(chromium):
    """Open a page and hand out what was seen."""
    opened = []

    def look(path) -> Seen:
        opened.append(Seen(chromium, path))
        return opened[-1]

    yield look
    for seen in opened:
        seen.context.close()


def test_the_links_take_along_what_is_chosen(see, tmp_path):
    pages = write_pages(tmp_path, PAGE, PAGE | {"lang": "en"}, PAGE | {"year": 2020})
    link_made(load_tables(), tmp_path, pages)
    seen = see(pages[0])
    seen.page.evaluate("history.replaceState(null, '', '#province=48&year=2019')")
    hrefs = {}
    for link in seen.page.locator(".gi-beside a").all():
        link.focus()
        hrefs[link.inner_text()] = link.get_attribute("href")
    assert hrefs == {
        "English": "../en/report.html#province=48&year=2019",
        "Năm 2020": "../../2020/vi/report.html#province=48",
        "Tất cả các trang": "../../../index.html#province=31",
    }
    assert seen.complaints == []
    assert seen.violations == []


def test_a_page_that_was_sent_on_alone_has_no_links(see, tmp_path):
    pages = write_pages(tmp_path, PAGE, PAGE | {"lang": "en"})
    link_made(load_tables(), tmp_path, pages)
    alone = tmp_path / "mail" / "report.html"
    alone.parent.mkdir()
    alone.write_bytes(pages[0].read_bytes())
    assert see(alone).page.locator(".gi-beside").is_hidden()
    assert see(pages[0]).page.locator(".gi-beside a").count() == 2
