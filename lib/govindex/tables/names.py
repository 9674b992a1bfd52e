"""Names and look-up: any spelling of a province or component finds its code; an unknown one says what is near."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from govindex.errors import UnknownName, near_clause, near_names
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.spelling import fold, spell
from govindex.words import check_lang

MEASURES = ("par", "sipas", "papi")
_YEARS = {"first_year": "Int64", "last_year": "Int64"}
_NAMES = ["name_vi", "name_en", "short_vi", "short_en"]


def find_province(tables: Tables, text: str, *, year: int | None = None) -> str:
    """Return the code of the province that `text` names.

    Parameters
    ----------
    text : str
        A code (``"31"``) or a spelling, with or without diacritics, "TP.", "tỉnh", in Vietnamese or English.
    year : int, optional
        Of two units with one name, the one of that year is meant; without it the older one.

    Raises
    ------
    UnknownName
        With the nearest names.
    """
    units = tables.provinces
    text = str(text).strip()
    text = text.zfill(2) if text.isdigit() else text
    if text in set(units["code"]):
        return text
    spellings = _spell_provinces(tables)
    codes = spellings.loc[spellings["folded"] == fold(text), "code"]
    found = units[units["code"].isin(codes)].sort_values("first_year")
    if year is not None and len(found) > 1:
        of_year = found[(found["first_year"] <= year) & ~(found["last_year"] < year).fillna(False)]
        found = of_year if len(of_year) else found
    if len(found):
        return found["code"].iloc[0]
    near = near_names(fold(text), spellings["folded"].unique())
    names = spellings.drop_duplicates("folded").set_index("folded")["code"].map(units.set_index("code")["name_vi"])
    raise UnknownName(f"There is no province {text!r}{near_clause(dict.fromkeys(names[near]))}.")


def find_component(tables: Tables, text: str, *, measure: str | None = None, year: int | None = None) -> str:
    """Return the code of the component that `text` names, within `measure` if given.

    Parameters
    ----------
    text : str
        A code (``"papi.4"``), a name in either language, or for PAPI ``d1`` … ``d8``; ``total`` with a measure.
    year : int, optional
        The name is meant as of that year; without it any name that a component has ever had.

    Raises
    ------
    UnknownName
        When none or several are meant, with the nearest names; or when the name is one of other years than `year`.
    """
    components = tables.components
    if measure is not None:
        components = components[components["measure"] == check_measure(measure)]
    if text in set(components["component"]):
        return text
    if measure is not None and text in ("total", measure):
        return measure
    if re.fullmatch(r"d[1-8]", text) and measure in (None, "papi"):
        return f"papi.{text[1]}"
    names = list_component_names(tables)
    names = names[names["component"].isin(components["component"])]
    names = names.drop(columns=["first_year", "last_year"])
    names = names.rename(columns={"meant_first": "first_year", "meant_last": "last_year"})
    names = names.melt(["component", "first_year", "last_year"], _NAMES, value_name="name")
    names["folded"] = names["name"].map(fold)
    found = names[names["folded"] == fold(text)].drop_duplicates(["component", "first_year"])
    of_year = found if year is None else found[_hold(found, year)]
    codes = of_year["component"].unique()
    if len(codes) > 1 and year is not None:
        frameworks = tables.frameworks
        scored = frameworks.loc[_hold(frameworks, year), "component"]
        codes = [code for code in codes if code in set(scored)] or codes  # a name of today may be of none that year
    if len(codes) == 1:
        return codes[0]
    order = {code: place for place, code in enumerate(components["component"])}
    found = found.assign(place=found["component"].map(order)).sort_values(["place", "last_year"])
    told = ", ".join(f"{row.component}{_tell_years(row)}" for row in found.itertuples())
    if len(codes) > 1:
        dated = found["first_year"].notna().any() or found["last_year"].notna().any()
        give = "give the year or one of these codes" if dated and year is None else "give one of these codes"
        raise UnknownName(f"{text!r} names several components: {told}; {give}.")
    if len(found):
        raise UnknownName(f"{text!r} names no component in {year}; it is the name of {told}.")
    near = near_names(fold(text), names["folded"].unique())
    shown = names.drop_duplicates("folded").set_index("folded")["name"]
    raise UnknownName(f"There is no component {text!r}{near_clause(shown[near])}.")


def _hold(names: pd.DataFrame, year: int) -> pd.Series:
    """Return which rows of `list_component_names` hold in a year."""
    return ~(names["first_year"] > year).fillna(False) & ~(names["last_year"] < year).fillna(False)


def _tell_years(row: Any) -> str:
    """Return the clause that says in which years a component had a name; none where it has always had it."""
    if pd.isna(row.last_year):
        return "" if pd.isna(row.first_year) else f" (since {row.first_year})"
    return f" ({row.first_year}-{row.last_year})" if row.first_year != row.last_year else f" ({row.first_year})"


@kept
def list_component_names(tables: Tables) -> pd.DataFrame:
    """Return every name of a component, with the years that it is its name in.

    One row per component and stretch of years: component, first_year (missing where no other name came before),
    last_year (missing while the name goes on), meant_first, meant_last (the years in which the name can mean the
    component: those in which it holds the same under any wording; missing at an open end), name_vi, name_en, short_vi,
    short_en.
    """
    own = tables.components[["component", *_NAMES]]
    earlier = tables.component_names[["component", "first_year", "last_year", "today", *_NAMES]]
    others = earlier[earlier["today"] != earlier["component"]]
    since, meant = (rows.groupby("component")["last_year"].max() + 1 for rows in (earlier, others))
    own = own.assign(first_year=own["component"].map(since), last_year=pd.NA, today=own["component"])
    rows = pd.concat([own.astype(_YEARS), earlier.astype(_YEARS)], ignore_index=True)
    same = rows["today"] == rows["component"]
    rows["meant_first"] = rows["first_year"].mask(same, rows["component"].map(meant).astype("Int64"))
    rows["meant_last"] = rows["last_year"].mask(same)
    return rows[["component", "first_year", "last_year", "meant_first", "meant_last", *_NAMES]]


@kept
def _name_components(tables: Tables, year: int | None) -> pd.DataFrame:
    """Return the names of all components in a year, by default those of today, by component."""
    names = tables.components.set_index("component")[["measure", *_NAMES]]
    if year is None:
        return names
    eras = tables.component_names
    eras = eras[(eras["first_year"] <= year) & (eras["last_year"] >= year)].set_index("component")[_NAMES]
    names.loc[eras.index, _NAMES] = eras
    return names


def check_measure(measure: str) -> str:
    """Return `measure` when it is ``par``, ``sipas`` or ``papi``.

    Raises
    ------
    UnknownName
        For any other text.
    """
    if measure not in MEASURES:
        near = near_names(str(measure).lower(), MEASURES)
        raise UnknownName(f"There is no measure {measure!r}: expected par, sipas or papi{near_clause(near)}.")
    return measure


@kept
def find_measure(tables: Tables, component: str) -> str:
    """Return the measure that a component belongs to.

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    return _name(tables.components.set_index("component"), component, "measure")


