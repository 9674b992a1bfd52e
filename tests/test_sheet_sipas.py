"""The sheet of SIPAS: its figures, and sentences that claim nothing that the tables do not hold."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from parts import data, open_sheet, texts, title

from govindex.compare.scores import change_scores, find_mean
from govindex.figures.sipas.sentences import Standing, tell_summary
from govindex.figures.sipas.tables import list_criteria, list_index
from govindex.tables.load import load_tables


def tell(province, year, lang="en"):
    """Return the paragraphs of a page as one text."""
    return " ".join(texts("sipas", province, year, lang))


@pytest.mark.slow
def test_the_paragraphs_of_the_founding_year():
    assert texts("sipas", "31", 2021, "en") == [
        "In 2021 the SIPAS of Hai Phong was 93.38%. That is 6.22 percentage points above the national mean (87.16%). "
        "Hai Phong ranks 2nd of 63 in SIPAS (published). "
        "Compared with 2020 the index fell by 0.19 percentage points.",
        "Compared with 2020, 1 criterion rose (“The civil servants who handle them”, +2.63) and 4 criteria fell "
        "(most of all “Handling of feedback”, −1.11). The one that fell most is also the lowest, and the only one"
        " under 90%: 85.39%. The criteria's scores of 2020 are in doubt, so these changes are to be read with "
        "care.",
        "What citizens ask for most: “More filing and return of results by post” (59.12%), “Simpler procedures” "
        "(54.30%), “Shorter handling times” (48.22%) and “More ways to learn where to file and collect” (37.32%). "
        "The survey also found: “Came back more than three times for a procedure” (5.66%).",
    ]


@pytest.mark.slow
def test_the_same_in_vietnamese_with_its_decimal_comma():
    first, second, third = texts("sipas", "31", 2021, "vi")
    assert first == (
        "Năm 2021, SIPAS của Hải Phòng đạt 93,38%. Kết quả này cao hơn bình quân cả nước (87,16%) 6,22 điểm phần trăm. "
        "Theo công bố, Hải Phòng xếp thứ 2/63 về SIPAS. "
        "So với năm 2020, chỉ số giảm 0,19 điểm phần trăm."
    )
    assert second.startswith(
        "So với năm 2020, 1 tiêu chí tăng (“Công chức trực tiếp giải quyết thủ tục hành chính”, +2,63)"
    )
    assert "Tiêu chí giảm nhiều nhất cũng là tiêu chí thấp nhất và duy nhất dưới 90%: còn 85,39%." in second
    assert third.startswith("Người dân mong muốn nhiều nhất: “Tăng cường nhận hồ sơ")


@pytest.mark.slow
def test_handling_of_feedback_is_not_said_to_have_improved_in_2021():
    """The founding report says that it did; its own figures say that it fell."""
    assert "“Handling of feedback”, −1.11" in tell("31", 2021)
    assert "up " not in tell("31", 2021)


def test_a_low_criterion_that_rose_is_said_to_have_risen():
    assert "“Handling of feedback” (86.50%), up 0.21 percentage points since 2019." in tell("31", 2020)


def test_the_first_year_tells_no_change():
    told = tell("31", 2019)
    assert "Against" not in told
    assert "One criterion, the lowest, is under 90%: “Handling of feedback” (86.29%)." in told


def test_a_national_mean_that_was_published_rounded_is_told_and_compared_as_rounded():
    index = list_index(load_tables(), "en").query("province == '31'").to_dict("records")
    index = {row["year"]: {**row, "mean": 85.0} for row in index}
    told = tell_summary(Standing("en", "Hai Phong", 2020, {}, index, [], 1, [], {}, {}, 63))[0]
    assert "about 9 percentage points above the national mean (published rounded, 85%)" in told
    assert "3.80 percentage points above the national mean (80.08%)" in tell("31", 2022)
    assert "2.41 percentage points below the national mean (82.66%)" in tell("82", 2023)


def test_a_year_without_a_national_mean_is_not_compared_with_one():
    assert "national mean" not in tell("22", 2019)


def test_years_of_two_frameworks_are_not_compared():
    told = tell("31", 2022)
    assert "The index is not compared with 2021: the two years follow different frameworks." in told
    assert "Against" not in told


def test_a_suspect_index_is_called_so_and_nothing_is_computed_from_it():
    told = tell("31", 2024)
    assert told.startswith("The SIPAS 2024 of Hai Phong was published as 90.59%, but that figure is in doubt.")
    assert "it may be that part only" in told
    assert "rose" not in told
    assert "national mean" not in told
    assert title("sipas", "index", "31", 2024) == "SIPAS 2024 of Hai Phong: rank 1; the figure of 90.59% is in doubt."


def test_a_rank_without_a_score_is_told_alone():
    assert tell("22", 2024) == (
        "We have no SIPAS 2024 score for Quang Ninh. Quang Ninh ranks 4th of 63 in SIPAS (published)."
    )
    assert title("sipas", "index", "22", 2024) == "SIPAS 2024 of Quang Ninh: rank 4; we do not have that year's score."


def test_where_nothing_is_known_nothing_is_said():
    assert tell("46", 2019) == "We have no SIPAS 2019 score for Thua Thien Hue."
    assert tell("31", 2012, "vi") == "Chưa có điểm SIPAS 2012 của Hải Phòng."


def test_a_derived_and_a_suspect_rank_are_told_as_such():
    assert "By the published figures Hai Phong ranks 10th of 63 in SIPAS (derived)." in tell("31", 2022)
    assert "Tien Giang was published as 53rd of 63 in SIPAS, but that rank is in doubt." in tell("82", 2022)
    assert title("sipas", "index", "82", 2022) == "SIPAS 2022 of Tien Giang: 76.56%, rank 53 (in doubt)."


@pytest.mark.parametrize(
    ("name", "province", "year", "told"),
    [
        (
            "criteria",
            "31",
            2021,
            "Hai Phong 2021: 1 criterion rose and 4 criteria fell compared with 2020 (the figures of 2020 are in "
            "doubt); only “Feedback” is under 90%.",
        ),
        (
            "criteria",
            "31",
            2019,
            "Hai Phong 2019: highest is “Access” (94.23%), lowest is “Feedback” (86.29%), the only one under 90%.",
        ),
        (
            "criteria",
            "31",
            2023,
            "We have no SIPAS 2023 scores by criterion for Hai Phong. We have them for 2019, 2020 and 2021.",
        ),
        ("criteria", "74", 2024, "We have no SIPAS 2024 scores by criterion for Binh Duong."),
        ("index", "31", 2021, "SIPAS 2021 of Hai Phong: 93.38%, rank 2; down 0.19 percentage points since 2020."),
        ("index", "31", 2022, "SIPAS 2022 of Hai Phong: 83.88% (derived), rank 10."),
        (
            "index",
            "96",
            2019,
            "We have no SIPAS score for Ca Mau in any year. Published ranks: 3 (2019) and 3 (2022).",
        ),
        (
            "survey",
            "31",
            2021,
            "Hai Phong 2021: what citizens ask for most is “More filing and return of results by post”",
        ),
        ("survey", "31", 2020, "We have no survey figures on what citizens of Hai Phong asked for"),
    ],
)
def test_a_title_tells_the_finding_or_why_there_is_none(name, province, year, told):
    assert title("sipas", name, province, year).startswith(told)


def test_the_known_are_counted_without_claiming_the_page_s_province_among_them():
    assert title("sipas", "known", "31", 2021).endswith("For 2021 we have the scores of 12 provinces.")
    assert title("sipas", "known", "22", 2024).endswith(
        "we have the scores of 20 other provinces, not that of Quang Ninh."
    )
    assert title("sipas", "known", "31", 2018).endswith(
        "we have the scores of 2 other provinces, not that of Hai Phong."
    )
    assert title("sipas", "known", "31", 2012) == "We have no province's score of SIPAS 2012."


def test_notes_are_told_by_year_in_the_page_s_language():
    told = texts("sipas", "31", 2021, "vi", "notes")
    assert told[0].startswith("2020: ")
    assert "93,49" in told[0]
    assert texts("sipas", "74", 2024, "en", "notes") == ["The SIPAS figures above carry no notes."]


@pytest.mark.parametrize("province", ["22", "31", "46", "49", "82"])
def test_every_year_of_a_province_can_be_told(province):
    tables = load_tables()
    held = pd.concat([tables.scores, tables.ranks])
    years = held.loc[(held["measure"] == "sipas") & (held["province"] == province), "year"]
    for place, year in enumerate(sorted(years.unique())):
        for text in texts("sipas", province, int(year), "vi" if place % 2 else "en"):
            assert text.endswith(".")
            assert not {"nan", "None", "<NA>", "{"} & set(re.split(r"[ (),;%]", text))


def test_criteria_run_from_the_first_to_the_last_year_chosen():
    criteria = data("sipas", "criteria", year=2020)
    assert sorted(criteria["year"].unique()) == [2019, 2020]
    assert criteria.loc[criteria["suspect"], "year"].unique().tolist() == [2020]
    assert data("sipas", "criteria", year=2020, first=2020)["year"].unique().tolist() == [2020]
    assert data("sipas", "criteria", "22", 2024).empty


def test_criteria_are_named_where_they_end_with_score_and_change():
    ends = data("sipas", "criteria")["end"].dropna().tolist()
    assert len(ends) == 5
    assert "Feedback  85.39 (−1.11 ?)" in ends
    places = sorted(data("sipas", "criteria")["end_at"].dropna())
    assert min(high - low for low, high in pairwise(places)) > 0
    first = data("sipas", "criteria", year=2019)
    assert "Access  94.23" in first["end"].tolist()


def test_scores_are_those_of_the_tables():
    scores = load_tables().scores.query("measure == 'sipas'").set_index(["province", "component", "year"])["score"]
    rows = list_criteria(load_tables(), "en").set_index(["province", "component", "year"])["score"]
    assert rows.sort_index().equals(scores.sort_index())


def test_changes_are_what_the_library_computes_where_years_compare():
    rows = list_criteria(load_tables(), "en").set_index(["province", "component", "year"])
    found = change_scores(load_tables(), "sipas", province="31", year=2021, base=2020).set_index("component")["change"]
    assert rows.loc[("31", "sipas.5", 2021), ["change", "change_base"]].tolist() == [found["sipas.5"], 2020]
    assert pd.isna(rows.loc[("31", "sipas", 2022), "change"])


def test_a_line_joins_neighbouring_years_of_one_framework_only():
    trend = data("sipas", "index")
    own = trend[trend["own"]].set_index("year")["stretch"]
    assert own[2020] == own[2021] != own[2022]
    assert own[2022] == own[2024]
    means = trend[trend["province"] == "mean"].set_index("year")
    assert means.loc[2017, "stretch"] == means.loc[2018, "stretch"] != means.loc[2020, "stretch"]
    assert trend.loc[trend["break"].notna(), "year"].unique().tolist() == [2022]
    for row in means.reset_index().itertuples():
        assert row.score == find_mean(load_tables(), "sipas", year=row.year)


def test_ranks_stand_below_their_years_a_suspect_one_is_marked():
    trend = data("sipas", "index")
    own = trend[trend["own"]].set_index("year")
    assert own["printed_rank"].to_dict() == dict(zip(range(2017, 2025), [8, 9, 2, 2, 2, 10, 5, 1], strict=True))
    assert own.loc[2019, "rank_told"] == "rank 2"
    assert own.loc[2019, "source"] == "s12"
    other = data("sipas", "index", "82", 2022)
    assert other.loc[other["own"] & other["rank_suspect"], "year"].tolist() == [2022]


def test_the_page_s_province_is_marked_among_the_known():
    known = data("sipas", "known")
    assert known.loc[known["own"], "province"].tolist() == ["31"]
    assert known["score"].is_monotonic_decreasing
    assert not data("sipas", "known", "22", 2024)["own"].any()


def test_the_survey_has_wishes_first_and_the_most_frequent_first():
    survey = data("sipas", "survey")
    assert list(survey.loc[survey["kind"] == "wish", "value"]) == [59.12, 54.3, 48.22, 37.32]
    assert list(dict.fromkeys(survey["kind"])) == ["wish", "experience", "satisfaction"]
    assert survey["section"].iloc[-1] == "What citizens are satisfied with (PAPI survey)"
    assert survey["told"].iloc[-1] == "60%"
    assert data("sipas", "survey", year=2020).empty


def test_years_push_each_other():
    sipas = open_sheet("sipas")
    sipas.choose("first", 2023)
    assert (sipas.state["first"], sipas.state["year"]) == (2023, 2023)
    sipas.choose("year", 2019)
    assert (sipas.state["first"], sipas.state["year"]) == (2019, 2019)


def test_the_threshold_moves_by_halves_and_is_judged():
    threshold = open_sheet("sipas").declared.controls["threshold"]
    assert (threshold.minimum, threshold.maximum, threshold.step) == (70, 100, 0.5)
    sipas = open_sheet("sipas")
    sipas.choose("threshold", 86.5)
    assert sipas["criteria"].title == (
        "Hai Phong 2021: 1 of 5 criteria is under 86.5%: “Handling of feedback” (85.39%)"
    )
    sipas.choose("threshold", 101)
    assert (sipas.state["threshold"], sipas.problem != "") == (86.5, True)


def test_several_criteria_and_up_to_five_provinces_beside():
    sipas = open_sheet("sipas")
    sipas.choose("criteria", ["sipas.1", "sipas.5"])
    assert sipas["criteria"].rows["component"].unique().tolist() == ["sipas.1", "sipas.5"]
    sipas.choose("beside", ["01", "04", "06", "19", "22", "30"])
    assert sipas.state["beside"] == ["04", "06", "19", "22", "30"]
    sipas.choose("beside", ["96"])
    assert sipas.problem == "“96” cannot be chosen in “Other provinces (up to 5)”."
