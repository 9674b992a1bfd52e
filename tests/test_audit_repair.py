"""Repairs: the fewest figures that make all hold, told with their evidence; none that another relation contradicts."""

import pandas as pd
import pytest

from govindex.audit.audited import audit_source
from govindex.audit.findings.audit import audit_cells
from govindex.audit.reading.cells import read_cells
from govindex.audit.repair.slips import find_slip
from govindex.audit.telling.sentences import list_repairs
from govindex.tables.load import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def audit(tables):
    """Return a function that audits cells written as "measure year province component what printed unit"."""

    def run(*lines, tables=tables):
        names = ["measure", "year", "province", "component", "what", "printed", "unit", "note"]
        rows = [dict.fromkeys(names, "") | dict(zip(names, line.split("|"), strict=False)) for line in lines]
        cells = read_cells(pd.DataFrame(rows).assign(report="r", table="t"), tables)
        assert cells.problems == []
        return audit_cells(tables, cells.rows)

    return run


def print_papi(tables, province, year, decimals=3, **printed):
    """Return the lines of a table of PAPI with some of its cells (`total`, `d1` …) printed otherwise."""
    scores = tables.scores.query("measure == 'papi' and province == @province and year == @year")
    scores = scores.set_index("component")["score"]
    names = {"total": "papi"} | {f"d{number}": f"papi.{number}" for number in range(1, 9)}
    lines = []
    for name, component in names.items():
        text = printed.get(name, f"{scores[component]:.{decimals}f}".replace(".", ","))
        lines.append(f"papi|{year}|{province}|{name}|score|{text}")
    return lines


def errors(audited):
    return [one for one in audited.findings if one.severity == "error"]


def repairs(finding):
    """Return the repairs of a finding as option, cell, value."""
    return [(one.option, one.cell, one.value) for one in finding.repair]


PAR = [
    "par|2022|25|par|max|100", "par|2022|25|par.appraisal|max|68", "par|2022|25|par.social-survey|max|32",
    "par|2022|25|par|score|87,50", "par|2022|25|par.appraisal|score|60,20", "par|2022|25|par.social-survey|score|27,30",
    "par|2022|25|par|lost|12,50", "par|2022|25|par.appraisal|lost|7,80", "par|2022|25|par.social-survey|lost|4,70",
]  # fmt: skip


def broken(lines, **printed):
    """Return the lines with some of them, by number (`at3`), printing otherwise."""
    changed = {int(name.removeprefix("at")): text for name, text in printed.items()}
    return [
        line if number not in changed else "|".join([*line.split("|")[:5], changed[number]])
        for number, line in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("printed", "value", "meant", "decimals", "slip"),
    [
        ("417", 417, 4.17, 2, "comma_lost"),
        ("41,7", 41.7, 4.17, 2, "comma_moved"),
        ("413", 413, 4.413, 3, "digit_lost"),
        ("4,4413", 4.4413, 4.413, 3, "digit_added"),
        ("4,431", 4.431, 4.413, 3, "digits_swapped"),
        ("4,418", 4.418, 4.413, 3, "digit_misread"),
        ("0,369", 0.369, -0.369, 3, "sign"),
        ("47,72", 47.72, 47.51, 2, "two_digits"),
        ("7,33", 7.33, 5.12, 2, ""),
        ("48/63", 48, 49, 0, "digit_misread"),
    ],
)
def test_a_slip_is_named(printed, value, meant, decimals, slip):
    assert find_slip(printed, value, meant, decimals) == slip


def test_the_cell_that_all_failing_relations_share_is_repaired(audit):
    (finding,) = errors(audit(*broken(PAR, at4="62,00")))
    assert repairs(finding) == [(1, 4, 60.2)]
    assert finding.kind == "lost"
    assert finding.repair[0].evidence["relations"] == ["sum", "lost"]
    assert finding.repair[0].evidence["slip"] == "digits_swapped"
    assert finding.repair[0].evidence["only"]


