"""Bands of positions: cases worked by hand, the moments of the draws, and the same by scipy and plain loops."""

import time

import numpy as np
import pytest
from scipy import stats

from govindex.methods.bands import (
    bound_positions,
    count_pairs,
    count_positions,
    draw_scores,
    draw_weights,
    find_band,
    find_concentration,
    share_limits,
    share_quartiles,
    weigh_shares,
)

EQUAL = np.full(8, 1 / 8)


def test_scores_within_the_doubt_may_stand_either_way():
    best, worst = bound_positions([90.0, 89.99, 89.98, 70.0, 70.0], 0.01)
    assert best.tolist() == [1, 1, 2, 4, 4]
    assert worst.tolist() == [2, 3, 3, 5, 5]
    assert count_pairs(best, worst) == 3  # the first with the second, that with the third, the last two


def test_without_doubt_only_equal_scores_may_change_places():
    best, worst = bound_positions([3.0, 2.0, 2.0], 0.0)
    assert (best.tolist(), worst.tolist()) == ([1, 2, 2], [1, 3, 3])


def test_equal_weights_are_usually_off_by_a_quarter():
    assert find_concentration(EQUAL) == pytest.approx(7 * 16 - 1)
    drawn = draw_weights(EQUAL, draws=40_000)
    assert drawn.shape == (40_000, 8)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(EQUAL, rel=0.01)
    assert drawn.std(axis=0) / EQUAL == pytest.approx(0.25, rel=0.02)


def test_unequal_weights_keep_their_size_and_are_off_by_a_quarter_on_the_whole():
    nominal = np.array([0.615, 0.22, 0.1, 0.065])
    drawn = draw_weights(nominal, draws=40_000)
    assert drawn.mean(axis=0) == pytest.approx(nominal, rel=0.01)
    usual = np.sqrt(np.mean((drawn.std(axis=0) / nominal) ** 2))
    assert usual == pytest.approx(0.25, rel=0.02)
    expected = stats.dirichlet(nominal * find_concentration(nominal)).var()
    assert drawn.var(axis=0) == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("weights", [[1.0], [0.5, 0.6], [1.2, -0.2], [[0.5, 0.5]]])
def test_what_is_no_weights_is_refused(weights):
    with pytest.raises(ValueError, match="two weights or more, all above 0 and with the sum 1"):
        draw_weights(weights)


def test_a_seed_makes_the_same_draws_again():
    assert np.array_equal(draw_weights(EQUAL, draws=5), draw_weights(EQUAL, draws=5))
    assert not np.array_equal(draw_weights(EQUAL, draws=5), draw_weights(EQUAL, draws=5, seed=1))


def test_a_composite_is_the_weighted_mean_of_the_shares():
    assert weigh_shares([[0.2, 0.8], [1.0, 0.0]], [[0.5, 0.5], [0.25, 0.75]]).tolist() == [
        [pytest.approx(0.5), 0.5],
        [pytest.approx(0.65), 0.25],
    ]


def test_who_leads_in_every_part_leads_under_any_weights():
    shares = np.array([[0.9] * 8, [0.5, 0.6] * 4, [0.1] * 8])
    counts = count_positions(weigh_shares(shares, draw_weights(EQUAL)))
    assert np.array_equal(np.diag(counts), [10_000] * 3)


def test_positions_are_those_of_scipy():
    drawn = np.random.default_rng(5).random((300, 20))
    ranks = stats.rankdata(-drawn, axis=1).astype(int)
    expected = np.array([np.bincount(ranks[:, unit] - 1, minlength=20) for unit in range(20)])
    assert np.array_equal(count_positions(drawn), expected)


def test_a_band_cuts_the_same_off_each_side():
    counts = np.array([[5, 90, 5], [0, 10, 90], [95, 0, 5]])
    best, worst = find_band(counts, 0.9)
    assert best.tolist() == [2, 2, 1]
    assert worst.tolist() == [2, 3, 1]
    assert [ends.tolist() for ends in find_band(counts, 1.0)] == [[1, 2, 1], [3, 3, 3]]


@pytest.mark.parametrize("units", [5, 60, 61, 63])
def test_quartile_groups_are_those_of_the_percentiles_of_each_draw(units):
    drawn = np.random.default_rng(3).random((50, units))
    ends = np.quantile(drawn, [0.75, 0.5, 0.25], axis=1)
    groups = sum((drawn < end[:, None]).astype(int) for end in ends)
    expected = np.stack([(groups == each).mean(axis=0) for each in range(4)], axis=1)
    assert share_quartiles(count_positions(drawn)) == pytest.approx(expected)


def test_a_score_on_the_limit_is_in_the_higher_group():
    assert share_limits([[90.0], [89.99], [80.0], [10.0]], [90.0, 80.0]).tolist() == [[0.25, 0.5, 0.25]]


def test_two_sampled_scores_change_places_as_often_as_the_normal_distribution_says():
    counts = count_positions(draw_scores([1.0, 0.0], 1.0, draws=40_000))
    expected = stats.norm.sf(1 / np.sqrt(2))  # of a difference of 1 with the standard error root 2
    assert counts[0, 1] / 40_000 == pytest.approx(expected, abs=0.01)


def test_draws_of_63_units_are_far_quicker_than_a_loop():
    shares = np.random.default_rng(1).random((63, 8))

    def draw(draws):
        return count_positions(weigh_shares(shares, draw_weights(EQUAL, draws=draws)))

    draw(10)
    begun = time.process_time()
    draw(10_000)
    vectorised = time.process_time() - begun
    begun = time.process_time()
    counts = np.zeros((63, 63), dtype=int)
    for weights in draw_weights(EQUAL, draws=200):
        totals = [sum(weight * share for weight, share in zip(weights, own, strict=True)) for own in shares]
        for place, unit in enumerate(sorted(range(63), key=lambda unit: -totals[unit])):
            counts[unit, place] += 1
    looped = (time.process_time() - begun) * 50
    assert np.array_equal(counts, draw(200))
    assert looped / vectorised > 5
