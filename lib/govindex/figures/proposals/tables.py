"""Tables of proposals: by agency and month, what they bear on, and what became of it in later years.

What is told is what was proposed and what was scored later; nothing here says that the one made the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import judge_components, list_common
from govindex.compare.precision import find_smallest_change, is_beyond_noise
from govindex.compare.scores import list_children, list_leaves, list_scores
from govindex.figures.lists import cite, list_page_years
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_components, name_component
from govindex.words import DIGITS, month, say

LETTERS = 34  # of a name on one line
_LATEST = "~"  # after every month
_FEWEST = 10  # provinces with both scores that a median is taken of
Row = dict[str, Any]
Unit = tuple[str, int]  # province and year


@kept
def list_held(tables: Tables) -> list[Unit]:
    """Return the pairs of province and year that proposals are held of."""
    pairs = tables.proposals[["province", "year"]].drop_duplicates()
    return sorted((province, int(year)) for province, year in pairs.itertuples(index=False, name=None))


@kept
def list_proposals(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the proposals with what they bear on.

    One row per proposal: province, year, proposal, order, agency, lines (the agency on lines), task, month (as text;
    missing where none is printed), month_key (sorts the months, none last), month_label, printed (0, 1, … as printed),
    stack (1, 2, … within agency and month), bears_on (names of the components, by index), doubt (the printed month,
    where it is suspect).
    """
    rows = tables.proposals.reset_index(drop=True)
    links = tables.proposal_components
    dated = rows["due"].notna()
    labels = [month(due, lang) if known else None for due, known in zip(rows["due"], dated, strict=True)]
    found = pd.DataFrame(
        {
            "province": rows["province"],
            "year": rows["year"].astype(int),
            "proposal": rows["proposal"],
            "agency": rows[f"agency_{lang}"],
            "task": rows[f"task_{lang}"],
            "month": labels,
            "month_key": rows["due"].fillna(_LATEST),
            "month_label": [label or say("proposals.no_month", lang) for label in labels],
            "doubt": rows["due_printed"].where(rows["status"] == "suspect"),
        }
    )
    told = {key: tell_bearing(tables, own, lang) for key, own in links.groupby("proposal")}
    found["bears_on"] = [told.get(key) for key in found["proposal"]]
    found["lines"] = [halve_name(agency, LETTERS) for agency in found["agency"]]
    found["printed"] = found.groupby(["province", "year"]).cumcount()
    first = found.groupby(["province", "year", "agency"])["printed"].transform("min")
    found = found.assign(first=first).sort_values(["province", "year", "first", "month_key", "printed"])
    found["order"] = range(len(found))
    found["stack"] = found.groupby(["province", "year", "agency", "month_key"]).cumcount() + 1
    return found.drop(columns="first").reset_index(drop=True)


def tell_bearing(
    tables: Tables, links: pd.DataFrame, lang: str, *, year: int | None = None, losses: Iterable[str] | None = None
) -> str:
    """Return what a proposal bears on, by index: the names of the components, in `year` where it is given.

    Where `losses` are given, those among them have the mark ▼ and a whole index is called the total.
    """
    told = []
    for measure, rows in links.groupby("measure", sort=False):
        names = []
        for code in rows["component"]:
            whole = code == measure
            if losses is not None or not whole:
                name = say("report.whole", lang) if whole else name_component(tables, code, lang, year=year, short=True)
                names.append(("▼ " if code in (losses or ()) else "") + name)
        told.append(
            f"{say(f'measure.{measure}', lang)}: {', '.join(names)}" if names else say(f"measure.{measure}", lang)
        )
    return "; ".join(told)


