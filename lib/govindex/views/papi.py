"""Prepared tables of PAPI: its dimensions, what changed the total, the map; with names in the page's language.

PAPI groups provinces and publishes no ranking: a rank here is computed, and stands beside the number scored.
"""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_scores, place_province
from govindex.compare.scores import change_scores, list_scores, round_to_sum, split_change
from govindex.errors import NoData, NotComparable
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_component, label_components, label_provinces
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.words import DIGITS, say

TABLE = [
    "measure",
    "component",
    "level",
    "name",
    "score",
    "scale",
    "group",
    "change",
    "change_pct",
    "rank",
    "scored",
    "borderline",
    "group_status",
    "computed_group",
    "status",
    "source",
    "publisher",
]
CONTRIBUTIONS = ["measure", "component", "name", "kind", "base_year", "year", "start", "end", "contribution"]
MAP = [
    "measure",
    "component",
    "province",
    "name",
    "score",
    "group",
    "rank",
    "scored",
    "place",
    "group_size",
    "own",
    "kind",
    "tile_col",
    "tile_row",
]


@kept
def papi_table(page: Page) -> pd.DataFrame:
    """Return PAPI as the annual report prints it: the dimensions, the total last.

    One row per dimension of the year's framework, then the total: measure, component, level, name, score (points),
    scale (its maximum), group (in words), change (points), change_pct (per cent of the year before; both missing where
    it is not comparable), rank (computed), scored (provinces with a score), borderline (the group
    could be the one beside it), group_status (in words: published, where a report prints the province's group, or
    computed), computed_group (in words, where it is another than the published; else missing), status, source,
    publisher. A dimension without a score keeps its row. Empty where the
    province was not scored at all.
    """
    listed = list_scores(page.tables, "papi", province=page.province, year=page.year)
    listed = listed[listed["level"] != "sub-dimension"]
    if listed.empty:
        return pd.DataFrame(columns=TABLE)
    components = page.tables.components
    covered = components.merge(list_covered(page.tables, "papi", year=page.year), on="component")
    covered = covered.loc[covered["level"] != "sub-dimension", ["component", "level", "order", "maximum"]].rename(
        columns={"maximum": "scale"}
    )
    rows = covered.merge(listed[["component", "score", "status", "source"]], on="component", how="left")
    placed = place_province(page.tables, list(rows["component"]), province=page.province, year=page.year)
    columns = ["component", "rank", "scored", "group", "computed_group", "borderline"]
    rows = rows.merge(placed[columns], on="component", how="left")
    rows = rows.merge(changes_on_base(page), on="component", how="left")
    rows = label_components(page.tables, rows, page.lang, year=page.year).assign(
        measure="papi",
        group=[name_group(group, page.lang) for group in rows["group"]],
        group_status=_tell_group_status(page, rows),
        computed_group=[
            name_group(computed, page.lang) if pd.notna(computed) and computed != group else None
            for group, computed in zip(rows["group"], rows["computed_group"], strict=True)
        ],
        rank=rows["rank"].astype("Int64"),
        scored=rows["scored"].astype("Int64"),
        borderline=rows["borderline"].astype("boolean"),
        status=rows["status"].fillna("absent"),
        source=rows["source"].fillna(listed["source"].iloc[0]),
        total=rows["component"] == "papi",
    )
    rows = label_sources(label_status(rows, page.lang), page.tables.sources)
    return rows.sort_values(["total", "order"])[TABLE].reset_index(drop=True)


def _tell_group_status(page: Page, rows: pd.DataFrame) -> list[str | None]:
    """Return for each component whether its group is published or computed; nothing without a group."""
    printed = page.tables.printed_groups
    own = printed[(printed["province"] == page.province) & (printed["year"] == page.year)]
    published = set(own["component"])
    words = {known: say(f"status.{'printed' if known else 'computed'}", page.lang) for known in (True, False)}
    return [
        None if pd.isna(group) else words[component in published]
        for component, group in zip(rows["component"], rows["group"], strict=True)
    ]


