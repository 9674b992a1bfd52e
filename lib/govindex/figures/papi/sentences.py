"""Sentences on PAPI for every province and year; a position is told as computed, never as a rank.

They are the same on every page and in every host: the sheet looks them up by province and year.
"""

from __future__ import annotations

import pandas as pd

from govindex.compare.precision import is_beyond_noise
from govindex.figures.papi.standings import Judged, Row, Standing, list_absences, list_standings
from govindex.figures.papi.tables import (
    list_steps,
    quote_all,
)
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.words import DIGITS, listing, number, quote, say

_DIGITS = DIGITS["papi"]
_LOW = (3, 4)  # the two lower groups
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
        rows.append(
            {
                "province": province,
                "year": year,
                "component": "papi",
                "summary": tell_summary(standing),
                "table": tell_table(standing),
                "subspread": tell_subspread(standing),
                "panels": tell_panels(standing),
                "contributions": tell_contributions(standing, steps.get((province, year), [])),
                "trend": tell_trend(standing),
            }
        )
    return pd.concat([pd.DataFrame(rows), list_absences(tables, lang)], ignore_index=True)


def tell_unscored(standing: Standing) -> str:
    """Return the one line for a province without any PAPI score in the year."""
    if not standing.about.scored:
        return say("absent.provinces", standing.about.lang, measure="PAPI", year=standing.about.year)
    return standing.say("unscored", scored=standing.about.scored)


def tell_table(standing: Standing) -> str:
    """Return the total with its group and how many dimensions are in the highest and the lower groups."""
    rows = standing.dimensions
    if not rows:
        return tell_unscored(standing)
    highest, low = (sum(row["group"] in groups for row in rows) for groups in ((1,), _LOW))
    key = "all_of" if highest == len(rows) else "some_of" if highest else "none_of"
    told = {
        "highest": standing.say(key, some=highest, count=len(rows)),
        "low": "" if key == "all_of" else standing.say("in_low", some=low or standing.say("none")),
    }
    if standing.total is None:
        return standing.say("table_no_total", count=len(rows), **told)
    return standing.say("table_title", **_describe_total(standing), **told)


def tell_summary(standing: Standing) -> list[str]:
    """Return paragraphs: total, group and computed position; what changed; the groups."""
    rows, total = standing.dimensions, standing.total
    if not rows and total is None:
        return [tell_unscored(standing)]
    if total is None:
        missing = [standing.name(code) for code in standing.about.dimensions if code not in standing.rows]
        first = standing.say("no_total", names=quote_all(missing, standing.about.lang))
    else:
        told = [
            standing.say("total_is", **_describe_total(standing)),
            standing.say("position", rank=total["rank"], scored=total["scored"]),
        ]
        if total["borderline"]:
            told.append(standing.say("borderline"))
        first = " ".join(told)
    changed = " ".join([tell_total_change(standing), *_tell_changes(standing)])
    return [first, changed, " ".join([_tell_groups(standing), *_tell_other_groups(standing)])]


def _tell_other_groups(standing: Standing) -> list[str]:
    """Return a note on each group that is published as another than the scores of all provinces give."""
    rows = [*standing.dimensions, *([standing.total] if standing.total else [])]
    return [
        standing.say(
            "other_group",
            name=standing.about.components[row["component"]]["quoted"],
            group=standing.group(row["group"]),
            computed=standing.group(row["computed_group"]),
        )
        for row in rows
        if row["group"] != row["computed_group"]
    ]


def tell_total_change(standing: Standing) -> str:
    """Return the change of the total on the year before with its groups, or why there is none."""
    about = standing.about
    if not about.scored_before:
        return standing.say("no_base")
    if standing.began:
        return standing.began
    total, before = standing.total, standing.before.get("papi")
    missing = [str(year) for year, known in ((about.year - 1, before), (about.year, total)) if known is None]
    if missing:
        return standing.say("base_unscored", years=listing(missing, about.lang))
    if pd.isna(total["change"]):
        judged = about.judged[about.year - 1]
        return judged["papi"].text if "papi" in judged else standing.say("not_comparable")
    moved = (
        "same_group"
        if before["group"] == total["group"]
        else "moved_up"
        if total["group"] < before["group"]
        else "moved_down"
    )
    groups = {"before": standing.group(before["group"]), "now": standing.group(total["group"])}
    return _tell_change(standing, total["change"]) + standing.say(moved, **groups) + "."


def _tell_change(standing: Standing, change: float) -> str:
    """Return the change of the total in words; one too small to tell is nearly none."""
    small = _is_small(standing, "papi", change)
    key = "none" if round(change, _DIGITS) == 0 else "hardly" if small else "up" if change > 0 else "down"
    told = standing.number(change, sign=True) if small else standing.number(abs(change))
    lang = standing.about.lang
    return say(f"change.{key}", lang, base=standing.about.year - 1, change=told, unit=say("unit.papi", lang))


def _is_small(standing: Standing, component: str, change: float) -> bool:
    return not is_beyond_noise(change, standing.about.smallest[component])


