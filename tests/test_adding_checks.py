"""What the figures of a file must be to each other: each check on a small table that breaks it, and one that holds."""

import pandas as pd
import pytest
from newyear.figures import YEAR, make_papi, rank_papi
from newyear.shapes import name_group, spell_unit

from govindex.adding.books import read_book
from govindex.adding.command import _check
from govindex.adding.headings import Headings
from govindex.adding.request import Request, understand
from govindex.adding.units import Units
from govindex.tables.load import load_tables

GROUPS = {"Cao nhất": "1", "Trung bình cao": "2", "Trung bình thấp": "3", "Thấp nhất": "4"}


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def papi(tables):
    """The made-up totals with rank and group: code, name, total, rank, group, best first."""
    scores = make_papi(tables)
    units = Units(tables, YEAR)
    ranks = rank_papi(scores)
    rows = [
        [spell_unit(units, code, place), float(scores[code, "papi"]), ranks[code], GROUPS[name_group(scores, code)]]
        for place, code in enumerate(units.of_year(YEAR))
    ]
    return sorted(rows, key=lambda row: row[2])


@pytest.fixture
def read(tables, tmp_path):
    """Return what is told of some lines, by the key of its sentence: the cells."""

    def read_lines(lines, *, name="papi-2025.csv", **said):
        file = tmp_path / name
        file.write_text("\n".join(";".join(map(str, line)) for line in lines).replace(".", ","), "utf-8")
        request = Request(same_framework=True, **({"partial": True} | said))
        understood = understand(tables, read_book(file), request)
        assert understood.reading is not None, [trouble.say("en") for trouble in understood.troubles]
        _check(tables, understood.reading, understood.same_framework, request)
        told = {}
        for trouble in understood.reading.troubles:
            trouble.say("vi")
            told.setdefault(trouble.key.partition(".")[2], []).append(trouble.at.cell if trouble.at else "")
        for usual in ("framework_lengthened", "not_judged", "units_missing"):
            told.pop(usual, None)
        return told

    return read_lines


HEAD = ["Tỉnh", "Tổng điểm PAPI 2025", "Hạng", "Nhóm"]


def test_ranks_and_groups_that_follow_the_scores_are_not_told(papi, read):
    assert read([HEAD, *papi], partial=False) == {}


def test_a_group_that_is_not_that_of_the_percentiles_is_told(papi, read):
    rows = [list(row) for row in papi]
    rows[0][3] = "3"
    assert read([HEAD, *rows]) == {"group": ["D2"]}


def test_two_ranks_that_changed_places_are_told_once_with_the_one_that_they_contradict(papi, read):
    rows = [list(row) for row in papi]
    rows[10][2], rows[20][2] = rows[20][2], rows[10][2]
    told = read([HEAD, *rows])
    assert set(told) == {"rank_order"}
    assert set(told["rank_order"]) <= {"C12", "C22"}


def test_a_rank_that_two_scores_share_is_told(papi, read):
    rows = [list(row) for row in papi]
    rows[5][2] = rows[4][2]
    assert read([HEAD, *rows])["rank_shared"] == ["C7"]


def test_equal_scores_may_have_ranks_of_their_own(papi, read):
    rows = [list(row)[:3] for row in papi]
    rows[5][1] = rows[4][1]
    assert read([HEAD[:3], *rows]) == {}


def test_a_province_too_many_missing_is_half_a_file_unless_it_is_meant_so(papi, read):
    rows = [row[:2] for row in papi[:20]]
    assert read([HEAD[:2], *rows], partial=False) == {"half_a_file": [""]}
    assert read([HEAD[:2], *rows]) == {}


@pytest.mark.parametrize(
    ("label", "kind", "of"),
    [("Trung vị", "median", sorted), ("Cao nhất", "maximum", max), ("Thấp nhất", "minimum", min)],
)
def test_other_figures_of_the_country_are_held_against_their_column(papi, read, label, kind, of):
    column = [row[1] for row in papi]
    right = of(column)
    right = (right[16] + right[17]) / 2 if isinstance(right, list) else right
    lines = [HEAD[:2], *(row[:2] for row in papi)]
    assert read([*lines, [label, round(right, 4)]]) == {}
    assert read([*lines, [label, round(right + 0.01, 4)]]) == {f"statistic_{kind}": ["B36"]}


