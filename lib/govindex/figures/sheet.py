"""A sheet: one state of choices, and the parts of a page that all follow it, in JupyterLab and in a page alike.

In a notebook each part is a cell of its own: ``papi["trend"]`` as the last line shows it, ``papi["trend"].data`` is the
table of what it shows. With a kernel a part is a widget; without one (an exported page) the same front end reads the
same book, which stands in the page once.
"""

from __future__ import annotations

import json
import os
import textwrap
import uuid
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets
from IPython.display import HTML

from govindex import reads, show
from govindex.errors import GovindexError, UnknownName, near_clause, near_names
from govindex.figures.book import describe_part, list_columns, write_book
from govindex.figures.controls import Control, check_choice, find_option, follow_choice
from govindex.figures.declare import (
    Derived,
    Figure,
    Frames,
    Head,
    Listing,
    Part,
    Prose,
    State,
    choose_rows,
    find_row,
    has_something,
    list_shown,
    resolve,
    take_rows,
    tell,
    tell_title,
    write_value,
)
from govindex.figures.stored import Stored, find_place, read_stored, store
from govindex.front import ON_A_PAGE, read_front, read_style
from govindex.tables.load import Tables
from govindex.tables.names import fold
from govindex.vega import load_bundle_of_altair
from govindex.words import list_group, say

CONTROLS = "controls"  # the part that holds the choices


class Declared:
    """What sheets of one name and language share: controls, tables, parts, and all of it as the text of a book.

    Parameters
    ----------
    tables : Tables
        What the figures are computed of.
    notebook : str
        The notebook that shows it, for the line that makes a page again.
    controls : list of Control
        What can be chosen.
    defaults : dict
        The choices that a sheet begins with unless it is opened with others.
    derived : tuple of Derived
        What follows from the choices, in an order in which each needs only those before it.
    frames : Frames
        The tables that parts take their rows from.
    parts : list of Part
        What the page is made of, but the controls.
    """

    def __init__(
        self,
        name: str,
        lang: str,
        *,
        tables: Tables,
        notebook: str,
        controls: list[Control],
        defaults: State,
        frames: Frames,
        parts: list[Part],
        derived: tuple[Derived, ...] = (),
    ) -> None:
        self.name, self.lang, self.notebook = name, lang, notebook
        self.controls = {control.name: control for control in controls}
        self.defaults, self.derived = defaults, derived
        self.parts = {part.name: part for part in parts}
        self._tables, self._frames = tables, frames

    @cached_property
    def frames(self) -> Frames:
        """The tables that parts take their rows from: those of a book on disk, else each made when it is asked for."""
        if self._stored is not None:
            told = {table: set(conditions) for table, conditions in self._stored.told.items()}
            self._frames.take(self._stored.unpack(), told)
        return self._frames

    @property
    def book(self) -> str:
        """Everything that the front end needs, packed."""
        packed = self._packed
        reads.note(self.frames.told)
        return packed

    @cached_property
    def _place(self) -> Path | None:
        return find_place(self.name, self.lang, self._tables)

    @cached_property
    def _stored(self) -> Stored | None:
        return None if self._place is None else read_stored(self._place)

    @cached_property
    def _packed(self) -> str:
        if self._stored is not None:
            return self._stored.packed
        packed = self._write_book()
        if self._place is not None:
            store(self._place, packed, self.frames, self.frames.told)
        return packed

    def _write_book(self) -> str:
        return write_book(
            {
                "sheet": self.name,
                "lang": self.lang,
                "words": list_group("explore", self.lang),
                "controls": [control._asdict() for control in self.controls.values()],
                "derived": [{**each._asdict(), "on": dict(each.on)} for each in self.derived],
                "tables": {table: list_columns(frame) for table, frame in self.frames.items()},
                "parts": {name: describe_part(part, self.lang) for name, part in self.parts.items()},
                "line": "govindex report --province {province} --year {year} "
                f"--lang {self.lang} --notebook {self.notebook}",
                "embed": _list_embedding(self.name, self.lang),
            }
        )


def _list_embedding(name: str, lang: str) -> dict[str, Any]:
    words = {"CLICK_TO_VIEW_ACTIONS": "menu", "SVG_ACTION": "svg", "PNG_ACTION": "png"}
    return {
        "renderer": "svg",
        "ast": True,
        "logLevel": 1,  # errors; a chart without a figure of some kind is no reason to warn
        "downloadFileName": name,
        "actions": {"export": {"svg": True, "png": True}, "source": False, "compiled": False, "editor": False},
        "i18n": {key: say(f"show.{word}", lang) for key, word in words.items()},
    }


