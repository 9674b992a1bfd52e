"""Copies of the data folder for tests to change, with what is to be added again taken out."""

import json
import shutil
from pathlib import Path

from govindex.adding.texts import TextTable
from govindex.tables.places import find_data

HERE = Path(__file__).parent
PAR_2023 = {ending: HERE / f"par-index-2023.{ending}" for ending in ("xlsx", "csv")}


def copy_data(folder: Path) -> Path:
    """Return a copy of the project's tables in a new folder."""
    shutil.copytree(find_data(), folder)
    return folder


def loosen(folder: Path) -> None:
    """Let a copy hold fewer rows than its description says, as it would have said before they were added."""
    path = folder / "datapackage.json"
    description = json.loads(path.read_text("utf-8"))
    for resource in description["resources"]:
        resource.pop("leastRows", None)
        resource.pop("wholeYears", None)
    path.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")


def take_out(folder: Path, measure: str, year: int, *, source: str | None = None) -> None:
    """Take a measure's year, or what one source gives of it, out of scores, ranks and the figures of the country."""
    for name in (f"scores/{measure}.csv", "ranks.csv", "national.csv"):
        table = TextTable((folder / name).read_text("utf-8"))
        table.take_out(
            place
            for place, row in enumerate(table.rows)
            if (row["measure"], row["year"]) == (measure, str(year)) and source in (None, row["source"])
        )
        (folder / name).write_text(table.text, "utf-8", newline="\n")
    loosen(folder)


def read_all(folder: Path) -> dict[str, bytes]:
    """Return what every file of a folder holds, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
