"""Loading: what breaks the description of a tiny data package is told by file, row, column, value and what is near."""

import json
import os
import shutil
import unicodedata

import pytest
from newyear.places import loosen

from govindex.errors import NoData, SchemaError
from govindex.tables.load import Tables, load_description, load_tables
from govindex.tables.places import find_data
from govindex.tables.schema import check_foreign_keys, read_resource

PROVINCES = {
    "name": "provinces",
    "path": "provinces.csv",
    "schema": {
        "fields": [
            {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[0-9]{2}(-[0-9]{4})?"}},
            {"name": "name", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "kind", "type": "string", "constraints": {"enum": ["city", "province"]}},
            {"name": "first_year", "type": "integer", "constraints": {"minimum": 2011, "maximum": 2100}},
        ],
        "primaryKey": "code",
    },
}
SCORES = {
    "name": "scores-par",
    "path": "scores/par.csv",
    "schema": {
        "fields": [
            {"name": "province", "type": "string"},
            {"name": "year", "type": "integer"},
            {"name": "score", "type": "number", "constraints": {"required": True, "minimum": 0, "maximum": 100}},
        ],
        "primaryKey": ["province", "year"],
        "foreignKeys": [{"fields": "province", "reference": {"resource": "provinces", "fields": "code"}}],
    },
}
GOOD_PROVINCES = "code,name,kind,first_year\n31,Hải Phòng,city,2011\n22,Quảng Ninh,province,2011\n"
GOOD_SCORES = "province,year,score\n31,2021,91.8\n31,2020,90.51\n22,2021,91.04\n"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the tiny package, all in order."""
    (tmp_path / "scores").mkdir()
    (tmp_path / "provinces.csv").write_text(GOOD_PROVINCES, "utf-8")
    (tmp_path / "scores" / "par.csv").write_text(GOOD_SCORES, "utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [PROVINCES, SCORES]}), "utf-8")
    return tmp_path


def complain(folder, path, text):
    """Return what is said of the package when `path` in it holds `text`."""
    (folder / path).write_text(text, "utf-8")
    with pytest.raises(SchemaError) as error:
        load_tables(folder)
    return str(error.value)


def complain_provinces(folder, rows, head="code,name,kind,first_year"):
    return complain(folder, "provinces.csv", f"{head}\n{rows}\n")


def complain_scores(folder, rows):
    return complain(folder, "scores/par.csv", f"province,year,score\n{rows}\n")


def test_a_table_comes_typed_with_codes_as_text(folder):
    provinces, scores = (read_resource(resource, folder) for resource in (PROVINCES, SCORES))
    check_foreign_keys([PROVINCES, SCORES], {"provinces": provinces, "scores-par": scores})
    assert list(provinces["code"]) == ["31", "22"]
    assert list(scores["score"]) == [91.8, 90.51, 91.04]
    assert (scores["year"].dtype, scores["score"].dtype) == ("int64", "float64")


def test_an_empty_cell_is_missing_and_leaves_a_column_of_whole_numbers_whole(folder):
    (folder / "provinces.csv").write_text("code,name,kind,first_year\n31,Hải Phòng,,\n22,NA,city,2011\n", "utf-8")
    provinces = read_resource(PROVINCES, folder)
    assert provinces["kind"].isna().tolist() == [True, False]
    assert provinces["first_year"].dtype == "Int64"
    assert provinces.loc[1, "name"] == "NA"  # a text like any other


def test_a_byte_order_mark_of_a_spreadsheet_does_no_harm(folder):
    (folder / "provinces.csv").write_text("\ufeff" + GOOD_PROVINCES, "utf-8")
    assert list(read_resource(PROVINCES, folder)["code"]) == ["31", "22"]


def test_a_missing_column_is_named_with_what_is_near(folder):
    said = complain_provinces(folder, "31,Hải Phòng,city,2011", head="code,name,knd,first_year")
    assert said == "provinces.csv lacks the column kind, described in datapackage.json; near: knd."


def test_a_column_that_is_not_described_is_named(folder):
    said = complain_provinces(folder, "31,Hải Phòng,city,2011,x", head="code,name,kind,first_year,first_yaer")
    assert said == "provinces.csv has a column first_yaer that is not described in datapackage.json; near: first_year."


def test_a_column_that_stands_twice_is_told(folder):
    said = complain_provinces(folder, "31,Hải Phòng,city,2011,2011", head="code,name,kind,first_year,first_year")
    assert said == "provinces.csv, row 1: the column first_year stands twice."


@pytest.mark.parametrize("value", ["abc", "2011.5", "2O11", "nan", "inf", "True", "99999999999999999999"])
def test_what_is_no_whole_number_is_told_by_row_and_column(folder, value):
    said = complain_provinces(folder, f"31,Hải Phòng,city,2011\n22,Quảng Ninh,province,{value}")
    assert said == f"provinces.csv, row 3, column first_year: '{value}' was found, a whole number was expected."


@pytest.mark.parametrize("value", ["91,8", "91.8%", "nan", "inf", "-inf"])
def test_what_is_no_number_is_told_by_row_and_column(folder, value):
    said = complain_scores(folder, f'31,2021,"{value}"')
    assert said == f"par.csv, row 2, column score: '{value}' was found, a number with a decimal point was expected."


@pytest.mark.parametrize("value", ["-0.1", "100.1"])
def test_a_number_out_of_range_is_told_with_the_range(folder, value):
    said = complain_scores(folder, f"31,2021,{value}")
    assert said == f"par.csv, row 2, column score: {value} was found, expected minimum 0, maximum 100."


def test_the_ends_of_a_range_are_within_it(folder):
    (folder / "scores" / "par.csv").write_text("province,year,score\n31,2021,0\n31,2020,100\n", "utf-8")
    assert list(read_resource(SCORES, folder)["score"]) == [0, 100]


def test_a_value_outside_a_list_is_told_with_the_list_and_what_is_near(folder):
    said = complain_provinces(folder, "31,Hải Phòng,citty,2011")
    assert said == "provinces.csv, row 2, column kind: 'citty' was found, expected enum city or province; near: city."


@pytest.mark.parametrize("code", ["3", "311", "x1", "31-25"])
def test_a_value_that_does_not_fit_a_pattern_is_told(folder, code):
    said = complain_provinces(folder, f"{code},Hải Phòng,city,2011")
    assert said.startswith(f"provinces.csv, row 2, column code: '{code}' was found, expected pattern")


def test_a_required_value_that_is_missing_is_told(folder):
    assert complain_scores(folder, "31,2021,") == (
        "par.csv, row 2, column score: nothing was found, a value is required."
    )


def test_a_part_of_a_key_is_required(folder):
    assert "row 2, column year: nothing was found" in complain_scores(folder, "31,,91.8")


def test_a_key_that_stands_twice_is_told_with_both_rows(folder):
    said = complain_scores(folder, "31,2021,91.8\n31,2020,90\n31,2021,91.9")
    assert said.startswith("par.csv, rows 2 and 4: the key province / year = 31 / 2021 stands twice")


def test_a_unique_value_that_stands_twice_is_told_with_both_rows(folder):
    said = complain_provinces(folder, "31,Hải Phòng,city,2011\n22,Hải Phòng,city,2011")
    assert said.startswith("provinces.csv, rows 2 and 3: the key name = Hải Phòng stands twice")


def test_a_key_that_refers_to_nothing_is_told_with_what_is_near(folder):
    (folder / "provinces.csv").write_text(GOOD_PROVINCES + "31-2025,Hải Phòng mới,city,2025\n", "utf-8")
    said = complain_scores(folder, "31,2021,91.8\n31-2052,2025,91.8")
    assert said == "scores/par.csv, row 3, column province: 31-2052 stands in no row of provinces; near: 31-2025."
    said = complain_scores(folder, "99,2021,91.8")
    assert said == "scores/par.csv, row 2, column province: 99 stands in no row of provinces."


def test_the_first_of_several_wrong_rows_is_told_and_how_many_more(folder):
    said = complain_scores(folder, "31,2021,101\n31,2020,102\n22,2021,50\n22,2020,103")
    assert said.startswith("par.csv, row 2, column score: 101.0 was found")
    assert said.endswith("(2 more rows are wrong).")
    said = complain_scores(folder, "31,2021,101\n31,2020,102")
    assert said.endswith("(1 more row is wrong).")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("31,2021,91.8,9", "row 2: 4 cells were found, 3 cells were expected"),
        ("31,2021,91.8\n31,2020", "row 3: 2 cells were found, 3 cells were expected"),
        ("31,2021,91.8\n\n31,2020,90", "row 3: an empty line was found, 3 cells were expected"),
    ],
    ids=["more", "fewer", "none"],
)
def test_a_row_with_more_or_fewer_cells_than_the_head_is_told(folder, rows, said):
    assert complain_scores(folder, rows) == f"par.csv, {said}."


def test_a_quotation_mark_that_never_closes_is_told(folder):
    told = "par.csv, row 3: a quotation mark that does not close its cell in this row was found"
    assert complain_scores(folder, '31,2020,90\n"31,2021,91.8\n22,2021,"91"').startswith(told)
    assert complain_scores(folder, '31,2020,90\n31,20"21,91.8\n"3"1,2021,91').startswith("par.csv, row 4: a quotation")


def test_a_file_without_a_head_is_no_table(folder):
    assert complain(folder, "provinces.csv", "").startswith("provinces.csv is not a table")


def test_a_table_between_semicolons_lacks_its_columns(folder):
    assert "lacks the column code" in complain(folder, "provinces.csv", GOOD_PROVINCES.replace(",", ";"))


def test_text_that_is_not_utf_8_is_told_with_its_row(folder):
    (folder / "provinces.csv").write_bytes("code,name,kind,first_year\n31,Hà Nội,city,2011".encode("utf-16"))
    with pytest.raises(
        SchemaError, match=r"provinces\.csv, row 1: the byte 0xFF was found, text in UTF-8 was expected"
    ):
        load_tables(folder)
    (folder / "provinces.csv").write_bytes(b"code,name,kind,first_year\n31,H\xe0 N\xf4i,city,2011\n")
    with pytest.raises(
        SchemaError, match=r"provinces\.csv, row 2: the byte 0xE0 was found, text in UTF-8 was expected"
    ):
        load_tables(folder)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Hải\0Phòng", "the unseen character U+0000 was found in 'Hải\\x00Phòng'"),
        ("Hải\u200bPhòng", "the unseen character U+200B"),
        ("Hải\rPhòng", "the unseen character U+000D"),
        ("Hải\ufffd Phòng", "the unseen character U+FFFD"),
        (" Hải Phòng", "an outer space was found in ' Hải Phòng'"),
        ("Hải Phòng\u00a0", "an outer space"),
        (unicodedata.normalize("NFD", "Hải Phòng"), "a decomposed letter"),
        ("H\u0430i Phong", "a letter of another script, \u0430 (U+0430),"),
        ("x" * 100_001, "a text of more than 100,000 characters"),
        ("x" * 200_000, "a text of more than 100,000 characters"),
    ],
)
def test_a_cell_that_does_not_hold_what_is_seen_is_told_with_its_place(folder, name, found):
    said = complain(folder, "provinces.csv", GOOD_PROVINCES.replace("name", "name_vi").replace("Quảng Ninh", name))
    assert said.startswith("provinces.csv, row 3, column name_vi: ")
    assert found in said
    assert len(said) < 400


def test_another_script_is_refused_in_names_and_within_words_alone(folder):
    assert "not described" in complain_provinces(
        folder, "31,Греция α,city,2011,", head="code,name,kind,first_year,note"
    )
    assert "another script" in complain_provinces(folder, "31,Гreece,city,2011")


@pytest.mark.parametrize(
    "rows", ['31,"Hải\nPhòng",city,2011', '31,"Hải\n\n, ""Phòng""",city,2011\n01,"Hà Nội",city,2011']
)
def test_a_cell_over_a_lines_end_is_told_with_its_row_and_column(folder, rows):
    assert complain_provinces(folder, rows) == (
        "provinces.csv, row 2, column name: a line's end was found within the cell, its text on one line was expected."
    )


