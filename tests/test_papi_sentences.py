"""Sentences on PAPI: exact words for the cases that differ, in both languages."""

import re

import pytest
from parts import data, texts, title

from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import group_scores
from govindex.figures.report.tables import list_findings
from govindex.tables.load import load_tables

CASES = [("31", 2021), ("22", 2018), ("22", 2021), ("24", 2022), ("31", 2012), ("31", 2018)]


def paragraph(province, year, lang="vi"):
    return texts("papi", province, year, lang)


def told(part, province, year, lang="vi", **choices):
    return title("papi", part, province, year, lang, **choices)


@pytest.mark.slow
def test_the_paragraph_of_hai_phong_2021_in_vietnamese():
    assert paragraph("31", 2021) == [
        "Năm 2021, Hải Phòng đạt 44,005/80 điểm PAPI, thuộc nhóm Cao nhất. Xếp theo điểm, Hải Phòng đứng thứ 13/60 "
        "tỉnh, thành phố có điểm (tự tính, vì PAPI chia nhóm chứ không xếp hạng).",
        "So với năm 2020, tổng điểm tăng 1,711 điểm, từ nhóm Trung bình thấp lên nhóm Cao nhất. Trong đó có phần của "
        "“Trách nhiệm giải trình với người dân” (−0,161) và “Cung ứng dịch vụ công” (+0,902), nội dung có cách tính đã "
        "đổi hoặc có thể đã đổi. Mức thay đổi so với năm 2020 chỉ để tham khảo: thứ tự giữa các tỉnh năm 2021 khác năm "
        "2020 nhiều hơn hẳn thường lệ ở hầu hết nội dung thành phần, "
        "có thể vì địa bàn khảo sát mới; chưa tìm được văn bản giải thích. Trong 6 nội "
        "dung so sánh được với năm 2020, có 3 nội dung tăng, 2 nội dung giảm điểm và 1 nội dung gần như không "
        "đổi. Tăng nhiều nhất là “Kiểm soát tham nhũng trong khu vực công” (+1,162 điểm). Giảm nhiều nhất là "
        "“Quản trị điện tử” (−0,504 điểm). “Trách nhiệm giải trình với người dân” không so sánh được với năm "
        "2020: điểm giảm ở 59 trong 60 tỉnh, thành phố (trung vị −0,651 điểm); có thể cách tính đã đổi, chưa tìm "
        "được văn bản giải thích. “Cung ứng dịch vụ công” không so sánh được với năm 2020: điểm tăng ở 59 trong "
        "60 tỉnh, thành phố (trung vị +0,765 điểm), do nội dung “An ninh, trật tự” và “Giáo dục tiểu "
        "học công lập”; có thể cách tính đã đổi, chưa tìm được văn bản giải thích. "
        "Từ năm 2021, nội dung “Thủ tục hành chính công” được tính từ các nội dung "
        "thành phần khác năm trước, nên mức tăng, giảm chỉ để tham khảo.",
        "Theo nhóm: 2 nội dung thuộc nhóm Cao nhất: “Kiểm soát tham nhũng trong khu vực công” và “Thủ tục hành chính "
        "công”; 5 nội dung thuộc nhóm Trung bình cao: “Tham gia của người dân ở cấp cơ sở”; “Công khai, minh bạch "
        "trong việc ra quyết định ở địa phương”; "
        "“Trách nhiệm giải trình với người dân”; “Cung ứng dịch vụ công” và “Quản trị môi trường”; 1 nội dung thuộc "
        "nhóm Trung bình thấp: “Quản trị điện tử”. Nhóm của tổng điểm và mọi nội dung là nhóm in trong báo cáo của Sở "
        "Nội vụ Hải Phòng.",
    ]


