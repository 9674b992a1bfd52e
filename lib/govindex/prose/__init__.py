"""Prose: the sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.papi import papi_paragraph, papi_title
from govindex.prose.par import (
    par_changes_title,
    par_known_title,
    par_losses_title,
    par_paragraph,
    par_steps_title,
)

__all__ = [
    "papi_paragraph",
    "papi_title",
    "par_changes_title",
    "par_known_title",
    "par_losses_title",
    "par_paragraph",
    "par_steps_title",
]
