"""Titles of the PAPI charts: what each shows, or the one line that says why there is none."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import judge_changes, list_incomparable
from govindex.prose.papi import find_place, tell_total_change, tell_unscored
from govindex.prose.sentences import is_small
from govindex.tables.names import find_component, name_component
from govindex.tables.page import Page
from govindex.words import DIGITS, listing, number, quote, say

_DIGITS = DIGITS["papi"]
_NAMED = 3  # names in a title at most


def papi_subspread_title(page: Page, spread: pd.DataFrame) -> str:
    """Return how many sub-dimensions are in the highest and in the lowest group, these by name where they are few."""
    scored = spread[spread["score"].notna()]
    if scored.empty:
        return tell_unscored(page)
    highest, lowest = scored[scored["place"] == 1], scored[scored["place"] == 4]
    names = listing([quote(name) for name in lowest["name"]], page.lang) if len(lowest) <= _NAMED else ""
    return say(
        "papi.subspread_title",
        page.lang,
        place=page.place,
        year=page.year,
        highest=len(highest) or say("papi.none", page.lang),
        lowest=len(lowest) or say("papi.none", page.lang),
        count=len(scored),
        names=say("papi.named", page.lang, names=names) if names else "",
    )


def papi_total_trend_title(page: Page, trend: pd.DataFrame) -> str:
    """Return the lowest and highest total of the years that compare with the page's, and its place to the median."""
    now = trend[trend["own"]]
    framework = now["framework"].iloc[0] if len(now) else None
    known = trend[(trend["framework"] == framework) & trend["score"].notna()]
    known = known[[not _leave_out(page, ["papi"], base=base) for base in known["year"]]]
    if known.empty:
        return say("papi.trend_none", page.lang, place=page.place, year=page.year)
    low, high = known.loc[known["score"].idxmin()], known.loc[known["score"].idxmax()]
    title = say(
        "papi.trend_title",
        page.lang,
        place=page.place,
        first=known["year"].min(),
        last=known["year"].max(),
        maximum=number(now["scale"].iloc[0], page.lang, 0),
        low=number(low["score"], page.lang, _DIGITS),
        low_year=low["year"],
        high=number(high["score"], page.lang, _DIGITS),
        high_year=high["year"],
    )
    title += _tell_span_care(page, int(low["year"]), int(high["year"]))
    gap = now["score"].iloc[0] - now["median"].iloc[0]
    if pd.isna(gap):
        return title + say("papi.trend_gap", page.lang, year=page.year)
    side = say("papi.above" if gap >= 0 else "papi.below", page.lang)
    return title + say("papi.trend_now", page.lang, year=page.year, gap=number(abs(gap), page.lang, _DIGITS), side=side)


def _tell_span_care(page: Page, year: int, base: int) -> str:
    """Return that the totals of two years compare with care only, where a year between them says so."""
    judged = judge_changes(page.tables, "papi", year=year, base=base).set_index("component")
    if year == base or "papi" not in judged.index or judged.at["papi", "comparable"] != "caution":
        return ""
    return say("papi.trend_care", page.lang)


def papi_dimension_trend_title(page: Page, trend: pd.DataFrame) -> str:
    """Return in how many dimensions the province is above the median, and the largest change since the first year."""
    now = trend[trend["own"] & trend["score"].notna()].set_index("component")
    if now.empty:
        return tell_unscored(page) + ("" if trend.empty else say("papi.other_years", page.lang))
    above = int((now["score"] > now["median"]).sum())
    key = "all_of" if above == len(now) else "some_of"
    where = say(f"papi.{key}", page.lang, some=above, count=len(now))
    key = "panels_title" if above else "panels_none"
    title = say(f"papi.{key}", page.lang, place=page.place, year=page.year, where=where)
    earlier = trend[(trend["framework"] == now["framework"].iloc[0]) & trend["score"].notna()]
    first = earlier["year"].min()
    before = earlier[earlier["year"] == first].set_index("component")["score"]
    changes = (now["score"] - before).dropna()
    left_out = _leave_out(page, list(changes.index), base=first)
    changes = changes.drop(left_out)
    told, named = [], []
    moved = changes[[not is_small(page, change, component) for component, change in changes.items()]]
    for way, most in (("up", moved[moved > 0]), ("down", moved[moved < 0])):
        if len(most):
            component = most.abs().idxmax()
            text = number(most[component], page.lang, _DIGITS, sign=True)
            key = f"papi.panels_{way}" if len(most) > 1 else f"papi.panels_one_{way}"
            named.append(component)
            told.append(say(key, page.lang, name=quote(now.at[component, "name"]), change=text))
    told = ", ".join(told) + _tell_care(page, named, base=first)
    since = say("papi.panels_since", page.lang, first=first, told=told) if named else ""
    return title + since + _tell_left_out(page, [now.at[component, "name"] for component in left_out])


