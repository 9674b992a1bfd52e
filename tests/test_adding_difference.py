"""What adding changes, removes and keeps, on a small made-up table of three provinces' satisfaction."""

import pytest
from newyear.places import copy_data, read_all

from govindex.adding.command import add_file
from govindex.adding.request import Request
from govindex.adding.texts import TextTable

pytestmark = pytest.mark.slow

HEAD = "Nguồn số liệu;;\nTỉnh;Chỉ số SIPAS 2024;Hạng\n"


@pytest.fixture
def folder(tmp_path):
    return copy_data(tmp_path / "data")


def add(folder, rows, **said):
    file = folder.parent / "sipas-2024.csv"
    file.write_text(HEAD + rows, "utf-8")
    outcome = add_file(file, folder, Request(source=said.pop("source", "s39"), partial=True), **said)
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles]
    return outcome


def rows_of(folder, province):
    table = TextTable((folder / "scores/sipas.csv").read_text("utf-8"))
    return [row for row in table.rows if row["year"] == "2024" and row["province"] == province]


def test_a_figure_that_differs_is_told_old_and_new_and_takes_the_new_source(folder):
    add(folder, "Hà Giang;81,11;\nHà Tĩnh;82,22;\n")
    outcome = add(folder, "Hà Giang;81,15;\nHà Tĩnh;82,22;\n", source="s38")
    scores = outcome.differences["scores"]
    assert scores.changed == [(("02", "sipas"), "81.11", "81.15", "s39")]
    assert (len(scores.added), scores.same) == (0, 1)
    (row,) = rows_of(folder, "02")
    assert (row["score"], row["source"], row["status"]) == ("81.15", "s38", "printed")
    (row,) = rows_of(folder, "42")
    assert row["source"] == "s39"


def test_what_a_source_takes_back_is_removed_and_what_another_gave_is_kept(folder):
    add(folder, "Hà Giang;81,11;\nHà Tĩnh;82,22;\n")
    outcome = add(folder, "Hà Giang;*;\nHà Tĩnh;82,22;\n", source="s38")
    assert outcome.differences["scores"].kept == [(("02", "sipas"), "81.11", "", "other_source")]
    assert len(rows_of(folder, "02")) == 1
    outcome = add(folder, "Hà Giang;*;\nHà Tĩnh;82,22;\n")
    assert outcome.differences["scores"].removed == [(("02", "sipas"), "81.11")]
    assert rows_of(folder, "02") == []


def test_a_corrected_figure_is_kept_against_the_print(folder):
    table = TextTable((folder / "scores/par.csv").read_text("utf-8"))
    place = table.find(year="2024", province="01", component="par")
    assert table.rows[place]["status"] == "corrected"
    file = folder.parent / "par.csv"
    file.write_text("Tỉnh;PAR INDEX 2024\nHà Nội;92,57\nHải Phòng;96,17\n", "utf-8")
    outcome = add_file(file, folder, Request(source="s31", partial=True))
    assert outcome.differences["scores"].kept == [(("01", "par"), "92.75", "92.57", "corrected")]
    assert not outcome.written


def test_a_print_with_fewer_decimals_than_is_held_is_no_change(folder):
    file = folder.parent / "papi.csv"
    file.write_text("Tỉnh;PAPI 2024\nHà Nội;44,40\n", "utf-8")
    held = TextTable((folder / "scores/papi.csv").read_text("utf-8"))
    score = float(held.rows[held.find(year="2024", province="01", component="papi")]["score"])
    file.write_text(f"Tỉnh;PAPI 2024\nHà Nội;{score:.2f}\n", "utf-8")
    outcome = add_file(file, folder, Request(source="s44", partial=True))
    assert outcome.sound
    assert outcome.differences["scores"].same == 1


