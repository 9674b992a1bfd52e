"""What adding a file would change in the tables: rows added, changed, removed, kept against it, and as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govindex.adding.reading import Figure, Reading
from govindex.adding.texts import TextTable
from govindex.adding.tree import Part

if TYPE_CHECKING:
    from collections.abc import Callable

Key = tuple[str, str]


class Way(NamedTuple):
    """How a reading goes into the tables.

    Attributes
    ----------
    reading : Reading
    source : str
        The id of its source.
    order : dict
        By component, its place in the tree.
    measures : list of str
        In the tables' order.
    parts : list of Part
        What follows from what, the lowest first.
    partial : bool
        Whether the file is to hold only some of the year's provinces, so that the others say nothing.
    """

    reading: Reading
    source: str
    order: dict[str, int]
    measures: list[str]
    parts: list[Part]
    partial: bool

    def place(self, row: dict[str, str]) -> tuple[int, int, str, int]:
        """Return what the rows of scores, ranks and provinces without a score stand in order of."""
        return self.measures.index(row["measure"]), int(row["year"]), row["province"], self.order[row["component"]]


@dataclass
class Difference:
    """The difference of one table.

    Attributes
    ----------
    added : list of (key, text)
        Figures that are new: province (or what) and component, and the figure as written.
    changed : list of (key, old, new, old source)
        Figures that are others than before.
    removed : list of (key, old)
        Figures of the same source that it no longer prints.
    kept : list of (key, old, found, why)
        Figures of the tables that are left against the file: ``corrected`` ones, and ``other_source`` where the file
        says that there is none.
    same : int
        Figures that are as they were.
    """

    added: list[tuple[Key, str]] = field(default_factory=list)
    changed: list[tuple[Key, str, str, str]] = field(default_factory=list)
    removed: list[tuple[Key, str]] = field(default_factory=list)
    kept: list[tuple[Key, str, str, str]] = field(default_factory=list)
    same: int = 0

    @property
    def alters(self) -> bool:
        """Whether the table changes."""
        return bool(self.added or self.changed or self.removed)


def is_same(figure: Figure, held: str) -> bool:
    """Return whether a figure is the one held, which may have more decimals than are printed.

    Examples
    --------
    >>> from govindex.adding.troubles import At
    >>> is_same(Figure(44.43, "44.43", 2, At()), "44.432"), is_same(Figure(44.44, "44.44", 2, At()), "44.432")
    (True, False)
    """
    return figure.text == held or abs(figure.value - float(held)) <= 0.5 * 10.0**-figure.decimals + 1e-9


def merge_scores(table: TextTable, way: Way, derived: dict[Key, Figure]) -> Difference:
    """Put the scores of a reading, and those that follow from them, into their table."""
    reading = way.reading
    figures = {key: (figure, "printed") for key, figure in reading.scores.items()}
    figures |= {key: (figure, "derived") for key, figure in derived.items()}
    held = _list_held(table, reading)
    gone = {key for key in reading.empty if key not in figures}
    if not way.partial:
        columns = set(reading.components)
        gone |= {
            key
            for key, place in held.items()
            if key[1] in columns and key[0] not in reading.names and table.rows[place]["source"] == way.source
        }
    gone |= _follow(table, way, held, gone - set(figures), set(figures))
    return _merge(table, way, figures, gone, column="score")


def merge_ranks(table: TextTable, way: Way) -> Difference:
    """Put the ranks of a reading into their table, with the number of provinces ranked where it follows."""
    ranks = way.reading.ranks
    figures = {key: (figure, "printed") for key, figure in ranks.items()}
    whole = {}
    for component in {component for _, component in ranks}:
        column = [figure.value for key, figure in ranks.items() if key[1] == component]
        if len(column) == len(way.reading.names) and max(column) <= len(column):
            whole[component] = len(column)
    return _merge(table, way, figures, set(), column="rank", extra=lambda key: {"out_of": whole.get(key[1])})


def merge_statistics(table: TextTable, way: Way) -> Difference:
    """Put the printed means, medians and ends of the country into their table."""
    reading = way.reading
    difference = Difference()
    fresh = []
    about = {"measure": reading.measure, "year": str(reading.year), "region": ""}
    for (what, component), figure in reading.statistics.items():
        place = table.find(**about, component=component, what=what)
        if place is not None:
            _compare(table, way, difference, place, ((what, component), figure, "printed"), column="value")
            continue
        difference.added.append(((what, component), figure.text))
        told = {"component": component, "what": what, "value": figure.text, "status": "printed", "source": way.source}
        fresh.append(about | told)
    table.put_in(fresh, lambda row: (*way.place(row | {"province": ""}), row["region"]))
    return difference


def merge_unscored(table: TextTable, way: Way, units: list[str], derived: set[Key]) -> Difference:
    """Put down which provinces of the year the file gives no score, and take back what it scores.

    Parameters
    ----------
    units : list of str
        The units of the year.
    derived : set of (province, component)
        What follows from the file's scores.
    """
    reading = way.reading
    difference = Difference()
    scored = set(reading.scores) | derived
    held = _list_held(table, reading)
    taken = [place for key, place in held.items() if key in scored]
    difference.removed.extend((key, "") for key in sorted(held) if key in scored)
    fresh = []
    for province in units:
        if province in reading.names:
            empty = [key for key in reading.empty if not way.partial or key in reading.denied]
            without = _find_roots(way, {component for each, component in empty if each == province})
        else:
            without = [] if way.partial else [reading.measure]
        for component in without:
            if (province, component) in held:
                difference.same += 1
                continue
            difference.added.append(((province, component), ""))
            about = {"measure": reading.measure, "year": reading.year, "province": province, "component": component}
            fresh.append(about | {"source": way.source})
    table.take_out(taken)
    table.put_in(fresh, way.place)
    return difference


def _find_roots(way: Way, empty: set[str]) -> list[str]:
    """Return the highest components of which all that the file tells is that there is no score."""
    columns = set(way.reading.components)
    below = {part.component: set(part.parts) & columns for part in way.parts}

    def is_empty(component: str) -> bool:
        parts = below.get(component, set())
        return (component in empty or (component not in columns and bool(parts))) and all(map(is_empty, parts))

    roots = [component for component in {*empty, *below} if is_empty(component)]
    inner = {part for root in roots for part in below.get(root, ())}
    return sorted(set(roots) - inner, key=way.order.__getitem__)


def _list_held(table: TextTable, reading: Reading) -> dict[Key, int]:
    """Return the places of the year's rows by province and component."""
    return {
        (row["province"], row["component"]): place
        for place, row in enumerate(table.rows)
        if row["measure"] == reading.measure and row["year"] == str(reading.year)
    }


