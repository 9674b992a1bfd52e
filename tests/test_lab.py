"""The notebooks in JupyterLab, the network off: choices made as readers make them, parts compared with the library."""

import pytest
from browser.lab import Notebook
from browser.on_sheet import OnSheet
from browser.sheet_checks import check_sheet
from browser.sheets import NOTEBOOKS, open_sheet

THEME = "(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })"


@pytest.fixture(scope="module")
def notebook(chromium, jupyterlab):
    """The PAPI notebook, every cell of it run."""
    opened = Notebook(chromium, jupyterlab, NOTEBOOKS["papi"])
    opened.run_all()
    yield opened
    opened.close()


@pytest.fixture
def papi(notebook):
    """The PAPI sheet with the choices that it starts with."""
    shown = OnSheet(notebook.page, open_sheet("papi", "vi").declared)
    shown.settle()
    start = open_sheet("papi", "vi").state
    notebook.ask(f"[papi.choose(name, value) for name, value in {start!r}.items()] and None")
    shown.settle(**start)
    return shown


def check(shown, notebook):
    """Every part is there, on screen as the library has it, and the kernel has the state on screen."""
    name = shown.declared.name
    assert {part.get_attribute("data-part") for part in shown.page.locator("[data-part]").all()} == {
        "controls",
        *shown.declared.parts,
    }
    check_sheet(shown)
    assert notebook.ask(f"{name}.state") == shown.state
    for figure in shown.figures:
        assert " ".join(notebook.ask(f"{name}[{figure!r}].title").split()) == shown.title(figure)


def test_every_part_draws_and_nothing_is_asked_for(notebook, papi):
    check(papi, notebook)
    assert notebook.requests == []
    assert notebook.complaints == []


FOLLOWED = ["sipas", "par", "provinces", "whatif", "proposals", "change"]


@pytest.mark.parametrize("name", FOLLOWED)
def test_every_part_of_the_others_draws_and_follows_a_choice(chromium, jupyterlab, name):
    opened = Notebook(chromium, jupyterlab, NOTEBOOKS[name])
    opened.run_all()
    shown = OnSheet(opened.page, open_sheet(name, "vi").declared)
    shown.settle()
    check(shown, opened)
    shown.choose(province="79")
    check(shown, opened)
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()


@pytest.mark.parametrize("name", sorted(NOTEBOOKS.keys() - {"papi", *FOLLOWED}))
def test_every_other_sheet_opens_whole_and_follows_the_kernel(chromium, jupyterlab, name):
    opened = Notebook(chromium, jupyterlab, NOTEBOOKS[name])
    opened.run_all()
    shown = OnSheet(opened.page, open_sheet(name, "vi").declared)
    shown.settle()
    assert {part.get_attribute("data-part") for part in shown.page.locator("[data-part]").all()} == {
        "controls",
        *shown.declared.parts,
    }
    control = "province" if "province" in shown.controls else "year"
    chosen = {"province": "79", "year": 2023}[control]
    called = {"three_indices": "three"}.get(name, name)  # in the notebook
    opened.ask(f"{called}.choose({control!r}, {chosen!r})")
    shown.settle(**{control: chosen})
    assert opened.ask(f"{called}.state") == shown.state
    assert opened.requests == []
    assert opened.complaints == []
    opened.close()


def test_a_choice_moves_every_part_and_the_kernel(papi, notebook):
    papi.choose(year=2018, province="48", component="papi.4")
    check(papi, notebook)


def test_a_choice_in_python_moves_every_part(papi, notebook):
    notebook.ask("papi.choose('province', 'can tho')")
    papi.settle(province="92")
    check(papi, notebook)


def test_what_is_no_province_is_said_and_changes_nothing(papi, notebook):
    before = papi.state
    papi.search("province", "hai pong")
    said = papi.root.locator(".gi-said").get_by_text("hai pong")
    said.wait_for()
    assert papi.state == before
    notebook.ask("papi.choose('province', 'hai pong')")
    problem = papi.root.locator(".gi-problem").get_by_text("hai pong")
    problem.wait_for()
    assert "Hải Phòng" in problem.inner_text()
    assert problem.inner_text() == notebook.ask("papi.problem")
    assert notebook.ask("papi.state") == papi.state == before
    papi.search("province", "can tho")
    papi.settle(province="92")
    assert not problem.is_visible()


