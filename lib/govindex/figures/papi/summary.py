"""The paragraphs on a province and year of PAPI: its total and position, what changed, its groups.

A position is told as computed, never as a rank.
"""

from __future__ import annotations

import pandas as pd

from govindex.figures.papi.standings import Row, Standing
from govindex.figures.papi.tables import quote_all
from govindex.words import DIGITS, listing, number, ordinal, quote, say

_DIGITS = DIGITS["papi"]
LOW = (3, 4)  # the two lower groups


def tell_unscored(standing: Standing) -> str:
    """Return the one line for a province without any PAPI score in the year."""
    if not standing.about.scored:
        return say("absent.provinces", standing.about.lang, measure="PAPI", year=standing.about.year)
    return standing.say("unscored", scored=standing.about.scored)


def tell_summary(standing: Standing, steps: list[Row]) -> list[str]:
    """Return paragraphs: total, group and computed position; what changed; the groups."""
    rows, total = standing.dimensions, standing.total
    if not rows and total is None:
        return [tell_unscored(standing)]
    if total is None:
        missing = [standing.name(code) for code in standing.about.dimensions if code not in standing.rows]
        first = standing.say("no_total", names=quote_all(missing, standing.about.lang))
    else:
        told = [
            standing.say("total_is", **describe_total(standing)),
            standing.say("position", rank=ordinal(int(total["rank"]), standing.about.lang), scored=total["scored"]),
        ]
        if total["borderline"]:
            told.append(standing.say("borderline"))
        first = " ".join(told)
    changed = " ".join([tell_total_change(standing), *_tell_shifted(standing, steps), *_tell_changes(standing)])
    return [first, changed, " ".join([_tell_groups(standing), *_tell_printed(standing), *_tell_other_groups(standing)])]


def _tell_printed(standing: Standing) -> list[str]:
    """Return which groups are not computed but as a report prints them, and whose report it is."""
    rows = [*([standing.total] if standing.total else []), *standing.dimensions]
    by_report: dict[str, list[str]] = {}
    for row in rows:
        if pd.notna(row["group_publisher"]):
            by_report.setdefault(row["group_publisher"], []).append(row["component"])
    told = []
    for publisher, codes in by_report.items():
        parts = [code for code in codes if code != "papi"]
        every = len(parts) > 1 and parts == standing.about.dimensions
        whole = [standing.say("printed_total")] if "papi" in codes else []
        names = [standing.say("printed_every")] if every else [quote(standing.name(code)) for code in parts]
        names = listing([*whole, *names], standing.about.lang)
        told.append(standing.say("printed_groups", names=names, publisher=publisher))
    return told


def _tell_other_groups(standing: Standing) -> list[str]:
    """Return a note on each group that is published as another than the scores of all provinces give."""
    rows = [*standing.dimensions, *([standing.total] if standing.total else [])]
    return [
        standing.say(
            "other_group",
            name=standing.about.components[row["component"]]["quoted"],
            group=standing.group(row["group"]),
            computed=standing.group(row["computed_group"]),
            publisher=row["group_publisher"],
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
    if moved != "same_group" and standing.is_small("papi", total["change"]):
        moved = "other_group_now"
    groups = {"before": standing.group(before["group"]), "now": standing.group(total["group"])}
    return _tell_change(standing, total["change"]) + standing.say(moved, **groups) + "."


def _tell_change(standing: Standing, change: float) -> str:
    """Return the change of the total in words; one too small to tell is nearly none."""
    small = standing.is_small("papi", change)
    key = "none" if round(change, _DIGITS) == 0 else "hardly" if small else "up" if change > 0 else "down"
    told = standing.number(change, sign=True) if small else standing.number(abs(change))
    lang = standing.about.lang
    return say(f"change.{key}", lang, base=standing.about.year - 1, change=told, unit=say("unit.papi", lang))


def _tell_shifted(standing: Standing, steps: list[Row]) -> list[str]:
    """Return what the change of the total owes to dimensions whose own measuring changed."""
    shifted = [row for row in steps if row["component"] in standing.about.shifted[standing.about.year - 1]]
    told = [
        f"{quote(standing.name(row['component']))} ({standing.number(row['contribution'], sign=True)})"
        for row in sorted(shifted, key=lambda row: standing.about.dimensions.index(row["component"]))
    ]
    return [standing.say("within_total", told=listing(told, standing.about.lang))] if told else []


def _tell_changes(standing: Standing) -> list[str]:
    """Return how many dimensions rose and fell, the largest rise and fall beyond noise, and what does not compare."""
    about = standing.about
    judged = about.judged[about.year - 1]
    compared = [row for row in standing.dimensions if pd.notna(row["change"])]
    apart = about.shifted[about.year - 1]
    known = [row for row in compared if row["component"] not in apart]
    reasons = [
        standing.say(
            "left_out" if judged[row["component"]].comparable == "no" else "left_out_care",
            name=quote(standing.name(row["component"])),
            text=_begin_small(judged[row["component"]].text),
        )
        for row in compared
        if row["component"] in apart
    ]
    if not known:
        return reasons
    care = "papi" in judged and judged["papi"].comparable == "caution"
    sentences = [standing.say("care_total", text=_begin_small(judged["papi"].text))] if care else []
    told = [(0 if standing.is_small(row["component"], row["change"]) else row["change"], row) for row in known]
    if len(known) > 1:
        sentences.append(_count_changes(standing, [step for step, _ in told]))
    for way, sign in (("up", 1), ("down", -1)):
        moved = [each for each in told if sign * each[0] > 0]
        if moved:
            most = max(moved, key=lambda each: abs(each[0]))
            key = f"{'most' if len(moved) > 1 else 'one'}_{way}"
            name, change = quote(standing.name(most[1]["component"])), standing.number(most[0], sign=True)
            sentences.append(standing.say(key, name=name, change=change) + ".")
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
    if not any(groups[group] for group in LOW):
        told.append(standing.say("no_low"))
    return standing.say("by_group", told="; ".join(told))


def describe_total(standing: Standing) -> dict[str, str]:
    """Return the total, its maximum and its group in words."""
    total, lang = standing.total, standing.about.lang
    return {
        "score": standing.number(total["score"]),
        "maximum": number(standing.about.components["papi"]["maximum"], lang, 0),
        "group": standing.group(total["group"]),
    }


def _begin_small(text: str) -> str:
    """Return a sentence as it stands within another; names of capitals only (PAPI) stay."""
    return text if text[:2].isupper() else text[0].lower() + text[1:]
