"""The pages in Chromium, opened from disk without a network: charts drawn, nothing asked for, fit to read and print."""

import base64
import csv
import io
import re

import nbformat
import pytest
from browser.chromium import NARROW, WIDE, Seen
from browser.pages import Asked, page_id
from nbformat.v4 import new_code_cell, new_notebook, new_output

from govindex.pages.export import export_html
from govindex.pages.gallery import write_index
from govindex.pages.runner import list_notebooks
from govindex.tables.load import load_tables

# The report on 2021 in both languages; then years with holes, with PAPI alone, without PAPI, of six dimensions.
PAGES = [Asked(name, "31", 2021, lang) for lang in ("vi", "en") for name in list_notebooks(declaring="province")]
PAGES += [
    Asked(name, province, year, lang)
    for province, year, lang in (("22", 2018, "en"), ("24", 2022, "vi"), ("22", 2021, "vi"), ("31", 2012, "vi"))
    for name in ("report", "papi_dimensions")
]
PAGES += [Asked("report", "46", 2019, "vi"), Asked("report", "31", 2024, "en")]


@pytest.fixture(scope="module")
def out(chromium, pages):
    """The folder with every page of PAGES, and its index."""
    folder = pages(PAGES)
    write_index(load_tables(), folder)
    return folder


@pytest.fixture(scope="module")
def see(chromium):
    """Open a file once in each window and hand out what was seen."""
    opened = {}

    def look(path, viewport=WIDE) -> Seen:
        key = (path, viewport["width"])
        if key not in opened:
            opened[key] = Seen(chromium, path, viewport)
        return opened[key]

    yield look
    for seen in opened.values():
        seen.context.close()


@pytest.fixture(params=PAGES, ids=page_id)
def asked(request) -> Asked:
    return request.param


@pytest.fixture
def path(asked, out):
    return asked.find(out)


def test_nothing_is_asked_for_and_nothing_complains(see, path):
    seen = see(path)
    assert seen.requests == [seen.url]
    assert seen.complaints == []
    assert seen.violations == []


def test_every_chart_is_drawn(see, path):
    charts = see(path).charts
    for chart in charts.all():
        assert chart.locator("svg.marks").count() == 1
        assert chart.locator("svg.marks .role-mark :is(path, text)").count() > 0
        box = chart.locator("svg.marks").bounding_box()
        assert box["width"] > 100
        assert box["height"] > 50


def test_the_page_is_of_its_language_and_is_named(see, path, asked):
    page = see(path).page
    assert page.locator("html").get_attribute("lang") == asked.lang
    assert str(asked.year) in page.title()
    assert page.locator("h1").count() == 1


def test_the_page_is_small(see, path):
    explores = see(path).page.locator(".gi-explorer").count()
    assert path.stat().st_size < (2_500_000 if explores else 1_500_000)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_does_not_scroll_sideways(see, path, viewport):
    seen = see(path, viewport)
    assert seen.overflow <= 0
    assert seen.complaints == []


def test_the_contents_lead_to_the_headings(see, path):
    page = see(path).page
    targets = page.locator("nav.gi-contents a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(targets) == len(set(targets))
    for target in targets:
        assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_names_of_parts_are_not_used_twice(see, path):
    names = see(path).page.evaluate(
        "[...document.querySelectorAll('[id]:not(svg [id])')].map(element => element.id).filter(id => id)"
    )
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_a_mark_tells_its_figure(see, path):
    seen = see(path)
    told = 0
    for chart in seen.charts.all():
        for mark in chart.locator("svg.marks :is(.mark-rect, .mark-symbol, .mark-bar, .mark-arc) path").all()[:30]:
            box = mark.bounding_box()
            if box and min(box["width"], box["height"]) > 4:
                mark.scroll_into_view_if_needed()
                mark.hover(force=True)
                tooltip = seen.page.locator("#vg-tooltip-element.visible")
                try:
                    tooltip.wait_for(timeout=1000)
                except Exception:
                    continue
                assert tooltip.inner_text().strip()
                told += 1
                break
    assert told > 0 or seen.charts.count() == 0


def test_every_table_can_be_taken_along(see, path):
    seen = see(path)
    seen.page.evaluate("document.querySelectorAll('details.gi-data').forEach(details => details.open = true)")
    for link in seen.page.locator("a.gi-csv").all():
        with seen.page.expect_download() as download:
            link.click()
        taken = download.value.path().read_bytes()
        assert download.value.suggested_filename == link.get_attribute("download")
        assert taken == base64.b64decode(link.get_attribute("href").partition("base64,")[2])
        lines = list(csv.reader(io.StringIO(taken.decode("utf-8-sig"))))
        table = link.locator("xpath=ancestor::*[self::details or contains(@class, 'gi-block')][1]//table")
        assert len(lines) - 1 == table.locator("tbody tr").count()
        assert len({len(line) for line in lines}) == 1


def test_the_page_prints_on_a4(see, path):
    pdf = see(path).page.pdf(prefer_css_page_size=True)
    sizes = {tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert sizes
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)


def test_a_chart_is_saved_as_a_picture(chromium, out):
    seen = Seen(chromium, out / "31" / "2021" / "vi" / "par_components.html")
    chart = seen.charts.first
    for format_, beginning in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        chart.locator("summary").first.click()
        with seen.page.expect_download() as download:
            chart.locator(".vega-actions a", has_text=format_).click()
        assert download.value.path().read_bytes().startswith(beginning)
        chart.locator("summary").first.click()
    assert seen.violations == []
    assert seen.complaints == []
    seen.context.close()


def test_the_index_leads_to_every_page(see, out):
    seen = see(out / "index.html")
    assert seen.requests == [seen.url]
    assert seen.complaints == []
    targets = seen.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert sorted(targets) == sorted(
        file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file() and file.parent != out
    )
    assert see(out / "index.html", NARROW).overflow <= 0


def test_a_script_in_a_text_does_not_run(see, tmp_path_factory):
    texts = [
        "<p>before</p><script>window.injected = 1</script>",
        '<p onclick="window.injected = 2" id="bait">click</p><img src="data:," onerror="window.injected = 3">',
        '<a id="lure" href="javascript:window.injected = 4">link</a>',
        '<svg onload="window.injected = 5"></svg>',
    ]
    cells = [
        new_code_cell("x", outputs=[new_output("execute_result", data={"text/html": text}, execution_count=1)])
        for text in texts
    ]
    path = tmp_path_factory.mktemp("injected") / "page.html"
    path.write_text(export_html(nbformat.from_dict(new_notebook(cells=cells)), lang="vi"), encoding="utf-8")
    page = see(path).page
    page.click("#bait")
    page.click("#lure")
    assert page.evaluate("window.injected") is None
