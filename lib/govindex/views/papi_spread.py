"""Prepared tables of PAPI among all provinces: where each dimension and sub-dimension lies in the spread of a year."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import place_province, spread_scores
from govindex.compare.scores import list_scores
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources
from govindex.views.papi import changes_on_base, name_group
from govindex.words import say

QUARTILES = ["lowest", "q1", "median", "q3", "highest"]
SPREAD = [
    "measure",
    "dimension",
    "component",
    "level",
    "name",
    "short",
    "score",
    "scale",
    "range_share",
    "base_year",
    "base_score",
    "group",
    "rank",
    "scored",
    *QUARTILES,
    "lowest_province",
    "highest_province",
    "place",
    *[f"at_{point}" for point in ("score", "base_score", *QUARTILES)],
    "source",
    "publisher",
]


def papi_spread(page: Page) -> pd.DataFrame:
    """Return each dimension's score in the spread of all provinces, and that of the year before.

    One row per dimension that was scored anywhere in the year: measure, dimension (its own name), component, level,
    name, short, score, scale (its maximum), range_share (how far up its range, in per cent: the lowest possible score
    is 0%), base_year, base_score (missing where the scale differs), group (in words), rank (computed), scored, lowest,
    q1, median, q3, highest (of all provinces), lowest_province, highest_province (names, with how many more have the
    same score), place (the group, 1 = highest), at_… (where the chart puts these scores: points), source,
    publisher. The province's own columns are missing where it was not scored.
    """
    return _spread(page, "dimension")


def papi_subspread(page: Page) -> pd.DataFrame:
    """Return each sub-dimension in the spread of all provinces, as `papi_spread` does.

    Sub-dimensions are of different ranges, so at_… are per cent of the range; dimension is the one it belongs to.
    """
    return _spread(page, "sub-dimension")


def _spread(page: Page, level: str) -> pd.DataFrame:
    tables = page.tables
    spread = _list_spread(tables, level, page.year, page.lang)
    if spread.empty:
        return pd.DataFrame(columns=SPREAD)
    own = list_scores(tables, "papi", province=page.province, year=page.year)[["component", "score", "share"]]
    own = own.rename(columns={"share": "range_share"})
    placed = place_province(tables, list(spread["component"]), province=page.province, year=page.year)
    rows = (
        spread.merge(own, on="component", how="left")
        .merge(placed[["component", "rank", "group"]], on="component", how="left")
        .merge(changes_on_base(page)[["component", "base_score"]], on="component", how="left")
    )
    bottom, top = (rows["minimum"], rows["scale"]) if level == "sub-dimension" else (0.0, 100.0)
    rows = rows.assign(
        base_year=page.year - 1,
        place=rows["group"].astype("Int64"),
        group=[name_group(group, page.lang) for group in rows["group"]],
        rank=rows["rank"].astype("Int64"),
        **{
            f"at_{point}": (100 * (rows[point] - bottom) / (top - bottom)).round(6)
            for point in ("score", "base_score", *QUARTILES)
        },
    )
    return rows[SPREAD]


@kept
def _list_spread(tables: Tables, level: str, year: int, lang: str) -> pd.DataFrame:
    """Return what `papi_spread` tells of all provinces; empty where none has a score."""
    components = tables.components[(tables.components["measure"] == "papi") & (tables.components["level"] == level)]
    spread = spread_scores(tables, list(components["component"]), year=year)
    if spread.empty:
        return spread
    covered = list_covered(tables, "papi", year=year)[["component", "minimum", "maximum"]]
    covered = covered.rename(columns={"maximum": "scale"})
    spread = spread.rename(columns={"lowest": "lowest_province", "highest": "highest_province"})
    rows = (
        spread.rename(columns={"minimum": "lowest", "maximum": "highest"})
        .merge(components[["component", "parent", "level"]], on="component")
        .merge(covered, on="component", how="left")
    )
    rows = label_components(tables, rows, lang, year=year)
    parents = rows[["parent"]].set_axis(["component"], axis="columns")
    parents = label_components(tables, parents, lang, year=year)
    places = tables.provinces.set_index("code")[f"name_{lang}"]
    scores = tables.scores[(tables.scores["measure"] == "papi") & (tables.scores["year"] == year)]
    equal = scores.groupby(["component", "score"]).size()

    def name_end(row: pd.Series, end: str) -> str:
        name, others = places[row[f"{end}_province"]], int(equal[row["component"], row[end]]) - 1
        return say("papi.and_others", lang, name=name, count=others) if others else name

    rows = rows.assign(
        measure="papi",
        dimension=rows["name"] if level == "dimension" else parents["name"],
        lowest_province=[name_end(row, "lowest") for _, row in rows.iterrows()],
        highest_province=[name_end(row, "highest") for _, row in rows.iterrows()],
        source=scores["source"].iloc[0],
    )
    return label_sources(rows, tables.sources)
