"""What every explorer's book holds: provinces, words, controls, panels, the line that reproduces a view."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from govindex.charts.theme import finish_panel, halve_name
from govindex.compare.frameworks import list_breaks
from govindex.figures.controls import Control
from govindex.tables.names import list_component_names
from govindex.tables.page import Page
from govindex.words import list_group, say

_OPEN = 9999  # the last year of what goes on


def list_provinces(page: Page) -> list[dict[str, Any]]:
    """Return the 63 provinces of 2011-2024 in the order of their names: code, name, region, kind, tile, spellings."""
    provinces = page.tables.provinces
    named = provinces[provinces["first_year"] < 2025]
    spellings = page.tables.province_names.groupby("code")["spelling"].agg(list)
    name = f"name_{page.lang}"
    return [
        {
            "code": row["code"],
            "name": row[name],
            "lines": halve_name(row[name], 11),
            "region": row["region"],
            "kind": row["kind"],
            "col": int(row["tile_col"]),
            "row": int(row["tile_row"]),
            "spellings": [row["name_vi"], row["name_en"], *spellings.get(row["code"], [])],
        }
        for row in named.sort_values("name_en").to_dict("records")
    ]


def list_names(page: Page, components: list[str]) -> dict[str, dict[str, Any]]:
    """Return how each component is called: name, lines, other names with their years, and told, the name with these.

    The key of `names` that the front end looks up is first and last, the years of a name that is not today's.
    """
    every = list_component_names(page.tables)
    every = every.rename(columns={f"name_{page.lang}": "name", f"short_{page.lang}": "short"})
    today = every[every["last_year"].isna()].set_index("component")["name"]
    earlier = every[every["last_year"].notna()]
    earlier = earlier[earlier["name"] != earlier["component"].map(today)]
    found = {code: {"name": today[code], "lines": halve_name(today[code], 30), "names": []} for code in components}
    others: dict[str, list[str]] = {code: [] for code in components}
    for row in earlier[earlier["component"].isin(components)].sort_values("first_year").itertuples():
        first, last = int(row.first_year), int(row.last_year)
        named = {"first": first, "last": last, "name": row.name, "lines": halve_name(row.name, 30)}
        found[row.component]["names"].append(named)
        years = str(first) if first == last else f"{first}–{last}"
        others[row.component].append(f"{years}: {row.short}")
    for code, each in found.items():
        each["told"] = f"{each['name']} ({'; '.join(others[code])})" if others[code] else each["name"]
    return found


def list_spans(page: Page, measures: tuple[str, ...]) -> dict[str, Any]:
    """Return what a line over the years follows and breaks at.

    series: for a component whose code has had several meanings the spans of each, as first year, last year, code;
    broken: the years in which a component does not compare with the year before.
    """
    series = page.tables.series
    series = series[series["measure"].isin(measures)].sort_values("first_year")
    spans = {
        name: [
            [int(row.first_year), _OPEN if pd.isna(row.last_year) else int(row.last_year), row.component]
            for row in rows.itertuples()
        ]
        for name, rows in series.groupby("series", sort=False)
    }
    held = series.groupby("component")["series"].agg(list)
    broken: dict[str, list[int]] = {}
    for measure in measures:
        for component, year in list_breaks(page.tables, measure):
            broken.setdefault(component, []).append(int(year))
    return {"series": {code: [spans[name] for name in names] for code, names in held.items()}, "broken": broken}


def province_control(
    page: Page, provinces: list[dict[str, Any]], *, offered: tuple[str, ...] = (), name: str = "province"
) -> Control:
    """Return the typed search for a province; `offered` are the codes suggested, all of them when there are none."""
    options = tuple((each["code"], each["name"], *each["spellings"]) for each in provinces)
    unknown = say("explore.unknown_province", page.lang, text="{text}")
    return Control(
        name, "search", say("explore.province", page.lang), options=options, unknown=unknown, offered=offered
    )


def write_book(
    page: Page,
    explorer: str,
    *,
    notebook: str,
    state: dict[str, Any],
    controls: list[Control],
    panels: list[dict[str, Any]],
    **figures: Any,
) -> dict[str, Any]:
    """Return a book: what the front end needs of one explorer, as values that JSON can hold."""
    shared = list_group("explore", page.lang)
    own = list_group(f"explore_{explorer}", page.lang)
    actions = {"export": {"svg": True, "png": True}, "source": False, "compiled": False, "editor": False}
    menu = {"CLICK_TO_VIEW_ACTIONS": "menu", "SVG_ACTION": "svg", "PNG_ACTION": "png"}
    embed = {
        "renderer": "svg",
        "ast": True,
        "logLevel": 1,  # errors; a panel without a figure of some kind is no reason to warn
        "actions": actions,
        "i18n": {key: say(f"show.{word}", page.lang) for key, word in menu.items()},
    }
    return {
        "explorer": explorer,
        "lang": page.lang,
        "state": state,
        "words": shared | own,
        "controls": [control._asdict() for control in controls],
        "panels": panels,
        "line": f"govindex report --province {{province}} --year {{year}} --lang {page.lang} --notebook {notebook}",
        "embed": embed,
        **figures,
    }


def write_panel(
    page: Page, name: str, chart: alt.TopLevelMixin | None, columns: dict[str, int | None], *, picks: str = ""
) -> dict[str, Any]:
    """Return one panel of a book.

    Parameters
    ----------
    chart : Chart or None
        A function of `charts.explore` gave it; None for a panel that is a table alone.
    columns : dict
        The columns of its table: decimals of a number, None for text.
    picks : str
        The choice that a click on a mark makes, by the mark's column ``pick``.
    """
    headings = list_group("column", page.lang)
    headings["publisher"] = headings["source"]
    told = [{"name": column, "title": headings.get(column, "")} for column in columns]
    for entry, digits in zip(told, columns.values(), strict=True):
        if digits is not None:
            entry |= {"digits": digits}
    panel = {"name": name, "columns": told, "picks": picks, "description": say(f"explore.{name}_about", page.lang)}
    if chart is None:
        return panel | {"table": True}
    return panel | {"spec": finish_panel(chart, lang=page.lang)}


def keep_measure(page: Page, measure: str) -> Page:
    """Return the page with the figures of one measure only: the same answers, found among fewer rows."""
    names = ("scores", "unscored", "ranks", "national", "frameworks", "groups")
    tables = {name: getattr(page.tables, name) for name in names}
    own = {name: table[table["measure"] == measure].reset_index(drop=True) for name, table in tables.items()}
    return page._replace(tables=page.tables._replace(**own))


def list_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as values for JSON, None for what is missing."""
    return [{name: _plain(value) for name, value in row.items()} for row in rows.to_dict("records")]


def list_by_province(
    rows: pd.DataFrame, names: dict[str, str], places: dict[str, int], *, texts: dict[str, str]
) -> dict[str, dict[str, dict[int, Any]]]:
    """Return columns of a table as lists of one value a province, by component and year.

    Parameters
    ----------
    rows : DataFrame
        One row per component, year and province.
    names : dict
        What each column is called in the book.
    places : dict
        The place of each province's code in the lists.
    texts : dict
        Columns of one-letter values, with the letter of an absent one: their lists become one text.
    """
    figures: dict[str, dict[str, dict[int, Any]]] = {name: {} for name in names.values()}
    for (component, year), own in rows.groupby(["component", "year"]):
        at = own["province"].map(places).tolist()
        for column, name in names.items():
            values: list[Any] = [texts.get(column)] * len(places)
            for place, value in zip(at, own[column].tolist(), strict=True):
                values[place] = None if pd.isna(value) else value
            figures[name].setdefault(component, {})[year] = "".join(map(str, values)) if column in texts else values
    return figures


def _plain(value: Any) -> Any:
    if not isinstance(value, str | bool | list) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def number_or_none(value: Any) -> float | None:
    """Return a number for JSON, None for what is missing."""
    return None if pd.isna(value) else float(value)
