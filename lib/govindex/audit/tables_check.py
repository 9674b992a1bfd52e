"""The project's own tables under the same audit: scores, frameworks, national figures, ranks, groups, reports.

Every error must be explained: by a correction of the report's cell, or by the status and note of the figure.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from govindex.audit.audited import Audited, audit_source
from govindex.audit.findings.results import Finding
from govindex.tables.load import Tables
from govindex.words import say

_NATIONAL = {"mean": "mean", "median": "median", "maximum": "best", "minimum": "worst"}
_DOUBTFUL = ("suspect", "corrected")
_COLUMNS = ["report", "measure", "year", "province", "component", "what", "printed", "unit", "note", "cell"]


class Checked(NamedTuple):
    """An error that the audit finds in the tables.

    Attributes
    ----------
    table : str
        ``scores``, ``frameworks``, ``national``, ``ranks``, ``groups`` or the name of a report.
    finding : Finding
    reason : str or None
        Why it stands there all the same, None where nothing says so.
    """

    table: str
    finding: Finding
    reason: str | None


class TablesCheck(NamedTuple):
    """What the audit of the tables says: every error with its explanation, and what it was found in."""

    audited: Audited
    errors: list[Checked]

    @property
    def unexplained(self) -> list[Checked]:
        """The errors that nothing explains."""
        return [error for error in self.errors if error.reason is None]


def check_tables(tables: Tables, *, lang: str = "en") -> TablesCheck:
    """Return the audit of the tables themselves, each error with what explains it in `lang`."""
    audited = audit_source(tables, list_cells(tables))
    explain = _find_reasons(tables, lang)
    errors = []
    for finding in audited.audit.findings:
        if finding.severity == "error":
            cells = [audited.labels.cells[place] for place in finding.cells]
            table = cells[0]["report"]
            reasons = [
                explain[cell["report"], cell["cell"]] for cell in cells if (cell["report"], cell["cell"]) in explain
            ]
            errors.append(Checked(table, finding, reasons[0] if reasons else None))
    return TablesCheck(audited, errors)


def list_cells(tables: Tables) -> pd.DataFrame:
    """Return the figures of the tables as cells of reports: one report a table, the published ones as they are."""
    parts = [
        _list_scores(tables),
        _list_maxima(tables),
        _list_national(tables),
        _list_ranks(tables),
        *_list_groups(tables),
        tables.published,
    ]
    cells = pd.concat([part.reindex(columns=_COLUMNS) for part in parts], ignore_index=True)
    return cells.assign(
        table=pd.concat([part.reindex(columns=["table"]) for part in parts], ignore_index=True)["table"]
    )


def _list_scores(tables: Tables) -> pd.DataFrame:
    scores = tables.scores
    names = scores["year"].astype(str) + "/" + scores["province"] + "/" + scores["component"]
    return scores.assign(
        report="scores", what="score", unit="", note="", printed=scores["score"].map(_write), cell=names
    )


def _list_maxima(tables: Tables) -> pd.DataFrame:
    """Return the maxima of each framework, for the last year that it covers."""
    known = tables.frameworks[tables.frameworks["maximum"].notna()]
    year = known["last_year"].fillna(known["first_year"]).astype("int64")
    names = known["framework"] + "/" + known["component"] + "/" + year.astype(str)
    return known.assign(
        report="frameworks", year=year, province="", what="max", unit="", note="",
        printed=known["maximum"].map(_write), cell=names,
    )  # fmt: skip


def _list_national(tables: Tables) -> pd.DataFrame:
    known = tables.national[tables.national["region"].isna() & tables.national["what"].isin(list(_NATIONAL))]
    names = known["year"].astype(str) + "/" + known["component"] + "/" + known["what"]
    return known.assign(
        report="national", province="", what=known["what"].map(_NATIONAL), unit="", note="",
        printed=known["value"].map(_write), cell=names,
    )  # fmt: skip


def _list_ranks(tables: Tables) -> pd.DataFrame:
    ranks = tables.ranks
    of = ranks["out_of"].map(lambda count: "" if pd.isna(count) else f"/{count}")
    names = ranks["year"].astype(str) + "/" + ranks["province"] + "/" + ranks["component"]
    return ranks.assign(
        report="ranks", what="rank", unit="rank", note="", printed=ranks["rank"].astype(str) + of, cell=names
    )


def _list_groups(tables: Tables) -> list[pd.DataFrame]:
    groups = tables.groups.assign(report="groups", province="", component=tables.groups["measure"], unit="")
    groups = groups.assign(note=groups["group"], cell=groups["year"].astype(str) + "/" + groups["group"])
    sized, bounded = groups[groups["size"].notna()], groups[groups["lower"].notna()]
    return [
        sized.assign(what="group_size", printed=sized["size"].astype(str)),
        bounded.assign(what="group_lower", printed=bounded["lower"].map(_write)),
    ]


def _find_reasons(tables: Tables, lang: str) -> dict[tuple[str, str], str]:
    """Return, by table and cell, why a figure stands there though others speak against it."""
    corrections = tables.corrections
    keys = zip(corrections["report"], corrections["cell"], strict=True)
    reasons = dict(zip(keys, corrections[f"reason_{lang}"], strict=True))
    for name in ("scores", "ranks"):
        rows = getattr(tables, name)
        for row in rows[rows["status"].isin(_DOUBTFUL)].to_dict("records"):
            note = row["note_vi" if lang == "vi" else "note"]
            cell = f"{row['year']}/{row['province']}/{row['component']}"
            reasons[name, cell] = note if isinstance(note, str) else say(f"status.{row['status']}", lang)
    return reasons


def _write(value: float) -> str:
    return format(value, ".15g")
