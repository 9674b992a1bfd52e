"""Charts of positions and their bands, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.lines import (
    LINE_STEP,
    NAMED,
    TONE,
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

WEIGHTS, SAMPLING = "#b9cfe4", theme.MUTED
_PLAIN = "#8fa3b5"  # of a dot where there are no groups
_GROUPS = alt.Scale(domain=[0, 1, 2, 3, 4], range=[_PLAIN, *theme.GROUPS])


def _size(chart: alt.LayerChart) -> alt.LayerChart:
    return choose_marked(chart.properties(width=theme.WIDTH - NAMED - 30, height=alt.Step(LINE_STEP)))


def bands_chart(lang: str) -> alt.LayerChart:
    """Return a line a province: its position with the bands that weights, sampling and the print allow.

    Rows, the best first: place, province, position, print_best and so on, group, own, and the columns of the tooltip.
    """
    base = list_lines().transform_calculate(
        weights_from="datum.weights_best - datum.half",
        weights_to="datum.weights_worst + datum.half",
        sampling_from="datum.sampling_best - datum.half",
        sampling_to="datum.sampling_worst + datum.half",
        print_from="datum.print_best - datum.half",
        print_to="datum.print_worst + datum.half",
    )
    base = base.encode(y=put_line(), tooltip=_hints(lang))

    def at(field: str) -> alt.X:
        axis = theme.make_places("x", orient="top", grid=True)
        scale = alt.Scale(zero=False, nice=False, padding=6)
        return alt.X(f"{field}:Q", title=say("sheet_ranking.position_axis", lang), axis=axis, scale=scale)

    weighed = base.transform_filter("isValid(datum.weights_best)")
    sampled = base.transform_filter("isValid(datum.sampling_best)")
    unsure = base.transform_filter("datum.print_best < datum.print_worst")
    dot = base.mark_point(size=52, filled=True, opacity=1, strokeWidth=0.8, stroke=theme.MUTED, cursor="pointer")
    marked = base.transform_filter("isValid(datum.tone)").mark_point(size=105, strokeWidth=2.5, opacity=1)
    layers = [
        weighed.mark_bar(height=10, color=WEIGHTS, cornerRadius=2).encode(x=at("weights_from"), x2="weights_to:Q"),
        sampled.mark_rule(color=SAMPLING, strokeWidth=1.6).encode(x=at("sampling_from"), x2="sampling_to:Q"),
        unsure.mark_bar(height=4, color=theme.INK).encode(x=at("print_from"), x2="print_to:Q"),
        dot.encode(x=at("position"), fill=alt.Fill("place_in:O", scale=_GROUPS, legend=None)),
        marked.encode(x=at("position"), stroke=rim_marked()),
        *name_lines(base),
    ]
    return _size(alt.layer(*layers))


def _hints(lang: str) -> list[alt.Tooltip]:
    told = ["weights_told", "sampling_told", "print_told"]
    return [
        *theme.tooltips(lang, {"place": ""}),
        alt.Tooltip("told:N", title=say("column.score", lang)),
        *theme.tooltips(lang, {"position": "d", "group_name": "", **dict.fromkeys(told, ""), "unsure": "d"}),
        *theme.tooltips(lang, {"status": "", "publisher": ""}),
    ]


def groups_chart(lang: str) -> alt.LayerChart:
    """Return a bar a province: in what share of the draws it is in each group.

    Rows, the best first: place, province, own, in_1 to in_4 (per cent), group, group_name.
    """
    base = list_lines().encode(y=put_line())
    fields = [f"in_{group}" for group in range(1, len(theme.GROUPS) + 1)]
    bars = base.transform_fold(fields, as_=["of", "percent"]).transform_filter("datum.percent > 0")
    bars = bars.transform_calculate(of_group="toNumber(slice(datum.of, 3))")
    shades = alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS)
    x = alt.X(
        "percent:Q",
        title=say("sheet_ranking.share_axis", lang),
        axis=alt.Axis(orient="top"),
        scale=alt.Scale(domain=[0, 100]),
    )
    hints = [
        *theme.tooltips(lang, {"place": "", "group_name": ""}),
        *theme.tooltips(lang, dict.fromkeys(fields, ".1f")),
    ]
    layers = [
        bars.mark_bar(height=11, cursor="pointer", stroke="#ffffff", strokeWidth=0.5).encode(
            x=x,
            fill=alt.Fill("of_group:O", scale=shades, legend=None),
            order=alt.Order("of_group:Q"),
            tooltip=hints,
        ),
        *name_lines(base),
    ]
    return _size(alt.layer(*layers))


def pairs_chart(lang: str) -> alt.LayerChart:
    """Return a column a province, from the best to the worst position among those that it cannot be told apart from.

    Rows, the best first: place, province, own, unsure_best and unsure_worst (positions), and the tooltip's columns.
    """
    base = list_lines().transform_calculate(
        start="datum.line - 0.42",
        stop="datum.line + 0.42",
        top="datum.unsure_best - 0.42",
        end="datum.unsure_worst + 0.42",
    )

    title = say("sheet_ranking.position_axis", lang)
    scale = alt.Scale(zero=False, nice=False, padding=6)
    base = base.encode(
        x=alt.X("start:Q", title=title, axis=theme.make_places("x", orient="top", grid=True), scale=scale),
        x2="stop:Q",
        y=alt.Y(
            "top:Q",
            title=title,
            axis=theme.make_places("y", grid=True),
            scale=alt.Scale(zero=False, nice=False, padding=6, reverse=True),
        ),
        y2="end:Q",
        tooltip=[
            *theme.tooltips(lang, {"place": ""}),
            alt.Tooltip("told:N", title=say("column.score", lang)),
            *theme.tooltips(lang, {"position": "d", "unsure": "d", "unsure_told": ""}),
        ],
    )
    bar = {"cursor": "pointer", "cornerRadius": 1}
    marked = base.transform_filter("isValid(datum.tone)")
    own = {"x": alt.X("start:Q"), "x2": "stop:Q", "y": alt.Y("self_from:Q"), "y2": "self_to:Q"}
    itself = base.transform_calculate(self_from="datum.line - 0.42", self_to="datum.line + 0.42").encode(**own)
    layers = [
        base.transform_filter("!isValid(datum.tone)").mark_bar(color=WEIGHTS, **bar),
        marked.mark_bar(**bar).encode(color=colour_marked()),
        itself.mark_bar(color=theme.INK, cursor="pointer"),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - 90, height=420)
    return choose_marked(chart)


def bump_chart(lang: str) -> alt.LayerChart:
    """Return lines of positions over the years, the marked provinces in colour, broken where years do not compare.

    Rows: place, province, year, standing, stretch (what a line may join), own, marked, break, renewed, end (the name
    at the last point) and end_at (where it stands).
    """
    rows = alt.Chart(ROWS).transform_filter("isValid(datum.standing)")
    base = rows.transform_calculate(tone=TONE, segment="datum.province + ' ' + datum.stretch").encode(
        x=theme.put_years(padding=14),
        y=alt.Y(
            "standing:Q",
            scale=alt.Scale(zero=False, nice=False, padding=14, reverse=True),
            axis=theme.make_places("y"),
            title=say("sheet_ranking.position_axis", lang),
        ),
        detail="segment:N",
        tooltip=theme.tooltips(lang, {"place": "", "year": "d", "standing": "d", "status": "", "publisher": ""}),
    )
    breaks = rows.transform_joinaggregate(first="min(year)")
    breaks = breaks.transform_filter("isValid(datum['break']) && datum.year > datum.first")
    breaks = breaks.transform_aggregate(groupby=["year"])
    breaks = breaks.transform_calculate(at="datum.year - 0.5").encode(x="at:Q")
    joined = base.transform_filter("isValid(datum.stretch)")
    tone = colour_marked()
    ended = base.transform_filter("isValid(datum.end)")
    named = ended.encode(x=at_edge(), y="end_at:Q", text="end:N")
    told = {"align": "left", "dx": 10, "fontSize": 11, "limit": NAMED}
    dot = {"filled": True, "opacity": 1, "cursor": "pointer"}
    layers = [
        breaks.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        joined.transform_filter("!datum.marked").mark_line(color=theme.PALE, strokeWidth=1.2),
        base.transform_filter("!datum.marked").mark_point(size=12, color="#c3ccd5", **dot),
        joined.transform_filter("datum.marked").mark_line(strokeWidth=2.6).encode(color=tone),
        base.transform_filter("datum.marked").mark_point(size=55, **dot).encode(color=tone),
        lead_ends(ended),
        named.mark_text(**told).encode(color=tone),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - NAMED - 50, height=420)
    return choose_marked(chart)
