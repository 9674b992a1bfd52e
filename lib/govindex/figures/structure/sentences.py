"""Sentences on the structure of a component: whether it is one scale, what counts in it, what goes against."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.figures.provinces.tables import list_contents
from govindex.figures.structure.tables import Audit, find_extremes, list_audited, list_audits, list_correlations
from govindex.methods.structure import find_least_correlation
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import name_component
from govindex.words import listing, number, quote, say

RELIABLE = 0.7  # Cronbach's alpha that is usually asked for (J. C. Nunnally, Psychometric Theory, 2nd ed., 1978)


@kept
def list_contents_of(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what titles and paragraphs need of each component and year that can be chosen.

    One row per component and year: component, year, name, thin, and where its parts are audited alpha, low, high,
    parts, explained, above_one, most_name, most, most_nominal, least_name and so on, pairs, sure (pairs that correlate
    beyond chance), negative (pairs below 0); summary (paragraphs).
    """
    contents = list_contents(tables, lang)
    contents = contents.loc[contents["component"].isin(list_audited(tables)["component"])]
    contents = contents.loc[contents["listed"].notna(), ["component", "year", "name", "thin"]]
    audits = {(audit.component, audit.year): audit for audit in list_audits(tables)}
    pairs = _count_pairs(list_correlations(tables, lang))
    rows: list[dict[str, Any]] = []
    for content in contents.to_dict("records"):
        key = content["component"], content["year"]
        if key in audits:
            told = _describe(tables, audits[key], lang) | pairs[key]
            rows.append(content | told | {"summary": tell_audit(audits[key], told, content["name"], lang)})
        else:
            summary = [say("structure.thin", lang, thin=content["thin"])] if content["thin"] else []
            rows.append(content | {"summary": summary})
    return pd.DataFrame(rows)


def _count_pairs(correlations: pd.DataFrame) -> dict[tuple[str, int], dict[str, int]]:
    once = correlations[correlations["line_at"] < correlations["beside_at"]]
    return {
        (component, int(year)): {
            "pairs": len(rows),
            "sure": int(rows["sure"].sum()),
            "negative": int((rows["correlation"] < 0).sum()),
        }
        for (component, year), rows in once.groupby(["component", "year"])
    }


def _describe(tables: Tables, audit: Audit, lang: str) -> dict[str, Any]:
    principal, nominal = audit.principal, dict(zip(audit.shares.columns, audit.weights.nominal, strict=True))
    told = {"alpha": round(audit.alpha, 4), "low": round(audit.low, 4), "high": round(audit.high, 4)}
    told |= {
        "parts": audit.shares.shape[1],
        "explained": round(100 * float(principal.shares[0]), 2),
        "above_one": principal.above_one,
    }
    for end, (part, value) in find_extremes(audit).items():
        name = name_component(tables, part, lang, year=audit.year, short=True)
        told |= {f"{end}_name": quote(name), end: round(value, 4)}
        told[f"{end}_nominal"] = round(100 * float(nominal[part]), 2)
    rest = zip(audit.shares.columns, audit.weights.rest, strict=True)
    against = [quote(name_component(tables, part, lang, year=audit.year, short=True)) for part, r in rest if r < 0]
    return told | {"against": listing(against, lang)}


def tell_audit(audit: Audit, told: dict[str, Any], name: str, lang: str) -> list[str]:
    """Return two paragraphs on an audit: whether its parts are one thing, and what each of them counts."""
    units, parts = audit.shares.shape
    values = {key: number(told[key], lang) for key in ("alpha", "low", "high")}
    key = "sure" if audit.low >= RELIABLE else "not" if audit.high < RELIABLE else "open"
    first = say(f"structure.{key}", lang, name=name, year=audit.year, parts=parts, **values)
    explained = number(told["explained"], lang, 0)
    first += " " + say("structure.factors", lang, explained=explained, above_one=told["above_one"])
    counted = {end: number(told[end], lang, 0) for end in ("most", "least")}
    counted |= {f"{end}_nominal": number(told[f"{end}_nominal"], lang, 1) for end in ("most", "least")}
    names = {f"{end}_name": told[f"{end}_name"] for end in ("most", "least")}
    second = say("structure.weights", lang, **counted, **names)
    return [first, second + " " + _tell_against(told, units, lang)]


def _tell_against(told: dict[str, Any], units: int, lang: str) -> str:
    if told["against"]:
        return say("structure.against", lang, names=told["against"])
    if told["lowest"] < find_least_correlation(units):
        lowest = number(told["lowest"], lang)
        return say("structure.loose", lang, lowest_name=told["lowest_name"], lowest=lowest, units=units)
    return say("structure.none_against", lang)
