"""The description of the tables, ``datapackage.json``: read, and refused where it asks for what is not known here.

A fault of the description is told by its own place (table, field, what it asks), never by a row of a table. Beside
what a Frictionless Data Package knows, a table may say ``leastRows`` and ``wholeYears`` (`govindex.tables.whole`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from govindex.errors import SchemaError, near_clause, near_names
from govindex.files import TooLarge, read_regular
from govindex.tables.texts import MOST_BYTES, decode

NAME = "datapackage.json"
KINDS = ("string", "integer", "number")
FLAGS = ("required", "unique")
_EXPECTED = "expected a data package: resources, each with name, path and the fields of its schema"
# How tables are read; a description may leave it unsaid, and nothing else.
_READ = {"format": "csv", "encoding": "utf-8"}
# What a table, its schema and a field may say: the names of a Data Package and ours. Another is a misspelt one.
_TABLE = (
    "name", "path", "profile", "type", "title", "description", "homepage", "format", "mediatype", "encoding", "dialect",
    "bytes", "hash", "sources", "licenses", "schema", "leastRows", "wholeYears",
)  # fmt: skip
_SCHEMA = ("fields", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys", "title", "description")
_FIELD = ("name", "type", "title", "description", "format", "example", "unit", "rdfType", "constraints")
_DIALECT = {"delimiter": ",", "header": True, "quoteChar": '"', "doubleQuote": True}


def read_description(path: Path) -> dict[str, Any]:
    """Return the description at `path` as it stands: titles, units, constraints, sources, licences.

    Raises
    ------
    SchemaError
        When the file is missing, is not JSON or describes no tables.
    """
    try:
        description = json.loads(decode(read_regular(path, most=MOST_BYTES), path))
    except FileNotFoundError:
        raise SchemaError(f"{NAME} is missing: expected at {path}.") from None
    except TooLarge:
        raise SchemaError(f"{path} cannot be read: it holds more than {MOST_BYTES:,} bytes, {_EXPECTED}.") from None
    except OSError as error:
        raise SchemaError(f"{path} cannot be read ({error.strerror or error}), {_EXPECTED}.") from None
    except RecursionError:
        raise SchemaError(f"{path} holds too many levels one in another, {_EXPECTED}.") from None
    except json.JSONDecodeError as error:
        raise SchemaError(f"{path}, row {error.lineno}: not JSON ({error.msg}), {_EXPECTED}.") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise SchemaError(f"{path} holds a value that cannot be read ({error}), {_EXPECTED}.") from None
    if not _describes_tables(description):
        raise SchemaError(f"{path} describes no tables, {_EXPECTED}.")
    return description


def _describes_tables(description: Any) -> bool:
    """Return whether every resource has what a table is read by."""
    try:
        named = [
            (resource["name"], resource["path"], *(field["name"] for field in resource["schema"]["fields"]))
            for resource in description["resources"]
        ]
    except (KeyError, TypeError):
        return False
    return bool(named) and all(isinstance(name, str) for names in named for name in names)


def check_description(description: dict[str, Any]) -> None:
    """Check that a description asks for nothing that is not known here: what is misspelt would switch its check off.

    Raises
    ------
    SchemaError
        Naming the table, the field, what was found, what was expected and what is near.
    """
    resources = description["resources"]
    names = [resource["name"] for resource in resources]
    for resource in resources:
        where = f"{NAME}, table {resource['name']}"
        if names.count(resource["name"]) > 1:
            raise SchemaError(f"{where}: two tables have this name, each was expected to have its own.")
        schema = resource["schema"]
        _check_names(resource, _TABLE, where)
        _check_names(schema, _SCHEMA, f"{where}, schema")
        if not schema.get("primaryKey") and not schema.get("uniqueKeys"):
            raise SchemaError(
                f"{where}: it has no primaryKey and no uniqueKeys, so a row may stand twice: expected one."
            )
        _check_path(resource["path"], where)
        _check_reading(resource, where)
        fields = [field["name"] for field in resource["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            if fields.count(field["name"]) > 1:
                raise SchemaError(
                    f"{where}: two fields have the name {field['name']}, each was expected to have its own."
                )
            _check_names(field, _FIELD, f"{where}, field {field['name']}")
            _check_field(field, f"{where}, field {field['name']}")
        _check_keys(resource["schema"], fields, where)
    fields = {resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in resources}
    for resource in resources:
        _check_foreign_keys(resource, fields)


def as_list(value: str | list[str]) -> list[str]:
    """Return names of fields as a list, of which a description may give one alone."""
    return [value] if isinstance(value, str) else list(value)


def refuse(where: str, what: str, found: object, expected: str) -> SchemaError:
    """Return the error of a place in the description: `what` is as `found`, something else was expected."""
    shown = repr(found)
    return SchemaError(f"{where}: {what} is {shown if len(shown) <= 200 else shown[:200] + '…'}, expected {expected}.")


def _check_names(given: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in known:
            raise SchemaError(f"{where}: there is no property {name!r} here{_say_near(name, list(known))}.")


def _check_path(path: str, where: str) -> None:
    inside = PurePosixPath(path)
    if not path or "\0" in path or "\\" in path or inside.is_absolute() or ".." in inside.parts or ":" in path:
        raise refuse(where, "path", path, "a file of the folder, such as provinces.csv")


def _check_reading(resource: dict[str, Any], where: str) -> None:
    dialect = resource.get("dialect", {})
    if not isinstance(dialect, dict):
        raise refuse(where, "dialect", dialect, "names and values")
    for given, known in ((resource, _READ), (dialect, _DIALECT)):
        for name, value in known.items():
            found = given.get(name, value)
            if found != value and str(found).lower() != str(value):
                raise refuse(where, name, found, f"{value!r}, as every table is read")
    missing = resource["schema"].get("missingValues", [""])
    if missing != [""]:
        raise refuse(where, "missingValues", missing, "[''], an empty cell and no other")


def _check_field(field: dict[str, Any], where: str) -> None:
    kind = field.get("type", "string")
    if kind not in KINDS:
        near = near_clause(near_names(str(kind), KINDS))
        raise refuse(where, "type", kind, f"one of {', '.join(KINDS)}{near}")
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        raise refuse(where, "constraints", constraints, "names and values")
    for name, value in constraints.items():
        if name not in _WANTED:
            near = near_clause(near_names(name, _WANTED)) or f", expected one of {', '.join(_WANTED)}"
            raise SchemaError(f"{where}: there is no constraint {name!r}{near}.")
        fits, expected = _WANTED[name]
        if not fits(value, kind):
            raise refuse(where, name, value, expected)
    if {"minimum", "maximum"} <= set(constraints) and constraints["minimum"] > constraints["maximum"]:
        raise refuse(where, "minimum", constraints["minimum"], f"no more than the maximum, {constraints['maximum']}")


def _is_number(value: object, kind: str) -> bool:
    return kind != "string" and isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _is_list(value: object, kind: str) -> bool:
    wanted = str if kind == "string" else int | float
    return isinstance(value, list) and bool(value) and all(isinstance(each, wanted) for each in value)


def _is_pattern(value: object, kind: str) -> bool:
    try:
        return kind == "string" and isinstance(value, str) and bool(re.compile(value))
    except (re.error, OverflowError, RecursionError):
        return False


_WANTED: dict[str, tuple[Callable[[Any, str], bool], str]] = {
    **dict.fromkeys(FLAGS, (lambda value, _: isinstance(value, bool), "true or false")),
    "enum": (_is_list, "a list of values of the field's type"),
    "pattern": (_is_pattern, "a regular expression for a field of text"),
    "minimum": (_is_number, "a number, for a field of numbers"),
    "maximum": (_is_number, "a number, for a field of numbers"),
    "minLength": (
        lambda value, kind: kind == "string" and type(value) is int and value >= 0,
        "a whole number, for a field of text",
    ),
}


def _check_keys(schema: dict[str, Any], fields: list[str], where: str) -> None:
    unique = schema.get("uniqueKeys", [])
    if not isinstance(unique, list) or not all(isinstance(key, list) and key for key in unique):
        raise refuse(where, "uniqueKeys", unique, "a list of lists of names of fields")
    for what, key in [("primaryKey", schema.get("primaryKey", [])), *(("uniqueKeys", key) for key in unique)]:
        if not isinstance(key, str | list):
            raise refuse(where, what, key, "names of fields")
        for name in as_list(key):
            if name not in fields:
                raise SchemaError(f"{where}: {what} names no field {name!r}{_say_near(name, fields)}.")


def _say_near(name: object, known: list[str]) -> str:
    return near_clause(near_names(str(name), known)) or f", expected one of {', '.join(known)}"


def _check_foreign_keys(resource: dict[str, Any], fields: dict[str, list[str]]) -> None:
    where = f"{NAME}, table {resource['name']}"
    keys = resource["schema"].get("foreignKeys", [])
    expected = "a list, each with fields and a reference to the fields of a resource"
    if not isinstance(keys, list):
        raise refuse(where, "foreignKeys", keys, expected)
    for key in keys:
        try:
            own, target, others = key["fields"], key["reference"]["resource"], key["reference"]["fields"]
            given = [*as_list(own), *as_list(others), target]
        except (KeyError, TypeError):
            raise refuse(where, "foreignKeys", key, expected) from None
        if not all(isinstance(name, str) for name in given) or len(as_list(own)) != len(as_list(others)) or not own:
            raise refuse(where, "foreignKeys", key, f"{expected}, as many as its own")
        target = target or resource["name"]
        if target not in fields:
            raise SchemaError(f"{where}: foreignKeys names no table {target!r}{_say_near(target, list(fields))}.")
        for names, table in ((own, resource["name"]), (others, target)):
            for name in as_list(names):
                if name not in fields[table]:
                    raise SchemaError(
                        f"{where}: foreignKeys names no field {name!r} of {table}{_say_near(name, fields[table])}."
                    )
