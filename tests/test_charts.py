"""The charts of all sheets, as they are declared: they are made for no width of a plot."""

from collections.abc import Iterator
from typing import Any

import pytest
from browser.sheets import SHEETS, open_sheet

EDGE = 10  # pixels from the plot's left end, where a fixed place is the same in every width


def _list_places(spec: Any) -> Iterator[Any]:
    if isinstance(spec, dict):
        for channel in ("x", "x2"):
            place = spec.get("encoding", {}).get(channel, {})
            if "value" in place:
                yield place["value"]
        spec = list(spec.values())
    for inner in spec if isinstance(spec, list) else []:
        yield from _list_places(inner)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_a_fixed_place_across_is_an_end_of_the_plot_however_wide_it_is(name):
    parts = open_sheet(name, "en").declared.parts.values()
    charts = [part.chart("en") for part in parts if getattr(part, "chart", None)]
    assert charts
    places = [place for chart in charts for place in _list_places(chart.to_dict(validate=False))]
    assert [place for place in places if isinstance(place, int | float) and place > EDGE] == []
