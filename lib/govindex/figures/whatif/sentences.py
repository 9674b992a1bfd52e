"""Sentences on what a province's points would bring, for every province, year and measure."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from govindex.compare.precision import ROUNDING, find_smallest_change
from govindex.compare.ranks import list_printed_ranks
from govindex.compare.scores import round_up
from govindex.figures.lists import list_page_years, list_places
from govindex.figures.ranking.tables import find_sampling_band
from govindex.figures.whatif.tables import (
    list_all_borders,
    list_fields,
    list_ladder,
    list_named_parts,
    name_group,
)
from govindex.figures.whatif.targets import PACES, solve_all
from govindex.methods.standing import MEASURES
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS, listing, number, ordinal, quote, say

MOST = 3  # parts that are named
Row = dict[str, Any]


class Case(NamedTuple):
    """A province's total of one measure and year, and what is known around it."""

    tables: Tables
    lang: str
    measure: str
    year: int
    province: str
    place: str
    parts: pd.DataFrame
    others: pd.Series  # the others' totals by province; empty where not all are held
    borders: pd.Series  # the least total of each group, by group
    targets: pd.DataFrame  # the solved ones, the others standing still
    noise: float  # the smallest difference of two totals that is worth telling

    def say(self, key: str, **values: object) -> str:
        """Return words of what if, filled with place, year, measure and `values`."""
        told = {"place": self.place, "year": self.year, "measure": say(f"measure.{self.measure}", self.lang)}
        return say(f"whatif.{key}", self.lang, **(told | values))

    def write(self, points: float, *, sign: bool = False) -> str:
        """Return points with the decimals of the measure."""
        return number(points, self.lang, DIGITS[self.measure], sign=sign)

    def name_group(self, group: int) -> str:
        """Return how a group is called."""
        return name_group(self.tables, self.measure, self.year, group, self.lang)

    @property
    def total(self) -> float:
        """The published total."""
        return float(self.parts["total"].iloc[0])


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province, year and measure.

    One row per measure, year and province of any year: measure, year, province, summary (a list of paragraphs), room
    and targets (titles of figures), absent (why there is nothing; missing where there is something).
    """
    cases = {(case.measure, case.year, case.province): case for case in _list_cases(tables, lang)}
    thin = list_fields(tables, lang)
    thin = thin[thin["rivals"] == "still"].set_index(["measure", "year"])["thin"].to_dict()
    held: dict[tuple[str, str], list[int]] = {}
    for measure, year, province in sorted(cases):
        held.setdefault((measure, province), []).append(year)
    rows = []
    for province, place, _ in list_places(tables, lang).itertuples(index=False, name=None):
        for measure in MEASURES:
            for year in list_page_years(tables):
                case = cases.get((measure, year, province))
                row = {"measure": measure, "year": year, "province": province}
                if case is None:
                    told = {"place": place, "year": year, "measure": say(f"measure.{measure}", lang)}
                    absent = tell_absent(told, held.get((measure, province), []), lang)
                    rows.append({**row, "summary": [absent], "room": None, "targets": None, "absent": absent})
                else:
                    reason = thin[(measure, year)]
                    rows.append({**row, **tell_case(case, None if pd.isna(reason) else reason), "absent": None})
    return pd.DataFrame(rows)


def tell_absent(told: Row, years: list[int], lang: str) -> str:
    """Return that nothing can be computed, and of which years it can."""
    absent = say("whatif.absent", lang, **told)
    if not years:
        return absent
    held = say("whatif.held", lang, place=told["place"], years=listing([str(year) for year in years], lang))
    return f"{absent} {held}"


def tell_case(case: Case, thin: str | None) -> Row:
    """Return the summary and the titles of one total."""
    about = {"place": case.place, "year": case.year}
    none = "targets_none" if thin is None else "targets_thin"
    if len(case.targets):
        targets = case.say("targets")
    else:
        targets = case.say(none) if thin is None else case.say(none, thin=thin)
    lost = case.parts[case.parts["up"] > 0].sort_values("up", ascending=False)
    if lost.empty:
        room = case.say("room_full", **about)
    else:
        first = lost.iloc[0]
        most = case.write(first["up"])
        room = case.say("room", lost=case.write(lost["up"].sum()), name=first["name"], most=most)
    return {"summary": tell_summary(case), "room": room, "targets": targets}


def tell_summary(case: Case) -> list[str]:
    """Return the paragraphs at the top of the page."""
    told = [_tell_position(case)]
    if len(case.others):
        told.append(_tell_nearness(case))
    else:
        told.append(case.say("thin_position"))
        printed = list_printed_ranks(case.tables, case.measure, year=case.year).set_index("province")["rank"]
        if case.province in printed:
            told.append(case.say("printed_rank", rank=int(printed[case.province])))
    first = " ".join(each for each in told if each)
    return [first, " ".join(each for each in (_tell_lost(case), _tell_way(case)) if each)]


def _tell_position(case: Case) -> str:
    group = 1 + int((case.borders > case.total).sum()) if len(case.borders) else None
    told = {"total": case.write(case.total)} | ({"group": case.name_group(group)} if group else {})
    if len(case.others):
        told |= {
            "position": ordinal(int((case.others > case.total).sum()) + 1, case.lang),
            "scored": len(case.others) + 1,
        }
        return case.say("position_in_group" if group else "position_known", **told)
    return case.say("total_in_group" if group else "total_alone", **told)


def _tell_nearness(case: Case) -> str:
    """Return how many stand so near that chance may part them, and what that leaves of the position.

    Nothing where the totals are no sample's.
    """
    if case.noise <= ROUNDING:
        return ""
    near = (case.others - case.total).abs() <= case.noise
    noise = number(case.noise, case.lang, 2)
    if not near.any():
        return case.say("near_none", noise=noise)
    best, worst = find_sampling_band(case.tables, case.measure, case.year).loc[case.province]
    return case.say("near", count=int(near.sum()), noise=noise, best=int(best), worst=int(worst))


def _tell_lost(case: Case) -> str:
    lost = case.parts[case.parts["up"] > 0].sort_values("up", ascending=False)
    if lost.empty:
        return case.say("lost_all")
    named = [
        case.say("part_gain", name=quote(name), gain=case.write(up))
        for name, up in zip(lost["short"][:MOST], lost["up"][:MOST], strict=True)
    ]
    return case.say("lost_most", lost=case.write(lost["up"].sum()), parts=listing(named, case.lang))


def _tell_way(case: Case) -> str:
    """Return what the next group asks for, where there is one and limits are known."""
    groups = case.targets[case.targets["kind"] == "group"]
    if groups.empty:
        return ""
    target = groups.iloc[0]
    pace = "p95" if "p95" in PACES[case.measure] else "best"
    gains, key = target[pace], "way" if pace == "p95" else "way_best"
    need = round_up(target["need"], DIGITS[case.measure])
    told = {"group": case.name_group(int(target["reached"])), "need": case.write(need)}
    if gains is None:
        return ""
    if not gains:
        return case.say(f"{key}_none", **told)
    pairs = zip(gains, case.parts["short"], strict=False)
    by_size = sorted(((gain, name) for gain, name in pairs if gain > 0), reverse=True)
    parts = [case.say("part_gain", name=quote(name), gain=case.write(gain, sign=True)) for gain, name in by_size]
    return case.say(key, **told, parts=listing(parts, case.lang))


def _list_cases(tables: Tables, lang: str) -> list[Case]:
    places = list_places(tables, lang).set_index("province")["place"].to_dict()
    ladder = list_ladder(tables)
    fields = {
        key: rows.set_index("province")["total"]
        for key, rows in ladder[ladder["rivals"] == "still"].groupby(["measure", "year"])
    }
    keys = ["measure", "year", "province"]
    borders = list_all_borders(tables)
    by_unit = {key: rows.set_index("group")["border"] for key, rows in borders[_still(borders)].groupby(keys)}
    solved = pd.concat([solve_all(tables, measure).assign(measure=measure) for measure in MEASURES])
    targets = dict(list(solved[_still(solved)].groupby(keys)))
    noise = {measure: find_smallest_change(tables, measure) for measure in MEASURES}
    none = pd.Series(dtype="float64")
    cases = []
    for key, parts in list_named_parts(tables, lang).groupby(keys):
        measure, year, province = key
        others = fields[(measure, year)].drop(province) if (measure, year) in fields else none
        of_unit = targets.get(key, solved.iloc[:0])
        unit = (measure, int(year), province, places[province], parts)
        cases.append(Case(tables, lang, *unit, others, by_unit.get(key, none), of_unit, noise[measure]))
    return cases


def _still(rows: pd.DataFrame) -> pd.Series:
    return rows["rivals"] == "still"
