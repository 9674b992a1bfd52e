"""Tables of every year of every measure beside the year before it: what a sheet of a new year takes its rows from."""

from __future__ import annotations

import pandas as pd

from govindex.audit.tables_check import check_tables
from govindex.audit.telling.sentences import tell_finding
from govindex.compare.frameworks import judge_changes
from govindex.figures.change.sentences import tell_care
from govindex.figures.change.tables import list_moves, list_pairs
from govindex.figures.lists import list_page_years
from govindex.figures.provinces.tables import list_standings
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_components
from govindex.words import say


def list_befores(tables: Tables) -> pd.DataFrame:
    """Return the year before each: year, first."""
    years = list_page_years(tables)
    return pd.DataFrame({"year": years, "first": [year - 1 for year in years]})


@kept
def list_new_moves(tables: Tables) -> pd.DataFrame:
    """Return the changes from the year before as those of change are listed, without first."""
    return _keep_new(list_moves(tables))


@kept
def list_new_pairs(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is known of each year beside the one before.

    measure, year, told_known (missing for none), median, care (the reserve of titles on the total; missing for none).
    """
    pairs = list_pairs(tables)
    pairs = _keep_new(pairs.assign(care=tell_care(tables, pairs, lang)))
    return pairs.assign(told_known=pairs["known"].where(pairs["known"] > 0))[
        ["measure", "year", "told_known", "median", "care"]
    ]


def _keep_new(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["first"] == rows["year"] - 1].drop(columns="first").reset_index(drop=True)


@kept
def list_groups(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces whose group is not that of the year before.

    Returns
    -------
    DataFrame
        One row per measure, year and province: measure, year, province, base_score, score (points), step (groups
        gained, negative where lost), group_before, group_now and direction (words).
    """
    rows = list_standings(tables)
    rows = rows[rows["component"].isin(MEASURES) & (rows["of"] == "province") & rows["group"].notna()]
    rows = rows.rename(columns={"component": "measure"})[["measure", "year", "province", "score", "group"]]
    before = rows.assign(year=rows["year"] + 1).rename(columns={"score": "base_score", "group": "before"})
    both = rows.merge(before, on=["measure", "year", "province"])
    moved = both[both["group"] != both["before"]].reset_index(drop=True)
    step = (moved["before"] - moved["group"]).astype("int64")
    return moved.assign(
        step=step,
        group_before=[say(f"group.{group:.0f}", lang) for group in moved["before"]],
        group_now=[say(f"group.{group:.0f}", lang) for group in moved["group"]],
        direction=[say(f"sheet_new_year.{'up' if each > 0 else 'down'}", lang) for each in step],
    ).drop(columns=["group", "before"])


@kept
def list_apart(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the components that do not compare with the year before, or only with caution.

    One row per measure, year and component: measure, year, component, name (as in the year), order, comparable and why
    (words).
    """
    found = []
    for measure in MEASURES:
        for year in list_page_years(tables):
            judged = judge_changes(tables, measure, year=year, base=year - 1)
            found.append(judged.assign(measure=measure, year=year, order=range(len(judged))))
    rows = label_components(tables, pd.concat(found, ignore_index=True), lang)
    rows = rows.assign(
        why=rows[f"text_{lang}"],
        comparable=[say(f"sheet_new_year.{comparable}", lang) for comparable in rows["comparable"]],
    )
    return rows[["measure", "year", "component", "name", "order", "comparable", "why"]]


@kept
def list_findings(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the errors that the audit of the tables finds in figures of the indices, by their year.

    One row per error: measure, year, order, where (the table or report), finding (a sentence), reason (why it stands
    there all the same; missing where nothing says so).
    """
    checked = check_tables(tables, lang=lang)
    labels = checked.audited.labels
    rows = []
    for error in checked.errors:
        cell = labels.cells[error.finding.cells[0]]
        if pd.notna(cell["year"]) and cell["measure"] in MEASURES:
            told = {"where": error.table, "finding": tell_finding(labels, error.finding, lang), "reason": error.reason}
            rows.append({"measure": cell["measure"], "year": int(cell["year"]), "order": len(rows), **told})
    return pd.DataFrame(rows, columns=["measure", "year", "order", "where", "finding", "reason"])


def list_counts(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how many there are of both: measure, year, apart_count, found_count; missing where there is none."""
    keys = ["measure", "year"]
    apart = list_apart(tables, lang).groupby(keys).size().rename("apart_count")
    found = list_findings(tables, lang).groupby(keys).size().rename("found_count")
    return pd.concat([apart, found], axis="columns").reset_index().astype({"year": "int64"})
