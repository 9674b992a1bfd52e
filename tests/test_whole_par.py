"""PAR INDEX 2023 among all provinces: map, spread and parts; other years say that they are thin."""

import pytest

from govindex import charts, prose, views
from govindex.tables.page import open_page


def page(province="31", year=2023, lang="en"):
    return open_page(province, year, lang)


def test_the_map_has_all_63_with_printed_groups_and_ranks():
    tiles = views.par_map(page())
    provinces = tiles[tiles["kind"] == "province"]
    assert len(provinces) == 63
    assert provinces["place"].value_counts().to_dict() == {1: 7, 2: 56}
    assert provinces.drop_duplicates("group")["group"].tolist() == ["A (from 90 points)", "B (from 80 points)"]
    assert provinces.set_index("province").loc[["93", "11"], "printed_rank"].tolist() == [19, 20]
    assert (tiles["kind"] == "archipelago").sum() == 2
    title = prose.par_map_title(page(), tiles)
    assert "91.87 points is in group A (from 90 points), rank 2 of 63 (published)" in title
    assert "Quang Ninh (92.18), the lowest An Giang (81.32)" in title


def test_the_spread_is_that_of_the_63_in_shares_of_the_maxima():
    spread = views.par_spread(page()).set_index("component")
    assert set(spread["scored"]) == {63}
    assert spread.loc["par", ["lowest", "highest", "rank"]].tolist() == [81.32, 92.18, 2]
    assert spread.loc["par.survey", "scale"] == 22
    assert spread.loc["par.survey", "at_score"] == pytest.approx(100 * 20.04 / 22, abs=1e-5)
    inside = spread[["at_lowest", "at_q1", "at_median", "at_q3", "at_highest"]]
    assert (inside.diff(axis=1).iloc[:, 1:] >= 0).all().all()
    assert "above the median in all 5 parts" in prose.par_spread_title(page(), spread.reset_index())


def test_sipas_part_is_there_for_all_63_with_computed_positions():
    part = views.par_part(page("hau giang"), "par.impact.sipas")
    assert len(part) == 63
    assert part["rank"].is_monotonic_increasing
    assert part.loc[part["own"], "score"].tolist() == [8.31]
    assert part["mean"].iloc[0] == 8.29
    assert "8.31 points" in prose.par_part_title(page("hau giang"), part, "par.impact.sipas")


@pytest.mark.parametrize("year", [2011, 2021, 2024])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_says_so_and_names_the_whole_one(year, lang):
    thin = page(year=year, lang=lang)
    told = {
        prose.par_map_title(thin, views.par_map(thin)),
        prose.par_spread_title(thin, views.par_spread(thin)),
    }
    assert len(told) == 1
    assert "2023" in told.pop()
    assert views.par_part(thin, "par.impact.sipas").empty


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("province", ["31", "89", "96"])
def test_the_figures_can_be_drawn(province, lang):
    here = page(province, lang=lang)
    drawn = [
        (charts.tile_map_chart, views.par_map(here)),
        (charts.part_spread_chart, views.par_spread(here)),
        (charts.known_chart, views.par_known(here)),
        (charts.part_known_chart, views.par_part(here, "par.impact.sipas")),
    ]
    for chart, rows in drawn:
        assert chart(rows, title="t", lang=lang).to_dict()["title"]["text"] == ["t"]
