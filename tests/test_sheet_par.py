"""The sheet of PAR INDEX: figures against the founding report and the ministry's table, sentences, thin years."""

import re

import pytest
from parts import data, open_sheet, texts, title

from govindex.compare.scores import change_scores, list_scores
from govindex.figures.par.tables import list_changes, list_losses, list_scored
from govindex.tables.load import load_tables


@pytest.mark.slow
def test_the_paragraphs_of_the_founding_year():
    assert texts("par", "31", 2021) == [
        "In 2021 Hai Phong scored 91.80 of 100 points. That is 5.43 points above the national mean (86.37). "
        "Hai Phong ranks 1st of 63 in PAR INDEX (published).",
        "Of the 8.20 points lost, 4.17 (51%) were lost on “Survey of leaders and managers”. Full points: “Making and "
        "applying legal documents”, “Organisation of the apparatus” and “Quality of cadres and civil servants”. "
        "“Effect on socio-economic development” has the lowest share of its maximum: 70.8% (4.25 of 6.0).",
        "Compared with 2020 the total rose by 1.29 points; “Effect on socio-economic development” rose most "
        "(+1.25); only “Survey of leaders and managers” fell (−0.12).",
    ]


@pytest.mark.slow
def test_the_same_in_vietnamese_with_its_decimal_comma():
    assert texts("par", "31", 2021, "vi")[0] == (
        "Năm 2021, Hải Phòng đạt 91,80/100 điểm. Kết quả này cao hơn bình quân cả nước (86,37 điểm) 5,43 điểm. "
        "Theo công bố, Hải Phòng xếp thứ 1/63 về PAR INDEX."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("province", "year", "told"),
    [
        ("46", 2019, ["We have no PAR INDEX 2019 score for Thua Thien Hue."]),
        (
            "31",
            2012,
            ["We have no PAR INDEX 2012 score for Hai Phong. Hai Phong ranks 6th of 63 in PAR INDEX (published)."],
        ),
    ],
)
def test_without_a_score_one_line_says_so(province, year, told):
    assert texts("par", province, year) == told


def test_two_frameworks_are_named_as_the_reason_for_no_change():
    told = title("par", "changes", "31", 2022)
    assert told.startswith(
        "2022 is not compared with 2021. Since 2022, by Decision 876/QĐ-BNV, PAR INDEX has 68 points"
    )
    assert told.endswith("Choose a year to compare 2022 with.")


def test_a_title_for_components_without_maxima_tells_no_loss():
    told = title("par", "losses", "49", 2022)
    assert told.startswith("Quang Nam: components with a known score: 7")
    assert "lost" not in told


def test_the_place_among_the_known_does_not_make_up_a_rank():
    assert title("par", "known", "46", 2019) == (
        "We have no published rank of Thua Thien Hue. Provinces whose score of 2019 is known: 7."
    )


def test_losses_come_in_sections_parts_first():
    losses = data("par", "losses")
    sections = list(dict.fromkeys(losses["section"]))
    assert sections == ["The parts of the index", "Within “Appraised by the ministry”", "Within “Impact of the reform”"]
    parts = losses[losses["section"] == sections[0]]
    assert list(parts["component"]) == ["par.appraisal", "par.survey", "par.impact"]
    assert parts["lost"].sum() == pytest.approx(8.2)
    assert parts["told"].tolist() == ["58.87 / 60.5  (−1.63)", "19.33 / 23.5  (−4.17)", "13.60 / 16.0  (−2.40)"]


def test_the_steps_lead_from_the_maximum_to_the_total():
    steps = data("par", "steps")
    assert (steps["start"].iloc[0], steps["end"].iloc[-1]) == (100, 91.8)
    lost = steps[steps["kind"] == "lost"]
    assert list(lost["start"].iloc[1:]) == pytest.approx(list(lost["end"].iloc[:-1]))
    assert lost["end"].iloc[-1] == pytest.approx(91.8)
    assert steps["told"].iloc[[0, -1]].tolist() == ["100.00", "91.80"]


def test_changes_on_2020_are_those_that_the_founding_report_tells():
    changes = data("par", "changes").set_index("component")
    assert changes.loc["par.survey", ["change", "told"]].tolist() == [pytest.approx(-0.12), "−0.12"]
    assert changes.at["par.impact.economy", "change"] == pytest.approx(1.25)
    assert changes.at["par", "change"] == pytest.approx(1.29)


@pytest.mark.parametrize(("province", "year"), [("31", 2022), ("31", 2019), ("46", 2019), ("31", 2012)])
def test_years_of_other_or_unknown_frameworks_give_no_changes(province, year):
    assert data("par", "changes", province, year).empty


def test_where_only_a_total_is_known_there_are_no_losses_but_a_place_among_the_known():
    assert data("par", "losses", "22").empty
    assert data("par", "steps", "22").empty
    assert title("par", "losses", "22", 2021).startswith("Quang Ninh 2021: we have the total only, 91.14 of 100")
    known = data("par", "known", "22")
    assert list(known.loc[known["own"], ["score", "printed_rank"]].iloc[0]) == [91.14, 2]
    assert known["score"].is_monotonic_decreasing
    assert set(known["mean"]) == {86.37}


