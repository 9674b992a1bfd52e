"""The annual report: every figure of the founding report's tables stands on its page, or a note says why not."""

import re

import pytest
from bs4 import BeautifulSoup
from parts import data, open_sheet, texts

from govindex.figures.choose import choose_cards
from govindex.figures.markup import write_part
from govindex.figures.par.sheet import open_par
from govindex.figures.report.notes import list_notes, number_notes
from govindex.figures.report.tables import list_findings
from govindex.tables.load import load_tables
from govindex.tables.names import MEASURES
from govindex.tables.page import open_page
from govindex.words import DIGITS, number

COLUMNS = {"max": "maximum", "score": "score", "lost": "lost", "change": "change", "group": "group"}


def read_printed(text):
    """Return a printed figure as a number and its count of decimals."""
    plain = text.replace(",", ".").replace("+", "")
    return float(plain), len(plain.partition(".")[2])


def founding_cells():
    """Return the cells of the founding report's three tables."""
    published = load_tables().published
    cells = published[(published["report"] == "hai-phong-2021") & published["table"].isin(["par", "sipas", "papi"])]
    return cells.to_dict("records")


@pytest.fixture(scope="module")
def tables_shown():
    return {measure: data("report", measure, lang="vi").set_index("component") for measure in MEASURES}


def list_cards(province, year, lang):
    """Return the key figures of a page: name, value and note."""
    sheet = open_sheet("report", province, year, lang)
    rows = choose_cards(sheet.declared.frames, sheet.declared.parts["keys"], sheet.resolve())
    return list(rows[["name", "value", "note"]].itertuples(index=False, name=None))


def find_own(province, year):
    """Return the strengths and losses of a province and year."""
    found = list_findings(load_tables(), "en")
    return found[(found["province"] == province) & (found["year"] == year)]


def write(part, province="31", year=2021, lang="vi"):
    """Return a part as it stands in a page."""
    sheet = open_sheet("report", province, year, lang)
    return write_part(sheet.declared, part, sheet.resolve())


def is_as_printed(cell, rows, column):
    """Return whether a table of the page shows a cell as it is printed."""
    if cell["what"] == "direction":
        return f"({rows.at[cell['component'], 'direction']})".replace("−", "-") == cell["printed"]
    shown = rows.at[cell["component"], column]
    if cell["what"] == "group":
        return shown == cell["printed"]
    printed, decimals = read_printed(cell["printed"])
    return read_printed(number(shown, "vi", decimals).replace("−", "-"))[0] == printed


@pytest.mark.slow
def test_each_cell_of_the_three_tables_is_on_the_page_as_printed_or_noted(tables_shown):
    notes = {key[2:] for key in number_notes(load_tables(), "vi") if key[:2] == ("31", 2021)}
    lost, noted = [], 0
    for cell in founding_cells():
        score = cell["measure"] == "sipas" and cell["what"] == "score"
        column = {2021: "score", 2020: "earlier_1", 2019: "earlier_2"}[cell["year"]] if score else None
        column = column or COLUMNS.get(cell["what"])
        if not is_as_printed(cell, tables_shown[cell["measure"]], column):
            key = (cell["component"], str(cell["year"]) if score else column)
            noted += key in notes
            lost += [cell["cell"]] * (key not in notes)
    assert lost == []
    assert noted == 5


@pytest.mark.slow
def test_the_misprints_of_the_tables_are_the_ones_that_are_noted(tables_shown):
    marked = {
        (component, column)
        for shown in tables_shown.values()
        for column in shown
        if column.endswith("_note")
        for component in shown.index[shown[column].notna()]
    }
    assert marked >= {
        ("par.survey", "lost_note"),
        ("par.impact.economy", "maximum_note"),
        ("papi.3", "score_note"),
        ("papi.3", "change_note"),
        ("papi", "change_note"),
        ("sipas.5", "earlier_1_note"),
    }


@pytest.mark.slow
def test_a_note_gives_what_was_printed_what_is_right_and_why():
    notes = texts("report", "31", 2021, "vi", part="notes")
    told = next(note for note in notes if "“5”" in note)
    assert "đúng là 6" in told
    assert "1,75" in told
    english = texts("report", "31", 2021, part="notes")
    assert any("prints “413”; it should be 4.413" in note for note in english)


def test_a_mark_in_the_table_links_to_its_note():
    table, listed = write("par"), write("notes")
    marks = re.findall(r'href="#(note-\d+)"', table)
    assert len(marks) == 3
    assert all(f'id="{mark}"' in listed for mark in marks)


