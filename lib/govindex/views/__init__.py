"""Views: one prepared table for each thing that a notebook shows: what `compare` and `ranks` find, with names."""

from govindex.views.papi import papi_contributions, papi_map, papi_scored, papi_table
from govindex.views.par import known_provinces, par_changes, par_known, par_losses, par_steps, par_table

__all__ = [
    "known_provinces",
    "papi_contributions",
    "papi_map",
    "papi_scored",
    "papi_table",
    "par_changes",
    "par_known",
    "par_losses",
    "par_steps",
    "par_table",
]
