"""The units: their years, successors, tiles and names."""

from __future__ import annotations

import re

import pandas as pd

from govindex.tables.rules.held import Held, spans_overlap

_CODE = re.compile(r"\d\d?(-?\d{4})?")


def check_units(held: Held) -> None:
    """Check the provinces, the regions, the archipelagos and the spellings."""
    _check_years(held)
    _check_successors(held)
    _check_tiles(held)
    for name in ("name_vi", "name_en"):
        held.check_unique("regions", [name], "region")
        held.check_unique("archipelagos", [name], "archipelago")
    _check_spellings(held)


def _check_years(held: Held) -> None:
    units = held["provinces"]
    held.check(
        "provinces", units["first_year"] > units["last_year"], "first_year and last_year",
        "a year no later than the last", "{first_year} to {last_year}",
    )  # fmt: skip
    ended = units["last_year"].notna()
    held.check("provinces", ended & units["successor"].isna(), "successor", "the unit that goes on")
    held.check("provinces", ~ended & units["successor"].notna(), "successor", "none while the unit goes on")
    opened = units["code"].str.extract(r"-(\d+)$", expand=False).astype("float64")
    held.check(
        "provinces", opened.notna() & (opened != units["first_year"]), "first_year",
        lambda row: f"the year in the code {row['code']}",
    )  # fmt: skip


def _check_successors(held: Held) -> None:
    units = held["provinces"]
    began = units["successor"].map(units.set_index("code")["first_year"])
    held.check(
        "provinces", began.notna() & (began != units["last_year"] + 1), "successor",
        lambda row: f"a unit that begins in {row['last_year'] + 1}",
    )  # fmt: skip
    later = units["first_year"] > units["first_year"].min()
    named = set(units["successor"].dropna())
    held.check(
        "provinces", later & ~units["code"].isin(named), "code", "a unit that another names as its successor", "{code}"
    )
    # Of the units that became one, the one whose code it keeps is always among them.
    known = units.set_index("code")["successor"]
    kept = units["code"].str[:2]
    held.check(
        "provinces", later & kept.isin(known.index) & (kept.map(known) != units["code"]), "code",
        lambda row: f"the successor of {row['code'][:2]}",
    )  # fmt: skip


def _check_tiles(held: Held) -> None:
    units = held["provinces"]
    half = units["tile_col"].isna() != units["tile_row"].isna()
    held.check("provinces", half, "tile_col and tile_row", "both or none", "one of two")
    for column in ("region", "tile_col"):
        some = units[column].notna().groupby(units["first_year"]).transform("any")
        held.check("provinces", some & units[column].isna(), column, "one, as other units of these years have,")
    tiles = ["tile_col", "tile_row"]
    placed = units.dropna(subset=tiles)
    overlap = spans_overlap(placed, tiles)
    held.check(
        "provinces", overlap.reindex(units.index), "tile_col and tile_row", "a tile of its own",
        "{tile_col}, {tile_row}, the tile of another unit,",
    )  # fmt: skip
    held.check_unique("archipelagos", tiles, "archipelago")
    taken = set(placed[tiles].itertuples(index=False, name=None))
    islands = held["archipelagos"]
    shared = pd.Series([tile in taken for tile in islands[tiles].itertuples(index=False, name=None)], islands.index)
    held.check(
        "archipelagos", shared, "tile_col and tile_row", "a tile of its own",
        "{tile_col}, {tile_row}, the tile of a province,",
    )  # fmt: skip


def _check_spellings(held: Held) -> None:
    """Check that a spelling is one; what it means, and that it means no other unit, `check_spellings` sees to."""
    for name, columns in (("provinces", ("name_vi", "name_en")), ("province-names", ("spelling",))):
        for column in columns:
            spellings = held[name][column]
            lettered = spellings.map(lambda text: any(letter.isalpha() for letter in text))
            held.check(name, ~lettered.astype(bool), column, "a spelling with letters")
            held.check(
                name, spellings.map(lambda text: bool(_CODE.fullmatch(text.strip()))), column, "a name, not a code"
            )
