"""The tile-grid map that sheets share: a tile a province, its name, what is not scored, what is light and what dark."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt

from govindex.charts import theme
from govindex.charts.theme import ROWS
from govindex.words import say

COLUMNS, LINES = 8, 20  # tiles across and down
_COLUMN, _LINE = 79, 33  # pixels of a tile, with its gap
KEY_LINE, KEY_STEP = 8.1, 0.62  # the key stands in the free tiles at the left, from this line on
SHADES = 24  # steps of the key's scale of points
GROUPS = alt.Scale(domain=[1, 2, 3, 4], range=theme.GROUPS)
# Where on the way from the least to the most black and white have the same contrast to a tile's shade.
_TURN = 0.658
# A name stands on one line or on two, whichever lets its letters be larger; so it never leaves its tile.
_WIDE, _HIGH = f"(0.92 * width / {COLUMNS})", f"(0.9 * height / {LINES})"  # pixels of a tile
_LETTER = 0.64  # of the size of the letters: how wide one is on average, in the widest of the fonts
_LARGEST = f"min(10, 0.2 * {_WIDE})"
_NAME = {
    "one": r"replace(datum.lines, '\n', ' ')",
    "two": r"indexof(datum.lines, '\n') < 0 ? replace(datum.lines, ' ', '\n') : datum.lines",
    "halves": r"split(datum.two, '\n')",
    "longest": "max(length(datum.halves[0]), length(datum.halves[1] || ''))",
    "size_one": f"min({_LARGEST}, {_WIDE} / ({_LETTER} * length(datum.one)), {_HIGH} / 1.3)",
    "size_two": f"min({_LARGEST}, {_WIDE} / ({_LETTER} * datum.longest), {_HIGH} / 2.45)",
    "halved": "datum.size_two > 1.05 * datum.size_one",
    "tile": "datum.halved ? datum.two : datum.one",
    "letters": "datum.halved ? datum.size_two : datum.size_one",
    "centre": f"datum.row + 0.5 - (datum.halved ? 0.52 * datum.letters * {LINES} / height : 0)",
}
_TEXT = {
    "baseline": "middle",
    "lineBreak": "\n",
    "cursor": "pointer",
    "fontSize": alt.ExprRef("datum.letters"),
    "lineHeight": alt.ExprRef("1.04 * datum.letters"),
}
SHADED = f"datum.score - datum.least > {_TURN} * (datum.most - datum.least) || datum.most == datum.least"  # is dark


def rim(width: float, **look: object) -> dict[str, object]:
    """Return the look of a rim so many pixels wide, thinner on low tiles, whose names need the room."""
    return {"fillOpacity": 0, "cornerRadius": 3, "strokeWidth": alt.ExprRef(f"{width} * min(1, {_HIGH} / 30)"), **look}


class Tiles(NamedTuple):
    """The rows of a map, each with known and the points least and most of all; and the box of each as an encoding."""

    rows: alt.Chart
    boxes: alt.Chart

    def fill(self, test: str) -> alt.Chart:
        """Return the tiles for which a test holds, still without a colour."""
        return self.boxes.transform_filter(test).mark_rect(cornerRadius=3, cursor="pointer")

    def blank(self) -> alt.Chart:
        """Return the tiles without a score: white with a dashed rim."""
        empty = self.boxes.transform_filter("!datum.known")
        return empty.mark_rect(cornerRadius=3, cursor="pointer", fill="#ffffff", stroke=theme.MUTED, strokeDash=[3, 2])

    def name(self, dark: str) -> list[alt.Chart]:
        """Return the names, white on the tiles for which the test `dark` holds, black on the others."""
        names = self.rows.encode(x=across("middle"), y=down("centre"), text="tile:N")
        return [
            names.transform_filter(dark).mark_text(**_TEXT, color="#ffffff"),
            names.transform_filter(f"!({dark})").mark_text(**_TEXT, color="#000000"),
        ]


def lay_tiles(tooltip: list[alt.Tooltip], **calculated: str) -> Tiles:
    """Return the tiles of the rows: col, row, lines, score, and what `calculated` needs."""
    rows = (
        alt.Chart(ROWS)
        .transform_joinaggregate(least="min(score)", most="max(score)", groups="max(group)")
        .transform_calculate(
            left="datum.col + 0.03",
            right="datum.col + 0.97",
            top="datum.row + 0.05",
            bottom="datum.row + 0.95",
            middle="datum.col + 0.5",
            **_NAME,
            known="isValid(datum.score)",
            **calculated,
        )
        .encode(tooltip=tooltip)
    )
    return Tiles(rows, rows.encode(x=across("left"), x2="right:Q", y=down("top"), y2="bottom:Q"))


def across(field: str) -> alt.X:
    """Return where a column of the map is."""
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, COLUMNS], nice=False), axis=None)


def down(field: str) -> alt.Y:
    """Return where a row of the map is."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, LINES], nice=False, reverse=True), axis=None)


