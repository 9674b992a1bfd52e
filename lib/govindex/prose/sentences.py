"""Sentences that the three measures share: a rank, a change, an absence."""

from __future__ import annotations

import pandas as pd

from govindex.compare.ranks import list_printed_ranks
from govindex.tables.page import Page
from govindex.words import say


def tell_rank(page: Page, measure: str) -> str:
    """Return the published rank of the page's province as a sentence, or nothing when none is known."""
    ranks = list_printed_ranks(page.tables, measure, year=page.year)
    own = ranks[ranks["province"] == page.province]
    if own.empty:
        return ""
    status = own["status"].iloc[0]
    return say(
        f"rank.{status}" if status in ("derived", "suspect") else "rank.published",
        page.lang,
        place=page.place,
        measure=say(f"measure.{measure}", page.lang),
        rank=own["rank"].iloc[0],
    )


def tell_absence(page: Page, measure: str, what: str) -> str:
    """Return the one line that says what the tables do not hold for the page; `what` is a key of ``[absent]``."""
    return say(
        f"absent.{what}", page.lang, place=page.place, year=page.year, measure=say(f"measure.{measure}", page.lang)
    )


def find_total(page: Page, measure: str) -> float | None:
    """Return the page's total of a measure (points; per cent for SIPAS), or None when the tables hold none."""
    own = _find_own(page, measure)
    return float(own["score"].iloc[0]) if len(own) else None


def _find_own(page: Page, component: str) -> pd.DataFrame:
    scores = page.tables.scores
    of = (scores["component"] == component) & (scores["province"] == page.province) & (scores["year"] == page.year)
    return scores[of]
