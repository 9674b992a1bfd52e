"""Relations between printed figures: each is tripped by what breaks it, and by nothing else."""

import pandas as pd
import pytest

from govindex.audit.findings.audit import audit_cells
from govindex.audit.reading.cells import read_cells
from govindex.tables.load import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def audit(tables):
    """Return a function that audits cells written as "measure year province component what printed unit note".

    Notes on changes of method stand beside most changes of 2021; they are left out save where they are asked for.
    """

    def run(*lines, method=False, **more):
        names = ["measure", "year", "province", "component", "what", "printed", "unit", "note"]
        rows = [dict.fromkeys(names, "") | dict(zip(names, line.split("|"), strict=False)) for line in lines]
        cells = read_cells(pd.DataFrame(rows).assign(report="r", table="t"), tables)
        assert cells.problems == []
        audited = audit_cells(tables, cells.rows, **more)
        audited.findings = [one for one in audited.findings if method or not is_on_method(one)]
        return audited

    return run


def is_on_method(finding):
    return finding.severity == "note" and bool(finding.values.get("text_en"))


PAR = [
    "par|2022|25|par|score|87,50", "par|2022|25|par.appraisal|score|60,20", "par|2022|25|par.social-survey|score|27,30",
]  # fmt: skip
SIPAS = [f"sipas|2019|25|sipas.{number}|score|{value}" for number, value in enumerate((85, 86, 87, 88, 89), 1)]

