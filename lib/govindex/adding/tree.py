"""The parts of a component in a year, and what follows from them: which sums must hold, which figures are derived."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import pandas as pd

from govindex.adding.reading import Figure, Reading, make_figure
from govindex.tables.load import Tables

_SLACK = 1e-4  # maxima such as 3.333333 do not add up to 10 exactly


class Part(NamedTuple):
    """A component of a year that follows from its parts."""

    component: str
    aggregation: str
    parts: list[str]
    stored: bool = True  # whether the tables hold it as derived where it is not printed


def list_parts(tables: Tables, covered: pd.DataFrame, held: set[str]) -> list[Part]:
    """Return the components that follow from parts which are held, the lowest first.

    The parts held are whole when their maxima add up to that of the component; where no maximum of them is known, when
    all of one division are there. A mean is of all parts.

    Parameters
    ----------
    covered : DataFrame
        The framework of the year, as `list_covered` gives it.
    held : set of str
        Components with scores; those that follow from others join it on the way.
    """
    components = tables.components.set_index("component")
    rows = covered.set_index("component")
    followed = rows[rows["aggregation"].notna()]
    order = [code for code in reversed(components.index) if code in followed.index]
    held = set(held)
    found = [
        Part(code, "sum", parts, stored=False)
        for code, made in rows["made_of"].dropna().items()
        if set(parts := made.split()) <= held
    ]
    for code in order:
        below = [part for part in rows.index if components.at[part, "parent"] == code]
        present = [part for part in below if part in held]
        parts = _choose(rows, components, code, below, present)
        if parts:
            found.append(Part(code, str(followed.at[code, "aggregation"]), parts))
            held.add(code)
    return found


def _choose(rows: pd.DataFrame, components: pd.DataFrame, code: str, below: list[str], present: list[str]) -> list[str]:
    if not present:
        return []
    if rows.at[code, "aggregation"] == "mean":
        return present if set(present) == set(below) else []
    divisions = components.loc[present, "division"]
    for division in dict.fromkeys(divisions.fillna("")):
        parts = [part for part in present if divisions.fillna("")[part] == division]
        maxima = rows.loc[parts, "maximum"]
        if maxima.isna().all():
            whole = [part for part in below if components.at[part, "division"] == division]
            if division and set(parts) == set(whole):
                return parts
        elif maxima.notna().all() and (filling := _fill(maxima, rows.at[code, "maximum"])):
            return filling
    return []


def _fill(maxima: pd.Series, maximum: float) -> list[str]:
    """Return the most parts whose maxima add up to the whole's, ``[]`` when none do."""
    for size in range(len(maxima), 0, -1):
        for parts in combinations(maxima.index, size):
            if abs(maxima[list(parts)].sum() - maximum) <= _SLACK * size:
                return list(parts)
    return []


def derive(
    reading: Reading, parts: list[Part], printed: set[tuple[str, str]], held: dict[tuple[str, str], float]
) -> dict[tuple[str, str], Figure]:
    """Return the figures that follow from a file's: of components that neither it nor the tables print.

    Parameters
    ----------
    printed : set of (province, component)
        What the tables hold of the year as printed.
    held : dict
        What they hold of it in all, by province and component, for parts that the file leaves out.
    """
    derived: dict[tuple[str, str], Figure] = {}
    for part in parts:
        if not part.stored:
            continue
        for province, at in reading.names.items():
            key = (province, part.component)
            if key in reading.scores or key in printed or key in reading.empty:
                continue
            cells = [(province, each) for each in part.parts]
            fresh = [reading.scores.get(cell) or derived.get(cell) for cell in cells]
            if not any(fresh) or any(cell in reading.empty for cell in cells):
                continue
            if all(figure or cell in held for figure, cell in zip(fresh, cells, strict=True)):
                figures = [figure or make_figure(held[cell], 0, at) for figure, cell in zip(fresh, cells, strict=True)]
                value = sum(figure.value for figure in figures)
                value = value / len(figures) if part.aggregation == "mean" else value
                decimals = max(figure.decimals for figure in figures)
                derived[key] = make_figure(round(value, 6), decimals, figures[0].at)
    return derived
