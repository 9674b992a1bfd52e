"""Pages of the made-up year of 34 units: every sheet, notebook, the batch, its gallery, and the pages in a browser."""

import re

import pytest
from browser.chromium import Seen
from browser.on_sheet import OnSheet
from browser.sheets import (
    IN_ONE,
    list_differences,
    list_states,
    open_bare,
    read_in_front,
    read_in_library,
    tell_in_library,
)
from newyear.figures import YEAR
from newyear.folder import make_folder
from typer.testing import CliRunner

import govindex
from govindex.cli import app
from govindex.figures.provinces.tables import list_middles
from govindex.tables.load import load_tables
from govindex.tables.places import find_notebooks
from govindex.tables.units import list_units, tell_absence

# Units that go on, that merged, that others merged into, that only changed their name; in years that they have.
OPENED = {"par": ("30", 2023), "sipas": ("31", 2021)}
MERGED, LAST = "30", 2024
# The sheets that say what became of a unit that is not there in a year; the others say that its figures are not held.
ABSENCES = ("papi", "par", "sipas", "provinces", "trend")
BROKEN = re.compile(r"\bnan\b|\bNone\b|\bundefined\b|[{}]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with the made-up year, which all of this module works on."""
    data = make_folder(tmp_path_factory.mktemp("newyear"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GOVINDEX_DATA", str(data))
        yield data


@pytest.fixture(scope="module")
def tables(folder):
    return load_tables(folder)


@pytest.mark.slow
def test_a_component_has_one_middle_a_year_where_papi_prints_means_too(tables):
    printed = tables.national.query("measure == 'papi' and year == @YEAR and what == 'mean'")
    assert len(printed) > 30
    assert not list_middles(tables).duplicated(["component", "year"]).any()


def open_made_up(name, lang):
    return getattr(govindex, f"open_{name}")(govindex.open_page(*OPENED.get(name, ("31-2025", YEAR)), lang))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), IN_ONE)
def test_every_unit_can_be_chosen_in_every_sheet_and_year(folder, tables, name, lang):
    sheet = open_made_up(name, lang)
    control = sheet.declared.controls["province"]
    codes = [option[0] for option in control.options]
    labels = [option[1] for option in control.options]
    assert {*list_units(tables, LAST), *list_units(tables, YEAR)} == set(codes)
    assert len(set(labels)) == len(labels), "two units are offered under one name"
    for year in (LAST, YEAR):
        for at, code in enumerate(codes if year == YEAR else ["30", "31", *list_units(tables, YEAR)[:5]]):
            state = {**sheet.state, "year": year, "province": code}
            absence = tell_absence(tables, code, year, lang)
            for part, texts in tell_in_library(sheet.declared, state).items():
                for text in texts:
                    assert not BROKEN.search(text), (code, year, part, text)
                if part == "summary" and absence and name in ABSENCES:
                    assert texts == [absence]
            if at % 8 == 0:  # rows that cannot be chosen fail here
                assert read_in_library(sheet.declared, state).keys() >= sheet.declared.parts.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["papi", "provinces"])
def test_a_map_holds_the_units_of_its_year_each_on_a_tile_of_its_own(folder, tables, name):
    sheet = open_made_up(name, "vi")
    for year in (2011, LAST, YEAR):
        sheet.choose("year", year)
        rows = sheet["map"].rows
        islands = set(tables.archipelagos["archipelago"])
        assert set(rows["province"]) == {*list_units(tables, year), *islands}
        assert rows[["col", "row", "lines"]].notna().all(axis=None)
        assert not rows.duplicated(["col", "row"]).any()
    assert rows["score"].notna().sum() == len(list_units(tables, YEAR))
    assert rows["group"].value_counts().sort_index().tolist() == [9, 8, 8, 9]


@pytest.mark.slow
def test_namesakes_are_told_apart_and_a_name_means_the_unit_of_the_year(folder):
    sheet = open_made_up("papi", "vi")
    names = dict(option[:2] for option in sheet.declared.controls["province"].options)
    assert (names["31"], names["31-2025"]) == ("Hải Phòng (đến năm 2024)", "Hải Phòng (từ năm 2025)")
    assert names["30"] == "Hải Dương"
    typed = [(2021, "TP. Hải Phòng", "31"), (YEAR, "hai phong", "31-2025"), (2021, "31-2025", "31-2025")]
    for year, text, code in typed:
        sheet.choose("year", year)
        sheet.choose("province", text)
        assert (sheet.problem, sheet.state["province"]) == ("", code)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), IN_ONE)
