"""Charts of the structure of an index, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

NAMES = 190  # pixels of the parts' names
_SIGNED = alt.Scale(domain=[-1, 0, 1], range=[theme.FALL, "#ffffff", theme.RISE], clamp=True, interpolate="lab")


def _sort(at: str) -> alt.EncodingSortField:
    return alt.EncodingSortField(at, op="min")


def _parts(field: str, at: str, *, apart: float = 0) -> alt.Y:
    """Return the parts from the top; `apart` is the share of a line left free, for names in a narrow chart."""
    axis = alt.Axis(labelLimit=NAMES, minExtent=NAMES, maxExtent=NAMES)
    return alt.Y(f"{field}:N", sort=_sort(at), title=None, axis=axis, scale=alt.Scale(paddingInner=apart))


def alpha_chart(lang: str) -> alt.LayerChart:
    """Return Cronbach's alpha over the years with its limits, beside the level that is usually asked for.

    Rows: year, alpha, low, high, parts, units, stretch (what a line may join); the choice ``year`` is ringed.
    """
    hints = theme.tooltips(lang, {"year": "d", "alpha": ".2f", "low": ".2f", "high": ".2f", "parts": "d", "units": "d"})
    base = alt.Chart(ROWS).encode(
        x=theme.put_years(padding=16),
        y=alt.Y(
            "alpha:Q",
            title=say("column.alpha", lang),
            scale=alt.Scale(domainMax=1),
            axis=alt.Axis(grid=True, tickCount=6),
        ),
        tooltip=hints,
    )
    level = alt.Chart(ROWS).transform_aggregate(one="count()").transform_calculate(level="0.7").encode(y="level:Q")
    dot = {"opacity": 1, "filled": True}
    layers = [
        level.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        base.mark_rule(color="#9db8d2", strokeWidth=5).encode(y="low:Q", y2="high:Q"),
        base.mark_line(color=theme.ACHIEVED, strokeWidth=2).encode(detail="stretch:N"),
        base.mark_point(size=60, color=theme.ACHIEVED, **dot),
        base.transform_filter("datum.year == year").mark_point(size=180, strokeWidth=2, color=theme.ACCENT, opacity=1),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - 80, height=240)
    return chart.add_params(alt.param(name="year", value=0))


def correlations_chart(lang: str) -> alt.LayerChart:
    """Return the correlations of the parts as a square of cells, pale where they cannot be told from 0.

    Rows: line_name, line_at, beside_name, beside_at, correlation, correlation_told (as text), sure.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "beside_name:N",
            sort=_sort("beside_at"),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=120),
        ),
        y=_parts("line_name", "line_at", apart=0.5),
        tooltip=theme.tooltips(lang, {"line_name": "", "beside_name": "", "correlation": ".2f"}),
    )
    others = base.transform_filter("datum.line_at != datum.beside_at")
    ink = alt.value(theme.INK)
    dark = alt.when("abs(datum.correlation) > 0.85").then(alt.value("#ffffff"))
    layers = [
        base.transform_filter("datum.line_at == datum.beside_at").mark_rect(color=theme.PALE),
        others.mark_rect(stroke="#ffffff").encode(color=alt.Color("correlation:Q", scale=_SIGNED, legend=None)),
        others.transform_filter("datum.sure")
        .mark_text(fontSize=11)
        .encode(text="correlation_told:N", color=dark.otherwise(ink)),
        others.transform_filter("!datum.sure").mark_text(fontSize=11, opacity=0.65).encode(text="correlation_told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - NAMES - 60, height=alt.Step(36))


def weights_chart(lang: str) -> alt.LayerChart:
    """Return what each part counts in effect as a bar, beside its weight as a tick.

    Rows: part_name, at, nominal, effective (per cent), rest_told, against, and the tooltip's columns.
    """
    hints = {"part_name": "", "nominal": ".1f", "effective": ".1f", "ratio": ".2f", "linear": ".2f", "rest": ".2f"}
    base = alt.Chart(ROWS).encode(y=_parts("part_name", "at"), tooltip=theme.tooltips(lang, hints))
    title = say("sheet_structure.effective_axis", lang)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=title, axis=alt.Axis(orient="top", grid=True))

    against = alt.when("datum.against").then(alt.value(theme.FALL)).otherwise(alt.value(theme.MUTED))
    layers = [
        base.mark_bar(height=15, color=theme.ACHIEVED).encode(x=at("effective")),
        base.mark_tick(thickness=3, size=22, color=theme.LOST).encode(x=at("nominal")),
        base.mark_text(align="left", dx=8, fontSize=11).encode(x=alt.value("width"), text="rest_told:N", color=against),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - NAMES - 110, height=alt.Step(28))


def loadings_chart(lang: str) -> alt.LayerChart:
    """Return the correlation of each part with the first principal components, as cells.

    Rows: part_name, at, factor, factor_told (its number with what it explains), loading, loading_told,
    eigenvalue, explained.
    """
    hints = {"part_name": "", "loading": ".2f", "eigenvalue": ".2f", "explained": ".1f"}
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "factor_told:N",
            sort=_sort("factor"),
            title=say("sheet_structure.factor_axis", lang),
            axis=alt.Axis(orient="top", labelAngle=0),
        ),
        y=_parts("part_name", "at", apart=0.5),
        tooltip=theme.tooltips(lang, hints),
    )
    dark = alt.when("abs(datum.loading) > 0.85").then(alt.value("#ffffff")).otherwise(alt.value(theme.INK))
    layers = [
        base.mark_rect(stroke="#ffffff").encode(color=alt.Color("loading:Q", scale=_SIGNED, legend=None)),
        base.mark_text(fontSize=11).encode(text="loading_told:N", color=dark),
    ]
    return alt.layer(*layers).properties(width=330, height=alt.Step(36))


def profile_chart(lang: str) -> alt.LayerChart:
    """Return how far a province is from the mean of all in each part, and in the total of them.

    Rows: part_name, at, deviation (standard deviations), of_total.
    """
    base = alt.Chart(ROWS).encode(
        y=_parts("part_name", "at"), tooltip=theme.tooltips(lang, {"part_name": "", "deviation": "+.2f"})
    )
    x = alt.X(
        "deviation:Q",
        title=say("sheet_structure.distance_axis", lang),
        axis=alt.Axis(orient="top", grid=True),
        scale=alt.Scale(nice=True),
    )
    side = alt.when("datum.deviation < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    total = alt.Chart(ROWS).transform_aggregate(groupby=["of_total"]).encode(x="of_total:Q")
    layers = [
        base.mark_bar(height=15).encode(x=x, color=side),
        total.mark_rule(color=theme.INK, strokeDash=[5, 3], strokeWidth=1.5),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - NAMES - 60, height=alt.Step(28))
