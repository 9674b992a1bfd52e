"""Sentences on PAR INDEX, computed from the prepared tables of `views`; they claim what those hold and no more."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import check_comparable, judge_changes
from govindex.compare.scores import find_mean, list_scores
from govindex.errors import NotComparable
from govindex.prose.sentences import (
    find_total,
    tell_absence,
    tell_change,
    tell_mean_trust,
    tell_most,
    tell_rank,
    tell_trust,
)
from govindex.tables.names import name_component
from govindex.tables.page import Page
from govindex.views import is_inferred, par_changes, par_joined, par_losses
from govindex.words import listing, number, plain_number, quote, say

_OFF = 0.025  # points: parts that miss the total by no more make it up


def par_losses_title(page: Page, losses: pd.DataFrame) -> str:
    """Return the score and where most points went, or why that is not known."""
    return _tell_losses(page, losses, "par.losses_title")


def _tell_losses(page: Page, losses: pd.DataFrame, key: str) -> str:
    if losses.empty:
        return tell_absence(page, "par", "components")
    parts = _list_parts(losses)
    total = find_total(page, "par")
    if total is None or parts["lost"].isna().any():
        return say("par.known_parts", page.lang, place=page.place, count=len(losses))
    if abs(parts["score"].sum() - total) > _OFF or parts["component"].isin(_list_inner(page)).any():
        return say("par.some_parts", page.lang, place=page.place, count=len(losses))
    lost = 100 - total
    most = parts.loc[parts["lost"].idxmax()]
    told = say(
        key,
        page.lang,
        place=page.place,
        score=number(total, page.lang),
        trust=tell_trust(page, "par"),
        lost=number(lost, page.lang),
        most=number(most["lost"], page.lang),
        share=number(100 * most["lost"] / lost, page.lang, 0),
        name=quote(most["name"]),
    )
    return told + _tell_inferred(page, losses)


def _list_inner(page: Page) -> pd.Series:
    """Return the components that lie deeper than right below the total."""
    components = page.tables.components
    return components.loc[(components["measure"] == "par") & (components["parent"] != "par"), "component"]


def _list_parts(losses: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of the whole among losses, which are its first section."""
    return losses[losses["section"] == losses["section"].iloc[0]]


def _tell_inferred(page: Page, rows: pd.DataFrame) -> str:
    """Return that maxima of the year are inferred, where they are."""
    return say("par.inferred", page.lang, year=page.year) if is_inferred(rows) else ""


def par_steps_title(page: Page, steps: pd.DataFrame) -> str:
    """Return the largest losses on the way from 100 to the total, or why the way is not known.

    The steps are the smallest contents known. Where the part that lost most of all parts holds none of them that lost
    most, the title says so, since that part is what the figure of the losses is headed by.
    """
    if steps.empty:
        return tell_absence(page, "par", "losses")
    losing = steps[steps["kind"] == "lost"].nlargest(3, "lost")
    named = [f"{quote(name)} ({number(lost, page.lang)})" for name, lost in losing[["name", "lost"]].values]
    losses = par_losses(page)
    total = number(steps["end"].iloc[-1], page.lang) + tell_trust(page, "par")
    key = "par.steps_title" if (steps["kind"] == "lost").sum() > 1 else "par.steps_one"
    told = say(key, page.lang, total=total, names=listing(named, page.lang))
    parts = _list_parts(losses)
    most = parts.loc[parts["lost"].idxmax()]
    if not _lies_in(page, losing["component"].iloc[0], most["component"]):
        name, lost = quote(most["name"]), number(most["lost"], page.lang)
        told += say("par.steps_part", page.lang, name=name, lost=lost)
    return told + _tell_inferred(page, losses)


def _lies_in(page: Page, component: str, whole: str) -> bool:
    parents = page.tables.components.set_index("component")["parent"]
    while isinstance(component, str):
        if component == whole:
            return True
        component = parents.get(component)
    return False


def par_parts_title(page: Page, parts: pd.DataFrame, parent: str) -> str:
    """Return the points of `parent` and where most of them went, or that no score below it is known.

    For the whole index it is what `par_losses_title` says.
    """
    if parent == "par":
        return par_losses_title(page, par_losses(page))
    part = name_component(page.tables, parent, page.lang, year=page.year)
    values = {"place": page.place, "year": page.year, "part": part}
    if parts.empty:
        return say("explore_par.part_none", page.lang, **values | {"name": values["part"]})
    listed = list_scores(page.tables, "par", province=page.province, year=page.year)
    whole = listed[listed["component"] == parent]
    if whole["lost"].isna().all() or parts["lost"].isna().any():
        return say("explore_par.part_known", page.lang, **values)
    values["score"] = number(whole["score"].iloc[0], page.lang)
    values["maximum"] = number(whole["maximum"].iloc[0], page.lang, 1)
    most = parts.loc[parts["lost"].idxmax()]
    if most["lost"] <= 0:
        return say("explore_par.part_full", page.lang, **values)
    key = "explore_par.part_lost" if (parts["lost"] > 0).sum() > 1 else "explore_par.part_lost_one"
    told = say(key, page.lang, **values, name=quote(most["name"]), lost=number(most["lost"], page.lang))
    return told + _tell_inferred(page, parts)


