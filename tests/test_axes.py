"""The axes that all charts share, drawn: a year is written once, and positions begin at 1."""

import re

import altair as alt
import pytest
import vl_convert

from govindex.charts import theme, trend


def list_labels(x: alt.X, values: list[int], width: int) -> list[str]:
    """Return what is written along an axis, in its order."""
    field = str(x.to_dict()["field"])
    rows = alt.InlineData([{field: value, "score": value % 3} for value in values])
    chart = alt.Chart(rows).mark_point().encode(x=x, y=alt.Y("score:Q", axis=None)).properties(width=width)
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    group = drawn[drawn.index("role-axis-label") :]
    return re.findall(r"<text[^>]*>([^<]+)</text>", group[: group.index("</g>")])


@pytest.mark.parametrize("width", [240, 380, 640, 900, 1200])
def test_a_year_is_written_once_however_wide_the_chart(width):
    assert list_labels(theme.put_years(padding=16), [2019, 2020, 2021], width) == ["2019", "2020", "2021"]


def test_the_course_of_a_trend_has_the_axis_of_years_of_all():
    shared = theme.put_years(padding=16).to_dict()
    drawn = trend.course_chart("vi").to_dict()["spec"]
    found = [layer["encoding"]["x"] for layer in drawn["layer"] if layer["encoding"]["x"].get("field") == "year"]
    assert found
    assert all(x["axis"] == shared["axis"] and x["scale"] == shared["scale"] for x in found)


@pytest.mark.parametrize(("positions", "second"), [(8, "2"), (25, "2"), (61, "5"), (34, "5")])
def test_positions_begin_at_1(positions, second):
    scale = alt.Scale(zero=False, nice=False, padding=14)
    x = alt.X("order:Q", scale=scale, axis=theme.make_places("x"))
    labels = list_labels(x, list(range(1, positions + 1)), 640)
    assert labels[:2] == ["1", second]
    assert int(labels[-1]) <= positions
