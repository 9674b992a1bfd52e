"""Charts of PAPI, without data: each draws whatever rows its figure takes for a state, in one language.

A parameter of a chart that is named like a choice of the sheet has its value.
"""

from __future__ import annotations

import altair as alt

from govindex.charts import theme, tiles
from govindex.charts.lines import at_edge, lead_ends, part_scales
from govindex.charts.theme import MEDIAN, ROWS
from govindex.words import say

SIDE = 210  # pixels of the names beside a chart
RIGHT = 190  # pixels of the texts at its right
PANELS, GAP = 4, 16  # small panels side by side, pixels between them
_BANDS = [("lowest", "q1", 4), ("q1", "median", 3), ("median", "q3", 2), ("q3", "highest", 1)]
_PEERS = [
    "#b35806",
    "#1a7f5a",
    "#7b4b94",
    "#8a6d00",
    "#4f6d8a",
]  # lines of peers, told apart in grey print by their names
_POINTS = theme.points("papi")
_STANDING = {"score": _POINTS, "group_name": "", "rank": "d", "scored": "d"}


def _group_colours(lang: str) -> alt.Color:
    names = [say(f"group.{group}", lang) for group in (4, 3, 2, 1)]
    legend = alt.Legend(title=say("column.group", lang), titleOrient="left", symbolType="square", padding=4)
    return alt.Color("band:N", scale=alt.Scale(domain=names, range=theme.GROUPS[::-1]), sort=names, legend=legend)


def _draw_spread(base: alt.Chart, lang: str, *, bar: int, title: str, suffix: str = "") -> list[alt.Chart]:
    """Return the quartile bands, the way from the year before to the year, its dots, and the score in words.

    `suffix` ends the names of the columns that tell where each point is drawn.
    """
    scale = alt.Scale(zero=False, nice=False, padding=8)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}{suffix}:Q", scale=scale, axis=alt.Axis(grid=True, tickCount=8), title=title)

    def to(field: str) -> str:
        return f"{field}{suffix}:Q"

    bands = [
        base.transform_calculate(band=f"'{say(f'group.{group}', lang)}'")
        .mark_bar(height=bar, cursor="pointer", stroke="#ffffff", strokeWidth=1)
        .encode(x=at(start), x2=to(end), color=_group_colours(lang))
        for start, end, group in _BANDS
    ]
    way = base.transform_filter("isValid(datum.score) && isValid(datum.base_score)")
    shifted, careful = alt.when("datum.judged == 'no'"), "datum.judged == 'caution'"
    careful = shifted.then(alt.value([1, 3])).when(careful).then(alt.value([5, 2])).otherwise(alt.value([1, 0]))
    dot = {"filled": True, "stroke": theme.ACCENT, "opacity": 1}
    dots = [
        way.mark_rule(color=theme.ACCENT, strokeWidth=2).encode(x=at("base_score"), x2=to("score"), strokeDash=careful),
        base.transform_filter("isValid(datum.base_score)")
        .mark_point(size=6 * bar, fill="#ffffff", strokeWidth=2, **dot)
        .encode(x=at("base_score")),
        base.transform_filter("isValid(datum.score)")
        .mark_point(size=9 * bar, fill=theme.ACCENT, strokeWidth=1.5, **dot | {"stroke": "#ffffff"})
        .encode(x=at("score")),
    ]
    told = base.mark_text(align="left", dx=10).encode(x=alt.value("width"), text="told:N")
    frame = base.mark_rule(opacity=0).encode(x=at("minimum"), x2=to("maximum")) if not suffix else None
    return [*([frame] if frame else []), *bands, *dots, told]


def _spread_hints(lang: str) -> list[alt.Tooltip]:
    points = dict.fromkeys(("base_score", "lowest", "q1", "median", "q3", "highest"), _POINTS)
    provinces = {"lowest_province": "", "highest_province": ""}
    return theme.tooltips(lang, {"name": "", **_STANDING, **points, **provinces})


