"""Series: one meaning under the codes of its years, found by any code or name, broken where it does not compare."""

import pytest

from govindex.compare.trends import trend_scores
from govindex.errors import UnknownName
from govindex.tables.load import load_tables
from govindex.tables.series import find_series, follow_series

TABLES = load_tables()


def test_poverty_lists_are_one_series_over_two_codes_with_a_break():
    trend = trend_scores(TABLES, ["papi.2.2"], province="31").set_index("year")
    assert trend["component"].to_dict() == {y: "papi.2.1" if y < 2018 else "papi.2.2" for y in range(2011, 2025)}
    scores = TABLES.scores.set_index(["province", "component", "year"])["score"]
    assert trend.loc[2014, "score"] == scores["31", "papi.2.1", 2014]
    assert trend.loc[2020, "score"] == scores["31", "papi.2.2", 2020]
    assert trend.loc[2018, "broken"]
    assert trend.loc[2017, "stretch"] != trend.loc[2018, "stretch"]


@pytest.mark.parametrize(("code", "year"), [("papi.2.1", 2014), ("papi.2.2", 2020), ("papi.2.2", None)])
def test_either_code_leads_to_the_same_line(code, year):
    assert trend_scores(TABLES, [code], province="01", year=year)["series"].unique() == ["poverty-lists"]


def test_the_first_code_is_access_to_information_since_2018():
    trend = trend_scores(TABLES, ["papi.2.1"], province="31")
    assert (trend["series"].unique(), trend["year"].min()) == (["access-to-information"], 2018)


def test_inspection_boards_go_from_3_2_to_3_3_and_end():
    spans = follow_series(TABLES, "papi.3.2", year=2013)
    assert spans["component"].tolist() == ["papi.3.2", "papi.3.3"]
    trend = trend_scores(TABLES, ["papi.3.3"], province="31", year=2016).set_index("year")
    assert list(trend.index) == list(range(2011, 2018))
    assert trend["broken"].to_dict() == {year: year == 2016 for year in range(2011, 2018)}


@pytest.mark.parametrize(
    ("text", "year", "series"),
    [
        ("Poverty lists", None, "poverty-lists"),
        ("danh sách hộ nghèo", 2013, "poverty-lists"),
        ("danh sach ho ngheo", 2022, "poverty-lists"),
        ("papi.2.1", 2013, "poverty-lists"),
        ("papi.2.2", None, "poverty-lists"),
        ("papi.2.1", None, "access-to-information"),
        ("Ban Thanh tra nhân dân", None, "inspection-boards"),
        ("People's Inspection Boards", None, "inspection-boards"),
        ("Hiệu quả của Ban Thanh tra nhân dân", 2017, "inspection-boards"),
        ("Thu, chi ngân sách cấp xã/phường", None, "communal-budgets"),
        ("inspection-boards", None, "inspection-boards"),
        ("papi.4", 2016, "papi.4"),
        ("Transparency", None, "papi.2"),
    ],
)
def test_any_code_or_name_of_any_year_finds_its_series(text, year, series):
    assert find_series(TABLES, text, measure="papi", year=year) == series


def test_an_unknown_name_is_told_with_what_is_near():
    with pytest.raises(UnknownName, match="near"):
        find_series(TABLES, "poverty listz", measure="papi")


def test_a_code_is_in_one_series_at_a_time_and_every_code_that_changed_its_meaning_is_in_one():
    spans = TABLES.series.fillna({"last_year": 2100})
    years = {
        (row.component, year) for row in spans.itertuples() for year in range(row.first_year, int(row.last_year) + 1)
    }
    assert len(years) == sum(int(row.last_year) - row.first_year + 1 for row in spans.itertuples())
    moved = TABLES.component_names[TABLES.component_names["today"] != TABLES.component_names["component"]]
    for row in moved.itertuples():
        assert (row.component, row.first_year) in years
    for _, rows in spans.groupby("series"):
        ordered = rows.sort_values("first_year")
        assert (ordered["first_year"].iloc[1:].to_numpy() == ordered["last_year"].iloc[:-1].to_numpy() + 1).all()
        assert ordered["break_vi"].isna().tolist() == [True] + [False] * (len(rows) - 1)


def test_a_component_that_kept_its_code_is_its_own_series():
    trend = trend_scores(TABLES, ["papi.4", "papi"], province="31")
    assert (trend["series"] == trend["component"]).all()
    assert len(trend) == 28


def test_a_series_is_followed_by_its_name_as_by_a_code_of_its():
    by_name = follow_series(TABLES, find_series(TABLES, "Poverty lists"))
    assert by_name["component"].tolist() == ["papi.2.1", "papi.2.2"]
    assert by_name.equals(follow_series(TABLES, "papi.2.1", year=2015))
