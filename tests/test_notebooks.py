"""Every notebook keeps the house's form: short, clean, in both languages, its parameters declared."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from govindex.pages.parameters import read_parameters
from govindex.tables.places import find_notebooks

NOTEBOOKS = sorted(find_notebooks().glob("*.ipynb"))
RESEARCH = ["change", "trend", "ranking", "whatif", "peers", "proposals", "structure", "three_indices"]
PART = re.compile(r'<div lang="(\w+)">\n\n(.+?)\n\n</div>', re.DOTALL)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


def cells(path: Path, kind: str) -> list:
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == kind]


def test_the_notebooks_are_there():
    about_a_province = {"report", "par_components", "sipas_criteria", "papi_dimensions", "all_provinces"}
    assert {path.stem for path in NOTEBOOKS} >= about_a_province | {"audit"}


@pytest.mark.parametrize(
    "name",
    [
        "report",
        "par_components",
        "sipas_criteria",
        "papi_dimensions",
        "change",
        "trend",
        "ranking",
        "whatif",
        "peers",
        "proposals",
        "structure",
        "three_indices",
        "new_year",
    ],
)
def test_a_notebook_that_explores_has_one_bar_of_choices_above_everything(name):
    ids = [cell.id for cell in nbformat.read(find_notebooks() / f"{name}.ipynb", 4).cells]
    assert ids[:4] == ["title", "parameters", "head", "controls"]
    assert ids[-1] == "sources"


def test_it_stores_no_outputs_and_names_its_cells_with_words(path):
    for cell in nbformat.read(path, 4).cells:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id), cell.id
        assert not cell.get("outputs"), cell.id
        assert cell.get("execution_count") is None, cell.id


def test_every_text_is_there_in_both_languages(path):
    for cell in cells(path, "markdown"):
        parts = dict(PART.findall(cell.source))
        assert set(parts) == {"vi", "en"}, cell.id
        levels = {lang: re.findall(r"^#+", text, re.MULTILINE) for lang, text in parts.items()}
        assert levels["vi"] == levels["en"], cell.id


@pytest.mark.parametrize("name", RESEARCH)
def test_every_figure_of_a_question_has_its_method_folded_above_it(name):
    listed = nbformat.read(find_notebooks() / f"{name}.ipynb", 4).cells
    for above, figure in pairwise(listed):
        if figure.cell_type != "code" or figure.id in ("parameters", "head", "controls", "sources"):
            continue
        assert above.id == f"about-{figure.id}"
        for lang, text in PART.findall(above.source):
            if figure.id == "summary":
                assert text == {"vi": "## Tóm tắt", "en": "## In short"}[lang]
                continue
            fold = f"<details><summary>{ {'vi': 'Cách tính', 'en': 'Method'}[lang] }</summary>"
            assert text.count(fold) == 1, figure.id
            method = text.split(fold)[1]
            assert figure.id == "timeline" or re.search(r"\b(19|20)\d\d\b", method), f"{figure.id} cites no work"


def test_its_parameters_are_those_of_its_subject_and_the_language(path):
    parameters = read_parameters(path)
    about = ["province", "year", "lang"]
    own = {
        "all_provinces": [*about, "component"],
        "change": [*about, "measure", "first"],
        "audit": ["report", "file", "lang"],
        "trend": [*about, "component", "span"],
        "papi_dimensions": [*about, "component"],
        "your_question": ["place", "year", "component", "lang"],
        "ranking": [*about, "component"],
        "whatif": [*about, "measure"],
        "proposals": [*about, "measure"],
        "structure": [*about, "component"],
        "three_indices": [*about, "pair"],
        "new_year": [*about, "measure"],
    }
    assert list(parameters) == own.get(path.stem, about)


def test_its_code_is_short_and_defines_and_loops_nothing(path):
    banned = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.ListComp, ast.DictComp, ast.With)
    for cell in cells(path, "code"):
        assert len(cell.source.splitlines()) <= 6, cell.id
        assert not cell.source.lstrip().startswith(("%", "!")), cell.id
        assert not any(isinstance(node, banned) for node in ast.walk(ast.parse(cell.source))), cell.id
