"""The view of units that merged, for whatever shows scores over years: the old units under the new one, as a band."""

from __future__ import annotations

import pandas as pd

from govindex.compare.heirs import VIEWS, list_bands, name_band
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived
from govindex.tables.load import Tables
from govindex.words import say, template

FIRST_VIEW = VIEWS[0]
BAND = Derived("band", "bands", {"province": "$province", "view": "$view"}, "band", "$province")
_COUNTS = ("band_known", "band_units")
_ENDS = ("band_low", "band_high")


def choose_view(lang: str) -> Control:
    """Return the control of how units that merged are shown: each in its own years, or under the new one as a band."""
    options = tuple((view, say(f"units.view_{view}", lang)) for view in VIEWS)
    return Control("view", "choice", say("units.view", lang), options=options)


def band_columns(form: int | str) -> dict[str, Column]:
    """Return the columns of a band in a table, its ends written as `form`; left out where no band is shown."""
    return {each: Column(form if each in _ENDS else 0, optional=True) for each in (*_ENDS, *_COUNTS)}


def band_formats(form: int | str) -> dict[str, int | str]:
    """Return how the figures of a band are written in words."""
    return dict.fromkeys(_ENDS, form) | dict.fromkeys(_COUNTS, 0)


def label_bands(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a band's range, as labels of a figure."""
    return {"band_range": (template("units.range_of", lang),)}


def note_bands(about: str, lang: str) -> str:
    """Return what is noted under a figure, with what a band is."""
    return f"{about} {say('units.band_about', lang)}"


def list_view_bands(tables: Tables) -> pd.DataFrame:
    """Return the band that is shown beside a province: province, view, band (what stands for it)."""
    bands = list_bands(tables)
    return pd.DataFrame({"province": list(bands), "view": VIEWS[1], "band": list(bands.values())})


def name_bands(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what the bands of merged units are called: province (what stands for the band), name."""
    names = tables.provinces.set_index("code")[f"name_{lang}"]
    merged = tables.provinces["successor"].dropna().unique()
    bands = {name_band(code): say("units.band", lang, name=names[code]) for code in merged}
    shown = list(dict.fromkeys(list_bands(tables).values()))
    return pd.DataFrame({"province": shown, "place": [bands[band] for band in shown]})
