"""Courses over the years: by hand, and noise as drawn by lot."""

import numpy as np
import pytest

from govindex.methods.course import CLASSES, Paces, class_beyond_noise, class_plainly, count_recent, pace_scores


def classify(*scores, margin=0.1, sampled=True):
    lines = np.array([scores], dtype=float)
    return class_beyond_noise(pace_scores(lines), len(scores), margin, sampled=sampled)[0]


def plainly(*scores):
    return class_plainly(pace_scores(np.array([scores], dtype=float)))[0]


def test_ten_years_are_held_against_their_last_five():
    scores = np.array([[50, 51, 52, 53, 54, 60, 61, 62, 63, 65]], dtype=float)
    whole, recent = pace_scores(scores)
    assert whole[0] == pytest.approx(15 / 9)
    assert recent[0] == pytest.approx(5 / 4)
    assert count_recent(10) == 5


@pytest.mark.parametrize(
    ("scores", "name"),
    [
        ((1, 2, 3, 5, 8), "increasing_improvement"),
        ((1, 4, 6, 7, 7.5), "slowing_improvement"),
        ((1, 4, 8, 7, 5), "warning_signs"),
        ((8, 5, 1, 2, 4), "bouncing_back"),
        ((8, 5, 3, 2, 1.5), "slowing_deterioration"),
        ((8, 7.5, 7, 5, 2), "increasing_deterioration"),
    ],
)
def test_the_six_classes_of_the_index_by_hand(scores, name):
    assert plainly(*scores) == name
    assert classify(*scores) == name


def test_what_is_within_noise_is_no_direction():
    assert classify(1.0, 1.02, 1.0, 1.03, 1.05) == "still"
    assert plainly(1.0, 1.02, 1.0, 1.03, 1.05) == "increasing_improvement"


def test_two_paces_within_noise_of_each_other_are_steady():
    assert classify(1, 2, 3, 4, 5) == "steady_improvement"
    assert classify(5, 4, 3, 2, 1) == "steady_deterioration"


def test_a_rise_that_has_come_to_rest_is_slowing():
    assert classify(1, 4, 6, 6, 6) == "slowing_improvement"


def test_a_later_half_beyond_noise_turns_a_whole_that_is_within_it():
    assert classify(5, 3, 1, 3, 5) == "bouncing_back"
    assert classify(1, 3, 5, 3, 1) == "warning_signs"


def test_a_margin_may_differ_by_line():
    paces = pace_scores(np.tile(np.array([1.0, 1.1, 1.2, 1.3, 1.4]), (2, 1)))
    assert class_beyond_noise(paces, 5, np.array([0.05, 5.0]), sampled=True).tolist() == ["steady_improvement", "still"]


@pytest.mark.parametrize("years", [5, 7, 10])
def test_of_lines_that_do_not_change_few_seem_to(years):
    error, lines = 0.3, 20_000
    scores = np.random.default_rng(years).normal(40, error, (lines, years))
    margin = 1.959964 * error * 2**0.5
    told = class_beyond_noise(pace_scores(scores), years, margin, sampled=True)
    assert (told == "still").mean() > 0.90
    assert (class_plainly(pace_scores(scores)) == "still").mean() == 0


def test_of_lines_that_rise_steadily_few_seem_to_quicken():
    error, years = 0.1, 7
    lot = np.random.default_rng(4)
    scores = 40 + np.arange(years) + lot.normal(0, error, (20_000, years))
    margin = 1.959964 * error * 2**0.5
    told = class_beyond_noise(pace_scores(scores), years, margin, sampled=True)
    assert (told == "steady_improvement").mean() == pytest.approx(0.95, abs=0.01)


def test_bounds_of_rounding_are_never_told_as_more():
    lot = np.random.default_rng(9)
    exact = 80 + np.cumsum(np.full((500, 6), 0.7), axis=1) + lot.uniform(0, 1, (500, 1))
    told = class_beyond_noise(pace_scores(exact.round(2)), 6, 0.01, sampled=False)
    assert set(told) == {"steady_improvement"}


def test_every_class_has_its_place():
    lot = np.random.default_rng(2)
    found = class_plainly(Paces(lot.normal(size=500), lot.normal(size=500)))
    assert set(found) <= set(CLASSES)
    assert len(CLASSES) == len(set(CLASSES)) == 9
