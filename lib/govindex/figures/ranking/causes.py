"""What moves the positions of an index as a whole: its weights one by one, the print and sampling, all at once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.figures.ranking.tables import find_error
from govindex.methods.parts import list_whole_pairs, share_parts
from govindex.methods.sensitivity import Sensitivity, find_sensitivity
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, name_component
from govindex.words import DIGITS, quote, say


@kept
def _list_found(tables: Tables) -> list[tuple[str, int, list[str], Sensitivity]]:
    """Return component, year, causes (the codes of its parts, ``print``, ``sampling``) and what they do."""
    found = []
    for component, year in list_whole_pairs(tables):
        shares, parts = share_parts(tables, component, year) if component in MEASURES else ((), ())
        if not len(shares):
            continue
        reach = float(parts["maximum"].sum() - parts["minimum"].sum())
        doubt, error = 10.0 ** -DIGITS[component], find_error(tables, component) or 0.0
        known = find_sensitivity(shares, parts["weight"], doubt=doubt / reach, error=error / reach)
        found.append((component, year, [*parts["component"], "print", "sampling"], known))
    return found


@kept
def list_causes(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how much of the shift of positions each cause makes.

    One row per component, year and cause: component, year, at (the place of the cause), cause_name, first and total
    (Sobol's indices, per cent; a first-order one below 0 is chance of the reckoning and told as 0), shift (places).
    Sampling is left out where no error is published.
    """
    rows: list[dict[str, Any]] = []
    for component, year, causes, known in _list_found(tables):
        for at, cause in enumerate(causes):
            if cause == "sampling" and find_error(tables, component) is None:
                continue
            told = {"component": component, "year": year, "at": at, "shift": round(known.shift, 2)}
            shares = {name: round(100 * max(0.0, float(getattr(known, name)[at])), 1) for name in ("first", "total")}
            rows.append({**told, "cause_name": _name(tables, cause, year, lang), **shares})
    return pd.DataFrame(rows)


def _name(tables: Tables, cause: str, year: int, lang: str) -> str:
    if cause in ("print", "sampling"):
        return say(f"sheet_ranking.cause_{cause}", lang)
    part = quote(name_component(tables, cause, lang, year=year, short=True))
    return say("sheet_ranking.cause_weight", lang, part=part)


def list_movers(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the cause that does most: component, year, mover (its name), moved (its total index), shift."""
    rows = list_causes(tables, lang).sort_values("total", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["component", "year"]).rename(columns={"cause_name": "mover", "total": "moved"})
    return rows[["component", "year", "mover", "moved", "shift"]]
