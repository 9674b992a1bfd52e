"""The sheet of change: rises and falls are those of the library and of what was published, in every pair of years."""

import pandas as pd
import pytest
from parts import data, open_sheet, title
from scipy import stats

from govindex.compare.frameworks import list_shifted
from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import group_scores
from govindex.compare.scores import change_scores, split_change
from govindex.errors import NotComparable, UnknownName
from govindex.figures.change.sentences import list_splits, list_told, tell_care
from govindex.figures.change.sheet import open_change
from govindex.figures.change.tables import (
    PAIR,
    judge_pair,
    list_common_moves,
    list_contributions,
    list_moves,
    list_pairs,
)
from govindex.tables.load import load_tables
from govindex.tables.names import name_component
from govindex.tables.page import Page
from govindex.words import quote

PAIRS = [("papi", 2020, 2021), ("papi", 2018, 2024), ("papi", 2011, 2015), ("par", 2020, 2021), ("par", 2023, 2024)]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def find(rows, **wanted):
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "first", "year"), PAIRS)
def test_changes_of_totals_are_those_of_the_library(tables, measure, first, year):
    rows = find(list_moves(tables), measure=measure, first=first, year=year).set_index("province")
    assert len(rows) > 5
    for province in list(rows.index[:6]):
        changes = change_scores(tables, measure, province=province, year=year, base=first)
        assert rows.loc[province, "change"] == find(changes, component=measure)["change"].item()


@pytest.mark.slow
def test_a_pair_is_told_exactly_where_the_library_compares_totals(tables):
    pairs = list_pairs(tables).sample(60, random_state=1)
    for row in pairs.itertuples():
        try:
            change_scores(tables, row.measure, province="31", year=row.year, base=row.first)
        except NotComparable:
            assert row.comparable == "no"
        else:
            assert row.comparable in ("yes", "caution")


def test_what_each_part_gave_adds_up_to_the_change_as_shown(tables):
    keys = ["measure", "first", "year", "province"]
    sums = list_contributions(tables).groupby(keys)["contribution"].sum().reset_index()
    both = sums.merge(list_moves(tables)[[*keys, "change"]], on=keys)
    digits = both["measure"].map({"papi": 3, "par": 2, "sipas": 2})
    assert len(both) > 1_500
    assert (both["contribution"] - both["change"]).abs().le(0.5001 * 10.0**-digits).all()


@pytest.mark.parametrize(("province", "year", "base"), [("31", 2021, 2020), ("92", 2023, 2022), ("01", 2015, 2011)])
def test_what_each_part_gave_is_that_of_the_library_but_for_rounding(tables, province, year, base):
    ours = data("change", "parts", province, year, first=base).set_index("component")["contribution"]
    theirs = split_change(tables, "papi", province=province, year=year, base=base).set_index("component")
    assert ours.to_dict() == pytest.approx(theirs["contribution"].to_dict(), abs=0.001)


def test_published_a_city_went_from_the_lower_middle_group_to_the_highest(tables):
    """Hải Phòng's report on its indices of 2021, section on PAPI (s35)."""
    groups = [group_scores(tables, "papi", year=year).set_index("province")["group"]["31"] for year in (2020, 2021)]
    assert groups == [3, 1]
    row = find(list_moves(tables), measure="papi", first=2020, year=2021, province="31").iloc[0]
    assert row["moved"] == 1
    assert row["change"] == pytest.approx(1.711, abs=0.001)
    assert "Control of corruption" in title("change", "parts", "31", 2021)


@pytest.mark.slow
def test_published_57_rose_and_6_fell_in_par_index_2023(tables):
    """Báo Điện tử Chính phủ, 17 April 2024 (s66): also the largest and smallest rise."""
    told = " ".join(open_par(2022, 2023)["summary"].texts)
    assert "57 provinces rose and 6 fell compared with 2022" in told
    known = find(list_moves(tables), measure="par", first=2022, year=2023)
    assert (known["change"].between(-2.91, 9.39)).all()
    assert (known["change"] > 0).sum() <= 57
    assert "scores of both years for 7 of 63 provinces only" in told


def open_par(first, year):
    return open_change(Page(load_tables(), "31", year, "en"), "par", first)


def test_published_a_province_rose_most_in_par_index_2024(tables):
    """Baomoi, April 2025 (s245): code 60 rose most, by 6.39 points."""
    row = tables.moves.query("measure == 'par' and year == 2024 and what == 'largest_rise'").iloc[0]
    known = find(list_moves(tables), measure="par", first=2023, year=2024).set_index("province")["change"]
    assert known.max() <= row["change"] + 1e-9
    assert (known < 0).sum() <= tables.counts.query("measure == 'par' and year == 2024 and what == 'falling'")[
        "count"
    ].item()


def test_nothing_within_noise_is_told_as_a_rise_or_a_fall(tables):
    moves = list_moves(tables)
    assert (moves["moved"] == 0).sum() > 300
    for measure, rows in moves.groupby("measure"):
        still = rows[rows["moved"] == 0]["change"].abs()
        assert not len(still) or still.max() <= find_smallest_change(tables, measure) + 1e-9
    assert "within noise" in title("change", "moves", "92", 2023)


def test_totals_that_do_not_compare_say_why_and_leave_what_is_measured_alike(tables):
    sheet = open_sheet("change", "31", 2018, first=2017)
    told = " ".join(sheet["summary"].texts)
    assert "do not compare" in told
    assert "framework of 2011" in told
    assert sheet["moves"].rows.empty
    assert sheet["return"].rows.empty
    common = set(sheet["common"].rows["component"])
    assert common
    assert not common & {"papi", "papi.1", "papi.2.1", "papi.3.2", "papi.3.3", "papi.6.4"}
    assert len(common) == int(told.split("components: ")[-1].split(")")[0])


