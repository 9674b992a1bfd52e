"""The runs that a declaration comes to: the cross product of its values, each combination held by the tables."""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from govindex.batch.declared import ALL, LATEST, MOST_RUNS, SCORED, WHOLE, Entry, WrongRuns, read_runs
from govindex.errors import GovindexError, UnknownName, near_clause, near_names
from govindex.front.assets import FOLDER as SHARED
from govindex.methods.parts import list_whole_pairs
from govindex.tables.choices import list_choices
from govindex.tables.names import find_province

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govindex.tables.load import Tables

_FILES = ("index.html", "manifest.json")
_PART = re.compile(r"\w[\w-]*")
_SHOWN = 60  # characters of what was asked for, in a sentence


class Planned(NamedTuple):
    """One run to make: its notebook, its parameters, and its place, the path of its files without their endings."""

    notebook: str
    path: Path
    parameters: dict[str, object]
    place: str


def plan_runs(tables: Tables, path: Path) -> list[Planned]:
    """Return the runs that the declaration at `path` comes to, in its order, provinces as in the tables.

    Raises
    ------
    WrongRuns
        With a sentence for every mistake of the declaration: unknown names, wrong types, combinations that the tables
        hold no figure of, two runs in one place.
    """
    entries, problems = read_runs(path)
    held = _Held(tables)
    planned: dict[str, Planned] = {}
    room = MOST_RUNS
    for entry in entries:
        runs = _plan_entry(tables, held, entry, path.name, problems, room=room)
        room -= len(runs)
        for run in runs:
            other = planned.setdefault(run.place, run)
            if reason := _is_reserved(run.place):
                problems.append(f"{path.name}: {run.place} ({run.notebook}) is no place for a page: {reason}.")
            if other is not run:
                problems.append(f"{path.name}: {run.place} is declared twice, by {other.notebook} and {run.notebook}.")
    if problems:
        raise WrongRuns(problems)
    return list(planned.values())


def _is_reserved(place: str) -> str:
    """Return why a run cannot have its files in a place; nothing when it can. Case tells no files apart everywhere."""
    first = place.casefold().split("/")[0]
    if first == place.casefold() == "index":
        return "index.html is the gallery of the pages"
    if first in _FILES:
        return f"{first} is a file of the batch, no folder"
    if first == SHARED:
        return f"the folder {SHARED} holds what pages share"
    if place.casefold().endswith(".failed"):
        return "a name that ends in .failed tells a notebook that failed"
    return ""


class _Held:
    """Which provinces and years the tables hold a figure of, or a score of one measure."""

    def __init__(self, tables: Tables) -> None:
        self.order = {code: place for place, code in enumerate(tables.provinces["code"])}
        self._scores = tables.scores[["measure", "province", "year"]].drop_duplicates()
        self._any = {*_pairs(self._scores), *_pairs(tables.ranks[["province", "year"]].drop_duplicates())}

    def pairs(self, measure: str | None) -> set[tuple[str, int]]:
        """Return province and year of everything held, or scored in `measure`."""
        return self._any if measure is None else _pairs(self._scores[self._scores["measure"] == measure])


def _pairs(table) -> set[tuple[str, int]]:
    return {(province, int(year)) for province, year in zip(table["province"], table["year"], strict=True)}


def _plan_entry(
    tables: Tables, held: _Held, entry: Entry, file: str, problems: list[str], *, room: int
) -> list[Planned]:
    where = f"{file} ({entry.notebook})"
    before = len(problems)
    combined = _combine(tables, held, entry, where, problems, room=room)
    for exclude in entry.exclude:
        exclude = _resolve_exclusion(tables, exclude, where, problems)  # noqa: PLW2901
        kept = [each for each in combined if not all(each[name] in values for name, values in exclude.items())]
        if len(kept) == len(combined) and len(problems) == before:
            problems.append(f"{where}: excluding {exclude} leaves nothing out.")
        combined = kept
    if not combined and len(problems) == before:
        problems.append(f"{where} comes to no run at all.")
    runs = []
    for parameters in combined:
        wrong = [name for name in re.findall(r"\{(\w+)\}", entry.output) if not _is_part(entry, parameters, name)]
        if wrong:
            problems.append(f"{where}: {wrong[0]} is {parameters[wrong[0]]!r}, which cannot name a file.")
            continue
        runs.append(Planned(entry.notebook, entry.path, parameters, _fill(entry, parameters)))
    return runs


def _is_part(entry: Entry, parameters: dict[str, object], name: str) -> bool:
    return name == "notebook" or bool(_PART.fullmatch(str(parameters[name])))


def _fill(entry: Entry, parameters: dict[str, object]) -> str:
    return entry.output.format(
        **{"notebook": entry.notebook} | {name: str(value) for name, value in parameters.items()}
    )


