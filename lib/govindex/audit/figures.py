"""The rows of a report as figures that relations join: numbers with tolerance, signs, groups, directions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import pandas as pd

from govindex.audit.panel import JOINED, NARROW, SURVEYED, Panel
from govindex.words import DIGITS

CHANGES = ("change", "change_pct", "rank_change", "above_mean")
# What is counted or named, not measured: printed without any tolerance.
WHOLE = ("rank", "rank_change", "rank_of", "group", "group_size", "direction", "count_up", "count_down",
         "count_unchanged", "count_of", "count_full", "list")  # fmt: skip
# What is printed with the decimals of its column.
_MEASURED = ("score", "lost", "change", "change_pct", "above_mean", "share_pct", "mean", "median", "best", "worst",
             "highest_of", "lowest_of")  # fmt: skip
_TOLD = ("due", "best", "worst", "only", "highest_of", "lowest_of", "list")  # what need not hold a number
_MANY = 100  # figures of a kind that are looked at for what is usual among them
_BARE = 3  # falls without a sign in a table without signs that make it one of magnitudes
_SIGNS = ("+", "-", "−", "–")
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
            told = (one for one in self.rows_of[key] if one.printed.lstrip()[:1] in _SIGNS or one.word in UP_DOWN)
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


def read_reports(rows: pd.DataFrame, panel: Panel) -> Iterator[tuple[Report, list[int]]]:
    """Return each report with the places of its cells that hold nothing to reckon with."""
    columns = {name: rows[name].tolist() for name in rows.columns}
    empty = [""] * len(rows)
    get = {name: columns.get(name, empty) for name in ("unit", "table", "row", "note", "word", "extra", "cell")}
    parts: dict[str, list[int]] = {}
    for place, name in enumerate(columns["report"]):
        parts.setdefault(name, []).append(place)
    for name, places in parts.items():
        figures, unread = {}, []
        for place in places:
            figure = _read(place, columns, get, panel.areas)
            if figure is None:
                unread.append(place)
            else:
                figures[place] = figure
        _settle_extents(figures.values(), panel)
        report = Report(name, figures)
        _settle_units(report, panel)
        _settle_signs(report, panel)
        yield report, unread


def _read(place: int, columns: dict[str, list], get: dict[str, list], areas: set[str]) -> Figure | None:
    what, printed = columns["what"][place], columns["printed"][place]
    year, component, province = columns["year"][place], columns["component"][place], columns["province"][place]
    extra = get["extra"][place]
    extra = extra if isinstance(extra, dict) else {}
    text = what == "text_direction"
    what = "direction" if text else "share_pct" if what == "share" else what
    component = component if isinstance(component, str) and component else None
    province = province if isinstance(province, str) and province else None
    wide = province is None or province in areas
    word = get["word"][place] if isinstance(get["word"][place], str) else ""
    value, decimals = columns["value"][place], columns["decimals"][place]
    value = float("nan") if pd.isna(value) else float(value)
    decimals = 0 if pd.isna(decimals) else int(decimals)
    if what == "direction":
        value = UP_DOWN.get(word, value)
    elif what == "group" and word:
        value = float(LETTERS.index(word) + 1 if word in LETTERS else int(word))
    elif what == "score" and wide:
        what = "mean"
    elif what == "score" and component not in ("par", None) and get["unit"][place] == "percent":
        # Points of a maximum that are told in per cent are the share of it.
        what = "share_pct" if columns["measure"][place] in ("par", "papi") else what
    if math.isnan(value) and what not in _TOLD:
        return None
    unit = get["unit"][place] or extra.get("printed_unit") or ""
    percent = what == "change_pct" or (what in CHANGES and (unit == "percent" or "%" in printed))
    year = int(year) if not pd.isna(year) else 0
    about = bool(extra.get("about"))
    return Figure(
        place=place,
        what=what,
        measure=columns["measure"][place] or "",
        component=component,
        year=int(extra.get("to_year") or year) if what in CHANGES or what == "direction" else year,
        province=province,
        base=int(extra.get("base_year") or year - 1),
        value=value,
        unit=0.0 if what in WHOLE else (10.0**-decimals) * (2 if about else 1),
        decimals=decimals,
        printed=printed,
        signed=value < 0 or word in UP_DOWN or extra.get("sign") in ("+", "-") or printed.lstrip()[:1] in _SIGNS,
        percent=percent and unit != "percentage points",
        percents=percent and (component in HUNDRED or (component or "").startswith("sipas")),
        about=about,
        word=word,
        told_unit=unit,
        table=str(get["table"][place] or ""),
        row=str(get["row"][place] or ""),
        note=get["note"][place] if isinstance(get["note"][place], str) else "",
        text=text,
        cell=str(get["cell"][place] or ""),
        wide=wide,
    )


def _settle_extents(figures: Collection[Figure], panel: Panel) -> None:
    """Let a name that has meant more in some years than in others mean what the report prints beside it."""
    printed: dict[tuple, dict[str, float]] = {}
    for figure in figures:
        if figure.component is not None:
            highest = printed.setdefault((figure.year, figure.province), {})
            level = figure.value if figure.what in ("max", "score") else 0.0
            highest[figure.component] = max(level, highest.get(figure.component, 0.0))
    for figure in figures:
        if figure.component == NARROW:
            highest = printed[figure.year, figure.province]
            beside = SURVEYED in highest and not any(part in highest for part in JOINED[SURVEYED])
            figure.component = panel.widen(NARROW, figure.year, beside=beside, highest=highest[NARROW])


def _settle_units(report: Report, panel: Panel) -> None:
    """Let maxima be exact, and a whole number in a column of decimals be printed without its zeros."""
    for figure in report.figures.values():
        if figure.what == "max" and figure.decimals < 2:
            figure.unit = 0.0
        elif figure.what in ("score", "lost", "change") and figure.decimals == 0 and not figure.about:
            column = [one for one in report.column(figure, panel) if one is not figure and one.decimals]
            if len(column) >= 3:
                figure.unit = 10.0 ** -report.decimals(figure, panel)


def _settle_signs(report: Report, panel: Panel) -> None:
    """Give each change that is printed without a sign the sign that is meant.

    In a column whose figures carry signs or words, none is a plus. Elsewhere the print may leave the sign to a word
    beside it, so that it cannot be wrong: it is that of the figures, else that of the word. Without such a word it is
    a plus too, save in a table that prints no signs at all and several falls.
    """
    falls: dict[tuple, list[Figure]] = {}
    for figure in report.figures.values():
        if figure.what not in CHANGES or figure.signed or figure.value == 0:
            continue
        words = report.all("direction", figure.component, figure.year, figure.province)
        beside = [one for one in words if (one.table, one.row) == (figure.table, figure.row)] or words
        if report.signed(figure) > any(one.table == figure.table for one in words):
            figure.signed = True
            continue
        true = known_change(report, panel, figure)
        if true is None and beside:
            true = beside[0].value
        if true is None or true >= 0:
            continue
        if beside or _tells_fall(report, figure):
            figure.value = -figure.value
        else:
            falls.setdefault((figure.what, figure.year, figure.province, figure.table), []).append(figure)
    for same in falls.values():
        bare = len(same) >= _BARE and not report.signed(same[0])
        for figure in same:
            figure.value, figure.signed = (-figure.value, False) if bare else (figure.value, True)


def _tells_fall(report: Report, figure: Figure) -> bool:
    """Return whether the same change, printed in the other unit, says that it is a fall."""
    others = (report.all(what, *figure.key[1:]) for what in ("change", "change_pct") if figure.what != "rank_change")
    return any(one.signed and one.value < 0 and one.base == figure.base for same in others for one in same)


def known_change(report: Report, panel: Panel, figure: Figure) -> float | None:
    """Return the change that the panel, else the printed figures, give for a change's component and years."""
    what = "rank" if figure.what == "rank_change" else "mean" if figure.wide else "score"
    ends = []
    for year in (figure.year, figure.base):
        known = _known(panel, what, figure.component, year, figure.province)
        printed = report.first(what, figure.component, year, figure.province)
        ends.append(known if known is not None else printed.value if printed else None)
    if figure.what == "above_mean":
        mean = report.first("mean", figure.component, figure.year, None)
        known = panel.national(figure.component, figure.year, "mean")
        ends[1] = known.value if known else mean.value if mean else None
    if None in ends:
        return None
    return ends[1] - ends[0] if what == "rank" else ends[0] - ends[1]


def _known(panel: Panel, what: str, component: str | None, year: int, province: str | None) -> float | None:
    if what == "rank" and province is not None and province not in panel.areas:
        known = panel.rank(component, year, province)
        standing = panel.standing(component, year) if component else None
        score = panel.score(component, year, province)
        if known is None and standing and score:
            return float(standing.rank(score.value)[0])
    else:
        known = panel.score(component, year, province)
    return known.value if known else None
