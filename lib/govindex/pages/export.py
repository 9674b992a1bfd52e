"""An executed notebook as one HTML file that opens anywhere: no code, no request, charts alive.

The cells go through nbconvert with the template ``templates/notebook``; around them stands ``templates/page.html.j2``.
The page's Content-Security-Policy forbids every fetch and every script but the charts' own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter, TemplateExporter
from nbformat import from_dict
from traitlets.config import Config

from govindex import __version__
from govindex.front import pack_text, read_page_script
from govindex.front import read_style as read_sheet_style
from govindex.front.assets import Shared
from govindex.pages.templates import TEMPLATES, load_templates, read_style, read_template, write_policy
from govindex.tables.names import fold
from govindex.tables.places import name_own_data
from govindex.vega import find_versions, find_versions_of_altair, is_chart_script, load_bundle, write_settings
from govindex.words import LANGS, check_lang, say

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FETCHING = ("base", "embed", "frame", "iframe", "link", "meta", "object")
_FETCHED = {"srcset", "poster"}
_CELLS = {"gi-text", "gi-cell"}
_HEADINGS = ("h2", "h3", "h4")
_LOOKED_AT = ("img", "svg", "script", "figure", "table")
_WORDS = ("skip", "contents", "beside", "others", "noscript", "charts", "offline")
_SHOWN_FIRST = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]


def export_html(
    notebook: NotebookNode,
    *,
    lang: str,
    title: str | None = None,
    shared: Shared | None = None,
    beside: str | None = None,
) -> str:
    """Return the executed `notebook` as one HTML page in `lang`.

    A cell tagged ``notebook-only`` is left out. Of a Markdown cell that carries both languages in ``<div lang="…">``
    only the part in `lang` is kept. The first ``header.gi-page-head`` becomes the head of the page; its contents are
    the headings ``h2`` and ``h3``. A script that is not a chart's, and whatever the page would have to fetch, is left
    out.

    Parameters
    ----------
    notebook : NotebookNode
        With outputs.
    lang : str
        ``vi`` or ``en``.
    title : str, optional
        What the browser shows as the page's name; without it the first heading.
    shared : Shared, optional
        Takes the scripts and figures that other pages of a site need too; without it the page is one file.
    beside : str, optional
        Which pages stand beside it (`govindex.pages.beside`), empty where that is not known yet; without it the page
        stands alone.

    Raises
    ------
    UnknownName
        When `lang` is not a language of the library.
    GovindexError
        When the charts ask for a Vega-Lite that is not installed.
    """
    check_lang(lang)
    cells = BeautifulSoup(_render_cells(notebook), "html.parser")
    _keep_language(cells, lang)
    charts = _keep_charts(cells)
    books = [script for script in _list_elements(cells, "script") if _is_book(script)]
    packed = bool(books) and not charts and shared is None  # charts of their own want Vega while the page is read
    if books:
        charts = charts or find_versions_of_altair()
    _drop_fetched(cells)
    for image in _list_elements(cells, "img"):
        image.attrs.setdefault("alt", say("export.image", lang))
    head = _take_head(cells)
    _drop_empty(cells)
    desk = _set_desk(cells)
    title = title or _read_text(head.h1 or cells.find(["h1", "h2"])) or "govindex"
    if head.h1 is None:
        head.append(cells.new_tag("h1", string=title))
    contents = _list_contents(cells)
    run = [script.string for script in _list_elements(cells, "script") if not _is_book(script)]
    bundle, settings = (load_bundle(charts["vega-lite"]), write_settings(charts, lang)) if charts else ("", "")
    vega = f"{bundle}\n{settings}" if packed else ""
    first = [_place("vega", bundle, shared), {"text": settings}] if charts and not packed else []
    last = _share_books(books, shared) if shared is not None else []
    last += [_place("sheets", read_page_script(), shared)] if books else []
    last += [_place("beside", read_template("beside.js"), shared)] if beside is not None else []
    inline = [script["text"] for script in first + last if "text" in script]
    page = load_templates().get_template("page.html.j2")
    return page.render(
        lang=lang,
        title=title,
        version=__version__,
        style=_place("page", read_style() + (read_sheet_style() if books else ""), shared, kind="css"),
        policy=write_policy([*inline, *([vega] if packed else []), *run], beside=shared is not None),
        first=first,
        vega=_pack_vega(vega) if packed else "",
        last=last,
        beside=beside,
        desk=desk,
        charts=bool(charts),
        words={key: say(f"export.{key}", lang) for key in _WORDS},
        own_data=say("export.own_data", lang, name=own) if (own := name_own_data()) else "",
        head=str(head),
        contents=contents if len(contents) > 1 else [],
        main=str(cells).strip(),
    )


def _place(name: str, text: str, shared: Shared | None, *, kind: str = "js") -> dict[str, str]:
    """Return where a script or a style sheet of every page stands: in the page, or beside the pages."""
    return {"text": text} if shared is None else {"src": shared.put(name, text, kind=kind)}


@cache
def _pack_vega(text: str) -> str:
    return pack_text(text)


def _share_books(books: list[Tag], shared: Shared) -> list[dict[str, str]]:
    """Move the books of the sheets into files beside the pages; return the scripts that bring them back."""
    sources = []
    for script in books:
        source, script["data-shared"] = shared.put_packed(str(script.find_parent()["data-sheet"]), script.string)
        script.string.replace_with("")
        sources.append({"src": source})
    return sources


def _render_cells(notebook: NotebookNode) -> str:
    # the widgets' state, which nothing in a page reads, would be copied and checked
    metadata = {key: value for key, value in notebook.metadata.items() if key != "widgets"}
    return _make_exporter().from_notebook_node(from_dict({**notebook, "metadata": metadata}))[0]


class _Cells(HTMLExporter):
    """nbconvert's exporter without its own reading of the page that it has written, which is read here anyhow."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **given: object) -> tuple[str, dict]:
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **given)


