"""The explorers: what is chosen becomes their state, what they show is what the library computes for it."""

import json
import re
from itertools import pairwise

import pytest

from govindex import prose, views
from govindex.compare import change_scores, find_mean, list_scores
from govindex.explorers import PapiExplorer, ParExplorer, ProvincesExplorer, SipasExplorer
from govindex.explorers.controls import Control, check_choice, find_option, follow_choice
from govindex.explorers.model import Explorer
from govindex.frameworks import find_framework, list_covered
from govindex.names import fold
from govindex.pages import open_page
from govindex.ranks import group_scores, list_printed_ranks, spread_scores
from govindex.words import list_group

KINDS = {"papi": PapiExplorer, "par": ParExplorer, "sipas": SipasExplorer, "provinces": ProvincesExplorer}


@pytest.fixture(scope="module")
def pages():
    return {lang: open_page("31", 2021, lang) for lang in ("vi", "en")}


@pytest.fixture(scope="module")
def made(pages):
    """Every explorer in both languages, made once."""
    return {(name, lang): kind(page) for name, kind in KINDS.items() for lang, page in pages.items()}


@pytest.fixture(scope="module")
def books(made):
    """Every book in both languages, as a reader's browser reads it."""
    return {key: json.loads(json.dumps(each.book, allow_nan=False)) for key, each in made.items()}


@pytest.fixture
def begin(made):
    """A maker of explorers that begin anew, with the book that was made once."""

    def make(name, lang="en"):
        once = made[name, lang]
        fresh = type(once).__new__(type(once))
        Explorer.__init__(fresh, once.start, once.book, list(once._controls.values()))
        return fresh

    return make


@pytest.fixture(params=KINDS)
def explorer(request, begin):
    return begin(request.param)


@pytest.fixture
def par(begin):
    return begin("par")


@pytest.fixture
def sipas(begin):
    return begin("sipas")


@pytest.fixture
def provinces(begin):
    return begin("provinces")


