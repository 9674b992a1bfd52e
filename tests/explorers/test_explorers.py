"""What every explorer does: what is chosen becomes its state, what cannot be is a sentence."""

import json
import re

from govindex.words import list_group


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


def test_the_words_of_the_front_end_are_in_the_book(books):
    for (name, lang), book in books.items():
        assert book["words"] == list_group("explore", lang) | list_group(f"explore_{name}", lang)
