"""What sources tell beside scores and ranks: series, changes of method, counts, ends of changes, shares, groups."""

from __future__ import annotations

from govindex.tables.rules.figures import check_covered, check_units_alive
from govindex.tables.rules.frameworks import Limits, list_limits
from govindex.tables.rules.held import Held, spans_overlap
from govindex.tables.rules.ranks import count_units

_KEYS = ["measure", "year", "component"]
_ROUNDED = 0.0151  # what three figures of two decimals leave


def check_told(held: Held) -> None:
    """Check spans, years, units and signs of what stands in tables of its own."""
    limits = list_limits(held)
    for name, column in (("moves", None), ("shares", None), ("merged", "score"), ("printed-groups", None)):
        check_covered(held, name, limits, column)
    for name in ("moves", "shares", "printed-groups"):
        check_units_alive(held, held[name], name)
    _check_series(held, limits)
    _check_changes(held, limits)
    _check_counts(held)
    _check_moves(held)
    _check_shares(held)
    _check_merged(held)


def _check_series(held: Held, limits: Limits) -> None:
    rows = held["series"]
    held.check(
        "series", rows["first_year"] > rows["last_year"], "first_year and last_year", "a year no later than the last",
        "{first_year} to {last_year}",
    )  # fmt: skip
    for column in ("component", "series"):
        held.check("series", spans_overlap(rows, [column]), "first_year", f"a year after the last of this {column}")
    measures = rows.groupby("series")["measure"].transform("first")
    held.check("series", rows["measure"] != measures, "measure", "that of the other spans of the series")
    first = list(zip(rows["measure"], rows["component"], rows["first_year"], strict=True))
    outside = rows["first_year"].where([key not in limits for key in first]).notna()
    held.check("series", outside, "first_year", "a year of which a framework has this component")


def _check_changes(held: Held, limits: Limits) -> None:
    """Check that a change is of a component that there is in its year or was in the year before.

    The next year may be judged before its figures come.
    """
    rows = held["changes"]
    totals = set(held["components"].loc[held["components"]["level"] == "total", "component"])
    last = {measure: max(year for of, _, year in limits if of == measure) for measure in {of for of, _, _ in limits}}
    keys = list(zip(rows["measure"], rows["component"], rows["year"], strict=True))
    known = [
        any((measure, component, each) in limits for each in (year, year - 1))
        or (component in totals and year <= last.get(measure, 0) + 1)
        for measure, component, year in keys
    ]  # fmt: skip
    held.check("changes", rows["year"].where(known).isna(), "year", "a year of which a framework has this component")


def _check_counts(held: Held) -> None:
    rows = held["counts"]
    alive = count_units(held, rows["year"])
    most = rows["year"].map(alive)
    held.check(
        "counts", rows["count"] > most, "count", lambda row: f"at most {alive[row['year']]}, the units of that year,"
    )
    moved = rows[rows["what"].isin(["rising", "falling"])]
    both = moved.groupby(_KEYS)["count"].transform("sum").reindex(rows.index)
    held.check(
        "counts", both > most, "count",
        lambda row: f"rises and falls of at most {alive[row['year']]} in all, the units of that year,",
    )  # fmt: skip
    limited = rows["what"] == "above"
    held.check("counts", limited & rows["limit"].isna(), "limit", "the limit that the count is above")
    held.check("counts", ~limited & rows["limit"].notna(), "limit", "none but of what is above")


def _check_moves(held: Held) -> None:
    rows = held["moves"]
    rises = rows["what"].str.endswith("_rise")
    held.check("moves", rises & (rows["change"] <= 0), "change", "more than 0, since it is a rise,")
    held.check("moves", ~rises & (rows["change"] >= 0), "change", "less than 0, since it is a fall,")
    sure = rows[rows["status"] != "suspect"]
    for kind in ("rise", "fall"):
        small = sure[sure["what"] == f"smallest_{kind}"].set_index(_KEYS)["change"].abs()
        large = sure[sure["what"] == f"largest_{kind}"]
        other = small.reindex(large.set_index(_KEYS).index).set_axis(large.index)
        held.check(
            "moves", (large["change"].abs() < other).reindex(rows.index, fill_value=False), "change",
            f"no less than the smallest {kind}",
        )  # fmt: skip


def _check_shares(held: Held) -> None:
    rows = held["shares"]
    scores = rows["what"] == "score"
    held.check("shares", scores & rows["province"].isna(), "province", "the province whose score it is")
    held.check("shares", ~scores & rows["province"].notna(), "province", "none, since the figure is of all,")
    held.check("shares", (rows["what"] != "mean_change") & (rows["share"] < 0), "share", "at least 0")
    sure = rows[rows["status"] != "suspect"]
    means = sure[sure["what"] == "mean"].set_index(_KEYS)["share"]
    before = means.rename(lambda year: year + 1, level="year")
    changes = sure[sure["what"] == "mean_change"]
    index = changes.set_index(_KEYS).index
    off = (means.reindex(index) - before.reindex(index)).set_axis(changes.index) - changes["share"]
    held.check(
        "shares", (off.abs() > _ROUNDED).reindex(rows.index, fill_value=False), "share",
        "the mean of the year less that of the year before",
    )  # fmt: skip


def _check_merged(held: Held) -> None:
    rows = held["merged"]
    began = rows["province"].map(held["provinces"].set_index("code")["first_year"])
    held.check("merged", began <= rows["year"], "province", lambda row: f"a unit that begins after {row['year']}")
