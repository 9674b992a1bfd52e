"""The panel of SIPAS criteria over the years; a chart without rows of its own."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.explore import ROWS
from govindex.charts.explore_lines import draw_breaks, draw_frame, year_axis
from govindex.charts.sipas import COLOURS, SHAPES

# The index first, then the five criteria as the notebook draws them.
CODES = ["sipas", *(f"sipas.{place}" for place in range(1, 6))]
INKS = [theme.INK, *COLOURS]
MARKS = ["cross", *SHAPES]
STROKES = [[1, 0], *theme.DASHES]
LABELS = 250  # pixels right of the lines


def criteria_panel(*, lang: str) -> alt.LayerChart:
    """Return the index and its criteria over the years, named at the right with the last score and its change.

    Rows: component, name, year, score (per cent), segment (what a line may join), suspect (a hollow mark), status,
    publisher; end (the words at the right, in the last row of a component) and end_at (where they stand). The named
    data ``limits`` holds threshold and told; ``breaks`` and ``frame`` as `explore_lines` draws them.
    """
    width = theme.WIDTH - LABELS - 40
    colour = alt.Color("component:N", legend=None, scale=alt.Scale(domain=CODES, range=INKS))
    shape = alt.Shape("component:N", legend=None, scale=alt.Scale(domain=CODES, range=MARKS))
    dash = alt.StrokeDash("component:N", legend=None, scale=alt.Scale(domain=CODES, range=STROKES))
    axis = alt.Axis(grid=True, tickCount=6, labelExpr="datum.label + '%'")
    hints = theme.tooltips(lang, {"name": "", "year": "d", "score": ".2f", "status": "", "publisher": ""})
    base = alt.Chart(ROWS).encode(
        x=year_axis(),
        y=alt.Y("score:Q", scale=alt.Scale(zero=False, nice=False, padding=12), axis=axis, title=None),
        color=colour,
        detail="segment:N",
        tooltip=hints,
    )
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(colour.copy())
    limit = alt.Chart(alt.NamedData("limits")).encode(y="threshold:Q")
    ends = base.transform_filter("isValid(datum.end)").encode(y="end_at:Q")
    return alt.layer(
        *draw_frame(),
        *draw_breaks(),
        limit.mark_rule(color=theme.INK, strokeDash=[5, 3]),
        limit.mark_text(align="left", baseline="bottom", dy=-3, color=theme.INK).encode(x=alt.value(5), text="told:N"),
        base.mark_line(strokeWidth=2.2).encode(strokeDash=dash),
        base.mark_point(size=75, strokeWidth=2, opacity=1).encode(shape=shape, fill=fill),
        ends.mark_point(size=60, strokeWidth=2, opacity=1).encode(x=alt.value(width + 14), shape=shape, fill=colour),
        ends.mark_text(align="left", fontSize=12, fontWeight=600).encode(x=alt.value(width + 25), text="end:N"),
    ).properties(width=width, height=320)
