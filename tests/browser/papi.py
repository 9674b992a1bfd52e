"""What the PAPI explorer has to draw for a choice, worked out by the library from the tables, and whether it did."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pandas as pd
import pytest

from browser.library import Library, check_axis, check_straight
from govindex.charts import theme
from govindex.compare.frameworks import list_breaks, list_common, list_covered
from govindex.compare.ranks import spread_scores
from govindex.compare.similar import find_similar
from govindex.tables.load import Tables
from govindex.tables.names import name_component, name_province
from govindex.tables.series import follow_series
from govindex.words import number, say

CITIES = ["92", "48", "31", "01", "79"]  # by name
WHITE = "#ffffff"


class Choice(NamedTuple):
    """A state of the explorer and the library that it is asked of."""

    library: Library
    province: str
    year: int
    component: str
    colour: str
    peers_kind: str
    peers: list[str]

    @property
    def codes(self) -> list[str]:
        """The 63 provinces by name."""
        provinces = self.tables.provinces
        return provinces[provinces["first_year"] < 2025].sort_values("name_en")["code"].tolist()

    @property
    def name(self) -> str:
        """The chosen component's."""
        return name_component(self.tables, self.component, self.lang, year=self.year)

    @property
    def tables(self) -> Tables:
        return self.library.tables

    @property
    def lang(self) -> str:
        return self.library.lang

    def places(self, component: str, year: int) -> pd.DataFrame:
        """Return score, rank, scored and group of every province scored."""
        return self.library.places(component, year)

    def score(self, component: str, year: int, province: str) -> float | None:
        scores = self.places(component, year)["score"]
        return scores.get(province)

    def find_peers(self) -> list[str]:
        """Return whom the province is compared with."""
        provinces = self.tables.provinces.set_index("code")
        codes = self.codes
        if self.peers_kind == "similar":
            nearest = find_similar(self.tables, codes, year=self.year, count=5)[codes.index(self.province)]
            return [codes[place] for place in nearest]
        region = [code for code in codes if provinces.at[code, "region"] == provinces.at[self.province, "region"]]
        kinds = {"none": [], "region": region, "cities": CITIES, "own": self.peers}
        return [code for code in kinds[self.peers_kind] if code != self.province][:5]

    def opened(self) -> list[str]:
        """Return the components below the chosen one, or beside it where none is below."""
        tree = self.tables.components.set_index("component")
        below = tree.index[tree["parent"] == self.component].tolist()
        parts = below or tree.index[tree["parent"] == tree.at[self.component, "parent"]].tolist()
        return [part for part in parts if len(self.places(part, self.year))]

    def codes_by_year(self) -> dict[int, str]:
        """Return the code that what is chosen has in each year: its own, or that of its series."""
        spans = follow_series(self.tables, self.component, year=self.year)
        spans = spans.fillna({"first_year": 2011, "last_year": 2024})
        return {
            year: span.component
            for span in spans.itertuples()
            for year in range(int(span.first_year), int(span.last_year) + 1)
        }

    def base_score(self, component: str) -> float | None:
        """Return the score of the year before, where it is on the same scale."""
        common = list_common(self.tables, "papi", year=self.year, base=self.year - 1)
        return self.score(component, self.year - 1, self.province) if component in common else None


def check_papi(explored: Any, library: Library) -> None:
    """Check every panel against the library."""
    choice = Choice(library, **explored.state)
    check_spread(explored, choice)
    check_map(explored, choice)
    check_trend(explored, choice)
    check_peers(explored, choice)


