"""What PAPI's sentences tell as moved, in every province-year and both languages, held against the scores."""

import re
from functools import cache

import pytest

from govindex.compare.precision import find_smallest_change
from govindex.figures.papi.sentences import list_sentences
from govindex.tables.load import load_tables
from govindex.tables.names import name_component
from govindex.words import template

TABLES = load_tables()
PAPI = TABLES.scores[TABLES.scores["measure"] == "papi"]
SCORES = PAPI.set_index(["province", "year", "component"])["score"].to_dict()
PAIRS = {(province, year) for province, year, _ in SCORES}
DOUBTS = TABLES.changes[(TABLES.changes["measure"] == "papi") & (TABLES.changes["comparable"] != "yes")]
OF_ALL = set(DOUBTS.loc[DOUBTS["component"] == "papi", "year"])
DOUBTED = {  # a component and a year that does not compare, or wants caution while the total does not
    (row.component, row.year) for row in DOUBTS.itertuples() if row.comparable == "no" or row.year not in OF_ALL
}
DIMENSIONS = [f"papi.{number}" for number in range(1, 9)]
LEAST = {code: find_smallest_change(TABLES, code) for code in ("papi", *DIMENSIONS)}
MOVERS = {  # the words for the one that rose or fell most, and for one that alone did
    "summary": ("most_up", "one_up", "most_down", "one_down"),
    "contributions": ("gave_most", "gave_one", "took_most", "took_one"),
    "panels": ("panels_up", "panels_one_up", "panels_down", "panels_one_down"),
}


@cache
def make_pattern(key, lang):
    words = re.escape(template(key, lang))
    words = words.replace(r"\{name\}", "“(?P<name>[^”]+)”")
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", words))


def find(key, lang, text):
    """Return what a text has in the slots of a template, once for each time that it is found."""
    return [match.groupdict() for match in make_pattern(key, lang).finditer(text)]


@cache
def name_dimensions(lang, year):
    """Return the code of each dimension by its name in a year."""
    return {name_component(TABLES, code, lang, year=year): code for code in DIMENSIONS}


def is_moved_by_the_questionnaire(code, base, year):
    """Return whether any year after `base` up to `year` has a doubt of the component's own."""
    return any((code, when) in DOUBTED for when in range(base + 1, year + 1))


def is_split(text, lang):
    """Return whether a sentence tells how one total became another."""
    return any(
        text.startswith(template(f"papi.contributions_{way}", lang).split("{")[0]) for way in ("up", "down", "even")
    )


@pytest.fixture(scope="module", params=["vi", "en"])
def told(request):
    rows = list_sentences(TABLES, request.param)
    rows = rows[[pair in PAIRS for pair in zip(rows["province"], rows["year"], strict=True)]]
    assert len(rows) == len(PAIRS) == 873
    rows["summary"] = rows["summary"].map(" ".join)
    return request.param, rows.to_dict("records")


def list_moved(province, base, year):
    """Return by dimension the change since `base` that is beyond noise and not made by the questionnaire."""
    steps = {}
    for code in DIMENSIONS:
        now, before = (SCORES.get((province, when, code)) for when in (year, base))
        if now is None or before is None or is_moved_by_the_questionnaire(code, base, year):
            continue
        if abs(now - before) > LEAST[code] + 1e-9:
            steps[code] = now - before
    return steps


@pytest.mark.slow
def test_largest_changes_and_drivers_are_beyond_noise_and_not_made_by_the_questionnaire(told):
    lang, rows = told
    seen = dict.fromkeys(MOVERS, 0)
    for row in rows:
        year = row["year"]
        codes = name_dimensions(lang, year)
        for part, keys in MOVERS.items():
            first = re.search(r"(?:So với năm|Compared with) (\d{4})", row[part]) if part == "panels" else None
            base = int(first[1]) if first else year - 1
            named = {key: codes[match["name"]] for key in keys for match in find(f"papi.{key}", lang, row[part])}
            steps = list_moved(row["province"], base, year)
            expected = {}
            for place, sign in ((0, 1), (2, -1)):
                moved = [code for code, step in steps.items() if sign * step > 0]
                if moved:
                    expected[keys[place + (len(moved) == 1)]] = max(moved, key=lambda code: abs(steps[code]))
            silent = (part == "contributions" and not is_split(row[part], lang)) or (part == "panels" and not first)
            assert named == ({} if silent else expected), (row["province"], year, row[part])
            seen[part] += len(named)
    assert min(seen.values()) > 500


@pytest.mark.slow
def test_the_ends_of_a_trend_on_both_sides_of_a_year_of_caution_are_told_with_care(told):
    lang, rows = told
    care, cared = template("papi.trend_care", lang), 0
    for row in rows:
        ends = re.findall(r"\((?:năm )?(\d{4})\)", row["trend"])
        if len(ends) == 2:
            low, high = sorted(map(int, ends))
            assert (care in row["trend"]) == (low < 2021 <= high), row["trend"]
            cared += care in row["trend"]
    assert cared > 100


@pytest.mark.slow
def test_a_total_within_noise_neither_rose_nor_fell(told):
    lang, rows = told
    hardly = template("papi.contributions_even", lang).split("{")[0]
    even = 0
    for row in rows:
        now, before = (SCORES.get((row["province"], year, "papi")) for year in (row["year"], row["year"] - 1))
        if not is_split(row["contributions"], lang):
            continue
        small = abs(now - before) <= LEAST["papi"]
        assert row["contributions"].startswith(hardly) == small, row["contributions"]
        moved = [each for key in ("moved_up", "moved_down") for each in find(f"papi.{key}", lang, row["summary"])]
        assert not (small and moved), row["summary"]
        even += small
    assert even > 100


@pytest.mark.slow
def test_the_ends_of_a_trend_within_noise_are_not_called_lowest_and_highest(told):
    lang, rows = told
    ends = {"vi": r"thấp nhất ([\d,]+) .*cao nhất ([\d,]+)", "en": r"lowest ([\d.]+) .*highest ([\d.]+)"}
    found = [match for row in rows if (match := re.search(ends[lang], row["trend"]))]
    assert len(found) > 700
    for match in found:
        low, high = (float(text.replace(",", ".")) for text in match.groups())
        assert high - low > LEAST["papi"], match[0]


@pytest.mark.slow
def test_a_total_over_a_shifted_dimension_says_so(told):
    lang, rows = told
    held = 0
    for row in rows:
        shifted = [code for code in DIMENSIONS if is_moved_by_the_questionnaire(code, row["year"] - 1, row["year"])]
        names = [name for name, code in name_dimensions(lang, row["year"]).items() if code in shifted]
        said = find("papi.within_total", lang, row["summary"])
        assert bool(said) == bool(shifted and is_split(row["contributions"], lang)), row["summary"]
        assert all(f"“{name}”" in said[0]["told"] for name in names if said)
        held += bool(said)
    assert held > 100
