"""What no schema of one table can say of the rows is refused with its place; doubt that a status tells is not."""

import json
import re
import shutil

import pytest

from govindex.errors import SchemaError
from govindex.tables.load import load_description, load_tables
from govindex.tables.places import find_data
from govindex.tables.rules import check_rules
from govindex.tables.schema import read_resource
from govindex.tables.spelling import check_spellings
from govindex.tables.texts import FIRST_ROW
from govindex.tables.whole import check_whole


@pytest.fixture(scope="module")
def resources():
    return load_description()["resources"]


@pytest.fixture(scope="module")
def read(resources):
    return {resource["name"]: read_resource(resource, find_data()) for resource in resources}


@pytest.fixture
def check(resources, read):
    """Return a function that checks the project's tables with some cells of one row, or with one row more, changed."""

    def change(name, where, **cells):
        table = read[name].copy()
        row = table.query(where).index[0]
        for column, value in cells.items():
            table[column] = table[column].astype("str") if isinstance(value, str) else table[column]
            table.loc[row, column] = value
        tables = read | {name: table}
        check_rules(resources, tables)
        check_spellings(tables["provinces"], tables["province-names"])
        check_whole(resources, tables)

    return change


@pytest.fixture
def complain(check, resources, read):
    """Return what is said of such tables, without the file and the row, which are checked here."""

    def change(name, where, **cells):
        with pytest.raises(SchemaError) as error:
            check(name, where, **cells)
        path = next(resource["path"] for resource in resources if resource["name"] == name)
        row = read[name].query(where).index[0] + FIRST_ROW
        assert re.match(rf"{re.escape(path)}, row \d+(, columns? |: )", str(error.value)), str(error.value)
        return str(error.value).removeprefix(f"{path}, row {row}")

    return change


def test_the_tables_of_the_project_fit_each_other(resources, read):
    check_rules(resources, read)
    check_whole(resources, read)


UNITS = [
    (
        "code == '02'",
        {"first_year": 2025},
        ", columns first_year and last_year: 2025 to 2024 was found, a year no later",
    ),
    ("code == '02'", {"successor": None}, ", column successor: nothing was found, the unit that goes on was expected."),
    (
        "code == '01'",
        {"successor": "08-2025"},
        "column successor: 08-2025 was found, none while the unit goes on was exp",
    ),
    ("code == '02'", {"successor": "01"}, ", column successor: 01 was found, a unit that begins in 2025 was expected."),
    ("code == '02'", {"successor": "02"}, ", column successor: 02 was found, a unit that begins in 2025 was expected."),
    ("code == '31'", {"successor": "33-2025"}, "column code: 31-2025 was found, the successor of 31 was expected."),
    ("code == '46'", {"successor": "48-2025"}, "column code: 46-2025 was found, a unit that another names as its succ"),
    ("code == '31-2025'", {"first_year": 2026}, ", column first_year: 2026 was found, the year in the code 31-2025"),
    ("code == '02'", {"region": None}, ", column region: nothing was found, one, as other units of these years have"),
    ("code == '02'", {"name_vi": "Hà Nội"}, ": 'Hà Nội' of 02 is spelt like 'Hà Nội' of 01 (provinces.csv, row 2)"),
    ("code == '02'", {"name_en": "31"}, ", column name_en: 31 was found, a spelling with letters was expected."),
]


@pytest.mark.parametrize(("where", "cells", "said"), UNITS)
def test_units_that_do_not_fit_each_other_are_told(complain, where, cells, said):
    assert said in complain("provinces", where, **cells)


@pytest.mark.parametrize(
    ("spelling", "said"),
    [
        ("31", ", column spelling: 31 was found, a spelling with letters was expected."),
        ("--", ", column spelling: -- was found, a spelling with letters was expected."),
        ("hải phòng", ": 'hải phòng' of 01 is spelt like 'Hải Phòng' of 31"),
    ],
)
def test_an_alias_that_is_no_name_or_anothers_is_told(complain, spelling, said):
    assert complain("province-names", "code == '01'", spelling=spelling).startswith(said)


