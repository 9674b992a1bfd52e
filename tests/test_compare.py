"""Comparing, on scores of a few rows with answers that can be seen by eye."""

import math

import pandas as pd
import pytest

from govindex.compare.scores import (
    change_scores,
    find_mean,
    list_children,
    list_leaves,
    list_scores,
    split_change,
    step_losses,
)
from govindex.compare.trends import find_breaks, number_stretches, trend_scores
from govindex.errors import NoData, NotComparable, UnknownName
from govindex.tables.load import load_tables


def component(code, parent=None, division=None):
    level = "total" if parent is None else "part"
    return {"measure": code.split(".")[0], "component": code, "parent": parent, "division": division, "level": level}


def framework(code, first_year, last_year, maximum, aggregation=None):
    return {
        "measure": code.split(".")[0],
        "framework": str(first_year),
        "component": code,
        "first_year": first_year,
        "last_year": last_year,
        "minimum": 0,
        "maximum": maximum,
        "aggregation": aggregation,
    }


def score(code, year, points, province="31", status="printed"):
    return {
        "measure": code.split(".")[0],
        "year": year,
        "province": province,
        "component": code,
        "score": points,
        "status": status,
        "source": "s01",
    }


COMPONENTS = [
    component("par"),
    component("par.a", "par", "method"),
    component("par.a.1", "par.a"),
    component("par.a.2", "par.a"),
    component("par.b", "par", "method"),
    component("par.field.1", "par", "field"),
    component("sipas"),
    component("sipas.1", "sipas", "criterion"),
    component("sipas.2", "sipas", "criterion"),
    component("papi"),
]
FRAMEWORKS = [
    framework("par", 2020, 2021, 100, "sum"),
    framework("par.a", 2020, 2021, 60, "sum"),
    framework("par.a.1", 2020, 2021, 20),
    framework("par.a.2", 2020, 2021, 40),
    framework("par.b", 2020, 2021, 40),
    framework("par", 2022, None, 100, "sum"),
    framework("par.a", 2022, None, 60),
    framework("par.b", 2022, None, None),
    framework("sipas", 2017, 2021, 100, "mean"),
    framework("sipas.1", 2017, 2021, 100),
    framework("sipas.2", 2017, 2021, 100),
    framework("sipas", 2022, None, 100),
]
SCORES = [
    score("par", 2020, 88),
    score("par.a", 2020, 53),
    score("par.b", 2020, 35),
    score("par", 2021, 90),
    score("par.a", 2021, 57),
    score("par.a.1", 2021, 20),
    score("par.a.2", 2021, 37),
    score("par.b", 2021, 33, status="suspect"),
    score("par", 2022, 91),
    score("par.a", 2022, 54),
    score("par.b", 2022, 37),
    score("par", 2019, 70),
    score("sipas", 2020, 90),
    score("sipas.1", 2020, 92),
    score("sipas.2", 2020, 88),
    score("sipas", 2021, 91),
    score("sipas.1", 2021, 96),
    score("sipas.2", 2021, 86),
    score("sipas", 2022, 80),
    score("sipas", 2023, 82),
    score("sipas", 2025, 84),
    score("papi", 2021, 40),
    score("papi", 2021, 44, province="01"),
    score("papi", 2021, 99, province="79", status="suspect"),
]


@pytest.fixture(scope="module")
def tables(make_tables):
    national = {"measure": "par", "component": "par", "what": "mean", "status": "printed", "source": "s01"}
    return make_tables(
        provinces=[
            {"code": code, "name_vi": f"Tỉnh {code}", "name_en": code, "first_year": 2011 if code in "31 22" else 2025}
            for code in ("31", "22", "48", "96")
        ],
        unscored=[{"measure": "papi", "year": 2021, "province": "22", "component": "papi"}],
        components=[row | {"order": place} for place, row in enumerate(COMPONENTS)],
        frameworks=FRAMEWORKS,
        scores=SCORES,
        national=[
            national | {"year": 2021, "value": 86.37},
            national | {"year": 2021, "value": 88.0, "region": "red-river-delta"},
            national | {"year": 2022, "value": 95.0, "what": "maximum"},
        ],
    )


