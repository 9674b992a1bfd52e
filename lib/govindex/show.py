"""Showing: what a notebook's cell ends in, as HTML in which every text is escaped.

A figure is a chart with its table twin and the table as a CSV file inside the page, so that whoever receives the page
can read, check and take along the numbers without a network.
"""

from __future__ import annotations

import base64
import json
import math
import os
import re
from collections.abc import Iterable, Mapping
from html import escape
from numbers import Number
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import spec_to_html
from IPython.display import HTML
from pandas.api.types import is_numeric_dtype

from govindex.front import ON_A_PAGE, hide_languages
from govindex.tables.page import Page
from govindex.vega import describe_embed, find_versions_of_altair, load_bundle_of_altair, write_debug
from govindex.views.sparklines import HEIGHT, WIDTH
from govindex.words import DIGITS, list_group, number, say, write_dates

# Decimals of the columns that are not scores of a measure; a column not named here takes the measure's.
_DIGITS = {
    "scale": 2,
    "share": 1,
    "range_share": 1,
    "change_pct": 1,
    "rank": 0,
    "printed_rank": 0,
    "order": 0,
    "scored": 0,
    "year": 0,
    "group": 0,
}
_SIGNED = ("change", "change_pct", "contribution")
_NUMERIC = ' class="gi-num"'
_SHARED = ("status", "source", "publisher")
_YEARS = ("year", "base_year")
# Codes of the prepared tables: other columns tell them in words, so they stand in the CSV alone.
_CODES = (
    "measure", "component", "level", "kind", "proposal", "on_loss", "borderline", "computed_group",
)  # fmt: skip
_MOST_DECIMALS = 6
_UNGROUPED = 10_000  # the smallest whole number of a column of one's own that is written in groups of digits
_FORMULA = re.compile(r"(?s)(?![+-]?\d+(?:[.,]\d+)*%?\Z)[=+\-@\t\r\n].*")  # what a spreadsheet would work out


class _ScriptSafe(json.JSONEncoder):
    """JSON that may stand inside a script element: a text of the data cannot close it."""

    def encode(self, o: Any) -> str:
        return super().encode(o).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def head(page: Page, notebook: str) -> HTML:
    """Return the page's title for a notebook: what it is about, of which province and year.

    In JupyterLab, which draws no chart of ours without a network, the Vega bundle comes with it. A page has its own.
    """
    title = say(f"title.{notebook}", page.lang, place=page.place, year=page.year)
    about = say(f"title.{notebook}_about", page.lang, place=page.place, year=page.year)
    told = f'<header class="gi-page-head"><h1>{escape(title)}</h1><p class="gi-sub">{escape(about)}</p></header>'
    return HTML(told if os.environ.get(ON_A_PAGE) else told + speak(page.lang, bundle=True))


def speak(lang: str, *, bundle: bool = False) -> str:
    """Return what has JupyterLab hide the texts of a notebook in the other languages, as HTML.

    With `bundle` it also brings the scripts that draw charts, for JupyterLab has none that would do without a network.
    """
    scripts = f"{load_bundle_of_altair()}\n{write_debug(find_versions_of_altair())}\n" if bundle else ""
    mark = f"document.currentScript?.closest('.jp-Notebook')?.setAttribute('data-gi-lang', {json.dumps(lang)});"
    return f"<script>{scripts}{mark}</script><style>{hide_languages()}</style>"


def keys(figures: Iterable[tuple[str, str, str]], lines: Mapping[str, dict[str, Any]] | None = None) -> HTML:
    """Return key figures side by side, each a name, a value and a note, with the years as a small line.

    Parameters
    ----------
    figures : iterable of tuple of str
        Names, values, notes.
    lines : mapping, optional
        Of `govindex.views.list_lines`, by the names of the figures that have one.
    """
    cards = "".join(
        f'<div class="gi-key"><span class="gi-key-name">{escape(name)}</span>'
        f'<span class="gi-key-value">{escape(value)}</span>{_draw_line((lines or {}).get(name))}'
        f'<span class="gi-key-note">{escape(note)}</span></div>'
        for name, value, note in figures
    )
    return HTML(f'<section class="gi-keys">{cards}</section>')


def _draw_line(line: dict[str, Any] | None) -> str:
    if line is None:
        return ""
    strokes = "".join(f'<polyline points="{points}"/>' for points in line["strokes"])
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="1.6"/>' for x, y in line["dots"])
    if line["marked"]:
        x, y = line["marked"]
        dots += f'<circle class="gi-last" cx="{x:g}" cy="{y:g}" r="2.2"/>'
    told = escape(line["told"])
    return (
        f'<svg class="gi-spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">'
        f"<title>{told}</title>{strokes}{dots}</svg>"
    )


def heading(page: Page, part: str, *, shown: bool = True) -> HTML:
    """Return the heading of a part of the report, with what is said about it; nothing where it has nothing to show."""
    if not shown:
        return HTML("")
    words = list_group("report", page.lang)
    about = words.get(f"{part}_about", "")
    told = f'<div class="gi-prose"><p>{escape(about)}</p></div>' if about else ""
    return HTML(f"<h2>{escape(words[f'{part}_heading'])}</h2>{told}")


