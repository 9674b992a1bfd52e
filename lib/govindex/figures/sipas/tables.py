"""SIPAS's tables for every province and year at once: what the figures of its sheet take their rows from."""

from __future__ import annotations

import textwrap

import pandas as pd

from govindex.charts.theme import MEAN
from govindex.compare.frameworks import find_framework
from govindex.compare.heirs import band_scores, part_incomplete
from govindex.compare.ranks import list_printed_ranks
from govindex.compare.scores import change_scores, find_mean, find_mean_status
from govindex.compare.trends import find_breaks, number_stretches, trend_scores
from govindex.figures.lists import cite, list_page_years, list_places
from govindex.figures.merged import name_bands
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.views.labels import label_sources
from govindex.words import say


def find_first_year(tables: Tables) -> int:
    """Return the first year with a score, rank or national mean of SIPAS."""
    held = [table.loc[table["measure"] == "sipas", "year"] for table in (tables.scores, tables.ranks, tables.national)]
    return int(pd.concat(held).min())


@kept
def list_criteria(tables: Tables, lang: str) -> pd.DataFrame:
    """Return every score of the index and its criteria with its change on the nearest year before that compares.

    Returns
    -------
    DataFrame
        One row per province, component and year: province, component, year, name, short, score (per cent), trust (the
        status as a code), change (percentage points) and change_base (the year it is on; both missing where none
        compares), doubt (``?`` where one of the two is suspect), framework, stretch (a line joins the rows of one
        only), suspect, status, source, publisher.
    """
    codes = list(tables.components.loc[tables.components["measure"] == "sipas", "component"])
    provinces = sorted(tables.scores.loc[tables.scores["measure"] == "sipas", "province"].unique())
    each = [trend_scores(tables, codes, province=code).assign(province=code) for code in provinces]
    rows = pd.concat(each, ignore_index=True)
    rows = label_components(tables, rows.assign(suspect=rows["status"] == "suspect"), lang)
    rows = rows.merge(_list_changes(tables, rows), on=["province", "component", "year"], how="left")
    doubted = rows.set_index(["province", "component", "year"])["suspect"].to_dict()
    keys = zip(rows["province"], rows["component"], rows["change_base"], rows["suspect"], strict=True)
    rows["doubt"] = [" ?" if suspect or doubted.get((code, part, base)) else "" for code, part, base, suspect in keys]
    rows["stretch"] = rows["province"] + " " + rows["stretch"].astype("str")
    rows = rows.assign(trust=rows["status"], status=[say(f"status.{status}", lang) for status in rows["status"]])
    columns = ["province", "component", "year", "name", "short", "score", "trust", "change", "change_base", "doubt"]
    return label_sources(rows, tables.sources, lang)[
        [*columns, "framework", "stretch", "suspect", "status", "source", "publisher"]
    ]


