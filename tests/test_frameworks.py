"""Frameworks on a tiny measure: which years there are, which compare, what they share."""

import pytest

from govindex.compare.frameworks import (
    check_comparable,
    find_framework,
    judge_changes,
    judge_components,
    list_common,
    list_covered,
    list_shifted,
)
from govindex.errors import NotComparable, UnknownName
from govindex.tables.load import load_tables


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


def changed(component, year, comparable, evidence="panel"):
    return {
        "measure": "papi",
        "component": component,
        "year": year,
        "comparable": comparable,
        "evidence": evidence,
        "text_vi": f"Đổi {year}.",
        "text_en": f"Changed {year}.",
    }


@pytest.fixture(scope="module")
def judged(make_tables, tables):
    return make_tables(
        components=tables.components.to_dict("records"),
        frameworks=tables.frameworks.to_dict("records"),
        changes=[
            changed("papi.1", 2020, "no"),
            changed("papi.1", 2021, "caution", "documented"),
            changed("papi.1", 2022, "no"),
            changed("papi.3", 2021, "no", "documented"),
            changed("papi", 2021, "caution"),
            changed("papi", 2023, "no", "documented"),
            changed("papi.3", 2024, "yes", "documented"),
        ],
    )


def tell(tables, year, base):
    rows = judge_changes(tables, "papi", year=year, base=base).itertuples(index=False, name=None)
    return {component: tuple(told) for component, *told in rows}


def test_the_worst_change_between_two_years_counts_with_its_evidence_and_texts(judged):
    assert tell(judged, 2022, 2019)["papi.1"] == ("no", "panel", "Đổi 2020. Đổi 2022.", "Changed 2020. Changed 2022.")
    assert tell(judged, 2021, 2020)["papi.1"][:2] == ("caution", "documented")


def test_only_changes_after_the_earlier_year_count_in_either_direction(judged):
    assert set(tell(judged, 2021, 2020)) == {"papi", "papi.1", "papi.3"}
    assert tell(judged, 2020, 2021) == tell(judged, 2021, 2020)
    assert tell(judged, 2024, 2023) == {}


def test_a_year_that_the_changes_do_not_reach_is_read_with_caution(judged):
    assert tell(judged, 2024, 2023) == {}
    beyond = tell(judged, 2025, 2024)
    assert beyond["papi.2"][:2] == ("caution", "panel")
    assert beyond["papi.2"][3] == "It has not been judged yet whether 2025 was measured like the year before."
    assert tell(judged, 2025, 2022)["papi"][0] == "no"


def test_no_published_year_is_left_unjudged(tables):
    for measure, scores in tables.scores.groupby("measure"):
        last = int(scores["year"].max())
        assert "judged" not in " ".join(judge_changes(tables, measure, year=last, base=last - 1)["text_en"])


def test_what_the_publisher_does_not_compare_is_not_common_and_what_the_panel_tells_is(judged):
    assert list_common(judged, "papi", year=2021, base=2020) == ["papi", "papi.1", "papi.2"]


def test_a_total_that_the_publisher_does_not_compare_raises_with_the_reason(judged):
    with pytest.raises(NotComparable, match=r"2023 and 2022 do not compare as totals\. Changed 2023\."):
        check_comparable(judged, "papi", year=2023, base=2022)


def test_2016_does_not_compare_with_2015_in_the_real_tables_but_what_papi_compares_does():
    tables = load_tables()
    with pytest.raises(NotComparable, match="baseline"):
        check_comparable(tables, "papi", year=2016, base=2015)
    common = [code for code in list_common(tables, "papi", year=2016, base=2015) if code.count(".") == 1]
    assert common == ["papi.2", "papi.4", "papi.6"]


def test_what_changes_say_of_a_component_outweighs_what_its_scales_say():
    tables = load_tables()
    judged = judge_components(tables, "papi", year=2021, base=2020)
    assert judged["papi.5.1"].comparable == "caution"  # of 2.5 points, then of 3.33: the table of changes decides
    assert not judged["papi.3"].refused
    assert judge_components(tables, "papi", year=2018, base=2017)["papi"].refused


@pytest.mark.slow
def test_no_component_changes_its_scale_without_a_row_of_changes():
    """What frameworks give another scale, and totals of another framework, `changes.csv` judges between any years."""
    tables = load_tables()
    silent = []
    for measure in ("par", "sipas", "papi"):
        covered = {year: list_covered(tables, measure, year=year) for year in range(2011, 2026)}
        for base, year in ((base, year) for year in covered for base in covered if base < year):
            both = covered[year].merge(covered[base], on="component", suffixes=("", "_base"))
            known = both["maximum"].notna() & both["maximum_base"].notna()
            changed = set(both.loc[known & (both["maximum"] != both["maximum_base"]), "component"])
            changed |= set(both.loc[both["framework"] != both["framework_base"], "component"]) & {measure}
            judged = judge_components(tables, measure, year=year, base=base)
            silent += [(component, base, year) for component in changed - set(judged)]
    assert silent == []


def test_par_index_and_sipas_are_judged_by_their_frameworks():
    tables = load_tables()
    judged = judge_components(tables, "par", year=2022, base=2021)
    assert judged["par.appraisal"].refused
    assert judged["par"][:2] == ("no", "framework")
    assert "68" in judged["par"].text_vi
    assert not judged["par"].refused  # the ministry itself compares them
    assert judge_components(tables, "par", year=2024, base=2022) == {}
    sipas = judge_components(tables, "sipas", year=2022, base=2021)
    assert sipas["sipas"][:2] == ("no", "framework")
    assert sipas["sipas.1"].comparable == "caution"
    assert judge_components(tables, "sipas", year=2021, base=2020) == {}
    assert judge_components(tables, "sipas", year=2024, base=2022) == {}
    for year in (2018, 2019, 2020):
        assert judge_components(tables, "par", year=year, base=year - 1)["par"].comparable == "caution"


def test_a_component_is_shifted_that_does_not_compare_or_is_doubted_alone():
    tables = load_tables()
    assert list_shifted(tables, "papi", year=2020, base=2019) == ["papi.8", "papi.8.3"]
    doubted = judge_changes(tables, "papi", year=2021, base=2020).set_index("component")["comparable"]
    shifted = set(list_shifted(tables, "papi", year=2020, base=2021))
    assert shifted == set(doubted.index[doubted == "no"]) == {"papi.3", "papi.3.2", "papi.5.2", "papi.6", "papi.6.4"}


def test_every_part_of_papi_wants_caution_in_2021():
    tables = load_tables()
    doubted = set(judge_changes(tables, "papi", year=2021, base=2020)["component"])
    assert set(tables.scores.query("measure == 'papi' and year == 2021")["component"]) <= doubted
