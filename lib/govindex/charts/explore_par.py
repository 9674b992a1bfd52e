"""Panels of the PAR INDEX explorer: parts, steps, changes, the known provinces; charts without rows of their own."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.explore import ROWS, SIDE, row_names
from govindex.words import say

ROW = 32  # pixels of one bar with its gap


def parts_panel(*, lang: str) -> alt.LayerChart:
    """Return bars of the points achieved and lost by component; where no maximum is known the bar ends at the score.

    Rows: lines, order, score, maximum, end, lost, share, told, name, status, publisher, pick (what opens; or empty).
    """
    hints = {"name": "", "maximum": ".2f", "score": ".2f", "lost": ".2f", "share": ".1f", "status": "", "publisher": ""}
    kinds = [say("chart.achieved", lang), say("chart.lost", lang)]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ACHIEVED, theme.LOST]), title=None)
    base = alt.Chart(ROWS).encode(y=row_names(), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(nice=False, zero=True))

    achieved, lost = (
        base.transform_calculate(kind=f"'{kind}'").mark_bar(height=17, cursor="pointer") for kind in kinds
    )
    return alt.layer(
        achieved.encode(x=at("score"), color=colour),
        lost.encode(x=at("score"), x2="end:Q", color=colour),
        base.mark_text(align="left", dx=6).encode(x=at("end"), text="told:N"),
    ).properties(width=theme.WIDTH - SIDE - 200, height=alt.Step(ROW))


def steps_panel(*, lang: str) -> alt.LayerChart:
    """Return the way from the maximum down to the total, a step for each component that lost points.

    Rows: lines, below (the lines of the next row), order, kind, start, end, lost, floor (where the axis begins), told,
    chosen (true inside the opened part), name, status, publisher, pick.
    """
    hints = {"name": "", "lost": ".2f", "end": ".2f", "status": "", "publisher": ""}
    base = alt.Chart(ROWS).encode(y=row_names(), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        axis = alt.Axis(grid=True, tickCount=6)
        return alt.X(f"{field}:Q", title=say("chart.points", lang), axis=axis, scale=alt.Scale(nice=False, zero=False))

    bars = base.transform_filter("datum.kind == 'lost'").encode(x=at("end"), x2="start:Q")
    return alt.layer(
        base.mark_rule(opacity=0).encode(x=at("floor"), x2="start:Q"),
        base.transform_filter("isValid(datum.below)")
        .mark_rule(color=theme.MUTED, strokeDash=[2, 2])
        .encode(x=at("end"), y2="below:N"),
        bars.mark_bar(height=16, color=theme.LOST, cursor="pointer"),
        bars.transform_filter("datum.chosen").mark_bar(
            height=16, fillOpacity=0, stroke=theme.INK, strokeWidth=2, cursor="pointer"
        ),
        base.transform_filter("datum.kind != 'lost'")
        .mark_tick(thickness=5, size=22, color=theme.ACHIEVED)
        .encode(x=at("end")),
        base.mark_text(align="right", dx=-7).encode(x=at("end"), text="told:N"),
    ).properties(width=theme.WIDTH - SIDE - 20, height=alt.Step(ROW))


def changes_panel(*, lang: str) -> alt.LayerChart:
    """Return bars of each component's change: a fall to the left, a rise to the right.

    Rows: lines, order, base_score, score, change, reach (how far the axis goes either way), told, chosen (true inside
    the opened part), name, status, pick.
    """
    hints = {"name": "", "base_score": ".2f", "score": ".2f", "change": "+.2f", "change_pct": "+.1f", "status": ""}
    base = alt.Chart(ROWS).encode(y=row_names(), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(nice=False))

    colour = alt.when("datum.change < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    bars = base.encode(x=at("change"))
    return alt.layer(
        base.transform_calculate(left="-datum.reach").mark_rule(opacity=0).encode(x=at("left"), x2="reach:Q"),
        bars.mark_bar(height=16, cursor="pointer").encode(color=colour),
        bars.transform_filter("datum.chosen").mark_bar(
            height=16, fillOpacity=0, stroke=theme.INK, strokeWidth=2, cursor="pointer"
        ),
        alt.Chart(alt.InlineData([{"zero": 0}])).mark_rule(color=theme.MUTED).encode(x=at("zero")),
        bars.transform_filter("datum.change >= 0").mark_text(align="left", dx=6).encode(text="told:N"),
        bars.transform_filter("datum.change < 0").mark_text(align="right", dx=-6).encode(text="told:N"),
    ).properties(width=theme.WIDTH - SIDE - 20, height=alt.Step(ROW))


def known_panel(*, lang: str) -> alt.LayerChart:
    """Return the provinces whose score is known as dots, the chosen one and the national mean marked.

    Rows: name, order, score, printed_rank, suspect (a hollow dot), own, told, low and high (where the axis ends),
    status, publisher, pick. The named data ``mean`` holds a row of mean and told, or none.
    """
    hints = {"name": "", "score": ".2f", "printed_rank": "d", "status": "", "publisher": ""}
    by_order = alt.EncodingSortField("order", op="min", order="ascending")
    y = alt.Y("name:N", sort=by_order, title=None, axis=alt.Axis(minExtent=SIDE - 60, maxExtent=SIDE - 60))
    base = alt.Chart(ROWS).encode(y=y, tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        axis = alt.Axis(grid=True, tickCount=6)
        scale = alt.Scale(nice=False, zero=False)
        return alt.X(f"{field}:Q", title=say("chart.scale_par", lang), axis=axis, scale=scale)

    colour = alt.when("datum.own").then(alt.value(theme.ACCENT)).otherwise(alt.value(theme.ACHIEVED))
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).when("datum.own").then(alt.value(theme.ACCENT))
    texts = [
        base.transform_filter(test)
        .mark_text(align="left", dx=9, fontWeight=weight)
        .encode(x=at("score"), text="told:N", color=colour)
        for test, weight in (("datum.own", 700), ("!datum.own", 400))
    ]
    mean = alt.Chart(alt.NamedData("mean")).encode(x=at("mean"))
    return alt.layer(
        base.mark_rule(opacity=0).encode(x=at("low"), x2="high:Q"),
        mean.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        mean.mark_text(align="left", dx=4, dy=-7, color=theme.MUTED).encode(y=alt.value(0), text="told:N"),
        base.mark_point(size=70, strokeWidth=2, opacity=1, cursor="pointer").encode(
            x=at("score"), stroke=colour, fill=fill.otherwise(alt.value(theme.ACHIEVED))
        ),
        base.mark_text(align="left", dx=9, color="#ffffff", stroke="#ffffff", strokeWidth=4).encode(
            x=at("score"), text="told:N"
        ),
        *texts,
    ).properties(width=theme.WIDTH - SIDE + 40, height=alt.Step(22))
