"""The notebooks in JupyterLab, the network off: choices made as readers make them, parts held against the library."""

import nbformat
import pytest
from browser.lab import Notebook
from browser.sheeted import OnSheet, check_sheet
from browser.sheets import NOTEBOOKS, open_sheet
from nbformat.v4 import new_code_cell, new_notebook

START = {"province": "31", "year": 2021, "component": "papi", "colour": "groups", "peers_kind": "cities", "peers": []}
MEMORY = "(__import__('gc').collect(), __import__('psutil').Process().memory_info().rss)[1]"
FOUND = "([...document.querySelectorAll('[data-part]')].length)"


@pytest.fixture(scope="module")
def notebook(chromium, jupyterlab):
    """The PAPI notebook, every cell of it run."""
    opened = Notebook(chromium, jupyterlab, "papi_dimensions")
    opened.run_all()
    yield opened
    opened.close()


@pytest.fixture
def papi(notebook):
    """The sheet of PAPI with the choices that it starts with, given back to it by the kernel."""
    shown = OnSheet(notebook.page, open_sheet("papi", "vi").declared)
    shown.settle()
    notebook.ask(f"setattr(papi, 'state', {START}), setattr(papi, 'problem', '')")
    shown.settle(**START)
    return shown


def test_every_part_draws_and_nothing_is_asked_for(notebook, papi):
    check_sheet(papi, tables=True)
    assert notebook.page.evaluate(FOUND) == notebook.ask("len(papi.parts)")
    for name, figure in papi.figures.items():
        assert papi.part(name).locator("svg.marks").count() == (figure.chart is not None)
    assert notebook.requests == []
    assert notebook.complaints == []


@pytest.mark.parametrize(
    "choices",
    [
        {"year": 2018},
        {"province": "22"},
        {"component": "papi.4.2"},
        {"colour": "points"},
        {"peers_kind": "own", "peers": ["92", "04", "48"]},
    ],
    ids=str,
)
def test_a_choice_moves_every_part_and_reaches_the_kernel(papi, notebook, choices):
    papi.choose(**choices)
    papi.settle(**choices)
    check_sheet(papi)
    assert notebook.ask("papi.state") == START | choices
    assert notebook.ask("papi['trend'].title") == papi.title("trend")
    years, scores = notebook.ask("[papi['trend'].data.query('own')[name].tolist() for name in ('year', 'score')]")
    own = [mark["row"] for mark in papi.marks("trend") if mark["row"].get("own")]
    assert {(row["year"], row["score"]) for row in own if row["score"] is not None} == set(
        zip(years, scores, strict=True)
    )


def test_a_choice_in_the_kernel_moves_every_part(papi, notebook):
    notebook.ask("papi.choose('year', 2016), papi.choose('province', 'da nang')")
    papi.settle(year=2016, province="48")
    check_sheet(papi)


def test_what_is_no_province_is_said_and_changes_nothing(papi, notebook):
    notebook.ask("papi.choose('province', 'hai pong')")
    problem = papi.root.locator(":scope > .gi-problem").first
    problem.wait_for()
    assert problem.inner_text() == notebook.ask("papi.problem")
    assert "Hải Phòng" in problem.inner_text()
    check_sheet(papi)
    papi.search("province", "can tho")
    papi.settle(province="92")
    assert not problem.is_visible()


def test_the_last_of_quick_changes_wins(papi, notebook):
    papi.control("year").focus()
    for _ in range(9):
        papi.page.keyboard.press("ArrowLeft")
    papi.control("component").select_option("papi.3")
    papi.control("colour").select_option("points")
    papi.settle(year=2012, component="papi.3", colour="points")
    check_sheet(papi)
    assert notebook.ask("papi.state") == papi.state