def test_two_slips_are_repaired_each(audit):
    found = errors(audit(*broken(PAR, at4="62,00", at8="47")))
    assert [repairs(one) for one in found] == [[(1, 4, 60.2)], [(1, 8, 4.7)]]


def test_a_maximum_that_the_points_lost_speak_against_is_repaired(audit):
    (finding,) = errors(audit(*broken(PAR, at2="33")))
    assert (finding.kind, repairs(finding)) == ("maximum", [(1, 2, 32.0)])


def test_equally_good_repairs_are_all_told(audit):
    (finding,) = errors(audit(*broken(PAR[3:6], at1="61,20")))
    assert repairs(finding) == [(1, 0, 88.5), (2, 1, 60.2), (3, 2, 26.3)]
    assert not finding.repair[0].evidence["only"]


def test_the_repair_that_a_slip_explains_is_better(audit):
    (finding,) = errors(audit(*broken(PAR[3:6], at1="6,020")))
    assert repairs(finding) == [(1, 1, 60.2)]


def test_no_repair_is_told_where_no_slip_explains_any(audit):
    (finding,) = errors(audit(*broken(PAR[3:6], at1="44,44")))
    assert finding.repair == []
    assert finding.cells == [0, 1, 2]


def test_no_repair_is_one_that_another_relation_contradicts(audit):
    """The appraised part holds with its maximum and loss: only the other part or the total can be wrong."""
    (finding,) = errors(audit(*broken([PAR[1], PAR[7], *PAR[3:6]], at4="26,30")))
    assert {one.cell for one in finding.repair} == {2, 4}


def test_the_panel_repairs_what_sums_cannot(audit, tables):
    (finding,) = errors(audit(*print_papi(tables, "31", 2021, d3="413")))
    assert (finding.cells, repairs(finding)) == ([3], [(1, 3, 4.413)])
    assert finding.repair[0].evidence["panel"]
    assert {"panel", "sum"} <= set(finding.repair[0].evidence["relations"])


def test_a_cut_table_gets_a_cut_figure(audit, tables):
    """The panel has 5.856346, 7.428116 and 3.385305: a table that prints 5,85, 7,42 and 3,38 is cut."""
    cut = {"d1": "4,70", "d3": "4,05", "d4": "5,85", "d6": "7,42", "d7": "3,38"}
    found = errors(audit(*print_papi(tables, "51", 2023, 2, total="40,48", **cut, d8="2,78")))
    assert [repairs(one) for one in found] == [[(1, 8, 2.87)]]


@pytest.mark.parametrize(("line", "meant"), [("papi|2020||d1|median|4,98", 4.89), ("papi|2019|27|d4|score|9,99", None)])
def test_what_stands_beside_a_cut_table_is_repaired_as_cut(audit, tables, line, meant):
    """The median is 4.89517: rounded 4.90, but the table beside it is cut."""
    scores = tables.scores.query("province == '27'").set_index(["component", "year"])["score"]
    cut = {f"d{part}": f"{int(scores[f'papi.{part}', 2020] * 100) / 100:.2f}".replace(".", ",") for part in range(1, 9)}
    meant = meant or int(scores["papi.4", 2019] * 100) / 100
    (finding,) = errors(audit(*print_papi(tables, "27", 2020, 2, **cut)[1:], line))
    assert repairs(finding) == [(1, 8, meant)] or finding.expected == [meant]


def test_a_half_is_rounded_up_as_a_print_rounds_it(audit, tables):
    """In binary 42.25 lies on the border, and `round` takes the even neighbour."""
    scores = tables.scores.copy()
    scores.loc[scores.query("component == 'papi' and province == '27' and year == 2020").index, "score"] = 42.25
    (finding,) = audit("papi|2020|27|total|score|42,2", tables=tables._replace(scores=scores)).findings
    assert (finding.kind, finding.values["count"]) == ("cut", 1)