def values(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


# What every explorer does.


def test_it_begins_with_the_page(explorer):
    assert (explorer.state["province"], explorer.state["year"]) == ("31", 2021)
    assert (explorer.page.province, explorer.page.year, explorer.problem) == ("31", 2021, "")
    assert set(explorer.widgets) <= set(explorer.state)


def test_a_year_chosen_in_the_widget_is_the_page_s_year(explorer):
    slider = getattr(explorer.widgets["year"], "slider", explorer.widgets["year"])
    slider.value = 2019
    assert explorer.state["year"] == explorer.page.year == explorer.panels.state["year"] == 2019


def test_a_province_may_be_spelt_in_any_way(explorer):
    for spelling, code in (("da nang", "48"), ("TP. Hồ Chí Minh", "79"), ("Quang Ninh province", "22"), ("01", "01")):
        explorer.choose("province", spelling)
        assert explorer.state["province"] == explorer.panels.state["province"] == code


def test_an_unknown_province_leaves_the_state_and_says_what_is_near(explorer):
    before = dict(explorer.state)
    explorer.widgets["province"].value = "Quang Nimh"
    assert explorer.state == before
    assert explorer.problem == explorer.panels.problem
    assert explorer.problem.startswith("There is no province “Quang Nimh”; near: Quang Ninh")


def test_the_problem_goes_with_the_next_choice(explorer):
    explorer.choose("province", "Atlantis")
    explorer.choose("province", "Hanoi")
    assert (explorer.problem, explorer.panels.problem, explorer.state["province"]) == ("", "", "01")


def test_a_year_out_of_range_is_a_sentence(explorer):
    explorer.choose("year", 1986)
    assert explorer.state["year"] == 2021
    assert explorer.problem == f"“1986” cannot be chosen in “{explorer._controls['year'].label}”."


def test_the_last_of_many_choices_wins(explorer):
    for code in ("01", "22", "48", "79", "92"):
        explorer.choose("province", code)
    assert explorer.state["province"] == explorer.panels.state["province"] == "92"
    assert explorer.widgets["province"].value == "Can Tho"


def test_it_is_written_for_a_page_without_widgets(explorer, monkeypatch):
    monkeypatch.setenv("GOVINDEX_PAGE", "1")
    shown = explorer._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html"}
    text = re.search(r'<script type="application/json" class="gi-book">(.*)</script>', shown["text/html"])[1]
    assert "<" not in text
    assert json.loads(text)["state"] == explorer.state
    monkeypatch.delenv("GOVINDEX_PAGE")
    assert "application/vnd.jupyter.widget-view+json" in explorer._repr_mimebundle_()


def test_it_names_the_figures_that_it_holds(explorer):
    assert all(set(table["measure"]) <= set(explorer.measures) for table in explorer.used)
    assert sum(len(table) for table in explorer.used) > 0


@pytest.mark.parametrize("name", KINDS)
def test_a_book_says_the_same_in_both_languages(books, name):
    vi, en = books[name, "vi"], books[name, "en"]
    assert vi.keys() == en.keys()
    assert vi["state"] == en["state"]
    assert vi["words"].keys() == en["words"].keys()
    for one, other in zip(vi["controls"], en["controls"], strict=True):
        assert (one["name"], one["allowed"]) == (other["name"], other["allowed"])
        assert {option[0] for option in one["options"]} == {option[0] for option in other["options"]}
    for one, other in zip(vi["panels"], en["panels"], strict=True):
        assert [column["name"] for column in one["columns"]] == [column["name"] for column in other["columns"]]
        assert one["description"] != other["description"]


@pytest.mark.parametrize("name", KINDS)
def test_every_choice_at_the_start_is_one_that_can_be_made(books, name):
    book = books[name, "vi"]
    for control in book["controls"]:
        options = [option[0] for option in control["options"]]
        chosen = book["state"][control["name"]]
        if control["kind"] == "several":
            assert set(chosen) <= set(options)
        elif control["kind"] == "range":
            assert control["minimum"] <= chosen <= control["maximum"]
        elif control["kind"] != "text":
            assert chosen in options


# Controls.


def test_a_choice_that_depends_on_another_begins_anew_with_it():
    base = Control(
        "base", "choice", "Base", options=((0, "none"), (1, "1"), (2, "2")), allowed=("year", {2: [1, 0], 3: [0]})
    )
    assert follow_choice([base], {"year": 3, "base": 1}, "year") == {"year": 3, "base": 0}
    assert follow_choice([base], {"year": 2, "base": 0}, "base") == {"year": 2, "base": 0}


def test_the_ends_of_a_span_push_each_other():
    first = Control("first", "range", "From", minimum=1, maximum=9, keeps=("<=", "last"))
    last = Control("last", "range", "To", minimum=1, maximum=9, keeps=(">=", "first"))
    assert follow_choice([first, last], {"first": 7, "last": 5}, "first") == {"first": 7, "last": 7}
    assert follow_choice([first, last], {"first": 7, "last": 5}, "last") == {"first": 5, "last": 5}
    assert follow_choice([first, last], {"first": 3, "last": 5}, "last") == {"first": 3, "last": 5}


def test_of_several_the_last_ones_are_kept():
    several = Control("few", "several", "Few", options=(("a", "A"), ("b", "B"), ("c", "C")), most=2)
    assert check_choice(several, ["a", "b", "c", "c"], {}, "en") == ["b", "c"]


def test_the_first_option_that_has_a_spelling_is_meant():
    search = Control("x", "search", "X", options=(("1", "Hà Nội", "Thăng Long"), ("2", "Hà Nam", "Thăng Long")))
    assert find_option(search, "thang long", fold) == "1"


# PAR INDEX.


def test_par_parts_are_what_the_library_lists(books, pages):
    for province, years in books["par", "en"]["cases"].items():
        for year, case in years.items():
            listed = list_scores(pages["en"].tables, "par", province=province, year=int(year)).set_index("component")
            shown = [row for part in case["parts"].values() for row in part["rows"]]
            assert {row["component"] for row in shown} == set(listed.index) - {"par"}
            for row in shown:
                own = listed.loc[row["component"]]
                assert row["score"] == own["score"]
                assert row["lost"] == (None if own.isna()["lost"] else own["lost"])
                assert row["status"]
                assert row["publisher"]
            if shown:
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
    assert known["2021"]["other"].endswith("the scores of 8 other provinces, not that of {place}.")


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
    assert set(search.offered) < {option[0] for option in search.options}
    assert len(par.widgets["province"].options) == len(search.offered)
    par.choose("province", "ha giang")
    assert (par.state["province"], par.problem) == ("02", "")
    assert "02" not in par.book["held"]
    assert "{place}" in par.book["words"]["never"]


def test_par_keeps_the_published_ranks(books, pages):
    ranks = books["par", "en"]["ranks"]
    assert ranks["31"]["2012"]["rank"] == 6
    assert sum(map(len, ranks.values())) == len(pages["en"].tables.ranks.query("component == 'par'"))


def test_par_begins_in_a_year_before_the_index_was(pages):
    early = ParExplorer(pages["vi"]._replace(year=2011))
    assert (early.state["year"], early.state["base"]) == (2011, 0)
    assert early.book["known"][2011]["rows"] == []


# SIPAS.


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
    sipas.choose("beside", ["46"])
    assert sipas.problem == "“46” cannot be chosen in “Other provinces (up to 5)”."


def test_sipas_has_the_national_means(books, pages):
    for row in books["sipas", "en"]["means"]:
        assert row["score"] == find_mean(pages["en"].tables, "sipas", year=row["year"])


# All provinces.


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


# PAPI.


@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.2", 2016), ("papi.8.3", 2022)])
def test_papi_figures_are_what_the_library_computes(books, pages, component, year):
    book = books["papi", "en"]
    tables = pages["en"].tables
    grouped = group_scores(tables, component, year=year).set_index("province")
    at = next(place for place, province in enumerate(book["provinces"]) if province["code"] == "31")
    assert book["scores"][component][str(year)][at] == grouped.at["31", "score"]
    assert book["ranks"][component][str(year)][at] == grouped.at["31", "rank"]
    assert book["groups"][component][str(year)][at] == str(grouped.at["31", "group"])
    spread = spread_scores(tables, [component], year=year).iloc[0]
    assert book["spread"][component][str(year)][0] == len(grouped) == spread["scored"]
    assert book["spread"][component][str(year)][3] == pytest.approx(spread["median"], abs=1e-6)


def test_own_peers_are_asked_for_where_they_count(begin):
    papi = begin("papi")
    assert papi.widgets["peers"].layout.display == "none"
    papi.choose("peers_kind", "own")
    assert papi.widgets["peers"].layout.display == ""
    papi.choose("peers", ["01", "48", "79", "92", "22", "46"])
    assert papi.state["peers"] == ["48", "79", "92", "22", "46"]


# Panels.


def columns_of(spec):
    """Return every field that a specification reads, but those that its transforms make."""
    text = json.dumps(spec)
    fields = set(re.findall(r'"field": "(\w+)"', text))
    made = set(re.findall(r'"as": "(\w+)"', text))
    return fields - made


def test_a_panel_holds_no_rows_of_its_own(books):
    for book in books.values():
        for panel in book["panels"]:
            if "spec" in panel:
                assert "rows" not in panel["spec"].get("datasets", {})
                assert '"name": "rows"' in json.dumps(panel["spec"])
                assert panel["spec"]["title"]["text"] == {"expr": "split(heading, '\\n')"}


def test_par_rows_hold_every_column_that_their_panel_draws(books):
    book = books["par", "vi"]
    case = book["cases"]["31"]["2021"]
    given = {
        "parts": (case["parts"]["par"]["rows"][0], set()),
        "steps": (case["steps"]["rows"][0], {"chosen"}),
        "changes": (case["changes"]["2020"]["rows"][0], {"chosen", "zero"}),
        "known": (book["known"]["2021"]["rows"][0], {"own", "mean"}),
    }
    for panel in book["panels"]:
        row, added = given[panel["name"]]
        assert columns_of(panel["spec"]) - added <= set(row)


def test_the_words_of_the_front_end_are_in_the_book(books):
    for (name, lang), book in books.items():
        assert book["words"] == list_group("explore", lang) | list_group(f"explore_{name}", lang)
