"""Sentences on PAPI for every province and year; a position is told as computed, never as a rank.

They are the same on every page and in every host: the sheet looks them up by province and year.
"""

from __future__ import annotations

import pandas as pd

from govindex.figures.papi.standings import Row, Standing, list_absences, list_standings
from govindex.figures.papi.summary import LOW, describe_total, tell_summary, tell_total_change, tell_unscored
from govindex.figures.papi.tables import list_steps, quote_all
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import number, quote, say

_NAMED = 3  # names in a title at most


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province in every year with PAPI scores.

    Returns
    -------
    DataFrame
        One row per province and year: province, year, component (``papi``), summary (a list of paragraphs), table,
        subspread, panels, contributions, trend (sentences), absence (what became of a unit that the year does not have,
        or what it was formed from, in place of the others; else missing).
    """
    steps = {key: rows.to_dict("records") for key, rows in list_steps(tables, lang).groupby(["province", "year"])}
    rows = []
    for (province, year), standing in list_standings(tables, lang).items():
        own = steps.get((province, year), [])
        rows.append(
            {
                "province": province,
                "year": year,
                "component": "papi",
                "summary": tell_summary(standing, own),
                "table": tell_table(standing),
                "subspread": tell_subspread(standing),
                "panels": tell_panels(standing),
                "contributions": tell_contributions(standing, own),
                "trend": tell_trend(standing),
            }
        )
    return pd.concat([pd.DataFrame(rows), list_absences(tables, lang)], ignore_index=True)


def tell_table(standing: Standing) -> str:
    """Return the total with its group and how many dimensions are in the highest and the lower groups."""
    rows = standing.dimensions
    if not rows:
        return tell_unscored(standing)
    highest, low = (sum(row["group"] in groups for row in rows) for groups in ((1,), LOW))
    key = "all_of" if highest == len(rows) else "some_of" if highest else "none_of"
    told = {
        "highest": standing.say(key, some=highest, count=len(rows)),
        "low": "" if key == "all_of" else standing.say("in_low", some=low or standing.say("none")),
    }
    if standing.total is None:
        return standing.say("table_no_total", count=len(rows), **told)
    return standing.say("table_title", **describe_total(standing), **told)


def tell_subspread(standing: Standing) -> str:
    """Return how many sub-dimensions are in the highest and in the lowest group, these by name where they are few."""
    components = standing.about.components
    rows = [row for code, row in standing.rows.items() if components[code]["level"] == "sub-dimension"]
    if not rows:
        return tell_unscored(standing)
    rows.sort(key=lambda row: components[row["component"]]["order"])
    highest, lowest = ([row for row in rows if row["group"] == group] for group in (1, 4))
    names = quote_all([standing.name(row["component"]) for row in lowest], standing.about.lang)
    return standing.say(
        "subspread_title",
        highest=len(highest) or standing.say("none"),
        lowest=len(lowest) or standing.say("none"),
        count=len(rows),
        names=standing.say("named", names=names) if 0 < len(lowest) <= _NAMED else "",
    )


def tell_trend(standing: Standing) -> str:
    """Return the lowest and highest total of the years that compare with the page's, and its place to the median."""
    about = standing.about
    known = [row for row in standing.history.get("papi", {}).values() if _compares(standing, row["year"], "papi")]
    if not known:
        return standing.say("trend_none")
    if len(known) == 1:
        return standing.say("trend_one", year=known[0]["year"], score=standing.number(known[0]["score"]))
    low, high = min(known, key=lambda row: row["score"]), max(known, key=lambda row: row["score"])
    years = [row["year"] for row in known]
    title = standing.say(
        "trend_even" if standing.is_small("papi", high["score"] - low["score"]) else "trend_title",
        first=min(years),
        last=max(years),
        maximum=number(about.components["papi"]["maximum"], about.lang, 0),
        low=standing.number(low["score"]),
        low_year=low["year"],
        high=standing.number(high["score"]),
        high_year=high["year"],
    )
    title += standing.say("trend_care") if (low["year"], high["year"]) in about.careful else ""
    if standing.total is None:
        return title + standing.say("trend_gap")
    gap = standing.total["score"] - about.components["papi"]["median"]
    side = standing.say("above" if gap >= 0 else "below")
    return title + standing.say("trend_now", gap=standing.number(abs(gap)), side=side)


