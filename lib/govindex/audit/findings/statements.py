"""Statements in words: who is highest or lowest, what moved most, what is below a line, the only one, a list of all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from govindex.audit.findings.checks import joint, single
from govindex.audit.findings.results import Finding
from govindex.audit.reading.kinds import HIGHEST, LOWEST
from govindex.audit.reading.words import find_extreme, find_most, find_scope
from govindex.audit.relations.figures import Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.relation import EPS, State
from govindex.audit.relations.scores import find_region

_PART = re.compile(r"\btrong\b|\bthuộc\b|\bamong\b|\bof\b", re.I)
_ONLY = re.compile(r"duy nhất|\bonly\b", re.I)
_FEWEST = 4  # parts of a whole, from which a table that lacks one of them is noted


class Verdict(NamedTuple):
    """Whether a statement holds, the pattern of the sentence that says why not, what it names, and its severity."""

    holds: bool
    pattern: str
    values: dict
    severity: str = "error"


def check_statements(report: Report, panel: Panel, state: State) -> Iterator[tuple[int, Finding | None]]:
    """Yield the place of each statement that is understood, with a finding where it does not hold."""
    for figure in report.figures.values():
        if figure.component is None or figure.what not in _CHECKS:
            continue
        verdict = _CHECKS[figure.what](report, panel, figure, state)
        if verdict is None:
            continue
        values = {"pattern": verdict.pattern, **verdict.values}
        kind = "omission" if verdict.pattern.startswith("omission") else "statement"
        finding = single(kind, verdict.severity, figure, values.get("expected"), values)
        yield figure.place, None if verdict.holds else finding


def _check_extreme(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    """Return whether something is the highest or lowest of what it is told to be among."""
    told = figure.value == figure.value
    if not told and find_most(figure.printed):
        return _check_most(report, panel, figure, state)
    way = find_extreme(figure.printed)
    if figure.what in ("highest_of", "lowest_of"):
        way = 1 if figure.what == "highest_of" else -1
    scope = find_scope(figure.printed) or find_scope(figure.note)
    if figure.what in ("highest_of", "lowest_of") and not scope:
        scope = "country" if figure.component == figure.measure and not told else "parts"
    if not way or (told and (scope != "parts" or figure.component == figure.measure)):
        return None  # a figure alone is held against the tables, where it is no part's own
    if scope == "parts":
        return _check_part(report, panel, figure, state, way)
    if scope == "region":
        return _check_region(panel, figure, way)
    bare = not scope and not _PART.search(figure.printed) and _is_rank(figure.printed)
    return _check_first(report, panel, figure, way) if scope == "country" or bare else None


def _is_rank(text: str) -> bool:
    """Return whether words tell a rank, which is one of the whole country where nothing else is said."""
    return re.search(r"đứng|dẫn đầu|xếp|cuối bảng|rank|leads?", text, re.I) is not None


def _check_most(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    if panel.judge(figure.component, figure.year, figure.base).refused:
        return None
    way = find_most(figure.printed)
    changes = {}
    ways = panel.parts(panel.parents.get(figure.component, ""), figure.year)
    for part in next((parts for parts in ways if figure.component in parts), ()):
        known = [panel.score(part, year, figure.province) for year in (figure.year, figure.base)]
        printed = report.first("change", part, figure.year, figure.province)
        if all(known):
            changes[part] = (known[0].value - known[1].value, 100 * (known[0].value / known[1].value - 1))
        elif printed and not printed.percent:
            changes[part] = (state[printed.place][0], None)
        else:
            return None
    if figure.component not in changes:
        return None
    most = [max(changes, key=lambda part: way * (changes[part][unit] or 0)) for unit in (0, 1)]
    if most[0] != figure.component:
        return Verdict(False, "most", {"expected": most[0], "change": changes[most[0]][0], "way": way})
    in_percent = report.first("change_pct", figure.component, figure.year, figure.province)
    if most[1] != figure.component and changes[figure.component][1] is not None and in_percent:
        values = {"expected": most[1], "percent": changes[most[1]][1], "way": way}
        return Verdict(False, "most_percent", values, "note")
    return Verdict(True, "most", {})


def _check_part(report: Report, panel: Panel, figure: Figure, state: State, way: int) -> Verdict | None:
    """Return whether a component is the highest or lowest of those beside it, in points or in share of its maximum."""
    ways = panel.parts(panel.parents.get(figure.component, ""), figure.year)
    for parts in ways:
        if figure.component not in parts:
            continue
        known = []
        for share in (False, True):
            sizes = {part: _find_size(report, panel, figure, part, state, share=share) for part in parts}
            known.append({part: size for part, size in sizes.items() if size is not None})
        firsts = []
        for each in known:
            if figure.component in each:
                most = max(each, key=lambda part: way * each[part])
                first = abs(each[most] - each[figure.component]) <= EPS
                firsts.append((first, most, each[most], len(each) == len(parts)))
        if not firsts:
            continue
        if any(first and whole for first, _, _, whole in firsts):
            return Verdict(True, "highest", {})
        if len(firsts) == len(known) and not any(first for first, *_ in firsts):
            _, most, size, _ = firsts[-1]
            unit = "%" if figure.measure == "par" else ""
            most, size = (most, size) if unit else firsts[0][1:3]
            return Verdict(False, "highest" if way > 0 else "lowest", {"expected": most, "size": size, "unit": unit})
    return None


def _find_size(report: Report, panel: Panel, figure: Figure, part: str, state: State, *, share: bool) -> float | None:
    """Return the score of a part, or its share of the maximum in per cent; None where it is not known."""
    printed = report.first("score", part, figure.year, figure.province)
    known = panel.score(part, figure.year, figure.province)
    score = known.value if known and known.sure else state[printed.place][0] if printed else None
    if score is None or not share:
        return score
    top = report.first("max", part, figure.year, figure.province)
    covered = panel.covered(part, figure.year)
    maximum = state[top.place][0] if top else covered.maximum if covered else None
    return 100 * score / maximum if maximum else None


def _check_region(panel: Panel, figure: Figure, way: int) -> Verdict | None:
    """Return whether a province is the highest or lowest of its region, or of the one that is named."""
    scores = panel.scores_in(figure.component, figure.year, find_region(panel, figure))
    if figure.province not in scores:
        return None
    rank = 1 + sum(way * (other - scores[figure.province]) > EPS for other in scores.values())
    values = {"rank": rank if way > 0 else len(scores) + 1 - rank, "of": len(scores)}
    return Verdict(rank == 1, "in_region", values)


def _check_first(report: Report, panel: Panel, figure: Figure, way: int) -> Verdict | None:
    known = panel.score(figure.component, figure.year, figure.province)
    published = panel.rank(figure.component, figure.year, figure.province) if not figure.wide else None
    printed = report.first("rank", figure.component, figure.year, figure.province)
    positions = panel.positions(figure.component, figure.year)
    ranked = positions.rank(known.value) if positions and known and not figure.wide else None
    rank = published.value if published else ranked[1 if way > 0 else 2] if ranked else None
    rank = rank if rank is not None else printed.value if printed else None
    if rank is None:
        return None
    place = 1 if way > 0 else positions.scored if positions else panel.count_units(figure.year)
    return Verdict(rank == place, "first" if way > 0 else "last", {"rank": rank})


def _check_below(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    score = report.first("score", figure.component, figure.year, figure.province)
    known = panel.score(figure.component, figure.year, figure.province)
    value = state[score.place][0] if score else known.value if known else None
    return None if value is None else Verdict(value < figure.value, "below", {"score": value})


def _check_full(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    for way in panel.parts(figure.component, figure.year):
        scores = [report.first("score", part, figure.year, figure.province) for part in way]
        maxima = [report.first("max", part, figure.year, figure.province) for part in way]
        if None not in scores and None not in maxima:
            pairs = zip(scores, maxima, strict=True)
            full = sum(abs(state[one.place][0] - state[top.place][0]) < EPS for one, top in pairs)
            return Verdict(full == figure.value, "full", {"expected": float(full)})
    return None


def _check_only(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    own = report.first("group", figure.component, figure.year, figure.province)
    if not _ONLY.search(figure.printed) or not own:
        return None
    if "nhóm" not in figure.printed.lower() and "group" not in figure.printed.lower():
        return None
    column = report.column(own, panel)
    others = {one.component for one in column if state[one.place][0] == state[own.place][0]} - {figure.component}
    return Verdict(not others, "only", {"others": sorted(others)})


def _check_list(report: Report, panel: Panel, figure: Figure, state: State) -> Verdict | None:
    """Return whether a list that is told to be of all parts of a component holds them all.

    It holds what its print names, else what the report prints of the parts: in its own table where that prints any.
    """
    ways = panel.counted(figure.component, figure.year)
    listed = set(figure.word.split()) or _list_printed(report, panel, figure)
    if not ways or not listed:
        return None
    way = max(ways, key=lambda parts: (len(listed & set(parts)), -len(parts)))
    held = [part for part in way if part in listed]
    missing = [part for part in way if part not in listed]
    values = {"others": missing, "held": len(held), "of": len(way)}
    if figure.value == figure.value and figure.value != len(way):
        return Verdict(figure.value == len(held), "omission_count", values)
    return Verdict(not missing, "omission", values)


def _list_printed(report: Report, panel: Panel, figure: Figure) -> set[str]:
    """Return the parts of a component that the report prints figures of for a year and province."""
    own = [
        one
        for one in report.figures.values()
        if (one.year, one.province) == (figure.year, figure.province)
        and one.component is not None
        and panel.parents.get(one.component) == figure.component
    ]
    near = [one for one in own if one.table == figure.table]
    return {one.component for one in near or own}


def check_columns(report: Report, panel: Panel) -> Iterator[Finding]:
    """Yield a note for each table that prints the score of a whole and of all its parts but one."""
    for (what, _, year, province), totals in list(report.index.items()):
        if what != "score" or totals[0].wide:
            continue
        total = totals[0]
        column = {
            one.component: one
            for one in report.rows_of["score", year, province]
            if panel.parents.get(one.component) == total.component and one.table == total.table
        }
        ways = panel.parts(total.component, year) if total.component else []
        for way in ways if len(ways) == 1 else ():
            missing = [part for part in way if part not in column]
            if len(way) >= _FEWEST and len(missing) == 1:
                values = {"pattern": "omission", "others": missing, "held": len(way) - 1, "of": len(way)}
                yield joint("omission", "note", [total], values)


_CHECKS = {
    **dict.fromkeys((*HIGHEST, *LOWEST), _check_extreme),
    "below": _check_below,
    "count_full": _check_full,
    "only": _check_only,
    "list": _check_list,
}
