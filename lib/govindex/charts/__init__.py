"""Charts: functions from a prepared table to an Altair chart. They never compute and never read."""

from govindex.charts.par import change_chart, known_chart, lost_points_chart, waterfall_chart

__all__ = ["change_chart", "known_chart", "lost_points_chart", "waterfall_chart"]
