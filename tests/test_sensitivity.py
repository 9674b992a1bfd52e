"""Sobol's indices of positions: causes that are known to do all, nothing, or the same."""

import numpy as np
import pytest

from govindex.methods.sensitivity import find_sensitivity

SHARES = np.random.default_rng(4).random((40, 4))
EQUAL = np.full(4, 0.25)


def test_a_cause_that_does_nothing_has_no_share():
    found = find_sensitivity(SHARES, EQUAL, doubt=0.0, error=0.0)
    assert found.first[4:] == pytest.approx([0, 0], abs=1e-9)
    assert found.total[4:] == pytest.approx([0, 0], abs=1e-9)
    assert (found.total[:4] > 0.05).all()
    assert found.shift > 0


def test_where_sampling_alone_moves_positions_it_makes_all_of_the_variance():
    alike = np.repeat(SHARES[:, :1], 4, axis=1)  # no weight can change the order
    found = find_sensitivity(alike, EQUAL, doubt=0.0, error=0.05)
    assert found.total[:5] == pytest.approx([0] * 5, abs=1e-9)
    assert found.first[5] == pytest.approx(1, abs=0.1)
    assert found.total[5] == pytest.approx(1, abs=0.1)


def test_a_part_that_is_the_same_everywhere_moves_nobody():
    shares = np.column_stack([SHARES[:, :3], np.full(40, 0.5)])
    found = find_sensitivity(shares, EQUAL, doubt=0.0, error=0.0)
    assert found.total[3] < 0.05 < found.total[:3].min()


def test_a_seed_makes_the_same_again_and_another_nearly_the_same():
    first, again, other = (
        find_sensitivity(SHARES, EQUAL, doubt=0.001, error=0.01, points=4096, seed=seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(first.total, again.total)
    assert first.total == pytest.approx(other.total, abs=0.08)
