"""Charts of change between two years, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

PLACES = 130  # pixels of the names of provinces
COUNTS = 90  # pixels right of a chart, for how many rose and fell
TONES = alt.Scale(domain=[1, 0, -1], range=[theme.RISE, "#8a949e", theme.FALL])


def _say(key: str, lang: str) -> str:
    return say(f"sheet_change.{key}", lang)


def _hints(lang: str, columns: dict[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in columns.items()]


def _told(lang: str) -> dict[str, str]:
    return {"told": say("column.change", lang)}


def moves_chart(lang: str) -> alt.LayerChart:
    """Return a dot a province with the bar of its noise, the largest rise first.

    Rows: place, change, low, high (points), moved (1, 0 or -1), own, told, verdict, median (of all changes).
    """
    base = alt.Chart(ROWS).transform_filter("isValid(datum.change)").transform_joinaggregate(most="max(change)")
    y = alt.Y("place:N", sort=alt.EncodingSortField("change", op="max", order="descending"), title=None)
    shown = base.encode(
        y=y,
        tooltip=_hints(lang, {"place": say("column.place", lang), **_told(lang), "verdict": _say("verdict", lang)}),
    )
    colour = alt.Color("moved:N", scale=TONES, legend=None)
    title = _say("change_axis", lang)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=title, axis=alt.Axis(grid=True), scale=alt.Scale(padding=12, nice=False))

    middle = base.transform_aggregate(groupby=["median"]).encode(x=at("median"))
    zero = base.transform_aggregate(count="count()").transform_calculate(zero="0").encode(x=at("zero"))
    dot = {"filled": True, "opacity": 1, "cursor": "pointer"}
    layers = [
        zero.mark_rule(color=theme.INK),
        middle.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        shown.mark_rule(strokeWidth=2, opacity=0.55).encode(x=at("low"), x2="high:Q", color=colour),
        shown.mark_point(size=42, **dot).encode(x=at("change"), color=colour),
        shown.transform_filter("datum.own")
        .mark_point(size=130, strokeWidth=2.5, opacity=1, filled=False, color=theme.ACCENT)
        .encode(x=at("change")),
        shown.transform_filter("datum.own")
        .mark_text(align="left", dx=8, fontWeight=700, color=theme.ACCENT)
        .encode(x=at("high"), text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - PLACES - 20, height=alt.Step(14))


def parts_chart(lang: str) -> alt.LayerChart:
    """Return a bar a part: the points that it gave to the change of the total.

    Rows: lines, name, order, contribution (points), contribution_told, judged (missing where the part simply compares).
    """
    base = alt.Chart(ROWS).encode(
        y=theme.put_names(),
        x=alt.X("contribution:Q", title=_say("change_axis", lang), axis=alt.Axis(grid=True), scale=_room()),
        tooltip=_hints(
            lang,
            {
                "name": say("column.name", lang),
                "contribution_told": say("column.contribution", lang),
                "judged": _say("judged", lang),
            },
        ),
    )
    colour = alt.when("datum.contribution < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    pale = alt.when("isValid(datum.judged)").then(alt.value(0.45)).otherwise(alt.value(1))
    layers = [base.mark_bar(height=16).encode(color=colour, opacity=pale)]
    for test, align, dx in (("datum.contribution >= 0", "left", 5), ("datum.contribution < 0", "right", -5)):
        layers.append(
            base.transform_filter(test)
            .mark_text(align=align, dx=dx, fontWeight=600, color=theme.INK)
            .encode(text="contribution_told:N")
        )
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 20, height=alt.Step(32))


def _room() -> alt.Scale:
    return alt.Scale(padding=66, nice=False)


def return_chart(lang: str) -> alt.LayerChart:
    """Return the change of each province by its first score, with the line of all.

    Rows: place, base_score, change, fitted (points; on the line), moved, own, told.
    """
    base = alt.Chart(ROWS).transform_filter("isValid(datum.change) && isValid(datum.fitted)")
    x = alt.X(
        "base_score:Q",
        title=_say("first_axis", lang),
        axis=alt.Axis(grid=True),
        scale=alt.Scale(zero=False, nice=False, padding=14),
    )
    shown = base.encode(x=x, tooltip=_hints(lang, {"place": say("column.place", lang), **_told(lang)}))

    def at(field: str) -> alt.Y:
        scale = alt.Scale(zero=True, nice=False, padding=14)
        return alt.Y(f"{field}:Q", title=_say("change_axis", lang), axis=alt.Axis(grid=True), scale=scale)

    own = shown.transform_filter("datum.own")
    zero = base.transform_aggregate(count="count()").transform_calculate(zero="0").encode(y=at("zero"))
    layers = [
        zero.mark_rule(color=theme.INK),
        shown.mark_line(color=theme.MUTED, strokeWidth=2).encode(y=at("fitted")),
        shown.mark_point(size=48, filled=True, opacity=0.9, cursor="pointer").encode(
            y=at("change"), color=alt.Color("moved:N", scale=TONES, legend=None)
        ),
        own.mark_point(size=150, strokeWidth=2.5, opacity=1, color=theme.ACCENT).encode(y=at("change")),
        own.mark_text(align="left", dx=11, dy=-9, fontWeight=700, color=theme.ACCENT).encode(
            y=at("change"), text="place:N"
        ),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - 70, height=300)


def common_chart(lang: str) -> alt.LayerChart:
    """Return the chosen province's change beside the median of all, a line a component that both years have.

    Rows: lines, name, order, median, change (points; missing where the province lacks a score), moved, told,
    counts_told.
    """
    base = alt.Chart(ROWS).encode(
        y=theme.put_names(),
        tooltip=_hints(
            lang,
            {
                "name": say("column.name", lang),
                **_told(lang),
                "median_told": _say("median_change", lang),
                "counts_told": "",
                "judged": _say("judged", lang),
            },
        ),
    )

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=_say("change_axis", lang), axis=alt.Axis(grid=True), scale=alt.Scale())

    width = theme.WIDTH - theme.NAMES - COUNTS
    own = base.transform_filter("isValid(datum.change)")
    colour = alt.Color("moved:N", scale=TONES, legend=None)
    fill = alt.when("datum.moved == 0").then(alt.value("#ffffff")).otherwise(alt.Fill("moved:N", scale=TONES))
    zero = alt.Chart(ROWS).transform_aggregate(count="count()").transform_calculate(zero="0")
    layers = [
        zero.mark_rule(color=theme.INK).encode(x=at("zero")),
        base.mark_tick(color=theme.MUTED, thickness=3, height=16).encode(x=at("median")),
        own.mark_point(size=80, strokeWidth=2, opacity=1).encode(
            x=at("change"), stroke=alt.Stroke(**colour.to_dict()), fill=fill
        ),
        base.mark_text(align="left", dx=10, color=theme.MUTED).encode(x=alt.value("width"), text="counts_told:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(30))
