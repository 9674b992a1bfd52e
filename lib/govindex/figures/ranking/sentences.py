"""Sentences on a province's position in a component and year; each band is told with what it rests on."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from govindex.figures.provinces.names import list_groups
from govindex.figures.provinces.tables import list_contents
from govindex.figures.ranking.tables import CAUSES, STEADY, list_positions, list_ranked
from govindex.methods.bands import SPREAD
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import find_measure, label_provinces
from govindex.tables.units import list_units
from govindex.words import DIGITS, number, ordinal, say

Row = dict[str, Any]


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province in every component and year that can be chosen.

    One row per component, year and province: component, year, province, summary (a list of paragraphs).
    """
    positions = {
        (row["component"], row["year"], row["province"]): row for row in list_positions(tables).to_dict("records")
    }
    contents = list_contents(tables, lang)
    contents = contents[contents["component"].isin(list_ranked(tables)["component"]) & contents["listed"].notna()]
    phrases = {
        (row["measure"], row["year"], row["group"]): row["group_phrase"]
        for row in list_groups(tables, lang).to_dict("records")
    }
    units = tables.provinces.rename(columns={"code": "province"})
    places = label_provinces(tables, units, lang).set_index("province")["name"]
    rows = []
    for content in contents.to_dict("records"):
        component, year = content["component"], content["year"]
        measure = find_measure(tables, component)
        for province in list_units(tables, year):
            row = positions.get((component, year, province))
            told = {"name": content["name"], "year": year, "place": places[province]}
            if row is not None:
                group = phrases.get((measure, year, row["group"]))
                told["how"] = tell_how(measure, lang)
                summary = tell_position(row, lang, digits=DIGITS[measure], group=group, **told)
            elif pd.notna(content["whole"]):
                summary = [say("ranking.absent", lang, scored=int(content["whole"]), **told)]
            else:
                summary = [say("ranking.thin", lang, thin=content["thin"])] if content["thin"] else []
            rows.append({"component": component, "year": year, "province": province, "summary": summary})
    return pd.DataFrame(rows)


def tell_how(measure: str, lang: str) -> str:
    """Return what is added to a position that is computed; nothing where positions are published."""
    return say("ranking.computed", lang) if measure == "papi" else ""


def tell_position(row: Row, lang: str, *, digits: int, group: str | None, **about: object) -> list[str]:
    """Return paragraphs on a row of `list_positions`: where it stands, then how sure that is.

    Parameters
    ----------
    digits : int
        Decimals of the score.
    group : str or None
        The group as a sentence has it.
    about
        name (of the component), year, place, how (what is added to a position that is computed).
    """
    values = {**about, "score": number(row["score"], lang, digits), "position": ordinal(int(row["position"]), lang)}
    values |= {"scored": row["scored"], "group": group}
    told = [say("ranking.is" if group is None else "ranking.is_grouped", lang, **values)]
    if pd.notna(row["equal"]):
        told.append(say("ranking.equal", lang, equal=int(row["equal"])))
    return [" ".join(told), " ".join([*_tell_weights(row, lang), *_tell_sampling(row, lang), *_tell_group(row, lang)])]


def _tell_weights(row: Row, lang: str) -> list[str]:
    low, high = row["weights_best"], row["weights_worst"]
    if math.isnan(low):
        return [say("ranking.weights_none", lang)]
    key = "weights_same" if low == high == row["position"] else "weights_band"
    return [say(f"ranking.{key}", lang, low=int(low), high=int(high), spread=number(100 * SPREAD, lang, 0))]


def _tell_sampling(row: Row, lang: str) -> list[str]:
    low, high = row["sampling_best"], row["sampling_worst"]
    if math.isnan(low):
        return [say("ranking.sampling_none", lang)]
    return [say("ranking.sampling_band", lang, low=int(low), high=int(high), unsure=int(row["unsure"]))]


def _tell_group(row: Row, lang: str) -> list[str]:
    """Return whether the group is sure: by the less sure of the causes that are known."""
    keeps = {cause: row[f"{cause}_keep"] for cause in CAUSES if not math.isnan(row[f"{cause}_keep"])}
    if not keeps:
        return []
    least = min(keeps, key=lambda cause: keeps[cause])
    keep = math.floor(keeps[least])
    if keep < 100 * STEADY:
        return [say("ranking.shifts", lang, keep=keep, cause=say(f"ranking.by_{least}", lang))]
    cause = "both" if len(keeps) == len(CAUSES) else f"{least}_alone"
    return [say("ranking.keeps", lang, keep=keep, cause=say(f"ranking.by_{cause}", lang))]
