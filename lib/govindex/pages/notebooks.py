"""The notebooks by their names, and where in the folder of pages the files of each run stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from govindex.errors import GovindexError, UnknownName, near_clause, near_names
from govindex.pages.parameters import read_parameters
from govindex.tables.names import fold
from govindex.tables.places import find_notebooks
from govindex.words import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES_FOLDER = re.compile(r"[\w-]{1,60}")
_LONGEST_NAME = 60


def list_notebooks(
    folder: Path | None = None, *, declaring: str | None = None, unread: list[str] | None = None
) -> list[str]:
    """Return the names of the notebooks in `folder`, by default the project's; ``report`` first.

    With `declaring` only those that have a parameter of that name; `unread` then takes a sentence for each notebook
    whose parameters cannot be read, and the others are returned.

    Raises
    ------
    GovindexError
        With `declaring` but without `unread`, when the parameters of a notebook cannot be read.
    """
    paths = [path for path in (folder or find_notebooks()).glob("*.ipynb") if not path.name.startswith(".")]
    names = [path.stem for path in paths if declaring is None or _declares(path, declaring, unread)]
    return sorted(names, key=lambda name: (name != "report", name))


def _declares(path: Path, name: str, unread: list[str] | None) -> bool:
    try:
        return name in read_parameters(path)
    except GovindexError as error:
        if unread is None:
            raise
        unread.append(str(error))
        return False


def find_notebook(name: str, folder: Path | None = None) -> Path:
    """Return the path of the notebook called `name`, or of the file at that path, in whatever folder it lies.

    Raises
    ------
    UnknownName
        With the nearest names, or all when none is near.
    GovindexError
        When there is no file at the path.
    """
    own = Path(name)
    if own.suffix == ".ipynb" and own.is_file():
        return own
    if len(own.parts) > 1:
        raise GovindexError(f"There is no notebook at {name}: expected the path of a file that ends in .ipynb.")
    folder = folder or find_notebooks()
    names = list_notebooks(folder)
    wanted = name.removesuffix(".ipynb")
    if wanted not in names:
        near = near_clause(near_names(wanted, names)) or f": expected one of {', '.join(names)}"
        raise UnknownName(f"There is no notebook {name!r}{near}.")
    return folder / f"{wanted}.ipynb"


def find_lang(parameters: Mapping[str, object], lang: str | None = None) -> str:
    """Return the language of a notebook's page: its parameter ``lang``, else the one asked for, else the first."""
    return str(parameters.get("lang", lang or LANGS[0]))


def name_output(path: Path, parameters: Mapping[str, object], lang: str) -> str:
    """Return where the files of a run stand in the folder of pages, without their endings.

    That is ``<province>/<year>/<lang>/<notebook>``; of a notebook that is about no province and year
    ``<notebook>/<its first parameter>/<lang>/<notebook>``, the second part as far as it can name a folder.

    Raises
    ------
    GovindexError
        When a province, a year or the language cannot name a folder.
    """
    if {"province", "year"} <= set(parameters):
        about = [_name_folder(path, name, parameters[name]) for name in ("province", "year")]
    else:
        others = [value for name, value in parameters.items() if name != "lang"]
        about = [path.stem, *(named for value in others[:1] if (named := _make_name(value)))]
    return "/".join([*about, _name_folder(path, "lang", lang), path.stem])


def _make_name(value: object) -> str:
    """Return a value as the name of a folder: as it is, else its words without diacritics; empty where it has none.

    Examples
    --------
    >>> _make_name("01"), _make_name("Cần Thơ"), _make_name(["papi.1", "papi.2"]), _make_name("")
    ('01', 'can-tho', 'papi-1-papi-2', '')
    """
    if _NAMES_FOLDER.fullmatch(str(value)):
        return str(value)
    return "-".join(fold(word) for word in re.findall(r"\w+", str(value)))[:_LONGEST_NAME]


def _name_folder(path: Path, name: str, value: object) -> str:
    if not _NAMES_FOLDER.fullmatch(str(value)):
        raise GovindexError(
            f"The parameter {name} of the notebook {path.stem} is {str(value)!r}: "
            "expected a code or a number, which names the folder of its page."
        )
    return str(value)