def spread_chart(lang: str) -> alt.LayerChart:
    """Return the quartile bands of all provinces, the province's dot and, hollow, that of the year before.

    Rows: lines, order, score, base_score, judged, minimum, maximum, lowest, q1, median, q3, highest, told, and the
    columns of the tooltip.
    """
    base = alt.Chart(ROWS).encode(y=theme.put_names(side=SIDE), tooltip=_spread_hints(lang))
    layers = _draw_spread(base, lang, bar=12, title=say("chart.points", lang))
    return alt.layer(*layers).properties(width=theme.WIDTH - SIDE - RIGHT, height=alt.Step(34))


def subspread_chart(lang: str) -> alt.FacetChart:
    """Return the same for all sub-dimensions under the names of their dimensions, each on its own scale in per cent.

    Rows: as of `spread_chart`, with dimension. Nought per cent is the minimum of the scale, which is not no points.
    """
    points = ("score", "base_score", *(start for start, _, _ in _BANDS), "highest")
    from_least = "(datum.{point} - (datum.minimum || 0)) / (datum.maximum - (datum.minimum || 0))"
    shares = {
        f"{point}_share": f"isValid(datum.{point}) ? 100 * {from_least.format(point=point)} : null" for point in points
    }
    base = alt.Chart().encode(y=theme.put_names("short", side=SIDE), tooltip=_spread_hints(lang))
    layers = _draw_spread(base, lang, bar=9, title=say("chart.scale_share", lang), suffix="_share")
    chart = alt.layer(*layers).properties(width=theme.WIDTH - SIDE - RIGHT, height=alt.Step(25))
    head = alt.Header(labelOrient="top", labelAnchor="start", labelPadding=2, title=None)
    by = alt.Row("dimension:N", sort=alt.EncodingSortField("order", op="min"), header=head)
    facets = chart.facet(row=by, data=ROWS, spacing=10).resolve_scale(y="independent")
    return facets.transform_calculate(**shares)


def map_chart(lang: str) -> alt.LayerChart:
    """Return the tile-grid map, coloured by group or by points as the choice ``colour`` says.

    Rows: col, row, kind, lines, score, group, group_name, own, peer, and the columns of the tooltip.
    """
    told = f"format(datum.score, '{_POINTS}')"
    map_ = tiles.lay_tiles(theme.tooltips(lang, {"place": "", **_STANDING}), grouped="colour == 'groups'", told=told)
    shown = alt.when("colour == 'points'").then(alt.value(1)).otherwise(alt.value(0))
    dark = f"datum.known && (colour == 'groups' ? datum.group < 3 : ({tiles.SHADED}))"
    boxes = map_.boxes
    layers = [
        map_.blank(),
        # There at all times, for the range of its shades.
        map_.fill("datum.known").encode(fill=tiles.shade(), opacity=shown),
        map_.fill("datum.known && colour == 'groups'").encode(
            color=alt.Color("group:O", scale=tiles.GROUPS, legend=None)
        ),
        boxes.transform_filter("datum.own || datum.peer").mark_rect(**tiles.rim(6, stroke="#ffffff")),
        boxes.transform_filter("datum.own").mark_rect(**tiles.rim(3.5, stroke=theme.ACCENT)),
        boxes.transform_filter("datum.peer").mark_rect(**tiles.rim(2.5, stroke=theme.INK)),
        *map_.name(dark),
        *tiles.draw_key(map_.rows, lang),
    ]
    return tiles.finish_map(layers).add_params(alt.param(name="colour", value="groups"))


