"""Files written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_whole(texts: Mapping[Path, str]) -> None:
    """Write each text to its path, all whole or none: under hidden names beside them, which then take their places.

    Raises
    ------
    OSError
        When one cannot be written; nothing is changed and nothing left behind.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in texts}
    for path in texts:
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder: a file was to be written there.")
    try:
        for path, text in texts.items():
            parts[path].write_text(text, encoding="utf-8", newline="\n")
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
