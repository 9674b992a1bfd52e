"""What PAPI's figures are told as, over the whole panel: no superlative among one, reasons, care, printed groups."""

import re

import pandas as pd
import pytest
from parts import data, texts, title

from govindex.compare.frameworks import judge_changes
from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import place_province
from govindex.figures.papi.sheet import open_papi
from govindex.figures.report.sheet import open_report
from govindex.tables.load import load_tables
from govindex.tables.page import Page, open_page

TABLES = load_tables()
SCORES = TABLES.scores[TABLES.scores["measure"] == "papi"]
PAIRS = sorted(set(zip(SCORES["province"], SCORES["year"].tolist(), strict=True)))
MOST = {1: re.compile(r"ăng nhiều nhất|rose most"), -1: re.compile(r"iảm nhiều nhất|fell most")}


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
        table = data("report", "papi", *page[1:])
        judged = judge_changes(TABLES, "papi", year=page.year, base=page.year - 1)
        apart = set(judged.loc[judged["comparable"] == "no", "component"])
        rows = table[(table["level"] == "dimension") & table["change"].notna() & ~table["component"].isin(apart)]
        steps = rows[rows["change"].abs() > rows["component"].map(smallest) + 1e-9]["change"]
        told = texts("papi", *page[1:])[1]
        for sign, words in MOST.items():
            moved = int((sign * steps > 0).sum())
            assert bool(words.search(told)) == (moved > 1), (page[1:], told)


@pytest.mark.slow
def test_contributions_of_one_are_not_called_the_most():
    for page in every_page():
        steps = data("papi", "contributions", *page[1:])
        if steps.empty:
            continue
        told = title("papi", "contributions", *page[1:])
        judged = judge_changes(TABLES, "papi", year=page.year, base=page.year - 1)
        apart = set(judged.loc[judged["comparable"] == "no", "component"])
        known = steps[(steps["kind"] == "change") & ~steps["component"].isin(apart)]["contribution"]
        for sign, words in ((1, "kéo lên nhiều nhất|pushed up most"), (-1, "kéo xuống nhiều nhất|pulled down most")):
            assert bool(re.search(words, told)) == ((sign * known > 0).sum() > 1), (page[1:], told)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_2018_says_in_the_publishers_words_why_it_does_not_compare(lang):
    words = {
        "vi": "PAPI không khuyến khích so sánh kết quả tổng hợp 2018",
        "en": "PAPI discourages comparing aggregate",
    }
    for province in ("31", "01", "96"):
        assert words[lang] in title("papi", "contributions", province, 2018, lang)
        assert words[lang] in texts("papi", province, 2018, lang)[1]


@pytest.mark.slow
def test_the_ends_of_a_trend_on_both_sides_of_2021_are_told_with_care():
    cared = 0
    for page in every_page():
        told = title("papi", "trend", *page[1:])
        ends = re.findall(r"\((?:năm )?(\d{4})\)", told)
        if len(ends) < 2:
            continue
        low, high = sorted(map(int, ends[-2:]))
        care = "tham khảo" in told or "with care" in told
        assert care == (low < 2021 <= high), (page[1:], told)
        cared += care
    assert cared > 100


def test_rules_stand_at_every_break_and_name_those_of_the_total():
    trend = data("papi", "trend", lang="vi").query("province == 'median'")
    breaks = trend[trend["break"].notna()].set_index("year")
    assert breaks["renewed"].to_dict() == {2016: False, 2018: True}
    assert breaks.loc[2016, "break"].replace("\n", " ") == "2016: cách tính đã đổi"
    panels = data("papi", "panels", lang="vi")
    years = panels[panels["break"].notna()].groupby("component")["year"].agg(set)
    assert {2018, 2019} <= years["papi.8"] | {2018}
    assert 2019 in years["papi.7"]
    assert years["papi.3"] == {2016, 2018, 2021}


def test_a_printed_group_is_shown_and_a_difference_is_a_note():
    page = open_page("31", 2021, "en")
    table = data("report", "papi", "31", 2021)
    assert set(table["group_status"]) == {"published"}
    assert table["computed_group"].isna().all()
    printed = TABLES.printed_groups
    of = (printed["province"] == "31") & (printed["year"] == 2021) & (printed["component"] == "papi.4")
    other = TABLES._replace(printed_groups=printed.assign(group=printed["group"].mask(of, 2)))
    changed = page._replace(tables=other)
    row = open_report(changed)["papi"].data.set_index("component").loc["papi.4"]
    assert (row["group"], row["computed_group"]) == ("Upper middle", "Highest")
    note = (
        "“Control of corruption” is published as in the upper middle group; by the scores of all provinces it works out"
    )
    assert note in open_papi(changed)["summary"].texts[2]
    assert place_province(other, ["papi.4"], province="31", year=2021)["group"].tolist() == [2]


def test_groups_that_nothing_prints_are_called_computed():
    assert set(data("report", "papi", "01", 2021)["group_status"].dropna()) == {"computed"}


def test_printed_groups_are_those_of_the_rule_so_far():
    for row in TABLES.printed_groups.itertuples():
        placed = place_province(TABLES, [row.component], province=row.province, year=row.year)
        assert placed["computed_group"].tolist() == [row.group], row


def test_a_score_at_the_minimum_is_no_part_of_the_range():
    lowest = SCORES[(SCORES["component"] == "papi.8.3") & (SCORES["year"] == 2019)]
    province = lowest.loc[lowest["score"].idxmin(), "province"]
    row = data("papi", "subspread", province, 2019).set_index("component").loc["papi.8.3"]
    assert 0 <= (row["score"] - row["minimum"]) / (row["maximum"] - row["minimum"]) < 0.001
    every = pd.concat([data("papi", "subspread", year=year) for year in range(2011, 2025)])
    shares = 100 * (every["score"] - every["minimum"]) / (every["maximum"] - every["minimum"])
    assert shares.dropna().between(-1, 100).all()
    assert len(shares.dropna()) > 300
