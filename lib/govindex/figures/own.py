"""Figures of one's own: a table, the keys that take its rows, a chart; in a sheet of its own or beside a page's parts.

What is declared here is drawn, followed and taken along as the library's own figures are: it knows the province, the
year and every other choice of its sheet, in JupyterLab and in a page that is sent on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_float_dtype

from govindex.errors import GovindexError, UnknownName, near_clause, near_names
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Figure, Join, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import list_page_years, list_places
from govindex.figures.sheet import CONTROLS, Sheet
from govindex.figures.tell import split_text
from govindex.show import find_digits
from govindex.tables.page import Page
from govindex.taken import takes
from govindex.words import say

_PLACE = Join("places", {"province": "$province"})
_FIRST: dict[str, Any] = {"several": [], "text": ""}  # what a control of a kind begins with


class Own(NamedTuple):
    """A figure of one's own, and the table that it takes its rows from."""

    figure: Figure
    rows: pd.DataFrame


def own_figure(
    name: str,
    rows: pd.DataFrame,
    *,
    title: str,
    keys: Mapping[str, str | tuple[str, ...]] | None = None,
    tells: Mapping[str, str] | None = None,
    chart: alt.TopLevelMixin | None = None,
    columns: Iterable[str] | None = None,
    order: tuple[str, ...] = (),
    marks: Mapping[str, tuple[str, str | tuple[str, ...]]] | None = None,
    picks: tuple[str, str] | None = None,
    about: str = "",
) -> Own:
    """Return a figure for `open_sheet`: a chart with its table, or a table alone.

    Parameters
    ----------
    name : str
        By which a cell shows it, ``sheet[name]``.
    rows : DataFrame
        Rows of every state: text, numbers, yes and no, dates. An index that is named becomes columns.
    title : str
        The sentence above it. ``{slots}`` are choices of the sheet, ``{place}`` (the name of the province), and columns
        of the row that `tells` finds.
    keys : dict, optional
        Columns of `rows` with the choice whose value they must have, ``{"year": "$year"}``, or several of which one;
        any other text is a value itself. Without keys all rows are shown in every state.
    tells : dict, optional
        Columns of `rows` with the choice whose value they have in the row that the title tells.
    chart : Altair chart, optional
        Of `rows`; it is drawn anew with the rows of each state. A parameter of it that has the name of a choice
        follows it.
    columns : list of str, optional
        What its table shows, by default every column; the CSV has the same.
    order : tuple of str
        Columns to sort by, ``"-score"`` the largest first.
    marks : dict, optional
        New columns that tell whether a column has the value of a choice: ``{"own": ("province", "$province")}``.
    picks : tuple of str, optional
        A choice, and the column whose value a click on a mark gives it.
    about : str
        How to read the chart.

    Raises
    ------
    UnknownName
        When a key, a mark, the order or a column names a column that `rows` have not, with the nearest.
    GovindexError
        When a value can stand in no page, or the chart draws another table.
    """
    rows = _make_plain(name, rows)
    keys, tells, marks = dict(keys or {}), dict(tells or {}), dict(marks or {})
    asked = [*keys, *tells, *(columns or []), *(column for column, _ in marks.values()), *([picks[1]] if picks else [])]
    for column in [*asked, *(each.lstrip("-") for each in order)]:
        if column not in rows:
            near = near_clause(near_names(column, rows.columns)) or f": expected one of {', '.join(rows)}"
            raise UnknownName(f"The table of the figure {name!r} has no column {column!r}{near}.")
    shown = {column: find_digits(rows, column, {}) for column in (columns or rows)}
    forms = {column: digits for column, digits in shown.items() if is_float_dtype(rows[column])}
    joins = (Join(name, tells), _PLACE) if tells else (_PLACE,)
    figure = Figure(
        name,
        name,
        keys,
        Sentence((title,), joins, forms),
        {column: forms.get(column) for column in shown},
        None if chart is None else _take_data(name, chart),
        order=tuple(order),
        marks=marks,
        needs=next((column for column in shown if column not in keys), next(iter(shown))),
        picks=picks,
        about=about,
    )
    return Own(figure, rows)


@takes()
def open_sheet(
    of: Page | Sheet, *figures: Own, controls: Iterable[Control] = (), name: str = "own", notebook: str = ""
) -> Sheet:
    """Return a sheet with figures of one's own: on a page, or on an opened sheet whose choices they follow as well.

    Parameters
    ----------
    of : Page or Sheet
        A page gives a sheet with two choices, province and year. A sheet such as that of `open_papi` keeps its parts
        and choices, and the figures come beside them.
    figures : Own
        Of `own_figure`.
    controls : list of Control, optional
        Further choices.
    name : str
        Of a new sheet; it names the files that a reader takes along.
    notebook : str
        The notebook that shows it, for the line that makes the page again; without one the line is left out.

    Returns
    -------
    Sheet
        Show ``sheet["controls"]`` once, and each figure by its name.

    Raises
    ------
    UnknownName
        When a key refers to no choice, with the nearest.
    GovindexError
        When two parts or two choices have one name.
    """
    controls = list(controls)
    if isinstance(of, Sheet):
        declared, tables, state = of.declared, of.tables, of.state
    else:
        declared, tables = _declare(of, name, notebook), of.tables
        state = {"province": of.province, "year": of.year}
    _check_names(declared, figures, controls)
    own = Frames(**{figure.name: partial(_keep, rows) for figure, rows in figures})
    places = Frames(places=partial(list_places, tables, declared.lang))
    extended = Declared(
        declared.name,
        declared.lang,
        tables=tables,
        notebook=declared.notebook,
        controls=[*declared.controls.values(), *controls],
        defaults=declared.defaults | {control.name: _find_first(control) for control in controls},
        derived=declared.derived,
        frames=Frames.join(places, declared.frames, own),
        parts=[*declared.parts.values(), *(figure for figure, _ in figures)],
        stored=False,
    )
    return Sheet(extended, tables, state)


