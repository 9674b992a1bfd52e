"""Names: which spellings find which province or component, and which must not."""

import unicodedata

import pandas as pd
import pytest

from govindex.audit.reading.names import Names, Unknown
from govindex.errors import UnknownName
from govindex.tables.load import load_tables
from govindex.tables.names import (
    check_measure,
    find_component,
    find_measure,
    find_province,
    fold,
    label_components,
    label_provinces,
    name_component,
    name_province,
)

MATCHES = {
    "01": ["01", "1", 1, "Hà Nội", "Hanoi", "Ha Noi", "HÀ NỘI", "Thủ đô Hà Nội", "TP Hà Nội", "HN"],
    "06": ["Bắc Kạn", "Bắc Cạn", "Bac Kan"],
    "17": ["Hoà Bình", "Hòa Bình", "HOÀ BÌNH", "HÒA BÌNH", "hoa binh", "tỉnh Hòa Bình", "Hoa Binh province"],
    "30": ["Hải Dương", "Hai Duong"],
    "31": [
        "31",
        31,
        " 31 ",
        "Hải Phòng",
        "hải phòng",
        "HẢI PHÒNG",
        "  Hải  Phòng ",
        "\u00a0Hải Phòng",
        "Hai Phong",
        "haiphong",
        "hai-phong",
        "hai_phong",
        "TP. Hải Phòng",
        "TP.Hải Phòng",
        "T.P. Hải Phòng",
        "tp hai phong",
        "Thành phố Hải Phòng",
        "Hai Phong City",
        "HP",
    ],
    "38": ["Thanh Hoá", "Thanh Hóa"],
    "46": ["Thừa Thiên Huế", "Thừa Thiên - Huế", "Thừa Thiên – Huế", "TT Huế", "TT-Huế", "Huế", "Hue City"],
    "48": ["Đà Nẵng", "đà nẵng", "Ðà Nẵng", "Da Nang", "danang", "da-nang city"],
    "56": ["Khánh Hoà", "Khánh Hòa"],
    "62": ["Kon Tum", "Kontum", "KON-TUM", "tỉnh Kon Tum"],
    "66": ["Đắk Lắk", "Đăk Lăk", "Đắc Lắc", "Daklak", "Dak Lak", "Darlac"],
    "67": ["Đắk Nông", "Đắc Nông"],
    "68": ["Lâm Đồng", "Lâm Dồng"],
    "77": ["Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu", "BR-VT", "Vũng Tàu", "Ba Ria Vung Tau"],
    "79": [
        "TP. Hồ Chí Minh",
        "TP.HCM",
        "TP HCM",
        "TPHCM",
        "HCMC",
        "Sài Gòn",
        "Saigon",
        "Ho Chi Minh City",
        "Thành phố Hồ Chí Minh",
    ],
}
MISSES = [
    "",
    " ",
    "TP",
    "tỉnh",
    "Hà",
    "Quảng",
    "Bình",
    "Hà Tây",
    "Vĩnh Phú",
    "Việt Nam",
    "00",
    "99",
    "031",
    "3 1",
    "QN",
]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def found(tables, text):
    """Return the code of the province that a text names, or the sentence that there is none."""
    try:
        return find_province(tables, text)
    except UnknownName as error:
        return str(error)


def test_a_spelling_finds_its_province(tables):
    given = [(text, code) for code, spellings in MATCHES.items() for text in spellings]
    assert [(text, found(tables, text)) for text, _ in given] == given


def test_what_names_no_province_finds_none(tables):
    answers = {text: found(tables, text) for text in MISSES}
    assert {text: answer for text, answer in answers.items() if not answer.startswith("There is no province")} == {}


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_marks_may_be_written_in_any_form_of_unicode(tables, form):
    assert find_province(tables, unicodedata.normalize(form, "TP. Đà Nẵng")) == "48"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("column", ["first", "since"])
def test_every_unit_is_found_by_its_own_name_in_its_years(tables, lang, column):
    units = tables.provinces
    of_years = units[units["first_year"] <= 2024] if column == "first" else units[units["last_year"].isna()]
    year = 2021 if column == "first" else 2025
    found = [find_province(tables, name, year=year) for name in of_years[f"name_{lang}"]]
    assert found == list(of_years["code"])


def test_without_a_year_the_older_of_two_units_of_one_name_is_meant(tables):
    assert find_province(tables, "Hải Phòng") == "31"
    assert find_province(tables, "An Giang") == "89"


def test_of_two_units_of_one_name_that_of_the_year_is_meant(tables):
    assert find_province(tables, "Hải Phòng", year=2024) == "31"
    assert find_province(tables, "Hải Phòng", year=2025) == "31-2025"
    assert find_province(tables, "An Giang", year=2030) == "91-2025"
    assert find_province(tables, "TPHCM", year=2025) == "79-2025"


