"""A folder of tables with the made-up year of all three indices in it, as `govindex add` brings them in."""

from pathlib import Path

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.tables.load import load_tables
from newyear.figures import SOURCE
from newyear.places import copy_data
from newyear.shapes import write_messy, write_survey

# What each file leaves unsaid.
FIELDS = "; ".join(f"{name}={value}" for name, value in SOURCE.items())
UNSAID = {
    "papi": Request(source="kind=primary", same_framework=True),
    "par": Request(source=FIELDS, same_framework=True),
    "sipas": Request(source=FIELDS, same_framework=True),
}


def make_folder(place: Path) -> Path:
    """Return a new folder below `place`: the project's tables with PAPI, PAR INDEX and SIPAS of the made-up year.

    PAPI comes from an office's workbook, which of all shapes brings most rows: the country's means beside the scores.
    """
    tables = load_tables()
    write_messy(tables, place / "papi.xlsx")
    for measure in ("par", "sipas"):
        write_survey(tables, place / f"{measure}.csv", measure)
    data = copy_data(place / "data")
    for name in ("papi.xlsx", "par.csv", "sipas.csv"):
        outcome = add_file(place / name, data, UNSAID[name.partition(".")[0]])
        if not outcome.written:
            raise ValueError([trouble.say("en") for trouble in outcome.troubles])
    return data
