"""Running notebooks: what is written where, what stays when one fails, and that nothing runs for ever."""

import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from govindex.errors import GovindexError, UnknownName
from govindex.pages.notebooks import find_notebook, list_notebooks
from govindex.pages.runner import run_notebook
from govindex.pages.runs import Failure

pytestmark = pytest.mark.kernel
DECLARED = 'province = "31"\nyear = 2021\nlang = "vi"'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def notebook(folder, source: str, *, name: str = "tiny", declared: str = DECLARED):
    """Return the path of a notebook of two cells: parameters, and `source` under the id ``work``."""
    parameters = new_code_cell(declared, id="parameters", metadata={"tags": ["parameters"]})
    cells = [parameters, new_code_cell(source, id="work")]
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def printed(path) -> str:
    """Return what the cells of an executed notebook printed."""
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.text for cell in cells for output in cell.get("outputs", []) if "text" in output)


def names(folder) -> list[str]:
    """Return the names of everything in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def test_page_and_executed_notebook_stand_side_by_side(folder, tmp_path):
    run = run_notebook(notebook(folder, "print('done')"), {"year": 2020}, out=tmp_path / "out")
    assert run.error is None
    assert run.html == tmp_path / "out" / "31" / "2020" / "vi" / "tiny.html"
    assert names(run.html.parent) == ["tiny.html", "tiny.ipynb"]
    assert "done" in run.html.read_text(encoding="utf-8")
    assert printed(run.ipynb) == "done\n"


def test_what_is_given_reaches_the_notebook_and_the_rest_takes_its_default(folder, tmp_path):
    path = notebook(folder, "print(repr(province), repr(year), repr(lang))")
    run = run_notebook(path, {"province": "01", "lang": "en"}, out=tmp_path / "out")
    assert printed(run.ipynb) == "'01' 2021 'en'\n"
    assert run.parameters == {"province": "01", "year": 2021, "lang": "en"}


def test_a_notebook_runs_in_its_own_folder(folder, tmp_path):
    run = run_notebook(notebook(folder, "import os; print(os.getcwd())"), {}, out=tmp_path / "out")
    assert printed(run.ipynb).strip() == str(folder.resolve())


def test_the_kernel_is_of_the_python_that_runs_this(folder, tmp_path, monkeypatch):
    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["no-such-python", "-f", "{connection_file}"], "display_name": "Other", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    run = run_notebook(notebook(folder, "import sys; print(sys.executable)"), {}, out=tmp_path / "out")
    assert printed(run.ipynb).strip() == sys.executable


def test_a_folder_of_tables_named_from_here_is_the_same_for_the_notebook(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVINDEX_DATA", "my-data")
    run = run_notebook(notebook(folder, "import os; print(os.environ['GOVINDEX_DATA'])"), {}, out=tmp_path / "out")
    assert printed(run.ipynb).strip() == str(tmp_path / "my-data")


def test_braces_in_a_path_are_only_letters(tmp_path):
    odd = tmp_path / "{year}"
    odd.mkdir()
    run = run_notebook(notebook(odd, "print(1)", name="{lang}"), {}, out=tmp_path / "{out}")
    assert run.html == tmp_path / "{out}" / "31" / "2021" / "vi" / "{lang}.html"
    assert run.html.exists()


def test_an_executed_notebook_does_not_say_when_or_where_it_ran(folder, tmp_path):
    path = notebook(folder, "print(1)")
    texts = [run_notebook(path, {}, out=tmp_path / out).ipynb.read_text(encoding="utf-8") for out in ("a", "b")]
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"yaer": 2020}, "no parameter 'yaer'; near: year"),
        ({"year": "2020"}, "expected a whole number such as 2021"),
        ({"province": "../31"}, "which names the folder of its page"),
        ({"province": ""}, "which names the folder of its page"),
    ],
)
def test_a_wrong_parameter_stops_before_anything_starts(folder, tmp_path, given, message):
    with pytest.raises(GovindexError, match=message):
        run_notebook(notebook(folder, "print(1)"), given, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_notebook_without_a_language_has_its_page_in_the_one_asked_for(folder, tmp_path):
    path = notebook(folder, "1", declared='place = "Cần Thơ"\nyear = 2021')
    for lang, named in ((None, "vi"), ("en", "en")):
        run = run_notebook(path, {}, out=tmp_path / "out", lang=lang)
        assert run.html == tmp_path / "out" / "tiny" / "can-tho" / named / "tiny.html"
        assert f'<html lang="{named}"' in run.html.read_text(encoding="utf-8")
        assert run.parameters == {"place": "Cần Thơ", "year": 2021}


def test_a_failing_cell_is_named_with_its_error(folder, tmp_path):
    run = run_notebook(notebook(folder, "1 / 0"), {}, out=tmp_path / "out")
    assert run.error == Failure("work", "ZeroDivisionError: division by zero")
    assert run.html is None


def test_a_failed_run_takes_the_earlier_page_away_and_a_good_one_comes_back(folder, tmp_path):
    out = tmp_path / "out"
    first = run_notebook(notebook(folder, "print(1)"), {}, out=out)
    failed = run_notebook(notebook(folder, "1 / 0"), {}, out=out)
    assert names(first.html.parent) == ["tiny.failed.ipynb"]
    assert failed.ipynb == first.html.parent / "tiny.failed.ipynb"
    assert "ZeroDivisionError" in failed.ipynb.read_text(encoding="utf-8")
    run_notebook(notebook(folder, "print(1)"), {}, out=out)
    assert names(first.html.parent) == ["tiny.html", "tiny.ipynb"]


def test_a_notebook_that_fails_leaves_the_others_alone(folder, tmp_path):
    out = tmp_path / "out"
    other = run_notebook(notebook(folder, "print(1)", name="other"), {}, out=out)
    run_notebook(notebook(folder, "1 / 0"), {}, out=out)
    assert names(other.html.parent) == ["other.html", "other.ipynb", "tiny.failed.ipynb"]


def test_a_page_that_cannot_be_made_is_a_failure(folder, tmp_path):
    run = run_notebook(notebook(folder, "print(1)"), {"lang": "fr"}, out=tmp_path / "out")
    assert run.error == Failure("", "There is no language 'fr': expected vi or en.")
    assert names(tmp_path / "out" / "31" / "2021" / "fr") == ["tiny.failed.ipynb"]


def test_a_cell_that_does_not_end_is_given_up(folder, tmp_path):
    run = run_notebook(notebook(folder, "while True: pass"), {}, out=tmp_path / "out", cell_seconds=1)
    assert run.error == Failure("work", "it did not end within 1 seconds, in 2 tries")


def test_a_kernel_that_dies_is_a_failure(folder, tmp_path):
    run = run_notebook(notebook(folder, "import os; os._exit(1)"), {}, out=tmp_path / "out")
    assert run.error.cell == "work"
    assert run.error.message.startswith("the kernel died or did not start, in 2 tries")


def test_a_kernel_that_dies_once_is_started_again(folder, tmp_path):
    once = "from pathlib import Path; import os; mark = Path('died')\nif not mark.exists(): mark.touch(); os._exit(1)"
    run = run_notebook(notebook(folder, f"{once}\nprint('second')"), {}, out=tmp_path / "out")
    assert run.error is None
    assert printed(run.ipynb) == "second\n"


def test_the_notebooks_are_listed_with_the_report_first(folder):
    for name in ("zebra", "report", "alpha"):
        notebook(folder, "1", name=name)
    assert list_notebooks(folder) == ["report", "alpha", "zebra"]


@pytest.mark.parametrize("name", ["alpha", "alpha.ipynb"])
def test_a_notebook_is_found_by_its_name(folder, name):
    assert find_notebook(name, notebook(folder, "1", name="alpha").parent) == folder / "alpha.ipynb"


def test_an_unknown_notebook_is_refused_with_the_nearest(folder):
    notebook(folder, "1", name="papi_dimensions")
    with pytest.raises(UnknownName, match="no notebook 'papi_dimension'; near: papi_dimensions"):
        find_notebook("papi_dimension", folder)
    with pytest.raises(UnknownName, match="no notebook 'x': expected one of papi_dimensions"):
        find_notebook("x", folder)
