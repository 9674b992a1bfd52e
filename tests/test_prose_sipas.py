"""Sentences on SIPAS: what they say, and that they claim nothing that the tables do not hold."""

import re

import pandas as pd
import pytest

from govindex import prose, views
from govindex.tables.page import Page, open_page


def tell(province, year, lang="en"):
    """Return the paragraphs of a page as one text."""
    return " ".join(prose.sipas_paragraph(open_page(province, year, lang)))


def title(name, province, year, lang="en"):
    """Return the title of one view of a page."""
    page = open_page(province, year, lang)
    return getattr(prose, f"sipas_{name}_title")(page, getattr(views, f"sipas_{name}")(page))


def test_the_paragraphs_of_the_founding_year():
    assert prose.sipas_paragraph(open_page("31", 2021, "en")) == [
        "In 2021 the SIPAS of Hai Phong was 93.38%. That is 6.22 percentage points above the national mean (87.16%). "
        "By the published ranking Hai Phong is number 2 in SIPAS. "
        "Against 2020 the index fell by 0.19 percentage points.",
        "Against 2020, 1 criterion rose (“The civil servants who handle them”, +2.63) and 4 criteria fell (most of all "
        "“Handling of feedback”, −1.11). The one that fell most is also the lowest, and the only one under 90%: 85.39%."
        " The criteria's scores of 2020 are in doubt, so these changes are to be read with care.",
        "What citizens ask for most: “More filing and return of results by post” (59.12%), “Simpler procedures” "
        "(54.30%), “Shorter handling times” (48.22%) and “More ways to learn where to file and collect” (37.32%). "
        "The survey also found: “Came back more than three times for a procedure” (5.66%).",
    ]


def test_the_same_in_vietnamese_with_its_decimal_comma():
    first, second, third = prose.sipas_paragraph(open_page("31", 2021, "vi"))
    assert first == (
        "Năm 2021, SIPAS của Hải Phòng đạt 93,38%. Chỉ số cao hơn bình quân cả nước (87,16%) 6,22 điểm phần trăm. "
        "Theo công bố, Hải Phòng xếp thứ 2 về SIPAS. "
        "So với 2020, chỉ số giảm 0,19 điểm phần trăm."
    )
    assert second.startswith(
        "So với 2020, 1 tiêu chí tăng (“Công chức trực tiếp giải quyết thủ tục hành chính”, +2,63)"
    )
    assert "Tiêu chí giảm nhiều nhất cũng là tiêu chí thấp nhất và duy nhất dưới 90%: còn 85,39%." in second
    assert third.startswith("Người dân mong muốn nhiều nhất: “Tăng cường nhận hồ sơ")


def test_handling_of_feedback_is_not_said_to_have_improved_in_2021():
    """The founding report says that it did; its own figures say that it fell."""
    assert "“Handling of feedback”, −1.11" in tell("31", 2021)
    assert "up " not in tell("31", 2021)


def test_a_low_criterion_that_rose_is_said_to_have_risen():
    assert "“Handling of feedback” (86.50%), up 0.21 percentage points on 2019." in tell("31", 2020)


def test_the_first_year_tells_no_change():
    told = tell("31", 2019)
    assert "Against" not in told
    assert "One criterion, the lowest, is under 90%: “Handling of feedback” (86.29%)." in told


def test_a_national_mean_that_was_published_rounded_is_told_and_compared_as_rounded():
    page = open_page("31", 2020, "en")
    national = page.tables.national
    rounded = page.tables._replace(
        national=national.assign(value=national["value"].mask(national["value"] == 85.48, 85))
    )
    told = " ".join(prose.sipas_paragraph(page._replace(tables=rounded)))
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
    assert title("trend", "31", 2024) == "SIPAS 2024 of Hai Phong: rank 1; the figure of 90.59% is in doubt."


