"""What if: against groups and ranks of the year, published statements, cases by hand, and what the page says."""

import pandas as pd
import pytest
from parts import data, open_sheet, texts, title

import govindex as gi
from govindex.compare.ranks import group_measure
from govindex.errors import NoData, UnknownName
from govindex.figures.whatif.targets import find_targets
from govindex.methods.standing import list_field, list_gains, list_parts
from govindex.methods.whatif import find_way, list_limits, what_if
from govindex.tables.load import load_tables
from govindex.words import number

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def ask(tables, measure, province, year, gains=(), **choices):
    return what_if(tables, measure, province=province, year=year, gains=dict(gains), **choices)


@pytest.mark.parametrize(("measure", "years"), [("papi", [2014, 2018, 2021, 2022, 2024]), ("par", [2023])])
def test_without_gains_everybody_stands_where_the_year_has_them(tables, measure, years):
    grouped = group_measure(tables, measure)
    grouped = grouped[(grouped["component"] == measure) & grouped["year"].isin(years)]
    each = grouped["score"].groupby(grouped["year"])
    grouped = grouped.assign(rank=each.rank(ascending=False, method="min").astype(int))
    assert len(grouped) >= 63
    for row in grouped.itertuples():
        stands = ask(tables, measure, row.province, row.year)
        assert (stands.position, stands.group) == (row.rank, row.computed_group), (row.province, row.year)


def test_a_group_is_entered_with_its_border_and_not_with_less(tables):
    """Whoever moves carries the percentiles along, so the groups are reckoned anew from the totals as they then are."""
    totals = list_field(tables, "papi").query("year == 2021 and rivals == 'still'").set_index("province")["total"]
    for province in totals.index[::7]:
        for group, percent in ((1, 75), (2, 50), (3, 25)):
            target = find_way(tables, "papi", province=province, year=2021, group=group, pace="maximum")
            if target.need == 0:
                continue
            for points, inside in ((target.total, True), (target.total - 0.000001, False)):
                after = totals.copy()
                after[province] = points
                assert bool(points >= after.quantile(percent / 100)) is inside


# Published statements with their sources.


def test_hai_phong_went_from_the_lower_middle_to_the_highest_group(tables):
    """Source s35: from the lower middle group in 2020 to the highest in 2021 (PAPI)."""
    assert ask(tables, "papi", "31", 2020).group == 3
    assert ask(tables, "papi", "31", 2021).group == 1


def test_thua_thien_hue_is_first_in_2021_and_ben_tre_in_2019(tables):
    """PAPI's own news: Thua Thien Hue first in 2021; Ben Tre first in 2019 with 46.74."""
    assert ask(tables, "papi", "46", 2021).position == 1
    first = ask(tables, "papi", "83", 2019)
    assert (first.position, round(first.total, 2), first.above) == (1, 46.74, None)


def test_par_2023_has_seven_provinces_in_group_a_and_56_in_b(tables):
    """Source s66, the ministry's table of 2023."""
    provinces = list_parts(tables, "par").query("year == 2023")["province"].unique()
    groups = [ask(tables, "par", province, 2023).group for province in provinces]
    assert (groups.count(1), groups.count(2), len(groups)) == (7, 56, 63)


def test_the_points_to_gain_are_those_that_the_founding_report_prints_as_lost(tables):
    """Source s35: the printed losses of Hai Phong 2021, cell by cell; the survey's 4.17 without its comma."""
    printed = tables.published.query("report == 'hai-phong-2021' and measure == 'par' and what == 'lost'")
    printed = printed.set_index("component")["printed"].str.replace(",", ".").astype("float64")
    parts = list_parts(tables, "par").query("province == '31' and year == 2021").set_index("component")["up"]
    assert len(parts) == 10
    assert printed["par.survey"] == 417
    known = printed.drop("par.survey")
    assert parts.drop("par.survey").to_dict() == pytest.approx(known[parts.index.drop("par.survey")].to_dict())
    assert parts["par.survey"] == pytest.approx(4.17)
    assert parts.sum() == pytest.approx(printed["par"])


# Gains, limits and ways.


def test_gains_add_up_and_are_cut_at_the_range(tables):
    before = ask(tables, "papi", "92", 2023)
    after = ask(tables, "papi", "92", 2023, {"papi.8": 0.5, "papi.1": -0.2, "papi.5": 9})
    room = list_parts(tables, "papi").query("province == '92' and year == 2023 and component == 'papi.5'")["up"].item()
    assert after.gains["papi.5"] == pytest.approx(room)
    assert after.total == pytest.approx(before.total + 0.5 - 0.2 + room)


