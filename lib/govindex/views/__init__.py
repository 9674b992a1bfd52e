"""Views: one prepared table for each thing that a notebook shows: what `compare` and `ranks` find, with names."""

from govindex.views.papi import papi_contributions, papi_map, papi_scored, papi_table
from govindex.views.papi_spread import papi_spread, papi_subspread
from govindex.views.papi_trend import papi_dimension_trend, papi_total_trend
from govindex.views.par import (
    is_inferred,
    known_provinces,
    par_changes,
    par_joined,
    par_known,
    par_losses,
    par_parts,
    par_steps,
    par_table,
)
from govindex.views.report import (
    list_notes,
    number_notes,
    report_highlights,
    report_notes,
    report_proposals,
    report_references,
)
from govindex.views.sipas import sipas_criteria, sipas_known, sipas_survey, sipas_table, sipas_trend
from govindex.views.whole import list_whole_years, par_map, par_part, par_spread

__all__ = [
    "is_inferred",
    "known_provinces",
    "list_notes",
    "list_whole_years",
    "number_notes",
    "papi_contributions",
    "papi_dimension_trend",
    "papi_map",
    "papi_scored",
    "papi_spread",
    "papi_subspread",
    "papi_table",
    "papi_total_trend",
    "par_changes",
    "par_joined",
    "par_known",
    "par_losses",
    "par_map",
    "par_part",
    "par_parts",
    "par_spread",
    "par_steps",
    "par_table",
    "report_highlights",
    "report_notes",
    "report_proposals",
    "report_references",
    "sipas_criteria",
    "sipas_known",
    "sipas_survey",
    "sipas_table",
    "sipas_trend",
]
