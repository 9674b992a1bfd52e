"""What sentences on the three measures share."""

from __future__ import annotations

import pandas as pd

from govindex.tables.page import Page


def find_total(page: Page, measure: str) -> float | None:
    """Return the page's total of a measure (points; per cent for SIPAS), or None when the tables hold none."""
    own = _find_own(page, measure)
    return float(own["score"].iloc[0]) if len(own) else None


def _find_own(page: Page, component: str) -> pd.DataFrame:
    scores = page.tables.scores
    of = (scores["component"] == component) & (scores["province"] == page.province) & (scores["year"] == page.year)
    return scores[of]
