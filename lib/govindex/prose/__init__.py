"""Prose: sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.report import report_keys, report_lines, report_scope

__all__ = [
    "report_keys",
    "report_lines",
    "report_scope",
]