def shade() -> alt.Fill:
    """Return the shade of a score, from the least to the most."""
    return alt.Fill("score:Q", scale=alt.Scale(range=theme.GROUPS[::-1], interpolate="lab", zero=False), legend=None)


def draw_key(base: alt.Chart, lang: str) -> list[alt.Chart]:
    """Return what the colours mean: the groups with how many are in each, or the scale of the points.

    Rows: those of the map, with grouped (whether the colours are of groups), told (the score in words), kind.
    """
    grouped, points = say("chart.key_groups", lang), say("column.score", lang)
    ends = {end: say(f"group.{group}", lang) for end, group in (("highest", 1), ("lowest", 4))}
    at = f"{KEY_LINE} + 0.75 + {KEY_STEP} * "
    known, aside = base.transform_filter("datum.known"), {"square": "0.16", "beside": "0.36"}
    head = known.transform_aggregate(groupby=["grouped"])
    head = head.transform_calculate(line=str(KEY_LINE), beside="0.06", told=f"datum.grouped ? '{grouped}' : '{points}'")
    groups = known.transform_filter("datum.grouped").transform_aggregate(
        count="count()", groupby=["group", "group_name"]
    )
    groups = groups.transform_calculate(
        line=f"{at}(datum.group - 1)", told="datum.group_name + ' (' + datum.count + ')'", **aside
    )
    shaded = known.transform_filter("!datum.grouped")
    shades = shaded.transform_filter("datum.score == datum.most || datum.score == datum.least")
    shades = shades.transform_aggregate(groupby=["score", "told", "most"]).transform_calculate(
        line=f"{at}(datum.score == datum.most ? 0 : 2)",
        end=f"datum.score == datum.most ? '{ends['highest']}' : '{ends['lowest']}'",
        **aside,
    )
    shades = shades.transform_calculate(told="datum.end + ': ' + datum.told")
    scale = shaded.transform_aggregate(groupby=["least", "most"]).transform_calculate(step=f"sequence(0, {SHADES})")
    scale = scale.transform_flatten(["step"]).transform_calculate(
        score=f"datum.most - (datum.most - datum.least) * datum.step / {SHADES - 1}",
        line=f"{at}(2.6 * datum.step / {SHADES} - 0.3)",
        until=f"{at}(2.6 * (datum.step + 1.2) / {SHADES} - 0.3)",
        square="0.06",
        far="0.26",
    )
    absent = base.transform_filter("!datum.known && datum.kind == 'province'")
    absent = absent.transform_aggregate(count="count()", groupby=["groups", "grouped"]).transform_calculate(
        line=f"{at}(datum.grouped ? datum.groups : 3)",
        told=f"'{say('chart.no_data', lang)} (' + datum.count + ')'",
        **aside,
    )
    square = {"size": alt.ExprRef("narrow ? 90 : 200"), "opacity": 1, "filled": True}
    beside = {"align": "left", "baseline": "middle", "fontSize": alt.ExprRef("narrow ? 9 : 12")}

    def write(rows: alt.Chart, **look: object) -> alt.Chart:
        return rows.mark_text(**beside, **look).encode(
            x=across("beside"), y=down("line"), text="told:N", tooltip=alt.value(None)
        )

    def colour(rows: alt.Chart, **look: object) -> alt.Chart:
        return rows.mark_square(**square | look).encode(x=across("square"), y=down("line"), tooltip=alt.value(None))

    return [
        write(head, fontWeight=600),
        colour(groups).encode(fill=alt.Fill("group:O", scale=GROUPS, legend=None)),
        scale.mark_rect().encode(
            x=across("square"), x2="far:Q", y=down("line"), y2="until:Q", fill=shade(), tooltip=alt.value(None)
        ),
        colour(absent, filled=False, stroke=theme.MUTED, strokeDash=[3, 2]),
        *(write(rows) for rows in (groups, shades, absent)),
    ]


def finish_map(layers: list[alt.Chart]) -> alt.LayerChart:
    """Return the layers as one map of its size."""
    drawn = alt.layer(*layers).resolve_scale(fill="independent", color="independent", stroke="independent")
    return drawn.properties(width=COLUMNS * _COLUMN, height=LINES * _LINE)
