"""Sentences on SIPAS, computed from the prepared tables of `views`; they claim what those hold and no more."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from govindex.compare.frameworks import judge_changes
from govindex.prose.sentences import (
    find_total,
    tell_absence,
    tell_known,
    tell_mean_trust,
    tell_rank,
    tell_trust,
)
from govindex.tables.page import Page
from govindex.views import sipas_criteria, sipas_survey, sipas_trend
from govindex.words import listing, number, plain_number, quote, say


def sipas_criteria_title(page: Page, criteria: pd.DataFrame) -> str:
    """Return which criteria rose, fell and are low, or why that is not known."""
    if criteria.empty:
        return _tell_no_criteria(page)
    last = criteria[criteria["last"]]
    under = last[last["score"] < last["threshold"]]
    key = "under_none" if under.empty else "under_one" if len(under) == 1 else "under_some"
    counts = _count_changes(last["change"], page.lang)
    if counts:
        told = _say(page, "changes_title", counts=listing(counts, page.lang), base=page.year - 1)
        told += _tell_doubt(page, criteria, "doubtful_short") + "; "
    else:
        high, low = last.loc[last["score"].idxmax()], last.loc[last["score"].idxmin()]
        told = _say(
            page,
            "extremes_title",
            highest=quote(high["short"]),
            most=number(high["score"], page.lang),
            lowest=quote(low["short"]),
            least=number(low["score"], page.lang),
        )
        told += ", " if key == "under_one" else "; "
        key = "under_lowest" if key == "under_one" else key
    names = listing([quote(name) for name in under["short"]], page.lang)
    threshold = number(last["threshold"].iloc[0], page.lang, 0)
    return f"{told}{_say(page, key, count=len(under), name=names, threshold=threshold)}."


def sipas_trend_title(page: Page, trend: pd.DataFrame) -> str:
    """Return the index of the page's year, its published rank and its change, or what is known instead."""
    if trend.empty:
        ranks = _list_ranks(page)
        told = [_say(page, "ranks", ranks=listing(ranks, page.lang))] if ranks else []
        return " ".join([_say(page, "index_never"), *told])
    own = trend[trend["own"]]
    score = own["score"].iloc[0] if len(own) else float("nan")
    ranked = len(own) and pd.notna(own["printed_rank"].iloc[0])
    rank = str(own["printed_rank"].iloc[0]) if ranked else ""
    rank = _say(page, "rank_doubtful", rank=rank) if ranked and own["rank_suspect"].iloc[0] else rank
    if pd.isna(score) and ranked:
        return _say(page, "index_unknown_ranked", rank=rank) + "."
    if pd.isna(score):
        return f"{_say(page, 'index_none')} {_tell_held(page, trend.loc[trend['score'].notna(), 'year'])}"
    key = "index_suspect" if own["suspect"].iloc[0] else "index_is"
    key = {"index_suspect": "index_suspect_ranked", "index_is": "index_ranked"}[key] if ranked else key
    trust = "" if own["suspect"].iloc[0] else tell_trust(page, "sipas")
    told = _say(page, key, score=number(score, page.lang), rank=rank, trust=trust)
    change = _find_change(page, trend)
    if change is not None:
        direction = _direct(change, "up", "down", "same")
        told += "; " + _say(page, direction, change=number(abs(change), page.lang), base=page.year - 1)
    return told + "."


def sipas_known_title(page: Page, known: pd.DataFrame) -> str:
    """Return the province's place: its published rank, and how many scores are known."""
    return tell_known(page, "sipas", known)


def sipas_survey_title(page: Page, survey: pd.DataFrame) -> str:
    """Return what citizens ask for most, or what else they were asked, or that no answers are known."""
    if survey.empty:
        return _say(page, "survey_none")
    first = survey.iloc[0]
    key = "survey_title" if first["kind"] == "wish" else "survey_other"
    return _say(page, key, name=quote(first["name"]), value=plain_number(first["value"], page.lang))


