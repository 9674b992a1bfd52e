"""Views: one prepared table for each thing that a notebook shows: what `compare` and `ranks` find, with names."""

from govindex.views.papi import papi_table
from govindex.views.par import par_table
from govindex.views.report import (
    list_notes,
    number_notes,
    report_highlights,
    report_notes,
    report_proposals,
    report_references,
)
from govindex.views.sipas import sipas_table
from govindex.views.sparklines import list_lines

__all__ = [
    "list_lines",
    "list_notes",
    "number_notes",
    "papi_table",
    "par_table",
    "report_highlights",
    "report_notes",
    "report_proposals",
    "report_references",
    "sipas_table",
]
