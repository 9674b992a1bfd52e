"""Two scores beside each other: correlations by scipy and by hand, and what the sheet tells on the real tables."""

import numpy as np
import pandas as pd
import pytest
from parts import data, open_sheet, title
from scipy import stats

from govindex import open_page, open_three_indices
from govindex.errors import UnknownName
from govindex.figures.three_indices.tables import PAIRS, list_agreements, list_dimensions, list_points
from govindex.methods.agreement import compare_orders, find_gaps, place_units, split_quadrants
from govindex.tables.load import load_tables


def test_the_same_order_and_the_reverse_are_found():
    rising = np.arange(20.0)
    assert compare_orders(rising, rising**3).rho == pytest.approx(1)
    assert compare_orders(rising, -rising).tau == pytest.approx(-1)


def test_a_correlation_worked_by_hand():
    """Neighbours change places: every squared difference is 1, so rho = 1 - 6 * 10 / (10 * 99)."""
    first = np.arange(10.0)
    agreed = compare_orders(first, [1, 0, 3, 2, 5, 4, 7, 6, 9, 8])
    assert agreed.rho == pytest.approx(1 - 60 / 990)
    assert agreed.tau == pytest.approx(1 - 2 * 5 / 45)


def test_limits_are_by_fishers_z():
    lot = np.random.default_rng(1)
    first = lot.standard_normal(61)
    agreed = compare_orders(first, first + 2 * lot.standard_normal(61))
    half = 1.959964 * np.sqrt((1 + agreed.rho**2 / 2) / 58)
    assert np.arctanh([agreed.low, agreed.high]) == pytest.approx(np.arctanh(agreed.rho) + np.array([-half, half]))


def test_limits_are_near_those_of_a_bootstrap_on_par_index_and_papi():
    points = list_points(load_tables()).query("pair == 'par-papi' and year == 2023")
    agreed = compare_orders(points["first"], points["second"])
    drawn = stats.bootstrap(
        (points["first"].to_numpy(), points["second"].to_numpy()),
        lambda one, other: stats.spearmanr(one, other).statistic,
        paired=True,
        vectorized=False,
        n_resamples=1500,
        rng=np.random.default_rng(6),
    ).confidence_interval
    assert agreed.low == pytest.approx(drawn.low, abs=0.08)
    assert agreed.high == pytest.approx(drawn.high, abs=0.08)


@pytest.mark.parametrize(("first", "second"), [([1, 2, 3], [1, 2, 3]), ([1] * 20, range(20))])
def test_too_few_units_or_a_constant_score_are_refused(first, second):
    with pytest.raises(ValueError, match="units or more whose scores differ"):
        compare_orders(list(first), list(second))


def test_equal_scores_share_the_better_place():
    assert place_units([5.0, 7.0, 5.0, 1.0]).tolist() == [2, 1, 2, 4]


def test_a_gap_is_how_many_places_better_the_first_is():
    assert find_gaps([9, 5, 1], [1, 5, 9]).tolist() == [2, 0, -2]


def test_whoever_is_on_the_median_reaches_it():
    assert split_quadrants([1, 2, 3], [3, 2, 1]) == ["second", "both", "first"]


# On the real tables.


@pytest.fixture(scope="module")
def agreements():
    return list_agreements(load_tables(), "en").set_index(["pair", "year"])


def test_par_index_and_papi_2023_share_61_provinces(agreements):
    row = agreements.loc[("par-papi", 2023)]
    assert row["known"] == 61
    assert row[["both", "first", "second", "neither"]].sum() == 61
    tables = load_tables()
    wide = tables.scores.query("year == 2023 and component in ['par', 'papi']")
    wide = wide.pivot(index="province", columns="component", values="score").dropna()
    assert row["rho"] == pytest.approx(wide.corr(method="spearman").loc["par", "papi"], abs=1e-4)
    assert row["tau"] == pytest.approx(stats.kendalltau(wide["par"], wide["papi"]).statistic, abs=1e-4)


def test_nothing_is_correlated_of_provinces_that_happen_to_be_known(agreements):
    told = agreements[agreements["rho"].notna()].reset_index()
    assert set(told["year"]) == {2023}
    assert "sipas-papi" not in set(told["pair"])
    assert agreements.loc[("sipas-papi", 2024), "known"] == 20


def test_no_pair_is_a_whole_and_its_part():
    for codes in PAIRS.values():
        for one, other in (codes, codes[::-1]):
            assert not other.startswith(f"{one}.")


def test_dimensions_are_correlated_with_the_first_score():
    rows = list_dimensions(load_tables(), "en").query("pair == 'par-papi' and year == 2023")
    assert rows["part"].tolist() == ["papi", *(f"papi.{at}" for at in range(1, 9))]
    assert (rows["sure"] == ((rows["low"] > 0) | (rows["high"] < 0))).all()


def test_far_apart_is_more_than_half_of_all_places():
    rows = data("three_indices", "apart", year=2023)
    assert (rows["far"] == (rows["place_gap"].abs() > 61 / 2)).all()
    assert rows["place_gap"].is_monotonic_decreasing
    assert rows["place_gap"].iloc[0] == rows["second_place"].iloc[0] - rows["first_place"].iloc[0]


def test_the_summary_tells_agreement_and_where_the_province_stands():
    first, second = open_sheet("three_indices", "31", 2023)["summary"].texts
    assert first.startswith("In 2023 PAR INDEX and PAPI agree, but loosely: the rank correlation is 0.29 (95%: 0.04")
    assert second.startswith(
        "Hai Phong stands 1st and 32nd of 61 (computed here): high in the first only, and more than half"
    )


def test_limits_with_zero_among_them_are_told_as_unsure():
    page = open_sheet("three_indices", "92", 2023, pair="sipas_points-papi")
    assert page["summary"].texts[0].startswith("In 2023 it cannot be said for certain that PAR INDEX: Satisfaction")


def test_a_province_without_both_is_told_so():
    assert (
        open_sheet("three_indices", "22", 2023)["summary"].texts[1].startswith("Quang Ninh does not have both scores.")
    )
    assert title("three_indices", "apart", "22", 2023).endswith("Quang Ninh does not have both scores")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_tells_what_it_cannot_say_and_of_which_it_can(lang):
    page = open_sheet("three_indices", "31", 2021, lang)
    (told,) = page["summary"].texts
    assert "10" in told
    assert "2023" in told
    assert page["scatter"].title == page["apart"].title == page["dimensions"].title
    assert not page["scatter"].rows.empty
    assert page["apart"].rows["place_gap"].isna().all()


def test_a_year_without_both_says_so():
    assert title("three_indices", "scatter", "31", 2011) == "In 2011 no province has both of these scores."


def test_positions_in_the_three_indices_stand_beside_each_other():
    rows = data("three_indices", "years", year=2023)
    assert set(rows["measure"]) == {"par", "sipas", "papi"}
    par = rows[(rows["measure"] == "par") & (rows["year"] == 2023)]
    assert par["standing"].tolist() == [2]
    assert pd.notna(rows["end"]).sum() == 3


def test_it_opens_with_a_pair_and_refuses_another():
    page = open_page("hai phong", 2023, "en")
    assert open_three_indices(page, "sipas-papi").state["pair"] == "sipas-papi"
    with pytest.raises(UnknownName, match="papi-papi"):
        open_three_indices(page, "papi-papi")
