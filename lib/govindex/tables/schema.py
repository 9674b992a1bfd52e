"""Tables against their description: types, constraints and keys stand in ``datapackage.json`` and nowhere else.

The description is a Frictionless Data Package [1]_; each of its table schemas becomes a pandera schema [2]_ here, so
that what other tools of that ecosystem read is what the library itself obeys.

References
----------
.. [1] Data Package (v1) and Table Schema, https://specs.frictionlessdata.io/
.. [2] N. Bantilan, "pandera: Statistical Data Validation of Pandas Dataframes", SciPy 2020.
"""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from govindex.errors import SchemaError, near_clause, near_names
from govindex.files import read_regular

MOST_BYTES = 64_000_000  # of a table
_LARGEST = 2**53  # whole numbers beyond it are not told apart as floats
FIRST_ROW = 2  # a table's first row of figures is line 2 of its file, under the header


def read_resource(resource: dict[str, Any], folder: Path) -> pd.DataFrame:
    """Return the table of one resource, typed and checked against its schema (foreign keys apart).

    Parameters
    ----------
    resource : dict
        An entry of ``resources`` in ``datapackage.json``.
    folder : Path
        The folder that its ``path`` is relative to.

    Raises
    ------
    SchemaError
        Naming file, row (as an editor numbers lines), column, value, what was expected and what is near.
    """
    path = folder / resource["path"]
    fields = resource["schema"]["fields"]
    texts = _read_texts(path)
    _check_columns(texts, [field["name"] for field in fields], path)
    table = pd.DataFrame({field["name"]: _convert(texts[field["name"]], field, path) for field in fields})
    schema = _build_schema(resource["schema"])
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise SchemaError(_describe(error.failure_cases, table, fields, resource["schema"], path)) from None
    return table


def check_resource(resource: dict[str, Any]) -> None:
    """Check that a schema asks for nothing that is not known here: what is misspelt would switch its check off.

    Raises
    ------
    SchemaError
        Naming the table, the field, what was found and what is near.
    """
    where = f"datapackage.json, table {resource['name']}"
    schema = resource["schema"]
    names = [field["name"] for field in schema["fields"]]
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        if not isinstance(constraints, dict):
            raise SchemaError(
                f"{where}, field {field['name']}: constraints is {constraints!r}, expected names and values."
            )
        for name in constraints:
            if name not in (*_CHECKS, *_FLAGS):
                known = (*_FLAGS, *_CHECKS)
                near = near_clause(near_names(name, known)) or f", expected one of {', '.join(known)}"
                raise SchemaError(f"{where}, field {field['name']}: there is no constraint {name!r}{near}.")
    keys = schema.get("primaryKey", [])
    if not isinstance(keys, str | list):
        raise SchemaError(f"{where}: primaryKey is {keys!r}, expected names of fields.")
    for key in _as_list(keys):
        if key not in names:
            near = near_clause(near_names(str(key), names)) or f", expected one of {', '.join(names)}"
            raise SchemaError(f"{where}: primaryKey names no field {key!r}{near}.")


def check_foreign_keys(resources: list[dict[str, Any]], tables: dict[str, pd.DataFrame]) -> None:
    """Check that every value of a foreign key stands in the table that it refers to.

    Raises
    ------
    SchemaError
        Naming the first value that does not, with the nearest that do.
    """
    for resource in resources:
        for key in resource["schema"].get("foreignKeys", []):
            columns = _as_list(key["fields"])
            target = key["reference"]["resource"] or resource["name"]
            known = tables[target][_as_list(key["reference"]["fields"])]
            used = tables[resource["name"]][columns].dropna()
            known_keys = set(known.itertuples(index=False, name=None))
            for row, value in zip(used.index, used.itertuples(index=False, name=None), strict=True):
                if value not in known_keys:
                    near = near_names(str(value[-1]), {str(known_key[-1]) for known_key in known_keys})
                    raise SchemaError(
                        f"{resource['path']}, row {row + FIRST_ROW}, column {columns[-1]}: "
                        f"{' / '.join(map(str, value))} stands in no row of {target}{near_clause(near)}."
                    )


