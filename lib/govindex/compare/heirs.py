"""Old units under the new one: what those that merged scored, as a band and never as one silent average."""

from __future__ import annotations

import pandas as pd

from govindex.tables.load import Tables

VIEWS = ("published", "successor")
_PREFIX = "before "  # of what stands where a province's code does, in the rows of a band


def name_band(successor: str) -> str:
    """Return what stands for the band of the units before `successor`, where a province's code does."""
    return _PREFIX + successor


def list_bands(tables: Tables) -> dict[str, str]:
    """Return by unit the band that belongs to it: of a merged unit and of each of those that it was formed from.

    A unit formed from one alone has none, since one score is no band.
    """
    units = tables.provinces[tables.provinces["successor"].notna()]
    sizes = units.groupby("successor")["code"].size()
    merged = units[units["successor"].map(sizes) > 1]
    bands = {code: name_band(new) for code, new in zip(merged["code"], merged["successor"], strict=True)}
    return bands | {new: name_band(new) for new in merged["successor"].unique()}


def part_incomplete(rows: pd.DataFrame) -> pd.Series:
    """Return a number for each row: one of its own where not every unit is known, and 0 for all others.

    No line may join such a band to others, since it would tell of other units as if they were the same.
    """
    incomplete = rows["band_known"] < rows["band_units"]
    return incomplete.cumsum().where(incomplete, 0)


def band_scores(tables: Tables, rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return what the units scored that became one: the lowest, the mean and the highest.

    Parameters
    ----------
    rows : DataFrame
        province, score, and the columns `by`; where it has suspect, rows of which it is true are as if not known.
    by : list of str
        What tells scores of one province apart: component and year, or more.

    Returns
    -------
    DataFrame
        One row per band and `by`: the columns of `by`, province (`name_band`), band_low, score (the mean), band_high
        (of the units known, to three decimals), band_known, band_units (how many are known, and how many became one),
        weighted (whether the mean is weighted by population: only where every unit's is known; else each counts the
        same).
    """
    units = tables.provinces.set_index("code")
    bands = pd.Series(list_bands(tables), dtype="str")
    old = bands[bands.index.isin(units.index[units["successor"].notna()])]
    own = rows[rows["province"].isin(old.index) & rows["score"].notna()]
    if "suspect" in own:
        own = own[~own["suspect"].astype("boolean").fillna(False)]
    own = own.assign(band=own["province"].map(old), people=own["province"].map(units["population"]).astype("float64"))
    own = own.assign(weight=own["score"] * own["people"])
    groups = own.groupby(["band", *by], dropna=False)
    found = groups["score"].agg(band_low="min", score="mean", band_high="max", band_known="size")
    sums, sizes = groups[["weight", "people"]].sum(), groups["people"].count()
    counts = old.groupby(old).size()
    found = found.assign(band_units=counts.reindex(found.index.get_level_values("band")).to_numpy())
    found["weighted"] = (sizes == found["band_units"]).to_numpy()
    found["score"] = (sums["weight"] / sums["people"]).where(found["weighted"], found["score"])
    return found.reset_index().rename(columns={"band": "province"}).round({"band_low": 3, "score": 3, "band_high": 3})
