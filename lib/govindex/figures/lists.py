"""What several sheets list: years, units, names, ends of a spread, trust, works; and the search of a province."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import list_covered
from govindex.compare.precision import find_smallest_change
from govindex.figures.declare import Join, Listing, Part
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import list_component_names
from govindex.tables.publishers import name_publishers
from govindex.tables.series import name_series
from govindex.tables.units import list_units, tell_apart
from govindex.words import listing, number, ordinal, say, template, write_dates

PLACE = Join("places", {"province": "$province"}, {"place": "place"})  # the name of the province in the state
SCALE_FORMATS = {"maximum": "plain"}
_ENDS = ("lowest", "highest")


def label_scale(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the words of the scale of a score, as labels of a figure; empty where the maximum is not known."""
    return {"scale": (template("chart.scale_of", lang), "")}


def list_maxima(tables: Tables, rows: pd.DataFrame) -> pd.Series:
    """Return the maximum of each row of component, year and measure (points, per cent of SIPAS).

    Where no source tells it, it is that of the other years of the series among `rows`, if these have but one.
    """
    years = rows[["measure", "year"]].drop_duplicates().itertuples(index=False, name=None)
    covered = [list_covered(tables, measure, year=year).assign(year=year) for measure, year in years]
    maxima = rows[["component", "year"]].merge(
        pd.concat(covered)[["component", "year", "maximum"]], on=["component", "year"], how="left"
    )["maximum"]
    known = maxima.groupby(name_series(tables, rows))
    return maxima.fillna(known.transform("max").where(known.transform("nunique") == 1)).set_axis(rows.index)


@kept
def list_page_years(tables: Tables) -> list[int]:
    """Return the years from the first to the last with a figure of any measure, since a page may be of each."""
    years = pd.concat([tables.scores["year"], tables.ranks["year"]])
    return list(range(int(years.min()), int(years.max()) + 1))


@kept
def list_page_units(tables: Tables) -> list[str]:
    """Return the codes of the provinces that there were in any of these years, in their order."""
    return sorted({code for year in list_page_years(tables) for code in list_units(tables, year)})


