"""The figures of a file beside those of earlier years: wild jumps, and a year that is another year's."""

from __future__ import annotations

from statistics import median

import pandas as pd

from govindex.adding.reading import Reading
from govindex.adding.troubles import ERROR, WARNING
from govindex.adding.units import Units
from govindex.compare.frameworks import list_covered
from govindex.tables.kept import looking_once
from govindex.tables.load import Tables

_FAR = 6.0  # usual deviations from what the other provinces did
_SHARE = 0.12  # of the component's range; less is no jump, however quiet the others were
_SAME = 0.9  # of the figures, from which on a year is a copy of another
_TO_SD = 1.4826
_MOST = 12  # jumps told one by one


def check_copy(tables: Tables, reading: Reading) -> None:
    """Note a file whose figures are those of another year."""
    scores = tables.scores[tables.scores["measure"] == reading.measure]
    told = reading.scores
    if len(told) < 10:
        return
    for year, rows in scores[scores["year"] != reading.year].groupby("year"):
        held = rows.set_index(["province", "component"])["score"]
        shared = [(figure, held[key]) for key, figure in told.items() if key in held.index]
        if len(shared) < 0.5 * len(told):
            continue
        same = sum(abs(figure.value - value) <= 0.51 * 10.0**-figure.decimals for figure, value in shared)
        if same >= _SAME * len(shared):
            reading.tell("copied_year", same=same, count=len(shared), other=int(year), year=reading.year)


def check_jumps(tables: Tables, reading: Reading, units: Units, covered: pd.DataFrame) -> None:
    """Note the scores far from the province's own last ones (of merged units their parts'), as the others moved.

    The last one is that of the province's own last year in the framework, for a year may hold few provinces.
    """
    held = _list_last(tables, reading, covered)
    ranges = covered.set_index("component")
    wrong = {trouble.at for trouble in reading.troubles if trouble.level == ERROR}
    jumps = []
    for component in reading.components:
        moves: dict[str, tuple[float, float, int]] = {}
        for (province, each), figure in reading.scores.items():
            if each != component or figure.at in wrong:
                continue
            parts = [province] if (province, component) in held else units.before(province)
            own = [held[(part, component)] for part in parts if (part, component) in held]
            if own:
                value = figure.value
                low, high = min(own), max(own)
                nearest, base = low if value < low[0] else high if value > high[0] else (value, low[1])
                moves[province] = value - nearest, nearest, base
        if len(moves) < 5:
            continue
        middle = median(move for move, _, _ in moves.values())
        usual = _TO_SD * median(abs(move - middle) for move, _, _ in moves.values())
        most = ranges["maximum"].get(component, 100.0)
        least = _SHARE * ((100.0 if pd.isna(most) else most) - ranges["minimum"].get(component, 0.0))
        for province, (move, nearest, base) in moves.items():
            if abs(move - middle) > max(_FAR * usual, least):
                jumps.append((abs(move - middle) / max(least, 1e-9), province, component, nearest, base))
    for _, province, component, nearest, base in sorted(jumps, reverse=True)[:_MOST]:
        figure = reading.scores[province, component]
        reading.tell(
            "jump", figure.at, WARNING, text=figure.text, component=component, before=f"{nearest:.4g}", base=base,
            name=_namer(units, province),
        )  # fmt: skip
    if len(jumps) > _MOST:
        reading.tell("jumps", None, WARNING, count=len(jumps) - _MOST)


@looking_once
def _list_last(tables: Tables, reading: Reading, covered: pd.DataFrame) -> dict[tuple[str, str], tuple[float, int]]:
    """Return the last score of each (province, component) with its year: in the framework or the last year."""
    scores = tables.scores
    before = scores[(scores["measure"] == reading.measure) & (scores["year"] < reading.year)]
    if before.empty:
        return {}
    framework = set(covered["framework"])
    years = [
        year
        for year in before["year"].unique()
        if framework & set(list_covered(tables, reading.measure, year=int(year))["framework"])
    ]
    last = before[before["year"].isin(years or [before["year"].max()])].sort_values("year", kind="stable")
    return {
        (province, component): (float(score), int(year))
        for province, component, score, year in last[["province", "component", "score", "year"]].itertuples(index=False)
    }


def _namer(units: Units, code: str) -> object:
    return lambda lang: units.name(code, lang)
