"""Parts of a sheet on screen, held against the library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from browser.library import check_straight, middle
from browser.on_sheet import OnSheet
from browser.sheets import list_works, read_in_library
from govindex.figures.declare import Cards, Column, Figure, Heading, Listing, Prose
from govindex.figures.tell import write_value
from govindex.tables.names import fold

# Marks whose middle stands at a value: figure, fill, column, and 0 for across or 1 for up.
PLACED = {
    "papi": [("spread", "#0b5a83", "score", 0), ("trend", "#ffffff", "year", 0), ("trend", "#ffffff", "score", 1)],
    "sipas": [("criteria", None, "year", 0), ("criteria", None, "score", 1), ("known", None, "score", 0)],
    "par": [("known", None, "score", 0), ("part", None, "score", 0)],
    "provinces": [("standing", None, "score", 1), ("course", None, "year", 0), ("course", None, "score", 1)],
}


def check_sheet(shown: OnSheet, *, tables: bool = False) -> None:
    """Check every part on screen against what the library reads in the state on screen."""
    read = read_in_library(shown.declared, shown.state)
    title = read["head"]["title"]
    assert shown.part("head").locator("h1").text_content() == title
    assert shown.part("head").locator(".gi-sub").text_content() == read["head"]["about"]
    for name, part in shown.declared.parts.items():
        if isinstance(part, Prose):
            kind = ".gi-notes li" if part.numbered else ".gi-prose p"
            texts = shown.part(name).locator(kind).evaluate_all("all => all.map((each) => each.textContent)")
            assert texts == read[name]["texts"]
        if isinstance(part, Heading):
            check_heading(shown, part, read[name]["shown"])
        if isinstance(part, Cards):
            check_cards(shown, part, read[name]["rows"])
        if isinstance(part, Listing):
            items = shown.part(name).locator("li").evaluate_all("all => all.map((each) => each.textContent)")
            assert items == [row["citation"] for row in read[name]["rows"]]
        if isinstance(part, Figure):
            assert shown.title(name) == " ".join(read[name]["title"].split()), name
            check_marks(shown, part, read[name]["rows"])
            if tables and read[name]["rows"]:
                check_table(shown, part, read[name]["rows"], read[name]["columns"])
    check_places(shown)
    check_controls(shown)


def check_controls(shown: OnSheet) -> None:
    """The controls that a state leaves to choose are on screen, and nothing that is marked as hidden is."""
    boxes = shown.root.locator("[data-control]:visible")
    seen = boxes.evaluate_all("all => all.map((each) => each.dataset.control)")
    assert seen == [name for name in shown.controls if shown.is_offered(name)]
    drawn = "all => all.filter((each) => each.getClientRects().length).map((each) => each.outerHTML.slice(0, 200))"
    assert shown.page.locator("[data-part] [hidden]").evaluate_all(drawn) == []


def check_heading(shown: OnSheet, heading: Heading, wanted: bool) -> None:
    """A heading is there where it has something to head, and in a page its line among the contents too."""
    assert shown.part(heading.name).is_visible() == wanted, heading.name
    assert shown.part(heading.name).locator("h2").text_content() == heading.heading
    listed = shown.page.locator(".gi-contents li", has=shown.page.get_by_text(heading.heading, exact=True))
    for line in listed.all():
        assert (line.get_attribute("hidden") is None) == wanted, heading.name


def check_cards(shown: OnSheet, cards: Cards, rows: list[dict[str, Any]]) -> None:
    """Key figures are those of the rows, in their order, with as many dots as years and one of them marked."""
    told = [[row["name"], row["value"], row["note"]] for row in rows]
    read = "all => all.map((key) => [...key.querySelectorAll('span')].map((each) => each.textContent))"
    every = shown.part(cards.name).locator(".gi-key")
    assert every.evaluate_all(read) == told
    for key, row in zip(every.all(), rows, strict=True):
        assert key.locator("circle").count() == len(row["dots"] or [])
        assert key.locator("polyline").count() == len(row["strokes"] or [])
        assert key.locator(".gi-last").count() == (row["at"] is not None and bool(row["dots"]))
        if row["dots"]:
            assert key.locator("svg").get_attribute("aria-label") == row["told"]


def check_marks(shown: OnSheet, figure: Figure, rows: list[dict[str, Any]]) -> None:
    """Marks carry the rows chosen, every row that has something to show is carried, and texts are the rows' own."""
    marks = shown.marks(figure.name)
    if not rows:
        assert marks == [], figure.name
        assert shown.panel(figure.name).locator(".gi-panel-chart").is_hidden(), figure.name
        return
    if figure.chart is None:
        return
    plain = {name: value for name, value in rows[0].items() if name not in _listed_columns(rows)}
    chosen = {_key(row, plain): row for row in rows}
    carried = set()
    for mark in marks:
        for row in mark["rows"]:
            if plain.keys() <= row.keys():
                assert _key(row, plain) in chosen, (figure.name, row)
                carried.add(_key(row, plain))
                texts = {_squash(str(value)) for value in row.values()}
                assert mark["kind"] != "text mark" or _squash(mark["text"]) in texts, (figure.name, mark["text"], row)
    missed = [row for key, row in chosen.items() if key not in carried and row[figure.needs] is not None]
    assert shown.state.get("form") == "slope" or missed == [], figure.name


