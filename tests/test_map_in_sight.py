"""The map beside the figures: whole in sight on a laptop, with the legend of the colours that it has."""

import pytest
from browser.chromium import Seen
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheets import open_sheet

LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="module", params=["papi", "provinces"])
def shown(request, chromium, pages):
    """A sheet with a map at its side, on a laptop."""
    asked = Asked({"papi": "papi_dimensions", "provinces": "all_provinces"}[request.param], "31", 2021, "vi")
    seen = Seen(chromium, asked.find(pages([asked])), LAPTOP)
    yield OnSheet(seen.page, open_sheet(request.param, "vi").declared)
    seen.context.close()


def read_texts(shown: OnSheet) -> str:
    return " ".join(shown.panel("map").locator("svg text").all_text_contents())


def test_the_whole_map_is_in_sight_beside_the_figures(shown):
    shown.page.mouse.wheel(0, 900)
    shown.page.wait_for_function("() => scrollY > 300")
    side = shown.page.locator(".gi-side").bounding_box()
    drawn = shown.panel("map").locator("svg.marks").bounding_box()
    assert side["y"] <= drawn["y"]
    assert drawn["y"] + drawn["height"] <= LAPTOP["height"]


def test_the_legend_is_that_of_the_colours(shown):
    assert "Nhóm" in read_texts(shown)
    if shown.declared.name == "papi":
        shown.choose(colour="points")
        told = read_texts(shown)
        assert "Nhóm" not in told
        assert "Cao nhất: 48,059" in told
        assert "Thấp nhất: 37,223" in told
