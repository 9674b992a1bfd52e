"""What the library reads of the tables: a description may add tables and fields, and may not leave these out."""

from __future__ import annotations

from typing import Any

from govindex.errors import SchemaError, near_clause, near_names
from govindex.tables.description import NAME

# By table, or by how the names of several begin.
_FIELDS = {
    "provinces": "code name_vi name_en kind region first_year last_year successor area_km2 population note",
    "province-names": "code spelling kind",
    "regions": "region name_vi name_en",
    "archipelagos": "archipelago name_vi name_en province",
    "tiles": "first_year code tile_col tile_row",
    "components": "measure component parent division level order name_vi name_en short_vi short_en",
    "component-names": (
        "measure component first_year last_year today name_vi name_en short_vi short_en source confirmed_by note"
    ),
    "frameworks": (
        "measure framework component first_year last_year minimum maximum aggregation made_of status source note"
    ),
    "changes": "measure year component kind comparable evidence text_vi text_en source",
    "scores-": "measure year province component score status source note note_vi",
    "unscored": "measure year province component source",
    "ranks": "measure year province component rank out_of status source note note_vi",
    "national": "measure year component region what value status source note",
    "named": "measure year province component what limit among place source note",
    "counts": "measure year component what limit count status source note",
    "groups": "measure year group size lower upper status source note",
    "intervals": "measure year province component lower upper source note",
    "survey": "report measure year province item kind name_vi name_en value unit source",
    "proposals": (
        "proposal report province year agency_vi agency_en task_vi task_en due due_printed status note note_vi"
    ),
    "proposal-components": "proposal measure component",
    "reports": "report title_vi title_en province date source note",
    "published-": "report cell measure year province component what printed unit table row note",
    "corrections": "report cell printed correct status reason_vi reason_en",
    "sources": "source title publisher kind date address licence citation publisher_vi",
}
_TYPES = {
    "integer": "first_year last_year year tile_col tile_row order rank out_of size population among place count",
    "number": "minimum maximum score value lower upper area_km2 limit",
}
_NUMBERS = {field: kind for kind, fields in _TYPES.items() for field in fields.split()}


def check_needed(resources: list[dict[str, Any]]) -> None:
    """Check that every table and field is described that the library reads, as the kind that it computes with.

    Raises
    ------
    SchemaError
        Naming the table and the field in the description.
    """
    names = [resource["name"] for resource in resources]
    missing = [name for name in _FIELDS if not any(each == name or _is_of(each, name) for each in names)]
    if missing:
        shown = [f"{name}…" if name.endswith("-") else name for name in missing]
        raise SchemaError(f"{NAME} describes no table {', '.join(shown)}.")
    for resource in resources:
        where = f"{NAME}, table {resource['name']}"
        fields = {field["name"]: field.get("type", "string") for field in resource["schema"]["fields"]}
        group = next((name for name in _FIELDS if _is_of(resource["name"], name)), resource["name"])
        for field in _FIELDS.get(group, "").split():
            if field not in fields:
                raise SchemaError(
                    f"{where}: the field {field} is not described{near_clause(near_names(field, fields))}."
                )
            if fields[field] != (kind := _NUMBERS.get(field, "string")):
                raise SchemaError(f"{where}, field {field}: type is {fields[field]!r}, expected {kind!r}.")


def _is_of(name: str, group: str) -> bool:
    return group.endswith("-") and name.startswith(group)
