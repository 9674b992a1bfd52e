"""What a notebook takes of the tables, by measure, and which files of data it opens: noted at the door.

Whoever loads the tables, or takes those of a page, takes all of them. A sheet takes the measure that it is of, whatever
it looks up meanwhile. So a row of SIPAS makes no page of PAPI anew, and a row of PAPI all that show its panel; what is
not known to be of one measure counts as taking everything: too many pages are made anew, never too few.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

REPORT_TO = "GOVINDEX_TAKEN"  # a file that a kernel writes what it has taken into, when it ends
ALL = "all"
PLACES = "places"  # the tables of provinces, and which of them have a figure of which year
_DATA = (".csv", ".tsv", ".json", ".xls", ".xlsx", ".ods", ".parquet", ".feather", ".txt", ".zip", ".gz")
_PACKAGE = str(Path(__file__).resolve().parent)

Function = TypeVar("Function", bound=Callable[..., Any])


class Record:
    """What has been taken in this process, where it is watched."""

    on = False
    silent = 0
    tables: set[str] = set()  # noqa: RUF012 one record serves the whole process
    files: set[str] = set()  # noqa: RUF012


def start() -> None:
    """Keep a record in this process from now on."""
    if not Record.on:
        sys.addaudithook(hear)
    Record.on, Record.tables, Record.files = True, set(), set()


def start_if_asked() -> None:
    """Keep a record when `REPORT_TO` names a file, and write it there in the end."""
    path = os.environ.get(REPORT_TO)
    if path and not Record.on:
        import atexit

        start()
        atexit.register(lambda: Path(path).write_text(json.dumps(collect()), encoding="utf-8"))


def collect() -> dict[str, list[str]]:
    """Return what has been taken: ``tables`` (measures, `PLACES`, or `ALL` alone) and ``files``."""
    tables = {ALL} if ALL in Record.tables else Record.tables
    return {"tables": sorted(tables), "files": sorted(Record.files)}


def take(*tables: str) -> None:
    """Note that tables are taken: measures, `PLACES` or `ALL`."""
    if Record.on and not Record.silent:
        Record.tables.update(tables)


@contextmanager
def only(*tables: str) -> Iterator[None]:
    """Note that these are taken, and nothing else that is looked up meanwhile."""
    take(*tables)
    Record.silent += 1
    try:
        yield
    finally:
        Record.silent -= 1


def takes(*measures: str) -> Callable[[Function], Function]:
    """Return what makes a function take the places and these measures, whatever it looks up."""

    def decorate(function: Function) -> Function:
        @wraps(function)
        def taking(*args: Any, **options: Any) -> Any:
            with only(PLACES, *measures):
                return function(*args, **options)

        return taking

    return decorate


def hear(event: str, given: tuple) -> None:
    """Note a file of data that is opened to be read."""
    if event != "open" or not Record.on or Record.silent or not isinstance(given[0], str):
        return
    mode = given[1]
    if (isinstance(mode, str) and set(mode) & set("wxa+")) or not given[0].lower().endswith(_DATA):
        return
    path = os.path.abspath(given[0])  # noqa: PTH100 nothing that opens a file may be called here
    if not path.startswith((sys.prefix, sys.base_prefix, _PACKAGE, "/proc", "/sys", "/dev", "/etc")):
        Record.files.add(path)
