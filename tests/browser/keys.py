"""A sheet driven by the keyboard alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from browser.on_sheet import OnSheet
from govindex.figures.declared import Declared

_FOCUS = """() => {
  const held = document.activeElement;
  const style = getComputedStyle(held);
  const ring = held.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    ring, tag: held.tagName.toLowerCase(), id: held.id,
    control: held.closest("[data-control]")?.dataset.control || "",
    panel: held.closest("[data-panel]")?.dataset.panel || "",
    option: held.type === "checkbox" || held.matches(".gi-chip") ? held.value : "",
    named: Boolean(held.labels?.length || held.getAttribute("aria-label") || held.textContent.trim()),
  };
}"""


class SheetByKeys(OnSheet):
    """A sheet whose choices are made with Tab, arrows, letters, Space and Enter."""

    def __init__(self, page: Page, declared: Declared) -> None:
        super().__init__(page, declared)
        self.stops: list[dict[str, Any]] = []  # where Tab has been

    def tab_to(self, **wanted: Any) -> dict[str, Any]:
        """Press Tab until what has the focus is as wanted; every stop on the way has a visible ring and a name."""
        for _ in range(600):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_FOCUS)
            if stop["tag"] == "body":
                continue  # from the end of the page to its beginning
            assert stop["ring"], stop
            assert stop["named"], stop
            self.stops.append(stop)
            if wanted.items() <= stop.items():
                return stop
        raise AssertionError(f"Tab does not reach {wanted}.")

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def _choose_choice(self, control: dict[str, Any], value: Any) -> None:
        self.tab_to(control=control["name"], tag="select")
        offered = "select => [...select.options].map((option) => option.value)"
        values = self.control(control["name"]).evaluate(offered)
        steps = values.index(str(value)) - values.index(str(self.state[control["name"]]))
        self.press("ArrowDown" if steps > 0 else "ArrowUp", abs(steps))

    def search(self, name: str, text: str) -> None:
        self.tab_to(control=name, tag="input")
        self.page.keyboard.type(text)
        self.press("Enter")

    def _choose_text(self, control: dict[str, Any], value: Any) -> None:
        self.tab_to(control=control["name"], tag="input")
        self.press("ControlOrMeta+a")
        self.press("Delete")
        self.page.keyboard.type(value)

    def _choose_range(self, control: dict[str, Any], value: Any) -> None:
        self.tab_to(control=control["name"], tag="input")
        steps = round((value - self.state[control["name"]]) / control["step"])
        self.press("ArrowRight" if steps > 0 else "ArrowLeft", abs(steps))

    def drop_one(self, name: str, option: Any) -> None:
        self.tab_to(control=name, option=option)
        self.press("Space")

    def add_one(self, name: str, option: Any) -> None:
        if not self.has_chips(name):
            self.drop_one(name, option)  # the same key turns a box on and off
            return
        self.tab_to(control=name, tag="input")
        self.page.keyboard.type(self.words(name, option))
        self.press("Enter")