def prose(paragraphs: Iterable[str]) -> HTML:
    """Return paragraphs of text."""
    return HTML('<div class="gi-prose">' + "".join(f"<p>{escape(text)}</p>" for text in paragraphs) + "</div>")


def none(reason: str) -> HTML:
    """Return the one line that says what the tables do not hold; nothing for an empty one."""
    return HTML(f'<p class="gi-none">{escape(reason)}</p>' if reason else "")


def table(
    page: Page,
    rows: pd.DataFrame,
    *,
    name: str,
    absent: str,
    notes: dict[tuple[Any, str], int] | None = None,
    groups: tuple[str, ...] = (),
) -> HTML:
    """Return a table with its CSV, or the sentence `absent` where there are no rows.

    Parameters
    ----------
    rows : DataFrame
        A prepared table; a row's `level` (``total``, ``part``, ``field`` …) becomes its class, for the style sheet.
    name : str
        What the CSV file is called.
    absent : str
        Why there is nothing to show, when there is not.
    notes : dict, optional
        Numbers of footnotes by (component, column).
    groups : tuple of str, optional
        The first columns, by which the rows are grouped: a value that goes on is shown once for all its rows.
    """
    if rows.empty:
        return none(absent)
    hidden = {*_CODES, *(["source"] if "publisher" in rows else [])}
    columns = [column for column in rows if column not in hidden]
    shown = _tabulate(rows, page.lang, columns, notes or {}, groups)
    return HTML(f'<div class="gi-block">{shown}{_link_csv(rows, _name_file(page, name), page.lang)}</div>')


def footnotes(notes: Iterable[str], *, absent: str) -> HTML:
    """Return numbered footnotes that the marks in a table link to, or the sentence `absent` where there are none."""
    items = "".join(f'<li id="note-{place}">{escape(text)}</li>' for place, text in enumerate(notes, start=1))
    return HTML(f'<ol class="gi-notes">{items}</ol>') if items else none(absent)


def sources(page: Page, tables: Iterable[pd.DataFrame]) -> HTML:
    """Return the list of the sources of some prepared tables, as they are to be cited; the last thing of a page."""
    named = {names for rows in tables if "source" in rows for names in rows["source"].dropna()}
    used = {source for names in named for source in names.split("; ")}
    known = page.tables.sources
    items = "".join(
        f'<li id="source-{escape(row["source"])}"><span class="gi-source-id">{escape(row["source"])}</span> '
        f"{escape(write_dates(row['citation'], page.lang))}</li>"
        for row in known[known["source"].isin(used)].to_dict("records")
    )
    title = f"<h2>{escape(say('show.sources', page.lang))}</h2>"
    return HTML(f'<section class="gi-sources">{title}<ul>{items}</ul></section>' if items else "")


def frame(spec: dict[str, Any], rows: pd.DataFrame, *, name: str, file: str, lang: str) -> HTML:
    """Return a chart that is specified whole, with its table twin and the table as a CSV called `file`."""
    return HTML(write_figure(spec, {file: rows}, name=name, lang=lang))


def write_figure(spec: dict[str, Any], tables: dict[str, pd.DataFrame], *, name: str, lang: str) -> str:
    """Return a chart that is specified whole, with the tables that it is drawn of, each as a CSV of its name too."""
    twins = "".join(
        f'<details class="gi-data"><summary>{escape(say("show.table", lang))}</summary>'
        f"{write_rows(rows, file, lang)}</details>"
        for file, rows in tables.items()
    )
    chart = f'<div class="gi-chart">{_embed(spec, name, lang)}</div>'
    return f'<figure class="gi-figure" id="figure-{name}">{chart}{twins}</figure>'


def write_rows(rows: pd.DataFrame, file: str, lang: str, *, most: int | None = None) -> str:
    """Return a table with all of its columns, `most` of its rows, and every row as a CSV called `file`."""
    shown = rows if most is None else rows.head(most)
    some = say("show.first_rows", lang, shown=number(len(shown), lang, 0), rows=number(len(rows), lang, 0))
    told = f'<p class="gi-source">{escape(some)}</p>' if len(shown) < len(rows) else ""
    return f"{_tabulate(shown, lang, list(shown))}{told}{_link_csv(rows, file, lang)}"


def _embed(spec: dict[str, Any], name: str, lang: str) -> str:
    return spec_to_html(
        spec,
        mode="vega-lite",
        vega_version=alt.VEGA_VERSION,
        vegalite_version=alt.VEGALITE_VERSION,
        vegaembed_version=alt.VEGAEMBED_VERSION,
        output_div=f"chart-{name}",
        embed_options=describe_embed(lang) | {"downloadFileName": name},
        json_kwds={"cls": _ScriptSafe, "ensure_ascii": False, "separators": (",", ":")},
        fullhtml=False,
        template="universal",
    )


