"""What may be chosen: a province, a year and a language of which the tables hold a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govindex.errors import NoData, UnknownName
from govindex.tables.names import find_province, name_province
from govindex.tables.units import list_predecessors, tell_absence
from govindex.words import LANGS, check_lang

if TYPE_CHECKING:
    from govindex.tables.load import Tables

LATEST = "latest"


def list_choices(tables: Tables, name: str) -> list[object] | None:
    """Return the values that a parameter called `name` may take, as the tables hold them; None when any may be."""
    if name == "lang":
        return list(LANGS)
    if name == "year":
        return sorted({int(year) for table in (tables.scores, tables.ranks) for year in table["year"].unique()})
    columns = {"province": tables.provinces["code"], "report": tables.reports["report"]}
    columns["component"] = tables.components["component"]
    return list(columns[name]) if name in columns else None


def check_parameters(tables: Tables, *, province: str, year: int | str, lang: str) -> dict[str, object]:
    """Return `province` as its code, `year` as a number and `lang`, when the tables hold a figure for them.

    The year ``latest`` is the last with a figure of the province.

    Raises
    ------
    UnknownName
        When there is no such language, year or province, with the nearest names.
    NoData
        When no measure has a score or rank of the province in that year, with the nearest years that have one.
    """
    check_lang(lang)
    year = _find_latest(tables, province) if str(year).strip() == LATEST else _check_year(year)
    code = find_province(tables, province, year=year)
    years = _list_years(tables, code)
    if year not in years:
        name = name_province(tables, code, lang)
        absence = tell_absence(tables, code, year, "en")
        raise NoData(
            f"No measure has a figure of {name} ({code}) in {year}{_near_years(tables, province, code, year)}."
            + (f" {absence}" if absence else "")
        )
    return {"province": code, "year": year, "lang": lang}


def _find_latest(tables: Tables, province: str) -> int:
    """Return the last year with a figure of the units that a name means: the merged one of a name, once it has one."""
    codes = {find_province(tables, province, year=int(year)) for year in tables.provinces["first_year"].unique()}
    years = set[int]().union(*(_list_years(tables, code) for code in codes | {find_province(tables, province)}))
    if not years:
        raise NoData(f"No measure has a figure of {province} in any year.")
    return max(years)


def _check_year(year: int | str) -> int:
    if isinstance(year, bool) or not re.fullmatch(r"\d{4}", str(year).strip(), flags=re.ASCII):
        raise UnknownName(f"There is no year {str(year)!r}: expected four digits such as 2021, or latest.")
    return int(year)


def _list_years(tables: Tables, code: str) -> set[int]:
    return {
        int(year)
        for table in (tables.scores, tables.ranks)
        for year in table.loc[table["province"] == code, "year"].unique()
    }


def _near_years(tables: Tables, province: str, code: str, year: int) -> str:
    """Return the clause that names the nearest years with a figure, of the unit before it when it has none itself."""
    years = _list_years(tables, code)
    of_whom = ""
    if not years:
        earlier = find_province(tables, province)
        if earlier == code:
            names = ", ".join(name_province(tables, unit, "vi") for unit in list_predecessors(tables, code))
            return f" or in any other year; it was formed from {names}" if names else " or in any other year"
        years, of_whom = _list_years(tables, earlier), f", of {earlier}, the unit before it"
    if not years:
        return " or in any other year"
    nearest = sorted(years, key=lambda held: (abs(held - year), -held))[:4]
    return f"; near: {', '.join(map(str, nearest))}{of_whom}"
