"""Prepared tables of PAR INDEX: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.ranks import rank_scores
from govindex.compare.scores import (
    change_scores,
    find_mean,
    find_mean_status,
    list_children,
    list_joined,
    list_leaves,
    list_scores,
    step_losses,
)
from govindex.errors import NotComparable
from govindex.tables.names import find_measure, label_components, label_provinces, name_component
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.words import LANGS, say

LOSSES = [
    "measure",
    "section",
    "component",
    "name",
    "maximum",
    "score",
    "lost",
    "share",
    "maximum_status",
    "status",
    "source",
    "publisher",
]
CHANGES = ["base_score", "score", "change", "change_pct", "status"]


def par_losses(page: Page) -> pd.DataFrame:
    """Return the points achieved and lost by component, sectioned: the parts, then the fields within them.

    One row per component below the total: measure, section, component, name, maximum, score, lost (points), share (per
    cent), maximum_status (in words, where a maximum of the table is inferred; else no such column), status, source,
    publisher. Empty where only a total, or nothing, is known.
    """
    listed = _list_labelled(page)
    below = listed[listed["component"] != "par"]
    sections = {
        parent: say("par.parts", page.lang)
        if parent == "par"
        else say("par.within", page.lang, name=name_component(page.tables, parent, page.lang, year=page.year))
        for parent in below["parent"].unique()
    }
    fields = below["division"] == "field"
    section = below["parent"].map(sections).mask(fields, say("par.fields", page.lang))
    depth = below["parent"].ne("par").astype(int) + fields
    below = below.assign(section=section, depth=depth).sort_values(["depth", "order"], kind="stable")
    return _keep_marks(below[LOSSES])


def par_parts(page: Page, parent: str = "par") -> pd.DataFrame:
    """Return the points achieved and lost right below `parent`, in official order.

    One row per component: measure, component, name, maximum, score, lost (points), share (per cent), status, source,
    publisher. Empty where no score below it is known.
    """
    children = list_children(_list_labelled(page), parent)
    return _keep_marks(children[[column for column in LOSSES if column != "section"]])


def par_table(page: Page) -> pd.DataFrame:
    """Return PAR INDEX as the annual report prints it: the parts, the fields below each, the total last.

    One row per component: measure, component, level, name, maximum, score, lost (points), share (per cent), status,
    source, publisher.
    """
    listed = _list_labelled(page)
    columns = ["measure", "component", "level", *LOSSES[3:]]
    total = listed["component"] == "par"
    return _keep_marks(pd.concat([listed[~total], listed[total]])[columns].reset_index(drop=True))


def par_joined(page: Page) -> pd.DataFrame:
    """Return the halves that the year's framework counts beside its parts: component, name, score, maximum, parts.

    parts are the names of what each half is the sum of. Empty where that is not known.
    """
    joined = list_joined(page.tables, "par", province=page.province, year=page.year)
    named = label_components(page.tables, joined, page.lang, year=page.year)
    parts = [
        [name_component(page.tables, part, page.lang, year=page.year) for part in parts] for parts in named["parts"]
    ]
    return named.assign(measure="par", parts=parts)[["measure", "component", "name", "score", "maximum", "parts"]]


def par_steps(page: Page) -> pd.DataFrame:
    """Return the way from the maximum to the total: measure, component, name, kind, start, end, lost (points).

    Empty unless the points lost by the known components add up to those lost in all.
    """
    steps = step_losses(list_scores(page.tables, "par", province=page.province, year=page.year), "par")
    named = label_components(page.tables, steps, page.lang, year=page.year)
    ends = {"maximum": say("par.maximum", page.lang), "total": say("par.total", page.lang)}
    named["name"] = named["kind"].map(ends).fillna(named["name"])
    return named.assign(measure="par")[["measure", "component", "name", "kind", "start", "end", "lost"]]


def par_changes(page: Page, *, base: int | None = None) -> pd.DataFrame:
    """Return the change of the total and its components on the year `base`, by default the year before.

    One row per component: measure, component, level, name, base_year, base_score, score, change (points), change_pct
    (per cent), status. Where the parts of a part changed too, they stand instead of it. Empty where the two years are
    not comparable or one is not known.
    """
    columns = ["measure", "component", "level", "name", "base_year", *CHANGES]
    base = page.year - 1 if base is None else base
    try:
        changes = change_scores(page.tables, "par", province=page.province, year=page.year, base=base)
    except NotComparable:
        return pd.DataFrame(columns=columns)
    kept = changes[(changes["component"] == "par") | changes["component"].isin(list_leaves(changes)["component"])]
    named = label_status(label_components(page.tables, kept, page.lang, year=page.year), page.lang)
    return named.assign(measure="par", base_year=base)[columns].reset_index(drop=True)


def par_known(page: Page) -> pd.DataFrame:
    """Return the provinces whose total is known, best first, as `known_provinces` does."""
    return known_provinces(page, "par")


def known_provinces(page: Page, component: str) -> pd.DataFrame:
    """Return the provinces whose score of `component` is known for the page's year, best first.

    One row per province: measure, province, name, score, printed_rank, rank_status (whether that rank is published,
    derived or in doubt), status, source, suspect, own (true for the page's province), mean (the national mean; missing
    where it is not known), mean_note (its status in brackets, where it is not simply printed).
    """
    ranked = rank_scores(page.tables, component, year=page.year)
    scores = page.tables.scores
    sources = scores[(scores["component"] == component) & (scores["year"] == page.year)].set_index("province")["source"]
    known = label_provinces(page.tables, ranked, page.lang).assign(
        measure=find_measure(page.tables, component),
        source=ranked["province"].map(sources),
        rank_status=[
            None if pd.isna(status) else say(f"status.{status}", page.lang) for status in ranked["rank_status"]
        ],
        suspect=ranked["status"] == "suspect",
        own=ranked["province"] == page.province,
        mean=find_mean(page.tables, component, year=page.year),
        mean_note=_note_mean(page, component),
    )
    columns = ["measure", "province", "name", "score", "printed_rank", "rank_status", "status", "source", "suspect"]
    columns += ["own", "mean", "mean_note"]
    return label_sources(label_status(known, page.lang), page.tables.sources)[[*columns, "publisher"]]


def _note_mean(page: Page, component: str) -> str:
    status = find_mean_status(page.tables, component, year=page.year)
    if status in (None, "printed"):
        return ""
    return say("trust.remark", page.lang, status=say(f"status.{status}", page.lang))


def _list_labelled(page: Page) -> pd.DataFrame:
    listed = list_scores(page.tables, "par", province=page.province, year=page.year)
    inferred = listed["range_status"] == "inferred"
    listed["maximum_status"] = [say(f"status.{'inferred' if each else 'printed'}", page.lang) for each in inferred]
    listed = label_sources(label_status(listed, page.lang), page.tables.sources)
    return label_components(page.tables, listed, page.lang, year=page.year).assign(measure="par")


def _keep_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` without the status of the maxima where none of them is inferred."""
    marked = rows["maximum_status"].isin([say("status.inferred", lang) for lang in LANGS]).any()
    return rows if marked else rows.drop(columns="maximum_status")


def is_inferred(rows: pd.DataFrame) -> bool:
    """Return whether a maximum of a prepared table of PAR INDEX is inferred."""
    return "maximum_status" in rows