# What trips each check: clean cells, the cell that breaks it, the kind and severity of the finding.
CASES = {
    "sum": (PAR, "par|2022|25|par.social-survey|score|37,30", "sum", "error"),
    "mean of parts": (
        ["sipas|2019|25|sipas|score|87,00", *SIPAS],
        "sipas|2019|25|sipas|score|89,20",
        "mean_of_parts",
        "error",
    ),
    "mean of parts, nearly": (
        ["sipas|2019|25|sipas|score|87,00", *(line + ",00" for line in SIPAS)],
        "sipas|2019|25|sipas|score|87,08",
        "mean_of_parts",
        "note",
    ),
    "lost": (
        [
            "par|2022|25|par.appraisal|max|68",
            "par|2022|25|par.appraisal|score|60,20",
            "par|2022|25|par.appraisal|lost|7,80",
        ],
        "par|2022|25|par.appraisal|lost|8,80",
        "lost",
        "error",
    ),
    "share": (
        ["par|2022|25|par.appraisal|score|60,20", "par|2022|25|par.appraisal|share_pct|88,5"],
        "par|2022|25|par.appraisal|share_pct|85,8",
        "share",
        "error",
    ),
    "range": (
        ["papi|2030|25|d1|score|9,90", "papi|2030|25|d1|max|10"],
        "papi|2030|25|d1|score|10,90",
        "range",
        "error",
    ),
    "maximum": (["par|2022|25|par.appraisal|max|68"], "par|2022|25|par.appraisal|max|65", "maximum", "error"),
    "change": (
        ["par|2019|25|par|score|80,10", "par|2018|25|par|score|78,00", "par|2019|25|par|change|tăng 2,10"],
        "par|2019|25|par|change|tăng 2,40",
        "change",
        "error",
    ),
    "change against the panel": (
        ["papi|2021|31|d1|change|-0,369"],
        "papi|2021|31|d1|change|-0,693",
        "change",
        "error",
    ),
    "growth": (["papi|2021|31|d4|change_pct|18,6"], "papi|2021|31|d4|change_pct|16,8", "change_pct", "error"),
    "score against the panel": (["papi|2021|31|d4|score|7,424"], "papi|2021|31|d4|score|7,442", "panel", "error"),
    "direction": (["papi|2021|31|d4|direction|tăng"], "papi|2021|31|d4|direction|giảm", "direction", "error"),
    "count": (["papi|2021|31|total|count_up|4"], "papi|2021|31|total|count_up|6", "count", "error"),
    "rank": (["papi|2020|31|total|rank|40"], "papi|2020|31|total|rank|4", "rank", "error"),
    "rank base": (["papi|2022|82|total|rank|45"], "papi|2022|82|total|rank|47", "rank_base", "error"),
    "rank within": (["par|2010|25|par|rank|60/63"], "par|2010|25|par|rank|64/63", "rank_within", "error"),
    "rank change": (
        ["par|2010|25|par|rank|15", "par|2009|25|par|rank|20", "par|2010|25|par|rank_change|tăng 5 bậc"],
        "par|2010|25|par|rank_change|tăng 6 bậc",
        "rank_change",
        "error",
    ),
    "number ranked": (["par|2022|31|par|rank_of|63"], "par|2022|31|par|rank_of|36", "rank_of", "error"),
    "group": (["papi|2021|31|d4|group|Cao nhất"], "papi|2021|31|d4|group|Thấp nhất", "group", "error"),
    "band": (["par|2018|14|par|group|B"], "par|2018|14|par|group|C", "group_band", "error"),
    "group size": (["papi|2021||total|group_size|15||1"], "papi|2021||total|group_size|16||1", "group_size", "error"),
    "group limit": (["par|2018||total|group_lower|80||A"], "par|2018||total|group_lower|85||A", "group_lower", "error"),
    "mean": (["par|2021||total|mean|86,37"], "par|2021||total|mean|83,67", "mean", "error"),
    "mean is median": (["papi|2020||total|mean|42,78"], "papi|2020||total|mean|42,72", "mean_is_median", "error"),
    "median": (["papi|2020||total|median|42,72"], "papi|2020||total|median|47,22", "median", "error"),
    "best": (["papi|2020||total|best|48,81"], "papi|2020||total|best|44,81", "best", "error"),
    "worst": (["papi|2020||total|worst|38,62"], "papi|2020||total|worst|36,82", "worst", "error"),
    "unit of a change": (
        ["papi|2021|31|d4|change|+1,162|points"],
        "papi|2021|31|d4|change|+18,56|points",
        "unit",
        "error",
    ),
    "above the mean": (
        ["par|2021|31|par|score|91,80", "par|2021|31|par|above_mean|5,43|points"],
        "par|2021|31|par|above_mean|5,43|percent",
        "unit",
        "note",
    ),
    "two units": (
        ["sipas|2009|25|sipas|score|80,25|percent", "sipas|2008|25|sipas|score|76,56|percent"],
        "sipas|2008|25|sipas|score|76,56|points",
        "unit",
        "note",
    ),
    "another scale": (
        ["papi|2019|25|total|direction|giảm"],
        "papi|2018|25|total|direction|tăng",
        "not_comparable",
        "error",
    ),
    "another make-up": (["par|2021|31|par|direction|tăng"], "par|2022|31|par|direction|giảm", "not_comparable", "note"),
    "twice": (
        ["par|2010|25|par|score|80,10", "par|2010|25|par|score|80,1"],
        "par|2010|25|par|score|81,00",
        "same",
        "error",
    ),
    "due": (["|2021|||due|09/2022"], "|2021|||due|09/2021", "due", "error"),
    "first": (
        ["papi|2021|46|total|best|đứng đầu cả nước"],
        "papi|2021|31|total|best|đứng đầu cả nước",
        "statement",
        "error",
    ),
    "most": (["papi|2021|31|d4|best|tăng nhiều nhất"], "papi|2021|31|d6|best|tăng nhiều nhất", "statement", "error"),
    "below": (["papi|2021|31|d8|below|3"], "papi|2021|31|d8|below|2", "statement", "error"),
    "SIPAS in PAR INDEX": (
        [
            "sipas|2010|25|sipas|score|85,00",
            "par|2010|25|par.impact.sipas|max|10",
            "par|2010|25|par.impact.sipas|score|8,50",
        ],
        "par|2010|25|par.impact.sipas|score|8,60",
        "sipas_part",
        "note",
    ),
}


def change_cell(clean, broken):
    """Return the cells with the one of the same place, or the first of the same kind, replaced by the broken one."""
    place = broken.split("|")[:5]
    near = [n for n, line in enumerate(clean) if line.split("|")[:5] == place]
    near = near or [n for n, line in enumerate(clean) if line.split("|")[4] == place[4]]
    return [*clean[: near[-1]], broken, *clean[near[-1] + 1 :]]


@pytest.mark.parametrize("case", CASES)
def test_what_holds_trips_nothing(audit, case):
    clean, _, _, _ = CASES[case]
    assert audit(*clean, dates={"r": "2022-06-18"}).findings == []


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_hold_is_found(audit, case):
    clean, broken, kind, severity = CASES[case]
    lines = change_cell(clean, broken)
    findings = audit(*lines, method=case == "another make-up", dates={"r": "2022-06-18"}).findings
    assert (kind, severity) in {(one.kind, one.severity) for one in findings}
    if severity == "note":
        assert {one.severity for one in findings} == {"note"}


def test_counts_must_add_up_to_the_parts(audit):
    counts = ["papi|2030|25|total|count_up|3", "papi|2030|25|total|count_unchanged|2"]
    assert audit(*counts, "papi|2030|25|total|count_down|3").findings == []
    assert [one.kind for one in audit(*counts, "papi|2030|25|total|count_down|5").findings] == ["count_total"]


