"""The declaration of runs, read: one entry a notebook, every mistake in it told at once and with near names."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from govindex.errors import GovindexError, near_clause, near_names
from govindex.files import read_regular
from govindex.pages.parameters import Parameter, read_parameters
from govindex.tables.places import find_notebooks
from govindex.words import LANGS

OUTPUT = "{province}/{year}/{lang}/{notebook}"
ALL, SCORED, LATEST, WHOLE = "all", "scored", "latest", "whole"
_KEYS = ("notebook", "parameters", "languages", "measure", "exclude", "output")
MOST_RUNS = 100_000
_MOST_BYTES = 10_000_000
_MOST_DIGITS = 18  # of an end of a range; Python reads no number of more than 4,300
_RANGE = re.compile(rf"(\d{{1,{_MOST_DIGITS}}})-(\d{{1,{_MOST_DIGITS}}})", re.ASCII)
_SHOWN = 200
_MOST_SAID = 20  # mistakes: a wrong range makes one of each of its years
_MOST = 10_000  # whole numbers in one range: more is a slip of the keyboard


class Entry(NamedTuple):
    """One entry of a declaration: a notebook and the values that its parameters take.

    `values` holds a list for each parameter, or `ALL`, `SCORED`, `LATEST`, `WHOLE`; what an entry does not name has
    its default as the only value. `exclude` holds such lists too: a run that fits all of one's names is left out.
    """

    notebook: str
    path: Path
    declared: dict[str, Parameter]
    values: dict[str, list[object] | str]
    measure: str | None
    exclude: list[dict[str, list[object] | str]]
    output: str


class WrongRuns(GovindexError):
    """A declaration of runs, or a choice from it, that cannot be obeyed: a sentence for each of the first mistakes."""

    def __init__(self, problems: list[str]) -> None:
        sentences = list(dict.fromkeys(problems))
        more = len(sentences) - _MOST_SAID
        super().__init__("\n".join([*sentences[:_MOST_SAID], *([f"… and {more} more."] if more > 0 else [])]))


def find_runs() -> Path:
    """Return the path of the project's declaration of runs."""
    return find_notebooks() / "runs.yml"


def read_runs(path: Path) -> tuple[list[Entry], list[str]]:
    """Return the entries that the file at `path` declares, and a sentence for each mistake in it.

    A notebook is a path from the file's folder, or a name that is looked for beside the file, then among the project's.

    Raises
    ------
    WrongRuns
        When the file cannot be read as a declaration at all.
    """
    content = _load(path)
    known = ("runs", "output")
    problems = [_unknown(f"{path.name} has no key", key, known) for key in content if key not in known]
    runs = content.get("runs")
    if not isinstance(runs, list) or not runs:
        raise WrongRuns([*problems, f"{path.name} declares no runs: expected a list under the key runs."])
    entries = []
    for place, given in enumerate(runs, start=1):
        where = f"{path.name}, run {place}"
        if not isinstance(given, dict):
            problems.append(f"{where} is {_show(given)}: expected the keys {', '.join(_KEYS)}.")
            continue
        where += f" ({_show(given['notebook']).strip(chr(39))})" if given.get("notebook") else ""
        entry = _read_entry(given, path.parent, where, content.get("output"), problems)
        entries += [entry] if entry is not None else []
    return entries, problems


def list_values(parameter: Parameter, given: object, where: str, problems: list[str]) -> list[object] | str | None:
    """Return the values that a declaration gives a parameter, or the word for several; None when they are wrong.

    Parameters
    ----------
    given : object
        One value, a list of them, a range such as ``2011-2024`` for a whole number, ``all`` or ``scored``;
        for the year ``latest`` or ``whole``.
    where : str
        What the sentences begin with.
    problems : list of str
        Takes a sentence for each mistake.
    """
    if isinstance(given, str) and (given in (ALL, SCORED) or (given in (LATEST, WHOLE) and parameter.name == "year")):
        return given
    if isinstance(given, str) and parameter.type is int and (ends := _RANGE.fullmatch(given.strip())):
        first, last = int(ends[1]), int(ends[2])
        if first > last or last - first > _MOST:
            problems.append(f"{where}: the range {given} of {parameter.name} runs from no smaller to a larger number.")
            return None
        return list(range(first, last + 1))
    values: list[object] = []
    for value in given if isinstance(given, list) else [given]:
        inner = list_values(parameter, value, where, problems) if _is_range(parameter, value) else [value]
        values += inner or []
        if len(values) > MOST_RUNS:
            problems.append(f"{where}: {parameter.name} has more than {MOST_RUNS} values, the most that are taken.")
            return None
    if not values:
        problems.append(f"{where}: {parameter.name} has no value.")
    wrong = [value for value in values if type(value) is not parameter.type or _is_untaken(value)]
    for value in wrong:
        problems.append(f"{where}: {parameter.name} is {_show(value)}: {_say_expected(parameter, value)}.")
    return None if wrong or not values else list(dict.fromkeys(values))


