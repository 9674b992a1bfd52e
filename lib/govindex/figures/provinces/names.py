"""What stands on the sheet of all provinces and what it is called: units, tiles, components, groups, works."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.charts.theme import halve_name
from govindex.figures import lists
from govindex.figures.lists import (
    cite,
    list_page_units,
    list_page_years,
    name_over_years,
)
from govindex.figures.merged import name_bands
from govindex.figures.provinces.tables import MIDDLES, list_held, list_standings
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_provinces
from govindex.tables.publishers import name_publishers
from govindex.tables.units import list_tiles, tell_absence
from govindex.words import DIGITS, number, quote, say

_TILE_LETTERS = 11  # of a name on one line


@kept
def list_places(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces of any year, the archipelagos, the nation's median and mean, the bands of merged units.

    One row each: province (a code, or what stands for one), place (the name), offered (the name with the years of the
    unit where another has it too), at (the order of the names), spellings (a list), lines (the name on a tile), kind
    (``province``, ``archipelago``, ``nation`` or ``band``).
    """
    units = lists.list_places(tables, lang).assign(kind="province")
    both = tables.provinces.set_index("code")[["name_vi", "name_en"]]
    others = tables.province_names.groupby("code")["spelling"].agg(list)
    units["spellings"] = [
        [own, *both.loc[code], *others.get(code, [])]
        for code, own in units[["province", "place"]].itertuples(index=False)
    ]
    islands = tables.archipelagos.assign(
        place=tables.archipelagos[f"name_{lang}"], province=tables.archipelagos["archipelago"], kind="archipelago"
    )
    kinds = list(dict.fromkeys(MIDDLES.values()))
    nation = pd.DataFrame({"province": kinds, "place": [say(f"sheet_provinces.{kind}", lang) for kind in kinds]})
    bands = name_bands(tables, lang).assign(kind="band")
    rows = pd.concat([units, islands, nation.assign(kind="nation"), bands], ignore_index=True)
    rows = rows.assign(lines=[halve_name(name, _TILE_LETTERS) for name in rows["place"]], at=range(len(rows)))
    rows["offered"] = rows["offered"].fillna(rows["place"])
    rows["spellings"] = [each if isinstance(each, list) else [] for each in rows["spellings"]]
    return rows[["province", "place", "offered", "at", "spellings", "lines", "kind"]]


def list_map(tables: Tables) -> pd.DataFrame:
    """Return what the map of each year shows: year, province (a code, or that of an archipelago), col, row."""
    rows = pd.concat([list_tiles(tables, year) for year in list_page_years(tables)], ignore_index=True)
    return rows.rename(columns={"code": "province"})


def list_absences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what became of each unit that a year does not have, or what it came from: province, year, absence."""
    codes = list_page_units(tables)
    told = [(code, year, tell_absence(tables, code, year, lang)) for code in codes for year in list_page_years(tables)]
    return pd.DataFrame([each for each in told if each[2]], columns=["province", "year", "absence"])


def list_components(tables: Tables, lang: str) -> pd.DataFrame:
    """Return each component as it is told over all years: component, told, scored_as (the same where any is scored)."""
    held, names = list_held(tables), name_over_years(tables, lang)
    measures = held["measure"].map({each: say(f"measure.{each}", lang) for each in MEASURES})
    told = [
        measure if level == "total" else f"{measure}, {quote(names[component])}"
        for measure, level, component in zip(measures, held["level"], held["component"], strict=True)
    ]
    rows = pd.DataFrame({"component": held["component"], "told": told})
    return rows.assign(scored_as=rows["told"].where(rows["component"].isin(tables.scores["component"])))


def list_scored(tables: Tables, lang: str) -> pd.DataFrame:
    """Return which provinces have a score of a component in any year: component, province, scored_place (its name)."""
    pairs = tables.scores[["component", "province"]].drop_duplicates()
    return label_provinces(tables, pairs, lang).rename(columns={"name": "scored_place"})


def list_groups(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what the groups of each measure and year are called.

    One row per measure, year and group: measure, year, group (1 = highest), group_name, group_phrase (as a sentence has
    it). Those of PAPI are quartiles, those of PAR INDEX the bands that are printed of a year.
    """
    rows: list[dict[str, Any]] = [
        {"measure": "papi", "year": year, "group": group}
        | {"group_name": say(f"group.{group}", lang), "group_phrase": say(f"group_phrase.{group}", lang)}
        for year in list_page_years(tables)
        for group in (1, 2, 3, 4)
    ]
    bands = tables.groups[(tables.groups["measure"] != "papi") & tables.groups["lower"].notna()]
    for (measure, year), own in bands.sort_values("lower", ascending=False).groupby(["measure", "year"]):
        for group, (name, lower) in enumerate(zip(own["group"], own["lower"], strict=True), 1):
            band = {"group": name, "lower": number(lower, lang, 0)}
            named = {"group_name": say("par.band", lang, **band), "group_phrase": say("par.band_phrase", lang, **band)}
            rows.append({"measure": measure, "year": year, "group": group, **named})
    return pd.DataFrame(rows)


def list_measures(lang: str) -> pd.DataFrame:
    """Return measure, digits (decimals that its reports print), middle_name."""
    middles = [say(f"sheet_provinces.{MIDDLES[measure]}", lang) for measure in MEASURES]
    return pd.DataFrame(
        {"measure": MEASURES, "digits": [DIGITS[measure] for measure in MEASURES], "middle_name": middles}
    )


def list_trusts(lang: str) -> pd.DataFrame:
    """Return how far a figure is to be trusted, in words: trust, told."""
    trusts = ("printed", "corrected", "derived", "suspect")
    return pd.DataFrame({"trust": trusts, "told": [say(f"status.{trust}", lang) for trust in trusts]})


def list_publishers(tables: Tables, lang: str) -> pd.DataFrame:
    """Return source, publisher."""
    used = tables.sources["source"].isin(list_standings(tables)["source"])
    return name_publishers(tables.sources, lang)[used][["source", "publisher"]]


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the figures of a component come from, over all years: component, source, citation."""
    used = pd.concat([table[["component", "source"]] for table in (tables.scores, tables.ranks, tables.national)])
    return cite(tables, used, lang)
