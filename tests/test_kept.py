"""What is kept of the tables is what each caller would make for itself, and never of changed tables."""

import shutil

import pandas as pd
import pytest
from newyear.places import loosen

from govindex.compare.frameworks import list_covered
from govindex.figures.papi.sentences import list_sentences
from govindex.figures.papi.sheet import open_papi
from govindex.tables.kept import kept, trust
from govindex.tables.load import are_as_loaded, load_tables
from govindex.tables.page import open_page
from govindex.tables.places import find_data
from govindex.tables.same import are_same, remember_tables


@pytest.mark.slow
@pytest.mark.parametrize(("province", "year", "lang"), [("48", 2013, "vi"), ("01", 2024, "en")])
def test_what_is_kept_for_all_pages_is_the_pages_own(province, year, lang):
    first = open_papi(open_page("31", 2021, lang))
    page = open_page(province, year, lang)
    sheet = open_papi(page)
    assert sheet.declared is first.declared
    assert sheet.state == first.state | {"province": province, "year": year}
    with trust(page.tables):
        own = list_sentences.__wrapped__(page.tables, lang)
    pd.testing.assert_frame_equal(list_sentences(page.tables, lang), own)


@kept
def count_rows(tables, years=()):
    made.append(years)
    rows = tables.scores[tables.scores["measure"] == "papi"]
    return len(rows[rows["year"].isin(years)] if years else rows)


@kept
def count_own(page):
    made.append(page[1:])
    return len(page.tables.scores[page.tables.scores["province"] == page.province])


made = []


def test_tables_that_were_changed_are_not_as_loaded():
    tables = load_tables()
    assert are_as_loaded(tables)
    assert are_as_loaded(load_tables())
    assert not are_as_loaded(tables._replace(scores=tables.ranks))
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


@pytest.mark.parametrize("kind", ["str", "float64", "Int64", "bool", "category", "datetime64[s]"])
@pytest.mark.parametrize("count", [0, 3])
def test_a_copy_is_the_same_until_a_cell_is_changed_whatever_the_type_of_a_column(kind, count):
    values = pd.Series(["2021", "2020", "2019"]).astype("int64" if kind in ("float64", "Int64", "bool") else "str")
    tables = [pd.DataFrame({"first": values[:count].astype(kind), "other": values[:count]})]
    copies = remember_tables(tables)
    assert are_same(tables, copies)
    if count:
        tables[0].loc[0, "first"] = tables[0]["first"][1] if kind != "bool" else False
        assert not are_same(tables, copies)


def test_a_value_is_kept_until_the_tables_change():
    page = open_page("31", 2021, "vi")
    whole = count_rows(page.tables)
    made.clear()
    assert count_rows(open_page("48", 2020, "vi").tables) == whole
    assert made == []
    assert 0 < count_rows(page.tables, years=[2021]) < whole
    assert made == [[2021]]
    assert count_rows(page.tables._replace(scores=page.tables.scores.iloc[:10])) == 0
    assert len(made) == 2


def test_a_value_of_changed_tables_is_kept_too_until_they_change_again():
    tables = load_tables()
    changed = tables._replace(scores=tables.scores[tables.scores["measure"] == "papi"].copy())
    made.clear()
    assert count_rows(changed) == count_rows(changed) == len(changed.scores)
    assert len(made) == 1
    changed.scores.loc[changed.scores.index[0], "measure"] = "par"
    assert count_rows(changed) == len(changed.scores) - 1
    changed.scores.iloc[1, list(changed.scores).index("measure")] = "par"
    assert count_rows(changed) == len(changed.scores) - 2


@kept
def count_both(tables):
    """Count the rows of other tables in between."""
    few = tables._replace(scores=tables.scores.iloc[:10])
    return count_rows(tables, years=[2020]), count_rows(few, years=[2020]), count_rows(tables, years=[2020])


def test_a_value_of_other_tables_in_between_stays_with_them():
    first, few, again = count_both(load_tables())
    assert first == again > few


def test_tables_that_share_all_are_looked_at_once_while_the_work_lasts(monkeypatch):
    looked = []
    monkeypatch.setattr("govindex.tables.kept.are_same", lambda *given: looked.append(given) or are_same(*given))
    tables, alike = load_tables(), load_tables()
    with trust(tables):
        values = [count_rows(each) for each in (tables, alike, tables, alike)]
        assert len(set(values)) == 1
    assert len(looked) == 2
    alike.scores.loc[alike.scores.index[0], "measure"] = "mine"
    with trust(tables):
        assert count_rows(tables) == count_rows(alike) + (tables.scores["measure"].iloc[0] == "papi")
        assert count_rows(tables) == values[0]


def test_a_value_of_a_page_is_that_pages():
    page, other = open_page("31", 2021, "vi"), open_page("48", 2021, "vi")
    assert count_own(page) == (page.tables.scores["province"] == "31").sum()
    assert count_own(other) == (page.tables.scores["province"] == "48").sum()
    made.clear()
    count_own(page)
    assert made == []


def test_other_tables_begin_anew(tmp_path):
    loaded = count_rows(load_tables())
    data = shutil.copytree(find_data(), tmp_path / "data")
    lines = (data / "scores" / "papi.csv").read_text("utf-8").splitlines(keepends=True)
    (data / "scores" / "papi.csv").write_text("".join(lines[:-1]), "utf-8")
    loosen(data)
    assert count_rows(load_tables(data)) == loaded - 1
    assert count_rows(load_tables()) == loaded


def test_each_caller_has_a_table_of_its_own():
    tables = load_tables()
    mine = list_covered(tables, "papi", year=2021)
    mine.loc[0, "framework"] = "mine"
    assert list_covered(tables, "papi", year=2021).loc[0, "framework"] != "mine"