def test_the_year_before_that_a_change_implies_is_held_against_its_parts(audit):
    cells = ["sipas|2019|25|sipas|score|87,00", "sipas|2019|25|sipas|change|tăng 1,00"]
    parts = [f"sipas|2018|25|sipas.{number}|score|86,00" for number in range(1, 6)]
    assert audit(*cells, *parts).findings == []
    broken = [*parts[:4], "sipas|2018|25|sipas.5|score|87,00"]
    assert [(one.kind, one.severity) for one in audit(*cells, *broken).findings] == [("implied", "note")]


def test_a_rank_that_counts_all_provinces_and_says_so_is_only_noted(audit):
    (finding, *_) = audit("papi|2022|82|total|rank|47/63").findings
    assert (finding.kind, finding.severity) == ("rank_base", "note")


def test_a_rank_better_than_the_computed_one_is_not_laid_to_the_unscored(audit):
    """To count more provinces can only make a rank worse: 46 may be so explained, 44 may not."""
    found = [audit(f"papi|2022|82|total|rank|{rank}").findings[0] for rank in (44, 46)]
    assert [(one.kind, one.expected) for one in found] == [("rank", [45.0]), ("rank_base", [45.0])]


def test_a_change_of_ranks_is_not_laid_to_the_unscored_where_neither_rank_counts_them(audit):
    ranks = ["papi|2023|82|total|rank|59", "papi|2022|82|total|rank|45"]
    assert [one.kind for one in audit(*ranks, "papi|2023|82|total|rank_change|giảm 15 bậc").findings] == ["rank_change"]


def test_sizes_of_groups_that_are_derived_give_notes_only(audit):
    """Of 2021 only the size of the highest group is printed."""
    found = [audit(f"papi|2021||total|group_size|16||{group}").findings for group in "12"]
    assert [(one.kind, one.severity) for (one,) in found] == [("group_size", "error"), ("group_size", "note")]


def test_a_group_that_is_right_by_printed_sizes_is_no_error(audit):
    """The sizes printed for 2018 add up to 63, of which 61 have a total: the 32nd is in the second group by them."""
    assert audit("papi|2018|14|total|group|2").findings == []
    assert audit("papi|2018|14|total|group|3").findings == []
    assert [one.severity for one in audit("papi|2018|14|total|group|4").findings] == ["error"]


def test_a_rank_within_a_region_is_left_alone(audit):
    assert audit("papi|2022|82|total|rank|3/13").findings == []


def test_a_doubtful_figure_of_the_tables_gives_only_a_note(audit):
    assert {one.severity for one in audit("sipas|2020|31|sipas.1|score|94,33").findings} == {"note"}


def test_a_fall_may_be_printed_without_its_sign_beside_a_word(audit):
    falls = ["papi|2021|31|d1|change|0,369", "papi|2021|31|d1|direction|giảm"]
    assert audit(*falls).findings == []


def test_in_a_column_with_signs_a_figure_without_one_is_a_rise(audit):
    column = ["papi|2021|31|d1|change|-0,369", "papi|2021|31|d2|change|0,041"]
    assert [(one.kind, one.cells) for one in audit(*column).findings] == [("sign", [1])]


def test_among_figures_with_words_one_without_is_a_rise(audit):
    column = ["papi|2021|31|d1|change|giảm 0,369", "papi|2021|31|d2|change|0,041"]
    assert [(one.kind, one.cells) for one in audit(*column).findings] == [("sign", [1])]


@pytest.mark.parametrize("component", ["d1", "d2"])
def test_a_fall_that_nothing_tells_is_found(audit, component):
    printed = {"d1": "0,369", "d2": "0,041"}[component]
    (finding,) = audit(f"papi|2021|31|{component}|change|{printed}").findings
    assert (finding.kind, finding.severity, [one.value for one in finding.repair]) == (
        "sign", "error", [-float(printed.replace(",", "."))],
    )  # fmt: skip


def test_a_fall_of_ranks_that_nothing_tells_is_found(audit):
    (finding,) = audit("papi|2023|82|total|rank_change|14 bậc").findings
    assert (finding.severity, [one.value for one in finding.repair]) == ("error", [-14.0])


def test_a_fall_told_in_points_need_not_be_told_again_in_per_cent(audit):
    assert audit("papi|2021|31|d1|change|-0,369", "papi|2021|31|d1|change_pct|7,0").findings == []