@pytest.mark.slow
def test_the_paragraph_of_hai_phong_2012_in_english():
    assert paragraph("31", 2012, "en") == [
        "In 2012 Hai Phong scored 36.468 of 60 points in PAPI and is in the lower middle group. By its score Hai Phong "
        "stands 35th of 63 provinces scored (computed here, since PAPI groups provinces and does not rank them).",
        "Compared with 2011 the total rose by 2.271 points, from the lowest group up to the lower middle group. All 6 "
        "dimensions that compare with 2011 rose. “Transparency” rose most (+0.829 points).",
        "By group: 3 in the highest group: “Transparency”, “Public administrative procedures” and “Public service "
        "delivery”; 1 in the upper middle group: “Participation at local levels”; "
        "2 in the lowest group: “Vertical accountability” and “Control of corruption”.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("vi", "sát ranh giới giữa hai nhóm"), ("en", "border of two groups")])
def test_a_total_on_the_border_of_two_groups_says_so(lang, words):
    grouped = group_scores(load_tables(), "papi", year=2022)
    near, far = (grouped.loc[grouped["borderline"] == which, "province"].iloc[0] for which in (True, False))
    assert words in paragraph(near, 2022, lang)[0]
    assert words not in paragraph(far, 2022, lang)[0]


def test_a_province_that_was_not_scored_gets_one_line():
    assert paragraph("22", 2021, "en") == [
        "We have no PAPI 2021 score for Quang Ninh; we have those of 60 other provinces."
    ]


def test_missing_dimensions_are_named_and_no_position_is_claimed():
    text = " ".join(paragraph("22", 2018, "en"))
    assert text.startswith(
        "Quang Ninh has no PAPI 2018 total, because the scores for “Transparency” and “Control of corruption” "
        "are missing."
    )
    assert "stands" not in text


def test_totals_across_2018_are_not_compared():
    assert told("contributions", "31", 2018) == (
        "PAPI không khuyến khích so sánh kết quả tổng hợp 2018 với các năm trước: thêm hai nội dung và phần lớn "
        "nội dung có cấu thành mới."
    )


def test_the_total_of_2016_is_not_compared_for_the_reason_that_papi_gives():
    text = paragraph("31", 2016, "en")[1]
    assert text.startswith("The PAPI 2016 report says that some dimensions are constructed anew")
    assert "Of the 3 dimensions that compare with 2015" in text


def test_the_first_year_says_that_nothing_is_before_it():
    assert told("contributions", "31", 2011, "en") == (
        "PAPI begins in 2011, so there is no year before to compare with."
    )


def test_a_missing_total_is_the_reason_that_its_change_is_not_split():
    assert told("contributions", "22", 2022, "en") == (
        "We have no PAPI total of Quang Ninh for 2021, so the change of the total cannot be computed."
    )


def test_all_dimensions_in_one_group_are_told_at_once():
    assert paragraph("46", 2021)[-1] == "Theo nhóm: cả 8 nội dung đều thuộc nhóm Cao nhất."
    assert told("spread", "46", 2021) == (
        "Thừa Thiên Huế đạt 48,059/80 điểm PAPI 2021, thuộc nhóm Cao nhất: cả 8 nội dung ở nhóm Cao nhất."
    )


def test_titles_of_the_charts_say_the_finding():
    assert told("subspread", "31", 2021, "en") == (
        "Hai Phong 2021, sub-dimensions: 12 of 28 in the highest group, 1 in the lowest group "
        "(“Access to information”)."
    )
    assert told("trend", "31", 2021, "en") == (
        "PAPI total of Hai Phong, 2018–2024 (of 80): lowest 41.536 (2019), highest 44.005 (2021). "
        "These two compare with care only. In 2021: 1.735 points above the national median."
    )
    assert told("panels", "31", 2021, "en") == (
        "In 2021 Hai Phong is above the national median in 7 of 8 dimensions scored. Compared with 2018: "
        "“Control of corruption” rose most (+1.907 points), only “Participation at local levels” fell "
        "(−0.538 points); to be read with care. Not counted: “Vertical accountability”, “Public service delivery”, "
        "“Environmental governance” and “E-governance”, whose method changed or probably did."
    )
    assert told("contributions", "31", 2021, "en") == (
        "The total rose from 42.293 (2020) to 44.005 (2021): pushed up most by “Control of corruption” (+1.162) and "
        "pulled down most by “E-governance” (−0.504); to be read with care. Not counted: “Public service delivery” and "
        "“Vertical accountability”, whose method changed or probably did."
    )


def test_the_map_tells_a_computed_position_or_that_there_is_none():
    assert told("map", "31", 2021) == (
        "Tổng điểm PAPI 2021: Hải Phòng đạt 44,005 điểm, thuộc nhóm Cao nhất, thứ 13/60 tỉnh, thành phố có điểm "
        "(tự tính). Cao nhất là Thừa Thiên Huế (48,059), thấp nhất là Điện Biên (37,223)."
    )
    assert told("map", "22", 2021).startswith("Tổng điểm PAPI 2021: Quảng Ninh không có điểm.")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("province", "year"), CASES)
def test_every_sentence_is_whole(province, year, lang):
    parts = ("spread", "subspread", "trend", "panels", "contributions", "map")
    shown = [*paragraph(province, year, lang), *(told(part, province, year, lang) for part in parts)]
    shown += [
        told("map", province, year, lang, component="papi.7"),
        told("trend", province, year, lang, component="papi.2"),
    ]
    for text in shown:
        assert not re.search(r"\bnan\b|None|<NA>|[{}]|  |\.\.", text)


def test_a_lowest_province_that_shares_its_score_is_told_with_the_others():
    tables = load_tables()
    scores = tables.scores.query("component == 'papi.8.3' and year == 2019")
    ties = int((scores["score"] == scores["score"].min()).sum())
    assert ties > 1
    assert f"and {ties - 1} more with the same score" in told("map", "31", 2019, "en", component="papi.8.3")
    spread = data("papi", "subspread", "31", 2019).set_index("component")
    assert spread.loc["papi.8.3", "lowest_province"].endswith(f"and {ties - 1} more with the same score")
    assert "more" not in spread.loc["papi.8.3", "highest_province"]


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "tổng điểm gần như không đổi (−0,376 điểm"), ("en", "hardly changed (−0.376 points")]
)
def test_a_change_of_the_total_within_noise_is_told_as_nearly_none(lang, words):
    text = paragraph("48", 2019, lang)[1]
    assert words in text
    assert ("2 rose, 2 fell and 2 hardly changed" in text) == (lang == "en")


@pytest.mark.slow
def test_no_dimension_within_noise_is_the_largest_rise_or_fall():
    tables = load_tables()
    least = {f"papi.{order}": find_smallest_change(tables, f"papi.{order}") for order in range(1, 9)}
    findings = list_findings(tables, "vi")
    found = list(findings[(findings["year"] == 2024) & findings["reason"].str.startswith("fell")].itertuples())
    assert len(found) > 20
    assert all(-row.value > least[row.component] for row in found)
