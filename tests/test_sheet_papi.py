"""The figures of PAPI's sheet: what they show on the real data, for any state."""

from decimal import Decimal
from itertools import pairwise

import pytest
from parts import data, open_sheet

from govindex.charts.papi import contributions_chart
from govindex.compare.ranks import group_scores, spread_scores
from govindex.figures.papi.tables import list_panel, list_steps
from govindex.tables.load import load_tables
from govindex.words import number


@pytest.mark.slow
def test_the_spread_holds_all_provinces_around_the_province():
    spread = data("papi", "spread", lang="vi").set_index("component")
    row = spread.loc["papi.4"]
    assert (row["lowest_province"], row["highest_province"], row["scored"]) == ("Điện Biên", "Bình Dương", 60)
    assert (round(row["base_score"], 3), round(row["score"], 3), row["group"]) == (6.262, 7.424, 1)
    assert (row["group_name"], row["told"]) == ("Cao nhất", "7,424 · Cao nhất")
    points = spread[["lowest", "q1", "median", "q3", "highest"]]
    assert (points.diff(axis=1).iloc[:, 1:] > 0).all(axis=None)
    assert list(spread.index) == [f"papi.{order}" for order in range(1, 9)]


@pytest.mark.slow
def test_a_dimension_opens_its_sub_dimensions_and_one_of_these_stands_among_its_siblings():
    for component in ("papi.8", "papi.8.2"):
        spread = data("papi", "spread", component=component)
        assert spread["component"].tolist() == ["papi.8.1", "papi.8.2", "papi.8.3"]
        assert spread["chosen"].tolist() == [code == component for code in spread["component"]]


@pytest.mark.slow
def test_sub_dimensions_stand_under_their_dimension_with_their_maximum():
    spread = data("papi", "subspread").set_index("component")
    assert len(spread) == 28
    assert "papi.5.2" not in spread.index
    assert spread.loc["papi.3.1", "dimension"] == "Vertical accountability"
    assert spread.loc["papi.3.1", "told"] == "2.010 / 3.33 · Upper middle"


def test_a_sub_dimension_whose_scale_changed_has_no_year_before():
    spread = data("papi", "subspread").set_index("component")
    assert spread.loc[["papi.5.1", "papi.5.3", "papi.5.4"], "base_score"].isna().all()
    assert spread["base_score"].notna().sum() == 25


def test_the_spread_of_an_unscored_province_shows_the_others_and_no_score():
    spread = data("papi", "spread", "22")
    assert len(spread) == 8
    assert spread["score"].isna().all()
    assert set(spread["told"]) == {"–"}


def test_a_trend_is_cut_where_framework_or_method_changes_and_where_a_year_is_missing():
    trend = data("papi", "trend", "22", peers_kind="none")
    own = trend[trend["own"]]
    assert own.groupby("stretch")["year"].agg(list).tolist() == [
        list(range(2011, 2016)),
        [2016, 2017],
        [2019, 2020],
        [2022],
        [2024],
    ]
    middle = trend[trend["province"] == "median"]
    assert middle["stretch"].nunique() == 3
    assert middle.loc[middle["break"].notna(), "year"].tolist() == [2016, 2018]
    assert middle.loc[middle["renewed"], "year"].tolist() == [2018]


def test_lines_are_named_where_they_end_and_the_names_do_not_touch():
    trend = data("papi", "trend")
    ends = trend[trend["end"].notna()]
    assert set(ends["end"]) == {"Hai Phong", "Hanoi", "Da Nang", "Ho Chi Minh City", "Can Tho", "National median"}
    assert (ends["year"] == 2024).all()
    places = sorted(ends["end_at"])
    gap = 0.055 * (trend["score"].max() - trend["score"].min())
    assert min(high - low for low, high in pairwise(places)) == pytest.approx(gap, rel=0.01)


def test_panels_hold_the_dimensions_that_came_in_2018_from_there_on():
    panels = data("papi", "panels")
    assert panels[panels["component"] == "papi.8"]["year"].tolist() == list(range(2018, 2025))
    assert panels["median"].notna().all()


def test_contributions_lead_from_total_to_total_largest_rise_first():
    steps = data("papi", "contributions")
    assert steps["kind"].tolist() == ["base", *["change"] * 8, "total"]
    assert (steps["component"].iloc[1], steps["component"].iloc[-2]) == ("papi.4", "papi.8")
    assert steps["end"].iloc[-2] == pytest.approx(steps["end"].iloc[-1], abs=2e-6)
    assert steps["end"].round(3).iloc[[0, -1]].tolist() == [42.293, 44.005]
    assert steps["told"].iloc[[0, 1, -1]].tolist() == ["42.293", "+1.162", "44.005"]
    assert steps["name"].iloc[[0, -1]].tolist() == ["Total of 2020", "Total of 2021"]


