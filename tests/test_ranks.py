"""Ranks, groups and spreads, on a handful of provinces."""

import numpy as np
import pytest

from govindex.compare.ranks import (
    QUARTILES,
    find_borders,
    group_measure,
    group_scores,
    list_printed_ranks,
    list_whole,
    place_province,
    rank_scores,
    spread_scores,
)
from govindex.errors import NoData
from govindex.tables.load import load_tables


def score(province, points, component="papi", year=2021, status="printed"):
    return {
        "measure": "papi",
        "year": year,
        "province": province,
        "component": component,
        "score": points,
        "status": status,
    }


def group(place, size):
    return {"measure": "papi", "year": 2021, "group": str(place), "size": size}


@pytest.fixture(scope="module")
def build(make_tables):
    """Return a maker of tables with PAPI scores of provinces by their order, group sizes and printed ranks."""

    def make(scores, groups=(), ranks=(), unscored=()):
        return make_tables(
            components=[{"measure": "papi", "component": code} for code in ("papi", "papi.1")],
            scores=list(scores),
            groups=list(groups),
            ranks=list(ranks),
            unscored=list(unscored),
        )

    return make


FIVE = [score("01", 40), score("02", 44), score("04", 42), score("06", 42), score("08", 38)]
EIGHT = [score(f"{place:02}", 50 - place) for place in range(8)]


def test_the_best_comes_first(build):
    ranked = rank_scores(build(FIVE), "papi", year=2021)
    assert list(ranked["province"]) == ["02", "04", "06", "01", "08"]
    assert list(ranked["order"]) == [1, 2, 3, 4, 5]
    assert set(ranked["scored"]) == {5}


def test_equal_scores_share_the_better_rank(build):
    assert list(rank_scores(build(FIVE), "papi", year=2021)["rank"]) == [1, 2, 2, 4, 5]


def test_scores_that_round_alike_are_not_equal(build):
    ranked = rank_scores(build([score("01", 42.0001), score("02", 42.0004)]), "papi", year=2021)
    assert list(ranked["province"]) == ["02", "01"]
    assert list(ranked["rank"]) == [1, 2]


def test_other_years_and_components_do_not_count(build):
    tables = build([*FIVE, score("10", 99, year=2020), score("10", 9, component="papi.1")])
    assert len(rank_scores(tables, "papi", year=2021)) == 5


def test_a_published_rank_stands_beside_the_computed_one(build):
    printed = {"measure": "papi", "year": 2021, "component": "papi", "status": "printed"}
    tables = build(FIVE, ranks=[printed | {"province": "08", "rank": 63}, printed | {"province": "10", "rank": 1}])
    ranked = rank_scores(tables, "papi", year=2021).set_index("province")
    assert ranked.loc["08", "printed_rank"] == 63
    assert ranked["printed_rank"].isna().sum() == 4
    assert list(list_printed_ranks(tables, "papi", year=2021)["province"]) == ["10", "08"]


def test_a_year_without_scores_has_no_ranks_and_no_groups(build):
    assert rank_scores(build(FIVE), "papi", year=2012).empty
    assert group_scores(build(FIVE), "papi", year=2012).empty


SIZES = [group(1, 1), group(2, 2), group(3, 2), group(4, 3)]


@pytest.mark.parametrize("sizes", [[], SIZES], ids=["unknown", "printed"])
def test_percentiles_divide_whatever_sizes_are_printed(build, sizes):
    assert list(group_scores(build(EIGHT, sizes), "papi", year=2021)["group"]) == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("turned", [False, True])
def test_where_printed_sizes_would_say_otherwise_a_group_is_borderline(build, turned):
    grouped = group_scores(build(EIGHT, SIZES[::-1] if turned else SIZES), "papi", year=2021)
    assert list(grouped["borderline"]) == [False, True, False, True, False, True, False, False]


@pytest.mark.parametrize("sizes", [SIZES[:3], [*SIZES[:3], group(4, None)]], ids=["three", "one unknown"])
def test_sizes_that_are_not_all_known_make_nothing_borderline(build, sizes):
    assert not group_scores(build(EIGHT, sizes), "papi", year=2021)["borderline"].any()


def test_printed_sizes_are_of_the_total_alone(build):
    parts = [row | {"component": "papi.1"} for row in EIGHT]
    assert not group_scores(build(parts, SIZES), "papi.1", year=2021)["borderline"].any()


def test_a_score_on_the_percentile_is_borderline(build):
    assert list(group_scores(build(FIVE), "papi", year=2021)["borderline"]) == [False, True, True, True, False]


def test_a_score_on_the_percentile_belongs_to_the_higher_group(build):
    grouped = group_scores(build(FIVE), "papi", year=2021)  # percentiles 42, 42 and 40
    assert list(grouped["group"]) == [1, 1, 1, 3, 4]


def test_a_province_is_placed_in_each_component_that_it_has_a_score_of(build):
    without = [
        {"measure": "papi", "year": 2021, "province": code, "component": "papi.1"} for code in ("04", "06", "08")
    ]
    parts = [score("01", 5, component="papi.1"), score("02", 6, component="papi.1")]
    tables = build([*FIVE, *parts], unscored=without)
    placed = place_province(tables, ["papi", "papi.1"], province="01", year=2021)
    assert placed[["component", "rank", "scored"]].values.tolist() == [["papi", 4, 5], ["papi.1", 2, 2]]
    assert list(place_province(tables, ["papi", "papi.1"], province="04", year=2021)["component"]) == ["papi"]
    assert place_province(tables, ["papi"], province="99", year=2021).empty


