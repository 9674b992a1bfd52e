"""Controls: what can be chosen, and what follows from a choice."""

from govindex.figures.controls import Control, check_choice, find_option, follow_choice
from govindex.tables.names import fold


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
    assert find_option(search, "thang long", fold, {}) == "1"


def test_the_own_province_is_none_of_the_others():
    control = Control("peers", "several", "Others", options=(("a", "A"), ("b", "B")), without="province")
    assert check_choice(control, ["a", "b"], {"province": "a"}, "en") == ["b"]
    assert follow_choice([control], {"province": "b", "peers": ["a", "b"]}, "province") == {
        "province": "b",
        "peers": ["a"],
    }


def test_of_options_spelt_alike_the_one_is_meant_that_fits_the_other_choice():
    options = (("31", "Hải Phòng (to 2024)", "Hải Phòng"), ("31-2025", "Hải Phòng (since 2025)", "Hải Phòng"))
    spans = ("year", {"31": (2011, 2024), "31-2025": (2025, 9999)})
    search = Control("x", "search", "X", options=options, spans=spans)
    assert find_option(search, "hai phong", fold, {"year": 2021}) == "31"
    assert find_option(search, "TP. Hải Phòng", fold, {"year": 2025}) == "31-2025"
    assert find_option(search, "Hải Phòng (to 2024)", fold, {"year": 2025}) == "31"
    assert find_option(search, "31-2025", fold, {"year": 2021}) == "31-2025"


def test_a_range_goes_back_when_what_it_is_of_changes():
    gain = Control("gain", "range", "{part}", minimum=-1, maximum=5, step=0.1, anew=("measure", 0.0))
    assert follow_choice([gain], {"measure": "b", "gain": 2.0}, "measure") == {"measure": "b", "gain": 0.0}
    assert follow_choice([gain], {"measure": "b", "gain": 2.0}, "gain") == {"measure": "b", "gain": 2.0}
