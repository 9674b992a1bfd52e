"""The description after rows were added: how many rows each table holds at least, and to which year it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from govindex.errors import SchemaError
from govindex.files import read_regular
from govindex.tables.description import NAME, read_description
from govindex.tables.schema import read_resource
from govindex.tables.texts import MOST_BYTES
from govindex.tables.whole import check_whole


def renew_description(folder: Path) -> str:
    """Return the text of the description with the rows that each table holds now as the fewest, and whole years added.

    To be called where tables that loaded were changed on purpose. Where the year after the last of ``wholeYears`` is as
    whole, that entry goes on to it.

    Raises
    ------
    SchemaError
        When a table cannot be read.
    """
    path = folder / NAME
    text = read_regular(path, most=MOST_BYTES).decode("utf-8")
    description = read_description(path)
    resources = description["resources"]
    tables = {resource["name"]: read_resource(resource | {"leastRows": 0}, folder) for resource in resources}
    for resource in resources:
        least = len(tables[resource["name"]])
        if "leastRows" in resource:
            resource["leastRows"] = least
        else:  # before the schema, which is long
            resource |= {"leastRows": least, "schema": resource.pop("schema")}
        for entry in resource.get("wholeYears", []):
            while _is_whole(entry, resource, tables):
                entry["last_year"] += 1
    renewed = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    return text if json.loads(renewed) == json.loads(text) else renewed


def _is_whole(entry: dict[str, Any], resource: dict[str, Any], tables: dict[str, pd.DataFrame]) -> bool:
    year = entry["last_year"] + 1
    next_one = resource | {"wholeYears": [entry | {"first_year": year, "last_year": year}]}
    try:
        check_whole([next_one], tables)
    except SchemaError:
        return False
    return True
