"""The index of a folder of pages: a gallery to search in, made from the folder itself and from a batch's manifest."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from govindex import __version__
from govindex.errors import cut_message, hide_folders
from govindex.files import write_whole
from govindex.pages.beside import link_pages, list_links
from govindex.pages.manifest import read_manifest
from govindex.pages.templates import load_templates, read_style, read_template, write_policy
from govindex.tables.names import fold, name_province
from govindex.views.sparklines import list_lines
from govindex.words import LANGS, list_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govindex.tables.load import Tables

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_FAILED = ".failed.ipynb"


class Shown(NamedTuple):
    """One page of the gallery, or the run that was to make it; `province` is a code or empty, `year` text or empty."""

    notebook: str
    province: str
    year: str
    lang: str
    status: str
    title: str
    href: str
    executed: str
    find: str
    given: str = ""
    cell: str = ""
    error: str = ""


def write_index(tables: Tables, out: Path) -> Path:
    """Return the path of ``index.html`` in `out`, written anew from the pages that stand there.

    It lists ``<province>/<year>/<lang>/<notebook>`` for the provinces of `tables`, and whatever else the manifest of a
    batch names, by name, latest year first, with the executed notebook beside each page; a notebook whose last run
    failed is named as such, with its error where a manifest tells it.
    """
    shown = _list_shown(tables, out)
    groups = _group(tables, shown)
    words, english = ({**list_group("index", lang), "offline": say("export.offline", lang)} for lang in LANGS)
    contents = [{"level": 2, "anchor": group["anchor"], "text": group["name"]} for group in groups]
    script = read_template("gallery.js") if groups else ""
    page = load_templates().get_template("index.html.j2")
    html = page.render(
        lang="vi",
        title=f"{words['title']} · {english['title']}",
        version=__version__,
        style={"text": read_style() + read_template("gallery.css")},
        policy=write_policy([script] if script else []),
        first=[],
        last=[{"text": script}] if script else [],
        beside=None,
        desk=False,
        charts=False,
        words={key: say(f"export.{key}", "vi") for key in ("skip", "contents")} | words,
        english=english,
        contents=contents if len(contents) > 1 else [],
        groups=groups,
        failures=[each for each in shown if each.error],
        choices=_list_choices(tables, shown),
    )
    out.mkdir(parents=True, exist_ok=True)
    index = out / "index.html"
    write_whole({index: html})
    return index


def _list_shown(tables: Tables, out: Path) -> list[Shown]:
    """Return every page and every failed run of a folder."""
    runs = read_manifest(out)
    places = list_places(tables, out, runs)
    found = (_describe(tables, out, place, given, runs.get(place, {})) for place, given in places.items())
    return [shown for shown in found if shown is not None]


def list_places(tables: Tables, out: Path, runs: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what each page of a folder is made from, parameters and notebook, by place: those of `runs` and others."""
    places = {place: entry["parameters"] | {"notebook": entry["notebook"]} for place, entry in runs.items()}
    for code in (code for code in tables.provinces["code"] if (out / code).is_dir()):
        for folder in (out / code).iterdir():
            if re.fullmatch(r"\d{4}", folder.name):
                for lang in LANGS:
                    for name in _list_names(folder / lang):
                        given = {"province": code, "year": int(folder.name), "lang": lang, "notebook": name}
                        places.setdefault(f"{code}/{folder.name}/{lang}/{name}", given)
    for place in _list_apart(out):
        *about, lang, name = place.split("/")
        places.setdefault(place, {"about": "/".join(about[1:]), "lang": lang, "notebook": name})
    return places


def link_all(tables: Tables, out: Path, runs: Mapping[str, dict[str, Any]], *, but: Iterable[str] = ()) -> list[str]:
    """Write into the pages that stand in a folder which others stand beside them; return the places of those changed.

    Parameters
    ----------
    runs : mapping
        What is known of its batches, by place.
    but : iterable of str
        Places of pages that stay as they are.
    """
    places = list_places(tables, out, runs)
    return link_pages(
        out, list_links({place: about for place, about in places.items() if _stands(out, place)}), but=but
    )


def link_made(tables: Tables, out: Path, pages: Iterable[Path]) -> None:
    """Write into `pages`, just made in a folder, and into those of no batch, which others stand beside them.

    A page of a batch is what its manifest says; the next batch sees to it.
    """
    runs = read_manifest(out)
    made = {page.relative_to(out).with_suffix("").as_posix() for page in pages}
    link_all(tables, out, runs, but=runs.keys() - made)


def _stands(out: Path, place: str) -> bool:
    return (out / f"{place}.html").is_file()


def _list_apart(out: Path) -> Iterable[str]:
    """Yield the places of pages about no province: ``<notebook>/<lang>/<notebook>``, or a parameter between them."""
    folders = sorted(out.iterdir()) if out.is_dir() else []
    for folder in (folder for folder in folders if folder.is_dir() and not folder.name.startswith(".")):
        for parent in [folder, *sorted(each for each in folder.iterdir() if each.is_dir())]:
            for lang in LANGS:
                if folder.name in _list_names(parent / lang):
                    yield (parent / lang / folder.name).relative_to(out).as_posix()