def test_a_name_of_one_unit_means_it_in_any_year(tables):
    assert find_province(tables, "Hải Dương", year=2025) == "30"
    assert find_province(tables, "Hà Nội", year=2030) == "01"


def test_a_code_means_its_unit_in_any_year(tables):
    assert find_province(tables, "31", year=2025) == "31"
    assert find_province(tables, "31-2025", year=2021) == "31-2025"


@pytest.mark.parametrize(
    ("text", "near"),
    [("Hai Phon", "Hải Phòng"), ("Da Nag", "Đà Nẵng"), ("Vĩnh Phú", "Vĩnh Phúc"), ("Quảng Nih", "Quảng Ninh")],
)
def test_a_misspelt_province_is_told_what_is_near(tables, text, near):
    with pytest.raises(UnknownName, match=rf"'{text}'; near: .*{near}"):
        find_province(tables, text)


def test_a_near_name_is_told_once(tables):
    with pytest.raises(UnknownName) as error:
        find_province(tables, "Bắc Nin")
    told = str(error.value).removesuffix(".").split("near: ")[1].split(", ")
    assert len(told) == len(set(told)) > 1


@pytest.mark.parametrize(
    ("text", "measure", "code"),
    [
        ("papi.4", None, "papi.4"),
        ("d4", None, "papi.4"),
        ("d4", "papi", "papi.4"),
        ("total", "sipas", "sipas"),
        ("Control of corruption", None, "papi.4"),
        ("CONTROL OF CORRUPTION", None, "papi.4"),
        ("Kiểm soát tham nhũng", None, "papi.4"),
        ("kiem soat tham nhung", None, "papi.4"),
        ("Tiếp cận dịch vụ", "sipas", "sipas.1"),
    ],
)
def test_a_component_is_found_by_code_or_name(tables, text, measure, code):
    assert find_component(tables, text, measure=measure) == code


@pytest.mark.parametrize(("text", "measure"), [("d9", None), ("d4", "par"), ("total", None), ("papi.4", "sipas")])
def test_a_component_outside_what_is_asked_is_not_found(tables, text, measure):
    with pytest.raises(UnknownName):
        find_component(tables, text, measure=measure)


def test_a_misspelt_component_is_told_what_is_near_once(tables):
    with pytest.raises(UnknownName) as error:
        find_component(tables, "Cải cách thủ tục hành chánh")
    told = str(error.value).removesuffix(".").split("near: ")[1].split(", ")
    assert told[0] == "Cải cách thủ tục hành chính"
    assert len(told) == len(set(told))


def test_a_name_of_several_components_asks_for_a_code(make_tables):
    names = dict.fromkeys(["name_vi", "name_en", "short_vi", "short_en"], "Total")
    tables = make_tables(
        components=[names | {"measure": "par", "component": "par"}, names | {"measure": "papi", "component": "papi"}]
    )
    with pytest.raises(UnknownName, match="several components: par, papi"):
        find_component(tables, "Total")
    assert find_component(tables, "Total", measure="papi") == "papi"


def test_a_measure_is_spelt_as_in_the_tables():
    assert check_measure("sipas") == "sipas"
    with pytest.raises(UnknownName, match=r"'SIPAS': expected par, sipas or papi; near: sipas"):
        check_measure("SIPAS")


def test_a_component_knows_its_measure(tables):
    assert find_measure(tables, "par.impact") == "par"
    with pytest.raises(UnknownName, match=r"'par\.impakt'; near: par\.impact"):
        find_measure(tables, "par.impakt")


def test_names_come_in_the_language_asked(tables):
    assert name_province(tables, "31", "vi") == "Hải Phòng"
    assert name_province(tables, "31", "en") == "Hai Phong"
    assert name_component(tables, "papi.4", "en") == "Control of corruption"
    assert len(name_component(tables, "sipas.3", "vi", short=True)) < len(name_component(tables, "sipas.3", "vi"))


@pytest.mark.parametrize("lang", ["fr", "VI", ""])
def test_a_language_that_is_not_held_is_refused(tables, lang):
    with pytest.raises(UnknownName, match="expected vi or en"):
        name_province(tables, "31", lang)


def test_an_unknown_code_has_no_name(tables):
    with pytest.raises(UnknownName, match="'32'"):
        name_province(tables, "32", "vi")


def test_labels_stand_beside_codes(tables):
    rows = pd.DataFrame({"component": ["papi.4"], "province": ["31"]})
    assert list(label_components(tables, rows, "en")["name"]) == ["Control of corruption"]
    assert list(label_provinces(tables, rows, "vi")["name"]) == ["Hải Phòng"]


