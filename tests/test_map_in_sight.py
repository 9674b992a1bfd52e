"""The map beside the figures: whole in sight on a laptop, with the legend of the colours that it has."""

import pytest
from browser.chromium import NARROW, Seen
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheets import open_sheet

LAPTOP, WIDE = {"width": 1280, "height": 800}, {"width": 1600, "height": 900}


@pytest.fixture(scope="module", params=["papi", "provinces"])
def opened(request, chromium, pages):
    """A page with a map at its side, on a laptop, and its sheet."""
    asked = Asked({"papi": "papi_dimensions", "provinces": "all_provinces"}[request.param], "31", 2021, "vi")
    seen = Seen(chromium, asked.find(pages([asked])), LAPTOP)
    yield seen, OnSheet(seen.page, open_sheet(request.param, "vi").declared)
    seen.context.close()


@pytest.fixture
def shown(opened):
    """The sheet of the page."""
    return opened[1]


def read_texts(shown: OnSheet) -> str:
    return " ".join(shown.panel("map").locator("svg text").all_text_contents())


def test_the_whole_map_is_in_sight_beside_the_figures(shown):
    shown.page.mouse.wheel(0, 900)
    shown.page.wait_for_function("() => scrollY > 300")
    side = shown.page.locator(".gi-side").bounding_box()
    drawn = shown.panel("map").locator("svg.marks").bounding_box()
    assert side["y"] <= drawn["y"]
    assert drawn["y"] + drawn["height"] <= LAPTOP["height"]


# How far, in pixels, each name of a unit stands out of its tile, at the sides and above or below.
STANDS_OUT = """(svg) => {
  const tiles = [...svg.querySelectorAll(".mark-rect path")].map((tile) => tile.getBoundingClientRect());
  const names = [...svg.querySelectorAll(".mark-text text[text-anchor=middle]")];
  return names.map((name) => {
    const box = name.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const tile = tiles.find((each) => each.left < x && x < each.right && each.top < y && y < each.bottom);
    const aside = tile && Math.max(tile.left - box.left, box.right - tile.right);
    return [name.textContent, tile ? Math.max(aside, tile.top - box.top, box.bottom - tile.bottom) : 99];
  });
}"""


@pytest.mark.parametrize("window", [LAPTOP, WIDE, NARROW], ids=lambda window: str(window["width"]))
def test_no_name_leaves_its_tile(opened, chromium, window):
    seen = Seen(chromium, opened[0].path, window)
    found = dict(seen.page.locator("[data-panel=map] svg.marks").evaluate(STANDS_OUT))
    seen.context.close()
    assert len(found) > 60
    assert {name: out for name, out in found.items() if out > 0.5} == {}


def test_the_legend_is_that_of_the_colours(shown):
    assert "Nhóm" in read_texts(shown)
    if shown.declared.name == "papi":
        shown.choose(colour="points")
        told = read_texts(shown)
        assert "Nhóm" not in told
        assert "Cao nhất: 48,059" in told
        assert "Thấp nhất: 37,223" in told
