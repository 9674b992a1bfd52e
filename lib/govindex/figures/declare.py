"""What a figure is: tables of every state, the choices that take rows of them, a chart without data, a sentence.

The same declaration is read twice: here, where a notebook asks for the rows of a state, and by the front end, which
draws them in JupyterLab and in a page. Both know keys, joins and templates, and no measure.

A *reference* says where a value comes from: ``"$year"`` is the choice year of the state, any other text is a column of
the row at hand, or in `keys` the value itself; there ``"$first..$year"`` is every whole number from one to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from govindex import reads
from govindex.charts.theme import space_labels
from govindex.tables.names import fold
from govindex.words import number, plain_number

State = dict[str, Any]
LABEL_GAP = 0.055  # of the height of a chart, between the names of two lines
ROWS = alt.NamedData("rows")  # the data of every chart that a figure declares


class Join(NamedTuple):
    """Columns of another table beside each row: those of its first row whose columns `on` have the values referred to.

    `columns` names what is taken, each with the name it gets; without it everything but `on` is. It replaces a
    column that the row has.
    """

    table: str
    on: Mapping[str, str]
    columns: Mapping[str, str] | None = None


class Sentence(NamedTuple):
    """A sentence of the state: the first of `texts` whose every ``{slot}`` has a value.

    Slots are filled from the state and from what `joins` find. `formats` says how a number is written: its decimals,
    ``"+3"`` with its sign, ``"plain"`` without decimals where it is whole, ``"$digits"`` with as many decimals as the
    choice digits says; otherwise as it is.
    """

    texts: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    formats: Mapping[str, int | str] = {}


class Derived(NamedTuple):
    """A value that follows from the state: `column` of the row of `table` that `on` finds, else what `otherwise` is."""

    name: str
    table: str
    on: Mapping[str, str]
    column: str
    otherwise: str


class Column(NamedTuple):
    """A column of a figure's table that is more than its format.

    `heading` is a template, filled from the state and the first row. An `optional` column is left out where no row has
    a value. A first click on the head sorts from the `best`, which is the ``most`` or the ``least``.
    """

    form: int | str | None = None
    heading: str = ""
    optional: bool = False
    best: str = "most"


class Search(NamedTuple):
    """Rows narrowed by what a reader types: those that have the text of `choice` in a spelling of the list `column`.

    While there is such a text `found` is the title, or `nothing` where no row has it.
    """

    choice: str
    column: str
    found: Sentence
    nothing: Sentence


class Figure(NamedTuple):
    """A chart with its table, or a table alone.

    `keys` are columns of `table` with a reference, or several, whose values they may have; `joins` stand beside the
    rows so found; `order` sorts them (``"-score"``: the largest first). `marks` are columns that tell whether a column
    equals a reference, or one of several. `labels` are columns of text, each written as `Sentence.texts` are, with
    `formats`. There is something to show where a row has a value of `needs`. `picks` is a choice and the column that a
    click on a mark makes it. `ends` are the columns of the values, of what tells lines apart, and of the texts that
    stand at their last points, and where there is a fourth it is the mark of the rows that have such texts: ``end`` is
    the text and ``end_at`` a place near the value, no two too near each other. `search` narrows the rows. `about` says
    how to read the chart.
    """

    name: str
    table: str
    keys: Mapping[str, str | tuple[str, ...]]
    title: Sentence
    columns: Mapping[str, int | str | Column | None]
    chart: alt.TopLevelMixin | None = None
    joins: tuple[Join, ...] = ()
    order: tuple[str, ...] = ()
    marks: Mapping[str, tuple[str, str | tuple[str, ...]]] = {}
    labels: Mapping[str, tuple[str, ...]] = {}
    formats: Mapping[str, int | str] = {}
    needs: str = "score"
    picks: tuple[str, str] | None = None
    ends: tuple[str, str, str] | tuple[str, str, str, str] | None = None
    search: Search | None = None
    about: str = ""


class Prose(NamedTuple):
    """Paragraphs: the column `column`, a list of texts, of the row of `table` that `on` finds."""

    name: str
    table: str
    on: Mapping[str, str]
    column: str


class Head(NamedTuple):
    """The title of the page and what stands below it."""

    name: str
    title: Sentence
    about: Sentence


class Listing(NamedTuple):
    """A list of works under a heading: the rows of `table` that `keys` take, each with an id and a text."""

    name: str
    heading: str
    table: str
    keys: Mapping[str, str | tuple[str, ...]]


Part = Figure | Prose | Head | Listing


class Frames(Mapping[str, pd.DataFrame]):
    """The tables of a sheet by name, each made when it is first asked for.

    Attributes
    ----------
    told : dict of set of str
        What was read of the library's tables to make them; whoever asks for one is told it (`govindex.reads`).
    """

    def __init__(self, **makers: Callable[[], pd.DataFrame]) -> None:
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}
        self.told: dict[str, set[str]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            with reads.overhear() as told:
                made = self._makers[name]()
            self.take({name: made}, told)
        reads.note(self.told)
        return self._made[name]

    def take(self, made: Mapping[str, pd.DataFrame], told: Mapping[str, set[str]]) -> None:
        """Take tables that were made before, with what was read for them."""
        self._made |= made
        for table, conditions in told.items():
            self.told.setdefault(table, set()).update(conditions)

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def resolve(frames: Frames, derived: tuple[Derived, ...], state: State) -> State:
    """Return the state with what follows from it."""
    whole = dict(state)
    for each in derived:
        row = find_row(frames[each.table], each.on, whole)
        whole[each.name] = _follow(each.otherwise, whole) if row is None else row[each.column]
    return whole


def find_row(frame: pd.DataFrame, on: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the first row whose columns `on` have the values referred to, or None."""
    found = take_rows(frame, {column: _follow(reference, known) for column, reference in on.items()})
    return None if found.empty else found.iloc[0].to_dict()


