"""Charts of what if, without data: each draws whatever rows its figure takes for a state, in one language."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say


def curve_chart(lang: str) -> alt.LayerChart:
    """Return the position by the points gained, as stairs; a dot for each other province, a rule at what is chosen.

    Rows: place, total, gap (points to draw level), position. The choice ``gained`` is where the rule stands.
    """
    hints = theme.tooltips(lang, {"place": "", "total": ".3~f", "gap": "+.3~f", "position": "d"})
    base = alt.Chart(ROWS)
    shown = base.encode(
        x=alt.X(
            "gap:Q",
            scale=alt.Scale(zero=False, nice=False, padding=14),
            title=say("whatif.axis_gap", lang),
            axis=alt.Axis(format="+~g", grid=True, tickCount=8, labelExpr="datum.value == 0 ? '0' : datum.label"),
        ),
        y=alt.Y(
            "position:Q",
            scale=alt.Scale(reverse=True, zero=False, nice=False, padding=12),
            title=say("whatif.axis_position", lang),
            axis=alt.Axis(grid=True, tickCount=7, format="d", labelExpr="datum.value < 1 ? '' : datum.label"),
        ),
    )
    one = alt.Chart(alt.InlineData([{}]))
    at = one.transform_calculate(gap="gained").encode(x="gap:Q")
    start = one.transform_calculate(gap="0").encode(x="gap:Q")
    words = f"'{say('whatif.set_at', lang)}'"
    said = one.transform_calculate(gap="gained", told=words).encode(x="gap:Q", text="told:N")
    layers = [
        start.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        shown.mark_line(interpolate="step-after", color=theme.ACHIEVED, strokeWidth=1.8),
        shown.mark_point(size=42, filled=True, opacity=1, color=theme.ACHIEVED, cursor="pointer").encode(tooltip=hints),
        at.mark_rule(color=theme.ACCENT, strokeWidth=2),
        said.mark_text(align="left", dx=5, color=theme.ACCENT, fontWeight=600).encode(y=alt.value(8)),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - 70, height=300)
    return chart.add_params(alt.param(name="gained", value=0))


def room_chart(lang: str) -> alt.LayerChart:
    """Return what each part can gain: usual and rare gains as bars, the way to the best province as a ring.

    Rows: lines, name, slot, score, maximum, up, p75, outer (the rare gain, or all that is missing), gain_best, told.
    """
    hints = theme.tooltips(lang, {"name": "", "score": ".3~f", "maximum": ".3~f"})
    base = alt.Chart(ROWS).encode(y=theme.put_names(order="slot"), tooltip=hints)

    def along(field: str) -> alt.X:
        scale = alt.Scale(zero=True, nice=True)
        return alt.X(f"{field}:Q", scale=scale, title=say("whatif.axis_gain", lang), axis=alt.Axis(grid=True))

    best = base.transform_filter("isValid(datum.gain_best)")
    usual = base.transform_filter("isValid(datum.p75)")
    layers = [
        base.mark_bar(height=17, color=theme.GROUPS[2]).encode(x=along("outer")),
        usual.mark_bar(height=17, color=theme.ACHIEVED).encode(x=along("p75")),
        best.mark_point(size=70, strokeWidth=2, color=theme.ACCENT, opacity=1).encode(x=along("gain_best")),
        base.mark_text(align="left", dx=8).encode(x=alt.value("width"), text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 140, height=alt.Step(32))