class Sheet(traitlets.HasTraits):
    """The choices of a reader as one state, and the parts that follow it.

    Parameters
    ----------
    declared : Declared
        Controls, tables and parts.
    tables : Tables
        What the figures were computed of.
    state : dict
        The choices that it is opened with, beside the defaults.

    Attributes
    ----------
    state : dict
        By the names of the controls.
    problem : str
        Why the last choice was not taken; empty when it was.
    taken : int
        The number of the last choice made in a page that was taken or refused.
    """

    state = traitlets.Dict()
    problem = traitlets.Unicode()
    taken = traitlets.Int()

    def __init__(self, declared: Declared, tables: Tables, state: State) -> None:
        super().__init__()
        self.name = f"{declared.name}-{uuid.uuid4().hex}"  # a window may show sheets of several kernels
        self.declared = declared
        self.tables = tables
        self.state = {**declared.defaults, **state}

    @property
    def parts(self) -> list[str]:
        """The names of its parts."""
        return [CONTROLS, *self.declared.parts]

    def __getitem__(self, name: str) -> View:
        """Return a part to show; UnknownName with the nearest for a name that it has not."""
        if name not in self.parts:
            near = near_clause(near_names(name, self.parts))
            raise UnknownName(f"The sheet {self.declared.name} has no part {name!r}{near}.")
        return View(self, name)

    def choose(self, name: str, value: Any) -> None:
        """Take a choice: every part follows; an impossible one is said in `problem`.

        Parameters
        ----------
        name : str
            Of a control.
        value
            One of its options; for a search any spelling of one.
        """
        try:
            checked = self._check(name, value)
        except GovindexError as error:
            self.problem = str(error)
            return
        self.problem = ""
        controls = self.declared.controls.values()
        self.state = follow_choice(controls, {**self.state, name: checked}, name)

    def _check(self, name: str, value: Any) -> Any:
        controls = self.declared.controls
        if name not in controls:
            raise UnknownName(f"There is no choice {name!r}{near_clause(near_names(name, controls))}.")
        if controls[name].kind == "search":
            return find_option(controls[name], str(value), fold)
        return check_choice(controls[name], value, self.state, self.declared.lang)

    def resolve(self) -> State:
        """Return the state with what follows from it."""
        given = {**self.state, "lang": self.declared.lang}
        return resolve(self.declared.frames, self.declared.derived, given)


