"""The explorer of all provinces: scores, ranks and groups are those of the library."""

import pytest

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_scores, list_printed_ranks, spread_scores
from govindex.tables.names import fold


@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.4.1", 2013), ("papi", 2018), ("papi.8", 2024)])
def test_papi_provinces_stand_as_the_library_ranks_and_groups_them(books, pages, component, year):
    book = books["provinces", "en"]
    grouped = group_scores(pages["en"].tables, component, year=year).set_index("province")
    for at, province in enumerate(book["provinces"]):
        found = tuple(book[name][component][str(year)][at] for name in ("scores", "ranks", "groups"))
        if province["code"] not in grouped.index:
            assert found == (None, None, "0")
            continue
        own = grouped.loc[province["code"]]
        assert found == (own["score"], own["rank"], str(own["group"]))
    median = spread_scores(pages["en"].tables, [component], year=year)["median"].iloc[0]
    assert book["middles"][component][str(year)] == pytest.approx(median, abs=1e-6)


@pytest.mark.parametrize(("measure", "year"), [("par", 2021), ("par", 2012), ("sipas", 2022), ("sipas", 2017)])
def test_par_and_sipas_provinces_have_published_ranks_only(books, pages, measure, year):
    book = books["provinces", "en"]
    printed = list_printed_ranks(pages["en"].tables, measure, year=year).set_index("province")
    for at, province in enumerate(book["provinces"]):
        rank = book["ranks"][measure][str(year)][at]
        known = province["code"] in printed.index
        assert rank == (printed.at[province["code"], "rank"] if known else None)
        assert book["rank_statuses"][measure][str(year)][at] == (
            printed.at[province["code"], "status"][0] if known else "-"
        )
    assert set(book["groups"][measure][str(year)]) == {"0"}


def test_parts_of_par_index_2023_have_computed_ranks_and_means(books, pages):
    book = books["provinces", "en"]
    grouped = group_scores(pages["en"].tables, "par.survey", year=2023).set_index("province")
    for at, province in enumerate(book["provinces"]):
        assert book["ranks"]["par.survey"]["2023"][at] == grouped.at[province["code"], "rank"]
    assert set(book["rank_statuses"]["par.survey"]["2023"]) == {"d"}
    assert set(book["rank_statuses"]["par"]["2023"]) == {"p"}
    assert book["middles"]["par.survey"]["2023"] == 18.15
    assert book["middles"]["par.impact"]["2023"] == pytest.approx(12.83, abs=0.01)


def test_every_score_of_every_measure_is_among_the_provinces(books, pages):
    book = books["provinces", "en"]
    held = sum(score is not None for years in book["scores"].values() for each in years.values() for score in each)
    assert held == len(pages["en"].tables.scores)


def test_a_line_may_not_leave_framework_and_scale(books, pages):
    frames = books["provinces", "en"]["frames"]
    assert frames["papi"]["2017"] != frames["papi"]["2018"] == frames["papi"]["2024"]
    assert frames["papi.5.1"]["2020"] != frames["papi.5.1"]["2021"]
    assert "2019" not in frames["par"]
    covered = list_covered(pages["en"].tables, "par", year=2023).set_index("component")
    assert frames["par"]["2023"] == [covered.at["par", "framework"], 0.0, 100.0]


def test_a_new_measure_brings_its_own_components(provinces):
    provinces.widgets["measure"].value = "sipas"
    assert (provinces.state["component"], provinces.widgets["component"].value) == ("sipas", "sipas")
    assert {option[1].split(".")[0] for option in provinces.widgets["component"].options} == {"sipas"}
    provinces.choose("component", "papi.4")
    assert provinces.problem == "The index sipas has no component “papi.4”."
    provinces.widgets["component"].value = "sipas.3"
    assert (provinces.state["component"], provinces.problem) == ("sipas.3", "")


def test_provinces_are_searched_and_marked(provinces):
    provinces.widgets["wanted"].value = "thừa thiên"
    provinces.widgets["selected"].value = ("01", "48")
    assert (provinces.state["wanted"], provinces.state["selected"]) == ("thừa thiên", ["01", "48"])
    hue = next(each for each in provinces.book["provinces"] if each["code"] == "46")
    assert any(fold("hue") in fold(spelling) for spelling in hue["spellings"])


def test_what_can_be_sorted_is_a_table_alone(books):
    panels = {panel["name"]: panel for panel in books["provinces", "en"]["panels"]}
    assert panels["ranking"]["table"] is True
    assert "spec" not in panels["ranking"]
    assert {panel["picks"] for panel in panels.values()} == {"selected"}
