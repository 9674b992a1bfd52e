"""Charts of all provinces, without data: each draws whatever rows its figure takes for a state, in one language.

A parameter of a chart that is named like a choice of the sheet has its value.
"""

from __future__ import annotations

import altair as alt

from govindex.charts import theme, tiles
from govindex.charts.lines import TONE, at_edge, choose_marked, colour_marked, lead_ends, part_scales, rim_marked
from govindex.charts.theme import ROWS
from govindex.words import say

NAMED = 172  # pixels right of the lines, for names
_PLAIN = "#8fa3b5"  # of a dot where there are no groups


def _hints(lang: str, *, dated: bool = False) -> list[alt.Tooltip]:
    rank = [] if dated else [alt.Tooltip("rank_told:N", title=say("what.rank", lang))]
    group = {} if dated else {"group_name": ""}
    return [
        *theme.tooltips(lang, {"place": "", "year": "d"} if dated else {"place": ""}),
        alt.Tooltip("told:N", title=say("column.score", lang)),
        *rank,
        *theme.tooltips(lang, {**group, "status": "", "publisher": ""}),
    ]


def standing_chart(lang: str) -> alt.LayerChart:
    """Return a dot a province from the highest score to the lowest, coloured by group; the marked ones are named.

    Rows, the highest first: place, province, score, told (the score as text), group (1 to 4; missing where there are
    none), suspect (a hollow dot), own, end (the name of a marked one) and end_at (where it stands), middle and
    middle_told (the median or mean of all), and the columns of the tooltip.
    """
    rows = alt.Chart(ROWS).transform_filter("isValid(datum.score)").transform_window(order="row_number()")
    base = rows.transform_calculate(tone=TONE, place_in="datum.group || 0").encode(
        x=alt.X(
            "order:Q",
            title=say("sheet_provinces.place_axis", lang),
            scale=alt.Scale(nice=False, zero=False, padding=14),
            axis=theme.make_places("x"),
        ),
        y=alt.Y(
            "score:Q",
            title=say("column.score", lang),
            scale=alt.Scale(zero=False, nice=False, padding=14),
            axis=alt.Axis(grid=True),
        ),
        tooltip=_hints(lang),
    )
    shades = alt.Fill("place_in:O", scale=alt.Scale(domain=[0, 1, 2, 3, 4], range=[_PLAIN, *theme.GROUPS]), legend=None)
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(shades)
    dot = {"opacity": 1, "cursor": "pointer"}
    marked = base.transform_filter("isValid(datum.tone)")
    names = base.transform_filter("isValid(datum.end)").encode(y="end_at:Q", text="end:N")
    told = {"align": "left", "dx": 7, "dy": -13, "fontSize": 12, "fontWeight": 600}
    middle = rows.transform_filter("isValid(datum.middle)").transform_aggregate(groupby=["middle", "middle_told"])
    middle = middle.encode(y="middle:Q")
    layers = [
        middle.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        middle.mark_text(align="right", baseline="bottom", dy=-3, color=theme.MUTED).encode(
            x=alt.value("width"), text="middle_told:N"
        ),
        base.transform_filter("!isValid(datum.tone)")
        .mark_point(size=58, stroke=theme.MUTED, strokeWidth=0.8, **dot)
        .encode(fill=fill),
        marked.mark_point(size=150, strokeWidth=3, **dot).encode(
            stroke=rim_marked(),
            fill=fill,
        ),
        names.mark_text(**told, color="#ffffff", stroke="#ffffff", strokeWidth=4),
        names.mark_text(**told).encode(color=colour_marked()),
    ]
    return choose_marked(alt.layer(*layers).properties(width=theme.WIDTH - 80, height=290))


def map_chart(lang: str) -> alt.LayerChart:
    """Return the tile-grid map, coloured by group where there are groups, else shaded by points, with its key.

    Rows: col, row, kind, province, lines, score, told, group, group_name, own, and the columns of the tooltip.
    """
    map_ = tiles.lay_tiles(_hints(lang), grouped="datum.groups > 0", tone=TONE)
    dark = f"datum.known && (datum.grouped ? datum.group < 3 : ({tiles.SHADED}))"
    marked = map_.boxes.transform_filter("isValid(datum.tone)")
    grouped = map_.fill("datum.known && datum.grouped")
    layers = [
        map_.blank(),
        map_.fill("datum.known && !datum.grouped").encode(fill=tiles.shade()),
        grouped.encode(color=alt.Color("group:O", scale=tiles.GROUPS, legend=None)),
        marked.mark_rect(**tiles.rim(7, stroke="#ffffff")),
        marked.mark_rect(**tiles.rim(3.5)).encode(stroke=rim_marked()),
        *map_.name(dark),
        *tiles.draw_key(map_.rows, lang),
    ]
    return choose_marked(tiles.finish_map(layers))


