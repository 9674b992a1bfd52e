"""What is known of the runs in a folder of pages: the manifest of its batches, and the journal of one under way."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
MANIFEST = "manifest.json"
OWN = ".batch"  # the folder beside the pages that is the batch's own
JOURNAL = "journal.jsonl"


def read_manifest(out: Path) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, list]]]:
    """Return what is known of the runs in a folder, by place, and what they read, by its short name.

    From its manifest, then from its journal; nothing where there is neither.
    """
    runs: dict[str, dict[str, Any]] = {}
    reads: dict[str, dict[str, list]] = {}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        if content["govindex_manifest"] == VERSION:
            runs, reads = dict(content["runs"]), dict(content["reads"])
    with contextlib.suppress(OSError):
        for line in (out / OWN / JOURNAL).read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):  # the last line of a batch that was killed
                entry = json.loads(line)
                if "place" in entry:
                    runs[entry.pop("place")] = entry
                else:
                    reads[entry["reads"]] = entry["tables"]
    return runs, reads
