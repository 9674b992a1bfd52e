"""Prepared tables of PAR INDEX: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.ranks import rank_scores
from govindex.compare.scores import (
    find_mean,
    find_mean_status,
    list_scores,
)
from govindex.tables.names import find_measure, label_components, label_provinces
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


def par_table(page: Page) -> pd.DataFrame:
    """Return PAR INDEX as the annual report prints it: the parts, the fields below each, the total last.

    One row per component: measure, component, level, name, maximum, score, lost (points), share (per cent), status,
    source, publisher.
    """
    listed = _list_labelled(page)
    columns = ["measure", "component", "level", *LOSSES[3:]]
    total = listed["component"] == "par"
    return _keep_marks(pd.concat([listed[~total], listed[total]])[columns].reset_index(drop=True))


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
