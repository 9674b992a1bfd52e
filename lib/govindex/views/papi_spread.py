"""Prepared tables of PAPI among all provinces: where each dimension and sub-dimension lies in the spread of a year."""

from __future__ import annotations

import pandas as pd

from govindex.compare import list_scores
from govindex.frameworks import list_covered
from govindex.names import label_components
from govindex.pages import Page
from govindex.ranks import place_province, spread_scores
from govindex.views.labels import label_sources
from govindex.views.papi import changes_on_base, name_group

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
    "share",
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
    name, short, score, scale (its maximum), share (per cent of it), base_year, base_score (missing where the scale
    differs), group (in words), rank (computed), scored, lowest, q1, median, q3, highest (of all provinces),
    lowest_province, highest_province (names), place (the group, 1 = highest), at_… (where the chart puts these scores:
    points), source, publisher. The province's own columns are missing where it was not scored.
    """
    return _spread(page, "dimension")


def papi_subspread(page: Page) -> pd.DataFrame:
    """Return each sub-dimension in the spread of all provinces, as `papi_spread` does.

    Sub-dimensions are of different maxima, so at_… are per cent of the maximum; dimension is the one it belongs to.
    """
    return _spread(page, "sub-dimension")


def _spread(page: Page, level: str) -> pd.DataFrame:
    tables = page.tables
    components = tables.components[(tables.components["measure"] == "papi") & (tables.components["level"] == level)]
    spread = spread_scores(tables, list(components["component"]), year=page.year)
    if spread.empty:
        return pd.DataFrame(columns=SPREAD)
    spread = spread.rename(columns={"lowest": "lowest_province", "highest": "highest_province"})
    spread = spread.rename(columns={"minimum": "lowest", "maximum": "highest"})
    own = list_scores(tables, "papi", province=page.province, year=page.year)[["component", "score", "share"]]
    covered = list_covered(tables, "papi", year=page.year)[["component", "maximum"]]
    placed = place_province(tables, list(spread["component"]), province=page.province, year=page.year)
    rows = (
        spread.merge(components[["component", "parent", "level"]], on="component")
        .merge(covered.rename(columns={"maximum": "scale"}), on="component", how="left")
        .merge(own, on="component", how="left")
        .merge(placed[["component", "rank", "group"]], on="component", how="left")
        .merge(changes_on_base(page)[["component", "base_score"]], on="component", how="left")
    )
    rows = label_components(tables, rows, page.lang)
    names = tables.components.set_index("component")[f"name_{page.lang}"]
    places = tables.provinces.set_index("code")[f"name_{page.lang}"]
    factor = 100 / rows["scale"] if level == "sub-dimension" else 1.0
    rows = rows.assign(
        measure="papi",
        dimension=rows["name"] if level == "dimension" else rows["parent"].map(names),
        base_year=page.year - 1,
        place=rows["group"].astype("Int64"),
        group=[name_group(group, page.lang) for group in rows["group"]],
        rank=rows["rank"].astype("Int64"),
        lowest_province=rows["lowest_province"].map(places),
        highest_province=rows["highest_province"].map(places),
        source=_find_source(page),
        **{f"at_{point}": (rows[point] * factor).round(6) for point in ("score", "base_score", *QUARTILES)},
    )
    return label_sources(rows, tables.sources)[SPREAD]


def _find_source(page: Page) -> str:
    """Return the source of the year's scores."""
    scores = page.tables.scores
    return scores.loc[(scores["measure"] == "papi") & (scores["year"] == page.year), "source"].iloc[0]
