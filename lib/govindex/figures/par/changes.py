"""Sentences on what changed in PAR INDEX between two years, and on why two years do not compare."""

from __future__ import annotations

import pandas as pd

from govindex.compare.precision import is_beyond_noise
from govindex.figures.lists import tell_trust
from govindex.figures.par.standings import (
    Row,
    Standing,
    group,
    list_reasons,
    list_smallest,
    list_standings,
    list_total_trusts,
)
from govindex.figures.par.tables import (
    NO_BASE,
    compares,
    list_bases,
    list_changes,
)
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.units import tell_absence
from govindex.words import DIGITS, listing, number, quote, say

_DIGITS = DIGITS["par"]


@kept
def list_change_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of the change on every year that can be chosen: province, year, base, changes."""
    changes = group(list_changes(tables, lang), ["province", "year", "base"])
    rows = []
    for standing in list_standings(tables, lang):
        for base in list_bases(tables)[standing.year]:
            own = changes.get((standing.province, standing.year, base), [])
            told = tell_absence(tables, standing.province, standing.year, lang)
            told = told or (tell_changes(standing, own, base) if base != NO_BASE else _tell_no_base(standing))
            rows.append({"province": standing.province, "year": standing.year, "base": base, "changes": told})
    return pd.DataFrame(rows)


def _tell_no_base(standing: Standing) -> str:
    """Return why the year before does not compare, and that another may be chosen where one does."""
    told = _tell_not_comparable(standing, standing.year - 1)
    others = len(list_bases(standing.tables)[standing.year]) > 1
    return f"{told} {standing.say('sheet_par.choose_base')}" if others else told


def tell_changes(standing: Standing, changes: list[Row], base: int) -> str:
    """Return what rose and what fell most on the year `base`, or why the two years are not compared."""
    if not changes:
        if not compares(standing.tables, standing.year, base):
            return _tell_not_comparable(standing, base)
        return standing.say("no_changes", base=base)
    told = [_tell_change(standing, row["change"], base) for row in changes if row["component"] == "par"]
    told += _tell_most(standing, [row for row in changes if row["component"] != "par"])
    return "; ".join(told) + "."


def _tell_change(standing: Standing, change: float, base: int) -> str:
    """Return a change of the total in words and how sure the earlier one is; one too small to tell is nearly none."""
    trust = list_total_trusts(standing.tables).get((standing.province, base))
    small = _is_small(standing, "par", change)
    key = "none" if round(change, _DIGITS) == 0 else "hardly" if small else "up" if change > 0 else "down"
    told = number(change, standing.lang, _DIGITS, sign=True) if small else standing.number(abs(change))
    return standing.say(
        f"change.{key}",
        base=f"{base}{tell_trust(trust, standing.lang)}",
        change=told,
        unit=say("unit.par", standing.lang),
    )


def _is_small(standing: Standing, component: str, change: float) -> bool:
    return not is_beyond_noise(change, list_smallest(standing.tables)[component])


def _tell_most(standing: Standing, changes: list[Row]) -> list[str]:
    """Return the largest rise and the largest fall; of one that rose or fell alone no superlative.

    Equal ends are named together. What is smaller than worth telling did neither.
    """
    told = []
    moving = [row for row in changes if not _is_small(standing, row["component"], row["change"])]
    for key, sign in (("up", 1), ("down", -1)):
        moved = [row for row in moving if sign * row["change"] > 0]
        if not moved:
            continue
        largest = max(round(abs(row["change"]), _DIGITS) for row in moved)
        most = [row for row in moved if round(abs(row["change"]), _DIGITS) == largest]
        form = "most" if len(moved) > 1 else "only" if len(changes) > 1 else "one"
        change = number(most[0]["change"], standing.lang, _DIGITS, sign=True)
        names = listing([quote(row["name"]) for row in most], standing.lang)
        told.append(standing.say(f"moved.{form}_{key}", name=names, change=change))
    return told


def _tell_not_comparable(standing: Standing, base: int) -> str:
    """Return why two years are not compared: what changed between them, or that it is not known."""
    text = list_reasons(standing.tables, standing.lang).get((standing.year, base))
    if text is None:
        return standing.say("not_comparable", base=base)
    return standing.say("not_compared", base=base, text=text)
