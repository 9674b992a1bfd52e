"""Tables of how the parts of an index go together, of every component and year whose parts are all held."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govindex.compare.trends import number_stretches
from govindex.figures.ranking.tables import list_ranked
from govindex.methods import structure
from govindex.methods.parts import list_whole_pairs, share_parts
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import label_components

FACTORS = 3  # principal components that are shown


class Audit(NamedTuple):
    """What the parts of a component say in a year.

    Attributes
    ----------
    component, year
        What the parts make.
    shares : DataFrame
        Units by parts, each from 0 to 1.
    weights : Weights
        What each part counts.
    principal : Principal
        The principal components.
    alpha, low, high : float
        Cronbach's alpha with its 95% limits.
    """

    component: str
    year: int
    shares: pd.DataFrame
    weights: structure.Weights
    principal: structure.Principal
    alpha: float
    low: float
    high: float


@kept
def list_audits(tables: Tables) -> list[Audit]:
    """Return the audit of every component and year that can be chosen and whose parts are all held and vary."""
    chosen = set(list_ranked(tables)["component"])
    found = []
    for component, year in list_whole_pairs(tables):
        if component not in chosen:
            continue
        shares, parts = share_parts(tables, component, year)
        if len(shares) <= len(parts) or (shares.std() == 0).any():
            continue
        alpha = structure.find_alpha(shares)
        limits = structure.bound_alpha(alpha, *shares.shape)
        weights = structure.weigh_parts(shares, parts["weight"])
        found.append(Audit(component, year, shares, weights, structure.find_principal(shares), alpha, *limits))
    return found


@kept
def list_audited(tables: Tables) -> pd.DataFrame:
    """Return what can be chosen: each index as a whole, and what has parts that are all held in some year.

    One row per component, in the order of the indices and of the tree: component, measure, level.
    """
    chosen = list_ranked(tables)
    known = {audit.component for audit in list_audits(tables)}
    return chosen[chosen["component"].isin(known) | (chosen["level"] == "total")].reset_index(drop=True)


@kept
def list_correlations(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the correlation of each part with each.

    One row per component, year and pair of parts: component, year, line and beside (codes), line_name and beside_name,
    line_at and beside_at (from 0), correlation, sure (whether it differs from 0 by the t distribution, 95%).
    """
    rows: list[dict[str, Any]] = []
    for audit in list_audits(tables):
        least = structure.find_least_correlation(len(audit.shares))
        found = structure.correlate(audit.shares)
        for (at, line), (other, beside) in _pair(audit.shares.columns):
            value = round(float(found[at, other]), 4)
            rows.append(
                {"component": audit.component, "year": audit.year, "line": line, "beside": beside}
                | {"line_at": at, "beside_at": other, "correlation": value, "sure": abs(value) >= least}
            )
    table = pd.DataFrame(rows)
    for end in ("line", "beside"):
        table[f"{end}_name"] = _name(tables, table.rename(columns={"component": "of", end: "component"}), lang)
    return table


def _pair(parts: pd.Index) -> list[tuple[tuple[int, str], tuple[int, str]]]:
    return [(line, beside) for line in enumerate(parts) for beside in enumerate(parts)]


def _name(tables: Tables, rows: pd.DataFrame, lang: str) -> list[str]:
    return label_components(tables, rows, lang)["short"].tolist()


