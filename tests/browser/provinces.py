"""What the sheet of all provinces has to show for a choice, from the tables, and whether it did."""

from __future__ import annotations

from typing import Any

import pandas as pd

from browser.library import Library, check_straight, middle
from govindex.charts import theme
from govindex.charts.lines import TONES
from govindex.compare.trends import trend_scores
from govindex.tables.names import fold, name_province
from govindex.tables.units import list_units
from govindex.words import DIGITS, number

RANKS = ("Thứ hạng", "Rank", "Vị trí tự tính", "Computed position")  # how the column of places begins


def check_provinces(shown: Any, library: Library) -> None:
    """Check every figure against the tables."""
    check_standing(shown, library)
    check_map(shown, library)
    check_ranking(shown, library)
    check_course(shown, library)


def list_marked(state: dict[str, Any]) -> dict[str, str]:
    """Return the colour of each marked province, the chosen one first."""
    others = [code for code in state["selected"] if code != state["province"]]
    places = {code: 1 + state["selected"].index(code) for code in others}
    return {state["province"]: TONES[0]} | {code: TONES[place] for code, place in places.items()}


def check_standing(shown: Any, library: Library) -> None:
    """Every score is a dot at its height, the highest first, in its group's colour; the marked are rimmed and named."""
    state = shown.state
    scores = library.scores(state["component"], year=state["year"]).set_index("province")
    marks = shown.marks("standing")
    dots = {mark["row"]["province"]: mark for mark in marks if mark["kind"] == "point"}
    assert set(dots) == set(scores.index)
    if scores.empty:
        return
    check_straight([(scores.at[code, "score"], middle(dot)[1]) for code, dot in dots.items()])
    across = sorted(dots, key=lambda code: dots[code]["left"])
    in_order = scores.loc[across, "score"].tolist()
    assert in_order == sorted(in_order, reverse=True)
    for code, dot in dots.items():
        if scores.at[code, "status"] == "suspect":
            assert dot["fill"] == "#ffffff"
        elif state["measure"] == "papi":
            group = library.places(state["component"], state["year"]).at[code, "group"]
            assert dot["fill"] == theme.GROUPS[group - 1], code
    marked = {code: colour for code, colour in list_marked(state).items() if code in dots}
    assert {code: dot["stroke"] for code, dot in dots.items() if dot["stroke"] in TONES} == marked
    digits = DIGITS[state["measure"]]
    named = {
        f"{name_province(library.tables, code, library.lang)} {number(scores.at[code, 'score'], library.lang, digits)}"
        for code in marked
    }
    assert {mark["text"] for mark in marks if mark["kind"] == "text mark" and mark["row"].get("end")} == named


def check_map(shown: Any, library: Library) -> None:
    """Every unit of the year has a tile: white without a score, else in its group's colour where there are groups."""
    state = shown.state
    scores = library.scores(state["component"], year=state["year"]).set_index("province")["score"]
    if scores.empty:
        assert shown.marks("map") == []
        return
    marks = [mark for mark in shown.marks("map") if mark["kind"] == "rect mark" and mark["fillOpacity"]]
    tiles = {mark["row"]["province"]: mark["fill"] for mark in marks if mark["row"].get("kind") == "province"}
    assert set(tiles) == set(list_units(library.tables, state["year"]))
    assert {code for code, fill in tiles.items() if fill != "#ffffff"} == set(scores.index)
    if state["measure"] == "papi":
        groups = library.places(state["component"], state["year"])["group"]
        assert {code: tiles[code] for code in groups.index} == {
            code: theme.GROUPS[group - 1] for code, group in groups.items()
        }


def check_ranking(shown: Any, library: Library) -> None:
    """The table holds every province with a score or a published rank that the search leaves, the first rank first."""
    state, tables = shown.state, library.tables
    component, year = state["component"], state["year"]
    if state["measure"] == "papi":
        known = library.places(component, year)[["score", "rank"]]
    else:
        ranks = tables.ranks[(tables.ranks["component"] == component) & (tables.ranks["year"] == year)]
        scores = library.scores(component, year=year).set_index("province")["score"]
        known = pd.DataFrame({"score": scores, "rank": ranks.set_index("province")["rank"]})
    names = {code: name_province(tables, code, library.lang) for code in known.index}
    wanted = fold(state["wanted"]) if state["wanted"] else ""
    spelt = tables.province_names.groupby("code")["spelling"].agg(list)
    both = tables.provinces.set_index("code")[["name_vi", "name_en"]]
    kept = {
        code
        for code in known.index
        if any(wanted in fold(each) for each in (names[code], *both.loc[code], *spelt.get(code, [])))
    }
    head, *table = shown.table("ranking") if kept else [[]]
    place = next((at for at, name in enumerate(head) if name.split(" ▲")[0].startswith(RANKS)), None)
    assert {line[0] for line in table} == {names[code] for code in kept}
    digits = DIGITS[state["measure"]]
    codes = {name: code for code, name in names.items()}
    for line in table:
        row = known.loc[codes[line[0]]]
        assert line[1] == (number(row["score"], library.lang, digits) if pd.notna(row["score"]) else "–")
        if place is not None and (pd.notna(row["rank"]) or line[place] == "–"):
            assert line[place] == (str(int(row["rank"])) if pd.notna(row["rank"]) else "–")
    ranked = [int(line[place]) for line in table if place is not None and line[place] != "–"]
    assert ranked == sorted(ranked)


def check_course(shown: Any, library: Library) -> None:
    """Each marked province has a dot at every score of the component."""
    state = shown.state
    expected = {}
    for code in list_marked(state):
        scores = trend_scores(library.tables, [state["component"]], province=code, year=state["year"])
        expected |= {(code, row.year): row.score for row in scores.itertuples()}
    points = [mark for mark in shown.marks("course") if mark["kind"] == "point" and mark["row"]["of"] != "nation"]
    drawn = {(mark["row"]["province"], mark["row"]["year"]): mark for mark in points if mark["fill"] != "transparent"}
    assert drawn.keys() == expected.keys()
    if not expected:
        return
    for scale in {mark["row"]["scale"] for mark in drawn.values()}:  # each in a panel of its own
        of_scale = {key: mark for key, mark in drawn.items() if mark["row"]["scale"] == scale}
        check_straight([(expected[key], middle(mark)[1]) for key, mark in of_scale.items()])
        check_straight([(key[1], middle(mark)[0]) for key, mark in of_scale.items()])
