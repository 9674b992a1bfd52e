"""Tables of the courses of all scores: what the figures of the sheet of trends take their rows from."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import judge_components, list_common
from govindex.compare.heirs import band_scores, part_incomplete
from govindex.compare.precision import ROUNDING, find_smallest_change
from govindex.compare.ranks import group_measure
from govindex.compare.trends import find_breaks
from govindex.figures.lists import cite, list_maxima
from govindex.methods.course import CLASSES, FEWEST, class_beyond_noise, class_plainly, count_recent, pace_scores
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, find_measure, label_components
from govindex.tables.series import name_series
from govindex.words import quote, say

SPANS = (10, 7, 5)  # the most years of the whole that a reader can choose
GROUPED = ("total", "dimension")  # levels of PAPI whose groups are shown
_LETTERS = 34  # of a name on one line
NATION = "nation"  # stands where a province's code does, in the rows of the median of all


@kept
def list_lines(tables: Tables) -> pd.DataFrame:
    """Return every score in the line that it belongs to.

    Returns
    -------
    DataFrame
        One row per series, province and year, sorted so: series, component (the code of that year), province, year,
        score, suspect, run (the years that compare have one number), careful (whether it compares with the year before
        only with caution). A component is joined to the year before where both measure it on one scale and neither the
        publisher nor the panel says that they do not compare, even if their totals do not.
    """
    rows = tables.scores[["component", "province", "year", "score", "status"]].reset_index(drop=True)
    rows = rows.assign(series=name_series(tables, rows), suspect=rows["status"] == "suspect").drop(columns="status")
    rows = rows.sort_values(["series", "province", "year"], ignore_index=True)
    links = _list_links(tables)
    linked = [links.get(pair) for pair in zip(rows["component"], rows["year"].tolist(), strict=True)]
    before = rows[["series", "component", "province", "suspect", "year"]].shift()
    joined = pd.Series([link is not None for link in linked]) & (rows["year"] == before["year"] + 1)
    joined &= (rows[["series", "component", "province"]] == before[["series", "component", "province"]]).all(axis=1)
    joined &= ~(rows["suspect"] | before["suspect"].fillna(True).astype(bool))
    careful = pd.Series([link == "caution" for link in linked]) & joined
    return rows.assign(run=(~joined).cumsum(), careful=careful)


@kept
def _list_links(tables: Tables) -> dict[tuple[str, int], str]:
    """Return the components and years that compare with the year before, with how: ``yes`` or ``caution``."""
    links = {}
    for measure in MEASURES:
        years = sorted(tables.scores.loc[tables.scores["measure"] == measure, "year"].unique().tolist())
        for year in years:
            judged = judge_components(tables, measure, year=year, base=year - 1)
            for component in list_common(tables, measure, year=year, base=year - 1):
                comparable = judged[component].comparable if component in judged else "yes"
                if comparable != "no":
                    links[component, year] = comparable
    return links


@kept
def list_courses(tables: Tables) -> pd.DataFrame:
    """Return how each score has run up to each year, where at least five years in a row compare.

    Returns
    -------
    DataFrame
        One row per component, province, year and span (the most years looked at, of `SPANS`): measure, component,
        province, year, span, years (how many were looked at), first (the first of them), first_score, middle (the first
        of the later half), middle_score, score, whole and recent (points a year), plain and told (places in `CLASSES`:
        by the index's rule alone, and by what is beyond noise), careful (whether a year in it compares only with
        caution).
    """
    rows = list_lines(tables)
    place = rows.groupby("run").cumcount()
    doubts = rows["careful"].astype(int).cumsum()
    found = []
    for span in SPANS:
        length = np.minimum(place + 1, span)
        for years in range(FEWEST, span + 1):
            at = np.flatnonzero(length == years)
            if len(at):
                found.append(_class_courses(tables, rows, at, years, doubts).assign(span=span))
    rows = pd.concat(found, ignore_index=True)
    return rows.assign(measure=[code.split(".")[0] for code in rows["component"]])


def _class_courses(tables: Tables, rows: pd.DataFrame, at: np.ndarray, years: int, doubts: pd.Series) -> pd.DataFrame:
    scores = rows["score"].to_numpy()[at[:, None] + np.arange(1 - years, 1)]
    paces = pace_scores(scores)
    ends = rows.iloc[at].reset_index(drop=True)
    margins = {code: find_smallest_change(tables, code) for code in ends["component"].unique()}
    margin = ends["component"].map(margins).to_numpy(dtype=float)
    told = np.where(
        margin > ROUNDING,
        class_beyond_noise(paces, years, margin, sampled=True),
        class_beyond_noise(paces, years, margin, sampled=False),
    )
    later = count_recent(years)
    return ends[["component", "province", "year", "score"]].assign(
        years=years,
        first=ends["year"] - years + 1,
        first_score=scores[:, 0],
        middle=ends["year"] - later + 1,
        middle_score=scores[:, years - later],
        whole=paces.whole.round(4),
        recent=paces.recent.round(4),
        plain=[CLASSES.index(each) for each in class_plainly(paces)],
        told=[CLASSES.index(each) for each in told],
        careful=doubts.to_numpy()[at] > doubts.to_numpy()[at - years + 1],
    )


def list_counts(tables: Tables) -> pd.DataFrame:
    """Return how many provinces have each class: component, year, span, told (a place in `CLASSES`), count, classed."""
    keys = ["component", "year", "span"]
    counts = list_courses(tables).groupby([*keys, "told"]).size().rename("count").reset_index()
    return counts.assign(classed=counts.groupby(keys)["count"].transform("sum"))


def list_points(tables: Tables) -> pd.DataFrame:
    """Return the lines with the median of all provinces in PAPI, and the bands of units that merged.

    One row per series, province (or `NATION`, or what stands for a band) and year: series, province, year, score, run,
    suspect, and of a band what `band_scores` tells of it.
    """
    rows = list_lines(tables)
    papi = rows[rows["component"].str.startswith("papi") & ~rows["suspect"]]
    median = papi.groupby(["series", "component", "year"])["score"].median().reset_index()
    bands = band_scores(tables, rows, ["series", "component", "year"])
    others = pd.concat([median.assign(province=NATION).round({"score": 4}), bands], ignore_index=True)
    line = ["series", "component", "province"]
    others = others.sort_values([*line, "year"], ignore_index=True)
    links = _list_links(tables)
    linked = [pair in links for pair in zip(others["component"], others["year"].tolist(), strict=True)]
    joined = pd.Series(linked) & (others[line] == others[line].shift()).all(axis=1)
    apart = part_incomplete(others)
    joined &= (others["year"] == others["year"].shift() + 1) & (apart == apart.shift())
    others = others.assign(suspect=False, run=-(~joined).cumsum())
    return pd.concat([rows.drop(columns="careful"), others], ignore_index=True).drop(columns="component")


def list_names(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what each component is called in each year that it was scored in.

    One row per component and year: component, year, series, measure, name, listed (with the measure), lines (on at most
    two, with a dash below the dimensions), order, level, maximum (points; where no source tells it, that of the other
    years of the series if they have but one), break (why the lines end before the year, on lines; missing where they go
    on).
    """
    rows = tables.scores[["component", "year"]].drop_duplicates().reset_index(drop=True)
    rows = rows.assign(
        series=name_series(tables, rows), measure=[find_measure(tables, each) for each in rows["component"]]
    )
    rows = label_components(tables, rows, lang).drop(columns="short")
    tree = tables.components.assign(order=range(len(tables.components)))[["component", "level", "order"]]
    rows = rows.merge(tree, on="component", how="left")
    measures = rows["measure"].map({each: say(f"measure.{each}", lang) for each in MEASURES})
    total = rows["level"] == "total"
    listed = measures.where(total, measures + ", " + rows["name"].map(quote))
    below = ~rows["level"].isin(GROUPED)
    lines = [
        halve_name(name, _LETTERS) for name in rows["name"].where(~total, listed).where(~below, "– " + rows["name"])
    ]
    words = {"framework": "chart.framework_from", "component": "chart.break_component"}
    breaks = [
        None if kind is None else textwrap.fill(say(words[kind], lang, year=year), 14)
        for kind, year in zip(find_breaks(tables, rows), rows["year"], strict=True)
    ]
    rows = rows.assign(listed=listed, lines=lines, **{"break": breaks})
    return rows.assign(maximum=list_maxima(tables, rows))


def list_components(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the components that the strip of groups shows, as they are called today: component, lines, order."""
    rows = tables.components.assign(order=range(len(tables.components)))
    rows = rows[(rows["measure"] == "papi") & rows["level"].isin(GROUPED)][["component", "order"]]
    rows = label_components(tables, rows, lang)
    names = rows["name"].mask(rows["component"] == "papi", say("papi.name_total", lang))  # its own is too long to fit
    return rows.assign(lines=[halve_name(name, _LETTERS) for name in names])[["component", "lines", "order"]]


@kept
def list_strip(tables: Tables) -> pd.DataFrame:
    """Return the groups of PAPI's total and dimensions.

    One row per component, year and province: component, year, province, score (points), rank (computed, 1 = best),
    scored (how many are), group (1 = highest), borderline.
    """
    levels = tables.components.set_index("component")["level"]
    rows = group_measure(tables, "papi")
    rows = rows[rows["component"].map(levels).isin(GROUPED)].reset_index(drop=True)
    return rows[["component", "year", "province", "score", "rank", "scored", "group", "borderline"]]


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the scores of a measure come from: measure, source, citation."""
    used = pd.concat([tables.scores[["measure", "source"]], tables.intervals[["measure", "source"]]])
    return cite(tables, used, lang)
