"""The sheet of positions: bands on small tables and on the real ones, statements that others published, sentences."""

import numpy as np
import pandas as pd
import pytest
from parts import data, open_sheet, texts, title
from scipy import stats

from govindex import open_page, open_ranking
from govindex.compare.ranks import group_scores
from govindex.errors import UnknownName
from govindex.figures.ranking.sentences import list_sentences
from govindex.figures.ranking.tables import (
    find_error,
    find_limits,
    list_positions,
    list_ranked,
    list_shares,
    list_summaries,
)
from govindex.methods.bands import count_positions, draw_scores, find_band
from govindex.methods.parts import list_parts, share_parts
from govindex.tables.load import load_tables

pytestmark = pytest.mark.slow

KEYS = ["component", "year"]


@pytest.fixture(scope="module")
def positions():
    return list_positions(load_tables())


def test_what_can_be_chosen_is_every_index_and_its_parts_with_a_whole_year():
    chosen = list_ranked(load_tables())
    assert {"papi", "par", "sipas"} == set(chosen.loc[chosen["level"] == "total", "component"])
    assert "papi.8" in set(chosen["component"])
    assert "par.survey" in set(chosen["component"])
    assert "papi.1.1" not in set(chosen["component"])


def test_years_whose_scores_are_not_all_held_have_no_position(positions):
    assert positions.loc[positions["component"] == "par", "year"].unique().tolist() == [2023]
    assert "sipas" not in set(positions["component"])


def test_every_position_lies_in_its_bands_of_print_and_doubt(positions):
    for ends in ("print", "unsure"):
        assert (positions[f"{ends}_best"] <= positions["position"]).all()
        assert (positions["position"] <= positions[f"{ends}_worst"]).all()
    assert (positions["unsure_worst"] - positions["unsure_best"] == positions["unsure"]).all()


def test_bands_never_leave_the_units_scored(positions):
    for ends in ("weights", "sampling"):
        known = positions[positions[f"{ends}_best"].notna()]
        assert (known[f"{ends}_best"] >= 1).all()
        assert (known[f"{ends}_worst"] <= known["scored"]).all()
        assert (known[f"{ends}_best"] <= known[f"{ends}_worst"]).all()


def test_most_positions_lie_in_the_band_of_other_weights(positions):
    total = positions[positions["component"].isin(["papi", "par"])]
    inside = (total["weights_best"] <= total["position"]) & (total["position"] <= total["weights_worst"])
    assert inside.mean() > 0.97


def test_the_shares_of_the_groups_are_all_of_the_draws():
    shares = list_shares(load_tables())
    assert shares[["in_1", "in_2", "in_3", "in_4"]].sum(axis=1).to_numpy() == pytest.approx(100, abs=0.21)


def test_nominal_weights_give_the_total_of_papi():
    shares, parts = share_parts(load_tables(), "papi", 2021)
    assert parts["weight"].tolist() == [0.125] * 8
    total = parts["minimum"].sum() + (parts["maximum"] - parts["minimum"]).sum() * shares @ parts["weight"].to_numpy()
    printed = group_scores(load_tables(), "papi", year=2021).set_index("province")["score"]
    assert (total - printed).abs().max() < 1e-6


def test_the_parts_of_par_index_are_those_that_its_table_prints():
    parts = list_parts(load_tables(), "par", 2023)
    assert parts["component"].tolist() == ["par.appraisal", "par.survey", "par.impact.sipas", "par.impact.economy"]
    assert parts["maximum"].tolist() == [61.5, 22, 10, 6.5]
    assert parts["weight"].sum() == pytest.approx(1)
    assert list_parts(load_tables(), "par", 2021).empty


def test_a_part_that_is_not_held_makes_no_weights(make_tables):
    scores = [
        {"measure": "papi", "year": 2020, "province": code, "component": part, "score": 5}
        for code in ("01", "02")
        for part in ("papi", "papi.1", "papi.2")
    ]
    tree = [{"measure": "papi", "component": "papi", "level": "total"}]
    tree += [{"measure": "papi", "component": f"papi.{at}", "parent": "papi", "level": "dimension"} for at in (1, 2)]
    spans = [
        {"measure": "papi", "framework": "a", "component": each["component"], "first_year": 2020}
        | {"minimum": 1, "maximum": 10}
        for each in tree
    ]
    tables = make_tables(scores=scores, components=tree, frameworks=spans)
    assert list_parts(tables, "papi", 2020)["weight"].tolist() == [0.5, 0.5]
    lacking = make_tables(scores=scores[:-1], components=tree, frameworks=spans)
    assert list_parts(lacking, "papi", 2020).empty


def test_the_sampling_error_is_that_of_the_printed_intervals():
    tables = load_tables()
    half = ((tables.intervals["upper"] - tables.intervals["lower"]) / 2).median()
    assert find_error(tables, "papi") == pytest.approx(half / 1.96)
    assert find_error(tables, "papi.4") < find_error(tables, "papi")
    assert find_error(tables, "par") is None


