"""Charts of a province among its peers, without data: each draws whatever rows its figure takes for a state."""

from __future__ import annotations

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

GAPS = 120  # pixels right of the positions, for the distances to borders


def _say(key: str, lang: str) -> str:
    return say(f"sheet_peers.{key}", lang)


def _hints(columns: dict[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in columns.items()]


def spine_chart(lang: str) -> alt.LayerChart:
    """Return the province and its peers about one spine, over the range and the quartiles of all.

    Rows: place, lines, order, x, least_x, q1_x, q3_x, most_x, peer_x (on the spine), own, told, middle_told,
    peer_told, group (of the province; missing where there are none).
    """
    base = alt.Chart(ROWS).transform_filter("isValid(datum.x)").encode(y=theme.put_names(order="order"))
    own = base.transform_filter("datum.own")
    peers = base.transform_filter("!datum.own")
    ends = alt.Scale(domain=[-1.06, 1.06], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=ends, title=_say("spine_axis", lang), axis=alt.Axis(labels=False))

    hints = _hints(
        {
            "place": say("column.place", lang),
            "told": say("column.score", lang),
            "rank": say("column.rank", lang),
            "middle_told": _say("middle", lang),
            "peer_told": _say("peer_middle", lang),
        }
    )
    zero = alt.Chart(ROWS).transform_aggregate(count="count()").transform_calculate(zero="0")
    layers = [
        own.mark_bar(height=13, color=theme.PALE).encode(x=at("least_x"), x2="most_x:Q"),
        own.mark_bar(height=13, color="#c3ccd5").encode(x=at("q1_x"), x2="q3_x:Q"),
        zero.mark_rule(color=theme.INK).encode(x=at("zero")),
        peers.mark_point(size=34, strokeWidth=1.3, opacity=0.9, color=theme.MUTED, cursor="pointer").encode(
            x=at("x"), tooltip=hints
        ),
        own.transform_filter("isValid(datum.peer_x)")
        .mark_tick(thickness=3, height=19, color="#8a4fa3")
        .encode(x=at("peer_x")),
        own.mark_point(size=120, opacity=1, filled=True, stroke="#ffffff", strokeWidth=1).encode(
            x=at("x"),
            color=alt.when("datum.x >= 0").then(alt.value(theme.RISE)).otherwise(alt.value(theme.FALL)),
            tooltip=hints,
        ),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 20, height=alt.Step(28))


def positions_chart(lang: str) -> alt.LayerChart:
    """Return the province's positions, the best first, coloured by group, with the distances to the groups' borders.

    Rows: lines, rank, scored, group (missing where there are none), group_name, near_told (missing where the border is
    beyond noise), gaps, told.
    """
    width = theme.WIDTH - theme.NAMES - GAPS
    base = alt.Chart(ROWS).encode(
        y=theme.put_names(order="rank"),
        tooltip=_hints(
            {
                "name": say("column.name", lang),
                "told": say("column.score", lang),
                "rank": say("column.rank", lang),
                "group_name": say("column.group_name", lang),
                "gaps": _say("near_border", lang),
            }
        ),
    )

    def at(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            title=_say("rank_axis", lang),
            scale=alt.Scale(nice=False, padding=12),
            axis=alt.Axis(grid=True),
        )

    line = base.transform_calculate(first="1")
    fill = alt.when("isValid(datum.group)").then(
        alt.Fill("group:O", scale=alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS), legend=None)
    )
    layers = [
        line.mark_rule(color=theme.PALE, strokeWidth=2).encode(x=at("first"), x2="scored:Q"),
        base.transform_filter("isValid(datum.near_told)")
        .mark_point(size=260, strokeWidth=2, color=theme.ACCENT, opacity=1, filled=False)
        .encode(x=at("rank")),
        base.mark_point(size=110, strokeWidth=1, opacity=1, stroke=theme.INK).encode(
            x=at("rank"), fill=fill.otherwise(alt.value("#8fa3b5"))
        ),
        base.mark_text(dy=-14, fontSize=10).encode(x=at("rank"), text="rank:Q"),
        base.mark_text(align="left", dx=10, color=theme.MUTED, fontSize=11).encode(x=alt.value("width"), text="gaps:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(31))


def lost_chart(lang: str) -> alt.LayerChart:
    """Return the points that the province lost in each part, the most first, with the median of its peers.

    Rows: lines, lost, maximum, peer_middle (points; missing where nobody is compared with), lost_told, peer_told.
    """
    base = alt.Chart(ROWS).transform_filter("isValid(datum.lost)").transform_calculate(first="-datum.lost")
    shown = base.encode(
        y=theme.put_names(order="first"),
        tooltip=_hints(
            {
                "name": say("column.name", lang),
                "lost_told": say("column.lost", lang),
                "peer_told": _say("peer_middle", lang),
            }
        ),
    )

    def at(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            title=_say("lost_axis", lang),
            axis=alt.Axis(grid=True),
            scale=alt.Scale(domainMin=0, nice=False, padding=10),
        )

    layers = [
        shown.mark_bar(height=15, color=theme.LOST).encode(x=at("lost")),
        shown.transform_filter("isValid(datum.peer_middle)")
        .transform_calculate(at="datum.maximum - datum.peer_middle")
        .mark_tick(thickness=3, height=21, color="#8a4fa3")
        .encode(x=at("at")),
        shown.mark_text(align="left", dx=10, fontWeight=600).encode(x=alt.value("width"), text="lost_told:N"),
    ]
    return alt.layer(*layers).properties(width=theme.WIDTH - theme.NAMES - 70, height=alt.Step(29))
