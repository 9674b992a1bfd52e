"""Prepared tables of PAR INDEX: what each figure of its notebook shows, with names in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.compare.scores import (
    list_scores,
)
from govindex.tables.names import label_components
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


def par_table(page: Page) -> pd.DataFrame:
    """Return PAR INDEX as the annual report prints it: the parts, the fields below each, the total last.

    One row per component: measure, component, level, name, maximum, score, lost (points), share (per cent), status,
    source, publisher.
    """
    listed = _list_labelled(page)
    columns = ["measure", "component", "level", *LOSSES[3:]]
    total = listed["component"] == "par"
    return _keep_marks(pd.concat([listed[~total], listed[total]])[columns].reset_index(drop=True))


def _list_labelled(page: Page) -> pd.DataFrame:
    listed = list_scores(page.tables, "par", province=page.province, year=page.year)
    inferred = listed["range_status"] == "inferred"
    listed["maximum_status"] = [say(f"status.{'inferred' if each else 'printed'}", page.lang) for each in inferred]
    listed = label_sources(label_status(listed, page.lang), page.tables.sources, page.lang)
    return label_components(page.tables, listed, page.lang, year=page.year).assign(measure="par")


def _keep_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` without the status of the maxima where none of them is inferred."""
    marked = rows["maximum_status"].isin([say("status.inferred", lang) for lang in LANGS]).any()
    return rows if marked else rows.drop(columns="maximum_status")
