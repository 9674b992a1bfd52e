"""Showing an audit: a report's tables with a verdict on every cell, and the findings, as escaped HTML.

A verdict is told by a mark, by words and by colour, so that none of them is needed alone. The finding shows when its
mark is pointed at or focused, without a script, and stands in the list that the mark links to.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

import pandas as pd
from IPython.display import HTML

from govindex.front import ON_A_PAGE
from govindex.show import none, speak
from govindex.views.audit import VERDICTS, AuditPage, audit_title
from govindex.words import say

MARKS = {"error": "✗", "rounding": "≈", "note": "i", "checked": "✓", "unchecked": "·"}
_TEMPLATES = Path(__file__).resolve().parent / "templates"
_MOST_TABLES = 40  # of a file of very many reports the page shows those with errors first, and says how many it leaves
_MOST_FINDINGS = 400
_LONG = 16  # letters of a print that may go over several lines


def head(page: AuditPage) -> HTML:
    """Return the page's title: what was audited."""
    title = say("audit_page.title", page.lang)
    hiding = "" if os.environ.get(ON_A_PAGE) else speak(page.lang)
    return HTML(
        f'<header class="gi-page-head"><h1>{escape(title)}</h1>'
        f'<p class="gi-sub">{escape(audit_title(page))}</p></header>{hiding}'
    )


def keys(page: AuditPage, counts: pd.DataFrame) -> HTML:
    """Return how much was found and checked, each count with its mark and what it means."""
    cards = "".join(
        f'<div class="gi-key gi-verdict-{row.verdict}"><span class="gi-key-name">'
        f"{_mark(row.verdict)} {escape(say(f'audit_page.{row.verdict}', page.lang))}</span>"
        f'<span class="gi-key-value">{row.count}</span>'
        f'<span class="gi-key-note">{escape(say(f"audit_page.{row.verdict}_means", page.lang))}</span></div>'
        for row in counts.set_axis(["verdict", "count"], axis=1).itertuples(name="Row", index=False)
    )
    return HTML(f'<section class="gi-keys gi-verdicts">{cards}</section>')


def tables(page: AuditPage, cells: pd.DataFrame) -> HTML:
    """Return the report's tables as printed, each cell with its verdict; what stands in the text as a list.

    The style of verdicts comes with them, so that a notebook shows them as the page does.
    """
    if cells.empty:
        return none(say("audit_page.no_cell", page.lang))
    several = cells["report"].nunique() > 1
    groups = list(cells.groupby(["report", "table", "text"], sort=False))
    if len(groups) > _MOST_TABLES:
        groups.sort(key=lambda group: "error" not in set(group[1]["verdict"]))
    parts = []
    for (report, title, text), rows in groups[:_MOST_TABLES]:
        heading = f"{report} – {title}" if several else title
        body = _list_cells(rows, page.lang) if text else _grid(rows, page.lang)
        parts.append(f'<section class="gi-audited"><h3>{escape(heading)}</h3>{body}</section>')
    left = len(groups) - _MOST_TABLES
    if left > 0:
        parts.append(f'<p class="gi-none">{escape(say("audit_page.more_tables", page.lang, count=left))}</p>')
    style = (_TEMPLATES / "audit.css").read_text(encoding="utf-8")
    return HTML(f"<style>{style}</style>" + "".join(parts))


def findings(page: AuditPage, rows: pd.DataFrame) -> HTML:
    """Return the findings as numbered lists, errors first, with the relations that fail and hold."""
    if rows.empty and page.audited.unread:
        return none(say("audit_page.no_finding_read", page.lang, unread=page.audited.unread))
    if rows.empty:
        return none(say("audit_page.no_finding", page.lang))
    parts = []
    shown = rows.head(_MOST_FINDINGS)
    for severity in VERDICTS[:3]:
        own = shown[shown["severity"] == severity]
        if own.empty:
            continue
        title = f"{say(f'audit_page.{severity}', page.lang)} ({int((rows['severity'] == severity).sum())})"
        items = "".join(_tell(row, page.lang) for row in own.to_dict("records"))
        parts.append(f'<h3>{escape(title)}</h3><ol class="gi-findings">{items}</ol>')
    left = len(rows) - len(shown)
    if left:
        parts.append(f'<p class="gi-none">{escape(say("audit_page.more_findings", page.lang, count=left))}</p>')
    return HTML("".join(parts))


