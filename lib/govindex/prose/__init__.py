"""Prose: sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.par import par_known_title
from govindex.prose.report import report_absence, report_keys, report_scope
from govindex.prose.whole import par_map_title, par_part_title, par_spread_title

__all__ = [
    "par_known_title",
    "par_map_title",
    "par_part_title",
    "par_spread_title",
    "report_absence",
    "report_keys",
    "report_scope",
]