@pytest.mark.parametrize(
    ("where", "cells", "said"),
    [
        (
            "code == '02'",
            {"code": "08-2025"},
            ", column code: 08-2025 was found, a unit of 2011-2024 or an archip",
        ),
        ("code == 'hoang-sa'", {"code": "hoang"}, ", column code: hoang was found, a unit of 2011-2024 or an archipel"),
        ("code == '31-2025'", {"code": "31"}, ", column code: 31 was found, a unit of 2025-2100 or an archipelago"),
        ("code == '02'", {"tile_col": 3, "tile_row": 3}, ", column tile_row: 2011 / 3 / 3, as in row 2, was found"),
    ],
)
def test_a_tile_of_no_unit_of_its_map_or_of_two_is_told(complain, where, cells, said):
    assert complain("tiles", where, **cells).startswith(said)


def test_a_unit_that_a_map_of_its_years_leaves_out_is_told(complain):
    said = complain("provinces", "code == '31-2025'", code="31-2026", first_year=2026)
    assert "31-2026" in said


COMPONENTS = [
    ("par.appraisal", {"parent": "par.appraisal"}, "par.appraisal, the component itself, was found, another"),
    ("par.appraisal", {"parent": "sipas"}, "sipas was found, a component of par was expected."),
    ("par.appraisal", {"parent": "par.appraisal.1"}, "a circle of parents (par.appraisal > par.appraisal.1 > par.app"),
    ("par.appraisal", {"parent": None}, "column parent: nothing was found, a component, since it is no total, was"),
    ("par", {"level": "part"}, "column parent: nothing was found, a component"),
    ("par.survey", {"level": "total"}, "column parent: par was found, none, since it is a total, was expected."),
    ("papi.1.2", {"order": 2}, "column order: papi / 2, as in row "),
    ("papi.1.2", {"order": 1}, "was found, another for each component of a measure was expected."),
    ("papi.1", {"order": 99}, "column order: 2 was found, one after its parent's was expected"),
    ("papi.1.2", {"level": "dimension"}, "column level: dimension was found, that of its siblings was expected."),
    ("par.survey", {"division": None}, "column division: nothing was found, one, as its siblings have, was expected."),
    ("papi.1.2", {"name_vi": "Cơ hội tham gia bầu cử"}, "was found, another for each component of one whole was expe"),
]


@pytest.mark.parametrize(("component", "cells", "said"), COMPONENTS)
def test_components_that_are_no_tree_are_told(complain, read, component, cells, said):
    if "name_vi" in cells:
        table = read["components"].set_index("component")
        cells = {"name_vi": table.loc["papi.1.1", "name_vi"]}
    assert said in complain("components", f"component == '{component}'", **cells)


def test_a_name_of_other_years_that_overlaps_or_changes_the_measure_is_told(complain):
    where = "component == 'papi.3.2' and first_year == 2016"
    assert "column first_year: 2015 was found, a year after the last" in complain(
        "component-names", where, first_year=2015
    )
    assert "2016 to 2012 was found, a year no later" in complain("component-names", where, last_year=2012)
    assert "column today: sipas was found, a component of the measure" in complain(
        "component-names", where, today="sipas"
    )


FRAMEWORKS = [
    (
        "component == 'par.appraisal-whole' and framework == '2022'",
        {"maximum": 70.0},
        "102 in all: par.appraisal-whole",
    ),
    (
        "component == 'par.appraisal-whole' and framework == '2022'",
        {"made_of": "sipas.1"},
        "made_of: sipas.1 was",
    ),
    (
        "component == 'par' and framework == '2021'",
        {"first_year": 2022},
        "columns first_year and last_year: 2022 to 2021",
    ),
    (
        "component == 'par' and framework == '2021'",
        {"minimum": 60.0, "maximum": 50.0},
        "minimum and maximum: 60.0 to 50.0",
    ),
    (
        "component == 'par' and framework == '2021'",
        {"maximum": 90.0},
        "maximum: 90 was found, the sum of its parts in 2020",
    ),
    (
        "component == 'par.impact.economy' and framework == '2021'",
        {"maximum": 5.0},
        "16 was found, the sum of its parts",
    ),
    ("component == 'papi.1.1' and framework == '2018'", {"maximum": 2.0}, "10 was found, the sum of its parts in"),
    ("component == 'papi.1' and framework == '2018'", {"first_year": 2017}, "column first_year: 2017 was found, a yea"),
    (
        "component == 'par' and framework == '2021'",
        {"first_year": 2018},
        "column first_year: 2018 was found, a year after",
    ),
    (
        "component == 'par.survey' and framework == '2021'",
        {"framework": "2030"},
        "column framework: 2030 was found, the na",
    ),
    ("component == 'par' and framework == '2021'", {"framework": "2020"}, "a framework that begins after"),
    (
        "component == 'par.impact' and first_year == 2023",
        {"component": "par.field.1"},
        "was found, a year after the last",
    ),
    (
        "component == 'sipas' and framework == '2017'",
        {"component": "sipas.policy"},
        "a framework with a row of its total",
    ),
    (
        "component == 'papi.1' and framework == '2011'",
        {"first_year": 2012},
        "papi.1.1 in 2011 was found, a year in which",
    ),
]