def list_par(tables, year=2021):
    return list_scores(tables, "par", province="31", year=year)


def test_scores_come_in_the_order_of_the_tree_with_lost_points_and_share(tables):
    listed = list_par(tables).set_index("component")
    assert list(listed.index) == ["par", "par.a", "par.a.1", "par.a.2", "par.b"]
    assert list(listed["lost"]) == [10, 3, 0, 3, 7]
    assert listed.loc["par.a", "share"] == pytest.approx(95)
    assert listed.loc["par.b", "status"] == "suspect"


def test_lost_points_carry_no_dust_of_the_computer(tables):
    assert 60.5 - 58.87 != 1.63  # why they are rounded
    scores = tables.scores.assign(score=tables.scores["score"].replace(57.0, 57.1))
    listed = list_scores(tables._replace(scores=scores), "par", province="31", year=2021).set_index("component")
    assert listed.loc["par.a", "lost"] == 2.9


def test_lost_and_share_are_missing_where_the_maximum_is_not_known(tables):
    part = list_par(tables, 2022).set_index("component").loc["par.b"]
    assert part["score"] == 37
    assert math.isnan(part["lost"])
    assert math.isnan(part["share"])


def test_a_year_of_no_known_framework_lists_its_scores_all_the_same(tables):
    listed = list_par(tables, 2019)
    assert list(listed["score"]) == [70]
    assert listed["maximum"].isna().all()


def test_a_missing_score_is_no_row(tables):
    assert "par.field.1" not in set(list_par(tables)["component"])
    assert list_scores(tables, "par", province="31", year=2011).empty
    assert list_scores(tables, "par", province="96", year=2021).empty


def test_a_name_or_an_unknown_code_is_no_province(tables):
    with pytest.raises(UnknownName, match="'99'"):
        list_scores(tables, "par", province="99", year=2021)
    with pytest.raises(UnknownName, match="near: 31"):
        change_scores(tables, "par", province="tỉnh 31", year=2021, base=2020)


def test_an_unknown_measure_is_named(tables):
    with pytest.raises(UnknownName, match="'PAPI'"):
        list_scores(tables, "PAPI", province="31", year=2021)


def test_children_are_those_right_below(tables):
    assert list(list_children(list_par(tables), "par")["component"]) == ["par.a", "par.b"]
    assert list(list_children(list_par(tables), "par.a")["component"]) == ["par.a.1", "par.a.2"]
    assert list_children(list_par(tables), "par.b").empty


def test_of_two_divisions_the_fuller_one_is_taken(make_tables, tables):
    scores = [*SCORES, score("par.field.1", 2021, 9)]
    listed = list_par(make_tables(components=tables.components.to_dict("records"), scores=scores))
    assert list(list_children(listed, "par")["component"]) == ["par.a", "par.b"]


def test_of_two_divisions_that_whose_lost_points_are_known_is_taken(make_tables, tables):
    scores = [*SCORES, *(score(f"par.field.{number}", 2021, 9) for number in (1, 2, 3))]
    fields = [component(f"par.field.{number}", "par", "field") for number in (2, 3)]
    components = [*tables.components.to_dict("records"), *fields]
    frameworks = tables.frameworks.to_dict("records")
    listed = list_par(make_tables(components=components, scores=scores, frameworks=frameworks))
    assert listed.loc[listed["division"] == "field", "lost"].isna().all()
    assert list(list_children(listed, "par")["component"]) == ["par.a", "par.b"]


def test_leaves_have_nothing_below_them(tables):
    assert list(list_leaves(list_par(tables))["component"]) == ["par.a.1", "par.a.2", "par.b"]
    assert list(list_leaves(list_par(tables, 2019))["component"]) == ["par"]


