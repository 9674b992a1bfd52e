"""The notebooks in JupyterLab, the network off: widgets moved as readers move them, marks compared with the library."""

import nbformat
import pytest
from browser.cases import CASES
from browser.explored import InLab
from browser.lab import Notebook
from browser.library import Library
from browser.papi import check_papi
from nbformat.v4 import new_code_cell, new_notebook

from govindex.tables.load import load_tables

START = {"province": "31", "year": 2021, "component": "papi", "colour": "groups", "peers_kind": "cities", "peers": []}
MEMORY = "(__import__('gc').collect(), __import__('psutil').Process().memory_info().rss)[1]"


@pytest.fixture(scope="module")
def library():
    return Library(load_tables(), "vi")


@pytest.fixture(scope="module")
def notebook(chromium, jupyterlab):
    """The PAPI notebook, every cell of it run."""
    opened = Notebook(chromium, jupyterlab, "papi_dimensions")
    opened.run_all()
    yield opened
    opened.close()


@pytest.fixture
def papi(notebook, books):
    """The PAPI explorer with the choices that it starts with."""
    explored = InLab(notebook.page, books("PapiExplorer", "vi"))
    explored.settle()
    explored.choose(peers_kind="own", **{name: START[name] for name in ("province", "year", "component", "colour")})
    explored.choose(peers=[])
    explored.choose(peers_kind="cities")
    return explored


def check(explored, library, **choices):
    """The panels show what the library computes for START with these choices."""
    assert explored.state == START | choices
    check_papi(explored, library)


def test_explorer_and_figures_draw_and_nothing_is_asked_for(notebook, papi, library):
    check(papi, library)
    figures = notebook.page.locator(".gi-figure .gi-chart")
    assert figures.count() == 6
    for figure in figures.all():
        assert figure.locator("svg.marks .role-mark :is(path, text)").count() > 0
    assert notebook.requests == []
    assert notebook.complaints == []


@pytest.mark.parametrize(
    "choices",
    [
        {"year": 2018},
        {"year": 2011},
        {"province": "79"},
        {"province": "22"},
        {"component": "papi.8"},
        {"component": "papi.4.2", "year": 2020},
        {"component": "papi.8", "year": 2014},
        {"colour": "points"},
        {"peers_kind": "none"},
        {"peers_kind": "region"},
        {"peers_kind": "similar"},
        {"peers_kind": "own", "peers": ["92", "04", "48"]},
    ],
    ids=str,
)
def test_widgets_move_all_panels(papi, notebook, library, choices):
    papi.choose(**choices)
    check(papi, library, **choices)
    assert notebook.ask("explorer.state") == papi.state


@pytest.mark.parametrize("case", CASES[1:], ids=lambda case: case.notebook)
def test_widgets_of_the_other_explorers_move_all_panels(chromium, jupyterlab, books, library, case):
    opened = Notebook(chromium, jupyterlab, case.notebook)
    opened.run_all()
    explored = InLab(opened.page, books(case.explorer, "vi"))
    explored.settle()
    case.check(explored, library)
    for choices in case.choices:
        explored.choose(**choices)
        case.check(explored, library)
        assert opened.ask("explorer.state") == explored.state
    for figure in opened.page.locator(".gi-figure .gi-chart").all():
        assert figure.locator("svg.marks .role-mark :is(path, text)").count() > 0
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()


def test_the_years_run_by_themselves_until_stopped(papi, notebook, library):
    papi.choose(year=2016)
    buttons = notebook.page.locator(".widget-play button")
    buttons.nth(0).click()
    papi.settle(year=2018)
    buttons.nth(0).click()
    year = notebook.ask("explorer.state['year']")
    papi.settle(year=year)
    check(papi, library, year=year)


def test_what_is_no_province_is_said_and_changes_nothing(papi, notebook, library):
    papi.search("province", "hai pong")
    problem = papi.root.locator(".gi-problem")
    problem.wait_for()
    assert problem.inner_text() == notebook.ask("explorer.problem")
    assert "hai pong" in problem.inner_text()
    assert "Hải Phòng" in problem.inner_text()
    check(papi, library)
    papi.search("province", "can tho")
    papi.settle(province="92")
    assert not problem.is_visible()


