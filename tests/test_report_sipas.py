"""Prepared tables of SIPAS against the founding report, and where little is known."""

import pandas as pd
import pytest
from parts import data


@pytest.mark.slow
def test_the_table_has_the_criteria_of_three_years_and_the_signs_of_the_founding_report():
    table = data("report", "sipas", lang="vi").set_index("component")
    expected = {
        "sipas.1": (94.23, 95.33, 95.12, "-"),
        "sipas.2": (92.47, 96.0, 95.11, "-"),
        "sipas.3": (93.19, 92.8, 95.43, "+"),
        "sipas.4": (94.13, 96.8, 95.86, "-"),
        "sipas.5": (86.29, 86.5, 85.39, "-"),
    }
    criteria = table.loc[list(expected), ["earlier_2", "earlier_1", "score", "direction"]]
    assert list(criteria.itertuples(index=False, name=None)) == list(expected.values())


@pytest.mark.slow
def test_the_index_stands_last_with_its_change():
    table = data("report", "sipas", lang="vi")
    total = table.iloc[-1]
    assert (total["component"], total["level"]) == ("sipas", "total")
    assert total["change"] == pytest.approx(-0.19)
    assert pd.isna(total["earlier_2"])


@pytest.mark.slow
def test_the_status_tells_of_each_year_that_differs_from_the_page_s():
    status = data("report", "sipas").set_index("component")["status"]
    assert status["sipas.5"] == "published; 2020 suspect"
    assert status["sipas"] == "published"


def test_the_sources_of_all_years_shown_are_named_that_of_the_page_s_year_first():
    source = data("report", "sipas", lang="vi").set_index("component")["source"]
    assert source["sipas.1"] == "s35"
    assert source["sipas"] == "s35; s33"


@pytest.mark.slow
def test_the_table_never_spans_two_frameworks():
    table = data("report", "sipas", year=2023)
    assert set(table["earlier_1_year"]) == {2022}
    assert table["earlier_2"].isna().all()
    first = data("report", "sipas", year=2022).iloc[0]
    assert pd.isna(first["change"])
    assert pd.isna(first["direction"])


@pytest.mark.parametrize(("province", "year"), [("31", 2012), ("46", 2019), ("24", 2022)])
def test_a_year_without_a_score_has_no_table(province, year):
    assert data("report", "sipas", province, year).empty