def test_the_note_on_a_cut_figure_proposes_no_other(audit, tables):
    """The panel has 5.8563 and 4.89517: 5,85 and 4,89 are right, only cut."""
    for line, kind in (("papi|2023|51|d4|score|5,85", "cut"), ("papi|2020||d1|median|4,89", "median")):
        (finding,) = audit(line).findings
        assert (finding.severity, finding.kind, finding.expected, finding.repair) == ("note", kind, [None], [])


def test_a_total_that_adds_up_rounded_parts_is_told_as_rounding(audit, tables):
    """The panel has a total that no rounding or cutting turns into what its rounded parts add up to."""
    lines = print_papi(tables, "49", 2020, 2)
    parts = round(sum(float(line.split("|")[5].replace(",", ".")) for line in lines[1:]), 2)
    known = float(tables.scores.query("component == 'papi' and province == '49' and year == 2020")["score"].iloc[0])
    assert abs(parts - known) > 0.01
    found = audit(*print_papi(tables, "49", 2020, 2, total=f"{parts:.2f}".replace(".", ","))).findings
    assert [(one.severity, one.kind, one.cells) for one in found] == [("rounding", "panel", [0])]


@pytest.mark.slow
def test_a_total_far_off_is_no_rounding_only_because_many_parts_could_be(audit, tables):
    """41.9 for 42.11 is two units off: no part is printed, or they add up to another, so that rounding is no reason."""
    scores = tables.scores.query("component == 'papi'").assign(first=lambda rows: rows["score"].round(1))
    for row in scores[scores["year"] >= 2018].iloc[::40].itertuples():
        for off in (-0.2, 0.2):
            far = f"{row.first + off:.1f}".replace(".", ",")
            lines = print_papi(tables, row.province, row.year, 1, total=far)
            alone = audit(lines[0]).findings
            assert [one.severity for one in alone] == ["error"], (row, far)
            added = round(sum(float(line.split("|")[5].replace(",", ".")) for line in lines[1:]), 1)
            if abs(added - row.first - off) > 0.05 and len(lines) == 9:
                told = [one.severity for one in audit(*lines).findings if 0 in one.cells]
                assert "error" in told, (row, far, added)


def test_a_wrong_figure_and_the_total_that_follows_from_it_are_both_found(audit, tables):
    found = errors(audit(*print_papi(tables, "27", 2020, d2="5,397", total="44,811")))
    assert [repairs(one) for one in found] == [[(1, 0, 45.311)], [(1, 2, 5.897)]]


def test_a_shifted_column_is_one_finding(audit, tables):
    found = errors(audit(*print_papi(tables, "27", 2020, d3="7,177", d4="7,644", d5="7,279")))
    assert [(one.kind, one.cells, one.expected) for one in found] == [
        ("shifted_column", [3, 4, 5], [5.268, 7.177, 7.644])
    ]
    assert {one.option for one in found[0].repair} == {1}


def test_a_table_of_another_year_is_one_finding(audit, tables):
    lines = [line.replace("|2019|", "|2020|") for line in print_papi(tables, "27", 2019)]
    (finding,) = errors(audit(*lines))
    assert (finding.kind, finding.values["year"], len(finding.cells)) == ("wrong_year", 2019, 9)


def test_a_table_of_another_province_is_one_finding(audit, tables):
    lines = [line.replace("|24|", "|27|") for line in print_papi(tables, "24", 2020)]
    (finding,) = errors(audit(*lines))
    assert (finding.kind, finding.values["province"]) == ("wrong_province", "24")


def test_a_figure_of_the_next_row_and_of_the_year_before_are_named(audit, tables):
    (row,) = errors(audit(*print_papi(tables, "27", 2020, d3="7,177")))
    assert (row.kind, row.values["component"], repairs(row)) == ("neighbour", "papi.4", [(1, 3, 5.268)])
    (year,) = errors(audit(*print_papi(tables, "27", 2020, d3="5,011")))
    assert (year.kind, year.values["year"], repairs(year)) == ("last_year", 2019, [(1, 3, 5.268)])