def test_a_rank_without_a_score_is_told_alone():
    assert tell("22", 2024) == (
        "The data holds no SIPAS 2024 score of Quang Ninh. By the published ranking Quang Ninh is number 4 in SIPAS."
    )
    assert title("trend", "22", 2024) == "SIPAS 2024 of Quang Ninh: rank 4; the data does not hold that year's score."


def test_where_nothing_is_known_nothing_is_said():
    assert tell("46", 2019) == "The data holds no SIPAS 2019 score of Thua Thien Hue."
    assert tell("31", 2012, "vi") == "Dữ liệu không có điểm SIPAS 2012 của Hải Phòng."


def test_a_derived_and_a_suspect_rank_are_told_as_such():
    assert "By what was published Hai Phong works out at number 10 in SIPAS." in tell("31", 2022)
    assert "Tien Giang was published as number 53 in SIPAS, but that rank is in doubt." in tell("82", 2022)
    assert title("trend", "82", 2022) == "SIPAS 2022 of Tien Giang: 76.56%, rank 53 (in doubt)."


@pytest.mark.parametrize(
    ("name", "province", "year", "told"),
    [
        (
            "criteria",
            "31",
            2021,
            "Hai Phong 2021: 1 criterion rose and 4 criteria fell against 2020 (the figures of 2020 are in doubt); "
            "only “Feedback” is under 90%.",
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
            "The data holds no SIPAS 2023 scores by criterion for Hai Phong. It does for 2019, 2020 and 2021.",
        ),
        ("criteria", "74", 2024, "The data holds no SIPAS 2024 scores by criterion for Binh Duong."),
        ("trend", "31", 2021, "SIPAS 2021 of Hai Phong: 93.38%, rank 2; down 0.19 percentage points on 2020."),
        ("trend", "31", 2022, "SIPAS 2022 of Hai Phong: 83.88% (derived), rank 10."),
        (
            "trend",
            "96",
            2019,
            "The data holds no SIPAS score of Ca Mau for any year. Published ranks: 3 (2019) and 3 (2022).",
        ),
        (
            "survey",
            "31",
            2021,
            "Hai Phong 2021: what citizens ask for most is “More filing and return of results by post”",
        ),
        ("survey", "31", 2020, "The data holds no survey figures on what citizens of Hai Phong asked for"),
    ],
)
def test_a_title_tells_the_finding_or_why_there_is_none(name, province, year, told):
    assert title(name, province, year).startswith(told)


def test_the_known_are_counted_without_claiming_the_page_s_province_among_them():
    assert title("known", "31", 2021).endswith("The data of 2021 holds the scores of 12 provinces.")
    assert title("known", "22", 2024).endswith("holds the scores of 20 other provinces, not that of Quang Ninh.")
    assert title("known", "31", 2018).endswith("the scores of 2 other provinces, not that of Hai Phong.")
    assert title("known", "31", 2012) == "The data holds no province's score of SIPAS 2012."


def test_notes_are_told_by_year_in_the_page_s_language():
    told = prose.sipas_notes(open_page("31", 2021, "vi"))
    assert told[0].startswith("2020: ")
    assert "93,49" in told[0]
    assert prose.sipas_notes(open_page("74", 2024, "en")) == ["The SIPAS figures above carry no notes."]


@pytest.mark.slow
@pytest.mark.parametrize("province", ["22", "31", "46", "49", "82"])
def test_every_year_of_a_province_can_be_told(province):
    tables = open_page("31", 2021, "vi").tables
    held = pd.concat([tables.scores, tables.ranks])
    years = held.loc[(held["measure"] == "sipas") & (held["province"] == province), "year"]
    for place, year in enumerate(sorted(years.unique())):
        for text in prose.sipas_paragraph(Page(tables, province, int(year), "vi" if place % 2 else "en")):
            assert text.endswith(".")
            assert not {"nan", "None", "<NA>", "{"} & set(re.split(r"[ (),;%]", text))