def take_rows(frame: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table whose columns have a wanted value, or one of several."""
    taken = pd.Series(True, index=frame.index)
    for column, value in wanted.items():
        taken &= frame[column].isin(value) if isinstance(value, list) else frame[column] == value
    return frame[taken]


def choose_rows(frames: Frames, figure: Figure, state: State) -> pd.DataFrame:
    """Return the rows of a figure in a state that `resolve` gave.

    Returns
    -------
    DataFrame
        In the figure's order: the columns of its table, of what is joined, its marks and its labels.
    """
    rows = take_rows(frames[figure.table], {column: _allow(each, state) for column, each in figure.keys.items()})
    for join in figure.joins:
        rows = _join(rows, frames[join.table], join, state)
    if figure.search is not None and is_searched(figure, state):
        text = fold(state[figure.search.choice])
        spelt = rows[figure.search.column].map(lambda each: any(text in fold(one) for one in each))
        rows = rows[spelt.astype(bool)]
    if figure.order:
        columns = [column.lstrip("-") for column in figure.order]
        upward = [not column.startswith("-") for column in figure.order]
        rows = rows.sort_values(columns, ascending=upward, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    for mark, (column, reference) in figure.marks.items():
        rows[mark] = rows[column].isin(_listed(_allow(reference, state)))
    records = rows.to_dict("records") if figure.labels else []
    for label, texts in figure.labels.items():
        rows[label] = [fill_first(texts, {**state, **row}, figure.formats, str(state["lang"])) for row in records]
    return _name_ends(rows, *figure.ends) if figure.ends and len(rows) else rows


def _name_ends(rows: pd.DataFrame, value: str, line: str, text: str, mark: str = "") -> pd.DataFrame:
    named = rows[value].notna() & (rows[mark] if mark else True)
    last = rows[named].drop_duplicates(line, keep="last")
    gap = LABEL_GAP * (rows[value].max() - rows[value].min()) or 0.1
    placed = pd.Series(space_labels(last[value].tolist(), gap), index=last.index, dtype="float64")
    return rows.assign(end=last[text].reindex(rows.index), end_at=placed.reindex(rows.index))


def has_something(rows: pd.DataFrame, figure: Figure) -> bool:
    """Return whether a figure has anything to show in the rows of its state."""
    return bool(len(rows)) and bool(rows[figure.needs].notna().any())


def list_shown(figure: Figure, rows: pd.DataFrame, state: State) -> list[tuple[str, str | None, int | str | None]]:
    """Return the columns that a figure's table has for its rows: name, heading where it has its own, format."""
    shown: list[tuple[str, str | None, int | str | None]] = []
    for name, declared in figure.columns.items():
        column = declared if isinstance(declared, Column) else Column(declared)
        if not column.optional or rows[name].notna().any():
            values = state | (rows.iloc[0].to_dict() if len(rows) else {})
            heading = fill_first((column.heading,), values, figure.formats, str(state["lang"]))
            shown.append((name, heading or None, _find_form(column.form, values)))
    return shown


def tell_title(frames: Frames, figure: Figure, rows: pd.DataFrame, state: State) -> str:
    """Return the sentence above a figure, its rows being chosen."""
    if figure.search is None or not is_searched(figure, state):
        return tell(figure.title, frames, state)
    search = figure.search
    return tell(search.found if has_something(rows, figure) else search.nothing, frames, state)


def is_searched(figure: Figure, state: State) -> bool:
    """Return whether a reader has typed what narrows the rows of a figure."""
    return figure.search is not None and bool(fold(state[figure.search.choice]))


def tell(sentence: Sentence, frames: Frames, state: State) -> str:
    """Return a sentence in a state; empty where no text has all it needs."""
    known = dict(state)
    for join in sentence.joins:
        row = find_row(frames[join.table], join.on, known)
        if row is not None:
            known |= {name: row[column] for column, name in (join.columns or dict(zip(row, row, strict=True))).items()}
    return fill_first(sentence.texts, known, sentence.formats, str(state["lang"])) or ""


def fill_first(
    texts: tuple[str, ...], values: Mapping[str, Any], formats: Mapping[str, int | str], lang: str
) -> str | None:
    """Return the first of some texts whose every slot has a value, filled; None where there is none.

    Examples
    --------
    >>> fill_first(("{place}: {score}", "{place}: –"), {"place": "Huế", "score": 0.5}, {"score": 2}, "vi")
    'Huế: 0,50'
    >>> fill_first(("{place}: {score}", "{place}: –"), {"place": "Huế", "score": None}, {"score": 2}, "vi")
    'Huế: –'
    """
    for text in texts:
        parts = split_text(text)
        if all(_is_known(values.get(slot)) for _, slot in parts if slot):
            return "".join(
                before + (write_value(values[slot], _find_form(formats.get(slot), values), lang) if slot else "")
                for before, slot in parts
            )
    return None


def split_text(text: str) -> list[tuple[str, str]]:
    """Return a template as pairs of text and the slot after it; the last may have none.

    Examples
    --------
    >>> split_text("{place}: {score} of 10")
    [('', 'place'), (': ', 'score'), (' of 10', '')]
    """
    pieces = text.replace("}", "{").split("{")
    return [(pieces[at], pieces[at + 1] if at + 1 < len(pieces) else "") for at in range(0, len(pieces), 2)]


def write_value(value: Any, form: int | str | None, lang: str) -> str:
    """Return a value as a sentence or a table shows it."""
    if form is None or isinstance(value, str):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if form == "plain":
        return plain_number(float(value), lang)
    return number(float(value), lang, int(form), sign=str(form).startswith("+"))


def _find_form(form: int | str | None, values: Mapping[str, Any]) -> int | str | None:
    return values[form[1:]] if isinstance(form, str) and form.startswith("$") else form


def _is_known(value: Any) -> bool:
    return isinstance(value, list) or not (value is None or pd.isna(value))


def _follow(reference: str, known: Mapping[str, Any]) -> Any:
    """Return what a reference refers to: of the state with ``$``, else of the same name."""
    return known.get(reference.removeprefix("$"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _allow(references: str | tuple[str, ...], state: State) -> Any:
    """Return the value or values that a key may have."""
    if isinstance(references, str) and ".." in references:
        first, last = (int(state[each.removeprefix("$")]) for each in references.split(".."))
        return list(range(first, last + 1))
    if isinstance(references, str):
        return state[references[1:]] if references.startswith("$") else references
    return [value for each in references for value in _listed(_allow(each, state))]


def _join(rows: pd.DataFrame, frame: pd.DataFrame, join: Join, state: State) -> pd.DataFrame:
    fixed = {column: _allow(each, state) for column, each in join.on.items() if each.startswith("$")}
    beside = take_rows(frame, fixed)
    shared = {column: each for column, each in join.on.items() if not each.startswith("$")}
    beside = beside.drop_duplicates(list(shared)) if shared else beside.head(1)
    taken = join.columns or {column: column for column in beside if column not in join.on}
    if not shared:
        first = beside.iloc[0] if len(beside) else {}
        return rows.assign(**{name: first[column] if len(beside) else None for column, name in taken.items()})
    beside = beside[[*shared, *[column for column in taken if column not in shared]]]
    renamed = beside.assign(**{f"_{column}": beside[column] for column in shared})
    renamed = renamed.drop(columns=[column for column in shared if column not in taken]).rename(columns=dict(taken))
    left, right = list(shared.values()), [f"_{column}" for column in shared]
    rows = rows.drop(columns=[name for name in renamed if name in rows and name not in left])
    return rows.merge(renamed, left_on=left, right_on=right, how="left").drop(columns=right)
