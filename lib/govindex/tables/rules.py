"""What the rows of several tables must be to each other, which no schema of one table can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govindex.errors import SchemaError
from govindex.tables.schema import FIRST_ROW

if TYPE_CHECKING:
    import pandas as pd


def check_rules(resources: list[dict[str, Any]], tables: dict[str, pd.DataFrame]) -> None:
    """Check the units, the trees of components, the frameworks, and the scores against them.

    A table that is not there, or lacks a column that a rule is about, is passed over.

    Raises
    ------
    SchemaError
        Naming the file, the first row that is wrong, what was found and what was expected.
    """
    paths = {resource["name"]: resource["path"] for resource in resources}
    _check_ends(tables, paths, "provinces", ("first_year", "last_year"))
    _check_ends(tables, paths, "frameworks", ("first_year", "last_year"))
    _check_ends(tables, paths, "frameworks", ("minimum", "maximum"))
    _check_tree(tables, paths)
    for name in tables:
        if name.startswith("scores-"):
            _check_scores(tables, paths, name)


def _has(tables: dict[str, pd.DataFrame], name: str, *columns: str) -> bool:
    return name in tables and set(columns) <= set(tables[name])


def _check_ends(tables: dict[str, pd.DataFrame], paths: dict[str, str], name: str, columns: tuple[str, str]) -> None:
    if not _has(tables, name, *columns):
        return
    table = tables[name]
    lower, upper = columns
    wrong = (table[lower] > table[upper]).fillna(False)
    if wrong.any():
        row = wrong.idxmax()
        raise SchemaError(
            f"{paths[name]}, row {row + FIRST_ROW}, columns {lower} and {upper}: {table[lower][row]} was found above "
            f"{table[upper][row]}, {lower} was expected to be no larger."
        )


def _check_tree(tables: dict[str, pd.DataFrame], paths: dict[str, str]) -> None:
    if not _has(tables, "components", "measure", "component", "parent"):
        return
    table = tables["components"]
    parents = {
        (measure, component): (parent, row)
        for measure, component, parent, row in zip(
            table["measure"], table["component"], table["parent"], table.index, strict=True
        )
        if isinstance(parent, str)
    }
    known = set(zip(table["measure"], table["component"], strict=True))
    for (measure, component), (parent, row) in parents.items():
        where = f"{paths['components']}, row {row + FIRST_ROW}, column parent: "
        if parent == component:
            raise SchemaError(f"{where}{component} is its own parent, another component was expected.")
        if (measure, parent) not in known:
            raise SchemaError(f"{where}{parent} was found, a component of {measure} was expected.")
        passed, place = [component], parent
        while place is not None and place not in passed:
            passed.append(place)
            place = parents.get((measure, place), (None, 0))[0]
        if place is not None:
            circle = " > ".join([*passed[passed.index(place) :], place])
            raise SchemaError(f"{where}the parents go round in a circle ({circle}), a tree was expected.")


def _check_scores(tables: dict[str, pd.DataFrame], paths: dict[str, str], name: str) -> None:
    limits = ["measure", "component", "first_year", "last_year", "maximum"]
    if not _has(tables, "frameworks", *limits) or not _has(tables, name, "measure", "component", "year", "score"):
        return
    scores = tables[name][["measure", "component", "year", "score"]].reset_index()
    bounded = scores.merge(tables["frameworks"][limits].dropna(subset="maximum"), on=["measure", "component"])
    held = (bounded["first_year"] <= bounded["year"]) & ~(bounded["last_year"] < bounded["year"]).fillna(False)
    above = bounded[held & (bounded["score"] > bounded["maximum"])].sort_values("index")
    if not above.empty:
        first = above.iloc[0]
        more = above["index"].nunique() - 1
        tail = f" ({more} more {'row is' if more == 1 else 'rows are'} wrong)" if more else ""
        raise SchemaError(
            f"{paths[name]}, row {first['index'] + FIRST_ROW}, column score: {first['score']} was found, at most "
            f"{first['maximum']} was expected, the maximum of {first['component']} in {first['year']}{tail}."
        )
