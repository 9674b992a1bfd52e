"""A place among many is told as an ordinal in English (21st of 63), as a number alone in Vietnamese (thứ 21/63)."""

import re

import pytest
from parts import open_sheet

from govindex.tables.load import load_tables
from govindex.words import ordinal

# A place in a sentence: what stands before "of" the number of those scored, or "by its rise".
_PLACE = re.compile(r"(\d+)(\w*) of \d+ (?:provinces scored|scored|provinces|by its rise)")
_TITLES = {
    "papi": ("spread", "map"),
    "ranking": ("bands",),
    "whatif": ("curve",),
    "peers": ("positions",),
    "change": ("moves",),
    "provinces": ("standing", "map"),
}


@pytest.mark.slow
@pytest.mark.parametrize("page", _TITLES)
def test_a_place_in_an_english_title_is_an_ordinal(page):
    tables = load_tables()
    provinces = tables.provinces[tables.provinces["last_year"].isna() | (tables.provinces["last_year"] >= 2023)]
    sheet, seen = open_sheet(page, "31", 2023), set()
    for province in provinces["code"][provinces["first_year"] <= 2023]:
        sheet.choose("province", province)
        for part in _TITLES[page]:
            for number, ending in _PLACE.findall(sheet[part].title):
                assert number + ending == ordinal(int(number), "en"), sheet[part].title
                seen.add(ending)
    assert seen == {"st", "nd", "rd", "th"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_rank_in_doubt_or_derived_is_told_as_a_rank_of_so_many(lang):
    ranks = load_tables().ranks
    ranks = ranks[ranks["status"].isin(("derived", "suspect")) & (ranks["measure"] == ranks["component"])]
    ranks = ranks.drop_duplicates(["measure", "status"])
    assert set(ranks["status"]) == {"derived", "suspect"}
    for row in ranks.itertuples():
        told = " ".join(open_sheet(row.measure, row.province, row.year, lang)["summary"].texts)
        place = f"{ordinal(int(row.rank), lang)}{'/' if lang == 'vi' else ' of '}63"
        assert place in told, told
        assert "rank " + place not in told
