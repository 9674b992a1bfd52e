"""What a notebook really reads of the tables: which rows of which, told by the conditions that chose them.

While it is watched, `load_tables` hands out tables that look like any other. One that is filtered by comparing its
columns with values remembers the condition; as soon as anything else is asked of a table, or of what is left of one,
it is noted as read with the conditions that led there. So a page that shows one province depends on its rows, also on
those that are not there yet, and a page that ranks all of them on all.

Whatever is not understood counts as reading the whole table: too many pages are made anew, never too few.
"""

from govindex.reads.conditions import NotACondition, select
from govindex.reads.marks import are_same, mark
from govindex.reads.noting import REPORT_TO, collect, note, start, unnoticed
from govindex.reads.watched import overhear, record, watch

__all__ = [
    "REPORT_TO",
    "NotACondition",
    "are_same",
    "collect",
    "mark",
    "note",
    "overhear",
    "record",
    "select",
    "start",
    "unnoticed",
    "watch",
]
