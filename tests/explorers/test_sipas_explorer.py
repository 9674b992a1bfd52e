"""The SIPAS explorer: its figures are those of the library, lines break between frameworks."""

from itertools import pairwise

from govindex.compare.scores import change_scores, find_mean


def test_sipas_rows_are_the_scores_of_the_tables(books, pages):
    scores = pages["en"].tables.scores
    scores = scores[scores["measure"] == "sipas"].set_index(["province", "component", "year"])
    rows = books["sipas", "en"]["rows"]
    shown = {
        (province, component, row["year"]): row
        for province, components in rows.items()
        for component, each in components.items()
        for row in each
    }
    assert shown.keys() == set(scores.index)
    for key, row in shown.items():
        assert row["score"] == scores.loc[key, "score"]
        assert row["suspect"] == (scores.loc[key, "status"] == "suspect")
        assert row["publisher"]


def test_sipas_lines_do_not_join_years_of_two_frameworks(books):
    for components in books["sipas", "en"]["rows"].values():
        for rows in components.values():
            for before, row in pairwise(rows):
                joined = before["framework"] == row["framework"] and before["year"] == row["year"] - 1
                assert (before["stretch"] == row["stretch"]) == joined
    assert [each["year"] for each in books["sipas", "en"]["breaks"]] == [2022]


def test_sipas_changes_are_what_the_library_computes_where_years_compare(books, pages):
    changes = books["sipas", "en"]["changes"]["31"]
    found = change_scores(pages["en"].tables, "sipas", province="31", year=2021, base=2019)
    assert changes["sipas.5"]["2021"]["2019"] == found.set_index("component").at["sipas.5", "change"]
    assert changes["sipas"].keys() == {"2021", "2023", "2024"}
    assert changes["sipas"]["2024"].keys() == {"2022", "2023"}


def test_sipas_years_push_each_other(sipas):
    sipas.widgets["first"].value = 2023
    assert (sipas.state["first"], sipas.state["year"], sipas.widgets["year"].value) == (2023, 2023, 2023)
    sipas.widgets["year"].value = 2019
    assert (sipas.state["first"], sipas.state["year"], sipas.widgets["first"].value) == (2019, 2019, 2019)


def test_the_threshold_of_sipas_begins_at_ninety_and_moves_by_halves(sipas):
    slider = sipas.widgets["threshold"]
    assert (slider.value, slider.min, slider.max, slider.step) == (90, 70, 100, 0.5)
    slider.value = 86.5
    assert sipas.state["threshold"] == sipas.panels.state["threshold"] == 86.5
    sipas.choose("threshold", 101)
    assert (sipas.state["threshold"], sipas.problem != "") == (86.5, True)


def test_sipas_takes_several_criteria_and_up_to_five_provinces_beside(sipas):
    sipas.widgets["criteria"].value = ("sipas.1", "sipas.5")
    assert sipas.state["criteria"] == ["sipas.1", "sipas.5"]
    assert set(sipas.state["beside"]) <= set(sipas.book["rows"])
    sipas.choose("beside", ["01", "04", "06", "19", "22", "30"])
    assert sipas.state["beside"] == ["04", "06", "19", "22", "30"]
    sipas.choose("beside", ["96"])
    assert sipas.problem == "“96” cannot be chosen in “Other provinces (up to 5)”."


def test_sipas_has_the_national_means(books, pages):
    for row in books["sipas", "en"]["means"]:
        assert row["score"] == find_mean(pages["en"].tables, "sipas", year=row["year"])
