"""The sheet of all provinces: scores, ranks, groups and middles are those of the library, in every measure and year."""

import pandas as pd
import pytest
from parts import open_sheet

from govindex.compare.frameworks import list_breaks
from govindex.compare.ranks import group_scores, list_printed_ranks, spread_scores
from govindex.figures.choose import list_shown
from govindex.figures.provinces.tables import list_contents, list_standings
from govindex.tables.load import load_tables


def choose(component, year, province="31", lang="en", **choices):
    sheet = open_sheet("provinces", province, year, lang, component=component, **choices)
    sheet.state = {**sheet.state, "measure": component.split(".")[0]}
    return sheet


def shown(part, *chosen, **choices):
    return choose(*chosen, **choices)[part].rows


def told(part, *chosen, **choices):
    return choose(*chosen, **choices)[part].title


def columns(component, year):
    sheet = choose(component, year)
    figure = sheet.declared.parts["ranking"]
    return list_shown(figure, sheet["ranking"].rows, sheet.resolve())


@pytest.mark.slow
@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.4.1", 2013), ("papi", 2018), ("papi.8", 2024)])
def test_papi_provinces_stand_as_the_library_ranks_and_groups_them(component, year):
    grouped = group_scores(load_tables(), component, year=year).set_index("province")
    rows = shown("standing", component, year).set_index("province")
    for name, column in (("score", "score"), ("rank", "position"), ("group", "group")):
        assert rows[column].to_dict() == grouped[name].to_dict()
    assert rows["rank"].isna().all()
    median = spread_scores(load_tables(), [component], year=year)["median"].iloc[0]
    assert rows["middle"].unique() == pytest.approx([median], abs=1e-6)
    assert rows["middle_told"].iloc[0].startswith("National median ")


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "year"), [("par", 2021), ("par", 2012), ("sipas", 2022), ("sipas", 2017)])
def test_par_and_sipas_provinces_have_published_ranks_only(measure, year):
    printed = list_printed_ranks(load_tables(), measure, year=year).set_index("province")
    rows = shown("ranking", measure, year).set_index("province")
    ranked = rows[rows["rank"].notna()]
    assert ranked["rank"].to_dict() == printed["rank"].to_dict()
    assert ranked["rank_trust"].to_dict() == printed["status"].to_dict()
    assert rows["position"].isna().all()
    assert rows["group"].isna().all()


def test_parts_of_par_index_2023_have_computed_positions_and_means():
    grouped = group_scores(load_tables(), "par.survey", year=2023).set_index("province")
    rows = shown("standing", "par.survey", 2023).set_index("province")
    assert rows["position"].to_dict() == grouped["rank"].to_dict()
    assert rows["rank"].isna().all()
    assert shown("standing", "par", 2023)["rank_trust"].unique().tolist() == ["printed"]
    assert rows["middle"].iloc[0] == 18.15
    assert shown("standing", "par.impact", 2023)["middle"].iloc[0] == pytest.approx(12.83, abs=0.01)


def test_every_score_and_rank_of_every_measure_is_there():
    tables = load_tables()
    rows = list_standings(tables)
    rows = rows[rows["of"] == "province"]
    assert rows["score"].notna().sum() == len(tables.scores)
    assert rows["rank"].notna().sum() == len(tables.ranks)
    assert not rows.duplicated(["component", "year", "province"]).any()


def test_a_line_may_not_leave_what_compares():
    rows = list_standings(load_tables()).set_index(["component", "province", "year"])["stretch"]

    def joined(component, year, province="31"):
        return rows[component, province, year] == rows[component, province, year - 1]

    assert not joined("papi", 2018)
    assert joined("papi", 2024)
    assert not joined("papi.5.1", 2021)  # another maximum
    assert not joined("papi", 2016)  # a change that the publisher tells
    assert not joined("papi", 2018, "median")
    scored = rows.dropna()
    for component, year in list_breaks(load_tables(), "papi"):
        if {(component, "31", year), (component, "31", year - 1)} <= set(scored.index):
            assert not joined(component, year)
    assert rows["par", "31", 2018] != rows["par", "31", 2019]  # no framework is known of 2019