@kept
def list_places(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces that there were in any of these years, by their names.

    One row each: province (a code), place (the name), offered (the name with the years of the unit where another has it
    too).
    """
    units = tables.provinces[tables.provinces["code"].isin(list_page_units(tables))]
    units = units.sort_values("name_en", kind="stable").rename(columns={"code": "province"})
    offered = units["province"].map(tell_apart(tables, units["province"], lang))
    return units.assign(place=units[f"name_{lang}"], offered=offered)[["province", "place", "offered"]].reset_index(
        drop=True
    )


@kept
def name_over_years(tables: Tables, lang: str) -> dict[str, str]:
    """Return what each component is called today, with its earlier names and their years in brackets.

    An earlier name is the short one, or the whole one where the short is today's name; years of one name are one span.
    """
    every = list_component_names(tables).rename(columns={f"name_{lang}": "name", f"short_{lang}": "short"})
    today = every[every["last_year"].isna()].set_index("component")["name"]
    earlier = every[every["last_year"].notna()].sort_values("first_year")
    plain = [names.str.replace(r"\W+", " ", regex=True) for names in (earlier["name"], earlier["component"].map(today))]
    earlier = earlier[plain[0] != plain[1]]
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for row in earlier.itertuples():
        first, told = row.first_year, row.name if row.short == today[row.component] else row.short
        own = spans.setdefault(row.component, [])
        if own and own[-1][1:] == (first - 1, told):
            first = own.pop()[0]
        own.append((first, int(row.last_year), told))
    others = {
        code: "; ".join(f"{first}: {told}" if first == last else f"{first}–{last}: {told}" for first, last, told in own)
        for code, own in spans.items()
    }
    return {code: f"{name} ({others[code]})" if code in others else name for code, name in today.items()}


def name_ends(tables: Tables, spread: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a spread with the names of the provinces at its two ends.

    Parameters
    ----------
    spread : DataFrame
        component, year, lowest and highest (scores), lowest_code and highest_code (provinces).

    Returns
    -------
    DataFrame
        The same with lowest_province and highest_province instead of the codes: a name, with how many more have the
        same score.
    """
    held = tables.scores[tables.scores["component"].isin(spread["component"])]
    equal = held.groupby(["component", "year", "score"]).size()
    names = tables.provinces.set_index("code")[f"name_{lang}"]
    told = {}
    for end in _ENDS:
        keys = spread[["component", "year", end]].itertuples(index=False, name=None)
        others = [int(equal[key]) - 1 for key in keys]
        told[f"{end}_province"] = [
            tell_with_others(names[code], count, lang)
            for code, count in zip(spread[f"{end}_code"], others, strict=True)
        ]
    return spread.drop(columns=[f"{end}_code" for end in _ENDS]).assign(**told)


def tell_with_others(name: str, others: int, lang: str) -> str:
    """Return a name with how many others share its place; alone where there is none."""
    return say("papi.and_others", lang, name=name, count=others) if others else name


def tell_trust(status: str | None, lang: str) -> str:
    """Return the remark on a figure that is not simply printed, in brackets; else nothing."""
    if status is None or pd.isna(status) or status == "printed":
        return ""
    return say("trust.remark", lang, status=say(f"status.{status}", lang))


def tell_rank(measure: str, place: str, rank: float | None, trust: str | None, *, units: int, lang: str) -> str:
    """Return a published rank of a province, of so many units, as a sentence; nothing where none is known."""
    if rank is None or pd.isna(rank):
        return ""
    key = f"rank.{trust}" if trust in ("derived", "suspect") else "rank.published"
    told = {"place": place, "measure": say(f"measure.{measure}", lang), "units": units}
    return say(key, lang, rank=ordinal(int(rank), lang), **told)


def tell_precision(tables: Tables, lang: str) -> str:
    """Return how sure PAPI's totals are: who answers, the intervals that are printed, what is told as unchanged."""
    names = tables.provinces.set_index("code")[f"name_{lang}"]
    printed = tables.intervals[tables.intervals["component"] == "papi"]
    told = [
        f"{names[row.province]} {row.year} ±{number((row.upper - row.lower) / 2, lang)}" for row in printed.itertuples()
    ]
    least = number(find_smallest_change(tables, "papi"), lang)
    return say("papi.precision", lang, told=listing(told, lang), least=least) if told else ""


def note_precision(tables: Tables, parts: list[Part], lang: str) -> list[Part]:
    """Return the parts of a page that shows PAPI, its precision noted under the sources."""
    note = tell_precision(tables, lang)
    return [part._replace(note=note) if isinstance(part, Listing) else part for part in parts]


def cite(tables: Tables, used: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the works that some figures come from.

    Parameters
    ----------
    used : DataFrame
        source (ids, several joined by ``"; "``) and what tells the figures apart.

    Returns
    -------
    DataFrame
        One row per work and of what tells figures apart: its columns, by which they are sorted, source (an id),
        publisher, citation; works in the order of ``sources.csv``.
    """
    rows = used.assign(source=used["source"].str.split("; ")).explode("source").drop_duplicates()
    order = {source: at for at, source in enumerate(tables.sources["source"])}
    others = [column for column in used if column != "source"]
    rows = rows[rows["source"].isin(order)].assign(order=rows["source"].map(order)).sort_values([*others, "order"])
    works = name_publishers(tables.sources, lang).set_index("source").loc[rows["source"]]
    rows = rows.assign(
        publisher=works["publisher"].to_numpy(), citation=[write_dates(each, lang) for each in works["citation"]]
    )
    return rows[[*others, "source", "publisher", "citation"]].reset_index(drop=True)
