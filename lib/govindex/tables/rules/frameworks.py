"""The frameworks: which years they cover, what of, on what scales; and the ways in which they divide a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from govindex.tables.rules.held import LATEST, Held, expand_years, show, spans_overlap

_OFF = 1e-5  # points a part: shares of a third are written with six decimals
Limits = dict[tuple[str, str, int], tuple[float, float]]  # by measure, component and year
_MOST_PARTS = 12  # of which subsets are tried


class Way(NamedTuple):
    """Parts that make up a whole in the years of a stretch, by their sum or their mean."""

    measure: str
    years: tuple[int, ...]
    whole: str
    aggregation: str
    parts: tuple[str, ...]


def check_frameworks(held: Held) -> None:
    """Check that frameworks follow each other, that each has a whole tree, and that its scales add up."""
    rows = held["frameworks"]
    years = "first_year and last_year"
    held.check(
        "frameworks", rows["first_year"] > rows["last_year"], years, "a year no later than the last",
        "{first_year} to {last_year}",
    )  # fmt: skip
    held.check(
        "frameworks", rows["minimum"] > rows["maximum"], "minimum and maximum", "a minimum no larger than the maximum",
        "{minimum} to {maximum}",
    )  # fmt: skip
    held.check(
        "frameworks", spans_overlap(rows, ["measure", "component"]), "first_year",
        "a year after the last of the component's row before",
    )  # fmt: skip
    _check_spans(held, rows)
    covered = expand_years(rows)
    _check_trees(held, covered)
    _check_made(held, rows)
    _check_scales(held)


def list_limits(held: Held) -> Limits:
    """Return the minimum and maximum of each component in each year that a framework covers; NaN where not known."""
    columns = ["measure", "component", "minimum", "maximum", "first_year", "last_year"]
    limits = {}
    for measure, component, minimum, maximum, first, last in held["frameworks"][columns].itertuples(index=False):
        for year in range(first, (LATEST if pd.isna(last) else int(last)) + 1):
            limits[measure, component, year] = minimum, maximum
    return limits


def _check_spans(held: Held, rows: pd.DataFrame) -> None:
    ends = rows["last_year"].astype("float64").fillna(LATEST)
    spans = rows.assign(last_year=ends).groupby(["measure", "framework"], sort=False)
    first, last = spans["first_year"].transform("min"), spans["last_year"].transform("max")
    named = rows["framework"].astype("int64")
    held.check(
        "frameworks", (named < first) | (named > last), "framework", lambda row: "the name of a year that it covers"
    )
    whole = rows.assign(first=first, first_year=first, last_year=last).drop_duplicates(["measure", "framework"])
    held.check(
        "frameworks", spans_overlap(whole, ["measure"]).reindex(rows.index), "framework",
        "a framework that begins after the one before has ended",
    )  # fmt: skip
    total = rows["component"] == rows["measure"]
    having = total.groupby([rows["measure"], rows["framework"]]).transform("any")
    held.check("frameworks", ~having, "framework", "a framework with a row of its total")


def _check_trees(held: Held, covered: pd.DataFrame) -> None:
    """Check that a component is covered only in years in which its parent, and so the total, is."""
    parents = covered["component"].map(held["components"].set_index("component")["parent"])
    known = set(zip(covered["component"], covered["year"], strict=True))
    pairs = zip(parents, covered["year"], strict=True)
    orphans = pd.Series([isinstance(pair[0], str) and pair not in known for pair in pairs], covered.index)
    if orphans.any():
        place = orphans.to_numpy().argmax()
        row, year = orphans.index[place], covered["year"].iloc[place]
        raise held.error(
            "frameworks", row, "first_year and last_year", f"{covered['component'].iloc[place]} in {year}",
            f"a year in which its whole, {parents.iloc[place]}, is covered",
        )  # fmt: skip


def _check_made(held: Held, rows: pd.DataFrame) -> None:
    """Check that what a component is made of beside its children is of its measure, and adds up where it is known."""
    measures = held["components"].set_index("component")["measure"].to_dict()
    limits = list_limits(held)
    for row in rows[rows["made_of"].notna()].reset_index(names="label").to_dict("records"):
        parts = row["made_of"].split()
        for part in parts:
            if measures.get(part) != row["measure"] or part == row["component"]:
                raise held.error("frameworks", row["label"], "made_of", part, f"other components of {row['measure']}")
        maxima = [limits.get((row["measure"], part, row["first_year"]), (None, None))[1] for part in parts]
        known = not any(pd.isna(value) for value in [row["maximum"], *maxima])
        if known and abs(sum(maxima) - row["maximum"]) > _OFF * len(parts):
            raise held.error(
                "frameworks", row["label"], "maximum", show(row["maximum"]),
                f"{show(round(sum(maxima), 4))}, the sum of {', '.join(parts)},",
            )  # fmt: skip


def _check_scales(held: Held) -> None:
    for years, whole, parts in _list_divisions(held):
        maxima = [part["maximum"] for part in parts]
        if whole["aggregation"] != "sum" or any(pd.isna(value) for value in [whole["maximum"], *maxima]):
            continue
        if not _find_parts(whole, parts):
            named = ", ".join(part["component"] for part in parts)
            raise held.error(
                "frameworks", whole["row"], "maximum", show(whole["maximum"]),
                f"the sum of its parts in {years[0]} ({show(round(sum(maxima), 4))} in all: {named})",
            )  # fmt: skip


def list_ways(held: Held) -> list[Way]:
    """Return the ways in which the frameworks say that a whole is made up of parts, by stretch of years."""
    ways = [
        Way(whole["measure"], years, whole["component"], whole["aggregation"], found)
        for years, whole, parts in _list_divisions(held)
        if isinstance(whole["aggregation"], str) and (found := _find_parts(whole, parts))
    ]
    rows = held["frameworks"]
    for row in rows[rows["made_of"].notna()].itertuples():
        last = LATEST if pd.isna(row.last_year) else int(row.last_year)
        years = tuple(range(row.first_year, last + 1))
        ways.append(Way(row.measure, years, row.component, "sum", tuple(row.made_of.split())))
    return ways


def _list_divisions(held: Held) -> Iterator[tuple[tuple[int, ...], dict[str, Any], list[dict[str, Any]]]]:
    """Yield each whole with the parts of one division of it, for the years in which the measure has the same rows."""
    tree = held["components"].set_index("component")[["parent", "division"]].fillna("").to_dict("index")
    rows = held["frameworks"].reset_index(names="row").to_dict("records")
    covering: dict[tuple[str, int], list[int]] = {}
    for place, row in enumerate(rows):
        last = LATEST if pd.isna(row["last_year"]) else int(row["last_year"])
        for year in range(row["first_year"], last + 1):
            covering.setdefault((row["measure"], year), []).append(place)
    stretches: dict[tuple[int, ...], list[int]] = {}
    for (_, year), places in covering.items():
        stretches.setdefault(tuple(places), []).append(year)
    for places, years in stretches.items():
        divisions: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for place in places:
            branch = tree[rows[place]["component"]]
            divisions.setdefault((branch["parent"], branch["division"]), []).append(rows[place])
        wholes = {rows[place]["component"]: rows[place] for place in places}
        for (parent, _), parts in divisions.items():
            if parent in wholes and len(parts) > 1:
                yield tuple(years), wholes[parent], parts


def _find_parts(whole: dict[str, Any], parts: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the parts that make up the whole: all, or those whose maxima add up to its own; none when none do.

    A division may name a part that joins others (PAR INDEX's sociological survey), so not all of them are added.
    """
    names = tuple(part["component"] for part in parts)
    maxima = [part["maximum"] for part in parts]
    unknown = [pd.isna(maximum) for maximum in maxima]
    if whole["aggregation"] == "mean" or all(unknown):
        return names
    if any(unknown) or pd.isna(whole["maximum"]) or len(names) > _MOST_PARTS:
        return ()
    for count in range(len(names), 1, -1):
        for chosen in combinations(range(len(names)), count):
            if abs(sum(maxima[place] for place in chosen) - whole["maximum"]) <= _OFF * count:
                return tuple(names[place] for place in chosen)
    return ()