def test_a_spread_has_minimum_quartiles_maximum_mean_and_who_stands_at_the_ends(build):
    spread = spread_scores(build(FIVE), ["papi"], year=2021).iloc[0]
    assert list(spread[["minimum", "q1", "median", "q3", "maximum"]]) == [38, 40, 42, 42, 44]
    assert spread["mean"] == pytest.approx(41.2)
    assert (spread["lowest"], spread["highest"], spread["scored"]) == ("08", "02", 5)


def test_of_equal_ends_the_first_code_is_named(build):
    spread = spread_scores(build([score("04", 42), score("02", 42)]), ["papi"], year=2021).iloc[0]
    assert (spread["lowest"], spread["highest"]) == ("02", "02")


def test_suspect_figures_stay_out_of_a_spread(build):
    spread = spread_scores(build([*FIVE, score("10", 99, status="suspect")]), ["papi"], year=2021).iloc[0]
    assert (spread["maximum"], spread["highest"], spread["scored"]) == (44, "02", 5)


def test_components_come_in_the_order_asked_and_only_those_with_scores(build):
    tables = build([*FIVE, score("01", 5, component="papi.1")])
    assert list(spread_scores(tables, ["papi.2", "papi", "papi.1"], year=2021)["component"]) == ["papi", "papi.1"]


def test_a_year_without_scores_has_no_spread(build):
    assert spread_scores(build(FIVE), ["papi"], year=2012).empty


@pytest.mark.parametrize("measure", ["par", "sipas"])
def test_no_rank_or_group_is_computed_from_the_few_scores_known(measure):
    tables = load_tables()
    assert rank_scores(tables, measure, year=2021)["rank"].isna().all()
    with pytest.raises(NoData, match=f"{measure} 2021 has no full table"):
        group_scores(tables, measure, year=2021)
    with pytest.raises(NoData):
        group_measure(tables, measure, year=2021)


def test_a_province_that_is_known_to_have_no_score_does_not_keep_a_year_from_being_whole(build):
    thin = build([*FIVE, score("10", 9, year=2020)])
    assert rank_scores(thin, "papi", year=2021)["rank"].isna().all()
    without = [{"measure": "papi", "year": 2021, "province": "10", "component": "papi"}]
    whole = thin._replace(unscored=build([], unscored=without).unscored)
    assert list(rank_scores(whole, "papi", year=2021)["rank"]) == [1, 2, 2, 4, 5]


@pytest.mark.parametrize("component", ["papi", "papi.1", "papi.1.1"])
def test_without_a_score_of_a_part_there_is_none_of_the_whole_nor_of_what_is_in_it(make_tables, component):
    tree = [("papi", None), ("papi.1", "papi"), ("papi.1.1", "papi.1"), ("papi.2", "papi")]
    tables = make_tables(
        components=[{"measure": "papi", "component": code, "parent": parent} for code, parent in tree],
        provinces=[{"code": code, "first_year": 2011} for code in ("01", "02")],
        scores=[score("01", 5, component=code) for code, _ in tree],
        unscored=[{"measure": "papi", "year": 2021, "province": "02", "component": component}],
    )
    whole = list_whole(tables, "papi", tables.scores)
    assert {code for code, _ in whole} == {code for code, _ in tree} - ({"papi.2"} if component != "papi" else set())


def test_the_full_table_of_par_index_2023_has_its_printed_ranks_and_bands():
    grouped = group_scores(load_tables(), "par", year=2023).set_index("province")
    assert list(grouped["rank"]) == list(range(1, 64))
    assert (grouped.loc["93", "score"], grouped.loc["11", "score"]) == (88.02, 88.02)
    assert (grouped.loc["93", "rank"], grouped.loc["11", "rank"]) == (19, 20)
    assert grouped["group"].value_counts().to_dict() == {1: 7, 2: 56}


def test_a_part_of_the_full_table_has_computed_ranks_and_no_groups():
    grouped = group_scores(load_tables(), "par.impact.sipas", year=2023)
    assert (grouped["rank"] == grouped["score"].rank(ascending=False, method="min")).all()
    assert grouped["group"].isna().all()
    parts = group_measure(load_tables(), "par").groupby("component").size()
    assert parts["par.survey"] == parts["par"] == 63


def test_every_year_of_papi_is_whole():
    tables = load_tables()
    scores = tables.scores[tables.scores["measure"] == "papi"]
    pairs = scores[["component", "year"]].drop_duplicates().itertuples(index=False, name=None)
    assert list_whole(tables, "papi", scores) == set(pairs)


def test_groups_of_all_components_are_those_of_each():
    tables = load_tables()
    every = group_measure(tables, "papi").set_index(["component", "year", "province"]).sort_index()
    for component, year in (("papi", 2018), ("papi", 2021), ("papi.8", 2022), ("papi.5.1", 2012)):
        one = group_scores(tables, component, year=year).set_index("province")
        same = every.loc[component, year].loc[one.index]
        assert (same[["rank", "group"]] == one[["rank", "group"]]).all().all()


@pytest.mark.parametrize("units", [2, 3, 4, 5, 60, 61, 63])
def test_a_border_is_the_least_score_that_is_at_the_percentile_of_all_with_it(units):
    scores = 40 + (np.arange(units) * 37 % 101 // 2) / 10  # some equal
    for at, borders in enumerate(find_borders(scores)):
        for border, percent in zip(borders, QUARTILES, strict=True):
            for moved, inside in ((border, True), (border - 1e-6, False)):
                all_of_them = np.where(np.arange(units) == at, moved, scores)
                assert (moved >= np.percentile(all_of_them, percent) - 1e-12) == inside


def test_who_stands_alone_has_no_border():
    assert np.isnan(find_borders(np.array([5.0]))).all()
