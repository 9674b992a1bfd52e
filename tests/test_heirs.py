"""Units that merged under the new one: a band of what they scored, never a silent average."""

import pandas as pd
import pytest

import govindex
from govindex.compare.heirs import band_scores, list_bands, name_band, part_incomplete
from govindex.tables.load import load_tables
from govindex.tables.units import tell_absence, tell_apart


@pytest.fixture
def tables(make_tables):
    """Three units that became one, one that only changed its name, and one that goes on."""
    old = [("a", 9000.0, "x-2025"), ("b", None, "x-2025"), ("c", 1000.0, "x-2025"), ("h", 500.0, "h-2025")]
    units = [
        {"code": code, "name_vi": code, "name_en": code, "first_year": 2011, "last_year": 2024, "successor": new}
        | {"population": people}
        for code, people, new in old
    ]
    units += [{"code": code, "name_vi": code, "name_en": code, "first_year": 2025} for code in ("x-2025", "h-2025")]
    return make_tables(provinces=[*units, {"code": "n", "name_vi": "n", "name_en": "n", "first_year": 2011}])


def score(tables, **scores):
    rows = pd.DataFrame({"province": list(scores), "score": list(scores.values())}).assign(year=2020)
    return band_scores(tables, rows, ["year"])


def test_a_band_reaches_from_the_lowest_to_the_highest_with_the_plain_mean_where_a_population_is_not_known(tables):
    (row,) = score(tables, a=10.0, b=20.0, c=60.0, n=99.0, h=5.0).to_dict("records")
    assert (row["province"], row["band_low"], row["score"], row["band_high"]) == (name_band("x-2025"), 10.0, 30.0, 60.0)
    assert (row["band_known"], row["band_units"], row["weighted"]) == (3, 3, False)


def test_a_mean_is_weighted_only_where_every_population_is_known(tables):
    tables.provinces.loc[tables.provinces["code"] == "b", "population"] = 10_000
    (row,) = score(tables, a=10.0, b=20.0, c=60.0).to_dict("records")
    assert row["weighted"]
    assert row["score"] == pytest.approx((10 * 9000 + 20 * 10_000 + 60 * 1000) / 20_000)


def test_a_unit_without_a_score_is_counted_as_not_known(tables):
    tables.provinces.loc[tables.provinces["code"] == "b", "population"] = 10_000
    (row,) = score(tables, a=10.0, c=60.0).to_dict("records")
    assert (row["band_known"], row["band_units"], row["weighted"], row["score"]) == (2, 3, False, 35.0)


def test_a_suspect_score_enters_no_band(tables):
    rows = pd.DataFrame({"province": ["a", "b"], "score": [10.0, 20.0], "suspect": [True, False], "year": 2020})
    (row,) = band_scores(tables, rows, ["year"]).to_dict("records")
    assert (row["band_known"], row["score"]) == (1, 20.0)


def test_a_line_joins_no_band_in_which_a_unit_is_not_known(tables):
    rows = pd.DataFrame({"band_known": [3, 3, 2, 2, 3], "band_units": 3})
    assert part_incomplete(rows).tolist() == [0, 0, 1, 2, 0]


def test_a_unit_that_only_changed_its_name_has_no_band(tables):
    assert list_bands(tables) == dict.fromkeys(("a", "b", "c", "x-2025"), name_band("x-2025"))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("sheet", "figure"), [("papi", "trend"), ("provinces", "course"), ("trend", "course")])
def test_a_course_shows_the_band_of_the_units_that_became_one_when_it_is_asked_for(sheet, figure, lang):
    shown = getattr(govindex, f"open_{sheet}")(govindex.open_page("30", 2021, lang))
    published = shown[figure].rows
    assert published["band_low"].isna().all()
    shown.choose("view", "successor")
    rows = shown[figure].rows
    band = rows[rows["band_low"].notna()]
    assert len(rows) == len(published) + len(band)
    scores = load_tables().scores.query("component == 'papi' and province in ['30', '31']").groupby("year")["score"]
    assert band["year"].tolist() == sorted(scores.groups)
    for end, column in (("min", "band_low"), ("mean", "score"), ("max", "band_high")):
        assert band[column].to_numpy() == pytest.approx(scores.agg(end).to_numpy(), abs=5.1e-4)
    assert (band["band_known"] == 2).all()
    assert set(band["place"]) == {{"vi": "Hải Phòng (đơn vị cũ)", "en": "Hai Phong (old units)"}[lang]}


@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "stretch"), [("sipas", "stretch"), ("trend", "run"), ("provinces", "stretch")])
def test_a_course_of_the_old_units_joins_only_years_in_which_all_are_known(sheet, stretch):
    scores = load_tables().scores.query("component == 'sipas' and province in ['30', '31'] and status != 'suspect'")
    known = scores.groupby("year")["score"].agg(["min", "mean", "max", "size"])
    page = govindex.open_page("31", 2021, "en")
    shown = govindex.open_sipas(page) if sheet == "sipas" else getattr(govindex, f"open_{sheet}")(page, "sipas")
    figure = {"sipas": "index"}.get(sheet, "course")
    shown.choose("view", "successor")
    band = shown[figure].rows.dropna(subset="band_low").set_index("year")
    assert band["band_known"].to_dict() == known["size"].to_dict()
    assert band["score"].to_numpy() == pytest.approx(known["mean"].to_numpy(), abs=5.1e-4)
    runs = band[stretch]
    assert {1, 2} == set(known["size"])
    for year in known.index[known["size"] == 1]:
        assert (runs == runs[year]).sum() == 1


def test_namesakes_are_told_apart_by_their_years_alone_where_both_are_there():
    tables = load_tables()
    assert tell_apart(tables, ["30", "31"], "en") == {"30": "Hai Duong", "31": "Hai Phong"}
    told = tell_apart(tables, ["31", "31-2025"], "en")
    assert told == {"31": "Hai Phong (to 2024)", "31-2025": "Hai Phong (since 2025)"}


def test_what_became_of_a_unit_is_told_with_the_years_of_namesakes():
    tables = load_tables()
    assert tell_absence(tables, "01", 2025, "en") is None
    assert tell_absence(tables, "30", 2024, "en") is None
    assert tell_absence(tables, "30", 2025, "vi") == (
        "Năm 2025, Hải Dương không còn là đơn vị riêng: từ năm 2025, Hải Phòng (đến năm 2024) và Hải Dương hợp "
        "thành Hải Phòng (từ năm 2025)."
    )
    assert tell_absence(tables, "46", 2025, "en").endswith("since 2025 Thua Thien Hue has been Hue.")
    assert tell_absence(tables, "31-2025", 2021, "en") == (
        "In 2021 there was no Hai Phong (since 2025) yet: it was formed in 2025 from Hai Phong (to 2024) and Hai Duong."
    )
