"""A part as it stands in a page before its script draws it, and for whoever has no script."""

from __future__ import annotations

import json
from html import escape

import pandas as pd

from govindex.figures.choose import choose_cards, choose_rows, has_something, list_shown, tell_title
from govindex.figures.declare import Cards, Column, Figure, Head, Heading, Listing, Prose, State
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames, find_row, take_rows
from govindex.figures.tell import tell, write_value
from govindex.show import link_addresses
from govindex.words import list_group, say


def write_part(declared: Declared, name: str, state: State) -> str:
    """Return a part in a state as HTML; the controls carry the book."""
    frames = declared.frames
    at = f'class="gi-part" data-sheet="{declared.name}" data-part="{name}" lang="{declared.lang}"'
    part = declared.parts.get(name)
    if part is None:
        chosen = {control: state[control] for control in declared.controls}
        state_text = escape(json.dumps(chosen, ensure_ascii=False))
        book = f'<script type="text/plain" class="gi-packed">{declared.book}</script>'
        return f'<section {at} data-state="{state_text}">{book}</section>'
    if isinstance(part, Head):
        at = at.replace("gi-part", "gi-page-head gi-part")
        title, about = (escape(tell(each, frames, state)) for each in (part.title, part.about))
        return f'<header {at}><h1>{title}</h1><p class="gi-sub">{about}</p></header>'
    if isinstance(part, Heading):
        at += "" if find_row(frames[part.table], part.on, state) else " hidden"
    if isinstance(part, Figure):
        at += " data-side" if part.side else ""
        return f"<section {at}>{_write_figure(part, frames, state, declared.lang)}</section>"
    return f"<section {at}>{_WRITERS[type(part)](part, frames, state)}</section>"


def list_texts(part: Prose, frames: Frames, state: State) -> list[str]:
    """Return the paragraphs of a part in a state."""
    row = find_row(frames[part.table], part.on, state)
    own = tell(part.own, frames, state) if part.own else ""
    return [*([own] if own else []), *(row[part.column] if row else [])]


def _write_heading(part: Heading, _frames: Frames, _state: State) -> str:
    about = f'<div class="gi-prose"><p>{escape(part.about)}</p></div>' if part.about else ""
    return f"<h2>{escape(part.heading)}</h2>{about}"


def _write_cards(part: Cards, frames: Frames, state: State) -> str:
    cards = "".join(_write_card(row, part) for row in choose_cards(frames, part, state).to_dict("records"))
    return f'<div class="gi-keys">{cards}</div>'


def _write_prose(part: Prose, frames: Frames, state: State) -> str:
    texts = list_texts(part, frames, state)
    if part.numbered:
        items = (f'<li id="{part.numbered}-{at}">{escape(text)}</li>' for at, text in enumerate(texts, 1))
        return f'<ol class="gi-notes">{"".join(items)}</ol>'
    return f'<div class="gi-prose">{"".join(f"<p>{escape(text)}</p>" for text in texts)}</div>'


def _write_card(row: State, part: Cards) -> str:
    name, value, note = (escape(str(row[each])) for each in ("name", "value", "note"))
    return (
        f'<div class="gi-key"><span class="gi-key-name">{name}</span><span class="gi-key-value">{value}</span>'
        f'{_draw_line(row, part)}<span class="gi-key-note">{note}</span></div>'
    )


def _draw_line(row: State, part: Cards) -> str:
    if not isinstance(row.get("dots"), list):
        return ""
    width, height = part.box
    strokes = "".join(f'<polyline points="{points}"/>' for points in row["strokes"])
    plain, own = ('r="1.6"', 'r="2.2" class="gi-last"')
    dots = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" {own if at == row["at"] else plain}/>' for at, (x, y) in enumerate(row["dots"])
    )
    told = escape(row["told"])
    box = f'viewBox="0 0 {width} {height}" width="{2 * width}" height="{2 * height}"'
    return f'<svg class="gi-spark" {box} role="img" aria-label="{told}"><title>{told}</title>{strokes}{dots}</svg>'


def _write_listing(part: Listing, frames: Frames, state: State) -> str:
    wanted = {column: state[reference.removeprefix("$")] for column, reference in part.keys.items()}
    rows = take_rows(frames[part.table], wanted)
    items = "".join(
        f'<li id="source-{escape(source)}">{link_addresses(citation)}</li>'
        for source, citation in zip(rows["source"], rows["citation"], strict=True)
    )
    head = f"<summary><h2>{escape(part.heading)}</h2></summary>"
    note = f'<p class="gi-note">{escape(part.note)}</p>' if part.note else ""
    # Whoever has no script sees them all.
    return f'<details class="gi-sources" open>{head}<ol>{items}</ol></details>{note}'


def _write_figure(figure: Figure, frames: Frames, state: State, lang: str) -> str:
    rows = choose_rows(frames, figure, state)
    title = escape(tell_title(frames, figure, rows, state))
    if not has_something(rows, figure):
        return f'<p class="gi-none">{title}</p>' if title else ""
    headings = list_group("column", lang)
    headings["publisher"] = headings["source"]
    shown = list_shown(figure, rows, state)
    heads = "".join(f'<th scope="col">{escape(own or headings.get(name, name))}</th>' for name, own, _ in shown)
    notes = [column.note for column in figure.columns.values() if isinstance(column, Column) and column.note]
    lines = "".join(
        "<tr>" + "".join(_write_cell(figure, row, name, form, lang) for name, _, form in shown) + "</tr>"
        for row in rows[list(dict.fromkeys([*(name for name, _, _ in shown), *notes]))].to_dict("records")
    )
    opened = " open" if figure.chart is None else ""
    return (
        f'<p class="gi-panel-title">{title}</p>'
        f'<details class="gi-data"{opened}><summary>{escape(say("sheet.table", lang))}</summary>'
        f'<div class="gi-scroll" tabindex="0"><table class="gi-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div></details>"
    )


def _write_cell(figure: Figure, row: State, name: str, form: int | str | None, lang: str) -> str:
    column, value = figure.columns[name], row[name]
    note = row[column.note] if isinstance(column, Column) and column.note else None
    notes = note if isinstance(note, list) else [] if note is None or pd.isna(note) else [note]
    mark = " ".join(f'<sup><a href="#note-{each:g}">{each:g}</a></sup>' for each in notes)
    if value is None or pd.isna(value):
        return f"<td>–{mark}</td>"
    kind = "" if form is None else ' class="gi-num"'
    return f"<td{kind}>{escape(write_value(value, form, lang))}{mark}</td>"


_WRITERS = {Prose: _write_prose, Cards: _write_cards, Heading: _write_heading, Listing: _write_listing}
