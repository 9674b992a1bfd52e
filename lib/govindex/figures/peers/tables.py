"""Tables of every province against others: what the figures of the sheet of peers take their rows from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govindex.charts.theme import halve_name
from govindex.compare.frameworks import list_covered
from govindex.compare.precision import find_smallest_change
from govindex.compare.ranks import QUARTILES, find_borders, group_measure
from govindex.compare.similar import find_drivers, find_similar
from govindex.figures.lists import cite, list_page_years
from govindex.methods.peers import measure_borders, scale_to_spine
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components
from govindex.tables.units import list_units

KINDS = ("similar", "region", "cities")
PARTS = {"dimension": "papi", "sub-dimension": "papi", "par": "par"}  # what is shown at once, with its measure
COUNT = 5  # nearest profiles
_LETTERS = 34  # of a name on one line
_KEY = ["component", "year"]


@kept
def list_standings(tables: Tables) -> pd.DataFrame:
    """Return where each score stands among all, of the components and years of which every province is held.

    Returns
    -------
    DataFrame
        One row per component, year and province: part (of `PARTS`), component, year, province, score, x (on the spine:
        0 the median, -1 or 1 the further end), rank (computed, 1 = best), scored, group (1 = highest; missing where
        there are none), up (points that enter the group above, the others held still), down (points that may be lost
        without leaving the group), near (which of both is within noise: ``up``, ``down``, ``both`` or missing), lost
        (points to the maximum; missing where that is not known), of_all (``yes`` for the index itself, ``no`` for what
        it is made of).
    """
    rows = pd.concat([group_measure(tables, measure) for measure in ("papi", "par")], ignore_index=True)
    rows = rows.assign(part=_name_parts(tables, rows["component"])).dropna(subset="part").reset_index(drop=True)
    spreads = rows[_KEY].merge(list_spreads(tables), on=_KEY, how="left")
    ends = {name: spreads[name].to_numpy() for name in ("least", "middle", "most")}
    up, down = measure_borders(rows["score"].to_numpy(), _list_borders(tables, rows))
    margins = {code: find_smallest_change(tables, code) / 2**0.5 for code in rows["component"].unique()}
    margin = rows["component"].map(margins).to_numpy(dtype=float)
    near = np.select(
        [(up <= margin) & (down <= margin), up <= margin, down <= margin],
        ["both", "up", "down"],
        "",
    )
    group = rows["group"].astype("float64")
    return rows[["part", *_KEY, "province", "score", "rank", "scored"]].assign(
        x=scale_to_spine(rows["score"].to_numpy(), **ends),
        group=group,
        up=np.where(group.notna(), up, np.nan),
        down=np.where(group.notna(), down, np.nan),
        near=pd.Series(near).where((near != "") & group.notna(), None),
        lost=spreads["maximum"] - rows["score"],
        of_all=rows["component"].isin(["papi", "par"]).map({True: "yes", False: "no"}),
    )


def _name_parts(tables: Tables, components: pd.Series) -> pd.Series:
    """Return what each component is shown with: a total with the parts right below it."""
    tree = tables.components.set_index("component")
    levels = components.map(tree["level"])
    papi = levels.where(levels != "total", "dimension")
    shown = set(tree.index[(tree["measure"] == "par") & (tree["division"].fillna("") != "field")])
    par = components.map(lambda code: "par" if code in shown else None)
    return papi.where(components.str.startswith("papi"), par)


def _list_borders(tables: Tables, rows: pd.DataFrame) -> np.ndarray:
    """Return the least score with which each row is in each group but the lowest: as others stand, or as printed."""
    borders = np.full((len(rows), len(QUARTILES)), np.nan)
    for at in rows.groupby(_KEY).indices.values():
        borders[at] = find_borders(rows["score"].to_numpy()[at])
    bands = tables.groups[(tables.groups["measure"] == "par") & tables.groups["lower"].notna()]
    printed = {int(year): sorted(own["lower"])[1:] for year, own in bands.groupby("year")}
    for at in np.flatnonzero(rows["component"].str.startswith("par")):
        lower = printed.get(int(rows.at[at, "year"]), []) if rows.at[at, "component"] == "par" else []
        borders[at] = [*lower, *[np.nan] * (len(QUARTILES) - len(lower))]
    return borders


@kept
def list_spreads(tables: Tables) -> pd.DataFrame:
    """Return how the scores of all are spread, one row per component and year of which every province is held.

    component, year, least, q1, middle (the median), q3, most (points), maximum (points; missing where it is not known).
    """
    rows = pd.concat([group_measure(tables, measure) for measure in ("papi", "par")], ignore_index=True)
    points = {"least": 0.0, "q1": 0.25, "middle": 0.5, "q3": 0.75, "most": 1.0}
    scores = rows.groupby(_KEY)["score"]
    spreads = pd.DataFrame({name: scores.quantile(point) for name, point in points.items()}).reset_index()
    covered = [
        list_covered(tables, measure, year=year)[["component", "maximum"]].assign(year=year)
        for measure in ("papi", "par")
        for year in list_page_years(tables)
    ]
    return spreads.merge(pd.concat(covered), on=_KEY, how="left")


def list_spines(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the spine of each component and year: its names, and the spread of all on it.

    component, year, scored (how many), name, lines (on at most two), order, least_x, q1_x, q3_x, most_x (on the spine),
    middle (the median, points), maximum (points; missing where it is not known).
    """
    spreads = list_spreads(tables)
    ends = {name: spreads[name].to_numpy() for name in ("least", "middle", "most")}
    on_spine = {
        f"{name}_x": scale_to_spine(spreads[name].to_numpy(), **ends).round(3) for name in ("least", "q1", "q3", "most")
    }
    rows = label_components(tables, spreads[[*_KEY, "middle", "maximum"]].round(6).assign(**on_spine), lang)
    order = {component: at for at, component in enumerate(tables.components["component"])}
    rows = rows.merge(list_standings(tables)[[*_KEY, "scored"]].drop_duplicates(), on=_KEY)
    lines = [halve_name(name, _LETTERS) for name in rows["name"]]
    return rows.drop(columns="short").assign(lines=lines, order=rows["component"].map(order))


