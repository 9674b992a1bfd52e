"""Series: what keeps its meaning while its code changes; any code or name of any year finds it."""

from __future__ import annotations

import pandas as pd

from govindex.errors import UnknownName
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_component, list_component_names
from govindex.tables.spelling import fold

_COLUMNS = ["series", "component", "first_year", "last_year", "break_vi", "break_en"]


@kept
def follow_series(tables: Tables, component: str, *, year: int | None = None) -> pd.DataFrame:
    """Return the spans of the series that a component belongs to, in the order of their years.

    Parameters
    ----------
    component : str
        A code, or the name of a series (`find_series`).
    year : int, optional
        The code is meant as of that year; without it as of its last years.

    Returns
    -------
    DataFrame
        One row per span: series (the code itself where ``series.csv`` has none), component (its code in these years),
        first_year, last_year (missing at an open end), break_vi, break_en (why the span does not compare with the one
        before; missing for the first).
    """
    spans = tables.series[_COLUMNS]
    if component in set(spans["series"]):
        return spans[spans["series"] == component].sort_values("first_year").reset_index(drop=True)
    own = spans[spans["component"] == component].sort_values("first_year")
    if year is not None:
        own = own[_hold(own, year)]
    if own.empty:
        row = {"series": component, "component": component}
        types = {"first_year": "Int64", "last_year": "Int64"}
        return pd.DataFrame([row], columns=_COLUMNS).astype(types)
    found = spans[spans["series"] == own["series"].iloc[-1]]
    return found.sort_values("first_year").reset_index(drop=True)


def name_series(tables: Tables, rows: pd.DataFrame) -> list[str]:
    """Return for rows of component and year the series that each belongs to: its code, where that has one meaning."""
    spans: dict[str, list[tuple[int, float, str]]] = {}
    for row in tables.series.itertuples():
        last = float("inf") if pd.isna(row.last_year) else row.last_year
        spans.setdefault(row.component, []).append((row.first_year, last, row.series))
    return [
        next((name for first, last, name in spans.get(code, ()) if first <= year <= last), code)
        for code, year in zip(rows["component"], rows["year"], strict=True)
    ]


def find_series(tables: Tables, text: str, *, measure: str | None = None, year: int | None = None) -> str:
    """Return the series that `text` names: its own name, a code or a component's name of any years.

    Parameters
    ----------
    year : int, optional
        A code or name is meant as of that year.

    Raises
    ------
    UnknownName
        When none or several are meant, with the nearest names.
    """
    if text in set(tables.series["series"]):
        return text
    names = list_component_names(tables)
    folded = names[["name_vi", "name_en", "short_vi", "short_en"]].map(fold)
    named = names[(folded == fold(text)).any(axis=1) & ~names["component"].eq(text)]
    if year is not None:
        named = named[_hold(named.rename(columns={"meant_first": "from", "meant_last": "to"}), year, "from", "to")]
    found = {follow_series(tables, row.component, year=_pick_year(row))["series"].iloc[0] for row in named.itertuples()}
    if len(found) == 1:
        return found.pop()
    component = find_component(tables, text, measure=measure, year=year)  # a code, or what is wrong with the text
    if len(found) > 1:
        raise UnknownName(f"{text!r} names several series: {', '.join(sorted(found))}.")
    return follow_series(tables, component, year=year)["series"].iloc[0]


def _pick_year(row: object) -> int | None:
    """Return a year in which a name holds, None for one without end."""
    return None if pd.isna(row.meant_last) else int(row.meant_last)


def _hold(spans: pd.DataFrame, year: int, first: str = "first_year", last: str = "last_year") -> pd.Series:
    return ~(spans[first] > year).fillna(False) & ~(spans[last] < year).fillna(False)
