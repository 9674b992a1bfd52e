"""What charts with a line a province share: the lines, their names at the left, the colours of the marked ones."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS

TONES = [theme.ACHIEVED, "#b35806", "#1a7f5a", "#8a4fa3", "#7a5c2e", "#4d6a8a"]  # the chosen province, then others
LINE_STEP = 14  # pixels of a line
SCALES_APART = 46  # pixels between the panels of two scales, for the words on why lines end
NAMED = 150  # pixels left of the lines, for names
TONE_SCALE = alt.Scale(domain=list(range(len(TONES))), range=TONES)
TONE = "datum.own ? 0 : indexof(selected, datum.province) < 0 ? null : indexof(selected, datum.province) + 1"


def list_lines() -> alt.Chart:
    """Return the rows with line (1 the first), place_in (the group, 0 where there is none) and tone (of the marked)."""
    lines = alt.Chart(ROWS).transform_window(line="row_number()")
    return lines.transform_calculate(tone=TONE, place_in="datum.group || 0", half="0.42")


def put_line() -> alt.Y:
    """Return where a row's line is."""
    return alt.Y("line:O", axis=None)


def colour_marked() -> alt.Color:
    """Return the colour of a marked province."""
    return alt.Color("tone:O", scale=TONE_SCALE, legend=None)


def rim_marked() -> alt.Stroke:
    """Return the colour of a marked province, of a rim."""
    return alt.Stroke("tone:O", scale=TONE_SCALE, legend=None)


def at_edge() -> alt.value:
    """Return the place across where the names of lines begin: the right edge of the plot."""
    return alt.value("width")


def lead_ends(named: alt.Chart) -> alt.Chart:
    """Return thin leaders from where lines end to their names at the right edge, which keep a distance of each other.

    Rows: the last of each line; its year and value are encoded already, end_at is where its name stands.
    """
    y2, leader = alt.Y2("end_at:Q"), {"color": theme.MUTED, "strokeWidth": 0.8, "strokeDash": [1, 2]}
    return named.mark_rule(x2Offset=8, **leader).encode(x2=at_edge(), y2=y2, tooltip=alt.value(None))


def part_scales(layers: list[alt.Chart], *, width: int, height: int) -> alt.FacetChart:
    """Return lines over the years in a panel for each scale of points, below each other and each with axes of its own.

    Rows: year, scale (in words; empty where it is not known).
    """
    head = alt.Header(labelOrient="top", labelAnchor="end", labelFontSize=11, labelColor=theme.MUTED, title=None)
    by = alt.Row("scale:N", sort=alt.EncodingSortField("year", op="min"), header=head)
    chart = alt.layer(*layers).properties(width=width, height=height)
    return chart.facet(row=by, data=ROWS, spacing=SCALES_APART).resolve_scale(x="independent", y="independent")


def name_lines(base: alt.Chart) -> list[alt.Chart]:
    """Return the names left of the lines, those of marked provinces in their colour."""
    named = base.encode(x=alt.value(-8), text="place:N")
    text = {"align": "right", "fontSize": 11, "cursor": "pointer", "limit": NAMED}
    return [
        named.transform_filter("!isValid(datum.tone)").mark_text(**text),
        named.transform_filter("isValid(datum.tone)").mark_text(**text, fontWeight=700).encode(color=colour_marked()),
    ]


def choose_marked(chart: alt.LayerChart) -> alt.LayerChart:
    """Return a chart that knows which provinces are marked: the choice ``selected``."""
    return chart.add_params(alt.param(name="selected", value=[]))
