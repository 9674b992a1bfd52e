"""What every chart shares: widths, colours, fonts, the locale of numbers, title and description.

Colours tell apart for the colour-blind (after Okabe and Ito [1]_) and differ in lightness, so they do in grey print.

References
----------
.. [1] M. Okabe and K. Ito, "Color Universal Design", 2008.
"""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
from babel import Locale

from govindex.words import DIGITS, check_lang, say

ROWS = alt.NamedData("rows")  # the data of every chart that a figure declares
MEDIAN, MEAN = "median", "mean"  # stand where a province's code does, in the rows of the country's middle

WIDTH = 690  # pixels of a whole chart: the text column of a page, and of A4 between its margins
NAMES = 262  # pixels of the names beside a chart
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

INK = "#1b2733"
MUTED = "#5b6773"
PALE = "#e6eaee"
ACHIEVED = "#0b4f8a"
LOST = "#e69f00"
RISE = "#0072b2"
FALL = "#d55e00"
ACCENT = "#b3006b"
BAND = "#9fc3e0"
GROUPS = ["#08306b", "#2878b5", "#86bddd", "#f7dfb3"]  # highest to lowest, dark to light
LINES = ["#0b4f8a", "#b35806", "#1a7f5a", "#b3006b", "#5b6773"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 0]]

_TITLE_LETTERS = 84
_AROUND = {"lag": "score_left", "lead": "score_right"}  # the neighbours of a point of a line
_NOTE_LETTERS = 110


def points(measure: str) -> str:
    """Return the format of a score of `measure` with as many decimals as its reports print."""
    return f".{DIGITS[measure]}f"


def changes(measure: str) -> str:
    """Return the format of a change of `measure`, with its sign."""
    return f"+.{DIGITS[measure]}f"


def tooltips(lang: str, columns: dict[str, str]) -> list[alt.Tooltip]:
    """Return tooltips titled from the catalogue, one per column; a column's value is its format, or ``""`` for text."""
    titles = {column: say(f"column.{'source' if column == 'publisher' else column}", lang) for column in columns}
    return [
        alt.Tooltip(f"{column}:{'Q' if form else 'N'}", format=form or alt.Undefined, title=titles[column])
        for column, form in columns.items()
    ]


def put_years(*, padding: float | None = None, ticks: int | None = None) -> alt.X:
    """Return an axis of years that writes each year once: in a wide chart of few years Vega puts ticks between them."""
    axis = alt.Axis(
        format="d",
        labelExpr="floor(datum.value) == datum.value ? datum.label : ''",
        labelFlush=False,
        tickMinStep=1,
        tickCount=ticks or alt.Undefined,
    )
    scale = alt.Scale(zero=False, nice=False, padding=alt.Undefined if padding is None else padding)
    return alt.X("year:Q", scale=scale, axis=axis, title=None)


def make_places(channel: str, **looks: object) -> alt.Axis:
    """Return an axis of positions along ``x`` or ``y``: it begins at 1, and few positions are all named."""
    some, many = ([1, *range(step, 200, step)] for step in (2, 5))
    reach = f"abs(span(domain('{channel}')))"
    values = alt.ExprRef(f"{reach} < 14 ? sequence(1, 200) : {reach} < 30 ? {some} : {many}")
    return alt.Axis(values=values, format="d", **looks)


def put_names(field: str = "lines", order: str = "order", *, side: int = NAMES) -> alt.Y:
    """Return an axis of names beside rows, `side` pixels wide, in a narrow window above them (``front/fit.js``).

    `field` holds each name, its lines apart by a line break; `order` is a column of the rows. Where a rule leads from
    one name to the next, a name stands where its own row says, which is the later of the two.
    """
    middle = {"condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": "bottom"}, "value": "middle"}
    axis = alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelBaseline=middle,
        labelLineHeight=13,
        labelLimit=side,
        minExtent=side,
        maxExtent=side,
    )
    return alt.Y(f"{field}:N", sort=alt.EncodingSortField(order, op="max", order="ascending"), title=None, axis=axis)