def test_a_spreadsheets_line_ends_do_no_harm(folder):
    (folder / "provinces.csv").write_bytes(GOOD_PROVINCES.replace("\n", "\r\n").encode())
    assert list(read_resource(PROVINCES, folder)["first_year"]) == [2011, 2011]


def test_a_table_with_fewer_rows_than_its_description_says_is_told(folder):
    package = {"resources": [PROVINCES | {"leastRows": 3}, SCORES]}
    assert complain(folder, "datapackage.json", json.dumps(package)) == (
        "provinces.csv: 2 rows were found, at least 3 were expected (datapackage.json, table provinces, leastRows): "
        "the file may have been cut."
    )
    package["resources"][0]["leastRows"] = "many"
    assert "table provinces: leastRows is 'many', expected a whole number" in complain(
        folder, "datapackage.json", json.dumps(package)
    )


def test_a_missing_file_is_told_with_where_it_was_expected(folder):
    (folder / "scores" / "par.csv").unlink()
    with pytest.raises(SchemaError, match=r"par\.csv is missing: expected at .*scores.par\.csv"):
        load_tables(folder)


@pytest.mark.parametrize("path", ["provinces.csv", "scores/par.csv", "datapackage.json"])
def test_a_folder_or_a_looping_link_in_a_files_place_is_told(folder, path):
    place = folder / path
    place.unlink()
    place.mkdir()
    with pytest.raises(SchemaError, match=rf"{place.name} cannot be read \(.+\).* expected a"):
        load_tables(folder)
    place.rmdir()
    place.symlink_to(place.name)
    with pytest.raises(SchemaError, match=rf"{place.name} cannot be read \(.+\).* expected a"):
        load_tables(folder)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            '"minimum": 0',
            '"minimun": 0',
            "table scores-par, field score: there is no constraint 'minimun'; near: minimum.",
        ),
        ('"minimum": 0', '"x": 0', "field score: there is no constraint 'x', expected one of required, unique, enum"),
        (
            '["province", "year"]',
            '["province", "yaer"]',
            "table scores-par: primaryKey names no field 'yaer'; near: year.",
        ),
        ('["province", "year"]', '{"a": 1}', "table scores-par: primaryKey is {'a': 1}, expected names of fields."),
        ('{"required": true, "minimum": 0, "maximum": 100}', "[3]", "field score: constraints is [3], expected names"),
    ],
)
def test_what_a_schema_misspells_is_refused_with_its_place(folder, was, now, said):
    text = (folder / "datapackage.json").read_text("utf-8")
    assert was in text
    assert said in complain(folder, "datapackage.json", text.replace(was, now))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no pipes here.")