@pytest.mark.parametrize("year", [2021, 2023])
def test_the_band_of_sampling_is_rather_too_wide_as_the_page_says(year):
    """Were the printed totals the truth, bands around samples of them would hold the true position in 97 to 99%."""
    tables = load_tables()
    truth = tables.scores.query("component == 'papi' and year == @year")["score"].to_numpy()
    positions, error = stats.rankdata(-truth, method="min"), find_error(tables, "papi")
    held = []
    for world in range(40):
        sample = draw_scores(truth, error, draws=1, seed=world)[0]
        best, worst = find_band(count_positions(draw_scores(sample, error, draws=1_000, seed=1_000 + world)), 0.95)
        held.append(((best <= positions) & (positions <= worst)).mean())
    assert 0.97 <= np.mean(held) <= 0.99


def test_groups_of_par_index_are_bands_of_points():
    assert find_limits(load_tables(), "par", 2023) == [90]
    assert find_limits(load_tables(), "papi", 2021) is None


# What others published, each with its source.


def test_par_index_2023_has_7_in_group_a_and_56_in_b():
    """The ministry's own table (s66): A from 90 points, B from 80 to 90."""
    rows = data("ranking", "bands", year=2023, component="par", measure="par")
    assert rows["group"].value_counts().to_dict() == {2: 56, 1: 7}


def test_of_par_index_2023_32_are_above_the_mean():
    """The ministry's own words on its table (s66)."""
    rows = data("ranking", "bands", year=2023, component="par", measure="par")
    assert (rows["score"] > rows["score"].mean()).sum() == 32


def test_ben_tre_is_first_in_2019_with_46_74_points():
    """Sài Gòn Giải Phóng (Đầu tư Tài chính) on PAPI 2019: Bến Tre, Đồng Tháp, Quảng Ninh lead, all above 46.6 points.

    https://dttc.sggp.org.vn/chi-so-hanh-chinh-cong-2019-tphcm-dat-diem-so-trung-binh-cao-post72888.html; the 46.74
    points of Bến Tre are made of the panel's sub-dimensions (s44).
    """
    rows = data("ranking", "bands", year=2019)
    first = rows.iloc[0]
    assert (first["place"], first["position"], round(first["score"], 2)) == ("Ben Tre", 1, 46.74)
    assert set(rows["place"][:3]) == {"Ben Tre", "Dong Thap", "Quang Ninh"}
    assert (rows["score"] > 46.6).sum() == 3


def test_thua_thien_hue_is_first_in_2021():
    """PAPI 2021, and the founding report of Hải Phòng (s35)."""
    first = data("ranking", "bands", year=2021).iloc[0]
    assert (first["place"], first["position"]) == ("Thua Thien Hue", 1)
    assert (first["weights_best"], first["weights_worst"]) == (1, 1)


def test_hai_phong_came_from_the_lower_middle_to_the_highest_group():
    """The founding report of Hải Phòng on 2021 (s35)."""
    told = [texts("ranking", "31", year)[0] for year in (2020, 2021)]
    assert "in the lower middle group" in told[0]
    assert "in the highest group" in told[1]


def test_all_of_par_index_2023_stand_as_printed():
    """The ministry's own table (s66), five of its ranks as the government's portal told them (s25)."""
    rows = data("ranking", "bands", year=2023, component="par", measure="par")
    ranks = load_tables().ranks.query("measure == 'par' and year == 2023 and component == 'par'")
    printed = ranks.set_index("province")["rank"]
    assert len(printed) == len(rows)
    assert (rows.set_index("province")["position"].reindex(printed.index) == printed).all()


def test_causes_of_papi_are_its_weights_the_print_and_sampling_and_of_par_index_no_sampling():
    papi = data("ranking", "causes", year=2021)
    assert len(papi) == 8 + 2
    assert papi["total"].is_monotonic_decreasing
    assert papi["cause_name"].iloc[0] == "sampling"
    assert (papi["first"] <= papi["total"] + 5).all()  # but for the error of the reckoning
    par = data("ranking", "causes", year=2023, component="par", measure="par")
    assert "sampling" not in set(par["cause_name"])
    assert len(par) == 4 + 1
    assert papi.set_index("cause_name").loc["rounding", "total"] < 2


def test_of_a_part_and_of_a_thin_year_no_causes_are_told():
    sheet = open_sheet("ranking", "31", 2021, "en", component="papi.4")
    assert sheet["causes"].data.empty
    assert sheet["causes"].title.startswith("Computed only for an index as a whole")
    thin = open_sheet("ranking", "31", 2021, "en", component="par", measure="par")
    assert "2023" in thin["causes"].title


# What is told.


