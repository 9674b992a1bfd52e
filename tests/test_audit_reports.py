"""The audit of real reports: the founding one, and seven whose slips were found by hand."""

import pytest

from govindex.audit.audited import audit_report
from govindex.audit.findings.audit import audit_cells
from govindex.audit.reading.cells import read_cells
from govindex.audit.telling.sentences import list_expected
from govindex.tables.load import load_tables
from govindex.tables.places import find_data

REPORTS = find_data() / "published"


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def findings(tables):
    """Return a function that lists what is found in a file as severity, kind, cells, expected and repairs."""

    def run(path):
        cells = read_cells(path, tables)
        assert cells.problems == []
        rows = cells.rows
        names = [f"{row.component}/{row.what}/{row.year}" for row in rows.itertuples()]
        audit = audit_cells(tables, rows)
        assert audit.checked + len(audit.unchecked) == len(rows)
        return [
            (
                one.severity,
                one.kind,
                [names[place] for place in one.cells],
                one.expected,
                [(repair.option, names[repair.cell], repair.value) for repair in one.repair],
            )
            for one in audit.findings
        ]

    return run


@pytest.fixture(scope="module")
def founding(findings):
    return findings(REPORTS / "hai-phong-2021.csv")


def list_kind(found, severity):
    """Return the kind, cells and expected of each finding of a severity."""
    return [(kind, cells, expected) for one, kind, cells, expected, _ in found if one == severity]


def test_the_errors_of_the_founding_report_are_found_and_no_others(founding):
    assert list_kind(founding, "error") == [
        ("lost", ["par.survey/lost/2021"], [4.17]),  # 417
        ("maximum", ["par.impact.economy/max/2021"], [6.0]),  # 5
        ("sum", ["papi.3/score/2021"], [4.413]),  # 413
        ("neighbour", ["papi.3/change/2021"], [-0.162]),  # -1,162
        ("direction", ["sipas.5/text_direction/2021"], ["down"]),  # có cải thiện
        ("change_pct", ["papi.8/change_pct/2021"], [15.3]),  # 15,4
        ("direction", ["sipas/text_direction/2021"], ["down"]),  # đều tăng
        ("due", ["<NA>/due/2021"], ["2022-09"]),  # 09/2021
    ]


def test_every_error_of_the_founding_report_has_one_repair(founding):
    repaired = [repairs for severity, _, _, _, repairs in founding if severity == "error"]
    assert [len(repairs) for repairs in repaired] == [1] * 8


def test_the_notes_on_the_founding_report(founding):
    notes = list_kind(founding, "note")
    compared = [cells for kind, cells, _ in notes if kind in ("caution", "not_comparable")]
    assert [len(cells) for cells in compared] == [
        18,
        2,
        2,
        2,
    ]  # dimension 5 apart, 3 and 6 by the panel
    notes = [one for one in notes if one[0] not in ("caution", "not_comparable")]
    assert [kind for kind, _, _ in notes] == ["sipas_part", "unit", "implied", "unit", "statement"]
    assert notes[0] == ("sipas_part", ["par.impact.sipas/score/2021"], [9.34])
    assert notes[1][1] == ["par/above_mean/2021"]
    assert "sipas/change/2021" in notes[2][1]
    assert "sipas.5/score/2020" in notes[2][1]
    assert notes[3][1] == ["sipas/change/2021"]
    assert notes[4][1:] == (["papi.4/best/2021"], ["papi.7"])


def test_the_total_of_the_founding_report_is_off_by_rounding_only(founding):
    assert list_kind(founding, "rounding") == [
        ("sum", ["papi/score/2021"], [44.003]),
        ("sum", ["papi/change/2021"], [1.71]),
    ]


