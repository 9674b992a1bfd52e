"""The benchmark of the audit: a foreign hand writes, figures and slips are what they say, the judge is strict."""

import ast
import csv
import random
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

BENCH = Path(__file__).parent / "bench"
sys.path.append(str(BENCH))  # the scripts of a folder import each other by their bare names

from audit_facts import DATA, Facts  # noqa: E402
from audit_files import KINDS as FILES  # noqa: E402
from audit_files import write_file  # noqa: E402
from audit_judge import Said, judge  # noqa: E402
from audit_slips import KINDS, MANY, Table, number_of, plant  # noqa: E402
from audit_writer import PAR_STYLE, STYLES, shorten, show, write_table  # noqa: E402


@pytest.fixture(scope="module")
def facts():
    return Facts()


def make_table(facts, style, *, year=2022, province="82"):
    year = 2023 if style == PAR_STYLE else year
    return Table(facts, year, province, style, write_table(facts, year, province, style))


def list_printed(table):
    return {cell["cell"]: cell["printed"] for cell in table.cells}


@pytest.mark.parametrize("name", ["audit_facts", "audit_writer", "audit_slips", "audit_files"])
def test_what_writes_the_tables_shares_nothing_with_the_library(name):
    tree = ast.parse((BENCH / f"{name}.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    assert not {one for one in modules if one.startswith("govindex")}


def test_sums_ranks_and_groups_are_those_of_the_tables(facts):
    papi = pd.read_csv(DATA / "scores" / "papi.csv", dtype={"province": str})
    off = [row for row in papi.itertuples()
           if abs(float(facts.scores[row.year, row.province, row.component]) - row.score) > 1e-6]  # fmt: skip
    assert off == []
    assert facts.ranks[2022, "82", "papi"] == (45, 61)
    groups = [facts.groups[key] for key in facts.groups if key[0] == 2020 and key[2] == "papi"]
    assert [groups.count(group) for group in (1, 2, 3, 4)] == [16, 16, 15, 16]


def test_years_that_papi_does_not_compare_have_no_change(facts):
    assert facts.change(2018, "89", "papi.1") is None
    assert facts.change(2016, "89", "papi") is None
    assert facts.change(2020, "89", "papi") is not None


def test_figures_are_rounded_half_up_or_cut_and_lose_their_zeros_where_a_style_says_so():
    assert show(shorten(Decimal("7.185"), 2)) == "7,19"
    assert show(shorten(Decimal("7.189"), 2, cut=True)) == "7,18"
    assert show(shorten(Decimal("7.1804"), 3), zeros=False) == "7,18"
    assert show(shorten(Decimal("80"), 2), mark=".", zeros=False) == "80"


def test_a_style_prints_what_the_report_that_it_is_named_after_prints(facts):
    published = pd.read_csv(DATA / "published" / "yen-bai-2023.csv", dtype=str)
    printed = dict(zip(published["cell"], published["printed"], strict=True))
    table = make_table(facts, "yen-bai-2023", year=2023, province="15")
    own = {key.removesuffix("/2023"): text for key, text in list_printed(table).items()}
    assert list(own) == sorted(printed, key=lambda cell: (cell.startswith("papi/"), list(printed).index(cell)))
    # The report ranks the unscored too, and sums what the published sub-dimensions were before they were rounded.
    differ = {key: (printed[key], own[key]) for key in printed if printed[key] != own[key]}
    assert set(differ) <= {"papi/rank", "papi/rank_change", "papi/score"}
    assert differ["papi/score"] == ("42,4909", "42,4908")


def test_signs_and_words_stand_where_a_style_has_them(facts):
    assert list_printed(make_table(facts, "hai-phong-2021"))["papi.8/change/2022"] == "-0,337"
    assert list_printed(make_table(facts, "lao-cai-2021"))["papi.8/change/2022"] == "giảm 0.34 điểm"
    assert list_printed(make_table(facts, "an-giang-2018"))["papi/rank_change/2022"] == "tăng 14"
    assert list_printed(make_table(facts, "change in per cent"))["papi.8/change/2022"] == "-12,76%"


@pytest.mark.parametrize("kind", FILES)
def test_a_file_shows_what_was_written(facts, tmp_path, kind):
    cells = [{**cell, "report": "r1"} for cell in make_table(facts, "hai-phong-2021").cells]
    path = write_file(cells, tmp_path, "table", kind)
    if kind.endswith("csv"):
        delimiter = "," if kind == "comma.csv" else ";"
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.DictReader(file, delimiter=delimiter)) == cells
        return
    sheet = openpyxl.load_workbook(path).active
    printed = [sheet.cell(line, 8).value for line in range(4, 4 + len(cells))]
    assert [number_of(str(value)) for value in printed] == [number_of(one["printed"]) for one in cells]
    assert f"A4:A{3 + len(cells)}" in {str(area) for area in sheet.merged_cells.ranges}
    assert isinstance(printed[0], float) == kind.startswith("numbers")


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_changes_what_is_printed_and_is_the_same_every_time(facts, kind):
    tables = [make_table(facts, style) for style in (*STYLES, PAR_STYLE)]
    planted = [plant(kind, table, random.Random(f"{kind} {turn}")) for table in tables for turn in range(9)]
    again = [plant(kind, table, random.Random(f"{kind} {turn}")) for table in tables for turn in range(9)]
    assert planted == again
    assert any(planted)
    for place, wrong in enumerate(planted):
        printed = [cell["printed"] for cell in tables[place // 9].cells]
        assert all(printed[n] != text for n, text in wrong.items())
        assert kind in MANY or len(wrong) <= 1


def test_a_slip_leaves_alone_what_another_made_wrong(facts):
    table = make_table(facts, "an-giang-2018")
    every = set(range(len(table.cells)))
    assert all(plant("digit changed", table, random.Random(n), every) == {} for n in range(5))


def say(severity, cells, offers=None, options=1):
    return Said(severity, "sum", tuple(cells), offers or {}, options if offers else 0)


RIGHT = {"a": ("giảm 2,45", 1, "giảm 5,45%")}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ([], {"silent", "unrepaired"}),
        ([say("error", "a", {"a": {"giảm 2,45"}})], {"found", "repaired"}),
        ([say("error", "ab", {"a": {"giảm 2,45"}, "b": {"1"}}, 2)], {"found", "several"}),
        ([say("error", "a", {"a": {"-2,450"}})], {"found", "restyled"}),
        ([say("error", "a", {"a": {"giảm 5,45%"}})], {"found", "restyled"}),
        ([say("error", "a", {"a": {"giảm 2,46"}})], {"found", "misrepaired"}),
        ([say("error", "abcd")], {"wide", "unrepaired"}),
        ([say("note", "a")], {"softly", "unrepaired"}),
        ([say("error", "b")], {"silent", "unrepaired"}),
    ],
)
def test_the_judge_counts_a_cell_as_found_and_repaired_only_where_it_is(said, counted):
    tally = judge(said, [], RIGHT)
    told = {"found", "softly", "wide", "silent", "repaired", "restyled", "several", "misrepaired", "unrepaired"}
    assert {key for key in told if tally[key]} == counted
    assert tally["blamed"] == (said == [say("error", "b")])


def test_what_the_clean_table_is_told_too_counts_for_nothing():
    note = say("rounding", "a")
    assert judge([note], [note], RIGHT)["silent"] == 1


def test_a_repair_of_a_right_cell_is_counted_against_the_audit():
    tally = judge([say("error", "b", {"b": {"1,00"}})], [], RIGHT)
    assert (tally["blamed"], tally["spoilt"]) == (1, 1)
