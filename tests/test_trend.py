"""The sheet of trends: windows, classes and groups follow the scores and what compares, in every year."""

import pytest
from parts import open_sheet

from govindex.charts.papi import trend_chart
from govindex.charts.trend import course_chart
from govindex.compare.frameworks import list_breaks, list_common
from govindex.compare.ranks import group_scores
from govindex.errors import UnknownName
from govindex.figures.papi.sheet import open_papi
from govindex.figures.trend.sheet import open_trend
from govindex.figures.trend.tables import list_counts, list_courses, list_lines, list_strip
from govindex.methods.course import CLASSES
from govindex.tables.load import load_tables
from govindex.tables.page import Page


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def test_paces_are_those_of_the_scores_at_the_ends(tables):
    scores = tables.scores.set_index(["component", "province", "year"])["score"]
    for row in list_courses(tables).sample(200, random_state=1).itertuples():
        first, middle, last = (scores[row.component, row.province, when] for when in (row.first, row.middle, row.year))
        assert row.whole == pytest.approx((last - first) / (row.year - row.first), abs=1e-4)
        assert row.recent == pytest.approx((last - middle) / (row.year - row.middle), abs=1e-4)
        assert row.years == row.year - row.first + 1 <= row.span


def test_no_window_reaches_over_a_year_that_does_not_compare(tables):
    breaks = set(list_breaks(tables, "papi"))
    courses = list_courses(tables)
    years = range(courses["first"].min() + 1, courses["year"].max() + 1)
    common = {when: list_common(tables, "papi", year=when, base=when - 1) for when in years}
    for row in courses[["component", "first", "year"]].drop_duplicates().itertuples(index=False):
        inside = range(row.first + 1, row.year + 1)
        assert not any((row.component, when) in breaks for when in inside)
        assert all(row.component in common[when] for when in inside)


def test_no_window_of_the_total_reaches_over_a_new_framework(tables):
    totals = list_courses(tables).query("component == 'papi'")
    assert set(totals.loc[totals["year"] > 2018, "first"]) <= set(range(2018, 2025))
    assert totals["years"].max() == 7


def test_parts_that_both_frameworks_measure_alike_have_ten_years(tables):
    long = list_courses(tables).query("years == 10 and year == 2024")
    assert {"papi.1.3", "papi.4.1", "papi.6.1"} <= set(long["component"])
    assert set(long["first"]) == {2015}
    assert set(long["middle"]) == {2020}


def test_a_hole_ends_a_line(tables):
    rows = list_lines(tables).query("series == 'papi' and province == '24'").set_index("year")["run"]
    assert rows[2020] != rows[2023]
    assert rows[2023] == rows[2024]
    assert not len(list_courses(tables).query("component == 'papi' and province == '24' and year == 2024"))


def test_a_window_with_2021_is_to_be_read_with_care(tables):
    totals = list_courses(tables).query("component == 'papi' and span == 10")
    assert totals.loc[totals["year"] == 2024, "careful"].all()
    assert not totals.loc[totals["year"] == 2015, "careful"].any()


def test_every_province_that_can_be_classed_is_counted_once(tables):
    counts = list_counts(tables).query("component == 'papi' and year == 2024 and span == 10")
    assert counts["count"].sum() == counts["classed"].iloc[0]
    assert counts["count"].sum() == len(
        list_courses(tables).query("component == 'papi' and year == 2024 and span == 10")
    )


@pytest.mark.slow
def test_a_class_by_hand_from_published_totals():
    """Hải Phòng's PAPI totals 2018-2024: about as it began, after a peak in 2021 that is gone."""
    sheet = open_sheet("trend", "31", 2024)
    assert sheet["course"].title.startswith(
        "PAPI: warning signs, −0.016 points per year in 2018–2024, −0.434 in 2021–2024"
    )
    assert "parts classed: 29" in sheet["classes"].title
    own = sheet["classes"].rows.set_index("component")
    assert CLASSES[own.loc["papi", "told"]] == "warning_signs"
    assert CLASSES[own.loc["papi", "plain"]] == "increasing_deterioration"


@pytest.mark.parametrize(("lang", "name"), [("vi", "Tổng điểm PAPI"), ("en", "PAPI total")])
def test_the_total_has_a_name_in_the_strip_that_fits(lang, name):
    strip = open_sheet("trend", "31", 2021, lang)["strip"].rows
    assert strip.loc[strip["component"] == "papi", "lines"].iloc[0] == name


