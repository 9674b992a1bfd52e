"""The ranks and groups: among so many as there are, and in the order of the scores."""

from __future__ import annotations

import pandas as pd

from govindex.tables.rules.figures import list_scores
from govindex.tables.rules.held import Held

_KEYS = ["measure", "year", "component"]


def check_ranks(held: Held) -> None:
    """Check ranks against the number ranked, each other and the scores, and groups against the number of units."""
    rows = held["ranks"]
    held.check(
        "ranks", rows["rank"] > rows["out_of"], "rank", lambda row: f"at most {row['out_of']}, of whom it is the rank,"
    )
    alive = count_units(held, rows["year"])
    for column in ("rank", "out_of"):
        held.check(
            "ranks", rows[column] > rows["year"].map(alive), column,
            lambda row: f"at most {alive[row['year']]}, the units of {row['year']},",
        )  # fmt: skip
    _check_order(held, rows)
    _check_groups(held)


def count_units(held: Held, years: pd.Series) -> dict[int, int]:
    """Return how many units there are in each of some years."""
    units = held["provinces"]
    ends = units["last_year"].astype("float64").fillna(float("inf"))
    spans = list(zip(units["first_year"], ends, strict=True))
    return {year: sum(first <= year <= last for first, last in spans) for year in years.unique()}


def _check_order(held: Held, ranks: pd.DataFrame) -> None:
    keys = [*_KEYS, "province"]
    scores = list_scores(held, ranks)
    rows = ranks.merge(scores[[*keys, "score"]], on=keys, how="left", sort=False).set_axis(ranks.index)
    rows = rows[rows["status"] != "suspect"]
    ordered = rows.sort_values([*_KEYS, "rank"], kind="stable")
    before = ordered.groupby(_KEYS)["rank"].shift()
    shared = ordered["rank"] == before
    others = ordered.groupby(_KEYS)["score"].shift()
    held.check(
        "ranks", (shared & ~(ordered["score"] == others)).reindex(ranks.index), "rank",
        "a rank that no other has, or one of equal scores", "{rank}, the rank of another in {year},",
    )  # fmt: skip
    known = ordered.dropna(subset="score")
    least = known.groupby(_KEYS)["score"].cummin().groupby([known[key] for key in _KEYS]).shift()
    held.check(
        "ranks", (known["score"] > least).reindex(ranks.index), "rank", "one better than those of lower scores",
        "{rank} of {province} in {year}",
    )  # fmt: skip


def _check_groups(held: Held) -> None:
    groups = held["groups"]
    kinds = groups["group"].str.isdigit()
    first = kinds.groupby([groups["measure"], groups["year"]]).transform("first")
    held.check("groups", kinds != first, "group", "a group named as the others of the year")
    sizes = groups.groupby(["measure", "year"])["size"].transform("sum")
    alive = count_units(held, groups["year"])
    held.check(
        "groups", (sizes > groups["year"].map(alive)) & groups["size"].notna(), "size",
        lambda row: f"sizes of at most {alive[row['year']]} in all, the units of {row['year']},",
    )  # fmt: skip
    ordered = groups.sort_values(["measure", "year", "group"])
    above = ordered.groupby(["measure", "year"])["lower"].shift()
    held.check(
        "groups", (ordered["upper"] > above).reindex(groups.index), "upper",
        "no more than the lower end of the group above",
    )  # fmt: skip