def _combine(
    tables: Tables, held: _Held, entry: Entry, where: str, problems: list[str], *, room: int
) -> list[dict[str, object]]:
    """Return every combination of the entry's values, those of province and year held by the tables.

    They are counted before one is made: none where there are more than `room`.
    """
    about = {"province", "year"} & set(entry.declared)
    axes: list[list[dict[str, object]]] = []
    if about:
        axes.append(_combine_held(tables, held, entry, where, problems))
    for name, values in entry.values.items():
        if name in about:
            continue
        choices = list_choices(tables, name)
        if values in (ALL, SCORED):
            if choices is None or values == SCORED:
                problems.append(f"{where}: {name} is {values!r}, but the tables do not tell what it may be.")
                return []
            values = choices  # noqa: PLW2901
        for value in values if choices is not None else []:
            if value not in choices:
                near = near_clause(near_names(str(value), map(str, choices))) or f": expected one of {choices}"
                problems.append(f"{where}: there is no {name} {value!r}{near}.")
        axes.append([{name: value} for value in values])
    count = math.prod(len(axis) for axis in axes)
    if count > room:
        earlier = f", those before it to {MOST_RUNS - room}" if room < MOST_RUNS else ""
        problems.append(f"{where} comes to {count} runs{earlier}: expected at most {MOST_RUNS} in a file.")
        return []
    combined = []
    for parts in itertools.product(*axes):
        joined = {name: value for part in parts for name, value in part.items()}
        combined.append({name: joined[name] for name in entry.declared})
    return combined


def _combine_held(
    tables: Tables, held: _Held, entry: Entry, where: str, problems: list[str]
) -> list[dict[str, object]]:
    """Return the combinations of province and year: what ``all`` and ``scored`` pick is held, what is given must be."""
    about = [name for name in ("province", "year") if name in entry.declared]
    words = (ALL, SCORED, LATEST, WHOLE)
    given = {name: each for name, each in entry.values.items() if name in about and each not in words}
    measure = entry.measure if SCORED in entry.values.values() else None
    pairs = sorted(held.pairs(measure), key=lambda pair: (held.order.get(pair[0], len(held.order)), pair[1]))
    years = given.get("year", sorted({year for _, year in pairs}))
    years = _choose_last(tables, entry, years)
    codes: dict[str, set[tuple[str, int]]] = {}
    for text in given.get("province", []):
        codes[str(text)] = _find_units(tables, str(text), years, where, problems)
    if about == ["province"]:
        wanted = {code for found in codes.values() for code, _ in found}
        chosen = [code for code in dict.fromkeys(code for code, _ in pairs) if not codes or code in wanted]
        return [{"province": code} for code in chosen]
    if about == ["year"]:
        known = {year for _, year in pairs}
        problems += [f"{where}: the tables hold no figure of {year}." for year in years if year not in known]
        return [{"year": year} for year in years if year in known]
    if len(given) == len(about):
        wanted = {pair for found in codes.values() for pair in found}
        wanted = sorted(wanted, key=lambda pair: (held.order[pair[0]], pair[1]))
        for code, year in wanted:
            if (code, year) not in held.pairs(None):
                near = sorted((abs(other - year), other) for unit, other in held.pairs(None) if unit == code)[:3]
                problems.append(
                    f"{where}: the tables hold no figure of {code} in {year}"
                    f"{near_clause(str(other) for _, other in near)}."
                )
        return [{"province": code, "year": year} for code, year in wanted]
    chosen = [pair for pair in pairs if pair[1] in set(years)]
    for text, found in codes.items():
        if not found & set(chosen):
            problems.append(f"{where}: the tables hold no {measure or 'figure'} of {text} in any year asked for.")
    if codes:
        wanted_pairs = {pair for found in codes.values() for pair in found}
        chosen = [pair for pair in chosen if pair in wanted_pairs]
    for year in given.get("year", []):
        if not any(other == year for _, other in chosen):
            problems.append(f"{where}: the tables hold no {measure or 'figure'} of any province in {year}.")
    return [{"province": code, "year": year} for code, year in chosen]


def _find_units(tables: Tables, text: str, years: Iterable, where: str, problems: list[str]) -> set[tuple[str, int]]:
    """Return the unit that `text` names in each year."""
    try:
        if text in set(tables.provinces["code"]):
            return {(text, int(year)) for year in years}
        return {(find_province(tables, text, year=int(year)), int(year)) for year in years}
    except UnknownName as error:
        problems.append(f"{where}: {error}")
        return set()


def _choose_last(tables: Tables, entry: Entry, years: list[int]) -> list[int]:
    """Return the last year, or the last that is whole, where an entry asks for it; all of them where not."""
    asked = entry.values.get("year")
    if asked == WHOLE:
        years = [year for component, year in list_whole_pairs(tables) if component == entry.measure and year in years]
    return years[-1:] if asked in (LATEST, WHOLE) else years


def _resolve_exclusion(tables: Tables, exclude: dict, where: str, problems: list[str]) -> dict[str, set]:
    resolved = {name: set(values) for name, values in exclude.items()}
    if "province" in exclude:
        found = set()
        for text in exclude["province"]:
            try:
                found.add(find_province(tables, str(text)))
            except GovindexError as error:
                problems.append(f"{where}, exclude: {error}")
        resolved["province"] = found
    return resolved
