"""What is known of the runs in a folder of pages: the manifest of its batches, and the journal of one under way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govindex.files import read_regular

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
_MOST_BYTES = 1_000_000_000
_MOST_LEVELS = 100
_LONGEST_NAME = 230  # bytes; most systems take 255, endings and all
MANIFEST = "manifest.json"
OWN = ".batch"  # the folder beside the pages that is the batch's own
JOURNAL = "journal.jsonl"


def read_manifest(out: Path) -> dict[str, dict[str, Any]]:
    """Return what is known of the runs in a folder, by place.

    From its manifest, then from its journal; nothing where there is neither. An entry that no batch has written so
    counts as absent, and its page is made anew.
    """
    runs: dict[str, dict[str, Any]] = {}
    content = _parse(_read(out / MANIFEST))
    if isinstance(content, dict) and content.get("govindex_manifest") == VERSION:
        runs = _take_dict(content.get("runs"))
    for line in _read(out / OWN / JOURNAL).splitlines():
        entry = _parse(line)  # None of the last line of a batch that was killed
        if isinstance(entry, dict) and isinstance(entry.get("place"), str):
            runs[entry.pop("place")] = entry
    return {place: entry for place, entry in runs.items() if _is_run(place, entry)}


def _read(path: Path) -> str:
    try:
        return read_regular(path, most=_MOST_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _take_dict(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _is_run(place: str, entry: Any) -> bool:
    """Return whether an entry has what a batch notes of a run, each of its kind, and a place in the folder."""
    if not isinstance(entry, dict) or not _is_plain([place, entry]) or not all(map(_is_name, place.split("/"))):
        return False
    inputs, error, assets = entry.get("inputs", {}), entry.get("error", {}), entry.get("assets", [])
    if not isinstance(inputs, dict) or not isinstance(inputs.get("files", {}), dict):
        return False
    files = inputs.get("files", {})
    return (
        isinstance(entry.get("notebook"), str)
        and isinstance(entry.get("parameters"), dict)
        and entry.get("status") in ("made", "failed")
        and isinstance(entry.get("title", ""), str)
        and _are_texts(list(files.values()))
        and not any("\0" in name for name in files)
        and _are_texts(assets)
        and all(map(_is_name, assets))
        and isinstance(error, dict)
        and _are_texts(list(error.values()))
        and (entry["status"] == "made" or {"cell", "message"} <= set(error))
    )


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _is_name(part: str) -> bool:
    """Return whether a part of a path can name a file or folder, with an ending after it."""
    return part not in ("", ".", "..") and not {"\0", "/", "\\"} & set(part) and len(part.encode()) <= _LONGEST_NAME


def _is_plain(value: Any) -> bool:
    """Return whether a value can be written again: few levels one in another, and texts of whole characters."""
    waiting = [(value, 0)]
    while waiting:
        inner, level = waiting.pop()
        if level > _MOST_LEVELS:
            return False
        if isinstance(inner, dict):
            waiting += [(each, level + 1) for each in (*inner, *inner.values())]
        elif isinstance(inner, list):
            waiting += [(each, level + 1) for each in inner]
        elif isinstance(inner, str) and not inner.isascii() and any("\ud800" <= mark <= "\udfff" for mark in inner):
            return False
    return True
