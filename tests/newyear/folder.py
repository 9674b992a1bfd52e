"""A folder of tables with the made-up year in it, as `govindex add` brings it in."""

from pathlib import Path

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.tables.load import load_tables
from newyear.places import copy_data
from newyear.shapes import write_messy

# What the office's workbook leaves unsaid.
UNSAID = Request(source="kind=primary", same_framework=True)


def make_folder(place: Path) -> Path:
    """Return a new folder below `place`: the project's tables with the made-up PAPI of 2025 from an office's workbook.

    Of all shapes this one brings most rows: what it prints of the country comes in beside the scores.
    """
    write_messy(load_tables(), place / "papi.xlsx")
    data = copy_data(place / "data")
    outcome = add_file(place / "papi.xlsx", data, UNSAID)
    if not outcome.written:
        raise ValueError([trouble.say("en") for trouble in outcome.troubles])
    return data
