"""What can be entered beside scores: figures of a region, superlatives, counts without a component, lists of all."""

import pandas as pd
import pytest

from govindex.audit.audited import audit_source
from govindex.audit.telling.sentences import list_expected, tell_finding
from govindex.tables.load import load_tables

NAMES = ["report", "measure", "year", "province", "component", "what", "printed", "unit"]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def enter(tables, tmp_path_factory):
    """Return a function that audits cells of PAPI 2023 written as "province component what printed", through a file."""
    folder = tmp_path_factory.mktemp("entered")

    def run(*lines, measure="papi", year=2023, excel=False):
        rows = [["r", measure, year, *line.split("|"), ""] for line in lines]
        cells = pd.DataFrame(rows, columns=NAMES)
        path = folder / ("cells.xlsx" if excel else "cells.csv")
        cells.to_excel(path, index=False) if excel else cells.to_csv(path, index=False)
        audited = audit_source(tables, path)
        assert audited.problems == []
        return audited

    return run


def find_score(tables, component, province="31", year=2023):
    rows = tables.scores.query("component == @component and province == @province and year == @year")
    return float(rows["score"].iloc[0])


def told(audited):
    return [(one.severity, one.kind, one.cells) for one in audited.audit.findings]


def spell(value, digits=3):
    return f"{value:.{digits}f}".replace(".", ",")


REGION = "red-river-delta"


@pytest.fixture(scope="module")
def delta(tables):
    """Scores of PAPI 2023 in the Red River Delta, as a computation of its own has them."""
    of_year = tables.scores.query("component == 'papi' and year == 2023")
    return of_year[of_year["province"].isin(tables.provinces.query("region == @REGION")["code"])]["score"]


@pytest.mark.parametrize(
    ("area", "what", "kind"),
    [
        ("Đồng bằng sông Hồng", "bình quân", "mean"),
        ("vùng Đồng bằng sông Hồng", "Trung vị", "median"),
        ("Red River Delta", "median", "median"),
        ("Hải Phòng", "trung vị vùng", "median"),
        ("Hải Phòng", "mean of the region", "mean"),
        (REGION, "best", "max"),
        ("Đồng bằng sông Hồng", "worst", "min"),
    ],
)
def test_figures_of_a_region_are_entered_in_both_languages(enter, delta, area, what, kind):
    right = getattr(delta, kind)()
    kind = {"max": "best", "min": "worst"}.get(kind, kind)
    for excel in (False, True):
        assert told(enter(f"{area}|total|{what}|{spell(right)}", excel=excel)) == []
        found = enter(f"{area}|total|{what}|{spell(right + 1)}", excel=excel)
        assert told(found) == [("error", kind, [0])]
        assert list_expected(found.labels, found.audit.findings[0]) == [spell(right)]
        assert "Đồng bằng sông Hồng" in tell_finding(found.labels, found.audit.findings[0], "vi")


def test_a_published_mean_of_a_region_is_held_against(enter):
    assert told(enter("Đông Nam Bộ|total|mean|87,79", measure="par")) == []
    assert told(enter("Đông Nam Bộ|total|mean|88,79", measure="par")) == [("error", "mean", [0])]


def test_a_region_that_is_none_is_told(tables):
    cells = pd.DataFrame([["r", "papi", 2023, "cả nước", "total", "bình quân vùng", "43,1", ""]], columns=NAMES)
    (problem,) = audit_source(tables, cells).problems
    assert (problem.kind, REGION in problem.expected) == ("region", True)


# Hải Phòng 2023: Public Services (d6) is the highest of its eight dimensions, Environment (d7) the lowest.
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("31|d6|cao nhất trong|8 nội dung", "31|d5|cao nhất trong|8 nội dung"),
        ("31|d6|the highest of|its dimensions", "31|d5|the highest of|its dimensions"),
        ("31|d6|best|cao nhất trong các nội dung", "31|d5|best|cao nhất trong các nội dung"),
        ("31|d7|worst|the lowest of its eight dimensions", "31|d8|worst|the lowest of its eight dimensions"),
        ("31|total|cao nhất trong|Cung ứng dịch vụ công", "31|total|cao nhất trong|Thủ tục hành chính công"),
        ("31|total|lowest of|Environmental governance", "31|total|lowest of|E-governance"),
        ("75|total|best|đứng đầu cả nước", "31|total|best|cao nhất cả nước"),
    ],
)
def test_a_superlative_in_words_is_checked(enter, tables, right, wrong):
    if right.startswith("75"):  # the province that is the highest that year
        best = tables.scores.query("component == 'papi' and year == 2023").nlargest(1, "score")["province"].iloc[0]
        right = right.replace("75", best)
    held = enter(right)
    assert (told(held), held.audit.checked) == ([], 1)
    assert told(enter(wrong)) == [("error", "statement", [0])]


def test_a_superlative_is_told_with_what_is_the_highest(enter):
    found = enter("31|d5|cao nhất trong|8 nội dung")
    (finding,) = found.audit.findings
    assert "the highest is “Public service delivery” (7.99)" in tell_finding(found.labels, finding, "en")
    assert list_expected(found.labels, finding) == ["papi.6"]


def test_the_highest_figure_of_a_provinces_dimensions_is_repaired(enter, tables):
    right = find_score(tables, "papi.6")
    assert told(enter(f"31|total|cao nhất trong|{spell(right)}")) == []
    found = enter(f"31|total|cao nhất trong|{spell(right - 0.11)}")
    assert told(found) == [("error", "highest_of", [0])]
    assert list_expected(found.labels, found.audit.findings[0]) == [spell(right)]


