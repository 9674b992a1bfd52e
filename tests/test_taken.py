"""What a notebook takes is noted at the door by measure, and a row changes the pages of its measure alone."""

import pytest

import govindex as gi
from govindex import taken
from govindex.batch.inputs import hash_tables
from govindex.figures.papi import sheet as papi
from govindex.figures.par import sheet as par
from govindex.figures.sipas import sheet as sipas
from govindex.tables.load import load_tables
from govindex.taken import ALL, PLACES, Record, collect

DECLARE = {"papi": papi.declare, "sipas": sipas.declare, "par": par.declare}


@pytest.fixture
def record(monkeypatch):
    """A record of this process that begins here."""
    monkeypatch.setattr(Record, "on", True)
    monkeypatch.setattr(Record, "tables", set())
    monkeypatch.setattr(Record, "files", set())


def open_all(page):
    return [getattr(gi, f"open_{name}")(page) for name in ("papi", "sipas", "par")]


@pytest.mark.slow
def test_a_page_takes_the_places_and_a_sheet_its_measure(record):
    page = gi.open_page("31", 2021, "vi")
    assert page.place == "Hải Phòng"
    assert collect()["tables"] == [PLACES]
    sheet = gi.open_papi(page)
    assert sheet["trend"].title
    assert collect() == {"tables": ["papi", PLACES], "files": []}
    gi.open_sipas(page)
    assert collect()["tables"] == ["papi", PLACES, "sipas"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "ask",
    [lambda page: page.tables, lambda _: gi.load_tables(), lambda page: gi.open_papi(page).tables, gi.open_provinces],
)
def test_whoever_asks_for_the_tables_takes_all_of_them(record, ask):
    ask(gi.open_page("31", 2021, "vi"))
    assert collect()["tables"] == [ALL]


def test_a_file_of_data_is_noted_and_the_tables_own_are_not(record, tmp_path):
    (tmp_path / "own.csv").write_text("a")
    taken.hear("open", (str(tmp_path / "own.csv"), "r", 0))
    taken.hear("open", (str(tmp_path / "out.csv"), "w", 0))
    with taken.only(PLACES):
        taken.hear("open", (str(tmp_path / "data.csv"), "r", 0))
    assert collect() == {"tables": [PLACES], "files": [str(tmp_path / "own.csv")]}


def change(tables, measure):
    """Return tables in which the figures of a measure are others, and its remarks, but not which there are."""
    scores, ranks = tables.scores.copy(), tables.ranks.copy()
    own = scores["measure"] == measure
    scores.loc[own, "score"] = scores.loc[own, "score"] - 0.01
    ranks.loc[ranks["measure"] == measure, "status"] = "suspect"
    changes, national = tables.changes.copy(), tables.national.copy()
    changes.loc[changes["measure"] == measure, ["text_vi", "text_en"]] = "?"
    national.loc[national["measure"] == measure, "value"] += 0.01
    return tables._replace(scores=scores, ranks=ranks, changes=changes, national=national)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["papi", "sipas", "par"])
def test_a_sheet_shows_nothing_of_the_figures_of_the_others(name):
    tables = load_tables()
    made = DECLARE[name].__wrapped__(tables, "vi")._write_book()
    for measure in DECLARE:
        if measure != name:
            assert DECLARE[name].__wrapped__(change(tables, measure), "vi")._write_book() == made, measure


def differ(before, after) -> set[str]:
    return {name for name, known in hash_tables(before).items() if hash_tables(after)[name] != known}


@pytest.mark.slow
def test_a_changed_row_is_one_of_its_measure_and_of_everything():
    tables = load_tables()
    assert differ(tables, load_tables()) == set()
    for measure in DECLARE:
        scores = tables.scores.copy()
        scores.loc[scores.index[scores["measure"] == measure][0], "score"] += 0.001
        assert differ(tables, tables._replace(scores=scores)) == {ALL, measure}


def test_a_work_is_of_those_who_cite_it_and_a_new_year_of_everybody():
    tables = load_tables()
    of_papi = tables.scores.loc[tables.scores["measure"] == "papi", "source"].iloc[0]
    sources = tables.sources.copy()
    sources.loc[sources["source"] == of_papi, "citation"] = "?"
    assert {ALL, "papi"} <= differ(tables, tables._replace(sources=sources)) <= {ALL, "papi", "par", "sipas"}
    scores = tables.scores.loc[[*tables.scores.index, tables.scores.index[-1]]].reset_index(drop=True)
    scores.loc[len(scores) - 1, "year"] = 2099
    assert differ(tables, tables._replace(scores=scores)) == {ALL, PLACES, str(scores["measure"].iloc[-1])}
