"""Strengths and losses of a province's year, by one rule for each measure."""

from __future__ import annotations

import pandas as pd

from govindex.compare.precision import find_smallest_change, is_beyond_noise
from govindex.compare.ranks import place_province
from govindex.compare.scores import change_scores, list_children, list_leaves, list_scores
from govindex.errors import NotComparable
from govindex.tables.load import Tables

THRESHOLD = 90.0  # per cent: the line under which the founding report calls a SIPAS criterion low
LOWEST = 4  # the last of PAPI's groups: the lower middle one alone is no weakness
MOST = 3  # losses of PAR INDEX that are told

COLUMNS = ["kind", "measure", "component", "reason", "value"]


def find_highlights(tables: Tables, *, province: str, year: int) -> pd.DataFrame:
    """Return where the year's strengths and losses are.

    A strength is a PAR INDEX component with full points (reason ``full``), a SIPAS criterion of 90% or more that is the
    highest (``highest``), a PAPI dimension in the highest group (``top_group``). A loss is one of the three PAR INDEX
    components that lost most points (``lost``), a SIPAS criterion under 90% (``under``), a PAPI dimension in the lowest
    group (``low_group``) or the one that fell most on the year before (``fell``), by more
    than is worth telling and among those that compare with it.
    Where every dimension is to be read with caution, the reason is ``fell_caution``.

    Returns
    -------
    DataFrame
        One row per finding, strengths first: kind (``strength`` or ``loss``), measure, component, reason, value (points
        lost, per cent, group or change, by the reason). Empty where no component's score is known.
    """
    found = [
        *_judge_par(tables, province, year),
        *_judge_sipas(tables, province, year),
        *_judge_papi(tables, province, year),
    ]
    rows = pd.DataFrame(found, columns=COLUMNS)
    return rows.sort_values("kind", ascending=False, kind="stable").reset_index(drop=True)


def _judge_par(tables: Tables, province: str, year: int) -> list[tuple]:
    leaves = list_leaves(list_scores(tables, "par", province=province, year=year))
    below = leaves[leaves["component"] != "par"]
    full = below[below["lost"] == 0]
    most = below[below["lost"] > 0].nlargest(MOST, "lost")
    return [("strength", "par", component, "full", 0.0) for component in full["component"]] + [
        ("loss", "par", component, "lost", lost)
        for component, lost in zip(most["component"], most["lost"], strict=True)
    ]


def _judge_sipas(tables: Tables, province: str, year: int) -> list[tuple]:
    criteria = list_children(list_scores(tables, "sipas", province=province, year=year), "sipas")
    best = criteria[criteria["score"] >= THRESHOLD].nlargest(1, "score")
    low = criteria[criteria["score"] < THRESHOLD].sort_values("score")
    return [("strength", "sipas", row.component, "highest", row.score) for row in best.itertuples()] + [
        ("loss", "sipas", row.component, "under", row.score) for row in low.itertuples()
    ]


def _judge_papi(tables: Tables, province: str, year: int) -> list[tuple]:
    dimensions = list_children(list_scores(tables, "papi", province=province, year=year), "papi")
    if dimensions.empty:
        return []
    placed = place_province(tables, list(dimensions["component"]), province=province, year=year)
    found = []
    for row in placed.itertuples():
        if row.group == 1:
            found.append(("strength", "papi", row.component, "top_group", float(row.group)))
        elif row.group == LOWEST:
            found.append(("loss", "papi", row.component, "low_group", float(row.group)))
    try:
        changes = change_scores(tables, "papi", province=province, year=year, base=year - 1)
    except NotComparable:
        return found
    below = list_children(changes, "papi")
    sure, careful = (below[below["comparable"] == comparable] for comparable in ("yes", "caution"))
    reason, asked = ("fell_caution", careful) if sure.empty else ("fell", sure)
    fell = [
        row
        for row in asked.nsmallest(1, "change").itertuples()
        if row.change < 0 and is_beyond_noise(row.change, find_smallest_change(tables, row.component))
    ]
    return found + [("loss", "papi", row.component, reason, row.change) for row in fell]
