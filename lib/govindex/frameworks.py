"""Frameworks: which components a year has, on what scale, and which years may be compared.

PAPI went from six dimensions (60 points) to eight (80) in 2018 and discourages comparing totals across it; PAR INDEX
and SIPAS changed their composition too. The years, minima and maxima stand in ``frameworks.csv`` with their sources.
"""

from __future__ import annotations

import pandas as pd

from govindex.errors import NotComparable
from govindex.kept import kept
from govindex.load import Tables
from govindex.names import check_measure


@kept
def list_covered(tables: Tables, measure: str, *, year: int) -> pd.DataFrame:
    """Return what the framework of a year holds, one row per component.

    Returns
    -------
    DataFrame
        framework, component, minimum and maximum (points, or per cent for SIPAS; missing where no source gives it),
        aggregation (``sum``, ``mean`` or missing: how the component follows from its children). No row when no source
        tells the framework of that year.
    """
    frameworks = tables.frameworks
    covered = frameworks[
        (frameworks["measure"] == check_measure(measure))
        & (frameworks["first_year"] <= year)
        & ~(frameworks["last_year"] < year).fillna(False)
    ]
    return covered[["framework", "component", "minimum", "maximum", "aggregation"]].reset_index(drop=True)


def find_framework(tables: Tables, measure: str, *, year: int) -> str | None:
    """Return the name of the framework of a year, or None when no source tells it."""
    covered = list_covered(tables, measure, year=year)
    return None if covered.empty else covered["framework"].iloc[0]


def check_comparable(tables: Tables, measure: str, *, year: int, base: int) -> str:
    """Return the framework that two years share.

    Raises
    ------
    NotComparable
        When their frameworks differ or one is not known; the message names both.
    """
    names = {when: find_framework(tables, measure, year=when) for when in (year, base)}
    if names[year] is not None and names[year] == names[base]:
        return names[year]
    told = [f"{when} is {f'of framework {name}' if name else 'of no known framework'}" for when, name in names.items()]
    advice = "; ask for the common components instead (common=True)"
    common = list_common(tables, measure, year=year, base=base)
    raise NotComparable(
        f"{measure} {year} and {base} do not compare as totals: {', '.join(told)}{advice if common else ''}."
    )


@kept
def list_common(tables: Tables, measure: str, *, year: int, base: int) -> list[str]:
    """Return the components that two years measure on the same scale, in the order of the tree.

    Within a framework a component whose number of parts changed keeps its place but not its scale (PAPI 5.1 is of 2.5
    points up to 2020 and of 3.33 from 2021), so it is not among them. The total and components without a known maximum
    are common only within one framework.
    """
    now, before = (list_covered(tables, measure, year=when) for when in (year, base))
    both = now.merge(before, on="component", suffixes=("", "_base"))
    same_scale = (both["minimum"] == both["minimum_base"]) & (both["maximum"] == both["maximum_base"])
    same_framework = both["framework"] == both["framework_base"]
    unknown_scale = both["maximum"].isna() & both["maximum_base"].isna()
    kept = both.loc[(same_scale & (both["component"] != measure)) | same_framework & (same_scale | unknown_scale)]
    return _sort(tables, kept["component"])


def _sort(tables: Tables, components: pd.Series) -> list[str]:
    order = tables.components[tables.components["component"].isin(components)]
    return list(order["component"])
