"""The tables of a sheet, and what is looked up in them by the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from govindex import reads
from govindex.figures.declare import Derived, State


class Frames(Mapping[str, pd.DataFrame]):
    """The tables of a sheet by name, each made when it is first asked for.

    Attributes
    ----------
    told : dict of set of str
        What was read of the library's tables to make them; whoever asks for one is told it (`govindex.reads`).
    """

    def __init__(self, **makers: Callable[[], pd.DataFrame]) -> None:
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}
        self.told: dict[str, set[str]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            with reads.overhear() as told:
                made = self._makers[name]()
            self.take({name: made}, told)
        reads.note(self.told)
        return self._made[name]

    def take(self, made: Mapping[str, pd.DataFrame], told: Mapping[str, set[str]]) -> None:
        """Take tables that were made before, with what was read for them."""
        self._made |= made
        for table, conditions in told.items():
            self.told.setdefault(table, set()).update(conditions)

    @classmethod
    def join(cls, *several: Frames) -> Frames:
        """Return the tables of several together; of two with one name the later."""
        return cls(**{name: partial(frames.__getitem__, name) for frames in several for name in frames})

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def resolve(frames: Frames, derived: tuple[Derived, ...], state: State) -> State:
    """Return the state with what follows from it."""
    whole = dict(state)
    for each in derived:
        row = find_row(frames[each.table], each.on, whole)
        whole[each.name] = follow(each.otherwise, whole) if row is None else row[each.column]
    return whole


def find_row(frame: pd.DataFrame, on: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the first row whose columns `on` have the values referred to, or None."""
    found = take_rows(frame, {column: follow(reference, known) for column, reference in on.items()})
    return None if found.empty else found.iloc[0].to_dict()


def take_rows(frame: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table whose columns have a wanted value, or one of several."""
    taken = pd.Series(True, index=frame.index)
    for column, value in wanted.items():
        taken &= frame[column].isin(value) if isinstance(value, list) else frame[column] == value
    return frame[taken]


def follow(reference: str, known: Mapping[str, Any]) -> Any:
    """Return what a reference refers to: of the state with ``$``, else of the same name."""
    return known.get(reference.removeprefix("$"))
