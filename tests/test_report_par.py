"""Prepared tables of PAR INDEX against the founding report, and where little is known."""

import numpy as np
import pytest
from parts import data


@pytest.mark.slow
def test_the_table_has_the_maxima_scores_and_lost_points_of_the_founding_report():
    table = data("report", "par", lang="vi").set_index("component")
    expected = {
        "par.appraisal": (60.5, 58.87, 1.63),
        "par.appraisal.1": (8.5, 8.37, 0.13),
        "par.appraisal.2": (5, 5, 0),
        "par.appraisal.3": (13.5, 12.64, 0.86),
        "par.appraisal.4": (7, 7, 0),
        "par.appraisal.5": (7.5, 7.5, 0),
        "par.appraisal.6": (8, 7.92, 0.08),
        "par.appraisal.7": (11, 10.44, 0.56),
        "par.survey": (23.5, 19.33, 4.17),
        "par.impact": (16, 13.6, 2.4),
        "par.impact.sipas": (10, 9.35, 0.65),
        "par.impact.economy": (6, 4.25, 1.75),
        "par": (100, 91.8, 8.2),
    }
    assert list(table.index) == list(expected)
    assert table[["maximum", "score", "lost"]].to_numpy() == pytest.approx(np.array(list(expected.values())))
    assert table.index[-1] == "par"
