"""Charts of courses over the years, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.lines import part_scales
from govindex.charts.theme import ROWS
from govindex.words import say

CLASS_NAMES = 150  # pixels of the names of classes
WHOLE, RECENT = theme.ACHIEVED, "#8a4fa3"
# From the best class to the worst.
TONES = ["#08519c", "#3182bd", "#9ecae1", "#74c476", "#bdbdbd", "#fdd835", "#fdae6b", "#e6550d", "#a63603"]
_SCALE = alt.Scale(domain=list(range(len(TONES))), range=TONES)


def _say(key: str, lang: str) -> str:
    return say(f"sheet_trend.{key}", lang)


def _hints(columns: dict[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in columns.items()]


def course_chart(lang: str) -> alt.FacetChart:
    """Return the province's line over the years, with the whole and its later half as straight lines, and the median.

    Each scale of points has a panel. Rows: year, score, run (the years that a line may join), own (false for the median
    and a band), told, first, middle, last (the years of the windows, the same in every row; missing where there is no
    class), break, scale (in words), place, band_low and band_high (of a band of units that merged, whose mean the score
    is) with band_range (both in words).
    """
    base = alt.Chart().transform_filter("isValid(datum.score)")
    shown = base.encode(
        x=theme.put_years(padding=16),
        y=alt.Y(
            "score:Q",
            scale=alt.Scale(zero=False, nice=False, padding=14),
            axis=alt.Axis(grid=True),
            title=say("column.score", lang),
        ),
        detail="run:N",
        tooltip=_hints(
            {"place": say("column.place", lang), "year": say("column.year", lang), "told": _say_score(lang)}
        ),
    )
    own = shown.transform_filter("datum.own")
    nation = shown.transform_filter("!datum.own && !isValid(datum.band_low)")
    ends = "datum.own && (datum.year == datum.{} || datum.year == datum.last)"
    window = {"strokeWidth": 5, "opacity": 0.5, "strokeCap": "round"}
    breaks = base.transform_filter("isValid(datum['break'])").transform_aggregate(groupby=["scale", "year", "break"])
    breaks = breaks.transform_window(place="row_number()", sort=[alt.SortField("year")], groupby=["scale"])
    # Notes beside each other stand in two rows.
    breaks = breaks.transform_calculate(at="datum.year - 0.5", renewed="datum.place % 2 == 0").encode(x="at:Q")
    layers = [
        breaks.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        *theme.note_breaks(breaks),
        *theme.draw_band(shown, lang),
        *theme.name_band(shown),
        nation.mark_line(color=theme.MUTED, strokeDash=[3, 3], strokeWidth=1.5),
        shown.transform_filter(ends.format("first")).mark_line(color=WHOLE, **window),
        shown.transform_filter(ends.format("middle")).mark_line(color=RECENT, **window),
        own.mark_line(color=theme.INK, strokeWidth=1.8),
        own.mark_point(size=60, strokeWidth=2, opacity=1, color=theme.INK).encode(
            fill=alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(alt.value(theme.INK))
        ),
        own.transform_filter("datum.year == year").mark_point(
            size=190, strokeWidth=2, color=theme.ACCENT, opacity=1, filled=False
        ),
    ]
    return part_scales(layers, width=theme.WIDTH - 80, height=220).add_params(alt.param(name="year", value=0))


def _say_score(lang: str) -> str:
    return say("column.score", lang)


def classes_chart(lang: str) -> alt.LayerChart:
    """Return for each part its pace over the whole and in the later half, with its class in words.

    Rows: lines, order, whole, recent (points a year), told (a place in the order of classes), told_name, whole_told,
    recent_told, name.
    """
    width = theme.WIDTH - theme.NAMES - CLASS_NAMES
    base = alt.Chart(ROWS).encode(
        y=theme.put_names(),
        tooltip=_hints(
            {
                "name": say("column.name", lang),
                "whole_told": _say("whole", lang),
                "recent_told": _say("recent", lang),
                "told_name": _say("told", lang),
            }
        ),
    )

    def at(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            title=_say("pace_axis", lang),
            axis=alt.Axis(grid=True),
            scale=alt.Scale(nice=False, padding=12),
        )

    tone = {"scale": _SCALE, "legend": None}
    zero = alt.Chart(ROWS).transform_aggregate(count="count()").transform_calculate(zero="0")
    layers = [
        zero.mark_rule(color=theme.INK).encode(x=at("zero")),
        base.mark_rule(strokeWidth=3, opacity=0.7).encode(
            x=at("whole"), x2="recent:Q", color=alt.Color("told:O", **tone)
        ),
        base.mark_point(size=50, strokeWidth=2, opacity=1, stroke=theme.MUTED, fill="#ffffff").encode(x=at("whole")),
        base.mark_point(size=75, strokeWidth=1, opacity=1, stroke=theme.INK).encode(
            x=at("recent"), fill=alt.Fill("told:O", **tone)
        ),
        base.mark_text(align="left", dx=12).encode(x=alt.value("width"), text="named:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(27))


def counts_chart(lang: str) -> alt.LayerChart:
    """Return how many provinces are in each class, from the best to the worst.

    Rows: told (a place in the order of classes), told_name, count, own_class (that of the chosen province).
    """
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "told_name:N",
            sort=alt.EncodingSortField("told", op="min"),
            title=None,
            axis=alt.Axis(minExtent=CLASS_NAMES + 30),
        ),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(nice=False, padding=26)),
        tooltip=_hints({"told_name": _say("told", lang), "count": _say("count", lang)}),
    )
    rim = alt.when("datum.told == datum.own_class").then(alt.value(theme.ACCENT)).otherwise(alt.value("#00000000"))
    layers = [
        base.mark_bar(height=20, strokeWidth=3).encode(
            color=alt.Color("told:O", scale=_SCALE, legend=None), stroke=rim
        ),
        base.mark_text(align="left", dx=6, fontWeight=600).encode(text="count:Q"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - CLASS_NAMES - 60, height=alt.Step(28))


def strip_chart(lang: str) -> alt.LayerChart:
    """Return a tile a year and component, coloured by group, with the position in it.

    Rows: lines, order, year, group (1 the highest), group_name, tile (the position, with a mark on a border), told.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top", labelFontSize=11)),
        y=theme.put_names(side=theme.NAMES - 40),
        tooltip=_hints(
            {
                "name": say("column.name", lang),
                "year": say("column.year", lang),
                "group_name": say("column.group_name", lang),
                "told": say("column.score", lang),
                "tile": say("column.rank", lang),
            }
        ),
    )
    dark = "datum.group < 3"
    text = {"fontSize": 10, "baseline": "middle"}
    layers = [
        base.mark_rect(stroke="#ffffff", strokeWidth=2, cursor="pointer").encode(
            fill=alt.Fill(
                "group_name:N",
                scale=alt.Scale(domain=[say(f"group.{group}", lang) for group in (1, 2, 3, 4)], range=theme.GROUPS),
                legend=alt.Legend(title=None),
            )
        ),
        base.transform_filter(dark).mark_text(color="#ffffff", **text).encode(text="tile:N"),
        base.transform_filter(f"!({dark})").mark_text(color="#000000", **text).encode(text="tile:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES + 20, height=alt.Step(30))
