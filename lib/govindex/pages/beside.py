"""Which pages stand beside a page of a site: in the other language, of other years, of other notebooks, the gallery.

A page carries the ways to them in its first lines, and its script makes links of them where the page lies in its place:
a page that was sent on alone has none. What has come or gone since a page was made is written into it afterwards.
"""

from __future__ import annotations

import json
import posixpath
import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from govindex.files import write_whole
from govindex.words import LANGS, list_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SLOT = re.compile(rb'(<meta name="govindex-beside" content=")([^"]*)(">)')
_WITHIN = 20_000  # bytes from the beginning of a page
_ENDING = ".html"


def list_links(pages: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return what each page of a site says of those beside it, as text for `link_pages` and `export_html`.

    Parameters
    ----------
    pages : mapping
        Of the place of each page, without its ending, to its parameters with ``notebook`` among them.
    """
    among = {name: _group(pages, name) for name in ("lang", "year", "notebook")}
    return {place: _list_links(place, about, among) for place, about in pages.items()}


def _group(pages: Mapping[str, Mapping[str, object]], name: str) -> dict[str, dict[object, str]]:
    """Return the places of pages that differ by one parameter alone, by its value."""
    groups: dict[str, dict[object, str]] = {}
    for place, about in pages.items():
        if name in about:
            groups.setdefault(_name_group(about, name), {})[about[name]] = place
    return groups


def _name_group(about: Mapping[str, object], name: str) -> str:
    return json.dumps({key: value for key, value in about.items() if key != name}, sort_keys=True, default=str)


def _list_links(place: str, about: Mapping[str, object], among: dict[str, dict[str, dict[object, str]]]) -> str:
    lang = str(about.get("lang", LANGS[0]))
    links = []
    for other, target in among["lang"].get(_name_group(about, "lang"), {}).items():
        if other != lang and other in LANGS:
            links.append({"kind": "lang", "href": _find_way(place, target), "text": say("index.language", str(other))})
            links[-1]["lang"] = str(other)
    years = among["year"].get(_name_group(about, "year"), {})
    of_years = sorted(year for year in years if isinstance(year, int))
    if about.get("year") in of_years:
        at = of_years.index(about["year"])
        for year in of_years[max(0, at - 1) : at] + of_years[at + 1 : at + 2]:
            text = say("index.of_year", lang, year=year)
            links.append({"kind": "year", "href": _find_way(place, years[year]), "text": text})
    names = list_group("page", lang)
    others = among["notebook"].get(_name_group(about, "notebook"), {})
    known = [name for name in names if name in others]
    for notebook in [*known, *sorted(str(name) for name in others if name not in names)]:
        if notebook != about.get("notebook"):
            text = names.get(notebook, notebook)
            links.append({"kind": "page", "href": _find_way(place, others[notebook]), "text": text})
    wanted = "&".join(f"{name}={quote(str(about[name]))}" for name in ("province",) if about.get(name))
    gallery = posixpath.relpath("index.html", posixpath.dirname(place)) + (f"#{wanted}" if wanted else "")
    links.append({"kind": "all", "href": gallery, "text": say("index.all", lang)})
    return json.dumps({"place": place + _ENDING, "links": links}, ensure_ascii=False)


def _find_way(place: str, target: str) -> str:
    return quote(posixpath.relpath(target + _ENDING, posixpath.dirname(place)))


def link_pages(out: Path, links: Mapping[str, str], *, but: Iterable[str] = ()) -> list[str]:
    """Write into the pages of a folder which pages stand beside them; return the places of those that this changed.

    Parameters
    ----------
    links : mapping
        Of `list_links`, for the pages that are there.
    but : iterable of str
        Places of pages that stay as they are.
    """
    kept = set(but)
    return [place for place, text in links.items() if place not in kept and _link_page(out / (place + _ENDING), text)]


def _link_page(page: Path, text: str) -> bool:
    try:
        with page.open("rb") as file:
            found = _SLOT.search(file.read(_WITHIN))
        if found is None or unescape(found[2].decode()) == text:
            return False
        content = page.read_bytes()
        write_whole({page: content[: found.start(2)] + escape(text).encode() + content[found.end(2) :]})
    except (OSError, UnicodeDecodeError):  # no page of ours, or no room: it stays as it is
        return False
    return True
