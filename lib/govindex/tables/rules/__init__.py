"""What the rows of several tables must be to each other, which no schema of one table can say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.tables.rules.components import check_components
from govindex.tables.rules.figures import check_figures
from govindex.tables.rules.frameworks import check_frameworks
from govindex.tables.rules.held import Held
from govindex.tables.rules.ranks import check_ranks
from govindex.tables.rules.reports import check_reports
from govindex.tables.rules.sums import check_sums
from govindex.tables.rules.told import check_told
from govindex.tables.rules.units import check_units

_RULES = (
    check_units, check_components, check_frameworks, check_figures, check_sums, check_ranks, check_reports, check_told,
)  # fmt: skip


def check_rules(resources: list[dict[str, Any]], tables: dict[str, pd.DataFrame]) -> None:
    """Check the units, the trees of components, the frameworks, the figures against them, the reports, and the rest.

    What a status calls doubtful is left out where figures are held against each other.

    Raises
    ------
    SchemaError
        Naming the file, the first row that is wrong, what was found and what was expected.
    """
    held = Held(tables, {resource["name"]: resource["path"] for resource in resources})
    for check in _RULES:
        check(held)
