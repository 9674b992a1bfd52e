"""PAR INDEX's tables for every province and year at once: what the figures of its sheet take their rows from."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import check_comparable, find_framework, list_covered
from govindex.compare.ranks import list_printed_ranks, list_whole, rank_scores, spread_scores
from govindex.compare.scores import add_losses, change_scores, find_mean, find_mean_status, step_losses
from govindex.errors import NotComparable
from govindex.figures.lists import cite, list_page_years, name_ends, tell_trust
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components, label_provinces
from govindex.views.labels import label_sources, label_status
from govindex.words import plain_number, say

NO_BASE = 0  # the choice of no year to compare with
_LETTERS = 34  # of a name on one line
Row = dict[str, Any]


@kept
def list_scored(tables: Tables, lang: str) -> pd.DataFrame:
    """Return every score of PAR INDEX with its maximum, the points lost and the share achieved.

    Returns
    -------
    DataFrame
        One row per province, year and component, in the order of the tree: province, year, component, parent,
        division, level, order, name, short, lines, score, maximum, lost (points), share (per cent of the range), trust
        (the status as a code), status (in words), inferred (true where the maximum is), maximum_status (in words),
        framework, source, publisher.
    """
    scores = tables.scores[tables.scores["measure"] == "par"]
    covered = pd.concat([list_covered(tables, "par", year=year).assign(year=year) for year in list_page_years(tables)])
    covered = covered[["component", "year", "minimum", "maximum", "range_status"]]
    tree = tables.components.assign(order=range(len(tables.components)))
    rows = scores[["province", "year", "component", "score", "status", "source"]].merge(
        tree[["component", "parent", "division", "level", "order"]], on="component"
    )
    rows = add_losses(rows.merge(covered, on=["component", "year"], how="left"))
    rows = label_sources(label_components(tables, rows, lang), tables.sources, lang)
    inferred = rows["range_status"] == "inferred"
    rows = rows.assign(
        trust=rows["status"],
        status=[say(f"status.{status}", lang) for status in rows["status"]],
        inferred=inferred,
        maximum_status=[say(f"status.{'inferred' if each else 'printed'}", lang) for each in inferred],
        framework=[find_framework(tables, "par", year=year) for year in rows["year"]],
        lines=[halve_name(name, _LETTERS) for name in rows["name"]],
    )
    return rows.drop(columns=["minimum", "range_status"]).sort_values(["province", "year", "order"], ignore_index=True)


@kept
def list_losses(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the points achieved and lost below the total, sectioned: the parts, then what lies within them.

    The columns of `list_scored`, section (its heading), depth (0 for the parts), end (where the bar ends: the maximum,
    or the score where no maximum is known), lost_shown (points, missing where none was lost), mark (says that the
    maximum is inferred, else empty).
    """
    scored = list_scored(tables, lang)
    names = scored.set_index(["province", "year", "component"])["name"].to_dict()
    rows = scored[scored["component"] != "par"]
    fields = rows["division"] == "field"
    sections = [
        say("par.fields", lang)
        if field
        else say("par.parts", lang)
        if parent == "par"
        else say("par.within", lang, name=names.get((province, year, parent), ""))
        for province, year, parent, field in zip(rows["province"], rows["year"], rows["parent"], fields, strict=True)
    ]
    return rows.assign(
        section=sections,
        depth=rows["parent"].ne("par").astype(int) + fields,
        end=rows["maximum"].fillna(rows["score"]),
        lost_shown=rows["lost"].where(rows["lost"] > 0),
        mark=[f" ({say('status.inferred', lang)})" if each else "" for each in rows["inferred"]],
    )