def test_a_gap_breaks_a_line():
    rows = shown("course", "papi", 2021, province="22")
    own = rows[rows["own"]].set_index("year")["stretch"]
    assert 2021 not in own.index
    assert own[2020] != own[2022]


def test_a_new_measure_brings_its_own_components():
    sheet = open_sheet("provinces")
    sheet.choose("measure", "sipas")
    assert sheet.state["component"] == "sipas"
    sheet.choose("component", "papi.4")
    assert sheet.problem == "The index sipas has no component “papi.4”."
    sheet.choose("component", "sipas.3")
    assert (sheet.state["component"], sheet.problem) == ("sipas.3", "")


@pytest.mark.parametrize("component", ["papi.4", "par", "sipas.2"])
def test_it_opens_with_the_measure_of_a_component(component):
    from govindex import open_page, open_provinces

    sheet = open_provinces(open_page("hai phong", 2022, "en"), component)
    assert (sheet.state["measure"], sheet.state["component"]) == (component.split(".")[0], component)


def test_the_table_is_narrowed_by_any_spelling():
    assert shown("ranking", "papi", 2021, wanted="hue")["place"].tolist() == ["Thua Thien Hue"]
    assert shown("ranking", "papi", 2021, wanted="Bà Rịa")["province"].tolist() == ["77"]
    assert len(shown("standing", "papi", 2021, wanted="hue")) == 60  # it narrows the table alone
    assert told("ranking", "papi", 2021, wanted="hue") == "PAPI 2021: table of the provinces that match “hue”"
    assert told("ranking", "papi", 2021, wanted="zz") == "No row matches “zz”."


def test_columns_and_decimals_are_those_of_the_measure():
    assert columns("papi", 2021)[1:4] == [
        ("score", None, 3),
        ("group_name", None, None),
        ("position", "Computed position (of 60 provinces scored)", 0),
    ]
    names = [name for name, _, _ in columns("sipas", 2022)]
    assert names == ["place", "score", "rank", "rank_status", "status", "publisher"]
    assert columns("sipas", 2022)[1] == ("score", None, 2)
    assert {name for name, _, _ in columns("par", 2023)} >= {"group_name", "rank"}


def test_the_marked_are_marked_everywhere():
    for part in ("standing", "map", "ranking", "course"):
        rows = shown(part, "papi", 2021, selected=["48", "01"])
        assert set(rows.loc[rows["chosen"], "province"]) == {"48", "01"}
        assert set(rows.loc[rows["own"], "province"]) == {"31"}
    standing = shown("standing", "papi", 2021, selected=["48", "01"])
    assert set(standing["end"].dropna()) == {"Hanoi 44.447", "Hai Phong 44.005", "Da Nang 42.557"}
    assert set(shown("course", "papi", 2021, selected=["48"])["end"].dropna()) == {
        "Hai Phong",
        "Da Nang",
        "National median",
    }


@pytest.mark.slow
def test_titles_tell_where_a_province_stands():
    assert told("standing", "papi", 2021) == (
        "PAPI 2021: Hai Phong 44.005 points, the highest group, 13th of 60 provinces scored (computed)"
    )
    assert told("standing", "papi", 2021, "22") == "PAPI 2021: 60 provinces scored, Quang Ninh not among them"
    assert told("standing", "par", 2021, lang="vi") == (
        "PAR INDEX 2021: có điểm của 11/63 tỉnh, thành phố; Hải Phòng 91,80, hạng 1 (đã công bố)"
    )
    assert told("standing", "par.survey", 2023).endswith("20.04 points, 2nd of 63 provinces scored (computed)")
    assert told("standing", "sipas.policy.explanation", 2024).endswith("we have ranks only, no province's score.")


