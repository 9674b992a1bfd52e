"""Which of the planned runs fit the choices of a command."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from govindex.batch.declared import LATEST, WrongRuns
from govindex.errors import GovindexError, near_clause, near_names
from govindex.tables.names import find_province
from govindex.words import LANGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govindex.batch.planned import Planned
    from govindex.tables.load import Tables

_SHOWN = 60  # characters of what was asked for, in a sentence


def choose_runs(
    tables: Tables,
    planned: list[Planned],
    *,
    only: Iterable[str] = (),
    provinces: Iterable[str] = (),
    years: str | None = None,
    langs: Iterable[str] = (),
) -> list[Planned]:
    """Return those of the planned runs that fit every choice that is given.

    Parameters
    ----------
    only : iterable of str
        Patterns with ``*`` and ``?`` for a notebook's name or a run's place; one of them has to fit.
    provinces : iterable of str
        In any spelling. A run that is about no province fits none.
    years : str, optional
        A year or a range, several between commas: ``2011-2013,2024``; ``latest`` is the last that is declared.
    langs : iterable of str
        Languages.

    Raises
    ------
    WrongRuns
        With a sentence for every wrong choice, or when nothing fits.
    """
    problems: list[str] = []
    codes = {code for text in provinces for code in _find_codes(tables, text, planned, problems)}
    wanted_years = _read_years(years, planned, problems) if years is not None else None
    for lang in langs:
        if lang not in LANGS:
            problems.append(f"There is no language {lang!r}: expected vi or en.")
    patterns = list(only)
    for pattern in patterns:
        if not any(_fits(run, pattern) for run in planned):
            names = sorted({run.notebook for run in planned})
            near = near_clause(near_names(pattern, names)) or f": expected one of {', '.join(names)}, or a place"
            problems.append(f"No run fits {pattern!r}{near}.")
    if problems:
        raise WrongRuns(problems)
    chosen = [
        run
        for run in planned
        if (not patterns or any(_fits(run, pattern) for pattern in patterns))
        and (not codes or run.parameters.get("province") in codes)
        and (wanted_years is None or run.parameters.get("year") in wanted_years)
        and (not langs or run.parameters.get("lang") in langs)
    ]
    if not chosen:
        raise WrongRuns(["No declared run fits all of these choices at once."])
    return chosen


def _find_codes(tables: Tables, text: str, planned: list[Planned], problems: list[str]) -> set[str]:
    """Return the units that `text` names in the years of the planned runs."""
    years = {run.parameters["year"] for run in planned if "year" in run.parameters} or {None}
    try:
        return {find_province(tables, text, year=year) for year in years}
    except GovindexError as error:
        problems.append(str(error))
        return set()


def _read_years(text: str, planned: list[Planned], problems: list[str]) -> set[int]:
    years: set[int] = set()
    known = {run.parameters["year"] for run in planned if "year" in run.parameters}
    for part in text.split(","):
        if part.strip() == LATEST and known:
            years.add(max(known))
            continue
        ends = re.fullmatch(r"\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*", part, flags=re.ASCII)
        if ends is None or (ends[2] and ends[2] < ends[1]):
            shown = part.strip() if len(part) <= _SHOWN else part.strip()[:_SHOWN] + "…"
            problems.append(
                f"There is no year {shown!r}: expected 2021 or 2011-2024, several between commas, or latest."
            )
            return years
        years |= set(range(int(ends[1]), int(ends[2] or ends[1]) + 1))
    if known and not years & known:
        problems.append(f"No run is declared for {text}: expected years from {min(known)} to {max(known)}.")
    return years


def _fits(run: Planned, pattern: str) -> bool:
    return fnmatchcase(run.notebook, pattern.removesuffix(".ipynb")) or fnmatchcase(run.place, pattern)
