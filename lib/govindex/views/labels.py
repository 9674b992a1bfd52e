"""Labels that prepared tables share: the trust in a figure, in the page's language."""

from __future__ import annotations

import pandas as pd

from govindex.tables.publishers import name_publishers
from govindex.words import say


def label_status(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `table` with its status (printed, corrected, derived, suspect) in `lang`."""
    return table.assign(status=[say(f"status.{status}", lang) for status in table["status"]])


def label_sources(table: pd.DataFrame, sources: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `table` with the column publisher, of its `source`, in `lang`."""
    return table.assign(publisher=table["source"].map(name_publishers(sources, lang).set_index("source")["publisher"]))
