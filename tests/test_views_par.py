"""Prepared tables of PAR INDEX against the founding report, and where little is known."""

import numpy as np
import pytest

from govindex import views
from govindex.tables.page import open_page


def page(province="31", year=2021, lang="vi"):
    return open_page(province, year, lang)


def test_the_table_has_the_maxima_scores_and_lost_points_of_the_founding_report():
    table = views.par_table(page()).set_index("component")
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


def test_losses_come_in_sections_parts_first():
    losses = views.par_losses(page(lang="en"))
    sections = list(dict.fromkeys(losses["section"]))
    assert sections == ["The parts of the index", "Within “Appraised by the ministry”", "Within “Impact of the reform”"]
    assert list(losses.loc[losses["section"] == sections[0], "component"]) == [
        "par.appraisal",
        "par.survey",
        "par.impact",
    ]
    assert losses.groupby("section")["lost"].sum().loc[sections[0]] == pytest.approx(8.2)


def test_the_steps_lead_from_the_maximum_to_the_total():
    steps = views.par_steps(page())
    assert (steps["start"].iloc[0], steps["end"].iloc[-1]) == (100, 91.8)
    lost = steps[steps["kind"] == "lost"]
    assert list(lost["start"].iloc[1:]) == pytest.approx(list(lost["end"].iloc[:-1]))
    assert lost["end"].iloc[-1] == pytest.approx(91.8)


def test_changes_on_2020_are_those_that_the_founding_report_tells():
    changes = views.par_changes(page()).set_index("component")["change"]
    assert changes["par.survey"] == pytest.approx(-0.12)
    assert changes["par.impact.economy"] == pytest.approx(1.25)
    assert changes["par"] == pytest.approx(1.29)


@pytest.mark.parametrize(("province", "year"), [("31", 2022), ("31", 2019), ("46", 2019), ("31", 2012)])
def test_years_of_other_or_unknown_frameworks_give_no_changes(province, year):
    assert views.par_changes(page(province, year)).empty


def test_where_only_a_total_is_known_there_are_no_losses_but_a_place_among_the_known():
    only_total = page("22", 2021)
    assert views.par_losses(only_total).empty
    assert views.par_steps(only_total).empty
    known = views.par_known(only_total)
    assert list(known.loc[known["own"], ["score", "printed_rank"]].iloc[0]) == [91.14, 2]
    assert known["score"].is_monotonic_decreasing
    assert set(known["mean"]) == {86.37}


def test_a_derived_rank_among_the_known_says_so():
    known = views.par_known(page("77", 2021)).set_index("province")
    assert known.loc["77", "rank_status"] == "tính từ số công bố"
    assert "đã công bố" in set(known["rank_status"])


def test_fields_whose_maximum_is_not_known_have_a_score_and_no_lost_points():
    losses = views.par_losses(page("49", 2022))
    assert list(losses["score"]) == [8.46, 8.82, 9.66, 9.4, 10.92, 9.29, 11.08]
    assert losses["lost"].isna().all()
    assert losses["maximum"].isna().all()


def test_in_a_year_with_both_divisions_the_parts_tell_what_was_lost_and_the_fields_follow():
    losses = views.par_losses(page("49", 2023, "en"))
    by_section = losses.groupby("section", sort=False)["component"].agg(list)
    assert by_section.iloc[0] == ["par.appraisal", "par.survey", "par.impact"]
    assert [code.split(".")[1] for code in by_section.iloc[-1]] == ["field"] * 7
    assert losses.loc[losses["component"].isin(by_section.iloc[0]), "lost"].sum() == pytest.approx(15.41)
    assert list(views.par_parts(page("49", 2023))["component"]) == by_section.iloc[0]
    steps = views.par_steps(page("49", 2023))
    assert list(steps["component"].iloc[1:-1]) == [
        "par.appraisal",
        "par.survey",
        "par.impact.sipas",
        "par.impact.economy",
    ]


def test_a_corrected_score_says_so():
    known = views.par_known(page("01", 2024, "en")).set_index("province")
    assert known.at["01", "score"] == 92.75
    assert known.at["01", "status"] == "corrected"