def _listed_columns(rows: list[dict[str, Any]]) -> set[str]:
    return {name for name in rows[0] if any(isinstance(row[name], list) for row in rows)}


def _key(row: dict[str, Any], columns: dict[str, Any]) -> str:
    """Return a row's values as text: numbers to nine places, a hair up, for many a median ends in a half."""
    values = [row.get(name) for name in columns if not isinstance(row.get(name), list)]
    plain = [round(float(each) + 3e-11, 9) if isinstance(each, int | float) else each for each in values]
    return json.dumps(plain, ensure_ascii=False)


def _squash(text: str) -> str:
    return "".join(text.split())


def check_places(shown: OnSheet) -> None:
    """Dots stand on one straight line of their values, those of each scale of points on one of its own."""
    for figure, fill, column, along in PLACED.get(shown.declared.name, []):
        points = [mark for mark in shown.marks(figure) if mark["kind"] == "point" and fill in (None, mark["fill"])]
        lowest = min((mark["layer"] for mark in points), default=0)
        drawn = [mark for mark in points if (fill or mark["layer"] == lowest) and mark["row"].get(column) is not None]
        for scale in {mark["row"].get("scale") for mark in drawn}:
            of_scale = [mark for mark in drawn if mark["row"].get("scale") == scale]
            if len(of_scale) > 1:
                check_straight([(mark["row"][column], middle(mark)[along]) for mark in of_scale])


def check_table(shown: OnSheet, figure: Figure, rows: list[dict[str, Any]], columns: list[dict[str, Any]]) -> None:
    """The table has the rows of the chart in their order, as the language writes them."""
    lang = shown.declared.lang
    headings = {column["name"]: column["title"] for column in columns}
    forms = {column["name"]: column.get("form") for column in columns}
    listed_works = list_works(shown.declared, shown.state)
    works = [_cite(row, listed_works) for row in rows]
    cited = "publisher" in headings and any(works)
    one_work = len(rows) > 1 and len({tuple(each) for each in works}) == 1

    def is_shared(name: str) -> bool:
        if cited and name == "publisher":
            return one_work
        return name != figure.needs and _is_shared(name, rows)

    shared = [name for name in list(headings)[1:] if is_shared(name)]
    left = [name for name in headings if name not in shared]
    trusted = [name for name in left if _is_trust(name) and not (cited and name == "publisher")]
    statuses = _list_marks([name for name in trusted if "publisher" not in name], rows, list("•†‡§¶"))
    numbered = [f"[{at}]" for at in range(1, len(rows) + 1)]
    marks = {name: _list_marks([name], rows, numbered) if "publisher" in name else statuses for name in trusted}
    cells = [
        [
            " ".join(f"[{at}]" for at in each)
            if cited and name == "publisher"
            else marks.get(name, {}).get(row[name]) or _write(row[name], forms[name], lang)
            for name in left
        ]
        for row, each in zip(rows, works, strict=True)
    ]
    spanned = [_hide_spanned(figure, rows, left, at) for at in range(len(rows))]
    cells = [
        [f"{cell}{_tell_note(figure, name, row)}" for name, cell in zip(left, line, strict=True) if name not in hidden]
        for row, line, hidden in zip(rows, cells, spanned, strict=True)
    ]
    assert shown.table(figure.name) == [[headings[name] for name in left], *cells], figure.name
    told = {name: f"{headings[name]}: {_write(rows[0][name], forms[name], lang)}" for name in shared}
    caption = shown.panel(figure.name).locator("table caption").all_text_contents()
    above = " · ".join(text for name, text in told.items() if not _is_trust(name))
    assert caption == ([above] if above else []), figure.name
    explained = list(dict.fromkeys(f"{mark} {text}" for each in marks.values() for text, mark in each.items()))
    trust = [text for name, text in told.items() if _is_trust(name) and not (cited and name == "publisher")]
    numbers = {at: publisher for each in works for at, publisher in each.items()}
    listed = " · ".join(f"[{at}] {numbers[at]}" for at in sorted(numbers))
    below = " · ".join([*trust, *explained, *([f"{headings['publisher']}: {listed}"] if cited else [])])
    assert shown.panel(figure.name).locator(".gi-source").text_content() == below


