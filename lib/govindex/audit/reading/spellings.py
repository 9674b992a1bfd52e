"""Every spelling that the tables know, folded once, so that 100,000 cells are looked up in a moment."""

from __future__ import annotations

import re
from typing import NamedTuple

from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, fold, list_component_names

_EVER = (0, 9999)  # the years of a name that has always held
Years = tuple[int, int]


class Spellings(NamedTuple):
    """The names of some tables, as they are looked up.

    Attributes
    ----------
    measures : dict
        Of each component its measure.
    parts : dict
        Of each component what it is made of, in order.
    names : dict
        Of a measure and a folded name the components that bear it, each with the years in which it can be meant.
    words : set
        Measure, folded words of a name, component and years.
    vocabulary : dict
        Of each measure all words of its names.
    spelt : dict
        Of each measure a component by folded name.
    provinces : dict
        A spelling by its folded form.
    codes : set
        Of the provinces.
    regions : dict
        A region's code by folded name.
    region_of : dict
        Of each province.
    """

    measures: dict[str, str]
    parts: dict[str, list[str]]
    names: dict[tuple[str, str], dict[str, set[Years]]]
    words: set[tuple[str, tuple[str, ...], str, Years]]
    vocabulary: dict[str, set[str]]
    spelt: dict[str, dict[str, str]]
    provinces: dict[str, str]
    codes: set[str]
    regions: dict[str, str]
    region_of: dict[str, str]


@kept
def read_spellings(tables: Tables) -> Spellings:
    """Return the spellings of some tables; nobody changes what is returned."""
    components, units, regions = tables.components, tables.provinces, tables.regions
    names: dict[tuple[str, str], dict[str, set[Years]]] = {}
    words: set[tuple[str, tuple[str, ...], str, Years]] = set()
    vocabulary: dict[str, set[str]] = {}
    for measure, name, component, years in _spell_components(tables):
        names.setdefault((measure, fold(name)), {}).setdefault(component, set()).add(years)
        words.add((measure, list_words(name), component, years))
        vocabulary.setdefault(measure, set()).update(list_words(name))
    spelt: dict[str, dict[str, str]] = {measure: {} for measure in MEASURES}
    for (measure, name), codes in names.items():
        spelt[measure][name] = min(codes)
    parts: dict[str, list[str]] = {}
    for code, parent in zip(components["component"], components["parent"], strict=True):
        parts.setdefault(parent, []).append(code)
    spellings = [*units["name_vi"], *units["name_en"], *tables.province_names["spelling"]]
    columns = (regions[name] for name in ("region", "name_vi", "name_en"))
    return Spellings(
        measures=dict(zip(components["component"], components["measure"], strict=True)),
        parts=parts,
        names=names,
        words=words,
        vocabulary=vocabulary,
        spelt=spelt,
        provinces={fold(spelling): spelling for spelling in spellings},
        codes=set(units["code"]),
        regions={fold(name): code for column in columns for name, code in zip(column, regions["region"], strict=True)},
        region_of=dict(zip(units["code"], units["region"], strict=True)),
    )


def _spell_components(tables: Tables) -> list[tuple[str, str, str, tuple[int, int]]]:
    """Return measure, spelling, code and years of every name and label that a component has ever had."""
    measures = dict(zip(tables.components["component"], tables.components["measure"], strict=True))
    rows = list_component_names(tables).fillna({"meant_first": _EVER[0], "meant_last": _EVER[1]})
    return [
        (measures[row["component"]], row[name], row["component"], (row["meant_first"], row["meant_last"]))
        for row in rows.to_dict("records")
        for name in ("name_vi", "name_en", "short_vi", "short_en")
    ]


def list_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, without what stands in brackets."""
    return tuple(fold(word) for word in re.findall(r"\w+", re.sub(r"\(.*?\)", " ", text)))
