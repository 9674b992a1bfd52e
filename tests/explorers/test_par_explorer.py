"""The PAR INDEX explorer: its figures and sentences are those of the library."""

import pytest

from govindex import prose, views
from govindex.compare.frameworks import find_framework
from govindex.compare.scores import change_scores, find_mean, list_scores
from govindex.explorers import ParExplorer


def values(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.slow
def test_par_parts_are_what_the_library_lists(books, pages):
    for province, years in books["par", "en"]["cases"].items():
        for year, case in years.items():
            listed = list_scores(pages["en"].tables, "par", province=province, year=int(year)).set_index("component")
            shown = [row for part in case["parts"].values() for row in part["rows"]]
            by_method = (listed["division"] == "method").any()
            fields = listed["division"].eq("field") & by_method  # their maxima are not known: the parts tell more
            assert {row["component"] for row in shown} == set(listed.index[~fields]) - {"par"}
            for row in shown:
                own = listed.loc[row["component"]]
                assert row["score"] == own["score"]
                assert row["lost"] == (None if own.isna()["lost"] else own["lost"])
                assert row["status"]
                assert row["publisher"]
            if "par" in case["parts"]:
                page = pages["en"]._replace(province=province, year=int(year))
                assert case["parts"]["par"]["title"] == prose.par_losses_title(page, views.par_losses(page))


def test_par_opens_what_is_known_below_and_nothing_else(books):
    rows = books["par", "en"]["cases"]["31"]["2021"]["parts"]["par"]["rows"]
    assert values(rows, "component", "pick") == [
        ("par.appraisal", "par.appraisal"),
        ("par.survey", None),
        ("par.impact", "par.impact"),
    ]
    assert [row["pick"] for row in books["par", "en"]["cases"]["49"]["2022"]["parts"]["par"]["rows"]] == [None] * 7
    opened = books["par", "en"]["cases"]["31"]["2021"]["parts"]["par.appraisal"]
    assert len(opened["rows"]) == 7
    assert opened["title"].startswith("Hai Phong 2021, “Appraised by the ministry”: 58.87 of 60.5; most went in")


def test_par_steps_and_changes_are_what_the_views_give(books, pages):
    page = pages["en"]
    case = books["par", "en"]["cases"]["31"]["2021"]
    assert values(case["steps"]["rows"], "start", "end", "lost") == list(
        views.par_steps(page)[["start", "end", "lost"]].itertuples(index=False, name=None)
    )
    assert list(case["changes"]) == ["2020"]
    changes = change_scores(page.tables, "par", province="31", year=2021, base=2020).set_index("component")["change"]
    for row in case["changes"]["2020"]["rows"]:
        assert row["change"] == changes[row["component"]]
    assert case["changes"]["2020"]["title"] == prose.par_changes_title(page, views.par_changes(page))


def test_par_knows_the_provinces_of_a_year_and_their_mean(books, pages):
    for year, known in books["par", "en"]["known"].items():
        page = pages["en"]._replace(year=int(year))
        rows = views.par_known(page)
        assert values(known["rows"], "province", "score") == list(
            rows[["province", "score"]].itertuples(index=False, name=None)
        )
        mean = find_mean(page.tables, "par", year=int(year))
        if len(rows):
            assert [each["mean"] for each in known["mean"]] == ([] if mean is None else [mean])


def test_par_says_one_province_and_several_rightly(books):
    known = books["par", "en"]["known"]
    assert known["2014"]["own"] == "The data of 2014 holds the score of {place} only."
    assert known["2014"]["other"] == "The data of 2014 holds the score of one other province, not that of {place}."
    assert known["2021"]["other"].endswith("the scores of 11 other provinces, not that of {place}.")


def test_par_offers_years_of_one_framework_only(par):
    tables = par.start.tables
    for year, bases in par.book["compared"].items():
        framework = find_framework(tables, "par", year=year)
        assert all(find_framework(tables, "par", year=base) == framework is not None for base in bases if base)
    assert par.book["compared"][2021] == [2020, 0]
    assert par.book["compared"][2018] == par.book["compared"][2019] == [0]


def test_par_takes_the_nearest_year_before_with_a_new_year(par):
    assert par.state["base"] == 2020
    par.choose("year", 2024)
    assert (par.state["base"], par.widgets["base"].value) == (2023, 2023)
    assert [option[1] for option in par.widgets["base"].options] == [2023, 2022, 0]
    par.widgets["base"].value = 2022
    assert (par.state["year"], par.state["base"]) == (2024, 2022)
    par.choose("year", 2018)
    assert (par.state["base"], par.widgets["base"].options) == (0, (("no year", 0),))


def test_par_says_why_two_years_do_not_compare(par):
    before = dict(par.state)
    par.choose("base", 2022)
    assert par.state == before
    assert par.problem.startswith("2021 is not compared with 2022: the frameworks of the two years differ")


def test_par_suggests_provinces_with_a_figure_and_knows_the_others(par):
    search = par._controls["province"]
    assert len(search.options) == 63
    assert set(search.offered) == set(par.book["held"])
    assert set(search.offered) <= {option[0] for option in search.options}
    assert len(par.widgets["province"].options) == len(search.offered)
    par.choose("province", "ha giang")
    assert (par.state["province"], par.problem) == ("02", "")
    assert par.book["held"]["02"] == "2023"
    assert "{place}" in par.book["words"]["never"]


def test_par_keeps_the_published_ranks(books, pages):
    ranks = books["par", "en"]["ranks"]
    assert ranks["31"]["2012"]["rank"] == 6
    assert sum(map(len, ranks.values())) == len(pages["en"].tables.ranks.query("component == 'par'"))


@pytest.mark.slow
def test_par_begins_in_a_year_before_the_index_was(pages):
    early = ParExplorer(pages["vi"]._replace(year=2011))
    assert (early.state["year"], early.state["base"]) == (2011, 0)
    assert early.book["known"][2011]["rows"] == []
