"""What PAPI's figures are told as, over the whole panel: no superlative among one, reasons, care, printed groups."""

import re

import pandas as pd
import pytest

from govindex import charts, prose, views
from govindex.compare.frameworks import judge_changes
from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import place_province
from govindex.tables.load import load_tables
from govindex.tables.page import Page, open_page

TABLES = load_tables()
SCORES = TABLES.scores[TABLES.scores["measure"] == "papi"]
PAIRS = sorted(set(zip(SCORES["province"], SCORES["year"].tolist(), strict=True)))
MOST = {1: re.compile(r"ăng nhiều nhất|largest rise"), -1: re.compile(r"iảm nhiều nhất|largest fall")}


def every_page():
    """Yield a page of every province-year, in one language and the other by turns."""
    for place, (province, year) in enumerate(PAIRS):
        yield Page(TABLES, province, year, ("vi", "en")[place % 2])


def test_every_province_year_is_looked_at():
    assert len(PAIRS) == 873


@pytest.mark.slow
def test_no_superlative_is_told_of_one_that_moved_alone():
    smallest = {code: find_smallest_change(TABLES, code) for code in [f"papi.{number}" for number in range(1, 9)]}
    for page in every_page():
        table = views.papi_table(page)
        judged = judge_changes(TABLES, "papi", year=page.year, base=page.year - 1)
        apart = set(judged.loc[judged["comparable"] == "no", "component"])
        rows = table[(table["level"] == "dimension") & table["change"].notna() & ~table["component"].isin(apart)]
        steps = rows[rows["change"].abs() > rows["component"].map(smallest) + 1e-9]["change"]
        told = prose.papi_paragraph(page)[1]
        for sign, words in MOST.items():
            moved = int((sign * steps > 0).sum())
            assert bool(words.search(told)) == (moved > 1), (page[1:], told)


@pytest.mark.slow
def test_contributions_of_one_are_not_called_the_most():
    for page in every_page():
        steps = views.papi_contributions(page)
        if steps.empty:
            continue
        title = prose.papi_contributions_title(page, steps)
        judged = judge_changes(TABLES, "papi", year=page.year, base=page.year - 1)
        apart = set(judged.loc[judged["comparable"] == "no", "component"])
        known = steps[(steps["kind"] == "change") & ~steps["component"].isin(apart)]["contribution"]
        for sign, words in ((1, "kéo lên nhiều nhất|pushed up most"), (-1, "kéo xuống nhiều nhất|pulled down most")):
            assert bool(re.search(words, title)) == ((sign * known > 0).sum() > 1), (page[1:], title)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_2018_says_in_the_publishers_words_why_it_does_not_compare(lang):
    words = {
        "vi": "PAPI không khuyến khích so sánh kết quả tổng hợp 2018",
        "en": "PAPI discourages comparing aggregate",
    }
    for province in ("31", "01", "96"):
        page = open_page(province, 2018, lang)
        assert words[lang] in prose.papi_contributions_title(page, views.papi_contributions(page))
        assert words[lang] in prose.papi_paragraph(page)[1]


@pytest.mark.slow
def test_the_ends_of_a_trend_on_both_sides_of_2021_are_told_with_care():
    cared = 0
    for page in every_page():
        trend = views.papi_total_trend(page)
        title = prose.papi_total_trend_title(page, trend)
        ends = re.findall(r"\((?:năm )?(\d{4})\)", title)
        if len(ends) < 2:
            continue
        low, high = sorted(map(int, ends[-2:]))
        care = "tham khảo" in title or "with care" in title
        assert care == (low < 2021 <= high), (page[1:], title)
        cared += care
    assert cared > 100


def test_rules_stand_at_every_break_and_name_those_of_the_total():
    page = open_page("31", 2021, "vi")
    drawn = charts.total_trend_chart(views.papi_total_trend(page), title="", lang="vi").to_dict()
    rules = [row for rows in drawn["datasets"].values() for row in rows if "at" in row]
    assert {row["at"]: row["framed"] for row in rules} == {2015.5: False, 2017.5: True}
    assert any(row["told"].startswith("2016: cách tính mới") for row in rules)
    panels = charts.dimension_trend_chart(views.papi_dimension_trend(page), title="", lang="vi").to_dict()
    at = [{row["at"] for row in rows} for rows in panels["datasets"].values() if rows and "at" in rows[0]]
    assert {2018.5} in at  # E-governance and Environment of 2019
    assert any({2015.5, 2017.5, 2020.5} == each for each in at)  # Accountability


def test_a_printed_group_is_shown_and_a_difference_is_a_note():
    page = open_page("31", 2021, "en")
    table = views.papi_table(page)
    assert set(table["group_status"]) == {"published"}
    assert table["computed_group"].isna().all()
    printed = TABLES.printed_groups
    of = (printed["province"] == "31") & (printed["year"] == 2021) & (printed["component"] == "papi.4")
    other = TABLES._replace(printed_groups=printed.assign(group=printed["group"].mask(of, 2)))
    changed = page._replace(tables=other)
    row = views.papi_table(changed).set_index("component").loc["papi.4"]
    assert (row["group"], row["computed_group"]) == ("Upper middle", "Highest")
    note = (
        "“Control of corruption” is published as in the upper middle group; by the scores of all provinces it works out"
    )
    assert note in prose.papi_paragraph(changed)[2]
    assert place_province(other, ["papi.4"], province="31", year=2021)["group"].tolist() == [2]


def test_groups_that_nothing_prints_are_called_computed():
    assert set(views.papi_table(open_page("01", 2021, "en"))["group_status"].dropna()) == {"computed"}


def test_printed_groups_are_those_of_the_rule_so_far():
    for row in TABLES.printed_groups.itertuples():
        placed = place_province(TABLES, [row.component], province=row.province, year=row.year)
        assert placed["computed_group"].tolist() == [row.group], row


def test_a_score_at_the_minimum_is_no_part_of_the_range():
    lowest = SCORES[(SCORES["component"] == "papi.8.3") & (SCORES["year"] == 2019)]
    province = lowest.loc[lowest["score"].idxmin(), "province"]
    spread = views.papi_subspread(open_page(province, 2019, "en")).set_index("component")
    assert 0 <= spread.loc["papi.8.3", "range_share"] < 0.1
    shares = pd.concat([views.papi_subspread(open_page("31", year, "en")) for year in range(2011, 2025)])
    assert shares["range_share"].between(-1, 100).all()