def test_a_year_s_strengths_and_weaknesses_are_grouped_by_index():
    found = data("report", "highlights", lang="vi")
    groups = found[["measure", "kind"]].drop_duplicates().values.tolist()
    assert groups == [[measure, kind] for measure in MEASURES for kind in ("strength", "loss")]


def test_a_key_figure_has_its_years_as_a_line_with_the_page_s_year_marked():
    shown = write("keys")
    assert shown.count("<svg") == shown.count('class="gi-last"') == len(MEASURES)
    assert "2020: 90,51, 2021: 91,80" in shown
    without = write("keys", year=2015)
    assert without.count("<svg") == len(MEASURES)
    assert without.count('class="gi-last"') == 1  # of PAPI alone
    assert all(f'{side}="' in without for side in ("width", "height"))  # no style sheet is needed for its size


def test_the_key_figures_are_those_of_the_report():
    cards = list_cards("31", 2021, "vi")
    assert [value for _, value, _ in cards] == ["91,80/100", "93,38%", "44,005/80"]
    assert [note for _, _, note in cards] == [
        "hạng 1/63 (công bố)",
        "hạng 2/63 (công bố)",
        "nhóm Cao nhất; thứ 13/60 tỉnh, thành phố có điểm (tự tính)",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("province", "year", "told"),
    [
        ("31", 2021, []),
        (
            "46",
            2019,
            ["For Thua Thien Hue 2019 we have PAPI scores; no PAR INDEX, no SIPAS and no proposals."],
        ),
        (
            "22",
            2021,
            ["For Quang Ninh 2021 we have PAR INDEX and SIPAS scores; no PAPI and no proposals."],
        ),
        (
            "22",
            2024,
            ["For Quang Ninh 2024 we have PAR INDEX and PAPI scores; only the published rank in SIPAS; no proposals."],
        ),
    ],
)
def test_one_line_says_which_indices_the_data_holds(province, year, told):
    assert texts("report", province, year, part="scope") == told


@pytest.mark.slow
def test_a_measure_with_scores_but_no_total_is_not_called_absent():
    *_, (_, value, note) = list_cards("24", 2022, "en")
    assert (value, note) == ("–", "no total; 4 dimensions have scores")


@pytest.mark.parametrize(
    ("lang", "derived", "suspect"),
    [
        ("vi", "hạng {}/63 (tính từ số liệu công bố)", "hạng {}/63 (công bố, còn nghi vấn)"),
        ("en", "rank {} of 63 (derived)", "rank {} of 63 (published, in doubt)"),
    ],
)
def test_no_rank_that_is_derived_or_in_doubt_is_called_published(lang, derived, suspect):
    tables = load_tables()
    unsure = tables.ranks[tables.ranks["status"].isin(["derived", "suspect"])]
    assert len(unsure) > 10
    for row in unsure.itertuples():
        keys = list_cards(row.province, row.year, lang)
        notes = {measure: note for measure, (*_, note) in zip(MEASURES, keys, strict=True)}
        wanted = (suspect if row.status == "suspect" else derived).format(row.rank)
        assert notes[row.measure].split("; ")[0] == wanted, row


def test_strengths_and_losses_of_the_founding_year():
    found = find_own("31", 2021)
    strengths = found[found["kind"] == "strength"]
    losses = found[found["kind"] == "loss"]
    assert set(strengths["component"]) == {
        "par.appraisal.2",
        "par.appraisal.4",
        "par.appraisal.5",
        "sipas.4",
        "papi.4",
        "papi.5",
    }
    assert list(losses["component"]) == [
        "par.survey",
        "par.impact.economy",
        "par.appraisal.3",
        "sipas.5",
        "papi.8",
    ]


def test_the_lower_middle_group_alone_is_no_loss_and_the_lowest_is():
    found = find_own("31", 2012)
    grouped = found[found["reason"] == "low_group"]
    assert list(grouped["component"]) == ["papi.3", "papi.4"]
    assert set(grouped["value"]) == {4}


def test_proposals_on_a_loss_come_first_and_mark_it():
    proposals = data("report", "proposals", lang="vi")
    assert len(proposals) == len(load_tables().proposals)
    agencies = proposals.groupby("agency", sort=False)["on_loss"]
    assert agencies.max().is_monotonic_decreasing
    assert agencies.apply(lambda own: own.is_monotonic_decreasing).all()
    assert len(agencies) == (proposals["agency"] != proposals["agency"].shift()).sum()  # each stands together
    measures = proposals[proposals["task"].str.contains("Quản trị điện tử")].iloc[0]
    assert measures["bears_on"] == "PAPI: ▼ Quản trị điện tử"
    assert measures["due"] == "8/2022"