@pytest.mark.parametrize("path", ["provinces.csv", "datapackage.json"])
def test_a_pipe_or_a_device_in_a_files_place_is_refused_at_once(folder, path):
    (folder / path).unlink()
    os.mkfifo(folder / path)
    with pytest.raises(SchemaError, match=r"cannot be read \(not a regular file\)"):
        load_tables(folder)
    (folder / path).unlink()
    (folder / path).symlink_to("/dev/zero")
    with pytest.raises(SchemaError, match=r"cannot be read \(not a regular file\)"):
        load_tables(folder)


def test_a_path_with_a_nul_in_the_description_is_told(folder):
    said = complain(folder, "datapackage.json", json.dumps({"resources": [PROVINCES | {"path": "a\0.csv"}]}))
    assert "table provinces: path is 'a\\x00.csv', expected a file of the folder" in said


def test_a_description_of_very_many_levels_is_told(folder):
    said = complain(folder, "datapackage.json", "[" * 100_000)
    assert "too many levels" in said or "not JSON" in said


def test_a_package_that_lacks_tables_names_them(folder):
    with pytest.raises(SchemaError, match=r"describes no table province-names, .*published-…, .*sources\."):
        load_tables(folder)


def test_a_package_without_scores_names_them(folder):
    (folder / "datapackage.json").write_text(json.dumps({"resources": [PROVINCES]}), "utf-8")
    with pytest.raises(SchemaError, match=r"describes no table .*scores"):
        load_tables(folder)


