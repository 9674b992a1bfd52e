"""The errors of govindex: each names what was wrong, what was expected and what is near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class GovindexError(Exception):
    """Base of every error that govindex raises on purpose; its text is one sentence for the reader."""


class UnknownName(GovindexError):
    """A name that no table holds: a province, component, measure, language or notebook."""


class NoData(GovindexError):
    """A question that the tables cannot answer because no figure is held for it."""


class NotComparable(GovindexError):
    """A comparison across two frameworks, or across two scales of one component."""


class SchemaError(GovindexError):
    """A table that breaks its description in ``datapackage.json``."""


def near_names(name: str, names: Iterable[str], *, count: int = 3) -> list[str]:
    """Return up to `count` of `names` that are spelt most like `name`, nearest first.

    Examples
    --------
    >>> near_names("pari", ["papi", "sipas", "par"])
    ['par', 'papi']
    """
    return difflib.get_close_matches(name, list(names), n=count, cutoff=0.6)


def near_clause(near: Iterable[str]) -> str:
    """Return ``"; near: A, B"`` for the end of a message, or nothing when nothing is near."""
    found = list(near)
    return f"; near: {', '.join(found)}" if found else ""