def sipas_paragraph(page: Page) -> list[str]:
    """Return the paragraphs under the table: index, rank and change; the criteria; what citizens ask for."""
    paragraphs = [_tell_index(page)]
    criteria = sipas_criteria(page)
    if len(criteria):
        paragraphs.append(" ".join(_tell_criteria(page, criteria)))
    elif find_total(page, "sipas") is not None:
        paragraphs[0] += " " + _tell_no_criteria(page)
    survey = sipas_survey(page)
    asked = [
        (key, survey[(survey["measure"] == "sipas") & (survey["kind"] == kind)])
        for key, kind in (("wishes", "wish"), ("experiences", "experience"))
    ]
    told = [
        _say(page, key, items=listing([_tell_item(page, row) for _, row in rows.iterrows()], page.lang))
        for key, rows in asked
        if len(rows)
    ]
    return [*paragraphs, " ".join(told)] if told else paragraphs


def sipas_notes(page: Page) -> list[str]:
    """Return what is noted on the province's figures of SIPAS, by year; one line that says so when nothing is."""
    tables = page.tables
    noted = pd.concat([tables.scores, tables.ranks])
    noted = noted[(noted["measure"] == "sipas") & (noted["province"] == page.province)]
    noted = noted.assign(told=_notes(noted, page.lang)).dropna(subset="told")
    notes = noted[["year", "told"]].drop_duplicates().sort_values("year", kind="stable")
    told = [_say(page, "noted", year=year, note=note) for year, note in notes.itertuples(index=False, name=None)]
    return told or [_say(page, "no_notes")]


def _tell_index(page: Page) -> str:
    trend = sipas_trend(page)
    own = trend[trend["own"]]
    rank = tell_rank(page, "sipas")
    if own.empty or pd.isna(own["score"].iloc[0]):
        return " ".join(text for text in (tell_absence(page, "sipas", "total"), rank) if text)
    row = own.iloc[0]
    score = number(row["score"], page.lang)
    if row["suspect"]:
        told = [_say(page, "is_suspect", score=score), rank]
        return " ".join(text for text in (*told, _find_note(page)) if text)
    told = [_say(page, "is", score=score, trust=tell_trust(page, "sipas"))]
    if pd.notna(row["mean"]):
        told.append(_tell_mean(page, row["score"], row["mean"]))
    told.append(rank)
    change = _find_change(page, trend)
    before = trend[(trend["year"] == page.year - 1) & trend["score"].notna()]
    if change is not None:
        direction = _direct(change, "rose", "fell", "stayed")
        told.append(_say(page, direction, change=number(abs(change), page.lang), base=page.year - 1))
    elif len(before) and before["framework"].iloc[0] != row["framework"]:
        judged = judge_changes(page.tables, "sipas", year=page.year, base=page.year - 1).set_index("component")
        why = judged[f"text_{page.lang}"].get("sipas", "")
        told.append(" ".join(text for text in (_say(page, "not_comparable", base=page.year - 1), why) if text))
    return " ".join(text for text in told if text)


def _tell_mean(page: Page, score: float, mean: float) -> str:
    """Return how the index stands to the national mean; one that is printed whole is told, and compared, as rounded."""
    rounded = mean == round(mean)
    digits = 0 if rounded else 2
    gap = score - mean
    remark = tell_mean_trust(page, "sipas").strip(" ()")
    shown = plain_number(mean, page.lang)
    trust = f"; {remark}" if remark else ""
    if abs(gap) < (1 if rounded else 0.005):
        return _say(page, "near_mean", mean=shown, trust=trust)
    key = ("about_" if rounded else "") + ("above_mean" if gap > 0 else "below_mean")
    return _say(page, key, mean=shown, gap=number(abs(gap), page.lang, digits), trust=trust)


