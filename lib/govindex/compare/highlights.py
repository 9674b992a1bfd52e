"""Strengths and losses of a province's year, by one rule for each measure."""

from __future__ import annotations

import pandas as pd

from govindex.compare.precision import is_beyond_noise

THRESHOLD = 90.0  # per cent: the line under which the founding report calls a SIPAS criterion low
LOWEST = 4  # the last of PAPI's groups: the lower middle one alone is no weakness
MOST = 3  # losses of PAR INDEX that are told

COLUMNS = ["province", "year", "kind", "measure", "component", "reason", "value"]
_STATE = ["province", "year"]


def find_highlights(par: pd.DataFrame, sipas: pd.DataFrame, papi: pd.DataFrame) -> pd.DataFrame:
    """Return where the strengths and losses of each province and year are.

    A strength is a PAR INDEX component with full points (reason ``full``), a SIPAS criterion of 90% or more that is the
    highest (``highest``), a PAPI dimension in the highest group (``top_group``). A loss is one of the three PAR INDEX
    components that lost most points (``lost``), a SIPAS criterion under 90% (``under``), a PAPI dimension in the lowest
    group (``low_group``) or the one that fell most on the year before (``fell``), by more
    than is worth telling and among those that compare with it.
    Where every dimension is to be read with caution, the reason is ``fell_caution``.

    Parameters
    ----------
    par : DataFrame
        province, year, component, parent, lost (points) of every score, in the order of the tree.
    sipas : DataFrame
        province, year, component, score (per cent) of every criterion, in this order too.
    papi : DataFrame
        province, year, component, group, change (points on the year before; missing where they do not compare), judged
        (``yes`` or ``caution``), smallest (the change worth telling) of every dimension, in this order too.

    Returns
    -------
    DataFrame
        One row per finding, by province and year, strengths first: province, year, kind (``strength`` or ``loss``),
        measure, component, reason, value (points lost, per cent, group or change, by the reason).
    """
    found = pd.concat([*_judge_par(par), *_judge_sipas(sipas), *_judge_papi(papi)], ignore_index=True)
    order = [*_STATE, "kind"]
    return found.sort_values(order, ascending=[True, True, False], kind="stable", ignore_index=True)[COLUMNS]


def _tell(rows: pd.DataFrame, kind: str, measure: str, reason: str, value: str) -> pd.DataFrame:
    found = rows[[*_STATE, "component"]].assign(value=rows[value].astype(float))
    return found.assign(kind=kind, measure=measure, reason=reason)


def _judge_par(rows: pd.DataFrame) -> list[pd.DataFrame]:
    parents = set(rows[[*_STATE, "parent"]].itertuples(index=False, name=None))
    leaves = [key not in parents for key in rows[[*_STATE, "component"]].itertuples(index=False, name=None)]
    below = rows[pd.Series(leaves, index=rows.index, dtype=bool) & (rows["component"] != "par")]
    losing = below[below["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
    return [
        _tell(below[below["lost"] == 0], "strength", "par", "full", "lost"),
        _tell(losing.groupby(_STATE).head(MOST), "loss", "par", "lost", "lost"),
    ]


def _judge_sipas(rows: pd.DataFrame) -> list[pd.DataFrame]:
    high = rows[rows["score"] >= THRESHOLD].sort_values("score", ascending=False, kind="stable")
    low = rows[rows["score"] < THRESHOLD].sort_values("score", kind="stable")
    return [
        _tell(high.groupby(_STATE).head(1), "strength", "sipas", "highest", "score"),
        _tell(low, "loss", "sipas", "under", "score"),
    ]


def _judge_papi(rows: pd.DataFrame) -> list[pd.DataFrame]:
    moved = rows[rows["change"].notna()]
    sure = moved[moved["judged"] == "yes"]
    judged_sure = set(sure[_STATE].itertuples(index=False, name=None))
    only_careful = [key not in judged_sure for key in moved[_STATE].itertuples(index=False, name=None)]
    careful = moved[pd.Series(only_careful, index=moved.index, dtype=bool) & (moved["judged"] == "caution")]
    fell = []
    for reason, asked in (("fell", sure), ("fell_caution", careful)):
        most = asked.sort_values("change", kind="stable").groupby(_STATE).head(1)
        down = (most["change"] < 0) & is_beyond_noise(most["change"], most["smallest"])
        fell.append(_tell(most[down], "loss", "papi", reason, "change"))
    return [
        _tell(rows[rows["group"] == 1], "strength", "papi", "top_group", "group"),
        _tell(rows[rows["group"] == LOWEST], "loss", "papi", "low_group", "group"),
        *fell,
    ]