@pytest.mark.slow
def test_a_component_has_the_name_of_its_year():
    assert told("standing", "papi.5", 2013, lang="vi") != told("standing", "papi.5", 2013, lang="en")
    names = list_contents(load_tables(), "en").set_index(["component", "year"])["name"]
    renamed = [code for code in names.index.unique("component") if names[code].nunique() > 1]
    assert renamed
    for year in (2011, 2024):
        assert names[renamed[0], year] in told("ranking", renamed[0], year) or "holds neither" in told(
            "ranking", renamed[0], year
        )


def test_the_map_of_par_index_2023_has_all_63_with_printed_groups_and_ranks():
    tiles = shown("map", "par", 2023)
    provinces = tiles[tiles["kind"] == "province"]
    assert len(provinces) == 63
    assert provinces["group"].value_counts().to_dict() == {1: 7, 2: 56}
    assert provinces.drop_duplicates("group")["group_name"].tolist() == ["A (from 90 points)", "B (from 80 points)"]
    assert provinces.set_index("province").loc[["93", "11"], "rank"].tolist() == [19, 20]
    assert (tiles["kind"] == "archipelago").sum() == 2
    on_map = told("map", "par", 2023)
    assert "91.87 points is in group A (from 90 points) and ranks 2nd of 63 (published)" in on_map
    assert "Quang Ninh (92.18), the lowest An Giang (81.32)" in on_map


def test_the_map_of_papi_has_the_units_of_the_year_in_quartile_groups():
    tiles = shown("map", "papi", 2021)
    scored = tiles[tiles["score"].notna()]
    assert scored["group"].value_counts().to_dict() == {1: 15, 2: 15, 3: 15, 4: 15}
    assert set(tiles.loc[tiles["score"].isna() & (tiles["kind"] == "province"), "place"]) == {
        "Bac Giang",
        "Bac Ninh",
        "Quang Ninh",
    }


@pytest.mark.parametrize("year", [2011, 2021, 2024])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_says_so_and_names_the_whole_one(year, lang):
    assert "2023" in told("map", "par", year, lang=lang)


def test_sipas_is_shown_as_far_as_it_is_known():
    assert told("map", "sipas", 2022) == (
        "We do not have the SIPAS scores of all provinces for 2022. "
        "Of the 6 whose score is known the highest is Quang Ninh (87.59), the lowest Binh Thuan (72.54)."
    )
    assert told("course", "sipas.2", 2022, "24").endswith("over the years: no score of Bac Giang")


@pytest.mark.parametrize(("component", "year"), [("papi.7", 2015), ("sipas.2", 2013), ("par", 2011)])
def test_a_year_without_figures_is_one_sentence(component, year):
    neither = "we have neither a score nor a rank of any province."
    for part in ("standing", "ranking"):
        assert told(part, component, year).endswith(neither)
        assert not shown(part, component, year)["score"].notna().any()


def test_no_sentence_lacks_a_value_in_any_component_and_year():
    rows = list_contents(load_tables(), "en")
    assert rows["name"].notna().all()
    assert (rows["units"] == 63).all()
    thin = rows[rows["scored"].notna() & rows["whole"].isna()]
    assert thin["thin"].notna().all()
    ends = thin["only"].notna() | thin["known_best"].notna()
    assert thin.loc[~ends, "scored"].le(1).all()  # but where the only score is suspect
    whole = rows[rows["whole"].notna()]
    assert whole[["best", "worst", "highest", "lowest"]].notna().all(axis=None)


def test_columns_that_are_drawn_are_in_the_rows():
    sheet = open_sheet("provinces", selected=["01"])
    for part in ("standing", "map", "course"):
        rows = sheet[part].rows
        assert isinstance(rows, pd.DataFrame)
        assert {"place", "province", "score", "own", "told", "status", "publisher"} <= set(rows)
