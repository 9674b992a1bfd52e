"""A report read and audited, in one value: what notebooks, the command line and files of findings are made from."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from govindex.audit.findings.audit import audit_cells
from govindex.audit.findings.results import Audit, Finding, Repair, Told
from govindex.audit.reading.cells import read_cells
from govindex.audit.reading.problems import Problem
from govindex.audit.telling.labels import Labels, find_labels
from govindex.audit.telling.sentences import (
    agrees,
    list_expected,
    list_repairs,
    tell_finding,
    tell_reason,
    tell_relation,
)
from govindex.errors import NoData, UnknownName, near_clause, near_names
from govindex.tables.kept import trust
from govindex.tables.load import Tables
from govindex.words import LANGS

_CELL = ("report", "measure", "year", "province", "component", "what", "printed")


class Audited(NamedTuple):
    """The cells of one or more reports with what an audit says of them.

    Attributes
    ----------
    rows : DataFrame
        One row per cell, as `read_cells` returns them; findings hold positions in it.
    problems : list of Problem
        What could not be read.
    audit : Audit
        Findings, cells left unchecked, number checked.
    labels : Labels
        What sentences are made of.
    """

    rows: pd.DataFrame
    problems: list[Problem]
    audit: Audit
    labels: Labels

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.audit.findings)

    @property
    def unread(self) -> int:
        """How many rows of the input could not be read."""
        return len({problem.line for problem in self.problems if problem.line and not problem.used})

    @property
    def unchecked_lines(self) -> int:
        """How many rows of the input hold nothing that was checked."""
        lines = self.rows["line"]
        left = lines.iloc[[one.cell for one in self.audit.unchecked]]
        return lines.nunique() - lines.drop(left.index).nunique()


def audit_source(
    tables: Tables, source: Path | str | pd.DataFrame, *, dates: Mapping[str, date | str] | None = None
) -> Audited:
    """Return the audit of a CSV or Excel file, or of a table of cells.

    What cannot be read stands in its `problems`; an unusable source has no row and no finding.

    Parameters
    ----------
    source : Path, str or DataFrame
        As `govindex.audit.reading.cells.read_cells` takes it.
    dates : mapping, optional
        When each report was written; due dates are held against it.

    Examples
    --------
    >>> from govindex.tables.load import load_tables
    >>> from govindex.tables.places import find_data
    >>> audited = audit_source(load_tables(), find_data() / "published" / "bac-ninh-2020.csv")
    >>> audited.errors, len(audited.problems)
    (0, 0)
    """
    with trust(tables):
        cells = read_cells(source, tables)
        audit = audit_cells(tables, cells.rows, dates=dates) if cells.usable else Audit([], [], 0)
        return Audited(cells.rows, cells.problems, audit, find_labels(tables, cells.rows))


def audit_report(tables: Tables, report: str) -> Audited:
    """Return the audit of a report that the tables hold letter by letter.

    Raises
    ------
    UnknownName
        When there is none of that name, with the nearest.
    NoData
        When the report has no cell.
    """
    reports = list(tables.reports["report"])
    if report not in reports:
        near = near_clause(near_names(report, reports)) or f": expected one of {', '.join(reports)}"
        raise UnknownName(f"There is no report {report!r}{near}.")
    cells = tables.published[tables.published["report"] == report]
    if cells.empty:
        raise NoData(f"The tables hold no cell of the report {report}.")
    return audit_source(tables, cells.reset_index(drop=True))


def write_json(audited: Audited) -> str:
    """Return an audit as JSON: findings, what is unchecked and why, how many figures were checked, what is unread."""
    findings = [_write_finding(audited.labels, finding) for finding in audited.audit.findings]
    unchecked = [
        _write_cell(audited.labels, one.cell) | {"why": {lang: tell_reason(one.reason, lang) for lang in LANGS}}
        for one in audited.audit.unchecked
    ]
    problems = [
        {"line": problem.line, "column": problem.column, "value": problem.value, "read": problem.used}
        | {"why": {lang: problem.say(lang) for lang in LANGS}}
        for problem in audited.problems
    ]
    told = {"findings": findings, "unchecked": unchecked, "checked": audited.audit.checked, "problems": problems}
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _write_cell(labels: Labels, place: int) -> dict[str, object]:
    cell = labels.cells[place]
    return {name: None if pd.isna(cell[name]) else _plain(cell[name]) for name in _CELL}


def _write_finding(labels: Labels, finding: Finding) -> dict[str, object]:
    one = len(finding.cells) == 1
    expected = list_expected(labels, finding)
    printed = [labels.cells[place]["printed"] for place in finding.cells]
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "cells": [_write_cell(labels, place) for place in finding.cells],
        "printed": printed[0] if one else printed,
        "expected": expected[0] if one else expected,
        "repair": _write_repairs(labels, finding),
        "why": {lang: tell_finding(labels, finding, lang) for lang in LANGS},
        "relations_failed": [_write_relation(labels, told) for told in finding.relations_failed],
        "relations_held": [_write_relation(labels, told) for told in finding.relations_held],
    }


def _write_repairs(labels: Labels, finding: Finding) -> list[dict[str, object]]:
    texts = {option: iter(told) for option, told in list_repairs(labels, finding).items()}
    return [
        {
            "option": repair.option,
            "cell": _write_cell(labels, repair.cell),
            "printed": next(texts[repair.option]),
            "value": _plain(repair.value),
            "unit": repair.unit or None,
            "evidence": _write_evidence(repair),
        }
        for repair in finding.repair
    ]


def _write_evidence(repair: Repair) -> dict[str, object]:
    evidence = repair.evidence
    return {
        "relations": list(evidence.get("relations", ())),
        "panel_agrees": agrees(repair),
        "panel_value": _plain(evidence.get("panel_value")),
        "slip": evidence.get("slip") or None,
        "only": bool(evidence.get("only")),
    }


def _write_relation(labels: Labels, told: Told) -> dict[str, object]:
    return {
        "kind": told.kind,
        "cells": [_write_cell(labels, place) for place in told.cells],
        "expected": _plain(told.values.get("expected")),
        "printed": _plain(told.values.get("printed")),
        "text": {lang: tell_relation(labels, told, lang) for lang in LANGS},
    }


def _plain(value: object) -> object:
    """Return a value as JSON has it: a number without noise in its last digits, None where there is none."""
    if value is None or isinstance(value, str | bool):
        return value
    if float(value) != float(value) or math.isinf(float(value)):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 9)