def draw_band(base: alt.Chart, lang: str) -> list[alt.Chart]:
    """Return the layers of a band over the years: from the lowest to the highest, the mean dashed in it.

    `base` has its years across and the detail of what belongs together; rows: band_low, score (the mean), band_high,
    band_known and band_units (a hollow dot where the first is less), band_range (in words).
    """
    whole = alt.when("datum.band_known < datum.band_units").then(alt.value("#ffffff")).otherwise(alt.value(ACHIEVED))
    rows = base.transform_filter("isValid(datum.band_low)")
    hints = [
        *tooltips(lang, {"place": "", "year": "d"}),
        alt.Tooltip("band_range:N", title=say("column.band_range", lang)),
    ]
    return [
        rows.mark_area(color=BAND, opacity=0.35).encode(
            y=alt.Y("band_low:Q", scale=alt.Scale(zero=False)), y2="band_high:Q"
        ),
        rows.mark_rule(color=BAND, strokeWidth=3, opacity=0.6).encode(y="band_low:Q", y2="band_high:Q", tooltip=hints),
        rows.mark_line(color=ACHIEVED, strokeWidth=2, strokeDash=[6, 3]),
        rows.mark_point(size=26, stroke=ACHIEVED, opacity=1).encode(fill=whole, tooltip=hints),
    ]


def name_band(base: alt.Chart) -> list[alt.Chart]:
    """Return the name of a band above its first year, for a chart that has no room for it beside its lines."""
    first = base.transform_filter("isValid(datum.band_low)").transform_joinaggregate(
        earliest="min(year)", groupby=["province"]
    )
    first = first.transform_filter("datum.year == datum.earliest").encode(y="band_high:Q", text="place:N")
    look = {"align": "left", "dx": -4, "dy": -8, "baseline": "bottom", "fontSize": 11}
    return [
        first.mark_text(**look, color="#ffffff", stroke="#ffffff", strokeWidth=4),
        first.mark_text(**look, color=ACHIEVED),
    ]


def note_breaks(breaks: alt.Chart) -> list[alt.Chart]:
    """Return the words on why lines end, above the plot and so over no line: those on a new framework in the upper row.

    Rows: break (the words, on lines), renewed; where they stand across is encoded already.
    """
    text = {"align": "left", "baseline": "bottom", "dx": 2, "fontSize": 11, "lineHeight": 12, "lineBreak": "\n"}
    rows = (("!datum.renewed", -3), ("datum.renewed", -31))
    return [
        breaks.transform_filter(which).mark_text(**text, color=MUTED).encode(y=alt.value(at), text="break:N")
        for which, at in rows
    ]


def write_beside(scored: alt.Chart, which: str, *, groupby: list[str]) -> list[alt.Chart]:
    """Return the figures of a line's points, above a point or, where its neighbours are higher, below; with a halo.

    Rows: year, score, told (the text); `which` tests which points are told, `groupby` tells the lines apart.
    """
    around = [alt.WindowFieldDef(**{"op": op, "field": "score", "as": name}) for op, name in _AROUND.items()]
    beside = scored.transform_window(window=around, sort=[alt.SortField("year")], groupby=groupby)
    # Where there is no neighbour at a side its level is that of the point.
    level = " + ".join(f"(isValid(datum.{name}) ? datum.{name} : datum.score)" for name in _AROUND.values())
    beside = beside.transform_calculate(line_above=f"{level} > 2 * datum.score").transform_filter(which)
    told = {"fontWeight": 600, "baseline": "middle"}
    layers = []
    for test, rise in (("!datum.line_above", -14), ("datum.line_above", 15)):
        some = beside.transform_filter(test).encode(text="told:N")
        layers += [
            some.mark_text(dy=rise, color="#ffffff", stroke="#ffffff", strokeWidth=4, **told),
            some.mark_text(dy=rise, color=ACHIEVED, **told),
        ]
    return layers