def _tabulate(
    rows: pd.DataFrame,
    lang: str,
    columns: list[str],
    notes: dict[tuple[Any, str], int] | None = None,
    groups: tuple[str, ...] = (),
) -> str:
    """Return `columns` of a table, each headed by its words in the catalogue, or its own name where there are none.

    A status or source that all rows share is told once below the table.
    """
    known = list_group("column", lang)
    known["publisher"] = known["source"]
    headings = {column: known.get(column, column) for column in columns}
    shared = [column for column in _SHARED if column in columns and len(rows) > 1 and rows[column].nunique() == 1]
    columns = [column for column in columns if column not in shared]
    digits = {column: find_digits(rows, column, known) for column in columns}
    heads = "".join(
        f'<th scope="col"{_NUMERIC if is_numeric_dtype(rows[column]) else ""}>{escape(headings[column])}</th>'
        for column in columns
    )
    lines = []
    spans = _span_groups(rows, groups)
    for at, row in enumerate(rows.to_dict("records")):
        kind = re.sub(r"\W", "", str(row.get("level", "")))
        cells = "".join(
            _span_cell(row[column], spans[column][at])
            if column in spans
            else _cell(row, column, lang, digits[column], notes or {})
            for column in columns
        )
        lines.append(f'<tr class="gi-{kind}">{cells}</tr>' if kind else f"<tr>{cells}</tr>")
    below = " · ".join(f"{headings[column]}: {rows[column].iloc[0]}" for column in shared)
    told = f'<p class="gi-source">{escape(below)}</p>' if below else ""
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>"
    kind = "gi-table gi-grouped" if groups else "gi-table"
    return f'<div class="gi-scroll" tabindex="0"><table class="{kind}">{body}</table></div>{told}'


def _span_groups(rows: pd.DataFrame, groups: tuple[str, ...]) -> dict[str, list[int]]:
    """Return for each column of groups how many rows each cell spans; 0 for those that the cell above spans."""
    spans: dict[str, list[int]] = {}
    for depth, column in enumerate(groups, 1):
        keys = rows[list(groups[:depth])]
        run = (keys != keys.shift()).any(axis="columns").cumsum()
        sizes = run.map(run.value_counts())
        spans[column] = sizes.where(~run.duplicated(), 0).tolist()
    return spans


def _span_cell(value: str, rows: int) -> str:
    return f'<th scope="rowgroup" class="gi-group" rowspan="{rows}">{escape(value)}</th>' if rows else ""


def find_digits(rows: pd.DataFrame, column: str, known: dict[str, str]) -> int | None:
    """Return the decimals of a column; None where they are those of each row's measure.

    A column of one's own has none where all of it is whole, else enough for three figures of its largest number.
    """
    if column in known or re.fullmatch(r"\d{4}", column) or not is_numeric_dtype(rows[column]):
        return _DIGITS.get(column)
    values = rows[column].dropna().astype(float).abs()
    values = values[values < math.inf]
    if values.empty or (values % 1 == 0).all():
        return 0
    return min(max(2, 2 - math.floor(math.log10(values.max()))), _MOST_DECIMALS)


def _cell(row: dict[str, Any], column: str, lang: str, digits: int | None, notes: dict[tuple[Any, str], int]) -> str:
    value = row[column]
    place = notes.get((row.get("component"), column))
    mark = f'<sup><a href="#note-{place}">{place}</a></sup>' if place else ""
    if isinstance(value, str | bool | list | dict | tuple | set):
        return f"<td>{escape(str(value))}{mark}</td>"
    if pd.isna(value):
        return f'<td class="gi-num">–{mark}</td>'
    if not isinstance(value, Number):
        return f"<td>{escape(str(value))}{mark}</td>"
    if column in _YEARS or not math.isfinite(value):
        return f'<td class="gi-num">{value}{mark}</td>'
    if digits is None:
        digits = DIGITS.get(row.get("measure", ""), 2)
    written = number(value, lang, digits, sign=column in _SIGNED)
    if digits == 0 and column not in _DIGITS and abs(value) < _UNGROUPED:
        written = written.replace(".", "").replace(",", "")
    return f'<td class="gi-num">{written}{mark}</td>'


def _link_csv(rows: pd.DataFrame, name: str, lang: str) -> str:
    rows = rows.rename(columns=_keep_text).map(_keep_text)
    text = "\ufeff" + rows.to_csv(index=False, lineterminator="\r\n")  # the mark lets spreadsheets read the diacritics
    data = base64.b64encode(text.encode()).decode()
    return (
        f'<p class="gi-take"><a class="gi-csv" download="{escape(name)}.csv" '
        f'href="data:text/csv;charset=utf-8;base64,{data}">{escape(say("show.csv", lang))}</a></p>'
    )


def _keep_text(value: Any) -> Any:
    """Return a value as a spreadsheet leaves it alone: a text that looks like a formula behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.fullmatch(value) else value


def _name_file(page: Page, name: str) -> str:
    return f"{page.province}-{page.year}-{name}"