def test_a_click_on_a_mark_chooses_in_every_part_and_in_python(papi, notebook):
    papi.pick("spread", "bar", component="papi.4")
    papi.settle(component="papi.4")
    papi.pick("map", "rect mark", province="48")
    papi.settle(province="48")
    check_sheet(papi)
    assert notebook.ask("papi.state") == START | {"component": "papi.4", "province": "48"}


def test_a_sheet_reads_in_a_dark_jupyterlab(papi, notebook):
    change = "(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })"
    notebook.page.evaluate(change, "JupyterLab Dark")
    looks = "root => [getComputedStyle(root).color, getComputedStyle(root).backgroundColor]"
    assert papi.root.evaluate(looks) == ["rgb(27, 39, 51)", "rgb(255, 255, 255)"]
    notebook.page.evaluate(change, "JupyterLab Light")


def test_a_hundred_changes_leave_notebook_and_memory_as_they_were(papi, notebook):
    def change(times):
        papi.control("year").focus()
        for count in range(times):
            papi.page.keyboard.press("ArrowLeft" if count % 20 < 10 else "ArrowRight")
            papi.settle(year=2020 - count % 20 if count % 20 < 10 else 2002 + count % 20)

    change(20)
    letters, memory = notebook.weigh(), notebook.ask(MEMORY)
    notebook.page.evaluate("window.drawings = [...document.querySelectorAll('[data-part] svg.marks')]")
    change(100)
    assert notebook.page.evaluate("window.drawings.length") == 7
    assert notebook.page.evaluate("window.drawings.every((drawing) => drawing.isConnected)"), "A chart was drawn anew."
    assert notebook.weigh() == pytest.approx(letters, rel=0.05)
    assert notebook.ask(MEMORY) == pytest.approx(memory, rel=0.05)


def test_running_all_again_and_restarting_bring_the_same_view(papi, notebook):
    figures = list(papi.figures)
    before = [papi.look(name) for name in figures]
    for run in (notebook.run_all, notebook.restart_and_run_all):
        papi.choose(province="01")
        papi.settle(province="01")
        run()
        papi.settle(**START)
        check_sheet(papi)
        assert [papi.look(name) for name in figures] == before
        papi.choose(component="papi.2")
        papi.settle(component="papi.2")
        assert notebook.ask("papi.state['component']") == "papi.2"
        assert notebook.page.evaluate("window.govindexCommon.sheets.size") == 1
        papi.choose(component="papi")
    assert notebook.complaints == []


@pytest.mark.parametrize(("name", "year"), [("sipas", 2023), ("par", 2022), ("provinces", 2019)])
def test_the_other_sheets_follow_a_choice_too(chromium, jupyterlab, name, year):
    opened = Notebook(chromium, jupyterlab, NOTEBOOKS[name])
    opened.run_all()
    shown = OnSheet(opened.page, open_sheet(name, "vi").declared)
    shown.settle()
    check_sheet(shown)
    shown.choose(year=year)
    shown.settle(year=year)
    check_sheet(shown)
    assert opened.ask(f"{name}.state") == shown.state
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()


def test_a_part_alone_brings_what_draws_it(chromium, jupyterlab):
    cells = ["import govindex as gi", 'papi = gi.open_papi(gi.open_page("31", 2021, "vi"))', 'papi["trend"]']
    kernel = nbformat.read(jupyterlab.folder / "papi_dimensions.ipynb", 4).metadata
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(notebook, jupyterlab.folder / "alone.ipynb")
    opened = Notebook(chromium, jupyterlab, "alone")
    opened.run_all()
    shown = OnSheet(opened.page, open_sheet("papi", "vi").declared)
    shown.settle()
    assert shown.part("trend").locator("svg.marks").count() == 1
    before = shown.title("trend")
    opened.ask("papi.choose('year', 2014)")
    opened.page.wait_for_function(
        "(before) => !document.querySelector('[data-part=trend]').innerText.includes(before)", arg=before
    )
    assert shown.title("trend") == opened.ask("papi['trend'].title")
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()
