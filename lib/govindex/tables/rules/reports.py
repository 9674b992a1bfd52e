"""The reports: what is told of one agrees with it, and every correction is of a cell that it prints."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from govindex.errors import SchemaError
from govindex.tables.description import NAME
from govindex.tables.rules.figures import check_units_alive
from govindex.tables.rules.held import Held, show

_PREFIX = "published-"


def check_reports(held: Held) -> None:
    """Check the published tables, their corrections, and the survey and proposals of reports."""
    names = held.named(_PREFIX)
    for report in held["reports"]["report"]:
        if _PREFIX + report not in names:
            raise SchemaError(f"{NAME}: the report {report} of reports.csv has no table {_PREFIX}{report}.")
    cells = pd.concat([held[name].assign(file=name) for name in names])
    cells = cells.reset_index(names="label")
    measures = held["components"].set_index("component")["measure"]
    own = cells["component"].map(measures)
    files = cells["file"].str.removeprefix(_PREFIX)
    _check(held, cells, cells["report"] != files, "report", lambda row: row["file"].removeprefix(_PREFIX))
    _check(held, cells, own.notna() & (own != cells["measure"]), "measure", lambda row: measures[row["component"]])
    for name, rows in cells.drop_duplicates(["file", "province", "year"]).groupby("file", sort=False):
        check_units_alive(held, rows.set_index("label"), name)
    for name in ("survey", "proposals"):
        check_units_alive(held, held[name], name)
    _check_corrections(held, cells)
    provinces = held["reports"].set_index("report")["province"]
    for name in ("survey", "proposals"):
        of = held[name]["report"].map(provinces)
        wrong = held[name]["province"] != of
        held.check(name, wrong, "province", lambda row: f"{provinces[row['report']]}, whose report it is,")
    proposals = held["proposals"]
    due = proposals["due"].str[:4].astype("float64")
    held.check("proposals", due < proposals["year"], "due", lambda row: f"a month of {row['year']} or later")


def _check(
    held: Held, cells: pd.DataFrame, wrong: pd.Series, column: str, expected: Callable[[pd.Series], str]
) -> None:
    if wrong.any():
        row = cells.loc[wrong.idxmax()]
        more = int(wrong.sum()) - 1
        raise held.error(row["file"], row["label"], column, show(row[column]), expected(row), more=more)


def _check_corrections(held: Held, cells: pd.DataFrame) -> None:
    corrections = held["corrections"]
    printed = cells.set_index(["report", "cell"])["printed"]
    printed = printed[~printed.index.duplicated()]
    found = printed.reindex(pd.MultiIndex.from_frame(corrections[["report", "cell"]])).set_axis(corrections.index)
    held.check("corrections", found.isna(), "cell", lambda row: f"a cell of {row['report']}")
    held.check(
        "corrections", found != corrections["printed"], "printed", lambda row: f"{found[row.name]}, as in the cell,"
    )
