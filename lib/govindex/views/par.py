"""Prepared tables of PAR INDEX: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.ranks import rank_scores
from govindex.compare.scores import change_scores, find_mean, list_children, list_leaves, list_scores, step_losses
from govindex.errors import NotComparable
from govindex.tables.names import find_measure, label_components, label_provinces
from govindex.tables.page import Page
from govindex.views.labels import label_sources, label_status
from govindex.words import say

LOSSES = [
    "measure",
    "section",
    "component",
    "name",
    "maximum",
    "score",
    "lost",
    "share",
    "status",
    "source",
    "publisher",
]
CHANGES = ["base_score", "score", "change", "change_pct", "status"]


def par_losses(page: Page) -> pd.DataFrame:
    """Return the points achieved and lost by component, sectioned: the parts, then the fields within them.

    One row per component below the total: measure, section, component, name, maximum, score, lost (points), share (per
    cent), status, source, publisher. Empty where only a total, or nothing, is known.
    """
    listed = _list_labelled(page)
    below = listed[listed["component"] != "par"]
    sections = {
        parent: say("par.parts", page.lang)
        if parent == "par"
        else say("par.within", page.lang, name=listed.set_index("component")["name"].get(parent, ""))
        for parent in below["parent"].unique()
    }
    fields = below["division"] == "field"
    section = below["parent"].map(sections).mask(fields, say("par.fields", page.lang))
    depth = below["parent"].ne("par").astype(int) + fields
    return below.assign(section=section, depth=depth).sort_values(["depth", "order"], kind="stable")[LOSSES]


def par_parts(page: Page, parent: str = "par") -> pd.DataFrame:
    """Return the points achieved and lost right below `parent`, in official order.

    One row per component: measure, component, name, maximum, score, lost (points), share (per cent), status, source,
    publisher. Empty where no score below it is known.
    """
    children = list_children(_list_labelled(page), parent)
    return children[[column for column in LOSSES if column != "section"]]


def par_table(page: Page) -> pd.DataFrame:
    """Return PAR INDEX as the annual report prints it: the parts, the fields below each, the total last.

    One row per component: measure, component, level, name, maximum, score, lost (points), share (per cent), status,
    source, publisher.
    """
    listed = _list_labelled(page)
    columns = ["measure", "component", "level", *LOSSES[3:]]
    total = listed["component"] == "par"
    return pd.concat([listed[~total], listed[total]])[columns].reset_index(drop=True)


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
    where it is not known).
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
    )
    columns = ["measure", "province", "name", "score", "printed_rank", "rank_status", "status", "source", "suspect"]
    columns += ["own", "mean"]
    return label_sources(label_status(known, page.lang), page.tables.sources)[[*columns, "publisher"]]


def _list_labelled(page: Page) -> pd.DataFrame:
    listed = list_scores(page.tables, "par", province=page.province, year=page.year)
    listed = label_sources(label_status(listed, page.lang), page.tables.sources)
    return label_components(page.tables, listed, page.lang, year=page.year).assign(measure="par")
