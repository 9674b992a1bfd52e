"""The smallest change worth telling: from printed intervals, by hand; bounded on the real panel."""

import math

import pytest
from parts import OPENERS, open_sheet

from govindex.compare.precision import ROUNDING, find_smallest_change, list_scatters
from govindex.tables.load import load_tables
from govindex.tables.names import name_province
from govindex.tables.places import find_notebooks
from govindex.words import number


def score(province, year, component, value):
    return {"measure": "papi", "year": year, "province": province, "component": component, "score": value}


@pytest.fixture
def tables(make_tables):
    tree = {"papi": (None, 0, 80), "papi.1": ("papi", 0, 10)}
    changes = {"01": (1, 0.2), "02": (2, 0.3), "03": (3, 0.4), "04": (4, 0.5), "05": (5, 0.6)}
    return make_tables(
        components=[{"measure": "papi", "component": code, "parent": parent} for code, (parent, *_) in tree.items()],
        frameworks=[
            {
                "measure": "papi",
                "framework": "2018",
                "component": code,
                "first_year": 2018,
                "minimum": low,
                "maximum": high,
            }
            for code, (_, low, high) in tree.items()
        ],
        scores=[
            row
            for province, (total, part) in changes.items()
            for row in (
                score(province, 2019, "papi", 40),
                score(province, 2020, "papi", 40 + total),
                score(province, 2019, "papi.1", 5),
                score(province, 2020, "papi.1", 5 + part),
            )
        ],
        intervals=[
            {
                "measure": "papi",
                "year": 2023,
                "province": code,
                "component": "papi",
                "lower": 40 - half,
                "upper": 40 + half,
            }
            for code, half in (("01", 0.2), ("02", 0.3), ("03", 1.4))
        ],
    )


def test_the_scatter_is_around_the_national_shift(tables):
    scatters = list_scatters(tables, "papi").set_index("component")["scatter"]
    assert scatters["papi"] == pytest.approx(1.4826)  # changes 1 to 5: their median 3, off it by 2, 1, 0, 1, 2
    assert scatters["papi.1"] == pytest.approx(0.14826)


def test_the_total_is_as_sure_as_the_median_printed_interval_and_a_part_by_its_scatter(tables):
    assert find_smallest_change(tables, "papi") == pytest.approx(math.sqrt(2) * 0.3)
    assert find_smallest_change(tables, "papi.1") == pytest.approx(math.sqrt(2) * 0.03)


def test_without_printed_intervals_rounding_alone_counts(tables):
    assert find_smallest_change(tables._replace(intervals=tables.intervals.iloc[:0]), "papi") == ROUNDING


def test_the_measures_of_two_decimals_have_the_rounding():
    for component in ("par", "sipas", "sipas.1"):
        assert find_smallest_change(load_tables(), component) == ROUNDING


def test_on_the_panel_the_limits_are_those_of_the_printed_intervals():
    tables = load_tables()
    assert find_smallest_change(tables, "papi") == pytest.approx(
        math.sqrt(2) * 0.3175
    )  # Cao Bằng, between Hà Nội and Hà Giang
    for order in range(1, 9):
        assert 0.05 < find_smallest_change(tables, f"papi.{order}") < 0.2


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_tells_the_intervals_that_the_table_holds(lang):
    tables = load_tables()
    told = (find_notebooks() / "papi_dimensions.ipynb").read_text(encoding="utf-8")
    for row in tables.intervals.itertuples():
        half = number((row.upper - row.lower) / 2, lang)
        assert f"{name_province(tables, row.province, lang)} ±{half}" in told


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("sheet", sorted(set(OPENERS) - {"papi", "par", "sipas", "proposals"}))
def test_every_page_that_shows_papi_notes_its_precision(sheet, lang):
    tables = load_tables()
    note = open_sheet(sheet, lang=lang).declared.parts["sources"].note
    for row in tables.intervals.itertuples():
        half = number((row.upper - row.lower) / 2, lang)
        assert f"{name_province(tables, row.province, lang)} {row.year} ±{half}" in note
    assert number(find_smallest_change(tables, "papi"), lang) in note