def test_steps_that_do_not_plainly_compare_are_pale_and_say_so():
    steps = data("papi", "contributions", year=2019).set_index("component")
    told = steps["compares"].dropna()
    assert told.to_dict() == dict.fromkeys(["papi.7", "papi.8"], "method changed, or probably did")
    bars = next(layer for layer in contributions_chart("en").to_dict()["layer"] if layer["mark"]["type"] == "bar")
    assert [each["test"] for each in bars["encoding"]["opacity"]["condition"]] == [
        "datum.judged == 'no'",
        "datum.judged == 'caution'",
    ]
    careful = data("papi", "subspread", year=2021).set_index("component")
    assert careful.loc["papi.1.1", "compares"] == "with care"


def test_a_group_whose_border_is_near_bears_a_star():
    panel = list_panel(load_tables())
    dimensions = panel[panel["component"].isin([f"papi.{order}" for order in range(1, 9)])]
    near = dimensions[dimensions["borderline"]].iloc[0]
    same = dimensions[(dimensions["component"] == near["component"]) & (dimensions["year"] == near["year"])]
    for row, star in ((near, True), (same[~same["borderline"]].iloc[0], False)):
        told = data("papi", "spread", row["province"], int(row["year"])).set_index("component")
        assert told.loc[row["component"], "told"].endswith("*") == star


def test_a_peer_has_its_group_first_and_a_position_that_is_called_computed():
    peers = data("papi", "peers").set_index("province")
    assert peers.loc["31", "told"] == "44.005; Highest; 13th of 60 (computed)"


@pytest.mark.parametrize(("province", "year"), [("31", 2018), ("31", 2011), ("22", 2021), ("24", 2022), ("22", 2018)])
def test_a_change_that_cannot_be_split_has_no_steps(province, year):
    assert data("papi", "contributions", province, year).empty


def test_contributions_as_shown_add_up_in_every_province_and_year():
    steps = list_steps(load_tables(), "en")
    assert steps.groupby(["province", "year"]).ngroups > 600
    for key, rows in steps.groupby(["province", "year"]):
        shown = [Decimal(number(value, "en", 3).replace("−", "-")) for value in rows["contribution"].dropna()]
        before, after = (Decimal(number(rows["end"].iloc[end], "en", 3)) for end in (0, -1))
        assert sum(shown) == after - before, key


def test_the_map_holds_every_province_of_the_year_and_both_archipelagos():
    tiles = data("papi", "map", lang="vi")
    assert tiles["place"].iloc[0] == "Thừa Thiên Huế"
    assert len(tiles) == 65
    assert tiles["score"].notna().sum() == 60
    assert tiles.loc[tiles["own"], "place"].tolist() == ["Hải Phòng"]
    assert set(tiles.loc[tiles["peer"], "province"]) == {"01", "48", "79", "92"}
    assert not tiles[["col", "row"]].duplicated().any()


def test_the_map_of_a_dimension_not_yet_measured_has_no_score():
    assert data("papi", "map", year=2012, component="papi.8")["score"].isna().all()


@pytest.mark.parametrize("kind", ["none", "region", "cities", "similar", "own"])
def test_peers_are_those_chosen_and_never_the_province_itself(kind):
    peers = data("papi", "peers", "48", 2022, peers_kind=kind, peers=["01", "31"])
    others = set(peers["province"]) - {"48"}
    assert len(others) == {"none": 0, "region": 5, "cities": 4, "similar": 5, "own": 2}[kind]
    assert peers.loc[peers["own"], "province"].tolist() == ["48"]
    assert peers["score"].dropna().is_monotonic_decreasing


@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.2", 2016), ("papi.8.3", 2022)])
def test_figures_are_what_the_library_computes(component, year):
    tables = load_tables()
    grouped = group_scores(tables, component, year=year).set_index("province")
    tiles = data("papi", "map", year=year, component=component).set_index("province")
    scored = tiles[tiles["score"].notna()]
    assert scored["score"].to_dict() == grouped["score"].to_dict()
    assert scored["rank"].to_dict() == grouped["rank"].to_dict()
    assert scored["group"].to_dict() == grouped["group"].to_dict()
    spread = spread_scores(tables, [component], year=year).iloc[0]
    trend = data("papi", "trend", year=year, component=component).set_index(["province", "year"])
    assert trend.loc[("median", year), "score"] == pytest.approx(spread["median"], abs=1e-6)


def test_own_peers_are_at_most_five_and_an_unknown_province_is_said():
    papi = open_sheet("papi")
    papi.choose("peers_kind", "own")
    papi.choose("peers", ["01", "48", "79", "92", "22", "46"])
    assert papi.state["peers"] == ["48", "79", "92", "22", "46"]
    papi.choose("province", "hai pong")
    assert "Hai Phong" in papi.problem
    assert papi.state["province"] == "31"
    papi.choose("province", "ha noi")
    assert (papi.state["province"], papi.problem) == ("01", "")
