"""Views: one prepared table for each thing that a notebook shows: what `compare` and `ranks` find, with names."""

from govindex.views.papi import papi_table
from govindex.views.par import known_provinces, par_known, par_table
from govindex.views.report import (
    list_notes,
    number_notes,
    report_highlights,
    report_notes,
    report_proposals,
    report_references,
)
from govindex.views.sipas import sipas_table
from govindex.views.whole import list_whole_years, par_map, par_part, par_spread

__all__ = [
    "known_provinces",
    "list_notes",
    "list_whole_years",
    "number_notes",
    "papi_table",
    "par_known",
    "par_map",
    "par_part",
    "par_spread",
    "par_table",
    "report_highlights",
    "report_notes",
    "report_proposals",
    "report_references",
    "sipas_table",
]
