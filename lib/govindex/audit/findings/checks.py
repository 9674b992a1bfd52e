"""What is checked by itself and not by repair: years compared, dates, units side by side, what a change implies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from govindex.audit.findings.results import Finding, Repair, Told
from govindex.audit.reading.words import find_most
from govindex.audit.relations.figures import Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import CUT, EPS, Linear, State
from govindex.compare.frameworks import Judgement


def check_comparisons(report: Report, panel: Panel) -> Iterator[Finding]:
    """Yield changes told between years that do not plainly compare, as the frameworks and changes of method decide.

    What the publisher does not compare is an error of each cell; what wants caution, or only the panel tells apart, one
    note for all cells of one reason.
    """
    noted: dict[tuple, list[Figure]] = {}
    for figure in report.figures.values():
        if figure.component is None or not _tells_change(figure):
            continue
        judged = panel.judge(figure.component, figure.year, figure.base)
        if judged.refused:
            yield single("not_comparable", "error", figure, None, _reason(figure, judged))
        elif judged.comparable != "yes":
            noted.setdefault((figure.measure, figure.year, figure.base, judged), []).append(figure)
    for (*_, judged), figures in noted.items():
        kind = "not_comparable" if judged.comparable == "no" else "caution"
        yield joint(kind, "note", figures, _reason(figures[0], judged))


def _tells_change(figure: Figure) -> bool:
    """Return whether a figure or statement compares the score of two years."""
    if figure.what in ("best", "worst"):
        return figure.value != figure.value and find_most(figure.printed) != 0
    return figure.what in ("change", "change_pct", "direction")


def _reason(figure: Figure, judged: Judgement) -> dict:
    """Return what the sentence on two years that do not compare needs."""
    return {"year": figure.year, "base": figure.base, "text_vi": judged.text_vi, "text_en": judged.text_en}


def check_dates(report: Report, written: date | None) -> Iterator[Finding]:
    """Yield due dates that lie before the report was written, or before the year after the newest it tells of."""
    years = [one.year for one in report.figures.values() if one.component and one.what in ("score", "rank", "change")]
    if written is None and years:
        written = date(max(years) + 1, 1, 1)
    if written is None:
        return
    for figure in report.figures.values():
        if figure.what != "due" or not re.fullmatch(r"\d{4}-\d{2}", figure.word):
            continue
        year, month = (int(part) for part in figure.word.split("-"))
        if (year, month) >= (written.year, written.month):
            continue
        later = year
        while (later, month) < (written.year, written.month):
            later += 1
        meant = f"{later}-{month:02d}"
        near = sum(one != other for one, other in zip(str(year), str(later), strict=True)) == 1
        repair = []
        if near:
            evidence = _evidence(["due"], slip="digit_misread")
            repair = [Repair(figure.place, meant, None, "", 1, evidence)]
        values = {"due": figure.word, "date": written.isoformat()}
        yield single("due", "error", figure, meant if near else None, values, repair=repair)


def check_units(report: Report) -> Iterator[Finding]:
    """Yield figures of one component that are told in points for one year and in per cent for another."""
    for (what, component, _, province), figures in _by_component(report).items():
        units = {one.told_unit for one in figures} & {"points", "percent"}
        if len(units) < 2:
            continue
        usual = max(units, key=lambda unit: (sum(one.told_unit == unit for one in figures), unit == "percent"))
        cells = [one for one in figures if one.told_unit in units - {usual}]
        values = {"units": sorted(units), "what": what, "component": component, "province": province}
        finding = joint("unit", "note", cells, values)
        evidence = _evidence(["unit"], slip="per_cent")
        finding.repair = [Repair(one.place, one.value, None, usual, 1, evidence) for one in cells]
        yield finding


def _by_component(report: Report) -> dict[tuple, list[Figure]]:
    found: dict[tuple, list[Figure]] = {}
    for one in report.figures.values():
        if one.what == "score" and one.component:
            found.setdefault((one.what, one.component, 0, one.province), []).append(one)
    return found


def check_sipas_part(report: Report, state: State) -> Iterator[Finding]:
    """Yield SIPAS points of PAR INDEX that are not the share of their maximum that SIPAS itself is."""
    for figure in report.figures.values():
        if (figure.what, figure.component) != ("score", "par.impact.sipas"):
            continue
        sipas = report.first("score", "sipas", figure.year, figure.province)
        maximum = report.first("max", figure.component, figure.year, figure.province)
        if not sipas or not maximum:
            continue
        expected = state[maximum.place][0] * state[sipas.place][0] / 100
        value, unit = state[figure.place]
        if abs(value - expected) > unit / 2 + EPS:
            cells = (figure.place, sipas.place, maximum.place)
            told = Told("sipas_part", cells, {"expected": expected, "printed": value, "off": value - expected})
            finding = single("sipas_part", "note", figure, round(expected, figure.decimals), {"off": value - expected})
            finding.relations_failed.append(told)
            yield finding


def check_implied(report: Report, panel: Panel, state: State) -> Iterator[Finding]:
    """Yield wholes of the year before that a printed change implies but that year's printed parts do not make."""
    for change in report.figures.values():
        if change.what != "change" or change.percent or not change.component:
            continue
        if report.first("score", change.component, change.base, change.province):
            continue
        if panel.judge(change.component, change.year, change.base).refused:
            continue
        now = report.first("score", change.component, change.year, change.province)
        for way in panel.parts(change.component, change.base) if now else ():
            parts = [report.first("score", part, change.base, change.province) for part in way]
            if None in parts:
                continue
            factor = -1 / len(parts) if change.measure == "sipas" else -1.0
            terms = ((now.place, 1.0), (change.place, -1.0), *((one.place, factor) for one in parts))
            relation = Linear("implied", tuple(place for place, _ in terms), terms=terms)
            if relation.check(state) >= CUT:
                implied = state[now.place][0] - state[change.place][0]
                whole = -factor * sum(state[one.place][0] for one in parts)
                values = {"year": change.base, "implied": implied, "expected": whole, "off": implied - whole}
                finding = joint("implied", "note", [report.figures[place] for place in relation.cells], values)
                finding.relations_failed.append(
                    Told("implied", relation.cells, {"expected": whole, "printed": implied})
                )
                yield finding
                break


def single(
    kind: str, severity: str, figure: Figure, expected: object, values: dict, *, repair: list[Repair] | None = None
) -> Finding:
    """Return a finding about one cell."""
    told = Told(kind, (figure.place,), {"expected": expected, "printed": figure.value, "off": None})
    failed = [] if kind == "sipas_part" else [told]
    return Finding(kind, severity, [figure.place], [figure.printed], [expected], repair or [], failed, [], values)


def joint(kind: str, severity: str, figures: list[Figure], values: dict) -> Finding:
    """Return a finding about several cells."""
    places, printed = [one.place for one in figures], [one.printed for one in figures]
    return Finding(kind, severity, places, printed, [None] * len(figures), [], [], [], values)


def _evidence(relations: list[str], *, slip: str = "") -> dict:
    return {
        "relations": relations,
        "agree": len(relations),
        "panel": False,
        "panel_value": None,
        "slip": slip,
        "only": True,
    }
