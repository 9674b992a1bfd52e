"""What the PAR INDEX explorer has to draw for a choice, by the views of the library, and whether it did."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from browser.library import Library, check_straight, middle
from govindex import prose, views
from govindex.charts import theme


def check_par(explored: Any, library: Library) -> None:
    """Check every panel against the library."""
    state, page = explored.state, library.page(explored.state)
    check_parts(explored, state, page)
    check_steps(explored, page)
    check_changes(explored, state, page)
    check_known(explored, page)


def check_parts(explored: Any, state: dict[str, Any], page: Any) -> None:
    """Bars are as long as the points achieved and lost, in the chosen order, under the sentence of the library."""
    rows = views.par_parts(page, state["part"])
    marks = explored.marks("parts")
    if rows.empty:
        assert marks == []
        assert explored.title("parts")
        return
    assert explored.title("parts") == " ".join(prose.par_parts_title(page, rows, state["part"]).split())
    achieved, lost = (by_component(marks, fill) for fill in (theme.ACHIEVED, theme.LOST))
    at = []
    for row in rows.itertuples():
        bar = achieved[row.component]
        at += [(0, bar["left"]), (row.score, bar["left"] + bar["width"])]
        if pd.notna(row.maximum):
            at.append((row.maximum, lost[row.component]["left"] + lost[row.component]["width"]))
    check_straight(at)
    by = {"official": None, "lost": "lost", "share": "share"}[state["order"]]
    rows = rows.sort_values(by, ascending=False, kind="stable", na_position="last") if by else rows
    assert sorted(achieved, key=lambda component: achieved[component]["top"]) == rows["component"].tolist()


def check_steps(explored: Any, page: Any) -> None:
    """Each step goes from where the one before ended."""
    rows = views.par_steps(page)
    bars = by_component(explored.marks("steps"), theme.LOST)
    lost = rows[rows["kind"] == "lost"]
    assert set(bars) == set(lost["component"])
    if rows.empty:
        return
    assert explored.title("steps") == " ".join(prose.par_steps_title(page, rows).split())
    at = []
    for row in lost.itertuples():
        at += [
            (row.end, bars[row.component]["left"]),
            (row.start, bars[row.component]["left"] + bars[row.component]["width"]),
        ]
    check_straight(at)
    assert sorted(bars, key=lambda component: bars[component]["top"]) == lost["component"].tolist()


def check_changes(explored: Any, state: dict[str, Any], page: Any) -> None:
    """Falls go to the left and rises to the right, each as far as it is large."""
    rows = views.par_changes(page, base=state["base"])
    marks = [mark for mark in explored.marks("changes") if mark["kind"] == "bar" and mark["fillOpacity"]]
    bars = {mark["row"]["component"]: mark for mark in marks}
    assert set(bars) == set(rows["component"])
    if rows.empty:
        return
    assert explored.title("changes") == " ".join(prose.par_changes_title(page, rows, base=state["base"]).split())
    at = []
    for row in rows.itertuples():
        bar = bars[row.component]
        assert bar["row"]["change"] == pytest.approx(row.change)
        assert bar["fill"] == (theme.FALL if row.change < 0 else theme.RISE)
        near, far = bar["left"], bar["left"] + bar["width"]
        at += [(0, far), (row.change, near)] if row.change < 0 else [(0, near), (row.change, far)]
    check_straight(at)


def check_known(explored: Any, page: Any) -> None:
    """Every province whose total is known is a dot at its score, the best first, a suspect one hollow."""
    rows = views.par_known(page)
    marks = explored.marks("known")
    dots = {mark["row"]["province"]: mark for mark in marks if mark["kind"] == "point"}
    assert set(dots) == set(rows["province"])
    if rows.empty:
        return
    check_straight([(row.score, middle(dots[row.province])[0]) for row in rows.itertuples()])
    assert sorted(dots, key=lambda province: dots[province]["top"]) == rows["province"].tolist()
    for row in rows.itertuples():
        own = theme.ACCENT if row.own else theme.ACHIEVED
        assert (dots[row.province]["stroke"], dots[row.province]["fill"]) == (own, "#ffffff" if row.suspect else own)


def by_component(marks: list[dict[str, Any]], fill: str) -> dict[str, dict[str, Any]]:
    """Return the bars of one colour by their component."""
    return {
        mark["row"]["component"]: mark
        for mark in marks
        if mark["kind"] == "bar" and mark["fill"] == fill and mark["fillOpacity"]
    }
