"""Prepared tables of SIPAS against the founding report, and where little is known."""

import pandas as pd
import pytest

from govindex import views
from govindex.tables.page import Page, open_page


def page(province="31", year=2021, lang="vi"):
    return open_page(province, year, lang)


def test_the_table_has_the_criteria_of_three_years_and_the_signs_of_the_founding_report():
    table = views.sipas_table(page()).set_index("component")
    expected = {
        "sipas.1": (94.23, 95.33, 95.12, "-"),
        "sipas.2": (92.47, 96.0, 95.11, "-"),
        "sipas.3": (93.19, 92.8, 95.43, "+"),
        "sipas.4": (94.13, 96.8, 95.86, "-"),
        "sipas.5": (86.29, 86.5, 85.39, "-"),
    }
    criteria = table.loc[list(expected), ["2019", "2020", "2021", "direction"]]
    assert list(criteria.itertuples(index=False, name=None)) == list(expected.values())


def test_the_index_stands_last_with_its_change():
    table = views.sipas_table(page())
    total = table.iloc[-1]
    assert (total["component"], total["level"]) == ("sipas", "total")
    assert total["change"] == pytest.approx(-0.19)
    assert pd.isna(total["2019"])


def test_the_status_tells_of_each_year_that_differs_from_the_page_s():
    status = views.sipas_table(page(lang="en")).set_index("component")["status"]
    assert status["sipas.5"] == "published; 2020 suspect"
    assert status["sipas"] == "published"


def test_the_sources_of_all_years_shown_are_named_that_of_the_page_s_year_first():
    source = views.sipas_table(page()).set_index("component")["source"]
    assert source["sipas.1"] == "s35"
    assert source["sipas"] == "s35; s33"


def test_the_table_never_spans_two_frameworks():
    table = views.sipas_table(page(year=2023))
    assert [column for column in table if column.isdigit()] == ["2022", "2023"]
    first = views.sipas_table(page(year=2022)).iloc[0]
    assert pd.isna(first["change"])
    assert pd.isna(first["direction"])


def test_a_year_with_a_rank_only_has_no_table_and_no_criteria():
    assert views.sipas_table(page("22", 2024)).empty
    assert views.sipas_criteria(page("22", 2024)).empty


def test_criteria_run_up_to_the_page_s_year_and_only_its_own_carry_a_change():
    criteria = views.sipas_criteria(page(year=2020))
    assert sorted(criteria["year"].unique()) == [2019, 2020]
    assert criteria.groupby("year")["change"].count().to_dict() == {2019: 0, 2020: 5}
    assert criteria.loc[criteria["suspect"], "year"].unique().tolist() == [2020]
    assert set(criteria["threshold"]) == {90}


def test_criteria_of_the_first_year_carry_no_change():
    criteria = views.sipas_criteria(page(year=2019))
    assert len(criteria) == 5
    assert criteria["change"].isna().all()


def test_criteria_of_an_earlier_framework_are_not_shown_for_a_later_year():
    assert views.sipas_criteria(page(year=2023)).empty


def test_the_trend_has_a_row_for_every_year_whether_known_or_not():
    trend = views.sipas_trend(page()).set_index("year")
    assert list(trend.index) == list(range(2017, 2025))
    assert trend["score"].notna().to_dict() == {year: year >= 2020 for year in trend.index}
    assert pd.isna(trend.loc[2019, "mean"])
    assert trend["printed_rank"].to_dict() == dict(zip(range(2017, 2025), [8, 9, 2, 2, 2, 10, 5, 1], strict=True))
    assert trend.index[trend["own"]].tolist() == [2021]
    assert trend.index[trend["suspect"]].tolist() == [2023, 2024]


def test_a_line_joins_neighbouring_years_of_one_framework_only():
    trend = views.sipas_trend(page()).set_index("year")
    assert trend.loc[2020, "stretch"] == trend.loc[2021, "stretch"] != trend.loc[2022, "stretch"]
    assert trend.loc[2022, "stretch"] == trend.loc[2024, "stretch"]
    means = trend["mean_stretch"]
    assert means[2020] == means[2021]
    assert means[2017] == means[2018] != means[2020]  # 2019 is not known
    assert means[2022] == means[2023] == means[2024] != means[2020]


def test_a_rank_is_told_with_its_source_where_the_score_is_not_known():
    trend = views.sipas_trend(page()).set_index("year")
    assert trend.loc[2019, "source"] == "s12"
    assert trend.loc[2021, "source"] == "s35"


def test_a_suspect_rank_is_marked():
    trend = views.sipas_trend(page("82", 2022)).set_index("year")
    assert trend.index[trend["rank_suspect"]].tolist() == [2022]


def test_a_province_without_any_score_has_no_trend():
    assert views.sipas_trend(page("96", 2019)).empty


def test_the_page_s_province_is_marked_among_the_known():
    known = views.sipas_known(page())
    assert known.loc[known["own"], "province"].tolist() == ["31"]
    assert known["score"].is_monotonic_decreasing
    assert not views.sipas_known(page("22", 2024))["own"].any()


def test_the_survey_has_wishes_first_and_the_most_frequent_first():
    survey = views.sipas_survey(page(lang="en"))
    assert list(survey.loc[survey["kind"] == "wish", "value"]) == [59.12, 54.3, 48.22, 37.32]
    assert list(dict.fromkeys(survey["kind"])) == ["wish", "experience", "satisfaction"]
    assert survey["section"].iloc[-1] == "What citizens are satisfied with (PAPI survey)"


def test_a_year_without_a_survey_has_none():
    assert views.sipas_survey(page(year=2020)).empty


def test_tables_without_any_figure_give_empty_views(make_tables):
    nothing = Page(
        make_tables(provinces=[{"code": "31"}], components=[{"measure": "sipas", "component": "sipas"}]),
        "31",
        2021,
        "vi",
    )
    for view in (
        views.sipas_table,
        views.sipas_criteria,
        views.sipas_trend,
        views.sipas_known,
        views.sipas_survey,
    ):
        assert view(nothing).empty
