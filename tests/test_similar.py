"""Provinces of like profile: standardised, so that no dimension counts more because it spreads more."""

import pytest

from govindex.compare.similar import find_drivers, find_similar
from govindex.tables.load import load_tables


def build(make_tables, profiles):
    codes = [f"papi.{number}" for number in range(1, len(profiles["01"]) + 1)]
    return make_tables(
        components=[{"measure": "papi", "component": code, "level": "dimension"} for code in codes],
        scores=[
            {"measure": "papi", "year": 2021, "province": province, "component": code, "score": score}
            for province, scores in profiles.items()
            for code, score in zip(codes, scores, strict=True)
            if score is not None
        ],
    )


def test_a_dimension_that_spreads_widely_does_not_decide_alone(make_tables):
    # In points 02 is nearer to 01 than 04 is; in standard deviations 04 is, whose small dimensions are alike.
    profiles = {"01": [5, 5, 5], "02": [5, 5.4, 5.4], "04": [6, 5, 5], "06": [2, 5.1, 5.1], "08": [9, 5, 5]}
    tables = build(make_tables, profiles)
    assert find_similar(tables, list(profiles), year=2021, count=1)[0] == [2]


def test_without_a_full_profile_there_are_no_neighbours(make_tables):
    profiles = {"01": [5.0, 5.0], "02": [5.1, None], "04": [6.0, 5.0]}
    tables = build(make_tables, profiles)
    similar = find_similar(tables, list(profiles), year=2021, count=5)
    assert similar == [[2], [], [0]]
    assert find_drivers(tables, list(profiles), year=2021, similar=similar)[1] is None


def test_the_drivers_are_the_dimensions_of_most_and_of_least_likeness(make_tables):
    profiles = {"01": [5.0, 5.0, 5.0], "02": [5.0, 6.0, 5.1], "04": [9.0, 9.0, 9.0]}
    tables = build(make_tables, profiles)
    drivers = find_drivers(tables, list(profiles), year=2021, similar=[[1], [0], [0]])
    assert drivers[0] == ("papi.1", "papi.2")


@pytest.mark.parametrize("year", [2011, 2018, 2024])
def test_every_scored_province_has_five_neighbours_and_two_drivers(year):
    tables = load_tables()
    codes = sorted(tables.provinces.query("first_year == 2011")["code"])
    similar = find_similar(tables, codes, year=year, count=5)
    drivers = find_drivers(tables, codes, year=year, similar=similar)
    whole = [place for place, others in enumerate(similar) if others]
    assert len(whole) >= 61
    for place in whole:
        assert len(set(similar[place]) - {place}) == 5
        assert drivers[place][0] != drivers[place][1]
