"""The table of a part that a researcher sees: a dozen columns or so, and a way to all."""

import pytest
from browser.sheets import SHEETS, open_sheet

from govindex.figures.declare import Figure


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_the_data_of_a_part_are_the_columns_that_mean_something(name):
    sheet = open_sheet(name, "en")
    figures = [part for part, declared in sheet.declared.parts.items() if isinstance(declared, Figure)]
    for part in figures:
        view = sheet[part]
        data, rows = view.data, view.rows
        assert len(data.columns) <= 20, (part, list(data))
        assert set(data) <= set(rows)
        assert len(data) == len(rows)
        assert not {"own", "stretch", "lines", "end_at", "pick"} & set(data), part


@pytest.mark.slow
def test_what_tells_rows_apart_stands_first():
    assert list(open_sheet("papi", "en")["trend"].data)[:4] == ["province", "component", "place", "year"]
