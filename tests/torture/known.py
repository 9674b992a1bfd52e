"""Changes of the tables that each have a rule against them: every one of them is refused, for no reason is it harmless.

Of the first row that fits, some cells are changed; with ``+`` a copy of it is added, so changed.
"""

import csv
import io

KNOWN = [
    ("components.csv", {"component": "papi.1"}, {"parent": "papi.1"}),
    ("components.csv", {"component": "papi.1"}, {"parent": "papi.1.1"}),
    ("components.csv", {"component": "papi.1"}, {"parent": "par"}),
    ("components.csv", {"component": "papi.2"}, {"order": "1"}),
    ("component_names.csv", {}, {"last_year": "2001"}),
    ("provinces.csv", {"code": "02"}, {"first_year": "2030"}),
    ("provinces.csv", {"code": "02"}, {"successor": "04"}),
    ("provinces.csv", {"code": "04"}, {"name_vi": "Hà Nội"}),
    ("tiles.csv", {"code": "02"}, {"tile_col": "3", "tile_row": "3"}),
    ("province_names.csv", {"code": "01"}, {"+": "", "spelling": ""}),
    ("province_names.csv", {"code": "01"}, {"+": "", "spelling": "hai phong"}),
    ("province_names.csv", {"code": "01"}, {"+": "", "spelling": "TP. Hải  Phòng"}),
    ("province_names.csv", {"code": "01"}, {"+": "", "spelling": "31"}),
    ("frameworks.csv", {"measure": "papi"}, {"last_year": "2005"}),
    ("frameworks.csv", {"measure": "papi"}, {"last_year": "2019"}),
    ("frameworks.csv", {"measure": "papi"}, {"minimum": "99"}),
    ("scores/papi.csv", {"year": "2021", "component": "papi.1.1"}, {"score": "1e1"}),
    ("scores/papi.csv", {"year": "2021", "component": "papi"}, {"score": "50"}),
    ("scores/papi.csv", {"year": "2021", "component": "papi"}, {"measure": "par"}),
    ("scores/papi.csv", {"component": "papi"}, {"+": "", "year": "2030"}),
    ("scores/papi.csv", {"component": "papi.1.1"}, {"+": "", "component": "papi.8.1", "year": "2011"}),
    ("scores/papi.csv", {"year": "2011", "province": "31"}, {"province": "31-2025"}),
    ("scores/papi.csv", {"year": "2021", "component": "papi"}, {"+": ""}),
    ("scores/par.csv", {"year": "2012"}, {"score": "120"}),
    ("ranks.csv", {}, {"out_of": "0"}),
    ("ranks.csv", {}, {"rank": "99"}),
    ("ranks.csv", {"year": "2012", "province": "22"}, {"rank": "6"}),
    ("groups.csv", {"group": "B", "year": "2018"}, {"lower": "90"}),
    ("groups.csv", {"group": "B", "year": "2018"}, {"upper": "85"}),
    ("national.csv", {}, {"+": ""}),
    ("shares.csv", {}, {"+": ""}),
    ("shares.csv", {}, {"+": "", "share": "1"}),
    ("moves.csv", {"what": "largest_fall"}, {"change": "2.91"}),
    ("counts.csv", {"what": "rising"}, {"count": "60"}),
    ("merged.csv", {}, {"score": "120"}),
    ("merged.csv", {}, {"province": "31"}),
    ("merged.csv", {}, {"component": "par.impact.sipas"}),
    ("printed_groups.csv", {}, {"year": "2010"}),
    ("series.csv", {"component": "papi.2.1"}, {"last_year": "2019"}),
    ("series.csv", {"component": "papi.2.1"}, {"first_year": "2020"}),
    ("changes.csv", {}, {"year": "2099"}),
    ("corrections.csv", {}, {"cell": "nope/score"}),
    ("corrections.csv", {}, {"printed": "9,99"}),
]


def change(text, where, cells):
    """Return the text of a table with the change."""
    heading, *rows = csv.reader(io.StringIO(text))
    place = next(
        number
        for number, row in enumerate(rows)
        if all(row[heading.index(name)] == cell for name, cell in where.items())
    )
    changed = [cells.get(name, cell) for name, cell in zip(heading, rows[place], strict=True)]
    rows = [*rows, changed] if "+" in cells else [*rows[:place], changed, *rows[place + 1 :]]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([heading, *rows])
    return written.getvalue()
