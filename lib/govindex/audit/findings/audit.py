"""The audit: every relation of every report checked, what fails explained by the fewest figures, told as findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from govindex.audit.findings.checks import (
    check_comparisons,
    check_dates,
    check_implied,
    check_sipas_part,
    check_units,
)
from govindex.audit.findings.describe import Describer
from govindex.audit.findings.remainder import Remainder
from govindex.audit.findings.results import Audit, Finding, Repair, Told, Unchecked
from govindex.audit.findings.statements import check_columns, check_statements
from govindex.audit.reading.kinds import EITHER
from govindex.audit.relations.figures import Report
from govindex.audit.relations.panel import Panel, find_panel
from govindex.audit.relations.ranks import relate_ranks
from govindex.audit.relations.relation import FAILS
from govindex.audit.relations.reports import read_reports
from govindex.audit.relations.scores import relate_scores
from govindex.audit.relations.units import settle_units
from govindex.audit.repair.blocks import find_blocks
from govindex.audit.repair.search import Repairer, Solution, connect
from govindex.tables.load import Tables

__all__ = ["Audit", "Finding", "Repair", "Told", "Unchecked", "audit_cells"]

_SEVERITIES = ("error", "rounding", "note")


def audit_cells(tables: Tables, rows: pd.DataFrame, *, dates: Mapping[str, date | str] | None = None) -> Audit:
    """Return what does not hold in the printed cells of one or more reports.

    Parameters
    ----------
    rows : DataFrame
        One row per cell, with a plain index: report, measure, year, province, component, what, printed, value,
        decimals; unit, table, row, note, word, extra, cell where there are any.
    dates : mapping, optional
        When a report was written, by report; else as ``published/reports.csv`` has it, else not before the year after
        the newest that the report tells of.

    Returns
    -------
    Audit
        Its findings hold positions in `rows`.
    """
    panel = find_panel(tables)
    written = {**panel.reports, **(dates or {})}
    findings: list[Finding] = []
    unchecked: list[Unchecked] = []
    checked = 0
    for report, unread in read_reports(rows, panel):
        found, places = _audit_report(report, panel, _read_date(written.get(report.name)))
        findings.extend(found)
        checked += len(places)
        unchecked.extend(Unchecked(place, "no_value") for place in unread)
        unchecked.extend(
            Unchecked(place, _find_reason(report, place)) for place in report.figures if place not in places
        )
    findings.sort(key=lambda one: (_SEVERITIES.index(one.severity), one.cells[0] if one.cells else -1))
    return Audit(findings, sorted(unchecked), checked)


def _read_date(written: object) -> date | None:
    if isinstance(written, date):
        return written
    return date.fromisoformat(written) if isinstance(written, str) and written else None


def _find_reason(report: Report, place: int) -> str:
    figure = report.figures[place]
    if figure.component is None and figure.what == "share_pct":
        return "survey"
    if figure.what in (*EITHER, "list") and figure.value != figure.value:
        return "statement"
    return "no_relation"


def _audit_report(report: Report, panel: Panel, written: date | None) -> tuple[list[Finding], set[int]]:
    """Return the findings of one report and the places of the cells that something was held against."""
    misfits = settle_units(report, panel)
    relations = [*relate_scores(report, panel), *relate_ranks(report, panel)]
    repairer = Repairer(report, panel, relations)
    describer = Describer(repairer)
    findings = [describer.tell_misfit(misfit, {one.place for one in misfits}) for misfit in misfits]
    forced = repairer.settle()
    solved, unsolved = _search(repairer)
    refuted = {place for numbers in unsolved for place in _find_refuted(repairer, numbers)}
    blocks = find_blocks(report, panel, {move.place for move in forced})
    in_block = {place for block in blocks for place in block.cells}
    moves = {move.place: move for move in forced}
    findings.extend(describer.tell_block(block, moves) for block in blocks)
    for move in forced:
        if move.place not in in_block:
            findings.append(describer.tell_move(move, repaired=move.place not in refuted))
    for best in solved:
        findings.extend(describer.tell_solutions(best))
    findings.extend(describer.tell_unsolved(numbers) for numbers in unsolved if _is_new(repairer, numbers))
    findings.extend(Remainder(repairer).tell_rest(findings))
    findings.extend(check_comparisons(report, panel))
    findings.extend(check_dates(report, written))
    findings.extend(check_units(report))
    findings.extend(check_sipas_part(report, repairer.state))
    findings.extend(check_implied(report, panel, repairer.state))
    places = {place for relation in relations for place in relation.cells}
    for place, finding in check_statements(report, panel, repairer.state):
        places.add(place)
        findings.extend([finding] if finding else [])
    findings.extend(check_columns(report, panel))
    places |= {place for finding in findings for place in finding.cells}
    places |= {place for place, figure in report.figures.items() if figure.what == "due"} if written else set()
    return findings, places


def _search(repairer: Repairer) -> tuple[list[list[Solution]], list[set[int]]]:
    """Return the equally good repairs of each set of relations that still fail, and the sets that have none.

    Figures of the tables that a report's own sums outweigh are left out where nothing mends all. What held in the print
    and fails only because another figure was changed blames no cell, unless the tables speak against that cell too: it
    speaks against the change.
    """
    solved, unsolved = [], []
    for numbers in connect(repairer.relations, repairer.failing(), repairer.locked):
        tries = [numbers]
        own = {number for number in numbers if repairer.relations[number].kind != "panel"}
        if own and own != numbers:
            tries.append(own)
        for one in tries:
            solutions, left = _solve(repairer, one)
            if solutions:
                best = [other for other in solutions if other.rank == solutions[0].rank]
                if len(best) == 1:
                    repairer.apply(best[0].moves)
                solved.append(best)
                unsolved.extend([left] if left else [])
                break
        else:
            unsolved.append(numbers)
    return solved, unsolved


def _solve(repairer: Repairer, numbers: set[int]) -> tuple[list[Solution], set[int]]:
    """Return the repairs of a set of relations, the best first, and those that held in the print and stay unmended."""
    broken = {number for number in numbers if repairer.first[number] < FAILS}
    whole = [one for one in repairer.search(numbers) if all(map(repairer.is_called_for, one.moves))]
    part = repairer.search(numbers - broken, beside=broken) if broken and broken != numbers else []
    if part and not (whole and len(whole[0].moves) <= len(part[0].moves)):
        return part, broken
    return whole, set()


def _find_refuted(repairer: Repairer, numbers: set[int]) -> set[int]:
    """Return the changed figures that a relation speaks against which held in the print."""
    broken = {number for number in numbers if repairer.first[number] < FAILS}
    return {place for number in broken for place in repairer.relations[number].cells if place in repairer.locked}


def _is_new(repairer: Repairer, numbers: set[int]) -> bool:
    return any(repairer.first[number] == FAILS for number in numbers)
