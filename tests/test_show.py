"""What a cell shows: escaped, with a table twin and a CSV, numbers by the language."""

import base64
import csv
import io
import json
import re
import shutil
import subprocess
from importlib.resources import files

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from govindex import show
from govindex.tables.load import load_tables
from govindex.tables.page import Page

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page():
    return Page(load_tables(), "31", 2021, "vi")


def changes(name="Khảo sát"):
    return pd.DataFrame(
        {
            "measure": "par",
            "component": ["par.survey"],
            "name": [name],
            "base_score": [19.45],
            "score": [19.33],
            "change": [-0.12],
            "source": ["s35"],
            "hidden": [1],
        }
    )


def show_chart(rows, title="T"):
    """Return a chart of some rows as a page without choices shows it."""
    chart = alt.Chart(rows, title=title).mark_bar().encode(x="change:Q", y="name:N", tooltip=["name:N", "change:Q"])
    return show.frame(chart.to_dict(), rows, name="change", file="31-2021", lang="vi")


def test_a_figure_has_its_chart_its_table_and_the_table_as_csv():
    soup = BeautifulSoup(show_chart(changes()).data, "html.parser")
    assert soup.figure["id"] == "figure-change"
    assert soup.select_one("#chart-change").parent["class"] == ["gi-chart"]
    heads = [head.text for head in soup.select(".gi-table th")]
    assert heads == ["measure", "component", "Nội dung", "Điểm năm trước", "Điểm", "Tăng, giảm", "Nguồn", "hidden"]
    cells = [cell.text for cell in soup.select(".gi-table td")]
    assert cells == ["par", "par.survey", "Khảo sát", "19,45", "19,33", "−0,12", "s35", "1"]
    link = soup.select_one("a.gi-csv")
    text = base64.b64decode(link["href"].split("base64,")[1]).decode("utf-8-sig")
    assert text.splitlines()[0] == "measure,component,name,base_score,score,change,source,hidden"
    assert link["download"] == "31-2021.csv"


def test_a_prepared_table_leaves_out_codes_that_its_words_tell_and_nothing_else(page):
    soup = BeautifulSoup(show.table(page, changes(), name="x", absent="").data, "html.parser")
    heads = [head.text for head in soup.select(".gi-table th")]
    assert heads == ["Nội dung", "Điểm năm trước", "Điểm", "Tăng, giảm", "Nguồn", "hidden"]


FORMULAS = ['=HYPERLINK("http://x")', "+1+cmd", "-1+1", "@SUM(1)", "\t=1", "\r=1"]
NO_FORMULAS = ["-0.12", "+3,5", "−1", "Đắk Lắk", "a=b", "-5%"]


def test_a_text_that_a_spreadsheet_would_work_out_is_kept_a_text_and_a_number_a_number(page):
    rows = pd.concat([changes(name) for name in FORMULAS + NO_FORMULAS])
    link = BeautifulSoup(show.table(page, rows, name="x", absent="").data, "html.parser").select_one("a.gi-csv")
    text = base64.b64decode(link["href"].split("base64,")[1]).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line["name"] for line in lines] == [f"'{formula}" for formula in FORMULAS] + NO_FORMULAS
    assert {line["change"] for line in lines} == {"-0.12"}


@pytest.mark.skipif(shutil.which("node") is None, reason="Node runs the scripts of the page here.")
def test_the_browser_writes_formulas_and_numbers_alike():
    script = files("govindex").joinpath("front/take.js").read_text("utf-8")
    lines = json.dumps([[text] for text in [*FORMULAS, *NO_FORMULAS, -0.12]])
    script += f"\nprocess.stdout.write(writeCsv({{head: ['a'], lines: {lines}}}, 'en'));"
    done = subprocess.run(["node", "-e", script], capture_output=True, check=True)
    lines = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert [line["a"] for line in lines] == [f"'{formula}" for formula in FORMULAS] + [*NO_FORMULAS, "-0.12"]


def test_an_empty_table_shows_the_sentence_alone(page):
    shown = show.table(page, changes().head(0), name="x", absent="Không có <số>").data
    assert shown == '<p class="gi-none">Không có &lt;số&gt;</p>'


def test_no_text_of_the_data_enters_the_page_as_markup(page):
    shown = show_chart(changes(HOSTILE), title=HOSTILE).data
    assert "<img" not in shown
    assert shown.count("</script>") == 1
    assert "<img" not in show.prose([HOSTILE]).data + show.footnotes([HOSTILE], absent="").data
    assert "<img" not in show.keys([(HOSTILE, HOSTILE, HOSTILE)]).data + show.none(HOSTILE).data


def test_what_all_rows_share_is_told_once_below_the_table(page):
    rows = pd.concat([changes("A"), changes("B")])
    soup = BeautifulSoup(show.table(page, rows, name="x", absent="").data, "html.parser")
    assert "Nguồn" not in [head.text for head in soup.select("th")]
    assert soup.select_one(".gi-source").text == "Nguồn: s35"
    named = show.table(page, rows.assign(publisher="Sở Nội vụ Hải Phòng"), name="x", absent="").data
    assert BeautifulSoup(named, "html.parser").select_one(".gi-source").text == "Nguồn: Sở Nội vụ Hải Phòng"


def test_a_missing_figure_is_a_dash_and_no_zero(page):
    rows = changes().assign(base_score=float("nan"))
    assert '<td class="gi-num">–</td>' in show.table(page, rows, name="x", absent="").data


def test_sources_are_listed_as_they_are_to_be_cited(page):
    shown = show.sources(page, [changes()]).data
    assert "Hai Phong Department of Home Affairs" in shown
    assert len(re.findall("<li", shown)) == 1


@pytest.mark.parametrize(("lang", "told", "not_told"), [("vi", "không ghi ngày", "n.d."), ("en", "n.d.", "không")])
def test_a_source_without_a_date_says_so_in_the_language_of_the_page(page, lang, told, not_told):
    shown = show.sources(page._replace(lang=lang), [changes().assign(source="s01")]).data
    assert f"Viet Nam News Agency (VietnamPlus) ({told}): Da Nang tops" in shown
    assert not_told not in shown


def test_the_head_of_a_notebook_brings_what_draws_charts_and_that_of_a_page_does_not(page, monkeypatch):
    monkeypatch.delenv("GOVINDEX_PAGE", raising=False)
    brought = show.head(page, "report").data
    assert "window.VEGA_DEBUG" in brought
    assert brought.count("</script>") == 1
    monkeypatch.setenv("GOVINDEX_PAGE", "1")
    assert "<script" not in show.head(page, "report").data
