"""Sentences on PAR INDEX: what they say, and that they claim nothing that the tables do not hold."""

import pytest

from govindex import prose, views
from govindex.tables.page import open_page


def test_the_paragraphs_of_the_founding_year():
    assert prose.par_paragraph(open_page("31", 2021, "en")) == [
        "In 2021 Hai Phong scored 91.80 of 100 points. That is 5.43 points above the national mean (86.37). "
        "By the published ranking Hai Phong is number 1 in PAR INDEX.",
        "Of the 8.20 points lost, 4.17 (51%) went in “Survey of leaders and managers”. Full points: “Making and "
        "applying legal documents”, “Organisation of the apparatus” and “Quality of cadres and civil servants”. "
        "The lowest share of its maximum is that of “Effect on socio-economic development”: 70.8% (4.25 of 6.0).",
        "Against 2020 the total rose by 1.29 points; the largest rise is in “Effect on socio-economic development” "
        "(+1.25); only “Survey of leaders and managers” fell (−0.12).",
    ]


def test_the_same_in_vietnamese_with_its_decimal_comma():
    told = prose.par_paragraph(open_page("31", 2021, "vi"))[0]
    assert told == (
        "Năm 2021, Hải Phòng đạt 91,80/100 điểm. Điểm cao hơn bình quân cả nước (86,37) 5,43 điểm. "
        "Theo công bố, Hải Phòng xếp thứ 1 về PAR INDEX."
    )


@pytest.mark.parametrize(
    ("province", "year", "told"),
    [
        ("46", 2019, ["The data holds no PAR INDEX 2019 score of Thua Thien Hue."]),
        (
            "31",
            2012,
            [
                "The data holds no PAR INDEX 2012 score of Hai Phong. "
                "By the published ranking Hai Phong is number 6 in PAR INDEX."
            ],
        ),
    ],
)
def test_without_a_score_one_line_says_so(province, year, told):
    assert prose.par_paragraph(open_page(province, year, "en")) == told


def test_two_frameworks_are_named_as_the_reason_for_no_change():
    page = open_page("31", 2022, "en")
    told = prose.par_changes_title(page, views.par_changes(page))
    assert told.startswith(
        "2022 is not compared with 2021. Since 2022, by Decision 876/QĐ-BNV, PAR INDEX has 68 points"
    )


def test_a_title_for_components_without_maxima_tells_no_loss():
    page = open_page("49", 2022, "en")
    told = prose.par_losses_title(page, views.par_losses(page))
    assert told.startswith("Quang Nam: components with a known score: 7")
    assert "lost" not in told


def test_the_place_among_the_known_does_not_make_up_a_rank():
    page = open_page("46", 2019, "en")
    told = prose.par_known_title(page, views.par_known(page))
    assert told == (
        "The published rank of Thua Thien Hue is not in the data. Provinces whose score of 2019 is known: 7."
    )
