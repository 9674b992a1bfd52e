"""What the pages of one site have in common, in files of its own: scripts, style sheets, the books of sheets."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

FOLDER = "assets"


class Shared:
    """The files that a page needs beside it; equal ones have one name, so that each stands once for a site.

    Parameters
    ----------
    depth : int
        How many folders the page lies below that of the site.
    """

    def __init__(self, depth: int) -> None:
        self._way = "../" * depth + FOLDER
        self.texts: dict[str, str] = {}

    def put(self, stem: str, text: str, *, kind: str = "js") -> str:
        """Return the address, from the page, of a script or a style sheet (``css``) that is one of the files now."""
        name = f"{stem}-{_hash(text)}.{kind}"
        self.texts[name] = text
        return f"{self._way}/{name}"

    def put_packed(self, sheet: str, packed: str) -> tuple[str, str]:
        """Return the address of a script with a sheet's packed book, and its name there."""
        name = f"{sheet}-{_hash(packed)}"
        text = f"(window.govindexBooks ??= {{}})[{json.dumps(name)}] = {json.dumps(packed)};\n"
        return self.put(sheet, text), name


def is_whole(asset: Path) -> bool:
    """Return whether a file that pages share is there and holds the text that its name tells."""
    try:
        status = asset.stat()
        return asset.is_file() and _is_named_after_its_text(asset, status.st_size, status.st_mtime_ns)
    except OSError:
        return False


@cache
def _is_named_after_its_text(asset: Path, _size: int, _time: int) -> bool:
    return asset.stem.endswith(f"-{_hash(asset.read_bytes())}")


def _hash(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:12]