class PartWidget(anywidget.AnyWidget):
    """A part of a sheet in JupyterLab: told of the state, and telling of choices made in it."""

    _esm = read_front()
    _css = read_style()
    sheet = traitlets.Unicode().tag(sync=True)
    part = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    taken = traitlets.Int().tag(sync=True)  # the number of the last choice made in the page that was taken

    def __init__(self, sheet: Sheet, part: str) -> None:
        declared = sheet.declared
        super().__init__(
            sheet=sheet.name,
            part=part,
            lang=declared.lang,
            state=sheet.state,
            problem=sheet.problem,
            taken=sheet.taken,
        )
        self._of = sheet
        for name in ("state", "problem", "taken"):
            traitlets.dlink((sheet, name), (self, name))
        self.on_msg(self._answer)

    def _answer(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("want") == "bundle":
            self.send({"bundle": load_bundle_of_altair()})
        if content.get("want") == "book":
            self.send({"book": self._of.declared.book})
        if "choose" in content:
            self._of.choose(*content["choose"])
            self._of.taken = content["number"]


class View:
    """A part of a sheet as a cell shows it.

    Attributes
    ----------
    data : DataFrame
        Of a figure: the rows on screen, with every column that is drawn or told.
    title : str
        Of a figure: the sentence above it.
    """

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self.name = name

    @property
    def data(self) -> pd.DataFrame:
        """The rows on screen."""
        return choose_rows(self._sheet.declared.frames, self._figure(), self._sheet.resolve())

    @property
    def title(self) -> str:
        """The sentence above a figure."""
        return tell_title(self._sheet.declared.frames, self._figure(), self.data, self._sheet.resolve())

    @property
    def texts(self) -> list[str]:
        """The paragraphs of a part that is prose."""
        part = self._sheet.declared.parts.get(self.name)
        if not isinstance(part, Prose):
            raise UnknownName(f"The part {self.name!r} of the sheet {self._sheet.declared.name} is no prose.")
        row = find_row(self._sheet.declared.frames[part.table], part.on, self._sheet.resolve())
        return row[part.column] if row else []

    def still(self, *, absent: str | None = None) -> HTML:
        """Return a figure as it is now, for a page without choices: a chart with its table and CSV.

        Parameters
        ----------
        absent : str, optional
            What is shown where there is nothing to draw, by default the figure's title; nothing when it is empty.
        """
        figure, declared, state = self._figure(), self._sheet.declared, self._sheet.resolve()
        rows = choose_rows(declared.frames, figure, state)
        if not has_something(rows, figure):
            return show.none(self.title if absent is None else absent)
        described = describe_part(figure, declared.lang)
        params = {**state, "heading": "\n".join(textwrap.wrap(self.title, 84))}
        spec = described["spec"]
        spec["params"] = [{**each, "value": params.get(each["name"], each.get("value"))} for each in spec["params"]]
        spec["datasets"] = {
            "rows": [dict(zip(rows, row, strict=True)) for row in zip(*list_columns(rows).values(), strict=True)]
        }
        name = f"{declared.name}-{figure.name}"
        return show.frame(
            spec,
            rows[list(figure.columns)],
            name=name,
            file=f"{state['province']}-{state['year']}-{name}",
            lang=declared.lang,
        )

    def _figure(self) -> Figure:
        part = self._sheet.declared.parts.get(self.name)
        if not isinstance(part, Figure):
            raise UnknownName(f"The part {self.name!r} of the sheet {self._sheet.declared.name} is no figure.")
        return part

    def __repr__(self) -> str:
        return f"{self._sheet.declared.name}[{self.name!r}] {self._sheet.state}"

    def _repr_mimebundle_(self, **_kwargs: Any) -> Any:
        shown = {"text/plain": repr(self), "text/html": self._write_html()}
        if os.environ.get(ON_A_PAGE):
            return shown
        data, about = PartWidget(self._sheet, self.name)._repr_mimebundle_()
        return shown | data, about

    def _write_html(self) -> str:
        """Return the part as it stands in a page before its script draws it, and for whoever has no script."""
        sheet, frames, state = self._sheet, self._sheet.declared.frames, self._sheet.resolve()
        declared = sheet.declared
        at = f'class="gi-part" data-sheet="{declared.name}" data-part="{self.name}" lang="{declared.lang}"'
        part = declared.parts.get(self.name)
        if part is None:
            state_text = escape(json.dumps(sheet.state, ensure_ascii=False))
            book = f'<script type="text/plain" class="gi-packed">{declared.book}</script>'
            return f'<section {at} data-state="{state_text}">{book}</section>'
        if isinstance(part, Head):
            at = at.replace("gi-part", "gi-page-head gi-part")
            title, about = (escape(tell(each, frames, state)) for each in (part.title, part.about))
            return f'<header {at}><h1>{title}</h1><p class="gi-sub">{about}</p></header>'
        if isinstance(part, Prose):
            texts = "".join(f"<p>{escape(text)}</p>" for text in self.texts)
            return f'<section {at}><div class="gi-prose">{texts}</div></section>'
        if isinstance(part, Listing):
            return f"<section {at}>{_write_listing(part, frames, state)}</section>"
        return f"<section {at}>{_write_figure(part, frames, state, declared.lang)}</section>"


def _write_listing(part: Listing, frames: Frames, state: State) -> str:
    wanted = {column: state[reference.removeprefix("$")] for column, reference in part.keys.items()}
    rows = take_rows(frames[part.table], wanted)
    items = "".join(
        f'<li id="source-{escape(source)}"><span class="gi-source-id">{escape(source)}</span> {escape(citation)}</li>'
        for source, citation in zip(rows["source"], rows["citation"], strict=True)
    )
    return f'<div class="gi-sources"><h2>{escape(part.heading)}</h2><ul>{items}</ul></div>'


def _write_figure(figure: Figure, frames: Frames, state: State, lang: str) -> str:
    rows = choose_rows(frames, figure, state)
    title = escape(tell_title(frames, figure, rows, state))
    if not has_something(rows, figure):
        return f'<p class="gi-none">{title}</p>'
    headings = list_group("column", lang)
    shown = list_shown(figure, rows, state)
    heads = "".join(f'<th scope="col">{escape(own or headings.get(name, name))}</th>' for name, own, _ in shown)
    lines = "".join(
        "<tr>" + "".join(_write_cell(row[name], form, lang) for name, _, form in shown) + "</tr>"
        for row in rows.to_dict("records")
    )
    return (
        f'<p class="gi-panel-title">{title}</p>'
        f'<details class="gi-data"><summary>{escape(say("explore.table", lang))}</summary>'
        f'<div class="gi-scroll" tabindex="0"><table class="gi-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div></details>"
    )


def _write_cell(value: Any, form: int | str | None, lang: str) -> str:
    if value is None or pd.isna(value):
        return "<td>–</td>"
    kind = "" if form is None else ' class="gi-num"'
    return f"<td{kind}>{escape(write_value(value, form, lang))}</td>"
