"""Sentences on the courses of a province's scores up to a year."""

from __future__ import annotations

import pandas as pd

from govindex.figures.lists import list_page_units, list_page_years
from govindex.figures.trend.tables import SPANS, list_courses, list_lines, list_strip
from govindex.methods.course import CLASSES, FEWEST
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_measure, label_provinces
from govindex.tables.units import tell_absence
from govindex.words import listing, number, say

_LOWEST = 4  # of PAPI's groups
_DIGITS = 3  # of points a year


@kept
def list_told(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province and year: measure, province, year, told (paragraphs), parts (classed)."""
    courses = list_courses(tables)
    courses = courses[courses["span"] == SPANS[0]]
    measures = {code: find_measure(tables, code) for code in courses["component"].unique()}
    courses = courses.assign(measure=courses["component"].map(measures))
    classed = dict(list(courses.groupby(["measure", "province", "year"])))
    stretches = _list_stretches(tables)
    strip = list_strip(tables)
    totals = strip[strip["component"] == "papi"].set_index(["province", "year"])["group"]
    codes = list_page_units(tables)
    names = label_provinces(tables, pd.DataFrame({"province": codes}), lang)
    rows = []
    for measure in MEASURES:
        for province, place in zip(names["province"], names["name"], strict=True):
            groups = totals[totals.index.get_level_values("province") == province].droplevel("province")
            for year in list_page_years(tables):
                known = {"place": place, "year": year, "measure_name": say(f"measure.{measure}", lang)}
                own = classed.get((measure, province, year))
                absence = tell_absence(tables, province, year, lang)
                told = [absence] if absence else _tell_courses(own, known, measure, lang)
                if own is not None and not absence and measure not in set(own["component"]):
                    told[0] += " " + _tell_unclassed(stretches.get((measure, province, year)), known, lang)
                passed = groups[groups.index <= year]
                if measure == "papi" and len(passed) and not absence:
                    told.append(_tell_groups(passed, known, lang))
                parts = None if own is None else len(own)
                rows.append({"measure": measure, "province": province, "year": year, "told": told, "parts": parts})
    return pd.DataFrame(rows)


def _tell_courses(rows: pd.DataFrame | None, known: dict, measure: str, lang: str) -> list[str]:
    if rows is None:
        return [say("sheet_trend.none_classed", lang, **known)]
    sizes = rows["told"].value_counts().sort_index()
    counts = [
        say("sheet_trend.counted", lang, count=count, name=name_class(int(told), lang)) for told, count in sizes.items()
    ]
    told = [say("sheet_trend.classed", lang, count=len(rows), counts=listing(counts, lang), **known)]
    total = rows[rows["component"] == measure]
    if len(total):
        row = total.iloc[0]
        paces = {name: number(row[name], lang, _DIGITS, sign=True) for name in ("whole", "recent")}
        years = {"first": int(row["first"]), "middle": int(row["middle"]), "year": known["year"]}
        told[0] += " " + say("sheet_trend.total", lang, name=name_class(int(row["told"]), lang), **paces, **years)
    if rows["careful"].any():
        told.append(say("sheet_trend.careful", lang))
    return told


def _list_stretches(tables: Tables) -> dict[tuple[str, str, int], int]:
    """Return of how many years in a row each total compares up to a year, by measure, province and year."""
    lines = list_lines(tables)
    lines = lines[lines["component"].isin(MEASURES)]
    counts = lines.groupby("run").cumcount() + 1
    return dict(zip(lines[["component", "province", "year"]].itertuples(index=False, name=None), counts, strict=True))


def _tell_unclassed(years: int | None, known: dict, lang: str) -> str:
    """Return why the total has no class though parts have."""
    if years is None:
        return say("sheet_trend.total_absent", lang, **known)
    if years == 1:
        return say("sheet_trend.total_apart", lang, **known)
    first = known["year"] - years + 1
    return say("sheet_trend.total_short", lang, years=years, first=first, fewest=FEWEST, **known)


def name_class(code: int, lang: str) -> str:
    """Return what the class at a place of `CLASSES` is called."""
    return say(f"sheet_trend.{CLASSES[code]}", lang)


def _tell_groups(groups: pd.Series, known: dict, lang: str) -> str:
    group = groups.get(known["year"])
    now = say("sheet_trend.now_none", lang)
    if group is not None:
        now = say("sheet_trend.now_group", lang, group=say(f"group_phrase.{group}", lang))
    counts = {"top": int((groups == 1).sum()), "low": int((groups == _LOWEST).sum()), "years": len(groups)}
    return say("sheet_trend.grouped", lang, now=now, place=known["place"], year=known["year"], **counts)
