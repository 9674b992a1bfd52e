"""Books on disk: taken where nothing has changed, equal to those made anew, never old, whole whoever writes at once."""

import os
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import pytest

from govindex.figures import stored
from govindex.figures.book import list_columns, list_types
from govindex.figures.declared import Declared
from govindex.figures.papi import sheet as papi
from govindex.figures.par import sheet as par
from govindex.figures.sipas import sheet as sipas
from govindex.tables.load import load_tables

DECLARE = {"papi": papi.declare, "sipas": sipas.declare, "par": par.declare}
each_sheet = pytest.mark.parametrize(
    "name", ["sipas", *(pytest.param(name, marks=pytest.mark.slow) for name in ("papi", "par"))]
)
MAKE = """
import sys, govindex
print(govindex.open_sipas(govindex.open_page("31", 2021, "en")).declared.book)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache folder, and the maker of sheets whose Vietnamese books are in it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GOVINDEX_CACHE", str(folder))

        @lru_cache
        def make(name: str) -> Declared:
            declared = declare_anew(name)
            assert declared.book
            return declared

        yield folder, make


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A cache folder of one test."""
    monkeypatch.setenv("GOVINDEX_CACHE", str(tmp_path))
    return tmp_path


def declare_anew(name: str, tables=None) -> Declared:
    """Return a sheet's declaration as in a process of its own: the library remembers none of its tables."""
    return DECLARE[name].__wrapped__(tables or load_tables(), "vi")


def refuse():
    raise AssertionError("A table was computed.")


@pytest.mark.slow
@each_sheet
def test_the_tables_of_a_book_on_disk_are_those_that_were_computed(cache, name):
    made, found = cache[1](name), declare_anew(name)
    found._frames._makers = dict.fromkeys(found._frames._makers, refuse)
    assert found.book == made.book
    for table, frame in made.frames.items():
        assert list_types(found.frames[table]) == list_types(frame)
        assert list_columns(found.frames[table]) == list_columns(frame)


@pytest.mark.slow
def test_a_changed_figure_asks_for_another_book(cache, monkeypatch):
    folder, make = cache
    made = make("papi")
    before = set(folder.iterdir())
    tables = load_tables()
    at = tables.scores.index[(tables.scores["measure"] == "papi") & (tables.scores["component"] == "papi.1")][0]
    tables.scores.loc[at, "score"] += 0.001
    assert stored.find_place("papi", "vi", tables) is None  # changed in hand
    monkeypatch.setattr(stored, "are_as_loaded", lambda _tables: True)  # as if loaded so
    assert stored.find_place("papi", "vi", tables) not in before
    changed = declare_anew("papi", tables)
    assert changed._stored is None
    assert changed.frames["panel"].loc[lambda rows: rows["component"] == "papi.1", "score"].sum() == pytest.approx(
        made.frames["panel"].loc[lambda rows: rows["component"] == "papi.1", "score"].sum() + 0.001, abs=1e-6
    )


def test_languages_and_sheets_have_books_of_their_own():
    tables = load_tables()
    places = [stored.find_place(sheet, lang, tables) for sheet in DECLARE for lang in ("vi", "en")]
    assert len(set(places)) == 6


@pytest.mark.slow
def test_a_library_that_changed_while_it_runs_takes_and_leaves_no_book(own, monkeypatch):
    monkeypatch.setattr(stored, "_BEGUN", 0.0)
    assert stored.find_place("sipas", "vi", load_tables()) is None
    assert declare_anew("sipas").book
    assert list(own.iterdir()) == []


def test_another_source_gives_another_place(tmp_path, monkeypatch):
    tables, package = load_tables(), tmp_path / "govindex"
    package.mkdir()
    (package / "a.py").write_text("one = 1\n")
    monkeypatch.setattr(stored, "_PACKAGE", package)
    monkeypatch.setattr(stored, "_BEGUN", time.time() + 60)
    first = stored.find_place("papi", "vi", tables)
    assert stored.find_place("papi", "vi", tables) == first
    (package / "a.py").write_text("one = 22\n")
    assert stored.find_place("papi", "vi", tables) != first
    monkeypatch.setattr(stored, "version", lambda name: "0")
    assert stored.find_place("papi", "vi", tables) != first


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [lambda text: text[:-100], lambda text: text.replace("H4sI", "H4sJ"), lambda _: ""])
def test_a_book_that_is_not_whole_is_made_again(cache, own, spoil):
    folder, make = cache
    made = make("sipas")
    (place,) = folder.glob("sipas-vi-*.json")
    (own / place.name).write_text(spoil(place.read_text()))
    again = declare_anew("sipas")
    assert again._place == own / place.name
    assert again._stored is None
    assert again.book == made.book
    assert (own / place.name).read_text() == place.read_text()


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_only_costs_time(cache, tmp_path, monkeypatch):
    made = cache[1]("sipas")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GOVINDEX_CACHE", str(tmp_path / "file"))
    assert declare_anew("sipas").book == made.book


@pytest.mark.slow
def test_the_books_last_used_are_kept(own):
    for number in range(6):
        (own / f"sipas-vi-{number}.json").write_text("")
        os.utime(own / f"sipas-vi-{number}.json", (number, number))
    (own / "sipas-en-0.json").write_text("")
    declared = declare_anew("sipas")
    assert declared.book
    left = {path.name for path in own.iterdir()}
    assert left == {declared._place.name, "sipas-vi-5.json", "sipas-vi-4.json", "sipas-vi-3.json", "sipas-en-0.json"}


@pytest.mark.slow
def test_processes_that_make_a_book_at_once_get_the_same_one(own):
    lib = str(Path(stored.__file__).resolve().parents[2])
    environment = os.environ | {"PYTHONPATH": lib}
    asked = [sys.executable, "-c", MAKE]
    at_once = [subprocess.Popen(asked, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    books = [process.communicate()[0] for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0, 0]
    assert len(set(books)) == 1
    (kept,) = own.iterdir()
    assert stored.read_stored(kept).packed == books[0].strip()
