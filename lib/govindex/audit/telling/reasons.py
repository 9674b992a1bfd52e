"""Why a finding is one: the clause of its sentence that says what speaks against the print."""

from __future__ import annotations

from datetime import date

import pandas as pd
from babel.dates import format_date

from govindex.audit.findings.results import Finding, Told
from govindex.audit.telling.labels import Labels, list_words, name_cell, name_part
from govindex.audit.telling.writing import write_value
from govindex.words import listing, number, say

WAYS = {1.0: "up", -1.0: "down", 0.0: "same"}
_AGAINST = ("sum", "mean_of_parts", "lost", "change", "change_pct", "rank_change")
_BY_KIND = ("cut", "wrong_year", "wrong_province", "mean_is_median", "due", "neighbour", "caution")


def tell_why(labels: Labels, finding: Finding, lang: str) -> str:
    """Return what speaks against the print, to stand after "but"."""
    key, values, told = _find_words(labels, finding, lang)
    words = list_words("audit_why", lang)
    try:
        why = words.get(key, words["other"]).format(**values)
    except KeyError:  # a figure that the sentence needs is not known
        return words["other"]
    if key in _AGAINST and told.cells[0] not in finding.cells:
        cell = name_cell(labels, told.cells[0], lang, short=True)
        return say("audit_tell.against", lang, why=why, cell=cell, printed=labels.cells[told.cells[0]]["printed"])
    return why


def _find_words(labels: Labels, finding: Finding, lang: str) -> tuple[str, dict[str, object], Told | None]:
    """Return the key of the reason in the catalogue, what it names, and the relation that it tells of."""
    values = finding.values
    digits = max((_decimals(labels, place) for place in finding.cells), default=2)
    spelt = {name: _spell(value, lang, digits) for name, value in values.items() if value is not None}
    if key := _find_key(labels, finding):
        return key, spelt | _name_values(labels, values, lang, labels.cells[finding.cells[0]]["year"]), None
    told = find_main(finding)
    if told is None:
        return "other", spelt, None
    key, words = _find_relation_words(labels, told, spelt, lang)
    if key == "same":  # the other place is the one that is not found wrong
        other = next((place for place in told.cells if place not in finding.cells), told.cells[1])
        words["second"] = labels.cells[other]["printed"]
    return key, words, told


def _find_key(labels: Labels, finding: Finding) -> str:
    """Return the key of a reason that the kind of the finding says, ``""`` where its relation does."""
    kind, values = finding.kind, finding.values
    is_change = labels.cells[finding.cells[0]]["what"] == "rank_change"
    keys = {
        "not_comparable": "compare_no" if finding.severity == "error" else "compare_panel",
        "shifted_column": "shifted_down" if values.get("shift") == 1 else "shifted_up",
        "statement": values.get("pattern", "other"),
        "omission": values.get("pattern", "other"),
        "last_year": "wrong_year",
        "rank_base": ("rank_base_change" if is_change else "rank_base") if "rank" in values else "",
        "rank_of": "rank_base" if "rank" in values else "",
    } | {name: name for name in _BY_KIND}
    return _find_unit_key(labels, finding) if kind == "unit" else keys.get(kind, "")


def _name_values(labels: Labels, values: dict, lang: str, year: object) -> dict[str, str]:
    """Return the names that a reason gives instead of codes, and its day by the language."""
    code = str(values.get("component") or values.get("province") or values.get("expected"))
    name = name_part(labels, code, lang, year) or labels.places.get((code, lang), code)
    others = [name_part(labels, other, lang, year) or other for other in values.get("others", ())]
    named = {"name": name, "place": name, "names": listing(others, lang)}
    named["text"] = str(values.get(f"text_{lang}", "")).rstrip(".")
    return named | ({"date": _spell_day(str(values["date"]), lang)} if "date" in values else {})


def _find_unit_key(labels: Labels, finding: Finding) -> str:
    fits = finding.values.get("fits")
    if fits is None:
        return "unit_mixed"
    if fits == "percentage points" and not is_of_hundred(labels, finding):
        return "unit_points"
    return {"percent": "unit_percent", "points": "unit_points"}.get(fits, "unit_points_of_hundred")


def is_of_hundred(labels: Labels, finding: Finding) -> bool:
    """Return whether the points of a finding are per cent themselves."""
    return all(labels.cells[place]["measure"] == "sipas" for place in finding.cells)


def find_main(finding: Finding) -> Told | None:
    """Return the failing relation that the finding tells of."""
    told = [one for one in finding.relations_failed if one.kind == finding.values.get("relation", finding.kind)]
    return next(iter(told or finding.relations_failed), None)


def _find_relation_words(labels: Labels, told: Told, spelt: dict, lang: str) -> tuple[str, dict[str, object]]:
    expected = told.values.get("expected")
    first = labels.cells[told.cells[0]]
    digits = max(_decimals(labels, place) for place in told.cells)
    values = spelt | {"first": first["printed"], "expected": _spell(expected, lang, digits)}
    if len(told.cells) > 1:
        values["second"] = labels.cells[told.cells[1]]["printed"]
    key = told.kind
    if key == "implied":
        values["implied"] = _spell(told.values.get("printed"), lang, digits)
    if key.endswith("direction") or (key == "same" and first["what"].endswith("direction")):
        values["way"] = say(f"audit_tell.{WAYS.get(expected, 'same')}", lang)
    elif key == "panel_rank" and first["measure"] != "papi":
        key = "panel_rank_published"
    elif key.endswith("group") or key == "group_band":
        values["expected"] = write_value(first, spell_group(expected, first["measure"]))
    elif key == "sum":
        parts = {labels.parents.get(labels.cells[place]["component"]) for place in told.cells[1:]}
        key = "sum" if first["component"] in parts or len(parts) > 1 else "sum_open"
    elif key == "count_total" and expected is not None:
        others = sum(labels.cells[place]["value"] for place in told.cells[1:])
        values |= {
            "of": _spell(expected + others, lang, 0),
            "sum": _spell(first["value"] + others, lang, 0),
        }
    words = list_words("audit_why", lang)
    if key not in words:
        key = "panel" if key.startswith("panel") else key
    return key, values


def spell_group(value: float | None, measure: str) -> str:
    """Return a group as the rows hold it: ``A`` to ``D`` for PAR INDEX, else ``1`` to ``4``."""
    place = int(value or 1)
    return "ABCD"[place - 1] if measure == "par" else str(place)


def _decimals(labels: Labels, place: int) -> int:
    cell = labels.cells[place]
    decimals = cell["decimals"]
    return 0 if pd.isna(decimals) else int(decimals)


def _spell_day(day: str, lang: str) -> str:
    return format_date(date.fromisoformat(day), "dd/MM/y" if lang == "vi" else "d MMMM y", locale=lang)


def _spell(value: object, lang: str, digits: int) -> object:
    """Return a number written by the language, whole ones without decimals; anything else, and a year, as it is."""
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return number(value, lang, 0 if value.is_integer() else max(digits, 2))
