"""Sentences on a province among others: what stands out, which groups are not sure, who is like it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govindex.compare.precision import find_smallest_change, is_beyond_noise
from govindex.figures.lists import list_page_units, list_page_years
from govindex.figures.peers.tables import list_middles, list_sets, list_spines, list_standings
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_provinces
from govindex.words import listing, ordinal, quote, say

_OF = ["province", "year", "part"]


@kept
def list_ends(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the strongest and weakest of each province, and where it lost most, totals left out.

    One row per province, year and part: the keys, best, best_rank and best_scored (of how many), the same of worst
    (missing where there is but one), lost_name and lost (points; missing where no maximum is known).
    """
    rows = list_standings(tables)
    rows = rows[~rows["component"].isin(["papi", "par"])]
    names = list_spines(tables, lang)[["component", "year", "name"]]
    rows = rows.merge(names, on=["component", "year"]).assign(name=lambda all_rows: all_rows["name"].map(quote))
    rows = rows.sort_values("rank", kind="stable")
    ends = rows.drop_duplicates(_OF).rename(columns=_name_end("best"))
    ends = ends[[*_OF, "best", "best_rank", "best_scored", "component"]]
    worst = rows.drop_duplicates(_OF, keep="last").rename(columns=_name_end("worst"))
    worst = worst[[*_OF, "worst", "worst_rank", "worst_scored", "component"]]
    ends = ends.merge(worst, on=_OF, suffixes=("", "_worst"))
    alone = ends["component"] == ends["component_worst"]
    ends["worst"] = ends["worst"].mask(alone)
    lost = rows.dropna(subset="lost").sort_values("lost", ascending=False, kind="stable").drop_duplicates(_OF)
    lost = lost.rename(columns={"name": "lost_name"})[[*_OF, "lost_name", "lost"]]
    return ends.drop(columns=["component", "component_worst"]).merge(lost, on=_OF, how="left")


def _name_end(end: str) -> dict[str, str]:
    return {"name": end, "rank": f"{end}_rank", "scored": f"{end}_scored"}


@kept
def list_leads(tables: Tables) -> pd.DataFrame:
    """Return in how many components each province is above and below the median of its peers, beyond noise.

    One row per province, year, part and kind of peers: the keys, above, below, count (components known of both).
    """
    rows = list_standings(tables)[[*_OF, "component", "score"]]
    rows = rows.merge(list_sets(tables)[["province", "year", "kind", "of"]], on=["province", "year"])
    rows = rows.merge(list_middles(tables), on=["of", "component", "year"])
    margins = {code: find_smallest_change(tables, code) for code in rows["component"].unique()}
    gap, margin = rows["score"] - rows["peer_middle"], rows["component"].map(margins)
    beyond = is_beyond_noise(gap, margin)
    rows = rows.assign(above=beyond & (gap > 0), below=beyond & (gap < 0), count=1)
    return rows.groupby([*_OF, "kind"])[["above", "below", "count"]].sum().reset_index()


@kept
def list_told(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of every province and year: province, year, told (a list of paragraphs)."""
    standings = list_standings(tables)
    names = list_spines(tables, lang).set_index(["component", "year"])["name"]
    dimensions = dict(list(standings[standings["part"] == "dimension"].groupby(["province", "year"])))
    ends = list_ends(tables, lang)
    ends = ends[ends["part"] == "dimension"].set_index(["province", "year"]).to_dict("index")
    sets = list_sets(tables)
    similar = sets[sets["kind"] == "similar"].set_index(["province", "year"]).to_dict("index")
    years = list_page_years(tables)
    codes = list_page_units(tables)
    places = label_provinces(tables, pd.DataFrame({"province": codes}), lang).set_index("province")["name"].to_dict()
    counts = standings[(standings["part"] == "dimension") & (standings["component"] != "papi")]
    counts = counts.groupby("year")["component"].nunique()
    rows = []
    for province, place in places.items():
        for year in years:
            key, known = (province, year), {"place": place, "year": year, "all": int(counts.get(year, 0))}
            told = _tell_own(dimensions.get(key), ends.get(key), names, known, lang)
            if key in dimensions:
                told.append(_tell_similar(similar.get(key), places, names, known, lang))
            rows.append({"province": province, "year": year, "told": told})
    return pd.DataFrame(rows)


def _tell_own(
    rows: pd.DataFrame | None, ends: dict[str, Any] | None, names: pd.Series, known: dict, lang: str
) -> list[str]:
    if rows is None or ends is None:
        return [say("sheet_peers.unscored", lang, **known)]
    below = rows[rows["component"] != "papi"]
    told = []
    if len(below) == len(rows):
        told.append(say("sheet_peers.partly", lang, count=len(below), **known))
    if pd.notna(ends["worst"]):
        shown = {f"{end}{of}": ends[f"{end}{of}"] for end in ("best", "worst") for of in ("", "_rank", "_scored")}
        shown |= {f"{end}_rank": ordinal(int(ends[f"{end}_rank"]), lang) for end in ("best", "worst")}
        told.append(say("sheet_peers.ends", lang, place=known["place"], **shown))
    near = below[below["near"].notna()]
    if near.empty:
        told.append(say("sheet_peers.near_none", lang))
    else:
        listed = listing([quote(names[code, known["year"]]) for code in near["component"]], lang)
        told.append(say("sheet_peers.near", lang, count=len(near), all=len(below), names=listed))
    return [" ".join(told)]


def _tell_similar(own: dict[str, Any] | None, places: dict, names: pd.Series, known: dict, lang: str) -> str:
    if own is None or not own["peers"]:
        return say("sheet_peers.similar_none", lang, **known)
    listed = listing([places[code] for code in own["peers"]], lang)
    alike, unlike = (quote(names[own[end], known["year"]]) for end in ("near", "far"))
    return say("sheet_peers.similar", lang, names=listed, alike=alike, unlike=unlike)