def test_a_case_by_hand(tables):
    """Can Tho 2023 half a point up: four rivals passed, the lower middle group 0.1585 away."""
    totals = list_field(tables, "papi").query("year == 2023 and rivals == 'still'").set_index("province")["total"]
    stands = ask(tables, "papi", "92", 2023, {"papi.8": 0.5})
    assert stands.position == 1 + int((totals.drop("92") > totals["92"] + 0.5).sum()) == 48
    # 61 provinces: the 25th percentile lies on the 16th from below, which is the 46th from above
    assert stands.to_group == pytest.approx(totals.drop("92").sort_values().iloc[14] - totals["92"] - 0.5)


def test_the_gains_of_a_year_are_plain_percentiles_of_what_compares(tables):
    scores = tables.scores[tables.scores["component"] == "papi.8"].pivot(
        index="province", columns="year", values="score"
    )
    changes = [(scores[year] - scores[year - 1]).dropna() for year in (2022, 2023, 2024)]
    own = list_gains(tables, "papi", "2018").set_index("component").loc["papi.8"]
    every = sorted(change for each in changes for change in each)
    assert own["changes"] == len(every) == 179
    assert (own["first_year"], own["last_year"]) == (2022, 2024)
    assert own["p75"] == pytest.approx(every[133] + 0.5 * (every[134] - every[133]), abs=1e-6)
    assert own["p95"] == pytest.approx(every[169] + 0.1 * (every[170] - every[169]), abs=1e-6)


def test_of_the_parts_of_par_index_no_yearly_gains_are_known(tables):
    assert list_gains(tables, "par", "2022").empty
    with pytest.raises(NoData, match="No gains by the pace p95"):
        find_way(tables, "par", province="92", year=2023, group=1)


@pytest.mark.parametrize("target", [{"group": 3}, {"group": 2}, {"position": 20}, {"position": 52}])
def test_a_way_leads_where_it_says(tables, target):
    way = find_way(tables, "papi", province="92", year=2023, **target)
    assert way.gains
    stands = ask(tables, "papi", "92", 2023, way.gains)
    assert (stands.group if "group" in target else stands.position) <= next(iter(target.values()))
    limits = list_limits(tables, "papi", "p95").query("province == '92' and year == 2023")
    limits = limits.set_index("component")["limit"]
    assert all(gain <= limits[part] + 1e-9 for part, gain in way.gains.items())
    fewer = sorted(limits, reverse=True)[: len(way.gains) - 1]
    assert sum(fewer) < way.need


def test_what_is_held_does_not_gain_and_what_is_reached_asks_for_nothing(tables):
    free = find_way(tables, "papi", province="92", year=2023, group=3)
    held = find_way(tables, "papi", province="92", year=2023, group=3, held=tuple(free.gains))
    assert held.gains
    assert not set(held.gains) & set(free.gains)
    assert find_way(tables, "papi", province="92", year=2023, position=61 - 1).gains == {}
    assert find_way(tables, "papi", province="92", year=2023, group=1, pace="p75").gains is None


def test_the_others_move_as_they_did(tables):
    still, moving = (ask(tables, "papi", "31", 2024, rivals=rivals) for rivals in ("still", "moving"))
    totals = tables.scores[tables.scores["component"] == "papi"].pivot(index="province", columns="year", values="score")
    now = totals[2024].dropna()
    moved = (now + (now - totals[2023]).fillna(0)).drop("31")
    assert moving.position == 1 + int((moved > now["31"]).sum())
    assert moving.total == still.total


@pytest.mark.parametrize("year", [2016, 2018])
def test_they_cannot_move_where_the_years_do_not_compare(tables, year):
    with pytest.raises(NoData, match="cannot move as last year"):
        ask(tables, "papi", "31", year, rivals="moving")


def test_bad_input_is_told_in_a_sentence(tables):
    with pytest.raises(NoData, match="do not hold the parts that make up papi 2021 of 22"):
        ask(tables, "papi", "22", 2021)
    with pytest.raises(UnknownName, match=r"'papi\.9': expected one of papi\.1"):
        ask(tables, "papi", "31", 2021, {"papi.9": 1})
    with pytest.raises(UnknownName, match="sipas"):
        ask(tables, "sipas", "31", 2021)
    with pytest.raises(UnknownName, match="either a position or a group"):
        find_way(tables, "papi", province="31", year=2021)
    with pytest.raises(UnknownName, match="There is no position 99"):
        find_way(tables, "papi", province="31", year=2021, position=99)


def test_targets_by_hand():
    others = pd.Series({"a": 9.0, "b": 8.0, "c": 7.5, "d": 7.0, "e": 6.5, "f": 6.0, "g": 6.0, "h": 3.0})
    borders = pd.Series({1: 8.0, 2: 6.0, 3: 4.0})
    found = [(each.kind, each.position, each.need) for each in find_targets(5.0, others, borders)]
    # eighth of nine: level with the two that share the sixth place, five up is the third
    assert found == [("next", 6, 1.0), ("up", 3, 2.5), ("group", None, 1.0), ("group", None, 3.0), ("first", 1, 4.0)]
    assert find_targets(9.5, others, borders) == []
    assert [each.kind for each in find_targets(5.0, None, borders)] == ["group", "group"]


