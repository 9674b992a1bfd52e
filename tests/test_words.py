"""Words and numbers: both languages say the same things, and write numbers by their own locale."""

import json
import re
import string
import tomllib
from pathlib import Path

import babel
import pytest
from parts import OPENERS, open_sheet

import govindex
from govindex.errors import UnknownName
from govindex.figures.declare import Column, Figure
from govindex.tables.places import find_notebooks
from govindex.words import DIGITS, LANGS, check_lang, list_group, listing, month, number, plain_number, quote, say

PACKAGE = Path(govindex.__file__).parent
CATALOGUE = {path.name: tomllib.loads(path.read_text("utf-8")) for path in (PACKAGE / "catalogue").glob("*.toml")}
GROUPS = [(group, entries) for groups in CATALOGUE.values() for group, entries in groups.items()]
ENTRIES = {f"{group}.{key}": entry for group, entries in GROUPS for key, entry in entries.items()}
WORDED = [*(PACKAGE / "catalogue").glob("*.toml"), *find_notebooks().glob("*.ipynb")]
SOURCES = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}


def values(text):
    """Return the names in braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def ask(source):
    """Return the keys that a module's source asks the catalogue for by a plain text."""
    return set(re.findall(r'\bsay\(\s*"([a-z0-9_]+\.[a-z0-9_]+)"', source))


def find_mistakes(entry: dict[str, str]) -> list[str]:
    """Return what is wrong with an entry of the catalogue, a few words each."""
    if set(entry) != set(LANGS):
        return [f"languages {sorted(entry)}"]
    wrong = ["values"] * (values(entry["vi"]) != values(entry["en"]))
    for lang, text in entry.items():
        wrong += [f"{lang}: empty"] * (not text.strip())
        wrong += [f"{lang}: two spaces"] * ("  " in text)
        # a letter and its mark are to be one character (NFC)
        wrong += [f"{lang}: letters in parts"] * bool(re.search(r"[\u0300-\u036f]", text))
    return wrong


def test_every_entry_has_both_languages_with_the_same_values_and_clean_letters():
    assert len(ENTRIES) > 100
    assert {key: wrong for key, entry in ENTRIES.items() if (wrong := find_mistakes(entry))} == {}


def test_a_position_says_that_it_is_computed_or_published():
    told = {key: each for key, each in ENTRIES.items() if re.search(r"thứ \{\w+\}/\{\w+\}", each["vi"])}
    assert len(told) > 20
    for key, each in told.items():
        assert re.search(r"\{how\}|tự tính|trong dữ liệu|công bố", each["vi"]), key
        assert re.search(r"\{how\}|computed|published", each["en"]), key


@pytest.mark.parametrize(
    "key",
    ["sheet_change.position", "sheet_peers.rank_axis", "whatif.axis_position"]
    + [f"column.{name}" for name in ("rank", "first_place", "second_place")],
)
def test_what_heads_computed_positions_says_so(key):
    assert "tự tính" in ENTRIES[key]["vi"]
    assert "computed" in ENTRIES[key]["en"].lower()


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"vi": "năm {year}", "en": "{year}"}, []),
        ({"vi": "năm"}, ["languages ['vi']"]),
        ({"vi": "năm", "en": "year", "fr": "an"}, ["languages ['en', 'fr', 'vi']"]),
        ({"vi": "năm {year}", "en": "{yaer}"}, ["values"]),
        ({"vi": "năm", "en": " "}, ["en: empty"]),
        ({"vi": "hai  năm", "en": "years"}, ["vi: two spaces"]),
        ({"vi": "na\u0306m", "en": "year"}, ["vi: letters in parts"]),
    ],
)
def test_what_is_wrong_with_an_entry_is_found(entry, wrong):
    assert find_mistakes(entry) == wrong


def test_a_group_of_words_stands_in_one_file():
    names = [group for group, _ in GROUPS]
    assert sorted(names) == sorted(set(names))


def test_every_key_that_a_module_asks_for_is_in_the_catalogue():
    assert sum(len(ask(source)) for source in SOURCES.values()) > 50
    lost = {path.relative_to(PACKAGE).as_posix(): ask(source) - set(ENTRIES) for path, source in SOURCES.items()}
    assert {path: keys for path, keys in lost.items() if keys} == {}


def test_a_key_that_is_asked_for_is_seen():
    assert ask('x = say("no.such", lang); say(\n    "other.key", lang)\nsay(f"a.{b}", lang)') == {
        "no.such",
        "other.key",
    }