def test_published_groups_stand_in_the_strip(tables):
    """Hải Phòng's report on 2021 (s35): from the lower middle group in 2020 to the highest in 2021."""
    strip = open_sheet("trend", "31", 2021)["strip"].rows
    total = strip[strip["component"] == "papi"].set_index("year")["group"]
    assert (total[2020], total[2021]) == (3, 1)
    ours = list_strip(tables).query("component == 'papi.4' and year == 2023").set_index("province")["group"]
    assert ours.to_dict() == group_scores(tables, "papi.4", year=2023).set_index("province")["group"].to_dict()


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "place"), [("vi", "Bắc Giang"), ("en", "Bac Giang")])
def test_a_province_with_holes_is_told_what_cannot_be_said(lang, place):
    sheet = open_sheet("trend", "24", 2022, lang)
    assert place in sheet["summary"].texts[0]
    assert place in sheet["course"].title
    assert sheet["classes"].rows.empty
    assert place in sheet["counts"].title
    assert 2022 not in set(sheet["strip"].rows.query("component == 'papi'")["year"])


@pytest.mark.parametrize(
    ("province", "year", "words"),
    [
        ("31", 2021, "The total has no class: the years in a row that compare are 4 (2018–2021), and it takes 5."),
        ("31", 2016, "The total has no class: 2016 does not compare with the year before"),
        ("22", 2018, "The total has no class: we do not have that of 2018."),
    ],
)
def test_why_the_total_has_no_class_is_told(province, year, words):
    assert words in open_sheet("trend", province, year)["summary"].texts[0]


def test_groups_are_counted_up_to_the_year():
    told = {year: open_sheet("trend", "31", year)["summary"].texts[-1] for year in (2021, 2024)}
    assert (
        "Years with groups up to 2021: 11. The total of Hai Phong was in the highest group in 1 of them" in told[2021]
    )
    assert (
        "Years with groups up to 2024: 14. The total of Hai Phong was in the highest group in 2 of them" in told[2024]
    )


@pytest.mark.parametrize("component", ["par", "sipas"])
def test_indices_that_changed_their_framework_often_have_no_class(component):
    sheet = open_trend(Page(load_tables(), "31", 2024, "en"), component)
    assert "no trend is classed" in sheet["summary"].texts[0]
    assert sheet["counts"].rows.empty
    assert len(sheet["course"].rows) > 3


def test_a_line_follows_what_keeps_its_meaning():
    rows = open_sheet("trend", "31", 2024, component="papi.2.2")["course"].rows
    own = rows[rows["own"]]
    assert list(own["year"]) == list(range(2011, 2025))
    assert own.set_index("year")["run"][2017] != own.set_index("year")["run"][2018]


def test_a_span_that_is_not_offered_is_refused(tables):
    with pytest.raises(UnknownName, match="span is 8: expected one of 10, 7, 5"):
        open_trend(Page(tables, "31", 2021, "en"), "papi", 8)


def test_words_on_breaks_stand_above_the_plot_where_no_line_runs():
    layers = course_chart("en").to_dict(validate=False)["spec"]["layer"]
    told = [each["encoding"]["y"] for each in layers if each["encoding"].get("text", {}).get("field") == "break"]
    assert told
    assert all(y["value"] < 0 for y in told)


@pytest.mark.parametrize(
    ("component", "scales"),
    [("papi", {"trên thang 60", "trên thang 80"}), ("papi.1", {"trên thang 10"}), ("par", {"trên thang 100"})],
)
def test_points_of_two_scales_stand_in_two_panels(component, scales):
    year = 2021
    sheets = [open_trend(Page(load_tables(), "31", year, "vi"), component)["course"]]
    if component != "par":
        sheets.append(open_papi(Page(load_tables(), "31", year, "vi"), component)["trend"])
    for view in sheets:
        rows = view.rows.dropna(subset="score")
        assert set(rows["scale"]) == scales
        limit = rows["scale"].str.removeprefix("trên thang ").astype(float)
        assert (rows["score"] <= limit).all()
    for chart in (course_chart("vi"), trend_chart("vi")):
        drawn = chart.to_dict(validate=False)
        assert drawn["facet"]["row"]["field"] == "scale"
        assert drawn["resolve"]["scale"] == {"x": "independent", "y": "independent"}
