"""The smallest set of gains: by hand, against a search through every set, and what it never does."""

from itertools import combinations

import numpy as np
import pytest

from govindex.compare.scores import round_up
from govindex.methods.targets import find_smallest_sets, round_down, share_out, solve_targets

BY_HAND = np.array([0.5, 0.3, 0.2, 0.0])


@pytest.mark.parametrize(
    ("need", "gains"),
    [
        (0.4, [0.4, 0, 0, 0]),  # one component does it, and only the first has the room
        (0.2, [0.2, 0, 0, 0]),  # three could do it alone: the one with most room
        (0.64, [0.4, 0.24, 0, 0]),  # two are needed; 0.64 in the proportion of 0.5 to 0.3
        (0.9, [0.45, 0.27, 0.18, 0]),  # all three, each nine tenths of its limit
        (1.0, [0.5, 0.3, 0.2, 0]),
        (1.01, None),
    ],
)
def test_a_case_worked_by_hand(need, gains):
    found = solve_targets(BY_HAND[np.newaxis, :], np.array([need]), 2)[0]
    assert (None if found is None else found.tolist()) == (gains if gains is None else pytest.approx(gains))


def search_all(limits, need):
    """Return the best set by looking at every one: the fewest components, of these the most room."""
    best = None
    for count in range(1, len(limits) + 1):
        for each in combinations(range(len(limits)), count):
            room = sum(limits[at] for at in each)
            if room >= need - 1e-9 and (best is None or room > best[1] + 1e-12):
                best = (each, room)
        if best is not None:
            return best
    return None


def test_it_is_what_a_search_through_every_set_finds():
    lot = np.random.default_rng(7)
    limits = np.round(lot.random((300, 8)) * lot.choice([0.2, 0.6, 1.5], (300, 8)), 3)
    needs = np.round(limits.sum(axis=1) * lot.random(300) * 1.2 + 0.001, 3)
    chosen = find_smallest_sets(limits, needs)
    for row, need, own in zip(limits, needs, chosen, strict=True):
        best = search_all(row, need)
        if best is None:
            assert not own.any()
        else:
            assert own.sum() == len(best[0])
            assert row[own].sum() == pytest.approx(best[1])
    assert 30 < sum(not own.any() for own in chosen) < 150
    assert len({int(own.sum()) for own in chosen}) > 5


def test_many_questions_at_once_are_answered_as_each_alone():
    lot = np.random.default_rng(3)
    limits = lot.random((230, 5))
    needs = limits.sum(axis=1) * 0.6
    alone = [find_smallest_sets(limits[at : at + 1], needs[at : at + 1])[0] for at in range(len(limits))]
    assert (find_smallest_sets(limits, needs) == np.array(alone)).all()


def test_gains_never_fall_short_nor_go_beyond_a_limit():
    lot = np.random.default_rng(5)
    limits = lot.random((100, 6))
    needs = limits.sum(axis=1) * 0.7
    for row, need, gains in zip(limits, needs, solve_targets(limits, needs, 2), strict=True):
        if gains is None:
            assert round_down(row, 2).sum() < round_up(need, 2)
            continue
        assert gains.sum() == pytest.approx(round_up(need, 2))
        assert gains.sum() >= need - 1e-9
        assert (gains <= row + 1e-9).all()
        assert np.allclose(gains * 100, np.round(gains * 100))


def test_what_is_missing_is_shared_in_the_proportion_of_the_limits():
    shared = share_out(np.array([0.6, 0.3, 0.9]), np.array([True, True, False]), 0.45, 2)
    assert shared.tolist() == pytest.approx([0.3, 0.15, 0.0])


def test_a_whole_number_of_units_stays_one():
    assert round_up(0.3, 1) == 0.3
    assert round_up(0.1 + 0.2, 1) == 0.3
    assert round_down(np.array([0.3, 0.39]), 1).tolist() == pytest.approx([0.3, 0.3])