def test_the_steps_lead_from_the_maximum_to_the_total_over_what_lost_points(tables):
    steps = step_losses(list_par(tables), "par")
    assert list(steps["component"]) == ["par", "par.a.2", "par.b", "par"]
    assert list(steps["kind"]) == ["maximum", "lost", "lost", "total"]
    assert list(steps["start"]) == [100, 100, 97, 90]
    assert list(steps["end"]) == [100, 97, 90, 90]


def test_there_are_no_steps_where_the_losses_do_not_add_up(tables):
    without = list_par(tables)
    assert step_losses(without[without["component"] != "par.b"], "par").empty


def test_there_are_no_steps_where_a_maximum_is_not_known_or_nothing_is(tables):
    assert step_losses(list_par(tables, 2022), "par").empty
    assert step_losses(list_par(tables, 2011), "par").empty


def test_losses_may_miss_the_total_by_two_units_of_the_second_decimal(tables):
    listed = list_par(tables)
    for miss, count in ((0.01, 4), (0.04, 0)):
        parts = listed["score"] + miss * (listed["component"] == "par.b")
        assert len(step_losses(listed.assign(lost=listed["maximum"] - parts), "par")) == count


def test_a_change_is_the_score_less_that_of_the_base_year(tables):
    changes = change_scores(tables, "par", province="31", year=2021, base=2020).set_index("component")
    assert list(changes.index) == ["par", "par.a", "par.b"]
    assert list(changes["change"]) == [2, 4, -2]
    assert changes.loc["par", "change_pct"] == pytest.approx(100 * 2 / 88)


def test_a_change_is_suspect_when_one_of_its_figures_is(tables):
    changes = change_scores(tables, "par", province="31", year=2021, base=2020).set_index("component")
    assert changes.loc["par.b", "status"] == "suspect"
    assert changes.loc["par.a", "status"] == "printed"
    back = change_scores(tables, "par", province="31", year=2020, base=2021).set_index("component")
    assert back.loc["par.b", "status"] == "suspect"


def test_years_of_two_frameworks_do_not_compare_and_the_message_names_both(tables):
    with pytest.raises(NotComparable, match=r"2022 is of framework 2022.*2021 is of framework 2020"):
        change_scores(tables, "par", province="31", year=2022, base=2021)


def test_a_year_of_no_known_framework_does_not_compare(tables):
    with pytest.raises(NotComparable, match="2019 is of no known framework"):
        change_scores(tables, "par", province="31", year=2020, base=2019)


def test_the_common_components_of_two_frameworks_compare_when_asked(tables):
    changes = change_scores(tables, "par", province="31", year=2022, base=2021, common=True)
    assert list(changes["component"]) == ["par.a"]
    assert list(changes["change"]) == [-3]


def test_a_province_without_one_of_the_years_has_no_changes(tables):
    assert change_scores(tables, "par", province="96", year=2021, base=2020).empty


def test_contributions_to_a_sum_are_the_changes_themselves(tables):
    split = split_change(tables, "par", province="31", year=2021, base=2020).set_index("component")
    assert list(split["contribution"]) == [4, -2]
    assert list(split["share"]) == [200, -100]


def test_contributions_to_a_mean_of_two_are_half_the_changes(tables):
    split = split_change(tables, "sipas", province="31", year=2021, base=2020)
    assert list(split["change"]) == [4, -2]
    assert list(split["contribution"]) == [2, -1]
    assert split["contribution"].sum() == 1


def test_shares_of_a_total_that_did_not_change_are_missing(tables):
    scores = tables.scores.assign(score=tables.scores["score"].replace(88.0, 90.0))
    split = split_change(tables._replace(scores=scores), "par", province="31", year=2021, base=2020)
    assert split["share"].isna().all()