def test_a_summary_tells_the_position_its_bands_and_what_they_rest_on():
    first, second = texts("ranking", "31", 2021)
    assert first == (
        "PAPI 2021: with 44.005 points Hai Phong is in the highest group and stands 13th of 60 provinces scored "
        "(computed here)."
    )
    assert "each weight usually off by 25%" in second
    assert "as in the few confidence intervals that were printed" in second


@pytest.mark.parametrize(
    ("province", "year", "words"),
    [
        ("31", 2021, "By weights and by sampling its group is certain: the same in at least 92% of the draws."),
        ("10", 2023, "By sampling its group is not certain: the same in 80% of the draws only."),
    ],
)
def test_a_group_is_as_sure_as_the_less_sure_of_the_causes(province, year, words):
    told = texts("ranking", province, year)[1]
    assert told.endswith(words)
    row = data("ranking", "bands", province, year).set_index("province").loc[province]
    assert int(min(row["weights_keep"], row["sampling_keep"])) == int(told.split("in ")[-1].split("%")[0].split()[-1])


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_group_is_told_as_sure_that_a_cause_unsettles(lang):
    rows = list_positions(load_tables())[[*KEYS, "province", "weights_keep", "sampling_keep"]]
    told = list_sentences(load_tables(), lang).merge(rows, on=[*KEYS, "province"])
    sure = told["summary"].map(lambda each: {"en": "group is certain", "vi": "nhóm là chắc"}[lang] in each[1])
    least = told[["weights_keep", "sampling_keep"]].min(axis=1)
    assert (sure == (least >= 90)).all()
    assert 0 < sure.sum() < len(sure)


def test_where_no_error_is_published_the_summary_says_so():
    page = open_sheet("ranking", "92", 2023, "en", component="par", measure="par")
    told = " ".join(page["summary"].texts)
    assert "No error of its surveys is published" in told
    assert "cannot be told apart" not in told


@pytest.mark.parametrize(("lang", "words"), [("vi", "(tự tính)"), ("en", "(computed here)")])
def test_a_title_calls_a_computed_position_so_and_a_published_one_not(lang, words):
    for component in ("papi", "papi.1"):
        for year in (2012, 2021, 2023):
            assert words in title("ranking", "bands", province="31", year=year, lang=lang, component=component)
    par = {"measure": "par", "component": "par"}
    assert words not in title("ranking", "bands", province="31", year=2023, lang=lang, **par)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_tells_what_it_cannot_say(lang):
    page = open_sheet("ranking", "31", 2021, lang, component="par", measure="par")
    assert len(page["summary"].texts) == 1
    assert "2023" in page["summary"].texts[0]
    assert page["bands"].rows.empty
    assert page["groups"].title == page["pairs"].title == page["bands"].title
    assert not page["bump"].rows.empty  # the ranks that were published


def test_a_province_without_a_score_is_told_so():
    (told,) = texts("ranking", "22", 2021)
    assert told == "PAPI 2021: Quang Ninh has no score; 60 others have one. No position can be given."
    assert title("ranking", "bands", "22", 2021) == "PAPI 2021: 60 provinces scored, Quang Ninh not among them"
    assert title("ranking", "pairs", "22", 2021).endswith("Quang Ninh is not among those scored")


def test_of_par_index_nothing_can_be_drawn_of_sampling():
    told = title("ranking", "groups", "31", 2023, component="par", measure="par", cause="sampling")
    assert "groups cannot be simulated for this cause" in told


def test_pairs_are_counted_once():
    row = list_summaries(load_tables()).set_index(KEYS).loc[("papi", 2021)]
    rows = data("ranking", "pairs", year=2021)
    assert row["pairs"] == 60 * 59 / 2
    scores = rows["score"].to_numpy()
    near = (abs(scores[:, None] - scores[None, :]) <= row["doubt"]).sum() - len(scores)
    assert row["unsure_pairs"] == near / 2


def test_lines_of_positions_break_where_years_do_not_compare():
    rows = data("ranking", "bump")
    own = rows[rows["own"]].set_index("year")["stretch"]
    assert own[2017] != own[2018]
    assert own[2020] == own[2021]
    assert rows.loc[rows["end"].notna(), "place"].tolist() == ["Hai Phong"]


def test_it_opens_with_a_part_and_refuses_one_without_a_whole_year():
    page = open_page("hai phong", 2023, "en")
    assert open_ranking(page, "par.survey").state["component"] == "par.survey"
    with pytest.raises(UnknownName, match=r"par\.field\.1"):
        open_ranking(page, "par.field.1")


def test_scores_equal_in_print_share_a_position_and_are_counted(positions):
    for _, rows in positions.groupby(KEYS):
        equal = rows.loc[rows["equal"].notna(), ["score", "equal", "print_best", "print_worst"]]
        assert (equal["print_worst"] - equal["print_best"] >= equal["equal"]).all()
    assert pd.notna(positions["equal"]).any()