def test_the_front_end_chooses_what_the_library_chooses_in_the_new_year_too(folder, chromium, name, lang):
    bare = open_bare(chromium)
    sheet = open_made_up(name, lang)
    states = list_states(sheet, 8, seed=7)
    codes = ("30", "31", "31-2025", "46", "46-2025", "01")
    states += [{**sheet.state, "year": year, "province": code} for year in (LAST, YEAR) for code in codes]
    for state, theirs in zip(states, read_in_front(bare, sheet.declared, states), strict=True):
        assert list(list_differences(read_in_library(sheet.declared, state), theirs)) == [], state
    bare.close()


def make(folder, out, command, *arguments):
    run = CliRunner().invoke(app, [command, "--data", str(folder), "--out", str(out), *arguments])
    assert run.exit_code == 0, run.output


@pytest.fixture(scope="module")
def out(folder, tmp_path_factory):
    """Pages of the new year by every notebook, and of the year before it for two units that became one."""
    out = tmp_path_factory.mktemp("pages") / "build"
    make(folder, out, "report", "--province", "31-2025", "--year", "latest", "--lang", "en")
    own = ("--parameters", "place=31-2025", "--parameters", f"year={YEAR}")
    make(folder, out, "report", "--notebook", "your_question", "--lang", "en", *own)
    make(folder, out, "report", "--notebook", "audit", "--lang", "en")
    for unit in ("30", "31"):
        make(folder, out, "batch", "--only", "report", "--province", unit, "--year", str(LAST), "--lang", "vi")
    make(folder, out, "batch", "--only", "papi_dimensions", "--province", "31-2025", "--year", "latest", "--lang", "vi")
    make(folder, out, "batch", "--only", "all_provinces", "--lang", "en")
    return out


@pytest.mark.slow
@pytest.mark.kernel
def test_every_notebook_the_batch_and_the_gallery_run_with_the_new_year_first(folder, out):
    made = {
        path.stem for path in out.rglob("*.html") if str(YEAR) in path.parts or path.stem in ("audit", "your_question")
    }
    assert made == {path.stem for path in find_notebooks().glob("*.ipynb")}
    assert {path.parents[2].name for path in out.rglob("report.html")} == {"31-2025", "30", "31"}
    assert (out / "all_provinces" / str(YEAR) / "en").is_dir()
    shown = (out / "index.html").read_text("utf-8")
    assert 0 < shown.index(f">{YEAR}<") < shown.index(f">{LAST}<")
    assert shown.index("(31-2025)") < shown.index('id="p31"'), "of two units of one name the new one comes first"


@pytest.mark.kernel
def test_a_merged_unit_in_the_new_year_is_refused_with_what_became_of_it(folder, tmp_path):
    arguments = [
        "report",
        "--province",
        "hai duong",
        "--year",
        str(YEAR),
        "--data",
        str(folder),
        "--out",
        str(tmp_path),
    ]
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 2
    told = " ".join(run.output.split())
    assert "In 2025 Hai Duong is no longer a unit of its own" in told
    assert "Hai Phong (since 2025)" in told
    assert not list(tmp_path.iterdir())


@pytest.fixture(params=[("papi", "vi"), ("provinces", "en")], ids="-".join)
def shown(folder, chromium, out, request):
    """A sheet on a page of the new year, opened without a network."""
    name, lang = request.param
    place = "all_provinces" if name == "provinces" else "31-2025"
    notebook = "all_provinces" if name == "provinces" else "papi_dimensions"
    seen = Seen(chromium, out / place / str(YEAR) / lang / f"{notebook}.html")
    yield OnSheet(seen.page, open_made_up(name, lang).declared)
    complaints, requests = seen.complaints, seen.requests
    seen.context.close()
    assert complaints == []
    assert len(requests) == 1


@pytest.mark.slow
def test_pages_without_a_network_take_the_new_year_and_every_unit(tables, shown):
    every = shown.declared.name == "papi"  # of one sheet all units, of the other those whose names more than one bears
    units = [*list_units(tables, YEAR), "37", "93", "46", "30"] if every else ["46", "46-2025", "31", "30"]
    for year, chosen in ((YEAR, units), (2014, ["31", "14"]), (LAST, ["31-2025"])):
        shown.choose(year=year)
        for code in chosen:
            shown.choose(province=code)
            title = tell_in_library(shown.declared, shown.state)["map"][0]
            assert shown.title("map") == " ".join(title.split()), (code, year)
        tiles = {mark["row"]["province"] for mark in shown.marks("map") if mark["row"] and mark["kind"] == "rect mark"}
        assert tiles == {*list_units(tables, year), *tables.archipelagos["archipelago"]}
    shown.search("province", "TP. Hải Phòng")
    shown.settle(province="31")
    shown.choose(year=YEAR)
    shown.search("province", "Hai Phong city")
    shown.settle(province="31-2025")
    shown.search("province", "Thừa Thiên Huế")
    shown.settle(province="46-2025")
