"""What PAPI's figures are told as, over the whole panel: no superlative among one, reasons, care, printed groups."""

import pandas as pd
import pytest
from parts import data, texts, title

from govindex.compare.ranks import place_province
from govindex.figures.papi.sentences import list_sentences
from govindex.figures.papi.sheet import open_papi
from govindex.figures.report.sheet import open_report
from govindex.figures.report.tables import list_citations
from govindex.tables.load import load_tables
from govindex.tables.page import open_page
from govindex.tables.publishers import name_publishers

TABLES = load_tables()
SCORES = TABLES.scores[TABLES.scores["measure"] == "papi"]


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_printed_group_is_shown_and_a_difference_is_a_note():
    page = open_page("31", 2021, "en")
    table = data("report", "papi", "31", 2021)
    assert set(table["group_status"]) == {"report of Hai Phong Department of Home Affairs (Sở Nội vụ)"}
    assert table["computed_group"].isna().all()
    printed = TABLES.printed_groups
    of = (printed["province"] == "31") & (printed["year"] == 2021) & (printed["component"] == "papi.4")
    other = TABLES._replace(printed_groups=printed.assign(group=printed["group"].mask(of, 2)))
    changed = page._replace(tables=other)
    row = open_report(changed)["papi"].data.set_index("component").loc["papi.4"]
    assert (row["group"], row["computed_group"]) == ("Upper middle", "Highest")
    note = (
        "“Control of corruption”: a report of Hai Phong Department of Home Affairs (Sở Nội vụ) prints the upper middle "
        "group; by the scores of all provinces it works out in the highest group."
    )
    assert note in open_papi(changed)["summary"].texts[2]
    assert place_province(other, ["papi.4"], province="31", year=2021)["group"].tolist() == [2]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_printed_group_names_whose_report_prints_it_and_no_other_does(lang):
    sources = name_publishers(TABLES.sources, lang).set_index("source")
    printed = TABLES.printed_groups.groupby(["province", "year"])["source"].unique()
    told = list_sentences(TABLES, lang).set_index(["province", "year"])["summary"]
    phrase = {"vi": "in trong báo cáo của", "en": "as printed in a report of"}[lang]
    assert {state for state, of in told.items() if isinstance(of, list) and phrase in " ".join(of)} == set(
        printed.index
    )
    cited = list_citations(TABLES, lang).groupby(["province", "year"])["source"].agg(set)
    for state, (source,) in printed.items():
        assert sources.at[source, "publisher"] in told[state][2]
        assert source in cited[state]


@pytest.mark.slow
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
