"""What an audit says: the sentence of a finding, its repair in the style of the print, its JSON and its page."""

import json
import re

import pandas as pd
import pytest

from govindex import verdicts
from govindex.audit.audited import audit_report, audit_source, write_json
from govindex.audit.findings.results import Audit, Finding, Repair, Told
from govindex.audit.telling.labels import find_labels, name_cell
from govindex.audit.telling.sentences import list_expected, name_kind, tell_expected, tell_finding, tell_reason
from govindex.audit.telling.writing import find_mark, write_repair
from govindex.errors import UnknownName
from govindex.tables.load import load_tables
from govindex.views import audit as views
from govindex.words import list_group

COLUMNS = ["report", "measure", "year", "province", "component", "what", "printed", "unit"]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def reports(tables):
    """Every report that the tables hold, audited."""
    return {report: audit_report(tables, report) for report in tables.reports["report"]}


def cells(*rows, measure="par", year=2021):
    """Return a table of cells of one report from component, what and printed."""
    return pd.DataFrame([["x", measure, year, "31", *row, ""] for row in rows], columns=COLUMNS)


GOOD = (
    ("par.survey", "max", "23,5"), ("par.survey", "score", "19,33"), ("par.survey", "lost", "4,17"),
    ("par.appraisal", "max", "60,5"), ("par.appraisal", "score", "58,87"), ("par.appraisal", "lost", "1,63"),
)  # fmt: skip


@pytest.fixture(scope="module")
def lost(tables):
    """The audit of a table in which points lost have lost their comma."""
    return audit_source(tables, cells(*GOOD[:2], ("par.survey", "lost", "417"), *GOOD[3:]))


def test_a_finding_is_one_sentence_that_names_cell_print_reason_and_repair(lost):
    (finding,) = [one for one in lost.audit.findings if one.severity == "error"]
    assert tell_finding(lost.labels, finding, "en") == (
        "Points lost – “Survey of leaders and managers”, 2021: printed “417”, but the maximum less the score is 4.17; "
        "it should be “4,17” (the decimal mark lost; then the relation holds)."
    )
    assert tell_finding(lost.labels, finding, "vi") == (
        "Điểm bị trừ – “Điểm điều tra xã hội học (khảo sát lãnh đạo, quản lý)”, 2021: số in “417”, nhưng điểm tối đa "
        "trừ điểm đạt là 4,17; đúng ra là “4,17” (mất dấu phẩy; khi đó phép tính khớp)."
    )


def test_every_finding_of_every_report_is_told_in_both_languages(reports):
    for audited in reports.values():
        for finding in audited.audit.findings:
            sentences = [tell_finding(audited.labels, finding, lang) for lang in ("vi", "en")]
            assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)
            assert sentences[0] != sentences[1]
            other = list_group("audit_why", "en")["other"]
            assert other not in sentences[1], finding.kind
            assert name_kind(finding.kind, "en") != "Does not hold", finding.kind


def test_a_kind_and_a_reason_without_words_of_their_own_are_told_all_the_same(lost):
    finding = Finding("unheard-of", "note", [2], ["417"], [None], values={"relation": "unheard-of"})
    assert tell_finding(lost.labels, finding, "en").endswith("but that does not fit the other figures.")
    assert name_kind("unheard-of", "en") == "Does not hold"
    assert tell_reason("unheard-of", "en") == "it cannot be checked"


def test_rounding_is_called_rounding_and_repairs_nothing(reports):
    audited = reports["hai-phong-2021"]
    told = [one for one in audited.audit.findings if one.severity == "rounding" and one.printed == ["44,005"]]
    assert len(told) == 1
    assert tell_finding(audited.labels, told[0], "en").endswith("add up to 44.003; rounding explains it.")
    assert tell_expected(audited.labels, told[0], "en") == ""


def test_two_repairs_that_are_equally_good_are_both_said(lost):
    evidence = {"relations": ["sum"], "panel": False, "slip": "", "only": False}
    repair = [Repair(0, 24.0, 1, "", 1, evidence), Repair(1, 19.83, 2, "", 2, evidence)]
    told = [Told("lost", (2, 0, 1), {"expected": 4.17, "printed": 417.0, "off": None})]
    finding = Finding("lost", "error", [0, 1], ["23,5", "19,33"], [24.0, 19.83], repair, told, [], {"relation": "lost"})
    sentence = tell_finding(lost.labels, finding, "en")
    assert "one of these would mend it: Maximum – “Survey of leaders”, 2021 is “24,0” or Score" in sentence
    assert tell_expected(lost.labels, finding, "en") == "23,5 → 24,0 or 19,33 → 19,83"