@pytest.mark.parametrize(("what", "kind"), [("trung vị", "median"), ("Bình quân", "mean"), ("trung bình", "mean")])
def test_the_median_and_mean_of_the_country_are_entered_in_vietnamese(audit, what, kind):
    right = {"median": "42,72", "mean": "42,78"}[kind]
    assert audit(f"papi|2020||total|{what}|{right}").findings == []
    assert [one.kind for one in audit(f"papi|2020||total|{what}|47,22").findings] == [kind]


def test_a_change_may_start_from_another_year(audit):
    assert audit("papi|2021|31|d4|change|+0,493|2019 → 2021").findings != []
    change = load_change("papi.4", 2021, 2019)
    assert audit(f"papi|2021|31|d4|change|{change}|2019 → 2021").findings == []


def load_change(component, year, base):
    """Return a change of Hải Phòng as it is printed."""
    scores = load_tables().scores.query("province == '31' and component == @component").set_index("year")["score"]
    return f"{scores[year] - scores[base]:+.3f}".replace(".", ",")


def test_cells_that_nothing_can_be_held_against_are_listed(audit):
    found = audit("papi|2030|25|d1|score|5,1", "sipas|2021|31||share_pct|59,12", "papi|2021|31|total|best|rất tốt")
    assert [(one.cell, one.reason) for one in found.unchecked] == [(0, "no_relation"), (1, "survey"), (2, "statement")]
    assert found.checked == 0


def test_criteria_that_do_not_make_up_the_index_are_still_counted(audit):
    """Since 2022 the five criteria are part of one of SIPAS' two parts, and no longer its mean."""
    words = [f"sipas|2023|25|sipas.{number}|direction|{'tăng' if number < 4 else 'giảm'}" for number in range(1, 6)]
    assert audit(*words, "sipas|2023|25|sipas|count_up|3").findings == []
    assert [one.kind for one in audit(*words, "sipas|2023|25|sipas|count_up|4").findings] == ["count"]


def refused(audited):
    return [one for one in audited.findings if (one.kind, one.severity) == ("not_comparable", "error")]


def test_what_the_publisher_does_not_compare_is_an_error_with_its_reason(audit):
    found = audit("papi|2018|27|d1|change|tăng 0,10", method=True)
    (finding,) = refused(found)
    assert found.findings == [finding]  # and no other figure is told in its place
    assert finding.values["text_en"].startswith("PAPI discourages comparing aggregate results of 2018")


def test_between_years_apart_every_change_of_method_between_them_counts(audit):
    assert len(refused(audit("papi|2019|27|d1|change|tăng 0,10|2016 → 2019", method=True))) == 1


def test_what_wants_caution_is_one_note_for_all_cells_of_one_reason(audit):
    cells = ["papi|2021|31|d1|change|-0,369", "papi|2021|31|d2|change|-0,041", "papi|2021|31|d3|direction|giảm"]
    found = audit(*cells, method=True).findings
    assert [(one.kind, one.severity, one.cells) for one in found] == [
        ("caution", "note", [0, 1]), ("not_comparable", "note", [2]),
    ]  # fmt: skip


def test_who_rose_most_is_a_comparison_too(audit):
    assert len(refused(audit("papi|2018|31|d4|best|tăng nhiều nhất", method=True))) == 1


def test_years_of_one_method_are_compared_without_a_word(audit, tables):
    scores = tables.scores.query("province == '27' and component == 'papi.1'").set_index("year")["score"]
    change = f"{scores[2024] - scores[2023]:+.3f}".replace(".", ",")
    assert audit(f"papi|2024|27|d1|change|{change}", method=True).findings == []


def test_changes_of_parts_are_held_against_the_whole_only_where_the_parts_are_the_same(audit, tables):
    """Of dimension 5 sub-dimension 5.2 went in 2021: what the others did is not what the whole did."""
    scores = tables.scores.query("province == '31'").set_index(["component", "year"])["score"]
    names = ("papi.5", "papi.5.1", "papi.5.3", "papi.5.4")
    changes = [f"{scores[name, 2021] - scores[name, 2020]:+.3f}".replace(".", ",") for name in names]
    lines = [f"papi|2021|31|{name}|change|{change}" for name, change in zip(names, changes, strict=True)]
    assert audit(*lines).findings == []


def test_the_appraisal_of_a_year_that_counts_more_in_is_not_compared_either(audit):
    """Of 60.5 points in 2021, of 68 since 2022, when the same name means more."""
    assert len(refused(audit("par|2022|31|par.appraisal|change|tăng 5,00", method=True))) == 1
