"""An executed notebook as one page: what is kept, what is left out, what may run."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from govindex.errors import UnknownName
from govindex.pages.export import export_html

ROOT = Path(__file__).resolve().parent.parent
HEAD = '<header class="gi-page-head"><h1>Hải Phòng 2021</h1><p class="gi-sub">Ba chỉ số</p></header>'
BOTH = '<div lang="vi">\n\n## Điểm mất ở đâu\n\n</div>\n<div lang="en">\n\n## Where the points went\n\n</div>'


def shown(html: str, **metadata) -> dict:
    """Return an executed code cell that showed `html`."""
    output = new_output("execute_result", data={"text/html": html, "text/plain": "HTML"}, execution_count=1)
    return new_code_cell("secret_code()", outputs=[output], metadata=metadata)


def printed(text: str, stream: str = "stdout") -> dict:
    """Return an executed code cell that printed `text`."""
    return new_code_cell("secret_code()", outputs=[new_output("stream", name=stream, text=text)])


def chart() -> dict:
    """Return an executed code cell that showed a chart of two bars."""
    bars = alt.Chart(pd.DataFrame({"name": ["a", "b"], "score": [1, 2]})).mark_bar().encode(x="score", y="name")
    return shown(
        f'<figure class="gi-figure"><div class="gi-chart">{bars._repr_mimebundle_()["text/html"]}</div></figure>'
    )


def page(*cells: dict, lang: str = "vi", **given) -> BeautifulSoup:
    """Return the parsed page of a notebook with these cells."""
    return BeautifulSoup(export_html(new_notebook(cells=list(cells)), lang=lang, **given), "html.parser")


def policy(soup: BeautifulSoup) -> str:
    """Return the Content-Security-Policy of a page."""
    return soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]


def test_no_code_reaches_the_page():
    soup = page(shown("<p>kept</p>"), printed("also kept"))
    assert "secret_code" not in str(soup)
    assert "kept" in soup.main.get_text()


@pytest.mark.parametrize(("lang", "heading"), [("vi", "Điểm mất ở đâu"), ("en", "Where the points went")])
def test_only_the_pages_language_is_kept(lang, heading):
    soup = page(new_markdown_cell(BOTH), lang=lang)
    assert soup.html["lang"] == lang
    assert [h2.get_text() for h2 in soup.find_all("h2")] == [heading]


def test_a_foreign_word_in_a_text_is_kept():
    assert "good" in page(new_markdown_cell('Chữ <span lang="en">good</span>')).main.get_text()


def test_the_head_names_the_page():
    soup = page(shown(HEAD), new_markdown_cell("## Một"))
    assert soup.title.get_text() == "Hải Phòng 2021"
    assert [h1.get_text() for h1 in soup.find_all("h1")] == ["Hải Phòng 2021"]


def test_a_given_title_comes_before_the_head():
    assert page(shown(HEAD), title="Khác").title.get_text() == "Khác"


def test_a_title_is_escaped():
    soup = page(shown(HEAD), title="</title><script>alert(1)</script>")
    assert soup.title.get_text() == "</title><script>alert(1)</script>"
    assert soup.find_all("script") == []


def test_headings_become_contents_in_their_order():
    soup = page(new_markdown_cell("## Điểm đạt\n\n### Tổng điểm\n\n#### Nhỏ"), shown("<h2>Nguồn</h2>"))
    links = soup.select("nav.gi-contents a")
    assert [link.get_text() for link in links] == ["Điểm đạt", "Tổng điểm", "Nguồn"]
    assert [soup.find(id=link["href"][1:]).get_text() for link in links] == ["Điểm đạt", "Tổng điểm", "Nguồn"]


def test_anchors_are_plain_letters():
    assert page(new_markdown_cell("## Điểm đạt")).h2["id"] == "diem-dat"


def test_equal_headings_have_anchors_of_their_own():
    soup = page(new_markdown_cell("## Một"), new_markdown_cell("## Một"), shown('<p id="mot-2">x</p>'))
    assert [h2["id"] for h2 in soup.find_all("h2")] == ["mot", "mot-3"]


def test_a_page_of_one_heading_has_no_contents():
    assert page(new_markdown_cell("## Một")).nav is None


def test_a_page_without_a_chart_carries_no_script():
    soup = page(shown(HEAD))
    assert soup.find_all("script") == []
    assert "script-src 'none'" in policy(soup)


def test_the_bundle_stands_once_however_many_charts():
    text = export_html(new_notebook(cells=[chart(), chart(), chart()]), lang="vi")
    assert text.count("window.vegaEmbed=") == 1
    assert len(text.encode()) < 1_500_000


def test_what_the_charts_ask_for_is_named_as_there():
    text = export_html(new_notebook(cells=[chart()]), lang="vi")
    asked = dict(re.findall(r'maybeLoadScript\("(vega[a-z-]*)", "([^"]+)"\)', text))
    assert asked["vega-lite"] == alt.VEGALITE_VERSION
    for library, version in asked.items():
        assert f'"{library.replace("-", "")}_version": "{version}"' in text


def test_the_policy_allows_exactly_the_scripts_of_the_page():
    soup = page(shown(HEAD), chart(), chart())
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()}'"
        for script in soup.find_all("script")
    }
    allowed = re.search(r"script-src ([^;]*);", policy(soup))[1]
    assert set(allowed.split()) == hashes
    assert len(hashes) == 4


def test_a_page_of_sheets_carries_vega_packed_and_its_policy_allows_what_that_unpacks_to():
    book = '<section data-sheet="a"><script type="text/plain" class="gi-packed">H4sI</script></section>'
    soup = page(shown(book))
    text = gzip.decompress(base64.b64decode(soup.select_one("script.gi-packed-vega").string)).decode()
    assert "window.vegaEmbed=" in text
    assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy(soup)
    assert len(str(soup).encode()) < 700_000
    with_chart = str(page(shown(book), chart()))  # which wants Vega while the page is read
    assert "gi-packed-vega" not in with_chart.replace("script.gi-packed-vega", "")
    assert with_chart.count("window.vegaEmbed=") == 1


def test_the_policy_forbids_every_fetch():
    rules = dict(rule.split(" ", 1) for rule in policy(page(chart())).split("; "))
    assert rules.pop("default-src") == "'none'"
    assert "unsafe" not in rules.pop("script-src")
    assert rules == {
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        '<script src="https://example.org/x.js"></script>',
        '<script type="module">import "https://example.org/x.js"</script>',
    ],
)
def test_a_script_that_is_not_a_charts_is_left_out(script):
    soup = page(shown(f"<p>kept</p>{script}"), new_markdown_cell(f"kept too {script}"))
    assert soup.find_all("script") == []
    assert "kept too" in soup.main.get_text()


@pytest.mark.parametrize(
    "element",
    [
        '<img src="https://example.org/x.png">',
        '<img srcset="https://example.org/x.png 2x">',
        '<video src="https://example.org/x.mp4"><source src="https://example.org/y.mp4"></video>',
        '<iframe src="https://example.org/"></iframe>',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<object data="https://example.org/x"></object>',
        '<meta http-equiv="refresh" content="0;url=https://example.org/">',
        '<base href="https://example.org/">',
    ],
)
def test_what_would_be_fetched_is_left_out(element):
    assert "example.org" not in str(page(shown(f"<p>kept</p>{element}")))


def test_a_link_to_elsewhere_is_kept():
    assert page(new_markdown_cell("[PAPI](https://example.org/)")).main.a["href"] == "https://example.org/"


def test_an_image_without_a_description_says_so():
    images = page(shown('<img src="data:image/png;base64,iVBORw0KGgo="><img alt="" src="data:,">')).main.find_all("img")
    assert [image["alt"] for image in images] == ["Hình không có mô tả", ""]


def test_an_image_in_the_page_is_kept():
    output = new_output("display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"})
    images = page(new_code_cell("draw()", outputs=[output])).main.find_all("img")
    assert [image["src"] for image in images] == ["data:image/png;base64,iVBORw0KGgo="]


def test_printed_text_is_escaped():
    assert page(printed("<b>5 & 6</b>")).pre.get_text() == "<b>5 & 6</b>"


def test_an_error_is_shown_and_escaped():
    output = new_output("error", ename="ValueError", evalue="<b>", traceback=["\x1b[31mValueError\x1b[0m: <b>x</b>"])
    assert page(new_code_cell("fail()", outputs=[output])).select_one("pre.gi-error").get_text().strip() == (
        "ValueError: <b>x</b>"
    )


def test_warnings_stay_in_the_notebook():
    assert "FutureWarning" not in str(page(printed("FutureWarning: soon", stream="stderr")))


def test_a_cell_for_the_notebook_only_is_left_out():
    lab = new_markdown_cell("# Run me again", metadata={"tags": ["notebook-only"]})
    assert "Run me again" not in str(page(lab, shown(HEAD), shown("<p>also</p>", tags=["notebook-only"])))
    assert "also" not in page(shown("<p>also</p>", tags=["notebook-only"])).main.get_text()


def test_a_cell_that_shows_nothing_leaves_nothing():
    assert page(shown(HEAD), new_code_cell("x = 1")).select(".gi-cell") == []


@pytest.mark.parametrize(("lang", "told"), [("vi", "thư mục riêng “mine”"), ("en", "a folder of one’s own, “mine”")])
def test_a_page_of_tables_of_ones_own_says_so_and_names_no_path(tmp_path, monkeypatch, lang, told):
    monkeypatch.setenv("GOVINDEX_DATA", str(tmp_path / "mine"))
    written = str(page(shown("<p>a</p>"), lang=lang))
    assert told in written
    assert str(tmp_path) not in written
    for published in ("", str(ROOT / "data")):
        monkeypatch.setenv("GOVINDEX_DATA", published)
        assert told not in str(page(shown("<p>a</p>"), lang=lang))


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownName, match="expected vi or en"):
        export_html(new_notebook(), lang="fr")
