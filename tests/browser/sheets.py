"""The sheets as the tests know them: states drawn by lot, and what library and front end read in a state."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
from playwright.sync_api import Browser, Page

import govindex
from govindex.figures.book import describe_part
from govindex.figures.choose import choose_cards, choose_rows, has_something, list_shown, tell_title
from govindex.figures.controls import Control, follow_choice
from govindex.figures.declare import Cards, Figure, Head, Heading, Listing, Prose, State
from govindex.figures.declared import Declared
from govindex.figures.frames import find_row, take_rows
from govindex.figures.markup import list_texts
from govindex.figures.sheet import Sheet
from govindex.figures.tell import tell
from govindex.front import read_scripts

NOTEBOOKS = {
    "report": "report",
    "papi": "papi_dimensions",
    "sipas": "sipas_criteria",
    "par": "par_components",
    "provinces": "all_provinces",
    "change": "change",
    "trend": "trend",
    "ranking": "ranking",
    "whatif": "whatif",
    "peers": "peers",
    "proposals": "proposals",
    "structure": "structure",
    "three_indices": "three_indices",
    "new_year": "new_year",
}
SHEETS = list(NOTEBOOKS)
LANGS = ("vi", "en")
# Each sheet in one language, and in the other one: what is no matter of words is looked at in either.
IN_ONE = [(name, LANGS[at % 2]) for at, name in enumerate(SHEETS)]
IN_THE_OTHER = [(name, LANGS[(at + 1) % 2]) for at, name in enumerate(SHEETS)]

# What the front end reads in each of some states: its parts by name.
_READ = """async ([book, states]) => {
  const { Sheet, unpackBook, lookAt } = window.govindexSheets;
  const read = await unpackBook(book);
  return states.map((state) => {
    const sheet = new Sheet(read, state, { tell: () => {} });
    const whole = sheet.resolve();
    const look = ([name, part]) => [name, lookAt[part.kind](sheet, part, whole)];
    return Object.fromEntries(Object.entries(read.parts).map(look));
  });
}"""


_described: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}


@cache
def open_sheet(name: str, lang: str, province: str = "31", year: int = 2021) -> Sheet:
    """Return a sheet as its notebook opens it."""
    return getattr(govindex, f"open_{name}")(govindex.open_page(province, year, lang))


def list_states(sheet: Sheet, count: int, seed: int) -> list[State]:
    """Return states drawn by lot over every control, with the one that the sheet opens with before them."""
    lot = random.Random(seed)
    return [sheet.state, *(_draw_state(sheet, lot) for _ in range(count))]


def _draw_state(sheet: Sheet, lot: random.Random) -> State:
    controls = sheet.declared.controls
    state = sheet.state
    for name in lot.sample(list(controls), len(controls)):
        state = follow_choice(controls.values(), {**state, name: draw_value(controls[name], state, lot)}, name)
    return state


def draw_value(control: Control, state: State, lot: random.Random) -> Any:
    """Return a value that a control can have in a state, drawn by lot."""
    options = [option[0] for option in control.options]
    if control.kind == "range":
        steps = round((control.maximum - control.minimum) / control.step)
        return round(control.minimum + lot.randint(0, steps) * control.step, 6)
    if control.kind == "several":
        options = [option for option in options if not control.without or option != state[control.without]]
        return lot.sample(options, lot.randint(0, min(control.most or len(options), len(options))))
    if control.kind == "text":
        return lot.choice(["", "a", "da", "hai ph", "zz"])
    if control.allowed is not None:
        options = control.allowed[1][state[control.allowed[0]]]
    return lot.choice(options)


def open_bare(browser: Browser) -> Page:
    """Return an empty page with the front end's scripts."""
    page = browser.new_page()
    page.add_script_tag(content=read_scripts())
    return page


def read_in_front(page: Page, declared: Declared, states: list[State]) -> list[dict[str, Any]]:
    """Return what the front end reads of every part in each state."""
    return page.evaluate(_READ, [declared.book, states])


def read_in_library(declared: Declared, state: State) -> dict[str, Any]:
    """Return what the library reads of every part in a state, as the front end gives it."""
    sheet = Sheet(declared, None, state)
    whole = sheet.resolve()
    return {name: _read_part(declared, part, whole) for name, part in declared.parts.items()}


