"""Tables of positions and their bands, of every component and year whose scores are all held."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import QUARTILES, group_measure
from govindex.figures.provinces.tables import ORDER, list_held
from govindex.methods import bands
from govindex.methods.parts import list_whole_pairs, share_parts
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_measure
from govindex.words import DIGITS

GROUPS = tuple(range(1, len(QUARTILES) + 2))
CAUSES = ("weights", "sampling")
WEIGHTS_SHARE, SAMPLING_SHARE = 0.9, 0.95  # of the draws, within the band
STEADY = 0.9  # share of the draws in one group, from which on a unit is said to keep it
_NORMAL = 1.96  # half the width of a 95% confidence interval, in standard errors
_KEYS = ["component", "year", "province"]


@kept
def list_ranked(tables: Tables) -> pd.DataFrame:
    """Return what can be chosen: each index as a whole, and those of its parts of which all scores of a year are held.

    One row per component, in the order of the indices and of the tree: component, measure, level. Sub-dimensions of
    PAPI are left out: each rests on one or two questions.
    """
    held = list_held(tables)
    whole = {component for component, _ in list_whole_pairs(tables)}
    fits = held["component"].isin(whole) & (held["level"] != "sub-dimension")
    return held[fits | (held["level"] == "total")].reset_index(drop=True)


@kept
def list_positions(tables: Tables) -> pd.DataFrame:
    """Return where every province stands in what can be chosen, and between which positions it may stand.

    Returns
    -------
    DataFrame
        One row per component, year and province, of the years whose scores are all held: component, year, province,
        score, trust, source, position (1 = best; equal scores share the better), scored, group (1 = highest; missing
        where there are none), equal (how many others have the same score as printed; missing for none), and bands of
        positions: print_best and print_worst (a unit of the last printed decimal), weights_best and weights_worst (in
        90% of the draws of other weights; missing where a component has no parts that are all held), sampling_best and
        sampling_worst (in 95% of the draws; missing where no sampling error is known), weights_keep and sampling_keep
        (per cent of the draws in which it is in its group), unsure_best, unsure_worst (positions of those from whom
        its score cannot be told apart), unsure (how many these are), alone (its own code where there are none).
    """
    return pd.concat([rows for rows, _ in _list_drawn(tables)], ignore_index=True)


@kept
def list_shares(tables: Tables) -> pd.DataFrame:
    """Return in what share of the draws each province is in each group.

    One row per component, year, province and cause (``weights`` or ``sampling``), where there are groups: in_1 to in_4
    (per cent), and keep (per cent of the draws in which it is in its group).
    """
    return pd.concat([shares for _, shares in _list_drawn(tables) if len(shares)], ignore_index=True)


@kept
def _list_drawn(tables: Tables) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    chosen = set(list_ranked(tables)["component"])
    pairs = [pair for pair in list_whole_pairs(tables) if pair[0] in chosen]
    measures = {find_measure(tables, component) for component, _ in pairs}
    grouped = pd.concat([group_measure(tables, measure) for measure in ORDER if measure in measures])
    each = {(component, int(year)): rows for (component, year), rows in grouped.groupby(["component", "year"])}
    sources = tables.scores[[*_KEYS, "source"]]
    drawn = [_draw(tables, each[pair], *pair) for pair in pairs]
    return [(rows.merge(sources, on=_KEYS, how="left"), shares) for rows, shares in drawn]


def _draw(tables: Tables, rows: pd.DataFrame, component: str, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of `list_positions` and `list_shares` of one component and year."""
    measure = find_measure(tables, component)
    rows = _sort(rows)
    rows = rows.rename(columns={"rank": "position", "status": "trust"})
    rows = rows[[*_KEYS, "score", "trust", "position", "scored", "group"]].astype({"group": "float64"})
    scores, unit = rows["score"].to_numpy(), 10.0 ** -DIGITS[measure]
    best, worst = bands.bound_positions(scores.round(DIGITS[measure]), unit)
    others = rows.groupby(rows["score"].round(DIGITS[measure]))["score"].transform("size") - 1
    rows = rows.assign(equal=others.where(others > 0).astype("float64"), print_best=best, print_worst=worst)
    best, worst = bands.bound_positions(scores, find_smallest_change(tables, component))
    rows = rows.assign(unsure_best=best, unsure_worst=worst, unsure=worst - best)
    rows = rows.assign(alone=rows["province"].where(rows["unsure"] == 0))
    limits = find_limits(tables, component, year)
    drawn = {"weights": _draw_weights(tables, rows, component, year), "sampling": _draw_samples(tables, rows)}
    shares = []
    for cause, share in zip(CAUSES, (WEIGHTS_SHARE, SAMPLING_SHARE), strict=True):
        rows, found = _judge(rows, drawn[cause], cause, share, limits)
        shares += [found] if len(found) else []
    return rows, pd.concat(shares, ignore_index=True) if shares else pd.DataFrame()