def _follow(table: TextTable, way: Way, held: dict[Key, int], gone: set[Key], figures: set[Key]) -> set[Key]:
    """Return the derived rows whose parts go."""
    following: set[Key] = set()
    leaving = {key for key in gone if key in held and table.rows[held[key]]["source"] == way.source}
    for part in way.parts:
        for province in {province for province, _ in leaving}:
            key = (province, part.component)
            without = any((province, each) in leaving for each in part.parts)
            if without and key in held and key not in figures and table.rows[held[key]]["status"] == "derived":
                following.add(key)
                leaving.add(key)
    return following


def _merge(
    table: TextTable,
    way: Way,
    figures: dict[Key, tuple[Figure, str]],
    gone: set[Key],
    *,
    column: str,
    extra: Callable[[Key], dict[str, object]] = lambda key: {},
) -> Difference:
    reading = way.reading
    difference = Difference()
    held = _list_held(table, reading)
    fresh = []
    for key, (figure, status) in figures.items():
        if key in held:
            _compare(table, way, difference, held[key], (key, figure, status), column=column)
            continue
        difference.added.append((key, figure.text))
        about = {"measure": reading.measure, "year": reading.year, "province": key[0], "component": key[1]}
        fresh.append(about | {column: figure.text, "status": status, "source": way.source} | extra(key))
    taken = []
    for key in sorted(gone & set(held)):
        row = table.rows[held[key]]
        if row["source"] == way.source or row["status"] == "derived":
            difference.removed.append((key, row[column]))
            taken.append(held[key])
        else:
            difference.kept.append((key, row[column], "", "other_source"))
    table.take_out(taken)
    table.put_in(fresh, way.place)
    return difference


def _compare(
    table: TextTable, way: Way, difference: Difference, place: int, found: tuple[Key, Figure, str], *, column: str
) -> None:
    key, figure, status = found
    row = table.rows[place]
    if is_same(figure, row[column]):
        difference.same += 1
    elif row["status"] == "corrected" or (status == "derived" and row["status"] != "derived"):
        why = "corrected" if row["status"] == "corrected" else "printed"
        difference.kept.append((key, row[column], figure.text, why))
    else:
        difference.changed.append((key, row[column], figure.text, row["source"]))
        cleared = {name: "" for name in ("note", "note_vi") if name in row}
        table.change(place, **({column: figure.text, "status": status, "source": way.source} | cleared))
