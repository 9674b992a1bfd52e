"""Prepared tables of PAR INDEX in a year of which every province is held: its map, its spread, one part of it."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_scores, list_whole, rank_scores, spread_scores
from govindex.compare.scores import list_scores
from govindex.errors import NoData
from govindex.tables.names import label_components, label_provinces
from govindex.tables.page import Page
from govindex.views.labels import label_sources
from govindex.views.par import known_provinces
from govindex.words import DIGITS, number, say

QUARTILES = ["lowest", "q1", "median", "q3", "highest"]
_TILES = ["measure", "component", "province", "name", "score", "group", "printed_rank", "scored", "place", "group_size"]
_TILES += ["own", "kind", "tile_col", "tile_row"]
_SPREAD = ["measure", "component", "level", "name", "short", "score", "scale", "share", "base_year", "quarter", "rank"]
_SPREAD += ["scored", *QUARTILES, "lowest_province", "highest_province", "place"]
_SPREAD += [f"at_{point}" for point in ("score", "base_score", *QUARTILES)] + ["source", "publisher"]


def list_whole_years(page: Page, component: str) -> list[int]:
    """Return the years of which every province's score of a component of PAR INDEX is held."""
    scores = page.tables.scores
    own = scores[(scores["measure"] == "par") & (scores["component"] == component)]
    return sorted(year for _, year in list_whole(page.tables, "par", own))


def par_map(page: Page) -> pd.DataFrame:
    """Return the total and printed group of every province, with its tile.

    One row per province, best first, then the archipelagos: measure, component, province (missing for these), name,
    score, group (in words, with its band), printed_rank, scored, place (the group, 1 = A), group_size, own (true for
    the page's province), kind (``province`` or ``archipelago``), tile_col, tile_row. Empty where not every province of
    the year is held, or its groups are not printed.
    """
    tables = page.tables
    try:
        grouped = group_scores(tables, "par", year=page.year)
    except NoData:
        return pd.DataFrame(columns=_TILES)
    bands = tables.groups[(tables.groups["measure"] == "par") & (tables.groups["year"] == page.year)]
    bands = bands.sort_values("lower", ascending=False)
    if grouped.empty or bands.empty:
        return pd.DataFrame(columns=_TILES)
    named = {
        place: say("par.band", page.lang, group=group, lower=number(lower, page.lang, 0))
        for place, (group, lower) in enumerate(zip(bands["group"], bands["lower"], strict=True), 1)
    }
    units = tables.provinces[["code", "tile_col", "tile_row"]].rename(columns={"code": "province"})
    rows = grouped[["province", "score", "group", "printed_rank", "scored"]].merge(units, on="province")
    rows = label_provinces(tables, rows, page.lang)
    islands = tables.archipelagos.rename(columns={f"name_{page.lang}": "name"})[["name", "tile_col", "tile_row"]]
    rows = pd.concat([rows.assign(kind="province"), islands.assign(kind="archipelago")], ignore_index=True)
    return rows.assign(
        measure="par",
        component="par",
        place=rows["group"].astype("Int64"),
        group_size=rows.groupby("group")["group"].transform("size").astype("Int64"),
        group=rows["group"].map(named),
        printed_rank=rows["printed_rank"].astype("Int64"),
        scored=rows["scored"].astype("Int64"),
        own=rows["province"] == page.province,
    )[_TILES]


def par_spread(page: Page) -> pd.DataFrame:
    """Return the total and each part in the spread of all provinces, where all of the year are held.

    One row per component of which every province is held: measure, component, level, name, short, score, scale (its
    maximum), share (per cent of it), base_year, quarter (of the provinces, in words), rank (published, else computed),
    scored, lowest, q1, median, q3, highest (of all provinces), lowest_province, highest_province (names, with how many
    more have the same score), place (the quarter, 1 = highest), at_… (per cent of the maximum, where the chart puts
    these), source, publisher.
    """
    tables = page.tables
    scores = tables.scores[(tables.scores["measure"] == "par") & (tables.scores["year"] == page.year)]
    whole = [component for component, _ in list_whole(tables, "par", scores)]
    order = tables.components[tables.components["component"].isin(whole)]
    spread = spread_scores(tables, list(order["component"]), year=page.year)
    if spread.empty:
        return pd.DataFrame(columns=_SPREAD)
    spread = spread.rename(columns={"lowest": "lowest_province", "highest": "highest_province"})
    spread = spread.rename(columns={"minimum": "lowest", "maximum": "highest"}).merge(order[["component", "level"]])
    covered = list_covered(tables, "par", year=page.year)[["component", "maximum"]]
    own = list_scores(tables, "par", province=page.province, year=page.year)[["component", "score", "share"]]
    rows = spread.merge(covered.rename(columns={"maximum": "scale"}), how="left").merge(own, how="left")
    rows["rank"] = pd.array([_find_rank(page, component) for component in rows["component"]], dtype="Int64")
    below = sum((rows["score"] < rows[end]).astype("Int64") for end in ("q1", "median", "q3"))
    rows["place"] = (1 + below).where(rows["score"].notna())
    places = tables.provinces.set_index("code")[f"name_{page.lang}"]
    equal = scores.groupby(["component", "score"]).size()
    for end in ("lowest", "highest"):
        rows[f"{end}_province"] = [
            _name_end(page, places[province], int(equal[component, score]) - 1)
            for component, province, score in rows[["component", f"{end}_province", end]].itertuples(index=False)
        ]
    points = {f"at_{point}": (100 * rows[point] / rows["scale"]).round(6) for point in ("score", *QUARTILES)}
    rows = label_components(tables, rows, page.lang, year=page.year).assign(
        measure="par",
        base_year=page.year - 1,
        at_base_score=float("nan"),
        quarter=[None if pd.isna(place) else say(f"quarter.{place}", page.lang) for place in rows["place"]],
        source=rows["component"].map(scores.groupby("component")["source"].agg(lambda own: own.mode().iloc[0])),
        **points,
    )
    return label_sources(rows, tables.sources)[_SPREAD]


def _find_rank(page: Page, component: str) -> int | None:
    ranked = rank_scores(page.tables, component, year=page.year)
    own = ranked.loc[ranked["province"] == page.province, "rank"]
    return int(own.iloc[0]) if len(own) else None


def _name_end(page: Page, name: str, others: int) -> str:
    return say("papi.and_others", page.lang, name=name, count=others) if others else name


def par_part(page: Page, component: str) -> pd.DataFrame:
    """Return every province's points of one part, best first, where all of the year are held.

    One row per province: the columns of `known_provinces`, component, rank (computed) and told (the points with the
    rank, as the chart writes them). Empty where not every province is held.
    """
    known = known_provinces(page, component)
    ranked = rank_scores(page.tables, component, year=page.year)
    if ranked["rank"].isna().any():
        known, ranked = known.iloc[:0], ranked.iloc[:0]
    told = [
        say("chart.score_position", page.lang, score=number(score, page.lang, DIGITS["par"]), rank=rank)
        for score, rank in zip(ranked["score"], ranked["rank"], strict=True)
    ]
    return known.assign(component=component, rank=ranked["rank"].to_numpy(), told=told).drop(
        columns=["printed_rank", "rank_status"]
    )