def _judge(
    rows: pd.DataFrame, drawn: pd.DataFrame | None, cause: str, share: float, limits: list[float] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `rows` with the bands that draws make, and the shares in each group; both empty where there are none."""
    names = [f"{cause}_{end}" for end in ("best", "worst", "keep")]
    columns = [*_KEYS, "cause", *(f"in_{group}" for group in GROUPS), "keep"]
    if drawn is None:
        return rows.assign(**dict.fromkeys(names, math.nan)), pd.DataFrame(columns=columns)
    counts = bands.count_positions(drawn.to_numpy())
    ends = dict(zip(names, bands.find_band(counts, share), strict=False))
    if rows["group"].isna().all():
        found = rows.assign(**{names[-1]: math.nan}).set_index("province")
        none = pd.DataFrame(columns=columns)
        return found.assign(**_index(ends, drawn)).reset_index()[[*rows, *names]], none
    inside = bands.share_quartiles(counts) if limits is None else bands.share_limits(drawn.to_numpy(), limits)
    inside = np.pad(100 * inside, ((0, 0), (0, len(GROUPS) - inside.shape[1]))).round(1)
    shares = pd.DataFrame(inside, index=drawn.columns, columns=columns[4:-1]).rename_axis("province")
    found = rows.set_index("province").assign(**_index(ends, drawn))
    own = [
        math.nan if province not in shares.index or math.isnan(group) else shares.loc[province, f"in_{group:.0f}"]
        for province, group in found["group"].items()
    ]
    found = found.assign(**{names[-1]: own})
    shares = shares.assign(keep=found[names[-1]].reindex(shares.index))
    found = found.reset_index()[[*rows, *names]]
    keys = {"component": rows["component"].iloc[0], "year": rows["year"].iloc[0], "cause": cause}
    return found, shares.reset_index().assign(**keys)[columns]


def _index(ends: dict[str, np.ndarray], drawn: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: pd.Series(each, index=drawn.columns, dtype="float64") for name, each in ends.items()}


def find_limits(tables: Tables, component: str, year: int) -> list[float] | None:
    """Return the lower limits of the groups but the last, falling, where a year's groups are bands of points.

    None where they are quartiles, or where nothing is printed of them.
    """
    own = tables.groups[(tables.groups["measure"] == component) & (tables.groups["year"] == year)]
    lower = own["lower"].dropna().sort_values(ascending=False)
    return None if lower.empty else list(lower)[:-1]


def _draw_weights(tables: Tables, rows: pd.DataFrame, component: str, year: int) -> pd.DataFrame | None:
    """Return the component under other weights, in its own points, a row a draw; None where it has no parts."""
    shares, parts = share_parts(tables, component, year)
    shares = shares[shares.index.isin(rows["province"])]
    if shares.empty:
        return None
    drawn = bands.weigh_shares(shares, bands.draw_weights(parts["weight"]))
    low, high = parts["minimum"].sum(), parts["maximum"].sum()
    return pd.DataFrame(low + (high - low) * drawn, columns=shares.index)


def _sort(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order in which samples are drawn: equal orders give equal draws."""
    return rows.sort_values(["rank", "province"]).reset_index(drop=True)


@kept
def find_sampling_band(tables: Tables, component: str, year: int) -> pd.DataFrame:
    """Return the positions that sampling leaves each province, as `list_positions` has them, of one component and year.

    One row per province, which is the index: best, worst. No rows where no sampling error is known.
    """
    grouped = group_measure(tables, find_measure(tables, component), year=year)
    drawn = _draw_samples(tables, _sort(grouped[grouped["component"] == component]))
    if drawn is None:
        return pd.DataFrame(columns=["best", "worst"])
    best, worst = bands.find_band(bands.count_positions(drawn.to_numpy()), SAMPLING_SHARE)
    return pd.DataFrame({"best": best, "worst": worst}, index=drawn.columns)


def _draw_samples(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Return the scores as other samples might have given them; None where no sampling error is known."""
    component = rows["component"].iloc[0]
    error = find_error(tables, component)
    if error is None:
        return None
    return pd.DataFrame(bands.draw_scores(rows["score"], error), columns=rows["province"])


def find_error(tables: Tables, component: str) -> float | None:
    """Return the standard error of a score that sampling makes, in points; None where no confidence limits are printed.

    The median half width of the printed 95% intervals divided by 1.96; for a part by the ratio of its usual scatter to
    the total's, as `govindex.compare.precision` has it.
    """
    measure = find_measure(tables, component)
    if measure not in set(tables.intervals["measure"]):
        return None
    return find_smallest_change(tables, component) / math.sqrt(2) / _NORMAL


@kept
def list_summaries(tables: Tables) -> pd.DataFrame:
    """Return how many pairs cannot be told apart in a component and year.

    One row per component and year whose scores are all held: component, year, pairs, unsure_pairs, unsure_share (per
    cent), doubt (points: the smallest difference that is worth telling).
    """
    positions = list_positions(tables)
    found: list[dict[str, Any]] = []
    for (component, year), rows in positions.groupby(["component", "year"], sort=False):
        pairs, unsure = math.comb(len(rows), 2), bands.count_pairs(rows["unsure_best"], rows["unsure_worst"])
        told = {"component": component, "year": int(year), "pairs": pairs, "unsure_pairs": unsure}
        doubt = find_smallest_change(tables, str(component))
        found.append({**told, "unsure_share": 100 * unsure / pairs, "doubt": doubt})
    return pd.DataFrame(found)


@kept
def list_steady(tables: Tables) -> pd.DataFrame:
    """Return how many provinces keep their group: component, year, cause, steady, limit (per cent of the draws)."""
    shares = list_shares(tables)
    shares = shares.assign(steady=shares["keep"] >= 100 * STEADY)
    rows = shares.groupby(["component", "year", "cause"], sort=False)["steady"].sum().reset_index()
    return rows.assign(steady=rows["steady"].astype("int64"), limit=round(100 * STEADY))
