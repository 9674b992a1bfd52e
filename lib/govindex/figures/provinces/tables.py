"""Tables of every score and rank of all measures: what the figures of the sheet of all provinces take rows from."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.heirs import band_scores, part_incomplete
from govindex.compare.ranks import group_measure, list_whole
from govindex.compare.scores import find_mean, find_mean_status
from govindex.compare.trends import find_breaks, number_stretches
from govindex.figures.lists import (
    list_maxima,
    list_page_years,
    tell_trust,
    tell_with_others,
)
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_components, label_provinces
from govindex.tables.units import list_units
from govindex.words import listing, quote, say

ORDER = ("papi", "par", "sipas")
MIDDLES = {
    "papi": "median",
    "par": "mean",
    "sipas": "mean",
}  # where a province's code stands, in the rows of the nation
_KEYS = ["component", "year", "province"]


@kept
def list_held(tables: Tables) -> pd.DataFrame:
    """Return the components of which any province has a score or rank, in the order of the tree, by measure.

    One row per component: component, measure, level.
    """
    known = {*tables.scores["component"], *tables.ranks["component"]}
    rows = tables.components[tables.components["component"].isin(known)]
    rows = rows.sort_values("measure", key=lambda measures: measures.map(ORDER.index), kind="stable")
    return rows[["component", "measure", "level"]].reset_index(drop=True)


@kept
def list_standings(tables: Tables) -> pd.DataFrame:
    """Return every score and published rank of every measure, with where it stands, and the bands of merged units.

    Returns
    -------
    DataFrame
        One row per component, year and province with a score or rank, then the median or mean of all and bands:
        component, year, province (``median`` or ``mean`` in the rows of the nation), of (``province``, ``nation`` or
        ``band``), score (points, per cent of SIPAS; missing where only a rank is known), trust (in the score, else in
        the rank), source, position (computed, 1 = best, where every province of the year is held and no rank is
        published), rank (published), rank_trust, doubtful (the rank where it is suspect), standing (rank or position),
        group (1 = highest, where the publisher has groups), suspect (whether the score is), stretch (years that a line
        may join have one number).
    """
    rows = pd.concat([_list_figures(tables, measure) for measure in MEASURES], ignore_index=True)
    middle = list_middles(tables)[["component", "year", "middle", "middle_code"]]
    middle = middle.rename(columns={"middle": "score", "middle_code": "province"}).assign(of="nation", suspect=False)
    bands = band_scores(tables, rows, ["component", "year"]).assign(of="band", suspect=False)
    rows = pd.concat([rows.assign(of="province"), middle, bands], ignore_index=True)
    rows = rows.sort_values(["component", "province", "year"], ignore_index=True)
    return rows.assign(stretch=_number_stretches(tables, rows))


def _list_figures(tables: Tables, measure: str) -> pd.DataFrame:
    scores = tables.scores.loc[tables.scores["measure"] == measure, [*_KEYS, "score", "status", "source"]]
    ranks = tables.ranks.loc[tables.ranks["measure"] == measure, [*_KEYS, "rank", "status", "source"]]
    ranks = ranks.rename(columns={"status": "rank_trust", "source": "rank_source"})
    rows = scores.rename(columns={"status": "trust"}).merge(ranks, on=_KEYS, how="outer")
    if list_whole(tables, measure, tables.scores[tables.scores["measure"] == measure]):
        computed = group_measure(tables, measure)[[*_KEYS, "rank", "group"]].rename(columns={"rank": "position"})
        rows = rows.merge(computed, on=_KEYS, how="left")
    rows = rows.reindex(columns=list(dict.fromkeys([*rows, "position", "group"])))
    rows = rows.astype(dict.fromkeys(("rank", "position", "group"), "float64"))
    suspect = rows["rank_trust"] == "suspect"
    return rows.assign(
        position=rows["position"].where(rows["rank"].isna()),
        standing=rows["rank"].fillna(rows["position"]),
        doubtful=rows["rank"].where(suspect),
        suspect=rows["trust"] == "suspect",
        trust=rows["trust"].fillna(rows["rank_trust"]),
        source=rows["source"].fillna(rows["rank_source"]),
    ).drop(columns="rank_source")


def _number_stretches(tables: Tables, rows: pd.DataFrame) -> pd.Series:
    """Return the stretch of each score, numbered from 1 in each line; missing where there is no score."""
    scored = rows[rows["score"].notna()].assign(apart=part_incomplete)
    line = ["component", "province", "apart"]
    stretch = number_stretches(tables, scored, line)
    first = stretch.groupby([scored[column] for column in line[:2]]).transform("min")
    return (stretch - first + 1).astype("float64").reindex(rows.index)


@kept
def list_contents(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is known of all provinces together of each component in each year.

    Returns
    -------
    DataFrame
        One row per component with figures and year of any measure: component, year, name (of the measure and the
        component as in that year), listed (the same where a province has a score or rank), scored (how many have a
        score; missing where none has), ranked (how many have a rank alone), whole (how many are scored where every
        province is held), units (how many there were), middle (the median of PAPI, the mean of the others),
        middle_code, remark (the trust in the mean where it is not simply published), best and worst (names), highest
        and lowest (points) where all are held, known_best and so on where not and there are several, only (the name of
        the one that is known), thin (that not all are held, and of which years they are), break (why a line ends
        before the year), renewed (whether the framework is new then), maximum (points, per cent of SIPAS).
    """
    held = list_held(tables)
    years = pd.DataFrame({"year": list_page_years(tables)})
    rows = label_components(tables, held.merge(years, how="cross"), lang)
    measure = {each: say(f"measure.{each}", lang) for each in MEASURES}
    total = rows["level"] == "total"
    rows["name"] = rows["measure"].map(measure) + (", " + rows["name"].map(quote)).mask(total, "")
    rows = rows.merge(_count(tables), on=["component", "year"], how="left")
    whole = {pair for each in MEASURES for pair in _list_whole(tables, each)}
    pairs = list(zip(rows["component"], rows["year"].tolist(), strict=True))
    rows["whole"] = rows["scored"].where([pair in whole for pair in pairs])
    rows["units"] = rows["year"].map({year: len(list_units(tables, year)) for year in list_page_years(tables)})
    rows["listed"] = rows["name"].where(rows["scored"].notna() | rows["ranked"].notna())
    rows = rows.merge(list_middles(tables), on=["component", "year"], how="left")
    rows["remark"] = [tell_trust(trust, lang) for trust in rows["middle_trust"]]
    rows = rows.merge(_list_ends(tables, whole, lang), on=["component", "year"], how="left")
    rows["thin"] = [
        None if pair in whole or not _is_covered(tables, of, *pair) else _tell_thin(whole, *pair, name, lang)
        for pair, of, name in zip(pairs, rows["measure"], rows["name"], strict=True)
    ]
    rows[["break", "renewed"]] = _tell_breaks(tables, rows, lang)
    rows["maximum"] = list_maxima(tables, rows)
    return rows.drop(columns=["measure", "level", "short", "middle_trust"])


