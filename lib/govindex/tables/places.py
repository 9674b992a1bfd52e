"""Where the tables and notebooks lie: in the checkout, else inside the installed package."""

from __future__ import annotations

import os
from pathlib import Path

from govindex.errors import NoData

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def find_data() -> Path:
    """Return the folder of the tables.

    The environment variable ``GOVINDEX_DATA`` names another folder, for tables of one's own.

    Raises
    ------
    NoData
        When the folder holds no ``datapackage.json``.
    """
    chosen = os.environ.get("GOVINDEX_DATA")
    return _find("data", "datapackage.json", [Path(chosen)] if chosen else _homes("data"))


def name_own_data() -> str:
    """Return the name of the folder of tables of one's own; nothing where the tables are the project's."""
    chosen = os.environ.get("GOVINDEX_DATA")
    if not chosen or Path(chosen).resolve() in [home.resolve() for home in _homes("data")]:
        return ""
    return Path(chosen).resolve().name


def find_notebooks() -> Path:
    """Return the folder of the notebooks.

    Raises
    ------
    NoData
        When no folder of notebooks is found.
    """
    return _find("notebooks", "report.ipynb", _homes("notebooks"))


def find_project() -> Path | None:
    """Return the checkout that the library lies in, or None where it is installed."""
    return _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else None


def _homes(name: str) -> list[Path]:
    return [_CHECKOUT / name, _PACKAGE / name]


def _find(name: str, marker: str, homes: list[Path]) -> Path:
    for home in homes:
        if (home / marker).is_file():
            return home
    looked = ", ".join(str(home) for home in homes)
    raise NoData(f"The folder of the {name} was not found: expected {marker} in {looked}.")
