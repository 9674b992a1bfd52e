"""PAPI as the annual report prints it, on the real data: equal to the founding report, honest about holes."""

import re

import pandas as pd
import pytest
from parts import data, open_sheet, texts

from govindex.compare.frameworks import judge_changes
from govindex.figures.markup import write_part
from govindex.figures.report.tables import list_papi
from govindex.tables.load import load_tables

DIMENSIONS = [f"papi.{order}" for order in range(1, 9)]


@pytest.mark.slow
def test_the_table_of_hai_phong_2021_equals_the_founding_report():
    table = data("report", "papi", "31", 2021, "vi").set_index("component")
    assert list(table.index) == [*DIMENSIONS, "papi"]
    printed = [4.904, 5.419, 4.413, 7.424, 7.462, 7.911, 3.678, 2.792, 44.005]
    assert table["score"].round(3).tolist() == printed
    high, upper, lower = "Cao nhất", "Trung bình cao", "Trung bình thấp"
    assert table["group"].tolist() == [upper, upper, upper, high, high, upper, upper, lower, high]


def test_the_changes_of_hai_phong_2021_equal_the_report_but_for_its_misprint():
    changes = data("report", "papi", "31", 2021, "vi").set_index("component")["change"]
    printed = [-0.369, -0.041, -0.162, 1.162, 0.14, 0.902, 0.582, -0.504]
    assert changes[DIMENSIONS].round(3).tolist() == printed
    assert changes["papi"] == pytest.approx(1.711387)


def test_thua_thien_hue_is_computed_first_of_sixty_in_2021():
    total = data("report", "papi", "46", 2021, "vi").set_index("component").loc["papi"]
    assert (round(total["score"], 3), total["rank"], total["scored"]) == (48.059, 1, 60)


def test_a_dimension_without_a_score_keeps_its_row_and_the_total_is_missing():
    table = data("report", "papi", "22", 2018, "vi").set_index("component")
    assert table.index[table["score"].isna()].tolist() == ["papi.2", "papi.4", "papi"]
    assert table.at["papi.2", "status"] == "không có điểm"
    assert pd.isna(table.at["papi.2", "group"])


def test_a_province_that_was_not_scored_has_no_table():
    table = data("report", "papi", "22", 2021, "vi")
    assert table.empty
    assert "group" in table


def test_2012_has_six_dimensions_and_sixty_points():
    table = data("report", "papi", "31", 2012, "vi")
    assert len(table) == 7
    assert table["maximum"].tolist() == [10] * 6 + [60]


def test_2018_compares_with_no_earlier_year():
    changes = data("report", "papi", "31", 2018, "vi").set_index("component")["change"]
    assert changes.isna().all()


def test_the_first_year_has_no_change():
    assert data("report", "papi", "31", 2011, "vi")["change"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("province", "year"), [("31", 2012), ("31", 2016), ("31", 2018), ("31", 2019), ("31", 2021), ("22", 2018)]
)
def test_each_change_that_does_not_compare_has_a_note_that_says_why(province, year, lang):
    tables, told_by = load_tables(), {"vi": "so với năm", "en": "hange since"}
    judged = judge_changes(tables, "papi", year=year, base=year - 1).set_index("component")[f"text_{lang}"]
    rows = data("report", "papi", province, year, lang).set_index("component")
    notes = texts("report", province, year, lang, part="notes")
    told = {code: " ".join(notes[each - 1] for each in of or []) for code, of in rows["change_note"].items()}
    for code in rows.index[rows["score"].notna()]:
        assert judged.get(code, "") in told[code]
        assert (code in judged) == (f"{told_by[lang]} {year - 1}" in told[code])


def test_a_year_without_changes_has_the_column_with_dashes_and_notes():
    sheet = open_sheet("report", "31", 2018, "vi")
    part = write_part(sheet.declared, "papi", sheet.resolve())
    assert len(re.findall(r"<td[^>]*>–<sup><a href=.#note-[123]", part)) == 9


def test_a_misprint_of_a_change_that_does_not_compare_has_both_notes():
    rows = data("report", "papi", "31", 2021, "vi").set_index("component")
    sheet = open_sheet("report", "31", 2021, "vi")
    part = write_part(sheet.declared, "papi", sheet.resolve())
    first, second = rows.at["papi.3", "change_note"]
    assert f'#note-{first}">{first}</a></sup> <sup><a href="#note-{second}"' in part


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "told"), [("vi", "Chưa có điểm năm 2021"), ("en", "have no score of 2021")])
def test_every_dash_in_place_of_a_change_has_its_note(lang, told):
    rows = list_papi(load_tables(), lang)
    later = rows[(rows["year"] > rows["year"].min()) & rows["score"].notna()]
    dashes = later[later["change"].isna()]
    assert len(dashes) > 800
    assert dashes["change_note"].notna().all()
    assert rows[rows["year"] == rows["year"].min()]["change_note"].isna().all()
    assert told in " ".join(texts("report", "22", 2022, lang, part="notes"))
