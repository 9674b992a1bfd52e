"""A table as the text it is: rows added, changed and taken out in their place, every other line left to the letter."""

from __future__ import annotations

import bisect
import csv
import io
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

Row = dict[str, str]


class TextTable:
    """A CSV table of the data folder, line by line.

    Parameters
    ----------
    text : str
        The file: a header, then one record a row; lines end in LF.
    """

    def __init__(self, text: str) -> None:
        self._raw: list[str] = []
        self.rows: list[Row] = []
        records = _split(text)
        self._head = records[0]
        self.columns = next(csv.reader([self._head]))
        for raw in records[1:]:
            self._raw.append(raw)
            self.rows.append(dict(zip(self.columns, next(csv.reader(io.StringIO(raw, newline=""))), strict=True)))

    @property
    def text(self) -> str:
        """The table as a file."""
        return "".join([self._head, *self._raw])

    def find(self, **key: str) -> int | None:
        """Return the place of the first row with these values, None where there is none."""
        for place, row in enumerate(self.rows):
            if all(row[name] == value for name, value in key.items()):
                return place
        return None

    def change(self, place: int, **values: object) -> None:
        """Put values into a row."""
        self.rows[place] = self.rows[place] | {name: write_value(value) for name, value in values.items()}
        self._raw[place] = self._write(self.rows[place])

    def take_out(self, places: Iterable[int]) -> None:
        """Take rows out."""
        for place in sorted(places, reverse=True):
            del self.rows[place], self._raw[place]

    def put_in(self, rows: Iterable[dict[str, object]], order: Callable[[Row], Any] | None = None) -> None:
        """Put rows in, each after the last one that does not come after it by `order`; at the end without one."""
        fresh = [{name: write_value(row.get(name)) for name in self.columns} for row in rows]
        if order is None:
            for row in fresh:
                self._insert(len(self.rows), row)
            return
        keys = [order(row) for row in self.rows]
        sorted_already = all(one <= other for one, other in pairwise(keys))
        for row in fresh:
            key = order(row)
            if sorted_already:
                place = bisect.bisect_right(keys, key)
            else:
                place = max((place + 1 for place, other in enumerate(keys) if other <= key), default=len(keys))
            keys.insert(place, key)
            self._insert(place, row)

    def _insert(self, place: int, row: Row) -> None:
        self.rows.insert(place, row)
        self._raw.insert(place, self._write(row))

    def _write(self, row: Row) -> str:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\n").writerow([row[name] for name in self.columns])
        return line.getvalue()


def write_value(value: object) -> str:
    """Return a value as a cell of a table: numbers with a point and without final zeros, nothing for what is missing.

    Examples
    --------
    >>> write_value(58.10), write_value(63), write_value(None), write_value(float("nan"))
    ('58.1', '63', '', '')
    """
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return format(value, ".6f").rstrip("0").rstrip(".")
    return str(value)


def _split(text: str) -> list[str]:
    """Return the records of a table as they stand, a quoted line break inside one."""
    records: list[str] = []
    for line in text.splitlines(keepends=True):
        if records and records[-1].count('"') % 2:
            records[-1] += line
        else:
            records.append(line)
    return records