def _list_whole(tables: Tables, measure: str) -> set[tuple[str, int]]:
    return list_whole(tables, measure, tables.scores[tables.scores["measure"] == measure])


def _count(tables: Tables) -> pd.DataFrame:
    by = ["component", "year"]
    scored, ranked = (table.groupby(by).size().rename(name) for table, name in _counted(tables))
    return pd.concat([scored, ranked], axis="columns").reset_index().astype({"year": "int64"})


def _counted(tables: Tables) -> list[tuple[pd.DataFrame, str]]:
    alone = tables.ranks.merge(tables.scores[_KEYS], on=_KEYS, how="left", indicator=True)
    return [(tables.scores, "scored"), (alone[alone["_merge"] == "left_only"], "ranked")]


def _is_covered(tables: Tables, measure: str, component: str, year: int) -> bool:
    """Return whether a component is one of its year, or no source tells what is."""
    covered = list_covered(tables, measure, year=year)["component"]
    return covered.empty or component in set(covered)


def _tell_thin(whole: set[tuple[str, int]], component: str, year: int, name: str, lang: str) -> str:
    years = listing([str(each) for of, each in sorted(whole) if of == component], lang)
    told = say("par.not_whole", lang, name=name, year=year)
    return told + (say("par.whole_years", lang, years=years) if years else "")


