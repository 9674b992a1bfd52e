"""The sheet of peers: positions, borders, medians and nearest profiles are those of the library."""

import numpy as np
import pytest
from parts import open_sheet

from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import group_scores, spread_scores
from govindex.figures.peers.sentences import list_leads
from govindex.figures.peers.sheet import round_distances
from govindex.figures.peers.tables import PARTS, list_middles, list_sets, list_spreads, list_standings
from govindex.methods.standing import list_borders
from govindex.tables.load import load_tables
from govindex.tables.units import list_units
from govindex.words import DIGITS


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def test_positions_and_groups_are_those_of_the_library(tables):
    standings = list_standings(tables)
    for component, year in (("papi", 2021), ("papi.4", 2023), ("papi.1.3", 2015), ("par", 2023)):
        ours = standings[(standings["component"] == component) & (standings["year"] == year)].set_index("province")
        theirs = group_scores(tables, component, year=year).set_index("province")
        assert ours["rank"].to_dict() == theirs["rank"].to_dict()
        assert ours["group"].astype(int).to_dict() == theirs["group"].to_dict()


@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.2", 2022)])
def test_who_gains_what_lacks_enters_the_group_above_and_no_point_less_does(tables, component, year):
    rows = list_standings(tables).query("component == @component and year == @year").reset_index(drop=True)
    scores, group = rows["score"].to_numpy(), rows["group"].to_numpy()

    def regroup(at, score):
        moved = np.where(np.arange(len(scores)) == at, score, scores)
        return 1 + (score < np.quantile(moved, [0.25, 0.5, 0.75]) - 1e-12).sum()

    for at, row in rows.iterrows():
        if group[at] > 1:
            assert regroup(at, scores[at] + row["up"]) == group[at] - 1
            assert regroup(at, scores[at] + row["up"] - 1e-6) == group[at]
        if group[at] < 4:
            assert regroup(at, scores[at] - row["down"]) == group[at]
            assert regroup(at, scores[at] - row["down"] - 1e-6) == group[at] + 1
    assert rows.loc[group == 1, "up"].isna().all()
    assert rows.loc[group == 4, "down"].isna().all()


def test_points_to_borders_are_rounded_so_that_they_hold(tables):
    exact = list_standings(tables)
    shown = round_distances(exact)
    digits = exact["part"].map(lambda part: DIGITS[PARTS[part]])
    assert ((exact["up"] < 0.5 * 10.0**-digits) & (exact["up"] > 0)).sum() > 10  # would be told as 0.000
    more, less = shown["up"] - exact["up"], exact["down"] - shown["down"]
    for over, known in ((more, exact["up"]), (less, exact["down"])):
        assert over.notna().equals(known.notna())
        assert over.dropna().between(-1e-9, 10.0 ** -digits[over.notna()]).all()
    assert (shown["up"].dropna() > 0).all()
    for name in ("up", "down"):
        written = [
            round(value, places)
            for value, places in zip(shown[name].dropna(), digits[shown[name].notna()], strict=True)
        ]
        assert written == pytest.approx(shown[name].dropna().tolist(), abs=1e-9)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_province_needs_no_points_to_enter_the_group_above(tables, lang):
    near = list_standings(tables).query("up < 0.0005 and part == 'dimension'").iloc[0]
    sheet = open_sheet("peers", near["province"], int(near["year"]), lang)
    row = sheet["positions"].rows.set_index("component").loc[near["component"]]
    assert row["up"] == pytest.approx(0.001)
    assert row["gaps"].startswith({"vi": "↑ 0,001", "en": "↑ 0.001"}[lang])


@pytest.mark.parametrize("year", [2011, 2016, 2021, 2024])
def test_the_way_to_the_group_above_is_as_long_as_what_if_says(tables, year):
    """Cà Mau 2021: 0.566 points; its distance to the percentile as it stands is 0.500."""
    totals = list_standings(tables).query("component == 'papi' and year == @year and up == up").set_index("province")
    borders = list_borders(tables, "papi").query("year == @year and rivals == 'still'")
    steps = borders.set_index(["province", "group"])["border"]
    for province, row in totals.iterrows():
        assert row["up"] == pytest.approx(steps[(province, row["group"] - 1)] - row["score"])
    if year == 2021:
        assert totals.loc["96", "up"] == pytest.approx(0.566, abs=5e-4)


def test_a_printed_band_of_par_index_is_a_border(tables):
    """PAR INDEX 2023 prints group A from 90 points (s66): Hải Phòng has 91.87."""
    row = list_standings(tables).query("component == 'par' and year == 2023 and province == '31'").iloc[0]
    assert row["down"] == pytest.approx(1.87)
    assert np.isnan(row["up"])
    parts = list_standings(tables).query("component == 'par.survey' and year == 2023")
    assert parts[["group", "up", "down"]].isna().all(axis=None)


