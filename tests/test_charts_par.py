"""Charts of PAR INDEX on a few rows: valid, titled, described, and drawing the numbers that they are given."""

import pandas as pd
import pytest

from govindex import charts

KNOWN = pd.DataFrame(
    {
        "measure": "par",
        "name": ["Hai Phong", "Hanoi"],
        "score": [91.8, 86.0],
        "printed_rank": pd.array([1, None], dtype="Int64"),
        "status": "published",
        "publisher": "Report",
        "suspect": [False, True],
        "own": [True, False],
        "mean": 86.37,
        "mean_note": " (derived)",
    }
)
CASES = [(charts.known_chart, KNOWN)]


def rows_drawn(spec):
    """Return every row of data that a chart carries."""
    return [row for rows in spec["datasets"].values() for row in rows]


@pytest.mark.parametrize(("chart", "table"), CASES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_chart_is_valid_and_has_title_description_and_the_numbers_of_its_language(chart, table, lang):
    spec = chart(table, title="What was found", lang=lang).to_dict()
    assert spec["title"]["text"] == ["What was found"]
    assert spec["description"] == "What was found"
    assert spec["config"]["locale"]["number"]["decimal"] == {"vi": ",", "en": "."}[lang]


def test_a_known_province_is_labelled_with_its_published_rank_or_without():
    drawn = rows_drawn(charts.known_chart(KNOWN, title="", lang="en").to_dict())
    assert [row["text"] for row in drawn if "text" in row] == ["91.80 (rank 1)", "86.00"]


def test_the_mean_is_not_drawn_where_it_is_not_known():
    spec = charts.known_chart(KNOWN.assign(mean=float("nan")), title="", lang="en").to_dict()
    assert {layer["mark"]["type"] for layer in spec["layer"]} == {"point", "text"}
