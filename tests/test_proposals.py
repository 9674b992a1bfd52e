"""Proposals: whom they are given to and by when, which lost points none bears on, what came later; and no more."""

import pandas as pd
import pytest
from parts import data, open_sheet, texts, title

from govindex.compare.precision import find_smallest_change, is_beyond_noise
from govindex.figures.proposals.sheet import open_proposals
from govindex.figures.proposals.tables import _follow, list_cover, list_later, list_proposals
from govindex.tables.load import load_tables
from govindex.tables.page import Page


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def choose(measure, until=2024, lang="en"):
    """Return the sheet of Hai Phong 2021 with two choices."""
    sheet = open_sheet("proposals", "31", 2021, lang)
    sheet.state = {**sheet.state, "measure": measure, "until": until}
    return sheet


def test_every_proposal_stands_once_in_its_cell(tables):
    rows = data("proposals", "timeline")
    assert sorted(rows["proposal"]) == sorted(tables.proposals["proposal"])
    assert not rows.duplicated(["agency", "month_key", "stack"]).any()
    cells = rows.groupby(["agency", "month_key"])["stack"]
    assert (cells.max() == cells.size()).all()


def test_the_months_are_those_of_the_founding_report(tables):
    """Source s35: what is due and when, as printed; the one misprinted month is told."""
    rows = data("proposals", "timeline").set_index("proposal")
    dated = rows["month"].dropna()
    assert dated.value_counts().to_dict() == {
        "August 2022": 3,
        "September 2022": 2,
        "October 2022": 1,
        "November 2022": 2,
    }
    assert rows["doubt"].dropna().to_dict() == {"hai-phong-2021-procedure-quality": "09/2021"}
    months = list_proposals(tables, "vi").set_index("proposal")["month_label"]
    assert months["hai-phong-2021-one-stop"] == "10/2022"
    assert months["hai-phong-2021-iso"] == "chưa nêu"


def test_no_proposal_bears_on_the_survey_that_lost_most_of_par_index(tables):
    """Source s35 prints 4.17 points lost in the survey and 8.20 in all; none of its 35 proposals names that survey."""
    rows = choose("par")["cover"].rows.set_index("component")
    assert rows["lost"].sum() == pytest.approx(8.20)
    assert rows["lost"].idxmax() == "par.survey"
    assert rows.loc["par.survey", ["lost", "proposals", "cover"]].tolist() == [4.17, 0, "none"]
    links = tables.proposal_components
    assert not links["component"].str.startswith("par.survey").any()
    assert rows.loc["par.appraisal.7", "proposals"] == (links["component"] == "par.appraisal.7").sum() == 11


def test_a_proposal_on_a_part_bears_on_the_whole_and_counts_once(tables):
    rows = list_cover(tables, "en").set_index("component")["proposals"]
    links = tables.proposal_components
    own = links[(links["component"] == "papi.3") | links["component"].str.startswith("papi.3.")]
    assert rows["papi.3"] == own["proposal"].nunique() == 1
    assert rows["papi.2"] == 2  # the lists and the plans, each of which names 2 and parts of it


def test_changes_are_those_of_the_scores_and_told_only_beyond_noise(tables):
    scores = tables.scores[tables.scores["component"] == "papi.8"].pivot(
        index="province", columns="year", values="score"
    )
    own = choose("papi", 2024)["later"].rows.set_index("component")
    assert own.loc["papi.8", "change"] == pytest.approx(scores.loc["31", 2024] - scores.loc["31", 2021])
    assert own.loc["papi.8", "median_change"] == pytest.approx((scores[2024] - scores[2021]).median())
    for code, row in own.iterrows():
        beyond = is_beyond_noise(row["change"], find_smallest_change(tables, code))
        assert (row["moved"] != "stayed") == beyond, code
        assert row["moved"] == "stayed" or (row["moved"] == "rose") == (row["change"] > 0)


@pytest.mark.parametrize(("change", "moved"), [(0.01, "stayed"), (-0.01, "stayed"), (0.02, "rose"), (-0.02, "fell")])
def test_a_change_that_just_equals_noise_stayed(change, moved):
    changes = pd.Series({"31": 88.02 + change - 88.02})
    assert _follow({"province": "31"}, changes, 0.01, "en")["moved"] == moved


def test_the_page_opens_at_a_year_that_has_something_to_follow(tables):
    sheet = open_proposals(Page(tables, "31", 2021, "en"))
    assert sheet.state["until"] == 2023
    assert len(sheet["later"].rows) == 1
    assert open_proposals(Page(tables, "31", 2021, "en"), "papi").state["until"] == 2024


def test_points_of_sipas_are_percentage_points():
    assert "In SIPAS, 4.14 percentage points were lost" in texts("proposals", "31", 2021)[1]
    assert "Trong SIPAS, 4,14 điểm phần trăm bị trừ" in texts("proposals", "31", 2021, "vi")[1]


def test_what_does_not_compare_has_no_change(tables):
    later = list_later(tables, "en")
    assert set(later.query("measure == 'par'")["component"]) == {"par.impact.sipas"}
    assert (later.query("measure == 'par'")["care"] == "with care").all()
    assert later.query("measure == 'par'")["median"].isna().all()  # of two provinces alone no middle is told
    assert choose("par", 2024)["later"].rows.empty
    assert choose("par", 2024)["later"].title == (
        "PAR INDEX: we have no component scores of Hai Phong for 2024, or they do not compare with 2021."
    )
    assert choose("par", 2021)["later"].title == "Choose a year after 2021 to see the later scores."


def test_the_page_describes_and_claims_no_cause():
    first, second, third = texts("proposals", "31", 2021)
    assert first == (
        "The report on the results of Hai Phong in 2021 makes 35 proposals to 10 agencies or groups of them; 8 have a "
        "due month, from August 2022 to November 2022."
    )
    assert second.startswith("In PAR INDEX, 4.82 points were lost on components that no proposal addresses, most of")
    assert "does not show whether a proposal worked" in third
    assert "không cho biết đề xuất có tác dụng hay không" in texts("proposals", "31", 2021, "vi")[2]
    assert title("proposals", "cover", "31", 2021) == (
        "PAR INDEX 2021 of Hai Phong: no proposal addresses 2 of the 7 components that lost points"
    )


@pytest.mark.parametrize(("province", "year"), [("92", 2023), ("22", 2021)])
@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa có đề xuất nào"), ("en", "We have no proposals")])
def test_where_no_proposals_are_held_every_part_says_so(province, year, lang, words):
    sheet = open_sheet("proposals", province, year, lang)
    assert len(sheet["summary"].texts) == 1
    for told in (*sheet["summary"].texts, *(sheet[part].title for part in ("timeline", "cover", "later"))):
        assert told.startswith(words)
        assert "2021" in told  # whose it does hold
    assert all(sheet[part].rows.empty for part in ("timeline", "cover", "later"))


def test_counts_in_a_title_are_those_of_the_rows():
    sheet = choose("papi", 2023)
    moved = sheet["later"].rows["moved"].value_counts()
    told = pd.Series({"rose": 0, "fell": 0, "stayed": 0}).add(moved, fill_value=0).astype(int)
    assert sheet["later"].title == (
        f"PAPI of Hai Phong, 2023 compared with 2021: of the components {told['rose']} rose, {told['fell']} fell, "
        f"{told['stayed']} hardly changed"
    )
