"""PAPI's tables for every province and year at once: what the figures of its sheet take their rows from."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from govindex.charts.theme import MEDIAN, halve_name
from govindex.compare.frameworks import judge_changes, list_common, list_covered
from govindex.compare.ranks import group_measure, spread_scores
from govindex.compare.scores import contribute, find_aggregation, round_to_sum
from govindex.compare.similar import find_drivers, find_similar
from govindex.compare.trends import find_breaks, number_stretches
from govindex.figures import lists
from govindex.figures.lists import cite, name_ends
from govindex.figures.merged import name_bands
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.tables.series import name_series
from govindex.tables.units import list_tiles, list_units
from govindex.views.labels import label_sources
from govindex.words import DIGITS, listing, quote, say

MOST_PEERS = 5
_AXIS_LETTERS, _TILE_LETTERS = 30, 11  # of a name on one line


@kept
def list_years(tables: Tables) -> list[int]:
    """Return the years with PAPI scores, in order."""
    return sorted(int(year) for year in tables.scores.loc[tables.scores["measure"] == "papi", "year"].unique())


@kept
def list_panel(tables: Tables) -> pd.DataFrame:
    """Return every PAPI score with where it stands and what it was the year before.

    Returns
    -------
    DataFrame
        One row per component, year and province with a score: component, year, province, score (points), rank
        (computed, 1 = best), scored, group (1 = highest; as printed where a report prints it), computed_group,
        borderline, base_score (points of the year before; missing where there is none, the scale differs or the
        publisher does not compare), series (what keeps its meaning over the years), stretch (years that a line may
        join have one number).
    """
    rows = group_measure(tables, "papi").drop(columns="status")
    before = rows[["component", "year", "province", "score"]].rename(columns={"year": "before", "score": "base_score"})
    rows = rows.merge(_list_compared(tables), on=["component", "year"], how="left")
    rows = rows.merge(before, on=["component", "before", "province"], how="left").drop(columns=["before", "judged"])
    rows["series"] = name_series(tables, rows)
    rows = rows.sort_values(["series", "province", "year"], ignore_index=True)
    return rows.assign(stretch=number_stretches(tables, rows, ["series", "province"]))


@kept
def list_printed_groups(tables: Tables, lang: str) -> pd.DataFrame:
    """Return who prints the group of a province: component, year, province, group_publisher."""
    printed = tables.printed_groups[tables.printed_groups["measure"] == "papi"]
    printed = label_sources(printed, tables.sources, lang).rename(columns={"publisher": "group_publisher"})
    return printed[["component", "year", "province", "group_publisher"]]


@kept
def _list_compared(tables: Tables) -> pd.DataFrame:
    """Return what compares with the year before: component, year, before (that year; missing if not), judged."""
    compared = []
    for year in list_years(tables):
        codes = list_common(tables, "papi", year=year, base=year - 1)
        common = pd.DataFrame({"component": pd.Series(codes, dtype="str"), "before": float(year - 1)})
        judged = judge_changes(tables, "papi", year=year, base=year - 1)[["component", "comparable"]]
        compared.append(common.merge(judged, on="component", how="outer").assign(year=year))
    return pd.concat(compared, ignore_index=True).rename(columns={"comparable": "judged"})


@kept
def list_components(tables: Tables, lang: str) -> pd.DataFrame:
    """Return every component in every year that it was scored in, named as in that year, with the spread of all.

    Returns
    -------
    DataFrame
        component, year, parent, level, order, name, short, quoted (the name as a sentence has it), lines (the name on
        at most two), dimension (the name of the one that a sub-dimension belongs to), framework, minimum, maximum
        (points), scored, lowest, q1, median, q3, highest (points), lowest_province, highest_province (names, with how
        many more have the same), before (the year before where its points compare), judged (``yes``, ``caution`` or
        ``no``: whether the publisher compares them), compares (the same in words; missing for ``yes``), break (why a
        line ends before this year; missing where it goes on), renewed (true in the first year of a framework), series,
        median_stretch, source, publisher.
    """
    tree = tables.components[tables.components["measure"] == "papi"]
    spreads = []
    for year in list_years(tables):
        spread = spread_scores(tables, list(tree["component"]), year=year).drop(columns="mean")
        spread = spread.rename(columns={"lowest": "lowest_code", "highest": "highest_code"})
        spread = spread.rename(columns={"minimum": "lowest", "maximum": "highest"})
        spreads.append(
            spread.merge(list_covered(tables, "papi", year=year), on="component", how="left").assign(year=year)
        )
    rows = pd.concat(spreads, ignore_index=True).merge(tree[["component", "parent", "level", "order"]], on="component")
    rows = label_components(tables, rows, lang)
    parents = label_components(tables, rows[["parent", "year"]].set_axis(["component", "year"], axis="columns"), lang)
    rows = rows.assign(
        quoted=[_quote(level, name, lang) for level, name in zip(rows["level"], rows["name"], strict=True)],
        lines=[halve_name(name, _AXIS_LETTERS) for name in rows["name"]],
        dimension=rows["name"].mask(rows["level"] == "sub-dimension", parents["name"]),
    )
    rows = name_ends(tables, rows, lang)
    rows["series"] = name_series(tables, rows)
    rows = rows.sort_values(["series", "year"], ignore_index=True)
    rows = rows.assign(median_stretch=number_stretches(tables, rows, ["series"])).join(_tell_breaks(tables, rows, lang))
    rows = rows.merge(_list_compared(tables), on=["component", "year"], how="left").fillna({"judged": "yes"})
    doubts = {doubt: say(f"compares.{doubt}", lang) for doubt in ("no", "caution")}
    rows["compares"] = [doubts.get(judged) for judged in rows["judged"]]
    scores = tables.scores[tables.scores["measure"] == "papi"]
    rows["source"] = rows["year"].map(scores.groupby("year")["source"].first())
    return label_sources(rows, tables.sources, lang).drop(columns="aggregation")


def _quote(level: str, name: str, lang: str) -> str:
    return say("papi.name_total", lang) if level == "total" else quote(name)


def _tell_breaks(tables: Tables, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return why a line breaks before a year, on lines, and whether the framework is new then."""
    found = find_breaks(tables, rows)
    words = {"framework": ("chart.break", 32), "component": ("chart.break_component", 14)}
    told = [
        None if why is None else textwrap.fill(say(words[why][0], lang, year=year), words[why][1])
        for why, year in zip(found, rows["year"], strict=True)
    ]
    return pd.DataFrame({"break": told, "renewed": [why == "framework" for why in found]}, index=rows.index)


