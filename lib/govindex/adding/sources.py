"""The source of what is added: one that the tables know, or a new row of ``sources.csv`` by file or request."""

from __future__ import annotations

import re
from typing import NamedTuple

from govindex.adding.about import match_source
from govindex.adding.reading import Reading
from govindex.errors import near_names
from govindex.tables.load import Tables

KINDS = ("primary", "panel", "portal", "press", "press-copy")
_NEEDED = ("title", "publisher", "kind")
_FIELDS = (*_NEEDED, "date", "address", "licence")


class Source(NamedTuple):
    """The id of the source, and the row to add for it; no row when the tables know it."""

    source: str
    row: dict[str, object] | None


def find_source(tables: Tables, reading: Reading, asked: str | None, told: dict[str, str]) -> Source | None:
    """Return the source of a reading; None with a trouble noted where none is told.

    Parameters
    ----------
    asked : str or None
        What was asked for: an id (``s66``), or fields ("title=…; publisher=…; kind=press; date=2026-04-17; address=…").
    told : dict
        Fields that the file tells.
    """
    rows = tables.sources.astype(object).where(tables.sources.notna(), "").to_dict("records")
    known = {row["source"]: row for row in rows}
    if asked and re.fullmatch(r"s\d{2,3}", asked.strip()):
        if asked.strip() in known:
            return Source(asked.strip(), None)
        reading.tell("no_source", source=asked.strip(), last=max(known, key=_number))
        return None
    fields = told
    if asked:
        fields = told | _read_fields(reading, asked)
    if not fields:
        reading.tell("source_missing", fields="; ".join(f"{name}=…" for name in _NEEDED))
        return None
    matched = match_source(fields, rows)
    if len(matched) == 1:
        return Source(matched[0], None)
    return _draft_source(reading, fields, known)


def _draft_source(reading: Reading, fields: dict[str, str], known: dict[str, object]) -> Source | None:
    """Return a new row for a source, None with a trouble noted for what is wrong with it."""
    missing = [name for name in _NEEDED if not fields.get(name)]
    if missing:
        draft = "; ".join(
            f"{name}={fields.get(name) or '…'}" for name in _FIELDS if fields.get(name) or name in _NEEDED
        )
        reading.tell("source_incomplete", missing=", ".join(missing), draft=draft, kinds=", ".join(KINDS))
    elif fields["kind"] not in KINDS:
        reading.tell("source_kind", kind=fields["kind"], kinds=", ".join(KINDS))
    elif fields.get("date") and not re.fullmatch(r"\d{4}(-\d{2}){0,2}", fields["date"]):
        reading.tell("source_date", date=fields["date"])
    elif fields.get("address") and not re.match(r"https?://.", fields["address"]):
        reading.tell("source_address", address=fields["address"])
    else:
        return Source(*_write_row(fields, known))
    return None


def _write_row(fields: dict[str, str], known: dict[str, object]) -> tuple[str, dict[str, object]]:
    source = f"s{max(map(_number, known), default=0) + 1:02d}"
    row = {name: fields.get(name, "") for name in _FIELDS} | {"source": source}
    row["publisher_vi"] = row["publisher"]
    row["licence"] = row["licence"] or "not stated"
    row["citation"] = _cite(row)
    return source, row


def _number(source: str) -> int:
    return int(source[1:])


def _read_fields(reading: Reading, asked: str) -> dict[str, str]:
    fields = {}
    for part in re.split(r";\s*(?=\w+\s*=)", asked):
        name, sign, value = part.partition("=")
        name = name.strip().lower()
        if not sign or name not in _FIELDS:
            near = near_names(name, _FIELDS)
            reading.tell("source_field", field=part.strip(), fields=", ".join(_FIELDS), near=", ".join(near) or "–")
        else:
            fields[name] = value.strip()
    return fields


def _cite(row: dict[str, object]) -> str:
    """Return how the source is cited, as all rows of the table are."""
    title = str(row["title"]).rstrip(".")
    address = f" {row['address']}" if row["address"] else ""
    return f"{row['publisher']} ({row['date'] or 'n.d.'}): {title}.{address}"
