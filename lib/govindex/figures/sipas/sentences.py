"""Sentences on SIPAS for every province and year; they claim what the tables hold and no more.

They are the same on every page and in every host: the sheet looks them up by province and year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govindex.compare.highlights import THRESHOLD
from govindex.figures.lists import tell_rank, tell_trust
from govindex.figures.sipas.standings import Standing, list_standings
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.units import tell_absence
from govindex.words import listing, number, plain_number, quote, say

LEAST, GREATEST, STEP = 70, 100, 0.5  # of the threshold, per cent


@kept
def list_sentences(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province in every year.

    One row per province and year: province, year, summary and notes (lists of paragraphs), criteria, index, known,
    survey (sentences).
    """
    rows = []
    for standing, province in list_standings(tables, lang):
        absence = tell_absence(tables, province, standing.year, lang)
        if absence:
            told = dict.fromkeys(("criteria", "index", "known", "survey"), absence)
            notes = {"notes": [standing.say("no_notes")]}
            rows.append({"province": province, "year": standing.year, "summary": [absence], **told, **notes})
            continue
        rows.append(
            {
                "province": province,
                "year": standing.year,
                "summary": tell_summary(standing),
                "criteria": tell_criteria(standing),
                "index": tell_index(standing),
                "known": tell_known(standing),
                "survey": tell_survey(standing),
                "notes": [standing.say("noted", year=year, note=note) for year, note in standing.notes]
                or [standing.say("no_notes")],
            }
        )
    return pd.DataFrame(rows)


def tell_criteria(standing: Standing) -> str:
    """Return which criteria rose, fell and are low, or why that is not known."""
    rows = standing.criteria.get(standing.year, [])
    if not rows:
        return _tell_no_criteria(standing)
    under = [row for row in rows if row["score"] < THRESHOLD]
    key = "under_none" if not under else "under_one" if len(under) == 1 else "under_some"
    counts = _count_changes(standing, named=False)
    if counts:
        told = standing.say("changes_title", counts=listing(counts, standing.lang))
        told += _tell_doubt(standing, "doubtful_short") + "; "
    else:
        high, low = max(rows, key=lambda row: row["score"]), min(rows, key=lambda row: row["score"])
        told = standing.say(
            "extremes_title",
            highest=quote(high["short"]),
            most=number(high["score"], standing.lang),
            lowest=quote(low["short"]),
            least=number(low["score"], standing.lang),
        )
        told += ", " if key == "under_one" else "; "
        key = "under_lowest" if key == "under_one" else key
    names = listing([quote(row["short"]) for row in under], standing.lang)
    threshold = number(THRESHOLD, standing.lang, 0)
    return f"{told}{standing.say(key, count=len(under), name=names, threshold=threshold)}."


def tell_index(standing: Standing) -> str:
    """Return the index of the year, its published rank and its change, or what is known instead."""
    scored = [year for year, row in standing.index.items() if pd.notna(row["score"])]
    own, score = standing.own, standing.score
    if not scored:
        return _tell_never(standing)
    rank = "" if pd.isna(own.get("printed_rank")) else str(int(own["printed_rank"]))
    ranked = bool(rank)
    if ranked and own["rank_suspect"]:
        rank = standing.say("rank_doubtful", rank=rank)
    if score is None and ranked:
        return standing.say("index_unknown_ranked", rank=rank) + "."
    if score is None:
        return f"{standing.say('index_none')} {_tell_held(standing, scored)}"
    key = (
        ("index_suspect_ranked" if ranked else "index_suspect")
        if own["suspect"]
        else "index_ranked"
        if ranked
        else "index_is"
    )
    trust = "" if own["suspect"] else tell_trust(own["trust"], standing.lang)
    told = standing.say(key, score=number(score, standing.lang), rank=rank, trust=trust)
    change = standing.change
    if change is not None:
        direction = _direct(change, "up", "down", "same")
        told += "; " + standing.say(direction, change=number(abs(change), standing.lang))
    return told + "."


def _tell_never(standing: Standing) -> str:
    ranks = [
        (row["printed_rank"], year) for year, row in sorted(standing.index.items()) if pd.notna(row["printed_rank"])
    ]
    told = [standing.say("rank_of_year", rank=int(rank), year=year) for rank, year in ranks]
    sentences = [standing.say("ranks", ranks=listing(told, standing.lang))] if told else []
    return " ".join([standing.say("index_never"), *sentences])


