"""The prepared tables of PAPI on the real data: equal to the founding report, honest about holes."""

from decimal import Decimal

import pandas as pd
import pytest

from govindex import views
from govindex.tables.load import load_tables
from govindex.tables.page import Page
from govindex.words import number

DIMENSIONS = [f"papi.{order}" for order in range(1, 9)]


def page(province, year, lang="vi"):
    return Page(load_tables(), province, year, lang)


def test_the_table_of_hai_phong_2021_equals_the_founding_report():
    table = views.papi_table(page("31", 2021)).set_index("component")
    assert list(table.index) == [*DIMENSIONS, "papi"]
    printed = [4.904, 5.419, 4.413, 7.424, 7.462, 7.911, 3.678, 2.792, 44.005]
    assert table["score"].round(3).tolist() == printed
    high, upper, lower = "Cao nhất", "Trung bình cao", "Trung bình thấp"
    assert table["group"].tolist() == [upper, upper, upper, high, high, upper, upper, lower, high]


def test_the_changes_of_hai_phong_2021_equal_the_report_but_for_its_misprint():
    changes = views.papi_table(page("31", 2021)).set_index("component")["change"]
    printed = [-0.369, -0.041, -0.162, 1.162, 0.14, 0.902, 0.582, -0.504]
    assert changes[DIMENSIONS].round(3).tolist() == printed
    assert changes["papi"] == pytest.approx(1.711387)


def test_thua_thien_hue_is_computed_first_of_sixty_in_2021():
    total = views.papi_table(page("46", 2021)).set_index("component").loc["papi"]
    assert (round(total["score"], 3), total["rank"], total["scored"]) == (48.059, 1, 60)


def test_a_dimension_without_a_score_keeps_its_row_and_the_total_is_missing():
    table = views.papi_table(page("22", 2018)).set_index("component")
    assert table.index[table["score"].isna()].tolist() == ["papi.2", "papi.4", "papi"]
    assert table.at["papi.2", "status"] == "không có điểm"
    assert pd.isna(table.at["papi.2", "group"])


def test_a_province_that_was_not_scored_has_no_table():
    table = views.papi_table(page("22", 2021))
    assert table.empty
    assert "group" in table


def test_2012_has_six_dimensions_and_sixty_points():
    table = views.papi_table(page("31", 2012))
    assert len(table) == 7
    assert table["scale"].tolist() == [10] * 6 + [60]


def test_2018_compares_with_no_earlier_year():
    changes = views.papi_table(page("31", 2018)).set_index("component")["change"]
    assert changes.isna().all()


def test_the_first_year_has_no_change():
    assert views.papi_table(page("31", 2011))["change"].isna().all()


def test_the_spread_holds_all_provinces_around_the_province():
    spread = views.papi_spread(page("31", 2021)).set_index("component")
    row = spread.loc["papi.4"]
    assert (row["lowest_province"], row["highest_province"], row["scored"]) == ("Điện Biên", "Bình Dương", 60)
    assert (round(row["base_score"], 3), round(row["score"], 3), row["place"]) == (6.262, 7.424, 1)
    points = spread[["lowest", "q1", "median", "q3", "highest"]]
    assert (points.diff(axis=1).iloc[:, 1:] > 0).all(axis=None)


def test_sub_dimensions_are_placed_by_share_of_their_range():
    spread = views.papi_subspread(page("31", 2021, "en")).set_index("component")
    assert len(spread) == 28
    assert "papi.5.2" not in spread.index
    row = spread.loc["papi.3.1"]
    assert row["at_score"] == pytest.approx(100 * (row["score"] - 0.333333) / (row["scale"] - 0.333333), abs=1e-4)
    assert row["range_share"] == pytest.approx(row["at_score"], abs=1e-4)
    assert row["dimension"] == "Vertical accountability"


def test_a_sub_dimension_whose_scale_changed_has_no_year_before():
    spread = views.papi_subspread(page("31", 2021)).set_index("component")
    assert spread.loc[["papi.5.1", "papi.5.3", "papi.5.4"], "base_score"].isna().all()
    assert spread["base_score"].notna().sum() == 25


def test_the_spread_of_an_unscored_province_shows_the_others():
    spread = views.papi_spread(page("22", 2021))
    assert len(spread) == 8
    assert spread["score"].isna().all()


def test_a_trend_is_cut_where_framework_or_method_changes_and_where_a_year_is_missing():
    trend = views.papi_total_trend(page("22", 2021)).set_index("year")
    assert trend["segment"].dropna().groupby(trend["segment"]).apply(lambda rows: list(rows.index)).tolist() == [
        list(range(2011, 2016)),
        [2016, 2017],
        [2019, 2020],
        [2022],
        [2024],
    ]
    assert trend["median_segment"].nunique() == 3
    assert trend["scale"].tolist() == [60] * 7 + [80] * 7


def test_dimensions_that_came_in_2018_begin_there():
    trend = views.papi_dimension_trend(page("31", 2021))
    assert trend[trend["component"] == "papi.8"]["year"].tolist() == list(range(2018, 2025))
    assert trend.loc[trend["own"], "year"].unique().tolist() == [2021]


def test_contributions_lead_from_total_to_total_largest_rise_first():
    steps = views.papi_contributions(page("31", 2021))
    assert steps["kind"].tolist() == ["base", *["change"] * 8, "total"]
    assert steps["component"].iloc[1] == "papi.4"
    assert steps["component"].iloc[-2] == "papi.8"
    assert steps["end"].iloc[-2] == pytest.approx(steps["end"].iloc[-1], abs=2e-6)
    assert steps["end"].round(3).iloc[[0, -1]].tolist() == [42.293, 44.005]


@pytest.mark.parametrize(("province", "year"), [("31", 2018), ("31", 2011), ("22", 2021), ("24", 2022), ("22", 2018)])
def test_a_change_that_cannot_be_split_has_no_steps(province, year):
    assert views.papi_contributions(page(province, year)).empty


def test_the_map_holds_every_province_and_both_archipelagos():
    tiles = views.papi_map(page("31", 2021), "papi")
    assert tiles["kind"].value_counts().to_dict() == {"province": 63, "archipelago": 2}
    assert tiles["score"].notna().sum() == 60
    assert tiles.loc[tiles["own"], "name"].tolist() == ["Hải Phòng"]
    assert not tiles[["tile_col", "tile_row"]].duplicated().any()
    assert tiles["name"].iloc[0] == "Thừa Thiên Huế"


def test_the_map_takes_a_name_and_has_nothing_for_a_dimension_not_yet_measured():
    assert views.papi_map(page("31", 2021), "E-governance")["component"].unique().tolist() == ["papi.8"]
    assert views.papi_map(page("31", 2012), "papi.8").empty


@pytest.mark.slow
def test_contributions_as_shown_add_up():
    tables = load_tables()
    totals = tables.scores.query("component == 'papi'")[["province", "year"]].iloc[::6]
    made = 0
    for province, year in totals.itertuples(index=False, name=None):
        steps = views.papi_contributions(Page(tables, province, year, "en"))
        if steps.empty:
            continue
        made += 1
        shown = [Decimal(number(value, "en", 3).replace("−", "-")) for value in steps["contribution"].dropna()]
        before, after = (Decimal(number(steps["end"].iloc[end], "en", 3)) for end in (0, -1))
        assert sum(shown) == after - before, (province, year)
    assert made > 100
