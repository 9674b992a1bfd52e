"""Sentences on PAR INDEX for every province and year; they claim what the tables hold and no more.

They are the same on every page and in every host: the sheet looks them up by province and year.
"""

from __future__ import annotations

import pandas as pd

from govindex.compare.scores import list_joined
from govindex.figures.lists import list_units, tell_rank, tell_trust
from govindex.figures.par.changes import tell_changes
from govindex.figures.par.standings import (
    Row,
    Standing,
    group,
    list_mean_trusts,
    list_means,
    list_parents,
    list_standings,
)
from govindex.figures.par.tables import (
    list_changes,
    list_known,
    list_spread,
)
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import name_component
from govindex.tables.units import tell_absence
from govindex.words import DIGITS, listing, ordinal, plain_number, quote, say

_DIGITS = DIGITS["par"]


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province in every year.

    One row per province and year: province, year, summary (a list of paragraphs), losses, steps, known, spread, part
    (sentences).
    """
    changes = group(list_changes(tables, lang), ["province", "year", "base"])
    spread = group(list_spread(tables, lang), ["year"])
    part = list_known(tables, lang)
    part = group(part[part["component"] == "par.impact.sipas"], ["year"])
    rows = []
    for standing in list_standings(tables, lang):
        absence = tell_absence(tables, standing.province, standing.year, lang)
        if absence:
            told = dict.fromkeys(("losses", "steps", "known", "spread", "part"), absence)
            rows.append({"province": standing.province, "year": standing.year, "summary": [absence], **told})
            continue
        own_changes = changes.get((standing.province, standing.year, standing.year - 1), [])
        rows.append(
            {
                "province": standing.province,
                "year": standing.year,
                "summary": tell_summary(standing, own_changes),
                "losses": tell_losses(standing),
                "steps": tell_steps(standing),
                "known": tell_known(standing),
                "spread": tell_spread(standing, spread.get((standing.year,), [])),
                "part": tell_part(standing, part.get((standing.year,), [])),
            }
        )
    return pd.DataFrame(rows)


def tell_losses(standing: Standing) -> str:
    """Return the score and where most points went, or what is held instead."""
    if standing.losses:
        return _tell_most_lost(standing, "losses_title")
    if standing.total is not None:
        return standing.say("sheet_par.total_only", score=standing.number(standing.total))
    if not standing.held:
        return standing.say("sheet_par.never")
    rank = standing.known.get("printed_rank")
    first = standing.say("sheet_par.nothing") if pd.isna(rank) else standing.say("sheet_par.rank_only", rank=int(rank))
    years = listing([str(year) for year in standing.held], standing.lang)
    return first + " " + standing.say("sheet.held", years=years)


def _tell_most_lost(standing: Standing, key: str) -> str:
    parts, total = standing.parts, standing.total
    if total is None or any(pd.isna(row["lost"]) for row in parts):
        return standing.say("known_parts", count=len(standing.losses))
    lost = 100 - total
    most = max(parts, key=lambda row: row["lost"])
    told = standing.say(
        key,
        score=standing.number(total),
        trust=standing.trust,
        lost=standing.number(lost),
        most=standing.number(most["lost"]),
        share=standing.number(100 * most["lost"] / lost, 0),
        name=quote(most["name"]),
    )
    return told + _tell_inferred(standing)


def _tell_inferred(standing: Standing) -> str:
    """Return that maxima of the year are inferred, where they are."""
    return standing.say("inferred") if any(row["inferred"] for row in standing.losses) else ""


def tell_steps(standing: Standing) -> str:
    """Return the largest losses on the way from 100 to the total, or why the way is not known.

    The steps are the smallest contents known. Where the part that lost most of all parts holds none of them that lost
    most, the title says so, since that part is what the figure of the losses is headed by.
    """
    if not standing.steps:
        return standing.say("absent.losses") if standing.rows else ""
    losing = [row for row in standing.steps if row["kind"] == "lost"]
    largest = sorted(losing, key=lambda row: -row["lost"])[:3]
    named = [f"{quote(row['name'])} ({standing.number(row['lost'])})" for row in largest]
    total = standing.number(standing.steps[-1]["end"]) + standing.trust
    key = "steps_title" if len(losing) > 1 else "steps_one"
    told = standing.say(key, total=total, names=listing(named, standing.lang))
    most = max(standing.parts, key=lambda row: row["lost"])
    if not _lies_in(standing.tables, largest[0]["component"], most["component"]):
        told += standing.say("steps_part", name=quote(most["name"]), lost=standing.number(most["lost"]))
    return told + _tell_inferred(standing)


def _lies_in(tables: Tables, component: str, whole: str) -> bool:
    parents = list_parents(tables)
    while isinstance(component, str):
        if component == whole:
            return True
        component = parents.get(component)
    return False


def tell_known(standing: Standing) -> str:
    """Return the province's published rank, and how many totals are known."""
    if not standing.others:
        return standing.say("absent.provinces")
    told = _tell_rank(standing) or standing.say("rank.unknown")
    return told + " " + standing.say("known_count", count=standing.others)