def course_chart(lang: str) -> alt.FacetChart:
    """Return lines over the years of the marked provinces and the nation's middle, broken where years do not compare.

    Each scale of points has a panel. Rows: place, province, of (``province``, ``nation`` or ``band``, which has
    band_low, band_high and band_range too), scale (in words), year, score, told, stretch (what a line may join),
    suspect (a hollow mark), own, break (why lines end before the year), renewed (whether by a new framework), end (the
    name at the last point) and end_at (where it stands); the choice ``year`` is ringed and always in sight.
    """
    framed = "isValid(datum.score) || datum.year == year ? datum.year : null"
    rows = alt.Chart().transform_calculate(framed=framed)
    rows = rows.transform_joinaggregate(first="min(framed)", last="max(framed)", groupby=["scale"])
    base = rows.transform_filter("isValid(datum.score)").transform_calculate(
        tone=TONE, segment="datum.province + ' ' + datum.stretch"
    )
    base = base.encode(
        x=theme.put_years(),
        y=alt.Y(
            "score:Q",
            scale=alt.Scale(zero=False, nice=False, padding=12),
            axis=alt.Axis(grid=True),
            title=say("column.score", lang),
        ),
        detail="segment:N",
        tooltip=_hints(lang, dated=True),
    )
    frame = rows.transform_aggregate(groupby=["scale", "first", "last"])
    frame = frame.transform_calculate(start="datum.first - 0.3", stop="datum.last + 0.3")
    change = rows.transform_filter("isValid(datum['break']) && inrange(datum.year, [datum.first, datum.last])")
    change = change.transform_aggregate(groupby=["scale", "first", "year", "break", "renewed"])
    change = change.transform_calculate(at="datum.year - 0.5")
    change = change.encode(x="at:Q")
    nation = base.transform_filter("datum.of == 'nation'")
    others = base.transform_filter("datum.of == 'province' && !datum.own")
    own = base.transform_filter("datum.own")
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(alt.Fill(**colour_marked().to_dict()))
    stroke = alt.Stroke(**colour_marked().to_dict())
    dot = {"opacity": 1, "cursor": "pointer"}
    told = {"align": "left", "dx": 10, "fontSize": 11, "limit": NAMED}
    ended = base.transform_filter("isValid(datum.end)")
    named = ended.encode(x=at_edge(), y="end_at:Q", text="end:N")
    layers = [
        frame.mark_rule(opacity=0).encode(x="start:Q", x2="stop:Q", y=alt.value(0)),
        change.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        *theme.note_breaks(change),
        *theme.draw_band(base.encode(tooltip=alt.Undefined), lang),
        nation.mark_line(color=theme.MUTED, strokeDash=[2, 2], strokeWidth=1.5),
        nation.mark_point(size=24, shape="diamond", color=theme.MUTED, filled=True, opacity=1),
        others.mark_line(strokeWidth=1.6).encode(color=colour_marked()),
        others.mark_point(size=46, strokeWidth=1.6, **dot).encode(fill=fill, stroke=stroke),
        own.mark_line(strokeWidth=3).encode(color=colour_marked()),
        own.mark_point(size=70, strokeWidth=2, **dot).encode(fill=fill, stroke=stroke),
        own.transform_filter("datum.year == year").mark_point(size=170, strokeWidth=2, color=theme.ACCENT, opacity=1),
        lead_ends(ended),
        named.mark_text(**told, color="#ffffff", stroke="#ffffff", strokeWidth=3),
        named.transform_filter("datum.of != 'province'").mark_text(**told, color=theme.MUTED),
        named.transform_filter("datum.of == 'province' && !datum.own").mark_text(**told).encode(color=colour_marked()),
        named.transform_filter("datum.own").mark_text(**told, fontWeight=700).encode(color=colour_marked()),
    ]
    chart = part_scales(layers, width=theme.WIDTH - NAMED - 40, height=230)
    return choose_marked(chart).add_params(alt.param(name="year", value=0))