def test_a_derived_rank_among_the_known_says_so():
    known = data("par", "known", "77", lang="vi").set_index("province")
    assert known.loc["77", "rank_status"] == "tính từ số liệu công bố"
    assert "đã công bố" in set(known["rank_status"])


def test_fields_whose_maximum_is_not_known_have_a_score_and_no_lost_points():
    losses = data("par", "losses", "49", 2022)
    assert list(losses["score"]) == [8.46, 8.82, 9.66, 9.4, 10.92, 9.29, 11.08]
    assert losses["lost"].isna().all()
    assert losses["told"].iloc[0] == "8.46"


def test_in_a_year_with_both_divisions_the_parts_tell_what_was_lost_and_the_fields_follow():
    losses = data("par", "losses", "49", 2023)
    by_section = losses.groupby("section", sort=False)["component"].agg(list)
    assert by_section.iloc[0] == ["par.appraisal", "par.survey", "par.impact"]
    assert [code.split(".")[1] for code in by_section.iloc[-1]] == ["field"] * 7
    assert losses.loc[losses["component"].isin(by_section.iloc[0]), "lost"].sum() == pytest.approx(15.41)
    steps = data("par", "steps", "49", 2023)
    assert list(steps["component"].iloc[1:-1]) == [
        "par.appraisal",
        "par.survey",
        "par.impact.sipas",
        "par.impact.economy",
    ]


def test_a_corrected_score_says_so():
    known = data("par", "known", "01", 2024).set_index("province")
    assert (known.at["01", "score"], known.at["01", "status"]) == (92.75, "corrected")


@pytest.mark.slow
def test_every_score_is_what_the_library_lists():
    tables = load_tables()
    scored = list_scored(tables, "en")
    for (province, year), rows in scored.groupby(["province", "year"]):
        listed = list_scores(tables, "par", province=province, year=year)
        columns = ["component", "score", "maximum", "lost", "share"]
        assert rows[columns].reset_index(drop=True).equals(listed[columns])
    assert len(list_losses(tables, "en")) == (scored["component"] != "par").sum()


def test_every_change_is_what_the_library_computes():
    tables = load_tables()
    changes = list_changes(tables, "en")
    for (province, year, base), rows in changes.groupby(["province", "year", "base"]):
        found = change_scores(tables, "par", province=province, year=year, base=base).set_index("component")["change"]
        assert rows.set_index("component")["change"].to_dict() == {code: found[code] for code in rows["component"]}
    assert changes.groupby(["province", "year", "base"]).ngroups > 10


def test_the_base_is_the_nearest_year_before_and_follows_the_year():
    par = open_sheet("par")
    assert par.state["base"] == 2020
    par.choose("year", 2024)
    assert (par.state["year"], par.state["base"]) == (2024, 2023)
    par.choose("base", 2022)
    assert par.state["base"] == 2022
    par.choose("year", 2018)
    assert par.state["base"] == 0
    par.choose("base", 2022)
    assert par.state["base"] == 0
    assert par.problem.startswith("2018 is not compared with 2022: the frameworks of the two years differ")


def test_it_suggests_provinces_with_a_figure_and_knows_the_others():
    search = open_sheet("par").declared.controls["province"]
    assert len(search.options) == 63
    assert set(search.offered) <= {option[0] for option in search.options}


def test_2023_has_all_63_by_their_points_of_sipas():
    part = data("par", "part", "93", 2023)
    assert len(part) == 63
    assert part["rank"].is_monotonic_increasing
    assert part.loc[part["own"], ["score", "mean"]].iloc[0].tolist() == [8.31, 8.29]
    assert "8.31 points" in title("par", "part", "93", 2023)


def test_2023_has_the_spread_of_the_63():
    spread = data("par", "spread", "31", 2023).set_index("component")
    assert set(spread["scored"]) == {63}
    assert spread.loc["par", ["lowest", "highest", "score"]].tolist() == [81.32, 92.18, 91.87]
    assert spread.loc["par.survey", ["maximum", "told"]].tolist() == [22, "20.04 / 22"]
    inside = spread[["lowest", "q1", "median", "q3", "highest"]]
    assert (inside.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert title("par", "spread", "31", 2023) == "Hai Phong 2023, among 63 provinces: above the median in all 5 parts."


@pytest.mark.slow
@pytest.mark.parametrize("year", [2012, 2021, 2024])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_says_so_and_names_the_whole_one(year, lang):
    assert data("par", "spread", "31", year, lang).empty
    assert "2023" in title("par", "spread", "31", year, lang)
    assert data("par", "part", "31", year, lang).empty


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("province", "year"), [("31", 2021), ("49", 2022), ("46", 2019), ("01", 2020), ("02", 2015)])
def test_every_sentence_is_whole(province, year, lang):
    told = [*texts("par", province, year, lang)]
    told += [
        title("par", part, province, year, lang) for part in ("losses", "steps", "known", "spread", "part", "changes")
    ]
    for text in told:
        assert not re.search(r"\bnan\b|None|<NA>|[{}]|\.\.", text)
