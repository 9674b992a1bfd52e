"""Prose: sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.report import report_absence, report_keys, report_scope

__all__ = [
    "report_absence",
    "report_keys",
    "report_scope",
]
