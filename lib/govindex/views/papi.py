"""Prepared tables of PAPI: its dimensions, what changed the total, the map; with names in the page's language.

PAPI groups provinces and publishes no ranking: a rank here is computed, and stands beside the number scored.
"""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import place_province
from govindex.compare.scores import change_scores, list_scores
from govindex.tables.kept import kept
from govindex.tables.names import label_components
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.words import say

TABLE = [
    "measure",
    "component",
    "level",
    "name",
    "score",
    "scale",
    "group",
    "change",
    "rank",
    "scored",
    "borderline",
    "group_status",
    "computed_group",
    "status",
    "source",
    "publisher",
]


@kept
def papi_table(page: Page) -> pd.DataFrame:
    """Return PAPI as the annual report prints it: the dimensions, the total last.

    One row per dimension of the year's framework, then the total: measure, component, level, name, score (points),
    scale (its maximum), group (in words), change (points; missing where it is not comparable), rank (computed), scored
    (provinces with a score), borderline (the group could be the one beside it), group_status (in words: published,
    where a report prints the province's group, or computed), computed_group (in words, where it is another than the
    published; else missing), status, source, publisher. A dimension without a score keeps its row. Empty where the
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


def name_group(group: float, lang: str) -> str | None:
    """Return the name of a group, 1 (highest) to 4 (lowest); none for a missing one."""
    return None if pd.isna(group) else say(f"group.{int(group)}", lang)


def changes_on_base(page: Page) -> pd.DataFrame:
    """Return component, base_score and change on the year before, where the scale is the same."""
    changes = change_scores(
        page.tables, "papi", province=page.province, year=page.year, base=page.year - 1, common=True
    )
    return changes[["component", "base_score", "change"]]
