"""Sentences on a year beside the one before it: what is new in it, and what not to make of it."""

from __future__ import annotations

import pandas as pd

from govindex.figures.change.sentences import list_told as list_told_changes
from govindex.figures.lists import list_page_years
from govindex.figures.new_year.tables import list_apart, list_findings, list_groups
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES
from govindex.tables.units import list_units
from govindex.words import say


@kept
def list_told(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of each year of each measure: measure, year, told (a list of paragraphs)."""
    changes = list_told_changes(tables, lang)
    changes = changes[changes["first"] == changes["year"] - 1].set_index(["measure", "year"])["told"]
    totals = tables.scores[tables.scores["component"].isin(MEASURES)]
    held = set(zip(totals["component"], totals["year"].tolist(), strict=True))
    rows = []
    for measure in MEASURES:
        for year in list_page_years(tables):
            if (measure, year) in held:
                told = [*_tell_units(tables, year, lang), *changes.get((measure, year), [])]
                told += _tell_found(tables, measure, year, lang)
            else:
                told = [say("sheet_new_year.nothing", lang, measure_name=say(f"measure.{measure}", lang), year=year)]
            rows.append({"measure": measure, "year": year, "told": told})
    return pd.DataFrame(rows)


def _tell_units(tables: Tables, year: int, lang: str) -> list[str]:
    units, before = list_units(tables, year), list_units(tables, year - 1)
    formed = len(set(units) - set(before))
    if not formed or not before:
        return []
    counts = {"units": len(units), "before": len(before), "formed": formed}
    return [say("sheet_new_year.units", lang, year=year, first=year - 1, **counts)]


def _tell_found(tables: Tables, measure: str, year: int, lang: str) -> list[str]:
    told = []
    groups, apart, findings = (
        rows[(rows["measure"] == measure) & (rows["year"] == year)]
        for rows in (list_groups(tables, lang), list_apart(tables, lang), list_findings(tables, lang))
    )
    if len(groups):
        counts = {"up": int((groups["step"] > 0).sum()), "down": int((groups["step"] < 0).sum())}
        told.append(say("sheet_new_year.grouped", lang, first=year - 1, **counts))
    if len(apart):
        told.append(say("sheet_new_year.apart", lang, count=len(apart), first=year - 1))
    key = "found" if len(findings) else "sound"
    return [*told, say(f"sheet_new_year.{key}", lang, year=year, **({"count": len(findings)} if len(findings) else {}))]
