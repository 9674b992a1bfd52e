"""Tables against their description: types, constraints and keys stand in ``datapackage.json`` and nowhere else.

The description is a Frictionless Data Package [1]_; each of its table schemas becomes a pandera schema [2]_ here, so
that what other tools of that ecosystem read is what the library itself obeys.

References
----------
.. [1] Data Package (v1) and Table Schema, https://specs.frictionlessdata.io/
.. [2] N. Bantilan, "pandera: Statistical Data Validation of Pandas Dataframes", SciPy 2020.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from govindex.errors import SchemaError, near_clause, near_names
from govindex.tables.description import FLAGS, NAME, as_list
from govindex.tables.texts import FIRST_ROW, read_table
from govindex.tables.whole import check_least

_LARGEST = 2**53  # whole numbers beyond it are not told apart as floats
_MANY = 5  # where so many values fit none, it is the description that is wrong


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
        Naming file, row (as an editor numbers lines), column, value, what was expected and what is near; or the place
        in the description, where no value fits what it asks.
    """
    return read_resources([resource], folder)[resource["name"]]


def read_resources(resources: list[dict[str, Any]], folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of several resources by their names, each as `read_resource` returns it.

    Tables of one schema are checked together, which is quicker, and one by one where something is wrong.

    Raises
    ------
    SchemaError
        As `read_resource` does.
    """
    read = {resource["name"]: _read(resource, folder) for resource in resources}
    alike: dict[str, list[dict[str, Any]]] = {}
    for resource in resources:
        alike.setdefault(json.dumps(resource["schema"]), []).append(resource)
    for group in alike.values():
        tables = [read[resource["name"]] for resource in group]
        schema = _build_schema(group[0]["schema"])
        try:
            schema.validate(pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0], lazy=True)
        except pa.errors.SchemaErrors:
            for resource, table in zip(group, tables, strict=True):
                _check(resource, table, schema)
    for resource in resources:
        for key in resource["schema"].get("uniqueKeys", []):
            table = read[resource["name"]]
            twice = table.duplicated(key, keep=False)
            if twice.any():
                raise SchemaError(_say_twice(table, key, int(twice.idxmax()), int(twice.sum()) - 2, resource))
    return read


def _read(resource: dict[str, Any], folder: Path) -> pd.DataFrame:
    path = folder / resource["path"]
    fields = resource["schema"]["fields"]
    texts = read_table(path)
    _check_columns(list(texts), [field["name"] for field in fields], path)
    check_least(resource, len(texts))
    return pd.DataFrame({field["name"]: _convert(texts[field["name"]], field, resource) for field in fields})


def _check(resource: dict[str, Any], table: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise SchemaError(_describe(error.failure_cases, table, resource)) from None


def check_foreign_keys(resources: list[dict[str, Any]], tables: dict[str, pd.DataFrame]) -> None:
    """Check that every value of a foreign key stands in the table that it refers to.

    Raises
    ------
    SchemaError
        Naming the first value that does not, with the nearest that do.
    """
    known: dict[tuple[str, ...], set[tuple]] = {}
    for resource in resources:
        for key in resource["schema"].get("foreignKeys", []):
            columns, others = as_list(key["fields"]), as_list(key["reference"]["fields"])
            target = key["reference"]["resource"] or resource["name"]
            if (target, *others) not in known:
                known[target, *others] = set(_list_distinct(tables[target], others))
            distinct = _list_distinct(tables[resource["name"]], columns)
            missing = [value for value in distinct if value not in known[target, *others]]
            if not missing:
                continue
            if len(missing) == len(distinct) >= _MANY:
                raise SchemaError(
                    f"{NAME}, table {resource['name']}: foreignKeys says that {' / '.join(columns)} stands in "
                    f"{target}, but no value of {resource['path']} does."
                )
            used = tables[resource["name"]][columns]
            row = min(_find_row(used, value) for value in missing)
            value = tuple(used.loc[row])
            near = near_names(str(value[-1]), {str(known_key[-1]) for known_key in known[target, *others]})
            raise SchemaError(
                f"{resource['path']}, row {row + FIRST_ROW}, column {columns[-1]}: "
                f"{' / '.join(map(str, value))} stands in no row of {target}{near_clause(near)}."
            )


def _list_distinct(table: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Return the distinct values that rows have together in `columns`, but for those in which one is missing."""
    if len(columns) == 1:
        return [(value,) for value in table[columns[0]].unique() if not pd.isna(value)]
    distinct = table[columns].drop_duplicates().dropna()
    return list(zip(*(distinct[column].to_numpy(dtype=object) for column in columns), strict=True))


def _find_row(used: pd.DataFrame, value: tuple) -> int:
    fits = pd.Series(True, used.index)
    for column, cell in zip(used, value, strict=True):
        fits &= used[column] == cell
    return int(fits.idxmax())


def _check_columns(columns: list[str], expected: list[str], path: Path) -> None:
    for column in expected:
        if column not in columns:
            near = near_names(column, set(columns) - set(expected))
            raise SchemaError(f"{path.name} lacks the column {column}, described in {NAME}{near_clause(near)}.")
    for column in columns:
        if column not in expected:
            near = near_names(column, expected)
            raise SchemaError(f"{path.name} has a column {column} that is not described in {NAME}{near_clause(near)}.")


def _convert(texts: pd.Series, field: dict[str, Any], resource: dict[str, Any]) -> pd.Series:
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
        if _MANY <= texts.notna().sum() == unread.sum():
            raise SchemaError(
                f"{NAME}, table {resource['name']}, field {field['name']}: type is {kind!r}, but no value of "
                f"{resource['path']} is {wanted} (row {row + FIRST_ROW} holds {texts[row]!r})."
            )
        raise SchemaError(
            f"{_name(resource)}, row {row + FIRST_ROW}, column {field['name']}: "
            f"{texts[row]!r} was found, {wanted} was expected."
        )
    return numbers.astype("float64" if kind == "number" else "Int64" if texts.isna().any() else "int64")


def _name(resource: dict[str, Any]) -> str:
    return Path(resource["path"]).name


def _build_schema(schema: dict[str, Any]) -> pa.DataFrameSchema:
    keys = as_list(schema.get("primaryKey", []))
    columns = {
        field["name"]: pa.Column(
            checks=_build_checks(field.get("constraints", {})),
            nullable=not (field.get("constraints", {}).get("required") or field["name"] in keys),
            unique=bool(field.get("constraints", {}).get("unique")),
        )
        for field in schema["fields"]
        if field.get("constraints") or field["name"] in keys
    }
    return pa.DataFrameSchema(columns, unique=keys or None)


def _build_checks(constraints: dict[str, Any]) -> list[pa.Check]:
    return [_CHECKS[name](value) for name, value in constraints.items() if name in _CHECKS]


_CHECKS = {
    "enum": pa.Check.isin,
    "pattern": lambda pattern: pa.Check(lambda values: _fit(values, pattern), name="pattern"),
    "minimum": pa.Check.ge,
    "maximum": pa.Check.le,
    "minLength": lambda length: pa.Check.str_length(min_value=length),
}


def _fit(values: pd.Series, pattern: str) -> pd.Series:
    """Return which values a pattern fits whole; each that stands often is looked at once."""
    fits = {value: re.fullmatch(pattern, value) is not None for value in values.unique()}
    return values.map(fits).astype(bool)


def _describe(failures: pd.DataFrame, table: pd.DataFrame, resource: dict[str, Any]) -> str:
    """Return the sentence for the failure that stands highest in the file, and how many more there are."""
    failures = failures.assign(row=pd.to_numeric(failures["index"], errors="coerce")).sort_values("row")
    first = failures.iloc[0]
    row = int(first["row"]) if pd.notna(first["row"]) else 0
    more = failures["row"].nunique() - 1
    if "multiple_fields_uniqueness" in str(first["check"]) or "unique" in str(first["check"]):
        keys = as_list(resource["schema"].get("primaryKey", first["column"]))
        columns = keys if "multiple" in str(first["check"]) else [first["column"]]
        return _say_twice(table, columns, row, more, resource)
    column = first["column"]
    value = table.loc[row, column]
    constraints = next(
        field.get("constraints", {}) for field in resource["schema"]["fields"] if field["name"] == column
    )
    where = f"{_name(resource)}, row {row + FIRST_ROW}, column {column}"
    if pd.isna(value):
        return f"{where}: nothing was found, a value is required{_count(more)}."
    value = value.item() if hasattr(value, "item") else value  # 101.0, not np.float64(101.0)
    wanted = ", ".join(f"{name} {_spell(limit)}" for name, limit in constraints.items() if name not in FLAGS)
    wrong = failures[(failures["column"] == column) & (failures["check"] == first["check"])]
    if _MANY <= table[column].notna().sum() == wrong["row"].nunique():
        return (
            f"{NAME}, table {resource['name']}, field {column}: no value of {resource['path']} fits {wanted} "
            f"(row {row + FIRST_ROW} holds {value!r})."
        )
    near = near_clause(near_names(str(value), map(str, constraints.get("enum", []))))
    return f"{where}: {value!r} was found, expected {wanted}{near}{_count(more)}."


def _say_twice(table: pd.DataFrame, columns: list[str], row: int, more: int, resource: dict[str, Any]) -> str:
    named = " / ".join(columns)
    if len(table) >= _MANY and 2 * len(table[columns].drop_duplicates()) <= len(table):
        return f"{NAME}, table {resource['name']}: the key {named} does not tell the rows of {resource['path']} apart."
    shared = table[columns].fillna("") == table.loc[row, columns].fillna("")
    rows = " and ".join(str(other + FIRST_ROW) for other in table.index[shared.all(axis=1)][:2])
    value = " / ".join("" if pd.isna(cell) else str(cell) for cell in table.loc[row, columns])
    return f"{_name(resource)}, rows {rows}: the key {named} = {value} stands twice{_count(more)}."


def _count(more: int) -> str:
    return f" ({more} more {'row is' if more == 1 else 'rows are'} wrong)" if more > 0 else ""


def _spell(limit: object) -> str:
    return " or ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