@kept
def list_middles(tables: Tables) -> pd.DataFrame:
    """Return the median of PAPI and the known means of the others, of all provinces.

    One row per component and year: component, year, middle (points, per cent of SIPAS), middle_trust (the status of a
    mean, or ``computed``; missing for a median), middle_code (what stands where a province's code does).
    """
    papi = tables.scores[(tables.scores["measure"] == "papi") & (tables.scores["status"] != "suspect")]
    median = papi.groupby(["component", "year"])["score"].median().rename("middle").reset_index()
    known = {pair for each in MEASURES if each != "papi" for pair in _list_whole(tables, each)}
    means = tables.national[(tables.national["what"] == "mean") & (tables.national["measure"] != "papi")]
    known |= set(zip(means["component"], means["year"].tolist(), strict=True))
    found: list[dict[str, Any]] = []
    for component, year in sorted(known):
        mean, trust = (find(tables, component, year=year) for find in (find_mean, find_mean_status))
        if mean is not None:
            found.append({"component": component, "year": year, "middle": mean, "middle_trust": trust})
    rows = pd.concat([median, pd.DataFrame(found)], ignore_index=True)
    measures = rows["component"].map(tables.components.set_index("component")["measure"])
    return rows.assign(middle=rows["middle"].round(6), middle_code=measures.map(MIDDLES))


def _list_ends(tables: Tables, whole: set[tuple[str, int]], lang: str) -> pd.DataFrame:
    """Return who is best and worst of each component and year, figures with status suspect left out."""
    scores = label_provinces(tables, tables.scores[tables.scores["status"] != "suspect"], lang)
    scores = scores.sort_values("province")
    by = ["component", "year"]
    size = scores.groupby([*by, "score"]).size()
    grouped = scores.groupby(by)["score"]
    found = grouped.agg(highest="max", lowest="min", known="size")
    for end, at, points in (("best", grouped.idxmax(), "highest"), ("worst", grouped.idxmin(), "lowest")):
        others = size.reindex(pd.MultiIndex.from_frame(found.reset_index()[[*by, points]])).to_numpy() - 1
        found[end] = [
            tell_with_others(name, count, lang) for name, count in zip(scores.loc[at, "name"], others, strict=True)
        ]
    rows = found.reset_index()
    all_held = pd.Series([pair in whole for pair in zip(rows["component"], rows["year"].tolist(), strict=True)])
    names = ["best", "worst", "highest", "lowest"]
    several = ~all_held & (rows["known"] > 1)
    partly = {f"known_{name}": rows[name].where(several) for name in names}
    only = {"only": rows["best"].where(~all_held & (rows["known"] == 1)), "only_score": rows["highest"]}
    return rows[by].assign(**{name: rows[name].where(all_held) for name in names}, **partly, **only)


def _tell_breaks(tables: Tables, rows: pd.DataFrame, lang: str) -> list[tuple[str | None, bool]]:
    """Return why a line ends before a year, on lines, with whether the framework is new; None where it goes on."""
    words = {"framework": ("chart.framework_from", 11), "component": ("chart.break_component", 14)}
    return [
        (None if why is None else textwrap.fill(say(words[why][0], lang, year=year), words[why][1]), why == "framework")
        for why, year in zip(find_breaks(tables, rows), rows["year"], strict=True)
    ]