@kept
def list_sets(tables: Tables) -> pd.DataFrame:
    """Return whom a province is held against.

    Returns
    -------
    DataFrame
        One row per province, year and kind (of `KINDS`): province, year, kind, of (a code of the set: of the region,
        ``cities``, or the province's with a tilde before it), peers (the codes of the others, a list; empty where there
        are none), near and far (of the similar: the dimensions of PAPI in which they are most and least alike; else
        missing).
    """
    scored = set(tables.scores.loc[tables.scores["measure"] == "papi", "province"])
    rows: list[dict[str, Any]] = []
    for year in list_page_years(tables):
        units = tables.provinces[tables.provinces["code"].isin(scored & set(list_units(tables, year)))]
        codes = list(units["code"])
        similar = find_similar(tables, codes, year=year, count=COUNT)
        drivers = find_drivers(tables, codes, year=year, similar=similar)
        regions = units.groupby("region")["code"].agg(list)
        cities = list(units.loc[units["kind"] == "city", "code"])
        for code, region, near, ends in zip(codes, units["region"], similar, drivers, strict=True):
            told = {"province": code, "year": year}
            same = [] if pd.isna(region) else regions[region]
            alike = dict(zip(("near", "far"), ends, strict=True)) if ends else {}
            rows += [
                {**told, "kind": "similar", "of": f"~{code}", "peers": [codes[at] for at in near], **alike},
                {**told, "kind": "region", "of": region, "peers": [one for one in same if one != code]},
                {**told, "kind": "cities", "of": "cities", "peers": [one for one in cities if one != code]},
            ]
    return pd.DataFrame(rows)


@kept
def list_middles(tables: Tables) -> pd.DataFrame:
    """Return the median of each set of peers in each component.

    One row per set, component and year with a score of any member: of, component, year, peer_middle (points), peer_x
    (on the spine). A province is a member of its region, and a city of the cities, but none of those similar to it.
    """
    scores, sets = list_standings(tables)[[*_KEY, "province", "score"]], list_sets(tables)
    found = []
    for year, rows in scores.groupby("year"):
        wide = rows.pivot(index="province", columns="component", values="score")
        for of, members in _list_members(sets[sets["year"] == year]).items():
            own = wide.reindex(members).to_numpy()
            known = ~np.isnan(own).all(axis=0)
            middle = np.nanmedian(own[:, known], axis=0)
            found.append(
                pd.DataFrame({"of": of, "component": wide.columns[known], "year": year, "peer_middle": middle})
            )
    middles = pd.concat(found, ignore_index=True)
    spreads = middles[_KEY].merge(list_spreads(tables), on=_KEY, how="left")
    ends = {name: spreads[name].to_numpy() for name in ("least", "middle", "most")}
    on_spine = scale_to_spine(middles["peer_middle"].to_numpy(), **ends)
    return middles.assign(peer_x=on_spine)


def _list_members(sets: pd.DataFrame) -> dict[str, list[str]]:
    """Return the members of each set of a year: all that are anyone's peers in it, of a region also its one member."""
    members: dict[str, set[str]] = {}
    for row in sets.itertuples():
        own = [row.province] if row.kind == "region" else []
        members.setdefault(row.of, set()).update([*row.peers, *own])
    return {of: sorted(each) for of, each in members.items() if each}


def list_citations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the works that the scores come from: measure, source, citation."""
    used = tables.scores.loc[tables.scores["measure"].isin(["papi", "par"]), ["measure", "source"]]
    return cite(tables, pd.concat([used, tables.intervals[["measure", "source"]]]), lang)
