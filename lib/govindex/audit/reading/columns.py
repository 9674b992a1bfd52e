"""The columns of a file of printed cells."""

from __future__ import annotations

import unicodedata

REQUIRED = ("report", "measure", "year", "province", "component", "what", "printed", "unit")
OPTIONAL = ("table", "row", "note", "cell")


def match_header(names: list[str]) -> list[str]:
    """Return the columns' names as they are known: lower case, spaces and marks around them dropped.

    Examples
    --------
    >>> match_header([" Report", "WHAT "])
    ['report', 'what']
    """
    return [unicodedata.normalize("NFC", str(name)).strip(" \t\r\n\ufeff\"'").lower() for name in names]
