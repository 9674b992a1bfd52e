"""A data folder that is changed: a copy to try the change on, and the copy's texts put in place when it holds."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import fill

from govindex.adding.texts import TextTable
from govindex.errors import GovindexError, SchemaError, near_clause, near_names
from govindex.tables.commit import change_files, settle
from govindex.tables.description import NAME as DESCRIPTION
from govindex.tables.load import Tables, load_description, read_tables
from govindex.tables.renewal import renew_description

README = "README.md"
_CHANGES = "## Changes"
# What others refer to is put in place first, so that whoever reads in between finds no gap.
_FIRST = ("sources.csv", "components.csv", "component_names.csv", "province_names.csv", "frameworks.csv", "changes.csv")


class Draft:
    """A copy of a data folder, changed as texts and loaded again to see that it holds.

    Parameters
    ----------
    folder : Path
        The data folder.
    scratch : Path
        An empty folder for the copy.
    """

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch
        resources = load_description(folder)["resources"]
        self.paths = {resource["name"]: resource["path"] for resource in resources}
        self._before: dict[str, str] = {}
        self._tables: dict[str, TextTable] = {}
        for name in (DESCRIPTION, *self.paths.values()):
            if Path(name).is_absolute() or ".." in Path(name).parts:
                raise GovindexError(f"datapackage.json names {name}, which lies outside of {folder}.")
            target = scratch / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
        readme = folder / README
        self.readme = readme.read_text(encoding="utf-8") if readme.is_file() else None

    def table(self, resource: str) -> TextTable:
        """Return a table by its name in the description, to be changed."""
        path = self.paths.get(resource)
        if path is None:
            near = near_clause(near_names(resource, self.paths))
            raise GovindexError(f"datapackage.json describes no table {resource}{near}.")
        if path not in self._tables:
            self._before[path] = (self.scratch / path).read_text(encoding="utf-8")
            self._tables[path] = TextTable(self._before[path])
        return self._tables[path]

    def load(self) -> Tables:
        """Return the tables of the copy as it stands, checked.

        Raises
        ------
        SchemaError
            When they do not hold together.
        """
        for path, table in self._tables.items():
            (self.scratch / path).write_text(table.text, encoding="utf-8", newline="\n")
        if any(table.text != self._before[path] for path, table in self._tables.items()):
            (self.scratch / DESCRIPTION).write_text(self._describe(), encoding="utf-8", newline="\n")
        return read_tables(self.scratch)

    def list_changed(self) -> dict[str, str]:
        """Return the files that the change makes others of, with their new texts, in the order of their writing."""
        changed = {path: table.text for path, table in self._tables.items() if table.text != self._before[path]}
        described = (self.scratch / DESCRIPTION).read_text(encoding="utf-8")
        if changed and described != (self.folder / DESCRIPTION).read_text(encoding="utf-8"):
            changed[DESCRIPTION] = described
        return dict(
            sorted(changed.items(), key=lambda item: _FIRST.index(item[0]) if item[0] in _FIRST else len(_FIRST))
        )

    def _describe(self) -> str:
        """Return the description for the rows that are there now; as it is where they cannot be read, which is told."""
        try:
            return renew_description(self.scratch)
        except SchemaError:
            return (self.scratch / DESCRIPTION).read_text(encoding="utf-8")

    def list_texts(self, entry: str) -> dict[str, str]:
        """Return the changed files with their new texts, the change log with an entry among them."""
        texts = self.list_changed()
        if self.readme is not None and (text := add_entry(self.readme, entry)) != self.readme:
            texts[README] = text
        return texts

    def write(self, entry: str) -> list[str]:
        """Put the changed files in place, all or none, with an entry in the change log; return their names."""
        texts = self.list_texts(entry)
        change_files(self.folder, texts)
        return list(texts)


@contextlib.contextmanager
def open_draft(folder: Path) -> Iterator[Draft]:
    """Give a copy of a data folder, taken away afterwards."""
    settle(folder)
    with tempfile.TemporaryDirectory(prefix="govindex-") as scratch:
        yield Draft(folder, Path(scratch))


def add_entry(readme: str, entry: str) -> str:
    r"""Return the README with a dated entry at the head of its changes; as it is where it lists none.

    Examples
    --------
    >>> print(add_entry("## Changes\n\n- 2020-01-01: first.\n", "2026-01-02: more.").strip())
    ## Changes
    <BLANKLINE>
    - 2026-01-02: more.
    - 2020-01-01: first.
    """
    head, found, tail = readme.partition(f"{_CHANGES}\n\n")
    if not found:
        return readme
    wrapped = fill(f"- {entry}", 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return f"{head}{found}{wrapped}\n{tail}"


def date_entry(text: str) -> str:
    """Return an entry with the day in front."""
    return f"{date.today().isoformat()}: {text}"