def list_choices(tables: Tables) -> pd.DataFrame:
    """Return for each component the one whose parts are opened with it: itself, or its parent where it has none.

    One row per component: component, opened.
    """
    tree = tables.components[tables.components["measure"] == "papi"]
    has_parts = tree["component"].isin(tree["parent"])
    return pd.DataFrame({"component": tree["component"], "opened": tree["component"].where(has_parts, tree["parent"])})


@kept
def list_places(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces that have PAPI scores, the archipelagos, the national median, the bands of merged units.

    One row each: province (a code; that of an archipelago, ``median`` for the median), place (the name), offered (the
    name with the years of the unit where another has it too), lines (the name on a tile), kind (``province``,
    ``archipelago``, ``median`` or ``band``).
    """
    scored = tables.scores.loc[tables.scores["measure"] == "papi", "province"].unique()
    units = lists.list_places(tables, lang).assign(kind="province")
    units = units[units["province"].isin(scored)]
    islands = tables.archipelagos.assign(
        place=tables.archipelagos[f"name_{lang}"], province=tables.archipelagos["archipelago"], kind="archipelago"
    )
    middle = pd.DataFrame({"province": [MEDIAN], "place": [say("sheet_papi.median", lang)], "kind": [MEDIAN]})
    bands = name_bands(tables, lang).assign(kind="band")
    rows = pd.concat([units, islands, middle, bands], ignore_index=True)
    rows = rows.assign(
        offered=rows["offered"].fillna(rows["place"]), lines=[halve_name(name, _TILE_LETTERS) for name in rows["place"]]
    )
    return rows[["province", "place", "offered", "lines", "kind"]]


@kept
def list_map(tables: Tables) -> pd.DataFrame:
    """Return what the map of each year shows, scored units and archipelagos: year, province, col, row."""
    scored = {*tables.scores.loc[tables.scores["measure"] == "papi", "province"], *tables.archipelagos["archipelago"]}
    rows = pd.concat([list_tiles(tables, year) for year in list_years(tables)], ignore_index=True)
    return rows[rows["code"].isin(scored)].rename(columns={"code": "province"}).reset_index(drop=True)


@kept
def list_peers(tables: Tables) -> pd.DataFrame:
    """Return whom a province is compared with.

    One row per province, year and kind of the choice: province, year, kind, codes (a list, five at most; none of a
    region in years of which the tables do not hold the region of every unit), no_regions (the year where that is so;
    else missing), near and far (of the similar: the dimensions in which they are most and least alike; else missing).
    """
    scored = set(tables.scores.loc[tables.scores["measure"] == "papi", "province"].unique())
    rows: list[dict[str, Any]] = []
    for year in list_years(tables):
        units = tables.provinces[tables.provinces["code"].isin(scored & set(list_units(tables, year)))]
        codes = list(units["code"])
        near = find_similar(tables, codes, year=year, count=MOST_PEERS)
        cities = list(units.loc[units["kind"] == "city", "code"])
        known = units["region"].notna().all()  # the regions of a part of the units would leave out the others
        regions = units.groupby("region")["code"].agg(list) if known else {}
        drivers = find_drivers(tables, codes, year=year, similar=near)
        for code, region, similar, ends in zip(codes, units["region"], near, drivers, strict=True):
            kinds = {
                "none": [],
                "region": regions.get(region, []),
                "cities": cities,
                "similar": [codes[at] for at in similar],
            }
            for kind, others in kinds.items():
                shown = [other for other in others if other != code][:MOST_PEERS]
                row = {"province": code, "year": year, "kind": kind, "codes": shown}
                row |= {"no_regions": str(year)} if kind == "region" and not known else {}
                rows.append(row | (dict(zip(("near", "far"), ends, strict=True)) if kind == "similar" and ends else {}))
    return pd.DataFrame(rows, columns=["province", "year", "kind", "codes", "no_regions", "near", "far"])


@kept
def list_steps(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how each total of the year before became that of the year, a step a dimension, the largest rise first.

    Returns
    -------
    DataFrame
        One row per province, year and step where the two totals compare and every dimension is known: province, year,
        order, component, kind (``base``, ``change`` or ``total``), start, end (points of the total before and after
        the step), contribution (points, rounded so that those shown add up), total (the name of an end).
    """
    panel = list_panel(tables)
    levels = panel["component"].map(tables.components.set_index("component")["level"])
    totals = panel[(panel["component"] == "papi") & panel["base_score"].notna()].set_index(["province", "year"])
    dimensions = panel[levels == "dimension"]
    count = dimensions.groupby("year")["component"].nunique()
    changed = dimensions[dimensions["base_score"].notna()].assign(
        change=lambda rows: rows["score"] - rows["base_score"]
    )
    aggregations = {year: find_aggregation(tables, "papi", year=year) for year in list_years(tables)}
    steps = []
    for (province, year), parts in changed.groupby(["province", "year"]):
        if (province, year) in totals.index and len(parts) == count[year]:
            total = totals.loc[(province, year)]
            given = parts.assign(change=contribute(parts["change"], aggregations[year]))
            steps += [{"province": province, "year": year, **step} for step in _split_total(total, given, year, lang)]
    rows = pd.DataFrame(steps)
    return rows.assign(order=rows.groupby(["province", "year"]).cumcount())


def _split_total(total: pd.Series, parts: pd.DataFrame, year: int, lang: str) -> list[dict[str, Any]]:
    """Return the steps from the total of the year before to that of the year."""
    digits = DIGITS["papi"]
    before, after = (round(float(total[column]), digits) for column in ("base_score", "score"))
    parts = parts.sort_values(["change", "component"], ascending=[False, True])
    shown = round_to_sum(parts["change"], round(after - before, digits), digits).tolist()
    names = {each: say("papi.total_of", lang, year=each) for each in (year - 1, year)}
    at = before
    steps = [{"component": "papi", "kind": "base", "start": before, "end": before, "total": names[year - 1]}]
    for component, step in zip(parts["component"], shown, strict=True):
        at, start = round(at + step, 6), at
        steps.append({"component": component, "kind": "change", "start": start, "end": at, "contribution": step})
    return [*steps, {"component": "papi", "kind": "total", "start": after, "end": after, "total": names[year]}]


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that a year's figures come from: year, source, citation."""
    return cite(tables, tables.scores.loc[tables.scores["measure"] == "papi", ["year", "source"]], lang)


def quote_all(names: list[str], lang: str) -> str:
    """Return names as a list in a sentence, each in quotation marks."""
    return listing([quote(name) for name in names], lang)
