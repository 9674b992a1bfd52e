"""Sentences that the three measures share: a rank, a change, an absence."""

from __future__ import annotations

from govindex.charts.theme import DIGITS
from govindex.pages import Page
from govindex.ranks import list_printed_ranks
from govindex.words import number, say


def tell_rank(page: Page, measure: str) -> str:
    """Return the published rank of the page's province as a sentence, or nothing when none is known."""
    ranks = list_printed_ranks(page.tables, measure, year=page.year)
    own = ranks[ranks["province"] == page.province]
    if own.empty:
        return ""
    return say(
        "rank.published",
        page.lang,
        place=page.place,
        measure=say(f"measure.{measure}", page.lang),
        rank=own["rank"].iloc[0],
    )


def tell_change(change: float, measure: str, lang: str, *, base: int) -> str:
    """Return a change of the total on the year `base`, in words."""
    digits = DIGITS[measure]
    key = "change.none" if round(change, digits) == 0 else "change.up" if change > 0 else "change.down"
    unit = say(f"unit.{measure}", lang)
    return say(key, lang, base=base, change=number(abs(change), lang, digits), unit=unit)


def tell_absence(page: Page, measure: str, what: str) -> str:
    """Return the one line that says what the tables do not hold for the page; `what` is a key of ``[absent]``."""
    return say(
        f"absent.{what}", page.lang, place=page.place, year=page.year, measure=say(f"measure.{measure}", page.lang)
    )
