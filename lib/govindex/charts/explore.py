"""Panels of the explorers: charts without rows of their own; the rows come from what a reader chose.

Each function returns a chart of the named data ``rows``, whose columns its docstring lists. A panel draws whatever rows
it is given: domains, heights and order follow them.
"""

from __future__ import annotations

import textwrap

import altair as alt

from govindex.charts import theme
from govindex.words import say

ROWS = alt.NamedData("rows")
SIDE = 210  # pixels of the names beside a panel
COLUMN, ROW = 70, 33  # pixels of a tile of the map, with its gap
COLUMNS, LINES = 9, 20  # tiles across and down
TURN = 0.658  # where on the way from the least to the most black and white have the same contrast to a tile's shade


def row_names(field: str = "lines", *, order: str = "order") -> alt.Y:
    """Return an axis of names, each on the lines that the column `field` breaks it into, by the column `order`."""
    middle = {"condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": "bottom"}, "value": "middle"}
    axis = alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelBaseline=middle,
        labelLineHeight=13,
        labelLimit=SIDE,
        minExtent=SIDE,
        maxExtent=SIDE,
    )
    return alt.Y(f"{field}:N", sort=alt.EncodingSortField(order, op="min", order="ascending"), title=None, axis=axis)


def spread_panel(*, lang: str) -> alt.LayerChart:
    """Return quartile bands of all provinces with the province's dot and, hollow, that of the year before.

    Rows: lines, order, score, base_score, minimum, maximum, lowest, q1, median, q3, highest, told, chosen, and the
    columns of the tooltip (name, group, rank, scored).
    """
    form = theme.points("papi")
    hints = {"name": "", "score": form, "base_score": form, "group": "", "rank": "d", "scored": "d"}
    hints |= {"lowest": form, "q1": form, "median": form, "q3": form, "highest": form}
    base = alt.Chart(ROWS).encode(y=row_names(), tooltip=theme.tooltips(lang, hints))
    scale = alt.Scale(zero=False, nice=False, padding=8)

    def at(field: str) -> alt.X:
        axis = alt.Axis(grid=True, tickCount=8)
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title=say("chart.points", lang))

    frame = base.mark_rule(opacity=0).encode(x=at("minimum"), x2="maximum:Q")
    ends = [("lowest", "q1", 4), ("q1", "median", 3), ("median", "q3", 2), ("q3", "highest", 1)]
    bands = [
        base.mark_bar(height=11, color=theme.GROUPS[group - 1], cursor="pointer").encode(x=at(start), x2=f"{end}:Q")
        for start, end, group in ends
    ]
    dots = [
        base.transform_filter("isValid(datum.score) && isValid(datum.base_score)")
        .mark_rule(color=theme.ACCENT, strokeWidth=2)
        .encode(x=at("base_score"), x2="score:Q"),
        base.transform_filter("isValid(datum.base_score)")
        .mark_point(size=70, filled=True, fill="#ffffff", stroke=theme.ACCENT, strokeWidth=2, opacity=1)
        .encode(x=at("base_score")),
        base.transform_filter("isValid(datum.score)")
        .mark_point(size=110, filled=True, fill=theme.ACCENT, stroke="#ffffff", strokeWidth=1.5, opacity=1)
        .encode(x=at("score")),
    ]
    width = theme.WIDTH - SIDE - 160
    told = base.mark_text(align="left", dx=10).encode(x=alt.value(width), text="told:N")
    return alt.layer(frame, *bands, *dots, told).properties(width=width, height=alt.Step(32))