def check_spread(explored: Any, choice: Choice) -> None:
    """The bands end at the quartiles, the dots stand at the scores, the words say score and group."""
    marks = explored.marks("spread")
    if not choice.opened():
        assert marks == []
        return
    spread = spread_scores(choice.tables, choice.opened(), year=choice.year).set_index("component")
    bands = [mark for mark in marks if mark["kind"] == "bar"]
    dots = [mark for mark in marks if mark["kind"] == "point"]
    at: list[tuple[float, float]] = []  # values and the pixels where they are drawn
    for component, row in spread.iterrows():
        ends = [row["minimum"], row["q1"], row["median"], row["q3"], row["maximum"]]
        drawn = sorted(
            (band for band in bands if band["row"]["component"] == component), key=lambda band: band["layer"]
        )
        assert [band["fill"] for band in drawn] == theme.GROUPS[::-1]
        for band, start, end in zip(drawn, ends[:-1], ends[1:], strict=True):
            at += [(start, band["left"]), (end, band["left"] + band["width"])]
    for fill, find in ((theme.ACCENT, choice_score(choice)), (WHITE, choice.base_score)):
        expected = {component: score for component in spread.index if (score := find(component)) is not None}
        drawn = {dot["row"]["component"]: dot["left"] + dot["width"] / 2 for dot in dots if dot["fill"] == fill}
        assert drawn.keys() == expected.keys()
        at += [(expected[component], drawn[component]) for component in expected]
    check_straight(at)
    check_axis(explored.panel("spread"), at)
    told = {mark["row"]["component"]: mark["text"] for mark in marks if mark["kind"] == "text mark"}
    assert told.keys() == set(spread.index)
    for component in spread.index:
        places = choice.places(component, choice.year)
        if choice.province in places.index:
            place = places.loc[choice.province]
            group = say(f"group.{place['group']}", choice.lang)
            assert told[component].split() == [number(place["score"], choice.lang, 3), *group.split()]
        else:
            assert told[component] == "–"


def choice_score(choice: Choice) -> Any:
    """Return a function from a component to the province's score in the chosen year."""
    return lambda component: choice.score(component, choice.year, choice.province)


def check_map(explored: Any, choice: Choice) -> None:
    """Every province is a tile of its group's or its points' colour, with its name; who is chosen has a rim."""
    marks = explored.marks("map")
    places = choice.places(choice.component, choice.year)
    if places.empty:
        assert marks == []
        assert explored.title("map") == say(
            "explore_papi.nobody",
            choice.lang,
            year=choice.year,
            name=choice.name,
        )
        return
    tiles = [mark for mark in marks if mark["kind"] == "rect mark" and mark["fillOpacity"] and mark["opacity"]]
    shown = {mark["row"]["province"]: mark for mark in tiles if mark["row"].get("province")}
    assert set(shown) == set(choice.codes)
    for code in choice.codes:
        row = shown[code]["row"]
        if code not in places.index:
            assert shown[code]["fill"] == WHITE
            continue
        assert row["score"] == pytest.approx(places.at[code, "score"], abs=1e-6)
        assert (row["rank"], row["scored"]) == (places.at[code, "rank"], len(places))
        if choice.colour == "groups":
            assert shown[code]["fill"] == theme.GROUPS[places.at[code, "group"] - 1], code
    if choice.colour == "points":
        by_score = places.sort_values("score").index
        light = [sum(map(int, re.findall(r"\d+", shown[code]["fill"]))) for code in by_score]
        assert light == sorted(light, reverse=True)
        assert light[0] > light[-1]
    rims = {
        colour: {mark["row"]["province"] for mark in marks if mark["stroke"] == colour and not mark["fillOpacity"]}
        for colour in (theme.ACCENT, theme.INK)
    }
    assert rims == {theme.ACCENT: {choice.province}, theme.INK: set(choice.find_peers())}
    names = [" ".join(mark["text"].split()) for mark in marks if mark["kind"] == "text mark"]
    islands = choice.tables.archipelagos[f"name_{choice.lang}"].tolist()
    assert sorted(names) == sorted([name_province(choice.tables, code, choice.lang) for code in choice.codes] + islands)
    assert explored.title("map").endswith(
        say(
            "explore_papi.map",
            choice.lang,
            name=choice.name,
            year=choice.year,
            scored=len(places),
        )
    )