def _declare(page: Page, name: str, notebook: str) -> Declared:
    """Return a sheet with the choices of a page and no part."""
    years = list_page_years(page.tables)
    return Declared(
        name,
        page.lang,
        tables=page.tables,
        notebook=notebook,
        controls=[
            search_province(page.tables, list(page.tables.provinces["code"]), page.lang),
            Control("year", "range", say("sheet.year", page.lang), minimum=years[0], maximum=years[-1]),
        ],
        defaults={},
        frames=Frames(),
        parts=[],
        stored=False,
    )


def _check_names(declared: Declared, figures: Iterable[Own], controls: list[Control]) -> None:
    parts, choices = [CONTROLS, "places", *declared.frames, *declared.parts], list(declared.controls)
    for control in controls:
        if control.name in choices:
            raise GovindexError(f"The sheet {declared.name} has a choice {control.name!r} already.")
        choices.append(control.name)
    known = [*choices, "lang", *(each.name for each in declared.derived)]
    for figure, _ in figures:
        if figure.name in parts:
            raise GovindexError(f"The sheet {declared.name} has a part or table {figure.name!r} already.")
        parts.append(figure.name)
        for reference in _list_references(figure):
            if reference not in known:
                near = near_clause(near_names(reference, known)) or f": expected one of {', '.join(known)}"
                raise UnknownName(f"The figure {figure.name!r} refers to no choice {reference!r}{near}.")
        _check_slots(figure, known)


def _check_slots(figure: Figure, known: list[str]) -> None:
    filled = [*known, "place", *(figure.columns if len(figure.title.joins) > 1 else [])]
    for _, slot in split_text(figure.title.texts[0]):
        if slot and slot not in filled:
            near = near_clause(near_names(slot, filled)) or f": expected one of {', '.join(filled)}"
            raise UnknownName(f"The title of the figure {figure.name!r} has a slot {slot!r} that nothing fills{near}.")


def _list_references(figure: Figure) -> list[str]:
    """Return the names of the choices that a figure refers to."""
    told = figure.title.joins[0].on if len(figure.title.joins) > 1 else {}
    given = [*figure.keys.values(), *told.values(), *(reference for _, reference in figure.marks.values())]
    given += [f"${figure.picks[0]}"] if figure.picks else []
    texts = [text for each in given for text in ([each] if isinstance(each, str) else each)]
    return [end[1:] for text in texts for end in text.split("..") if end.startswith("$")]


def _find_first(control: Control) -> Any:
    """Return what a control begins with."""
    if control.kind in _FIRST:
        return _FIRST[control.kind]
    return control.minimum if control.kind == "range" else control.options[0][0]


def _keep(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def _make_plain(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table that a page can carry: an index as columns, dates as text, nothing that JSON does not hold."""
    if not isinstance(rows.index, pd.RangeIndex):
        rows = rows.reset_index() if rows.index.names != [None] else rows.reset_index(drop=True)
    rows = rows.set_axis([str(column) for column in rows], axis=1)
    dates = [column for column in rows if is_datetime64_any_dtype(rows[column])]
    rows = rows.assign(**{column: rows[column].dt.strftime("%Y-%m-%d").astype("str") for column in dates})
    if not rows.columns.is_unique:
        raise GovindexError(f"The table of the figure {name!r} has two columns of one name: {', '.join(rows)}.")
    for column in rows:
        value = next((each for each in rows[column].tolist() if not _is_plain(each)), None)
        if value is not None:
            raise GovindexError(
                f"The table of the figure {name!r}, column {column}, has the value {value!r}: expected text, a finite "
                "number, yes or no, a date or a list of these."
            )
    return rows


def _is_plain(value: Any) -> bool:
    if not isinstance(value, list | dict) and pd.isna(value):
        return True
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def _take_data(name: str, chart: alt.TopLevelMixin) -> Callable[[str], alt.TopLevelMixin]:
    """Return what makes a chart of some rows one of the rows of any state, alike in every language."""
    with alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict()
    datasets = spec.pop("datasets", {})
    if len(datasets) > 1 or "url" in spec.get("data", {}):
        raise GovindexError(f"The chart of the figure {name!r} draws other tables too: expected one of the rows alone.")
    made = alt.Chart.from_dict(_rename(spec, set(datasets)))
    return lambda _lang: made


def _rename(spec: Any, names: set[str]) -> Any:
    if isinstance(spec, dict):
        renamed = {key: _rename(value, names) for key, value in spec.items()}
        return {**renamed, "name": "rows"} if renamed.get("name") in names else renamed
    return [_rename(each, names) for each in spec] if isinstance(spec, list) else spec
