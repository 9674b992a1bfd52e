"""Charts of PAPI: the total and the dimensions over the years, and what made the total change."""

from __future__ import annotations

import textwrap

import altair as alt
import numpy as np
import pandas as pd

from govindex.charts import theme
from govindex.words import DIGITS, number, say

PANELS = 4  # small panels side by side
GAP, ROW_GAP = 16, 26  # pixels between them


def total_trend_chart(trend: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the total over the years, its line broken where the framework changes, the national median beside it.

    Parameters
    ----------
    trend : DataFrame
        One row per year: year, score (missing where there is none), median, scored, scale (the maximum of the total),
        framework, segment and median_segment (years that a line may join), own (true for the page's year).
    """
    frames = trend.drop_duplicates("framework")
    low, top = _span(trend)
    low, top = low - 1, top + 2.4
    notes = frames[["year"]].assign(
        told=[say("chart.scale_total", lang, maximum=number(scale, lang, 0)) for scale in frames["scale"]], top=top
    )
    scales = alt.Chart(notes).mark_text(align="left", baseline="top", dx=-8, color=theme.MUTED)
    scored = trend[trend["score"].notna()]
    ends = scored.groupby("framework")["year"].transform(lambda years: years.isin([years.min(), years.max()]))
    x = _years(trend)
    layers = [
        *_break(trend, lang),
        *_lines(trend, [low, top], x, lang),
        *_tell(trend, scored.index[scored["own"] | ends], x, lang, digits=1),
        scales.encode(x="year:Q", y="top:Q", text="told:N"),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - 44, height=250)
    return theme.finish(chart, title=title, lang=lang, note=say("chart.note_trend", lang))


def dimension_trend_chart(trend: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return one small panel per dimension, all over the same number of points, with the national median.

    Parameters
    ----------
    trend : DataFrame
        One row per dimension and year, as `total_trend_chart` takes them, with component and name.
    """
    panels = [rows for _, rows in trend.groupby("component", sort=False)]
    reach = max(high - low for low, high in map(_span, panels)) + 1.5
    x = _years(trend, small=True)
    drawn = [_panel(rows, x, _break(rows, lang, small=True), reach, lang) for rows in panels]
    grid = alt.concat(*drawn, columns=PANELS, spacing=alt.RowColnumber(row=ROW_GAP, column=GAP))
    return theme.finish(grid, title=title, lang=lang, note=say("chart.note_panels", lang))


def _span(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and the highest of scores and medians."""
    values = rows[["score", "median"]].to_numpy(dtype="float64")
    return float(np.nanmin(values)), float(np.nanmax(values))


def _panel(rows: pd.DataFrame, x: alt.X, broken: list[alt.Chart], reach: float, lang: str) -> alt.LayerChart:
    middle = sum(_span(rows)) / 2
    layers = [
        *broken,
        *_lines(rows, [middle - reach / 2, middle + reach / 2], x, lang, small=True),
        *_tell(rows, rows.index[rows["own"] & rows["score"].notna()], x, lang, digits=2),
    ]
    name = theme.halve_name(rows["name"].iloc[0], 22).split("\n")
    head = alt.TitleParams(
        ["", *name][-2:], anchor="start", fontSize=12, fontWeight=600, offset=6, lineHeight=15, color=theme.INK
    )
    width = (theme.WIDTH - (PANELS - 1) * GAP) / PANELS - 26
    return alt.layer(*layers).properties(width=width, height=130, title=head)


def _tell(rows: pd.DataFrame, marked: pd.Index, x: alt.X, lang: str, *, digits: int) -> list[alt.Chart]:
    """Return the scores of the rows `marked` in figures with a white rim, below the point where its neighbours rise."""
    around = rows["score"].rolling(3, center=True, min_periods=1).mean()
    words = [number(score, lang, digits) if pd.notna(score) else "" for score in rows["score"]]
    told = rows[["year", "score"]].assign(told=words)
    drawn = []
    for shift, shown in ((-13, rows["score"] >= around), (15, rows["score"] < around)):
        beside = told.loc[marked.intersection(rows.index[shown])]
        if beside.empty:
            continue
        base = alt.Chart(beside).encode(x=x, y=alt.Y("score:Q"), text="told:N")
        rim = base.mark_text(dy=shift, fontWeight=600, color="#ffffff", stroke="#ffffff", strokeWidth=4)
        drawn += [rim, base.mark_text(dy=shift, fontWeight=600, color=theme.ACHIEVED)]
    return drawn


def _lines(rows: pd.DataFrame, domain: list[float], x: alt.X, lang: str, *, small: bool = False) -> list[alt.Chart]:
    """Return the median, and the province's line with its dots, the year's one filled."""
    y = alt.Y(
        "score:Q",
        scale=alt.Scale(domain=domain, nice=False, zero=False),
        axis=alt.Axis(grid=True, tickCount=4 if small else 6),
        title=None if small else say("chart.points", lang),
    )
    form = theme.points("papi")
    hints = {"name": "", "year": "d", "score": form, "median": form, "scored": "d"}
    drawn = rows[[*hints, "own", "segment", "median_segment"]].assign(segment=rows["segment"].astype("float64"))
    base = alt.Chart(drawn).encode(x=x)
    scored = base.transform_filter("isValid(datum.score)").encode(y=y)
    fill = alt.when("datum.own").then(alt.value(theme.ACHIEVED)).otherwise(alt.value("#ffffff"))
    size = alt.when("datum.own").then(alt.value(90)).otherwise(alt.value(22 if small else 40))
    return [
        base.mark_line(color=theme.MUTED, strokeWidth=1.2, strokeDash=[4, 3]).encode(
            y=alt.Y("median:Q"), detail="median_segment:N"
        ),
        scored.mark_line(color=theme.ACHIEVED, strokeWidth=2.5).encode(detail="segment:N"),
        scored.mark_point(stroke=theme.ACHIEVED, strokeWidth=1.8, opacity=1).encode(
            fill=fill, size=size, tooltip=theme.tooltips(lang, hints)
        ),
    ]


def _break(years: pd.DataFrame, lang: str, *, small: bool = False) -> list[alt.Chart]:
    """Return a line before each year that does not compare with the one before, with why where there is room."""
    framed = years.groupby("framework", sort=False)["year"].min().sort_values().iloc[1:]
    broken = years.loc[years["broken"] & (years["year"] > years["year"].min()), "year"]
    first = pd.Series(sorted({*framed, *broken}), dtype="int64")
    if first.empty:
        return []
    keys = ["chart.break" if year in set(framed) else "chart.break_method" for year in first]
    told = [textwrap.fill(say(key, lang, year=year), 34) for key, year in zip(keys, first, strict=True)]
    rows = pd.DataFrame({"at": first - 0.5, "told": told, "framed": first.isin(framed)})
    rule = alt.Chart(rows).encode(x=alt.X("at:Q"))
    drawn = rule.mark_rule(color=theme.MUTED, strokeDash=[2, 2])
    if small:
        return [drawn]
    texts = [
        rule.transform_filter(f"datum.framed == {str(framed).lower()}")
        .mark_text(align=align, baseline="top", dx=dx, lineBreak="\n", color=theme.MUTED)
        .encode(y=alt.value(208), text="told:N")
        for framed, align, dx in ((True, "left", 6), (False, "right", -6))
        if framed in set(rows["framed"])
    ]
    return [drawn, *texts]


def _years(rows: pd.DataFrame, *, small: bool = False) -> alt.X:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    values = [first, last] if small else list(range(first, last + 1))
    return alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False),
        axis=alt.Axis(format="d", values=values, labelFlush=False, labelPadding=6),
        title=None,
    )


def contribution_chart(contributions: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the way from the total of the year before to that of the year, one step per dimension.

    Parameters
    ----------
    contributions : DataFrame
        One row per step in order: name, kind (``base``, ``change`` or ``total``), start, end, contribution (points).
    """
    digits = DIGITS["papi"]
    ends = contributions[["start", "end"]].stack()
    pad = max(0.22 * (ends.max() - ends.min()), 0.05)
    scale = alt.Scale(domain=[float(ends.min() - pad), float(ends.max() + pad)], nice=False, zero=False)
    steps = theme.wrap_names(contributions)
    steps = steps.assign(
        below=steps["lines"].shift(-1),
        right=steps[["start", "end"]].max(axis=1),
        text=[
            number(end, lang, digits) if kind != "change" else number(change, lang, digits, sign=True)
            for kind, end, change in steps[["kind", "end", "contribution"]].values
        ],
    )
    form = theme.points("papi")
    hints = {"name": "", "contribution": theme.changes("papi"), "start": form, "end": form}
    base = alt.Chart(steps).encode(
        x=alt.X("end:Q", scale=scale, title=say("chart.points", lang), axis=alt.Axis(grid=True, tickCount=6)),
        y=theme.names_axis(),
        tooltip=theme.tooltips(lang, hints),
    )
    colour = alt.when("datum.contribution < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    links = base.transform_filter("isValid(datum.below)").mark_rule(color=theme.MUTED, strokeDash=[2, 2])
    layers = [
        links.encode(y2="below:N"),
        base.transform_filter("datum.kind == 'change'").mark_bar(height=16).encode(x2="start:Q", color=colour),
        base.transform_filter("datum.kind != 'change'").mark_tick(thickness=5, size=22, color=theme.INK),
        base.transform_filter("datum.kind == 'change'")
        .mark_text(align="left", dx=6)
        .encode(x="right:Q", text="text:N"),
        base.transform_filter("datum.kind != 'change'")
        .mark_text(align="left", dx=8, fontWeight=600)
        .encode(x="right:Q", text="text:N"),
    ]
    return theme.finish(
        alt.layer(*layers).properties(width=theme.WIDTH - 310, height=alt.Step(30)), title=title, lang=lang
    )
