"""A page: the tables with one province, year and language, resolved from what a reader typed."""

from __future__ import annotations

from typing import NamedTuple

from govindex.tables.choices import check_parameters
from govindex.tables.load import Tables, load_tables
from govindex.tables.names import name_province


class Page(NamedTuple):
    """What every view of a notebook is about; `province` is a code, `lang` is ``vi`` or ``en``."""

    tables: Tables
    province: str
    year: int
    lang: str

    @property
    def place(self) -> str:
        """The province's name in the page's language."""
        return name_province(self.tables, self.province, self.lang)


def open_page(province: str, year: int, lang: str) -> Page:
    """Return the page for any spelling of a province, a year with figures and a language.

    Raises
    ------
    UnknownName
        For a province or language that is not known, with the nearest.
    NoData
        For a year without any figure of the province, with the nearest years that have.
    """
    tables = load_tables()
    return Page(tables, **check_parameters(tables, province=province, year=year, lang=lang))