@pytest.mark.parametrize(("where", "cells", "said"), FRAMEWORKS)
def test_frameworks_that_do_not_follow_or_add_up_are_told(complain, where, cells, said):
    assert said in complain("frameworks", where, **cells)


SCORES = [
    (
        "par",
        "year == 2021 and component == 'par.survey'",
        {"score": 99.5},
        "99.5 was found, at most 23.5, the maximum of pa",
    ),
    (
        "papi",
        "component == 'papi.1.1'",
        {"score": 0.1},
        "0.1 was found, at least 0.25, the minimum of papi.1.1 in 2011",
    ),
    ("papi", "component == 'papi.1.1'", {"score": 10.0}, "10 was found, at most 2.5, the maximum of papi.1.1 in 2011,"),
    (
        "papi",
        "component == 'papi.1.1'",
        {"score": 1.3},
        "column score: 5.76248 was found, 5.79837, the sum of papi.1.1",
    ),
    (
        "papi",
        "component == 'papi.4.1' and year == 2021 and province == '31'",
        {"score": 1.0},
        "papi.4.4 (one of these is wrong, since papi.4 fits another sum), or the status suspect was expected.",
    ),
    (  # the most that a dimension can have, so that the total and its own parts speak against it
        "papi",
        "component == 'papi.4' and year == 2021 and province == '31'",
        {"score": 10.0},
        "10 was found, 7.424247, the sum of papi.4.1, papi.4.2, papi.4.3, papi.4.4, or",
    ),
    (
        "papi",
        "component == 'papi'",
        {"score": 36.5},
        "column score: 36.5 was found, 36.405018, the sum of papi.1, papi",
    ),
    (
        "par",
        "year == 2023 and component == 'par'",
        {"score": 80.0},
        "the sum of par.appraisal, par.survey, par.impact, or",
    ),
    ("par", "year == 2021", {"measure": "sipas"}, "column measure: sipas was found, par was expected"),
    (
        "par",
        "year == 2012",
        {"component": "par.survey"},
        "par.survey in 2012 was found, a component that a framework cov",
    ),
    ("par", "year == 2012", {"year": 2040}, "par in 2040 was found, a component that a framework covers in this year"),
    (
        "papi",
        "component == 'papi.1.1'",
        {"component": "papi.7.1"},
        "papi.7.1 in 2011 was found, a component that a framew",
    ),
    (
        "papi",
        "component == 'papi.1.1'",
        {"province": "31-2025"},
        "31-2025 in 2011 was found, a year of that unit, since",
    ),
]


@pytest.mark.parametrize(("measure", "where", "cells", "said"), SCORES)
def test_scores_that_their_framework_or_parts_do_not_give_are_told(complain, measure, where, cells, said):
    assert said in complain(f"scores-{measure}", where, **cells)


def test_a_suspect_score_is_not_held_against_its_parts(check):
    check("scores-papi", "component == 'papi.1.1'", score=1.3, status="suspect")
    check("scores-papi", "component == 'papi'", score=36.5, status="suspect")
    check("scores-par", "year == 2023 and component == 'par'", score=89.78, status="suspect")


def test_one_score_in_two_files_is_told(resources, read):
    papi = read["scores-papi"]
    twin = {"name": "scores-more", "path": "scores/more.csv", "schema": {"fields": []}}
    with pytest.raises(SchemaError) as error:
        check_rules([*resources, twin], read | {"scores-more": papi.iloc[[7]].reset_index(drop=True)})
    key = " / ".join(str(papi.loc[7, name]) for name in ("measure", "year", "province", "component"))
    assert str(error.value) == (
        f"scores/more.csv, row 2, column component: {key} was found, a score that stands in no other file was expected."
    )


