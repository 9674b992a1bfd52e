"""The pages in Chromium, opened from disk without a network: charts drawn, nothing asked for, fit to read and print."""

import base64
import contextlib
import csv
import io
import re

import altair as alt
import nbformat
import pandas as pd
import pytest
from browser.chromium import NARROW, WIDE, Seen
from browser.pages import Asked, page_id
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from govindex.pages.export import export_html
from govindex.pages.gallery import write_index
from govindex.pages.notebooks import list_notebooks
from govindex.show import write_figure
from govindex.tables.load import load_tables

# Every notebook on 2021 in both languages; then years with holes, with PAPI alone, without PAPI, of six dimensions.
NOTEBOOKS = list_notebooks(declaring="province")
WHOLE = [Asked(name, "31", 2021, lang) for lang in ("vi", "en") for name in NOTEBOOKS]
PAGES = WHOLE + [
    Asked(name, province, year, lang)
    for province, year, lang in (("22", 2018, "en"), ("24", 2022, "vi"), ("22", 2021, "vi"), ("31", 2012, "vi"))
    for name in ("report", "papi_dimensions")
]
PAGES += [Asked("report", "46", 2019, "vi"), Asked("report", "31", 2024, "en")]


# What follows from the style and the scripts alone is looked at in one page of each notebook.
of_each_notebook = pytest.mark.parametrize("asked", WHOLE[: len(NOTEBOOKS)], ids=page_id, indirect=True)


@pytest.fixture(scope="module")
def out(chromium, pages):
    """The folder with every page of PAGES, and its index."""
    folder = pages(PAGES)
    write_index(load_tables(), folder)
    return folder


@pytest.fixture
def see(chromium):
    """Open a file and hand out what was seen; it is closed after the test."""
    with contextlib.ExitStack() as opened:

        def look(path, viewport=WIDE) -> Seen:
            seen = Seen(chromium, path, viewport)
            opened.callback(seen.context.close)
            return seen

        yield look


@pytest.fixture(scope="module", params=PAGES, ids=page_id)
def asked(request) -> Asked:
    """One page after the other: all that is looked at in one is looked at before the next is opened."""
    return request.param


@pytest.fixture(scope="module")
def seen(asked, chromium, out):
    """The page, opened once."""
    seen = Seen(chromium, asked.find(out))
    yield seen
    seen.context.close()


def test_nothing_is_asked_for_and_nothing_complains(seen):
    assert seen.requests == [seen.url]
    assert seen.complaints == []
    assert seen.violations == []


def test_every_chart_is_drawn(seen):
    for chart in seen.charts.all():
        assert chart.locator("svg.marks").count() == 1
        assert chart.locator("svg.marks .role-mark :is(path, text)").count() > 0
        box = chart.locator("svg.marks").bounding_box()
        assert box["width"] > 100
        assert box["height"] > 50


def test_the_page_is_of_its_language_and_is_named(seen, asked):
    assert seen.page.locator("html").get_attribute("lang") == asked.lang
    assert str(asked.year) in seen.page.title()
    assert seen.page.locator("h1").count() == 1


def test_the_page_is_small(seen):
    explores = seen.page.locator(".gi-part").count()
    assert seen.path.stat().st_size < (2_500_000 if explores else 1_500_000)


def test_the_page_does_not_scroll_sideways(seen):
    assert seen.overflow <= 0


@pytest.mark.parametrize("whole", WHOLE, ids=page_id)
def test_the_page_does_not_scroll_sideways_in_a_narrow_window(see, out, whole):
    seen = see(whole.find(out), NARROW)
    assert seen.overflow <= 0
    assert seen.complaints == []


