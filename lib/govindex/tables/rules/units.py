"""The units: their years, successors, tiles and names."""

from __future__ import annotations

import re

from govindex.tables.rules.held import LATEST, Held

_CODE = re.compile(r"\d\d?(-?\d{4})?")


def check_units(held: Held) -> None:
    """Check the provinces, the regions, the archipelagos and the spellings."""
    _check_years(held)
    _check_successors(held)
    _check_regions(held)
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


def _check_regions(held: Held) -> None:
    units = held["provinces"]
    some = units["region"].notna().groupby(units["first_year"]).transform("any")
    held.check("provinces", some & units["region"].isna(), "region", "one, as other units of these years have,")


def _check_tiles(held: Held) -> None:
    """Check that each map holds the archipelagos and every unit of its years, and nothing else."""
    units, tiles = held["provinces"], held["tiles"]
    islands = set(held["archipelagos"]["archipelago"])
    ends = units["last_year"].astype("float64").fillna(LATEST)
    begins = sorted(tiles["first_year"].unique())
    for begin, end in zip(begins, [*(begin - 1 for begin in begins[1:]), LATEST], strict=True):
        own = tiles["first_year"] == begin
        alive = (units["first_year"] <= end) & (ends >= begin)
        known = {*units.loc[alive, "code"], *islands}
        held.check("tiles", own & ~tiles["code"].isin(known), "code", f"a unit of {begin}-{end} or an archipelago")
        placed = set(tiles.loc[own, "code"])
        missing = alive & ~units["code"].isin(placed)
        held.check("provinces", missing, "code", f"a tile in tiles.csv on the map of {begin}", "{code}, without one,")
        absent = ~held["archipelagos"]["archipelago"].isin(placed)
        held.check("archipelagos", absent, "archipelago", f"a tile in tiles.csv on the map of {begin}")
    held.check_unique("tiles", ["first_year", "tile_col", "tile_row"], "place")


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
