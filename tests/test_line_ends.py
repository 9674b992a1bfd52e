"""The names at the ends of lines, drawn: one below the other at the right edge, each led to from its line."""

import re
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert

from govindex.charts import papi, provinces, ranking, sipas, theme, three_indices
from govindex.figures.choose import _name_ends

CHARTS = {
    "papi": (papi.trend_chart, "score"),
    "provinces": (provinces.course_chart, "score"),
    "sipas": (sipas.index_chart, "score"),
    "three indices": (three_indices.years_chart, "standing"),
    "ranking": (ranking.bump_chart, "standing"),
}
LAST = {"31": ("Hải Phòng", 2023, 43.0), "01": ("Hà Nội", 2021, 42.9), "48": ("Đà Nẵng", 2023, 43.1)}


def list_rows(value: str) -> pd.DataFrame:
    """Return three lines that end near each other, one of them two years before the others."""
    rows = [
        {"province": code, "year": year, value: last + 3 * (until - year), "place": name, "own": code == "31"}
        for code, (name, until, last) in LAST.items()
        for year in range(2018, until + 1)
    ]
    same = {"stretch": 1, "of": "province", "measure": "papi", "marked": True, "told": "9", "rank_told": "1"}
    return _name_ends(pd.DataFrame(rows).assign(**same), value, "province", "place")


def draw(chart, rows: pd.DataFrame) -> str:
    spec = theme.finish_panel(chart, lang="vi")
    spec["datasets"] = {"rows": rows.astype(object).where(rows.notna(), None).to_dict("records")}
    return vl_convert.vegalite_to_svg(spec)


@pytest.mark.parametrize("name", CHARTS)
def test_names_stand_at_the_edge_and_apart(name):
    chart, value = CHARTS[name]
    drawn = draw(chart("vi"), list_rows(value))
    at = {
        place: (float(x), float(y))
        for x, y, place in re.findall(r'<text[^>]*translate\(([\d.-]+),([\d.-]+)\)"[^>]*>([^<]+)</text>', drawn)
        if place in {"Hải Phòng", "Hà Nội", "Đà Nẵng"}
    }
    assert len(at) == 3
    assert len({x for x, _ in at.values()}) == 1
    down = sorted(y for _, y in at.values())
    assert min(low - high for high, low in pairwise(down)) > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", CHARTS)
def test_a_leader_goes_from_each_line_to_its_name(name):
    chart, value = CHARTS[name]
    drawn = draw(chart("vi"), list_rows(value))
    assert drawn.count('stroke-dasharray="1,2"') == 3


@pytest.mark.parametrize(("score", "below"), [(30.0, True), (50.0, False)])
def test_a_figure_stands_on_the_side_where_its_line_is_not(score, below):
    rows = list_rows("score").query("province == '31'")
    rows = rows.assign(score=40.0).assign(told=lambda told: told["year"].astype(str))
    rows.loc[rows["year"] == 2021, "score"] = score
    drawn = draw(sipas.index_chart("vi"), rows)
    at = r"translate\([\d.-]+,([\d.-]+)\)"
    (figure,) = set(re.findall(at + r'"[^>]*font-weight="600"[^>]*fill="#0b4f8a"[^>]*>2021<', drawn))
    points = [float(y) for y in re.findall(r'aria-roledescription="point" transform="' + at, drawn)]
    there = max(points) if below else min(points)
    assert (float(figure) > there) is below


def test_small_panels_show_the_range_of_their_lines():
    rows = pd.DataFrame({"year": range(2018, 2024), "score": [6.0, 6.1, 6.2, 6.1, 6.3, 6.2], "median": 6.1})
    rows = rows.assign(component="papi.1", panel="A", order=1, stretch=1, median_stretch=1, told="6", band_low=None)
    drawn = draw(papi.panels_chart("vi"), rows)
    labels = [float(each.replace(",", ".")) for each in re.findall(r">(\d[,\d]*)</text>", drawn) if "20" not in each]
    assert min(labels) > 5
