"""The panel of all provinces in order of their scores; a chart without rows of its own."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.explore import ROWS
from govindex.charts.explore_lines import TONES
from govindex.words import say


def standing_panel(*, lang: str) -> alt.LayerChart:
    """Return a dot a province from the highest score to the lowest, coloured by group; the marked ones are named.

    Rows: name, order (1 for the highest), score, told (the score as text), place (group 1 to 4, or 0 where there are no
    groups), suspect (a hollow dot), tone (0 for the chosen province, 1 to 5 for those marked, or empty), end (the name
    of a marked one), end_at (where it stands), group, rank, status, publisher, pick. The named data ``middle`` holds a
    row of score and told, or none.
    """
    hints = theme.tooltips(lang, {"name": ""})
    hints += [
        alt.Tooltip("told:N", title=say("column.score", lang)),
        alt.Tooltip("rank_told:N", title=say("what.rank", lang)),
    ]
    hints += theme.tooltips(lang, {"group": "", "status": "", "publisher": ""})
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "order:Q",
            title=say("explore_provinces.place_axis", lang),
            scale=alt.Scale(nice=False, zero=False, padding=14),
            axis=alt.Axis(tickMinStep=1, labelExpr="datum.value < 1 ? '' : datum.label"),
        ),
        y=alt.Y(
            "score:Q",
            title=say("column.score", lang),
            scale=alt.Scale(zero=False, nice=False, padding=14),
            axis=alt.Axis(grid=True),
        ),
        tooltip=hints,
    )
    shades = alt.Scale(domain=[0, 1, 2, 3, 4], range=["#8fa3b5", *theme.GROUPS])
    tone = alt.Color("tone:O", scale=alt.Scale(domain=list(range(len(TONES))), range=TONES), legend=None)
    plain = base.transform_filter("!isValid(datum.tone)")
    marked = base.transform_filter("isValid(datum.tone)")
    fill = alt.when("datum.suspect").then(alt.value("#ffffff"))
    dot = {"opacity": 1, "cursor": "pointer"}
    names = marked.encode(y="end_at:Q", text="end:N")
    told = {"align": "left", "dx": 7, "dy": -13, "fontSize": 12, "fontWeight": 600}
    middle = alt.Chart(alt.NamedData("middle")).encode(y="score:Q")
    return alt.layer(
        middle.mark_rule(color=theme.MUTED, strokeDash=[5, 3]),
        middle.mark_text(align="right", baseline="bottom", dy=-3, color=theme.MUTED).encode(
            x=alt.value("width"), text="told:N"
        ),
        plain.mark_point(size=58, stroke=theme.MUTED, strokeWidth=0.8, **dot).encode(
            fill=fill.otherwise(alt.Fill("place:O", scale=shades, legend=None))
        ),
        marked.mark_point(size=150, strokeWidth=3, **dot).encode(
            stroke=tone, fill=fill.otherwise(alt.Fill("place:O", scale=shades, legend=None))
        ),
        names.mark_text(**told, color="#ffffff", stroke="#ffffff", strokeWidth=4),
        names.mark_text(**told).encode(color=tone),
    ).properties(width=theme.WIDTH - 80, height=290)
