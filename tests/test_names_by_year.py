"""Names by the year: what a page shows of a year bears the names of that year, and no others."""

from functools import cache

import pytest
from parts import data, open_sheet, title

from govindex.figures.papi.sheet import open_papi
from govindex.figures.provinces.tables import list_contents
from govindex.tables.load import load_tables
from govindex.tables.names import list_component_names, name_component
from govindex.tables.page import open_page

LANGS = ["vi", "en"]
PAGES = [("31", "vi"), ("31", "en"), ("01", "vi"), ("22", "en")]  # the last with years and dimensions without a score
YEARS = range(2011, 2025)
MOVED = ["papi.2.1", "papi.2.2", "papi.2.3", "papi.3.2", "papi.3.3"]


@cache
def _tables():
    return load_tables()


@cache
def _name(component, lang, year):
    return name_component(_tables(), component, lang, year=year)


def _list_foreign(component: str, year: int, lang: str) -> set[str]:
    """Return the names that a component bears in other years only."""
    names = list_component_names(_tables()).set_index("component").loc[[component], f"name_{lang}"]
    return set(names) - {_name(component, lang, year)}


@pytest.mark.slow
@pytest.mark.parametrize(("province", "lang"), PAGES)
def test_a_page_names_every_component_as_in_its_year(province, lang):
    for year in YEARS:
        below = data("papi", "subspread", province, year, lang)
        for rows in (data("report", "papi", province, year, lang), data("papi", "spread", province, year, lang), below):
            for row in rows.itertuples():
                assert row.name == _name(row.component, lang, year), (year, row.component)
        assert set(below["dimension"]) <= {_name(code, lang, year) for code in _tables().components["parent"].dropna()}
        assert not below["name"].duplicated().any()


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("component", MOVED)
def test_the_title_of_a_map_bears_the_name_of_its_year_and_none_of_another(component, lang):
    for year in YEARS:
        told = title("papi", "map", "31", year, lang, component=component)
        assert f"“{_name(component, lang, year)}”" in told
        assert not any(f"“{name}”" in told for name in _list_foreign(component, year, lang))


def test_a_map_asked_for_by_name_is_that_of_the_code_which_bears_it_in_the_year():
    for year, code in ((2017, "papi.2.1"), (2018, "papi.2.2")):
        assert open_papi(open_page("31", year, "en"), "Poverty lists").state["component"] == code


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_of_all_provinces_has_the_name_of_every_year(lang):
    named = list_contents(_tables(), lang).set_index(["component", "year"])["name"]
    for code in named.index.unique("component"):
        if code.startswith("papi."):
            told = {year: f"PAPI, “{_name(code, lang, year)}”" for year in YEARS}
            assert {year: named[code, year] for year in YEARS} == told


def test_a_choice_of_a_component_tells_its_names_of_other_years():
    components = dict(open_sheet("papi").declared.controls["component"].options)
    assert components["papi.2.1"] == "– Access to information (2011–2017: Poverty lists)"
    assert components["papi.3.3"] == (
        "– Access to justice services (2011–2015: Investment Boards; 2016–2017: Inspection Boards)"
    )
    assert components["papi.1.1"] == "– Civic knowledge"
