"""Explorers in both languages, made once, and again as they begin."""

import json

import pytest

from govindex.explorers import ProvincesExplorer
from govindex.explorers.model import Explorer
from govindex.tables.page import open_page

KINDS = {"provinces": ProvincesExplorer}


@pytest.fixture(scope="session")
def pages():
    return {lang: open_page("31", 2021, lang) for lang in ("vi", "en")}


@pytest.fixture(scope="session")
def made(pages):
    """Every explorer in both languages, made once."""
    return {(name, lang): kind(page) for name, kind in KINDS.items() for lang, page in pages.items()}


@pytest.fixture(scope="session")
def books(made):
    """Every book in both languages, as a reader's browser reads it."""
    return {key: json.loads(json.dumps(each.book, allow_nan=False)) for key, each in made.items()}


@pytest.fixture
def begin(made):
    """A maker of explorers that begin anew, with the book that was made once."""

    def make(name, lang="en"):
        once = made[name, lang]
        fresh = type(once).__new__(type(once))
        Explorer.__init__(fresh, once.start, once.book, list(once._controls.values()))
        return fresh

    return make


@pytest.fixture(params=KINDS)
def name(request):
    """What each explorer's book is called."""
    return request.param


@pytest.fixture
def explorer(name, begin):
    return begin(name)


@pytest.fixture
def provinces(begin):
    return begin("provinces")
