"""Showing: what a notebook's cell ends in, as HTML in which every text is escaped.

A figure is a chart with its table twin and the table as a CSV file inside the page, so that whoever receives the page
can read, check and take along the numbers without a network.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterable
from html import escape
from numbers import Number
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import spec_to_html
from IPython.display import HTML
from pandas.api.types import is_numeric_dtype

from govindex.front import hide_languages
from govindex.tables.page import Page
from govindex.tables.publishers import name_publishers
from govindex.vega import describe_embed, find_versions_of_altair, load_bundle_of_altair, write_debug
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
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;)]")
_SHARED = ("status", "source", "publisher")
_YEARS = ("year", "base_year")
_MOST_DECIMALS = 6
_UNGROUPED = 10_000  # the smallest whole number of a column of one's own that is written in groups of digits
_FORMULA = re.compile(r"(?s)(?![+-]?\d+(?:[.,]\d+)*%?\Z)[=+\-@\t\r\n].*")  # what a spreadsheet would work out


class _ScriptSafe(json.JSONEncoder):
    """JSON that may stand inside a script element: a text of the data cannot close it."""

    def encode(self, o: Any) -> str:
        return super().encode(o).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def speak(lang: str, *, bundle: bool = False) -> str:
    """Return what has JupyterLab hide the texts of a notebook in the other languages, as HTML.

    With `bundle` it also brings the scripts that draw charts, for JupyterLab has none that would do without a network.
    """
    scripts = f"{load_bundle_of_altair()}\n{write_debug(find_versions_of_altair())}\n" if bundle else ""
    mark = f"document.currentScript?.closest('.jp-Notebook')?.setAttribute('data-gi-lang', {json.dumps(lang)});"
    return f"<script>{scripts}{mark}</script><style>{hide_languages()}</style>"


def none(reason: str) -> HTML:
    """Return the one line that says what is not there; nothing for an empty one."""
    return HTML(f'<p class="gi-none">{escape(reason)}</p>' if reason else "")


def sources(page: Page, tables: Iterable[pd.DataFrame]) -> HTML:
    """Return the list of the sources of some prepared tables, as they are to be cited; the last thing of a page."""
    named = {names for rows in tables if "source" in rows for names in rows["source"].dropna()}
    used = {source for names in named for source in names.split("; ")}
    known = name_publishers(page.tables.sources, page.lang)
    items = "".join(
        f'<li id="source-{escape(row["source"])}">{link_addresses(write_dates(row["citation"], page.lang))}</li>'
        for row in known[known["source"].isin(used)].to_dict("records")
    )
    title = f"<h2>{escape(say('show.sources', page.lang))}</h2>"
    return HTML(f'<section class="gi-sources">{title}<ol>{items}</ol></section>' if items else "")


def link_addresses(text: str) -> str:
    """Return a text as HTML in which its addresses lead there.

    Examples
    --------
    >>> link_addresses("Báo Đầu tư: A & B. https://example.org/a.")
    'Báo Đầu tư: A &amp; B. <a href="https://example.org/a">https://example.org/a</a>.'
    """
    return _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))


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
    return f"{_tabulate(shown, lang)}{told}{_link_csv(rows, file, lang)}"


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


def _tabulate(rows: pd.DataFrame, lang: str) -> str:
    """Return a table, each column headed by its words in the catalogue, or its own name where there are none.

    A status or source that all rows share is told once below the table.
    """
    known = list_group("column", lang)
    known["publisher"] = known["source"]
    headings = {column: known.get(column, column) for column in rows}
    shared = [column for column in _SHARED if column in rows and len(rows) > 1 and rows[column].nunique() == 1]
    columns = [column for column in rows if column not in shared]
    digits = {column: find_digits(rows, column, known) for column in columns}
    heads = "".join(
        f'<th scope="col"{_NUMERIC if is_numeric_dtype(rows[column]) else ""}>{escape(headings[column])}</th>'
        for column in columns
    )
    lines = [
        "<tr>" + "".join(_cell(row, column, lang, digits[column]) for column in columns) + "</tr>"
        for row in rows.to_dict("records")
    ]
    below = " · ".join(f"{headings[column]}: {rows[column].iloc[0]}" for column in shared)
    told = f'<p class="gi-source">{escape(below)}</p>' if below else ""
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>"
    return f'<div class="gi-scroll" tabindex="0"><table class="gi-table">{body}</table></div>{told}'


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


def _cell(row: dict[str, Any], column: str, lang: str, digits: int | None) -> str:
    value = row[column]
    if isinstance(value, str | bool | list | dict | tuple | set):
        return f"<td>{escape(str(value))}</td>"
    if pd.isna(value):
        return '<td class="gi-num">–</td>'
    if not isinstance(value, Number):
        return f"<td>{escape(str(value))}</td>"
    if column in _YEARS or not math.isfinite(value):
        return f'<td class="gi-num">{value}</td>'
    if digits is None:
        digits = DIGITS.get(row.get("measure", ""), 2)
    written = number(value, lang, digits, sign=column in _SIGNED)
    if digits == 0 and column not in _DIGITS and abs(value) < _UNGROUPED:
        written = written.replace(".", "").replace(",", "")
    return f'<td class="gi-num">{written}</td>'


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
