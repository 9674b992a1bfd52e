"""The rows of a file as reports: their figures with tolerance, and the unit and sign that each is meant with."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import pandas as pd

from govindex.audit.relations.figures import CHANGES, HUNDRED, LETTERS, SIGNS, UP_DOWN, WHOLE, Figure, Report
from govindex.audit.relations.panel import Panel
from govindex.audit.relations.tree import JOINED, NARROW, SURVEYED

_BARE = 3  # falls without a sign in a table without signs that make it one of magnitudes
_TOLD = ("due", "best", "worst", "only", "highest_of", "lowest_of", "list")  # what need not hold a number


def read_reports(rows: pd.DataFrame, panel: Panel) -> Iterator[tuple[Report, list[int]]]:
    """Return each report with the places of its cells that hold nothing to reckon with."""
    columns = {name: rows[name].tolist() for name in rows.columns}
    empty = [""] * len(rows)
    get = {name: columns.get(name, empty) for name in ("unit", "table", "row", "note", "word", "extra", "cell")}
    parts: dict[str, list[int]] = {}
    for place, name in enumerate(columns["report"]):
        parts.setdefault(name, []).append(place)
    for name, places in parts.items():
        figures, unread = {}, []
        for place in places:
            figure = _read(place, columns, get, panel.areas)
            if figure is None:
                unread.append(place)
            else:
                figures[place] = figure
        _settle_extents(figures.values(), panel)
        report = Report(name, figures)
        _settle_units(report, panel)
        _settle_signs(report, panel)
        yield report, unread


def _read(place: int, columns: dict[str, list], get: dict[str, list], areas: set[str]) -> Figure | None:
    what, printed = columns["what"][place], columns["printed"][place]
    year, component, province = columns["year"][place], columns["component"][place], columns["province"][place]
    extra = get["extra"][place]
    extra = extra if isinstance(extra, dict) else {}
    text = what == "text_direction"
    what = "direction" if text else "share_pct" if what == "share" else what
    component = component if isinstance(component, str) and component else None
    province = province if isinstance(province, str) and province else None
    wide = province is None or province in areas
    word = get["word"][place] if isinstance(get["word"][place], str) else ""
    value, decimals = columns["value"][place], columns["decimals"][place]
    value = float("nan") if pd.isna(value) else float(value)
    decimals = 0 if pd.isna(decimals) else int(decimals)
    if what == "direction":
        value = UP_DOWN.get(word, value)
    elif what == "group" and word:
        value = float(LETTERS.index(word) + 1 if word in LETTERS else int(word))
    elif what in ("score", "mean") and component not in ("par", None) and _is_share(get["unit"][place], columns, place):
        what = "share_pct"  # points of a maximum that are told in per cent
    elif what == "score" and wide:
        what = "mean"
    if math.isnan(value) and what not in _TOLD:
        return None
    unit = get["unit"][place] or extra.get("printed_unit") or ""
    percent = what == "change_pct" or (what in CHANGES and (unit == "percent" or "%" in printed))
    year = int(year) if not pd.isna(year) else 0
    about = bool(extra.get("about"))
    return Figure(
        place=place,
        what=what,
        measure=columns["measure"][place] or "",
        component=component,
        year=int(extra.get("to_year") or year) if what in CHANGES or what == "direction" else year,
        province=province,
        base=int(extra.get("base_year") or year - 1),
        value=value,
        unit=0.0 if what in WHOLE else (10.0**-decimals) * (2 if about else 1),
        decimals=decimals,
        printed=printed,
        signed=value < 0 or word in UP_DOWN or extra.get("sign") in ("+", "-") or printed.lstrip()[:1] in SIGNS,
        percent=percent and unit != "percentage points",
        percents=percent and (component in HUNDRED or (component or "").startswith("sipas")),
        about=about,
        word=word,
        told_unit=unit,
        table=str(get["table"][place] or ""),
        row=str(get["row"][place] or ""),
        note=get["note"][place] if isinstance(get["note"][place], str) else "",
        text=text,
        cell=str(get["cell"][place] or ""),
        wide=wide,
    )


def _settle_extents(figures: Collection[Figure], panel: Panel) -> None:
    """Let a name that has meant more in some years than in others mean what the report prints beside it."""
    printed: dict[tuple, dict[str, float]] = {}
    for figure in figures:
        if figure.component is not None:
            highest = printed.setdefault((figure.year, figure.province), {})
            level = figure.value if figure.what in ("max", "score") else 0.0
            highest[figure.component] = max(level, highest.get(figure.component, 0.0))
    for figure in figures:
        if figure.component == NARROW:
            highest = printed[figure.year, figure.province]
            beside = SURVEYED in highest and not any(part in highest for part in JOINED[SURVEYED])
            figure.component = panel.widen(NARROW, figure.year, beside=beside, highest=highest[NARROW])


def _is_share(unit: str, columns: dict[str, list], place: int) -> bool:
    return unit == "percent" and columns["measure"][place] in ("par", "papi")


def _settle_units(report: Report, panel: Panel) -> None:
    """Let maxima be exact, and a whole number in a column of decimals be printed without its zeros."""
    for figure in report.figures.values():
        if figure.what == "max" and figure.decimals < 2:
            figure.unit = 0.0
        elif figure.what in ("score", "lost", "change") and figure.decimals == 0 and not figure.about:
            column = [one for one in report.column(figure, panel) if one is not figure and one.decimals]
            if len(column) >= 3:
                figure.unit = 10.0 ** -report.decimals(figure, panel)


def _settle_signs(report: Report, panel: Panel) -> None:
    """Give each change that is printed without a sign the sign that is meant.

    In a column whose figures carry signs or words, none is a plus. Elsewhere the print may leave the sign to a word
    beside it, so that it cannot be wrong: it is that of the figures, else that of the word. Without such a word it is
    a plus too, save in a table that prints no signs at all and several falls.
    """
    falls: dict[tuple, list[Figure]] = {}
    for figure in report.figures.values():
        if figure.what not in CHANGES or figure.signed or figure.value == 0:
            continue
        words = report.all("direction", figure.component, figure.year, figure.province)
        beside = [one for one in words if (one.table, one.row) == (figure.table, figure.row)] or words
        if report.signed(figure) > any(one.table == figure.table for one in words):
            figure.signed = True
            continue
        true = known_change(report, panel, figure)
        if true is None and beside:
            true = beside[0].value
        if true is None or true >= 0:
            continue
        if beside or _tells_fall(report, figure):
            figure.value = -figure.value
        else:
            falls.setdefault((figure.what, figure.year, figure.province, figure.table), []).append(figure)
    for same in falls.values():
        bare = len(same) >= _BARE and not report.signed(same[0])
        for figure in same:
            figure.value, figure.signed = (-figure.value, False) if bare else (figure.value, True)


def _tells_fall(report: Report, figure: Figure) -> bool:
    """Return whether the same change, printed in the other unit, says that it is a fall."""
    others = (report.all(what, *figure.key[1:]) for what in ("change", "change_pct") if figure.what != "rank_change")
    return any(one.signed and one.value < 0 and one.base == figure.base for same in others for one in same)


def known_change(report: Report, panel: Panel, figure: Figure) -> float | None:
    """Return the change that the panel, else the printed figures, give for a change's component and years."""
    what = "rank" if figure.what == "rank_change" else "mean" if figure.wide else "score"
    ends = []
    for year in (figure.year, figure.base):
        known = _known(panel, what, figure.component, year, figure.province)
        printed = report.first(what, figure.component, year, figure.province)
        ends.append(known if known is not None else printed.value if printed else None)
    if figure.what == "above_mean":
        mean = report.first("mean", figure.component, figure.year, None)
        known = panel.national(figure.component, figure.year, "mean")
        ends[1] = known.value if known else mean.value if mean else None
    if None in ends:
        return None
    return ends[1] - ends[0] if what == "rank" else ends[0] - ends[1]


def _known(panel: Panel, what: str, component: str | None, year: int, province: str | None) -> float | None:
    if what == "rank" and province is not None and province not in panel.areas:
        known = panel.rank(component, year, province)
        positions = panel.positions(component, year) if component else None
        score = panel.score(component, year, province)
        if known is None and positions and score:
            return float(positions.rank(score.value)[0])
    else:
        known = panel.score(component, year, province)
    return known.value if known else None
