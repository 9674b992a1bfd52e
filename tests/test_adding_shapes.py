"""A made-up PAPI of 2025 in the shapes of offices: template, tidy rows, a messy workbook, and one full of errors."""

import frictionless
import pytest
from newyear.errors import plant_errors
from newyear.figures import SOURCE, YEAR, average, make_papi
from newyear.places import copy_data, read_all
from newyear.shapes import fill_template, write_messy, write_tidy

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.compare.frameworks import judge_changes
from govindex.compare.scores import change_scores
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

pytestmark = pytest.mark.slow

FIELDS = "; ".join(f"{name}={value}" for name, value in SOURCE.items())
SAID = {
    "template": (fill_template, "papi.xlsx", Request()),
    "tidy": (write_tidy, "figures.csv", Request(source=FIELDS, same_framework=True)),
    "messy": (write_messy, "bang.xlsx", Request(source="kind=primary", same_framework=True)),
}


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def added(tables, tmp_path_factory):
    """By shape: what came of adding it, and the folder that it was added to."""
    done = {}
    for shape, (write, name, request) in SAID.items():
        place = tmp_path_factory.mktemp(shape)
        write(tables, place / name)
        folder = copy_data(place / "data")
        done[shape] = add_file(place / name, folder, request), folder
    return done


@pytest.fixture(scope="module")
def of_2025(added):
    return load_tables(added["messy"][1])


@pytest.mark.parametrize("shape", SAID)
def test_each_shape_brings_every_made_up_score(shape, added, tables):
    outcome, folder = added[shape]
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles]
    assert (outcome.reading.measure, outcome.reading.year) == ("papi", YEAR)
    scores = load_tables(folder).scores
    fresh = scores[(scores["measure"] == "papi") & (scores["year"] == YEAR)]
    held = dict(zip(zip(fresh["province"], fresh["component"], strict=True), fresh["score"], strict=True))
    made = make_papi(tables)
    assert set(held) == set(made)
    assert all(held[key] == pytest.approx(float(value), abs=1e-9) for key, value in made.items())


@pytest.mark.parametrize("shape", SAID)
def test_each_shape_names_its_source_and_lengthens_the_framework(shape, added):
    outcome, folder = added[shape]
    tables = load_tables(folder)
    source = tables.sources.set_index("source").loc[outcome.source.source]
    assert source["publisher"] == "The tests"
    assert source["citation"].startswith("The tests (2026-04-01): ")
    going_on = tables.frameworks[tables.frameworks["last_year"] == YEAR]
    assert set(going_on["framework"]) == {"2018"}
    assert len(going_on) == len(tables.frameworks.query("measure == 'papi' and first_year <= 2024 <= last_year"))


def test_the_three_shapes_give_the_same_rows_but_for_what_is_printed(added):
    rows = {
        shape: [line.split(",")[:5] for line in (folder / "scores/papi.csv").read_text("utf-8").splitlines()]
        for shape, (_, folder) in added.items()
    }
    assert rows["template"] == rows["tidy"] == rows["messy"]


def test_totals_that_are_not_printed_are_derived(added, of_2025):
    tidy = load_tables(added["tidy"][1]).scores.query(f"year == {YEAR} and component == 'papi'")
    assert set(tidy["status"]) == {"derived"}
    assert set(of_2025.scores.query(f"year == {YEAR} and component == 'papi'")["status"]) == {"printed"}


def test_the_printed_means_are_kept_and_papis_ranks_are_not(of_2025, tables):
    means = of_2025.national.query(f"measure == 'papi' and year == {YEAR} and what == 'mean'")
    assert means.set_index("component")["value"]["papi.4"] == float(average(make_papi(tables), "papi.4"))
    assert of_2025.ranks.query("measure == 'papi'").empty


def test_only_the_lines_that_change_are_others(added):
    before, after = read_all(find_data()), read_all(added["messy"][1])
    assert {name for name in after if after[name] != before.get(name)} == {
        "README.md", "datapackage.json", "frameworks.csv", "national.csv", "scores/papi.csv", "sources.csv",
    }  # fmt: skip
    lines = after["scores/papi.csv"].splitlines()
    assert [line for line in lines if b",2025," not in line] == before["scores/papi.csv"].splitlines()


def test_the_folder_is_still_a_valid_data_package(added):
    report = frictionless.validate(str(added["messy"][1] / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_adding_it_again_changes_nothing_in_any_shape(added, tables, tmp_path):
    folder = copy_data(tmp_path / "data")
    for name, text in read_all(added["tidy"][1]).items():
        (folder / name).write_bytes(text)
    before = read_all(folder)
    fill_template(tables, tmp_path / "papi.xlsx")
    outcome = add_file(tmp_path / "papi.xlsx", folder, Request())
    assert outcome.sound
    assert not outcome.written
    assert outcome.differences["scores"].same == len(make_papi(tables))
    assert read_all(folder) == before


def test_a_year_that_nobody_has_judged_is_told_with_caution(of_2025):
    judged = judge_changes(of_2025, "papi", year=YEAR, base=YEAR - 1)
    assert set(judged["comparable"]) == {"caution"}
    changes = change_scores(of_2025, "papi", province="01", year=YEAR, base=YEAR - 1)
    assert len(changes) == 37
    assert set(changes["comparable"]) == {"caution"}


def test_every_planted_error_is_named_by_its_cell_and_nothing_else_is(tables, tmp_path):
    planted = plant_errors(tables, tmp_path / "wrong.xlsx")
    assert len(planted) >= 20
    folder = copy_data(tmp_path / "data")
    before = read_all(folder)
    outcome = add_file(tmp_path / "wrong.xlsx", folder, Request(source="s44", same_framework=True))
    told = {
        (trouble.at.cell if trouble.at else "", trouble.key) for trouble in outcome.troubles if trouble.level == "error"
    }
    assert told == {(each.cell, each.key) for each in planted}
    for trouble in outcome.troubles:
        for lang in ("vi", "en"):
            sentence = trouble.say(lang)
            assert sentence.endswith(".")
            assert trouble.at is None or trouble.at.cell in sentence
    assert read_all(folder) == before


def test_a_jump_from_the_provinces_own_history_is_a_warning_by_its_cell(tables, tmp_path):
    scores = write_tidy(tables, tmp_path / "figures.csv")
    text = (tmp_path / "figures.csv").read_text("utf-8-sig")
    line = next(
        number for number, each in enumerate(text.splitlines(), start=1) if ";papi.6.3;" in each and "Cao" in each
    )
    old = str(scores["04", "papi.6.3"]).replace(".", ",")
    cut = text.splitlines()
    assert cut[line - 1].endswith(f";{old}")
    cut[line - 1] = cut[line - 1].removesuffix(old) + "0,31"
    (tmp_path / "figures.csv").write_text("\n".join(cut), "utf-8")
    request = Request(source="s44", same_framework=True)
    outcome = add_file(tmp_path / "figures.csv", find_data(), request, dry_run=True)
    assert outcome.sound
    jumps = [trouble for trouble in outcome.troubles if trouble.key == "adding.jump"]
    assert [jump.at.cell for jump in jumps] == [f"E{line}"]
    assert "Cao Bang: papi.6.3 (Infrastructure) is 0.31" in jumps[0].say("en")
