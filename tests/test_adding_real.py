"""Adding the official table of PAR INDEX 2023: taken out of a copy of the tables, it comes back equal."""

import pandas as pd
import pytest
from newyear.places import PAR_2023, copy_data, read_all, take_out
from typer.testing import CliRunner

from govindex.adding.command import add_file
from govindex.adding.headings import Headings
from govindex.adding.request import Request
from govindex.cli import app
from govindex.tables.load import load_tables
from govindex.tables.places import find_data
from govindex.tables.renewal import renew_description

pytestmark = pytest.mark.slow

FILES = ("scores/par.csv", "ranks.csv", "national.csv", "unscored.csv", "sources.csv", "frameworks.csv")


def drop_notes(text: bytes) -> list[str]:
    """Return the lines of a table up to the source, without the notes of people that no file holds."""
    return [",".join(line.split(",")[:7]) for line in text.decode("utf-8").splitlines()]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_table_of_par_2023_changes_nothing_that_is_there(ending):
    outcome = add_file(PAR_2023[ending], find_data(), Request(), dry_run=True)
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles]
    assert not outcome.written
    scores, ranks, national = (outcome.differences[name] for name in ("scores", "ranks", "national"))
    assert (scores.same, ranks.same, national.same) == (63 * 6, 63, 5)
    assert not any(difference.alters or difference.kept for difference in outcome.differences.values())


def test_what_the_source_gave_comes_back_to_the_letter(tmp_path):
    folder = copy_data(tmp_path / "data")
    before = read_all(folder)
    take_out(folder, "par", 2023, source="s66")
    assert read_all(folder) != before
    outcome = add_file(PAR_2023["xlsx"], folder, Request())
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles]
    assert outcome.source.source == "s66"  # known by the publisher and the date in the note below the table
    after = read_all(folder)
    assert set(after) == set(before)
    for name in FILES:
        same = drop_notes if name == "scores/par.csv" else bytes
        assert same(after[name]) == same(before[name]), name


def test_the_csv_twin_gives_the_same_scores_ranks_and_means_in_a_folder_without_the_year(tmp_path):
    folder = copy_data(tmp_path / "data")
    whole = load_tables(folder)
    take_out(folder, "par", 2023)
    outcome = add_file(PAR_2023["csv"], folder, Request(source="s66"))
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles]
    added = load_tables(folder)
    keys = ["measure", "year", "province", "component"]
    for name, value in (("scores", "score"), ("ranks", "rank")):
        now = getattr(added, name).query("measure == 'par' and year == 2023").set_index(keys)[value]
        then = getattr(whole, name).query("measure == 'par' and year == 2023").set_index(keys)[value]
        pd.testing.assert_series_equal(now, then.loc[now.index])
        assert len(now) == {"scores": 63 * 6, "ranks": 63}[name]
    table = added.scores.query("measure == 'par' and year == 2023 and component == 'par.impact'")
    assert set(table["status"]) == {"derived"}
    assert len(outcome.differences["national"].added) == 5


def test_the_command_says_how_it_understood_each_column_and_logs_the_change(tmp_path):
    folder = copy_data(tmp_path / "data")
    take_out(folder, "par", 2023, source="s66")
    run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(folder), "--lang", "vi"])
    assert run.exit_code == 0, run.output
    for told in ("par.survey", "par.impact.economy", "tối đa 61.5", "Đã ghi, theo nguồn s66"):
        assert told in run.output
    _, _, tail = (folder / "README.md").read_text("utf-8").partition("## Changes\n\n- ")
    assert (
        "PAR INDEX 2023 of 63 provinces (scores 373 added; ranks 58 added; national 5 added), from s66." in tail[:160]
    )
    again = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(folder), "--lang", "en"])
    assert again.exit_code == 0
    assert "nothing was changed" in again.output


def test_a_dry_run_shows_the_difference_and_writes_nothing(tmp_path):
    folder = copy_data(tmp_path / "data")
    take_out(folder, "par", 2023, source="s66")
    before = read_all(folder)
    run = CliRunner().invoke(app, ["add", str(PAR_2023["xlsx"]), "--data", str(folder), "--dry-run", "--lang", "en"])
    assert run.exit_code == 0
    assert "Scores: 373 added, 0 changed, 0 removed, 0 kept, 5 as before" in run.output
    assert read_all(folder) == before


def change_frameworks(folder, change):
    """Change the framework of 2023, and say so in the description, as somebody who added rows by hand would."""
    take_out(folder, "par", 2023)
    path = folder / "frameworks.csv"
    path.write_text("".join(change(line) for line in path.read_text("utf-8").splitlines(keepends=True)), "utf-8")
    (folder / "datapackage.json").write_text(renew_description(folder), "utf-8")
    return read_all(folder)


def draft(folder, rows):
    arguments = ["add", str(PAR_2023["xlsx"]), "--data", str(folder), "--lang", "en", "--draft", str(rows)]
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 1, run.output
    return run.output, (rows / "frameworks.csv").read_text("utf-8")


def test_components_that_no_framework_of_the_year_holds_are_drafted_with_the_maxima_that_are_printed(tmp_path):
    folder = copy_data(tmp_path / "data")
    before = change_frameworks(folder, lambda line: "" if ",2023,2023," in line else line)
    told, drafted = draft(folder, tmp_path / "rows")
    assert "par.survey (Survey of leaders) is not in the framework 2022 of 2023" in told
    assert "par,2022,par.appraisal,2023,2023,?,61.5,,,?,?," in drafted
    assert "par,2022,par.survey,2023,2023,?,22,,,?,?," in drafted
    assert read_all(folder) == before


def test_a_maximum_that_the_headings_print_otherwise_is_drafted_and_never_taken(tmp_path):
    folder = copy_data(tmp_path / "data")
    others = {"par.appraisal,2023,2023,0,61.5,": "par.appraisal,2022,2024,0,61,"}
    others |= {"par.impact.economy,2023,2023,0,6.5,": "par.impact.economy,2023,2023,0,7,"}
    others |= {"par.impact,2023,2023,0,16.5,": "par.impact,2023,2023,0,17,"}

    def change(line):
        for old, new in others.items():
            line = line.replace(old, new)
        return line

    before = change_frameworks(folder, change)
    told, drafted = draft(folder, tmp_path / "rows")
    assert "the maximum printed is 61.5, but par.appraisal (Appraisal) had 61 in 2023" in told
    assert "the maximum printed is 6.5, but par.impact.economy" in told
    assert "par,2022,par.appraisal,2022,2022,0,61," in drafted  # the row of before, ended
    assert "par,2022,par.appraisal,2023,2023,?,61.5,,,?,?," in drafted
    assert read_all(folder) == before


@pytest.mark.parametrize(
    ("year", "maximum", "component"),
    [
        (2023, "61,50", "par.appraisal"),
        (2023, "68", "par.appraisal-whole"),
        (2024, "68", "par.appraisal-whole"),
        (2024, "", "par.appraisal-whole"),
        (2021, "60,5", "par.appraisal"),
    ],
)
def test_a_name_that_two_components_share_is_told_apart_by_its_maximum_and_its_year(year, maximum, component):
    heading = Headings(load_tables(), "par", year).read(
        [f"Điểm thẩm định ({maximum})" if maximum else "Điểm thẩm định"]
    )
    assert heading.component == component
