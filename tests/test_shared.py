"""What pages of a site share: written once, found from each page, and nothing else asked for."""

import re
from html import unescape

import nbformat
import pytest
from browser.chromium import WIDE
from nbformat.v4 import new_code_cell, new_notebook, new_output

from govindex.front.assets import FOLDER, Shared
from govindex.pages.export import export_html
from govindex.pages.runner import run_notebook

PACKED = '<script type="text/plain" class="gi-packed">H4sI</script>'


def show(html: str):
    """Return an executed notebook that shows some HTML."""
    return new_notebook(cells=[new_code_cell("1", outputs=[new_output("display_data", data={"text/html": html})])])


def test_equal_texts_have_one_name_and_the_way_leads_up_to_the_site():
    shared = Shared(3)
    assert shared.put("vega", "a") == shared.put("vega", "a")
    assert shared.put("vega", "a") != shared.put("vega", "b")
    assert shared.put("vega", "a").startswith("../../../assets/vega-")
    assert len(shared.texts) == 2


def test_a_page_without_a_chart_shares_its_style_alone():
    shared = Shared(1)
    page = export_html(show("<p>text</p>"), lang="vi", shared=shared)
    (name,) = shared.texts
    assert name.endswith(".css")
    assert f'<link rel="stylesheet" href="../assets/{name}">' in page
    assert "<script" not in page
    assert "<style" not in page


def test_only_the_scripts_of_the_site_may_run_beside_those_of_the_page():
    policy = "script-src 'self' 'sha256-"
    sheet = show(f'<section data-sheet="papi">{PACKED}</section>')
    assert policy in unescape(export_html(sheet, lang="vi", shared=Shared(1)))
    assert "'self'" not in unescape(export_html(sheet, lang="vi"))


def test_the_book_of_a_sheet_moves_into_a_file_and_one_of_no_sheet_goes():
    shared = Shared(1)
    page = export_html(show(f'<section data-sheet="papi">{PACKED}</section>{PACKED}'), lang="vi", shared=shared)
    assert page.count("gi-packed") == 1
    assert "H4sI" not in page
    (text,) = (text for name, text in shared.texts.items() if name.startswith("papi-"))
    name = re.search('data-shared="([^"]+)"', page)[1]
    assert text == f'(window.govindexBooks ??= {{}})["{name}"] = "H4sI";\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with a page of PAPI that shares its scripts, and the page."""
    folder = tmp_path_factory.mktemp("site")
    run = run_notebook("papi_dimensions", {"province": "31", "year": 2021, "lang": "vi"}, out=folder)
    assert run.error is None
    shared = Shared(3)
    page = export_html(nbformat.read(run.ipynb, as_version=4), lang="vi", shared=shared)
    run.html.write_text(page, encoding="utf-8")
    (folder / FOLDER).mkdir()
    for name, text in shared.texts.items():
        (folder / FOLDER / name).write_text(text, encoding="utf-8")
    return folder, run.html


def test_the_page_draws_everything_from_the_files_beside_it(chromium, site):
    folder, path = site
    page = chromium.new_context(viewport=WIDE, offline=True).new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    for chart in page.locator(".gi-chart").all():
        chart.locator("svg.marks").first.wait_for(state="attached")
    assert complaints == []
    assert sorted(asked) == sorted([path.as_uri(), *[file.as_uri() for file in (folder / FOLDER).iterdir()]])
    assert page.locator(".gi-part .gi-panel-chart svg.marks").count() == 7
    page.context.close()


@pytest.mark.kernel
def test_the_page_is_light(site):
    assert site[1].stat().st_size < 100_000