@kept
def list_weights(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what each part counts, beside what its weight says.

    One row per component, year and part: component, year, part, part_name, at (from 0), nominal and effective (per
    cent of all), ratio (correlation ratio), linear (squared correlation with the total), rest (correlation with the
    total of the other parts), against (whether that is below 0), alpha_without (missing of fewer than three parts).
    """
    rows: list[dict[str, Any]] = []
    for audit in list_audits(tables):
        without = structure.drop_alphas(audit.shares)
        for at, part in enumerate(audit.shares.columns):
            values = {name: float(getattr(audit.weights, name)[at]) for name in ("ratio", "linear", "rest")}
            values |= {name: 100 * float(getattr(audit.weights, name)[at]) for name in ("nominal", "effective")}
            values |= {"against": values["rest"] < 0, "alpha_without": float(without[at])}
            rows.append({"component": audit.component, "year": audit.year, "part": part, "at": at} | values)
    table = pd.DataFrame(rows).round(4)
    return table.assign(part_name=_name(tables, table.rename(columns={"component": "of", "part": "component"}), lang))


@kept
def list_loadings(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the correlation of each part with the first principal components.

    One row per component, year, part and factor: component, year, part, part_name, at, factor (from 1), loading,
    eigenvalue, explained (per cent of all variance).
    """
    rows: list[dict[str, Any]] = []
    for audit in list_audits(tables):
        principal = audit.principal
        for at, part in enumerate(audit.shares.columns):
            for factor in range(min(FACTORS, len(principal.eigenvalues))):
                rows.append(
                    {"component": audit.component, "year": audit.year, "part": part, "at": at, "factor": factor + 1}
                    | {"loading": round(float(principal.loadings[at, factor]), 4)}
                    | {"eigenvalue": round(float(principal.eigenvalues[factor]), 4)}
                    | {"explained": round(100 * float(principal.shares[factor]), 2)}
                )
    table = pd.DataFrame(rows)
    return table.assign(part_name=_name(tables, table.rename(columns={"component": "of", "part": "component"}), lang))


@kept
def list_alphas(tables: Tables) -> pd.DataFrame:
    """Return Cronbach's alpha over the years.

    One row per component and year: component, year, alpha, low and high (95% limits), parts, units, above_one (factors
    by Kaiser's rule), explained (per cent of variance in the first), stretch (years that a line may join).
    """
    rows = pd.DataFrame(
        {
            "component": audit.component,
            "year": audit.year,
            "alpha": round(audit.alpha, 4),
            "low": round(audit.low, 4),
            "high": round(audit.high, 4),
            "parts": audit.shares.shape[1],
            "units": len(audit.shares),
            "above_one": audit.principal.above_one,
            "explained": round(100 * float(audit.principal.shares[0]), 2),
        }
        for audit in list_audits(tables)
    )
    rows = rows.sort_values(["component", "year"], ignore_index=True)
    return rows.assign(stretch=number_stretches(tables, rows, ["component"]))


@kept
def list_profiles(tables: Tables, lang: str) -> pd.DataFrame:
    """Return where each province stands in each part, in standard deviations from the mean of all.

    One row per component, year, province and part: component, year, province, part, part_name, at, deviation, of_total
    (that of the weighted mean of all parts).
    """
    tables_of = []
    for audit in list_audits(tables):
        shares = audit.shares
        distances = (shares - shares.mean()) / shares.std(ddof=0)
        total = pd.Series(shares.to_numpy() @ audit.weights.nominal, index=shares.index)
        of_total = (total - total.mean()) / total.std(ddof=0)
        rows = distances.round(2).reset_index().melt("province", var_name="part", value_name="deviation")
        rows["of_total"] = rows["province"].map(of_total.round(2))
        rows["at"] = rows["part"].map({part: at for at, part in enumerate(shares.columns)})
        tables_of.append(rows.assign(component=audit.component, year=audit.year))
    table = pd.concat(tables_of, ignore_index=True)
    names = table[["component", "year", "part"]].drop_duplicates()
    told = _name(tables, names.rename(columns={"component": "of", "part": "component"}), lang)
    return table.merge(names.assign(part_name=told), on=["component", "year", "part"])


def find_extremes(audit: Audit) -> dict[str, tuple[str, float]]:
    """Return the parts that say most and least of an audit, each with its figure.

    Keys: ``most`` and ``least`` (per cent that a part counts in effect), ``lowest`` (correlation with the rest).
    """
    parts, weights = list(audit.shares.columns), audit.weights
    effective = np.nan_to_num(weights.effective)
    rest = np.where(np.isnan(weights.rest), math.inf, weights.rest)
    places = {"most": int(effective.argmax()), "least": int(effective.argmin()), "lowest": int(rest.argmin())}
    return {
        name: (parts[at], float(weights.rest[at]) if name == "lowest" else 100 * float(effective[at]))
        for name, at in places.items()
    }