def check_trend(explored: Any, choice: Choice) -> None:
    """The lines go through the scores of every year and stop where a framework or the scores do."""
    marks = explored.marks("trend")
    codes = choice.codes_by_year()
    years = [year for year, code in codes.items() if len(choice.places(code, year))]
    expected: dict[str, dict[int, float]] = {say("explore_papi.median", choice.lang): {}}
    for code in [choice.province, *choice.find_peers()]:
        expected[name_province(choice.tables, code, choice.lang)] = {}
    for year in years:
        scores = choice.places(codes[year], year)["score"]
        expected[say("explore_papi.median", choice.lang)][year] = scores.median()
        for code in [choice.province, *choice.find_peers()]:
            if code in scores:
                expected[name_province(choice.tables, code, choice.lang)][year] = scores[code]
    own = expected[name_province(choice.tables, choice.province, choice.lang)]
    dots = [mark for mark in marks if mark["kind"] == "point"]
    assert sorted(dot["row"]["year"] for dot in dots if dot["fill"] == WHITE) == sorted(own)
    assert [dot["row"]["year"] for dot in dots if dot["fill"] == theme.ACCENT] == [choice.year] * (choice.year in own)
    across: list[tuple[float, float]] = []
    up: list[tuple[float, float]] = []
    seen: dict[str, list[int]] = {name: [] for name in expected}
    lines = dict.fromkeys(expected, 0)
    for line in (mark for mark in marks if mark["kind"] == "line mark"):
        name, first = line["row"]["name"], int(line["row"]["year"])
        corners = [
            tuple(map(float, pair.split(",")))
            for pair in re.findall(r"[ML]([-\d.e]+,[-\d.e]+)", line["path"].replace("Z", ""))
        ]
        lines[name] += 1
        frameworks = set()
        for step, (x, y) in enumerate(corners):
            across.append((first + step, x))
            up.append((expected[name][first + step], y))
            frameworks.add(_scale(choice, first + step))
            seen[name].append(first + step)
        assert len(frameworks) == 1, line["told"]
    assert {name: sorted(told) for name, told in seen.items()} == {
        name: sorted(scores) for name, scores in expected.items()
    }
    for name, scores in expected.items():  # one line a scale and run of years
        keys = [(year - place, *_scale(choice, year)) for place, year in enumerate(sorted(scores))]
        assert lines[name] == len(set(keys)), name
    check_straight(across)
    check_straight(up)
    ends = {mark["text"] for mark in marks if mark["kind"] == "text mark" and mark["row"].get("end")}
    assert ends == {name for name, scores in expected.items() if scores}


def _scale(choice: Choice, year: int) -> tuple:
    covered = list_covered(choice.tables, "papi", year=year).set_index("component")
    code = choice.codes_by_year()[year]
    breaks = sum(other == code and when <= year for other, when in list_breaks(choice.tables, "papi"))
    return *covered.loc[code, ["framework", "maximum"]], code, breaks


def check_peers(explored: Any, choice: Choice) -> None:
    """The bars are as long as the scores' part of the maximum, the highest first, and say score and position."""
    marks = explored.marks("peers")
    places = choice.places(choice.component, choice.year)
    if places.empty:
        assert marks == []
        return
    maximum = (
        list_covered(choice.tables, "papi", year=choice.year).set_index("component").at[choice.component, "maximum"]
    )
    shown = [choice.province, *choice.find_peers()]
    bars = {mark["row"]["province"]: mark for mark in marks if mark["kind"] == "bar" and mark["fill"] != theme.PALE}
    backs = {mark["row"]["province"]: mark for mark in marks if mark["kind"] == "bar" and mark["fill"] == theme.PALE}
    told = {mark["row"]["province"]: mark["text"] for mark in marks if mark["kind"] == "text mark"}
    scored = [code for code in shown if code in places.index]
    if not scored:
        assert marks == []
        return
    assert set(told) == set(shown)
    for code in scored:
        place = places.loc[code]
        assert bars[code]["width"] / backs[code]["width"] == pytest.approx(place["score"] / maximum, abs=0.003)
        assert bars[code]["fill"] == (theme.ACHIEVED if code == choice.province else "#8fa3b5")
        values = {"score": number(place["score"], choice.lang, 3), "rank": place["rank"], "scored": len(places)}
        assert told[code] == say("explore_papi.position", choice.lang, **values)
    for code in set(shown) - set(scored):
        assert told[code] == say("explore_papi.no_score", choice.lang)
    by_score = places.loc[scored, "score"].sort_values(ascending=False)
    tops = [bars[code]["top"] for code in by_score.index]
    assert tops == sorted(tops)