def map_panel(*, lang: str) -> alt.LayerChart:
    """Return the tile-grid map, coloured by group or by points as the parameter ``colouring`` says.

    Rows: col, row, lines, score, place (group 1 to 4), mark (``own``, ``peer`` or empty), name, group, rank, scored.
    """
    form = theme.points("papi")
    hints = theme.tooltips(lang, {"name": "", "score": form, "group": "", "rank": "d", "scored": "d"})
    # What is not scored is white with a dashed rim; a tile's text is black on light and white on dark.
    base = (
        alt.Chart(ROWS)
        .transform_joinaggregate(least="min(score)", most="max(score)")
        .transform_calculate(
            left="datum.col + 0.03",
            right="datum.col + 0.97",
            top="datum.row + 0.05",
            bottom="datum.row + 0.95",
            middle="datum.col + 0.5",
            centre="datum.row + 0.5 - (length(split(datum.lines, '\\n')) - 1) * 0.18",
            known="isValid(datum.score)",
        )
        .encode(tooltip=hints)
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, COLUMNS], nice=False), axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, LINES], nice=False, reverse=True), axis=None)

    box = base.encode(x=x("left"), x2="right:Q", y=y("top"), y2="bottom:Q")
    groups = alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS)
    shades = alt.Scale(range=theme.GROUPS[::-1], interpolate="lab", zero=False)
    tile = {"cornerRadius": 3, "cursor": "pointer"}
    by_group = box.transform_filter("datum.known && colouring == 'groups'").mark_rect(**tile)
    by_points = box.transform_filter("datum.known").mark_rect(**tile)  # there at all times, for the range of its shades
    shown = alt.when("colouring == 'points'").then(alt.value(1)).otherwise(alt.value(0))
    rim = box.transform_filter("datum.mark != ''").mark_rect(fillOpacity=0, cornerRadius=3)
    name = base.encode(x=x("middle"), y=y("centre"), text="lines:N")
    shaded = f"datum.score - datum.least > {TURN} * (datum.most - datum.least)"
    light = f"datum.known && (colouring == 'groups' ? datum.place < 3 : {shaded})"
    text = {"baseline": "middle", "fontSize": 10, "lineHeight": 11, "lineBreak": "\n", "cursor": "pointer"}
    layers = [
        box.transform_filter("!datum.known").mark_rect(**tile, fill="#ffffff", stroke=theme.MUTED, strokeDash=[3, 2]),
        by_points.encode(fill=alt.Fill("score:Q", scale=shades, legend=None), opacity=shown),
        by_group.encode(fill=alt.Fill("place:O", scale=groups, legend=None)),
        rim.mark_rect(fillOpacity=0, cornerRadius=3, stroke="#ffffff", strokeWidth=6),
        rim.transform_filter("datum.mark == 'own'").mark_rect(
            fillOpacity=0, cornerRadius=3, stroke=theme.ACCENT, strokeWidth=3.5
        ),
        rim.transform_filter("datum.mark == 'peer'").mark_rect(
            fillOpacity=0, cornerRadius=3, stroke=theme.INK, strokeWidth=2.5
        ),
        name.transform_filter(light).mark_text(**text, color="#ffffff"),
        name.transform_filter(f"!({light})").mark_text(**text, color="#000000"),
    ]
    drawn = alt.layer(*layers).resolve_scale(fill="independent").properties(width=COLUMNS * COLUMN, height=LINES * ROW)
    return drawn.add_params(alt.param(name="colouring", value="groups"))


def trend_panel(*, lang: str) -> alt.LayerChart:
    """Return lines over the years: the province, its peers, the national median; broken where frameworks change.

    Rows: series (``own``, ``peer``, ``median``), name, year, score, segment (what a line may join), end (the name at
    the last point of a series) and end_at (where it stands), now (true in the chosen year).
    """
    form = theme.points("papi")
    first = alt.Axis(format="d", tickMinStep=1, labelFlush=False)
    base = alt.Chart(ROWS).encode(
        x=alt.X("year:Q", scale=alt.Scale(zero=False, nice=False, padding=10), axis=first, title=None),
        y=alt.Y("score:Q", scale=alt.Scale(zero=False), axis=alt.Axis(grid=True), title=say("chart.points", lang)),
        detail="segment:N",
        tooltip=theme.tooltips(lang, {"name": "", "year": "d", "score": form}),
    )
    looks = {
        "median": {"color": theme.MUTED, "strokeDash": [2, 2], "strokeWidth": 1.5},
        "peer": {"color": "#7a8794", "strokeWidth": 1.5},
        "own": {"color": theme.ACHIEVED, "strokeWidth": 3},
    }
    lines = [base.transform_filter(f"datum.series == '{series}'").mark_line(**look) for series, look in looks.items()]
    point = base.transform_filter("datum.series == 'own'")
    dots = [
        point.mark_point(size=40, filled=True, fill="#ffffff", stroke=theme.ACHIEVED, strokeWidth=2, opacity=1),
        point.transform_filter("datum.now").mark_point(size=110, filled=True, fill=theme.ACCENT, opacity=1),
    ]
    names = (
        base.transform_filter("isValid(datum.end)")
        .mark_text(align="left", dx=10, fontSize=11, limit=150)
        .encode(y="end_at:Q", text="end:N")
    )
    change = alt.Chart(
        alt.InlineData([{"at": 2017.5, "told": textwrap.fill(say("chart.break", lang, year=2018), 34)}])
    ).encode(x="at:Q")
    broken = [
        change.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        change.mark_text(align="left", baseline="top", dx=5, lineBreak="\n", color=theme.MUTED).encode(
            y=alt.value(0), text="told:N"
        ),
    ]
    return alt.layer(*broken, *lines, *dots, names).properties(width=theme.WIDTH - 170, height=260)


def peers_panel(*, lang: str) -> alt.LayerChart:
    """Return bars of the province and its peers, best first, from 0 to the maximum.

    Rows: name, score, maximum, told, own, place, group, rank, scored.
    """
    form = theme.points("papi")
    base = alt.Chart(ROWS).encode(
        y=alt.Y("name:N", sort=alt.EncodingSortField("score", op="max", order="descending"), title=None),
        tooltip=theme.tooltips(lang, {"name": "", "score": form, "group": "", "rank": "d", "scored": "d"}),
    )

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(nice=False), axis=None)

    colour = alt.when("datum.own").then(alt.value(theme.ACHIEVED)).otherwise(alt.value("#8fa3b5"))
    return alt.layer(
        base.mark_bar(height=15, color=theme.PALE).encode(x=at("maximum")),
        base.mark_bar(height=15, cursor="pointer").encode(x=at("score"), color=colour),
        base.mark_text(align="left", dx=6).encode(x=at("maximum"), text="told:N"),
    ).properties(width=theme.WIDTH - 150 - 210, height=alt.Step(26))