def check_province(tables: Tables, code: str) -> str:
    """Return `code` when a province has it; `find_province` finds the code of a name.

    Raises
    ------
    UnknownName
        For any other text, with the province that it may mean.
    """
    if code in set(tables.provinces["code"]):
        return code
    raise UnknownName(f"There is no province of the code {code!r}; near: {find_province(tables, code)}.")


def name_province(tables: Tables, code: str, lang: str) -> str:
    """Return the name of a province in `lang`.

    Raises
    ------
    UnknownName
        When no unit has the code.
    """
    return _name(tables.provinces.set_index("code"), code, f"name_{check_lang(lang)}")


def name_component(tables: Tables, component: str, lang: str, *, year: int | None = None, short: bool = False) -> str:
    """Return the name of a component in `lang`, or its short label for axes.

    Parameters
    ----------
    year : int, optional
        The name is that of this year; without it that of today.

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    column = f"{'short' if short else 'name'}_{check_lang(lang)}"
    return _name(_name_components(tables, year), component, column)


def _name(table: pd.DataFrame, code: str, column: str) -> str:
    if code not in table.index:
        raise UnknownName(f"There is no code {code!r}{near_clause(near_names(str(code), table.index))}.")
    return table.at[code, column]


def _spell_provinces(tables: Tables) -> pd.DataFrame:
    """Return one row per spelling of a unit: code, spelling, folded."""
    return spell(tables.provinces, tables.province_names)


def label_components(tables: Tables, table: pd.DataFrame, lang: str, *, year: int | None = None) -> pd.DataFrame:
    """Return `table` with the columns name and short of its `component`, in `lang`.

    Parameters
    ----------
    year : int, optional
        The names are those of this year; without it those of the row's own `year`, or of today in a table without one.
    """
    check_lang(lang)
    if year is None and "year" in table:
        years = [int(each) for each in table["year"].unique()]
        named = [_name_components(tables, each).assign(year=each) for each in years]
        names = pd.concat(named).set_index("year", append=True) if named else pd.DataFrame(columns=_NAMES)
        at = pd.MultiIndex.from_frame(table[["component", "year"]])
    else:
        names = _name_components(tables, year)
        at = pd.Index(table["component"])
    found = names.reindex(at) if len(table) else names.iloc[:0]
    return table.assign(name=found[f"name_{lang}"].to_numpy(), short=found[f"short_{lang}"].to_numpy())


def label_provinces(tables: Tables, table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `table` with the column name of its `province`, in `lang`."""
    names = tables.provinces.set_index("code")[f"name_{check_lang(lang)}"]
    return table.assign(name=table["province"].map(names))
