"""Charts of PAPI on frames of a few rows written by hand: a valid specification, its marks and the data behind it."""

import json

import pandas as pd
import pytest

from govindex import charts
from govindex.charts import theme

SPREAD = pd.DataFrame(
    {
        "measure": "papi",
        "dimension": ["Transparency", "E-governance"],
        "component": ["papi.2", "papi.8"],
        "level": "dimension",
        "name": ["Transparency", "E-governance"],
        "short": ["Transparency", "E-governance"],
        "score": [5.419, None],
        "scale": 10.0,
        "range_share": [49.1, None],
        "base_year": 2020,
        "base_score": [5.46, None],
        "group": ["Upper middle", None],
        "rank": pd.array([21, None], dtype="Int64"),
        "scored": 60,
        "lowest": [4.2, 2.0],
        "q1": [4.8, 2.6],
        "median": [5.1, 2.8],
        "q3": [5.5, 3.1],
        "highest": [6.3, 3.6],
        "lowest_province": "A",
        "highest_province": "B",
        "place": pd.array([2, None], dtype="Int64"),
    }
)
SPREAD = SPREAD.assign(
    **{f"at_{point}": SPREAD[point] for point in ("score", "base_score", "lowest", "q1", "median", "q3", "highest")}
)
TREND = pd.DataFrame(
    {
        "measure": "papi",
        "component": "papi",
        "name": "PAPI",
        "year": [2016, 2017, 2018, 2019, 2020],
        "score": [35.0, 36.0, None, 43.0, 44.0],
        "median": [35.5, 35.8, 44.0, 43.7, 42.7],
        "scored": 63,
        "scale": [60.0, 60.0, 80.0, 80.0, 80.0],
        "framework": ["2011", "2011", "2018", "2018", "2018"],
        "broken": [False, False, True, False, False],
        "segment": pd.array([1, 1, None, 2, 2], dtype="Int64"),
        "median_segment": pd.array([1, 1, 2, 2, 2], dtype="Int64"),
        "own": [False, False, False, False, True],
    }
)
STEPS = pd.DataFrame(
    {
        "measure": "papi",
        "name": ["Total of 2020", "Transparency", "E-governance", "Total of 2021"],
        "kind": ["base", "change", "change", "total"],
        "start": [42.0, 42.0, 43.0, 42.5],
        "end": [42.0, 43.0, 42.5, 42.5],
        "contribution": [None, 1.0, -0.5, None],
    }
)
TILES = pd.DataFrame(
    {
        "measure": "papi",
        "name": ["Bà Rịa - Vũng Tàu", "Hải Phòng", "Quảng Ninh", "Quần đảo Hoàng Sa"],
        "score": [48.0, 44.0, None, None],
        "group": ["Cao nhất", "Thấp nhất", None, None],
        "rank": pd.array([1, 2, None, None], dtype="Int64"),
        "scored": pd.array([2, 2, None, None], dtype="Int64"),
        "place": pd.array([1, 4, None, None], dtype="Int64"),
        "group_size": pd.array([1, 1, None, None], dtype="Int64"),
        "own": [False, True, False, False],
        "kind": ["province", "province", "province", "archipelago"],
        "tile_col": [4, 6, 6, 8],
        "tile_row": [16, 3, 2, 9],
    }
)
DRAWN = [
    (charts.dimension_spread_chart, SPREAD),
    (charts.subdimension_spread_chart, SPREAD),
    (charts.total_trend_chart, TREND),
    (charts.dimension_trend_chart, TREND),
    (charts.contribution_chart, STEPS),
    (charts.tile_map_chart, TILES),
]


def spec(chart, table, lang="en"):
    return chart(table, title="A finding.", lang=lang).to_dict()


def rows_behind(drawn):
    """Return every row of every data set of a specification."""
    return [row for rows in drawn["datasets"].values() for row in rows]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("chart", "table"), DRAWN)
def test_every_chart_is_valid_has_its_title_and_a_description(chart, table, lang):
    drawn = spec(chart, table, lang)
    assert drawn["title"]["text"] == ["A finding."]
    assert drawn["description"] == "A finding."
    json.dumps(drawn, allow_nan=False)


@pytest.mark.parametrize(("chart", "table"), DRAWN)
def test_a_chart_leaves_its_table_as_it_was(chart, table):
    before = table.copy()
    spec(chart, table)
    pd.testing.assert_frame_equal(table, before)