# What was found by hand in the seven others: kind, a cell of it, severity.
SURE = {
    "an-giang-2018": [
        ("shifted_column", "papi.4/score/2018", "error"),
        ("not_comparable", "papi/change/2018", "error"),
    ],
    "lao-cai-2021": [
        ("count", "papi/count_unchanged/2021", "error"),
        ("direction", "papi.5/text_direction/2021", "error"),
        ("direction", "papi.6/text_direction/2021", "error"),
        *(("unit", f"papi.{number}/change/2021", "error") for number in range(1, 5)),
        ("rank", "papi/rank/2021", "note"),  # 48 of 63 where 49 of 60 are scored: no base makes a rank better
        ("rank_of", "papi/rank_of/2021", "note"),
    ],
    "tien-giang-2023": [
        ("rank_base", "papi/rank/2022", "error"),
        ("rank_base", "papi/rank_change/2023", "error"),
        ("rank_change", "sipas/rank_change/2023", "error"),
        ("unit", "sipas/score/2022", "note"),
        ("unit", "sipas/change/2023", "note"),
    ],
    "quang-ngai-2023": [("cut", "papi.1/score/2023", "note"), ("sum", "papi/score/2023", "rounding")],
    "son-la-2018": [("sum", "par.impact.sipas/max/2018", "error"), ("change", "par/change/2018", "rounding")],
    "bac-ninh-2020": [],
    "yen-bai-2023": [],
}


@pytest.mark.parametrize("report", SURE)
def test_what_was_found_by_hand_is_found(findings, report):
    found = findings(REPORTS / f"{report}.csv")
    missing = [
        sure for sure in SURE[report] if not any((kind, sure[2]) == sure[::2] and sure[1] in cells
                                                 for severity, kind, cells, _, _ in found if severity == sure[2])
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("report", SURE)
def test_no_error_is_raised_that_was_not_found_by_hand(findings, report):
    raised = [
        (kind, cells) for severity, kind, cells, _, _ in findings(REPORTS / f"{report}.csv") if severity == "error"
    ]
    known = {(kind, cell) for kind, cell, severity in SURE[report] if severity == "error"}
    assert [one for one in raised if not known & {(one[0], cell) for cell in one[1]}] == []


def test_a_shifted_column_gets_all_three_figures_back(findings):
    found = findings(REPORTS / "an-giang-2018.csv")
    (shifted,) = [one for one in found if one[1] == "shifted_column"]
    assert shifted[3] == [6.93, 7.33, 7.49]


@pytest.mark.parametrize("report", ["hai-phong-2021", *SURE])
def test_what_was_corrected_by_hand_is_what_the_audit_expects(tables, report):
    """Word for word, but for the decimal mark, which the audit takes from the report."""
    audited = audit_report(tables, report)
    expected = {}
    for finding in audited.audit.findings:
        for place, text in zip(finding.cells, list_expected(audited.labels, finding), strict=True):
            if text is not None:
                expected.setdefault(audited.labels.cells[place]["cell"], text)
    corrected = tables.corrections.query("report == @report and status == 'corrected'")
    by_hand = corrected.dropna(subset="correct").set_index("cell")["correct"].to_dict()
    assert {cell: str(expected.get(cell)).replace(".", ",") for cell in by_hand} == {
        cell: correct.replace(".", ",") for cell, correct in by_hand.items()
    }


def test_maxima_that_do_not_add_up_have_three_equally_good_repairs(findings):
    found = findings(REPORTS / "son-la-2018.csv")
    (maxima,) = [one for one in found if one[0] == "error"]
    assert [value for _, _, value in maxima[4]] == [10.0, 20.0, 1.5]


def test_ranks_on_two_bases_are_brought_to_one(findings):
    found = findings(REPORTS / "tien-giang-2023.csv")
    assert {cell: value for one in found if one[1] == "rank_base" for _, cell, value in one[4]} == {
        "papi/rank/2022": 45.0,
        "papi/rank_change/2023": -14.0,
    }
    assert [one[3] for one in found if one[1] == "rank_change"] == [[6.0]]
