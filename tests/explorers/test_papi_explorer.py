"""The PAPI explorer: its figures are those of the library."""

import pytest

from govindex.compare.ranks import group_scores, spread_scores


@pytest.mark.parametrize(("component", "year"), [("papi", 2021), ("papi.2", 2016), ("papi.8.3", 2022)])
def test_papi_figures_are_what_the_library_computes(books, pages, component, year):
    book = books["papi", "en"]
    tables = pages["en"].tables
    grouped = group_scores(tables, component, year=year).set_index("province")
    at = next(place for place, province in enumerate(book["provinces"]) if province["code"] == "31")
    assert book["scores"][component][str(year)][at] == grouped.at["31", "score"]
    assert book["ranks"][component][str(year)][at] == grouped.at["31", "rank"]
    assert book["groups"][component][str(year)][at] == str(grouped.at["31", "group"])
    spread = spread_scores(tables, [component], year=year).iloc[0]
    assert book["spread"][component][str(year)][0] == len(grouped) == spread["scored"]
    assert book["spread"][component][str(year)][3] == pytest.approx(spread["median"], abs=1e-6)


def test_own_peers_are_asked_for_where_they_count(begin):
    papi = begin("papi")
    assert papi.widgets["peers"].layout.display == "none"
    papi.choose("peers_kind", "own")
    assert papi.widgets["peers"].layout.display == ""
    papi.choose("peers", ["01", "48", "79", "92", "22", "46"])
    assert papi.state["peers"] == ["48", "79", "92", "22", "46"]
