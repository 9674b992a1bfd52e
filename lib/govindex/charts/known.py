"""The dots of the provinces whose score is known, where not all are: what the sheets of two indices share."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS


def known_chart(lang: str, *, title: str) -> alt.LayerChart:
    """Return the provinces whose score is known, as dots, best first, the chosen one and the national mean marked.

    Rows, the best first: place, score, mean, mean_told, told, suspect (a hollow dot), own, and the columns of the
    tooltip.
    """
    hints = {"place": "", "score": ".2f", "printed_rank": "d", "status": "", "publisher": ""}
    base = alt.Chart(ROWS).transform_filter("isValid(datum.score)")
    shown = base.encode(
        x=alt.X(
            "score:Q",
            scale=alt.Scale(zero=False, nice=False, padding=40),
            title=title,
            axis=alt.Axis(grid=True, tickCount=6),
        ),
        y=alt.Y("place:N", sort=alt.EncodingSortField("at", op="min"), title=None),
        tooltip=theme.tooltips(lang, hints),
    )
    colour = alt.when("datum.own").then(alt.value(theme.ACCENT)).otherwise(alt.value(theme.ACHIEVED))
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).when("datum.own").then(alt.value(theme.ACCENT))
    mean = base.transform_filter("isValid(datum.mean)").transform_aggregate(groupby=["mean", "mean_told"])
    mean = mean.encode(x="mean:Q")
    told = {"align": "left", "dx": 9}
    layers = [
        mean.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        mean.mark_text(align="left", dx=4, dy=-7, color=theme.MUTED).encode(y=alt.value(0), text="mean_told:N"),
        shown.mark_text(**told, color="#ffffff", stroke="#ffffff", strokeWidth=4).encode(text="told:N"),
        shown.mark_point(size=70, strokeWidth=2, opacity=1, cursor="pointer").encode(
            stroke=colour, fill=fill.otherwise(alt.value(theme.ACHIEVED))
        ),
        *(
            shown.transform_filter(test).mark_text(**told, fontWeight=weight).encode(text="told:N", color=colour)
            for test, weight in (("datum.own", 700), ("!datum.own", 400))
        ),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - 190, height=alt.Step(22))
    return chart.transform_window(at="row_number()")
