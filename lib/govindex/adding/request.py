"""What `add` is asked for, and the file understood: its measure, year, table and source."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import NamedTuple

from govindex.adding.about import About, find_source, guess_about, read_about
from govindex.adding.grids import Book
from govindex.adding.headings import Headings
from govindex.adding.layout import find_layout
from govindex.adding.printed import read_layout
from govindex.adding.reading import Reading, leave_out_empty_columns
from govindex.adding.rows import find_tidy, list_said, read_rows
from govindex.adding.troubles import ERROR, NOTE, Trouble
from govindex.adding.units import Units
from govindex.errors import UnknownName
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, check_measure, name_component
from govindex.tables.spelling import fold

_SAME = ("yes", "có", "co", "x", "như năm trước", "same", "same as the year before", "1", "true")


class Request(NamedTuple):
    """What is asked for beside the file; None and empty where nothing is said."""

    measure: str | None = None
    year: str | None = None
    source: str | None = None
    same_framework: bool = False
    partial: bool = False
    without: tuple[str, ...] = ()
    same_names: bool = False


class Understood(NamedTuple):
    """A file understood: its reading, the fields of its source, and whether it says that the framework goes on."""

    reading: Reading | None
    source: dict[str, str]
    same_framework: bool
    troubles: list[Trouble]


def understand(tables: Tables, book: Book, request: Request) -> Understood:
    """Return what a file holds; no reading where it cannot be used, with the reason among the troubles.

    Raises
    ------
    UnknownName
        For a measure that is asked for and is none, and for a year that is no year.
    """
    asked = check_measure(request.measure) if request.measure else None
    year = _check_year(request.year)
    if not book.grids:
        return Understood(None, {}, False, book.troubles)
    told, grids = read_about(book.grids)
    tidies = [(grid, tidy) for grid in grids if (tidy := find_tidy(grid))]
    if tidies:
        grid, tidy = tidies[0]
        measures, years, sources = list_said(grid, tidy)
        said = About(measures, years, {})
        if len(sources) == 1 and not request.source and re.fullmatch(r"s\d{2,3}", sources[0]):
            request = request._replace(source=sources[0])
    else:
        regions = {fold(str(name)) for column in ("name_vi", "name_en") for name in tables.regions[column]}
        layouts = [layout for grid in grids if (layout := find_layout(grid, Units(tables, year), regions))]
        if not layouts:
            return Understood(
                None, {}, False, [*book.troubles, Trouble("adding.no_table", values={"value": book.name})]
            )
        layout = max(layouts, key=lambda each: len(each.rows) + len(each.other_years))
        headings = [text for path, _ in layout.headings.values() for text in path]
        stem = re.sub(r"[_]+", " ", Path(book.name).stem)
        dated = [text for text in headings if re.search(r"20\d{2}", text)]
        said = guess_about([layout.titles, [layout.grid.sheet], [stem], dated, headings])
        grid = layout.grid
    troubles = list(book.troubles)
    others = [other.sheet for other in grids if other.sheet != grid.sheet and other.cells]
    if others:
        values = {"value": ", ".join(others), "sheet": grid.sheet}
        troubles.append(Trouble("audit.problem_other_sheets", level=NOTE, values=values))
    measure = _settle("measure", asked, told.measures or said.measures, troubles)
    settled = _settle("year", year, told.years or said.years, troubles)
    if measure is None or settled is None:
        return Understood(None, told.source, False, troubles)
    label = partial(_label, tables, settled)
    reading = Reading(measure, settled, troubles=troubles, label=label)
    units = Units(tables, settled)
    if not units.of_year(settled):
        reading.tell("no_units", year=settled)
        return Understood(None, told.source, False, troubles)
    if tidies:
        read_rows(reading, grid, tidy, Headings(tables, measure, settled), units)
    else:
        if year != settled:
            layout = find_layout(grid, units, regions) or layout
        reading.titles = layout.titles
        read_layout(reading, layout, Headings(tables, measure, settled), units, without=list(request.without))
    leave_out_empty_columns(reading)
    if not reading.scores and not any(trouble.level == ERROR for trouble in troubles):
        reading.tell("no_scores", value=book.name, measure=measure)
    source = told.source or find_source(reading.notes, reading.titles)
    same = source.pop("framework", "").strip().lower() in _SAME
    return Understood(reading, source, same or request.same_framework, troubles)


def _label(tables: Tables, year: int, code: str, lang: str) -> str:
    return f"{code} ({name_component(tables, code, lang, year=year, short=True)})"


def _check_year(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"20\d{2}", text.strip(), flags=re.ASCII):
        raise UnknownName(f"There is no year {text!r}: expected four digits such as 2026.")
    return int(text)


def _settle(what: str, asked: object, said: list, troubles: list[Trouble]) -> object:
    """Return the measure or year that is meant; None with a trouble noted when it is not clear, or contradicted."""
    if asked is not None and (not said or asked in said):
        return asked
    listed = ", ".join(map(str, said))
    if asked is not None:
        troubles.append(Trouble(f"adding.{what}_contradicted", values={"asked": asked, "said": listed}))
        return None
    if len(said) == 1:
        return said[0]
    kind = "unclear" if said else "missing"
    troubles.append(Trouble(f"adding.{what}_{kind}", values={"said": listed, "known": ", ".join(MEASURES)}))
    return None
