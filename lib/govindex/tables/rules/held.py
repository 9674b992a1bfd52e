"""The tables while their rows are held against each other, and how a row that does not fit is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from govindex.errors import SchemaError
from govindex.tables.texts import FIRST_ROW

LATEST = 2100  # the last year of what has no end


class Held(NamedTuple):
    """The tables by the names of their resources, and the path of each."""

    tables: dict[str, pd.DataFrame]
    paths: dict[str, str]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def named(self, prefix: str) -> list[str]:
        """Return the names of the tables that begin so."""
        return [name for name in self.tables if name.startswith(prefix)]

    def error(self, name: str, row: Any, column: str, found: object, expected: str, *, more: int = 0) -> SchemaError:
        """Return the error of a row: `found` stands there, `expected` was expected, `more` rows are wrong too."""
        tail = f" ({more} more {'row is' if more == 1 else 'rows are'} wrong)" if more > 0 else ""
        columns = "columns" if " and " in column else "column"
        return SchemaError(
            f"{self.paths[name]}, row {row + FIRST_ROW}, {columns} {column}: {found} was found, "
            f"{expected} was expected{tail}."
        )

    def check(
        self, name: str, wrong: pd.Series, column: str, expected: str | Callable[[pd.Series], str], found: str = ""
    ) -> None:
        """Refuse the first row of a table that `wrong` marks.

        Parameters
        ----------
        wrong : Series
            By the table's index; what is missing is not wrong.
        column : str
            The column that is told, and what stands there, unless `found` (a pattern of the row's columns) says it.
        expected : str or callable
            What was expected, or what tells it of the row.
        """
        if wrong.any():
            wrong = wrong.fillna(False).astype(bool)
            if not wrong.any():
                return
            label = wrong.idxmax()
            row = self[name].loc[label]
            told = found.format_map(row) if found else show(row[column])
            wanted = expected if isinstance(expected, str) else expected(row)
            raise self.error(name, label, column, told, wanted, more=int(wrong.sum()) - 1)

    def check_unique(self, name: str, columns: list[str], of: str, among: pd.DataFrame | None = None) -> None:
        """Refuse a row that shares `columns` with one above it; rows in which one is missing share nothing."""
        rows = (self[name] if among is None else among).dropna(subset=columns)
        twice = rows.duplicated(columns)
        if twice.any():
            label = twice.idxmax()
            same = (rows[columns] == rows.loc[label, columns]).all(axis=1).idxmax()
            value = " / ".join(show(value) for value in rows.loc[label, columns])
            raise self.error(
                name, label, columns[-1], f"{value}, as in row {same + FIRST_ROW},", f"another for each {of}",
                more=int(twice.sum()) - 1,
            )  # fmt: skip


def show(value: Any) -> str:
    """Return a value as a sentence tells it: a whole number without a point, nothing where none is."""
    if pd.isna(value):
        return "nothing"
    return f"{value:g}" if isinstance(value, float) and value == round(value, 4) else str(value)


def spans_overlap(rows: pd.DataFrame, by: Iterable[str]) -> pd.Series:
    """Return which rows begin before one above them (in time) of the same `by` has ended; a last year may be open."""
    ordered = rows.sort_values([*by, "first_year"], kind="stable")
    ends = ordered["last_year"].astype("float64").fillna(float("inf"))
    before = ends.groupby([ordered[name] for name in by]).cummax().groupby([ordered[name] for name in by]).shift()
    return (ordered["first_year"] <= before).reindex(rows.index)


def expand_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` once for each year of theirs, in `year`; those without an end to the year `LATEST`."""
    ends = rows["last_year"].astype("float64").fillna(LATEST).astype("int64")
    years = [range(first, end + 1) for first, end in zip(rows["first_year"], ends, strict=True)]
    return rows.assign(year=years).explode("year").dropna(subset="year").astype({"year": "int64"})