def test_a_doubtful_due_month_is_told_with_what_was_printed():
    dues = data("report", "proposals", lang="vi")["due"]
    assert "9/2022 (báo cáo in 09/2021)" in set(dues)


def test_another_province_has_no_proposals_and_no_notes_of_hai_phong():
    assert data("report", "proposals", "46").empty
    assert not [note for note in texts("report", "46", 2021, part="notes") if "prints" in note or "suspect" in note]
    assert " hidden>" in write("proposals_heading", "46")
    assert " hidden>" not in write("proposals_heading")


def test_papi_of_the_founding_year_equals_the_print_to_its_last_digit(tables_shown):
    scores = tables_shown["papi"]["score"]
    printed = {
        "papi.1": 4.904,
        "papi.2": 5.419,
        "papi.3": 4.413,
        "papi.4": 7.424,
        "papi.5": 7.462,
        "papi.6": 7.911,
        "papi.7": 3.678,
        "papi.8": 2.792,
        "papi": 44.005,
    }
    assert {code: round(scores[code], DIGITS["papi"]) for code in printed} == printed


def test_the_sources_of_ranks_means_and_proposals_are_listed_too():
    cited = open_sheet("report").declared.frames["citations"]
    own = set(cited.loc[(cited["province"] == "31") & (cited["year"] == 2021), "source"])
    assert {"s16", "s35"} <= own
    ranks = load_tables().ranks
    unscored = ranks[(ranks["province"] == "31") & (ranks["measure"] == "par")].merge(
        load_tables().scores, on=["province", "year", "measure"], how="left", indicator=True
    )
    for row in unscored[unscored["_merge"] == "left_only"].itertuples():
        told = cited[(cited["province"] == "31") & (cited["year"] == row.year)]
        assert set(row.source_x.split("; ")) <= set(told["source"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "province", "year"), [("par", "46", 2019), ("sipas", "46", 2019), ("papi", "22", 2021)]
)
def test_an_absence_is_said_once(measure, province, year):
    sheet = open_sheet("report", province, year)
    chart = {"par": "losses", "sipas": "criteria", "papi": "spread"}[measure]
    assert " hidden>" in write(f"{measure}_heading", province, year)
    assert sheet[measure].data.empty
    assert sheet[measure].title == sheet[chart].title == ""
    assert sheet[f"{measure}_summary"].texts == []
    for part in (measure, chart):
        assert BeautifulSoup(write(part, province, year), "html.parser").get_text(strip=True) == ""
    assert len(sheet["scope"].texts) == 1


@pytest.mark.slow
def test_the_change_of_a_total_is_told_where_its_parts_are_not_known():
    told = open_par(open_page("31", 2024, "en"))["summary"].texts
    assert told[1] == "Compared with 2023 the total rose by 4.30 points."


UNSURE = {2019: {"papi.7", "papi.8"}, 2020: {"papi.8"}, 2021: {f"papi.{number}" for number in range(1, 9)}}


@pytest.mark.slow
@pytest.mark.parametrize("year", UNSURE)
def test_no_province_is_told_a_fall_that_may_be_a_change_of_method(year):
    tables = load_tables()
    provinces = tables.scores.loc[(tables.scores["year"] == year) & (tables.scores["measure"] == "papi"), "province"]
    found = list_findings(tables, "en")
    found = found[(found["year"] == year) & found["province"].isin(provinces)]
    fell = found.loc[found["reason"] == "fell", "component"]
    assert not set(fell) & UNSURE[year]
    careful = found.loc[found["reason"] == "fell_caution", "component"]
    assert (len(fell) > 40, len(careful) > 40) == (year != 2021, year == 2021)
    assert not set(careful) & {"papi.3", "papi.6"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_fall_to_be_read_with_care_says_so(lang):
    told = data("report", "highlights", lang=lang).set_index("component")["finding"]
    assert {"vi": "chỉ để tham khảo", "en": "to be read with care"}[lang] in told["papi.8"]


@pytest.mark.parametrize(
    ("lang", "right"), [("vi", "đúng là 0,19 điểm phần trăm"), ("en", "should be 0.19 percentage points")]
)
def test_a_correction_of_the_unit_tells_the_unit(lang, right):
    told = [text for text in list_notes(load_tables(), lang).query("year == 2021")["text"] if "“0,19”" in text]
    assert len(told) == 1
    assert right in told[0]
