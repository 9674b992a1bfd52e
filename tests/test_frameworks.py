"""Frameworks on a tiny measure: which years there are, which compare, what they share."""

import pytest

from govindex.errors import NotComparable, UnknownName
from govindex.frameworks import check_comparable, find_framework, list_common, list_covered
from govindex.load import load_tables


def row(framework, component, first_year, last_year=None, maximum=10):
    return {
        "measure": "papi",
        "framework": framework,
        "component": component,
        "first_year": first_year,
        "last_year": last_year,
        "minimum": 0,
        "maximum": maximum,
    }


@pytest.fixture(scope="module")
def tables(make_tables):
    """Two frameworks of PAPI: one dimension more in the second, the scale of papi.2 changed within it."""
    codes = ["papi", "papi.1", "papi.2", "papi.3"]
    return make_tables(
        components=[{"measure": "papi", "component": code, "order": place} for place, code in enumerate(codes)],
        frameworks=[
            row("old", "papi", 2011, 2017, 20),
            row("old", "papi.1", 2011, 2017),
            row("old", "papi.2", 2011, 2017),
            row("new", "papi", 2018, None, 30),
            row("new", "papi.1", 2018, None),
            row("new", "papi.2", 2018, 2019),
            row("new", "papi.2", 2020, None, 5),
            row("new", "papi.3", 2018, None, None),
        ],
    )


def test_a_year_has_the_components_of_its_framework(tables):
    assert list(list_covered(tables, "papi", year=2017)["component"]) == ["papi", "papi.1", "papi.2"]
    assert list(list_covered(tables, "papi", year=2018)["component"]) == ["papi", "papi.1", "papi.2", "papi.3"]


def test_a_component_has_the_maximum_of_the_year(tables):
    maxima = {year: list_covered(tables, "papi", year=year).set_index("component")["maximum"] for year in (2019, 2020)}
    assert maxima[2019]["papi.2"] == 10
    assert maxima[2020]["papi.2"] == 5


@pytest.mark.parametrize(("year", "name"), [(2010, None), (2011, "old"), (2017, "old"), (2018, "new"), (2030, "new")])
def test_a_framework_holds_from_its_first_to_its_last_year(tables, year, name):
    assert find_framework(tables, "papi", year=year) == name


def test_an_unknown_measure_is_named_with_what_is_near(tables):
    with pytest.raises(UnknownName, match=r"'pari'.*near: par, papi"):
        list_covered(tables, "pari", year=2018)


def test_two_years_of_one_framework_compare(tables):
    assert check_comparable(tables, "papi", year=2020, base=2018) == "new"


def test_two_years_of_two_frameworks_do_not_compare_and_the_message_names_both(tables):
    with pytest.raises(NotComparable) as error:
        check_comparable(tables, "papi", year=2018, base=2017)
    assert "2018 is of framework new" in str(error.value)
    assert "2017 is of framework old" in str(error.value)
    assert "common=True" in str(error.value)


@pytest.mark.parametrize(("year", "base"), [(2011, 2010), (2010, 2011), (2010, 2009)])
def test_a_year_of_no_known_framework_compares_with_none(tables, year, base):
    with pytest.raises(NotComparable, match="of no known framework"):
        check_comparable(tables, "papi", year=year, base=base)


def test_within_a_framework_all_is_common_that_kept_its_scale(tables):
    assert list_common(tables, "papi", year=2019, base=2018) == ["papi", "papi.1", "papi.2", "papi.3"]
    assert list_common(tables, "papi", year=2020, base=2019) == ["papi", "papi.1", "papi.3"]


def test_across_frameworks_neither_the_total_nor_an_unknown_scale_is_common(tables):
    assert list_common(tables, "papi", year=2018, base=2017) == ["papi.1", "papi.2"]
    assert list_common(tables, "papi", year=2020, base=2017) == ["papi.1"]


def test_a_year_of_no_framework_has_nothing_in_common(tables):
    assert list_common(tables, "papi", year=2011, base=2010) == []


def test_the_sum_of_2017_and_that_of_2018_do_not_compare_in_the_real_tables():
    with pytest.raises(NotComparable):
        check_comparable(load_tables(), "papi", year=2018, base=2017)