def papi_contributions_title(page: Page, contributions: pd.DataFrame) -> str:
    """Return what pushed the total up and down most against the year before, or why that is not known."""
    if contributions.empty:
        return tell_total_change(page)
    steps = contributions[contributions["kind"] == "change"]
    base = int(contributions["base_year"].iloc[0])
    before, after = contributions["end"].iloc[0], contributions["end"].iloc[-1]
    left_out = steps["component"].isin(_leave_out(page, list(steps["component"]), base=base))
    known = steps[~left_out]
    told = []
    for way, most in (("gave", known[known["contribution"] > 0]), ("took", known[known["contribution"] < 0])):
        if len(most):
            row = most.loc[most["contribution"].abs().idxmax()]
            change = number(row["contribution"], page.lang, _DIGITS, sign=True)
            key = f"papi.{way}_{'most' if len(most) > 1 else 'one'}"
            told.append(say(key, page.lang, name=quote(row["name"]), change=change))
    text = say("list.and", page.lang).join(told)
    care = _tell_care(page, list(known.iloc[[0, -1]]["component"]) if len(known) else [], base=base)
    return say(
        "papi.contributions_title",
        page.lang,
        before=number(before, page.lang, _DIGITS),
        after=number(after, page.lang, _DIGITS),
        way=say("papi.way_up" if after >= before else "papi.way_down", page.lang),
        base=base,
        year=page.year,
        told=f": {text}{care}" if text else "",
    ) + _tell_left_out(page, list(steps.loc[left_out, "name"]))


def _leave_out(page: Page, components: list[str], *, base: int) -> list[str]:
    """Return which of the components do not compare with the year `base`."""
    apart = list_incomparable(page.tables, "papi", year=page.year, base=base)
    return [component for component in components if component in apart]


def _tell_care(page: Page, components: list[str], *, base: int) -> str:
    """Return the note on changes of the components since `base`, where one of them is to be read with care."""
    judged = judge_changes(page.tables, "papi", year=page.year, base=base)
    careful = judged.loc[judged["comparable"] == "caution", "component"]
    return say("papi.with_care", page.lang) if careful.isin(components).any() else ""


def _tell_left_out(page: Page, names: list[str]) -> str:
    told = listing([quote(name) for name in names], page.lang)
    return say("papi.left_out_title", page.lang, names=told) if names else ""


def papi_map_title(page: Page, tiles: pd.DataFrame, component: str) -> str:
    """Return the province's score, group and computed position in a component, and the highest and lowest of all."""
    code = find_component(page.tables, component, measure="papi", year=page.year)
    name = say("papi.name_total", page.lang)
    if code != "papi":
        name = quote(name_component(page.tables, code, page.lang, year=page.year))
    if tiles.empty:
        return say("papi.map_none", page.lang, name=name, year=page.year)
    scored = tiles[tiles["score"].notna()]
    best, worst, own = scored.iloc[0], scored.loc[scored["score"].idxmin()], scored[scored["own"]]
    told = say("papi.map_no_own", page.lang)
    if len(own):
        row = own.iloc[0]
        told = say(
            "papi.map_own",
            page.lang,
            score=number(row["score"], page.lang, _DIGITS),
            group=say(f"group_phrase.{find_place(row['group'], page.lang)}", page.lang),
            rank=row["rank"],
            scored=row["scored"],
        )
    return say(
        "papi.map_title",
        page.lang,
        name=name,
        year=page.year,
        place=page.place,
        own=told,
        best=_name_all(page, scored, best),
        best_score=number(best["score"], page.lang, _DIGITS),
        worst=_name_all(page, scored, worst),
        worst_score=number(worst["score"], page.lang, _DIGITS),
    )


def _name_all(page: Page, scored: pd.DataFrame, one: pd.Series) -> str:
    """Return the name of a province, with how many others have the same score."""
    others = int((scored["score"] == one["score"]).sum()) - 1
    return say("papi.and_others", page.lang, name=one["name"], count=others) if others else one["name"]