def test_expected_is_unknown_where_two_repairs_of_one_cell_differ(lost):
    repair = [Repair(2, 4.17, 2, "", 1, {}), Repair(2, 41.7, 1, "", 2, {})]
    finding = Finding("lost", "error", [2], ["417"], [4.17], repair, [], [], {})
    assert list_expected(lost.labels, finding) == [None]
    assert tell_expected(lost.labels, finding, "vi") == "4,17 hoặc 41,7"


@pytest.mark.parametrize(
    ("prints", "expected"),
    [
        (["có cải thiện", "58,87"], "giảm 1,00"),
        (["improved", "58.87"], "fell 1.00"),
        (["improved", "giảm 58.87"], "giảm 1.00"),
        (["(+)", "58,87"], "(-)"),
    ],
)
def test_a_statement_is_corrected_with_its_figure_in_the_style_of_the_report(tables, prints, expected):
    """A sign in a table stays a sign."""
    what = "direction" if prints[0] == "(+)" else "text_direction"
    before = prints[1].replace("58", "59")
    rows = [("par.appraisal", what, prints[0], 2010), ("par.appraisal", "score", prints[1], 2010)]
    rows.append(("par.appraisal", "score", before, 2009))
    table = pd.concat([cells(row[:3], year=row[3]) for row in rows], ignore_index=True)
    audited = audit_source(tables, table)
    (finding,) = [one for one in audited.audit.findings if one.kind == "direction"]
    assert tell_expected(audited.labels, finding, "en") == expected


@pytest.mark.parametrize(
    ("what", "printed", "repair", "expected"),
    [
        ("score", "413", (4.413, 3, ""), "4,413"),
        ("change", "-1,162", (-0.162, 3, ""), "-0,162"),
        ("rank_change", "giảm 12", (-14.0, 0, ""), "giảm 14"),
        ("rank", "48/63", (49.0, 0, ""), "49/63"),
        ("direction", "(-)", ("up", None, ""), "(+)"),
        ("text_direction", "có cải thiện", ("down", None, ""), "giảm"),
        ("group", "Trung bình cao", ("3", None, ""), "Trung bình thấp"),
        ("group", "nhóm 2", ("3", None, ""), "nhóm 3"),
        ("group", "A", ("B", None, ""), "B"),
        ("due", "09/2021", ("2022-09", None, ""), "09/2022"),
        ("due", "9/2021", ("2022-09", None, ""), "9/2022"),
        ("change", "giảm 15.25 điểm", (-15.25, None, "percent"), "giảm 15.25%"),
        ("change", "tăng 3,69%", (3.69, None, "points"), "tăng 3,69 điểm"),
        ("above_mean", "5,43", (5.43, None, "points"), "5,43 điểm"),
    ],
)
def test_a_repair_is_written_as_the_cell_would_print_it(what, printed, repair, expected):
    cell = {"what": what, "printed": printed, "extra": {}}
    assert write_repair(cell, Repair(0, *repair, 1, {})) == expected


def test_the_decimal_mark_of_a_report_is_the_one_that_it_uses():
    assert find_mark(["413", "4.90", "5.42", "44,005"]) == "."


def test_a_cell_is_named_with_its_place_in_the_text_and_the_whole_country(tables):
    rows = cells(("par", "mean", "86,37")).assign(table="text", province="")
    audited = audit_source(tables, rows)
    assert name_cell(audited.labels, 0, "en") == "Mean – PAR INDEX, 2021, whole country (in the text)"


def test_the_json_has_the_keys_codes_and_prints_that_it_promises(lost):
    told = json.loads(write_json(lost))
    assert list(told) == ["findings", "unchecked", "checked", "problems"]
    finding = next(one for one in told["findings"] if one["severity"] == "error")
    assert list(finding) == [
        "kind", "severity", "cells", "printed", "expected", "repair", "why", "relations_failed", "relations_held",
    ]  # fmt: skip
    assert finding["cells"] == [
        {
            "report": "x", "measure": "par", "year": 2021, "province": "31", "component": "par.survey", "what": "lost",
            "printed": "417",
        }
    ]  # fmt: skip
    assert (finding["printed"], finding["expected"]) == ("417", "4,17")
    assert (finding["repair"][0]["printed"], finding["repair"][0]["value"]) == ("4,17", 4.17)
    assert set(finding["why"]) == {"vi", "en"}
    assert told["checked"] == 6


