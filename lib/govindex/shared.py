"""What the pages of one site have in common, in files of its own: scripts, style sheets, the figures of explorers."""

from __future__ import annotations

import hashlib
import json
from typing import Any

FOLDER = "assets"
MERGE = """for (const script of document.querySelectorAll('script.gi-book[data-shared]')) {
  const shared = window.govindexBooks[script.dataset.shared];
  script.textContent = JSON.stringify({ ...shared, ...JSON.parse(script.textContent) });
}"""


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

    def put_book(self, book: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
        """Return the address of a script with an explorer's book, its name there, and what is the page's own of it."""
        own = {key: book[key] for key in ("explorer", "lang", "state")}
        common = json.dumps({key: value for key, value in book.items() if key not in own}, ensure_ascii=False)
        name = f"{book['explorer']}-{book['lang']}-{_hash(common)}"
        text = f"(window.govindexBooks ??= {{}})[{json.dumps(name)}] = {common};\n"
        return self.put(f"{book['explorer']}-{book['lang']}", text), name, own


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