def test_a_description_that_is_missing_or_no_json_is_told(folder):
    (folder / "datapackage.json").write_text('{"resources": [}', "utf-8")
    with pytest.raises(SchemaError, match=r"datapackage\.json, row 1: not JSON .*, expected a data package"):
        load_tables(folder)
    (folder / "datapackage.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(SchemaError, match=r"datapackage\.json, row 1: the byte 0xFF was found, text in UTF-8"):
        load_tables(folder)
    (folder / "datapackage.json").unlink()
    with pytest.raises(SchemaError, match=r"datapackage\.json is missing"):
        load_tables(folder)


@pytest.mark.parametrize(
    "text",
    [
        *("{}", "[]", "3", "null", '{"resources": []}', '{"resources": {"a": 1}}', '{"resources": [3]}'),
        *('{"resources": [{"name": "a", "path": "a.csv"}]}', '{"resources": [{"name": 1, "path": "a", "schema": {}}]}'),
        '{"resources": [{"name": 1, "path": "a.csv", "schema": {"fields": [{"name": "a"}]}}]}',
    ],
)
def test_a_description_without_tables_is_told_with_what_was_expected(folder, text):
    assert complain(folder, "datapackage.json", text) == (
        f"{folder / 'datapackage.json'} describes no tables, expected a data package: "
        "resources, each with name, path and the fields of its schema."
    )


def test_the_tables_of_the_project_load():
    tables = load_tables()
    assert isinstance(tables, Tables)
    assert set(tables.scores["measure"]) == {"par", "sipas", "papi"}


def test_who_changes_a_table_changes_his_own():
    first = load_tables()
    first.scores["score"] = 0.0
    assert load_tables().scores["score"].max() > 0


def test_the_environment_names_another_folder(folder, monkeypatch):
    monkeypatch.setenv("GOVINDEX_DATA", str(folder))
    assert find_data() == folder
    assert [resource["name"] for resource in load_description()["resources"]] == ["provinces", "scores-par"]


def test_a_folder_without_a_description_is_not_found(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVINDEX_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(NoData, match=r"expected datapackage\.json in .*nowhere"):
        find_data()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("01,hai phong,old", "'hai phong' of 01 is spelt like 'Hải Phòng' of 31 (provinces.csv, row "),
        ("01,Sai Gon,old", "'Sai Gon' of 01 is spelt like 'Sài Gòn' of 79 (province_names.csv, row "),
        ("31-2025,TT Huế,old", "'TT Huế' of 31-2025"),
    ],
)
def test_a_spelling_that_two_provinces_of_a_year_would_share_is_refused_with_both_rows(tmp_path, row, said):
    data = shutil.copytree(find_data(), tmp_path / "data")
    path = data / "province_names.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", "utf-8")
    with pytest.raises(SchemaError) as error:
        load_tables(data)
    assert said in str(error.value)
    assert f"province_names.csv, row {len(lines) + 1}" in str(error.value)


def test_a_province_and_what_it_became_may_share_a_spelling(tmp_path):
    data = shutil.copytree(find_data(), tmp_path / "data")
    path = data / "province_names.csv"
    path.write_text(path.read_text("utf-8") + "31,Cảng,old\n31-2025,Cảng,old\n", "utf-8")
    load_tables(data)


@pytest.mark.slow
def test_tables_whose_files_have_changed_are_read_again(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    loosen(folder)
    before = load_tables(folder)
    assert load_tables(folder).ranks["rank"].sum() == before.ranks["rank"].sum()
    path = folder / "ranks.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    assert len(load_tables(folder).ranks) == len(before.ranks) - 1