def test_every_report_is_written_as_json_without_numbers_that_json_lacks(reports):
    for audited in reports.values():
        told = json.loads(write_json(audited), parse_constant=pytest.fail)
        assert len(told["findings"]) == len(audited.audit.findings)
        assert told["checked"] + len(told["unchecked"]) == len(audited.rows)


def test_an_unreadable_row_stands_in_the_json_with_its_line_and_reason(tables):
    audited = audit_source(tables, cells(("par.survey", "score", "19,3e"), ("par", "score", "91,80")))
    (problem,) = json.loads(write_json(audited))["problems"]
    assert (problem["line"], problem["column"], problem["value"], problem["read"]) == (2, "printed", "19,3e", False)
    assert "letters or marks among its digits" in problem["why"]["en"]


def test_an_unusable_source_has_no_finding(tables):
    audited = audit_source(tables, pd.DataFrame({"a": [1]}))
    assert (audited.audit, audited.rows.empty) == (Audit([], [], 0), True)
    assert len(audited.problems) == len(COLUMNS)


def test_a_report_that_is_not_held_is_refused_with_the_nearest(tables):
    with pytest.raises(UnknownName, match="near: hai-phong-2021"):
        audit_report(tables, "hai-phong-2012")


@pytest.fixture(scope="module", params=["vi", "en"])
def page(request):
    return views.open_audit("hai-phong-2021", request.param)


def test_the_page_shows_every_printed_cell_once_with_a_verdict(page):
    shown = views.audit_cells(page)
    assert len(shown) == len(page.tables.published.query("report == 'hai-phong-2021'"))
    assert set(shown["verdict"]) == set(views.VERDICTS)
    html = verdicts.tables(page, shown).data
    assert html.count('class="gi-printed') == len(shown)


def test_a_verdict_is_told_by_mark_word_and_class_and_its_finding_is_there_without_a_script(page):
    html = verdicts.tables(page, views.audit_cells(page)).data
    found = re.search(r'<td class="gi-num gi-verdict-error"><span class="gi-printed">413</span>.*?</td>', html)[0]
    assert verdicts.MARKS["error"] in found
    assert {mark for mark in verdicts.MARKS.values() if not mark.isascii()} <= set("✗✓≈·")  # which any font has
    assert {"vi": "lỗi", "en": "error"}[page.lang] in found
    assert re.search(r'href="#finding-\d+"', found)
    assert re.search(r'role="tooltip" hidden>[^<]*“413”', found)
    assert "→ 4,413" in found
    assert "<script" not in html


def test_the_list_has_every_finding_under_the_anchor_that_its_cells_link_to(page):
    rows = views.audit_findings(page)
    listed = verdicts.findings(page, rows).data
    assert re.findall(r'<li id="finding-(\d+)"', listed) == [str(number) for number in rows["number"]]
    linked = set(re.findall(r'href="#finding-(\d+)"', verdicts.tables(page, views.audit_cells(page)).data))
    assert linked <= set(re.findall(r'id="finding-(\d+)"', listed))


def test_what_a_report_prints_cannot_break_the_page(tables, tmp_path):
    path = tmp_path / "cells.csv"
    evil = cells(("par", "best", "<script>alert(1)</script>")).assign(report="<b>x</b>", note="<i>")
    evil.to_csv(path, index=False)
    page = views.open_audit("x", "en", file=str(path))
    parts = [
        verdicts.head(page),
        verdicts.tables(page, views.audit_cells(page)),
        verdicts.unchecked(page, views.audit_unchecked(page)),
    ]
    html = "".join(part.data for part in parts)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_clean_report_says_so(tables, tmp_path):
    path = tmp_path / "cells.csv"
    cells(*GOOD).to_csv(path, index=False)
    page = views.open_audit("x", "en", file=str(path))
    assert "Nothing was found" in verdicts.findings(page, views.audit_findings(page)).data
    assert views.audit_counts(page)["count"].tolist() == [0, 0, 0, 6, 0]


