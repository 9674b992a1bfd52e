"""Whether a table is whole: the fewest rows that it may hold, and the years of which no figure may be missing.

A file that was cut after a row is a table like any other, so the description says of each how many rows it holds at
least (``leastRows``), and of which years it holds everything (``wholeYears``): every component that the framework of
the year has, or those that are named, of every unit of that year but those that ``unscored.csv`` names.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd

from govindex.errors import SchemaError
from govindex.tables.description import NAME, refuse

_ENTRY = {"measure": str, "first_year": int, "last_year": int, "components": list}
_EXPECTED = "a list, each with measure, first_year, last_year and, where not all are held, components"
_KEYS = ["measure", "year", "province", "component"]
_MOST_YEARS = 200


def check_least(resource: dict[str, Any], rows: int) -> None:
    """Check that a table has as many rows as its description says at least, and a first one.

    Raises
    ------
    SchemaError
        Naming the file, how many were found and how many were expected.
    """
    where = f"{NAME}, table {resource['name']}"
    least = resource.get("leastRows", 0)
    if type(least) is not int or least < 0:
        raise refuse(where, "leastRows", least, "a whole number")
    if rows < least:
        raise SchemaError(
            f"{resource['path']}: {rows} {'row was' if rows == 1 else 'rows were'} found, at least {least} "
            f"were expected ({where}, leastRows): the file may have been cut."
        )


def check_whole(resources: list[dict[str, Any]], tables: dict[str, pd.DataFrame]) -> None:
    """Check that no figure is missing of the years that are declared as whole.

    Raises
    ------
    SchemaError
        Naming the file and the first figure that is missing, how many more are, and where the years are declared.
    """
    touched = _list_unscored(tables)
    for resource in resources:
        entries = resource.get("wholeYears", [])
        where = f"{NAME}, table {resource['name']}"
        if not isinstance(entries, list):
            raise refuse(where, "wholeYears", entries, _EXPECTED)
        if not entries:
            continue
        fields = {field["name"] for field in resource["schema"]["fields"]}
        if not {"measure", "year", "province", "component"} <= fields:
            raise refuse(where, "wholeYears", entries, "none in a table without measure, year, province and component")
        for entry in entries:
            _check_entry(entry, where)
            _check_years(entry, tables, tables[resource["name"]][_KEYS], touched, resource=resource)


def _check_entry(entry: object, where: str) -> None:
    if not isinstance(entry, dict) or not _ENTRY.keys() - {"components"} <= set(entry) <= set(_ENTRY):
        raise refuse(where, "an entry of wholeYears", entry, _EXPECTED)
    fits = all(isinstance(value, _ENTRY[name]) and not isinstance(value, bool) for name, value in entry.items())
    if not fits or not all(isinstance(name, str) for name in entry.get("components", [])):
        raise refuse(where, "an entry of wholeYears", entry, _EXPECTED)
    if not 0 <= entry["last_year"] - entry["first_year"] < _MOST_YEARS:
        raise refuse(where, "an entry of wholeYears", entry, f"a last year of the {_MOST_YEARS} from the first one on")


def _check_years(
    entry: dict[str, Any],
    tables: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    touched: dict[tuple[str, int], set[tuple[str, str]]],
    *,
    resource: dict[str, Any],
) -> None:
    measure, named = entry["measure"], entry.get("components")
    where = f"{NAME}, table {resource['name']}, wholeYears of {measure}"
    components, frameworks = tables["components"], tables["frameworks"]
    known = set(components.loc[components["measure"] == measure, "component"])
    for name in named or ():
        if name not in known:
            raise SchemaError(f"{where}: {name!r} is no component of {measure}.")
    rows = rows[rows["measure"] == measure]
    rows = rows[rows["component"].isin(named)] if named else rows
    counts = rows["year"].value_counts()
    spans = _list_spans(frameworks[frameworks["measure"] == measure], "component")
    lives = _list_spans(tables["provinces"], "code")
    for year in range(entry["first_year"], entry["last_year"] + 1):
        units = {code for code, first, last in lives if first <= year <= last}
        wanted = named or [component for component, first, last in spans if first <= year <= last]
        if not wanted or not units:
            raise SchemaError(f"{where}: no framework covers {measure} in {year}, or there are no units then.")
        without = {pair for pair in touched.get((measure, year), ()) if pair[0] in units and pair[1] in wanted}
        # Each key stands once, of a component and a unit of the year, so that the number tells nearly always.
        if counts.get(year, 0) != len(units) * len(wanted) - len(without):
            own = rows[rows["year"] == year]
            found = set(zip(own["province"], own["component"], strict=True))
            missing = sorted(set(product(units, wanted)) - found - without)
            if not missing:
                continue
            unit, component = missing[0]
            more = f" ({len(missing) - 1} more are missing)" if len(missing) > 1 else ""
            raise SchemaError(
                f"{resource['path']}: {component} of {unit} in {year} is missing{more}, a whole year was expected "
                f"({where}), or the unit in unscored.csv."
            )


def _list_unscored(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, int], set[tuple[str, str]]]:
    """Return by measure and year the units and components without a score: with all parts and wholes of these."""
    components, unscored = tables["components"], tables["unscored"]
    parents = components["parent"].fillna("").to_numpy(dtype=object)
    tree = dict(zip(components["component"].to_numpy(dtype=object), parents, strict=True))
    climbs = {name: _climb(tree, name) for name in tree}
    touched: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for measure, year, province, component in unscored[_KEYS].itertuples(index=False, name=None):
        apart = [other for other in tree if component in climbs[other] or other in climbs[component]]
        touched.setdefault((measure, year), set()).update((province, name) for name in apart)
    return touched


def _climb(tree: dict[str, str], component: str) -> list[str]:
    """Return a component and all that it is part of."""
    passed = []
    while component and component not in passed:
        passed.append(component)
        component = tree.get(component, "")
    return passed


def _list_spans(rows: pd.DataFrame, name: str) -> list[tuple[str, int, float]]:
    ends = rows["last_year"].astype("float64").fillna(float("inf"))
    return list(zip(rows[name].to_numpy(dtype=object), rows["first_year"].tolist(), ends.tolist(), strict=True))
