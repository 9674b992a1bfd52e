"""A fault of the description is told by its own place, never by a row of a table and never by a traceback."""

import copy
import json
import shutil

import pytest

from govindex.errors import SchemaError
from govindex.tables.description import check_description
from govindex.tables.load import load_description, load_tables
from govindex.tables.needed import check_needed
from govindex.tables.places import find_data
from govindex.tables.renewal import renew_description
from govindex.tables.schema import read_resource


@pytest.fixture(scope="module")
def project():
    return load_description()


@pytest.fixture
def description(project):
    return copy.deepcopy(project)


def get(description, table):
    return next(resource for resource in description["resources"] if resource["name"] == table)


def field(description, table, name):
    return next(each for each in get(description, table)["schema"]["fields"] if each["name"] == name)


def complain(description):
    with pytest.raises(SchemaError) as error:
        check_description(description)
    return str(error.value)


def test_the_description_of_the_project_is_in_order(project):
    check_description(project)
    check_needed(project["resources"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "integr"}, "type is 'integr', expected one of string, integer, number; near: integer."),
        ({"constraints": {"required": "yes"}}, "required is 'yes', expected true or false."),
        ({"constraints": {"enum": []}}, "enum is [], expected a list of values of the field's type."),
        ({"constraints": {"enum": [1, 2]}}, "enum is [1, 2], expected a list of values"),
        ({"constraints": {"pattern": "[0-9"}}, "pattern is '[0-9', expected a regular expression"),
        ({"constraints": {"minimum": 3}}, "minimum is 3, expected a number, for a field of numbers."),
        ({"constraints": {"minLength": -1}}, "minLength is -1, expected a whole number"),
        ({"constraints": {"maxLength": 3}}, "there is no constraint 'maxLength'; near: minLength."),
        ({"type": "number", "constraints": {"minimum": "0"}}, "minimum is '0', expected a number"),
        (
            {"type": "number", "constraints": {"minimum": 9, "maximum": 1}},
            "minimum is 9, expected no more than the max",
        ),
        (
            {"type": "number", "constraints": {"pattern": "a"}},
            "pattern is 'a', expected a regular expression for a field",
        ),
        ({"constraints": "required"}, "constraints is 'required', expected names and values."),
    ],
)
def test_a_field_that_asks_for_nonsense_is_named(description, change, said):
    field(description, "regions", "name_vi").update(change)
    assert complain(description).startswith(f"datapackage.json, table regions, field name_vi: {said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"path": "/etc/passwd"}, "path is '/etc/passwd', expected a file of the folder, such as provinces.csv."),
        ({"path": "../x.csv"}, "path is '../x.csv', expected a file of the folder"),
        ({"encoding": "utf-16"}, "encoding is 'utf-16', expected 'utf-8', as every table is read."),
        ({"format": "xlsx"}, "format is 'xlsx', expected 'csv'"),
        ({"dialect": {"delimiter": ";"}}, "delimiter is ';', expected ','"),
        ({"dialect": 3}, "dialect is 3, expected names and values."),
        ({"name": "provinces"}, "two tables have this name"),
    ],
)
def test_a_table_that_is_not_read_as_described_is_named(description, change, said):
    get(description, "regions").update(change)
    name = change.get("name", "regions")
    assert complain(description).startswith(f"datapackage.json, table {name}: {said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"primaryKey": "regoin"}, "primaryKey names no field 'regoin'; near: region."),
        ({"primaryKey": 3}, "primaryKey is 3, expected names of fields."),
        ({"uniqueKeys": ["region"]}, "uniqueKeys is ['region'], expected a list of lists of names of fields."),
        ({"uniqueKeys": [["regoin"]]}, "uniqueKeys names no field 'regoin'; near: region."),
        ({"missingValues": ["", "-"]}, "missingValues is ['', '-'], expected [''], an empty cell and no other."),
        ({"foreignKeys": 3}, "foreignKeys is 3, expected a list, each with fields and a reference"),
        ({"foreignKeys": [{"fields": "region"}]}, "foreignKeys is {'fields': 'region'}, expected a list"),
        (
            {"foreignKeys": [{"fields": "region", "reference": {"resource": "provnces", "fields": "code"}}]},
            "foreignKeys names no table 'provnces'; near: provinces",
        ),
        (
            {"foreignKeys": [{"fields": "region", "reference": {"resource": "provinces", "fields": "cod"}}]},
            "foreignKeys names no field 'cod' of provinces; near: code.",
        ),
        (
            {"foreignKeys": [{"fields": ["region"], "reference": {"resource": "provinces", "fields": ["a", "b"]}}]},
            "foreignKeys is {'fields': ['region']",
        ),
    ],
)
def test_a_key_of_what_is_not_there_is_named(description, change, said):
    get(description, "regions")["schema"].update(change)
    assert complain(description).startswith(f"datapackage.json, table regions: {said}")


@pytest.mark.parametrize(
    ("place", "name", "near"),
    [
        ("table", "leastRow", "leastRows"), ("table", "wholeYear", "wholeYears"),
        ("schema", "foreignKey", "foreignKeys"), ("schema", "primarykey", "primaryKey"),
        ("field", "constraint", "constraints"),
    ],
)  # fmt: skip
def test_a_misspelt_property_would_switch_a_check_off_and_is_refused(description, place, name, near):
    resource = get(description, "regions")
    places = {"table": resource, "schema": resource["schema"], "field": resource["schema"]["fields"][0]}
    places[place][name] = places[place].pop(near, [])
    where = {"table": "", "schema": ", schema", "field": ", field region"}[place]
    said = complain(description)
    assert said.startswith(f"datapackage.json, table regions{where}: there is no property {name!r} here; near: {near}")


