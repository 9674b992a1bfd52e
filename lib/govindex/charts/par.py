"""Charts of PAR INDEX: points lost, the way from 100 to the total, the change on a year, the known provinces."""

from __future__ import annotations

import altair as alt
import pandas as pd

from govindex.charts import theme
from govindex.words import number, plain_number, say


def known_chart(known: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the provinces whose score is known, as dots on one scale, the province and the national mean marked.

    A hollow dot is a suspect figure.

    Parameters
    ----------
    known : DataFrame
        One row per province, best first: measure, name, score (points, or per cent), printed_rank, status, own (true
        for the page's province), mean (the national mean; missing where it is not known).
    """
    texts = [
        say("chart.score_rank", lang, score=number(score, lang), rank=rank) if pd.notna(rank) else number(score, lang)
        for score, rank in zip(known["score"], known["printed_rank"], strict=True)
    ]
    rows = known.assign(text=texts, printed_rank=known["printed_rank"].astype("float64"))
    axis = say(f"chart.scale_{known['measure'].iloc[0]}", lang)
    return theme.finish(_draw_known(rows, "printed_rank", axis, lang), title=title, lang=lang)


def part_known_chart(part: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return all provinces by their points of one part of PAR INDEX, as `known_chart` does by the total.

    Parameters
    ----------
    part : DataFrame
        One row per province, best first: measure, name, score, rank (computed), told (what stands beside the dot),
        status, own, mean.
    """
    rows = part.assign(text=part["told"], rank=part["rank"].astype("float64"))
    return theme.finish(_draw_known(rows, "rank", say("chart.points", lang), lang), title=title, lang=lang)


def _draw_known(known: pd.DataFrame, rank: str, axis: str, lang: str) -> alt.LayerChart:
    measure = known["measure"].iloc[0]
    values = known[["score", "mean"]].stack()
    spread = values.max() - values.min()
    pad = max(0.08 * spread, min(0.5, spread or 0.5))
    scale = alt.Scale(domain=[float(values.min() - pad), float(values.max() + 3 * pad)], nice=False, zero=False)
    colour = alt.when("datum.own").then(alt.value(theme.ACCENT)).otherwise(alt.value(theme.ACHIEVED))
    hints = {"name": "", "score": theme.points(measure), rank: "d", "status": "", "publisher": ""}
    base = alt.Chart(known).encode(
        x=alt.X("score:Q", scale=scale, title=axis, axis=alt.Axis(grid=True, tickCount=6)),
        y=alt.Y("name:N", sort=None, title=None),
        tooltip=theme.tooltips(lang, hints),
    )
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).when("datum.own").then(alt.value(theme.ACCENT))
    dots = base.mark_point(size=70, strokeWidth=2, opacity=1).encode(
        stroke=colour, fill=fill.otherwise(alt.value(theme.ACHIEVED))
    )
    texts = [
        base.transform_filter(test).mark_text(align="left", dx=9, fontWeight=weight).encode(text="text:N", color=colour)
        for test, weight in (("datum.own", 700), ("!datum.own", 400))
    ]
    layers = [dots, *texts]
    if known["mean"].notna().all():
        mean = alt.Chart(known[["mean"]].head(1)).encode(x="mean:Q")
        told = say("chart.mean", lang, mean=plain_number(known["mean"].iloc[0], lang)) + known["mean_note"].iloc[0]
        layers = [
            mean.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
            mean.mark_text(align="left", dx=4, dy=-7, color=theme.MUTED, text=told).encode(y=alt.value(0)),
            *layers,
        ]
    return alt.layer(*layers).properties(width=theme.WIDTH - 190, height=alt.Step(22))
