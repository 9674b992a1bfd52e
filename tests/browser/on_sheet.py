"""A sheet in a browser, in JupyterLab or in a page: its choices are made as a reader makes them.

Nothing waits on time: each part says in its root which state was asked for and which is drawn.
"""

from __future__ import annotations

import json
import random
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from browser.sheets import draw_value
from govindex.figures.declare import Figure
from govindex.figures.declared import Declared
from govindex.figures.sheet import Sheet
from govindex.figures.tell import fill_first

_MARKS = (Path(__file__).resolve().parent / "marks.js").read_text(encoding="utf-8")

# True when every part has drawn the last state asked for, and the state holds the given choices; true also when a part
# broke, so that the test ends there and says why.
_SETTLED = """(wanted) => {
  const parts = [...document.querySelectorAll("[data-part]")];
  if (!parts.length || parts.some((part) => part.dataset.broken)) return parts.length > 0;
  if (parts.some((part) => !part.dataset.asked || part.dataset.asked !== part.dataset.drawn)) return false;
  const controls = parts.find((part) => part.dataset.part === "controls");
  const state = controls ? JSON.parse(controls.dataset.state) : {};
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(state[key]) === JSON.stringify(value));
}"""


class OnSheet:
    """A sheet on a browser's page: its controls are HTML's own inputs everywhere.

    Parameters
    ----------
    page : Page
        Of Playwright.
    declared : Declared
        What the sheet is made of.
    """

    def __init__(self, page: Page, declared: Declared) -> None:
        self.page, self.declared = page, declared
        self.controls = {name: control._asdict() for name, control in declared.controls.items()}

    @property
    def root(self) -> Locator:
        """The element of the controls, which holds the state on screen."""
        return self.part("controls")

    @property
    def state(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-state"))

    def part(self, name: str) -> Locator:
        """Return the element of a part."""
        return self.page.locator(f'[data-part="{name}"][data-asked]')

    def panel(self, name: str) -> Locator:
        return self.part(name).locator("[data-panel]")

    def settle(self, **wanted: Any) -> None:
        """Wait until a state with these choices is drawn."""
        self.page.wait_for_function(_SETTLED, arg=wanted)
        broken = "parts => parts.map((part) => [part.dataset.part, part.dataset.broken]).filter(([, why]) => why)"
        assert self.page.locator("[data-part]").evaluate_all(broken) == []

    @property
    def figures(self) -> dict[str, Figure]:
        """Its parts that are figures."""
        return {name: part for name, part in self.declared.parts.items() if isinstance(part, Figure)}

    def draw_choice(self, name: str, lot: random.Random) -> Any:
        """Return another value that a control can have now, drawn by lot."""
        drawn = [draw_value(self.declared.controls[name], self.state, lot) for _ in range(50)]
        return next(value for value in drawn if value != self.state[name])

    def is_offered(self, name: str) -> bool:
        """Return whether a control is shown in the state."""
        when, label = self.declared.controls[name].when, self.declared.controls[name].label
        if "{" in label and fill_first((label,), Sheet(self.declared, None, self.state).resolve(), {}, "en") is None:
            return False
        return when is None or self.state[when[0]] == when[1]

    def marks(self, panel: str) -> list[dict[str, Any]]:
        """Return every mark that a panel shows, once it is settled."""
        return self.panel(panel).evaluate(_MARKS)

    def look(self, panel: str) -> list[tuple]:
        """Return how every mark of a panel looks, without where the panel itself stands."""
        kept = ("kind", "told", "text", "fill", "stroke", "opacity", "path")
        return [tuple(mark[name] for name in kept) for mark in self.marks(panel)]

    def title(self, panel: str) -> str:
        """Return a panel's title, on one line: above its chart or its table, or why there is neither."""
        told = self.panel(panel).locator(":is(.gi-panel-title, .gi-none):visible").all_text_contents()
        return " ".join(" ".join(told).split())

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
            value = self._order(name, chosen) if control["kind"] == "several" else chosen
            if self.state[name] != value:
                getattr(self, f"_choose_{control['kind']}")(control, value)
                self.settle(**{name: value})

    def _order(self, name: str, chosen: list[Any]) -> list[Any]:
        """Return several choices as they will stand: chips as they came, boxes as they are listed."""
        if not self.has_chips(name):
            return sorted(chosen, key=partial(self.place, name))
        kept = [old for old in self.state[name] if old in chosen]
        return kept + [new for new in chosen if new not in kept]

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

    def control(self, name: str) -> Locator:
        """Return the input of a control, or the group of its inputs."""
        return self.root.locator(f'[data-control="{name}"] :is(select, input, fieldset)').first

    def _choose_choice(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).select_option(str(value))

    def _choose_search(self, control: dict[str, Any], value: Any) -> None:
        """Type a name and take it where it is suggested; only typed, it means the unit that bears it in the year."""
        name, words = control["name"], self.words(control["name"], value)
        self.control(name).fill(words)
        suggested = self.root.locator(f'[data-control="{name}"]').get_by_role("option", name=words, exact=True)
        if suggested.count():
            suggested.click()
        else:
            self.control(name).press("Enter")

    def search(self, name: str, text: str) -> None:
        """Type into a search and leave it with the Enter key."""
        self.control(name).fill(text)
        self.control(name).press("Enter")

    def _choose_text(self, control: dict[str, Any], value: Any) -> None:
        self.control(control["name"]).fill(value)

    def _choose_range(self, control: dict[str, Any], value: Any) -> None:
        """Press the mouse where the value stands on the slider; by arrows where the thumb is in the way."""
        slider = self.control(control["name"])
        box = slider.bounding_box()
        share = (value - control["minimum"]) / (control["maximum"] - control["minimum"])
        thumb = 16
        now = (self.state[control["name"]] - control["minimum"]) / (control["maximum"] - control["minimum"])
        if abs(share - now) * (box["width"] - thumb) < thumb:  # under the thumb, where a press moves nothing
            steps = round((value - self.state[control["name"]]) / control["step"])
            for _ in range(abs(steps)):
                slider.press("ArrowRight" if steps > 0 else "ArrowLeft")
            return
        slider.click(position={"x": thumb / 2 + share * (box["width"] - thumb), "y": box["height"] / 2})
        steps = round(
            (value - float(slider.input_value())) / control["step"]
        )  # a short slider has less than a pixel each
        for _ in range(abs(steps)):
            slider.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def _choose_several(self, control: dict[str, Any], value: list[Any]) -> None:
        name = control["name"]
        chosen = self.state[name]
        for option in [old for old in chosen if old not in value]:
            self.drop_one(name, option)
        for option in [new for new in value if new not in chosen]:
            self.add_one(name, option)

    def has_chips(self, name: str) -> bool:
        """Return whether what is chosen of several stands as chips beside a search."""
        return self.root.locator(f'[data-control="{name}"] .gi-finder').count() > 0

    def drop_one(self, name: str, option: Any) -> None:
        """Take one of several out again."""
        kind = "button" if self.has_chips(name) else "input"
        self.control(name).locator(f'{kind}[value="{option}"]').click()

    def add_one(self, name: str, option: Any) -> None:
        """Choose one more of several: by its name in a search, or its box."""
        if not self.has_chips(name):
            self.control(name).locator(f'input[value="{option}"]').click()
            return
        chosen = self.state[name]
        search = self.control(name).locator("input")
        search.fill(self.words(name, option))
        search.press("Enter")
        self.settle(**{name: [*chosen, option]})
