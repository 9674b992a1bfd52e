"""Charts of PAR INDEX: points lost, the way from 100 to the total, the change on a year, the known provinces."""

from __future__ import annotations

import altair as alt
import pandas as pd

from govindex.charts import theme
from govindex.words import DIGITS, number, plain_number, say

ROW = 30  # pixels of one bar with its gap


def lost_points_chart(losses: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return bars of the points achieved and lost by component, one panel a section.

    Parameters
    ----------
    losses : DataFrame
        One row per component: section (its panel), name, maximum, score, lost (points), share (per cent), status,
        source. Where the maximum is not known the bar ends at the score.
    """
    sections = losses.groupby("section", sort=False, observed=True)
    return theme.finish(
        alt.vconcat(*(_lost_panel(rows, name, lang) for name, rows in sections)), title=title, lang=lang
    )


def _lost_panel(rows: pd.DataFrame, section: str, lang: str) -> alt.LayerChart:
    rows = theme.wrap_names(rows).assign(
        end=rows["maximum"].fillna(rows["score"]),
        text=[
            _tell_loss(score, maximum, mark, lang)
            for score, maximum, mark in zip(rows["score"], rows["maximum"], _list_marks(rows, lang), strict=True)
        ],
    )
    kinds = [say("chart.achieved", lang), say("chart.lost", lang)]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ACHIEVED, theme.LOST]), title=None)
    scale = alt.Scale(domain=[0, float(rows["end"].max())], nice=False)
    hints = {"name": "", "maximum": ".2f", "score": ".2f", "lost": ".2f", "share": ".1f"}
    hints |= {"maximum_status": ""} if "maximum_status" in rows else {}
    hints = theme.tooltips(lang, hints | {"status": "", "publisher": ""})
    base = alt.Chart(rows).encode(y=theme.names_axis(), tooltip=hints)
    achieved = base.transform_calculate(kind=f"'{kinds[0]}'").mark_bar(height=17)
    lost = base.transform_calculate(kind=f"'{kinds[1]}'").mark_bar(height=17)
    layers = [
        achieved.encode(x=alt.X("score:Q", axis=None, scale=scale), color=colour),
        lost.encode(x=alt.X("score:Q", axis=None, scale=scale), x2="end:Q", color=colour),
        base.mark_text(align="left", dx=6).encode(x=alt.X("end:Q", axis=None, scale=scale), text="text:N"),
    ]
    return alt.layer(*layers).properties(
        width=theme.WIDTH - theme.NAMES - 160,
        height=alt.Step(ROW),
        title=alt.TitleParams(section, anchor="start", fontSize=13, color=theme.MUTED, fontWeight=600, offset=4),
    )


def _list_marks(rows: pd.DataFrame, lang: str) -> list[str]:
    """Return what stands beside each maximum: nothing, or that it is inferred."""
    if "maximum_status" not in rows:
        return [""] * len(rows)
    inferred = say("status.inferred", lang)
    return [f" ({inferred})" if status == inferred else "" for status in rows["maximum_status"]]


def _tell_loss(score: float, maximum: float, mark: str, lang: str) -> str:
    if pd.isna(maximum):
        return number(score, lang)
    told = f"{number(score, lang)} / {number(maximum, lang, 1)}{mark}"
    return f"{told}  (−{number(maximum - score, lang)})" if maximum - score > 0 else told


def waterfall_chart(steps: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the way from the maximum down to the total, one step per component that lost points.

    Parameters
    ----------
    steps : DataFrame
        One row per step in order: name, kind (``maximum``, ``lost`` or ``total``), start, end (points), lost.
    """
    low, top = float(steps["end"].min()), float(steps["start"].max())
    scale = alt.Scale(domain=[low - 0.16 * (top - low), top], nice=False, zero=False)
    steps = theme.wrap_names(steps)
    steps = steps.assign(
        below=steps["lines"].shift(-1),
        text=[
            number(end, lang) if lost == 0 else f"−{number(lost, lang)}" for end, lost in steps[["end", "lost"]].values
        ],
    )
    base = alt.Chart(steps).encode(
        x=alt.X("end:Q", scale=scale, title=say("chart.points", lang), axis=alt.Axis(grid=True, tickCount=6)),
        y=theme.names_axis(),
        tooltip=theme.tooltips(lang, {"name": "", "lost": ".2f", "end": ".2f"}),
    )
    lost = base.transform_filter("datum.kind == 'lost'").mark_bar(height=16, color=theme.LOST).encode(x2="start:Q")
    ends = base.transform_filter("datum.kind != 'lost'").mark_tick(thickness=5, size=22, color=theme.ACHIEVED)
    links = (
        base.transform_filter("isValid(datum.below)")
        .mark_rule(color=theme.MUTED, strokeDash=[2, 2])
        .encode(y2="below:N")
    )
    texts = base.mark_text(align="right", dx=-7).encode(text="text:N")
    return theme.finish(
        alt.layer(links, lost, ends, texts).properties(width=theme.WIDTH - theme.NAMES - 20, height=alt.Step(ROW)),
        title=title,
        lang=lang,
    )


def change_chart(changes: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return bars of each component's change on the earlier year: a fall to the left, a rise to the right.

    Parameters
    ----------
    changes : DataFrame
        One row per component: measure, name, base_score, score, change (points).
    """
    measure = changes["measure"].iloc[0]
    digits = DIGITS[measure]
    reach = 1.7 * max(float(changes["change"].abs().max()), 10.0**-digits)
    form = theme.points(measure)
    base = alt.Chart(
        theme.wrap_names(changes).assign(text=[number(change, lang, digits, sign=True) for change in changes["change"]])
    ).encode(
        x=alt.X("change:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=None),
        y=theme.names_axis(),
        tooltip=theme.tooltips(lang, {"name": "", "base_score": form, "score": form, "change": theme.changes(measure)}),
    )
    layers = [
        base.mark_bar(height=16).encode(
            color=alt.when("datum.change < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
        ),
        alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.MUTED).encode(x=alt.X("zero:Q", axis=None)),
        base.transform_filter("datum.change >= 0").mark_text(align="left", dx=6).encode(text="text:N"),
        base.transform_filter("datum.change < 0").mark_text(align="right", dx=-6).encode(text="text:N"),
    ]
    return theme.finish(
        alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 20, height=alt.Step(ROW)),
        title=title,
        lang=lang,
    )


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
