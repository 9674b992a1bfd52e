"""What is noted as read of the tables: the conditions that chose rows, or everything where they are not known."""

import json
import os
import subprocess
import sys
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from govindex import reads
from govindex.reads.noting import Watch, hear
from govindex.tables.load import load_tables


class Small(NamedTuple):
    """Tables for a test."""

    scores: pd.DataFrame
    names: pd.DataFrame


SCORES = pd.DataFrame(
    {
        "measure": ["papi", "papi", "sipas", "par"],
        "year": [2020, 2021, 2021, 2021],
        "province": ["01", "31", "31", "31"],
        "score": [1.0, 2.0, None, 4.0],
    }
)
NAMES = pd.DataFrame({"province": ["01", "31"], "name": ["Hà Nội", "Hải Phòng"]})


@pytest.fixture
def watched(monkeypatch):
    """The tables, watched from now on and for this test only."""
    monkeypatch.setattr(Watch, "on", True)
    monkeypatch.setattr(Watch, "tables", {})
    monkeypatch.setattr(Watch, "files", set())
    return reads.watch(Small(SCORES.copy(), NAMES.copy()))


def noted() -> dict:
    return reads.collect()["tables"]


def test_choosing_rows_reads_nothing_yet(watched):
    scores = watched.scores
    chosen = scores[(scores["measure"] == "papi") & (scores["year"] == 2021)]
    chosen = chosen[chosen["province"].isin(["31", "01"])]
    assert noted() == {}
    assert chosen["score"].tolist() == [2.0]
    assert noted() == {
        "scores": [
            [
                "&",
                ["&", ["__eq__", "measure", "papi"], ["__eq__", "year", 2021]],
                ["isin", "province", ["01", "31"]],
            ]
        ]
    }


@pytest.mark.parametrize(
    ("use", "condition"),
    [
        (lambda t: t[t["year"] >= np.int64(2021)].copy(), ["__ge__", "year", 2021]),
        (lambda t: t[t["score"].isna()].shape, ["isna", "score"]),
        (
            lambda t: t[t["score"].notna() | (t["year"] < 2000)].empty,
            ["|", ["notna", "score"], ["__lt__", "year", 2000]],
        ),
        (lambda t: t[~(t["measure"] != "papi")].head(), ["~", ["__ne__", "measure", "papi"]]),
        (lambda t: t.loc[t["measure"] == "par", "score"].sum(), ["__eq__", "measure", "par"]),
        (lambda t: t.loc[t["measure"] == "par", ["score", "year"]], ["__eq__", "measure", "par"]),
        (lambda t: len(t.loc[t["measure"] == "par"]), ["__eq__", "measure", "par"]),
        (lambda t: pd.concat([t[t["year"] == 2021], SCORES]), ["__eq__", "year", 2021]),
        (lambda t: NAMES.merge(t[t["year"] == 2021], on="province"), ["__eq__", "year", 2021]),
        (lambda t: t["score"].mean(), ["all"]),
        (lambda t: t["score"] * 2, ["all"]),
        (lambda t: t[t["score"] > t["year"]], ["all"]),
        (lambda t: t[(t["year"] == 2021).to_numpy()], ["all"]),
        (lambda t: t.query("year == 2021"), ["all"]),
        (lambda t: t.year, ["all"]),
        (lambda t: t[["score"]], ["all"]),
        (lambda t: t.groupby("year").size(), ["all"]),
        (lambda t: t.merge(NAMES, on="province"), ["all"]),
        (lambda t: t.to_dict("records"), ["all"]),
        (lambda t: list(t.itertuples()), ["all"]),
        (lambda t: t.loc[0], ["all"]),
        (lambda t: t.iloc[0], ["all"]),
        (lambda t: t.assign(x=1), ["all"]),
        (lambda t: t.sort_values("score"), ["all"]),
        (lambda t: t["year"].isin(range(5000)).any(), ["all"]),
    ],
)
def test_the_condition_or_everything_is_noted(watched, use, condition):
    use(watched.scores)
    assert noted() == {"scores": [condition]}


@pytest.mark.parametrize(
    "use",
    [
        lambda t: t[(t["measure"] == "papi") & (t["year"] == 2021)],
        lambda t: t.loc[t["province"] == "31", "score"],
        lambda t: t[t["score"].notna()].sort_values("score"),
        lambda t: t[~t["measure"].isin(["papi"])].reset_index(drop=True),
        lambda t: t.groupby("province")["score"].sum(),
        lambda t: t.assign(double=t["score"] * 2).merge(NAMES, on="province"),
    ],
)
def test_a_watched_table_answers_like_any_other(watched, use):
    answer, expected = use(watched.scores), use(SCORES)
    if isinstance(expected, pd.Series):
        pd.testing.assert_series_equal(pd.Series(answer), expected)
    else:
        pd.testing.assert_frame_equal(pd.DataFrame(answer), expected)


def test_a_table_may_be_changed_as_any_other(watched):
    table = watched.names
    table["order"] = [1, 2]
    table.loc[0, "name"] = "x"
    assert table["name"].tolist() == ["x", "Hải Phòng"]
    assert noted() == {"names": [["all"]]}


def test_everything_takes_the_place_of_conditions(watched):
    len(watched.scores[watched.scores["year"] == 2021])
    len(watched.scores)
    assert noted() == {"scores": [["all"]]}


def test_what_is_read_unnoticed_is_not_noted(watched):
    with reads.unnoticed():
        watched.scores["score"].sum()
    assert noted() == {}


def test_a_file_of_data_that_is_opened_is_noted(watched, tmp_path):
    (tmp_path / "own.csv").write_text("a\n1\n")
    sys.addaudithook(hear)
    pd.read_csv(tmp_path / "own.csv")
    (tmp_path / "written.csv").write_text("a\n")
    assert reads.collect()["files"] == [str(tmp_path / "own.csv")]


def test_the_rows_of_a_condition_are_found_again():
    condition = ["&", ["isin", "measure", ["papi", "par"]], ["~", ["__lt__", "year", 2021]]]
    assert reads.select(SCORES, condition, {}).tolist() == [False, True, False, True]
    assert reads.select(SCORES, ["|", ["isna", "score"], ["__eq__", "province", "01"]], {}).tolist() == [
        True,
        False,
        True,
        False,
    ]
    assert reads.select(SCORES, ["all"], {}).all()


@pytest.mark.parametrize(
    "condition",
    [
        ["to_csv", "score", "written.csv"],
        ["to_pickle", "score", "written.csv"],
        ["&", ["all"], ["to_csv", "score", "written.csv"]],
        ["__class__", "score"],
        ["__eq__", "score"],
        ["__eq__", "score", ["list"]],
        ["__eq__", ["score"], 1],
        ["isin", "score", [{}]],
        ["__lt__", "province", 1],
        [["all"]],
        [],
        "all",
    ],
)
def test_what_nobody_notes_is_no_condition_and_calls_nothing(condition, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(reads.NotACondition):
        reads.select(SCORES, condition, {})
    assert list(tmp_path.iterdir()) == []


def test_tables_are_not_watched_unless_asked():
    assert all(type(table) is pd.DataFrame for table in load_tables())


def test_a_kernel_writes_what_it_has_read_where_it_is_asked_to(tmp_path):
    script = "from govindex.tables.load import load_tables; t = load_tables(); len(t.scores[t.scores['year'] == 2021])"
    told = tmp_path / "reads.json"
    subprocess.run([sys.executable, "-c", script], env={**os.environ, reads.REPORT_TO: str(told)}, check=True)
    assert json.loads(told.read_text())["tables"] == {"scores": [["__eq__", "year", 2021]]}
