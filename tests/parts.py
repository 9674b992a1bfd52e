"""Parts of the sheets as tests ask for them: by measure, province, year and language."""

from govindex.figures.change.sheet import open_change
from govindex.figures.new_year.sheet import open_new_year
from govindex.figures.papi.sheet import open_papi
from govindex.figures.par.sheet import open_par
from govindex.figures.peers.sheet import open_peers
from govindex.figures.proposals.sheet import open_proposals
from govindex.figures.provinces.sheet import open_provinces
from govindex.figures.ranking.sheet import open_ranking
from govindex.figures.report.sheet import open_report
from govindex.figures.sheet import Sheet
from govindex.figures.sipas.sheet import open_sipas
from govindex.figures.structure.sheet import open_structure
from govindex.figures.three_indices.sheet import open_three_indices
from govindex.figures.trend.sheet import open_trend
from govindex.figures.whatif.sheet import open_whatif
from govindex.tables.load import load_tables
from govindex.tables.page import Page

OPENERS = {
    "report": open_report,
    "papi": open_papi,
    "sipas": open_sipas,
    "par": open_par,
    "provinces": open_provinces,
    "change": open_change,
    "trend": open_trend,
    "ranking": open_ranking,
    "whatif": open_whatif,
    "peers": open_peers,
    "proposals": open_proposals,
    "structure": open_structure,
    "three_indices": open_three_indices,
    "new_year": open_new_year,
}


def open_sheet(measure: str, /, province: str = "31", year: int = 2021, lang: str = "en", **choices: object) -> Sheet:
    """Return a sheet with some choices."""
    sheet = OPENERS[measure](Page(load_tables(), province, year, lang))
    sheet.state = {**sheet.state, **choices}
    return sheet


def title(measure: str, part: str, /, province: str, year: int, lang: str = "en", **choices: object) -> str:
    """Return the sentence above a figure."""
    return open_sheet(measure, province, year, lang, **choices)[part].title


def texts(measure: str, province: str, year: int, lang: str = "en", part: str = "summary") -> list[str]:
    """Return the paragraphs of a part."""
    return open_sheet(measure, province, year, lang)[part].texts


def data(measure: str, part: str, /, province: str = "31", year: int = 2021, lang: str = "en", **choices: object):
    """Return the rows of a figure."""
    return open_sheet(measure, province, year, lang, **choices)[part].rows
