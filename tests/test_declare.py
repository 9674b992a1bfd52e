"""What a declaration means, on tables of a few rows: what it chooses, how it is told, which columns it shows."""

import pandas as pd
import pytest

from govindex.figures.choose import choose_rows, list_shown, tell_title
from govindex.figures.declare import Above, Column, Figure, Join, Search, Sentence, Summed
from govindex.figures.frames import resolve

TOWNS = pd.DataFrame(
    {
        "town": ["a", "b", "c"],
        "name": ["Đông Hà", "Vinh", "Huế"],
        "spellings": [["Đông Hà", "Dong Ha"], ["Vinh"], ["Huế", "Thuận Hóa"]],
        "score": [1.25, 3.0, 2.125],
        "rank": [3.0, 1.0, 2.0],
        "group": [None, None, None],
        "of": [3, 3, 3],
    }
)
FIGURE = Figure(
    "towns",
    "towns",
    {},
    Sentence(("All towns",)),
    {
        "name": None,
        "score": Column("$digits"),
        "rank": Column(0, heading="Place of {of} in {year}", optional=True, best="least"),
        "group": Column(optional=True),
    },
    order=("-score",),
    marks={"own": ("town", "$town"), "marked": ("town", ("$town", "$others"))},
    labels={"told": ("{name} {score}",)},
    formats={"score": "$digits"},
    ends=("score", "town", "told", "marked"),
    search=Search(
        "wanted", "spellings", Sentence(("Towns like “{wanted}”",)), Sentence(("No town is like “{wanted}”",))
    ),
)
STATE = {"lang": "en", "year": 2021, "digits": 2, "town": "a", "others": ["c"], "wanted": ""}
FRAMES = {"towns": TOWNS}


def choose(**choices):
    return choose_rows(FRAMES, FIGURE, STATE | choices)


def test_decimals_are_those_that_the_state_says():
    assert choose()["told"].tolist() == ["Vinh 3.00", "Huế 2.13", "Đông Hà 1.25"]
    assert choose(digits=1, lang="vi")["told"].tolist() == ["Vinh 3,0", "Huế 2,1", "Đông Hà 1,3"]
    assert list_shown(FIGURE, choose(), STATE | {"digits": 3})[1] == ("score", None, 3)


def test_a_heading_is_filled_and_a_column_without_a_value_left_out():
    assert list_shown(FIGURE, choose(), STATE) == [
        ("name", None, None),
        ("score", None, 2),
        ("rank", "Place of 3 in 2021", 0),
    ]


def test_a_mark_may_be_one_of_several_and_names_are_told_of_the_marked_alone():
    rows = choose().set_index("town")
    assert rows["marked"].to_dict() == {"b": False, "c": True, "a": True}
    assert rows["own"].to_dict() == {"b": False, "c": False, "a": True}
    assert rows["end"].dropna().to_dict() == {"c": "Huế 2.13", "a": "Đông Hà 1.25"}


@pytest.mark.parametrize(
    ("wanted", "towns", "title"),
    [
        ("", ["b", "c", "a"], "All towns"),
        (" – ", ["b", "c", "a"], "All towns"),
        ("dong", ["a"], "Towns like “dong”"),
        ("THUAN", ["c"], "Towns like “THUAN”"),
        ("zz", [], "No town is like “zz”"),
    ],
)
def test_what_is_typed_narrows_the_rows_by_any_spelling(wanted, towns, title):
    rows = choose(wanted=wanted)
    assert rows["town"].tolist() == towns
    assert tell_title(FRAMES, FIGURE, rows, STATE | {"wanted": wanted}) == title


def test_what_is_joined_takes_the_place_of_a_column_of_the_same_name():
    newer = pd.DataFrame({"town": ["a", "b"], "score": [9.0, 8.0]})
    figure = FIGURE._replace(joins=(Join("newer", {"town": "town"}),), search=None)
    rows = choose_rows({"towns": TOWNS, "newer": newer}, figure, STATE)
    assert rows.set_index("town")["score"].dropna().to_dict() == {"a": 9.0, "b": 8.0}


def test_a_sum_is_cut_at_its_ends_and_missing_where_a_term_is():
    summed = (Summed("after", ("score", "gain", -1)), Summed("cut", ("after",), "least", "most"))
    told = resolve({}, summed, {"score": 2.5, "gain": 0.25, "least": 0.0, "most": 1.5})
    assert (told["after"], told["cut"]) == (1.75, 1.5)
    assert resolve({}, summed, {"score": -9.0, "gain": 0.0, "least": 0.0, "most": 1.5})["cut"] == 0.0
    assert resolve({}, summed, {"score": None, "gain": 0.25, "least": 0.0, "most": 1.5})["cut"] is None


def test_what_follows_may_be_taken_off():
    assert resolve({}, (Summed("left", ("most", "-score")),), {"most": 3.0, "score": 0.5})["left"] == 2.5


ABOVE = Above(
    "above", "towns", {"of": "$of"}, "score", "own", {"town": "$town"}, {"name": "next_name", "score": "next"}
)


def test_those_above_are_counted_and_the_nearest_named():
    state = {"of": 3, "town": "a", "own": 2.0}
    told = resolve(FRAMES, (ABOVE,), state)
    assert (told["above"], told["next_name"], told["next"]) == (2, "Huế", 2.125)
    assert resolve(FRAMES, (ABOVE,), state | {"own": 2.125})["above"] == 1
    assert resolve(FRAMES, (ABOVE,), state | {"town": "b"})["above"] == 1
    top = resolve(FRAMES, (ABOVE,), state | {"own": 3.0})
    assert (top["above"], top["next_name"]) == (0, None)
    assert resolve(FRAMES, (ABOVE,), state | {"of": 4})["above"] is None
    assert resolve(FRAMES, (ABOVE,), state | {"own": None})["above"] is None


def test_a_join_takes_columns_into_the_state():
    join = Join("towns", {"town": "$town"}, {"name": "place", "score": "points"})
    assert resolve(FRAMES, (join,), {"town": "b"}) == {"town": "b", "place": "Vinh", "points": 3.0}
    assert resolve(FRAMES, (join,), {"town": "z"}) == {"town": "z", "place": None, "points": None}


def test_rows_are_left_out_added_up_and_placed():
    figure = FIGURE._replace(
        apart={"town": "$town"}, sums={"ahead": ("score", "-$score")}, places={"place": "score"}, order=("place",)
    )
    rows = choose_rows(FRAMES, figure, STATE | {"score": 2.5})
    assert rows["town"].tolist() == ["b", "c"]
    assert rows["ahead"].tolist() == [0.5, -0.375]
    assert rows["place"].tolist() == [1.0, 2.0]