def trend_chart(lang: str) -> alt.FacetChart:
    """Return lines over the years: the province, its peers, the national median; broken where years do not compare.

    Each scale of points has a panel. Rows: province, place, year, score, stretch (what a line may join), own, band_low
    and band_high (of a band of units that merged, whose mean the score is; missing in all others) with band_range (both
    in words), break (why a line ends before the year), scale (in words), end (the name at the last point of a line) and
    end_at (where it stands); the choice ``year`` is told by a dot.
    """
    base = (
        alt.Chart()
        .transform_filter("isValid(datum.score)")
        .transform_calculate(segment="datum.province + ' ' + datum.stretch")
        .encode(
            x=theme.put_years(padding=10),
            y=alt.Y("score:Q", scale=alt.Scale(zero=False), axis=alt.Axis(grid=True), title=say("chart.points", lang)),
            detail="segment:N",
            tooltip=theme.tooltips(lang, {"place": "", "year": "d", "score": _POINTS, "name": ""}),
        )
    )
    middle = f"datum.province == '{MEDIAN}'"
    looks = {
        middle: {"color": theme.MUTED, "strokeDash": [2, 2], "strokeWidth": 1.5},
        "datum.own": {"color": theme.ACHIEVED, "strokeWidth": 3},
    }
    lines = [base.transform_filter(which).mark_line(**look) for which, look in looks.items()]
    lines = [*theme.draw_band(base, lang), *lines]
    peer = base.transform_filter(f"!datum.own && !({middle}) && !isValid(datum.band_low)")
    lines.insert(-1, peer.mark_line(strokeWidth=1.6).encode(color=_peer_colours()))
    point = base.transform_filter("datum.own")
    dots = [
        point.mark_point(size=40, filled=True, fill="#ffffff", stroke=theme.ACHIEVED, strokeWidth=2, opacity=1),
        point.transform_filter("datum.year == year").mark_point(size=110, filled=True, fill=theme.ACCENT, opacity=1),
    ]
    text = {"align": "left", "dx": 10, "fontSize": 11, "limit": 160}
    ends = {"x": at_edge(), "y": "end_at:Q", "text": "end:N"}
    names = [
        lead_ends(base.transform_filter("isValid(datum.end)")),
        base.transform_filter(f"isValid(datum.end) && ({middle} || isValid(datum.band_low))")
        .mark_text(**text, color=theme.MUTED)
        .encode(**ends),
        peer.transform_filter("isValid(datum.end)").mark_text(**text).encode(**ends, color=_peer_colours()),
        point.transform_filter("isValid(datum.end)")
        .mark_text(**text, color=theme.ACHIEVED, fontWeight=700)
        .encode(**ends),
    ]
    breaks = alt.Chart().transform_filter(f"isValid(datum['break']) && {middle}")
    breaks = breaks.transform_calculate(at="datum.year - 0.5").encode(x=alt.X("at:Q"))
    broken = [
        breaks.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        *theme.note_breaks(breaks),
    ]
    chart = part_scales([*broken, *lines, *dots, *names], width=theme.WIDTH - 170, height=230)
    return chart.add_params(alt.param(name="year", value=0))


def _peer_colours() -> alt.Color:
    return alt.Color("province:N", scale=alt.Scale(range=_PEERS), legend=None)


def panels_chart(lang: str) -> alt.FacetChart:
    """Return one small panel per dimension, all over the same number of points, with the national median.

    Rows: panel (the dimension's name, on lines), order, year, score, median, stretch, median_stretch, break, name.
    """
    low, high = "min(datum.score || datum.median, datum.median)", "max(datum.score || datum.median, datum.median)"
    hints = theme.tooltips(lang, {"name": "", "year": "d", "score": _POINTS, "median": _POINTS, "scored": "d"})
    x = theme.put_years(padding=6, ticks=3)

    def y(field: str) -> alt.Y:
        scale = alt.Scale(zero=False, nice=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=alt.Axis(grid=True, tickCount=4), title=None)

    base = alt.Chart().encode(x=x)
    scored = base.transform_filter("isValid(datum.score)").encode(tooltip=hints)
    layers = [
        base.mark_rule(opacity=0).encode(y=y("floor"), y2="top:Q"),
        base.transform_filter("isValid(datum['break'])")
        .transform_calculate(at="datum.year - 0.5")
        .mark_rule(color=theme.MUTED, strokeDash=[2, 2])
        .encode(x="at:Q"),
        base.mark_line(color=theme.MUTED, strokeWidth=1.2, strokeDash=[4, 3]).encode(
            y=y("median"), detail="median_stretch:N"
        ),
        scored.mark_line(color=theme.ACHIEVED, strokeWidth=2.5).encode(y=y("score"), detail="stretch:N"),
        scored.mark_point(
            size=22, filled=True, fill="#ffffff", stroke=theme.ACHIEVED, strokeWidth=1.6, opacity=1
        ).encode(y=y("score")),
        scored.transform_filter("datum.year == year")
        .mark_point(size=80, filled=True, fill=theme.ACHIEVED, opacity=1)
        .encode(y=y("score")),
        *theme.write_beside(scored.encode(y=y("score")), "datum.year == year", groupby=["component"]),
    ]
    width = (theme.WIDTH - (PANELS - 1) * GAP) / PANELS - 26
    head = alt.Header(
        labelExpr="split(datum.label, '\\n')", labelLineHeight=14, labelFontSize=12, labelAnchor="start", title=None
    )
    by = alt.Facet("panel:N", sort=alt.EncodingSortField("order", op="min"), header=head)
    chart = alt.layer(*layers).properties(width=width, height=120)
    facets = chart.facet(by, data=ROWS, columns=PANELS, spacing=GAP).resolve_scale(y="independent")
    reach = "(datum.high + datum.low) / 2 {sign} (datum.reach + 1.5) / 2"
    return (
        facets.transform_calculate(least=low, most=high)
        .transform_joinaggregate(low="min(least)", high="max(most)", groupby=["component"])
        .transform_calculate(span="datum.high - datum.low")
        .transform_joinaggregate(reach="max(span)")
        .transform_calculate(floor=reach.format(sign="-"), top=reach.format(sign="+"))
        .add_params(alt.param(name="year", value=0))
    )