def test_the_last_of_quick_changes_wins(papi, notebook, library):
    papi.step("year", -10)
    papi.control("component").locator("select").select_option(label=papi.words("component", "papi.3"))
    papi.step("year", 6)
    papi.control("colour").locator("select").select_option(label=papi.words("colour", "points"))
    papi.settle(year=2017, component="papi.3", colour="points")
    check(papi, library, year=2017, component="papi.3", colour="points")
    assert notebook.ask("explorer.state") == papi.state


def test_arrow_keys_move_a_list_and_not_the_notebook(papi, library):
    papi.control("colour").locator("select").focus()
    papi.page.keyboard.press("ArrowDown")
    papi.settle(colour="points")
    papi.control("component").locator("select").focus()
    papi.page.keyboard.press("ArrowDown")
    papi.settle(component="papi.1")
    check(papi, library, colour="points", component="papi.1")


def test_the_explorer_reads_in_a_dark_jupyterlab(papi, notebook):
    change = "(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })"
    notebook.page.evaluate(change, "JupyterLab Dark")
    looks = "root => [getComputedStyle(root).color, getComputedStyle(root).backgroundColor]"
    assert papi.root.evaluate(looks) == ["rgb(27, 39, 51)", "rgb(255, 255, 255)"]
    notebook.page.evaluate(change, "JupyterLab Light")


def test_a_click_on_a_mark_chooses_in_every_panel_and_in_python(papi, notebook, library):
    papi.pick("spread", "bar", component="papi.4")
    papi.settle(component="papi.4")
    papi.pick("map", "rect mark", province="48")
    papi.settle(province="48")
    check(papi, library, component="papi.4", province="48")
    papi.pick("peers", "bar", province="79")
    papi.settle(province="79")
    check(papi, library, component="papi.4", province="79")
    assert notebook.ask("explorer.state") == papi.state
    assert papi.control("province").locator("input").input_value() == papi.words("province", "79")
    assert papi.control("component").locator("select").input_value() == papi.words("component", "papi.4")


def test_a_click_among_quick_changes_undoes_none_of_them(papi, notebook, library):
    papi.step("year", -4)
    papi.pick("map", "rect mark", province="01")
    papi.settle(year=2017, province="01")
    check(papi, library, year=2017, province="01")
    assert notebook.ask("explorer.state") == papi.state


def test_a_hundred_changes_leave_notebook_and_memory_as_they_were(papi, notebook):
    def change(times):
        for count in range(times):
            papi.step("year", -1 if count % 20 < 10 else 1)
            papi.settle(year=2020 - count % 20 if count % 20 < 10 else 2002 + count % 20)

    change(20)
    letters, memory = notebook.weigh(), notebook.ask(MEMORY)
    notebook.page.evaluate("window.drawings = [...document.querySelectorAll('.gi-explorer[data-asked] svg.marks')]")
    change(100)
    assert notebook.page.evaluate("window.drawings.length") == 4
    assert notebook.page.evaluate("window.drawings.every((drawing) => drawing.isConnected)"), "A chart was drawn anew."
    assert notebook.weigh() == pytest.approx(letters, rel=0.05)
    assert notebook.ask(MEMORY) == pytest.approx(memory, rel=0.05)
    assert notebook.page.locator(".gi-explorer[data-asked]").count() == 1


def test_restarting_and_running_all_brings_the_same_view(papi, notebook, library):
    panels = ("spread", "map", "trend", "peers")
    before = [papi.look(panel) for panel in panels]
    papi.choose(year=2015, province="01")
    notebook.restart_and_run_all()
    papi.settle()
    check(papi, library)
    assert [papi.look(panel) for panel in panels] == before


def test_an_explorer_alone_brings_what_draws_it(chromium, jupyterlab, books, library):
    cells = ["from govindex.explorers import PapiExplorer\nfrom govindex.tables.page import open_page"]
    cells += ['explorer = PapiExplorer(open_page("31", 2021, "vi"))\nexplorer']
    kernel = nbformat.read(jupyterlab.folder / "papi_dimensions.ipynb", 4).metadata
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(notebook, jupyterlab.folder / "alone.ipynb")
    opened = Notebook(chromium, jupyterlab, "alone")
    opened.run_all()
    explored = InLab(opened.page, books("PapiExplorer", "vi"))
    explored.settle()
    check(explored, library)
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()
