"""What explorers work out of the tables alone: done once in a process, and by a batch once for all of its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govindex import reads
from govindex.load import are_as_loaded
from govindex.pages import Page

_kept: dict[tuple[Callable[[Page], Any], str], tuple[Any, dict[str, set[str]]]] = {}


def keep(page: Page, make: Callable[[Page], Any]) -> Any:
    """Return ``make(page)``, which is kept for every page in the same language as long as the tables are as loaded.

    Parameters
    ----------
    make : callable
        A function of a module. What it returns depends on the tables and the language alone, and nobody changes it.
    """
    if not are_as_loaded(page.tables):
        return make(page)
    if (make, page.lang) not in _kept:
        with reads.record(page.tables) as (tables, told):
            _kept[make, page.lang] = make(page._replace(tables=tables)), told
    value, told = _kept[make, page.lang]
    reads.note(told)
    return value
