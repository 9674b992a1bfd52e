"""An explorer: the choices of a reader as one state, widgets linked to it, one display for two hosts.

With a kernel the display is ipywidgets and, drawn by the front end, the panels; without one (an exported page) the same
book of figures and the same front end stand in the page. Whatever the front end shows was computed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import Any

import anywidget
import ipywidgets
import pandas as pd
import traitlets

from govindex.errors import GovindexError
from govindex.figures.controls import Control, check_choice, find_option, follow_choice, make_widget
from govindex.front import ON_A_PAGE, read_front, read_style, write_explorer
from govindex.tables.names import fold
from govindex.tables.page import Page
from govindex.vega import load_bundle_of_altair


class Panels(anywidget.AnyWidget):
    """The panels of an explorer in JupyterLab: the front end, told of the state and telling of choices made in it."""

    _esm = read_front()
    _css = read_style()
    book = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, choose: Callable[[str, Any], None], **traits: Any) -> None:
        super().__init__(**traits)
        self._choose = choose
        self.on_msg(self._answer)

    def _answer(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("want") == "bundle":
            self.send({"bundle": load_bundle_of_altair()})
        if "choose" in content:
            self._choose(*content["choose"])


class Explorer(traitlets.HasTraits):
    """What a reader explores: `state` holds the choices, `widgets` their ipywidgets, `problem` a sentence or nothing.

    Parameters
    ----------
    page : Page
        Where it starts: tables, province, year, language.
    book : dict
        Every figure, word, control and panel that the front end needs, as JSON.
    controls : list of Control
        What can be chosen; their names are the keys of the state.
    """

    measures: tuple[str, ...] = ()  # whose figures the book holds
    state = traitlets.Dict()
    problem = traitlets.Unicode()

    def __init__(self, page: Page, book: dict[str, Any], controls: list[Control]) -> None:
        super().__init__()
        self.start = page
        self.book = book
        self._controls = {control.name: control for control in controls}
        self.state = dict(book["state"])

    @cached_property
    def panels(self) -> Panels:
        """The panels, made when somebody asks for them: a page that is only written needs none."""
        panels = Panels(self.choose, book=self.book, state=self.state, problem=self.problem)
        for name in ("state", "problem"):
            traitlets.dlink((self, name), (panels, name))
        return panels

    @cached_property
    def widgets(self) -> dict[str, ipywidgets.Widget]:
        """The widget of each control, made when somebody asks for them."""
        widgets = {
            name: make_widget(control, self.state[name], self.start.lang, self.choose)
            for name, control in self._controls.items()
        }
        self._show(widgets)
        self.observe(lambda _: self._show(widgets), "state")
        return widgets

    @property
    def page(self) -> Page:
        """The page of the chosen province and year: what the functions of `govindex.views` take."""
        chosen = {name: self.state[name] for name in ("province", "year") if name in self.state}
        return self.start._replace(**chosen)

    @property
    def used(self) -> list[pd.DataFrame]:
        """The tables of the figures that the book holds: what `govindex.show.sources` names the sources of."""
        tables = self.start.tables
        figures = (tables.scores, tables.ranks, tables.national, tables.groups)
        return [table[table["measure"].isin(self.measures)] for table in figures]

    def choose(self, name: str, value: Any) -> None:
        """Take a choice: the state, the widgets and the panels follow; an impossible one is said in `problem`.

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
        self.state = follow_choice(self._controls.values(), {**self.state, name: checked}, name)

    def _check(self, name: str, value: Any) -> Any:
        control = self._controls[name]
        if control.kind == "search":
            return find_option(control, str(value), fold)
        return check_choice(control, value, self.state, self.start.lang)

    def _show(self, widgets: dict[str, ipywidgets.Widget]) -> None:
        """Have the widgets show the state: which of them, what they offer, what is chosen."""
        for name, control in self._controls.items():
            shown = control.when is None or self.state[control.when[0]] == control.when[1]
            widgets[name].layout.display = "" if shown else "none"
            if control.allowed is not None:
                widgets[name].offer(control.allowed[1][self.state[control.allowed[0]]], self.state[name])
            widgets[name].set_choice(self.state[name])

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        shown = {"text/plain": f"{type(self).__name__}({self.state})", "text/html": write_explorer(self.book)}
        if os.environ.get(ON_A_PAGE):
            return shown
        form = ipywidgets.Box(
            list(self.widgets.values()),
            layout=ipywidgets.Layout(display="flex", flex_flow="row wrap", grid_gap="4px 18px"),
        )
        return shown | ipywidgets.VBox([form, self.panels])._repr_mimebundle_()
