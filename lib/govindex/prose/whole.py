"""Titles of the figures of PAR INDEX among all provinces, where every one of the year is held, or why there is none."""

from __future__ import annotations

import pandas as pd

from govindex.tables.names import name_component
from govindex.tables.page import Page
from govindex.views import list_whole_years
from govindex.words import listing, number, quote, say


def par_map_title(page: Page, tiles: pd.DataFrame) -> str:
    """Return the province's total, group and rank, and the highest and lowest of all."""
    if tiles.empty:
        return tell_not_whole(page, "par")
    scored = tiles[tiles["score"].notna()]
    best, worst, own = scored.iloc[0], scored.iloc[-1], scored[scored["own"]]
    told = say("papi.map_no_own", page.lang)
    if len(own):
        row = own.iloc[0]
        values = {"score": number(row["score"], page.lang), "group": row["group"], "scored": row["scored"]}
        told = say("par.map_own", page.lang, rank=row["printed_rank"], **values)
    return say(
        "papi.map_title",
        page.lang,
        name=say("measure.par", page.lang),
        year=page.year,
        place=page.place,
        own=told,
        best=best["name"],
        best_score=number(best["score"], page.lang),
        worst=worst["name"],
        worst_score=number(worst["score"], page.lang),
    )


def par_spread_title(page: Page, spread: pd.DataFrame) -> str:
    """Return in which parts the province is above the median of all, and in which of them below."""
    if spread.empty:
        return tell_not_whole(page, "par")
    parts = spread[(spread["component"] != "par") & spread["score"].notna()]
    if parts.empty:
        return say("par.spread_no_own", page.lang, place=page.place, year=page.year, count=spread["scored"].iloc[0])
    told = []
    for key, chosen in (("above", parts["score"] > parts["median"]), ("below", parts["score"] < parts["median"])):
        names = [quote(name) for name in parts.loc[chosen, "short"]]
        if len(names) == len(parts):
            told.append(say(f"par.spread_all_{key}", page.lang, count=len(names)))
        elif names:
            told.append(say(f"par.spread_{key}", page.lang, names=listing(names, page.lang)))
    what = "; ".join(told) or say("par.spread_at", page.lang)
    return say(
        "par.spread_title", page.lang, place=page.place, year=page.year, count=spread["scored"].iloc[0], told=what
    )


def par_part_title(page: Page, part: pd.DataFrame, component: str) -> str:
    """Return the province's points of a part among all provinces, with its computed position."""
    name = quote(name_component(page.tables, component, page.lang, year=page.year))
    if part.empty:
        return tell_not_whole(page, component)
    own = part[part["own"]]
    values = {"place": page.place, "year": page.year, "name": name, "count": len(part)}
    if own.empty:
        return say("par.part_no_own", page.lang, **values)
    row = own.iloc[0]
    return say("par.part_title", page.lang, **values, score=number(row["score"], page.lang), rank=row["rank"])


def tell_not_whole(page: Page, component: str) -> str:
    """Return that not all provinces of the year are held, and the years of which they are."""
    years = listing([str(year) for year in list_whole_years(page, component)], page.lang)
    name = say("measure.par", page.lang)
    if component != "par":
        name = f"{name}, {quote(name_component(page.tables, component, page.lang, year=page.year))}"
    text = say("par.not_whole", page.lang, name=name, year=page.year)
    return text + (say("par.whole_years", page.lang, years=years) if years else "")
