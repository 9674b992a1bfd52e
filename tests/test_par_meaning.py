"""What the figures of PAR INDEX are told as: inferred maxima, halves, trust, and titles that agree, over all data."""

import re

import pytest
from parts import data, texts, title

from govindex.audit.audited import audit_source
from govindex.compare.scores import find_mean_status, list_joined
from govindex.figures.par.sheet import open_par
from govindex.tables.load import load_tables
from govindex.tables.page import open_page

TABLES = load_tables()
SCORED = TABLES.scores[TABLES.scores["measure"] == "par"]
PAGES = sorted({(row.province, row.year) for row in SCORED.itertuples()})
LANGS = ("vi", "en")
SUPERLATIVE = re.compile(r"nhiều nhất|largest|[Mm]ost went|most went")


def every_page():
    """Yield every province, year and language with a score."""
    for province, year in PAGES:
        for lang in LANGS:
            yield province, year, lang


def told(part, page):
    return title("par", part, *page)


def rows_of(part, page):
    return data("par", part, *page)


@pytest.mark.slow
def test_two_titles_of_one_page_agree_on_where_most_points_went():
    told_apart = 0
    for page in every_page():
        losses, steps = rows_of("losses", page), rows_of("steps", page)
        if steps.empty:
            continue
        parts = losses[losses["section"] == losses["section"].iloc[0]]
        most = parts.loc[parts["lost"].idxmax()]
        first = steps[steps["kind"] == "lost"].nlargest(1, "lost").iloc[0]
        if not first["component"].startswith(most["component"]):
            told_apart += 1
            assert f"“{most['name']}”" in told("steps", page), page
    assert told_apart >= 4  # 01/2020 and 46/2020, in both languages


@pytest.mark.slow
@pytest.mark.parametrize("province", ["01", "46"])
def test_the_steps_of_2020_name_the_part_that_lost_most(province):
    page = (province, 2020, "en")
    part = re.search(r"were lost on “([^”]+)”", told("losses", page))[1]
    assert f"Added up by part, most were lost on “{part}”" in told("steps", page)


@pytest.mark.slow
def test_there_is_no_superlative_among_one():
    for page in every_page():
        changes = rows_of("changes", page)
        below = changes[changes["component"] != "par"]
        for sign, words in ((1, "tăng nhiều nhất|rose most"), (-1, "giảm nhiều nhất|fell most")):
            if (sign * below["change"] > 0.01).sum() < 2:
                assert not re.search(words, told("changes", page)), page
        steps = rows_of("steps", page)
        if (steps["kind"] == "lost").sum() == 1:
            assert not SUPERLATIVE.search(told("steps", page)), page


@pytest.mark.slow
def test_inferred_maxima_of_2020_are_marked_wherever_they_are_shown():
    pages = [page for page in every_page() if page[1] == 2020 and len(rows_of("losses", page))]
    assert len(pages) >= 20
    for page in pages:
        mark = {"vi": "suy ra", "en": "inferred"}[page[2]]
        losses = rows_of("losses", page)
        assert set(losses["maximum_status"]) == {mark}
        assert set(data("report", "par", *page).query("component != 'par'")["maximum_status"]) == {mark}
        assert mark in told("losses", page)
        assert rows_of("steps", page).empty or mark in told("steps", page)
        assert losses["told"].str.contains(f"({mark})", regex=False).all()


@pytest.mark.slow
def test_printed_maxima_carry_no_such_mark():
    for year in (2021, 2023):
        page = ("31", year, "en")
        assert not rows_of("losses", page)["inferred"].any()
        assert "inferred" not in told("losses", page)
        assert not rows_of("losses", page)["told"].str.contains("inferred").any()


@pytest.mark.slow
def test_a_total_or_mean_that_is_not_printed_is_marked_in_prose():
    words = {"derived": ("tính từ số liệu công bố", "derived"), "corrected": ("đã đính chính", "corrected")}
    words |= {"suspect": ("còn nghi vấn", "suspect"), "computed": ("tự tính", "computed")}
    marked = 0
    totals = SCORED[SCORED["component"] == "par"].set_index(["province", "year"])["status"]
    for province, year, lang in every_page():
        if (province, year) not in totals.index:
            continue
        first = texts("par", province, year, lang)[0]
        for status in (totals[province, year], find_mean_status(TABLES, "par", year=year)):
            if status not in (None, "printed"):
                marked += 1
                assert words[status][lang == "en"] in first, (province, year, first)
    assert marked >= 18
    assert "90.09 of 100 points (derived)" in texts("par", "31", 2022)[0]


