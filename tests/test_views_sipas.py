"""Prepared tables of SIPAS against the founding report, and where little is known."""

import pandas as pd
import pytest

from govindex import views
from govindex.tables.page import open_page


def page(province="31", year=2021, lang="vi"):
    return open_page(province, year, lang)


def test_the_table_has_the_criteria_of_three_years_and_the_signs_of_the_founding_report():
    table = views.sipas_table(page()).set_index("component")
    expected = {
        "sipas.1": (94.23, 95.33, 95.12, "-"),
        "sipas.2": (92.47, 96.0, 95.11, "-"),
        "sipas.3": (93.19, 92.8, 95.43, "+"),
        "sipas.4": (94.13, 96.8, 95.86, "-"),
        "sipas.5": (86.29, 86.5, 85.39, "-"),
    }
    criteria = table.loc[list(expected), ["2019", "2020", "2021", "direction"]]
    assert list(criteria.itertuples(index=False, name=None)) == list(expected.values())


def test_the_index_stands_last_with_its_change():
    table = views.sipas_table(page())
    total = table.iloc[-1]
    assert (total["component"], total["level"]) == ("sipas", "total")
    assert total["change"] == pytest.approx(-0.19)
    assert pd.isna(total["2019"])


def test_the_status_tells_of_each_year_that_differs_from_the_page_s():
    status = views.sipas_table(page(lang="en")).set_index("component")["status"]
    assert status["sipas.5"] == "published; 2020 suspect"
    assert status["sipas"] == "published"


def test_the_sources_of_all_years_shown_are_named_that_of_the_page_s_year_first():
    source = views.sipas_table(page()).set_index("component")["source"]
    assert source["sipas.1"] == "s35"
    assert source["sipas"] == "s35; s33"


def test_the_table_never_spans_two_frameworks():
    table = views.sipas_table(page(year=2023))
    assert [column for column in table if column.isdigit()] == ["2022", "2023"]
    first = views.sipas_table(page(year=2022)).iloc[0]
    assert pd.isna(first["change"])
    assert pd.isna(first["direction"])


@pytest.mark.parametrize(("province", "year"), [("31", 2012), ("46", 2019), ("24", 2022)])
def test_a_year_without_a_score_has_no_table(province, year):
    assert views.sipas_table(page(province, year)).empty
