"""What sheets of one name and language share: controls, tables, parts, and all of it as the text of a book."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from govindex.figures.book import describe_following, describe_part, list_columns, write_book
from govindex.figures.controls import Control
from govindex.figures.declare import Figure, Following, Part, State
from govindex.figures.frames import Frames
from govindex.figures.stored import Stored, find_place, read_stored, store
from govindex.tables.load import Tables
from govindex.vega import EMBED
from govindex.words import list_group

_LINE = "govindex report --province {{province}} --year {{year}} --lang {lang} --notebook {notebook}"


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
    derived : tuple of Following
        What follows from the choices, in an order in which each needs only those before it.
    frames : Frames
        The tables that parts take their rows from.
    parts : list of Part
        What the page is made of, but the controls.
    stored : bool
        Whether its book is kept on disk, under its name: one that the library's source alone does not tell is not.
    whole : Figure, optional
        The table of all provinces and years, which a reader can take along.
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
        derived: tuple[Following, ...] = (),
        stored: bool = True,
        whole: Figure | None = None,
    ) -> None:
        self.name, self.lang, self.notebook = name, lang, notebook
        self._is_stored = stored
        self.controls = {control.name: control for control in controls}
        self.defaults, self.derived = defaults, derived
        self.parts = {part.name: part for part in parts}
        self.whole = whole
        self._tables, self._frames = tables, frames
        frames.tables = tables

    @cached_property
    def frames(self) -> Frames:
        """The tables that parts take their rows from: those of a book on disk, else each made when it is asked for."""
        if self._stored is not None:
            self._frames.take(self._stored.unpack())
        return self._frames

    @property
    def book(self) -> str:
        """Everything that the front end needs, packed."""
        return self._packed

    @cached_property
    def _place(self) -> Path | None:
        return find_place(self.name, self.lang, self._tables) if self._is_stored else None

    @cached_property
    def _stored(self) -> Stored | None:
        return None if self._place is None else read_stored(self._place)

    @cached_property
    def _packed(self) -> str:
        if self._stored is not None:
            return self._stored.packed
        with self._frames.at_work():
            packed = self._write_book()
        if self._place is not None:
            store(self._place, packed, self.frames)
        return packed

    def _write_book(self) -> str:
        return write_book(
            {
                "sheet": self.name,
                "lang": self.lang,
                "words": list_group("sheet", self.lang),
                "controls": [control._asdict() for control in self.controls.values()],
                "derived": [describe_following(each) for each in self.derived],
                "tables": {table: list_columns(frame) for table, frame in self.frames.items()},
                "parts": {name: describe_part(part, self.lang) for name, part in self.parts.items()},
                "whole": None if self.whole is None else describe_part(self.whole, self.lang),
                "units": list_group("scale_unit", self.lang),
                "line": _LINE.format(lang=self.lang, notebook=self.notebook) if self.notebook else "",
                "embed": EMBED | {"actions": False},  # pictures are saved by the panel, with a title and sources
            }
        )