@pytest.mark.parametrize(
    ("beside", "printed", "repaired"),
    [
        (["papi|2021|31|d3|change|-0,162"], "+18,56", (1.162, "")),  # in a column of points the figure is wrong
        ([], "+18,56", (1.16, "")),  # bare, and said to be of points
        ([], "+18,56 điểm", (18.56, "percent")),  # the print names the unit: that is wrong
        (["papi|2021|31|d3|change|-0,162"], "+18,56 điểm", (1.162, "")),
    ],
)
def test_per_cent_printed_as_points_has_one_repair(audit, beside, printed, repaired):
    (finding,) = errors(audit(*beside, f"papi|2021|31|d4|change|{printed}|points"))
    assert [(one.value, one.unit) for one in finding.repair] == [repaired]


def test_of_counts_that_do_not_add_up_the_one_that_the_tables_speak_against_is_repaired(audit):
    """Of Lào Cai's eight dimensions one rose by as little as may be called unchanged, and none did not move."""
    counts = ["papi|2021|10|total|count_down|7", "papi|2021|10|total|count_up|1"]
    (finding,) = errors(audit(*counts, "papi|2021|10|total|count_unchanged|2"))
    assert repairs(finding) == [(1, 2, 0.0)]


@pytest.mark.parametrize(
    ("lines", "repaired"),
    [
        (["papi|2023|31|d8|change|giảm 11.94%"], 11.94),
        (["papi|2023|31|d8|change_pct|giảm 15.25%"], 11.94),
        (["papi|2023|31|d8|change|giảm 11.94 điểm"], 0.36),
        (["papi|2010|25|d1|change_pct|giảm 15.25%", "papi|2010|25|d1|score|5.20", "papi|2009|25|d1|score|5.00"], 4.0),
        (["papi|2010|25|d1|change|giảm 15.25 điểm", "papi|2010|25|d1|score|5.20", "papi|2009|25|d1|score|5.00"], 0.2),
    ],
)
def test_a_fall_in_words_that_was_a_rise_gets_the_figure_of_the_rise(audit, lines, repaired):
    (finding,) = errors(audit(*lines))
    assert repairs(finding) == [(1, 0, repaired)]


def test_a_magnitude_is_repaired_as_a_magnitude(audit):
    (finding,) = errors(audit("papi|2021|31|d1|change|0,963", "papi|2021|31|d1|direction|giảm"))
    assert repairs(finding) == [(1, 0, 0.369)]


def test_a_rank_is_repaired_with_the_change_that_follows_from_it(audit):
    lines = ["papi|2023|82|total|rank|59", "papi|2022|82|total|rank|47", "papi|2023|82|total|rank_change|giảm 12"]
    found = errors(audit(*lines))
    assert sorted(repairs(one)[0] for one in found) == [(1, 1, 45.0), (1, 2, -14.0)]
    assert {one.kind for one in found} == {"rank_base"}


def test_the_press_does_not_outweigh_the_sums_of_the_report_itself(audit, tables):
    """A figure of PAR INDEX known from elsewhere is one among others: the report's own parts and losses agree."""
    scores = tables.scores.assign(score=tables.scores["score"])
    row = {"measure": "par", "year": 2022, "province": "25", "component": "par", "score": 88.5, "status": "printed"}
    known = tables._replace(scores=pd.concat([scores, pd.DataFrame([row])], ignore_index=True))
    found = audit(*PAR, tables=known).findings
    assert [(one.severity, one.kind, one.repair) for one in found] == [("note", "panel", [])]


def test_the_same_table_twice_is_not_twice_wrong(audit, tables):
    lines = print_papi(tables, "27", 2020)
    assert errors(audit(*lines, *lines)) == []


