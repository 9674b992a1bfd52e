"""The project's own tables under the audit: clean or explained, and a wrong figure would be found."""

import pytest

from govindex.audit.audited import audit_report
from govindex.audit.tables_check import check_tables, list_cells
from govindex.tables.load import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def check(tables):
    return check_tables(tables)


def few(tables, **changes):
    """Return the tables with the scores of Hải Phòng alone and no report, quick to check, and with `changes`."""
    scores = tables.scores[tables.scores["province"] == "31"]
    smaller = {"scores": scores, "published": tables.published.head(0)} | changes
    return tables._replace(**smaller)


@pytest.mark.slow
def test_every_error_in_the_tables_is_explained(check):
    assert [(error.table, error.finding.kind) for error in check.unexplained] == []


@pytest.mark.slow
def test_every_figure_of_the_tables_is_read(tables, check):
    assert check.audited.problems == []
    cells = check.audited.rows
    assert (cells["report"] == "scores").sum() == len(tables.scores)
    assert set(tables.reports["report"]) <= set(cells["report"])
    assert {"frameworks", "national", "ranks", "groups"} <= set(cells["report"])


@pytest.mark.slow
def test_nothing_but_the_reports_has_errors(check):
    assert {error.table for error in check.errors} == {
        "an-giang-2018", "hai-phong-2021", "lao-cai-2021", "son-la-2018", "tien-giang-2023",
    }  # fmt: skip


def test_the_reports_that_are_known_to_be_clean_have_no_error(tables):
    assert [audit_report(tables, report).errors for report in ("bac-ninh-2020", "yen-bai-2023")] == [0, 0]


def test_the_explanation_is_told_in_the_language(tables):
    one = tables._replace(published=tables.published.query("report == 'son-la-2018'"), scores=tables.scores.head(0))
    reasons = [check_tables(one, lang=lang).errors[0].reason for lang in ("vi", "en")]
    assert "Chưa rõ số nào sai" in reasons[0]
    assert "is not known" in reasons[1]


@pytest.mark.slow
def test_a_score_that_its_parts_do_not_make_is_found(tables):
    scores = tables.scores[tables.scores["province"] == "31"].copy()
    own = scores.query("year == 2021 and component == 'papi.3'").index
    scores.loc[own, "score"] += 0.5
    changed = few(tables, scores=scores)
    assert [error.finding.kind for error in check_tables(few(tables)).unexplained] == []
    assert check_tables(changed).unexplained != []


def test_a_maximum_that_its_parts_do_not_make_is_found(tables):
    frameworks = tables.frameworks.copy()
    frameworks.loc[frameworks["component"] == "par.impact.economy", "maximum"] = 5.0
    (error,) = check_tables(few(tables, frameworks=frameworks)).unexplained[:1]
    assert error.table in ("frameworks", "scores")


@pytest.mark.slow
def test_an_error_of_a_report_without_its_correction_is_not_explained(tables):
    corrections = tables.corrections[tables.corrections["report"] != "son-la-2018"]
    one = tables.published.query("report == 'son-la-2018'")
    found = check_tables(few(tables, published=one, corrections=corrections)).unexplained
    assert [error.table for error in found] == ["son-la-2018"]


def test_a_cell_of_the_tables_has_a_name_of_its_own(tables):
    cells = list_cells(tables)
    assert not cells.duplicated(["report", "cell", "what"]).any()


@pytest.mark.slow
def test_what_stands_corrected_in_a_report_is_found_by_its_audit(tables, check):
    labels, findings = check.audited.labels, check.audited.audit.findings
    found = {(labels.cells[place]["report"], labels.cells[place]["cell"]) for one in findings for place in one.cells}
    corrected = tables.corrections[tables.corrections["status"] == "corrected"]
    assert set(corrected[["report", "cell"]].itertuples(index=False, name=None)) <= found