def _is_untaken(value: object) -> bool:
    """Return whether no parameter takes a value: a list or a map in a list, a number of very many digits."""
    return isinstance(value, list | dict) or (isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS)


def _show(value: object) -> str:
    """Return a value as a sentence tells it, which a long one is cut for."""
    try:
        shown = repr(value)
    except ValueError:  # a number of more digits than Python writes
        return "a number of very many digits"
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _is_range(parameter: Parameter, value: object) -> bool:
    return parameter.type is int and isinstance(value, str) and bool(_RANGE.fullmatch(value.strip()))


def _say_expected(parameter: Parameter, value: object) -> str:
    if parameter.type in (list, dict):
        return f"no value can be given for its default {parameter.default!r}, so leave it out"
    kinds = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    expected = f"expected {kinds.get(parameter.type, parameter.type.__name__)} such as {parameter.default!r}"
    if parameter.type is str and isinstance(value, int) and not _is_untaken(value):
        return f'{expected}; a code stands in quotation marks ("{value:02d}")'
    return expected


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(read_regular(path, most=_MOST_BYTES).decode("utf-8"), _Strict)
    except FileNotFoundError:
        raise WrongRuns([f"There is no file {path}, which was to declare the runs."]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongRuns([f"{path.name} cannot be read: {error}."]) from None
    except RecursionError:
        raise WrongRuns(
            [f"{path.name} holds too many levels one in another: expected a list under the key runs."]
        ) from None
    except ValueError as error:  # a number or date that Python does not take
        raise WrongRuns([f"{path.name} holds a value that cannot be read: {error}."]) from None
    except yaml.YAMLError as error:
        raise WrongRuns([f"{path.name} is not YAML: {' '.join(str(error).split())}."]) from None
    if not isinstance(content, dict):
        raise WrongRuns([f"{path.name} declares no runs: expected a list under the key runs."])
    return content


class _Strict(yaml.SafeLoader):
    """YAML without aliases, in which a key that stands twice is a mistake; the plain loader takes the last of them."""

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        """Refuse aliases: a few lines of them multiply to more than a memory holds."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, f"the alias *{event.anchor} is not read, write its value out", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is no word", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _read_entry(given: dict, folder: Path, where: str, output: object, problems: list[str]) -> Entry | None:
    problems += [_unknown(f"{where}: there is no key", key, _KEYS) for key in given if key not in _KEYS]
    path = _find_notebook(given.get("notebook"), folder, where, problems)
    if path is None:
        return None
    try:
        declared = read_parameters(path)
    except GovindexError as error:
        problems.append(f"{where}: {error}")
        return None
    before = len(problems)
    values = _read_values(given, declared, where, problems)
    exclude = _read_exclusions(given.get("exclude", []), declared, where, problems)
    measure = given.get("measure")
    if not isinstance(measure, str | None) or measure not in (None, "par", "sipas", "papi"):
        problems.append(_unknown(f"{where}: there is no measure", measure, ("par", "sipas", "papi")))
    for word in (SCORED, WHOLE):
        if word in values.values() and measure is None:
            problems.append(f"{where}: {word} by what? Expected the key measure: par, sipas or papi.")
    output = given.get("output", output if output is not None else _make_output(declared))
    _check_output(output, declared, values, where, problems)
    if len(problems) > before:
        return None
    return Entry(path.stem, path, declared, values, measure, exclude, str(output))


def _make_output(declared: dict[str, Parameter]) -> str:
    """Return where the pages of a notebook go that nobody says it of: all of its simple parameters tell them apart."""
    if {"province", "year", "lang"} <= set(declared):
        return OUTPUT
    simple = [name for name, parameter in declared.items() if parameter.type in (str, int) and name != "lang"]
    parts = ["notebook", *simple, *(["lang"] if "lang" in declared else []), "notebook"]
    return "/".join(f"{{{part}}}" for part in parts)


def _find_notebook(name: object, folder: Path, where: str, problems: list[str]) -> Path | None:
    folders = list(dict.fromkeys([folder, find_notebooks()]))
    names = [path.stem for place in folders for path in sorted(place.glob("*.ipynb"))]
    if not isinstance(name, str) or not name:
        problems.append(f"{where} names no notebook: expected the key notebook, one of {', '.join(names)}.")
        return None
    own = folder / name
    with contextlib.suppress(OSError):  # a name that is too long for any file
        if own.suffix == ".ipynb" and own.is_file():
            return own
    if "/" in name:
        problems.append(f"{where}: there is no notebook at {own}: expected the path of a file that ends in .ipynb.")
        return None
    wanted = name.removesuffix(".ipynb")
    for place in folders:
        if wanted in names and (place / f"{wanted}.ipynb").is_file():
            return place / f"{wanted}.ipynb"
    problems.append(_unknown(f"{where}: there is no notebook", wanted, names))
    return None


def _read_values(given: dict, declared: dict[str, Parameter], where: str, problems: list[str]) -> dict:
    asked = given.get("parameters") or {}
    if not isinstance(asked, dict):
        problems.append(f"{where}: parameters is {_show(asked)}: expected a name and a value on each line.")
        asked = {}
    if "languages" in given:
        if "lang" in asked:
            problems.append(f"{where}: languages and the parameter lang say the same; expected one of them.")
        asked = asked | {"lang": given["languages"]}
    for name in asked:
        if name not in declared:
            problems.append(_unknown(f"{where}: the notebook has no parameter", name, declared))
    values: dict[str, list[object] | str] = {}
    for name, parameter in declared.items():
        found = list_values(parameter, asked[name], where, problems) if name in asked else [parameter.default]
        if name == "lang" and isinstance(found, list):
            for lang in found:
                if lang not in LANGS:
                    problems.append(_unknown(f"{where}: there is no language", lang, LANGS))
        values[name] = LANGS if name == "lang" and found == ALL else found if found is not None else []
    return values


def _read_exclusions(given: object, declared: dict[str, Parameter], where: str, problems: list[str]) -> list[dict]:
    if not isinstance(given, list) or not all(isinstance(each, dict) and each for each in given):
        problems.append(f"{where}: exclude is {_show(given)}: expected a list of parameters with values.")
        return []
    exclude = []
    for each in given:
        read = {}
        for name, value in each.items():
            if name not in declared:
                problems.append(_unknown(f"{where}, exclude: the notebook has no parameter", name, declared))
                continue
            found = list_values(declared[name], value, f"{where}, exclude", problems)
            if found in (ALL, SCORED, LATEST, WHOLE):
                problems.append(f"{where}, exclude: {name} is {value!r}: expected a value, a list or a range.")
            elif found is not None:
                read[name] = found
        exclude.append(read)
    return exclude


def _check_output(output: object, declared: dict, values: dict, where: str, problems: list[str]) -> None:
    """Check that a pattern stays inside its folder and tells every two runs of an entry apart."""
    if not isinstance(output, str) or not re.fullmatch(r"(?:[\w.-]|\{\w+\})+(?:/(?:[\w.-]|\{\w+\})+)*", output):
        problems.append(f"{where}: output is {_show(output)}: expected names between slashes, such as {OUTPUT!r}.")
        return
    if any(part.startswith(".") for part in output.split("/")):
        problems.append(f"{where}: output is {output!r}: no part of it may begin with a dot.")
    used = re.findall(r"\{(\w+)\}", output)
    for name in used:
        if name != "notebook" and name not in declared:
            problems.append(_unknown(f"{where}, output: the notebook has no parameter", name, [*declared, "notebook"]))
    for name, found in values.items():
        if name not in used and found not in (LATEST, WHOLE) and (found in (ALL, SCORED) or len(found) > 1):
            problems.append(f"{where}: output is {output!r}: without {{{name}}} runs would overwrite each other.")


def _unknown(what: str, name: object, names: Any) -> str:
    names = [str(each) for each in names]
    name = name if isinstance(name, str) and len(name) <= _SHOWN else _show(name).strip("'")
    near = near_clause(near_names(str(name), names)) or f": expected one of {', '.join(names)}"
    return f"{what} {str(name)!r}{near}."
