"""Sentences that the three measures share: a rank, a change, an absence."""

from __future__ import annotations

import pandas as pd

from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import list_printed_ranks
from govindex.compare.scores import find_mean_status
from govindex.tables.page import Page
from govindex.words import DIGITS, listing, number, quote, say


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


def tell_change(page: Page, change: float, measure: str, *, base: int) -> str:
    """Return a change of the total on the year `base`, in words; one too small to tell is nearly none."""
    digits = DIGITS[measure]
    small = is_small(page, change, measure)
    key = "change.none" if round(change, digits) == 0 else "change.hardly" if small else "change.up"
    key = "change.down" if key == "change.up" and change < 0 else key
    unit = say(f"unit.{measure}", page.lang)
    told = number(change, page.lang, digits, sign=True) if small else number(abs(change), page.lang, digits)
    return say(key, page.lang, base=base, change=told, unit=unit)


def is_small(page: Page, change: float, component: str) -> bool:
    """Return whether a change is smaller than what is worth telling of its component."""
    return abs(change) <= find_smallest_change(page.tables, component) + 1e-9


def tell_most(page: Page, changes: pd.DataFrame, measure: str) -> list[str]:
    """Return the largest rise and the largest fall of some components; of one that rose or fell alone no superlative.

    Equal ends are named together. What is smaller than worth telling did neither.
    """
    told = []
    small = [is_small(page, change, code) for code, change in zip(changes["component"], changes["change"], strict=True)]
    steps = changes["change"].mask(pd.Series(small, index=changes.index, dtype="bool"), 0)
    for key, moved in (("up", changes[steps > 0]), ("down", changes[steps < 0])):
        if moved.empty:
            continue
        largest = moved["change"].abs().round(DIGITS[measure])
        most = moved[largest == largest.max()]
        change = number(most["change"].iloc[0], page.lang, DIGITS[measure], sign=True)
        form = "most" if len(moved) > 1 else "only" if len(changes) > 1 else "one"
        names = listing([quote(name) for name in most["name"]], page.lang)
        told.append(say(f"moved.{form}_{key}", page.lang, name=names, change=change))
    return told


def tell_absence(page: Page, measure: str, what: str) -> str:
    """Return the one line that says what the tables do not hold for the page; `what` is a key of ``[absent]``."""
    return say(
        f"absent.{what}", page.lang, place=page.place, year=page.year, measure=say(f"measure.{measure}", page.lang)
    )


def find_total(page: Page, measure: str) -> float | None:
    """Return the page's total of a measure (points; per cent for SIPAS), or None when the tables hold none."""
    own = _find_own(page, measure)
    return float(own["score"].iloc[0]) if len(own) else None


def tell_trust(page: Page, measure: str) -> str:
    """Return the remark on the page's total of a measure that is not simply printed, in brackets; else nothing."""
    own = _find_own(page, measure)
    return mark_trust(own["status"].iloc[0] if len(own) else None, page.lang)


def tell_mean_trust(page: Page, component: str) -> str:
    """Return the remark on a national mean that is not simply printed, in brackets; else nothing."""
    return mark_trust(find_mean_status(page.tables, component, year=page.year), page.lang)


def mark_trust(status: str | None, lang: str) -> str:
    """Return the remark that a figure of a status has beside it in a sentence: nothing for one as printed."""
    return "" if status in (None, "printed") else say("trust.remark", lang, status=say(f"status.{status}", lang))


def _find_own(page: Page, component: str) -> pd.DataFrame:
    scores = page.tables.scores
    of = (scores["component"] == component) & (scores["province"] == page.province) & (scores["year"] == page.year)
    return scores[of]


def tell_known(page: Page, measure: str, known: pd.DataFrame) -> str:
    """Return the province's published rank and how many provinces' scores `known` holds, its own or others."""
    if known.empty:
        return " ".join(text for text in (tell_absence(page, measure, "provinces"), tell_rank(page, measure)) if text)
    count, own = len(known), known["own"].any()
    key = ("own" if count == 1 else "count") if own else ("other" if count == 1 else "others")
    told = tell_rank(page, measure) or say("rank.unknown", page.lang, place=page.place)
    return told + " " + say(f"known.{key}", page.lang, count=count, place=page.place, year=page.year)
