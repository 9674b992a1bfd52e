"""What changed in a batch's folder or in the data while it ran, and was changed by no part of the batch.

A notebook is to write its own page alone. One that writes into a page of another, or into a table, is told, and what it
spoilt counts as not made.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from govindex.batch.folder import is_made
from govindex.batch.inputs import list_files

if TYPE_CHECKING:
    from govindex.batch.folder import Folder
    from govindex.batch.running import Outcome

_MOST_NAMED = 5
_SLACK = 0.02  # seconds by which the clock of a file system may be behind


class Guard:
    """Looks at a folder and at the data when a batch begins, and again at its end.

    Parameters
    ----------
    folder : Folder
        Open.
    data : Path
        The folder of the tables.
    """

    def __init__(self, folder: Folder, data: Path) -> None:
        self._folder, self._data = folder, data
        self._begun = time.time()
        self._tables = self._stamp_data()
        self._spoilt = set(self._list_spoilt())  # before the batch did anything

    def find_pages(self, outcome: Outcome) -> dict[str, str]:
        """Return the places of pages that something else has changed since, each with a sentence that says so."""
        found = {}
        ran = {place for place, _, _ in outcome.spans}
        for place in self._list_spoilt():
            if place in ran or place not in self._spoilt:
                files = [self._folder.out / f"{place}{ending}" for ending in self._folder.runs[place]["files"]]
                times = [file.stat().st_mtime for file in files if file.exists()]
                who = self._say_who(outcome, max(times, default=0.0), own=place)
                found[place] = f"The page {place} was changed {who}: a notebook is to write its own page alone."
        self._spoilt |= set(found)
        return found

    def find_data(self, outcome: Outcome) -> str:
        """Return a sentence of the tables that were changed meanwhile, nothing where none was.

        The runs that ended after it count as not made: nobody knows which figures they hold.
        """
        now = self._stamp_data()
        changed = sorted(path for path in {*now, *self._tables} if now.get(path) != self._tables.get(path))
        if not changed:
            return ""
        when = max((now[path][1] / 1e9 for path in changed if path in now), default=0.0)
        for place, _, ended in outcome.spans:
            if ended >= when - _SLACK or when < self._begun:
                self._folder.runs.get(place, {}).get("inputs", {}).update(state="", tables=None)
        names = ", ".join(path.name for path in changed[:_MOST_NAMED]) + (" …" if len(changed) > _MOST_NAMED else "")
        return (
            f"The data in {self._data} was changed {self._say_who(outcome, when)} ({names}): see that it is right, and "
            "run the batch again; the pages made since count as not made."
        )

    def _list_spoilt(self) -> list[str]:
        out, runs = self._folder.out, self._folder.runs
        made = [place for place, entry in runs.items() if entry.get("status") == "made" and entry.get("files")]
        return [place for place in made if not is_made(out, place, runs[place])]

    def _stamp_data(self) -> dict[Path, tuple[int, int]]:
        stats = {path: path.stat() for path in list_files(self._data)}
        return {path: (status.st_size, status.st_mtime_ns) for path, status in stats.items()}

    def _say_who(self, outcome: Outcome, when: float, own: str = "") -> str:
        spans = [span for span in outcome.spans if span[0] != own]
        running = [place for place, begun, ended in spans if begun - _SLACK <= when <= ended + _SLACK]
        named = ", ".join(running[:_MOST_NAMED]) + (" and others" if len(running) > _MOST_NAMED else "")
        return f"while {named} ran" if named else "while the batch ran"