def test_the_spread_names_score_and_group_and_says_where_there_is_none():
    told = {
        row["name"]: (row["told"], row["group"]) for row in rows_behind(spec(charts.dimension_spread_chart, SPREAD))
    }
    assert told == {"Transparency": ("5.419", "Upper middle"), "E-governance": ("–", "no score")}


def test_bands_are_coloured_from_the_lowest_group_to_the_highest():
    bands = spec(charts.dimension_spread_chart, SPREAD)["layer"][:4]
    assert [band["encoding"]["x"]["field"] for band in bands] == ["at_lowest", "at_q1", "at_median", "at_q3"]
    scale = bands[0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["Lowest", "Lower middle", "Upper middle", "Highest"]
    assert scale["range"] == theme.GROUPS[::-1]


def test_without_a_score_there_is_no_dot():
    unscored = SPREAD.assign(
        score=float("nan"), base_score=float("nan"), at_score=float("nan"), at_base_score=float("nan")
    )
    marks = [layer["mark"]["type"] for layer in spec(charts.dimension_spread_chart, unscored)["layer"]]
    assert "point" not in marks
    assert marks.count("bar") == 4


def test_without_a_comparable_year_the_key_names_one_year():
    alone = SPREAD.assign(base_score=float("nan"), at_base_score=float("nan"))
    layers = spec(charts.dimension_spread_chart, alone)["layer"]
    domains = [layer["encoding"]["fill"]["scale"]["domain"] for layer in layers if "fill" in layer["encoding"]]
    assert domains
    assert all(domain == ["2021"] for domain in domains)


def test_a_sub_dimension_stands_under_its_dimension_with_its_maximum():
    rows = rows_behind(spec(charts.subdimension_spread_chart, SPREAD.assign(scale=[2.5, 10 / 3])))
    assert [row["head"] for row in rows if "head" in row] == ["Transparency", "E-governance"]
    assert [row["told"] for row in rows if "told" in row] == ["5.419 / 2.5", "–"]


def test_the_trend_is_broken_and_the_break_and_both_scales_are_named():
    rows = rows_behind(spec(charts.total_trend_chart, TREND))
    assert [row["at"] for row in rows if "at" in row] == [2017.5]
    told = [row["told"] for row in rows if "told" in row]
    assert {"of 60 points", "of 80 points"} <= set(told)
    lines = [layer for layer in spec(charts.total_trend_chart, TREND)["layer"] if layer["mark"]["type"] == "line"]
    assert [line["encoding"]["detail"]["field"] for line in lines] == ["median_segment", "segment"]


def test_the_small_panels_share_years_and_reach():
    both = pd.concat([TREND.assign(component="papi.1"), TREND.assign(component="papi.7", score=TREND["score"] / 2)])
    panels = spec(charts.dimension_trend_chart, both.reset_index(drop=True))["concat"]
    domains = [
        next(layer for layer in panel["layer"] if layer["mark"]["type"] == "point")["encoding"]["y"]["scale"]["domain"]
        for panel in panels
    ]
    assert len({round(high - low, 6) for low, high in domains}) == 1


def test_contributions_are_written_with_their_sign_and_totals_without():
    rows = rows_behind(spec(charts.contribution_chart, STEPS))
    assert [row["text"] for row in rows] == ["42.000", "+1.000", "−0.500", "42.500"]


def test_tiles_have_names_on_lines_and_the_key_counts_the_groups():
    rows = rows_behind(spec(charts.tile_map_chart, TILES, "vi"))
    assert [row["lines"] for row in rows if "lines" in row] == [
        "Bà Rịa -\nVũng Tàu",
        "Hải Phòng",
        "Quảng Ninh",
        "Quần đảo\nHoàng Sa",
    ]
    key = [row["told"] for row in rows if "told" in row and row["told"] != "Nhóm (số tỉnh, thành phố)"]
    assert key == ["Cao nhất (1)", "Thấp nhất (1)", "Không có số liệu (1)"]


@pytest.mark.parametrize(("chart", "table"), DRAWN)
def test_no_chart_is_wider_than_the_page(chart, table):
    drawn = spec(chart, table)
    panels = drawn.get("concat", [drawn])[: drawn.get("columns")]
    assert sum(panel["width"] for panel in panels) <= theme.WIDTH
