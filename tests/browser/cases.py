"""Every explorer: its notebook, how it is checked, how it starts, and choices that move each of its controls."""

from collections.abc import Callable
from typing import Any, NamedTuple

from browser.library import Library
from browser.papi import check_papi
from browser.par import check_par
from browser.provinces import check_provinces
from browser.sipas import check_sipas


class Case(NamedTuple):
    """An explorer as the tests know it: choices made one after the other, and one of each control for the keyboard."""

    notebook: str
    explorer: str
    check: Callable[[Any, Library], None]
    choices: list[dict[str, Any]]
    keys: dict[str, Any]


CASES = [
    Case(
        "papi_dimensions",
        "PapiExplorer",
        check_papi,
        [
            {"year": 2018},
            {"component": "papi.8"},
            {"year": 2014},
            {"component": "papi.4.2", "year": 2020},
            {"colour": "points"},
            {"province": "79"},
            {"peers_kind": "region"},
            {"peers_kind": "similar", "component": "papi", "year": 2011},
            {"peers_kind": "own", "peers": ["04", "48", "92"]},
            {"province": "22", "year": 2021, "colour": "groups"},
            {"province": "31", "component": "papi.5"},
            {"peers_kind": "none", "province": "24", "component": "papi.3"},
            {"province": "31", "component": "papi.2.1", "year": 2014},
            {"component": "papi.3.3", "year": 2016},
            {"component": "papi.2.2", "year": 2020},
        ],
        {
            "province": "79",
            "year": 2019,
            "component": "papi.2",
            "colour": "points",
            "peers_kind": "own",
            "peers": ["48"],
        },
    ),
    Case(
        "par_components",
        "ParExplorer",
        check_par,
        [
            {"part": "par.appraisal"},
            {"order": "lost"},
            {"part": "par.impact", "order": "share"},
            {"base": 0},
            {"year": 2020, "part": "par"},
            {"year": 2024, "order": "official"},
            {"base": 2022},
            {"province": "49"},
            {"province": "24", "year": 2022},
            {"year": 2012},
        ],
        {"province": "49", "year": 2022, "base": 0, "part": "par.appraisal", "order": "share"},
    ),
    Case(
        "sipas_criteria",
        "SipasExplorer",
        check_sipas,
        [
            {"threshold": 94.5},
            {"first": 2018},
            {"form": "slope"},
            {"year": 2024},
            {"criteria": ["sipas", "sipas.3"]},
            {"criteria": ["sipas.1", "sipas.2", "sipas.5"], "form": "lines"},
            {"beside": ["22"]},
            {"province": "49", "criteria": ["sipas"]},
            {"beside": []},
            {"first": 2023},
        ],
        {
            "province": "49",
            "first": 2019,
            "year": 2023,
            "criteria": ["sipas.2"],
            "form": "slope",
            "threshold": 92.5,
            "beside": ["01"],
        },
    ),
    Case(
        "all_provinces",
        "ProvincesExplorer",
        check_provinces,
        [
            {"selected": ["01", "48"]},
            {"component": "papi.6.1"},
            {"year": 2015},
            {"province": "79"},
            {"wanted": "da"},
            {"wanted": ""},
            {"measure": "par"},
            {"year": 2023},
            {"measure": "sipas", "year": 2021},
            {"component": "sipas.2"},
        ],
        {"measure": "sipas", "component": "sipas.2", "year": 2020, "wanted": "n", "province": "01", "selected": ["48"]},
    ),
]
BY_NOTEBOOK = {case.notebook: case for case in CASES}
