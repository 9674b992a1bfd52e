"""A notebook's parameters: how they are declared, and what is refused before anything starts."""

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from govindex.errors import GovindexError, NoData, UnknownName
from govindex.pages.notebooks import find_notebook, list_notebooks
from govindex.pages.parameters import Parameter, check_names, read_parameters
from govindex.tables.choices import check_parameters
from govindex.tables.load import Tables

DECLARED = 'province = "31"  # code of the province\nyear = 2021\nlang = "vi"  # vi or en'


def tables() -> Tables:
    """Return tables of two provinces that one since 2025 took the place of; 31 has figures of 2019 to 2021 and 2024."""
    columns = ["code", "name_vi", "name_en", "first_year", "last_year", "successor"]
    provinces = pd.DataFrame(
        [
            ("30", "Hải Dương", "Hai Duong", 2011, 2024, "31-2025"),
            ("31", "Hải Phòng", "Hai Phong", 2011, 2024, "31-2025"),
            ("31-2025", "Hải Phòng", "Hai Phong", 2025, pd.NA, pd.NA),
        ],
        columns=columns,
    ).astype({"first_year": "Int64", "last_year": "Int64"})
    scores = pd.DataFrame({"province": ["31", "31", "31"], "year": [2019, 2020, 2021]})
    ranks = pd.DataFrame({"province": ["31"], "year": [2024]})
    held = {"provinces": provinces, "scores": scores, "ranks": ranks}
    held["province_names"] = pd.DataFrame({"code": ["31"], "spelling": ["HP"]})
    return Tables(**{name: held.get(name, pd.DataFrame()) for name in Tables._fields})


def notebook(folder, source: str, *, tags: tuple[str, ...] = ("parameters",)):
    """Return the path of a notebook whose only cell is `source`."""
    cell = new_code_cell(source, id="parameters", metadata={"tags": list(tags)})
    nbformat.write(new_notebook(cells=[cell]), folder / "tiny.ipynb")
    return folder / "tiny.ipynb"


def test_names_defaults_types_and_help_are_read(tmp_path):
    assert read_parameters(notebook(tmp_path, DECLARED)) == {
        "province": Parameter("province", "31", str, "code of the province"),
        "year": Parameter("year", 2021, int, ""),
        "lang": Parameter("lang", "vi", str, "vi or en"),
    }


def test_a_declared_type_may_be_written_out(tmp_path):
    assert read_parameters(notebook(tmp_path, "year: int = -1  # of what"))["year"] == Parameter(
        "year", -1, int, "of what"
    )


def test_a_notebook_without_the_tagged_cell_is_refused(tmp_path):
    with pytest.raises(GovindexError, match=r"tiny.ipynb declares no parameters"):
        read_parameters(notebook(tmp_path, DECLARED, tags=()))


@pytest.mark.parametrize("source", ["year = 2000 + n", "a = b = 1", "a, b = 1, 2", "print(1)", "import os"])
def test_anything_but_a_literal_is_refused(tmp_path, source):
    with pytest.raises(GovindexError, match="expected a name and a literal"):
        read_parameters(notebook(tmp_path, source))


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "tiny.ipynb").write_text("not json")
    with pytest.raises(GovindexError, match=r"tiny.ipynb cannot be read"):
        read_parameters(tmp_path / "tiny.ipynb")


def test_what_is_not_given_takes_the_default(tmp_path):
    path = notebook(tmp_path, DECLARED)
    assert check_names(path, {"year": 2020}) == {"province": "31", "year": 2020, "lang": "vi"}


def test_a_misspelt_name_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UnknownName, match="no parameter 'yaer'; near: year"):
        check_names(notebook(tmp_path, DECLARED), {"yaer": 2020})


@pytest.mark.parametrize(("name", "value"), [("year", "2020"), ("year", True), ("year", 2020.0), ("province", 31)])
def test_a_value_of_another_type_is_refused(tmp_path, name, value):
    with pytest.raises(GovindexError, match=f"The parameter {name} .* expected"):
        check_names(notebook(tmp_path, DECLARED), {name: value})


@pytest.mark.parametrize("year", [2020, "2020", " 2020 "])
def test_a_province_a_year_and_a_language_are_resolved(year):
    checked = check_parameters(tables(), province="hai phong", year=year, lang="en")
    assert checked == {"province": "31", "year": 2020, "lang": "en"}
    assert type(checked["year"]) is int


def test_a_year_with_a_rank_alone_is_enough():
    assert check_parameters(tables(), province="31", year=2024, lang="vi")["year"] == 2024


def test_a_year_without_a_figure_names_the_nearest_years():
    with pytest.raises(NoData, match=r"figure of Hải Phòng \(31\) in 2022; near: 2021, 2024, 2020, 2019\.$"):
        check_parameters(tables(), province="31", year=2022, lang="vi")


def test_a_unit_without_figures_points_to_the_one_before_it():
    with pytest.raises(NoData, match=r"Hải Phòng \(31-2025\) in 2025; near: 2024, .* of 31, the unit before it\.$"):
        check_parameters(tables(), province="hai phong", year=2025, lang="vi")


def test_a_province_without_any_figure_says_so():
    with pytest.raises(NoData, match=r"Hai Duong \(30\) in 2021 or in any other year\.$"):
        check_parameters(tables(), province="30", year=2021, lang="en")


@pytest.mark.parametrize("year", ["abc", "20211", "", "2021.0", True, "٢٠٢١"])
def test_a_year_that_is_no_year_is_refused(year):
    with pytest.raises(UnknownName, match="There is no year"):
        check_parameters(tables(), province="31", year=year, lang="vi")


def test_an_unknown_province_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="near: Hải Phòng"):
        check_parameters(tables(), province="hai fong", year=2021, lang="vi")


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownName, match="expected vi or en"):
        check_parameters(tables(), province="31", year=2021, lang="fr")


@pytest.mark.parametrize("name", list_notebooks(declaring="province"))
def test_every_notebook_about_a_province_declares_the_same_three(name):
    declared = read_parameters(find_notebook(name))
    types = {key: declared[key].type for key in list(declared)[:3]}
    assert types == {"province": str, "year": int, "lang": str}


@pytest.mark.parametrize("name", list_notebooks())
def test_every_parameter_has_its_help(name):
    assert all(parameter.help for parameter in read_parameters(find_notebook(name)).values())