def test_the_contents_lead_to_the_headings(seen):
    page = seen.page
    targets = page.locator("nav.gi-contents a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(targets) == len(set(targets))
    for target in targets:
        assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_names_of_parts_are_not_used_twice(seen):
    names = seen.page.evaluate(
        "[...document.querySelectorAll('[id]:not(svg [id])')].map(element => element.id).filter(id => id)"
    )
    assert [name for name in set(names) if names.count(name) > 1] == []


# Of the marks of a chart that have a figure to tell and that nothing covers, one: its middle, and what it has to tell.
# A line is drawn of many figures, so that it is not one.
TELLING = """(chart, skipped) => {
  for (const mark of chart.querySelectorAll("svg.marks .role-mark:not(.mark-line) *")) {
    const told = mark.__data__ && mark.__data__.tooltip;
    if (!told) continue;
    mark.scrollIntoView({ behavior: "instant", block: "center" });
    const box = mark.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (document.elementFromPoint(x, y) === mark && skipped-- === 0) return { x, y, told };
  }
}"""


def point_at_mark(seen, chart, tooltip):
    """Return what a mark has to tell, its tip being shown; of marks beside each other the third at the latest."""
    for skipped in range(3):
        mark = chart.evaluate(TELLING, skipped)
        assert mark is not None, chart.evaluate("chart => `No mark of ${chart.parentNode.id} has a figure to tell.`")
        seen.page.mouse.move(mark["x"], mark["y"])
        try:
            expect(tooltip).to_contain_class("visible", timeout=2_000)
        except AssertionError:
            seen.page.mouse.move(0, 0)
        else:
            return mark["told"]
    raise AssertionError(f"No tip of {mark['told']} is shown.")


def test_a_mark_of_every_chart_tells_its_figure(seen):
    tooltip = seen.page.locator("#vg-tooltip-element")
    for chart in seen.charts.all():
        known = point_at_mark(seen, chart, tooltip)
        rows = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
        told = dict(tooltip.locator("tr").evaluate_all(rows))
        told = {name: figure for name, figure in told.items() if figure != "null"}  # what is not known
        assert told == {name: str(value) for name, value in known.items() if value not in (None, "", "null")}
        assert any(re.search(r"\d", figure) for figure in told.values()), told
        seen.page.mouse.move(0, 0)
        expect(tooltip).not_to_contain_class("visible")


# Of each table of a page: its link, and how many rows it has.
LINKS = """(links) => links.map((link) => [
  link.getAttribute("href"), link.closest("details, .gi-block").querySelectorAll("table tbody tr").length,
])"""


def test_every_table_is_there_as_csv_with_all_its_rows(seen):
    for href, count in seen.page.locator("a.gi-csv").evaluate_all(LINKS):
        text = base64.b64decode(href.partition("base64,")[2]).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        assert len(lines) - 1 == count
        assert len({len(line) for line in lines}) == 1


@of_each_notebook
def test_every_table_can_be_taken_along(seen):
    seen.page.evaluate("document.querySelectorAll('details.gi-data').forEach(details => details.open = true)")
    for link in seen.page.locator("a.gi-csv").all():
        with seen.page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename == link.get_attribute("download")
        taken = download.value.path().read_bytes()
        assert taken == base64.b64decode(link.get_attribute("href").partition("base64,")[2])


@of_each_notebook
def test_the_page_prints_on_a4(seen):
    pdf = seen.page.pdf(prefer_css_page_size=True)
    sizes = {tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert sizes
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)


def test_a_plain_chart_is_saved_as_a_picture(chromium, tmp_path):
    rows = pd.DataFrame({"place": ["A", "B"], "score": [1.5, 2.5]})
    spec = alt.Chart(rows).mark_bar().encode(x="score:Q", y="place:N").to_dict()
    shown = new_output("display_data", data={"text/html": write_figure(spec, {"rows": rows}, name="bars", lang="vi")})
    page = tmp_path / "plain.html"
    page.write_text(export_html(new_notebook(cells=[new_code_cell("1", outputs=[shown])]), lang="vi"), "utf-8")
    seen = Seen(chromium, page)
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