def test_a_click_on_a_mark_is_a_choice_in_python_too(papi, notebook):
    papi.pick("map", "rect mark", province="48")
    papi.settle(province="48")
    check(papi, notebook)


def test_the_last_of_quick_changes_wins(papi, notebook):
    slider = papi.control("year")
    for _ in range(10):
        slider.press("ArrowLeft")
    papi.control("component").select_option("papi.3")
    for _ in range(6):
        slider.press("ArrowRight")
    papi.settle(year=2017, component="papi.3")
    check(papi, notebook)


def test_arrow_keys_move_a_list_and_not_the_notebook(papi):
    active = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    papi.control("component").focus()
    before = papi.page.evaluate(active)
    papi.page.keyboard.press("ArrowDown")
    papi.settle(component="papi.1")
    assert papi.page.evaluate(active) == before


def test_the_sheet_reads_in_a_dark_jupyterlab(papi, notebook):
    notebook.page.evaluate(THEME, "JupyterLab Dark")
    looks = "root => [getComputedStyle(root).color, getComputedStyle(root).backgroundColor]"
    for name in ("controls", *papi.declared.parts):
        assert papi.part(name).evaluate(looks) == ["rgb(27, 39, 51)", "rgb(255, 255, 255)"], name
    notebook.page.evaluate(THEME, "JupyterLab Light")


def test_restarting_and_running_all_brings_the_same_view(papi, notebook):
    before = {name: sorted(papi.look(name), key=repr) for name in papi.figures}
    papi.choose(year=2015, province="01")
    notebook.restart_and_run_all()
    papi.settle(**open_sheet("papi", "vi").state)
    check(papi, notebook)
    assert {name: sorted(papi.look(name), key=repr) for name in papi.figures} == before


@pytest.fixture(scope="module")
def question(chromium, jupyterlab):
    """The notebook of one's own question, every cell of it run."""
    opened = Notebook(chromium, jupyterlab, "your_question")
    opened.run_all()
    yield opened
    opened.close()


def test_a_plain_chart_and_table_and_an_own_figure_draw_without_a_network(question):
    page = question.page
    page.wait_for_function("document.querySelectorAll('.gi-chart svg.marks').length >= 2")
    heads = page.locator(".gi-block th").all_inner_texts()
    assert heads == ["Nội dung", "Điểm", "distance"]
    page.locator(".gi-part[data-part='distances']").get_by_text("Hải Phòng 2021").wait_for()
    page.locator(".gi-part[data-part='controls'] input[type='range']").press("ArrowLeft")
    page.locator(".gi-part[data-part='distances']").get_by_text("Hải Phòng 2020").wait_for()
    assert question.ask("sheet.state['year']") == 2020
    assert question.requests == []
    assert question.complaints == []


def test_texts_in_the_other_language_are_hidden(question, notebook):
    for opened in (question, notebook):
        for lang, shown in (("vi", True), ("en", False)):
            texts = opened.page.locator(f".jp-RenderedMarkdown div[lang='{lang}']").all()
            assert texts
            assert {text.is_visible() for text in texts} == {shown}


def test_parts_of_one_cell_stand_beside_each_other_where_there_is_room(chromium, jupyterlab):
    opened = Notebook(chromium, jupyterlab, "report")
    opened.run_all()
    OnSheet(opened.page, open_sheet("report", "vi").declared).settle()
    below = "([first, second]) => second.getBoundingClientRect().top - first.getBoundingClientRect().top"
    parts = "['par_summary', 'losses'].map((name) => document.querySelector(`[data-part=${name}]`))"
    for width, stands in ((1600, "=== 0"), (900, "> 100"), (1600, "=== 0")):
        opened.page.set_viewport_size({"width": width, "height": 1000})
        opened.page.wait_for_function(f"() => ({below})({parts}) {stands}")
    opened.close()