def test_a_digit_lost_at_the_end_is_noted(audit, tables):
    """4,90 stands for 4,895 to 4,905 and so for the panel's 4.904, but its column has three decimals."""
    found = audit(*print_papi(tables, "31", 2021, d1="4,90")).findings
    assert ("note", "panel", [1], [4.904]) in [(one.severity, one.kind, one.cells, one.expected) for one in found]


def test_changed_tables_are_read_again(audit, tables):
    scores = tables.scores.copy()
    scores.loc[scores.query("component == 'papi.1' and province == '27' and year == 2020").index, "score"] = 6.0
    lines = ["papi|2020|27|d1|score|5,423"]
    assert [len(errors(audit(*lines, tables=one))) for one in (tables, tables._replace(scores=scores), tables)] == [
        0,
        1,
        0,
    ]


def test_a_thousand_cells_of_one_kind_are_no_trouble(audit):
    assert len(errors(audit(*["papi|2020|27|d1|score|5,423"] * 999, "papi|2020|27|d1|score|5,432"))) == 1


MOVED = [
    "sipas|2021|Cần Thơ|sipas|rank|21/63", "sipas|2020|Cần Thơ|sipas|rank|25/63",
    "sipas|2021|Cần Thơ|sipas|rank_change|tăng 4 bậc",
]  # fmt: skip


def test_what_held_in_the_print_is_not_blamed_for_the_repair_of_another_cell(audit):
    """The published rank of 2021 is 48; none is known for 2020, and 25 less 21 are 4."""
    (finding,) = audit(*MOVED).findings
    assert (finding.severity, finding.cells, finding.expected) == ("error", [0], [48.0])
    assert finding.repair == []  # since the printed change contradicts it
    assert "rank_change" in {told.kind for told in finding.relations_held}


def test_a_change_of_ranks_that_does_not_hold_in_the_print_is_blamed_for_itself(audit):
    (finding,) = errors(audit("sipas|2021|Cần Thơ|sipas|rank|48/63", *MOVED[1:]))
    assert [told.kind for told in finding.relations_failed] == ["rank_change"]


def test_the_tables_blame_a_cell_although_the_print_holds(audit):
    """Tiền Giang: ranks of 2022 and 2023 and their difference hold, but the tables have 45 and a fall of 14."""
    lines = ["papi|2023|82|papi|rank|59", "papi|2022|82|papi|rank|47/63", "papi|2023|82|papi|rank_change|giảm 12"]
    found = {one.cells[0]: one for one in errors(audit(*lines))}
    assert {place: one.repair[0].value for place, one in found.items() if one.repair} == {1: 45.0, 3: -14.0}


def test_a_slip_beside_is_told_without_the_repair_of_the_other_cell(audit):
    """Of two prints of the rank of 2020 one is wrong; the slip in 2021 calls for neither 52 nor a fall of 23."""
    found = errors(audit(*MOVED, "sipas|2020|Cần Thơ|sipas|rank|28/63"))
    assert found[0].expected == [48.0]
    assert {repair.value for one in found for repair in one.repair} <= {25.0, 28.0}
    assert 4 not in {place for one in found for place in one.cells}  # the change


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("papi|2023|31|total|change|giảm 149", -1.49),  # the digits that stand there, and no more of the tables'
        ("papi|2023|31|total|score|4211", 42.11),
        ("par|2023|31|par|above_mean|+489", 4.89),
    ],
)
def test_a_lost_decimal_mark_is_put_back_among_the_digits_that_are_there(audit, line, repaired):
    (finding,) = errors(audit(line))
    assert repairs(finding) == [(1, 0, repaired)]


def test_a_maximum_is_exact(audit):
    (finding,) = errors(audit("papi|2023|31|d1|max|90"))
    assert repairs(finding) == [(1, 0, 10.0)]