def test_a_change_is_not_split_when_a_component_is_missing(tables):
    scores = tables.scores[tables.scores["component"] != "par.b"]
    with pytest.raises(NoData, match=r"no score in both years for par\.b"):
        split_change(tables._replace(scores=scores), "par", province="31", year=2021, base=2020)


def test_a_change_is_not_split_when_nobody_tells_how_the_total_is_made(tables):
    with pytest.raises(NoData, match="sipas 2023"):
        split_change(tables, "sipas", province="31", year=2023, base=2022)


def test_a_line_joins_neighbouring_years_of_one_known_framework(tables):
    trend = trend_scores(tables, ["sipas", "par"], province="31")
    sipas = trend[trend["component"] == "sipas"].set_index("year")["stretch"]
    assert sipas[2020] == sipas[2021]
    assert sipas[2021] != sipas[2022]  # another framework
    assert sipas[2022] == sipas[2023]
    assert sipas[2023] != sipas[2025]  # a year is missing
    par = trend[trend["component"] == "par"].set_index("year")["stretch"]
    assert par[2019] != par[2020]  # the framework of 2019 is not known
    assert set(par) & set(sipas) == set()


def test_two_years_of_unknown_frameworks_are_not_joined(tables):
    rows = pd.DataFrame({"component": "par", "year": [2012, 2013]})
    assert list(number_stretches(tables, rows, ["component"])) == [1, 2]


def test_a_line_ends_where_the_scale_changes():
    tables = load_tables()
    rows = pd.DataFrame({"component": "papi.5.1", "year": [2019, 2020, 2021, 2022]})
    assert list(number_stretches(tables, rows, ["component"])) == [1, 1, 2, 2]
    assert find_breaks(tables, rows) == [None, None, "component", None]


def test_a_line_ends_where_the_framework_is_new():
    tables = load_tables()
    rows = pd.DataFrame({"component": ["par", "par", "par", "papi"], "year": [2020, 2021, 2022, 2011]})
    assert find_breaks(tables, rows) == ["framework", None, "framework", None]


def test_a_trend_tells_framework_and_source_of_each_year(tables):
    trend = trend_scores(tables, ["par"], province="31")
    assert list(trend["year"]) == [2019, 2020, 2021, 2022]
    assert list(trend["framework"].fillna("?")) == ["?", "2020", "2020", "2022"]
    assert set(trend["source"]) == {"s01"}


def test_a_province_without_scores_has_an_empty_trend(tables):
    assert trend_scores(tables, ["par"], province="96").empty


def test_the_national_mean_is_the_published_one_of_the_whole_country(tables):
    assert find_mean(tables, "par", year=2021) == 86.37


def test_no_mean_is_made_up_for_par_and_sipas(tables):
    assert find_mean(tables, "par", year=2022) is None
    assert find_mean(tables, "sipas", year=2021) is None


def test_the_mean_of_papi_is_computed_without_suspect_figures(tables):
    assert find_mean(tables, "papi", year=2021) == 42
    assert find_mean(tables, "papi", year=2020) is None


def test_a_change_has_the_mark_of_what_is_known_against_comparing():
    changes = change_scores(load_tables(), "papi", province="31", year=2019, base=2018).set_index("component")
    assert changes.loc["papi.7", ["comparable", "evidence"]].tolist() == ["no", "panel"]
    assert changes.loc["papi.4", "comparable"] == "yes"
    assert math.isnan(changes.loc["papi.4", "evidence"])


def test_a_line_breaks_where_a_component_does_not_compare():
    trend = trend_scores(load_tables(), ["papi", "papi.4", "papi.7"], province="31").set_index(["component", "year"])
    stretch = trend["stretch"]
    assert stretch["papi.7", 2018] != stretch["papi.7", 2019] == stretch["papi.7", 2021]
    assert stretch["papi", 2015] != stretch["papi", 2016]
    assert stretch["papi.4", 2015] == stretch["papi.4", 2016]
