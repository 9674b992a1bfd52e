"""Charts: functions from a prepared table to an Altair chart. They never compute and never read."""

from govindex.charts.papi import contribution_chart, dimension_trend_chart, total_trend_chart
from govindex.charts.par import change_chart, known_chart, lost_points_chart, part_known_chart, waterfall_chart
from govindex.charts.sipas import criteria_chart, index_chart, survey_chart
from govindex.charts.spread import dimension_spread_chart, part_spread_chart, subdimension_spread_chart
from govindex.charts.tiles import tile_map_chart

__all__ = [
    "change_chart",
    "contribution_chart",
    "criteria_chart",
    "dimension_spread_chart",
    "dimension_trend_chart",
    "index_chart",
    "known_chart",
    "lost_points_chart",
    "part_known_chart",
    "part_spread_chart",
    "subdimension_spread_chart",
    "survey_chart",
    "tile_map_chart",
    "total_trend_chart",
    "waterfall_chart",
]
