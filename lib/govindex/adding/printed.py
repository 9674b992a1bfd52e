"""A table as printed, provinces down and components across, read cell by cell."""

from __future__ import annotations

from govindex.adding.grids import Grid
from govindex.adding.headings import Headings, clean_heading, read_maximum
from govindex.adding.layout import Layout, is_nothing
from govindex.adding.reading import Column, Reading, keep_score, leave_empty, make_figure, read_figure
from govindex.adding.troubles import ERROR, NOTE, At, Trouble, tell_near
from govindex.adding.units import Units
from govindex.audit.reading.numbers import NotANumber, read_number
from govindex.audit.reading.words import find_group


def read_layout(reading: Reading, layout: Layout, headings: Headings, units: Units, *, without: list[str]) -> None:
    """Read a table as printed, provinces down and components across, into `reading`.

    Parameters
    ----------
    without : list of str
        Headings of columns that are left out.
    """
    grid = layout.grid
    columns = _read_columns(reading, layout, headings, units, without)
    for row, code in layout.other_years.items():
        _read_nameless(reading, grid, row, columns)
        reading.tell(
            "unit_of_other_years", grid.at(row, layout.column), name=grid.text(row, layout.column), code=code,
            year=reading.year, successor=units.follow(code), successor_name=_namer(units, units.follow(code)),
        )  # fmt: skip
    for row, name in layout.unknown.items():
        _read_nameless(reading, grid, row, columns)
        if name:
            near = units.near(name)
            reading.tell("no_province", grid.at(row, layout.column), name=name, near=tell_near(near))
        else:
            reading.tell("row_without_name", grid.at(row, layout.column))
    for row in layout.regions:
        reading.tell("region_row", grid.at(row), NOTE, name=grid.text(row, layout.column) or grid.text(row, 1))
    _check_widths(reading, layout)
    for row, code in layout.rows.items():
        at = grid.at(row, layout.column)
        if code in reading.names:
            reading.tell("province_twice", at, name=_namer(units, code), other=reading.names[code])
            _read_nameless(reading, grid, row, columns)
            continue
        reading.names[code] = at
        for column, component, kind in columns:
            _read_cell(reading, grid, (row, column), code=code, component=component, kind=kind)
    for row, what in layout.statistics.items():
        for column, component, kind in columns:
            if kind == "score" and not is_nothing(grid.text(row, column)):
                figure = read_figure(reading, grid, row, column)
                if figure:
                    reading.statistics.setdefault((what, component), figure)
    reading.notes.extend(layout.notes)


def _read_columns(
    reading: Reading, layout: Layout, headings: Headings, units: Units, without: list[str]
) -> list[tuple[int, str, str]]:
    """Return column, component and kind of the columns that are read; note how each was understood."""
    grid = layout.grid
    read: list[tuple[int, str, str]] = []
    used = sorted({column for row, column in grid.cells if row in layout.rows})
    for column in used:
        path, rows = layout.headings.get(column, ([], []))
        told = " / ".join(dict.fromkeys(path)) or "?"
        at = grid.at(rows[-1] if rows else 1, column)
        if column == layout.column:
            reading.columns.append(Column(told, "province", "", at))
            continue
        heading = headings.read(path)
        figures = _is_of_figures(layout, column)
        if heading.kind in ("rank", "score") and not figures and heading.kind != "group":
            heading = heading._replace(kind="note")
        if heading.kind == "unknown" and (not figures or told in without or clean_heading(path[-1]) in without):
            heading = heading._replace(kind="left_out" if figures else "note")
        if told in without or (path and path[-1] in without):
            heading = heading._replace(kind="left_out")
        entry = Column(told, heading.kind, heading.component, at)
        reading.columns.append(entry)
        if heading.kind == "unknown":
            reading.unknown.append((entry, heading.maximum, heading.near, heading.parent))
        if heading.kind == "score" and heading.beyond:
            reading.tell_beyond(at, heading.component, told)
        if heading.kind in ("score", "rank", "group"):
            read.append((column, heading.component, heading.kind))
        if heading.kind == "score" and heading.maximum and (printed := read_maximum(heading.maximum)):
            row = next(row for row, text in zip(reversed(rows), reversed(path), strict=True) if heading.maximum in text)
            reading.maxima[heading.component] = (*printed, grid.at(row, column))
    return read


def _is_of_figures(layout: Layout, column: int) -> bool:
    """Return whether more cells of a column hold digits than words."""
    cells = [cell for row in layout.rows if (cell := layout.grid.cells.get((row, column)))]
    held = [cell for cell in cells if cell.wrong or not is_nothing(cell.text)]
    digits = [cell for cell in held if cell.wrong or cell.text[:1].isdigit() or cell.text[:1] in "+-−.,"]
    return 2 * len(digits) > len(held)


def _read_cell(reading: Reading, grid: Grid, place: tuple[int, int], *, code: str, component: str, kind: str) -> None:
    row, column = place
    key, at = (code, component), grid.at(row, column)
    cell = grid.cells.get(place)
    if cell is None and grid.merged.get(place, place) != place and kind == "score":
        first = grid.merged[place]
        if first[0] != row and grid.cells.get(first):
            reading.tell("merged_figure", at, first=grid.at(*first))
            reading.unread.add(component)
            return
    if cell is None or (not cell.wrong and is_nothing(cell.text)):
        if kind == "score":
            leave_empty(reading, key, at, said=cell is not None)
        return
    if kind == "group":
        group = cell.text.strip().upper() if len(cell.text.strip()) == 1 else find_group(cell.text)
        if group:
            reading.groups[key] = (group, at)
        else:
            reading.tell("no_group", at, text=cell.text)
        return
    figure = read_figure(reading, grid, row, column)
    if figure is None:
        reading.unread.add(component)
        return
    if kind == "rank":
        if figure.value != int(figure.value) or figure.value < 1:
            reading.tell("no_rank", at, text=cell.text)
        else:
            reading.ranks.setdefault(key, figure)
        return
    keep_score(reading, key, figure)


def _read_nameless(reading: Reading, grid: Grid, row: int, columns: list[tuple[int, str, str]]) -> None:
    """Keep the scores of a row whose province cannot be told, for what is said of all of a column."""
    for column, component, kind in columns:
        cell = grid.cells.get((row, column))
        if kind != "score" or cell is None or is_nothing(cell.text):
            continue
        try:
            read = read_number(cell.text.rstrip("*†‡ "))
        except NotANumber:
            reading.unread.add(component)
        else:
            figure = make_figure(read.value, read.decimals, grid.at(row, column))
            reading.nameless.setdefault(component, []).append(figure)


def _check_widths(reading: Reading, layout: Layout) -> None:
    """Tell the rows of a CSV file that have more or fewer cells than the headings."""
    widths = layout.grid.widths
    if not widths or not layout.headings:
        return
    expected = max(layout.headings)
    for row in (*layout.rows, *layout.statistics):
        last = max((column for place, column in layout.grid.cells if place == row), default=0)
        if last > expected:
            reading.troubles.append(
                Trouble("audit.problem_too_many", At("", row), ERROR, {"found": last, "count": expected})
            )
        elif widths[row] < expected:
            reading.troubles.append(
                Trouble("audit.problem_too_few", At("", row), ERROR, {"found": widths[row], "count": expected})
            )


def _namer(units: Units, code: str) -> object:
    return lambda lang: units.name(code, lang)