# The page.


def test_the_curve_and_the_method_agree_whatever_is_chosen(tables):
    gains = {"gain_8": 0.7, "gain_1": -0.3}
    stands = ask(tables, "papi", "31", 2020, {"papi.8": 0.7, "papi.1": -0.3}, rivals="moving")
    state = open_sheet("whatif", "31", 2020, rivals="moving", **gains).resolve()
    assert (state["position"], state["group"]) == (stands.position, stands.group)
    assert state["after"] == pytest.approx(stands.total)
    assert state["to_above"] == pytest.approx(stands.to_above)
    assert state["to_group"] == pytest.approx(stands.to_group)
    rows = data("whatif", "curve", "31", 2020, rivals="moving", **gains)
    assert len(rows) == 62
    next_above = rows[rows["gap"] > state["gained"]].iloc[-1]
    assert next_above["province"] == stands.above


def test_the_founding_province_and_year():
    assert title("whatif", "curve", "31", 2021) == (
        "Hai Phong 2021: a total of 44.005 (0.000) is in the highest group, 13th of 60 provinces scored "
        "(computed); 0.147 points more draw level with Binh Thuan"
    )
    assert texts("whatif", "31", 2021)[0] == (
        "In 2021 the PAPI total of Hai Phong was 44.005, in the highest group, 13th of 60 provinces scored "
        "(computed). The totals come from a sample survey: the number of others within 0.45 points, a difference "
        "that chance alone may make, is 8; if sampling errs as in the few confidence intervals that were printed, the "
        "position may be anywhere from 11 to 17."
    )
    sheet = gi.open_whatif(gi.open_page("31", 2021, "en"), "par")
    first, second = sheet["summary"].texts
    assert "in group A by the printed limits" in first
    assert "neither a position nor the distance to the next above can be computed. The published rank is 1." in first
    assert "8.20 points are missing to the maximum, most of them in “Survey of leaders” (4.17)" in second
    assert sheet["curve"].rows.empty
    assert "we do not have every province's PAR INDEX 2021 total" in sheet["curve"].title
    assert "no target can be given" in sheet["targets"].title


@pytest.mark.parametrize(("province", "year"), [("31", 2021), ("92", 2023), ("01", 2015)])
def test_what_sampling_leaves_of_the_position_is_what_the_page_of_positions_says(province, year):
    bands = data("ranking", "bands", province, year).set_index("province").loc[province]
    told = texts("whatif", province, year)[0]
    assert told.endswith(f"anywhere from {bands['sampling_best']:.0f} to {bands['sampling_worst']:.0f}.")


def test_can_tho_2023_in_both_measures_and_languages():
    assert data("whatif", "targets", "92", 2023)["kind"].tolist() == ["next", "up", "group", "group", "group", "first"]
    vi = gi.open_whatif(gi.open_page("92", 2023, "vi"), "par")
    assert vi["summary"].texts[1].endswith("không nội dung nào vượt mức cao nhất cả nước năm đó.")
    assert "3,85 điểm" in vi["summary"].texts[1]
    rows = vi["targets"].rows
    assert rows["within_p95"].isna().all()
    assert rows["within_best"].notna().all()


@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa có đủ điểm các nội dung"), ("en", "We do not have")])
def test_a_unit_with_holes_says_so_everywhere(lang, words):
    sheet = open_sheet("whatif", "22", 2021, lang)
    assert sheet["summary"].texts[0].startswith(words)
    assert "2020" in sheet["summary"].texts[0]
    for figure in ("curve", "room", "targets"):
        assert sheet[figure].title.startswith(words), figure
        assert sheet[figure].rows.empty or figure == "curve"


def test_a_page_may_begin_with_gains():
    sheet = gi.open_whatif(gi.open_page("92", 2023, "en"), "papi", gains={"papi.8": 0.5})
    assert sheet["curve"].title.startswith(
        "Can Tho 2023: a total of 40.674 (+0.500) is in the lowest group, 48th of 61"
    )
    sheet.choose("measure", "par")
    assert sheet.state["gain_8"] == 0
    sheet.choose("gain_4", 7)
    assert "Socio-economic effect (points)" in sheet.problem


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_title_and_the_targets_need_the_same_points(lang):
    for province, year in [("31", 2021), ("92", 2023), ("96", 2011), ("22", 2024)]:
        need = data("whatif", "targets", province, year, lang).set_index("kind")["need"]
        told = title("whatif", "curve", province=province, year=year, lang=lang)
        for kind in {"next", "group"} & set(need.index):
            assert number(need[[kind]].iloc[0], lang, 3) in told, (province, kind, told)
