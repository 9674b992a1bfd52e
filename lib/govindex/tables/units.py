"""The units of each year: which there were, where they stand on the map, what one became, and how namesakes differ."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import check_lang, listing, say

ALWAYS = (0, 9999)  # the years of what has neither a beginning nor an end


@kept
def list_units(tables: Tables, year: int) -> list[str]:
    """Return the codes of the provinces that there were in a year, in the tables' order."""
    units = tables.provinces
    ended = (units["last_year"] < year).fillna(False)
    return list(units.loc[(units["first_year"] <= year) & ~ended, "code"])


@kept
def list_spans(tables: Tables) -> dict[str, tuple[int, int]]:
    """Return the first and the last year of each unit by its code; 9999 while it goes on."""
    units = tables.provinces
    ends = units["last_year"].astype("float64").fillna(ALWAYS[1]).astype("int64")
    return dict(zip(units["code"], zip(units["first_year"].tolist(), ends.tolist(), strict=True), strict=True))


@kept
def list_predecessors(tables: Tables, code: str) -> list[str]:
    """Return the units that one was formed from, the one whose code it keeps first; none where it was not formed."""
    units = tables.provinces
    return sorted(units.loc[units["successor"] == code, "code"], key=lambda each: (each != code[: len(each)], each))


@kept
def list_tiles(tables: Tables, year: int) -> pd.DataFrame:
    """Return where each unit and archipelago stands on the tile-grid map of a year.

    Returns
    -------
    DataFrame
        One row per unit of the year and archipelago: code, col (from 0 at the left), row (from 0 at the
        top), year. The map is the last that began by the year, or the first of all for years before.
    """
    begun = tables.tiles.loc[tables.tiles["first_year"] <= year, "first_year"]
    first = begun.max() if len(begun) else tables.tiles["first_year"].min()
    rows = tables.tiles[tables.tiles["first_year"] == first]
    shown = {*list_units(tables, year), *tables.archipelagos["archipelago"]}
    rows = rows.rename(columns={"tile_col": "col", "tile_row": "row"}).assign(year=year)
    return rows.loc[rows["code"].isin(shown), ["code", "col", "row", "year"]].reset_index(drop=True)


def tell_apart(tables: Tables, codes: Iterable[str], lang: str) -> dict[str, str]:
    """Return the name of each unit, with its years where another of `codes` has the same name.

    Of two units of one name the older is "Hải Phòng (to 2024)", the newer "Hải Phòng (since 2025)".
    """
    codes = list(codes)
    names = tables.provinces.set_index("code")[f"name_{check_lang(lang)}"].reindex(codes)
    spans = list_spans(tables)
    shared = names.duplicated(keep=False)
    return {code: _name_with_years(name, *spans[code], lang) if shared[code] else name for code, name in names.items()}


def _name_with_years(name: str, first: int, last: int, lang: str) -> str:
    key, year = ("unit_since", first) if last == ALWAYS[1] else ("unit_to", last)
    return say(f"units.{key}", lang, name=name, year=year)


@kept
def tell_absence(tables: Tables, code: str, year: int, lang: str) -> str | None:
    """Return why a unit was none of its own in a year: what it became, or what it was formed from; None where it was.

    A unit of that name is told with its years, since what is new often bears the name of one of the old.
    """
    first, last = list_spans(tables)[code]
    if first <= year <= last:
        return None
    began = year > last
    new = tables.provinces.set_index("code").at[code, "successor"] if began else code
    old = list_predecessors(tables, new)
    named = tell_apart(tables, [*old, new], lang)
    told = {"year": year, "first": list_spans(tables)[new][0], "name": tell_apart(tables, [*old, new], lang)[code]}
    told |= {"new": named[new], "old": listing([named[each] for each in old], lang)}
    if not old:
        return say("units.not_begun", lang, **told)
    if not began:
        return say("units.formed", lang, **told)
    return say("units.renamed" if len(old) == 1 else "units.merged", lang, **told)
