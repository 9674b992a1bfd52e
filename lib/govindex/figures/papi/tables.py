"""PAPI's tables for every province and year at once: what the figures of its sheet take their rows from."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from govindex.charts.theme import MEDIAN, halve_name
from govindex.compare.frameworks import find_framework, judge_changes, list_breaks, list_common, list_covered
from govindex.compare.ranks import group_measure, spread_scores
from govindex.compare.scores import round_to_sum
from govindex.compare.similar import find_drivers, find_similar
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components, label_provinces
from govindex.words import DIGITS, listing, quote, say

MOST_PEERS = 5
_AXIS_LETTERS, _TILE_LETTERS = 30, 11  # of a name on one line


@kept
def list_years(tables: Tables) -> list[int]:
    """Return the years with PAPI scores, in order."""
    return sorted(int(year) for year in tables.scores.loc[tables.scores["measure"] == "papi", "year"].unique())


@kept
def list_units(tables: Tables, year: int) -> list[str]:
    """Return the codes of the provinces that there were in a year."""
    units = tables.provinces
    ended = (units["last_year"] < year).fillna(False)
    return list(units.loc[(units["first_year"] <= year) & ~ended, "code"])


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
    return rows.assign(stretch=_number_stretches(tables, rows, ["series", "province"]))


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


def name_series(tables: Tables, rows: pd.DataFrame) -> list[str]:
    """Return for rows of component and year the series that each belongs to: its code, where that has one meaning."""
    spans: dict[str, list[tuple[int, float, str]]] = {}
    for row in tables.series[tables.series["measure"] == "papi"].itertuples():
        last = float("inf") if pd.isna(row.last_year) else row.last_year
        spans.setdefault(row.component, []).append((row.first_year, last, row.series))
    return [
        next((name for first, last, name in spans.get(code, ()) if first <= year <= last), code)
        for code, year in zip(rows["component"], rows["year"], strict=True)
    ]


def _list_turns(tables: Tables) -> dict[tuple[str, int], dict[str, str]]:
    """Return the pairs of component and year in which a series goes on as another, with why, by language."""
    spans = tables.series[(tables.series["measure"] == "papi") & tables.series["break_en"].notna()]
    return {
        (row.component, int(row.first_year)): {"vi": row.break_vi, "en": row.break_en} for row in spans.itertuples()
    }


def _number_stretches(tables: Tables, rows: pd.DataFrame, of: list[str]) -> pd.Series:
    """Return a number for each run of years that a line may join; rows are sorted by the columns `of`, then by year."""
    frameworks = {year: find_framework(tables, "papi", year=year) for year in list_years(tables)}
    framework = rows["year"].map(frameworks)
    breaks = {*list_breaks(tables, "papi"), *_list_turns(tables)}
    starts = (rows[of] != rows[of].shift()).any(axis=1) | (rows["year"] != rows["year"].shift() + 1)
    starts |= framework != framework.shift()
    pairs = zip(rows["component"], rows["year"], strict=True)
    starts |= pd.Series([pair in breaks for pair in pairs], index=rows.index)
    return starts.cumsum()


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
        ``no``: whether the publisher compares them), break (why a line ends before this year; missing where it goes
        on), renewed (true in the first year of a framework), series, median_stretch, source, publisher.
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
        **{f"{end}_province": _name_ends(tables, rows, end, lang) for end in ("lowest", "highest")},
    )
    rows["series"] = name_series(tables, rows)
    rows = rows.sort_values(["series", "year"], ignore_index=True)
    rows = rows.assign(median_stretch=_number_stretches(tables, rows, ["series"])).join(
        _tell_breaks(tables, rows, lang)
    )
    rows = rows.merge(_list_compared(tables), on=["component", "year"], how="left").fillna({"judged": "yes"})
    scores = tables.scores[tables.scores["measure"] == "papi"]
    rows["source"] = rows["year"].map(scores.groupby("year")["source"].first())
    rows["publisher"] = rows["source"].map(tables.sources.set_index("source")["publisher"])
    return rows.drop(columns=["lowest_code", "highest_code", "aggregation"])


def _quote(level: str, name: str, lang: str) -> str:
    return say("papi.name_total", lang) if level == "total" else quote(name)


def _name_ends(tables: Tables, rows: pd.DataFrame, end: str, lang: str) -> list[str]:
    """Return the name of the province at one end of each spread, with how many more have its score."""
    scores = tables.scores[tables.scores["measure"] == "papi"]
    equal = scores.groupby(["component", "year", "score"]).size()
    names = tables.provinces.set_index("code")[f"name_{lang}"]
    told = []
    for code, key in zip(
        rows[f"{end}_code"], rows[["component", "year", end]].itertuples(index=False, name=None), strict=True
    ):
        others = int(equal[key]) - 1
        told.append(say("papi.and_others", lang, name=names[code], count=others) if others else names[code])
    return told


def _tell_breaks(tables: Tables, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return why a line breaks before a year, on lines, and whether the framework is new then."""
    breaks, turns = set(list_breaks(tables, "papi")), _list_turns(tables)
    first = int(rows["year"].min())
    told: list[str | None] = []
    renewed = [
        year != first and find_framework(tables, "papi", year=year) != find_framework(tables, "papi", year=year - 1)
        for year in rows["year"]
    ]
    for component, year, anew in zip(rows["component"], rows["year"], renewed, strict=True):
        if anew:
            told.append(textwrap.fill(say("chart.break", lang, year=year), 30))
        elif (component, year) in {*breaks, *turns}:
            told.append(textwrap.fill(say("chart.break_component", lang, year=year), 14))
        else:
            told.append(None)
    return pd.DataFrame({"break": told, "renewed": renewed}, index=rows.index)