def _read_texts(path: Path) -> pd.DataFrame:
    try:
        content = read_regular(path, most=MOST_BYTES)
        _check_cells(content.decode("utf-8-sig"), path)
        return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise SchemaError(f"{path.name} is missing: expected at {path}.") from None
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path.name} is not UTF-8 text: byte {error.start} cannot be read.") from None
    except OSError as error:
        raise SchemaError(
            f"{path.name} cannot be read ({error.strerror or error}): expected a table at {path}."
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise SchemaError(f"{path.name} is not a table: {str(error).strip()}.") from None


def _check_cells(text: str, path: Path) -> None:
    """Check that every row has as many cells as the head; pandas shifts, cuts or fills such rows without a word."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    expected = len(next(rows, []))
    for cells in rows:
        if len(cells) != expected:
            found = f"{len(cells)} cells were found" if cells else "an empty line was found"
            raise SchemaError(f"{path.name}, row {rows.line_num}: {found}, {expected} cells were expected.")


def _check_columns(texts: pd.DataFrame, expected: list[str], path: Path) -> None:
    for column in expected:
        if column not in texts:
            near = near_names(column, set(texts) - set(expected))
            raise SchemaError(f"{path.name} lacks the column {column}{near_clause(near)}.")
    for column in texts:
        if column not in expected:
            near = near_names(column, expected)
            raise SchemaError(f"{path.name} has a column {column} that is not described{near_clause(near)}.")


def _convert(texts: pd.Series, field: dict[str, Any], path: Path) -> pd.Series:
    kind = field.get("type", "string")
    if kind not in ("integer", "number"):
        return texts
    numbers = pd.to_numeric(texts, errors="coerce").astype("float64")
    unread = texts.notna() & (numbers.isna() | (numbers.abs() == math.inf))
    if kind == "integer":
        unread |= numbers.notna() & ((numbers % 1 != 0) | (numbers.abs() > _LARGEST))
    if unread.any():
        row = unread.idxmax()
        wanted = "a whole number" if kind == "integer" else "a number with a decimal point"
        raise SchemaError(
            f"{path.name}, row {row + FIRST_ROW}, column {field['name']}: "
            f"{texts[row]!r} was found, {wanted} was expected."
        )
    return numbers.astype("float64" if kind == "number" else "Int64" if texts.isna().any() else "int64")


def _build_schema(schema: dict[str, Any]) -> pa.DataFrameSchema:
    keys = _as_list(schema.get("primaryKey", []))
    columns = {
        field["name"]: pa.Column(
            checks=_build_checks(field.get("constraints", {})),
            nullable=not (field.get("constraints", {}).get("required") or field["name"] in keys),
            unique=bool(field.get("constraints", {}).get("unique")),
        )
        for field in schema["fields"]
    }
    return pa.DataFrameSchema(columns, unique=keys or None)


def _build_checks(constraints: dict[str, Any]) -> list[pa.Check]:
    return [_CHECKS[name](value) for name, value in constraints.items() if name in _CHECKS]


_CHECKS = {
    "enum": pa.Check.isin,
    "pattern": lambda pattern: pa.Check.str_matches(f"(?:{pattern})$"),
    "minimum": pa.Check.ge,
    "maximum": pa.Check.le,
    "minLength": lambda length: pa.Check.str_length(min_value=length),
}


def _describe(
    failures: pd.DataFrame, table: pd.DataFrame, fields: list[dict], schema: dict[str, Any], path: Path
) -> str:
    """Return the sentence for the failure that stands highest in the file, and how many more there are."""
    failures = failures.assign(row=pd.to_numeric(failures["index"], errors="coerce")).sort_values("row")
    first = failures.iloc[0]
    row = int(first["row"]) if pd.notna(first["row"]) else 0
    more = failures["row"].nunique() - 1
    tail = f" ({more} more {'row is' if more == 1 else 'rows are'} wrong)" if more > 0 else ""
    if "multiple_fields_uniqueness" in str(first["check"]) or "unique" in str(first["check"]):
        keys = _as_list(schema.get("primaryKey", first["column"]))
        columns = keys if "multiple" in str(first["check"]) else [first["column"]]
        value = " / ".join(str(table.loc[row, column]) for column in columns)
        same = table.index[(table[columns] == table.loc[row, columns]).all(axis=1)]
        rows = " and ".join(str(other + FIRST_ROW) for other in same[:2])
        return f"{path.name}, rows {rows}: the key {' / '.join(columns)} = {value} stands twice{tail}."
    column = first["column"]
    value = table.loc[row, column]
    constraints = next(field.get("constraints", {}) for field in fields if field["name"] == column)
    if pd.isna(value):
        return f"{path.name}, row {row + FIRST_ROW}, column {column}: nothing was found, a value is required{tail}."
    value = value.item() if hasattr(value, "item") else value  # 101.0, not np.float64(101.0)
    wanted = ", ".join(f"{name} {_spell(limit)}" for name, limit in constraints.items() if name not in _FLAGS)
    near = near_clause(near_names(str(value), map(str, constraints.get("enum", []))))
    return f"{path.name}, row {row + FIRST_ROW}, column {column}: {value!r} was found, expected {wanted}{near}{tail}."


_FLAGS = ("required", "unique")


def _spell(limit: object) -> str:
    return " or ".join(map(str, limit)) if isinstance(limit, list) else str(limit)


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
