"""The sentence of a finding: which cell, what it prints, why that cannot be, and what it must have been and why."""

from __future__ import annotations

import math

from govindex.audit.findings.results import Finding, Repair, Told
from govindex.audit.reading.numbers import write_figure, write_like, write_word
from govindex.audit.telling.labels import Labels, list_words, name_cell, name_kind, name_part
from govindex.audit.telling.reasons import WAYS, find_main, is_of_hundred, spell_group, tell_why
from govindex.audit.telling.writing import write_repair, write_value
from govindex.words import listing, quote, say

_NAMED = 3  # cells that a sentence names; of more it names the first


def tell_finding(labels: Labels, finding: Finding, lang: str) -> str:
    """Return why a finding is one, and its repair, in one sentence."""
    text = say("audit_tell.but", lang, lead=_lead(labels, finding, lang), why=tell_why(labels, finding, lang))
    if finding.severity == "rounding":
        text = say("audit_tell.rounding", lang, text=text)
    elif finding.repair:
        text = _tell_repair(labels, finding, text, lang)
    return text + "."


def tell_relation(labels: Labels, told: Told, lang: str) -> str:
    """Return a relation in a few words: its name and its cells."""
    kind = name_kind(told.kind.removeprefix("panel_"), lang)
    cells = [name_cell(labels, place, lang) for place in told.cells[:_NAMED]]
    more = "…" if len(told.cells) > _NAMED else ""
    return f"{kind}: {'; '.join(cells)}{more}"


def tell_reason(reason: str, lang: str) -> str:
    """Return why a cell could not be checked."""
    reasons = list_words("audit_unchecked", lang)
    return reasons.get(reason, reasons["other"])


def list_repairs(labels: Labels, finding: Finding) -> dict[int, list[str]]:
    """Return, by option, what should be printed in the cells of each repair."""
    options: dict[int, list[str]] = {}
    for repair in finding.repair:
        options.setdefault(repair.option, []).append(_write_repair(labels, finding, repair))
    return options


def list_expected(labels: Labels, finding: Finding) -> list[str | None]:
    """Return what should be printed in each cell of a finding, None where that is not known.

    Where a repair says it, as the repair does; where repairs differ, none does.
    """
    repaired: dict[int, set[str]] = {}
    for repair in finding.repair:
        repaired.setdefault(repair.cell, set()).add(_write_repair(labels, finding, repair))
    expected = []
    for place, value in zip(finding.cells, finding.expected, strict=True):
        texts = sorted(repaired.get(place, ()))
        if texts:
            expected.append(texts[0] if len(texts) == 1 else None)
        elif value is None or (isinstance(value, float) and math.isnan(value)):
            expected.append(None)
        else:
            expected.append(write_value(labels.cells[place], value, mark=_mark(labels, place)))
    return expected


def tell_expected(labels: Labels, finding: Finding, lang: str) -> str:
    """Return what should be printed, in few words; nothing where only a note or rounding speaks of it."""
    options = list_repairs(labels, finding)
    cells = [repair.cell for repair in finding.repair]
    if len(options) > 1:
        several = len(set(cells)) > 1
        prints = iter(labels.cells[place]["printed"] for place in cells)
        ways = [
            "; ".join(f"{next(prints)} → {text}" if several else text for text in texts) for texts in options.values()
        ]
        return say("audit_tell.or", lang).join(ways)
    if not options and finding.severity != "error":
        return ""
    told = zip(finding.cells, list_expected(labels, finding), strict=True)
    named = [
        (text, name_part(labels, text, lang, labels.cells[place]["year"])) for place, text in told if text is not None
    ]
    return "; ".join(name or text for text, name in named)


def _lead(labels: Labels, finding: Finding, lang: str) -> str:
    several = len(finding.cells) > 1
    named = {place: name_cell(labels, place, lang, short=several) for place in _shown(finding.cells)}
    text = "; ".join(
        say("audit_tell.printed", lang, cell=name, printed=labels.cells[place]["printed"])
        for place, name in named.items()
    )
    if len(finding.cells) > _NAMED:
        text = say("audit_tell.more", lang, cells=text, count=len(finding.cells))
    return text


def _shown(places: list[int]) -> list[int]:
    return places if len(places) <= _NAMED else places[:1]


