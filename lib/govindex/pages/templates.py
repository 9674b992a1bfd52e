"""The templates of pages and of the gallery, their style sheet, and the policy that forbids every fetch."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@cache
def load_templates() -> jinja2.Environment:
    """Return the templates of pages; every value they write is escaped unless they say otherwise."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def read_style() -> str:
    """Return the style sheet of every page."""
    return read_template("page.css")


def read_template(name: str) -> str:
    """Return the text of a file of the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def write_policy(scripts: Iterable[str] = (), *, beside: bool = False) -> str:
    """Return the Content-Security-Policy of a page: nothing is fetched, and only these `scripts` run.

    With `beside` the page may also take the scripts and style sheets of its own site.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in dict.fromkeys(scripts)
    )
    none, own = "'none'", "'self' " if beside else ""
    return (
        f"default-src 'none'; script-src {own}{hashes or none}; style-src {own}'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
