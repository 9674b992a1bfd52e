"""A tile-grid map: one tile of the same size per province, near where it lies, so that small ones count as much."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from govindex.charts import theme
from govindex.words import number, say

COLUMN, ROW = 76, 36  # pixels of a tile with its gap
LETTERS = 11  # of a name on one line of a tile
INKS = ["#ffffff", "#ffffff", "#06213f", "#3d2b00"]  # of the names on the tiles, highest group to lowest
_NOT_DRAWN = ["measure", "component", "province", "kind", "group_size", "tile_col", "tile_row"]
KEY_ROW = 8.1  # the key stands in the free tiles at the left, from this row on


def tile_map_chart(tiles: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the provinces as tiles coloured by group, the page's province outlined; no colour where no score is.

    Parameters
    ----------
    tiles : DataFrame
        One row per province or archipelago: name, score, group (in words), place (1 = highest; missing without a
        score), group_size, rank (computed) or printed_rank, scored, own (true for the page's province), kind
        (``province`` or ``archipelago``), tile_col, tile_row, measure.
    """
    columns, lines = int(tiles["tile_col"].max()) + 1, int(tiles["tile_row"].max()) + 1
    x_scale = alt.Scale(domain=[0, columns], range=[0, columns * COLUMN], nice=False)
    y_scale = alt.Scale(domain=[0, lines], range=[0, lines * ROW], nice=False)

    def place(field: str, axis: type, scale: alt.Scale) -> alt.X | alt.Y:
        return axis(f"{field}:Q", scale=scale, axis=None)

    drawn = _lay_out(tiles, lang)
    points, rank = theme.points(tiles["measure"].iloc[0]), "rank" if "rank" in tiles else "printed_rank"
    hints = theme.tooltips(lang, {"name": "", "score": points, "group": "", rank: "d", "scored": "d"})
    base = alt.Chart(drawn).encode(tooltip=hints)
    box = base.encode(x=place("left", alt.X, x_scale), x2="right:Q", y=place("top", alt.Y, y_scale), y2="bottom:Q")
    fill = alt.Fill("place:O", scale=alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS), legend=None)
    ink = alt.Color("place:O", scale=alt.Scale(domain=[1, 2, 3, 4], range=INKS), legend=None)
    text = base.encode(x=place("middle", alt.X, x_scale), y=place("text_top", alt.Y, y_scale), text="lines:N")
    written = {"lineBreak": "\n", "lineHeight": 12, "fontSize": 11, "baseline": "middle"}
    layers = [
        box.transform_filter("isValid(datum.place)").mark_rect(cornerRadius=3).encode(fill=fill),
        box.transform_filter("!isValid(datum.place)").mark_rect(
            cornerRadius=3, fill="#ffffff", stroke=theme.MUTED, strokeDash=[3, 2]
        ),
        box.transform_filter("datum.own").mark_rect(cornerRadius=3, fillOpacity=0, stroke="#ffffff", strokeWidth=6),
        box.transform_filter("datum.own").mark_rect(
            cornerRadius=3, fillOpacity=0, stroke=theme.ACCENT, strokeWidth=3.5
        ),
        text.transform_filter("isValid(datum.place)").mark_text(**written).encode(color=ink),
        text.transform_filter("!isValid(datum.place)").mark_text(**written, color=theme.MUTED, fontStyle="italic"),
        *_key(tiles, x_scale, y_scale, lang),
    ]
    chart = alt.layer(*layers).resolve_scale(color="independent", fill="independent")
    return theme.finish(chart.properties(width=columns * COLUMN, height=lines * ROW), title=title, lang=lang)


def _lay_out(tiles: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `tiles` with the edges of each and its name on as many lines as it needs."""
    lines = ["\n".join(textwrap.wrap(name, LETTERS)) for name in tiles["name"]]
    more = pd.Series([text.count("\n") for text in lines], index=tiles.index)
    numbers = [column for column in ("place", "rank", "printed_rank", "scored") if column in tiles]
    return (
        tiles.drop(columns=_NOT_DRAWN, errors="ignore")
        .astype(dict.fromkeys(numbers, "float64"))
        .assign(
            group=tiles["group"].fillna(say("chart.no_score", lang)),
            lines=lines,
            left=tiles["tile_col"] + 0.025,
            right=tiles["tile_col"] + 0.975,
            top=tiles["tile_row"] + 0.05,
            bottom=tiles["tile_row"] + 0.95,
            middle=tiles["tile_col"] + 0.5,
            text_top=tiles["tile_row"] + 0.5 - more * 6 / ROW,
        )
        .round(4)
    )


def _key(tiles: pd.DataFrame, x_scale: alt.Scale, y_scale: alt.Scale, lang: str) -> list[alt.Chart]:
    """Return what the colours mean: a square, the group's name and how many provinces are in it."""
    groups = tiles.dropna(subset="place").drop_duplicates("place").sort_values("place")
    absent = tiles[tiles["place"].isna() & (tiles["kind"] == "province")]
    told = [
        f"{group} ({number(size, lang, 0)})" for group, size in zip(groups["group"], groups["group_size"], strict=True)
    ]
    count = f" ({len(absent)})" if len(absent) else ""
    told.append(say("chart.no_data", lang) + count)
    rows = pd.DataFrame({"told": told, "place": [*groups["place"].astype("float64"), None]})
    rows = rows.assign(row=KEY_ROW + 0.75 + 0.62 * rows.index, col=0.16, text_col=0.36)
    y = alt.Y("row:Q", scale=y_scale, axis=None)
    base = alt.Chart(rows).encode(y=y)
    head = alt.Chart(pd.DataFrame({"row": [KEY_ROW], "told": [say("chart.key_groups", lang)]}))
    squares = base.mark_square(size=200, opacity=1).encode(x=alt.X("col:Q", scale=x_scale, axis=None))
    fill = alt.Color("place:O", scale=alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS), legend=None)
    left = {"align": "left", "baseline": "middle"}
    return [
        head.mark_text(**left, fontWeight=600).encode(x=alt.value(4), y=y, text="told:N"),
        squares.transform_filter("isValid(datum.place)").encode(color=fill),
        base.transform_filter("!isValid(datum.place)")
        .mark_square(size=180, filled=False, stroke=theme.MUTED, strokeDash=[3, 2], opacity=1)
        .encode(x=alt.X("col:Q", scale=x_scale, axis=None)),
        base.mark_text(**left).encode(x=alt.X("text_col:Q", scale=x_scale, axis=None), text="told:N"),
    ]
