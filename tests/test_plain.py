"""A plain chart or table as the last line of a cell: whole, by the notebook's language, with its figures."""

import base64
import io

import altair as alt
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from govindex import plain
from govindex.pages.runner import run_notebook

ROWS = pd.DataFrame({"name": ["Huế", "Đắk Lắk"], "score": [7.5, 6.25], "my own": [0.00125, 12.5], "from": [2011, 2019]})


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def heads(html: str) -> list[str]:
    return [head.text for head in read(html).select("th")]


def cells(html: str) -> list[str]:
    return [cell.text for cell in read(html).select("td")]


def take_csv(html: str) -> list[pd.DataFrame]:
    """Return the tables that the CSV files of a shown thing hold."""
    links = [link["href"] for link in read(html).select("a.gi-csv")]
    return [pd.read_csv(io.BytesIO(base64.b64decode(link.split("base64,")[1]))) for link in links]


@pytest.fixture(autouse=True)
def _as_in_jupyterlab(monkeypatch):
    monkeypatch.delenv("GOVINDEX_PAGE", raising=False)
    monkeypatch.setattr(plain._Seen, "count", 0)
    monkeypatch.setattr(plain._Seen, "carrier", None)


def test_no_column_is_dropped_and_one_without_a_word_has_its_own_name():
    html = plain.write_table(ROWS, "en")
    assert heads(html) == ["Component", "Score", "my own", "from"]
    assert cells(html) == ["Huế", "7.50", "0.00", "2011", "Đắk Lắk", "6.25", "12.50", "2019"]
    assert heads(plain.write_table(ROWS, "vi"))[:2] == ["Nội dung", "Điểm"]
    assert cells(plain.write_table(ROWS, "vi"))[1] == "7,50"
    (taken,) = take_csv(html)
    pd.testing.assert_frame_equal(taken, ROWS)


def test_small_numbers_keep_three_figures_and_whole_ones_no_decimals():
    rows = pd.DataFrame({"p": [0.00125, -0.0005], "count": [12345.0, 3.0]})
    assert cells(plain.write_table(rows, "en")) == ["0.00125", "12,345", "−0.00050", "3"]


def test_an_index_with_a_name_is_a_column_and_numbers_of_rows_are_none():
    by_name = ROWS.set_index(["name", "from"])[["score"]]
    assert heads(plain.write_table(by_name, "en")) == ["Component", "from", "Score"]
    assert heads(plain.write_table(ROWS.iloc[1:][["score"]], "en")) == ["Score"]
    described = plain.write_table(ROWS[["score"]].describe(), "en")
    assert cells(described)[:2] == ["count", "2.00"]


def test_columns_of_several_levels_and_equal_names_stand_each_by_itself():
    rows = pd.DataFrame([[1, 2, 3]], columns=["a", "a", "b"])
    assert heads(plain.write_table(rows, "en")) == ["a", "a (2)", "b"]
    levels = ROWS.groupby("name")[["score"]].agg(["min", "max"])
    assert heads(plain.write_table(levels, "en")) == ["Component", "score min", "score max"]


def test_what_is_no_number_or_missing_is_told():
    rows = pd.DataFrame({"yes": [True], "at": [pd.Timestamp("2021-05-01")], "none": [None], "list": [["a"]]})
    assert cells(plain.write_table(rows, "en")) == ["True", "2021-05-01 00:00:00", "–", "['a']"]
    assert "Bảng này không có dòng nào." in plain.write_table(ROWS.head(0), "vi")


def test_a_long_table_shows_its_first_rows_and_gives_all():
    html = plain.write_table(pd.DataFrame({"n": range(plain.MOST_ROWS + 1)}), "en")
    assert len(cells(html)) == plain.MOST_ROWS
    assert "The first 500 of 501 rows" in html
    assert len(take_csv(html)[0]) == plain.MOST_ROWS + 1


def bars(rows=ROWS, title="Điểm số"):
    return alt.Chart(rows, title=title).mark_bar().encode(x="score", y="name")


def test_a_chart_has_the_table_that_it_is_drawn_of_and_numbers_by_the_language():
    html = plain.write_chart(bars(), "vi")
    assert heads(html) == ["Nội dung", "Điểm", "my own", "from"]
    assert read(html).select_one("a.gi-csv")["download"] == "diem-so.csv"
    assert '"decimal":","' in html
    (taken,) = take_csv(html)
    pd.testing.assert_frame_equal(taken, ROWS)


def test_a_chart_of_two_tables_has_both():
    beside = bars() | bars(pd.DataFrame({"name": ["x"], "score": [1.0]}))
    assert sorted(len(table) for table in take_csv(plain.write_chart(beside, "en"))) == [1, 2]


@pytest.mark.slow
def test_a_chart_of_more_rows_than_altair_takes_is_drawn():
    many = pd.DataFrame({"name": "a", "score": range(6000)})
    assert len(take_csv(plain.write_chart(bars(many), "en"))[0]) == 6000


def test_a_chart_of_data_elsewhere_is_one_sentence():
    html = plain.write_chart(alt.Chart("https://example.org/a.csv").mark_bar().encode(x="a:Q"), "en")
    assert read(html).text.startswith("This chart takes its data from https://example.org/a.csv")
    assert "<script" not in html


def test_the_first_chart_brings_what_draws_all_and_so_does_its_cell_when_it_runs_again():
    weighs = [len(plain.write_chart(bars(), "en", cell=cell)) > 500_000 for cell in ("a", "b", "a", "b")]
    assert weighs == [True, False, True, False]


def test_a_shell_shows_them_in_the_language_of_its_notebook():
    shell = InteractiveShell()
    plain.show_well(shell)
    for lang, told in (("en", "Component"), ("vi", "Nội dung"), ("xx", "Nội dung")):
        shell.user_ns["lang"] = lang
        shown, _ = shell.display_formatter.format(ROWS)
        assert told in shown["text/html"]
        assert "Huế" in shown["text/plain"]
        chart, _ = shell.display_formatter.format(bars())
        assert set(chart) == {"text/html", "text/plain"}
        assert told in chart["text/html"]
    series, _ = shell.display_formatter.format(ROWS["score"])
    assert "gi-table" in series["text/html"]


@pytest.mark.kernel
def test_a_notebook_that_knows_nothing_of_the_library_has_a_whole_page(tmp_path):
    source = "import altair as alt, pandas as pd\nrows = pd.DataFrame({'a': [1.5], 'b': ['x']})\nrows"
    made = [
        new_markdown_cell('<div lang="vi">\n\nChữ\n\n</div>\n<div lang="en">\n\nWords\n\n</div>'),
        new_code_cell('number = 3  # of what\nlang = "en"', metadata={"tags": ["parameters"]}),
        new_code_cell(source),
        new_code_cell("alt.Chart(rows).mark_bar().encode(x='a', y='b')"),
    ]
    nbformat.write(new_notebook(cells=made), tmp_path / "mine.ipynb")
    run = run_notebook(tmp_path / "mine.ipynb", {}, out=tmp_path / "out")
    page = run.html.read_text(encoding="utf-8")
    assert run.html == tmp_path / "out" / "mine" / "3" / "en" / "mine.html"
    assert heads(page) == ["a", "b", "a", "b"]
    assert len(read(page).select(".gi-chart script")) == 1
    assert "Chữ" not in page
    assert "Words" in page
