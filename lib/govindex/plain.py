"""A plain chart or table as the last line of a cell: shown as the library's own are, in JupyterLab and in a page.

A chart is drawn without a network and has the tables that it is drawn of; a table has all of its columns, numbers by
the notebook's language, and a CSV. The language is the notebook's own parameter ``lang``.
"""

from __future__ import annotations

import os
import re
from importlib.metadata import version
from typing import Any

from govindex.front import ON_A_PAGE
from govindex.tables.names import fold
from govindex.words import LANGS, say

MOST_ROWS = 500  # of a table on a page; the CSV has all


class _Seen:
    """What has been shown in this process: how many, and the cell that brought the scripts which draw charts."""

    count = 0
    carrier: str | None = None


def show_well(shell: Any) -> None:
    """Have an IPython shell show charts and tables so; nothing is imported for it until one is shown."""
    formatters = shell.display_formatter
    api = f"altair.vegalite.v{version('altair').partition('.')[0]}.api"
    formatters.mimebundle_formatter.for_type_by_name(api, "TopLevelMixin", lambda chart, **_: _bundle(chart, shell))
    html = formatters.formatters["text/html"]
    html.for_type_by_name("pandas", "DataFrame", lambda rows: _write_table(rows, shell))
    html.for_type_by_name("pandas", "Series", lambda values: _write_table(values.to_frame(), shell))


def find_lang(shell: Any) -> str:
    """Return the language of the notebook that a shell runs: its parameter ``lang``, else the first there is."""
    lang = shell.user_ns.get("lang")
    return lang if isinstance(lang, str) and lang in LANGS else LANGS[0]


def _bundle(chart: Any, shell: Any) -> dict[str, str]:
    return {"text/html": write_chart(chart, find_lang(shell), cell=_find_cell(shell)), "text/plain": repr(chart)}


def _find_cell(shell: Any) -> str:
    """Return the id of the cell that runs, empty where the notebook's host does not tell it."""
    request = getattr(shell, "parent_header", None) or {}
    return str(request.get("metadata", {}).get("cellId", "")) if isinstance(request, dict) else ""


def write_chart(chart: Any, lang: str, *, cell: str = "") -> str:
    """Return a chart with the tables that it is drawn of, as HTML.

    The first chart in JupyterLab brings the scripts that draw all; so it does again when its `cell` runs again.
    """
    import altair as alt
    import pandas as pd

    from govindex import show
    from govindex.charts.theme import write_locale

    with alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict()
    if address := find_address(spec):
        return show.none(say("show.elsewhere", lang, address=address)).data
    spec.setdefault("config", {}).setdefault("locale", write_locale(lang))
    _Seen.count += 1
    name = f"own-{_Seen.count}"
    title = _read_title(spec)
    if title:
        spec.setdefault("description", title)
    datasets = [pd.DataFrame(rows) for rows in spec.get("datasets", {}).values() if _are_rows(rows)]
    stem = _name_file(title) or f"figure-{_Seen.count}"
    files = [stem if place == 0 else f"{stem}-{place + 1}" for place in range(len(datasets))]
    return _host(lang, cell) + show.write_figure(spec, dict(zip(files, datasets, strict=True)), name=name, lang=lang)


def _host(lang: str, cell: str) -> str:
    """Return what a chart needs of JupyterLab beside itself; nothing on a page, which has it all once."""
    from govindex import show

    if os.environ.get(ON_A_PAGE):
        return ""
    brings = _Seen.carrier is None or _Seen.carrier == cell
    _Seen.carrier = cell if brings else _Seen.carrier
    return show.speak(lang, bundle=brings)


def _write_table(rows: Any, shell: Any) -> str:
    return write_table(rows, find_lang(shell))


def write_table(rows: Any, lang: str) -> str:
    """Return a table as HTML: every column, and its index where that has a name or is more than numbers of rows."""
    import pandas as pd

    from govindex import show

    if rows.index.names != [None]:
        rows = rows.reset_index(allow_duplicates=True)
    elif not pd.api.types.is_integer_dtype(rows.index):
        rows = rows.reset_index(names="")
    names = [" ".join(map(str, name)).strip() if isinstance(name, tuple) else str(name) for name in rows.columns]
    rows = rows.set_axis(_tell_apart(names), axis=1)
    if rows.empty:
        return show.none(say("show.no_rows", lang)).data
    _Seen.count += 1
    shown = show.write_rows(rows, f"table-{_Seen.count}", lang, most=MOST_ROWS)
    hiding = "" if os.environ.get(ON_A_PAGE) else show.speak(lang)
    return f'<div class="gi-block">{shown}</div>{hiding}'


def _tell_apart(names: list[str]) -> list[str]:
    """Return names of which each stands once: that of a second column of one name has its number.

    Examples
    --------
    >>> _tell_apart(["score", "score", "year"])
    ['score', 'score (2)', 'year']
    """
    told = []
    for place, name in enumerate(names):
        before = names[:place].count(name)
        told.append(f"{name} ({before + 1})" if before else name)
    return told


def find_address(spec: Any) -> str:
    """Return the first address that a chart would fetch data from; nothing where it has all of them.

    Examples
    --------
    >>> find_address({"layer": [{"data": {"url": "https://example.org/a.csv"}}]})
    'https://example.org/a.csv'
    """
    if isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and isinstance(data.get("url"), str):
            return data["url"]
        inner = [value for name, value in spec.items() if name != "datasets"]
    else:
        inner = spec if isinstance(spec, list) else []
    return next((found for each in inner if (found := find_address(each))), "")


def _are_rows(values: Any) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(each, dict) for each in values)


def _read_title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    title = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(title) if isinstance(title, list) else title if isinstance(title, str) else ""


def _name_file(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", " ".join(fold(word) for word in title.split())).strip("-")[:60]