def _list_changes(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the change of each score on the nearest year before it that is of its framework and scored."""
    found = []
    for province, own in rows.groupby("province"):
        frameworks = own.drop_duplicates("year").set_index("year")["framework"].sort_index()
        for year, framework in frameworks.items():
            earlier = [base for base in frameworks.index if base < year and frameworks[base] == framework]
            if not earlier or pd.isna(framework):
                continue
            changes = change_scores(tables, "sipas", province=province, year=year, base=earlier[-1])
            changes = changes[["component", "change"]].assign(province=province, year=year, change_base=earlier[-1])
            found.append(changes)
    return pd.concat(found, ignore_index=True)


@kept
def list_index(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the index of every province and year with a score or a published rank, and the national mean.

    Returns
    -------
    DataFrame
        One row per province and year, and per year with a mean: province (``mean`` for it), year, score (per cent;
        missing where only the rank is known), printed_rank, rank_status (in words), rank_trust, rank_suspect, mean,
        framework, stretch, suspect, status, source, publisher, break (the words on a framework that is new that year).
    """
    criteria = list_criteria(tables, lang)
    scores = criteria[criteria["component"] == "sipas"].drop(columns=["component", "name", "short"])
    ranks = [list_printed_ranks(tables, "sipas", year=year).assign(year=year) for year in list_page_years(tables)]
    ranks = pd.concat(ranks)[["province", "year", "rank", "status", "source"]]
    ranks = ranks.rename(columns={"rank": "printed_rank", "status": "rank_status", "source": "rank_source"})
    rows = scores.merge(ranks, on=["province", "year"], how="outer")
    rows["source"] = rows["source"].fillna(rows["rank_source"])
    rows = label_sources(rows.drop(columns="publisher"), tables.sources, lang)
    rows = rows.assign(
        rank_suspect=rows["rank_status"] == "suspect",
        rank_trust=rows["rank_status"],
        rank_status=[None if pd.isna(each) else say(f"status.{each}", lang) for each in rows["rank_status"]],
        suspect=rows["suspect"].fillna(False).astype(bool),
        framework=[find_framework(tables, "sipas", year=year) for year in rows["year"]],
    )
    means = {year: find_mean(tables, "sipas", year=year) for year in list_page_years(tables)}
    middle = pd.DataFrame([{"year": year, "score": mean} for year, mean in means.items() if mean is not None])
    middle["framework"] = [find_framework(tables, "sipas", year=year) for year in middle["year"]]
    middle = middle.assign(component="sipas", province=MEAN, suspect=False, rank_suspect=False)
    middle["stretch"] = number_stretches(tables, middle, ["province"])
    middle["stretch"] = MEAN + " " + middle["stretch"].astype("str")
    rows = pd.concat([rows.drop(columns="rank_source"), middle.drop(columns="component")], ignore_index=True)
    trusts = {year: find_mean_status(tables, "sipas", year=year) for year in list_page_years(tables)}
    rows = rows.assign(
        mean=rows["year"].map(means),
        mean_trust=rows["year"].map(trusts),
        **{"break": rows["year"].map(_tell_breaks(tables, lang))},
    )
    return rows.sort_values(["province", "year"], ignore_index=True)


def list_index_and_bands(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the index with the bands of units that merged: what `list_index` and `band_scores` tell of each."""
    rows = list_index(tables, lang)
    bands = band_scores(tables, rows, ["year"]).assign(component="sipas", suspect=False, rank_suspect=False)
    stretches = number_stretches(tables, bands.assign(apart=part_incomplete), ["province", "apart"])
    bands["stretch"] = bands["province"] + " " + stretches.astype("str")
    bands = bands.drop(columns="component").assign(**{"break": bands["year"].map(_tell_breaks(tables, lang))})
    return pd.concat([rows, bands], ignore_index=True)


def _tell_breaks(tables: Tables, lang: str) -> dict[int, str]:
    """Return the words on each framework by the year it begins in, but for the first."""
    years = pd.DataFrame({"year": list_page_years(tables)}).assign(component="sipas")
    return {
        year: textwrap.fill(say("chart.framework_from", lang, year=year), 13)
        for year, why in zip(years["year"], find_breaks(tables, years), strict=True)
        if why == "framework"
    }


@kept
def list_places_and_mean(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the provinces of the years with figures, by name, the national mean and the bands of units that merged.

    One row each: province, place (the name), offered (the name with the years of the unit where another has it too),
    kind (``province``, that of the mean, or ``band``).
    """
    units = list_places(tables, lang).assign(kind="province")
    name = say("sheet_sipas.mean", lang)
    middle = pd.DataFrame({"province": [MEAN], "place": [name], "offered": [name], "kind": [MEAN]})
    bands = name_bands(tables, lang).assign(offered=lambda rows: rows["place"], kind="band")
    return pd.concat([units[["province", "place", "offered", "kind"]], middle, bands], ignore_index=True)


@kept
def list_survey(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what citizens answered when asked, most frequent first.

    One row per province, year and item: province, year, measure, kind, order, section (whose survey, and what was
    asked), name, lines (the name on lines), value (per cent of those asked), whole (100), source, publisher.
    """
    kinds = {kind: at for at, kind in enumerate(("wish", "experience", "satisfaction"))}
    rows = tables.survey.assign(kind_order=tables.survey["kind"].map(kinds))
    rows = rows.sort_values(["province", "year", "kind_order", "value"], ascending=[True, True, True, False])
    rows = rows.assign(
        name=rows[f"name_{lang}"],
        section=[
            say(f"sipas.{kind}", lang, measure=say(f"measure.{measure}", lang))
            for kind, measure in zip(rows["kind"], rows["measure"], strict=True)
        ],
        whole=100,
        order=range(len(rows)),
    )
    rows["lines"] = ["\n".join(textwrap.wrap(name, 40)) for name in rows["name"]]
    columns = [
        "province",
        "year",
        "measure",
        "kind",
        "order",
        "section",
        "name",
        "lines",
        "value",
        "whole",
        "source",
        "publisher",
    ]
    return label_sources(rows, tables.sources, lang)[columns]


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the sheet's figures come from: source, citation."""
    held = [
        table.loc[table["measure"] == "sipas", ["source"]] for table in (tables.scores, tables.ranks, tables.national)
    ]
    return cite(tables, pd.concat([*held, tables.survey[["source"]]]), lang)
