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
    return show.write_figure(chart.to_dict(), {"31-2021": rows}, name="change", lang="vi")


def test_a_figure_has_its_chart_its_table_and_the_table_as_csv():
    soup = BeautifulSoup(show_chart(changes()), "html.parser")
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


FORMULAS = ['=HYPERLINK("http://x")', "+1+cmd", "-1+1", "@SUM(1)", "\t=1", "\r=1"]
NO_FORMULAS = ["-0.12", "+3,5", "−1", "Đắk Lắk", "a=b", "-5%"]


def test_a_text_that_a_spreadsheet_would_work_out_is_kept_a_text_and_a_number_a_number():
    rows = pd.concat([changes(name) for name in FORMULAS + NO_FORMULAS])
    link = BeautifulSoup(show.write_rows(rows, "x", "vi"), "html.parser").select_one("a.gi-csv")
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


def test_no_text_of_the_data_enters_the_page_as_markup():
    shown = show_chart(changes(HOSTILE), title=HOSTILE)
    assert "<img" not in shown
    assert shown.count("</script>") == 1
    assert "<img" not in show.none(HOSTILE).data


def test_what_all_rows_share_is_told_once_below_the_table():
    rows = pd.concat([changes("A"), changes("B")])
    soup = BeautifulSoup(show.write_rows(rows, "x", "vi"), "html.parser")
    assert "Nguồn" not in [head.text for head in soup.select("th")]
    assert soup.select_one(".gi-source").text == "Nguồn: s35"
    named = show.write_rows(rows.drop(columns="source").assign(publisher="Sở Nội vụ Hải Phòng"), "x", "vi")
    assert BeautifulSoup(named, "html.parser").select_one(".gi-source").text == "Nguồn: Sở Nội vụ Hải Phòng"


def test_a_missing_figure_is_a_dash_and_no_zero():
    rows = changes().assign(base_score=float("nan"))
    assert '<td class="gi-num">–</td>' in show.write_rows(rows, "x", "vi")


def test_sources_are_listed_as_they_are_to_be_cited(page):
    shown = show.sources(page, [changes()]).data
    assert "Sở Nội vụ Hải Phòng" in shown
    assert "Hai Phong Department of Home Affairs" in show.sources(page._replace(lang="en"), [changes()]).data
    assert len(re.findall("<li", shown)) == 1


def test_listed_sources_are_numbered_and_their_addresses_lead_there(page):
    listed = BeautifulSoup(show.sources(page, [changes().assign(source="s01")]).data, "html.parser")
    (work,) = listed.select("section.gi-sources > ol > li#source-s01")
    assert work.select_one("a")["href"].startswith("https://")
    assert not re.search(r"\bs01\b", work.text)


@pytest.mark.parametrize(("lang", "told", "not_told"), [("vi", "không ghi ngày", "n.d."), ("en", "n.d.", "không")])
def test_a_source_without_a_date_says_so_in_the_language_of_the_page(page, lang, told, not_told):
    shown = show.sources(page._replace(lang=lang), [changes().assign(source="s01")]).data
    publisher = {"vi": "Thông tấn xã Việt Nam (VietnamPlus)", "en": "Viet Nam News Agency (VietnamPlus)"}[lang]
    assert f"{publisher} ({told}): Da Nang tops" in shown
    assert not_told not in shown