RANKS = [
    (
        "ranks",
        "out_of == 63",
        {"out_of": 5, "rank": 19},
        "column rank: 19 was found, at most 5, of whom it is the rank, w",
    ),
    ("ranks", "year == 2012", {"rank": 70}, "column rank: 70 was found, at most 63, the units of 2012, was expected."),
    ("ranks", "out_of == 63", {"out_of": 64}, "column out_of: 64 was found, at most 63, the units of"),
    (
        "ranks",
        "year == 2012 and rank == 19",
        {"rank": 6},
        "6, the rank of another in 2012, was found, a rank that no ot",
    ),
    (
        "ranks",
        "year == 2017 and component == 'par' and rank == 19",
        {"component": "par.field.1"},
        "par.field.1 in 2017",
    ),
    (
        "groups",
        "measure == 'par' and year == 2018 and group == 'B'",
        {"lower": 85.0},
        "lower and upper: 85.0 to 80.0 was",
    ),
    (
        "groups",
        "measure == 'par' and year == 2018 and group == 'B'",
        {"upper": 85.0},
        "column upper: 85 was found, no more",
    ),
    (
        "groups",
        "measure == 'papi' and year == 2024 and group == '1'",
        {"size": 60},
        "sizes of at most 63 in all, the uni",
    ),
    (
        "groups",
        "measure == 'papi' and year == 2024 and group == '4'",
        {"group": "A"},
        "a group named as the others of the",
    ),
    (
        "national",
        "component == 'sipas.1' and what == 'maximum'",
        {"value": 50.0},
        "a maximum of at least 78.43, the min",
    ),
    ("national", "component == 'par.survey'", {"value": 90.0}, "at most 22, the maximum of par.survey in"),
    ("national", "component == 'sipas.1' and year == 2017", {"component": "sipas.policy"}, "sipas.policy in 2017"),
    ("intervals", "province == '02'", {"upper": 40.0}, "lower and upper: 42.789 to 40.0 was found"),
    ("intervals", "province == '02'", {"lower": 45.0}, "was found, an interval around the score was expected"),
    ("unscored", "year == 2014", {"component": "papi.7"}, "papi.7 in 2014 was found, a component that a framework"),
]


@pytest.mark.parametrize(("name", "where", "cells", "said"), RANKS)
def test_ranks_groups_and_means_that_cannot_be_are_told(complain, name, where, cells, said):
    assert said in complain(name, where, **cells)


def test_a_rank_against_the_order_of_the_scores_is_told(complain, read):
    where = "component == 'par' and year == 2023 and rank == 20"
    table = read["ranks"]
    row = table.query(where).index[0]
    other = table.query("component == 'par' and year == 2023 and rank == 40").index[0]
    changed = table.copy()
    changed.loc[[row, other], "rank"] = [40, 20]
    paths = [{"name": name, "path": f"{name}.csv"} for name in read]
    with pytest.raises(SchemaError, match="was found, one better than those of lower scores was expected"):
        check_rules(paths, read | {"ranks": changed})


def test_a_rank_twice_is_allowed_for_equal_scores_and_for_suspect_ones(check, read):
    check("ranks", "year == 2012 and rank == 19", rank=6, status="suspect")
    ranks, scores = read["ranks"].copy(), read["scores-par"].copy()
    first, second = (ranks.query(f"year == 2012 and rank == {rank}")["province"].iloc[0] for rank in (4, 5))
    of_year = scores["year"] == 2012
    scores.loc[of_year & (scores["province"] == second), "score"] = scores.loc[
        of_year & (scores["province"] == first), "score"
    ].iloc[0]
    ranks.loc[(ranks["year"] == 2012) & (ranks["province"] == second), "rank"] = 4
    paths = [{"name": name, "path": f"{name}.csv"} for name in read]
    check_rules(paths, read | {"ranks": ranks, "scores-par": scores})


