"""What `govindex add` does: a file read, checked, shown as a difference, and written whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from govindex.adding import checks, history
from govindex.adding.books import read_book
from govindex.adding.differences import (
    Difference,
    Way,
    merge_ranks,
    merge_scores,
    merge_statistics,
    merge_unscored,
)
from govindex.adding.drafts import ask_for, take_in, write_drafts
from govindex.adding.folder import Draft, date_entry, open_draft
from govindex.adding.frames import Frame, Rows, find_frame
from govindex.adding.reading import Reading
from govindex.adding.request import Request, understand
from govindex.adding.sources import Source, find_source
from govindex.adding.tree import derive, list_parts
from govindex.adding.troubles import ERROR, Trouble
from govindex.adding.units import Units
from govindex.errors import GovindexError, SchemaError
from govindex.files import find_obstacle
from govindex.tables.commit import lock_folder
from govindex.tables.load import Tables, load_tables
from govindex.tables.names import MEASURES
from govindex.words import say

_UNRANKED = ("papi",)  # measures that are not ranked by who publishes them: what an office ranks is checked, not kept


class Outcome(NamedTuple):
    """What came of adding a file.

    Attributes
    ----------
    tables : Tables or None
        Those that the file was held against: the folder's, with the rows that were given beside it. None where the
        file cannot be read at all.
    reading : Reading or None
        None where the file could not be used.
    troubles : list of Trouble
        Errors, warnings and notes, in the order of the cells.
    differences : dict of Difference
        By ``scores``, ``ranks``, ``national`` and ``unscored``; empty where the difference is not known.
    drafts : dict
        Rows that the tables lack, by table.
    source : Source or None
    written : list of str
        The files that were changed; of a dry run those that would be.
    drafted : tuple of Path
        The files that drafts were written to.
    """

    tables: Tables | None
    reading: Reading | None
    troubles: list[Trouble]
    differences: dict[str, Difference]
    drafts: Rows
    source: Source | None
    written: list[str]
    drafted: tuple[Path, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against writing."""
        return not any(trouble.level == ERROR for trouble in self.troubles)

    @property
    def alters(self) -> bool:
        """Whether the tables are to change, or have changed."""
        return bool(self.written)


def add_file(
    file: Path,
    folder: Path,
    request: Request,
    *,
    dry_run: bool = False,
    rows: Path | None = None,
    draft_to: Path | None = None,
    within: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext,
) -> Outcome:
    """Return what adding a file to a data folder gives; when it is sound, and no dry run, the folder is changed.

    Parameters
    ----------
    file : Path
        The file.
    folder : Path
        The data folder.
    request : Request
        What the file may leave unsaid.
    dry_run : bool
        Whether the folder is left as it is.
    rows : Path, optional
        A folder of rows to add to the tables first, as `draft_to` had them drafted.
    draft_to : Path, optional
        A folder for the rows that the tables lack.
    within : callable
        Makes the context in which the file is read and understood, such as a limit of time.

    Raises
    ------
    GovindexError
        When the request is wrong, or somebody else is adding.
    OSError
        When the folder cannot be written; then nothing is changed.
    """
    if not dry_run and (obstacle := find_obstacle(folder)):
        raise GovindexError(f"The tables cannot be changed: {obstacle}.")
    with within():
        book = read_book(file)
    if not book.grids:
        return Outcome(None, None, book.troubles, {}, {}, None, [])
    lock: contextlib.AbstractContextManager = contextlib.nullcontext() if dry_run else lock_folder(folder)
    with lock, open_draft(folder) as draft:
        if rows is not None:
            take_in(draft, rows, request.source)
        tables = load_tables(folder) if rows is None else draft.load()
        with within():
            understood = understand(tables, book, request)
        reading = understood.reading
        if reading is None:
            return Outcome(tables, None, understood.troubles, {}, {}, None, [])
        frame = _check(tables, reading, understood.same_framework, request)
        if any(trouble.key == "adding.framework_ends" for trouble in reading.troubles):
            find_source(tables, reading, request.source, understood.source)  # what is asked for is asked at once
        drafts = ask_for(draft, frame.drafts)
        drafted = tuple(write_drafts(draft, drafts, draft_to)) if drafts and draft_to is not None else ()
        outcome = Outcome(tables, reading, reading.troubles, {}, drafts, None, [], drafted)
        if not outcome.sound:
            return outcome
        adding = _Adding(draft, tables, frame, understood.source, request)
        return _merge(adding, outcome, dry_run=dry_run)


class _Adding(NamedTuple):
    draft: Draft
    tables: Tables
    frame: Frame
    told: dict[str, str]
    request: Request


