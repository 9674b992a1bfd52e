"""Series, changes of method, counts, ends of changes, shares and merged units that cannot be are told."""

import re

import pytest

from govindex.errors import SchemaError
from govindex.tables.load import load_description
from govindex.tables.places import find_data
from govindex.tables.rules.held import Held
from govindex.tables.rules.told import check_told
from govindex.tables.schema import read_resource
from govindex.tables.texts import FIRST_ROW


@pytest.fixture(scope="module")
def paths():
    return {resource["name"]: resource["path"] for resource in load_description()["resources"]}


@pytest.fixture(scope="module")
def read():
    return {each["name"]: read_resource(each, find_data()) for each in load_description()["resources"]}


def test_the_tables_of_the_project_are_in_order(read, paths):
    check_told(Held(read, paths))


SERIES = "component == 'papi.2.1' and first_year == 2011"
FALL = "year == 2023 and what == 'largest_fall'"
MEAN = "year == 2023 and component == 'par.field.1' and what == 'mean'"
CHANGE = "year == 2023 and component == 'par.field.5' and what == 'mean_change'"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("series", SERIES, {"last_year": 2010}), "2011 to 2010 was found, a year no later"),
        (("series", "series == 'poverty-lists' and first_year == 2018", {"first_year": 2017}), "of this "),
        (("series", SERIES, {"measure": "par"}), "was found, that of the other spans"),
        (("series", SERIES, {"first_year": 2009}), "first_year: 2009 was found, a year of which"),
        (("changes", "component == 'papi.1.2' and year == 2016", {"year": 2099}), "year: 2099 was found, a year"),
        (("changes", "component == 'par' and year == 2018", {"year": 2099}), "year: 2099 was found, a year"),
        (("counts", "what == 'above'", {"count": 64}), "count: 64 was found, at most 63, the units"),
        (("counts", "what == 'rising' and year == 2023", {"count": 58}), "count: 6 was found, rises and falls of"),
        (("counts", "what == 'above'", {"limit": None}), "limit: nothing was found, the limit"),
        (("counts", "what == 'above_mean'", {"limit": 80.0}), "limit: 80 was found, none but"),
        (("moves", FALL, {"change": 2.91}), "change: 2.91 was found, less than 0"),
        (("moves", "year == 2023 and what == 'largest_rise'", {"change": -9.39}), "change: -9.39 was found, more"),
        (("moves", FALL, {"change": -0.5}), "change: -0.5 was found, no less than the smallest fall"),
        (("moves", "year == 2024 and province == '60'", {"province": "31-2025"}), "province: 31-2025 in 2024 was"),
        (("moves", FALL, {"component": "papi.1.1", "year": 2010}), "component: papi.1.1 in 2010 was found"),
        (("shares", "province == '17'", {"province": None}), "province: nothing was found, the province whose"),
        (("shares", MEAN, {"province": "17"}), "province: 17 was found, none"),
        (("shares", MEAN, {"share": -1.0}), "share: -1 was found, at least 0"),
        (("shares", CHANGE, {"share": 1.6}), "share: 1.6 was found, the mean of the year less that"),
        (("shares", "province == '17'", {"province": "31-2025"}), "province: 31-2025 in 2023 was found"),
        (("merged", "province == '31-2025'", {"province": "31"}), "province: 31 was found, a unit that begins after"),
        (("merged", "province == '31-2025'", {"component": "papi.1.1"}), "at most"),
        (("printed-groups", "year == 2021 and component == 'papi.1'", {"province": "91-2025"}), "a year of that unit"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_row(read, paths, change, said):
    name, where, cells = change
    table = read[name].copy()
    row = table.query(where).index[0]
    for column, value in cells.items():
        table.loc[row, column] = value
    with pytest.raises(SchemaError) as error:
        check_told(Held(read | {name: table}, paths))
    assert re.match(rf"{re.escape(paths[name])}, row \d+, columns? ", str(error.value))
    assert said in str(error.value)
    assert f"row {row + FIRST_ROW}," in str(error.value) or name in ("series", "counts")


def test_a_doubtful_end_is_not_held_against_the_others(read, paths):
    table = read["moves"].copy()
    table.loc[table.query(FALL).index[0], ["change", "status"]] = [-0.1, "suspect"]
    check_told(Held(read | {"moves": table}, paths))
