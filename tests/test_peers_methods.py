"""The spine and the borders of groups, by hand."""

import numpy as np
import pytest

from govindex.methods.peers import measure_borders, scale_to_spine


def test_the_middle_stands_at_zero_and_the_further_end_at_one():
    told = scale_to_spine(np.array([2.0, 5.0, 6.0, 6.5]), least=2.0, middle=5.0, most=6.5)
    assert told.tolist() == pytest.approx([-1.0, 0.0, 1 / 3, 0.5])


def test_each_value_may_have_a_spine_of_its_own():
    told = scale_to_spine(np.array([3.0, 30.0]), least=np.array([1.0, 0.0]), middle=2.0, most=np.array([3.0, 30.0]))
    assert told.tolist() == [1.0, 1.0]


def test_where_all_are_equal_everybody_is_in_the_middle():
    assert scale_to_spine(np.array([4.0, 4.0]), least=4.0, middle=4.0, most=4.0).tolist() == [0.0, 0.0]


def test_the_order_is_kept():
    values = np.sort(np.random.default_rng(1).normal(5, 1, 60))
    told = scale_to_spine(values, least=values[0], middle=np.median(values), most=values[-1])
    assert (np.diff(told) >= 0).all()
    assert np.abs(told).max() == 1


def test_distances_are_to_the_nearest_border_on_either_side():
    borders = np.tile([7.0, 5.0, 3.0], (5, 1))
    up, down = measure_borders(np.array([8.0, 6.0, 5.0, 3.5, 1.0]), borders)
    assert up.tolist() == pytest.approx([np.nan, 1.0, 2.0, 1.5, 2.0], nan_ok=True)
    assert down.tolist() == pytest.approx([1.0, 1.0, 0.0, 0.5, np.nan], nan_ok=True)


def test_missing_borders_are_none():
    up, down = measure_borders(np.array([85.0, 92.0]), np.array([[90.0, np.nan], [90.0, np.nan]]))
    assert up.tolist() == pytest.approx([5.0, np.nan], nan_ok=True)
    assert down.tolist() == pytest.approx([np.nan, 2.0], nan_ok=True)
