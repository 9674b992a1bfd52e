"""What a file says of itself: measure, year and source, by titles, notes, its name, or the sheet of our template."""

from __future__ import annotations

import re
from typing import NamedTuple

from govindex.adding.grids import Grid
from govindex.tables.spelling import fold

MARK = "govindex"  # what begins the sheet of our template that tells measure, year and source
FIELDS = ("measure", "year", "framework", "title", "publisher", "kind", "date", "address", "licence")
_MEASURES = {
    "par": r"par[ -]?index|cải cách hành chính|\bcchc\b|administrative reform",
    "sipas": r"\bsipas\b|hài lòng|satisfaction",
    "papi": r"\bpapi\b|hiệu quả quản trị|governance and public administration performance",
}
_YEAR = r"(?<!\d)(20\d{2})(?!\d)"
_DATED = re.compile(rf"(?:par[ -]?index|sipas|papi|năm|year)\s*[-:,]?\s*{_YEAR}", re.I)
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d{2})(?!\d)")
_SOURCE = re.compile(r"^\W*(?:nguồn|source)\s*[:：]?\s*", re.I)


class About(NamedTuple):
    """What a file says: measures and years that it can be of (one each when it is clear), and fields of its source."""

    measures: list[str]
    years: list[int]
    source: dict[str, str]


def find_measure(text: str) -> str:
    """Return the measure that a text names, ``""`` where it names none or several.

    Examples
    --------
    >>> find_measure("PAR INDEX"), find_measure("papi"), find_measure("PAPI, SIPAS"), find_measure("par")
    ('par', 'papi', '', 'par')
    """
    if text.strip().lower() in _MEASURES:
        return text.strip().lower()
    found = [measure for measure, words in _MEASURES.items() if re.search(words, text, re.I)]
    return found[0] if len(found) == 1 else ""


def read_about(grids: list[Grid]) -> tuple[About, list[Grid]]:
    """Return what the template's own sheet says, and the other sheets; nothing is said where there is no such sheet."""
    for grid in grids:
        if grid.text(1, 1).lower().startswith(MARK):
            told = {}
            for row in range(1, grid.rows + 1):
                field = grid.text(row, 1).lower().strip(" :")
                if field in FIELDS:
                    told[field] = grid.text(row, 3) or ""
            measures = [told["measure"]] if told.get("measure") in _MEASURES else []
            years = [int(told["year"])] if re.fullmatch(_YEAR, told.get("year", "")) else []
            source = {name: value for name, value in told.items() if name not in ("measure", "year") and value}
            return About(measures, years, source), [other for other in grids if other is not grid]
    return About([], [], {}), grids


def guess_about(texts: list[list[str]]) -> About:
    """Return what some texts say, the first group of them that says something counting.

    Parameters
    ----------
    texts : list of list of str
        Groups of texts, the most telling first: titles, the sheet's name, the file's name, headings.
    """
    measures: list[str] = []
    years: list[int] = []
    for group in texts:
        joined = " | ".join(group)
        if not measures:
            measures = [measure for measure, words in _MEASURES.items() if re.search(words, joined, re.I)]
        if not years:
            dateless = _FULL_DATE.sub(" ", joined)
            dated = [int(year) for year in _DATED.findall(dateless)]
            years = list(dict.fromkeys(dated or [int(year) for year in re.findall(_YEAR, dateless)]))
    return About(measures, years, {})


def find_source(notes: list[str], titles: list[str]) -> dict[str, str]:
    """Return what a note that begins with "Nguồn:" or "Source:" tells: publisher, date and address, with the title.

    Examples
    --------
    >>> find_source(["Nguồn: Báo Điện tử Chính phủ, 17/4/2024"], ["PAR INDEX 2023"])
    {'title': 'PAR INDEX 2023', 'publisher': 'Báo Điện tử Chính phủ', 'date': '2024-04-17'}
    """
    note = next((note for note in notes if _SOURCE.match(note)), "")
    if not note:
        return {}
    text = _SOURCE.sub("", note)
    told = {"title": next((title for title in titles if find_measure(title)), titles[0])} if titles else {}
    if found := re.search(r"https?://\S+", text):
        told["address"] = found[0].rstrip(".,;)")
        text = text.replace(found[0], " ")
    date = _FULL_DATE.search(text)
    if date:
        told_date = f"{date[3]}-{int(date[2]):02d}-{int(date[1]):02d}"
        text = text.replace(date[0], " ")
    publisher = re.sub(r"\s+", " ", text).strip(" ,;.-–")
    if publisher:
        told["publisher"] = publisher
    if date:
        told["date"] = told_date
    return told


def match_source(told: dict[str, str], sources: list[dict[str, object]]) -> list[str]:
    """Return the ids of the known sources that a file's source can be: same address, or publisher and date, or title.

    Parameters
    ----------
    told : dict
        Fields of the file's source.
    sources : list of dict
        Rows of ``sources.csv``.
    """
    if address := told.get("address"):
        same = [row["source"] for row in sources if row["address"] == address]
        if same:
            return same
    if told.get("publisher") and told.get("date"):
        name = fold(told["publisher"])
        return [
            row["source"]
            for row in sources
            if row["date"] == told["date"] and fold(str(row["publisher"])).startswith(name)
        ]
    if told.get("title") and told.get("publisher"):
        key = (fold(told["title"]), fold(told["publisher"]))
        return [row["source"] for row in sources if (fold(str(row["title"])), fold(str(row["publisher"]))) == key]
    return []
