"""Figures of one's own: in a sheet of their own or beside a page's parts, following its choices as the others do."""

import altair as alt
import pandas as pd
import pytest
from browser.sheets import open_sheet as open_of_house

import govindex as gi
from govindex.errors import GovindexError, UnknownName
from govindex.figures.book import read_book

ROWS = pd.DataFrame(
    {
        "year": [2020, 2020, 2021, 2021],
        "province": ["01", "31", "01", "31"],
        "gap": [1.5, 2.5, -0.5, None],
        "my word": ["a", "b", "c", "d"],
    }
)
KEYS = {"year": "$year"}
OWN = {"province": "$province", "year": "$year"}


@pytest.fixture(scope="module")
def page():
    return gi.open_page("31", 2020, "vi")


def figure(**options):
    chart = alt.Chart(ROWS).mark_bar().encode(x="gap", y="province")
    return gi.own_figure("gaps", ROWS, **{"title": "{place} {year}", "keys": KEYS, "chart": chart} | options)


def test_its_rows_and_title_follow_the_choices(page):
    own = gi.open_sheet(page, figure(tells=OWN, title="{place} {year}: {gap}"))
    assert own["gaps"].title == "Hải Phòng 2020: 2,50"
    assert list(own["gaps"].data["gap"]) == [1.5, 2.5]
    own.choose("year", 2021)
    own.choose("province", "ha noi")
    assert own["gaps"].title == "Hà Nội 2021: −0,50"
    assert list(own["gaps"].data["my word"]) == ["c", "d"]


def test_every_column_stands_in_its_table_by_its_own_name(page):
    own = gi.open_sheet(page, figure())
    html = own["gaps"]._repr_mimebundle_()[0]["text/html"]
    assert html.count('<th scope="col">') == len(ROWS.columns)
    for heading in ("Năm", "province", "my word"):
        assert f'<th scope="col">{heading}</th>' in html
    assert "Hải Phòng 2020" in html


def test_the_book_carries_its_chart_without_data_and_its_rows(page):
    book = read_book(gi.open_sheet(page, figure()).declared.book)
    spec = book["parts"]["gaps"]["spec"]
    assert spec["data"] == {"name": "rows"}
    assert spec["encoding"]["x"] == {"field": "gap", "type": "quantitative"}
    assert "datasets" not in spec
    assert book["tables"]["gaps"]["gap"] == [1.5, 2.5, -0.5, None]
    assert book["line"] == ""


@pytest.mark.slow
def test_beside_the_parts_of_a_page_it_follows_their_choices():
    papi = gi.open_papi(gi.open_page("31", 2021, "en"))
    both = gi.open_sheet(papi, figure(tells=OWN, title="{place}: {my word}"))
    assert both.parts == [*papi.parts, "gaps"]
    assert both.state == papi.state
    assert both["spread"].title == papi["spread"].title
    both.choose("year", 2020)
    assert both["gaps"].title == "Hai Phong: b"
    assert "gaps" not in open_of_house("papi", "en").parts


def test_a_choice_of_ones_own_is_one_as_any_other(page):
    control = gi.Control("word", "choice", "Chữ", options=(("a", "A"), ("b", "B")))
    own = gi.open_sheet(page, figure(keys={"my word": "$word"}), controls=[control])
    assert list(own["gaps"].data["gap"]) == [1.5]
    own.choose("word", "b")
    assert list(own["gaps"].data["gap"]) == [2.5]
    own.choose("word", "z")
    assert "z" in own.problem


def test_dates_and_an_index_become_columns_that_a_page_can_carry(page):
    rows = pd.DataFrame({"at": pd.to_datetime(["2021-05-01"]), "n": [1]}, index=pd.Index(["x"], name="which"))
    own = gi.open_sheet(page, gi.own_figure("dates", rows, title="T"))
    assert own["dates"].data.to_dict("records") == [{"which": "x", "at": "2021-05-01", "n": 1}]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"keys": {"yaer": "$year"}}, "has no column 'yaer'; near: year"),
        ({"order": ("-gpa",)}, "has no column 'gpa'; near: gap"),
        ({"keys": {"year": "$yaer"}}, "refers to no choice 'yaer'; near: year"),
        ({"title": "{plaec}"}, "has a slot 'plaec' that nothing fills; near: place"),
        ({"picks": ("provnice", "province")}, "refers to no choice 'provnice'; near: province"),
    ],
)
def test_a_wrong_name_is_one_sentence_with_what_is_near(page, options, message):
    with pytest.raises(UnknownName, match=message):
        gi.open_sheet(page, figure(**options))


def test_what_a_page_cannot_carry_and_what_is_there_twice_is_refused(page):
    with pytest.raises(GovindexError, match="column n, has the value inf: expected text, a finite number"):
        gi.own_figure("wide", pd.DataFrame({"n": [float("inf")]}), title="T")
    with pytest.raises(GovindexError, match="has a part or table 'gaps' already"):
        gi.open_sheet(page, figure(), figure())
    with pytest.raises(GovindexError, match="has a choice 'year' already"):
        gi.open_sheet(page, figure(), controls=[gi.Control("year", "text", "x")])
    two = alt.Chart(ROWS).mark_bar().encode(x="gap") + alt.Chart(ROWS.head(1)).mark_rule().encode(x="gap")
    with pytest.raises(GovindexError, match="draws other tables too"):
        figure(chart=two)