def _tell_changes(standing: Standing) -> list[str]:
    """Return how many dimensions rose and fell, the largest rise and fall beyond noise, and what does not compare."""
    about = standing.about
    judged = about.judged[about.year - 1]
    compared = [row for row in standing.dimensions if pd.notna(row["change"])]
    apart = {code for code in judged if _is_apart(judged, code)}
    known = [row for row in compared if row["component"] not in apart]
    reasons = [
        standing.say(
            "left_out", name=quote(standing.name(row["component"])), text=_begin_small(judged[row["component"]].text)
        )
        for row in compared
        if row["component"] in apart
    ]
    if not known:
        return reasons
    care = "papi" in judged and judged["papi"].comparable == "caution"
    sentences = [standing.say("care_total", text=_begin_small(judged["papi"].text))] if care else []
    told = [(0 if _is_small(standing, row["component"], row["change"]) else row["change"], row) for row in known]
    if len(known) > 1:
        sentences.append(_count_changes(standing, [step for step, _ in told]))
    for way, sign in (("up", 1), ("down", -1)):
        moved = [each for each in told if sign * each[0] > 0]
        if moved:
            most = max(moved, key=lambda each: abs(each[0]))
            component, key = most[1]["component"], f"{'most' if len(moved) > 1 else 'one'}_{way}"
            change = standing.number(most[0], sign=True)
            sentence = standing.say(key, name=quote(standing.name(component)), change=change)
            careful = component in judged and judged[component].comparable == "caution" and not care
            sentences.append(sentence + (standing.say("with_care") if careful else "") + ".")
    changed = [standing.name(row["component"]) for row in known if row["component"] in about.recomposed]
    recomposed = [standing.say("recomposed", names=quote_all(changed, about.lang))] if changed else []
    return [*sentences, *reasons, *recomposed]


def _count_changes(standing: Standing, steps: list[float]) -> str:
    counts = {
        "risen": sum(step > 0 for step in steps),
        "fallen": sum(step < 0 for step in steps),
        "unchanged": sum(step == 0 for step in steps),
    }
    told = listing([standing.say(key, count=count) for key, count in counts.items() if count], standing.about.lang)
    key = next((f"all_{key}" for key in ("risen", "fallen") if counts[key] == len(steps)), "counts")
    return standing.say(key, count=len(steps), told=told)


def _tell_groups(standing: Standing) -> str:
    rows, lang = standing.dimensions, standing.about.lang
    groups: dict[int, list[str]] = {group: [] for group in (1, 2, 3, 4)}
    for row in rows:
        groups[row["group"]].append(standing.name(row["component"]))
    if len(rows) > 1 and any(len(names) == len(rows) for names in groups.values()):
        told = standing.say("in_all", count=len(rows), group=standing.group(rows[0]["group"]))
        return standing.say("by_group", told=told)
    told = [
        standing.say("in_group", count=len(names), group=standing.group(group), names=quote_all(names, lang))
        if names
        else standing.say("no_highest")
        for group, names in groups.items()
        if names or group == 1
    ]
    if not any(groups[group] for group in _LOW):
        told.append(standing.say("no_low"))
    return standing.say("by_group", told="; ".join(told))


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
        "trend_title",
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
    if about.frameworks[other] != about.framework:
        return False
    judged = about.judged.get(other, {})
    return not _is_apart(judged, component)


def _is_apart(judged: dict[str, Judged], component: str) -> bool:
    return component in judged and judged[component].comparable == "no"


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
    judged = about.judged.get(first, {})
    apart = [
        row["component"] for row in rows if row["component"] in judged and judged[row["component"]].comparable == "no"
    ]
    changes = {
        row["component"]: row["score"] - standing.history[row["component"]][first]["score"]
        for row in rows
        if first in standing.history[row["component"]] and row["component"] not in apart
    }
    told, named = [], []
    for way, sign in (("up", 1), ("down", -1)):
        moved = [code for code, step in changes.items() if sign * step > 0 and not _is_small(standing, code, step)]
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
    about = standing.about
    judged = about.judged[about.year - 1]
    changes = [row for row in steps if row["kind"] == "change"]
    apart = [code for code in (row["component"] for row in changes) if _is_apart(judged, code)]
    known = [row for row in changes if row["component"] not in apart]
    told, named = [], []
    for way, sign in (("gave", 1), ("took", -1)):
        moved = [row for row in known if sign * row["contribution"] > 0]
        if moved:
            row = max(moved, key=lambda each: abs(each["contribution"]))
            key = f"{way}_{'most' if len(moved) > 1 else 'one'}"
            change = standing.number(row["contribution"], sign=True)
            told.append(standing.say(key, name=quote(standing.name(row["component"])), change=change))
    named = [row["component"] for row in (*known[:1], *known[-1:])]
    care = standing.say("with_care") if _is_careful(standing, about.year - 1, named) else ""
    before, after = steps[0]["end"], steps[-1]["end"]
    return standing.say(
        "contributions_title",
        before=standing.number(before),
        after=standing.number(after),
        way=standing.say("way_up" if after >= before else "way_down"),
        told=f": {say('list.and', about.lang).join(told)}{care}" if told else "",
    ) + _tell_apart(standing, apart)


def _tell_apart(standing: Standing, components: list[str]) -> str:
    names = quote_all([standing.name(component) for component in components], standing.about.lang)
    return standing.say("left_out_title", names=names) if components else ""


def _describe_total(standing: Standing) -> dict[str, str]:
    total, lang = standing.total, standing.about.lang
    return {
        "score": standing.number(total["score"]),
        "maximum": number(standing.about.components["papi"]["maximum"], lang, 0),
        "group": standing.group(total["group"]),
    }


def _begin_small(text: str) -> str:
    """Return a sentence as it stands within another; names of capitals only (PAPI) stay."""
    return text if text[:2].isupper() else text[0].lower() + text[1:]