def _compares(standing: Standing, other: int, component: str) -> bool:
    """Return whether a component compares between another year and the page's."""
    about = standing.about
    return about.frameworks[other] == about.framework and component not in about.shifted.get(other, ())


def _is_careful(standing: Standing, base: int, components: list[str]) -> bool:
    judged = standing.about.judged.get(base, {})
    return any(component in judged and judged[component].comparable == "caution" for component in components)


def tell_panels(standing: Standing) -> str:
    """Return in how many dimensions the province is above the median, and the largest change since the first year."""
    about, rows = standing.about, standing.dimensions
    if not rows:
        return tell_unscored(standing) + (standing.say("other_years") if standing.history else "")
    above = sum(row["score"] > about.components[row["component"]]["median"] for row in rows)
    where = standing.say("all_of" if above == len(rows) else "some_of", some=above, count=len(rows))
    title = standing.say("panels_title" if above else "panels_none", where=where)
    first = _find_first(standing, rows)
    shifted = about.shifted.get(first, ())
    apart = [row["component"] for row in rows if row["component"] in shifted]
    changes = {
        row["component"]: row["score"] - standing.history[row["component"]][first]["score"]
        for row in rows
        if first in standing.history[row["component"]] and row["component"] not in apart
    }
    told, named = [], []
    for way, sign in (("up", 1), ("down", -1)):
        moved = [code for code, step in changes.items() if sign * step > 0 and not standing.is_small(code, step)]
        if moved:
            component = max(moved, key=lambda code: abs(changes[code]))
            key = f"panels_{way}" if len(moved) > 1 else f"panels_one_{way}"
            named.append(component)
            change = standing.number(changes[component], sign=True)
            told.append(standing.say(key, name=quote(standing.name(component)), change=change))
    care = standing.say("with_care") if _is_careful(standing, first, named) else ""
    since = standing.say("panels_since", first=first, told=", ".join(told) + care) if named else ""
    apart = [code for code in apart if first in standing.history[code]]
    return title + since + _tell_apart(standing, apart)


def _find_first(standing: Standing, rows: list[Row]) -> int:
    """Return the first year of the framework that the province has a dimension's score of."""
    about = standing.about
    years = {year for row in rows for year in standing.history[row["component"]]}
    return min(year for year in years if about.frameworks[year] == about.framework)


def tell_contributions(standing: Standing, steps: list[Row]) -> str:
    """Return what pushed the total up and down most against the year before, or why that is not known."""
    if not steps:
        return tell_total_change(standing)
    base = standing.about.year - 1
    changes = [row for row in steps if row["kind"] == "change"]
    apart = [row["component"] for row in changes if row["component"] in standing.about.shifted[base]]
    moves = {row["component"]: standing.rows[row["component"]]["change"] for row in changes}
    sure = [row for row in changes if row["component"] not in apart]
    sure = [row for row in sure if not standing.is_small(row["component"], moves[row["component"]])]
    told, named = [], []
    for way, sign in (("gave", 1), ("took", -1)):
        moved = [row for row in sure if sign * moves[row["component"]] > 0]
        if moved:
            row = max(moved, key=lambda each: abs(moves[each["component"]]))
            key = f"{way}_{'most' if len(moved) > 1 else 'one'}"
            change = standing.number(row["contribution"], sign=True)
            named.append(row["component"])
            told.append(standing.say(key, name=quote(standing.name(row["component"])), change=change))
    care = standing.say("with_care") if _is_careful(standing, base, named) else ""
    before, after = steps[0]["end"], steps[-1]["end"]
    way = "even" if standing.is_small("papi", after - before) else "up" if after >= before else "down"
    return standing.say(
        f"contributions_{way}",
        before=standing.number(before),
        after=standing.number(after),
        told=say("list.and", standing.about.lang).join(told) + care if told else standing.say("none_beyond"),
    ) + _tell_apart(standing, apart)


def _tell_apart(standing: Standing, components: list[str]) -> str:
    names = quote_all([standing.name(component) for component in components], standing.about.lang)
    return standing.say("left_out_title", names=names) if components else ""
