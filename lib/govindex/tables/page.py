"""A page: the tables with one province, year and language, resolved from what a reader typed."""

from __future__ import annotations

from typing import NamedTuple

from govindex import taken
from govindex.tables.choices import check_parameters
from govindex.tables.load import Tables, load_tables
from govindex.tables.names import name_province


class _Fields(NamedTuple):
    tables: Tables
    province: str
    year: int
    lang: str


class Page(_Fields):
    """What every view of a notebook is about; `province` is a code, `lang` is ``vi`` or ``en``."""

    __slots__ = ()

    @property
    def tables(self) -> Tables:
        """The tables; whoever asks for them takes all of them (`govindex.taken`)."""
        taken.take(taken.ALL)
        return self[0]

    @property
    def place(self) -> str:
        """The province's name in the page's language."""
        return name_province(self[0], self.province, self.lang)


def open_page(province: str, year: int, lang: str) -> Page:
    """Return the page for any spelling of a province, a year with figures and a language.

    Raises
    ------
    UnknownName
        For a province or language that is not known, with the nearest.
    NoData
        For a year without any figure of the province, with the nearest years that have.
    """
    taken.start_if_asked()
    with taken.only(taken.PLACES):
        tables = load_tables()
        checked = check_parameters(tables, province=province, year=year, lang=lang)
    return Page(tables, **checked)
