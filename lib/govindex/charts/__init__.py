"""Charts: functions from a prepared table to an Altair chart. They never compute and never read."""

from govindex.charts.par import known_chart, part_known_chart
from govindex.charts.spread import part_spread_chart
from govindex.charts.tiles import tile_map_chart

__all__ = ["known_chart", "part_known_chart", "part_spread_chart", "tile_map_chart"]
