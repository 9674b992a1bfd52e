"""The components: a tree for each measure, their names in other years, and what changed in them."""

from __future__ import annotations

import pandas as pd

from govindex.tables.rules.held import Held, spans_overlap


def check_components(held: Held) -> None:
    """Check the tree of each measure, the order in it, and the names of other years."""
    _check_tree(held)
    _check_rows(held)
    _check_names(held)


def _check_tree(held: Held) -> None:
    table = held["components"]
    parents = {
        (measure, component): (parent, row)
        for measure, component, parent, row in zip(
            table["measure"], table["component"], table["parent"], table.index, strict=True
        )
        if isinstance(parent, str)
    }
    known = set(zip(table["measure"], table["component"], strict=True))
    for (measure, component), (parent, row) in parents.items():
        if parent == component:
            raise held.error("components", row, "parent", f"{component}, the component itself,", "another component")
        if (measure, parent) not in known:
            raise held.error("components", row, "parent", parent, f"a component of {measure}")
        passed, place = [component], parent
        while place is not None and place not in passed:
            passed.append(place)
            place = parents.get((measure, place), (None, 0))[0]
        if place is not None:
            circle = " > ".join([*passed[passed.index(place) :], place])
            raise held.error("components", row, "parent", f"a circle of parents ({circle})", "a tree")


def _check_rows(held: Held) -> None:
    table = held["components"]
    total = table["level"] == "total"
    held.check("components", total & table["parent"].notna(), "parent", "none, since it is a total,")
    held.check("components", ~total & table["parent"].isna(), "parent", "a component, since it is no total,")
    held.check_unique("components", ["measure"], "total", among=table[total])
    held.check("components", total & (table["component"] != table["measure"]), "component", lambda row: row["measure"])
    pairs = zip(table["component"], table["measure"], strict=True)
    other = pd.Series([not component.startswith(f"{measure}.") for component, measure in pairs], table.index)
    held.check("components", ~total & other, "component", lambda row: f"a code of {row['measure']}")
    held.check_unique("components", ["measure", "order"], "component of a measure")
    above = table["parent"].map(table.set_index("component")["order"])
    held.check("components", table["order"] <= above, "order", "one after its parent's")
    siblings = table.assign(division=table["division"].fillna("")).groupby(["parent", "division"])
    first = siblings["level"].transform("first")
    held.check("components", first.notna() & (table["level"] != first), "level", "that of its siblings")
    divided = table["parent"].map(table["division"].notna().groupby(table["parent"]).any()).fillna(False).astype(bool)
    held.check("components", divided & table["division"].isna(), "division", "one, as its siblings have,")
    for column in ("name_vi", "name_en", "short_vi", "short_en"):
        among = table.assign(division=table["division"].fillna(""), parent=table["parent"].fillna(""))
        held.check_unique("components", ["parent", "division", column], "component of one whole", among=among)


def _check_names(held: Held) -> None:
    names = held["component-names"]
    held.check(
        "component-names", names["first_year"] > names["last_year"], "first_year and last_year",
        "a year no later than the last", "{first_year} to {last_year}",
    )  # fmt: skip
    held.check(
        "component-names", spans_overlap(names, ["component"]), "first_year", "a year after the last of the name before"
    )
    measures = held["components"].set_index("component")["measure"]
    today = names["today"].map(measures)
    held.check("component-names", today.notna() & (today != names["measure"]), "today", "a component of the measure")