def test_a_table_without_a_key_is_refused(description):
    del get(description, "regions")["schema"]["primaryKey"]
    assert complain(description).startswith("datapackage.json, table regions: it has no primaryKey and no uniqueKeys")


def test_each_table_of_the_project_says_how_many_rows_it_holds():
    assert renew_description(find_data()) == (find_data() / "datapackage.json").read_text("utf-8")


def test_two_fields_of_one_name_are_told(description):
    get(description, "regions")["schema"]["fields"].append({"name": "region"})
    assert complain(description) == (
        "datapackage.json, table regions: two fields have the name region, each was expected to have its own."
    )


@pytest.mark.parametrize(
    ("table", "name", "change", "said"),
    [
        ("scores-papi", "score", {"name": "scor"}, "table scores-papi: the field score is not described; near: scor"),
        ("ranks", "year", {"type": "string"}, "table ranks, field year: type is 'string', expected 'integer'."),
    ],
)
def test_what_the_library_reads_must_be_described(description, table, name, change, said):
    field(description, table, name).update(change)
    with pytest.raises(SchemaError) as error:
        check_needed(description["resources"])
    assert str(error.value).startswith(f"datapackage.json, {said}")


def test_a_table_that_the_library_reads_must_be_described(description):
    description["resources"] = [each for each in description["resources"] if each["name"] != "ranks"]
    with pytest.raises(SchemaError, match=r"datapackage\.json describes no table ranks\."):
        check_needed(description["resources"])


@pytest.mark.parametrize(
    ("table", "name", "change", "said"),
    [
        (
            "provinces", "code", {"constraints": {"pattern": "[a-z]+"}},
            "field code: no value of provinces.csv fits pattern [a-z]+ (row 2 holds '01').",
        ),
        (
            "regions", "name_vi", {"type": "number", "constraints": {}},
            "field name_vi: type is 'number', but no value of regions.csv is a number with a decimal point",
        ),
        (
            "ranks", "year", {"constraints": {"minimum": 3000}},
            "field year: no value of ranks.csv fits minimum 3000 (row 2 holds 2012).",
        ),
    ],
)  # fmt: skip
def test_a_constraint_that_no_value_fits_is_the_descriptions_fault(description, table, name, change, said):
    field(description, table, name).update(change)
    with pytest.raises(SchemaError) as error:
        read_resource(get(description, table), find_data())
    assert str(error.value).startswith(f"datapackage.json, table {table}, {said}")


def test_a_key_that_tells_no_rows_apart_is_the_descriptions_fault(description):
    get(description, "ranks")["schema"]["primaryKey"] = ["measure", "year"]
    with pytest.raises(
        SchemaError, match=r"table ranks: the key measure / year does not tell the rows of ranks\.csv apart"
    ):
        read_resource(get(description, "ranks"), find_data())


def test_a_reference_that_no_value_fits_is_the_descriptions_fault(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    description = json.loads((folder / "datapackage.json").read_text("utf-8"))
    get(description, "ranks")["schema"]["foreignKeys"][0]["reference"] = {"resource": "sources", "fields": "source"}
    (folder / "datapackage.json").write_text(json.dumps(description), "utf-8")
    with pytest.raises(
        SchemaError, match=r"datapackage\.json, table ranks: foreignKeys says that province stands in sour"
    ):
        load_tables(folder)


def test_a_share_with_two_figures_is_told(description, tmp_path):
    lines = (find_data() / "shares.csv").read_text("utf-8").split("\n")
    (tmp_path / "shares.csv").write_text("\n".join([*lines[:-1], lines[3].replace("81.78", "12"), ""]), "utf-8")
    with pytest.raises(SchemaError, match=r"shares.csv, rows 4 and \d+: the key .* stands twice"):
        read_resource(get(description, "shares"), tmp_path)


def test_equal_rows_of_a_table_whose_key_may_be_empty_are_told(description, tmp_path):
    lines = (find_data() / "national.csv").read_text("utf-8").split("\n")
    (tmp_path / "national.csv").write_text("\n".join([*lines[:-1], lines[1], ""]), "utf-8")
    with pytest.raises(SchemaError) as error:
        read_resource(get(description, "national"), tmp_path)
    assert str(error.value) == (
        f"national.csv, rows 2 and {len(lines)}: the key measure / year / component / region / what = "
        "par / 2013 / par /  / mean stands twice."
    )


@pytest.mark.slow
def test_the_rows_that_a_table_holds_are_written_as_the_fewest(tmp_path, project):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    path = folder / "province_names.csv"
    before = get(project, "province-names")["leastRows"]
    path.write_text(path.read_text("utf-8") + "31,Haiphong,english\n", "utf-8")
    text = renew_description(folder)
    after = json.loads(text)
    assert get(after, "province-names")["leastRows"] >= before + 1
    (folder / "datapackage.json").write_text(text, "utf-8")
    assert renew_description(folder) == text
    load_tables(folder)


def test_a_year_that_is_added_whole_is_declared_so_and_one_with_a_hole_is_not(tmp_path, project):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    description = copy.deepcopy(project)
    get(description, "scores-papi")["wholeYears"][0]["last_year"] = 2022
    (folder / "datapackage.json").write_text(json.dumps(description), "utf-8")
    assert get(json.loads(renew_description(folder)), "scores-papi")["wholeYears"][0]["last_year"] == 2024
    path = folder / "scores" / "papi.csv"
    kept = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("papi,2023,31,papi.3.1,")]
    path.write_text("\n".join(kept), "utf-8")
    get(description, "scores-papi")["leastRows"] = 1
    (folder / "datapackage.json").write_text(json.dumps(description), "utf-8")
    assert get(json.loads(renew_description(folder)), "scores-papi")["wholeYears"][0]["last_year"] == 2022