def papi_contributions(page: Page) -> pd.DataFrame:
    """Return what each dimension gave to the change of the total on the year before, largest rise first.

    One row per step: measure, component, name, kind (``base``, ``change`` or ``total``), base_year, year, start, end
    (points of the total before and after the step), contribution (points; rounded so that those shown add up to the
    change of the totals shown). Empty where the two totals are not comparable or one is not known.
    """
    base = page.year - 1
    try:
        split = split_change(page.tables, "papi", province=page.province, year=page.year, base=base)
    except (NotComparable, NoData):
        return pd.DataFrame(columns=CONTRIBUTIONS)
    totals = changes_on_base(page).set_index("component").loc["papi"]
    before, after = (round(totals["base_score"] + step, DIGITS["papi"]) for step in (0, totals["change"]))
    split = split.sort_values(["contribution", "order"], ascending=[False, True])
    shown = round_to_sum(split["contribution"], after - before, DIGITS["papi"])
    ends = (before + shown.cumsum()).round(6)
    steps = label_components(page.tables, split, page.lang, year=page.year).assign(
        kind="change", contribution=shown, start=(ends - shown).round(6), end=ends
    )
    edges = [
        {
            "component": "papi",
            "kind": kind,
            "name": say("papi.total_of", page.lang, year=year),
            "start": end,
            "end": end,
        }
        for kind, year, end in (("base", base, before), ("total", page.year, after))
    ]
    rows = pd.concat([pd.DataFrame(edges[:1]), steps, pd.DataFrame(edges[1:])], ignore_index=True)
    return rows.assign(measure="papi", base_year=base, year=page.year)[CONTRIBUTIONS]


def papi_map(page: Page, component: str) -> pd.DataFrame:
    """Return a component's score and group of every province of the year, with its tile.

    Parameters
    ----------
    component : str
        A code (``papi``, ``papi.4``, ``papi.4.1``) or a name.

    Returns
    -------
    DataFrame
        One row per province, best first and those without a score last, then the archipelagos: measure, component,
        province (missing for these), name, score, group (in words), rank (computed), scored, place (the group, 1 =
        highest), group_size, own (true for the page's province), kind (``province`` or ``archipelago``), tile_col,
        tile_row. Empty where no province has a score of the component.
    """
    code = find_component(page.tables, component, measure="papi", year=page.year)
    rows = _list_tiles(page.tables, code, page.year, page.lang)
    return rows.assign(own=rows["province"] == page.province)[MAP]


@kept
def _list_tiles(tables: Tables, component: str, year: int, lang: str) -> pd.DataFrame:
    """Return what `papi_map` tells, but for own."""
    grouped = group_scores(tables, component, year=year)
    if grouped.empty:
        return pd.DataFrame(columns=MAP)
    units = tables.provinces
    units = units[units["tile_col"].notna() & (units["first_year"] <= year)]
    rows = units[["code", "tile_col", "tile_row"]].rename(columns={"code": "province"})
    rows = rows.merge(grouped[["province", "score", "rank", "scored", "group"]], on="province", how="left")
    rows = label_provinces(tables, rows, lang).sort_values(["rank", "province"])
    islands = tables.archipelagos.rename(columns={f"name_{lang}": "name"})[["name", "tile_col", "tile_row"]]
    rows = pd.concat([rows.assign(kind="province"), islands.assign(kind="archipelago")], ignore_index=True)
    return rows.assign(
        measure="papi",
        component=component,
        place=rows["group"].astype("Int64"),
        group_size=rows.groupby("group")["group"].transform("size").astype("Int64"),
        group=[name_group(group, lang) for group in rows["group"]],
        rank=rows["rank"].astype("Int64"),
        scored=rows["scored"].astype("Int64"),
    )


@kept
def papi_scored(page: Page) -> int:
    """Return how many provinces have any PAPI score in the page's year."""
    scores = page.tables.scores
    return scores.loc[(scores["measure"] == "papi") & (scores["year"] == page.year), "province"].nunique()


def name_group(group: float, lang: str) -> str | None:
    """Return the name of a group, 1 (highest) to 4 (lowest); none for a missing one."""
    return None if pd.isna(group) else say(f"group.{int(group)}", lang)


def changes_on_base(page: Page) -> pd.DataFrame:
    """Return component, base_score, change and change_pct on the year before, where the scale is the same."""
    changes = change_scores(
        page.tables, "papi", province=page.province, year=page.year, base=page.year - 1, common=True
    )
    return changes[["component", "base_score", "change", "change_pct"]]
