"""A notebook's parameters: declared once, in its cell tagged ``parameters``, and checked before anything starts."""

from __future__ import annotations

import ast
import io
import json
import tokenize
from typing import TYPE_CHECKING, Any, NamedTuple

from govindex.errors import GovindexError, UnknownName, near_clause, near_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


_BOOLEANS = {"true": "True", "false": "False"}


class Parameter(NamedTuple):
    """One parameter of a notebook, as its cell declares it."""

    name: str
    default: object
    type: type
    help: str


def read_parameters(path: Path) -> dict[str, Parameter]:
    """Return the parameters that the notebook at `path` declares, by name, in its own order.

    A declaration is an assignment of a literal; the comment that trails it is the help.

    Raises
    ------
    GovindexError
        When the notebook cannot be read, has no cell tagged ``parameters``, or one that is no Python or declares by
        anything but a literal.
    """
    try:
        # as JSON, since what checks notebooks takes longer to import than everything else
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if cell["cell_type"] == "code" and "parameters" in _list_tags(cell)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GovindexError(f"The notebook {path.name} cannot be read: {error}.") from None
    if tagged:
        source = tagged[0].get("source", "")
        try:
            return _read_cell(source if isinstance(source, str) else "".join(source), path.name)
        except SyntaxError as error:
            line = (error.text or "").strip()
            raise GovindexError(
                f"The notebook {path.name}, line {error.lineno or 1} of its parameters: {line!r} is no Python "
                f"({error.msg}), expected a name and a literal."
            ) from None
        except (tokenize.TokenError, ValueError, TypeError, RecursionError, MemoryError) as error:
            raise GovindexError(f"The parameters of the notebook {path.name} cannot be read: {error}.") from None
    raise GovindexError(f'The notebook {path.name} declares no parameters: expected a code cell tagged "parameters".')


def check_names(path: Path, given: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters of the notebook at `path`: those `given`, else its defaults.

    papermill warns of a misspelt parameter and runs on with the default; this stops before anything starts.

    Raises
    ------
    UnknownName
        When the notebook does not declare a given name, with the nearest ones.
    GovindexError
        When a value is not of the type of its default.
    """
    declared = read_parameters(path)
    for name, value in given.items():
        if name not in declared:
            raise UnknownName(_tell_unknown(path, name, declared))
        if type(value) is not declared[name].type and declared[name].default is not None:
            raise GovindexError(_tell_wrong(path, declared[name], value))
    return {name: given.get(name, parameter.default) for name, parameter in declared.items()}


def read_given(path: Path, texts: Iterable[str]) -> dict[str, object]:
    """Return the parameters that `texts` such as ``year=2021`` give the notebook at `path`, each of its default's type.

    A text is taken as it stands, ``01`` too; a list or a dictionary is written as in Python.

    Raises
    ------
    UnknownName
        When the notebook does not declare a name, with the nearest ones.
    GovindexError
        When a text is no name and value, a value is not of its type, or a name is given twice.
    """
    declared = read_parameters(path)
    given: dict[str, object] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign or not name:
            raise GovindexError(f"The parameter {text!r} is no name and value: expected one such as year=2021.")
        if name not in declared:
            raise UnknownName(_tell_unknown(path, name, declared))
        if name in given:
            raise GovindexError(f"The parameter {name} is given twice, as {given[name]!r} and as {value!r}.")
        given[name] = _read_value(path, declared[name], value)
    return given


def _read_value(path: Path, parameter: Parameter, text: str) -> object:
    """Return what a text means for a parameter."""
    if parameter.type is str:
        return text
    try:
        value = ast.literal_eval(_BOOLEANS.get(text.strip().lower(), text.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = text
    if parameter.type is float and type(value) is int:
        value = float(value)
    if type(value) is not parameter.type and parameter.default is not None:
        raise GovindexError(_tell_wrong(path, parameter, text))
    return value


def _tell_unknown(path: Path, name: str, declared: dict[str, Parameter]) -> str:
    near = near_clause(near_names(name, declared)) or f": expected one of {', '.join(declared)}"
    return f"The notebook {path.stem} has no parameter {name!r}{near}."


def _tell_wrong(path: Path, parameter: Parameter, value: object) -> str:
    return (
        f"The parameter {parameter.name} of the notebook {path.stem} is {value!r}: "
        f"expected {_name_type(parameter.type)} such as {parameter.default!r}."
    )


def _list_tags(cell: dict[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _read_cell(source: str, file: str) -> dict[str, Parameter]:
    statements = ast.parse(source).body
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    declared = {}
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        try:
            (target,) = targets
            name, default = target.id, ast.literal_eval(statement.value)
        except (ValueError, AttributeError, TypeError):
            raise GovindexError(
                f"The notebook {file} declares a parameter by {ast.unparse(statement)!r}: "
                "expected a name and a literal."
            ) from None
        declared[name] = Parameter(name, default, type(default), comments.get(statement.end_lineno, ""))
    return declared


def _name_type(expected: type) -> str:
    kinds = {str: "text", int: "a whole number", float: "a number", bool: "True or False", list: "a list"}
    return kinds.get(expected, expected.__name__)
