"""The annual report's own sentences: key figures and what the tables hold for the page."""

from __future__ import annotations

from typing import Any

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_scores, list_printed_ranks
from govindex.compare.scores import list_scores
from govindex.tables.names import MEASURES
from govindex.tables.page import Page
from govindex.tables.units import list_units
from govindex.views.sparklines import list_lines
from govindex.words import DIGITS, listing, number, say


def report_keys(page: Page) -> list[tuple[str, str, str]]:
    """Return the three indices as key figures: name, score out of its maximum, and rank or group."""
    return [(_name(measure, page.lang), *_tell_key(page, measure)) for measure in MEASURES]


def report_lines(page: Page) -> dict[str, dict[str, Any]]:
    """Return the totals over the years as small lines (`govindex.views.list_lines`), by the key figures' names."""
    lines = list_lines(page.tables, page.province, page.lang, year=page.year)
    return {_name(line["measure"], page.lang): line for line in lines}


def _name(measure: str, lang: str) -> str:
    return say(f"measure.{measure}_long", lang)


def _tell_key(page: Page, measure: str) -> tuple[str, str]:
    listed = list_scores(page.tables, measure, province=page.province, year=page.year)
    own = listed[listed["component"] == measure]
    score = None if own.empty else float(own["score"].iloc[0])
    place = _tell_group(page) if measure == "papi" and score is not None else _tell_place(page, measure)
    if score is None:
        parts = int((listed["level"] == "dimension").sum())
        held = say("report.parts_only", page.lang, count=parts) if parts else say("report.not_held", page.lang)
        return "–", place or held
    covered = list_covered(page.tables, measure, year=page.year).set_index("component")["maximum"]
    told = number(score, page.lang, DIGITS[measure])
    value = f"{told}%" if measure == "sipas" else f"{told}/{number(covered.get(measure, 100), page.lang, 0)}"
    notes = [place or say("report.no_rank", page.lang)]
    status = own["status"].iloc[0]
    if status in ("suspect", "derived", "corrected") and measure != "papi":
        notes.append(say(f"report.{status}_key", page.lang))
    return value, "; ".join(notes)


def _tell_place(page: Page, measure: str) -> str:
    ranks = list_printed_ranks(page.tables, measure, year=page.year)
    own = ranks[ranks["province"] == page.province]
    if own.empty:
        return ""
    status = own["status"].iloc[0]
    key = f"report.rank_{status}" if status in ("derived", "suspect") else "report.rank"
    units = len(list_units(page.tables, page.year))
    return say(key, page.lang, rank=own["rank"].iloc[0], units=units)


def _tell_group(page: Page) -> str:
    grouped = group_scores(page.tables, "papi", year=page.year)
    own = grouped[grouped["province"] == page.province].iloc[0]
    group = say(f"group.{own['group']}", page.lang)
    return say("report.group", page.lang, group=group, rank=own["rank"], scored=own["scored"])


def report_scope(page: Page) -> list[str]:
    """Return one line on what the tables hold for the page and what not, or nothing when they hold all."""
    held = {
        measure: not list_scores(page.tables, measure, province=page.province, year=page.year).empty
        for measure in MEASURES
    }
    ranked = {measure: bool(_tell_place(page, measure)) for measure in MEASURES}
    scored = [say(f"measure.{measure}", page.lang) for measure in MEASURES if held[measure]]
    ranks = [say(f"measure.{measure}", page.lang) for measure in MEASURES if not held[measure] and ranked[measure]]
    lacking = [
        say(f"measure.{measure}", page.lang) for measure in MEASURES if not held[measure] and not ranked[measure]
    ]
    proposals = page.tables.proposals
    if not ((proposals["province"] == page.province) & (proposals["year"] == page.year)).any():
        lacking.append(say("report.proposals", page.lang))
    if not lacking and not ranks:
        return []
    told = []
    if scored:
        told.append(say("report.scores_of", page.lang, names=listing(scored, page.lang)))
    if ranks:
        told.append(say("report.ranks_of", page.lang, names=listing(ranks, page.lang)))
    if lacking:
        told.append(say("report.nothing_of", page.lang, names=listing(lacking, page.lang)))
    start = say("report.scope", page.lang, place=page.place, year=page.year)
    return [f"{start} {'; '.join(told)}."]
