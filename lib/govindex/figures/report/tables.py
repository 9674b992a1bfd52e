"""The annual report's tables for every province and year: the three indices as the report prints them, proposals.

They are made of the tables of the sheets of the indices, so that each figure is worked out once.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.compare.highlights import find_highlights
from govindex.compare.precision import find_smallest_change
from govindex.figures.lists import cite
from govindex.figures.papi.tables import list_components, list_panel, list_printed_groups
from govindex.figures.par.tables import list_scored
from govindex.figures.proposals.tables import list_proposals, tell_bearing
from govindex.figures.report.notes import number_notes
from govindex.figures.sipas.tables import list_criteria
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, label_components
from govindex.views.labels import label_sources, label_status
from govindex.words import number, say

TABLE_YEARS = 3  # of SIPAS side by side, as many as the annual report prints
_STATE = ["province", "year"]
_WITHIN_STATE = [*_STATE, "component"]


@kept
def list_par(tables: Tables, lang: str) -> pd.DataFrame:
    """Return PAR INDEX as the annual report prints it: the parts, the fields below each, the total last.

    The columns of `list_scored`, last (1 for the total), and of each column that a note may be on the number of that
    note, ``score_note`` and so on.
    """
    rows = list_scored(tables, lang)
    rows = rows.assign(last=(rows["component"] == "par").astype(int))
    inferred = rows.groupby(_STATE)["inferred"].transform("any")
    rows["maximum_status"] = rows["maximum_status"].where(inferred)  # nothing to tell where all are printed
    return _put_notes(tables, rows, lang, {column: column for column in ("maximum", "score", "lost")})


@kept
def list_sipas(tables: Tables, lang: str) -> pd.DataFrame:
    """Return SIPAS as the annual report prints it: the criteria over the last years, the index last.

    Returns
    -------
    DataFrame
        One row per province, year and component scored in it: province, year, component, level, name, last (1 for the
        index); score, earlier_1 and earlier_2 (per cent, of the year and of the two before it that have scores within
        its framework), earlier_1_year and earlier_2_year; change (percentage points on the year before, where the two
        compare), direction (``+``, ``-``, ``=``), status (in words: of the year, then of each other that differs),
        source (of the year, then any other of the years shown), publisher (of the year), and the numbers of notes.
    """
    criteria = list_criteria(tables, lang)
    found = [
        _lay_side_by_side(criteria[criteria["province"] == province], int(year), lang)
        for province, year in criteria[_STATE].drop_duplicates().itertuples(index=False, name=None)
    ]
    rows = pd.concat(found, ignore_index=True)
    tree = tables.components[["component", "level", "order"]]
    rows = rows.merge(tree, on="component").assign(last=(rows["component"] == "sipas").astype(int))
    rows["last"] = (rows["component"] == "sipas").astype(int)
    rows = rows.sort_values([*_STATE, "last", "order"], ignore_index=True)
    years = {"score": "year", "earlier_1": "earlier_1_year", "earlier_2": "earlier_2_year"}
    return _put_notes(tables, rows, lang, {column: rows[of] for column, of in years.items()})


def _lay_side_by_side(every: pd.DataFrame, year: int, lang: str) -> pd.DataFrame:
    """Return the rows of one province and year, with the scores of the years before it beside them."""
    own = every[every["year"] == year]
    framework = own["framework"].iloc[0]
    beside = every[every["component"].isin(own["component"])]
    beside = beside[(beside["year"] == year) | (beside["framework"] == framework) & (beside["year"] < year)]
    years = sorted(beside["year"].unique(), reverse=True)[:TABLE_YEARS]
    rows = own[["province", "year", "component", "name", "score", "publisher"]].reset_index(drop=True)
    for at in range(1, TABLE_YEARS):
        other = years[at] if at < len(years) else None
        scores = beside[beside["year"] == other].set_index("component")["score"]
        rows[f"earlier_{at}"] = rows["component"].map(scores).astype(float)
        rows[f"earlier_{at}_year"] = float("nan") if other is None else float(other)
    change = own["change"].where(own["change_base"] == year - 1).to_numpy(dtype=float)
    signs = [None if pd.isna(each) else "=" if each == 0 else "+" if each > 0 else "-" for each in change]
    shown = dict(list(beside[beside["year"].isin(years)].groupby("component")))
    parts = [_list_own_first(shown[component], year) for component in rows["component"]]
    return rows.assign(
        change=change,
        direction=signs,
        status=[_tell_status(part, lang) for part in parts],
        source=["; ".join(dict.fromkeys(part["source"])) for part in parts],
    )


def _list_own_first(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    return rows.sort_values("year", key=lambda years: years != year, kind="stable")


def _tell_status(rows: pd.DataFrame, lang: str) -> str:
    """Return the trust in the figures of one component: of the first row, then of years that differ from it."""
    own = rows["trust"].iloc[0]
    others = [(year, trust) for year, trust in zip(rows["year"], rows["trust"], strict=True) if trust != own]
    return "; ".join([say(f"status.{own}", lang), *(f"{year} {say(f'status.{each}', lang)}" for year, each in others)])


@kept
def list_papi(tables: Tables, lang: str) -> pd.DataFrame:
    """Return PAPI as the annual report prints it: the dimensions, the total last.

    Returns
    -------
    DataFrame
        One row per province, year and dimension of the year's framework, then the total, where any is scored: province,
        year, component, level, name, last (1 for the total), order, score (points), maximum, group (in words), change
        (points; missing where it does not compare), change_pct (per cent of the year before; only where a report of the
        province prints it, for PAPI's scale does not begin at nought), rank (computed),
        scored, group_status (in words: whose report prints the province's group, or computed),
        computed_group (in words, where it is another than the published; else missing), status, source, publisher, and
        the numbers of notes (of a change a list: why it does not compare may stand beside another note on it). A
        dimension without a score keeps its row.
    """
    components = list_components(tables, lang)
    components = components[components["level"] != "sub-dimension"]
    components = components[["component", "year", "level", "order", "name", "maximum", "source"]]
    own = ["score", "rank", "scored", "group", "computed_group", "base_score"]
    panel = list_panel(tables)
    panel = panel.loc[panel["component"].isin(components["component"]), [*_WITHIN_STATE, *own]]
    states = panel[_STATE].drop_duplicates()
    rows = states.merge(components, on="year").merge(panel, on=_WITHIN_STATE, how="left")
    held = tables.scores.loc[tables.scores["measure"] == "papi", [*_WITHIN_STATE, "status"]]
    rows = rows.merge(held, on=_WITHIN_STATE, how="left").fillna({"status": "absent"})
    change = (rows["score"] - rows["base_score"]).round(6)
    printed = list_printed_groups(tables, lang).set_index(_WITHIN_STATE)["group_publisher"].to_dict()
    told = tables.published[(tables.published["measure"] == "papi") & (tables.published["what"] == "change_pct")]
    told = set(told[_WITHIN_STATE].itertuples(index=False, name=None))
    in_per_cent = [key in told for key in rows[_WITHIN_STATE].itertuples(index=False, name=None)]
    printers = [printed.get(key) for key in rows[_WITHIN_STATE].itertuples(index=False, name=None)]
    trusts = [say("report.group_of", lang, publisher=of) if of else say("status.computed", lang) for of in printers]
    groups = {group: say(f"group.{group}", lang) for group in (1, 2, 3, 4)}
    rows = rows.assign(
        last=(rows["component"] == "papi").astype(int),
        change=change,
        change_pct=(100 * change / rows["base_score"]).where(in_per_cent),
        group_status=pd.Series(trusts).where(rows["group"].notna()),
        computed_group=rows["computed_group"].where(rows["computed_group"] != rows["group"]).map(groups),
        group=rows["group"].map(groups),
    )
    rows = label_sources(label_status(rows, lang), tables.sources, lang).drop(columns="base_score")
    rows = rows.sort_values([*_STATE, "last", "order"], ignore_index=True)
    rows = _put_notes(tables, rows, lang, {column: column for column in ("score", "change", "change_pct", "compares")})
    both = rows[["change_note", "compares_note"]].to_numpy(dtype=float)
    numbers = [[int(each) for each in own if not pd.isna(each)] or None for own in both]
    return rows.assign(change_note=pd.Series(numbers, index=rows.index, dtype="object")).drop(columns="compares_note")


def _put_notes(tables: Tables, rows: pd.DataFrame, lang: str, columns: dict[str, Any]) -> pd.DataFrame:
    """Return rows with the number of the note on each of some columns, ``score_note`` and so on.

    A column goes by a name in the notes, or by the year of each row in another column.
    """
    notes = number_notes(tables, lang)
    keys = list(rows[_WITHIN_STATE].itertuples(index=False, name=None))
    for column, of in columns.items():
        names = [of] * len(rows) if isinstance(of, str) else ["" if pd.isna(each) else str(int(each)) for each in of]
        found = [notes.get((*key, name)) for key, name in zip(keys, names, strict=True)]
        rows = rows.assign(**{f"{column}_note": pd.Series(found, index=rows.index, dtype="float64")})
    return rows


@kept
def list_findings(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the strengths and losses of every province and year (`govindex.compare.highlights.find_highlights`)."""
    tree = tables.components.set_index("component")
    par = list_scored(tables, lang)
    sipas = list_criteria(tables, lang)
    sipas = sipas[sipas["component"].map(tree["parent"]) == "sipas"]
    components = list_components(tables, lang)
    apart = components.loc[(components["component"] == "papi") & (components["judged"] == "no"), "year"]
    components = components.loc[components["level"] == "dimension", ["component", "year", "order", "judged"]]
    papi = list_panel(tables).merge(components, on=["component", "year"])
    change = (papi["score"] - papi["base_score"]).round(6)
    papi["change"] = change.mask(papi["year"].isin(apart))  # where the totals do not compare nothing is called a fall
    smallest = {code: find_smallest_change(tables, code) for code in papi["component"].unique()}
    papi["smallest"] = papi["component"].map(smallest)
    return find_highlights(par, sipas.sort_values([*_STATE, "component"]), papi.sort_values([*_STATE, "order"]))


@kept
def list_highlights(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the year's strengths and weaknesses by index, in each index the strengths first.

    One row per province, year and component: province, year, order, index, kind_name, name, finding (words, all of a
    component's together), kind, measure, component.
    """
    found = list_findings(tables, lang)
    told = zip(found["reason"], found["value"], found["year"], strict=True)
    found = found.assign(
        kind_name=[say(f"highlight.{kind}", lang) for kind in found["kind"]],
        index=[say(f"measure.{measure}", lang) for measure in found["measure"]],
        finding=[_tell_finding(reason, value, year, lang) for reason, value, year in told],
    )
    keys = [*_STATE, "kind", "kind_name", "index", "measure", "component"]
    rows = found.groupby(keys, sort=False, as_index=False)["finding"].agg("; ".join)
    rows = label_components(tables, rows, lang).assign(place=rows["measure"].map(MEASURES.index))
    rows = rows.sort_values([*_STATE, "place"], kind="stable", ignore_index=True)
    return rows.assign(order=range(len(rows)))[[*_STATE, "order", *keys[2:], "name", "finding"]]


def _tell_finding(reason: str, value: float, year: int, lang: str) -> str:
    if reason == "low_group":
        told = say(f"group.{int(value)}", lang)
    else:
        told = number(abs(value), lang, 3 if reason.startswith("fell") else 2)
    return say(f"highlight.{reason}", lang, value=told, base=year - 1)


@kept
def list_report_proposals(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the proposals by agency, agencies and proposals that address a weakness first.

    One row per proposal: province, year, order, agency, task, due (words), bears_on (names of the components, by index;
    a loss of the year has the mark ▼), on_loss (whether it bears on one), proposal.
    """
    found = list_findings(tables, lang)
    losses = set(found.loc[found["kind"] == "loss", _WITHIN_STATE].itertuples(index=False, name=None))
    links = dict(list(tables.proposal_components.groupby("proposal")))
    rows = list_proposals(tables, lang).sort_values("printed", kind="stable")
    bears_on, on_loss = [], []
    for province, year, proposal in rows[[*_STATE, "proposal"]].itertuples(index=False, name=None):
        own = links.get(proposal, tables.proposal_components.head(0))
        lost = {code for code in own["component"] if (province, year, code) in losses}
        bears_on.append(tell_bearing(tables, own, lang, year=year, losses=lost))
        on_loss.append(bool(lost))
    dues = zip(rows["month"], rows["doubt"], strict=True)
    rows = rows.assign(
        bears_on=bears_on, on_loss=on_loss, due=[_tell_due(month, printed, lang) for month, printed in dues]
    )
    rows["agency_on_loss"] = rows.groupby([*_STATE, "agency"])["on_loss"].transform("max")
    order = {"province": True, "year": True, "agency_on_loss": False, "agency": True, "on_loss": False}
    order["month_key"] = True
    rows = rows.sort_values(list(order), ascending=list(order.values()), kind="stable", ignore_index=True)
    columns = [*_STATE, "order", "agency", "task", "due", "bears_on", "on_loss", "proposal"]
    return rows.assign(order=range(len(rows)))[columns]


def _tell_due(month: str | None, printed: object, lang: str) -> str | None:
    if month is None or pd.isna(month):
        return None
    return month if pd.isna(printed) else say("report.due_suspect", lang, due=month, printed=printed)


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that each page's figures come from: province, year, source, citation."""
    shown = [each(tables, lang)[[*_STATE, "source"]] for each in (list_par, list_papi)]
    course = list_criteria(tables, lang)[[*_STATE, "source"]].rename(columns={"year": "of"})  # all years to the page's
    course = list_sipas(tables, lang)[_STATE].drop_duplicates().merge(course, on="province")
    shown.append(course[course["of"] <= course["year"]][[*_STATE, "source"]])
    ranks = tables.ranks.loc[tables.ranks["component"].isin(MEASURES), [*_STATE, "component", "source"]]
    scores = tables.scores[[*_STATE, "component"]]
    means = tables.national[(tables.national["what"] == "mean") & tables.national["region"].isna()]
    about = pd.concat([ranks[[*_STATE, "component"]], scores]).drop_duplicates()
    means = about.merge(means[["year", "component", "source"]], on=["year", "component"])
    reports = tables.proposals[[*_STATE, "report"]].drop_duplicates()
    reports = reports.merge(tables.reports[["report", "source"]], on="report")
    used = [each[[*_STATE, "source"]] for each in (*shown, ranks, means, reports, tables.printed_groups)]
    return cite(tables, pd.concat(used), lang)
