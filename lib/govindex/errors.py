"""The errors of govindex: each names what was wrong, what was expected and what is near."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# What a terminal obeys instead of showing it, but for the tab and the line's end; and what turns a line around.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

MOST_MESSAGE = 2_000  # characters of an error that are shown
_QUOTED_PATH = re.compile(r"""(['"])(?:file://)?(?:~?/|[A-Za-z]:[\\/])[^'"\n]*[\\/]([^'"\\/\n]*)\1""")
_BARE_PATH = re.compile(
    r"""(?<![\w/\\:.~<-])(?:file://)?(?:~?/|[A-Za-z]:[\\/])(?:[^\s/\\'"<>]+[\\/])+([^\s/\\'"<>]*)"""
)


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


def cut_message(text: str, *, most: int = MOST_MESSAGE) -> str:
    """Return a message of at most `most` characters: its beginning, and how long it was, where it is longer.

    Examples
    --------
    >>> cut_message("1234567890" * 4, most=30)
    '1234567890123… (40 characters)'
    """
    said = f"… ({len(text)} characters)"
    return text if len(text) <= most else text[: most - len(said)] + said


def hide_folders(text: str) -> str:
    """Return a text in which of each absolute path only the last part is left, as others may see it.

    Examples
    --------
    >>> hide_folders("No such file: '/home/lan/so lieu/x.csv', see https://example.org/a/b")
    "No such file: 'x.csv', see https://example.org/a/b"
    """
    return _BARE_PATH.sub(r"\1", _QUOTED_PATH.sub(r"\1\2\1", text))


def show_controls(text: object) -> str:
    r"""Return a text for a terminal, in which every character that a terminal would obey is seen instead.

    Examples
    --------
    >>> show_controls("a\x1b[2Jb\x9bc\r")
    'a␛[2Jb<U+009B>c␍'
    """
    return _CONTROL.sub(lambda found: _show_control(ord(found[0])), str(text))


def _show_control(code: int) -> str:
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"
