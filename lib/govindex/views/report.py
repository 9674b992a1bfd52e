"""Prepared tables of the annual report: strengths and losses, proposals bearing on them, notes on doubtful figures."""

from __future__ import annotations

import re

import pandas as pd

from govindex.compare.frameworks import find_framework
from govindex.compare.highlights import find_highlights
from govindex.tables.names import MEASURES, label_components, name_component
from govindex.tables.page import Page
from govindex.words import month, number, quote, say

# What a printed cell is about, as the column of the report's tables that shows it.
_COLUMNS = {"max": "maximum", "score": "score", "lost": "lost", "change": "change", "change_pct": "change_pct"}
# The units that a correction may name, as its table writes them.
_UNITS = {"": "", "%": "report.in_percent", "điểm": "report.in_points", "điểm phần trăm": "report.in_percentage_points"}


def report_highlights(page: Page) -> pd.DataFrame:
    """Return the year's strengths and weaknesses by index, in each index the strengths first.

    One row per component: index, kind_name, name, finding (words, all of a component's together), kind, measure,
    component. Empty where no component's score is known.
    """
    found = find_highlights(page.tables, province=page.province, year=page.year)
    told = found.assign(
        kind_name=[say(f"highlight.{kind}", page.lang) for kind in found["kind"]],
        index=[say(f"measure.{measure}", page.lang) for measure in found["measure"]],
        finding=[
            _tell_finding(page, reason, value) for reason, value in zip(found["reason"], found["value"], strict=True)
        ],
    )
    keys = ["kind", "kind_name", "index", "measure", "component"]
    joined = told.groupby(keys, sort=False, as_index=False)["finding"].agg("; ".join)
    named = label_components(page.tables, joined, page.lang, year=page.year)
    named = named.sort_values("measure", key=lambda measures: measures.map(MEASURES.index), kind="stable")
    columns = ["index", "kind_name", "name", "finding", "kind", "measure", "component"]
    return named[columns].reset_index(drop=True)


def _tell_finding(page: Page, reason: str, value: float) -> str:
    if reason == "low_group":
        told = say(f"group.{int(value)}", page.lang)
    else:
        told = number(abs(value), page.lang, 3 if reason.startswith("fell") else 2)
    return say(f"highlight.{reason}", page.lang, value=told, base=page.year - 1)


def report_references(page: Page) -> pd.DataFrame:
    """Return the published ranks and national means that the report tells: measure, what, value, source."""
    ranks = page.tables.ranks
    own = ranks[(ranks["province"] == page.province) & (ranks["year"] == page.year) & ranks["component"].isin(MEASURES)]
    national = page.tables.national
    means = national[(national["year"] == page.year) & (national["what"] == "mean") & national["region"].isna()]
    means = means[means["component"].isin(own["component"]) | means["component"].isin(_list_scored(page))]
    return pd.concat(
        [
            own.assign(what="rank", value=own["rank"])[["measure", "what", "value", "source"]],
            means[["measure", "what", "value", "source"]],
        ],
        ignore_index=True,
    )


def _list_scored(page: Page) -> pd.Series:
    scores = page.tables.scores
    return scores.loc[(scores["province"] == page.province) & (scores["year"] == page.year), "component"]


def report_proposals(page: Page) -> pd.DataFrame:
    """Return the proposals made on the year's indices by agency, agencies and proposals that address a weakness first.

    One row per proposal: agency, task, due (words), bears_on (names of the components, by index; a loss of the year has
    the mark ▼), on_loss (whether it bears on one), proposal. Empty where the tables hold no proposals for the page.
    """
    proposals = page.tables.proposals
    own = proposals[(proposals["province"] == page.province) & (proposals["year"] == page.year)]
    highlights = find_highlights(page.tables, province=page.province, year=page.year)
    losses = set(highlights.loc[highlights["kind"] == "loss", "component"])
    links = page.tables.proposal_components
    bearing = dict(list(links.groupby("proposal")))
    rows = pd.DataFrame(
        {
            "agency": own[f"agency_{page.lang}"],
            "task": own[f"task_{page.lang}"],
            "due": [_tell_due(*row, page.lang) for row in own[["due", "due_printed", "status"]].values],
            "bears_on": [_name_bearing(page, bearing.get(key, links.head(0)), losses) for key in own["proposal"]],
            "on_loss": own["proposal"].isin(links.loc[links["component"].isin(losses), "proposal"]),
            "proposal": own["proposal"],
        }
    )
    months = own["due"].fillna("9999-99").to_numpy()
    rows = rows.assign(month=months, agency_on_loss=rows.groupby("agency")["on_loss"].transform("max"))
    order = {"agency_on_loss": False, "agency": True, "on_loss": False, "month": True}
    rows = rows.sort_values(list(order), ascending=list(order.values()), kind="stable")
    return rows.drop(columns=["month", "agency_on_loss"]).reset_index(drop=True)