def _cite(row: dict[str, Any], works: list[dict[str, Any]]) -> dict[int, str]:
    """Return the works of a row, their publishers by their numbers: by its sources, else by its publisher."""
    sources = (row.get("source") or "").split("; ")
    found = {at: work["publisher"] for at, work in enumerate(works, 1) if work["source"] in sources}
    named = {at: work["publisher"] for at, work in enumerate(works, 1) if work["publisher"] == row.get("publisher")}
    return found or named


def _hide_spanned(figure: Figure, rows: list[dict[str, Any]], left: list[str], at: int) -> set[str]:
    """Return the columns of groups whose value goes on from the row above."""
    groups = [name for name in figure.groups if name in left]
    goes_on = [
        at > 0 and all(rows[at][each] == rows[at - 1][each] for each in figure.groups[: depth + 1])
        for depth, _ in enumerate(figure.groups)
    ]
    return {name for name in groups if goes_on[figure.groups.index(name)]}


def _tell_note(figure: Figure, name: str, row: dict[str, Any]) -> str:
    column = figure.columns[name]
    note = row[column.note] if isinstance(column, Column) and column.note else None
    notes = note if isinstance(note, list) else [note]
    return " ".join(str(int(each)) for each in notes if each is not None)


def _is_trust(name: str) -> bool:
    return "status" in name or "publisher" in name


def _list_marks(names: list[str], rows: list[dict[str, Any]], signs: list[str]) -> dict[str, str]:
    """Return the mark of each status or source of some columns, in the order of the columns and of their first rows."""
    texts = dict.fromkeys(row[name] for name in names for row in rows if row[name] is not None)
    return dict(zip(texts, signs, strict=False))


def name_file(shown: OnSheet, figure: str) -> str:
    """Return how a file with what a figure shows is called, without its ending: the province by code and name."""
    state = shown.state
    place = re.sub(r"[^a-z0-9]+", "-", " ".join(map(fold, shown.words("province", state["province"]).split())))
    place = place.strip("-")
    return f"{shown.declared.name}-{state['year']}-{state['province']}-{place}-{figure}"


class Taken(NamedTuple):
    """A file that a part handed out: the name that it suggests, and where it lies."""

    name: str
    path: Path


def take_file(shown: OnSheet, figure: str, kind: str) -> Taken:
    """Return the file of a kind (``csv``, ``xlsx``) that the table of a part hands out, its fold being open."""
    with shown.page.expect_download() as download:
        shown.panel(figure).locator(f"button.gi-{kind}").click()
    return Taken(download.value.suggested_filename, download.value.path())


def _is_shared(name: str, rows: list[dict[str, Any]]) -> bool:
    values = {row[name] for row in rows if not isinstance(row[name], list)}
    return len(rows) > 1 and len(values) == 1 and None not in values


def _write(value: Any, form: int | str | None, lang: str) -> str:
    return "–" if value is None else write_value(value, form, lang)
