"""The framework of the year that is added: what the tables know of it, what they lack, and the rows to add as a draft.

A maximum is never guessed: a draft holds the one that the file prints, or a question mark for a person to replace.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from govindex.adding.headings import last_covered
from govindex.adding.reading import Reading
from govindex.adding.troubles import NOTE, WARNING, tell_near
from govindex.compare.frameworks import is_unjudged, list_covered
from govindex.tables.load import Tables

ASK = "?"  # what a person replaces in a draft
_LEVELS = {"papi": ("dimension", "sub-dimension"), "par": ("part", "field"), "sipas": ("criterion", "criterion")}

Rows = dict[str, list[dict[str, object]]]


class Frame(NamedTuple):
    """What the year is measured by.

    Attributes
    ----------
    covered : DataFrame
        As `list_covered` gives it, of the year or of the framework that goes on.
    lengthened : DataFrame
        The rows of ``frameworks.csv`` that go on to the year; empty where they reach it already.
    drafts : dict
        Rows to add by table, where the tables lack some; then nothing is added.
    base : int
        The year that the framework was known of last.
    """

    covered: pd.DataFrame
    lengthened: pd.DataFrame
    drafts: Rows
    base: int


def find_frame(tables: Tables, reading: Reading, *, same: bool, same_names: bool = False) -> Frame:
    """Return what the year of a reading is measured by, and note what is missing of it.

    Parameters
    ----------
    same : bool
        Whether somebody says that the year is measured as the last one that the tables know of.
    same_names : bool
        Whether somebody says that headings which say more than a name mean the component of that name.
    """
    measure, year = reading.measure, reading.year
    covered = list_covered(tables, measure, year=year)
    none = tables.frameworks.iloc[:0]
    base = year
    if covered.empty:
        base = last_covered(tables, measure, year)
        covered = list_covered(tables, measure, year=base)
        lengthened = _list_in_force(tables, measure, base)
    else:
        lengthened = none
    drafts: Rows = {}
    _draft_unknown_columns(tables, reading, drafts)
    _draft_names(tables, reading, drafts, same_names=same_names)
    _draft_uncovered(tables, reading, covered, drafts)
    changed = _draft_changed(tables, reading, covered, base, drafts)
    if len(lengthened) and not same:
        _draft_lengthened(reading, lengthened, covered, drafts, changed=changed, base=base)
    elif len(lengthened):
        lengthened = lengthened[~lengthened["component"].isin(changed)]
        reading.tell("framework_lengthened", level=NOTE, framework=_name(covered), base=base, year=year)
    unjudged = len(lengthened) > 0 and is_unjudged(tables, measure, year=year)
    if unjudged:
        reading.tell("not_judged", level=NOTE, year=year, base=base)
    if drafts or unjudged:
        drafts.setdefault("changes", []).append(
            {
                "measure": measure, "year": year, "component": measure, "kind": ASK, "comparable": "caution",
                "evidence": ASK, "text_vi": ASK, "text_en": ASK, "source": ASK,
            }
        )  # fmt: skip
    return Frame(covered, lengthened, drafts, base)


def _list_in_force(tables: Tables, measure: str, year: int) -> pd.DataFrame:
    rows = tables.frameworks
    held = (rows["first_year"] <= year) & ~(rows["last_year"] < year).fillna(False)
    return rows[(rows["measure"] == measure) & held]


def _name(covered: pd.DataFrame) -> str:
    return "" if covered.empty else str(covered["framework"].iloc[0])


def _draft_unknown_columns(tables: Tables, reading: Reading, drafts: Rows) -> None:
    """Note each column of figures that names no component, and draft the component that it may be."""
    components = tables.components
    for column, maximum, near, parent in reading.unknown:
        reading.tell("no_component_column", column.at, heading=column.heading, near=tell_near(near))
        own = components[components["measure"] == reading.measure]
        above = parent or reading.measure
        code = _next_code(list(own["component"]) + [row["component"] for row in drafts.get("components", [])], above)
        name = re.sub(r"\s*\([^()]*\)\s*$", "", column.heading.split(" / ")[-1]).strip()
        drafts.setdefault("components", []).append(
            {
                "measure": reading.measure, "component": code, "parent": above, "division": "",
                "level": _LEVELS[reading.measure][1 if parent else 0], "order": ASK,
                "name_vi": name, "name_en": ASK, "short_vi": ASK, "short_en": ASK,
            }
        )  # fmt: skip
        drafts.setdefault("frameworks", []).append(_draft_row(reading, ASK, code, maximum.replace(",", ".") or ASK))


def _draft_names(tables: Tables, reading: Reading, drafts: Rows, *, same_names: bool) -> None:
    """Draft the name of each component whose heading says more than its name does."""
    if same_names:
        reading.troubles[:] = [
            replace(each, level=WARNING) if each.key == "adding.heading_beyond" else each for each in reading.troubles
        ]
        return
    for component, heading in reading.beyond.items():
        name = re.sub(r"\s*\([^()]*\)\s*$", "", heading.split(" / ")[-1]).strip()
        drafts.setdefault("component-names", []).append(
            {
                "measure": reading.measure, "component": component, "first_year": reading.year,
                "last_year": reading.year, "today": component, "name_vi": name, "name_en": ASK, "short_vi": ASK,
                "short_en": ASK, "source": ASK, "confirmed_by": "", "note": "",
            }
        )  # fmt: skip


def _draft_uncovered(tables: Tables, reading: Reading, covered: pd.DataFrame, drafts: Rows) -> None:
    """Note the components with scores that no framework of the year holds, and draft their rows."""
    known = set(covered["component"])
    for component in reading.components:
        if component in known or covered.empty:
            continue
        at = next((column.at for column in reading.columns if column.component == component), None)
        printed = reading.maxima.get(component)
        reading.tell("not_in_framework", at, component=component, framework=_name(covered), year=reading.year)
        row = _draft_row(reading, _name(covered), component, f"{printed[0]:g}" if printed else ASK)
        drafts.setdefault("frameworks", []).append(row)
    if covered.empty:
        reading.tell("no_framework", measure=reading.measure, year=reading.year)
        drafts.setdefault("frameworks", []).extend(
            _draft_row(reading, str(reading.year), component, _printed(reading, component))
            for component in reading.components
        )


def _draft_changed(tables: Tables, reading: Reading, covered: pd.DataFrame, base: int, drafts: Rows) -> set[str]:
    """Note the printed maxima that are not the framework's, and draft the end of its row and the next one."""
    changed = set()
    maxima = covered.dropna(subset="maximum").set_index("component")["maximum"]
    rows = tables.frameworks
    for component, (value, decimals, at) in reading.maxima.items():
        if component not in maxima or abs(maxima[component] - value) <= 0.51 * 10.0**-decimals:
            continue
        changed.add(component)
        reading.tell(
            "other_maximum", at, component=component, printed=f"{value:g}", known=f"{maxima[component]:g}",
            year=reading.year, base=base,
        )  # fmt: skip
        old = rows[
            (rows["component"] == component) & (rows["first_year"] <= base) & ~(rows["last_year"] < base).fillna(False)
        ].iloc[0]
        if int(old["first_year"]) < reading.year <= base:
            ended = old.to_dict() | {"last_year": reading.year - 1}
            drafts.setdefault("frameworks", []).append(ended)
        new = _draft_row(reading, _name(covered), component, f"{value:g}")
        drafts.setdefault("frameworks", []).append(new)
    return changed