def _name_bearing(page: Page, links: pd.DataFrame, losses: set[str]) -> str:
    told = []
    for measure, rows in links.groupby("measure", sort=False):
        names = [
            ("▼ " if component in losses else "") + _name_short(page, component, measure)
            for component in rows["component"]
        ]
        told.append(f"{say(f'measure.{measure}', page.lang)}: {', '.join(names)}")
    return "; ".join(told)


def _name_short(page: Page, component: str, measure: str) -> str:
    if component == measure:
        return say("report.whole", page.lang)
    return name_component(page.tables, component, page.lang, year=page.year, short=True)


def _tell_due(due: object, printed: object, status: str, lang: str) -> str:
    if pd.isna(due):
        return ""
    told = month(str(due), lang)
    return say("report.due_suspect", lang, due=told, printed=printed) if status == "suspect" else told


def report_notes(page: Page) -> pd.DataFrame:
    """Return the notes on every corrected or suspect figure of the page.

    Returns
    -------
    DataFrame
        One row per figure: note (a number; figures with one reason share it), component, column (of the report's tables
        that shows the figure; the year as text for a SIPAS score), text. The same reason is told once.
    """
    rows = [*_list_corrections(page), *_list_doubts(page)]
    notes = pd.DataFrame(rows, columns=["component", "column", "reason", "text"])
    notes["note"] = pd.factorize(notes["reason"])[0] + 1
    shared = notes["note"].duplicated(keep=False)
    notes["text"] = notes["text"].mask(shared, notes["reason"])
    return notes[["note", "component", "column", "text"]]


def _list_corrections(page: Page) -> list[tuple[str, str, str, str]]:
    tables = page.tables
    cells = tables.corrections.merge(tables.published, on=["report", "cell"], suffixes=("", "_cell"))
    own = cells[(cells["province"] == page.province) & _is_shown(page, cells)]
    rows = []
    for row in own.to_dict("records"):
        column = (
            str(row["year"]) if row["measure"] == "sipas" and row["what"] == "score" else _COLUMNS.get(row["what"], "")
        )
        reason = row[f"reason_{page.lang}"]
        named = isinstance(row["component"], str)
        name = say("report.text", page.lang)
        if named:
            name = quote(name_component(tables, row["component"], page.lang, year=row["year"]))
        correct = _read_number(row["correct"], page.lang)
        key = f"report.{row['status']}" if row["status"] != "corrected" or correct else "report.wrong"
        what = say(f"what.{row['what']}", page.lang)
        text = say(key, page.lang, what=what, name=name, year=row["year"], printed=row["printed"], correct=correct)
        rows.append((row["component"] if named else "", column, reason, f"{text} {reason}"))
    return rows


def _read_number(correct: object, lang: str) -> str:
    """Return a corrected figure with its unit written by the language, or nothing when the correction is in words."""
    found = re.fullmatch(r"([-+]?\d+(?:[.,](\d+))?)\s*(.*)", str(correct).strip())
    if not found or found[3] not in _UNITS:
        return ""
    written = number(float(found[1].replace(",", ".")), lang, len(found[2] or ""), sign=found[1][0] in "-+")
    return say(_UNITS[found[3]], lang, value=written) if _UNITS[found[3]] else written


def _is_shown(page: Page, cells: pd.DataFrame) -> pd.Series:
    """Return whether the page shows the figure: of its year, or a SIPAS score of the years beside it in the table."""
    framework = find_framework(page.tables, "sipas", year=page.year)
    beside = [
        year for year in (page.year - 2, page.year - 1) if find_framework(page.tables, "sipas", year=year) == framework
    ]
    criteria = (cells["measure"] == "sipas") & (cells["what"] == "score") & cells["year"].isin(beside)
    return (cells["year"] == page.year) | criteria


def _list_doubts(page: Page) -> list[tuple[str, str, str, str]]:
    """Return the scores whose status is corrected or suspect and which no report's correction tells already."""
    scores = page.tables.scores
    corrected = page.tables.corrections.merge(page.tables.published, on=["report", "cell"])
    told = set(corrected[["year", "province", "component"]].itertuples(index=False, name=None))
    own = scores[
        (scores["province"] == page.province)
        & (scores["year"] == page.year)
        & scores["status"].isin(["corrected", "suspect"])
    ]
    rows = []
    for row in own.to_dict("records"):
        if (row["year"], row["province"], row["component"]) in told:
            continue
        reason = row["note_vi" if page.lang == "vi" else "note"]
        name = quote(name_component(page.tables, row["component"], page.lang, year=page.year))
        column = str(row["year"]) if row["measure"] == "sipas" else "score"
        text = say("report.doubt", page.lang, name=name, status=say(f"status.{row['status']}", page.lang))
        rows.append((row["component"], column, reason, f"{text} {reason}"))
    return rows


def number_notes(notes: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return the number of the note on each (component, column), as `show.table` takes them."""
    placed = notes[(notes["component"] != "") & (notes["column"] != "")]
    return {(row.component, row.column): int(row.note) for row in placed.itertuples()}


def list_notes(notes: pd.DataFrame) -> list[str]:
    """Return the texts of the notes, in the order of their numbers."""
    return list(notes.drop_duplicates("note").sort_values("note")["text"])