def test_of_two_years_that_the_publisher_parts_the_dimensions_that_it_compares_stand():
    rows = data("change", "common", "31", 2016, first=2015)
    assert {"papi.2", "papi.4", "papi.6"} <= set(rows["component"])
    assert "papi.5" not in set(rows["component"])


def test_common_changes_are_plain_differences(tables):
    rows = list_common_moves(tables).sample(300, random_state=2)
    scores = tables.scores.set_index(["component", "year", "province"])["score"]
    for row in rows.itertuples():
        now, before = (scores[row.component, year, row.province] for year in (row.year, row.first))
        assert row.change == pytest.approx(now - before, abs=0.0006)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_province_without_a_score_is_told_as_such(lang):
    sheet = open_sheet("change", "24", 2022, lang, first=2021)
    place = "Bắc Giang" if lang == "vi" else "Bac Giang"
    assert sheet["moves"].title.startswith(place)
    assert place in sheet["parts"].title
    assert sheet["parts"].rows.empty
    assert len(sheet["moves"].rows) == 60


def test_thin_years_conclude_nothing_for_the_country():
    told = open_par(2020, 2021)
    assert "nothing is concluded for the country" in told["summary"].texts[1]
    assert told["return"].rows["fitted"].isna().all()


def test_a_line_that_holds_zero_is_told_as_open():
    told = open_par(2023, 2024)["summary"].texts
    assert any("holds zero" in text for text in told)


@pytest.mark.parametrize(("first", "year"), [(2020, 2021), (2019, 2021), (2021, 2022), (2023, 2024)])
def test_the_spread_is_told_as_the_test_of_pitman_and_morgan_has_it(tables, first, year):
    totals = tables.scores[tables.scores["component"] == "papi"].pivot(index="province", columns="year", values="score")
    both = totals[[first, year]].dropna()
    p = stats.pearsonr(both[year] - both[first], both[year] + both[first]).pvalue
    ratio = both[year].std() / both[first].std()
    word = "did not clearly change" if p >= 0.05 else "widened" if ratio > 1 else "narrowed"
    told = open_sheet("change", "31", year, first=first)["summary"].texts[-1]
    assert f"The spread among provinces {word} " in told
    assert f"{100 * ratio:.0f}% of what it was" in told
    assert f"p = {p:.3f}" in told
    assert ("no proof of reform" in told) == (word != "narrowed")


def test_the_chosen_province_is_told_first():
    told = open_sheet("change", "31", 2021)["summary"].texts
    assert told[0] == (
        "Hai Phong went from 42.293 (2020) to 44.005 points (2021): +1.711, a clear rise; 13th of 60 by its rise "
        "(computed; noise allows 13 to 15)."
    )
    assert (
        open_sheet("change", "22", 2021)["summary"]
        .texts[0]
        .startswith("We have no total of Quang Ninh for 2020 or for 2021")
    )
    assert open_sheet("change", "31", 2018, first=2017)["summary"].texts[0].startswith("The totals of 2017 and 2018")


def test_one_year_twice_is_no_pair():
    sheet = open_sheet("change", "31", 2021, first=2021)
    assert sheet["summary"].texts == ["Choose two different years: the earlier under “From”, the later under “To”."]
    assert sheet["moves"].rows.empty


@pytest.mark.parametrize("first", [1999, 2022])
def test_a_first_year_that_is_not_before_is_refused(tables, first):
    with pytest.raises(UnknownName, match=f"first is {first}: expected a year from 2011 to 2021"):
        open_change(Page(tables, "31", 2021, "en"), "papi", first)


def test_suspect_figures_have_no_place(tables):
    rows = list_moves(tables)
    assert rows.loc[rows["suspect"], ["best", "worst", "position"]].isna().all(axis=None)
    assert rows.loc[~rows["suspect"], "position"].notna().all()
    assert pd.Series(rows["best"] <= rows["position"])[~rows["suspect"]].all()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_change_of_totals_tells_which_parts_are_measured_otherwise(tables, lang):
    pairs = list_pairs(tables).query("measure == 'papi' and comparable != 'no' and known > 0")
    told = list_told(tables, lang).set_index(PAIR)["told"]
    shown = dict(zip(pairs[PAIR].itertuples(index=False, name=None), tell_care(tables, pairs, lang), strict=True))
    assert len(shown) > 20
    for (measure, first, year), care in shown.items():
        shifted = [each for each in list_shifted(tables, measure, base=first, year=year) if each.count(".") == 1]
        summary = " ".join(told[measure, first, year])
        for each in shifted:
            assert quote(name_component(tables, each, lang, year=year)) in summary
        assert (care is None) == (not shifted and judge_pair(tables, measure, base=first, year=year) == "yes")
    assert shown["papi", 2022, 2023] is None
    for part in ("moves", "parts", "return"):
        for year in (2019, 2020, 2021):
            assert open_sheet("change", "31", year, lang)[part].title.endswith(shown["papi", year - 1, year])
    assert open_sheet("new_year", "31", 2020, lang)["moves"].title.endswith(shown["papi", 2019, 2020])


@pytest.mark.slow
def test_no_part_is_named_that_is_within_noise_or_made_by_the_questionnaire(tables):
    splits = list_splits(tables, "en").query("measure == 'papi'")
    of_2020 = splits.query("first == 2019 and year == 2020")
    assert len(of_2020) > 60
    for end in ("up", "down"):
        assert "“E-governance”" not in set(of_2020[f"{end}_name"])
        assert splits[end].abs().min() > min(find_smallest_change(tables, f"papi.{order}") for order in range(1, 9))
        assert splits[f"{end}_name"].notna().sum() > 1000