def _list_names(folder: Path) -> Iterable[str]:
    names = {path.name.removesuffix(_FAILED) for path in folder.glob(f"*{_FAILED}")}
    names |= {path.stem for path in folder.glob("*.html") if path.is_file()}
    return sorted(name for name in names if not name.startswith("."))


def _describe(tables: Tables, out: Path, place: str, given: dict[str, Any], entry: dict[str, Any]) -> Shown | None:
    """Return what is shown of a run; None when nothing of it is there any more."""
    target = out / place
    page, executed, failed = (target.with_name(target.name + end) for end in (".html", ".ipynb", _FAILED))
    broken = failed.exists() or (entry.get("status") == "failed" and not page.exists())
    if not broken and not page.exists():
        return None
    title = given["notebook"] if broken else entry.get("title") or _read_title(page) or given["notebook"]
    error = entry.get("error", {}) if broken else {}
    province, year, lang = (str(given.get(name, "")) for name in ("province", "year", "lang"))
    names = _name_all(tables, province)
    told = {name: value for name, value in given.items() if name not in ("notebook",) and value != ""}
    return Shown(
        notebook=given["notebook"],
        province=province if names else "",
        year=year,
        lang=lang,
        status="failed" if broken else "made",
        title=title,
        href="" if broken else _link(page, out),
        executed=next((_link(path, out) for path in ([failed] if broken else [executed]) if path.exists()), ""),
        find=_write_words(title, given["notebook"], *map(str, told.values()), *names),
        given=hide_folders(", ".join(f"{name}={value}" for name, value in told.items())),
        cell=error.get("cell", ""),
        error=cut_message(hide_folders(error.get("message", ""))),
    )


def _name_all(tables: Tables, code: str) -> list[str]:
    if code not in set(tables.provinces["code"]):
        return []
    return [name_province(tables, code, lang) for lang in LANGS]


def _write_words(*texts: str) -> str:
    """Return texts as a reader may search for them: folded word by word, a name also as one word."""
    words = [fold(word) for text in texts for word in re.split(r"[^\w.]+|_", text) if word]
    return " ".join(dict.fromkeys([*words, *(fold(text) for text in texts)]))


def _group(tables: Tables, shown: list[Shown]) -> list[dict[str, Any]]:
    """Return the pages by province, those about no province by notebook and last; then by year, latest first.

    Of two units of one name the later comes first.
    """
    groups: dict[tuple[bool, str], list[Shown]] = {}
    for each in shown:
        groups.setdefault((not each.province, each.province or each.notebook), []).append(each)
    found = []
    for (apart, name), pages in groups.items():
        years = sorted({page.year for page in pages}, reverse=True)
        found.append(
            {
                "apart": apart,
                "anchor": f"n-{name}" if apart else f"p{name}",
                "name": name if apart else _join_names(*_name_all(tables, name), name),
                "sorted": [fold(word) for word in (name if apart else _name_all(tables, name)[0]).split()],
                "lines": [] if apart else list_lines(tables, name),
                "years": [{"year": year, "shelves": _fill_shelves(pages, year)} for year in years],
            }
        )
    found.sort(key=lambda group: group["years"][0]["year"], reverse=True)
    return sorted(found, key=lambda group: (group["apart"], group["sorted"]))


def _fill_shelves(pages: list[Shown], year: str) -> list[dict[str, Any]]:
    """Return the languages that a year has pages in, each with its pages, the report first."""
    shelves = []
    for lang in LANGS:
        own = [page for page in pages if page.year == year and page.lang == lang]
        own.sort(key=lambda page: (page.notebook != "report", page.notebook, page.href))
        if own:
            words = {key: say(f"index.{key}", lang) for key in ("language", "failed")}
            shelves.append({"lang": lang, "pages": own} | words)
    return shelves


def _list_choices(tables: Tables, shown: list[Shown]) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter may be set to: value and words."""
    codes = {each.province for each in shown} - {""}
    provinces = [(code, _join_names(*_name_all(tables, code), code)) for code in codes]
    statuses = [status for status in ("made", "failed") if any(each.status == status for each in shown)]
    told = {status: f"{say(f'index.is_{status}', 'vi')} · {say(f'index.is_{status}', 'en')}" for status in statuses}
    return {
        "province": sorted(provinces, key=lambda pair: ([fold(word) for word in pair[1].split()], pair[0])),
        "year": [(year, year) for year in sorted({each.year for each in shown} - {""}, reverse=True)],
        "notebook": [(name, name) for name in sorted({each.notebook for each in shown})],
        "lang": [(lang, say("index.language", lang)) for lang in LANGS if any(each.lang == lang for each in shown)],
        "status": list(told.items()),
    }


def _read_title(page: Path) -> str:
    try:  # whatever stands there: a page that nobody here has made is listed by its name
        with page.open(encoding="utf-8", errors="replace") as file:
            found = _TITLE.search(file.read(20_000))
    except OSError:
        return ""
    return unescape(found[1]).strip() if found else ""


def _link(path: Path, out: Path) -> str:
    return quote(path.relative_to(out).as_posix())


def _join_names(vietnamese: str, english: str, code: str) -> str:
    return vietnamese + (f" · {english}" if english != vietnamese else "") + (f" ({code})" if "-" in code else "")
