"""Charts of proposals, without data: each draws whatever rows its figure takes for a state, in one language."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

_COVERS = ["some", "none"]
_INKS = [theme.ACHIEVED, theme.LOST]
_TOLD = 120  # pixels right of the bars, for what is written there


def timeline_chart(lang: str) -> alt.LayerChart:
    """Return a dot for each proposal in the row of its agency and the column of its due month.

    Rows: agency, lines, task, month_key, month_label, stack (1, 2, … within a cell), order, bears_on.
    """
    hints = theme.tooltips(lang, {"agency": "", "task": "", "month_label": "", "bears_on": ""})
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "month_label:N",
            sort=alt.EncodingSortField("month_key", op="min"),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, grid=False, labelExpr="split(datum.label, ' ')"),
        ),
        xOffset=alt.XOffset("stack:O"),
        y=theme.put_names(),
        tooltip=hints,
    )
    dots = base.mark_circle(size=62, opacity=1, color=theme.ACHIEVED)
    return alt.layer(dots).properties(width=theme.WIDTH - theme.NAMES - 10, height=alt.Step(36))


def cover_chart(lang: str) -> alt.LayerChart:
    """Return the points lost by component as bars, coloured by whether a proposal bears on it.

    Rows: lines, name, lost, count, cover (``some`` or ``none``), cover_name, order, told.
    """
    hints = theme.tooltips(lang, {"name": "", "lost": ".3~f", "cover_name": ""})
    base = alt.Chart(ROWS).encode(y=theme.put_names(), tooltip=hints)
    along = alt.X("lost:Q", title=say("proposals.axis_lost", lang), axis=alt.Axis(grid=True, tickCount=5))
    colour = alt.Color("cover:N", scale=alt.Scale(domain=_COVERS, range=_INKS), legend=None)
    layers = [
        base.mark_bar(height=17).encode(x=along, color=colour),
        base.mark_text(align="left", dx=5).encode(x=along, text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - _TOLD, height=alt.Step(30))


def later_chart(lang: str) -> alt.LayerChart:
    """Return the later change of each component as bars, with the middle of all provinces as ticks.

    Rows: lines, name, change, median, moved (``stayed`` is pale), cover, cover_name, order.
    """
    hints = theme.tooltips(lang, {"name": "", "change": "+.3~f", "median_change": "+.3~f", "cover_name": ""})
    base = alt.Chart(ROWS).encode(y=theme.put_names(), tooltip=hints)
    axis = alt.Axis(grid=True, format="+~g", tickCount=7, labelExpr="datum.value == 0 ? '0' : datum.label")
    along = alt.X("change:Q", title=say("proposals.axis_change", lang), axis=axis)
    colour = alt.Color("cover:N", scale=alt.Scale(domain=_COVERS, range=_INKS), legend=None)
    pale = alt.when("datum.moved == 'stayed'").then(alt.value(0.35)).otherwise(alt.value(1))
    ticks = base.transform_filter("isValid(datum.median_change)").encode(x="median_change:Q")
    layers = [
        base.mark_bar(height=17).encode(x=along, color=colour, opacity=pale),
        ticks.mark_tick(color=theme.INK, thickness=2, height=22),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 20, height=alt.Step(30))