@kept
def list_steps(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the way from the maximum to each total, where the points lost by the smallest contents add up to all.

    One row per province, year and step: province, year, order, component, name, lines, kind (``maximum``, ``lost`` or
    ``total``), start, end, lost (points), lost_shown (missing at the two ends), publisher.
    """
    scored = list_scored(tables, lang)
    steps = []
    for (province, year), rows in scored.groupby(["province", "year"]):
        own = step_losses(rows, "par").assign(province=province, year=year)
        if len(own):
            steps.append(own.assign(order=range(len(own)), lost_shown=own["lost"].where(own["kind"] == "lost")))
    found = pd.concat(steps, ignore_index=True)
    named = scored[["province", "year", "component", "name", "lines", "publisher"]]
    found = found.merge(named, on=["province", "year", "component"], how="left")
    ends = found["kind"] != "lost"
    words = {kind: say(f"par.{kind}", lang) for kind in ("maximum", "total")}
    found[["name", "lines"]] = found[["name", "lines"]].mask(ends, found["kind"].map(words), axis="index")
    return found


@kept
def list_bases(tables: Tables) -> dict[int, list[int]]:
    """Return for each year those of its framework, the nearest before it first; no year first where none is before."""
    years = list_page_years(tables)
    frameworks = {year: find_framework(tables, "par", year=year) for year in years}
    bases = {}
    for year, framework in frameworks.items():
        others = [] if framework is None else [other for other in years if frameworks[other] == framework]
        before = [other for other in reversed(others) if other < year]
        bases[year] = [*before, NO_BASE, *(other for other in others if other > year)]
    return bases


@kept
def list_changes(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the change of the total and its components on every year that a year compares with.

    One row per province, year, base and component: province, year, base, component, order, name, lines, base_score,
    score, change (points), change_pct (per cent), reach (how far an axis goes either way), status (the lesser trust of
    the two, in words). Where the parts of a part changed too, they stand instead of it.
    """
    scored = list_scored(tables, lang)
    states = scored[["province", "year"]].drop_duplicates()
    held = set(states.itertuples(index=False, name=None))
    found = []
    for province, year in states.itertuples(index=False, name=None):
        for base in list_bases(tables)[year]:
            if (province, base) in held and compares(tables, year, base):
                changes = change_scores(tables, "par", province=province, year=year, base=base)
                changes = changes[~changes["component"].isin(set(changes["parent"]) - {"par"})]
                reach = 1.7 * max(changes["change"].abs().max(), 0.01)
                found.append(changes.assign(province=province, year=year, base=base, reach=reach))
    columns = [
        "province",
        "year",
        "base",
        "component",
        "base_score",
        "score",
        "change",
        "change_pct",
        "reach",
        "status",
    ]
    rows = pd.concat(found, ignore_index=True)[columns]
    named = scored[["province", "year", "component", "order", "name", "lines"]]
    rows = rows.merge(named, on=["province", "year", "component"], how="left")
    return label_status(rows, lang)


@kept
def compares(tables: Tables, year: int, base: int) -> bool:
    """Return whether two years compare as totals."""
    try:
        check_comparable(tables, "par", year=year, base=base)
    except NotComparable:
        return False
    return True


@kept
def list_known(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the total and published rank of every province and year, and the criterion SIPAS where all have it.

    Returns
    -------
    DataFrame
        One row per component, province and year: component (``par`` or ``par.impact.sipas``), province, year, place,
        score (points; missing where only the rank is known), printed_rank, rank_trust, rank_status (in words), rank
        (computed; of the criterion), scored (``yes`` or ``no``), mean, mean_told (the national mean in words), suspect,
        status, source, publisher.
    """
    scored = list_scored(tables, lang)
    totals = scored[scored["component"] == "par"][["province", "year", "score", "trust", "status", "source"]]
    ranks = [list_printed_ranks(tables, "par", year=year).assign(year=year) for year in list_page_years(tables)]
    ranks = pd.concat(ranks)[["province", "year", "rank", "status", "source"]]
    ranks = ranks.rename(columns={"rank": "printed_rank", "status": "rank_trust", "source": "rank_source"})
    rows = totals.merge(ranks, on=["province", "year"], how="outer").assign(component="par")
    rows["source"] = rows["source"].fillna(rows["rank_source"])
    part = scored[scored["component"] == "par.impact.sipas"]
    whole = {year for component, year in _list_whole(tables) if component == "par.impact.sipas"}
    part = part.loc[part["year"].isin(whole), ["component", "province", "year", "score", "trust", "status", "source"]]
    computed = [rank_scores(tables, "par.impact.sipas", year=year).assign(year=year) for year in whole]
    computed = (
        pd.concat(computed)[["province", "year", "rank"]]
        if computed
        else pd.DataFrame(columns=["province", "year", "rank"])
    )
    part = part.merge(computed, on=["province", "year"], how="left")
    rows = pd.concat([rows.drop(columns="rank_source"), part], ignore_index=True)
    rows = label_sources(label_provinces(tables, rows, lang).rename(columns={"name": "place"}), tables.sources, lang)
    return rows.assign(
        rank_status=[None if pd.isna(each) else say(f"status.{each}", lang) for each in rows["rank_trust"]],
        suspect=rows["trust"] == "suspect",
        scored=rows["score"].notna().map({True: "yes", False: "no"}),
        **_list_means(tables, rows, lang),
    )


def _list_means(tables: Tables, rows: pd.DataFrame, lang: str) -> dict[str, list[Any]]:
    pairs = set(zip(rows["component"], rows["year"], strict=True))
    means = {pair: find_mean(tables, pair[0], year=pair[1]) for pair in pairs}
    told = {
        pair: None
        if mean is None
        else say("chart.mean", lang, mean=plain_number(mean, lang))
        + tell_trust(find_mean_status(tables, pair[0], year=pair[1]), lang)
        for pair, mean in means.items()
    }
    keys = list(zip(rows["component"], rows["year"], strict=True))
    return {"mean": [means[key] for key in keys], "mean_told": [told[key] for key in keys]}


@kept
def _list_whole(tables: Tables) -> list[tuple[str, int]]:
    """Return the pairs of component and year of which every province is held."""
    return sorted(list_whole(tables, "par", tables.scores[tables.scores["measure"] == "par"]))


@kept
def list_spread(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the total and each part in the spread of all provinces, in the years of which every one is held.

    One row per component and year: component, year, order, name, short, lines, maximum, scored, lowest, q1, median, q3,
    highest (points), lowest_province, highest_province (names, with how many more have the same score).
    """
    whole = _list_whole(tables)
    spreads = []
    for year in sorted({year for _, year in whole}):
        codes = [component for component, each in whole if each == year]
        spread = spread_scores(tables, codes, year=year).drop(columns="mean").assign(year=year)
        spread = spread.rename(columns={"lowest": "lowest_code", "highest": "highest_code"})
        spread = spread.rename(columns={"minimum": "lowest", "maximum": "highest"})
        covered = list_covered(tables, "par", year=year)[["component", "maximum"]]
        spreads.append(spread.merge(covered, on="component", how="left"))
    rows = pd.concat(spreads, ignore_index=True)
    rows["order"] = rows["component"].map({code: at for at, code in enumerate(tables.components["component"])})
    rows = label_components(tables, rows, lang)
    rows = name_ends(tables, rows, lang)
    return rows.assign(lines=[halve_name(name, _LETTERS) for name in rows["name"]])


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the sheet's figures come from: source, citation."""
    held = [
        table.loc[table["measure"] == "par", ["source"]] for table in (tables.scores, tables.ranks, tables.national)
    ]
    return cite(tables, pd.concat(held), lang)


def wrap(text: str, letters: int) -> str:
    """Return a text on lines of at most `letters`."""
    return "\n".join(textwrap.wrap(text, letters))