def _tell_criteria(page: Page, criteria: pd.DataFrame) -> list[str]:
    last = criteria[criteria["last"]]
    counts = _count_changes(last["change"], page.lang, names=last["name"])
    told = [_say(page, "changes", counts=listing(counts, page.lang), base=page.year - 1)] if counts else []
    under = last[last["score"] < last["threshold"]]
    low = last.loc[last["score"].idxmin()]
    key = "all_reach" if under.empty else "one_under" if len(under) == 1 else "some_under"
    if key == "one_under" and low["change"] < 0 and low["change"] == last["change"].min():
        key = "fell_most"
    changed = ""
    if pd.notna(low["change"]):
        direction = _direct(low["change"], "up", "down", "same")
        changed = ", " + _say(page, direction, change=number(abs(low["change"]), page.lang), base=page.year - 1)
    values = {"name": quote(low["name"]), "score": number(low["score"], page.lang), "changed": changed}
    told.append(_say(page, key, count=len(under), threshold=number(low["threshold"], page.lang, 0), **values))
    doubt = _tell_doubt(page, criteria, "doubtful") if counts else ""
    return [*told, doubt] if doubt else told


def _count_changes(changes: pd.Series, lang: str, *, names: pd.Series | None = None) -> list[str]:
    """Return how many criteria rose, fell and stayed, each with the one that changed most where `names` are given."""
    told = []
    for key, chosen in (("up", changes > 0), ("down", changes < 0), ("same", changes == 0)):
        count = int(chosen.sum())
        if not count:
            continue
        clause = say(f"sipas.count_{key}" + ("_one" if count == 1 else ""), lang, count=count)
        if names is not None and key != "same":
            most = changes[chosen].abs().idxmax()
            frame = "sipas.named" if count == 1 else "sipas.named_most"
            change = number(changes[most], lang, sign=True)
            clause = say(frame, lang, count=clause, name=quote(names[most]), change=change)
        told.append(clause)
    return told


def _tell_doubt(page: Page, criteria: pd.DataFrame, key: str) -> str:
    """Return that a criterion of the page's year or the year before is suspect, or nothing when none is."""
    years = criteria.loc[criteria["suspect"] & (criteria["year"] >= page.year - 1), "year"]
    told = listing([str(year) for year in sorted(years.unique())], page.lang)
    return _say(page, key, years=told) if told else ""


def _tell_no_criteria(page: Page) -> str:
    scores = page.tables.scores
    components = page.tables.components
    criteria = components.loc[components["division"] == "criterion", "component"]
    held = scores[(scores["province"] == page.province) & scores["component"].isin(criteria)]["year"].unique()
    told = _say(page, "criteria_none")
    return f"{told} {_tell_held(page, held)}" if len(held) else told


def _tell_held(page: Page, years: Iterable[int]) -> str:
    return _say(page, "held_for", years=listing([str(year) for year in sorted(years)], page.lang))


def _tell_item(page: Page, row: pd.Series) -> str:
    return _say(page, "item", name=quote(row["name"]), value=plain_number(row["value"], page.lang))


def _list_ranks(page: Page) -> list[str]:
    ranks = page.tables.ranks
    own = ranks[(ranks["component"] == "sipas") & (ranks["province"] == page.province)].sort_values("year")
    return [
        say("sipas.rank_of_year", page.lang, rank=rank, year=year)
        for rank, year in own[["rank", "year"]].itertuples(index=False, name=None)
    ]


def _find_change(page: Page, trend: pd.DataFrame) -> float | None:
    """Return the index's change on the year before, or None where it is unknown or rests on a suspect figure."""
    last = trend[trend["year"].between(page.year - 1, page.year) & trend["score"].notna()]
    if len(last) < 2 or last["stretch"].nunique() > 1 or last["suspect"].any():
        return None
    return round(float(last["score"].iloc[1] - last["score"].iloc[0]), 6)


def _find_note(page: Page) -> str | None:
    scores = page.tables.scores
    own = scores[(scores["component"] == "sipas") & (scores["province"] == page.province)]
    notes = _notes(own[own["year"] == page.year], page.lang).dropna()
    return notes.iloc[0] if len(notes) else None


def _notes(rows: pd.DataFrame, lang: str) -> pd.Series:
    return rows["note_vi"] if lang == "vi" else rows["note"]


def _direct(change: float, up: str, down: str, same: str) -> str:
    return same if round(change, 2) == 0 else up if change > 0 else down


def _say(page: Page, key: str, **values: object) -> str:
    return say(f"sipas.{key}", page.lang, **({"place": page.place, "year": page.year} | values))