def tell_known(standing: Standing) -> str:
    """Return the province's published rank, and how many provinces' scores are known."""
    lang, values = standing.lang, {"place": standing.place, "year": standing.year}
    rank = _tell_rank(standing)
    if not standing.others:
        absent = say("absent.provinces", lang, measure=say("measure.sipas", lang), **values)
        return " ".join(text for text in (absent, rank) if text)
    one, own = standing.others == 1, standing.score is not None
    key = ("own" if one else "count") if own else ("other" if one else "others")
    told = rank or say("rank.unknown", lang, **values)
    return told + " " + say(f"known.{key}", lang, count=standing.others, **values)


def _tell_rank(standing: Standing) -> str:
    """Return the published rank as a sentence, or nothing when none is known."""
    rank, trust = (standing.own.get(name) for name in ("printed_rank", "rank_trust"))
    return tell_rank("sipas", standing.place, rank, trust, units=standing.units, lang=standing.lang)


def tell_survey(standing: Standing) -> str:
    """Return what citizens ask for most, or what else they were asked, or that no answers are known."""
    if not standing.survey:
        return standing.say("survey_none")
    first = standing.survey[0]
    key = "survey_title" if first["kind"] == "wish" else "survey_other"
    return standing.say(key, name=quote(first["name"]), value=plain_number(first["value"], standing.lang))


def tell_summary(standing: Standing) -> list[str]:
    """Return paragraphs: index, rank and change; the criteria; what citizens ask for."""
    paragraphs = [_tell_total(standing)]
    if standing.criteria.get(standing.year):
        paragraphs.append(" ".join(_tell_changes(standing)))
    elif standing.score is not None:
        paragraphs[0] += " " + _tell_no_criteria(standing)
    told = []
    for key, kind in (("wishes", "wish"), ("experiences", "experience")):
        asked = [row for row in standing.survey if row["measure"] == "sipas" and row["kind"] == kind]
        items = [
            standing.say("item", name=quote(row["name"]), value=plain_number(row["value"], standing.lang))
            for row in asked
        ]
        told += [standing.say(key, items=listing(items, standing.lang))] if items else []
    return [*paragraphs, " ".join(told)] if told else paragraphs


def _tell_total(standing: Standing) -> str:
    lang, own, score, rank = standing.lang, standing.own, standing.score, _tell_rank(standing)
    if score is None:
        values = {"place": standing.place, "year": standing.year, "measure": say("measure.sipas", lang)}
        return " ".join(text for text in (say("absent.total", lang, **values), rank) if text)
    if own["suspect"]:
        told = [standing.say("is_suspect", score=number(score, lang)), rank, standing.remarks.get(standing.year, "")]
        return " ".join(text for text in told if text)
    told = [standing.say("is", score=number(score, lang), trust=tell_trust(own["trust"], lang))]
    if pd.notna(own["mean"]):
        told.append(_tell_mean(standing, score, own["mean"], own["mean_trust"]))
    told.append(rank)
    change, before = standing.change, standing.index.get(standing.year - 1, {})
    if change is not None:
        direction = _direct(change, "rose", "fell", "stayed")
        told.append(standing.say(direction, change=number(abs(change), lang)))
    elif pd.notna(before.get("score")) and before["framework"] != own["framework"]:
        told.append(
            " ".join(text for text in (standing.say("not_comparable"), standing.reasons.get(standing.year, "")) if text)
        )
    return " ".join(text for text in told if text)


def _tell_mean(standing: Standing, score: float, mean: float, status: str) -> str:
    """Return how the index stands to the national mean; one that is printed whole is told, and compared, as rounded."""
    rounded = mean == round(mean)
    gap = score - mean
    remark = tell_trust(status, standing.lang).strip(" ()")
    told = {"mean": plain_number(mean, standing.lang), "trust": f"; {remark}" if remark else ""}
    if abs(gap) < (1 if rounded else 0.005):
        return standing.say("near_mean", **told)
    key = ("about_" if rounded else "") + ("above_mean" if gap > 0 else "below_mean")
    return standing.say(key, **told, gap=number(abs(gap), standing.lang, 0 if rounded else 2))


