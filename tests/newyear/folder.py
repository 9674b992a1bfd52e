"""A folder of tables with the made-up year in it, as `govindex add` brings it in."""

from pathlib import Path

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.tables.load import load_tables
from newyear.places import copy_data
from newyear.shapes import fill_template


def make_folder(place: Path) -> Path:
    """Return a new folder below `place`: the project's tables with the made-up PAPI of 2025 added from the template."""
    fill_template(load_tables(), place / "papi.xlsx")
    data = copy_data(place / "data")
    outcome = add_file(place / "papi.xlsx", data, Request())
    if not outcome.written:
        raise ValueError([trouble.say("en") for trouble in outcome.troubles])
    return data
