"""A sheet: one state of choices, and the parts of a page that all follow it, in JupyterLab and in a page alike.

In a notebook ``papi["trend"]`` as the last line of a cell shows a part, ``papi["spread", "trend"]`` two beside each
other; ``papi["trend"].data`` is the table of what a part shows. With a kernel a part is a widget; without one (an
exported page) the same front end reads the same book, which stands in the page once.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

import anywidget
import pandas as pd
import traitlets
from ipywidgets import Box

from govindex.errors import GovindexError, UnknownName, near_clause, near_names
from govindex.figures.choose import choose_rows, list_shown, tell_title
from govindex.figures.controls import check_choice, find_option, follow_choice
from govindex.figures.declare import Figure, Prose, State
from govindex.figures.declared import Declared
from govindex.figures.frames import resolve
from govindex.figures.markup import list_texts, write_part
from govindex.figures.tell import fill_first
from govindex.front import ON_A_PAGE, read_front, read_style
from govindex.tables.load import Tables
from govindex.tables.names import fold
from govindex.taken import ALL, take
from govindex.vega import load_bundle_of_altair

_CODES = ("province", "component", "year")  # tell rows apart
CONTROLS = "controls"  # the part that holds the choices
_BESIDE = "1 1 34rem"  # of parts in a row: they share the room, and none is narrower


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
        self._tables = tables
        self._given: State = {}  # what was resolved last, since every part asks for the same
        self._resolved: State = {}
        self.state = {**declared.defaults, **state}

    @property
    def tables(self) -> Tables:
        """The tables that it was opened with; whoever asks for them takes all of them (`govindex.taken`)."""
        take(ALL)
        return self._tables

    @property
    def parts(self) -> list[str]:
        """The names of its parts."""
        return [CONTROLS, *self.declared.parts]

    def __getitem__(self, name: str | tuple[str, ...]) -> View | Row:
        """Return a part to show, or several in a row; UnknownName with the nearest for a name that it has not."""
        if isinstance(name, tuple):
            return Row([self[each] for each in name])
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
            return find_option(controls[name], str(value), fold, self.state)
        label = fill_first((controls[name].label,), self.resolve(), {}, self.declared.lang) or name
        return check_choice(controls[name]._replace(label=label), value, self.state, self.declared.lang)

    def resolve(self) -> State:
        """Return the state with what follows from it."""
        given = {**self.state, "lang": self.declared.lang}
        if given != self._given:
            self._given, self._resolved = given, resolve(self.declared.frames, self.declared.derived, given)
        return dict(self._resolved)


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

    def __init__(self, sheet: Sheet, part: str, **options: Any) -> None:
        declared = sheet.declared
        super().__init__(
            **options,
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
        Of a figure: the rows on screen, with what tells them apart and the columns of the table that is shown.
    rows : DataFrame
        Of a figure: the same rows with every column, also those for drawing alone.
    title : str
        Of a figure: the sentence above it.
    """

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self.name = name

    @property
    def data(self) -> pd.DataFrame:
        """The rows on screen, with the columns that a reader sees."""
        figure, rows = self._figure(), self.rows
        shown = [name for name, _, _ in list_shown(figure, rows, self._sheet.resolve()) if name in rows]
        return rows[[*(name for name in _CODES if name in rows and name not in shown), *shown]]

    @property
    def rows(self) -> pd.DataFrame:
        """The rows on screen, with every column."""
        return choose_rows(self._sheet.declared.frames, self._figure(), self._sheet.resolve())

    @property
    def title(self) -> str:
        """The sentence above a figure."""
        return tell_title(self._sheet.declared.frames, self._figure(), self.rows, self._sheet.resolve())

    @property
    def texts(self) -> list[str]:
        """The paragraphs of a part that is prose."""
        part = self._sheet.declared.parts.get(self.name)
        if not isinstance(part, Prose):
            raise UnknownName(f"The part {self.name!r} of the sheet {self._sheet.declared.name} is no prose.")
        return list_texts(part, self._sheet.declared.frames, self._sheet.resolve())

    def _figure(self) -> Figure:
        part = self._sheet.declared.parts.get(self.name)
        if not isinstance(part, Figure):
            raise UnknownName(f"The part {self.name!r} of the sheet {self._sheet.declared.name} is no figure.")
        return part

    def __repr__(self) -> str:
        return f"{self._sheet.declared.name}[{self.name!r}] {self._sheet.state}"

    def _repr_mimebundle_(self, **_kwargs: Any) -> Any:
        shown = {"text/plain": repr(self), "text/html": self.write()}
        if os.environ.get(ON_A_PAGE):
            return shown
        data, about = self.make_widget()._repr_mimebundle_()
        return shown | data, about

    def write(self) -> str:
        """Return the part as HTML."""
        return write_part(self._sheet.declared, self.name, self._sheet.resolve())

    def make_widget(self, **options: Any) -> PartWidget:
        """Return the part as a widget, with options of ipywidgets."""
        return PartWidget(self._sheet, self.name, **options)


class Row:
    """Parts of a sheet that one cell shows: in JupyterLab beside each other where there is room, in a page one by one.

    Parameters
    ----------
    views : list of View
        From left to right.
    """

    def __init__(self, views: list[View]) -> None:
        self.views = views

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.views))

    def _repr_mimebundle_(self, **_kwargs: Any) -> Any:
        shown = {"text/plain": repr(self), "text/html": "\n".join(view.write() for view in self.views)}
        if os.environ.get(ON_A_PAGE):
            return shown
        widgets = [view.make_widget(layout={"flex": _BESIDE, "min_width": "0"}) for view in self.views]
        row = Box(widgets, layout={"flex_flow": "row wrap", "grid_gap": "0 1.5rem"})
        return shown | row._repr_mimebundle_()