def halve_name(name: str, letters: int) -> str:
    """Return a name on one line, or on two of like length where it has more than `letters`.

    Examples
    --------
    >>> halve_name("Kiểm soát tham nhũng trong khu vực công", 30).splitlines()
    ['Kiểm soát tham nhũng', 'trong khu vực công']
    """
    if len(name) <= letters:
        return name
    halves = (textwrap.wrap(name, width, break_long_words=False) for width in range(len(name) // 2, len(name) + 1))
    return "\n".join(next(lines for lines in halves if len(lines) <= 2))


def space_labels(values: list[float], gap: float) -> list[float]:
    """Return positions near `values`, in the same order, no two nearer than `gap`.

    Examples
    --------
    >>> space_labels([1.0, 1.0, 5.0], 1.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    blocks: list[list[Any]] = []  # [middle, members], labels of a block stand side by side around its middle
    for index in order:
        blocks.append([values[index], [index]])
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], gap):
            right = blocks.pop()
            members = blocks[-1][1] + right[1]
            blocks[-1] = [sum(values[member] for member in members) / len(members), members]
    placed = dict.fromkeys(order, 0.0)
    for middle, members in blocks:
        start = middle - gap * (len(members) - 1) / 2
        placed |= {member: start + gap * place for place, member in enumerate(members)}
    return [placed[index] for index in range(len(values))]


def _overlap(left: list[Any], right: list[Any], gap: float) -> bool:
    return right[0] - left[0] < gap * (len(left[1]) + len(right[1])) / 2


def finish(
    chart: alt.TopLevelMixin, *, title: str, lang: str, note: str = "", description: str | None = None
) -> alt.TopLevelMixin:
    """Give `chart` its title, a note on how to read it, its description and the look of the house, and return it.

    The description is for screen readers: the title, unless another is given.
    """
    heading = alt.TitleParams(
        textwrap.wrap(title, _TITLE_LETTERS) or [""],
        anchor="start",
        fontSize=15,
        fontWeight=600,
        color=INK,
        offset=14,
        lineHeight=19,
        subtitle=textwrap.wrap(note, _NOTE_LETTERS) if note else alt.Undefined,
        subtitleColor=MUTED,
        subtitleFontSize=12,
        subtitleLineHeight=16,
        subtitlePadding=6,
    )
    chart.title, chart.description, chart.config = heading, description or title, alt.Config(**_config(lang))
    return chart


def finish_panel(chart: alt.TopLevelMixin, *, lang: str, note: str = "") -> dict[str, Any]:
    """Return the specification of a chart of a sheet: the look of the house, its title the parameter ``heading``.

    The parameter ``narrow`` is true where the chart has little room, e.g. on a telephone.
    """
    spec = finish(chart, title="", lang=lang, note=note).to_dict()
    spec["title"]["text"] = {"expr": "split(heading, '\\n')"}
    told = [{"name": "heading", "value": ""}, {"name": "narrow", "value": False}]
    spec["params"] = [*told, *spec.get("params", [])]
    return spec


def write_locale(lang: str) -> dict[str, Any]:
    """Return how Vega writes numbers in a language."""
    symbols = Locale(check_lang(lang)).number_symbols["latn"]
    return {
        "number": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "minus": "−",
        }
    }


def _config(lang: str) -> dict[str, Any]:
    # What Vega says of axes, keys and titles to a screen reader is English: the description and the marks tell instead.
    quiet = {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": MUTED,
        "aria": False,
    }
    return {
        "font": FONT,
        "background": "#ffffff",
        "locale": write_locale(lang),
        "view": {"stroke": None},
        "axis": quiet | {"titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 260, "gridColor": PALE},
        "text": {"color": INK, "fontSize": 12},
        "legend": {
            "orient": "top",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "aria": False,
        },
        "title": {"aria": False},
        "header": {"labelFontSize": 13, "labelFontWeight": 600, "labelColor": INK, "titleFontSize": 12},
        "concat": {"spacing": 26},
        "facet": {"spacing": 18},
    }
