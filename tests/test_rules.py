"""What no schema of one table can say of the rows is refused with its place."""

import re
import shutil

import pytest

from govindex.errors import SchemaError
from govindex.tables.load import load_tables
from govindex.tables.places import find_data


@pytest.fixture
def complain(tmp_path):
    """Return what is said of the project's tables when the cell `column` of the row that begins so holds `value`."""

    def change(path, begins, **cells):
        folder = tmp_path / "data"
        shutil.copytree(find_data(), folder)
        lines = (folder / path).read_text("utf-8").split("\n")
        head = lines[0].split(",")
        row = next(place for place, line in enumerate(lines) if line.startswith(begins))
        parts = re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", lines[row])
        for column, value in cells.items():
            parts[head.index(column)] = value
        lines[row] = ",".join(parts)
        (folder / path).write_text("\n".join(lines), "utf-8")
        with pytest.raises(SchemaError) as error:
            load_tables(folder)
        return str(error.value), row + 1

    return change


@pytest.mark.parametrize(
    ("path", "begins", "cells", "said"),
    [
        (
            "components.csv",
            "par,par.appraisal,",
            {"parent": "par.appraisal"},
            "par.appraisal is its own parent, another",
        ),
        (
            "components.csv",
            "par,par.appraisal,",
            {"parent": "sipas"},
            "sipas was found, a component of par was expected.",
        ),
        (
            "components.csv",
            "par,par.appraisal,",
            {"parent": "par.appraisal.1"},
            "the parents go round in a circle (par.appraisal > par.appraisal.1 > par.appraisal), a tree was expected.",
        ),
        ("provinces.csv", "02,", {"first_year": "2025"}, "2025 was found above 2024, first_year was expected to be"),
        ("provinces.csv", "02,", {"successor": "99-2025"}, "99-2025 stands in no row of provinces"),
        ("frameworks.csv", "par,2021,par,", {"first_year": "2022"}, "2022 was found above 2021"),
        (
            "frameworks.csv",
            "par,2021,par,",
            {"minimum": "60", "maximum": "50"},
            "60.0 was found above 50.0, minimum was expected",
        ),
        (
            "frameworks.csv",
            "par,2021,par,",
            {"maximum": "1.5"},
            "at most 1.5 was expected, the maximum of par in 20",
        ),
    ],
)
def test_rows_that_do_not_fit_each_other_are_told(complain, path, begins, cells, said):
    told, row = complain(path, begins, **cells)
    assert said in told
    if "at most" not in said:
        assert told.startswith(f"{path}, row {row}, column")


def test_a_score_above_the_maximum_of_its_framework_is_told_with_its_row(complain):
    path = "scores/par.csv"
    lines = (find_data() / path).read_text("utf-8").split("\n")
    begins = next(line for line in lines if re.match(r"par,2021,\d\d,par\.survey,", line)).rsplit(",", 5)[0]
    told, row = complain(path, begins, score="99.5")
    assert told.startswith(f"{path}, row {row}, column score: 99.5 was found, at most ")
    assert told.endswith(" was expected, the maximum of par.survey in 2021.")