@kept
def list_cover(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the points lost by component with how many proposals bear on it or on a part of it.

    The components are those that `govindex.compare.scores` finds: PAR INDEX's deepest scored ones, PAPI's dimensions,
    the criteria of SIPAS.

    Returns
    -------
    DataFrame
        One row per province, year, measure and component of the pairs that proposals are held of: province, year,
        measure, order, component, name, lines, score, maximum, lost (points; percentage points for SIPAS), lost_shown
        (missing where none was lost), proposals (how many), cover (a code: ``some`` or ``none``), cover_name.
    """
    links = tables.proposal_components.merge(tables.proposals[["proposal", "province", "year"]], on="proposal")
    rows: list[Row] = []
    for province, year in list_held(tables):
        own = links[(links["province"] == province) & (links["year"] == year)]
        for measure in MEASURES:
            parts = find_parts(tables, measure, province, year)
            for order, row in enumerate(parts.to_dict("records")):
                code = row["component"]
                bearing = own[(own["component"] == code) | own["component"].str.startswith(f"{code}.")]
                count = int(bearing["proposal"].nunique())
                key = {"province": province, "year": year, "measure": measure, "order": order, "component": code}
                score = {name: row[name] for name in ("score", "maximum", "lost")}
                rows.append({**key, **score, "proposals": count, "cover": "some" if count else "none"})
    cover = label_components(tables, pd.DataFrame(rows), lang)
    return cover.assign(
        lost_shown=cover["lost"].where(cover["lost"] > 0),
        lines=[halve_name(name, LETTERS) for name in cover["name"]],
        cover_name=[say(f"proposals.with_{each}", lang) for each in cover["cover"]],
    )


def find_parts(tables: Tables, measure: str, province: str, year: int) -> pd.DataFrame:
    """Return the components of one total that are looked at, with the points that they lost."""
    listed = list_scores(tables, measure, province=province, year=year)
    if measure == "par":
        leaves = list_leaves(listed[listed["component"] != measure])
        leaves = leaves[leaves["division"].fillna("") != "field"]
    else:
        leaves = list_children(listed, measure)
    return leaves[leaves["lost"].notna()].reset_index(drop=True)


@kept
def list_later(tables: Tables, lang: str) -> pd.DataFrame:
    """Return how those components stood in later years that compare.

    Returns
    -------
    DataFrame
        One row per province, year, measure, until (a later year) and component with a score in both years on one scale
        and years that compare, or with caution: province, year, measure, until, order, component, name, lines,
        base_score, score, change (points), median (of the changes of all with both scores, at least ten, else missing),
        known (how many these are), margin (the smallest change worth telling), moved (``rose``, ``fell``, ``stayed``),
        moved_name, care (a word where it wants caution; else missing), proposals, cover, cover_name.
    """
    cover = list_cover(tables, lang)
    wide = {
        component: own.pivot(index="province", columns="year", values="score")
        for component, own in tables.scores[tables.scores["component"].isin(cover["component"])].groupby("component")
    }
    rows: list[Row] = []
    for row in cover.to_dict("records"):
        scores, year = wide[row["component"]], row["year"]
        for until in (each for each in list_page_years(tables) if each > year and each in scores):
            judged = judge_components(tables, row["measure"], year=until, base=year).get(row["component"])
            comparable = "yes" if judged is None else judged.comparable
            common = list_common(tables, row["measure"], year=until, base=year)
            score = scores[until].get(row["province"])
            if comparable == "no" or row["component"] not in common or score is None or pd.isna(score):
                continue
            care = say("proposals.caution", lang) if comparable == "caution" else None
            followed = _follow(row, scores[until] - scores[year], find_smallest_change(tables, row["component"]), lang)
            rows.append({**row, **followed, "base_score": row["score"], "score": score, "care": care, "until": until})
    columns = [*cover, "base_score", "change", "median", "known", "margin", "moved", "moved_name", "care", "until"]
    return pd.DataFrame(rows, columns=columns).drop(columns=["maximum", "lost", "lost_shown"])


def _follow(row: Row, changes: pd.Series, margin: float, lang: str) -> Row:
    """Return the change of one component among those of all provinces, missing where a score is."""
    known = changes.dropna()
    change = round(float(known[row["province"]]), 6)
    moved = "stayed" if not is_beyond_noise(change, margin) else "rose" if change > 0 else "fell"
    return {
        "change": change,
        "median": round(float(known.median()), 6) if len(known) >= _FEWEST else None,
        "known": len(known),
        "margin": round(margin, 6),
        "moved": moved,
        "moved_name": say(f"proposals.{moved}", lang),
    }


def list_measures() -> pd.DataFrame:
    """Return the decimals of each measure: measure, digits, signed (the same with a sign)."""
    digits = [DIGITS[measure] for measure in MEASURES]
    return pd.DataFrame({"measure": list(MEASURES), "digits": digits, "signed": [f"+{each}" for each in digits]})


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the proposals and the scores beside them come from: province, source, citation."""
    reports = tables.proposals[["report", "province"]].drop_duplicates()
    reports = reports.merge(tables.reports[["report", "source"]], on="report")[["province", "source"]]
    provinces = {province for province, _ in list_held(tables)}
    scores = tables.scores[tables.scores["province"].isin(provinces)][["province", "source"]]
    return cite(tables, pd.concat([reports, scores]), lang)
