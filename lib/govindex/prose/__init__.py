"""Prose: the sentences that a good analyst would write, computed from the tables, in both languages."""

from govindex.prose.papi import papi_paragraph, papi_title
from govindex.prose.papi_charts import (
    papi_contributions_title,
    papi_dimension_trend_title,
    papi_map_title,
    papi_subspread_title,
    papi_total_trend_title,
)
from govindex.prose.par import (
    par_changes_title,
    par_known_title,
    par_losses_title,
    par_paragraph,
    par_parts_title,
    par_steps_title,
)
from govindex.prose.report import report_absence, report_keys, report_scope
from govindex.prose.sentences import tell_absence
from govindex.prose.sipas import (
    sipas_criteria_title,
    sipas_known_title,
    sipas_notes,
    sipas_paragraph,
    sipas_survey_title,
    sipas_trend_title,
)
from govindex.prose.whole import par_map_title, par_part_title, par_spread_title

__all__ = [
    "papi_contributions_title",
    "papi_dimension_trend_title",
    "papi_map_title",
    "papi_paragraph",
    "papi_subspread_title",
    "papi_title",
    "papi_total_trend_title",
    "par_changes_title",
    "par_known_title",
    "par_losses_title",
    "par_map_title",
    "par_paragraph",
    "par_part_title",
    "par_parts_title",
    "par_spread_title",
    "par_steps_title",
    "report_absence",
    "report_keys",
    "report_scope",
    "sipas_criteria_title",
    "sipas_known_title",
    "sipas_notes",
    "sipas_paragraph",
    "sipas_survey_title",
    "sipas_trend_title",
    "tell_absence",
]