def test_a_decimal_mark_that_is_lost_is_told_where_the_range_does_not_tell_it(read):
    names = ["Hà Nội", "Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Điện Biên", "Lai Châu"]
    lines = [["Tỉnh", "SIPAS 2024"], *([name, 80 + place] for place, name in enumerate(names))]
    lines[4][1] = "8.3"
    assert read(lines, name="sipas.csv") == {"decimal_mark": ["B5"]}


def test_a_mean_of_parts_is_held_against_them(read):
    head = ["Tỉnh", *(f"sipas.{number}" for number in range(1, 6)), "SIPAS 2021"]
    right = ["Hà Nội", 80, 81, 82, 83, 84, 82]
    assert read([head, right], name="sipas-2021.csv") == {}
    assert read([head, [*right[:-1], 84.5]], name="sipas-2021.csv") == {"sum": ["G2"]}


def test_two_columns_of_one_component_must_agree(read):
    head = ["Tỉnh", "Tổng điểm", "SIPAS 2024 (%)"]
    rows = [["Hà Nội", 80.12, 80.1], ["Hà Giang", 81.55, 82.55]]
    assert read([head, *rows], name="sipas-2024.csv") == {"two_figures": ["C3"]}


def test_a_jump_is_from_the_provinces_own_last_year_however_few_the_year_before_holds(read, tables):
    totals = tables.scores.query("component == 'par' and year == 2023").set_index("province")["score"]
    sparse = set(tables.scores.query("component == 'par' and year == 2024")["province"])
    names = tables.provinces.set_index("code")["name_vi"]
    going_on = [code for code in totals.index if pd.isna(tables.provinces.set_index("code")["last_year"][code])]
    rows = [[names[code], round(totals[code] + 1 + place / 10, 2)] for place, code in enumerate(going_on)]
    assert read([["Tỉnh", f"PAR INDEX {YEAR}"], *rows], name="par.csv") == {}
    place = next(place for place, code in enumerate(going_on) if code not in sparse)
    rows[place][1] -= 35
    assert read([["Tỉnh", f"PAR INDEX {YEAR}"], *rows], name="par.csv") == {"jump": [f"B{place + 2}"]}


@pytest.mark.parametrize("heading", ["SIPAS 1", "Tiêu chí số 3", "PAPI 2 điểm", "Điểm 7"])
def test_a_heading_with_a_number_that_no_name_has_is_not_taken_for_the_total(heading, tables):
    assert Headings(tables, "sipas", 2024).read([heading]).component != "sipas"


def test_a_starred_figure_is_read_and_told_and_a_star_alone_is_none(read):
    head = ["Tỉnh", "SIPAS 2024"]
    told = read([head, ["Hà Nội", "80.12*"], ["Hà Giang*", 81.5], ["Cao Bằng", "*"]], name="sipas.csv")
    assert told == {"starred": ["B2"]}


def test_rows_of_regions_are_told_and_not_read(read):
    head = ["Tỉnh", "SIPAS 2024"]
    rows = [["Vùng Đồng bằng sông Hồng", 85.1], ["Hà Nội", 80.12], ["TÂY NGUYÊN", 84.2], ["Kon Tum", 81]]
    assert read([head, *rows], name="sipas.csv") == {"region_row": ["2", "4"]}


def test_repeated_headings_numbers_of_columns_and_blank_rows_are_no_provinces(read):
    head = ["Tỉnh", "SIPAS 2024"]
    rows = [
        head,
        ["(1)", "(2)"],
        ["Hà Nội", 80.12],
        ["", ""],
        head,
        ["Hà Giang", 81],
        ["Ghi chú: điểm tính theo %", ""],
    ]
    assert read(rows, name="sipas.csv") == {}


def test_a_table_with_provinces_across_is_turned_and_its_cells_are_named_as_they_stand(papi, read):
    names, totals = [row[0] for row in papi], [row[1] for row in papi]
    totals[3] = 99
    told = read([["Tỉnh", *names], ["Tổng điểm PAPI 2025", *totals]], partial=False)
    assert told == {"out_of_range": ["E2"]}


def test_a_sheet_in_which_a_column_lost_its_name_names_the_column(papi, read):
    told = read([["Tỉnh", "Tổng điểm PAPI 2025", "???"], *([*row[:2], 5.5] for row in papi)])
    assert told == {"no_component_column": ["C1"]}
