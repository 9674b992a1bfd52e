"""When a relation holds: by the digits printed, rounded or cut."""

import pytest

from govindex.audit.relations.moves import Count, Move, Sign
from govindex.audit.relations.relation import CUT, FAILS, HOLDS, ROUNDED, AtMost, Fixed, Linear, OneOf, Ratio

SUM = Linear("sum", (0, 1, 2), terms=((0, 1.0), (1, -1.0), (2, -1.0)))


def state(*figures):
    """Return figures as (value, decimals) by place."""
    return {place: (value, 10.0**-decimals) for place, (value, decimals) in enumerate(figures)}


def test_a_sum_holds_to_the_last_digit():
    assert SUM.check(state((5.0, 2), (2.5, 2), (2.5, 2))) == HOLDS


def test_a_sum_within_rounding_is_rounding():
    assert SUM.check(state((5.01, 2), (2.5, 2), (2.5, 2))) == ROUNDED


def test_a_sum_within_cutting_is_cut_only_on_the_side_that_cutting_explains():
    assert SUM.check(state((5.02, 2), (2.5, 2), (2.5, 2))) == CUT
    assert SUM.check(state((4.97, 2), (2.5, 2), (2.5, 2))) == FAILS


def test_a_sum_says_what_each_figure_would_be():
    broken = state((5.0, 2), (2.5, 2), (2.1, 2))
    assert [SUM.solve(broken, place)[0].best for place in range(3)] == pytest.approx([4.6, 2.9, 2.5])


def test_the_tolerance_follows_from_the_printed_digits():
    assert SUM.check(state((5.0, 0), (2.6, 1), (2.8, 1))) == HOLDS
    assert SUM.check(state((5.0, 2), (2.6, 1), (2.8, 1))) == FAILS


def test_the_figure_of_the_panel_may_be_rounded_or_cut():
    panel = Fixed("panel", (0,), value=4.9078)
    verdicts = {value: panel.check(state((value, 2))) for value in (4.91, 4.90, 4.92, 4.89)}
    assert verdicts == {4.91: HOLDS, 4.90: CUT, 4.92: FAILS, 4.89: FAILS}


def test_a_total_may_be_the_sum_of_rounded_parts():
    assert Fixed("panel", (0,), value=44.0, parts=0.02).check(state((44.02, 2))) == ROUNDED
    assert Fixed("panel", (0,), value=44.0).check(state((44.02, 2))) == FAILS


def test_a_rank_is_one_of_those_that_ties_allow():
    rank = OneOf("panel_rank", (0,), best=5.0, allowed=frozenset({5.0, 6.0}), near=frozenset({7.0}))
    assert [rank.check(state((value, 0))) for value in (5, 6, 7, 8)] == [HOLDS, HOLDS, CUT, FAILS]


def test_a_score_is_at_most_its_maximum():
    within = AtMost("range", (0, 1), terms=((0, 1.0), (1, -1.0)))
    assert within.check(state((10.0, 2), (10.0, 2))) == HOLDS
    assert within.check(state((10.5, 2), (10.0, 2))) == FAILS


def test_a_share_is_checked_with_the_digits_of_all_three():
    share = Ratio("share", (0, 1, 2), formula="share", operands=(1, 2))
    assert share.check(state((97.3, 1), (58.87, 2), (60.5, 6))) == HOLDS
    assert share.check(state((97.5, 1), (58.87, 2), (60.5, 6))) == FAILS
    assert share.solve(state((97.5, 1), (58.87, 2), (60.5, 6)), 0)[0].best == pytest.approx(97.306, abs=0.001)


def test_a_growth_is_of_the_year_before():
    growth = Ratio("change_pct", (0, 1, 2), formula="growth_of", operands=(1, 2))
    assert growth.check(state((-15.3, 1), (-0.504, 3), (2.792, 3))) == HOLDS
    assert growth.check(state((-15.4, 1), (-0.504, 3), (2.792, 3))) == FAILS


def test_a_word_is_held_against_the_sign_of_a_change():
    sign = Sign("direction", (0, 1), move=Move(terms=((1, 1.0),)))
    assert sign.check({0: (1.0, 0.0), 1: (0.5, 0.01)}) == HOLDS
    assert sign.check({0: (1.0, 0.0), 1: (-0.5, 0.01)}) == FAILS
    assert sign.check({0: (1.0, 0.0), 1: (-0.005, 0.01)}) == HOLDS


def test_unchanged_is_wrong_only_where_the_change_is_large():
    sign = Sign("direction", (0, 1), move=Move(terms=((1, 1.0),), level=5.0))
    assert [sign.check({0: (0.0, 0.0), 1: (value, 0.01)}) for value in (0.04, 0.2, 0.5)] == [HOLDS, CUT, FAILS]


def test_a_count_is_held_against_the_ways_of_the_parts():
    count = Count("count", (0, 1, 2), way=1, moves=(Move(word=1), Move(terms=((2, 1.0),), level=5.0)))
    assert count.check({0: (2.0, 0.0), 1: (1.0, 0.0), 2: (0.5, 0.01)}) == HOLDS
    assert count.check({0: (1.0, 0.0), 1: (1.0, 0.0), 2: (0.5, 0.01)}) == FAILS
    assert count.check({0: (1.0, 0.0), 1: (1.0, 0.0), 2: (0.1, 0.01)}) == HOLDS, "so little may be called unchanged"
