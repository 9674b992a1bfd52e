"""Scores over the years: what a line follows, and where it breaks."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework, list_breaks, list_frames
from govindex.tables.kept import looking_once
from govindex.tables.load import Tables
from govindex.tables.names import find_measure
from govindex.tables.series import follow_series


@looking_once
def trend_scores(tables: Tables, components: list[str], *, province: str, year: int | None = None) -> pd.DataFrame:
    """Return the scores of some components over the years, with the framework of each year.

    A component is followed as a series: under the code that it has in each year, whatever that code means in others.

    Parameters
    ----------
    year : int, optional
        The codes are meant as of that year; without it as of their last years.

    Returns
    -------
    DataFrame
        One row per series and year with a score: measure, component (the code of that year), series, year, score,
        status, source, framework (missing where no source tells it), broken (true where it does not compare with the
        year before), stretch (as `number_stretches` gives it).
    """
    none = follow_series(tables, "", year=year).iloc[:0]  # of no component there is no span
    spans = pd.concat([none, *(follow_series(tables, component, year=year) for component in components)])
    spans = spans.drop_duplicates(["series", "component", "first_year"])
    scores = tables.scores
    own = scores[(scores["province"] == province) & scores["component"].isin(spans["component"])]
    own = own[["measure", "component", "year", "score", "status", "source"]]
    rows = own.merge(spans[["component", "series", "first_year", "last_year"]], on="component")
    held = ~(rows["first_year"] > rows["year"]).fillna(False) & ~(rows["last_year"] < rows["year"]).fillna(False)
    rows = rows[held].drop(columns=["first_year", "last_year"])
    trend = rows.sort_values(["series", "year"], ignore_index=True)
    pairs = trend[["measure", "year"]].drop_duplicates().itertuples(index=False, name=None)
    frameworks = {(measure, year): find_framework(tables, measure, year=year) for measure, year in pairs}
    keys = zip(trend["measure"], trend["year"], strict=True)
    trend = trend.assign(framework=[frameworks[key] for key in keys])
    trend = mark_breaks(tables, trend).reset_index(drop=True)
    return trend.assign(stretch=number_stretches(tables, trend, ["series"]))


def mark_breaks(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` (of component and year) with broken: whether they do not compare with the year before."""
    measures = {find_measure(tables, component) for component in rows["component"].unique()}
    broken = {pair for measure in sorted(measures) for pair in list_breaks(tables, measure)}
    spans = tables.series[tables.series["break_en"].notna()]
    broken |= set(zip(spans["component"], spans["first_year"].tolist(), strict=True))
    return rows.assign(broken=[pair in broken for pair in zip(rows["component"], rows["year"], strict=True)])


@looking_once
def number_stretches(tables: Tables, rows: pd.DataFrame, line: list[str]) -> pd.Series:
    """Return a number for each stretch: the years that a line may join.

    These follow each other within one known framework, are on one scale, and compare.

    Parameters
    ----------
    rows : DataFrame
        component, year and the columns `line`, sorted by these, then by year; each row has a score.
    line : list of str
        The columns that tell lines apart.

    Returns
    -------
    Series
        Of whole numbers from 1, none of them in two lines.
    """
    frames = _list_frames(tables, rows)
    pairs = zip(rows["component"], rows["year"], strict=True)
    frame = pd.Series([frames.get(pair, "") for pair in pairs], index=rows.index, dtype="str")
    starts = (rows[line] != rows[line].shift()).any(axis=1) | (rows["year"] != rows["year"].shift() + 1)
    starts |= (frame == "") | (frame != frame.shift())
    return (starts | mark_breaks(tables, rows)["broken"]).cumsum()


@looking_once
def find_breaks(tables: Tables, rows: pd.DataFrame) -> list[str | None]:
    """Return why a line ends before each of some rows of component and year.

    Returns
    -------
    list of str or None
        ``framework`` where it is another than that of the year before, or that is not known, but for the first year
        with a score or mean of the index; ``component`` where the scale is another or the two do not compare; None
        where the line goes on.
    """
    frames = _list_frames(tables, rows)
    measures = [find_measure(tables, component) for component in rows["component"]]
    figures = (tables.scores, tables.national)
    held = pd.concat([table.loc[table["measure"].isin(measures), ["measure", "year"]] for table in figures])
    first = held.groupby("measure")["year"].min()
    broken = mark_breaks(tables, rows)["broken"]
    found: list[str | None] = []
    for measure, component, year, apart in zip(measures, rows["component"], rows["year"], broken, strict=True):
        now, before = (find_framework(tables, measure, year=when) for when in (year, year - 1))
        scale, scale_before = frames.get((component, year)), frames.get((component, year - 1))
        if now is not None and now != before and year != first[measure]:
            found.append("framework")
        elif apart or (scale_before is not None and scale is not None and scale != scale_before):
            found.append("component")
        else:
            found.append(None)
    return found


def _list_frames(tables: Tables, rows: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Return framework and scale of the components of some rows, by component and year."""
    measures = sorted({find_measure(tables, component) for component in rows["component"].unique()})
    return {pair: frame for measure in measures for pair, frame in list_frames(tables, measure).items()}