def list_choices(tables: Tables) -> pd.DataFrame:
    """Return for each component the one whose parts are opened with it: itself, or its parent where it has none.

    One row per component: component, opened.
    """
    tree = tables.components[tables.components["measure"] == "papi"]
    has_parts = tree["component"].isin(tree["parent"])
    return pd.DataFrame({"component": tree["component"], "opened": tree["component"].where(has_parts, tree["parent"])})


@kept
def list_places(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces that have PAPI scores, the archipelagos, and the national median, each with its tile.

    One row each: province (a code; that of an archipelago, ``median`` for the median), name, lines (the name on
    a tile), col, row (of the tile map), kind (``province``, ``archipelago`` or ``median``).
    """
    scored = tables.scores.loc[tables.scores["measure"] == "papi", "province"].unique()
    units = tables.provinces[tables.provinces["code"].isin(scored)].rename(columns={"code": "province"})
    units = label_provinces(tables, units, lang).sort_values("name_en").assign(kind="province")
    islands = tables.archipelagos.assign(
        name=tables.archipelagos[f"name_{lang}"], province=tables.archipelagos["archipelago"], kind="archipelago"
    )
    middle = pd.DataFrame({"province": [MEDIAN], "name": [say("sheet_papi.median", lang)], "kind": [MEDIAN]})
    rows = pd.concat([units, islands, middle], ignore_index=True)
    rows = rows.assign(lines=[halve_name(name, _TILE_LETTERS) for name in rows["name"]])
    rows = rows.rename(columns={"tile_col": "col", "tile_row": "row"})
    return rows[["province", "name", "lines", "col", "row", "kind"]]


@kept
def list_peers(tables: Tables) -> pd.DataFrame:
    """Return whom a province is compared with.

    One row per province, year and kind of the choice: province, year, kind, codes (a list, five at most), near and far
    (of the similar: the dimensions in which they are most and least alike; else missing).
    """
    scored = set(tables.scores.loc[tables.scores["measure"] == "papi", "province"].unique())
    rows: list[dict[str, Any]] = []
    for year in list_years(tables):
        units = tables.provinces[tables.provinces["code"].isin(scored & set(list_units(tables, year)))]
        codes = list(units["code"])
        near = find_similar(tables, codes, year=year, count=MOST_PEERS)
        cities = list(units.loc[units["kind"] == "city", "code"])
        regions = units.groupby("region")["code"].agg(list)
        drivers = find_drivers(tables, codes, year=year, similar=near)
        for code, region, similar, ends in zip(codes, units["region"], near, drivers, strict=True):
            kinds = {
                "none": [],
                "region": regions[region],
                "cities": cities,
                "similar": [codes[at] for at in similar],
            }
            for kind, others in kinds.items():
                shown = [other for other in others if other != code][:MOST_PEERS]
                row = {"province": code, "year": year, "kind": kind, "codes": shown}
                rows.append(row | (dict(zip(("near", "far"), ends, strict=True)) if kind == "similar" and ends else {}))
    return pd.DataFrame(rows)


@kept
def list_steps(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how each total of the year before became that of the year, a step a dimension, the largest rise first.

    Returns
    -------
    DataFrame
        One row per province, year and step where the two totals compare and every dimension is known: province, year,
        order, component, kind (``base``, ``change`` or ``total``), start, end (points of the total before and after
        the step), contribution (points, rounded so that those shown add up), total (the name of an end). A total of
        PAPI is the sum of its dimensions, so each contributes its own change.
    """
    panel = list_panel(tables)
    levels = panel["component"].map(tables.components.set_index("component")["level"])
    totals = panel[(panel["component"] == "papi") & panel["base_score"].notna()].set_index(["province", "year"])
    dimensions = panel[levels == "dimension"]
    count = dimensions.groupby("year")["component"].nunique()
    changed = dimensions[dimensions["base_score"].notna()].assign(
        change=lambda rows: rows["score"] - rows["base_score"]
    )
    steps = []
    for (province, year), parts in changed.groupby(["province", "year"]):
        if (province, year) in totals.index and len(parts) == count[year]:
            total = totals.loc[(province, year)]
            steps += [{"province": province, "year": year, **step} for step in _split_total(total, parts, year, lang)]
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
    used = tables.scores.loc[tables.scores["measure"] == "papi", ["year", "source"]].drop_duplicates()
    used = used.assign(source=used["source"].str.split("; ")).explode("source").drop_duplicates()
    rows = used.merge(tables.sources[["source", "citation"]], on="source").sort_values(["year", "source"])
    undated = f"({say('show.undated', lang)})"
    return rows.assign(citation=rows["citation"].str.replace("(n.d.)", undated, regex=False))


def quote_all(names: list[str], lang: str) -> str:
    """Return names as a list in a sentence, each in quotation marks."""
    return listing([quote(name) for name in names], lang)