@pytest.mark.parametrize("file", WORDED, ids=lambda file: file.name)
def test_no_words_know_how_many_provinces_there_are_or_in_which_year_something_was(file):
    text = file.read_text("utf-8")
    if file.suffix == ".ipynb":  # a method cites its literature, with years
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
        text = "\n".join(line for cell in cells for line in cell["source"])
        assert not re.search(r"(?i)(chỉ năm|only (?:of|for)) (?:[\w ]+ )?20\d\d", text)
    elif file.stem not in ("adding", "audit", "template"):  # these say how a year or a date is written
        assert not re.search(r"(?<!\d)20\d\d(?!\d)", text)
    assert not re.search(r"(?<![\d.,/{])63(?![\d.,/])", text.replace("48/63", ""))


def test_words_are_filled_with_values():
    assert say("rank.unknown", "en", place="Hai Phong") == "We have no published rank of Hai Phong."
    assert "Hải Phòng" in say("rank.unknown", "vi", place="Hải Phòng")


def test_a_value_with_braces_stays_as_it_is():
    assert "{year}" in say("rank.unknown", "en", place="{year}")


def test_an_unknown_key_is_told_what_is_near():
    with pytest.raises(UnknownName, match=r"'measure\.papy'; near: measure\.papi"):
        say("measure.papy", "vi")


@pytest.mark.parametrize("lang", ["fr", "EN", "vi-VN", ""])
def test_a_language_that_is_not_held_is_refused(lang):
    with pytest.raises(UnknownName, match="expected vi or en"):
        say("measure.papi", lang)
    with pytest.raises(UnknownName, match="expected vi or en"):
        number(1, lang)


def test_a_near_language_is_told():
    with pytest.raises(UnknownName, match="near: vi"):
        check_lang("VIE")


def test_a_group_is_listed_by_key():
    assert list_group("measure", "vi")["papi"] == "PAPI"
    assert list_group("unit", "en")["sipas"] == "percentage points"
    assert list_group("no_such_group", "vi") == {}


@pytest.mark.parametrize("lang", LANGS)
def test_a_language_is_a_locale_that_babel_knows(lang):
    symbols = babel.Locale(lang).number_symbols["latn"]
    assert number(1234.5, lang, 1) == f"1{symbols['group']}234{symbols['decimal']}5"


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (91.8, 2, "91,80", "91.80"),
        (44.005, 3, "44,005", "44.005"),
        (5, 0, "5", "5"),
        (0, 2, "0,00", "0.00"),
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (-0.162, 3, "−0,162", "−0.162"),
    ],
)
def test_a_number_is_written_by_its_language(value, digits, vi, en):
    assert number(value, "vi", digits) == vi
    assert number(value, "en", digits) == en


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.125, 2, "0.13"), (2.675, 2, "2.68"), (1.005, 2, "1.01"), (-0.125, 2, "−0.13"), (0.5, 0, "1"), (1.5, 0, "2")],
)
def test_halves_are_rounded_away_from_zero_as_reports_do(value, digits, text):
    assert number(value, "en", digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.29, "+1.29"), (-0.19, "−0.19"), (0, "0.00"), (0.004, "0.00"), (-0.004, "0.00"), (-0.0, "0.00")],
)
def test_a_signed_number_tells_rise_and_fall_and_none_of_what_rounds_to_zero(value, text):
    assert number(value, "en", sign=True) == text


def test_a_fall_is_written_with_the_minus_sign_and_not_a_hyphen():
    assert number(-1, "vi", 0)[0] == "\N{MINUS SIGN}"


def test_a_whole_number_may_be_written_plain():
    assert plain_number(85.0, "vi") == "85"
    assert plain_number(70.8, "vi") == "70,80"
    assert plain_number(4.4, "en", 3) == "4.400"


def test_every_measure_has_its_decimals():
    assert set(DIGITS) == {"par", "sipas", "papi"}


@pytest.mark.parametrize(
    ("items", "vi", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a và b", "a and b"),
        (["a", "b", "c"], "a, b và c", "a, b and c"),
        (["a, b", "c", "d"], "a, b; c và d", "a, b; c and d"),
    ],
)
def test_items_are_listed_as_in_a_sentence(items, vi, en):
    assert listing(items, "vi") == vi
    assert listing(items, "en") == en


def test_a_month_is_written_by_its_language():
    assert (month("2022-09", "vi"), month("2022-09", "en")) == ("9/2022", "September 2022")
    assert (month("2022-12", "vi"), month("2022-12", "en")) == ("12/2022", "December 2022")


def test_a_name_is_quoted():
    assert quote("Tài chính công") == "“Tài chính công”"


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(OPENERS))
def test_every_column_that_a_figure_shows_has_a_heading(name, lang):
    declared = open_sheet(name, lang=lang).declared
    figures = [part for part in (*declared.parts.values(), declared.whole) if isinstance(part, Figure)]
    assert figures
    known = {*list_group("column", lang), "publisher"}  # a publisher is headed as a source
    for figure in figures:
        own = {column for column, form in figure.columns.items() if isinstance(form, Column) and form.heading}
        assert set(figure.columns) - own <= known, figure.name