@pytest.mark.slow
def test_a_mean_that_is_not_printed_is_marked_in_prose_and_chart():
    national = TABLES.national
    of = (national["component"] == "par") & (national["year"] == 2022) & (national["what"] == "mean")
    derived = TABLES._replace(national=national.assign(status=national["status"].mask(of, "derived")))
    par = open_par(open_page("31", 2022, "vi")._replace(tables=derived))
    assert "(84,79 điểm; tính từ số liệu công bố)" in par["summary"].texts[0]
    assert set(par["known"].rows["mean_told"]) == {"bình quân cả nước 84,79 (tính từ số liệu công bố)"}


@pytest.mark.slow
def test_the_halves_of_2023_stand_beside_the_parts():
    joined = list_joined(TABLES, "par", province="31", year=2023).set_index("component")
    assert joined.loc["par.appraisal-whole", ["score", "maximum"]].tolist() == [62.96, 68]
    assert joined.loc["par.social-survey", ["score", "maximum"]].tolist() == [28.92, 32]
    summary = " ".join(texts("par", "31", 2023, "vi"))
    assert "62,96/68" in summary
    assert "28,92/32" in summary
    assert "68" not in " ".join(texts("par", "31", 2021, "vi"))


def audit(text, tmp_path):
    path = tmp_path / "r.csv"
    rows = "".join(f"r,{line},\n" for line in text.splitlines())
    path.write_text("report,measure,year,province,component,what,printed,unit\n" + rows, encoding="utf-8")
    return audit_source(TABLES, path)


def test_a_report_of_2023_by_halves_or_by_parts_is_right(tmp_path):
    halves = (
        'par,2023,31,Điểm thẩm định,max,68\npar,2023,31,Điểm thẩm định,score,"62,96"\n'
        'par,2023,31,par.social-survey,max,32\npar,2023,31,par.social-survey,score,"28,92"\n'
        'par,2023,31,par,score,"91,87"\n'
    )
    parts = (
        'par,2023,31,Điểm thẩm định,max,"61,5"\npar,2023,31,Điểm thẩm định,score,"57,22"\n'
        'par,2023,31,par.survey,max,22\npar,2023,31,par.survey,score,"20,04"\n'
        'par,2023,31,par.impact.sipas,max,10\npar,2023,31,par.impact.sipas,score,"8,88"\n'
        'par,2023,31,par.impact.economy,max,"6,5"\npar,2023,31,par.impact.economy,score,"5,74"\n'
    )
    for text in (halves, parts):
        audited = audit(text, tmp_path)
        assert audited.problems == []
        assert audited.errors == 0, [finding.kind for finding in audited.audit.findings]


def test_a_half_with_a_wrong_figure_is_found(tmp_path):
    wrong = (
        "par,2023,31,Điểm thẩm định,max,69\npar,2023,31,par.social-survey,max,32\n"
        'par,2018,31,Điểm thẩm định,max,60\npar,2018,31,par.social-survey,max,"35,5"\n'
    )
    audited = audit(wrong, tmp_path)
    found = {audited.rows["printed"][cell] for one in audited.audit.findings for cell in one.cells}
    assert {"69", "60"} <= found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "So với năm 2022 (tính từ số liệu công bố)"), ("en", "Compared with 2022 (derived)")]
)
def test_a_change_on_a_derived_total_says_so(lang, words):
    derived = load_tables().scores.query("component == 'par' and year == 2022 and status == 'derived'")["province"]
    assert {"17", "31", "46", "49"} <= set(derived)
    for province in ("17", "31", "46", "49"):
        assert any(words in text for text in texts("par", province, 2023, lang)), province
    assert not any(words in text for text in texts("par", "01", 2023, lang))
