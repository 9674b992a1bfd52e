"""Moves between two years: by hand, and against numpy and scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govindex.compare.scores import round_to_sum
from govindex.methods.moves import FEWEST, band_positions, judge_moves, regress_change, share_out


def test_a_change_counts_from_beyond_the_margin_only():
    assert judge_moves(np.array([0.02, 0.01, 0.0, -0.01, -0.02]), 0.01).tolist() == [1, 0, 0, 0, -1]


def test_each_change_may_have_a_margin_of_its_own():
    assert judge_moves(np.array([0.3, 0.3]), np.array([0.2, 0.4])).tolist() == [1, 0]


def test_samples_are_told_apart_by_the_root_of_two_and_bounds_by_their_sum():
    changes = np.array([1.7, 0.0])
    sampled = band_positions(changes, 1.0, sampled=True)
    bounded = band_positions(changes, 1.0, sampled=False)
    assert [each.tolist() for each in sampled] == [[1, 2], [1, 2]]
    assert [each.tolist() for each in bounded] == [[1, 1], [2, 2]]


def test_a_chain_of_near_neighbours_is_not_one_tie():
    best, worst = band_positions(np.array([3.0, 2.0, 1.0]), 1.0, sampled=True)
    assert (best.tolist(), worst.tolist()) == ([1, 1, 2], [2, 3, 3])


def test_the_positions_hold_the_computed_one_and_are_those_that_single_comparisons_give():
    changes = np.random.default_rng(7).normal(0, 1, 63)
    best, worst = band_positions(changes, 0.45, sampled=True)
    rank = stats.rankdata(-changes, method="min")
    assert ((best <= rank) & (rank <= worst)).all()
    apart = 0.45 * 2**0.5
    for own, least, most in zip(changes, best, worst, strict=True):
        assert least == 1 + sum(other - own > apart for other in changes)
        assert most == 63 - sum(own - other > apart for other in changes)


def test_parts_of_many_totals_are_shared_out_as_those_of_one():
    parts = np.random.default_rng(3).normal(0, 0.4, (200, 8))
    rounded, adds_up = share_out(parts, parts.sum(axis=1), 3)
    assert adds_up.all()
    for row, told in zip(parts, rounded, strict=True):
        total = round(row.sum(), 3)
        assert told.tolist() == round_to_sum(pd.Series(row), total, 3).tolist()
        assert told.sum() == pytest.approx(total, abs=1e-9)


def test_parts_that_miss_their_total_are_not_shared_out():
    _, adds_up = share_out(np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([3.0, 3.05]), 2)
    assert adds_up.tolist() == [True, False]


def test_the_line_is_that_of_scipy_with_its_interval():
    lot = np.random.default_rng(11)
    first = lot.normal(42, 2, 60)
    second = 42 + 0.6 * (first - 42) + lot.normal(0, 1, 60)
    line = regress_change(first, second, 0.45)
    theirs = stats.linregress(first, second - first)
    reach = stats.t.ppf(0.975, 58) * theirs.stderr
    assert line.slope == pytest.approx(theirs.slope)
    assert (line.low, line.high) == pytest.approx((theirs.slope - reach, theirs.slope + reach))
    assert line.intercept == pytest.approx(theirs.intercept)
    assert line.spread == pytest.approx(second.std() / first.std())


def test_noise_alone_returns_to_the_middle_as_foretold_and_narrows_nothing():
    lot = np.random.default_rng(5)
    true = lot.normal(42, 2, 20_000)
    noise = 0.5
    first, second = true + lot.normal(0, noise, true.size), true + lot.normal(0, noise, true.size)
    line = regress_change(first, second, 1.959964 * noise * 2**0.5)
    assert line.by_noise == pytest.approx(-(noise**2) / (2**2 + noise**2), abs=0.002)
    assert line.slope == pytest.approx(line.by_noise, abs=0.01)
    assert line.p_spread > 0.05


def test_a_spread_that_halves_is_seen():
    first = np.linspace(35, 48, 40)
    line = regress_change(first, 42 + (first - 42) / 2 + np.tile([0.1, -0.1], 20), 0.45)
    assert line.spread == pytest.approx(0.5, abs=0.01)
    assert line.p_spread < 1e-6
    assert line.high < -0.45


def test_no_line_is_fitted_to_few_or_to_equal_scores():
    few = np.arange(FEWEST - 1.0)
    assert regress_change(few, few + 1, 0.1) is None
    assert regress_change(np.full(20, 4.0), np.arange(20.0), 0.1) is None