def par_changes_title(page: Page, changes: pd.DataFrame, *, base: int | None = None) -> str:
    """Return what rose and what fell most on the year `base` (before), or why the two years are not compared."""
    base = page.year - 1 if base is None else base
    if changes.empty:
        try:
            check_comparable(page.tables, "par", year=page.year, base=base)
        except NotComparable:
            return _tell_not_comparable(page, base)
        return say("par.no_changes", page.lang, place=page.place, year=page.year, base=base)
    total = changes[changes["component"] == "par"]
    below = changes[changes["component"] != "par"]
    told = []
    if len(total):
        told.append(tell_change(page, total["change"].iloc[0], "par", base=base))
    told += tell_most(page, below, "par")
    return "; ".join(told) + "."


def _tell_not_comparable(page: Page, base: int) -> str:
    """Return why two years are not compared: what changed between them, or that it is not known."""
    judged = judge_changes(page.tables, "par", year=page.year, base=base).set_index("component")
    if "par" in judged.index:
        return say("par.not_compared", page.lang, year=page.year, base=base, text=judged.at["par", f"text_{page.lang}"])
    return say("par.not_comparable", page.lang, year=page.year, base=base)


def par_known_title(page: Page, known: pd.DataFrame) -> str:
    """Return the province's place: its published rank, and how many totals are known."""
    if known.empty:
        return tell_absence(page, "par", "provinces")
    told = tell_rank(page, "par") or say("rank.unknown", page.lang, place=page.place)
    return told + " " + say("par.known_count", page.lang, count=len(known), year=page.year)


def par_paragraph(page: Page) -> list[str]:
    """Return the paragraphs under the table: total and rank, where points went, what was full, what changed."""
    total = find_total(page, "par")
    rank = tell_rank(page, "par")
    if total is None:
        return [" ".join(text for text in (tell_absence(page, "par", "total"), rank) if text)]
    values = {"score": number(total, page.lang), "trust": tell_trust(page, "par")}
    first = [say("par.total_is", page.lang, place=page.place, year=page.year, **values)]
    mean = find_mean(page.tables, "par", year=page.year)
    if mean is not None:
        key = "par.above_mean" if total >= mean else "par.below_mean"
        shown = plain_number(mean, page.lang) + _begin(tell_mean_trust(page, "par"))
        first.append(say(key, page.lang, gap=number(abs(total - mean), page.lang), mean=shown))
    first.append(rank)
    losses = par_losses(page)
    paragraphs = [" ".join(text for text in first if text)]
    if losses.empty:
        changes = par_changes(page)
        told = [] if changes.empty else [par_changes_title(page, changes)]
        return [*paragraphs, *told, tell_absence(page, "par", "components")]
    told = [_tell_losses(page, losses, "par.lost_most"), *_tell_fields(page, losses), *_tell_joined(page)]
    paragraphs.append(" ".join(told))
    paragraphs.append(par_changes_title(page, par_changes(page)))
    return paragraphs


def _tell_fields(page: Page, losses: pd.DataFrame) -> list[str]:
    told = []
    full = losses[losses["lost"] == 0]
    if len(full):
        names = listing([quote(name) for name in full["name"]], page.lang)
        told.append(say("par.full", page.lang, names=names))
    parents = page.tables.components["parent"]
    leaves = losses[~losses["component"].isin(parents[parents.isin(losses["component"])])]
    if len(leaves) < 2:
        return told
    low = leaves[(leaves["lost"] > 0) & leaves["share"].notna()].nsmallest(1, "share")
    if len(low):
        row = low.iloc[0]
        share = number(row["share"], page.lang, 1)
        told.append(
            say(
                "par.lowest_share",
                page.lang,
                name=quote(row["name"]),
                share=share,
                score=number(row["score"], page.lang),
                maximum=number(row["maximum"], page.lang, 1),
            )
        )
    return told


def _tell_joined(page: Page) -> list[str]:
    """Return the halves that the ministry counts the index by, where they are sums of what is known."""
    told = [
        say(
            "par.joined",
            page.lang,
            name=quote(row.label),
            score=number(row.score, page.lang),
            maximum=number(row.maximum, page.lang, 0),
            parts=listing([quote(part) for part in row.parts], page.lang),
        )
        for row in par_joined(page).rename(columns={"name": "label"}).itertuples()
    ]
    return [say("par.joined_as", page.lang, told="; ".join(told))] if told else []


def _begin(remark: str) -> str:
    """Return a remark in brackets as it stands within brackets: after a semicolon."""
    return f"; {remark.strip(' ()')}" if remark else ""
