"""The audit of a printed report as tables with names: every cell with its verdict, every finding with its sentence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from govindex.audit.audited import Audited, audit_report, audit_source
from govindex.audit.telling.labels import name_cell, name_kind, name_part
from govindex.audit.telling.sentences import list_expected, tell_expected, tell_finding, tell_reason, tell_relation
from govindex.errors import NoData
from govindex.tables.load import Tables, load_tables
from govindex.tables.names import MEASURES
from govindex.words import check_lang, list_group, say

VERDICTS = ("error", "rounding", "note", "checked", "unchecked")  # worst first


class AuditPage(NamedTuple):
    """What every view of an audit is about: `report` is the name of a report, `audited` what was found in it."""

    tables: Tables
    report: str
    lang: str
    audited: Audited


def open_audit(report: str, lang: str, *, file: str = "") -> AuditPage:
    """Return the audit of a report of ``data/published``, or of a CSV or Excel `file` that is then called `report`.

    Raises
    ------
    UnknownName
        For a language or report that is not known, with the nearest.
    NoData
        When nothing in the file can be read, with what is wrong.
    """
    tables = load_tables()
    check_lang(lang)
    if not file:
        return AuditPage(tables, report, lang, audit_report(tables, report))
    audited = audit_source(tables, Path(file))
    if audited.rows.empty:
        raise NoData(" ".join(problem.say(lang) for problem in audited.problems[:3]))
    return AuditPage(tables, report, lang, audited)


def audit_title(page: AuditPage) -> str:
    """Return what the report calls itself, by the tables, else its name."""
    reports = page.tables.reports.set_index("report")
    return reports.at[page.report, f"title_{page.lang}"] if page.report in reports.index else page.report


def audit_counts(page: AuditPage) -> pd.DataFrame:
    """Return how many findings there are of each severity and how many cells were checked and not.

    Returns
    -------
    DataFrame
        One row per verdict, worst first: verdict, count (of findings for error, rounding and note; of cells for
        checked and unchecked).
    """
    audit = page.audited.audit
    severities = [finding.severity for finding in audit.findings]
    counts = [severities.count(verdict) for verdict in VERDICTS[:3]]
    return pd.DataFrame({"verdict": VERDICTS, "count": [*counts, audit.checked, len(audit.unchecked)]})


def audit_cells(page: AuditPage) -> pd.DataFrame:
    """Return every cell with its verdict.

    Returns
    -------
    DataFrame
        One row per cell, in the order of the report: report, table (its heading), text (whether it stands in the text
        and in no table), component, name, short, row (the report's own number of the row), what (name of what it
        holds), year, printed, expected (as it would be printed; empty where that is not known), verdict (one of
        `VERDICTS`), findings (their numbers in `audit_findings`), cell (its name), why (the sentences of its findings).
    """
    labels, audit, lang = page.audited.labels, page.audited.audit, page.lang
    verdicts = ["checked"] * len(labels.cells)
    for one in audit.unchecked:
        verdicts[one.cell] = "unchecked"
    numbers: dict[int, list[int]] = {}
    expected: dict[int, str] = {}
    why = [tell_finding(labels, finding, lang) for finding in audit.findings]
    for number, finding in enumerate(audit.findings, 1):
        texts = list_expected(labels, finding)
        for place, text in zip(finding.cells, texts, strict=True):
            verdicts[place] = min(verdicts[place], finding.severity, key=VERDICTS.index)
            numbers.setdefault(place, []).append(number)
            if text is not None and finding.severity == "error":
                expected.setdefault(place, name_part(labels, text, lang, labels.cells[place]["year"]) or text)
    whats = list_group("what", lang)
    rows = [
        {
            "report": cell["report"],
            "table": _name_table(cell, lang),
            "text": cell["table"] == "text",
            "component": cell["component"] if isinstance(cell["component"], str) else "",
            "name": (name_part(labels, cell["component"], lang, cell["year"]) or "").strip("“”"),
            "row": cell["row"],
            "what": whats.get(cell["what"], cell["what"]),
            "year": cell["year"],
            "printed": cell["printed"],
            "expected": expected.get(place, ""),
            "verdict": verdicts[place],
            "findings": numbers.get(place, []),
            "cell": name_cell(labels, place, lang, placed=True),
            "why": " ".join(why[number - 1] for number in numbers.get(place, [])),
        }
        for place, cell in enumerate(labels.cells)
        if _is_own(cell)
    ]
    return pd.DataFrame(rows)


def audit_findings(page: AuditPage) -> pd.DataFrame:
    """Return the findings.

    Returns
    -------
    DataFrame
        One row per finding, errors first: number, severity, kind (its name), cells (their names), printed, expected
        (how each would be printed, or the alternatives), why (one sentence), failed and held (relations in a few
        words).
    """
    labels, lang = page.audited.labels, page.lang
    rows = [
        {
            "number": number,
            "severity": finding.severity,
            "kind": name_kind(finding.kind, lang),
            "cells": "; ".join(name_cell(labels, place, lang) for place in finding.cells),
            "printed": "; ".join(labels.cells[place]["printed"] for place in finding.cells),
            "expected": tell_expected(labels, finding, lang),
            "why": tell_finding(labels, finding, lang),
            "failed": [tell_relation(labels, told, lang) for told in finding.relations_failed],
            "held": [tell_relation(labels, told, lang) for told in finding.relations_held],
        }
        for number, finding in enumerate(page.audited.audit.findings, 1)
    ]
    columns = ["number", "severity", "kind", "cells", "printed", "expected", "why", "failed", "held"]
    return pd.DataFrame(rows, columns=columns)


def audit_unchecked(page: AuditPage) -> pd.DataFrame:
    """Return the cells that nothing could be held against: cell (its name), printed, reason."""
    labels, lang = page.audited.labels, page.lang
    rows = [
        {
            "cell": name_cell(labels, one.cell, lang),
            "printed": labels.cells[one.cell]["printed"],
            "reason": tell_reason(one.reason, lang),
        }
        for one in page.audited.audit.unchecked
    ]
    return pd.DataFrame(rows, columns=["cell", "printed", "reason"])


def audit_problems(page: AuditPage) -> list[str]:
    """Return what could not be read, or was read with reserve, one sentence each."""
    return [problem.say(page.lang) for problem in page.audited.problems]


def audit_sources(page: AuditPage) -> pd.DataFrame:
    """Return the sources that the report was held against and is from: source."""
    reports = page.tables.reports
    own = list(reports.loc[reports["report"] == page.report, "source"])
    measures = {cell["measure"] for cell in page.audited.labels.cells}
    years = {cell["year"] for cell in page.audited.labels.cells}
    scores = page.tables.scores
    used = scores[scores["measure"].isin(measures) & scores["year"].isin(years)]
    provinces = {cell["province"] for cell in page.audited.labels.cells}
    used = used[used["province"].isin(provinces)]
    return pd.DataFrame({"source": list(dict.fromkeys([*own, *used["source"]]))})


def _is_own(cell: dict) -> bool:
    """Return whether a cell is the first that its print makes: "48/63" makes two and is shown once."""
    return cell["extra"].get("part", 1) == 1


def _name_table(cell: dict, lang: str) -> str:
    table = cell["table"] or cell["measure"]
    if table in MEASURES:
        return say(f"measure.{table}_long", lang)
    return say("audit_page.in_text", lang) if table in ("text", "") else table
