"""Charts of PAR INDEX, without data: each draws whatever rows its figure takes for a state, in one language."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

ROW = 30  # pixels of one bar with its gap
SIDE = 236  # pixels of the names beside a chart
_BANDS = [("lowest", "q1", 4), ("q1", "median", 3), ("median", "q3", 2), ("q3", "highest", 1)]
_TRUST = {"status": "", "publisher": ""}
_ORDERS = "order == 'lost' ? -(datum.lost || 0) : order == 'share' ? -(datum.share || 0) : datum.order"


def losses_chart(lang: str) -> alt.FacetChart:
    """Return bars of the points achieved and lost by component, a panel a section, sorted as the choice ``order`` says.

    Rows: section, depth, order, lines, name, score, maximum, end (of the bar), lost (points), share (per cent), told.
    """
    hints = {
        "name": "",
        "maximum": ".2f",
        "score": ".2f",
        "lost": ".2f",
        "share": ".1f",
        "maximum_status": "",
        **_TRUST,
    }
    kinds = [say("chart.achieved", lang), say("chart.lost", lang)]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ACHIEVED, theme.LOST]), title=None)
    base = alt.Chart().encode(y=theme.put_names(order="at", side=SIDE), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(nice=False, zero=True))

    achieved, lost = (base.transform_calculate(kind=f"'{kind}'").mark_bar(height=17) for kind in kinds)
    layers = [
        achieved.encode(x=at("score"), color=colour),
        lost.encode(x=at("score"), x2="end:Q", color=colour),
        base.mark_text(align="left", dx=6).encode(x=at("end"), text="told:N"),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - SIDE - 190, height=alt.Step(ROW))
    head = alt.Header(labelOrient="top", labelAnchor="start", labelColor=theme.MUTED, title=None)
    by = alt.Row("section:N", sort=alt.EncodingSortField("rank", op="min"), header=head)
    facets = chart.facet(row=by, data=ROWS, spacing=14).resolve_scale(y="independent")
    facets = facets.transform_calculate(at=_ORDERS, rank="1000 * datum.depth + datum.order")
    return facets.add_params(alt.param(name="order", value="official"))


def steps_chart(lang: str) -> alt.LayerChart:
    """Return the way from the maximum down to the total, a step for each component that lost points.

    Rows: lines, order, kind (``maximum``, ``lost`` or ``total``), start, end, lost, told, name, publisher.
    """
    hints = {"name": "", "lost": ".2f", "end": ".2f", "publisher": ""}
    base = (
        alt.Chart(ROWS)
        .transform_joinaggregate(low="min(end)", top="max(start)")
        .transform_window(below="lead(lines)", sort=[alt.SortField("order")])
        .transform_calculate(floor="datum.low - 0.16 * (datum.top - datum.low)")
        .encode(y=theme.put_names(side=SIDE), tooltip=theme.tooltips(lang, hints))
    )

    def at(field: str) -> alt.X:
        axis = alt.Axis(grid=True, tickCount=6)
        return alt.X(f"{field}:Q", title=say("chart.points", lang), axis=axis, scale=alt.Scale(nice=False, zero=False))

    layers = [
        base.mark_rule(opacity=0).encode(x=at("floor"), x2="start:Q"),
        base.transform_filter("isValid(datum.below)")
        .mark_rule(color=theme.MUTED, strokeDash=[2, 2])
        .encode(x=at("end"), y2="below:N"),
        base.transform_filter("datum.kind == 'lost'")
        .mark_bar(height=16, color=theme.LOST)
        .encode(x=at("end"), x2="start:Q"),
        base.transform_filter("datum.kind != 'lost'")
        .mark_tick(thickness=5, size=22, color=theme.ACHIEVED)
        .encode(x=at("end")),
        base.mark_text(align="right", dx=-7).encode(x=at("end"), text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - SIDE - 20, height=alt.Step(ROW))


def changes_chart(lang: str) -> alt.LayerChart:
    """Return bars of each component's change on the chosen year: a fall to the left, a rise to the right.

    Rows: lines, order, base_score, score, change, reach (how far the axis goes either way), told, name, status.
    """
    hints = {"name": "", "base_score": ".2f", "score": ".2f", "change": "+.2f", "change_pct": "+.1f", "status": ""}
    base = alt.Chart(ROWS).encode(y=theme.put_names(side=SIDE), tooltip=theme.tooltips(lang, hints))

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(nice=False))

    colour = alt.when("datum.change < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    bars = base.encode(x=at("change"))
    layers = [
        base.transform_calculate(left="-datum.reach").mark_rule(opacity=0).encode(x=at("left"), x2="reach:Q"),
        bars.mark_bar(height=16).encode(color=colour),
        alt.Chart(alt.InlineData([{"zero": 0}])).mark_rule(color=theme.MUTED).encode(x=at("zero")),
        bars.transform_filter("datum.change >= 0").mark_text(align="left", dx=6).encode(text="told:N"),
        bars.transform_filter("datum.change < 0").mark_text(align="right", dx=-6).encode(text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - SIDE - 20, height=alt.Step(ROW))


def spread_chart(lang: str) -> alt.LayerChart:
    """Return where the total and each part lie between the lowest and the highest of all provinces, by the quarters.

    Rows: lines, order, score, maximum, lowest, q1, median, q3, highest (points), told, and the columns of the tooltip.
    The axis is per cent of the maximum, since the maxima differ.
    """
    points = dict.fromkeys(("lowest", "q1", "median", "q3", "highest"), ".2f")
    ends = {"lowest_province": "", "highest_province": ""}
    hints = {"name": "", "score": ".2f", "rank": "d", "scored": "d", **points, **ends}
    shares = {
        f"{point}_share": f"isValid(datum.{point}) ? 100 * datum.{point} / datum.maximum : null"
        for point in (*points, "score")
    }
    base = (
        alt.Chart(ROWS)
        .transform_calculate(**shares)
        .encode(y=theme.put_names(side=SIDE), tooltip=theme.tooltips(lang, hints))
    )
    names = [say(f"quarter.{place}", lang) for place in (4, 3, 2, 1)]
    legend = alt.Legend(title=None, symbolType="square", padding=4)
    colour = alt.Color("band:N", scale=alt.Scale(domain=names, range=theme.GROUPS[::-1]), sort=names, legend=legend)
    scale = alt.Scale(zero=False, nice=False, padding=8)

    def at(field: str) -> alt.X:
        axis = alt.Axis(grid=True, tickCount=7)
        return alt.X(f"{field}_share:Q", scale=scale, axis=axis, title=say("chart.scale_maximum", lang))

    bands = [
        base.transform_calculate(band=f"'{say(f'quarter.{place}', lang)}'")
        .mark_bar(height=12, stroke="#ffffff", strokeWidth=1)
        .encode(x=at(start), x2=f"{end}_share:Q", color=colour)
        for start, end, place in _BANDS
    ]
    dots = base.transform_filter("isValid(datum.score)").mark_point(
        size=110, filled=True, fill=theme.ACCENT, stroke="#ffffff", strokeWidth=1.5, opacity=1
    )
    width = theme.WIDTH - SIDE - 190
    told = base.mark_text(align="left", dx=10).encode(x=alt.value("width"), text="told:N")
    layers = [*bands, dots.encode(x=at("score")), told]
    return alt.layer(*layers).properties(width=width, height=alt.Step(34))
