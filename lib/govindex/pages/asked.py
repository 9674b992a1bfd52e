"""What ``govindex report`` is asked for: notebooks, with the parameters that each of them runs with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govindex.errors import GovindexError
from govindex.pages.notebooks import find_lang, find_notebook, list_notebooks, name_output
from govindex.pages.parameters import check_names, read_given, read_parameters
from govindex.tables.choices import check_parameters
from govindex.tables.names import find_province
from govindex.words import LANGS, check_lang

if TYPE_CHECKING:
    from pathlib import Path

    from govindex.tables.load import Tables


class Asked(NamedTuple):
    """One page that is asked for; `place` is the path of its files in the folder of pages, without their endings."""

    path: Path
    parameters: dict[str, object]
    lang: str
    place: str


class Choices(NamedTuple):
    """What is asked for, as it was typed; None where it was not."""

    notebooks: list[str]
    province: str | None
    year: str | None
    lang: str | None
    parameters: list[str]


def list_asked(tables: Tables, choices: Choices, *, unread: list[str]) -> list[Asked]:
    """Return the pages that are asked for: of some notebooks, else of every one of the project that has a province.

    Parameters
    ----------
    unread : list of str
        Takes a sentence for each notebook of the project whose parameters cannot be read.

    Raises
    ------
    UnknownName, NoData
        For a province, year, language, notebook or parameter that there is not, with what is near.
    GovindexError
        For a notebook that cannot be read or declares no parameters, and for a value that does not fit.
    """
    if choices.notebooks:
        paths = list(dict.fromkeys(find_notebook(name) for name in choices.notebooks))
    else:
        if choices.province is None or choices.year is None:
            raise GovindexError("Give --province and --year, or the --notebook whose own parameters are to be taken.")
        names = list_notebooks(declaring="province", unread=unread)
        if unread and not names:
            raise GovindexError("\n".join(unread))
        paths = [find_notebook(name) for name in names]
    asked: dict[str, Asked] = {}
    for path in paths:
        each = _resolve(tables, path, choices)
        other = asked.setdefault(each.place, each)
        if other is not each:
            raise GovindexError(f"{other.path} and {path} have one name, {path.stem}: their pages would be one file.")
    return list(asked.values())


def _resolve(tables: Tables, path: Path, choices: Choices) -> Asked:
    """Return the page of one notebook: what is not given takes its default."""
    declared = read_parameters(path)
    given: dict[str, Any] = read_given(path, choices.parameters)
    typed = {"province": choices.province, "year": choices.year, "lang": choices.lang}
    typed = {name: value for name, value in typed.items() if value is not None}
    for name in typed:
        if name in given:
            raise GovindexError(f"The parameter {name} is given twice, by --{name} and by --parameters.")
    if "lang" not in declared:
        typed.pop("lang", None)
    whole = {name: parameter.default for name, parameter in declared.items()} | given | typed
    if {"province", "year", *typed} <= set(declared):
        lang = str(whole.get("lang", choices.lang or LANGS[0]))
        checked = check_parameters(tables, province=str(whole["province"]), year=str(whole["year"]), lang=lang)
        given |= {name: value for name, value in checked.items() if name in declared}
    else:
        year = typed.pop("year", None)
        given |= typed | read_given(path, [f"year={year}"] if year is not None else [])
        if typed.get("province") and "province" in declared:
            given["province"] = find_province(tables, typed["province"])
    parameters = check_names(path, given)
    lang = check_lang(find_lang(parameters, choices.lang))
    return Asked(path, parameters, lang, name_output(path, parameters, lang))
