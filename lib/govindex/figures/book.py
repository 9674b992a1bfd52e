"""A sheet's book: everything that the front end needs, as text that a page or a widget carries.

Its tables stand by column, and the whole is packed with gzip, which a browser unpacks by itself; so every province and
year with its sentences weighs less than a picture.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pandas as pd

from govindex.charts.theme import finish_panel
from govindex.figures.declare import Column, Figure, Following, Part, Sentence
from govindex.front import pack_text
from govindex.words import list_group


def write_book(book: dict[str, Any]) -> str:
    """Return a book as text: JSON, packed, in base64. Equal books give equal text."""
    return pack_text(json.dumps(book, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def read_book(packed: str) -> dict[str, Any]:
    """Return a book from its text."""
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def list_types(frame: pd.DataFrame) -> dict[str, str]:
    """Return the type of each column of a table."""
    return {name: str(kind) for name, kind in frame.dtypes.items()}


def make_frame(columns: dict[str, list[Any]], types: dict[str, str]) -> pd.DataFrame:
    """Return the table that `list_columns` made lists of.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [2.0, None], "name": ["a", None], "codes": [["01"], []]})
    >>> make_frame(list_columns(frame), list_types(frame)).equals(frame)
    True
    """
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in types.items()})


def list_columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a table as lists of plain values by column, None for what is missing."""
    return {name: _list_values(frame[name]) for name in frame}


def describe_part(part: Part, lang: str) -> dict[str, Any]:
    """Return the declaration of a part as the front end reads it."""
    if isinstance(part, Figure):
        return _describe_figure(part, lang)
    return {"kind": type(part).__name__.lower(), **{name: _plain(value) for name, value in part._asdict().items()}}


def describe_following(following: Following) -> dict[str, Any]:
    """Return what follows from a state as the front end reads it."""
    values = {name: _plain(value) for name, value in following._asdict().items()}
    return {"kind": type(following).__name__.lower(), **values}


def _describe_figure(figure: Figure, lang: str) -> dict[str, Any]:
    headings = list_group("column", lang)
    headings["publisher"] = headings["source"]
    columns = []
    for name, declared in figure.columns.items():
        column = {"name": name, "title": headings.get(name, name)}
        form = declared.form if isinstance(declared, Column) else declared
        if isinstance(declared, Column):
            column |= {"heading": declared.heading, "optional": declared.optional, "best": declared.best}
            column |= {"note": declared.note}
        columns.append(column if form is None else column | {"form": form})
    described = {name: _plain(value) for name, value in figure._asdict().items() if name not in ("chart", "columns")}
    spec = {} if figure.chart is None else {"spec": finish_panel(figure.chart(lang), lang=lang, note=figure.about)}
    return {"kind": "figure", **described, "columns": columns, **spec}


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence) or hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if hasattr(value, "items") else value


def _list_values(values: pd.Series) -> list[Any]:
    if values.dtype == "float64":
        known = values.notna()
        numbers = zip(known, values.tolist(), strict=True)
        return [(int(value) if value.is_integer() else value) if some else None for some, value in numbers]
    return [None if not isinstance(value, list) and pd.isna(value) else value for value in values.tolist()]
