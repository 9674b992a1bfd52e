"""What-if's tables for every province, year and measure at once: what the figures of its sheet take their rows from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import find_framework
from govindex.figures.lists import cite, list_page_years
from govindex.methods.standing import MEASURES, RIVALS, list_borders, list_field, list_gains, list_parts
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.words import DIGITS, say

LETTERS = 34  # of a name on one line
Row = dict[str, Any]


def join_measures(tables: Tables, list_one: Any) -> pd.DataFrame:
    """Return the rows of every measure, with it in a column, of a function that lists those of one."""
    each = [list_one(tables, measure).assign(measure=measure) for measure in MEASURES]
    return pd.concat([rows for rows in each if len(rows)], ignore_index=True)


@kept
def list_named_parts(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the parts of every total with their names and the gains that provinces made in them in one year.

    The columns of `govindex.methods.whatif.list_parts`, measure, name, short, lines, gain_best (points up to the best
    province), p75 and p95 (points; missing where too few changes are known), told_lost (points lost, in the text).
    """
    parts = label_components(tables, join_measures(tables, list_parts), lang)
    gains = [
        list_gains(tables, measure, str(find_framework(tables, measure, year=int(year)))).assign(year=year)
        for measure, year in parts[["measure", "year"]].drop_duplicates().itertuples(index=False, name=None)
    ]
    known = pd.concat(gains)[["year", "component", "p75", "p95", "changes"]]
    rows = parts.merge(known.astype({"year": "int64"}), on=["year", "component"], how="left")
    for pace in ("p75", "p95"):
        rows[pace] = rows[[pace, "up"]].astype("float64").min(axis=1, skipna=False)
    return rows.assign(
        gain_best=(rows["best"] - rows["score"]).round(6),
        outer=rows["p95"].fillna(rows["up"]),
        lines=[halve_name(name, LETTERS) for name in rows["name"]],
    )


@kept
def count_slots(tables: Tables) -> dict[str, int]:
    """Return how many parts a total of each measure has at most."""
    return {measure: int(list_parts(tables, measure)["slot"].max()) for measure in MEASURES}


@kept
def list_standings(tables: Tables, lang: str) -> pd.DataFrame:
    """Return each total with its parts side by side, for the sliders.

    One row per measure, year and province: measure, year, province, total, and for each slot part_1 (its name, missing
    where there is no such part), down_1 and up_1 (points that it can lose and gain; 0 where there is none).
    """
    parts = list_named_parts(tables, lang)
    keys = ["measure", "year", "province"]
    wide = parts.pivot(index=keys, columns="slot", values=["short", "down", "up"])
    slots = range(1, max(count_slots(tables).values()) + 1)
    columns = {"total": parts.groupby(keys)["total"].first()}
    for slot in slots:
        names = wide[("short", slot)]
        columns |= {f"part_{slot}": names.where(names.notna(), None)}
        columns |= {f"{way}_{slot}": wide[(way, slot)].astype("float64").fillna(0.0) for way in ("down", "up")}
    return pd.DataFrame(columns).reset_index()


def list_ladder(tables: Tables) -> pd.DataFrame:
    """Return the totals of all provinces, still and moving, in the years that are whole.

    One row per measure, year, rivals and province: measure, year, rivals, province, total.
    """
    return join_measures(tables, list_field)[["measure", "year", "rivals", "province", "total"]]


def list_all_borders(tables: Tables) -> pd.DataFrame:
    """Return the least total of each group for each province: measure, year, rivals, province, group, border."""
    return join_measures(tables, list_borders)[["measure", "year", "rivals", "province", "group", "border"]]


@kept
def list_fields(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how many provinces a position is among, or why there is none.

    One row per measure, year and rivals: measure, year, rivals, scored (how many; missing), thin (a clause; missing
    where there are positions), held_still (how many of those that move have no change to add).
    """
    field = join_measures(tables, list_field)
    counts = field.groupby(["measure", "year", "rivals"])["moved"].agg(["size", "sum"])
    rows: list[Row] = []
    for measure in MEASURES:
        for year in list_page_years(tables):
            for rivals in RIVALS:
                key = {"measure": measure, "year": year, "rivals": rivals}
                if (measure, year, rivals) in counts.index:
                    size, moved = (int(each) for each in counts.loc[(measure, year, rivals)])
                    left = size - moved if rivals == "moving" else 0
                    rows.append({**key, "scored": size, "thin": None, "held_still": left})
                else:
                    why = "unmoved" if (measure, year, "still") in counts.index else "thin"
                    thin = say(f"whatif.{why}", lang, measure=say(f"measure.{measure}", lang), year=year, base=year - 1)
                    rows.append({**key, "scored": None, "thin": thin, "held_still": None})
    return pd.DataFrame(rows).astype({"scored": "float64", "held_still": "float64"})


def list_measures() -> pd.DataFrame:
    """Return what belongs to a measure: measure, digits (decimals), signed and raised (the same, as a form says)."""
    digits = [DIGITS[each] for each in MEASURES]
    forms = {"signed": [f"+{each}" for each in digits], "raised": [f"^{each}" for each in digits]}
    return pd.DataFrame({"measure": MEASURES, "digits": digits, **forms})


@kept
def list_group_phrases(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how the groups are called in a sentence: measure, year, group (1 the highest), group_phrase."""
    rows = []
    for (measure, year), own in list_all_borders(tables).groupby(["measure", "year"]):
        for group in range(1, int(own["group"].max()) + 2):
            phrase = name_group(tables, measure, int(year), group, lang)
            rows.append({"measure": measure, "year": year, "group": group, "group_phrase": phrase})
    return pd.DataFrame(rows)


def name_group(tables: Tables, measure: str, year: int, group: int, lang: str) -> str:
    """Return how a group is called in a sentence, by its place from the top."""
    if measure == "papi":
        return say(f"group_phrase.{group}", lang)
    bands = tables.groups[(tables.groups["measure"] == measure) & (tables.groups["year"] == year)]
    return say("whatif.band", lang, group=sorted(bands["group"])[group - 1])


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the figures of a measure and year come from: measure, year, source, citation."""
    used = pd.concat([table[["measure", "year", "source"]] for table in (tables.scores, tables.ranks, tables.groups)])
    return cite(tables, used[used["measure"].isin(MEASURES)], lang)
