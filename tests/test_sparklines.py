"""Sparklines: what they join, what they tell, and where they end."""

import pytest

from govindex.tables.load import load_tables
from govindex.views.sparklines import HEIGHT, WIDTH, list_lines


@pytest.fixture
def tables(make_tables):
    def make(*totals: tuple[int, float], start: int = 2018):
        framework = {"measure": "papi", "component": "papi", "minimum": 8.0, "maximum": 80.0}
        return make_tables(
            components=[{"measure": "papi", "component": "papi", "level": "total"}],
            scores=[
                {"measure": "papi", "year": year, "province": "31", "component": "papi", "score": score}
                for year, score in totals
            ],
            frameworks=[
                framework | {"framework": "a", "first_year": 2011, "last_year": start - 1},
                framework | {"framework": "b", "first_year": start},
            ],
        )

    return make


def test_one_total_makes_no_line(tables):
    assert list_lines(tables((2020, 40.0)), "31") == []
    assert list_lines(tables((2020, 40.0), (2021, 41.0)), "01") == []


def test_a_line_joins_years_of_one_framework_without_a_gap(tables):
    (line,) = list_lines(tables((2016, 36.0), (2017, 37.0), (2018, 44.0), (2019, 43.0), (2021, 42.0)), "31")
    assert [len(stroke.split()) for stroke in line["strokes"]] == [2, 2]
    assert len(line["dots"]) == 5


def test_the_highest_total_stands_highest_and_all_is_inside(tables):
    (line,) = list_lines(tables((2019, 40.0), (2020, 44.0), (2021, 42.0)), "31")
    heights = [y for _, y in line["dots"]]
    assert heights.index(min(heights)) == 1
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line["dots"])


def test_equal_totals_lie_in_the_middle(tables):
    (line,) = list_lines(tables((2019, 40.0), (2020, 40.0)), "31")
    assert {y for _, y in line["dots"]} == {HEIGHT / 2}


def test_the_line_tells_its_figures_in_words(tables):
    (line,) = list_lines(tables((2019, 40.5), (2020, 41.0)), "31")
    assert line["told"] == "PAPI: 2019: 40,500, 2020: 41,000"
    assert line["value"] == "41,000 (2020)"


def test_the_last_year_is_marked(tables):
    (line,) = list_lines(tables((2019, 40.0), (2021, 41.0)), "31")
    assert line["marked"] == line["dots"][-1]


def test_hai_phong_has_all_three():
    assert [line["name"] for line in list_lines(load_tables(), "31")] == ["PAR INDEX", "SIPAS", "PAPI"]