def tell_in_library(declared: Declared, state: State) -> dict[str, list[str]]:
    """Return every sentence of each part in a state, without the rows of its figures."""
    whole = Sheet(declared, None, state).resolve()
    frames, told = declared.frames, {}
    for name, part in declared.parts.items():
        if isinstance(part, Head):
            told[name] = [tell(each, frames, whole) for each in (part.title, part.about)]
        elif isinstance(part, Prose):
            told[name] = list_texts(part, frames, whole)
        elif isinstance(part, Figure):
            rows = choose_rows(frames, part, whole) if part.search is not None else frames[part.table].iloc[:0]
            told[name] = [tell_title(frames, part, rows, whole)]
    return told


def list_works(declared: Declared, state: State) -> list[dict[str, Any]]:
    """Return the works that a sheet lists in a state, in their order."""
    whole = Sheet(declared, None, state).resolve()
    listings = [part for part in declared.parts.values() if isinstance(part, Listing)]
    return [row for part in listings for row in _read_part(declared, part, whole)["rows"]]


def _read_part(declared: Declared, part: Any, state: State) -> dict[str, Any]:
    frames = declared.frames
    if isinstance(part, Head):
        return {"title": tell(part.title, frames, state), "about": tell(part.about, frames, state)}
    if isinstance(part, Listing):
        wanted = {column: state[reference.removeprefix("$")] for column, reference in part.keys.items()}
        return {"rows": list_plain(take_rows(frames[part.table], wanted))}
    if isinstance(part, Cards):
        return {"rows": list_plain(choose_cards(frames, part, state))}
    if isinstance(part, Heading):
        return {"shown": find_row(frames[part.table], part.on, state) is not None}
    if isinstance(part, Figure):
        rows = choose_rows(frames, part, state)
        shown = list_plain(rows) if has_something(rows, part) else []
        return {
            "title": tell_title(frames, part, rows, state),
            "rows": shown,
            "columns": _list_columns(declared, part, rows, state),
        }
    return {"texts": list_texts(part, frames, state)}


def _list_columns(declared: Declared, part: Figure, rows: pd.DataFrame, state: State) -> list[dict[str, Any]]:
    """Return the columns of a figure's table with what depends on the state: heading and form."""
    described = _describe_columns(declared, part.name)
    columns = []
    for name, heading, form in list_shown(part, rows, state):
        written = {} if form is None else {"form": form}
        columns.append({**described[name], "title": heading or described[name]["title"], **written})
    return columns


def _describe_columns(declared: Declared, part: str) -> dict[str, dict[str, Any]]:
    key = (declared.name, declared.lang, part)  # what is declared of a part is the same whatever the tables hold
    if key not in _described:
        columns = describe_part(declared.parts[part], declared.lang)["columns"]
        _described[key] = {column["name"]: column for column in columns}
    return _described[key]


def list_plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table with plain values, None for what is missing."""
    missing = frame.isna()
    columns = {
        name: [
            None if lost and not isinstance(value, list) else value
            for value, lost in zip(frame[name].tolist(), missing[name], strict=True)
        ]
        for name in frame
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def list_differences(ours: Any, theirs: Any, at: str = "") -> Iterator[str]:
    """Yield where two readings differ: numbers by more than 1e-9, texts by a letter, rows by their order."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours.keys() != theirs.keys() - {"pick"}:  # of the front end alone: what a click chooses
            yield f"{at}: {sorted(ours.keys() ^ (theirs.keys() - {'pick'}))} on one side only"
        for key in ours.keys() & theirs.keys():
            yield from list_differences(ours[key], theirs[key], f"{at}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{at}: {len(ours)} here, {len(theirs)} in front"
        for place, (left, right) in enumerate(zip(ours, theirs, strict=False)):
            yield from list_differences(left, right, f"{at}[{place}]")
    elif _is_number(ours) and _is_number(theirs):
        if abs(ours - theirs) > 1e-9:
            yield f"{at}: {ours!r} here, {theirs!r} in front"
    elif ours != theirs or isinstance(ours, bool) is not isinstance(theirs, bool):
        yield f"{at}: {ours!r} here, {theirs!r} in front"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
