"""The panel of lines over the years that several explorers share; a chart without rows of its own."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.explore import ROWS
from govindex.words import say

TONES = [theme.ACHIEVED, "#b35806", "#1a7f5a", "#8a4fa3", "#7a5c2e", "#4d6a8a"]  # the chosen province, then others
NAMED = 172  # pixels right of the lines, for names


def year_axis() -> alt.X:
    """Return an axis of whole years."""
    axis = alt.Axis(format="d", tickMinStep=1, labelFlush=False)
    return alt.X("year:Q", scale=alt.Scale(zero=False, nice=False), axis=axis, title=None)


def draw_frame() -> list[alt.Chart]:
    """Return what keeps the years of the named data ``frame`` (start, end) in sight, and nothing else."""
    return [alt.Chart(alt.NamedData("frame")).mark_rule(opacity=0).encode(x="start:Q", x2="end:Q", y=alt.value(0))]


def draw_breaks() -> list[alt.Chart]:
    """Return rules where frameworks change: the named data ``breaks`` holds at and told."""
    change = alt.Chart(alt.NamedData("breaks")).encode(x="at:Q")
    text = change.mark_text(align="left", baseline="bottom", dx=5, fontSize=11, lineBreak="\n", color=theme.MUTED)
    return [
        change.mark_rule(color=theme.MUTED, strokeDash=[4, 3]),
        text.encode(y=alt.value(-16), text="told:N"),
    ]


def lines_panel(*, lang: str, title: str) -> alt.LayerChart:
    """Return lines over the years of provinces and of a national mean or median, each named where it ends.

    Rows: series (``own``, ``other`` or ``nation``), tone (0 for own, then 1 to 5), name, year, score, told (the score
    as text), segment (what a line may join), suspect (a hollow mark), now (true in the chosen year), end (the name at
    the last point) and end_at (where it stands), status, publisher, pick. The named data ``breaks`` and ``frame`` as
    `draw_breaks` and `draw_frame` take them.
    """
    hints = theme.tooltips(lang, {"name": "", "year": "d"})
    hints += [alt.Tooltip("told:N", title=say("column.score", lang))]
    hints += theme.tooltips(lang, {"status": "", "publisher": ""})
    base = alt.Chart(ROWS).encode(
        x=year_axis(),
        y=alt.Y("score:Q", scale=alt.Scale(zero=False, nice=False, padding=12), axis=alt.Axis(grid=True), title=title),
        detail="segment:N",
        tooltip=hints,
    )
    tone = alt.Color("tone:O", scale=alt.Scale(domain=list(range(len(TONES))), range=TONES), legend=None)
    nation = base.transform_filter("datum.series == 'nation'")
    others = base.transform_filter("datum.series == 'other'").encode(color=tone)
    own = base.transform_filter("datum.series == 'own'").encode(color=tone)
    fill = alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(tone.copy())
    dot = {"opacity": 1, "cursor": "pointer"}
    names = base.transform_filter("isValid(datum.end)").encode(y="end_at:Q", text="end:N")
    told = {"align": "left", "dx": 10, "fontSize": 11, "limit": NAMED}
    return alt.layer(
        *draw_frame(),
        *draw_breaks(),
        nation.mark_line(color=theme.MUTED, strokeDash=[2, 2], strokeWidth=1.5),
        nation.mark_point(size=24, shape="diamond", color=theme.MUTED, filled=True, opacity=1),
        others.mark_line(strokeWidth=1.6),
        others.mark_point(size=46, strokeWidth=1.6, **dot).encode(fill=fill),
        own.mark_line(strokeWidth=3),
        own.mark_point(size=70, strokeWidth=2, **dot).encode(fill=fill),
        own.transform_filter("datum.now").mark_point(size=170, strokeWidth=2, color=theme.ACCENT, opacity=1),
        names.mark_text(**told, color="#ffffff", stroke="#ffffff", strokeWidth=3),
        names.transform_filter("datum.series == 'nation'").mark_text(**told, color=theme.MUTED),
        names.transform_filter("datum.series != 'nation'").mark_text(**told).encode(color=tone),
    ).properties(width=theme.WIDTH - NAMED - 40, height=300)