def test_of_very_many_reports_those_with_errors_are_shown_and_the_rest_counted(tables, tmp_path):
    good = cells(*GOOD)
    many = [good.assign(report=f"r{number}") for number in range(60)]
    many.append(good.assign(report="wrong", printed=["23,5", "19,33", "417", "60,5", "58,87", "1,63"]))
    path = tmp_path / "cells.csv"
    pd.concat(many).to_csv(path, index=False)
    page = views.open_audit("x", "en", file=str(path))
    html = verdicts.tables(page, views.audit_cells(page)).data
    assert "wrong – PAR INDEX" in html
    assert html.count("<section") == 40
    assert "Tables left out of this page: 21." in html


def test_names_are_looked_up_once_for_many_cells(tables):
    rows = audit_source(tables, cells(("par", "score", "91,80"))).rows
    labels = find_labels(tables, rows)
    assert (labels.decimal_marks, labels.langs) == ({"x": ","}, {"x": ""})
    assert labels.names["par", "en"] == "PAR INDEX"


@pytest.mark.parametrize(
    ("measure", "cell", "en", "vi"),
    [
        ("sipas", ("sipas", "rank", "21/63"), "but the published rank is 48", "thứ hạng công bố là 48"),
        ("papi", ("papi.1", "rank", "2"), "the position computed from the tables is", "theo điểm trong dữ liệu"),
    ],
)
def test_a_published_rank_is_not_called_computed(tables, measure, cell, en, vi):
    rows = cells(cell, measure=measure).assign(province="Cần Thơ")
    audited = audit_source(tables, rows)
    (finding,) = [one for one in audited.audit.findings if one.severity == "error"]
    assert en in tell_finding(audited.labels, finding, "en")
    assert vi in tell_finding(audited.labels, finding, "vi")


def test_percentage_points_that_the_print_names_are_not_noted(tables):
    rows = cells(("sipas", "change", "tăng 0,90 điểm phần trăm"), ("sipas", "score", "94,28"), measure="sipas").assign(
        unit="%", province=""
    )
    rows = pd.concat([rows, rows.iloc[[1]].assign(year=2020, printed="93,38")], ignore_index=True)
    for printed, kinds in (("tăng 0,90 điểm phần trăm", set()), ("tăng 0,90", {"unit"})):
        audited = audit_source(tables, rows.assign(printed=[printed, *rows["printed"][1:]]))
        assert {one.kind for one in audited.audit.findings if 0 in one.cells} & {"unit"} == kinds


def test_a_page_without_findings_counts_the_rows_that_could_not_be_read(tables):
    audited = audit_source(tables, cells(*GOOD, ("par.survey", "score", "19,3e")))
    page = views.AuditPage(*[None] * len(views.AuditPage._fields))._replace(audited=audited, lang="en")
    told = verdicts.findings(page, pd.DataFrame()).data
    assert "rows that could not: 1." in told


@pytest.mark.parametrize(
    ("prints", "expected"),
    [
        (("0,418", "giảm 0,632"), "giảm 0,418"),
        (("0,418", "-0,632"), "-0,418"),
        (("0.418 points", "fell 0.632"), "fell 0.418 points"),
        (("0,418",), "giảm 0,418"),
    ],
)
def test_a_fall_without_its_sign_gets_the_words_or_the_sign_of_the_other_changes(tables, prints, expected):
    rows = [(f"papi.{number}", "change", text) for number, text in enumerate(prints, 1)]
    audited = audit_source(tables, cells(*rows, measure="papi", year=2023))
    (finding,) = [one for one in audited.audit.findings if one.severity == "error"]
    assert tell_expected(audited.labels, finding, "vi") == expected


@pytest.mark.parametrize(
    ("prints", "expected"),
    [
        (("-0,427", "-0,139", "+0,361"), "+0,427"),
        (("-0,427", "-0,139", "0,361"), "0,427"),
        (("-0,427",), "+0,427"),
        (("giảm 0,427", "giảm 0,139"), "tăng 0,427"),
    ],
)
def test_a_rise_printed_as_a_fall_gets_the_sign_that_the_report_gives_rises(tables, prints, expected):
    rows = [(f"papi.{number}", "change", text) for number, text in enumerate(prints, 6)]
    audited = audit_source(tables, cells(*rows, measure="papi", year=2023))
    finding = next(one for one in audited.audit.findings if one.severity == "error" and one.cells == [0])
    assert tell_expected(audited.labels, finding, "vi") == expected