def test_who_counts_none_as_unchanged_counts_a_small_fall(audit):
    """Administrative Procedures fell by a fortieth of its score: one of six, unless some are told to be unchanged."""
    assert [one.expected for one in errors(audit("papi|2023|31|total|count_down|5"))] == [[6.0]]
    assert errors(audit("papi|2023|31|total|count_down|5", "papi|2023|31|total|count_unchanged|1")) == []


def texts(tables, *lines):
    """Return what should be printed, as the errors say, in cells written as "measure year province component…"."""
    names = ["measure", "year", "province", "component", "what", "printed", "unit"]
    rows = [dict.fromkeys(names, "") | dict(zip(names, line.split("|"), strict=False)) for line in lines]
    audited = audit_source(tables, pd.DataFrame(rows).assign(report="r", table="t"))
    found = [one for one in audited.audit.findings if one.severity == "error"]
    return [text for one in found for texts in list_repairs(audited.labels, one).values() for text in texts]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("papi|2018|66|papi.4|max|90", "10"),  # not 9, which rounds to no maximum
        ("par|2023|94|par.impact.economy|max|10", "6,5"),
        ("par|2023|94|par.survey|max|61,5", "22"),
    ],
)
def test_a_maximum_is_exact_and_printed_with_its_own_decimals(tables, line, text):
    assert texts(tables, line) == [text]


@pytest.mark.parametrize(
    ("printed", "text"),
    [("14,183", "41,183"), ("41,1183", "41,183"), ("4118", "41,18"), ("44,005", "41,183")],
)
def test_a_total_keeps_the_decimals_that_its_slip_speaks_for(tables, printed, text):
    """Quảng Ngãi had 41.183 points in 2019; its dimensions are printed with two decimals."""
    lines = print_papi(tables, "51", 2019, 2)
    value = float(tables.scores.query("component == 'papi' and province == '51' and year == 2019")["score"].iloc[0])
    assert round(value, 3) == 41.183
    assert texts(tables, *(line for line in lines if "|total|" not in line), f"papi|2019|51|total|score|{printed}") == [
        text
    ]


@pytest.mark.parametrize(("printed", "text"), [("giảm 247", "giảm 2,47"), ("giảm 24,7", "giảm 2,47")])
def test_a_change_that_stands_alone_has_the_decimals_of_its_score(tables, printed, text):
    lines = ["papi|2020|48|papi|score|42,27", f"papi|2020|48|papi|change|{printed}"]
    scores = tables.scores.query("component == 'papi' and province == '48'").set_index("year")["score"]
    lines[0] = f"papi|2020|48|papi|score|{scores[2020]:.2f}".replace(".", ",")
    assert round(scores[2020] - scores[2019], 2) == -2.47
    assert texts(tables, *lines) == [text]


def test_a_rank_that_the_tables_give_is_not_blamed_for_a_change_of_ranks(tables):
    """Of 2023 nothing is known; the rank of 2022 is that of the tables, whose base leaves one place above open."""
    hidden = tables._replace(scores=tables.scores[tables.scores["year"] != 2023].reset_index(drop=True))
    lines = ["papi|2023|38|papi|rank|13", "papi|2022|38|papi|rank|3", "papi|2023|38|papi|rank_change|giảm 11"]
    assert "2" not in texts(hidden, *lines)


def test_a_total_that_its_rounded_parts_allow_is_held_against_the_tables(audit, tables):
    """42.487 can be a sum of eight rounded parts; the tables tell that 42.478 is not what is rounded."""
    lines = print_papi(tables, "91", 2019, 2, total="42,478")
    value = float(tables.scores.query("component == 'papi' and province == '91' and year == 2019")["score"].iloc[0])
    assert round(value, 3) == 42.487
    (finding,) = [one for one in audit(*lines).findings if one.cells == [0]]
    assert (finding.severity, finding.kind) == ("rounding", "panel")