@cache
def _make_exporter() -> HTMLExporter:
    return _Cells(
        config=Config(
            {
                "NbConvertBase": {"display_data_priority": _SHOWN_FIRST},
                "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {"notebook-only"}},
            }
        ),
        template_name="notebook",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )


def _list_elements(cells: Tag, *names: str) -> list[Tag]:
    """Return all elements, or those of some names: a search of Beautiful Soup's own takes several times as long."""
    elements = (each for each in cells.descendants if isinstance(each, Tag))
    return [each for each in elements if not names or each.name in names]


def _is_book(script: Tag) -> bool:
    """Return whether a script is the book of a sheet: data, which no browser runs."""
    is_packed = script.get("type") == "text/plain" and "gi-packed" in script.get("class", [])
    return is_packed and script.parent.name == "section" and "data-sheet" in script.parent.attrs


def _keep_language(cells: BeautifulSoup, lang: str) -> None:
    """Take out the parts of Markdown cells that are in other languages."""
    for part in _list_elements(cells, "div"):
        if part.get("lang") is None or part.parent is None or "gi-text" not in part.parent.get("class", []):
            continue
        if part["lang"] == lang:
            part.unwrap()
        elif part["lang"] in LANGS:
            part.decompose()


def _keep_charts(cells: BeautifulSoup) -> dict[str, str]:
    """Take out every script that is not a chart's; return the versions that the charts ask for."""
    versions: dict[str, str] = {}
    for script in _list_elements(cells, "script"):
        if _is_book(script):
            continue
        text = script.string or ""
        if script.get("src") is None and is_chart_script(text):
            script.string.replace_with(type(script.string)(text.replace("\r\n", "\n").replace("\r", "\n")))
            versions |= find_versions(text)
        else:
            script.decompose()
    return versions


def _drop_fetched(cells: BeautifulSoup) -> None:
    """Take out what would make a browser ask for something: the policy would stop it, but not the attempt."""
    for element in _list_elements(cells):
        if element.name in _FETCHING or _FETCHED.intersection(element.attrs) or not _is_here(element.get("src")):
            element.extract()


def _is_here(address: str | None) -> bool:
    return address is None or address.startswith("data:")


def _take_head(cells: BeautifulSoup) -> Tag:
    """Return the head of the page, taken out of the cells; an empty one when they hold none."""
    for head in _list_elements(cells, "header"):
        if "gi-page-head" in head.get("class", []):
            return head.extract()
    head = cells.new_tag("header", attrs={"class": "gi-page-head"})
    if cells.h1 is not None:
        head.append(cells.h1.extract())
    return head


def _drop_empty(cells: BeautifulSoup) -> None:
    for cell in _list_elements(cells, "div"):
        if not _CELLS.isdisjoint(cell.get("class", [])) and not _has_something(cell):
            cell.extract()


def _has_something(cell: Tag) -> bool:
    """Return whether there is text to read in a cell, or something to look at."""
    if any(text.strip() for text in cell.strings):
        return True
    return any(each.name in _LOOKED_AT or "data-part" in each.attrs for each in _list_elements(cell))


def _set_desk(cells: BeautifulSoup) -> bool:
    """Put the choices of a sheet and what stays in sight with them into one column, all else into another.

    Return whether there are any; a figure takes along the text before it.
    """
    elements = _list_elements(cells)
    controls = next((each for each in elements if each.get("data-part") == "controls"), None)
    if controls is None:
        return False
    side, rest = (cells.new_tag(name, attrs={"class": kind}) for name, kind in (("div", "gi-side"), ("div", "gi-rest")))
    for part in (controls, *(each for each in elements if "data-side" in each.attrs)):
        cell = part.find_parent("div", class_="gi-cell")
        text = cell.find_previous_sibling()
        if part is not controls and text is not None and "gi-text" in text.get("class", []):
            side.append(text.extract())
        side.append(cell.extract())
    for cell in list(cells.children):
        rest.append(cell.extract())
    desk = cells.new_tag("div", attrs={"class": "gi-desk"})
    desk.extend([side, rest])
    cells.append(desk)
    return True


def _list_contents(cells: BeautifulSoup) -> list[dict[str, object]]:
    """Give every heading a name to link to; return level, anchor and text of ``h2`` and ``h3``, and if hidden."""
    elements = _list_elements(cells)
    taken = {each["id"] for each in elements if "id" in each.attrs and each.name not in _HEADINGS} | {"main"}
    contents = []
    for heading in (each for each in elements if each.name in _HEADINGS):
        text = _read_text(heading)
        plain = re.sub(r"[^a-z0-9]+", "-", " ".join(fold(word) for word in text.split())).strip("-") or "part"
        anchor, count = plain, 1
        while anchor in taken:
            count += 1
            anchor = f"{plain}-{count}"
        taken.add(anchor)
        heading["id"] = anchor
        if heading.name != "h4":
            hidden = heading.find_parent(hidden=True) is not None
            contents.append({"level": int(heading.name[1]), "anchor": anchor, "text": text, "hidden": hidden})
    return contents


def _read_text(element: Tag | None) -> str:
    return " ".join(element.get_text(" ").split()) if element is not None else ""