def _tell_rank(standing: Standing) -> str:
    """Return the published rank as a sentence, or nothing when none is known."""
    rank, trust = (standing.known.get(name) for name in ("printed_rank", "rank_trust"))
    units = len(list_units(standing.tables, standing.year))
    return tell_rank("par", standing.place, rank, trust, units=units, lang=standing.lang)


def tell_summary(standing: Standing, changes: list[Row]) -> list[str]:
    """Return paragraphs: total and rank, where points went, what was full, what changed."""
    total, rank = standing.total, _tell_rank(standing)
    if total is None:
        return [" ".join(text for text in (standing.say("absent.total"), rank) if text)]
    first = [standing.say("total_is", score=standing.number(total), trust=standing.trust)]
    mean = list_means(standing.tables)[standing.year]
    if mean is not None:
        remark = tell_trust(list_mean_trusts(standing.tables)[standing.year], standing.lang).strip(" ()")
        told = {"mean": plain_number(mean, standing.lang), "trust": f"; {remark}" if remark else ""}
        key = "above_mean" if total >= mean else "below_mean"
        first.append(standing.say(key, gap=standing.number(abs(total - mean)), **told))
    paragraphs = [" ".join(text for text in (*first, rank) if text)]
    changed = tell_changes(standing, changes, standing.year - 1)
    if not standing.losses:
        return [*paragraphs, *([changed] if changes else []), standing.say("absent.components")]
    told = [_tell_most_lost(standing, "lost_most"), *_tell_fields(standing), *_tell_joined(standing)]
    return [*paragraphs, " ".join(told), changed]


def _tell_fields(standing: Standing) -> list[str]:
    told = []
    full = [row for row in standing.losses if row["lost"] == 0]
    if full:
        told.append(standing.say("full", names=listing([quote(row["name"]) for row in full], standing.lang)))
    parents = {row["parent"] for row in standing.losses}
    leaves = [row for row in standing.losses if row["component"] not in parents]
    low = [row for row in leaves if row["lost"] > 0 and pd.notna(row["share"])]
    if len(leaves) > 1 and low:
        row = min(low, key=lambda each: each["share"])
        told.append(
            standing.say(
                "lowest_share",
                name=quote(row["name"]),
                share=standing.number(row["share"], 1),
                score=standing.number(row["score"]),
                maximum=standing.number(row["maximum"], 1),
            )
        )
    return told


def _tell_joined(standing: Standing) -> list[str]:
    """Return the halves that the ministry counts the index by, where they are sums of what is known."""
    told = []
    joined = list_joined(standing.tables, "par", province=standing.province, year=standing.year)
    for component, score, maximum, parts in joined.itertuples(index=False, name=None):
        names = [quote(standing.rows[part]["name"]) for part in parts]
        name = name_component(standing.tables, component, standing.lang, year=standing.year)
        values = {"score": standing.number(score), "maximum": standing.number(maximum, 0)}
        told.append(standing.say("joined", name=quote(name), parts=listing(names, standing.lang), **values))
    return [standing.say("joined_as", told="; ".join(told))] if told else []


def tell_spread(standing: Standing, spread: list[Row]) -> str:
    """Return in which parts the province is above the median of all, and in which of them below."""
    if not spread:
        return _tell_not_whole(standing, "par")
    count = spread[0]["scored"]
    medians = {row["component"]: row["median"] for row in spread if row["component"] != "par"}
    parts = [(standing.rows[code], median) for code, median in medians.items() if code in standing.rows]
    parts.sort(key=lambda each: each[0]["order"])
    if not parts:
        return standing.say("spread_no_own", count=count)
    told = []
    for key, sign in (("above", 1), ("below", -1)):
        names = [quote(row["short"]) for row, median in parts if sign * (row["score"] - median) > 0]
        if len(names) == len(parts):
            told.append(standing.say(f"spread_all_{key}", count=len(names)))
        elif names:
            told.append(standing.say(f"spread_{key}", names=listing(names, standing.lang)))
    return standing.say("spread_title", count=count, told="; ".join(told) or standing.say("spread_at"))


def tell_part(standing: Standing, part: list[Row]) -> str:
    """Return the province's points of the criterion SIPAS among all provinces, with its computed position."""
    if not part:
        return _tell_not_whole(standing, "par.impact.sipas")
    name = name_component(standing.tables, "par.impact.sipas", standing.lang, year=standing.year)
    own = next((row for row in part if row["province"] == standing.province), None)
    values = {"name": quote(name), "count": len(part)}
    if own is None:
        return standing.say("part_no_own", **values)
    return standing.say(
        "part_title", **values, score=standing.number(own["score"]), rank=ordinal(int(own["rank"]), standing.lang)
    )


def _tell_not_whole(standing: Standing, component: str) -> str:
    """Return that not all provinces of the year are held, and the years of which they are."""
    spread = list_spread(standing.tables, standing.lang)
    years = sorted(spread.loc[spread["component"] == component, "year"].unique())
    name = say("measure.par", standing.lang)
    if component != "par":
        name += ", " + quote(name_component(standing.tables, component, standing.lang, year=standing.year))
    text = standing.say("not_whole", name=name)
    return text + (
        standing.say("whole_years", years=listing([str(year) for year in years], standing.lang)) if years else ""
    )
