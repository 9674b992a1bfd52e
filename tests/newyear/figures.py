"""The made-up figures: near those of the units that merged, and always the same."""

from decimal import Decimal

from govindex.adding.units import Units
from govindex.compare.frameworks import list_covered
from govindex.tables.load import Tables

YEAR = 2025
STEP = Decimal("0.0001")
SOURCE = {
    "title": "Made-up PAPI 2025, for tests",
    "publisher": "The tests",
    "kind": "primary",
    "date": "2026-04-01",
    "licence": "made up",
}


def list_leaves(tables: Tables) -> list[str]:
    """Return the sub-dimensions of the framework that is made up to go on, in their order."""
    covered = set(list_covered(tables, "papi", year=YEAR - 1)["component"])
    tree = tables.components[tables.components["component"].isin(covered)]
    return [code for code in tree["component"] if code not in set(tree["parent"])]


def make_papi(tables: Tables) -> dict[tuple[str, str], Decimal]:
    """Return the made-up score of each unit and component: sub-dimensions, dimensions as their sums, the total."""
    units = Units(tables, YEAR)
    before = tables.scores[(tables.scores["measure"] == "papi") & (tables.scores["year"] == YEAR - 1)]
    held = before.set_index(["province", "component"])["score"].to_dict()
    middle = before.groupby("component")["score"].median()
    ends = list_covered(tables, "papi", year=YEAR - 1).set_index("component")
    parents = tables.components.set_index("component")["parent"]
    scores: dict[tuple[str, str], Decimal] = {}
    for row, code in enumerate(units.of_year(YEAR)):
        for column, leaf in enumerate(list_leaves(tables)):
            own = [held[unit, leaf] for unit in units.before(code) if (unit, leaf) in held] or [middle[leaf]]
            wobble = ((row * 7 + column * 13) % 11 - 5) / 500
            value = min(max(sum(own) / len(own) + wobble, ends["minimum"][leaf]), ends["maximum"][leaf])
            part = Decimal(str(value)).quantize(STEP)
            scores[code, leaf] = part
            dimension = parents[leaf]
            for whole in (dimension, "papi"):
                scores[code, whole] = scores.get((code, whole), Decimal(0)) + part
    return scores


def make_survey(tables: Tables, measure: str) -> dict[tuple[str, str], Decimal]:
    """Return the made-up score of each unit in PAR INDEX or SIPAS, and in those parts whose range is known."""
    covered = list_covered(tables, measure, year=YEAR - 1).dropna(subset="maximum")
    parts = covered[covered["component"] != measure]
    scores: dict[tuple[str, str], Decimal] = {}
    for row, code in enumerate(Units(tables, YEAR).of_year(YEAR)):
        for column, (part, most) in enumerate(zip(parts["component"], parts["maximum"], strict=True)):
            share = 0.86 + ((row * 5 + column * 3) % 17 - 8) / 120
            scores[code, part] = Decimal(str(share * most)).quantize(Decimal("0.01"))
        own = [scores[code, part] for part in parts["component"]]
        scores[code, measure] = sum(own) if measure == "par" else (sum(own) / len(own)).quantize(Decimal("0.01"))
    return scores


def rank_papi(scores: dict[tuple[str, str], Decimal]) -> dict[str, int]:
    """Return the rank of each unit by its made-up total; equal totals share the better."""
    totals = {code: value for (code, component), value in scores.items() if component == "papi"}
    return {code: 1 + sum(other > value for other in totals.values()) for code, value in totals.items()}


def average(scores: dict[tuple[str, str], Decimal], component: str) -> Decimal:
    """Return the mean of a component over all units, to four decimals."""
    column = [value for (_, each), value in scores.items() if each == component]
    return (sum(column) / len(column)).quantize(STEP)
