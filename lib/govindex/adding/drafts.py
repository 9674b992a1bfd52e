"""Rows that the tables lack, as a folder of small tables: written for a person to fill in, and taken in when filled."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govindex.adding.frames import ASK, Rows
from govindex.adding.texts import Row, write_value
from govindex.errors import GovindexError, near_clause, near_names
from govindex.files import find_obstacle, read_regular, write_whole
from govindex.tables.load import load_description

if TYPE_CHECKING:
    from collections.abc import Callable

    from govindex.adding.folder import Draft

ADDABLE = ("components", "component-names", "frameworks", "changes", "province-names", "sources")
_OPTIONAL = ("changes",)  # rows of it that nobody has filled in are passed over: without one a year wants caution
_MOST_BYTES = 1_000_000


def write_drafts(draft: Draft, rows: Rows, folder: Path) -> list[Path]:
    """Write the drafted rows as one file a table into `folder`, made when missing; return the files.

    Raises
    ------
    GovindexError
        When the folder is that of the tables, or cannot be written to.
    """
    if folder.resolve() == draft.folder.resolve() or draft.folder.resolve() in folder.resolve().parents:
        raise GovindexError(f"{folder} lies in the folder of the tables: give the drafts a folder of their own.")
    if obstacle := find_obstacle(folder):
        raise GovindexError(f"The drafts cannot be written to {folder}: {obstacle}.")
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / draft.paths[name]: tell_rows(draft, name, each) for name, each in rows.items()}
    write_whole(texts)
    return list(texts)


def ask_for(draft: Draft, rows: Rows) -> Rows:
    """Return drafted rows with a question mark in every cell that needs a value and has none."""
    asked: Rows = {}
    for name, each in rows.items():
        fields = _describe(draft, name)["fields"]
        needed = [field["name"] for field in fields if field.get("constraints", {}).get("required")]
        columns = [field["name"] for field in fields]
        filled = [{column: row.get(column, "") for column in columns} for row in each]
        asked[name] = [row | {key: ASK for key in needed if write_value(row[key]) == ""} for row in filled]
    return asked


def tell_rows(draft: Draft, name: str, rows: list[dict[str, object]]) -> str:
    """Return drafted rows as a table's text, with its header."""
    columns = draft.table(name).columns
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([write_value(row.get(column)) for column in columns] for row in rows)
    return text.getvalue()


def take_in(draft: Draft, folder: Path, source: str | None = None) -> list[str]:
    """Put the rows of a folder of drafts into the copy of the tables; return what was taken, a line a table.

    A row with the key of one that is there takes its place. A source that is asked for (``?``) is `source`.

    Raises
    ------
    GovindexError
        When a file cannot be read, names other columns, or a row still holds a question mark.
    """
    if not folder.is_dir():
        raise GovindexError(f"There is no folder {folder}: expected the one that --draft wrote.")
    taken = []
    for name in ADDABLE:
        path = folder / draft.paths.get(name, f"{name}.csv")
        if not path.exists():
            continue
        table = draft.table(name)
        rows = _read(path, table.columns)
        if name in _OPTIONAL:
            rows = [(line, row) for line, row in rows if ASK not in row.values()]
        keys = _list_keys(draft, name)
        fresh = []
        for line, each in rows:
            row = each | ({"source": source} if source and each.get("source") == ASK else {})
            asked = [column for column, value in row.items() if value == ASK]
            if asked:
                raise GovindexError(
                    f"{path}, row {line}, column {asked[0]}: a question mark still stands there, expected a value, or "
                    "nothing where it is not known."
                )
            place = table.find(**{key: row[key] for key in keys})
            if place is None:
                fresh.append(row)
            else:
                table.change(place, **row)
        table.put_in(fresh, _find_order(draft, name))
        taken.append(f"{path.name}: {len(rows)}")
    unknown = [path.name for path in folder.glob("*.csv") if path.name not in {draft.paths[name] for name in ADDABLE}]
    if unknown:
        near = near_clause(near_names(unknown[0], [draft.paths[name] for name in ADDABLE]))
        raise GovindexError(f"{folder / unknown[0]} is no table that rows are added to{near}.")
    return taken


def _read(path: Path, columns: list[str]) -> list[tuple[int, Row]]:
    try:
        text = read_regular(path, most=_MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GovindexError(f"{path} cannot be read ({error}).") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if header != columns:
        raise GovindexError(f"{path}, row 1: found {', '.join(header)}, expected the columns {', '.join(columns)}.")
    rows = []
    for cells in reader:
        if len(cells) != len(columns):
            raise GovindexError(f"{path}, row {reader.line_num}: {len(cells)} cells, expected {len(columns)}.")
        rows.append((reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))))
    return rows


def _list_keys(draft: Draft, name: str) -> list[str]:
    keys = _describe(draft, name)["primaryKey"]
    return [keys] if isinstance(keys, str) else list(keys)


def _describe(draft: Draft, name: str) -> dict[str, Any]:
    """Return the schema of a table."""
    resources = load_description(draft.folder)["resources"]
    return next(resource["schema"] for resource in resources if resource["name"] == name)


def _find_order(draft: Draft, name: str) -> Callable[[Row], object] | None:
    """Return what the rows of a table stand in order of, None where new ones go to its end."""
    rows = draft.table("components").rows
    order = {row["component"]: int(row["order"]) for row in rows if row["order"].isdigit()}
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    if name == "frameworks":
        return lambda row: (
            measures.index(row["measure"]), row["framework"], order.get(row["component"], 0), int(row["first_year"]),
        )  # fmt: skip
    if name == "changes":
        return lambda row: (measures.index(row["measure"]), int(row["year"]), order.get(row["component"], 0))
    if name == "components":
        return lambda row: (measures.index(row["measure"]), int(row["order"]))
    return None
