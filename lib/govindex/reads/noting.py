"""What has been read in this process: the conditions by table, and the files of data that were opened."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT_TO = "GOVINDEX_READS"  # a file that a kernel writes what it has read into, when it ends
EVERYTHING = ["all"]
_DATA = (".csv", ".tsv", ".json", ".xls", ".xlsx", ".ods", ".parquet", ".feather", ".txt", ".zip", ".gz")
_PACKAGE = str(Path(__file__).resolve().parents[1])


class Watch:
    """What has been read in this process, when it is watched."""

    on = False
    silent = 0
    tables: dict[str, set[str]] = {}  # noqa: RUF012 one watch serves the whole process
    files: set[str] = set()  # noqa: RUF012


def start() -> None:
    """Watch this process from now on; a file that it opens to read data from is noted too."""
    Watch.on = True
    Watch.tables = {}
    Watch.files = set()
    sys.addaudithook(hear)


def start_if_asked() -> None:
    """Watch this process when `REPORT_TO` names a file, and write it there in the end."""
    path = os.environ.get(REPORT_TO)
    if path and not Watch.on:
        import atexit

        start()
        atexit.register(lambda: Path(path).write_text(json.dumps(collect()), encoding="utf-8"))


def collect() -> dict[str, Any]:
    """Return what has been read: conditions by table, and files."""
    tables = {}
    for name, conditions in sorted(Watch.tables.items()):
        whole = json.dumps(EVERYTHING)
        tables[name] = [EVERYTHING] if whole in conditions else [json.loads(text) for text in sorted(conditions)]
    return {"tables": tables, "files": sorted(Watch.files)}


@contextmanager
def unnoticed() -> Iterator[None]:
    """Read without being watched: what is asked of the tables here cannot change what a page shows."""
    Watch.silent += 1
    try:
        yield
    finally:
        Watch.silent -= 1


def note(told: dict[str, set[str]]) -> None:
    """Note as read what was recorded before, where this process is watched."""
    if Watch.on and not Watch.silent:
        for name, conditions in told.items():
            Watch.tables.setdefault(name, set()).update(conditions)


def hear(event: str, given: tuple) -> None:
    """Note a file of data that is opened to be read."""
    if event != "open" or not Watch.on or Watch.silent or not isinstance(given[0], str):
        return
    mode = given[1]
    if (isinstance(mode, str) and set(mode) & set("wxa+")) or not given[0].lower().endswith(_DATA):
        return
    path = os.path.abspath(given[0])  # noqa: PTH100 nothing that opens a file may be called here
    if not path.startswith((sys.prefix, sys.base_prefix, _PACKAGE, "/proc", "/sys", "/dev", "/etc")):
        Watch.files.add(path)