def test_the_highest_in_the_country_is_the_countrys(enter, tables):
    best = tables.scores.query("component == 'papi' and year == 2023")["score"].max()
    assert told(enter(f"|total|highest of|{spell(best)}")) == []
    assert told(enter(f"|total|highest of|{spell(best - 1)}")) == [("error", "highest_of", [0])]


def test_a_province_is_the_highest_of_its_region_or_not(enter, tables):
    rows = tables.scores.query("component == 'papi.6' and year == 2023")
    rows = rows[rows["province"].isin(tables.provinces.query("region == @REGION")["code"])]
    best = rows.nlargest(1, "score")["province"].iloc[0]
    assert told(enter(f"{best}|d6|best|cao nhất vùng")) == []
    assert told(enter("31|d6|cao nhất trong|vùng Đồng bằng sông Hồng")) == [("error", "statement", [0])]


def test_parts_of_other_maxima_are_compared_by_share_too(enter):
    """Of 60.5 and 16 points: 58.87 is more in points, 15.9 in share; either way of speaking holds."""
    cells = ["25|par.appraisal|score|58,87", "25|par.survey|score|19,33", "25|par.impact|score|15,90"]
    for part in ("par.appraisal", "par.impact"):
        assert told(enter(*cells, f"25|{part}|best|cao nhất trong ba thành phần", measure="par", year=2021)) == []
    found = enter(*cells, "25|par.survey|best|cao nhất trong ba thành phần", measure="par", year=2021)
    assert ("error", "statement", [3]) in told(found)


def test_what_it_is_the_highest_of_must_be_known(enter):
    found = enter("31|total|best|đứng đầu trong các thành phố trực thuộc Trung ương", "31|d6|best|cao nhất")
    assert [one.reason for one in found.audit.unchecked] == ["statement", "statement"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("31||count_up|2", "31||count_up|3"),
        ("31||Số nội dung giảm|6", "31||Số nội dung giảm|5"),
        ("31||fallen|6/8", "31||fallen|5/8"),
        ("31||number of rises|hai trên tám nội dung", "31||number of rises|three of eight dimensions"),
        ("31||count_down|giảm 6/8 nội dung", "31||count_down|giảm 6/7 nội dung"),
    ],
)
def test_rises_and_falls_are_counted_for_the_total_without_naming_it(enter, right, wrong):
    assert told(enter(right)) == []
    ((severity, kind, _),) = told(enter(wrong))
    assert (severity, kind) == ("error", "count")


@pytest.fixture(scope="module")
def dimensions(tables):
    return [f"31|d{number}|score|{spell(find_score(tables, f'papi.{number}'))}" for number in range(1, 9)]


@pytest.mark.parametrize(
    ("what", "printed"),
    [
        ("list", "cả 8 nội dung"),
        ("danh sách", "tám nội dung"),
        ("all", "all eight dimensions"),
        ("tất cả", "các nội dung"),
    ],
)
def test_a_list_of_all_that_holds_seven_of_eight_is_found(enter, dimensions, what, printed):
    assert told(enter(*dimensions, f"31||{what}|{printed}")) == []
    found = enter(*dimensions[:4], *dimensions[5:], f"31||{what}|{printed}")
    assert told(found) == [("error", "omission", [7])]
    assert "Thủ tục hành chính công" in tell_finding(found.labels, found.audit.findings[0], "vi")


def test_a_list_that_is_told_to_be_of_seven_may_be(enter, dimensions):
    assert told(enter(*dimensions[:7], "31||list|7 nội dung")) == []
    assert told(enter(*dimensions, "31||list|7 nội dung")) == [("error", "omission", [8])]


def test_a_list_in_words_is_read_by_the_names_of_its_year(enter, tables):
    names = tables.components.query("parent == 'papi'")["name_vi"].tolist()
    assert told(enter(f"31||list|{'; '.join(names)}")) == []
    found = enter(f"31||list|{'; '.join(names[:-1])}")
    assert (told(found), found.audit.findings[0].values["others"]) == ([("error", "omission", [0])], ["papi.8"])


def test_a_table_with_its_total_and_all_dimensions_but_one_is_noted(enter, dimensions, tables):
    total = f"31|total|score|{spell(find_score(tables, 'papi'))}"

    def left_out(*lines):
        return [one for one in told(enter(total, *lines)) if one[1] == "omission"]

    assert left_out(*dimensions) == []
    assert left_out(*dimensions[1:]) == [("note", "omission", [0])]
    assert left_out(*dimensions[3:]) == []  # a choice of dimensions is none


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [
        ("|par.field.1|mean|95,25|percent", "|par.field.1|mean|92,55|percent", "share"),
        ("31|par.field.6|share_pct|96,21|percent", "31|par.field.6|share_pct|96,12|percent", "share"),
        ("|par|count_up|57 tỉnh|", "|par|count_up|58 tỉnh|", "count"),
        ("||Số nội dung giảm|6|provinces", "||fallen|9|provinces", "count"),
    ],
)
def test_what_is_only_printed_in_per_cent_or_counted_by_province_is_held_against(tables, right, wrong, kind):
    """Of PAR INDEX 2023 the ministry prints shares of fields, and that 57 provinces rose and 6 fell."""
    found = []
    for line in (right, wrong):
        province, component, what, printed, unit = line.split("|")
        row = ["r", "par", 2023, province, component, what, printed, unit]
        found.append(told(audit_source(tables, pd.DataFrame([row], columns=NAMES))))
    assert found == [[], [("error", kind, [0])]]


def test_provinces_that_rose_are_counted_where_all_are_held(enter, tables):
    scores = tables.scores.query("component == 'papi'").pivot(index="province", columns="year", values="score")
    rose = int((scores[2023] > scores[2022]).sum())
    assert told(enter(f"|total|count_up|{rose} tỉnh")) == []
    assert told(enter(f"|total|count_up|{rose + 1} tỉnh")) == [("error", "count", [0])]