def contributions_chart(lang: str) -> alt.LayerChart:
    """Return the way from the total of the year before to that of the year, one step a dimension.

    Rows: shown (the name of a step, on lines), order, kind (``base``, ``change`` or ``total``), start, end,
    contribution (points), judged, compares (in words), told. What does not plainly compare is pale.
    """
    hints = {"name": "", "contribution": theme.changes("papi"), "start": _POINTS, "end": _POINTS, "compares": ""}
    scale = alt.Scale(nice=False, zero=False, padding=62)
    base = (
        alt.Chart(ROWS)
        .transform_window(below="lead(shown)", sort=[alt.SortField("order")])
        .transform_calculate(right="max(datum.start, datum.end)")
        .encode(
            x=alt.X("end:Q", scale=scale, title=say("chart.points", lang), axis=alt.Axis(grid=True, tickCount=6)),
            y=theme.put_names("shown", side=SIDE),
            tooltip=theme.tooltips(lang, hints),
        )
    )
    colour = alt.when("datum.contribution < 0").then(alt.value(theme.FALL)).otherwise(alt.value(theme.RISE))
    pale = alt.when("datum.judged == 'no'").then(alt.value(0.35)).when("datum.judged == 'caution'")
    pale = pale.then(alt.value(0.65)).otherwise(alt.value(1))
    step = base.transform_filter("datum.kind == 'change'")
    end = base.transform_filter("datum.kind != 'change'")
    layers = [
        base.transform_filter("isValid(datum.below)")
        .mark_rule(color=theme.MUTED, strokeDash=[2, 2])
        .encode(y2="below:N"),
        step.mark_bar(height=16).encode(x2="start:Q", color=colour, opacity=pale),
        end.mark_tick(thickness=5, size=22, color=theme.INK),
        step.mark_text(align="left", dx=6).encode(x="right:Q", text="told:N"),
        end.mark_text(align="left", dx=8, fontWeight=600).encode(x="right:Q", text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - SIDE - 20, height=alt.Step(30))


def peers_chart(lang: str) -> alt.LayerChart:
    """Return bars of the province and its peers, best first, over the whole scale.

    Rows: place, score, minimum, maximum, told, own, and the columns of the tooltip.
    """
    base = alt.Chart(ROWS).encode(
        y=theme.put_names("place", side=150).sort(alt.EncodingSortField("score", op="max", order="descending")),
        tooltip=theme.tooltips(lang, {"place": "", **_STANDING}),
    )

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(nice=False), axis=None)

    colour = alt.when("datum.own").then(alt.value(theme.ACHIEVED)).otherwise(alt.value("#8fa3b5"))
    layers = [
        base.mark_bar(height=15, color=theme.PALE).encode(x=at("maximum")),
        base.mark_bar(height=15, cursor="pointer").encode(x=at("score"), color=colour),
        base.mark_text(align="left", dx=6).encode(x=at("maximum"), text="told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - 150 - 290, height=alt.Step(26))
