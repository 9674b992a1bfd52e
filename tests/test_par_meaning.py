"""What the figures of PAR INDEX are told as: inferred maxima, halves, trust, and titles that agree, over all data."""

import re

import pytest

from govindex import charts, prose, views
from govindex.audit.audited import audit_source
from govindex.compare.scores import find_mean_status, list_joined
from govindex.tables.load import load_tables
from govindex.tables.page import open_page

TABLES = load_tables()
SCORED = TABLES.scores[TABLES.scores["measure"] == "par"]
PAGES = sorted({(row.province, row.year) for row in SCORED.itertuples()})
LANGS = ("vi", "en")
SUPERLATIVE = re.compile(r"nhiều nhất|largest|[Mm]ost went|most went")


def every_page():
    for province, year in PAGES:
        for lang in LANGS:
            yield open_page(province, year, lang)


@pytest.mark.slow
def test_two_titles_of_one_page_agree_on_where_most_points_went():
    told_apart = 0
    for page in every_page():
        losses, steps = views.par_losses(page), views.par_steps(page)
        if steps.empty:
            continue
        parts = losses[losses["section"] == losses["section"].iloc[0]]
        most = parts.loc[parts["lost"].idxmax()]
        first = steps[steps["kind"] == "lost"].nlargest(1, "lost").iloc[0]
        title = prose.par_steps_title(page, steps)
        if not first["component"].startswith(most["component"]):
            told_apart += 1
            assert f"“{most['name']}”" in title.split(".")[-2] or f"“{most['name']}”" in title, (page[1:], title)
    assert told_apart >= 4  # 01/2020 and 46/2020, in both languages


@pytest.mark.parametrize("province", ["01", "46"])
def test_the_steps_of_2020_name_the_part_that_lost_most(province):
    page = open_page(province, 2020, "en")
    part = re.search(r"went in “([^”]+)”", prose.par_losses_title(page, views.par_losses(page)))[1]
    assert f"Added up by part, most went in “{part}”" in prose.par_steps_title(page, views.par_steps(page))


@pytest.mark.slow
def test_there_is_no_superlative_among_one():
    for page in every_page():
        changes = views.par_changes(page)
        below = changes[changes["component"] != "par"]
        title = prose.par_changes_title(page, changes)
        for sign, words in ((1, "tăng nhiều nhất|largest rise"), (-1, "giảm nhiều nhất|largest fall")):
            if (sign * below["change"] > 0.01).sum() < 2:
                assert not re.search(words, title), (page[1:], title)
        steps = views.par_steps(page)
        if (steps["kind"] == "lost").sum() == 1:
            assert not SUPERLATIVE.search(prose.par_steps_title(page, steps)), page[1:]


@pytest.mark.slow
def test_inferred_maxima_of_2020_are_marked_wherever_they_are_shown():
    pages = [page for page in every_page() if page.year == 2020 and len(views.par_losses(page))]
    assert len(pages) >= 20
    for page in pages:
        mark = {"vi": "suy ra", "en": "inferred"}[page.lang]
        losses = views.par_losses(page)
        assert set(losses["maximum_status"]) == {mark}
        assert set(views.par_table(page).query("component != 'par'")["maximum_status"]) == {mark}
        assert mark in prose.par_losses_title(page, losses)
        assert mark in prose.par_steps_title(page, views.par_steps(page)) or views.par_steps(page).empty
        drawn = str(charts.lost_points_chart(losses, title="", lang=page.lang).to_dict())
        assert drawn.count(f"({mark})") >= len(losses)


def test_printed_maxima_carry_no_such_mark():
    for year in (2021, 2023):
        losses = views.par_losses(open_page("31", year, "en"))
        assert "maximum_status" not in losses
        assert "inferred" not in prose.par_losses_title(open_page("31", year, "en"), losses)


@pytest.mark.slow
def test_a_total_or_mean_that_is_not_printed_is_marked_in_prose():
    words = {"derived": ("tính từ số công bố", "derived"), "corrected": ("đã đính chính", "corrected")}
    words |= {"suspect": ("còn nghi vấn", "suspect"), "computed": ("tự tính", "computed")}
    marked = 0
    totals = SCORED[SCORED["component"] == "par"].set_index(["province", "year"])["status"]
    for page in every_page():
        if (page.province, page.year) not in totals.index:
            continue
        first = prose.par_paragraph(page)[0]
        for status in (totals[page.province, page.year], find_mean_status(TABLES, "par", year=page.year)):
            if status not in (None, "printed"):
                marked += 1
                assert words[status][page.lang == "en"] in first, (page[1:], first)
    assert marked >= 18
    assert "90.09 of 100 points (derived)" in prose.par_paragraph(open_page("31", 2022, "en"))[0]


def test_a_mean_that_is_not_printed_is_marked_in_prose_and_chart():
    national = TABLES.national
    of = (national["component"] == "par") & (national["year"] == 2022) & (national["what"] == "mean")
    derived = TABLES._replace(national=national.assign(status=national["status"].mask(of, "derived")))
    page = open_page("31", 2022, "vi")._replace(tables=derived)
    assert "(84,79; tính từ số công bố)" in prose.par_paragraph(page)[0]
    drawn = charts.known_chart(views.par_known(page), title="", lang="vi").to_dict()
    assert "bình quân cả nước 84,79 (tính từ số công bố)" in str(drawn)


def test_the_halves_of_2023_stand_beside_the_parts():
    joined = list_joined(TABLES, "par", province="31", year=2023).set_index("component")
    assert joined.loc["par.appraisal-whole", ["score", "maximum"]].tolist() == [62.96, 68]
    assert joined.loc["par.social-survey", ["score", "maximum"]].tolist() == [28.92, 32]
    told = " ".join(prose.par_paragraph(open_page("31", 2023, "vi")))
    assert "62,96/68" in told
    assert "28,92/32" in told
    assert "68" not in " ".join(prose.par_paragraph(open_page("31", 2021, "vi")))


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