def _tell_changes(standing: Standing) -> list[str]:
    rows, lang = standing.criteria[standing.year], standing.lang
    counts = _count_changes(standing, named=True)
    told = [standing.say("changes", counts=listing(counts, lang))] if counts else []
    under = [row for row in rows if row["score"] < THRESHOLD]
    low = min(rows, key=lambda row: row["score"])
    changes = {row["component"]: change for row, change in standing.list_changes()}
    change = changes.get(low["component"])
    key = "all_reach" if not under else "one_under" if len(under) == 1 else "some_under"
    if key == "one_under" and change is not None and change < 0 and change == min(changes.values()):
        key = "fell_most"
    changed = ""
    if change is not None:
        changed = ", " + standing.say(_direct(change, "up", "down", "same"), change=number(abs(change), lang))
    values = {"name": quote(low["name"]), "score": number(low["score"], lang), "changed": changed}
    told.append(standing.say(key, count=len(under), threshold=number(THRESHOLD, lang, 0), **values))
    doubt = _tell_doubt(standing, "doubtful") if counts else ""
    return [*told, doubt] if doubt else told


def _count_changes(standing: Standing, *, named: bool) -> list[str]:
    """Return how many criteria rose, fell and stayed, each with the one that changed most when `named`."""
    changes, lang = standing.list_changes(), standing.lang
    told = []
    for key, test in (
        ("up", lambda change: change > 0),
        ("down", lambda change: change < 0),
        ("same", lambda change: change == 0),
    ):
        chosen = [(row, change) for row, change in changes if test(change)]
        if not chosen:
            continue
        clause = standing.say(f"count_{key}" + ("_one" if len(chosen) == 1 else ""), count=len(chosen))
        if named and key != "same":
            row, change = max(chosen, key=lambda each: abs(each[1]))
            frame = "named" if len(chosen) == 1 else "named_most"
            clause = standing.say(frame, count=clause, name=quote(row["name"]), change=number(change, lang, sign=True))
        told.append(clause)
    return told


def _tell_doubt(standing: Standing, key: str) -> str:
    """Return that a criterion of the year or the year before is suspect, or nothing when none is."""
    years = (standing.year - 1, standing.year)
    codes = {row["component"] for row in standing.criteria[standing.year]}
    doubted = [
        str(year)
        for year in years
        if any(row["suspect"] and row["component"] in codes for row in standing.criteria.get(year, []))
    ]
    return standing.say(key, years=listing(doubted, standing.lang)) if doubted else ""


def _tell_no_criteria(standing: Standing) -> str:
    told = standing.say("criteria_none")
    return f"{told} {_tell_held(standing, list(standing.criteria))}" if standing.criteria else told


def _tell_held(standing: Standing, years: list[int]) -> str:
    return standing.say("held_for", years=listing([str(year) for year in sorted(years)], standing.lang))


def _direct(change: float, up: str, down: str, same: str) -> str:
    return same if round(change, 2) == 0 else up if change > 0 else down


@kept
def list_judgements(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how a province's criteria stand to each threshold: province, year, threshold, judged (a sentence).

    Of `THRESHOLD` itself nothing is told here: that is what `list_sentences` does.
    """
    rows = []
    thresholds = [each for each in np.arange(LEAST, GREATEST + STEP, STEP).tolist() if each != THRESHOLD]
    for standing, province in list_standings(tables, lang):
        if standing.year in standing.criteria:
            for threshold in thresholds:
                judged = _judge(standing, threshold)
                rows.append({"province": province, "year": standing.year, "threshold": threshold, "judged": judged})
    return pd.DataFrame(rows)


def _judge(standing: Standing, threshold: float) -> str:
    rows, lang = standing.criteria[standing.year], standing.lang
    under = sum(row["score"] < threshold for row in rows)
    lowest = min(rows, key=lambda row: row["score"])
    several = (
        "under_none"
        if not under
        else "under_all"
        if under == len(rows)
        else "under_one"
        if under == 1
        else "under_some"
    )
    told = say(
        f"sheet_sipas.{'one' if len(rows) == 1 else several}",
        lang,
        place=standing.place,
        year=standing.year,
        count=len(rows),
        under=under,
        threshold=number(threshold, lang, 0 if threshold == int(threshold) else 1),
        name=quote(lowest["name"]),
        score=number(lowest["score"], lang),
        side=say(f"sheet_sipas.{'below' if under else 'above'}", lang),
    )
    doubt = say("sheet_sipas.doubt", lang, years=standing.year) if any(row["suspect"] for row in rows) else ""
    return told + doubt
