"""A choice on a laptop shows in the window, wherever the figure stands that it changes."""

import random

import pytest
from browser.chromium import Seen
from browser.on_sheet import OnSheet
from browser.pages import Asked
from browser.sheets import IN_ONE, NOTEBOOKS, open_sheet

LAPTOP = {"width": 1280, "height": 800}
# Whether something in the parts is new or gone since the last look, and whether that shows: in the window as it stands
# now, or, of what is gone, as it stood.
LOOK = """() => {
  const of = (tags) => `[data-part]:not([data-part="controls"]) :is(${tags})`;
  const tell = (each) => {
    const drawn = ["d", "transform", "fill", "stroke", "opacity"].map((name) => each.getAttribute(name));
    return [each.closest("[data-part]").dataset.part, each.tagName, each.textContent, ...drawn].join("|");
  };
  const isInWindow = (box) => box.bottom > 0 && box.top < innerHeight;
  const every = [...document.querySelectorAll(of("h1, h2, h3, p, td, th, li, span, circle, .role-mark > *"))];
  const seen = every.filter((each) => each.checkVisibility());
  const now = new Map(seen.map((each) => [tell(each), isInWindow(each.getBoundingClientRect())]));
  const { told = new Map(), at = 0 } = window.lastLook ?? {};
  window.lastLook = { told: now, at: scrollY };
  const fresh = [...now].filter(([text]) => !told.has(text));
  const gone = [...told].filter(([text]) => !now.has(text));
  const shows = [...fresh, ...(at === scrollY ? gone : [])].some(([, inWindow]) => inWindow);
  return [fresh.length + gone.length > 0, shows];
}"""
STILL = """() => new Promise((resolve) => {
  let last = -1;
  const look = () => {
    if (scrollY === last) return resolve();
    last = scrollY;
    return setTimeout(look, 150);
  };
  look();
})"""


@pytest.fixture
def show(chromium, pages):
    """Return a maker of a sheet in a page on a laptop."""
    opened = []

    def open_shown(name, lang="vi") -> OnSheet:
        asked = Asked(NOTEBOOKS[name], "31", 2021, lang)
        opened.append(Seen(chromium, asked.find(pages([asked])), LAPTOP))
        shown = OnSheet(opened[-1].page, open_sheet(name, lang).declared)
        shown.settle()
        return shown

    yield open_shown
    for seen in opened:
        seen.context.close()


def choose_from_the_top(shown: OnSheet, name: str, lot: random.Random) -> tuple[bool, bool]:
    """Make a choice; return whether anything has changed, and whether it shows in the window."""
    shown.page.evaluate("() => scrollTo(0, 0)")
    shown.page.evaluate(LOOK)
    shown.choose(**{name: shown.draw_choice(name, lot)})
    shown.page.evaluate(STILL)
    return tuple(shown.page.evaluate(LOOK))


@pytest.mark.parametrize(("name", "lang"), IN_ONE)
def test_every_choice_shows_in_the_window(show, name, lang):
    shown, lot = show(name, lang), random.Random(name)
    looked_at = set()
    for control in reversed(shown.controls):  # what a year leaves to choose is chosen before the year
        if not shown.is_offered(control):
            shown.choose(**dict([shown.declared.controls[control].when]))
        for _ in range(3):  # a choice may well change nothing
            changed, in_sight = choose_from_the_top(shown, control, lot)
            assert in_sight or not changed, control
            if changed:
                looked_at.add(control)
                break
    assert len(looked_at) > len(shown.controls) / 2


def test_a_choice_that_shows_where_one_looks_does_not_move_the_page(show):
    shown = show("papi")
    for part in ("spread", "trend"):
        shown.panel(part).evaluate("panel => panel.scrollIntoView({ block: 'center' })")
        shown.page.evaluate(STILL)
        before = shown.page.evaluate("() => scrollY")
        shown.choose(province="48" if part == "spread" else "79")
        shown.page.evaluate(STILL)
        assert abs(shown.page.evaluate("() => scrollY") - before) < 100, part  # a table above may be longer


def test_a_click_on_a_mark_does_not_move_the_page(show):
    shown = show("papi")
    shown.pick("map", "rect mark", province="48")
    shown.settle(province="48")
    shown.page.evaluate(STILL)
    assert shown.page.evaluate("() => scrollY") == 0


def test_a_narrow_page_stays_where_its_choices_are(show):
    shown = show("par")
    shown.page.set_viewport_size({"width": 390, "height": 844})
    shown.root.scroll_into_view_if_needed()
    before = shown.page.evaluate("() => scrollY")
    shown.choose(order="lost")
    shown.page.evaluate(STILL)
    assert abs(shown.page.evaluate("() => scrollY") - before) < 100
