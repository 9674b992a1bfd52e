"""The PAR INDEX explorer: every known score of every province, told and drawn as the notebook does it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex import prose, views
from govindex.charts import explore_par
from govindex.charts.theme import halve_name
from govindex.compare.frameworks import find_framework
from govindex.explorers.book import keep_measure, list_provinces, list_rows, province_control, write_book, write_panel
from govindex.explorers.controls import Control
from govindex.explorers.model import Explorer
from govindex.prose.sentences import find_total, tell_rank
from govindex.tables.names import name_component
from govindex.tables.page import Page
from govindex.words import list_group, listing, number, plain_number, say

PARTS = ("par", "par.appraisal", "par.impact")
ORDERS = ("official", "lost", "share")
NO_BASE = 0  # the choice of no year to compare with


class ParExplorer(Explorer):
    """PAR INDEX by province and year: where points went, the way from 100, the change on another year, the others.

    Parameters
    ----------
    page : Page
        Where it starts.
    """

    measures = ("par",)

    def __init__(self, page: Page) -> None:
        provinces = list_provinces(page)
        own = keep_measure(page, "par")
        held = _list_held(own)
        controls = _list_controls(own, provinces, held)
        super().__init__(page, _write_book(own, provinces, held, controls), controls)


def _list_held(page: Page) -> dict[str, list[int]]:
    """Return the years with any score or rank of each province that has one."""
    both = [table[["province", "year"]] for table in (page.tables.scores, page.tables.ranks)]
    figures = pd.concat(both).drop_duplicates().sort_values("year")
    return figures.groupby("province")["year"].agg(list).to_dict()


def _list_controls(page: Page, provinces: list[dict[str, Any]], held: dict[str, list[int]]) -> list[Control]:
    lang = page.lang
    years = [page.year, *{year for known in held.values() for year in known}]
    every = range(min(years), max(years) + 1)
    compared = _list_bases(page, every)
    bases = tuple((year, str(year)) for year in every if any(year in others for others in compared.values()))
    parts = tuple((part, name_component(page.tables, part, lang)) for part in PARTS)
    orders = tuple((order, say(f"explore_par.order_{order}", lang)) for order in ORDERS)
    return [
        province_control(page, provinces, offered=tuple(each["code"] for each in provinces if each["code"] in held)),
        Control("year", "range", say("explore.year", lang), minimum=every[0], maximum=every[-1]),
        Control(
            "base",
            "choice",
            say("explore.base", lang),
            options=((NO_BASE, say("explore.base_none", lang)), *bases),
            allowed=("year", compared),
            unknown=list_group("explore_par", lang)["not_comparable"],
        ),
        Control("part", "choice", say("explore.part", lang), options=parts),
        Control("order", "choice", say("explore.order", lang), options=orders),
    ]


def _list_bases(page: Page, every: range) -> dict[int, list[int]]:
    """Return for each year those of its framework, the nearest before it first; no year first where none is before."""
    frameworks = {year: find_framework(page.tables, "par", year=year) for year in every}
    bases = {}
    for year, framework in frameworks.items():
        others = [] if framework is None else [other for other in every if frameworks[other] == framework]
        before = [other for other in reversed(others) if other < year]
        bases[year] = [*before, NO_BASE, *(other for other in others if other > year)]
    return bases


def _write_book(
    page: Page, provinces: list[dict[str, Any]], held: dict[str, list[int]], controls: list[Control]
) -> dict[str, Any]:
    lang = page.lang
    points = {"maximum": 2, "score": 2, "lost": 2, "share": 1}
    trust = {"status": None, "publisher": None}
    panels = [
        write_panel(page, "parts", explore_par.parts_panel(lang=lang), {"name": None} | points | trust, picks="part"),
        write_panel(
            page,
            "steps",
            explore_par.steps_panel(lang=lang),
            {"name": None, "lost": 2, "start": 2, "end": 2} | trust,
            picks="part",
        ),
        write_panel(
            page,
            "changes",
            explore_par.changes_panel(lang=lang),
            {"name": None, "base_score": 2, "score": 2, "change": 2, "change_pct": 1, "status": None},
            picks="part",
        ),
        write_panel(
            page,
            "known",
            explore_par.known_panel(lang=lang),
            {"name": None, "score": 2, "printed_rank": 0} | trust,
            picks="province",
        ),
    ]
    compared = controls[2].allowed[1]
    state = {
        "province": page.province,
        "year": page.year,
        "base": compared[page.year][0],
        "part": "par",
        "order": "official",
    }
    tree = page.tables.components
    tree = tree[tree["measure"] == "par"]
    cases: dict[str, dict[int, Any]] = {}
    scored = page.tables.scores.groupby("province")["year"].agg(set)
    for (province, year), scores in page.tables.scores.groupby(["province", "year"]):
        bases = [base for base in compared[year] if base in scored[province]]
        own = page._replace(province=province, year=year)
        whole = {} if set(scores["component"]) == {"par"} else _tell_parts(own)
        cases.setdefault(province, {})[year] = {"total": None, "parts": {}} | whole | _tell_changes(own, bases)
    return write_book(
        page,
        "par",
        notebook="par_components",
        state=state,
        controls=controls,
        panels=panels,
        provinces=provinces,
        parents=dict(zip(tree["component"], tree["parent"].fillna(""), strict=True)),
        names={part: name_component(page.tables, part, lang) for part in PARTS},
        cases=cases,
        held={code: listing([str(year) for year in years], lang) for code, years in held.items()},
        compared=compared,
        known={year: _tell_year(page, year) for year in compared},
        ranks=_tell_ranks(page),
        told=list_group("absent", lang) | list_group("rank", lang),
    )


def _tell_parts(page: Page) -> dict[str, Any]:
    """Return the rows and titles of the parts of one province and year, and of the steps where they are known."""
    lang = page.lang
    below = {part: views.par_parts(page, part) for part in PARTS}
    known: dict[str, Any] = {"parts": {}}
    for part, rows in below.items():
        if rows.empty:
            continue
        opened = [code if code in below and len(below[code]) else None for code in rows["component"]]
        drawn = rows.assign(
            order=range(len(rows)),
            pick=opened,
            end=rows["maximum"].fillna(rows["score"]),
            told=[_tell_points(row, lang) for row in rows.to_dict("records")],
            lines=_break_names(rows["name"], opened),
        )
        known["parts"][part] = {"title": prose.par_parts_title(page, rows, part), "rows": list_rows(drawn)}
    steps = views.par_steps(page)
    if len(steps):
        trust = views.par_table(page).set_index("component")[["status", "publisher"]]
        low, top = steps["end"].min(), steps["start"].max()
        lines = _break_names(steps["name"])
        steps = steps.assign(
            order=range(len(steps)),
            lines=lines,
            below=[*lines[1:], None],
            floor=low - 0.16 * (top - low),
            told=[
                f"−{number(lost, lang)}" if lost else number(end, lang)
                for lost, end in zip(steps["lost"], steps["end"], strict=True)
            ],
        ).merge(trust, left_on="component", right_index=True, how="left")
        known["steps"] = {"title": prose.par_steps_title(page, steps), "rows": list_rows(steps)}
    return known


def _tell_changes(page: Page, bases: list[int]) -> dict[str, Any]:
    """Return the total as text, and rows and title of the changes on each of some years that both are known of."""
    total = find_total(page, "par")
    changes = {}
    for base in bases:
        rows = views.par_changes(page, base=base)
        if len(rows):
            rows = rows.assign(
                order=range(len(rows)),
                lines=_break_names(rows["name"]),
                reach=1.7 * max(float(rows["change"].abs().max()), 0.01),
                told=[number(change, page.lang, sign=True) for change in rows["change"]],
            )
            changes[base] = {"title": prose.par_changes_title(page, rows, base=base), "rows": list_rows(rows)}
    return {"total": None if total is None else number(total, page.lang), "changes": changes}


def _tell_points(row: dict[str, Any], lang: str) -> str:
    if pd.isna(row["maximum"]):
        return number(row["score"], lang)
    inferred = say("status.inferred", lang)
    mark = f" ({inferred})" if row.get("maximum_status") == inferred else ""
    told = f"{number(row['score'], lang)} / {number(row['maximum'], lang, 1)}{mark}"
    lost = f"  (−{number(row['lost'], lang)})" if row["lost"] > 0 else ""
    return f"{told}{lost} · {number(row['share'], lang, 1)}%"


def _break_names(names: pd.Series, opened: list[str | None] | None = None) -> list[str]:
    """Return names on at most two lines; a mark stands before what can be opened."""
    marks = ["▸ " if each else "" for each in opened or [None] * len(names)]
    return [halve_name(mark + name, 32) for mark, name in zip(marks, names, strict=True)]


def _tell_year(page: Page, year: int) -> dict[str, Any]:
    """Return the provinces whose total of a year is known, and the sentences for one among them and for any other."""
    lang = page.lang
    page = page._replace(year=year)
    known = views.par_known(page)
    if known.empty:
        return {"rows": [], "mean": [], "own": "", "other": prose.tell_absence(page, "par", "provinces")}
    values = [*known["score"], *known["mean"].dropna()]
    pad = max(0.08 * (max(values) - min(values)), 0.5)
    texts = [
        say("chart.score_rank", lang, score=number(score, lang), rank=rank) if pd.notna(rank) else number(score, lang)
        for score, rank in zip(known["score"], known["printed_rank"], strict=True)
    ]
    rows = known.assign(
        pick=known["province"], order=range(len(known)), told=texts, low=min(values) - pad, high=max(values) + 3 * pad
    )
    mean, note = known["mean"].iloc[0], known["mean_note"].iloc[0]
    marks = (
        [] if pd.isna(mean) else [{"mean": mean, "told": say("chart.mean", lang, mean=plain_number(mean, lang)) + note}]
    )
    sentence = {own: "known." + ("own" if own else "other") for own in (True, False)}
    if len(known) > 1:
        sentence = {True: "known.count", False: "known.others"}
    told = {own: say(key, lang, count=len(known), place="{place}", year=year) for own, key in sentence.items()}
    return {"rows": list_rows(rows.drop(columns="own")), "mean": marks, "own": told[True], "other": told[False]}


def _tell_ranks(page: Page) -> dict[str, dict[int, Any]]:
    """Return the published rank of each province and year, with the sentence that tells it."""
    found: dict[str, dict[int, Any]] = {}
    for row in page.tables.ranks.itertuples():
        if row.component == "par":
            told = tell_rank(page._replace(province=row.province, year=row.year), "par")
            found.setdefault(row.province, {})[row.year] = {"rank": int(row.rank), "told": told}
    return found
