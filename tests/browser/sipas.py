"""What the SIPAS explorer has to draw for a choice, from the tables, and whether it did."""

from __future__ import annotations

from typing import Any

import pandas as pd

from browser.library import Library, check_straight, middle
from govindex.compare.frameworks import find_framework
from govindex.compare.scores import change_scores, find_mean
from govindex.errors import NotComparable
from govindex.tables.names import name_province
from govindex.words import number


def check_sipas(explored: Any, library: Library) -> None:
    """Check both panels against the tables."""
    check_satisfaction(explored, library)
    check_side(explored, library)


def list_shown(library: Library, state: dict[str, Any], component: str, province: str) -> pd.DataFrame:
    """Return the scores that the chosen years and form show: a slope has the ends of each framework alone."""
    scores = library.scores(component, province=province).sort_values("year")
    scores = scores[scores["year"].between(state["first"], state["year"])]
    return scores if state["form"] == "lines" else keep_ends(library, scores)


def keep_ends(library: Library, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last row of each framework."""
    frames = pd.Series([find_framework(library.tables, "sipas", year=year) for year in rows["year"]], index=rows.index)
    runs = (frames != frames.shift()).cumsum()
    return rows[(runs != runs.shift()) | (runs != runs.shift(-1))]


def check_satisfaction(explored: Any, library: Library) -> None:
    """Every chosen criterion has a mark at each of its scores; the threshold is a line at its height."""
    state = explored.state
    shown = {code: list_shown(library, state, code, state["province"]) for code in state["criteria"]}
    marks = explored.marks("satisfaction")
    points = [mark for mark in marks if mark["kind"] == "point"]
    if not any(len(rows) for rows in shown.values()):
        assert points == []
        assert explored.title("satisfaction")
        return
    lowest = min(mark["layer"] for mark in points)  # the layer above names the lines at their ends
    drawn = {(mark["row"]["component"], mark["row"]["year"]): mark for mark in points if mark["layer"] == lowest}
    expected = {(code, row.year): row for code, rows in shown.items() for row in rows.itertuples()}
    assert drawn.keys() == expected.keys()
    for key, row in expected.items():
        assert (drawn[key]["fill"] == "#ffffff") == (row.status == "suspect"), key
    at = [(row.score, middle(drawn[key])[1]) for key, row in expected.items()]
    limit = next(mark for mark in marks if mark["kind"] == "rule mark" and "threshold" in mark["row"])
    check_straight([*at, (state["threshold"], middle(limit)[1])])
    check_straight([(year, middle(mark)[0]) for (_, year), mark in drawn.items()])
    ends = [mark["text"] for mark in marks if mark["kind"] == "text mark" and mark["row"].get("end")]
    for code, rows in shown.items():
        if len(rows):
            assert any(number(rows["score"].iloc[-1], library.lang, 2) in end for end in ends), code
        if len(rows) > 1 and state["form"] == "lines" and rows["year"].iloc[-2] == rows["year"].iloc[-1] - 1:
            check_change(ends, library, state["province"], code, int(rows["year"].iloc[-1]))


def check_change(ends: list[str], library: Library, province: str, code: str, year: int) -> None:
    """The label of a line tells its change on the year before, where the two years compare."""
    try:
        both = change_scores(library.tables, "sipas", province=province, year=year, base=year - 1)
    except NotComparable:
        return
    changes = both.set_index("component")["change"]
    if code in changes:
        told = number(changes[code], library.lang, 2, sign=True)
        assert any(f"({told}" in end and str(year - 1) in end for end in ends), (code, ends)


def check_side(explored: Any, library: Library) -> None:
    """The index of each chosen province has a dot at each of its scores, the national mean a diamond."""
    state = explored.state
    expected = {}
    for code in [state["province"], *state["beside"]]:
        name = name_province(library.tables, code, library.lang)
        rows = list_shown(library, state, "sipas", code)
        expected |= {(name, row.year): row.score for row in rows.itertuples()}
    years = range(state["first"], state["year"] + 1)
    means = {year: find_mean(library.tables, "sipas", year=year) for year in years}
    means = pd.DataFrame([{"year": year, "mean": mean} for year, mean in means.items() if mean is not None])
    if state["form"] == "slope" and len(means):
        means = keep_ends(library, means)
    points = [mark for mark in explored.marks("side") if mark["kind"] == "point"]
    drawn = {(mark["row"]["name"], mark["row"]["year"]): mark for mark in points if mark["row"]["series"] != "nation"}
    nation = {mark["row"]["year"]: mark for mark in points if mark["row"]["series"] == "nation"}
    assert drawn.keys() == expected.keys()
    assert set(nation) == set(means["year"] if len(means) else [])
    at = [(score, middle(drawn[key])[1]) for key, score in expected.items()]
    at += [(row.mean, middle(nation[row.year])[1]) for row in means.itertuples()]
    if at:
        check_straight(at)
