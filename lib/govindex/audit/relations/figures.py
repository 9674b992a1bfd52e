"""The rows of a report as figures that relations join: numbers with tolerance, signs, groups, directions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from govindex.audit.relations.panel import Panel
from govindex.words import DIGITS

CHANGES = ("change", "change_pct", "rank_change", "above_mean")
# What is counted or named, not measured: printed without any tolerance.
WHOLE = ("rank", "rank_change", "rank_of", "group", "group_size", "direction", "count_up", "count_down",
         "count_unchanged", "count_of", "count_full", "list")  # fmt: skip
# What is printed with the decimals of its column.
_MEASURED = ("score", "lost", "change", "change_pct", "above_mean", "share_pct", "mean", "median", "best", "worst",
             "highest_of", "lowest_of")  # fmt: skip
_MANY = 100  # figures of a kind that are looked at for what is usual among them
SIGNS = ("+", "-", "−", "–")
UP_DOWN = {"up": 1.0, "down": -1.0, "same": 0.0}
DIRECTIONS = {value: word for word, value in UP_DOWN.items()}
LETTERS = "ABCD"
HUNDRED = ("par", "sipas")  # components of these names are of 100, and are printed in points or per cent alike


@dataclass(slots=True)
class Figure:
    """One printed cell.

    Attributes
    ----------
    place : int
        Its position in the rows.
    what : str
        As in the rows; `text_direction` is ``direction`` here, a score of a region or the whole country ``mean``.
    province : str or None
        Code of a province or region; None is the whole country. `wide` where it is no province.
    base : int
        The year that a change starts from.
    value : float
        The number; of a direction 1, 0 or -1; of a group 1 … 4 (A is 1). Missing where there is none.
    unit : float
        One in the last decimal printed.
    signed : bool
        Whether the print says the sign of a change, by sign or word.
    percent : bool
        Whether a change is told in per cent; `percents` where per cent can also mean percentage points.
    """

    place: int
    what: str
    measure: str
    component: str | None
    year: int
    province: str | None
    base: int
    value: float
    unit: float
    decimals: int
    printed: str
    signed: bool
    percent: bool
    percents: bool
    about: bool
    word: str
    told_unit: str
    table: str
    row: str
    note: str
    text: bool
    cell: str
    wide: bool

    @property
    def key(self) -> tuple:
        """What it is of: figures of one key must agree."""
        return (self.what, self.component, self.year, self.province)


@dataclass
class Report:
    """The figures of one report, and where each kind of them stands."""

    name: str
    figures: dict[int, Figure]
    index: dict[tuple, list[Figure]] = field(default_factory=dict)
    rows_of: dict[tuple, list[Figure]] = field(default_factory=dict)
    _columns: dict[tuple, dict] = field(default_factory=dict)
    _signed: dict[tuple, Counter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for figure in self.figures.values():
            self.index.setdefault(figure.key, []).append(figure)
            self.rows_of.setdefault((figure.what, figure.year, figure.province), []).append(figure)

    def all(self, what: str, component: str | None, year: int, province: str | None) -> list[Figure]:
        """Return every figure of a kind."""
        return self.index.get((what, component, year, province), [])

    def first(self, what: str, component: str | None, year: int, province: str | None) -> Figure | None:
        """Return the first figure of a kind that holds a number."""
        return next((one for one in self.all(what, component, year, province) if one.value == one.value), None)

    def column(self, figure: Figure, panel: Panel) -> list[Figure]:
        """Return the first figure of each component that has the same parent, kind, year and province as `figure`."""
        key = (figure.what, figure.year, figure.province)
        if key not in self._columns:
            columns: dict[tuple, dict[str | None, Figure]] = {}
            for one in self.rows_of[key]:
                place = (one.measure, panel.parents.get(one.component))
                columns.setdefault(place, {}).setdefault(one.component, one)
            self._columns[key] = {place: list(column.values()) for place, column in columns.items()}
        return self._columns[key][figure.measure, panel.parents.get(figure.component)]

    def signed(self, figure: Figure) -> int:
        """Return how many figures of the same kind, year, province and table as `figure` carry a sign or word."""
        key = (figure.what, figure.year, figure.province)
        if key not in self._signed:
            told = (one for one in self.rows_of[key] if one.printed.lstrip()[:1] in SIGNS or one.word in UP_DOWN)
            self._signed[key] = Counter(one.table for one in told)
        return self._signed[key][figure.table]

    def decimals(self, figure: Figure, panel: Panel) -> int:
        """Return the decimals that the column of a figure is printed with: the most common, the higher of equals.

        A whole number that stands alone has lost its own: it is taken to have those that its index is printed with.
        """
        if figure.what not in _MEASURED:
            return figure.decimals
        counts = [one.decimals for one in self.column(figure, panel) if one is not figure]
        if not counts:
            same = self.rows_of[figure.what, figure.year, figure.province][:_MANY]
            counts = [one.decimals for one in same if one is not figure and one.measure == figure.measure]
        return max(set(counts), key=lambda count: (counts.count(count), count)) if counts else self._usual(figure)

    @staticmethod
    def _usual(figure: Figure) -> int:
        usual = 1 if figure.what.endswith("_pct") else DIGITS.get(figure.measure, 2)
        return figure.decimals or usual