def _tell_repair(labels: Labels, finding: Finding, text: str, lang: str) -> str:
    options: dict[int, list[Repair]] = {}
    for repair in finding.repair:
        options.setdefault(repair.option, []).append(repair)
    told = [
        listing([quote(_write_repair(labels, finding, repair)) for repair in repairs], lang)
        for repairs in options.values()
    ]
    evidence = ["; ".join(_tell_evidence(finding, repairs, lang)) for repairs in options.values()]
    if len({repair.cell for repair in finding.repair}) > 1 and len(options) > 1:
        names = [
            listing([name_cell(labels, repair.cell, lang, short=True) for repair in repairs], lang)
            for repairs in options.values()
        ]
        told = [say("audit_tell.option", lang, cell=cell, repair=one) for cell, one in zip(names, told, strict=True)]
    if len(set(evidence)) == 1:
        told, evidence = [say("audit_tell.or", lang).join(told)], evidence[:1]
    told = [
        say("audit_tell.evidence", lang, repair=one, evidence=why) if why else one
        for one, why in zip(told, evidence, strict=True)
    ]
    key = "either" if len(options) > 1 else "must" if len(finding.repair) == 1 else "must_each"
    return say(f"audit_tell.{key}", lang, text=text, repair=say("audit_tell.or", lang).join(told))


def _tell_evidence(finding: Finding, repairs: list[Repair], lang: str) -> list[str]:
    """Return what speaks for one option: how near the digits are, which relations hold then, what the tables have."""
    slips = list_words("audit_slip", lang)
    shared = {repair.evidence.get("slip") for repair in repairs}
    meant = len(shared) == 1 and finding.kind != "rank_base"  # which is no slip of the pen
    told = [slips[slip] for slip in shared if meant and slip in slips]
    own = [kind for kind in repairs[0].evidence.get("relations", ()) if not kind.startswith("panel") and kind != "unit"]
    if own and len(repairs) == 1:
        key = {1: "agree_one", 2: "agree_two"}.get(len(own), "agree")
        told.append(say(f"audit_tell.{key}", lang, count=len(own)))
    main = find_main(finding)
    said = main is not None and main.kind.startswith("panel") and finding.kind == main.kind.removeprefix("panel_")
    if not said and all(agrees(repair) for repair in repairs):
        told.append(say("audit_tell.panel", lang))
    return told


def agrees(repair: Repair) -> bool:
    """Return whether the tables give the value of a repair."""
    known = repair.evidence.get("panel_value")
    if not repair.evidence.get("panel") or known is None:
        return bool(repair.evidence.get("panel"))
    if isinstance(repair.value, str):
        return repair.value in (WAYS.get(known), spell_group(known, "papi"), spell_group(known, "par"))
    return abs(abs(known) - abs(repair.value)) <= 0.5 * 10.0 ** -(repair.decimals or 0) + 1e-9


def _write_repair(labels: Labels, finding: Finding, repair: Repair) -> str:
    of_hundred = repair.unit == "points" and is_of_hundred(labels, finding)
    unit = "percentage points" if of_hundred else ""
    cell = labels.cells[repair.cell]
    text = write_repair(cell, repair, mark=_mark(labels, repair.cell), unit=unit, lang=labels.langs[cell["report"]])
    text = _sign_change(labels, repair, text)
    change, digits = finding.values.get("change"), finding.values.get("digits")
    if cell["what"] == "text_direction" and repair.value in ("up", "down") and change is not None:
        return f"{text} {write_figure(abs(change), digits, _mark(labels, repair.cell))}"
    scored = finding.values.get("scored")
    if finding.kind == "rank_base" and scored and isinstance(cell["extra"], dict) and cell["extra"].get("part") == 1:
        return write_like(scored, text, part=2)  # the rank is right among those scored, so their number goes with it
    return text


def _sign_change(labels: Labels, repair: Repair, text: str) -> str:
    """Return a change with the word or sign that its report would give it, where its own print has none."""
    style, cell = labels.change_styles[repair.cell], labels.cells[repair.cell]
    if not isinstance(repair.value, float) or not style:
        return text
    if style == "word" and repair.value < 0:
        return f"{write_word('down', '', labels.langs[cell['report']])} {text.lstrip('-').lstrip()}"
    return f"+{text}" if style == "plus" and repair.value > 0 and text[:1].isdigit() else text


def _mark(labels: Labels, place: int) -> str:
    return labels.decimal_marks[labels.cells[place]["report"]]