def _draft_lengthened(
    reading: Reading, rows: pd.DataFrame, covered: pd.DataFrame, drafts: Rows, *, changed: set[str], base: int
) -> None:
    """Note that no framework reaches the year, and draft the rows of the last one up to it."""
    bounded = covered.dropna(subset="maximum")
    asked = [component for component in reading.components if component in set(bounded["component"])]
    printed = [component for component in asked if component in reading.maxima and component not in changed]
    reading.tell(
        "framework_ends", framework=_name(covered), base=base, year=reading.year, measure=reading.measure,
        printed=len(printed), asked=len(asked),
    )  # fmt: skip
    for row in rows.to_dict("records"):
        if row["component"] not in changed:
            drafts.setdefault("frameworks", []).append(row | {"last_year": reading.year})


def _draft_row(reading: Reading, framework: str, component: str, maximum: str) -> dict[str, object]:
    return {
        "measure": reading.measure, "framework": framework, "component": component, "first_year": reading.year,
        "last_year": reading.year, "maximum": maximum,
    }  # fmt: skip


def _printed(reading: Reading, component: str) -> str:
    printed = reading.maxima.get(component)
    return f"{printed[0]:g}" if printed else ASK


def _next_code(codes: list[str], parent: str) -> str:
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(rf"{re.escape(parent)}\.(\d+)", code))]
    return f"{parent}.{max(numbers, default=0) + 1}"
