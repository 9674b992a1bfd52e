"""An explorer in a browser, in JupyterLab or in a page: its choices are made as a reader makes them.

Nothing waits on time: an explorer says in its root which state was asked for and which is drawn.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

_MARKS = (Path(__file__).resolve().parent / "marks.js").read_text(encoding="utf-8")

# True when the explorer has drawn the last state asked for, and that state holds the given choices; true also when it
# broke, so that the test ends there and says why.
_SETTLED = """([name, wanted]) => {
  const root = document.querySelector(`#explore-${name}[data-asked]`);
  if (!root) return false;
  if (root.dataset.broken) return true;
  const state = JSON.parse(root.dataset.state);
  const same = Object.entries(wanted).every(([key, value]) => JSON.stringify(state[key]) === JSON.stringify(value));
  return same && root.dataset.asked === root.dataset.drawn;
}"""


class Explored:
    """One explorer on a browser's page.

    Parameters
    ----------
    page : Page
        Of Playwright.
    book : dict
        The book of the explorer, which declares its controls.
    """

    def __init__(self, page: Page, book: dict[str, Any]) -> None:
        self.page = page
        self.book = book
        self.name = book["explorer"]
        self.controls = {control["name"]: control for control in book["controls"]}

    @property
    def root(self) -> Locator:
        return self.page.locator(f"#explore-{self.name}[data-asked]")

    @property
    def state(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-state"))

    @property
    def told(self) -> str:
        """The sentence about an impossible choice; empty where there is none."""
        problem = self.root.locator(".gi-problem")
        return problem.inner_text() if problem.is_visible() else ""

    def panel(self, name: str) -> Locator:
        return self.root.locator(f'[data-panel="{name}"]')

    def settle(self, **wanted: Any) -> None:
        """Wait until a state with these choices is drawn."""
        self.page.wait_for_function(_SETTLED, arg=[self.name, wanted])
        broken = self.root.get_attribute("data-broken")
        assert broken is None, broken

    def marks(self, panel: str) -> list[dict[str, Any]]:
        """Return every mark that a panel shows, once it is settled."""
        return self.panel(panel).evaluate(_MARKS)

    def look(self, panel: str) -> list[tuple]:
        """Return how every mark of a panel looks, without where the panel itself stands."""
        kept = ("kind", "told", "text", "fill", "stroke", "opacity", "path")
        return [tuple(mark[name] for name in kept) for mark in self.marks(panel)]

    def title(self, panel: str) -> str:
        """Return a panel's title, on one line: of its picture, or of its table, or why there is neither."""
        told = self.panel(panel).evaluate(
            """(panel) => [...panel.querySelectorAll(".gi-panel-title, .gi-none, svg.marks .role-title-text text")]
              .filter((element) => element.checkVisibility() && !element.closest(".role-scope, [class*=-header]"))
              .flatMap((element) => element.tagName === "text" ? [...element.childNodes] : [element])
              .map((node) => node.textContent).join(" ")"""
        )
        return " ".join(told.split())

    def table(self, panel: str) -> list[list[str]]:
        """Return what the table of a panel says, its head first."""
        details = self.panel(panel).locator("details.gi-data")
        if not details.evaluate("details => details.open"):
            details.locator("summary").click()
        details.locator("table").wait_for(state="attached")
        rows = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
        return details.locator("tr").evaluate_all(rows)

    def choose(self, **choices: Any) -> None:
        """Make choices one after the other and wait until all are drawn; of several at once, as they are listed."""
        for name, chosen in choices.items():
            control = self.controls[name]
            value = sorted(chosen, key=partial(self.place, name)) if control["kind"] == "several" else chosen
            if self.state[name] != value:
                getattr(self, f"_choose_{control['kind']}")(control, value)
                self.settle(**{name: value})

    def words(self, name: str, value: Any) -> str:
        """Return the words of an option of a control."""
        return next(option[1] for option in self.controls[name]["options"] if option[0] == value)

    def place(self, name: str, value: Any) -> int:
        """Return the place of an option of a control among its options."""
        return [option[0] for option in self.controls[name]["options"]].index(value)

    def pick(self, panel: str, kind: str, **row: Any) -> None:
        """Click in the middle of the topmost mark of a kind whose row has these values."""
        mark = [
            mark
            for mark in self.marks(panel)
            if mark["kind"] == kind and mark["row"] and row.items() <= mark["row"].items()
        ][-1]
        at = {"x": mark["left"] + mark["width"] / 2, "y": mark["top"] + mark["height"] / 2}
        self.panel(panel).locator("svg.marks").click(position=at)


class InPage(Explored):
    """An explorer in a page: HTML's own inputs."""

    def control(self, name: str) -> Locator:
        """Return the input of a control, or the group of its inputs."""
        return self.root.locator(f'[data-control="{name}"] :is(select, input, fieldset)').first

    def _choose_choice(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).select_option(str(value))

    def _choose_search(self, control: dict[str, Any], value: Any) -> None:
        self.search(control["name"], self.words(control["name"], value))

    def search(self, name: str, text: str) -> None:
        """Type into a search and leave it with the Enter key."""
        self.control(name).fill(text)
        self.control(name).press("Enter")

    def _choose_text(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).fill(value)

    def _choose_range(self, control: dict[str, Any], value: Any) -> None:
        """Press the mouse where the value stands on the slider."""
        slider = self.control(control["name"])
        box = slider.bounding_box()
        share = (value - control["minimum"]) / (control["maximum"] - control["minimum"])
        thumb = 16
        slider.click(position={"x": thumb / 2 + share * (box["width"] - thumb), "y": box["height"] / 2})

    def _choose_several(self, control: dict[str, Any], value: list[Any]) -> None:
        name = control["name"]
        chosen = self.state[name]
        for option in [*(old for old in chosen if old not in value), *(new for new in value if new not in chosen)]:
            self.control(name).locator(f'input[value="{option}"]').click()


class InLab(Explored):
    """An explorer in JupyterLab: ipywidgets."""

    def control(self, name: str) -> Locator:
        """Return the widget of a control."""
        label = self.controls[name]["label"]
        named = self.page.locator(".widget-label").get_by_text(label, exact=True)
        return self.page.locator(".jp-OutputArea-output .jupyter-widgets.widget-inline-hbox").filter(has=named)

    def _choose_choice(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).locator("select").select_option(label=self.words(control["name"], value).strip())

    def _choose_search(self, control: dict[str, Any], value: Any) -> None:
        self.search(control["name"], self.words(control["name"], value))

    def search(self, name: str, text: str) -> None:
        """Type into a search and leave it with the Enter key."""
        self.control(name).locator("input").fill(text)
        self.control(name).locator("input").press("Enter")

    def _choose_text(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).locator("input").fill(value)

    def _choose_range(self, control: dict[str, Any], value: Any) -> None:
        """Step with the arrow keys, as fast as they go."""
        steps = round((value - self.state[control["name"]]) / control["step"])
        self.step(control["name"], steps)

    def step(self, name: str, steps: int) -> None:
        """Step a slider with the arrow keys, without waiting in between."""
        handle = self.control(name).locator(".noUi-handle")
        handle.focus()
        for _ in range(abs(steps)):
            handle.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def _choose_several(self, control: dict[str, Any], value: list[Any]) -> None:
        places = [self.place(control["name"], each) for each in value]
        self.control(control["name"]).locator("select").select_option(index=places)
