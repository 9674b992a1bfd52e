"""What a figure is: tables of every state, the choices that take rows of them, a chart without data, a sentence.

The same declaration is read twice: here, where a notebook asks for the rows of a state, and by the front end, which
draws them in JupyterLab and in a page. Both know keys, joins and templates, and no measure.

A *reference* says where a value comes from: ``"$year"`` is the choice year of the state, any other text is a column of
the row at hand, or in `keys` the value itself; there ``"$first..$year"`` is every whole number from one to the other.
A *term* of a sum is a number, or a reference to one, with ``-`` before it where it is taken off; what follows from the
state refers to it without ``$``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import altair as alt

State = dict[str, Any]


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
    ``"+3"`` with its sign, ``"^3"`` rounded up, ``"plain"`` without decimals where it is whole, ``"nth"`` as a rank,
    ``"$digits"`` with as many decimals as the choice digits says; otherwise as it is.
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


class Summed(NamedTuple):
    """A value that is the sum of `terms`, at least and at most what two references say; missing where one is."""

    name: str
    terms: tuple[str | int, ...]
    least: str | None = None
    most: str | None = None


class Above(NamedTuple):
    """How many rows have more, and the nearest of them: `name` is the number of rows whose `column` is above `value`.

    Counted are the rows of `table` that `on` finds, but those of `apart`; where there are none the number is missing.
    `nearest` names columns of the row with the least that is above, each with the name it gets in the state.
    """

    name: str
    table: str
    on: Mapping[str, str]
    column: str
    value: str
    apart: Mapping[str, str] = {}
    nearest: Mapping[str, str] = {}


Following = Derived | Join | Summed | Above  # what follows from a state; a join takes columns of the row that it finds


class Column(NamedTuple):
    """A column of a figure's table that is more than its format.

    `heading` is a template, filled from the state and the first row. An `optional` column is left out where no row has
    a value or a note. A first click on the head sorts from the `best`, which is the ``most`` or the ``least``. `note`
    is the column with the number, or a list of numbers, of the notes on each value (`Prose.numbered`).
    """

    form: int | str | None = None
    heading: str = ""
    optional: bool = False
    best: str = "most"
    note: str = ""


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

    `chart` makes the chart, without data, in a language; it is asked only when a book is written.
    `keys` are columns of `table` with a reference, or several, whose values they may have; `joins` stand beside the
    rows so found; rows that have the values of `apart` are left out. `sums` are columns that are the sum of their
    terms, `places` columns that tell a row's place by another column, the greatest first, equals sharing the better.
    `order` sorts them (``"-score"``: the largest first). `marks` are columns that tell whether a column
    equals a reference, or one of several. `labels` are columns of text, each written as `Sentence.texts` are, with
    `formats`. There is something to show where a row has a value of `needs`. `picks` is a choice and the column that a
    click on a mark makes it. `ends` are the columns of the values, of what tells lines apart, and of the texts that
    stand at their last points, and where there is a fourth it is the mark of the rows that have such texts: ``end`` is
    the text and ``end_at`` a place near the value, no two too near each other. `search` narrows the rows. `about` says
    how to read the chart. One at the `side` stays in sight beside the choices where a page has the room. A table alone
    may be `plain`: all of it stands there in its order, and nothing is sorted by a click. Then a value of the columns
    `groups`, its first, that goes on is shown once for all its rows, and `level` is the column that tells whether a row
    is a ``total``, a ``part`` or within one.
    """

    name: str
    table: str
    keys: Mapping[str, str | tuple[str, ...]]
    title: Sentence
    columns: Mapping[str, int | str | Column | None]
    chart: Callable[[str], alt.TopLevelMixin] | None = None
    joins: tuple[Join, ...] = ()
    apart: Mapping[str, str] = {}
    sums: Mapping[str, tuple[str | int, ...]] = {}
    places: Mapping[str, str] = {}
    order: tuple[str, ...] = ()
    marks: Mapping[str, tuple[str, str | tuple[str, ...]]] = {}
    labels: Mapping[str, tuple[str, ...]] = {}
    formats: Mapping[str, int | str] = {}
    needs: str = "score"
    picks: tuple[str, str] | None = None
    ends: tuple[str, str, str] | tuple[str, str, str, str] | None = None
    search: Search | None = None
    about: str = ""
    side: bool = False
    plain: bool = False
    groups: tuple[str, ...] = ()
    level: str = ""


class Prose(NamedTuple):
    """Paragraphs: the column `column`, a list of texts, of the row of `table` that `on` finds.

    Before them stands the sentence `own`, where there is one and it can be filled. Where they are `numbered`,
    they are a list with numbers, to each of which a mark can lead: its name is that text and its number.
    """

    name: str
    table: str
    on: Mapping[str, str]
    column: str
    own: Sentence | None = None
    numbered: str = ""


class Cards(NamedTuple):
    """Key figures side by side: the rows of `table` that `keys` take, each with name, value and note.

    A row of which `joins` find a line has it as a small picture as wide and high as `box`: strokes (the points of
    polylines), dots (places), at (which of them is marked; missing for none), told (what it shows, in words).
    """

    name: str
    table: str
    keys: Mapping[str, str | tuple[str, ...]]
    box: tuple[int, int]
    joins: tuple[Join, ...] = ()


class Heading(NamedTuple):
    """A heading with a text below it, shown where `on` finds a row of `table`."""

    name: str
    heading: str
    about: str
    table: str
    on: Mapping[str, str]


class Head(NamedTuple):
    """The title of the page and what stands below it."""

    name: str
    title: Sentence
    about: Sentence


class Listing(NamedTuple):
    """Works under a heading: the rows of `table` that `keys` take, each with an id and a text; then a note."""

    name: str
    heading: str
    table: str
    keys: Mapping[str, str | tuple[str, ...]]
    note: str = ""


Part = Figure | Prose | Cards | Heading | Head | Listing
