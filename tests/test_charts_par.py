"""Charts of PAR INDEX on a few rows: valid, titled, described, and drawing the numbers that they are given."""

import pandas as pd
import pytest

from govindex import charts

LOSSES = pd.DataFrame(
    {
        "section": ["Parts", "Parts", "Within"],
        "name": ["Appraisal", "Survey of very many leaders and managers of everything", "Steering"],
        "maximum": [60.0, 40.0, None],
        "score": [58.5, 30.0, 8.0],
        "lost": [1.5, 10.0, None],
        "share": [97.5, 75.0, None],
        "status": "published",
        "publisher": "Report",
    }
)
STEPS = pd.DataFrame(
    {
        "name": ["Maximum", "Survey", "Total"],
        "kind": ["maximum", "lost", "total"],
        "start": [100.0, 100.0, 90.0],
        "end": [100.0, 90.0, 90.0],
        "lost": [0.0, 10.0, 0.0],
    }
)
CHANGES = pd.DataFrame(
    {
        "measure": "par",
        "name": ["Survey", "Impact"],
        "base_score": [19.45, 3.0],
        "score": [19.33, 4.25],
        "change": [-0.12, 1.25],
    }
)
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
CASES = [
    (charts.lost_points_chart, LOSSES),
    (charts.waterfall_chart, STEPS),
    (charts.change_chart, CHANGES),
    (charts.known_chart, KNOWN),
]


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


def test_the_labels_of_lost_points_tell_score_maximum_and_loss_or_the_score_alone():
    drawn = rows_drawn(charts.lost_points_chart(LOSSES, title="", lang="vi").to_dict())
    assert {row["text"] for row in drawn} == {"58,50 / 60,0  (−1,50)", "30,00 / 40,0  (−10,00)", "8,00"}
    assert {row["end"] for row in drawn} == {60, 40, 8}


def test_a_long_name_stands_on_two_lines():
    drawn = rows_drawn(charts.lost_points_chart(LOSSES, title="", lang="en").to_dict())
    assert "Survey of very many leaders and managers\nof everything" in {row["lines"] for row in drawn}


def test_steps_are_linked_to_the_step_below():
    drawn = rows_drawn(charts.waterfall_chart(STEPS, title="", lang="en").to_dict())
    assert [row["below"] for row in drawn] == ["Survey", "Total", None]
    assert [row["text"] for row in drawn] == ["100.00", "−10.00", "90.00"]


def test_a_change_carries_its_sign_in_words_of_the_language():
    drawn = rows_drawn(charts.change_chart(CHANGES, title="", lang="vi").to_dict())
    assert [row["text"] for row in drawn if "text" in row] == ["−0,12", "+1,25"]


def test_a_known_province_is_labelled_with_its_published_rank_or_without():
    drawn = rows_drawn(charts.known_chart(KNOWN, title="", lang="en").to_dict())
    assert [row["text"] for row in drawn if "text" in row] == ["91.80 (rank 1)", "86.00"]


def test_the_mean_is_not_drawn_where_it_is_not_known():
    spec = charts.known_chart(KNOWN.assign(mean=float("nan")), title="", lang="en").to_dict()
    assert {layer["mark"]["type"] for layer in spec["layer"]} == {"point", "text"}