def test_folding_keeps_what_only_looks_like_a_prefix():
    assert fold("Tinh hoa") == "hoa"  # "tinh" alone is the word for province
    assert fold("Tinhhoa") == "tinhhoa"
    assert fold("TP") == "tp"


@pytest.mark.parametrize(
    ("component", "year", "name"),
    [
        ("papi.2.1", 2017, "Poverty lists"),
        ("papi.2.1", 2018, "Access to information"),
        ("papi.2.2", 2018, "Poverty lists"),
        ("papi.3.2", 2015, "People's Inspection Boards"),
        ("papi.3.3", 2016, "People's Inspection Boards"),
        ("papi.3.3", 2018, "Access to justice services"),
        ("papi.2.1", None, "Access to information"),
    ],
)
def test_a_component_is_named_as_in_its_year(tables, component, year, name):
    assert name_component(tables, component, "en", year=year) == name
    rows = pd.DataFrame({"component": [component], "year": [year or 2024]})
    assert list(label_components(tables, rows, "en")["name"]) == [name]
    assert list(label_components(tables, rows[["component"]], "en", year=year)["name"]) == [name]


def test_each_row_of_a_table_with_years_bears_the_name_of_its_year(tables):
    rows = pd.DataFrame(
        {"component": ["papi.2.1", "papi.2.1", "papi.2.2"], "year": [2018, 2017, 2018]}, index=[7, 7, 9]
    )
    labelled = label_components(tables, rows, "vi")
    assert list(labelled["short"]) == ["Tiếp cận thông tin", "Danh sách hộ nghèo", "Danh sách hộ nghèo"]
    assert list(labelled.index) == [7, 7, 9]
    assert list(label_components(tables, rows.head(0), "vi").columns) == ["component", "year", "name", "short"]


def test_a_name_of_several_codes_in_different_years_asks_for_the_year(tables):
    with pytest.raises(UnknownName) as error:
        find_component(tables, "Poverty lists")
    assert "papi.2.1 (2011-2017)" in str(error.value)
    assert "papi.2.2 (since 2018); give the year or one of these codes." in str(error.value)
    assert find_component(tables, "Poverty lists", year=2017) == "papi.2.1"
    assert find_component(tables, "danh sach ho ngheo", measure="papi", year=2018) == "papi.2.2"
    assert (
        find_component(tables, "Land plans, prices", year=2015) == "papi.2.3"
    )  # 2.4 bears it today, and was not there
    assert find_component(tables, "Land plans, prices", year=2018) == "papi.2.4"


def test_a_name_of_one_code_is_found_without_a_year_and_not_in_a_year_of_another_name(tables):
    assert find_component(tables, "Community Investment Boards") == "papi.3.3"
    assert find_component(tables, "papi.3.3", year=2021) == "papi.3.3"
    assert find_component(tables, "Cấp phép xây dựng", year=2015) == "papi.5.2"  # another wording of the same
    assert find_component(tables, "Limits on public sector corruption", year=2021) == "papi.4.1"
    with pytest.raises(UnknownName, match=r"in 2021; it is the name of papi\.3\.3 \(2011-2015\)"):
        find_component(tables, "Community Investment Boards", year=2021)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_scored_component_has_one_name_in_its_year_that_no_sibling_has(tables, lang):
    scored = tables.scores[["measure", "component", "year"]].drop_duplicates()
    named = label_components(tables, scored, lang)
    assert named[["name", "short"]].notna().all(axis=None)
    papi = named[named["measure"] == "papi"]
    assert not papi.duplicated(["year", "name"]).any()
    eras = tables.component_names
    both = eras.merge(eras, on="component", suffixes=("", "_other"))
    both = both[both["first_year"] != both["first_year_other"]]
    assert ((both["last_year"] < both["first_year_other"]) | (both["first_year"] > both["last_year_other"])).all()


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("Danh sách hộ nghèo", 2017, "papi.2.1"),
        ("Danh sách hộ nghèo", 2018, "papi.2.2"),
        ("Ban Thanh tra nhân dân", 2014, "papi.3.2"),
        ("Inspection Boards", 2016, "papi.3.3"),
        ("Cấp phép xây dựng", 2015, "papi.5.2"),
    ],
)
def test_a_report_names_components_as_in_its_year(tables, text, year, code):
    assert Names(tables).component(text, "papi", year) == code


def test_a_report_cannot_name_what_was_not_there_in_its_year(tables):
    with pytest.raises(Unknown):
        Names(tables).component("Ban Giám sát đầu tư cộng đồng", "papi", 2021)
    with pytest.raises(Unknown) as error:
        Names(tables).component("Danh sách hộ nghèo", "papi", None)
    assert (error.value.kind, error.value.expected) == ("several_components", ("papi.2.1", "papi.2.2"))
