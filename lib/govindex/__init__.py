"""Viet Nam's PAR INDEX, SIPAS and PAPI as tables, comparisons, charts and pages.

``import govindex as gi`` gives a researcher what follows; each is imported when it is first asked for. In a notebook it
also has plain charts and tables shown as those of the library are (`govindex.plain`).
"""

import sys
from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "govindex.tables.load": ["load_tables"],
    "govindex.tables.names": ["find_component", "find_province", "label_components", "label_provinces"],
    "govindex.tables.page": ["open_page"],
    "govindex.tables.series": ["find_series", "follow_series"],
    "govindex.figures.change.sheet": ["open_change"],
    "govindex.figures.new_year.sheet": ["open_new_year"],
    "govindex.figures.own": ["Control", "open_sheet", "own_figure"],
    "govindex.figures.papi.sheet": ["open_papi"],
    "govindex.figures.par.sheet": ["open_par"],
    "govindex.figures.peers.sheet": ["open_peers"],
    "govindex.figures.proposals.sheet": ["open_proposals"],
    "govindex.figures.provinces.sheet": ["open_provinces"],
    "govindex.figures.ranking.sheet": ["open_ranking"],
    "govindex.figures.report.sheet": ["open_report"],
    "govindex.figures.sipas.sheet": ["open_sipas"],
    "govindex.figures.structure.sheet": ["open_structure"],
    "govindex.figures.three_indices.sheet": ["open_three_indices"],
    "govindex.figures.trend.sheet": ["open_trend"],
    "govindex.figures.whatif.sheet": ["open_whatif"],
    "govindex.compare.scores": ["change_scores", "list_scores", "split_change"],
    "govindex.compare.trends": ["trend_scores"],
    "govindex.compare.frameworks": ["judge_changes"],
    "govindex.methods.whatif": ["find_way", "what_if"],
    "govindex.compare.ranks": ["group_scores", "rank_scores", "spread_scores"],
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*(name for name in globals() if name.startswith("__")), *_HOME]


def load_ipython_extension(shell: object) -> None:
    """Have plain charts and tables that a cell ends in shown as those of the library are."""
    import_module("govindex.plain").show_well(shell)


_find_shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)
if (_shell := _find_shell()) is not None:
    load_ipython_extension(_shell)
