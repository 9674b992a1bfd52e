"""The index of a folder of pages: what is there, read off the folder itself."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from govindex import __version__
from govindex.export import load_templates, read_style, write_policy
from govindex.files import write_whole
from govindex.names import fold, name_province
from govindex.words import LANGS, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govindex.load import Tables

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_FAILED = ".failed.ipynb"


def write_index(tables: Tables, out: Path) -> Path:
    """Return the path of ``index.html`` in `out`, written anew from the pages that stand there.

    It lists ``<province>/<year>/<lang>/<notebook>`` for the provinces of `tables`, by name, latest year first, with
    the executed notebook beside each page; a notebook whose last run failed is named as such.
    """
    words, english = (
        {key: say(f"index.{key}", lang) for key in ("title", "about", "empty")}
        | {"offline": say("export.offline", lang)}
        for lang in LANGS
    )
    provinces = _list_provinces(tables, out)
    contents = [{"level": 2, "anchor": province["anchor"], "text": province["name"]} for province in provinces]
    page = load_templates().get_template("index.html.j2")
    html = page.render(
        lang="vi",
        title=f"{words['title']} · {english['title']}",
        version=__version__,
        style=read_style(),
        policy=write_policy(),
        bundle="",
        front="",
        words={key: say(f"export.{key}", "vi") for key in ("skip", "contents")} | words,
        english=english,
        contents=contents if len(contents) > 1 else [],
        provinces=provinces,
    )
    out.mkdir(parents=True, exist_ok=True)
    index = out / "index.html"
    write_whole({index: html})
    return index


def _list_provinces(tables: Tables, out: Path) -> list[dict[str, object]]:
    """Return the provinces that have pages in `out`, by name."""
    codes = tables.provinces["code"]
    found = []
    for code in (code for code in codes if (out / code).is_dir()):
        years = [
            {"year": folder.name, "shelves": shelves}
            for folder in sorted((out / code).iterdir(), reverse=True)
            if re.fullmatch(r"\d{4}", folder.name) and (shelves := _list_shelves(folder, out))
        ]
        if years:
            vietnamese, english = (name_province(tables, code, lang) for lang in LANGS)
            found.append({"anchor": f"p{code}", "name": _join_names(vietnamese, english, code), "years": years})
    return sorted(found, key=lambda province: ([fold(word) for word in province["name"].split()], province["anchor"]))


def _list_shelves(folder: Path, out: Path) -> list[dict[str, object]]:
    """Return the languages that a year's `folder` has pages in, each with its pages."""
    shelves = []
    for lang in LANGS:
        pages = [_describe_page(folder / lang, name, out) for name in _list_names(folder / lang)]
        if pages:
            words = {key: say(f"index.{key}", lang) for key in ("language", "failed", "notebook")}
            shelves.append({"lang": lang, "pages": pages} | words)
    return shelves


def _list_names(folder: Path) -> Iterable[str]:
    names = {path.name.removesuffix(_FAILED) for path in folder.glob(f"*{_FAILED}")}
    names |= {path.stem for path in folder.glob("*.html")}
    return sorted((name for name in names if not name.startswith(".")), key=lambda name: (name != "report", name))


def _describe_page(folder: Path, name: str, out: Path) -> dict[str, str]:
    """Return title and links of a notebook's page; without a link to the page when its last run failed."""
    page, failed = folder / f"{name}.html", folder / f"{name}{_FAILED}"
    if failed.exists():
        return {"title": name, "href": "", "notebook": _link(failed, out)}
    return {
        "title": _read_title(page) or name,
        "href": _link(page, out),
        "notebook": _link(folder / f"{name}.ipynb", out),
    }


def _read_title(page: Path) -> str:
    with page.open(encoding="utf-8") as file:
        found = _TITLE.search(file.read(20_000))
    return unescape(found[1]).strip() if found else ""


def _link(path: Path, out: Path) -> str:
    return quote(path.relative_to(out).as_posix())


def _join_names(vietnamese: str, english: str, code: str) -> str:
    return vietnamese + (f" · {english}" if english != vietnamese else "") + (f" ({code})" if "-" in code else "")
