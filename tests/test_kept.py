"""What explorers keep for all pages is what each would make for itself, and never of changed tables."""

import pandas as pd
import pytest

from govindex import reads
from govindex.explorers import PapiExplorer
from govindex.explorers.kept import keep
from govindex.explorers.papi import _make_book
from govindex.load import are_as_loaded, load_tables
from govindex.pages import open_page


@pytest.mark.parametrize(("province", "year", "lang"), [("48", 2013, "vi"), ("01", 2024, "en")])
def test_the_kept_book_is_the_pages_own(province, year, lang):
    PapiExplorer(open_page("31", 2021, lang))
    page = open_page(province, year, lang)
    book, controls = _make_book(page)
    explorer = PapiExplorer(page)
    assert explorer.book == book
    assert [each._asdict() for each in controls] == explorer.book["controls"]
    assert explorer.state == book["state"]


def count_rows(page):
    return len(page.tables.scores[page.tables.scores["measure"] == "papi"])


def test_tables_that_were_changed_are_not_as_loaded():
    tables = load_tables()
    assert are_as_loaded(tables)
    assert not are_as_loaded(tables._replace(scores=tables.scores))
    tables.scores.loc[tables.scores.index[0], "score"] = 1.0
    assert not are_as_loaded(tables)
    assert load_tables().scores["score"].iloc[0] != 1.0


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.__setitem__("new", 1),
        lambda table: table.insert(0, "new", 1),
        lambda table: table.pop("note"),
        lambda table: table.iloc.__setitem__((0, 4), 99.0),
        lambda table: table.update(pd.DataFrame({"score": [99.0]})),
    ],
)
def test_every_way_to_change_a_table_is_seen(change):
    tables = load_tables()
    change(tables.scores)
    assert not are_as_loaded(tables)


def test_a_value_is_kept_until_the_tables_change():
    page = open_page("31", 2021, "vi")
    assert keep(page, count_rows) == keep(open_page("48", 2020, "vi"), count_rows)
    fewer = page.tables._replace(scores=page.tables.scores.iloc[:10])
    assert keep(page._replace(tables=fewer), count_rows) == 0


def test_what_was_read_for_it_is_noted_each_time(monkeypatch):
    keep(open_page("31", 2021, "vi"), count_rows)
    monkeypatch.setattr(reads._Watch, "on", True)
    for _ in range(2):
        monkeypatch.setattr(reads._Watch, "tables", {})
        page = open_page("31", 2021, "vi")
        monkeypatch.setattr(reads._Watch, "tables", {})
        keep(page, count_rows)
        assert reads.collect()["tables"] == {"scores": [["__eq__", "measure", "papi"]]}
