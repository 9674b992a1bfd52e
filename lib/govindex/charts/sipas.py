"""Charts of SIPAS, without data: each draws whatever rows its figure takes for a state, in one language."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.lines import at_edge, lead_ends
from govindex.charts.theme import MEAN, ROWS
from govindex.words import template

CODES = ["sipas", *(f"sipas.{place}" for place in range(1, 6))]
INKS = [theme.INK, *theme.LINES[:3], theme.LINES[4], theme.LINES[3]]
MARKS = ["cross", "circle", "square", "triangle-up", "diamond", "triangle-down"]  # tell criteria apart without colour
DASHES = [[1, 0], *theme.DASHES]
TONES = ["#b35806", "#1a7f5a", "#8a4fa3", "#7a5c2e", "#4d6a8a"]  # of the provinces beside the chosen one
LABELS, NAMES = 270, 172  # pixels right of the lines, for what is written at their ends
_TRUST = {"status": "", "publisher": ""}


def _per_cent() -> alt.Y:
    axis = alt.Axis(grid=True, tickCount=6, labelExpr="datum.label + '%'")
    return alt.Y("score:Q", scale=alt.Scale(zero=False, nice=False, padding=14), axis=axis, title=None)


def criteria_chart(lang: str) -> alt.LayerChart:
    """Return the index and its criteria over the years against the choice ``threshold``, named where they end.

    Rows: component, name, year, score (per cent), framework, stretch, suspect (a hollow mark), end and end_at. With the
    choice ``form`` at ``slope`` only the first and the last year of each framework are drawn.
    """
    width = theme.WIDTH - LABELS - 40
    base = (
        alt.Chart(ROWS)
        .transform_joinaggregate(start="min(year)", stop="max(year)", groupby=["component", "framework"])
        .transform_filter("form == 'lines' || datum.year == datum.start || datum.year == datum.stop")
        .transform_calculate(
            segment="form == 'lines' ? datum.component + datum.stretch : datum.component + datum.framework"
        )
    )
    colour = alt.Color("component:N", legend=None, scale=alt.Scale(domain=CODES, range=INKS))
    shape = alt.Shape("component:N", legend=None, scale=alt.Scale(domain=CODES, range=MARKS))
    dash = alt.StrokeDash("component:N", legend=None, scale=alt.Scale(domain=CODES, range=DASHES))
    hints = theme.tooltips(lang, {"name": "", "year": "d", "score": ".2f", **_TRUST})
    lined = base.encode(x=theme.put_years(padding=16), y=_per_cent(), color=colour, detail="segment:N", tooltip=hints)
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(colour.copy())
    before, after = template("sheet_sipas.threshold_line", lang).split("{threshold}")
    told = f"'{before}' + format(threshold, '.3~f') + '{after}'"
    limit = alt.Chart(alt.InlineData([{}])).transform_calculate(limit="threshold", told=told)
    limit = limit.encode(y="limit:Q")
    ends = lined.transform_filter("isValid(datum.end)").encode(y="end_at:Q")
    breaks = _draw_breaks(base)
    layers = [
        *breaks,
        limit.mark_rule(color=theme.INK, strokeDash=[5, 3]),
        limit.mark_text(align="left", baseline="bottom", dy=-3, color=theme.INK).encode(x=alt.value(5), text="told:N"),
        lined.mark_line(strokeWidth=2.2).encode(strokeDash=dash),
        lined.mark_point(size=75, strokeWidth=2, opacity=1).encode(shape=shape, fill=fill),
        lead_ends(lined.transform_filter("isValid(datum.end)")),
        ends.mark_point(size=60, strokeWidth=2, opacity=1, xOffset=14).encode(x=at_edge(), shape=shape, fill=colour),
        ends.mark_text(align="left", fontSize=12, fontWeight=600, limit=LABELS, dx=25).encode(
            x=at_edge(), text="end:N"
        ),
    ]
    chart = alt.layer(*layers).properties(width=width, height=320)
    return chart.add_params(alt.param(name="threshold", value=90), alt.param(name="form", value="lines"))


def _draw_breaks(base: alt.Chart) -> list[alt.Chart]:
    """Return a rule before each year in which a framework is new, with its words."""
    change = base.transform_filter("isValid(datum['break'])").transform_aggregate(groupby=["year", "break"])
    change = change.transform_calculate(at="datum.year - 0.5").encode(x="at:Q")
    text = change.mark_text(align="left", baseline="bottom", dx=5, fontSize=11, lineBreak="\n", color=theme.MUTED)
    return [
        change.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        text.encode(y=alt.value(-4), text="break:N"),
    ]


def index_chart(lang: str) -> alt.VConcatChart:
    """Return the index of the province, of those beside it and the national mean, with the published rank below.

    Rows: province, place, year, score, mean, stretch, suspect, rank_suspect, printed_rank, own, told, rank_told, end
    and end_at, band_low and band_high (of a band of units that merged, whose mean the score is) with band_range (both
    in words); the choice ``year`` is marked behind the lines.
    """
    width = theme.WIDTH - NAMES - 50
    base = alt.Chart(ROWS)
    hints = {"place": "", "year": "d", "score": ".2f", "printed_rank": "d", **_TRUST}
    scored = base.transform_filter("isValid(datum.score)").encode(
        x=theme.put_years(padding=16), y=_per_cent(), tooltip=theme.tooltips(lang, hints)
    )
    middle, own = f"datum.province == '{MEAN}'", "datum.own"
    nation, mine = scored.transform_filter(middle), scored.transform_filter(own)
    merged = "isValid(datum.band_low)"
    others = scored.transform_filter(f"!({middle}) && !datum.own && !{merged}")
    tone = alt.Color("province:N", scale=alt.Scale(range=TONES), legend=None)
    fill = alt.when("datum.suspect").then(alt.value("#ffffff"))
    dot = {"strokeWidth": 2, "opacity": 1, "cursor": "pointer"}
    text = {"align": "left", "dx": 14, "fontSize": 11, "limit": NAMES}
    ends = {"x": at_edge(), "y": "end_at:Q", "text": "end:N"}
    at_end = "isValid(datum.end)"
    band = base.transform_filter("datum.year == year").transform_aggregate(groupby=["year"])
    band = band.transform_calculate(start="datum.year - 0.5", stop="datum.year + 0.5")
    told = "!narrow || datum.year == year || isValid(datum.end)"  # a narrow chart has no room for all
    figures = theme.write_beside(mine, told, groupby=["stretch"])
    layers = [
        band.mark_rect(color=theme.PALE, opacity=0.7).encode(x="start:Q", x2="stop:Q"),
        *_draw_breaks(base),
        *theme.draw_band(scored.encode(detail="stretch:N"), lang),
        nation.mark_line(color=theme.MUTED, strokeDash=[5, 3], strokeWidth=1.6).encode(detail="stretch:N"),
        nation.mark_point(size=40, shape="diamond", color=theme.MUTED, filled=True, opacity=1),
        others.mark_line(strokeWidth=1.6).encode(color=tone, detail="stretch:N"),
        others.mark_point(size=46, **dot).encode(
            stroke=alt.Stroke("province:N", scale=alt.Scale(range=TONES), legend=None),
            fill=fill.otherwise(alt.value("#e6eaee")),
        ),
        mine.mark_line(strokeWidth=2.6, color=theme.ACHIEVED).encode(detail="stretch:N"),
        mine.mark_point(size=90, stroke=theme.ACHIEVED, **dot).encode(fill=fill.otherwise(alt.value(theme.ACHIEVED))),
        lead_ends(scored.transform_filter(at_end)),
        *figures,
        nation.transform_filter(at_end).mark_text(**text, color=theme.MUTED).encode(**ends),
        scored.transform_filter(f"{at_end} && {merged}").mark_text(**text, color=theme.MUTED).encode(**ends),
        others.transform_filter(at_end).mark_text(**text).encode(**ends, color=tone),
        mine.transform_filter(at_end).mark_text(**text, color=theme.ACHIEVED, fontWeight=700).encode(**ends),
    ]
    lines = alt.layer(*layers).properties(width=width, height=270)
    shared = theme.put_years(padding=16)
    shared.axis = None
    ranked = base.transform_filter("isValid(datum.score) || datum.own").encode(x=shared)
    ranked = ranked.transform_calculate(
        rank_text=r"narrow ? replace(datum.rank_told, regexp('^[^\\d]+'), '') : datum.rank_told",
        own_rank="datum.own && isValid(datum.rank_told) ? datum.rank_text : ''",
    )
    ranks = (
        ranked.mark_text(baseline="top").encode(y=alt.value(2), text="own_rank:N").properties(width=width, height=18)
    )
    chart = alt.vconcat(lines, ranks, spacing=2).resolve_scale(x="shared")
    return chart.add_params(alt.param(name="year", value=0))


def survey_chart(lang: str) -> alt.FacetChart:
    """Return bars of how many of those asked gave each answer, one panel a section, all on one scale up to 100%.

    Rows: section, order, lines, name, value (per cent), whole (100), told.
    """
    base = alt.Chart().encode(
        y=theme.put_names(),
        tooltip=theme.tooltips(lang, {"name": "", "value": ".2f", "publisher": ""}),
    )

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, 100], nice=False))

    layers = [
        base.mark_bar(height=15, color=theme.PALE).encode(x=at("whole")),
        base.mark_bar(height=15, color=theme.ACHIEVED).encode(x=at("value")),
        base.mark_text(align="left", dx=5, fontWeight=600).encode(x=at("value"), text="told:N"),
    ]
    chart = alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 40, height=alt.Step(34))
    head = alt.Header(labelOrient="top", labelAnchor="start", labelColor=theme.MUTED, title=None)
    by = alt.Row("section:N", sort=alt.EncodingSortField("order", op="min"), header=head)
    return chart.facet(row=by, data=ROWS, spacing=12).resolve_scale(y="independent")
