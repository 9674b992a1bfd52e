"""The last year by its name, and another folder of tables, for every command alike."""

import os

import pytest
from newyear.folder import make_folder
from typer.testing import CliRunner

from govindex.cli import app
from govindex.tables.choices import check_parameters
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with the made-up year."""
    return make_folder(tmp_path_factory.mktemp("latest"))


def test_latest_is_the_last_year_of_the_units_that_a_name_means(folder):
    tables = load_tables(folder)
    assert check_parameters(tables, province="Hải Phòng", year="latest", lang="vi")["province"] == "31-2025"
    assert check_parameters(tables, province="31", year="latest", lang="vi")["year"] == 2024
    assert check_parameters(tables, province="Hà Nội", year="latest", lang="vi")["year"] == 2025
    assert check_parameters(tables, province="Hà Giang", year="latest", lang="vi")["year"] == 2024
    before = check_parameters(load_tables(), province="Hải Phòng", year="latest", lang="vi")
    assert (before["province"], before["year"]) == ("31", 2024)


def test_a_batch_of_the_latest_year_is_of_that_folders_last(folder, tmp_path):
    arguments = ["batch", "--dry-run", "--only", "papi_dimensions", "--lang", "vi", "--out", str(tmp_path)]
    told = CliRunner().invoke(app, [*arguments, "--year", "latest", "--data", str(folder)])
    assert told.exit_code == 0, told.output
    assert "31-2025/2025/vi/papi_dimensions" in told.output
    assert "/2024/" not in told.output
    own = CliRunner().invoke(app, [*arguments, "--year", "latest"])
    assert "31/2024/vi/papi_dimensions" in own.output


def test_the_page_of_all_provinces_is_declared_of_the_latest_year(folder, tmp_path):
    arguments = ["batch", "--dry-run", "--only", "all_provinces", "--lang", "vi", "--out", str(tmp_path)]
    assert "all_provinces/2025/vi" in CliRunner().invoke(app, [*arguments, "--data", str(folder)]).output
    assert "all_provinces/2024/vi" in CliRunner().invoke(app, arguments).output


def test_the_page_of_the_three_indices_is_declared_of_the_last_year_that_is_whole(folder, tmp_path):
    arguments = ["batch", "--dry-run", "--only", "three_indices", "--lang", "vi", "--out", str(tmp_path)]
    assert "three_indices/2025/vi" in CliRunner().invoke(app, [*arguments, "--data", str(folder)]).output
    assert "three_indices/2023/vi" in CliRunner().invoke(app, arguments).output


@pytest.mark.parametrize("command", ["report", "audit", "batch", "add", "template", "tables"])
def test_every_command_takes_a_folder_of_tables_and_gives_it_back(command, tmp_path):
    assert "--data" in CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    before = os.environ.get("GOVINDEX_DATA")
    arguments = {
        "report": ["--province", "31", "--year", "2021"],
        "audit": ["--tables"],
        "batch": ["--dry-run"],
        "add": ["x.csv"],
        "template": ["--measure", "papi", "--year", "2027", "--out", str(tmp_path / "x.xlsx")],
        "tables": ["--province", "31", "--year", "2021", "--csv", str(tmp_path / "x.csv")],
    }
    run = CliRunner().invoke(app, [command, *arguments[command], "--data", str(tmp_path / "none")])
    assert run.exit_code == 2, run.output
    assert "The folder of the data was not found" in " ".join(run.output.split())
    assert os.environ.get("GOVINDEX_DATA") == before
    assert find_data().name == "data"


def test_a_command_that_is_refused_by_a_later_word_gives_the_folder_back_too(folder, monkeypatch):
    monkeypatch.delenv("GOVINDEX_DATA", raising=False)
    assert CliRunner().invoke(app, ["template", "--data", str(folder), "--year", "soon"]).exit_code == 2
    assert "GOVINDEX_DATA" not in os.environ