def unchecked(page: AuditPage, rows: pd.DataFrame) -> HTML:
    """Return the cells that could not be checked, with the reason."""
    if rows.empty:
        return none(say("audit_page.all_checked", page.lang))
    heads = "".join(
        f'<th scope="col">{escape(say(f"audit_page.{column}", page.lang))}</th>'
        for column in ("cell", "printed", "why")
    )
    shown = rows.head(_MOST_FINDINGS).to_dict("records")
    lines = "".join(
        f"<tr><td>{escape(row['cell'])}</td><td>{escape(row['printed'])}</td><td>{escape(row['reason'])}</td></tr>"
        for row in shown
    )
    return HTML(
        f'<div class="gi-scroll" tabindex="0"><table class="gi-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def problems(page: AuditPage, sentences: list[str]) -> HTML:
    """Return what of the input could not be read."""
    if not sentences:
        return none(say("audit_page.all_read", page.lang))
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences[:_MOST_FINDINGS])
    left = len(sentences) - _MOST_FINDINGS
    more = f"<li>{escape(say('audit_page.more_findings', page.lang, count=left))}</li>" if left > 0 else ""
    return HTML(f'<ul class="gi-problems">{items}{more}</ul>')


def _mark(verdict: str) -> str:
    return f'<span class="gi-mark gi-mark-{verdict}" aria-hidden="true">{MARKS[verdict]}</span>'


def _grid(rows: pd.DataFrame, lang: str) -> str:
    """Return the cells of a table: a row per component, a column per thing printed and year."""
    years = rows["year"].nunique() > 1
    columns = list(dict.fromkeys(zip(rows["what"], rows["year"] if years else [0] * len(rows), strict=True)))
    lines: dict[tuple[str, str], dict[tuple, list[dict]]] = {}
    names: dict[tuple[str, str], str] = {}
    for row in rows.to_dict("records"):
        key = (row["component"], row["name"] or row["cell"])
        names[key] = row["name"] or row["cell"]
        lines.setdefault(key, {}).setdefault((row["what"], row["year"] if years else 0), []).append(row)
    heads = f'<th scope="col">{escape(say("column.name", lang))}</th>' + "".join(
        f'<th scope="col" class="gi-num">{escape(f"{what} {year}" if year else what)}</th>' for what, year in columns
    )
    body = "".join(
        f'<tr><th scope="row">{escape(names[key])}</th>'
        + "".join(_cell(line.get(column, []), lang) for column in columns)
        + "</tr>"
        for key, line in lines.items()
    )
    return (
        f'<div class="gi-scroll gi-audit-scroll" tabindex="0"><table class="gi-table gi-audit">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _list_cells(rows: pd.DataFrame, lang: str) -> str:
    heads = "".join(
        f'<th scope="col"{extra}>{escape(say(f"audit_page.{column}", lang))}</th>'
        for column, extra in (("cell", ""), ("printed", ' class="gi-num"'))
    )
    lines = "".join(
        f'<tr><th scope="row">{escape(row["cell"])}</th>{_cell([row], lang)}</tr>' for row in rows.to_dict("records")
    )
    return (
        f'<div class="gi-scroll gi-audit-scroll" tabindex="0"><table class="gi-table gi-audit">'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _cell(cells: list[dict], lang: str) -> str:
    """Return a table's cell with what is printed in it and the verdict: its mark, its words, its finding."""
    if not cells:
        return '<td class="gi-num"></td>'
    worst = min((cell["verdict"] for cell in cells), key=VERDICTS.index)
    shown = "<br>".join(_printed(cell, lang) for cell in cells)
    return f'<td class="gi-num gi-verdict-{worst}">{shown}</td>'


def _printed(cell: dict, lang: str) -> str:
    verdict = cell["verdict"]
    said = say(f"audit_page.{verdict}_word", lang)
    kind = "gi-printed gi-words" if len(cell["printed"]) > _LONG else "gi-printed"
    printed = f'<span class="{kind}">{escape(cell["printed"])}</span>'
    if not cell["findings"]:
        hidden = f'<span class="gi-unseen">{escape(said)}</span>'
        return f"{printed}&nbsp;{_mark(verdict)}{hidden}"
    first = cell["findings"][0]
    right = f'<span class="gi-right">→ {escape(cell["expected"])}</span>' if cell["expected"] else ""
    why = escape(cell["why"])
    tip = f'<span class="gi-tip" role="tooltip" hidden>{why}</span>'
    return (
        f'{printed} <a class="gi-found" href="#finding-{first}">{_mark(verdict)} '
        f"{escape(said)}{''.join(f' {number}' for number in cell['findings'])}{tip}</a>{right}"
    )


def _tell(row: dict, lang: str) -> str:
    relations = "".join(
        f"<p>{escape(say(f'audit_page.{name}', lang, count=len(row[name])))} "
        + "; ".join(escape(text) for text in row[name][:6])
        + ("…" if len(row[name]) > 6 else "")
        + "</p>"
        for name in ("failed", "held")
        if row[name]
    )
    more = (
        f"<details><summary>{escape(say('audit_page.relations', lang))}</summary>{relations}</details>"
        if relations
        else ""
    )
    return (
        f'<li id="finding-{row["number"]}" value="{row["number"]}" class="gi-verdict-{row["severity"]}">'
        f"<strong>{_mark(row['severity'])} {escape(row['kind'])}</strong> "
        f'<span class="gi-why">{escape(row["why"])}</span>{more}</li>'
    )
