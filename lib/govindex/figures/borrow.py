"""Figures of one sheet on another: declared once, shown in both."""

from __future__ import annotations

from typing import Any

from govindex.figures.declare import Figure, Join


def borrow(figure: Figure, sheet: str, **changed: Any) -> Figure:
    """Return a figure of a sheet for another, whose tables stand there under ``<sheet>_<name>``.

    Parameters
    ----------
    changed : object
        What is declared otherwise, as it is on the other sheet: its tables are named as they stand there.
    """
    title = figure.title._replace(joins=_rename(figure.title.joins, sheet))
    lent = {"table": _name(sheet, figure.table), "joins": _rename(figure.joins, sheet), "title": title}
    return figure._replace(**lent | changed)


def _rename(joins: tuple[Join, ...], sheet: str) -> tuple[Join, ...]:
    return tuple(join._replace(table=_name(sheet, join.table)) for join in joins)


def _name(sheet: str, table: str) -> str:
    return f"{sheet}_{table}"