def test_published_groups_of_par_index_2023(tables):
    """Seven provinces in group A, 56 in group B (s66)."""
    rows = list_standings(tables).query("component == 'par' and year == 2023")
    assert rows["group"].value_counts().to_dict() == {1.0: 7, 2.0: 56}


def test_near_a_border_is_within_half_an_interval_of_one_score(tables):
    rows = list_standings(tables).query("component == 'papi' and year == 2021")
    reach = find_smallest_change(tables, "papi") / 2**0.5
    near = (rows["up"] <= reach) | (rows["down"] <= reach)
    assert (rows["near"].notna() == near).all()
    assert 5 < near.sum() < 40


def test_the_spine_has_the_spread_of_the_library(tables):
    ours = list_spreads(tables).query("year == 2021").set_index("component")
    theirs = spread_scores(tables, ["papi", "papi.1", "papi.4.2"], year=2021).set_index("component")
    for own, other in (("least", "minimum"), ("q1", "q1"), ("middle", "median"), ("q3", "q3"), ("most", "maximum")):
        assert ours.loc[theirs.index, own].to_list() == pytest.approx(theirs[other].to_list())


def test_medians_of_peers_by_hand(tables):
    scores = tables.scores.query("year == 2023 and component == 'papi.7'").set_index("province")["score"]
    middles = list_middles(tables).query("year == 2023 and component == 'papi.7'").set_index("of")["peer_middle"]
    units = tables.provinces[tables.provinces["code"].isin(list_units(tables, 2023))]
    cities = list(units.loc[units["kind"] == "city", "code"])
    assert len(cities) == 5
    assert middles["cities"] == pytest.approx(scores[cities].median())
    region = units.loc[units["region"] == "mekong-delta", "code"]
    assert middles["mekong-delta"] == pytest.approx(scores.reindex(region).median())
    similar = list_sets(tables).query("year == 2023 and province == '92' and kind == 'similar'")["peers"].iloc[0]
    assert middles["~92"] == pytest.approx(scores[similar].median())


def test_nobody_is_a_peer_of_itself(tables):
    sets = list_sets(tables)
    assert not any(row.province in row.peers for row in sets.itertuples())
    similar = sets[(sets["kind"] == "similar") & (sets["year"] == 2024)]
    assert set(similar["peers"].map(len)) == {0, 5}


def test_leads_count_every_part_once(tables):
    rows = list_leads(tables)
    assert ((rows["above"] + rows["below"]) <= rows["count"]).all()
    own = rows.query("province == '31' and year == 2021 and part == 'dimension' and kind == 'similar'").iloc[0]
    assert (own["above"], own["below"], own["count"]) == (1, 2, 9)


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "place"), [("vi", "Hải Phòng"), ("en", "Hai Phong")])
def test_a_city_in_2021(lang, place):
    sheet = open_sheet("peers", "31", 2021, lang)
    assert sheet["spine"].title.startswith(place)
    assert sheet["positions"].rows["rank"].is_monotonic_increasing
    rows = sheet["positions"].rows.set_index("component")
    assert (rows.loc["papi", "rank"], rows.loc["papi", "group"]) == (13, 1)
    assert place in sheet["summary"].texts[0]
    assert len(sheet["summary"].texts) == 2


def test_another_city_in_2023():
    sheet = open_sheet("peers", "92", 2023, kind="cities")
    assert "centrally run cities" in sheet["spine"].title
    assert set(sheet["spine"].rows["province"]) == {"92", "01", "31", "48", "79"}
    assert "“Public service delivery” (59th of 61)" in sheet["positions"].title


def test_a_province_with_holes_is_told_what_is_known():
    sheet = open_sheet("peers", "24", 2022)
    assert (
        sheet["summary"].texts[0].startswith("For 2022 we have 4 of the 8 PAPI dimensions of Bac Giang, and no total")
    )
    assert "no nearest profiles can be found" in sheet["summary"].texts[1]
    assert set(sheet["positions"].rows["component"]) == {"papi.3", "papi.6", "papi.7", "papi.8"}
    assert "the nearest profiles have no score" in sheet["spine"].title


def test_a_province_without_a_score_is_told_as_such():
    sheet = open_sheet("peers", "24", 2021)
    assert sheet["summary"].texts == ["Bac Giang has no PAPI score of 2021."]
    assert all(sheet[part].rows.empty for part in ("spine", "positions", "lost"))


def test_points_lost_are_those_to_the_maximum():
    rows = open_sheet("peers", "31", 2021)["lost"].rows
    assert (rows["lost"] - (rows["maximum"] - rows["score"])).abs().max() < 0.0011
    assert rows["lost"].is_monotonic_decreasing
