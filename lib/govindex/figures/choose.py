"""The rows, columns and title of a figure in a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import take

from govindex.charts.theme import space_labels
from govindex.figures.declare import Cards, Column, Figure, Join, State
from govindex.figures.frames import Frames, add_up, find_rows, follow, leave_out, take_rows
from govindex.figures.tell import fill_first, find_form, list_slots, tell
from govindex.tables.names import fold

LABEL_GAP = 0.055  # of the height of a chart, between the names of two lines


def choose_rows(frames: Frames, figure: Figure, state: State) -> pd.DataFrame:
    """Return the rows of a figure in a state that `resolve` gave.

    Returns
    -------
    DataFrame
        In the figure's order: the columns of its table, of what is joined, its marks and its labels.
    """
    rows = take_rows(frames[figure.table], {column: _allow(each, state) for column, each in figure.keys.items()})
    for join in figure.joins:
        rows = _join(rows, frames[join.table], join, state)
    rows = leave_out(rows, {column: follow(reference, state) for column, reference in figure.apart.items()})
    if figure.search is not None and is_searched(figure, state):
        text = fold(state[figure.search.choice])
        spelt = rows[figure.search.column].map(lambda each: any(text in fold(one) for one in each))
        rows = rows[spelt.astype(bool)]
    for name, terms in figure.sums.items():
        chosen = {f"${choice}": value for choice, value in state.items()}
        found = [add_up(terms, chosen | row) for row in rows.to_dict("records")]
        rows[name] = pd.Series(found, index=rows.index, dtype="float64")
    for name, column in figure.places.items():
        rows[name] = rows[column].rank(ascending=False, method="min")
    if figure.order:
        columns = [column.lstrip("-") for column in figure.order]
        upward = [not column.startswith("-") for column in figure.order]
        rows = rows.sort_values(columns, ascending=upward, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    for mark, (column, reference) in figure.marks.items():
        rows[mark] = rows[column].isin(_listed(_allow(reference, state)))
    labels = {label: _write_label(texts, figure, rows, state) for label, texts in figure.labels.items()}
    rows = rows.assign(**labels)
    return _name_ends(rows, *figure.ends) if figure.ends and len(rows) else rows


def _write_label(texts: tuple[str, ...], figure: Figure, rows: pd.DataFrame, state: State) -> list[str | None]:
    known = rows[list_slots(texts, figure.formats, rows)].to_dict("records")
    return [fill_first(texts, {**state, **row}, figure.formats, str(state["lang"])) for row in known]


def choose_cards(frames: Frames, cards: Cards, state: State) -> pd.DataFrame:
    """Return the rows of key figures in a state, with what is joined."""
    rows = take_rows(frames[cards.table], {column: _allow(each, state) for column, each in cards.keys.items()})
    for join in cards.joins:
        rows = _join(rows, frames[join.table], join, state)
    return rows.reset_index(drop=True)


def _name_ends(rows: pd.DataFrame, value: str, line: str, text: str, mark: str = "") -> pd.DataFrame:
    named = rows[value].notna() & (rows[mark] if mark else True)
    last = rows[named].drop_duplicates(line, keep="last")
    gap = LABEL_GAP * (rows[value].max() - rows[value].min()) or 0.1
    placed = pd.Series(space_labels(last[value].tolist(), gap), index=last.index, dtype="float64")
    return rows.assign(end=last[text].reindex(rows.index), end_at=placed.reindex(rows.index))


def has_something(rows: pd.DataFrame, figure: Figure) -> bool:
    """Return whether a figure has anything to show in the rows of its state."""
    return bool(len(rows)) and bool(rows[figure.needs].notna().any())


def list_shown(figure: Figure, rows: pd.DataFrame, state: State) -> list[tuple[str, str | None, int | str | None]]:
    """Return the columns that a figure's table has for its rows: name, heading where it has its own, format."""
    shown: list[tuple[str, str | None, int | str | None]] = []
    for name, declared in figure.columns.items():
        column = declared if isinstance(declared, Column) else Column(declared)
        if not column.optional or rows[name].notna().any() or (column.note and rows[column.note].notna().any()):
            values = state | (rows.iloc[0].to_dict() if len(rows) else {})
            heading = fill_first((column.heading,), values, figure.formats, str(state["lang"]))
            shown.append((name, heading or None, find_form(column.form, values)))
    return shown


def tell_title(frames: Frames, figure: Figure, rows: pd.DataFrame, state: State) -> str:
    """Return the sentence above a figure, its rows being chosen."""
    if figure.search is None or not is_searched(figure, state):
        return tell(figure.title, frames, state)
    search = figure.search
    return tell(search.found if has_something(rows, figure) else search.nothing, frames, state)


def is_searched(figure: Figure, state: State) -> bool:
    """Return whether a reader has typed what narrows the rows of a figure."""
    return figure.search is not None and bool(fold(state[figure.search.choice]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _allow(references: str | tuple[str, ...], state: State) -> Any:
    """Return the value or values that a key may have."""
    if isinstance(references, str) and ".." in references:
        first, last = (int(state[each.removeprefix("$")]) for each in references.split(".."))
        return list(range(first, last + 1))
    if isinstance(references, str):
        return state[references[1:]] if references.startswith("$") else references
    return [value for each in references for value in _listed(_allow(each, state))]


def _join(rows: pd.DataFrame, frame: pd.DataFrame, join: Join, state: State) -> pd.DataFrame:
    fixed = {column: _allow(each, state) for column, each in join.on.items() if each.startswith("$")}
    shared = {column: each for column, each in join.on.items() if not each.startswith("$")}
    taken = join.columns or {column: column for column in frame if column not in join.on}
    beside = find_rows(frame, fixed)
    if not shared:
        return rows.assign(
            **{name: frame[column].iloc[beside[0]] if len(beside) else None for column, name in taken.items()}
        )
    places: dict[tuple[Any, ...], int] = {}
    for key, place in zip(_list_keys(frame, shared, beside), beside.tolist(), strict=True):
        places.setdefault(key, place)
    found = [places.get(key, -1) for key in _list_keys(rows, shared.values())]
    return rows.assign(**{name: take(frame[column].values, found, allow_fill=True) for column, name in taken.items()})


def _list_keys(rows: pd.DataFrame, columns: Iterable[str], at: np.ndarray | None = None) -> Iterator[tuple[Any, ...]]:
    """Return the values of some columns, row by row: of all rows, or of those `at` these places."""
    taken = (rows[column].array if at is None else rows[column].array.take(at) for column in columns)
    return zip(*(np.asarray(values).tolist() for values in taken), strict=True)
