"""Frameworks: which components a year has, on what scale, and which years may be compared.

PAPI went from six dimensions (60 points) to eight (80) in 2018 and discourages comparing totals across it; PAR INDEX
and SIPAS changed their composition too. The years, minima and maxima stand in ``frameworks.csv`` with their sources;
what changed inside a framework stands in ``changes.csv``.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from govindex.errors import NotComparable
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import check_measure
from govindex.words import LANGS, say

EVIDENCE = ("documented", "framework", "panel")  # what a judgement rests on, the strongest first


@kept
def list_covered(tables: Tables, measure: str, *, year: int) -> pd.DataFrame:
    """Return what the framework of a year holds, one row per component.

    Returns
    -------
    DataFrame
        framework, component, minimum and maximum (points, or per cent for SIPAS; missing where no source gives it),
        aggregation (``sum``, ``mean`` or missing: how the component follows from its children), range_status
        (``printed``, ``derived`` or ``inferred``), made_of (codes that make it where they are not its children, between
        spaces; or missing). No row when no source tells the framework of that year.
    """
    frameworks = tables.frameworks
    covered = frameworks[
        (frameworks["measure"] == check_measure(measure))
        & (frameworks["first_year"] <= year)
        & ~(frameworks["last_year"] < year).fillna(False)
    ]
    covered = covered.rename(columns={"status": "range_status"})
    columns = ["framework", "component", "minimum", "maximum", "aggregation", "range_status", "made_of"]
    return covered[columns].reset_index(drop=True)


def find_framework(tables: Tables, measure: str, *, year: int) -> str | None:
    """Return the name of the framework of a year, or None when no source tells it."""
    covered = list_covered(tables, measure, year=year)
    return None if covered.empty else covered["framework"].iloc[0]


@kept
def list_frames(tables: Tables, measure: str) -> dict[tuple[str, int], str]:
    """Return framework and scale of each component and year of which a source tells them, as one text."""
    frames = {}
    held = (table.loc[table["measure"] == check_measure(measure), "year"] for table in (tables.scores, tables.national))
    for year in pd.concat(held).unique().tolist():
        covered = list_covered(tables, measure, year=year)
        columns = (covered[name] for name in ("component", "framework", "minimum", "maximum"))
        for component, framework, least, most in zip(*columns, strict=True):
            frames[component, year] = f"{framework}|{least}|{most}"
    return frames


@kept
def judge_changes(tables: Tables, measure: str, *, year: int, base: int) -> pd.DataFrame:
    """Return which components do not compare between two years, or only with caution, whatever their framework.

    Returns
    -------
    DataFrame
        One row per component whose measuring changed after the earlier year and up to the later, in the order of the
        tree: component, comparable (``no`` or ``caution``, the worst of all changes between), evidence (the strongest
        of the worst: ``documented`` when the publisher says so, ``framework`` when the years are made of other parts,
        ``panel``), text_vi and text_en (what changed, sentences in the order of the years). Against a component without
        a row nothing is known. In a year that nobody has judged yet, since ``changes.csv`` ends before it, every
        component wants caution.
    """
    first, last = sorted((year, base))
    between: dict[str, list[dict[str, str]]] = {}
    for row in [*_list_reserved(tables, check_measure(measure)), *_draft_cautions(tables, measure, year=last)]:
        if first < row["year"] <= last:
            between.setdefault(row["component"], []).append(row)
    order = _order_components(tables)
    judged = [_judge(component, between[component]) for component in sorted(between, key=order.__getitem__)]
    return pd.DataFrame(judged, columns=["component", "comparable", "evidence", "text_vi", "text_en"])


@kept
def _list_reserved(tables: Tables, measure: str) -> list[dict[str, str]]:
    """Return the changes of a measure that compare with caution or not at all, by year."""
    changes = tables.changes[tables.changes["measure"] == measure]
    return changes[changes["comparable"].isin(["no", "caution"])].sort_values("year").to_dict("records")


@kept
def _order_components(tables: Tables) -> dict[str, int]:
    return {component: at for at, component in enumerate(tables.components["component"])}


def is_unjudged(tables: Tables, measure: str, *, year: int) -> bool:
    """Return whether nobody has said yet if a year compares with those before: ``changes.csv`` ends before it.

    A measure without a change reaches as far as the table does; an empty table tells nothing of any year.
    """
    changes = tables.changes
    own = changes.loc[changes["measure"] == measure, "year"]
    reached = own.max() if len(own) else changes["year"].max()
    return bool(pd.notna(reached) and year > reached)


@kept
def _draft_cautions(tables: Tables, measure: str, *, year: int) -> list[dict[str, str]]:
    """Return a row of caution for each component of a year that the changes of the measure do not reach; else none."""
    if not is_unjudged(tables, measure, year=year):
        return []
    components = tables.components.loc[tables.components["measure"] == measure, "component"]
    covered = list_covered(tables, measure, year=year)["component"]
    texts = {f"text_{lang}": say("change.unjudged", lang, year=year) for lang in LANGS}
    row = {"measure": measure, "year": year, "comparable": "caution", "evidence": "panel", **texts}
    return [{**row, "component": component} for component in (covered if len(covered) else components)]


@kept
def list_shifted(tables: Tables, measure: str, *, year: int, base: int) -> list[str]:
    """Return the components whose own measuring changed between two years, so that their change is no finding.

    Those that do not compare, and those that want caution in a year in which nothing is said against the total: there
    the doubt is their own, while one of all components is told once and for all.
    """
    first, last = sorted((year, base))
    reserved = [*_list_reserved(tables, check_measure(measure)), *_draft_cautions(tables, measure, year=last)]
    between = [row for row in reserved if first < row["year"] <= last]
    doubted = {row["year"] for row in between if row["component"] == measure}
    shifted = {row["component"] for row in between if row["comparable"] == "no" or row["year"] not in doubted}
    return sorted(shifted, key=_order_components(tables).__getitem__)


def _judge(component: str, rows: list[dict[str, str]]) -> tuple[str, ...]:
    comparable = "no" if any(row["comparable"] == "no" for row in rows) else "caution"
    worst = [row for row in rows if row["comparable"] == comparable]
    evidence = next(each for each in EVIDENCE if any(row["evidence"] == each for row in worst))
    return component, comparable, evidence, *(" ".join(row[f"text_{lang}"] for row in worst) for lang in LANGS)


class Judgement(NamedTuple):
    """Whether one component compares between two years.

    Attributes
    ----------
    comparable : str
        ``yes``, ``no`` or ``caution``.
    evidence : str
        ``documented`` (the publisher says so), ``framework`` (other parts), ``panel``, or ``""`` for ``yes``.
    text_vi, text_en : str
        What changed, in sentences; ``""`` where nothing did.
    """

    comparable: str = "yes"
    evidence: str = ""
    text_vi: str = ""
    text_en: str = ""

    @property
    def refused(self) -> bool:
        """Whether the publisher does not compare the two years."""
        return (self.comparable, self.evidence) == ("no", "documented")


def judge_components(tables: Tables, measure: str, *, year: int, base: int) -> dict[str, Judgement]:
    """Return what `judge_changes` says, by component: of one that is not there, that it plainly compares."""
    told = judge_changes(tables, measure, year=year, base=base)
    return {row[0]: Judgement(*row[1:]) for row in told.itertuples(index=False, name=None)}


@kept
def list_breaks(tables: Tables, measure: str) -> list[tuple[str, int]]:
    """Return the pairs of component and year whose score does not compare with that of the year before."""
    changes = tables.changes
    broken = changes[(changes["measure"] == check_measure(measure)) & (changes["comparable"] == "no")]
    return list(zip(broken["component"], broken["year"].tolist(), strict=True))


def list_incomparable(tables: Tables, measure: str, *, year: int, base: int, evidence: str | None = None) -> list[str]:
    """Return the components whose scores do not compare between two years, of one kind of evidence or of any."""
    judged = judge_changes(tables, measure, year=year, base=base)
    judged = judged[judged["comparable"] == "no"]
    return list(judged.loc[(judged["evidence"] == evidence) | (evidence is None), "component"])


@looking_once
def check_comparable(tables: Tables, measure: str, *, year: int, base: int) -> str:
    """Return the framework that two years share.

    Raises
    ------
    NotComparable
        When their frameworks differ or one is not known, and the message names both; or when the publisher says that
        the totals do not compare, and the message says why.
    """
    names = {when: find_framework(tables, measure, year=when) for when in (year, base)}
    if names[year] is not None and names[year] == names[base]:
        judged = judge_changes(tables, measure, year=year, base=base)
        total = judged[judged["component"] == measure]
        if measure in list_incomparable(tables, measure, year=year, base=base, evidence="documented"):
            raise NotComparable(f"{measure} {year} and {base} do not compare as totals. {total['text_en'].iloc[0]}")
        return names[year]
    told = [f"{when} is {f'of framework {name}' if name else 'of no known framework'}" for when, name in names.items()]
    advice = "; ask for the common components instead (common=True)"
    common = list_common(tables, measure, year=year, base=base)
    raise NotComparable(
        f"{measure} {year} and {base} do not compare as totals: {', '.join(told)}{advice if common else ''}."
    )


@kept
def list_common(tables: Tables, measure: str, *, year: int, base: int) -> list[str]:
    """Return the components that two years measure on the same scale, in the order of the tree.

    Within a framework a component whose number of parts changed keeps its place but not its scale (PAPI 5.1 is of 2.5
    points up to 2020 and of 3.33 from 2021), so it is not among them. The total and components without a known maximum
    are common only within one framework. What the publisher says does not compare is left out.
    """
    now, before = (list_covered(tables, measure, year=when) for when in (year, base))
    both = now.merge(before, on="component", suffixes=("", "_base"))
    same_scale = (both["minimum"] == both["minimum_base"]) & (both["maximum"] == both["maximum_base"])
    same_framework = both["framework"] == both["framework_base"]
    unknown_scale = both["maximum"].isna() & both["maximum_base"].isna()
    kept = both.loc[(same_scale & (both["component"] != measure)) | same_framework & (same_scale | unknown_scale)]
    documented = list_incomparable(tables, measure, year=year, base=base, evidence="documented")
    return _sort(tables, kept.loc[~kept["component"].isin(documented), "component"])


def _sort(tables: Tables, components: pd.Series) -> list[str]:
    order = tables.components[tables.components["component"].isin(components)]
    return list(order["component"])
