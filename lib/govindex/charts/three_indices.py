"""Charts of two scores beside each other, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.lines import (
    LINE_STEP,
    at_edge,
    choose_marked,
    colour_marked,
    lead_ends,
    list_lines,
    name_lines,
    put_line,
    rim_marked,
)
from govindex.charts.theme import ROWS
from govindex.words import say

NAMES = 190  # pixels of the dimensions' names
NAMED = 100  # pixels right of lines, for names
_MEASURES = ["papi", "par", "sipas"]


def scatter_chart(lang: str) -> alt.LayerChart:
    """Return a dot a province: its first score across, its second up, with the medians.

    Rows: place, province, first, second, first_name, second_name, first_median, second_median (missing where not all
    are held), suspect, own, and the columns of the tooltip.
    """
    rows = list_lines()
    hints = ["first_told", "second_told", "quadrant_name"]

    def axis(field: str) -> dict:
        scale = alt.Scale(zero=False, nice=False, padding=16)
        return {"shorthand": f"{field}:Q", "scale": scale, "axis": alt.Axis(grid=True, tickCount=7), "title": None}

    base = rows.encode(
        x=alt.X(**axis("first")),
        y=alt.Y(**axis("second")),
        tooltip=theme.tooltips(lang, {"place": "", **dict.fromkeys(hints, "")}),
    )
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(alt.value("#7fa6c9"))
    dot = {"opacity": 1, "cursor": "pointer"}
    marked = base.transform_filter("isValid(datum.tone)")
    medians = rows.transform_filter("isValid(datum.first_median)")
    across = medians.transform_aggregate(groupby=["first_median"]).encode(x="first_median:Q")
    up = medians.transform_aggregate(groupby=["second_median"]).encode(y="second_median:Q")
    rule = {"color": theme.MUTED, "strokeDash": [4, 3]}
    names = rows.transform_aggregate(groupby=["first_name", "second_name"])
    told = {"fontSize": 12, "color": theme.MUTED}
    layers = [
        across.mark_rule(**rule),
        up.mark_rule(**rule),
        names.mark_text(**told, align="right", baseline="bottom", dy=-5).encode(
            x=alt.value("width"), y=alt.value("height"), text="first_name:N"
        ),
        names.mark_text(**told, align="left", baseline="bottom", dy=-5).encode(
            x=alt.value(4), y=alt.value(0), text="second_name:N"
        ),
        base.transform_filter("!isValid(datum.tone)")
        .mark_point(size=60, stroke=theme.MUTED, strokeWidth=0.8, **dot)
        .encode(fill=fill),
        marked.mark_point(size=130, strokeWidth=3, **dot).encode(fill=fill, stroke=rim_marked()),
        marked.mark_text(align="left", dx=10, fontWeight=600).encode(text="place:N", color=colour_marked()),
    ]
    return choose_marked(alt.layer(*layers).properties(width=theme.WIDTH - 80, height=380))


def apart_chart(lang: str) -> alt.LayerChart:
    """Return a line a province between its positions by the two scores.

    Rows, those better by the first score on top: place, province, first_place, second_place, place_gap, far, own.
    """
    hints = {"place": "", "first_place": "d", "second_place": "d", "place_gap": "+d", "quadrant_name": ""}
    base = list_lines().encode(y=put_line(), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        axis = theme.make_places("x", orient="top", grid=True)
        scale = alt.Scale(zero=False, nice=False, padding=8)
        return alt.X(f"{field}:Q", title=say("sheet_three_indices.position_axis", lang), axis=axis, scale=scale)

    side = alt.when("datum.far").then(alt.value(theme.FALL)).otherwise(alt.value("#b9c4cf"))
    ink = alt.when("datum.far").then(alt.value(theme.FALL)).otherwise(alt.value(theme.ACHIEVED))
    dot = {"size": 46, "opacity": 1, "cursor": "pointer"}
    layers = [
        base.mark_rule(strokeWidth=2).encode(x=at("first_place"), x2="second_place:Q", color=side),
        base.mark_point(**dot, filled=True).encode(x=at("first_place"), fill=ink),
        base.mark_point(**dot, strokeWidth=1.6, fill="#ffffff").encode(x=at("second_place"), stroke=ink),
        *name_lines(base),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - NAMES, height=alt.Step(LINE_STEP))
    return choose_marked(chart)


def dimensions_chart(lang: str) -> alt.LayerChart:
    """Return the rank correlation of the first score with PAPI and each of its dimensions, with its limits.

    Rows: part_name, at, rho, low, high, sure, units.
    """
    axis = alt.Axis(labelLimit=NAMES, minExtent=NAMES, maxExtent=NAMES)
    base = alt.Chart(ROWS).encode(
        y=alt.Y("part_name:N", sort=alt.EncodingSortField("at", op="min"), title=None, axis=axis),
        tooltip=theme.tooltips(lang, {"part_name": "", "rho": ".2f", "low": ".2f", "high": ".2f", "units": "d"}),
    )
    x = {"title": say("sheet_three_indices.correlation_axis", lang), "axis": alt.Axis(orient="top", grid=True)}
    ink = alt.when("datum.sure").then(alt.value(theme.ACHIEVED)).otherwise(alt.value("#9db0c2"))
    zero = alt.Chart(ROWS).transform_aggregate(one="count()").transform_calculate(zero="0").encode(x="zero:Q")
    layers = [
        zero.mark_rule(color=theme.INK),
        base.mark_rule(strokeWidth=5).encode(x=alt.X("low:Q", **x), x2="high:Q", color=ink),
        base.mark_point(size=80, opacity=1, stroke="#ffffff", strokeWidth=1.2).encode(x=alt.X("rho:Q", **x), fill=ink),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - NAMES - 60, height=alt.Step(28))


def years_chart(lang: str) -> alt.LayerChart:
    """Return lines of a province's positions in the three indices over the years.

    Rows: measure, measure_name, year, standing, stretch (what a line may join), end and end_at; the choice ``year`` is
    ringed.
    """
    tone = alt.Color("measure:N", scale=alt.Scale(domain=_MEASURES, range=theme.LINES[:3]), legend=None)
    base = alt.Chart(ROWS).transform_calculate(segment="datum.measure + ' ' + datum.stretch")
    base = base.encode(
        x=theme.put_years(padding=16),
        y=alt.Y(
            "standing:Q",
            title=say("sheet_three_indices.position_axis", lang),
            scale=alt.Scale(zero=False, nice=False, padding=14, reverse=True),
            axis=theme.make_places("y", grid=True),
        ),
        tooltip=theme.tooltips(lang, {"measure_name": "", "year": "d", "standing": "d", "status": "", "publisher": ""}),
    )
    ended = base.transform_filter("isValid(datum.end)")
    named = ended.encode(x=at_edge(), y="end_at:Q", text="end:N", color=tone)
    joined = base.transform_filter("isValid(datum.stretch)").encode(detail="segment:N", color=tone)
    ringed = base.transform_filter("datum.year == year")
    layers = [
        joined.mark_line(strokeWidth=2.4),
        base.mark_point(size=60, filled=True, opacity=1).encode(color=tone),
        ringed.mark_point(size=170, strokeWidth=2, color=theme.ACCENT, opacity=1),
        lead_ends(ended),
        named.mark_text(align="left", dx=10, fontSize=11, limit=NAMED),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - NAMED - 60, height=300)
    return chart.add_params(alt.param(name="year", value=0))