def _check(tables: Tables, reading: Reading, same: bool, request: Request) -> Frame:
    """Note what is wrong with a reading, and return the framework of its year."""
    units = Units(tables, reading.year)
    frame = find_frame(tables, reading, same=same, same_names=request.same_names)
    checks.check_units(reading, units, partial=request.partial)
    wrong = checks.check_ranges(reading, frame.covered)
    parts = list_parts(tables, frame.covered, set(reading.components))
    derived = derive(reading, parts, set(), {})
    blamed = wrong | checks.check_sums(reading, parts, derived, wrong)
    checks.check_statistics(reading, blamed)
    checks.check_ranks(reading, blamed)
    checks.check_groups(reading, blamed)
    history.check_copy(tables, reading)
    history.check_jumps(tables, reading, units, frame.covered)
    return frame


def _merge(adding: _Adding, outcome: Outcome, *, dry_run: bool) -> Outcome:
    """Put a sound reading into the draft, and the draft in place."""
    reading, draft = outcome.reading, adding.draft
    source = find_source(adding.tables, reading, adding.request.source, adding.told)
    known = source.source if source else _find_only_source(adding.tables, reading)
    _lengthen(draft, adding.frame, reading.year)
    differences = _put_in(adding, reading, known)
    changed = draft.list_changed()
    if not changed:
        reading.troubles[:] = [each for each in reading.troubles if not each.key.startswith("adding.source_")]
    outcome = outcome._replace(differences=differences, source=source if changed else None)
    if not outcome.sound or not changed:
        return outcome
    if source.row:
        draft.table("sources").put_in([source.row])
    try:
        draft.load()
    except SchemaError as error:
        raise GovindexError(f"The tables would not hold together, so nothing was written. {error}") from None
    entry = _tell_entry(reading, differences, source)
    written = list(draft.list_texts(entry)) if dry_run else draft.write(entry)
    return outcome._replace(written=written)


def _put_in(adding: _Adding, reading: Reading, source: str) -> dict[str, Difference]:
    draft, tables = adding.draft, adding.tables
    now = tables.scores[(tables.scores["measure"] == reading.measure) & (tables.scores["year"] == reading.year)]
    held = dict(zip(zip(now["province"], now["component"], strict=True), now["score"], strict=True))
    underived = now[now["status"] != "derived"]
    printed = set(zip(underived["province"], underived["component"], strict=True))
    parts = list_parts(tables, adding.frame.covered, set(reading.components) | set(now["component"]))
    derived = derive(reading, parts, printed, held)
    order = {row["component"]: int(row["order"]) for row in draft.table("components").rows}
    way = Way(reading, source, order, list(MEASURES), parts, adding.request.partial)
    units = Units(tables, reading.year).of_year(reading.year)
    return {
        "scores": merge_scores(draft.table(f"scores-{reading.measure}"), way, derived),
        "ranks": Difference() if reading.measure in _UNRANKED else merge_ranks(draft.table("ranks"), way),
        "national": merge_statistics(draft.table("national"), way),
        "unscored": merge_unscored(draft.table("unscored"), way, units, set(derived)),
    }


def _find_only_source(tables: Tables, reading: Reading) -> str:
    """Return the source of what the tables hold of the year where it is one; ``?`` otherwise."""
    scores = tables.scores
    found = scores.loc[(scores["measure"] == reading.measure) & (scores["year"] == reading.year), "source"].unique()
    return str(found[0]) if len(found) == 1 else "?"


def _lengthen(draft: Draft, frame: Frame, year: int) -> None:
    table = draft.table("frameworks")
    for row in frame.lengthened.to_dict("records"):
        place = table.find(
            measure=row["measure"], framework=row["framework"], component=row["component"],
            first_year=str(row["first_year"]),
        )  # fmt: skip
        if place is not None and table.rows[place]["last_year"]:
            table.change(place, last_year=year)


def _tell_entry(reading: Reading, differences: dict[str, Difference], source: Source) -> str:
    """Return the line of the change log, in English as all of it."""
    measure = say(f"measure.{reading.measure}", "en")
    counted = []
    for what, difference in differences.items():
        parts = [
            f"{len(each)} {verb}"
            for verb, each in (
                ("added", difference.added), ("changed", difference.changed), ("removed", difference.removed),
            )
            if each
        ]  # fmt: skip
        if parts:
            counted.append(f"{what} {', '.join(parts)}")
    counted = counted or ["rows that it rests on"]
    return date_entry(
        f"{measure} {reading.year} of {len(reading.names)} provinces ({'; '.join(counted)}), from {source.source}."
    )
