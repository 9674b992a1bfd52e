"""Charts of SIPAS on a few rows: valid, titled, described, and drawing the numbers that they are given."""

import json
from itertools import pairwise

import pandas as pd
import pytest

from govindex import charts
from govindex.charts import theme

NAMES = ["Access", "Procedures", "Civil servants", "Results", "Feedback"]
CRITERIA = pd.DataFrame(
    [
        {
            "component": f"sipas.{place}",
            "name": f"The criterion of {name.lower()}",
            "short": name,
            "year": year,
            "score": score + year - 2021,
            "change": 1.0 if year == 2021 else None,
            "status": "published",
            "publisher": "Report",
            "suspect": year == 2020,
            "last": year == 2021,
            "stretch": place,
            "threshold": 90.0,
        }
        for place, (name, score) in enumerate(zip(NAMES, [95.12, 95.11, 95.43, 95.86, 85.39], strict=True), start=1)
        for year in (2020, 2021)
    ]
)
TREND = pd.DataFrame(
    {
        "measure": "sipas",
        "year": [2019, 2020, 2021, 2022],
        "score": [None, 93.57, 93.38, 83.88],
        "mean": [None, 85.0, None, 80.08],
        "printed_rank": pd.array([2, None, 2, 53], dtype="Int64"),
        "framework": ["2017", "2017", "2017", "2022"],
        "status": [None, "published", "published", "suspect"],
        "publisher": "Report",
        "suspect": [False, False, False, True],
        "rank_suspect": [False, False, False, True],
        "own": [False, False, True, False],
        "stretch": [None, 1, 1, 2],
        "mean_stretch": [None, 1, None, 2],
    }
)
SURVEY = pd.DataFrame(
    {
        "section": ["Wishes", "Wishes", "Met with"],
        "name": ["Simpler procedures", "More ways to learn where to file and where to collect", "Came back"],
        "value": [54.3, 37.32, 60.0],
        "publisher": "Report",
    }
)
CHARTS = [
    (charts.criteria_chart, CRITERIA),
    (charts.index_chart, TREND),
    (charts.survey_chart, SURVEY),
]


def draw(make_chart, table, lang="en"):
    return make_chart(table, title="The finding", lang=lang).to_dict()


def walk(spec, key):
    """Return every value under `key` anywhere in a chart."""
    if isinstance(spec, list):
        return [found for part in spec for found in walk(part, key)]
    if not isinstance(spec, dict):
        return []
    own = [spec[key]] if key in spec else []
    return own + [found for name, part in spec.items() if name != "datasets" for found in walk(part, key)]


def texts(spec, column="text"):
    """Return what a column of the chart's data holds, over all its tables."""
    return {row[column] for rows in spec["datasets"].values() for row in rows if column in row}


@pytest.mark.parametrize(("make_chart", "table"), CHARTS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_chart_is_titled_described_and_no_wider_than_a_page(make_chart, table, lang):
    spec = draw(make_chart, table, lang)
    assert spec["title"]["text"] == ["The finding"]
    assert spec["description"] == "The finding"
    assert all(width <= theme.WIDTH for width in walk(spec, "width") if isinstance(width, (int, float)))


@pytest.mark.parametrize(("make_chart", "table"), CHARTS)
def test_a_chart_leaves_the_table_it_is_given_as_it_was(make_chart, table):
    before = table.copy()
    draw(make_chart, table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(("make_chart", "table"), CHARTS)
def test_marks_tell_their_figures_when_pointed_at(make_chart, table):
    assert walk(draw(make_chart, table), "tooltip")


def test_a_line_is_named_at_its_end_with_score_and_change():
    assert "Feedback  85.39 (+1.00)" in texts(draw(charts.criteria_chart, CRITERIA))
    assert "Feedback  85,39 (+1,00)" in texts(draw(charts.criteria_chart, CRITERIA, "vi"))


def test_names_at_the_ends_of_lines_do_not_touch():
    spec = draw(charts.criteria_chart, CRITERIA)
    places = sorted(texts(spec, "place"))
    low, high = next(scale["domain"] for scale in walk(spec["layer"][2]["encoding"]["y"], "scale"))
    gaps = [(later - sooner) / (high - low) * spec["height"] for sooner, later in pairwise(places)]
    assert len(places) == len(NAMES)
    assert min(gaps) >= 15


def test_the_threshold_is_drawn_and_within_the_scale():
    spec = draw(charts.criteria_chart, CRITERIA[CRITERIA["short"] != "Feedback"])
    assert "the 90% line" in json.dumps(spec)
    low, high = next(scale["domain"] for scale in walk(spec["layer"][2]["encoding"]["y"], "scale"))
    assert low < 90 < high <= 100


def test_criteria_are_told_apart_without_colour_and_suspect_figures_are_hollow():
    lines, dots = draw(charts.criteria_chart, CRITERIA)["layer"][2:4]
    assert "strokeDash" in lines["encoding"]
    assert len(set(dots["encoding"]["shape"]["scale"]["range"])) == len(NAMES)
    assert dots["encoding"]["fill"]["condition"]["test"] == "datum.suspect"


def test_lines_are_broken_where_a_stretch_ends():
    assert draw(charts.criteria_chart, CRITERIA)["layer"][2]["encoding"]["detail"]["field"] == "stretch"
    details = {detail["field"] for detail in walk(draw(charts.index_chart, TREND), "detail")}
    assert details == {"stretch", "mean_stretch"}


def test_a_single_year_without_changes_is_drawn_too():
    one = CRITERIA[CRITERIA["last"]].assign(change=None)
    assert "Access  95.12" in texts(draw(charts.criteria_chart, one))


def test_a_rank_stands_below_its_year_and_a_suspect_one_is_questioned():
    spec = draw(charts.index_chart, TREND)
    assert texts(spec, "rank_text") == {"rank 2", "–", "rank 53 (?)"}
    assert texts(spec, "year_text") == {"2019", "2020", "2021", "2022"}


def test_a_change_of_framework_is_drawn_between_its_years():
    spec = draw(charts.index_chart, TREND)
    assert any(
        row == {"year": 2021.5, "text": "framework since 2022"} for rows in spec["datasets"].values() for row in rows
    )


def test_a_mean_that_was_published_rounded_is_written_whole():
    assert {"85", "80.08", "93.57"} <= texts(draw(charts.index_chart, TREND))


def test_years_without_a_mean_or_without_the_page_s_year_are_drawn():
    without = TREND.assign(mean=float("nan"), mean_stretch=None, own=False)
    assert "93.57" in texts(draw(charts.index_chart, without))


def test_answers_stand_on_one_scale_up_to_100_in_a_panel_a_section():
    spec = draw(charts.survey_chart, SURVEY)
    assert [panel["title"]["text"] for panel in spec["vconcat"]] == ["Wishes", "Met with"]
    assert {tuple(scale["domain"]) for scale in walk(spec["vconcat"], "scale")} == {(0, 100)}
    assert texts(spec) == {"54.30%", "37.32%", "60%"}
