"""Sentences on PAR INDEX, computed from the prepared tables of `views`; they claim what those hold and no more."""

from __future__ import annotations

import pandas as pd

from govindex.prose.sentences import (
    tell_absence,
    tell_rank,
)
from govindex.tables.page import Page
from govindex.words import say

_OFF = 0.025  # points: parts that miss the total by no more make it up


def par_known_title(page: Page, known: pd.DataFrame) -> str:
    """Return the province's place: its published rank, and how many totals are known."""
    if known.empty:
        return tell_absence(page, "par", "provinces")
    told = tell_rank(page, "par") or say("rank.unknown", page.lang, place=page.place)
    return told + " " + say("par.known_count", page.lang, count=len(known), year=page.year)