def test_a_province_that_the_file_gives_no_score_is_put_down_as_such(folder):
    file = folder.parent / "papi.csv"
    outcome = add(folder, "Hà Giang;*;\nHà Tĩnh;82,22;\n")
    assert outcome.differences["unscored"].added == [(("02", "sipas"), "")]
    text = (folder / "unscored.csv").read_text("utf-8")
    assert text.splitlines()[1].startswith("sipas,2024,02,sipas,s39") or "sipas,2024,02,sipas,s39" in text
    outcome = add(folder, "Hà Giang;81,11;\nHà Tĩnh;82,22;\n")
    assert "sipas,2024,02" not in (folder / "unscored.csv").read_text("utf-8")
    assert not file.exists()


def test_rows_go_to_their_place_and_the_other_lines_stay_to_the_letter(folder):
    before = (folder / "scores/sipas.csv").read_text("utf-8").splitlines()
    add(folder, "Hà Tĩnh;82,22;\nHà Giang;81,11;\n")
    after = (folder / "scores/sipas.csv").read_text("utf-8").splitlines()
    fresh = [line for line in after if line not in before]
    assert fresh == ["sipas,2024,02,sipas,81.11,printed,s39,,", "sipas,2024,42,sipas,82.22,printed,s39,,"]
    assert [line for line in after if line not in fresh] == before
    years = [int(line.split(",")[1]) for line in after[1:]]
    assert years == sorted(years)


def test_a_refused_file_leaves_the_folder_as_it_was(folder):
    before = read_all(folder)
    file = folder.parent / "sipas-2024.csv"
    file.write_text(HEAD + "Hà Giang;181,11;\n", "utf-8")
    outcome = add_file(file, folder, Request(source="s39", partial=True))
    assert [trouble.key for trouble in outcome.troubles if trouble.level == "error"] == ["adding.out_of_range"]
    assert read_all(folder) == before


def test_the_tables_own_file_of_many_years_is_read_for_the_year_asked_for(folder):
    outcome = add_file(folder / "scores/par.csv", folder, Request(year="2023", source="s66"))
    assert outcome.sound, [trouble.say("en") for trouble in outcome.troubles if trouble.level == "error"]
    assert not outcome.written
    assert any(trouble.key == "adding.other_years" for trouble in outcome.troubles)
    unclear = add_file(folder / "scores/par.csv", folder, Request(source="s66"))
    assert [trouble.key for trouble in unclear.troubles] == ["adding.year_unclear"]


def test_a_row_of_another_year_among_many_is_a_slip_named_by_its_cell(folder):
    file = folder.parent / "sipas.csv"
    provinces = ["01", "02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19"]
    lines = [f"2024;{code};sipas;8{place % 10},5" for place, code in enumerate(provinces)]
    lines[3] = lines[3].replace("2024", "2042")
    file.write_text("Năm;Tỉnh;Nội dung;Điểm\n" + "\n".join(lines), "utf-8")
    outcome = add_file(file, folder, Request(measure="sipas", year="2024", source="s39", partial=True))
    told = [trouble.say("en") for trouble in outcome.troubles if trouble.level == "error"]
    assert told == ["Cell A5 (row 5, column A): this row is of 2042, not of 2024."]


def test_a_cell_that_is_blank_in_a_file_of_some_provinces_says_nothing_of_the_province(folder):
    outcome = add(folder, "Hà Giang;;\nHà Tĩnh;82,22;\n")
    assert outcome.differences["unscored"].added == []


def test_a_column_that_is_empty_for_all_is_no_claim_that_nobody_has_a_score(folder):
    file = folder.parent / "sipas.csv"
    rows = ["Hà Giang;sipas;81,11", "Hà Tĩnh;sipas;*", "Hà Giang;sipas.policy;*", "Hà Tĩnh;sipas.policy;*"]
    file.write_text("Tỉnh;Nội dung;Điểm\n" + "\n".join(rows), "utf-8")
    outcome = add_file(file, folder, Request(measure="sipas", year="2024", source="s39", partial=True))
    assert outcome.sound
    assert outcome.differences["unscored"].added == [(("42", "sipas"), "")]
    assert "adding.column_empty" in [trouble.key for trouble in outcome.troubles]
    assert [key for key, _ in outcome.differences["scores"].added] == [("02", "sipas")]
