"""The figures of provinces and of the country: each of a component, a year and a unit that there are, in its scale."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from govindex.tables.rules.frameworks import Limits, list_limits
from govindex.tables.rules.held import Held, show

_WHATS = ("minimum", "mean", "median", "maximum")  # no later one is smaller, but for the mean and the median
# What is held against the frameworks, and which figures of it against their scales.
_COLUMNS = (
    *((name, None) for name in ("ranks", "unscored", "named", "counts")),
    *(("national", "value"), ("intervals", "lower"), ("intervals", "upper")),
)
_HALF = 0.0005  # of the last decimal in which intervals are printed
_OFF = 1e-6  # what limits written with six decimals leave


def check_figures(held: Held) -> None:
    """Check scores, ranks, national figures, groups and intervals against the frameworks and the units."""
    limits = list_limits(held)
    for name in held.named("scores-"):
        _check_file(held, name, "scores-", "measure")
        check_covered(held, name, limits, "score")
        check_units_alive(held, held[name], name)
    _check_keys(held)
    for name, column in _COLUMNS:
        check_covered(held, name, limits, column)
    for name in ("ranks", "intervals", "unscored", "named"):
        check_units_alive(held, held[name], name)
    for name in ("groups", "intervals"):
        rows = held[name]
        held.check(
            name, rows["lower"] > rows["upper"], "lower and upper", "a lower end no larger than the upper",
            "{lower} to {upper}",
        )  # fmt: skip
    _check_intervals(held)
    _check_national(held)


def _check_file(held: Held, name: str, prefix: str, column: str) -> None:
    """Check that a table of a family holds what its name says, and nothing of another's."""
    of = name.removeprefix(prefix)
    if of in set(held["components"]["measure"]):
        held.check(name, held[name][column] != of, column, of)


def _check_keys(held: Held) -> None:
    """Check that no score stands in two files, where two hold one measure."""
    names = held.named("scores-")
    shared = pd.concat([held[name]["measure"].drop_duplicates() for name in names])
    if not shared.duplicated().any():
        return
    keys = ["measure", "year", "province", "component"]
    rows = pd.concat([held[name][keys].assign(file=name) for name in names])
    twice = rows[rows.duplicated(keys)]
    if len(twice):
        row = twice.iloc[0]
        raise held.error(
            row["file"], twice.index[0], "component", " / ".join(str(row[key]) for key in keys),
            "a score that stands in no other file", more=len(twice) - 1,
        )  # fmt: skip


def check_units_alive(held: Held, rows: pd.DataFrame, name: str) -> None:
    """Check that the units of a table's rows are there in the years of these rows, which stand in the table `name`."""
    units = held["provinces"]
    ends = units["last_year"].astype("float64").fillna(float("inf"))
    codes = units["code"].to_numpy(dtype=object)
    spans = {code: span for code, *span in zip(codes, units["first_year"], ends, strict=True)}
    pairs = rows[["province", "year"]].drop_duplicates().dropna()
    provinces = pairs["province"].to_numpy(dtype=object)
    for row, province, year in zip(pairs.index, provinces, pairs["year"], strict=True):
        first, last = spans[province]
        if not first <= year <= last:
            span = f"of {first} to {last:.0f}" if last < float("inf") else f"since {first}"
            raise held.error(name, row, "province", f"{province} in {year}", f"a year of that unit, {span},")


def check_covered(held: Held, name: str, limits: Limits, column: str | None = None) -> None:
    """Check that each row's component is one of its year's framework, and that `column` lies in its scale.

    In a year whose composition no source tells only the total can be held, and no year lies after the last framework.
    """
    keys = ["component", "year"]
    rows = held[name]
    if column is None:
        found = rows[keys].drop_duplicates().assign(min=float("nan"), max=float("nan"))
    else:
        found = rows.groupby(keys, sort=False)[column].agg(["min", "max"]).reset_index()
    measures = held["components"].set_index("component")["measure"].to_dict()
    years = {(measure, year) for measure, _, year in limits}
    last = {measure: max(each for of, each in years if of == measure) for measure, _ in years}
    wrong = []
    columns = (found[column].to_numpy(dtype=object) for column in (*keys, "min", "max"))
    for component, year, least, most in zip(*columns, strict=True):
        measure = measures[component]
        if (measure, component, year) in limits:
            minimum, maximum = limits[measure, component, year]
            if most > maximum + _OFF:
                expected = f"at most {show(maximum)}, the maximum of {component} in {year},"
                own = (rows["component"] == component) & (rows["year"] == year)
                wrong.append((own & (rows[column] > maximum + _OFF), column, expected))
            if least < minimum - _OFF:
                expected = f"at least {show(minimum)}, the minimum of {component} in {year},"
                own = (rows["component"] == component) & (rows["year"] == year)
                wrong.append((own & (rows[column] < minimum - _OFF), column, expected))
        elif component != measure or (measure, year) in years or year > last.get(measure, 0):
            own = (rows["component"] == component) & (rows["year"] == year)
            wrong.append((own, "component", "a component that a framework covers in this year (frameworks.csv)"))
    if wrong:
        mask, where, expected = min(wrong, key=lambda each: each[0].idxmax())
        row = mask.idxmax()
        told = f"{rows['component'][row]} in {rows['year'][row]}" if where == "component" else show(rows[where][row])
        more = sum(int(each[0].sum()) for each in wrong) - 1
        raise held.error(name, row, where, told, expected, more=more)


def list_scores(held: Held, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of the components and years that stand in `rows`, but for the suspect ones."""
    measures, parts = set(rows["measure"].unique()), []
    for name in held.named("scores-"):
        table = held[name]
        if not set(table["measure"].unique()) & measures:
            continue
        own = table["component"].isin(rows["component"].unique()) & table["year"].isin(rows["year"].unique())
        table = table[own]
        parts.append(table[table["status"] != "suspect"])
    return pd.concat(parts) if parts else held[held.named("scores-")[0]].head(0)


def _check_intervals(held: Held) -> None:
    keys = ["measure", "year", "province", "component"]
    rows = held["intervals"]
    scores = list_scores(held, rows)[[*keys, "score"]]
    score = rows.merge(scores, on=keys, how="left", sort=False)["score"].set_axis(rows.index)
    held.check(
        "intervals", (score < rows["lower"] - _HALF) | (score > rows["upper"] + _HALF), "lower and upper",
        "an interval around the score", "{lower} to {upper}",
    )  # fmt: skip


def _check_national(held: Held) -> None:
    keys = ["measure", "year", "component", "region"]
    rows = held["national"]
    sure = rows[rows["status"] != "suspect"].assign(region=rows["region"].fillna(""))
    wide = sure.pivot_table(index=keys, columns="what", values="value", aggfunc="first").reset_index()
    for lower, upper in combinations([what for what in _WHATS if what in wide], 2):
        if {lower, upper} != {"mean", "median"}:
            wrong = wide[wide[lower] > wide[upper]]
            if len(wrong):
                own = (sure[keys] == wrong.iloc[0][keys]).all(axis=1) & (sure["what"] == upper)
                label = own.idxmax()
                raise held.error(
                    "national", label, "value", show(sure.loc[label, "value"]),
                    f"a {upper} of at least {show(wrong.iloc[0][lower])}, the {lower},",
                )  # fmt: skip
