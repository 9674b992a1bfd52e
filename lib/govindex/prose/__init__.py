"""Prose: the sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.par import (
    par_changes_title,
    par_known_title,
    par_losses_title,
    par_paragraph,
    par_steps_title,
)

__all__ = ["par_changes_title", "par_known_title", "par_losses_title", "par_paragraph", "par_steps_title"]
