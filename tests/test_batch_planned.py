"""What runs a declaration comes to, and that every mistake in it is told before anything starts."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from govindex.batch.chosen import choose_runs
from govindex.batch.declared import WrongRuns, find_runs
from govindex.batch.planned import plan_runs
from govindex.tables.load import load_tables
from govindex.tables.places import find_notebooks

DECLARED = 'province = "31"  # a province\nyear = 2021  # a year\nlang = "vi"  # vi or en'


@pytest.fixture
def tables(make_tables):
    """Three provinces; PAPI of all three in 2019 but of two in 2020, SIPAS of one, a rank alone in 2021."""
    names = {"01": ("Hà Nội", "Hanoi"), "31": ("Hải Phòng", "Hai Phong"), "48": ("Đà Nẵng", "Da Nang")}
    scored = [("papi", 2019, "01"), ("papi", 2019, "31"), ("papi", 2019, "48"), ("papi", 2020, "01")]
    scored += [("papi", 2020, "31"), ("sipas", 2020, "31")]
    return make_tables(
        provinces=[
            {"code": code, "name_vi": vi, "name_en": en, "first_year": 2011, "last_year": 2024}
            for code, (vi, en) in names.items()
        ],
        scores=[
            {"measure": measure, "year": year, "province": province, "component": measure, "score": 50.0}
            for measure, year, province in scored
        ],
        ranks=[{"measure": "sipas", "year": 2021, "province": "48", "component": "sipas", "rank": 1}],
        reports=[{"report": "first"}, {"report": "second"}],
    )


@pytest.fixture
def declare(tmp_path):
    """Return a writer of a declaration beside a notebook called ``tiny`` and one called ``audit`` without province."""
    for name, declared in (("tiny", DECLARED), ("audit", 'report = "first"\nlang = "vi"')):
        cell = new_code_cell(declared, id="parameters", metadata={"tags": ["parameters"]})
        nbformat.write(new_notebook(cells=[cell]), tmp_path / f"{name}.ipynb")

    def write(text: str):
        (tmp_path / "runs.yml").write_text(text, encoding="utf-8")
        return tmp_path / "runs.yml"

    return write


def places(runs) -> list[str]:
    return [run.place for run in runs]


def test_values_lists_and_ranges_make_every_combination(tables, declare):
    path = declare(
        "runs:\n- notebook: tiny\n  parameters: {province: ['31', '01'], year: 2019-2020}\n  languages: [vi, en]"
    )
    found = places(plan_runs(tables, path))
    assert len(found) == 8
    assert found[:4] == ["01/2019/vi/tiny", "01/2019/en/tiny", "01/2020/vi/tiny", "01/2020/en/tiny"]


def test_what_is_not_named_has_its_default(tables, declare):
    (run,) = plan_runs(tables, declare("runs:\n- notebook: tiny\n  parameters: {year: 2020}"))
    assert run.parameters == {"province": "31", "year": 2020, "lang": "vi"}


def test_a_province_may_be_spelt_in_any_way(tables, declare):
    (run,) = plan_runs(tables, declare("runs:\n- notebook: tiny\n  parameters: {province: TP Hải Phòng, year: 2020}"))
    assert run.parameters["province"] == "31"


def test_all_is_what_the_tables_hold_a_figure_of(tables, declare):
    found = places(plan_runs(tables, declare("runs:\n- notebook: tiny\n  parameters: {province: all, year: all}")))
    assert found == [f"{place}/vi/tiny" for place in ("01/2019", "01/2020", "31/2019", "31/2020", "48/2019", "48/2021")]


def test_scored_is_what_the_measure_has_a_score_of(tables, declare):
    text = "runs:\n- notebook: tiny\n  measure: sipas\n  parameters: {province: scored, year: scored}"
    assert places(plan_runs(tables, declare(text))) == ["31/2020/vi/tiny"]
    text = "runs:\n- notebook: tiny\n  measure: papi\n  parameters: {province: scored, year: 2020}"
    assert places(plan_runs(tables, declare(text))) == ["01/2020/vi/tiny", "31/2020/vi/tiny"]


def test_a_run_that_fits_all_of_an_exclusion_is_left_out(tables, declare):
    text = "runs:\n- notebook: tiny\n  parameters: {province: all, year: 2019}\n"
    text += "  exclude: [{province: [hanoi], year: 2019}]"
    assert places(plan_runs(tables, declare(text))) == ["31/2019/vi/tiny", "48/2019/vi/tiny"]


def test_a_notebook_without_a_province_has_a_place_of_its_own(tables, declare):
    text = "runs:\n- {notebook: audit, parameters: {report: all}, output: 'audit/{report}/{lang}'}"
    assert places(plan_runs(tables, declare(text))) == ["audit/first/vi", "audit/second/vi"]


@pytest.mark.parametrize(
    ("run", "message"),
    [
        ("{notebook: tinny}", "there is no notebook 'tinny'; near: tiny"),
        ("{ntebook: tiny}", "there is no key 'ntebook'; near: notebook"),
        ("{notebook: tiny, parameters: {yaer: 2020}}", "the notebook has no parameter 'yaer'; near: year"),
        ("{notebook: tiny, parameters: {year: abc}}", "year is 'abc': expected a whole number such as 2021"),
        ("{notebook: tiny, parameters: {year: 2020.5}}", "year is 2020.5: expected a whole number"),
        ("{notebook: tiny, parameters: {year: yes}}", "year is True: expected a whole number"),
        ("{notebook: tiny, parameters: {year: 2020-2019}}", "the range 2020-2019 of year"),
        ("{notebook: tiny, parameters: {year: []}}", "year has no value"),
        ("{notebook: tiny, parameters: {province: 01}}", 'a code stands in quotation marks \\("01"\\)'),
        ("{notebook: tiny, parameters: {province: hai fong}}", "There is no province 'hai fong'; near: Hải Phòng"),
        ("{notebook: tiny, parameters: {year: 1999}}", "no figure of 31 in 1999; near: 2019"),
        ("{notebook: tiny, languages: [fr]}", "there is no language 'fr'"),
        ("{notebook: tiny, measure: sipsa}", "there is no measure 'sipsa'; near: sipas"),
        ("{notebook: tiny, parameters: {province: scored}}", "scored by what"),
        ("{notebook: tiny, parameters: {year: [2019, 2020]}, output: '{province}'}", "would overwrite each other"),
        ("{notebook: tiny, output: ../up}", "no part of it may begin with a dot"),
        ("{notebook: tiny, output: index}", r"index \(tiny\) is no place for a page: index.html is the gallery"),
        ("{notebook: tiny, output: Index}", "index.html is the gallery"),
        ("{notebook: tiny, output: 'index.html/{notebook}'}", "index.html is a file of the batch, no folder"),
        ("{notebook: tiny, output: 'Manifest.json/a/{notebook}'}", "manifest.json is a file of the batch, no folder"),
        (f"{{notebook: {'x' * 300}.ipynb}}", "there is no notebook"),
        ("{notebook: tiny, output: 'assets/{notebook}'}", "the folder assets holds what pages share"),
        ("{notebook: tiny, output: '{notebook}.failed'}", "tells a notebook that failed"),
        ("{notebook: tiny, output: /root}", "expected names between slashes"),
        ("{notebook: tiny, output: '{provnce}'}", "no parameter 'provnce'; near: province"),
        ("{notebook: tiny, parameters: {year: 2020}, exclude: [{year: 2019}]}", "leaves nothing out"),
        ("{notebook: tiny, parameters: {year: 2020}, exclude: [{year: 2020}]}", "comes to no run at all"),
        (
            "{notebook: audit, parameters: {report: frist}, output: '{report}'}",
            "there is no report 'frist'; near: first",
        ),
    ],
)
def test_a_mistake_is_told_with_what_is_near(tables, declare, run, message):
    with pytest.raises(WrongRuns, match=message):
        plan_runs(tables, declare(f"runs:\n- {run}"))


def test_of_many_mistakes_the_first_are_told_and_how_many_more_there_are(tables, declare):
    with pytest.raises(WrongRuns) as told:
        plan_runs(tables, declare("runs:\n- {notebook: tiny, parameters: {year: 3000-3999}}"))
    lines = str(told.value).split("\n")
    assert len(lines) == 21
    assert re.fullmatch(r"… and \d+ more\.", lines[-1])


def test_all_mistakes_are_told_at_once(tables, declare):
    path = declare("outptu: x\nruns:\n- {notebook: tinny}\n- {notebook: tiny, parameters: {yaer: 1, year: x}}")
    with pytest.raises(WrongRuns) as told:
        plan_runs(tables, path)
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == [
        "runs.yml has no key 'outptu'; near",
        "runs.yml, run 1 (tinny)",
        "runs.yml, run 2 (tiny)",
        "runs.yml, run 2 (tiny)",
    ]


def test_two_runs_in_one_place_are_a_mistake(tables, declare):
    with pytest.raises(WrongRuns, match="31/2020/vi/tiny is declared twice"):
        plan_runs(tables, declare("runs:\n" + "- {notebook: tiny, parameters: {year: 2020}}\n" * 2))


@pytest.mark.parametrize(
    "text", ["", "runs: []", "runs: {}", "a: [", "- x", "runs:\n- {notebook: tiny, notebook: tiny}"]
)
def test_a_file_that_is_no_declaration_is_refused(tables, declare, text):
    with pytest.raises(WrongRuns, match=r"runs\.yml"):
        plan_runs(tables, declare(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("runs:\n- {notebook: tiny, ? {a: b} : c}", "a key is no word"),
        ("? [a]\n: b\nruns: []", "a key is no word"),
        ("[" * 5_000, "too many levels"),
        ("runs: " + "{a: " * 5_000, "too many levels"),
        (f"runs:\n- {{notebook: tiny, parameters: {{year: {'9' * 5_000}}}}}", "holds a value that cannot be read"),
        (f"runs:\n- {{notebook: tiny, parameters: {{year: 0x{'f' * 5_000}}}}}", "year is a number of very many digits"),
        (f"runs:\n- {{notebook: tiny, parameters: {{year: 1-{'9' * 5_000}}}}}", "year is '1-999.*…: expected a whole"),
        (f"runs:\n- {{notebook: 0x{'f' * 5_000}}}", "names no notebook"),
        ("runs:\n- {notebook: tiny, parameters: {year: {a: 1}}}", r"year is \{'a': 1\}: expected a whole number"),
        ("runs:\n- {notebook: tiny, languages: {vi: 1}}", r"lang is \{'vi': 1\}: expected text"),
        ("runs:\n- {notebook: tiny, measure: {a: 1}}", "there is no measure"),
        (
            "runs:\n- {notebook: lists, parameters: {parts: [[1], [2]]}}",
            r"parts is \[1\]: no value can be given for its default \[1\]",
        ),
        (
            "runs:\n- {notebook: tiny, parameters: &a {year: 2020}}\n- {notebook: tiny, parameters: *a}",
            r"the alias \*a is",
        ),
        ("runs: &a [*a]", r"the alias \*a is"),
    ],
)
def test_what_no_declaration_holds_is_one_sentence(tables, declare, tmp_path, text, message):
    cell = new_code_cell('parts = [1]\nlang = "vi"', id="parameters", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "lists.ipynb")
    with pytest.raises(WrongRuns, match=message) as told:
        plan_runs(tables, declare(text))
    assert all(len(line) < 500 for line in str(told.value).splitlines())


def test_runs_are_counted_before_they_are_made(tables, declare, tmp_path):
    cell = new_code_cell("a = 1\nb = 1\nc = 1", id="parameters", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "many.ipynb")
    many = "- {notebook: many, output: '%s/{a}/{b}/{c}', parameters: {a: 1-5000, b: %s, c: %s}}\n"
    with pytest.raises(WrongRuns, match="comes to 125000000000 runs: expected at most 100000 in a file"):
        plan_runs(tables, declare("runs:\n" + many % ("x", "1-5000", "1-5000")))
    with pytest.raises(WrongRuns, match="comes to 100000 runs, those before it to 5000: expected at most 100000"):
        plan_runs(tables, declare("runs:\n" + many % ("x", "1", "1") + many % ("y", "1-20", "1")))
    ranges = ", ".join(["1-10000"] * 11)
    with pytest.raises(WrongRuns, match="a has more than 100000 values"):
        plan_runs(tables, declare(f"runs:\n- {{notebook: many, parameters: {{a: [{ranges}]}}}}"))


def test_a_file_that_is_not_there_is_named(tables, tmp_path):
    with pytest.raises(WrongRuns, match="There is no file"):
        plan_runs(tables, tmp_path / "no.yml")


@pytest.fixture
def planned(tables, declare):
    both = "runs:\n- {notebook: tiny, parameters: {province: all, year: all}, languages: all}\n"
    return plan_runs(tables, declare(both + "- {notebook: audit, output: 'audit/{report}'}"))


def test_choices_narrow_each_other(tables, planned):
    found = choose_runs(tables, planned, only=["tiny"], provinces=["hai phong"], years="2020", langs=["en"])
    assert places(found) == ["31/2020/en/tiny"]
    assert places(choose_runs(tables, planned, only=["audit/*"])) == ["audit/first"]
    assert len(choose_runs(tables, planned, years="2019-2020,2021")) == 12


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"only": ["tinny"]}, "No run fits 'tinny'; near: tiny"),
        ({"provinces": ["hai fong"]}, "near: Hải Phòng"),
        ({"years": "20"}, "expected 2021 or 2011-2024"),
        ({"years": "1999"}, "expected years from 2019 to 2021"),
        ({"langs": ["fr"]}, "no language 'fr'"),
        ({"only": ["audit"], "years": "2020"}, "No declared run fits all of these choices"),
    ],
)
def test_a_choice_that_fits_nothing_is_refused(tables, planned, choice, message):
    with pytest.raises(WrongRuns, match=message):
        choose_runs(tables, planned, **choice)


def test_the_projects_declaration_comes_to_every_notebook():
    planned = plan_runs(load_tables(), find_runs())
    assert {run.notebook for run in planned} == {path.stem for path in find_notebooks().glob("*.ipynb")}
    papi = [run for run in planned if run.notebook == "papi_dimensions" and run.parameters["lang"] == "vi"]
    assert len(papi) == 873


def test_a_notebook_of_ones_own_may_lie_anywhere_and_each_run_has_its_place(tables, declare, tmp_path):
    cell = new_code_cell('start = 1\nword = "a"\nshare = 0.5', id="parameters", metadata={"tags": ["parameters"]})
    (tmp_path / "elsewhere").mkdir()
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "elsewhere" / "mine.ipynb")
    path = declare("runs:\n- notebook: elsewhere/mine.ipynb\n  parameters: {start: 1-2, word: [a, b]}")
    runs = plan_runs(tables, path)
    assert places(runs) == ["mine/1/a/mine", "mine/1/b/mine", "mine/2/a/mine", "mine/2/b/mine"]
    assert runs[0].parameters == {"start": 1, "word": "a", "share": 0.5}
    with pytest.raises(WrongRuns, match=r"there is no notebook at .*elsewhere/none\.ipynb"):
        plan_runs(tables, declare("runs:\n- notebook: elsewhere/none.ipynb"))