REPORTS = [
    (
        "published-son-la-2018",
        "cell == 'par/max'",
        {"report": "yen-bai-2023"},
        "yen-bai-2023 was found, son-la-2018 was ex",
    ),
    (
        "published-son-la-2018",
        "cell == 'par/max'",
        {"measure": "sipas"},
        "column measure: sipas was found, par was exp",
    ),
    (
        "published-son-la-2018",
        "cell == 'par/max'",
        {"province": "31-2025"},
        "31-2025 in 2018 was found, a year of that",
    ),
    (
        "corrections",
        "report == 'an-giang-2018'",
        {"cell": "papi.9/score"},
        "column cell: papi.9/score was found, a cell of",
    ),
    (
        "corrections",
        "report == 'an-giang-2018'",
        {"printed": "7,34"},
        "printed: 7,34 was found, 7,33, as in the cell, was",
    ),
    (
        "proposals",
        "province == '31'",
        {"province": "01"},
        "column province: 01 was found, 31, whose report it is, was exp",
    ),
    (
        "proposals",
        "due == due",
        {"due": "2001-05"},
        "column due: 2001-05 was found, a month of 2021 or later was expected",
    ),
    (
        "survey",
        "province == '31'",
        {"province": "01"},
        "column province: 01 was found, 31, whose report it is, was expect",
    ),
]


@pytest.mark.parametrize(("name", "where", "cells", "said"), REPORTS)
def test_what_is_told_of_a_report_agrees_with_it(complain, name, where, cells, said):
    assert said in complain(name, where, **cells)


def test_a_report_without_a_table_is_told(resources, read):
    tables = {name: table for name, table in read.items() if name != "published-son-la-2018"}
    with pytest.raises(SchemaError, match=r"the report son-la-2018 of reports.csv has no table published-son-la-2018"):
        check_rules(resources, tables)


def test_a_whole_year_with_a_hole_names_the_figure_that_is_missing(resources, read):
    papi = read["scores-papi"]
    hole = papi.query("year == 2017 and province == '31' and component in ('papi', 'papi.3', 'papi.3.1')").index
    with pytest.raises(SchemaError) as error:
        check_whole(resources, read | {"scores-papi": papi.drop(index=hole)})
    assert str(error.value) == (
        "scores/papi.csv: papi of 31 in 2017 is missing (2 more are missing), a whole year was expected "
        "(datapackage.json, table scores-papi, wholeYears of papi), or the unit in unscored.csv."
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("2011-2024", "wholeYears is '2011-2024', expected a list, each with measure"),
        ([{"measure": "papi"}], "an entry of wholeYears is {'measure': 'papi'}, expected a list, each with measure"),
        ([{"measure": "papi", "first_year": 2024, "last_year": 2011}], "expected a last year of the 200 from"),
        ([{"measure": "papi", "first_year": 2031, "last_year": 2031}], "no framework covers papi in 2031"),
        (
            [{"measure": "papi", "first_year": 2020, "last_year": 2020, "components": ["papi.9"]}],
            "'papi.9' is no component of papi.",
        ),
    ],
)
def test_a_declaration_of_whole_years_that_cannot_be_is_told(resources, read, entry, said):
    changed = [each | {"wholeYears": entry} if each["name"] == "scores-papi" else each for each in resources]
    with pytest.raises(SchemaError) as error:
        check_whole(changed, read)
    assert str(error.value).startswith("datapackage.json, table scores-papi")
    assert said in str(error.value)


@pytest.mark.parametrize("path", ["scores/papi.csv", "national.csv", "province_names.csv", "published/reports.csv"])
def test_a_table_that_was_cut_is_told_first(tmp_path, path):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    lines = (folder / path).read_text("utf-8").split("\n")
    least = next(each["leastRows"] for each in load_description()["resources"] if each["path"] == path)
    (folder / path).write_text("\n".join(lines[:least]) + "\n", "utf-8")
    with pytest.raises(SchemaError, match=rf"^{path}: {least - 1} rows were found, at least {least} were expected"):
        load_tables(folder)
    (folder / path).write_text(lines[0] + "\n", "utf-8")
    with pytest.raises(SchemaError, match=rf"^{path}: 0 rows were found, at least {least} were expected"):
        load_tables(folder)


def test_every_table_says_how_many_rows_it_holds_at_least(resources, read):
    for resource in resources:
        assert 0.9 * len(read[resource["name"]]) <= resource["leastRows"] <= len(read[resource["name"]]), resource[
            "name"
        ]


def test_rules_are_checked_when_tables_are_loaded(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    description = json.loads((folder / "datapackage.json").read_text("utf-8"))
    text = (folder / "ranks.csv").read_text("utf-8")
    (folder / "ranks.csv").write_text(text.replace("par,2012,22,par,19,", "par,2012,22,par,6,"), "utf-8")
    with pytest.raises(
        SchemaError, match=r"^ranks\.csv, row \d+, column rank: 6, the rank of another in 2012, was found"
    ):
        load_tables(folder)
    assert description["resources"]
