"""The founding report against the scores: every printed cell holds, or stands in corrections with its reason.

The other reports are checked by the audit: tests/test_audit_tables.py.
"""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from govindex.tables.load import load_tables

GROUPS = {"cao nhất": 1, "trung bình cao": 2, "trung bình thấp": 3, "thấp nhất": 4}
SIGNS = {"(+)": 1, "(-)": -1, "tăng": 1, "đều tăng": 1, "có cải thiện": 1, "giảm": -1, "giảm nhẹ": -1}


@pytest.fixture(scope="module")
def tables():
    """The tables with the founding report alone."""
    tables = load_tables()
    own = {name: getattr(tables, name).query("report == 'hai-phong-2021'") for name in ("published", "corrections")}
    return tables._replace(**own)


class Report:
    """What the tables give for the cells of a report: a number, a group, or whether a statement holds."""

    def __init__(self, tables):
        self.tables = tables
        self.scores = tables.scores.set_index(["year", "province", "component"])["score"].sort_index()
        self.children = tables.components.groupby("parent")["component"].apply(list)

    def score(self, cell, year=None):
        return self.scores[year or cell.year, cell.province, cell.component]

    def maximum(self, component, year):
        rows = self.tables.frameworks.query("component == @component and first_year <= @year <= last_year")
        return rows["maximum"].item()

    def share(self, component, cell):
        return 100 * self.scores[cell.year, cell.province, component] / self.maximum(component, cell.year)

    def change(self, cell, component=None):
        component = component or cell.component
        now = self.scores[cell.year, cell.province, component]
        before = self.scores[cell.year - 1, cell.province, component]
        return now - before, 100 * (now / before - 1)

    def group(self, cell):
        if cell.measure == "par":
            bands = self.tables.groups.query("measure == 'par' and year == @cell.year and lower <= @self.score(@cell)")
            return bands["group"].iloc[0]
        scored = self.scores.xs((cell.year, cell.component), level=("year", "component"))
        rank = scored.rank(ascending=False, method="min")[cell.province]
        sizes = self.tables.groups.query("measure == 'papi' and year == @cell.year").sort_values("group")["size"]
        return int((sizes.cumsum() < rank).sum()) + 1

    def changes_of_criteria(self, cell):
        scored = set(self.scores.loc[cell.year, cell.province].index)
        return [self.change(cell, child)[0] for child in self.children[cell.component] if child in scored]

    def expected(self, cell):
        return getattr(self, f"_{cell.what}")(cell)

    def _score(self, cell):
        return self.score(cell)

    def _max(self, cell):
        return self.maximum(cell.component, cell.year)

    def _lost(self, cell):
        return self.maximum(cell.component, cell.year) - self.score(cell)

    def _change(self, cell):
        return self.change(cell)[1 if cell.unit == "percent" else 0]

    def _change_pct(self, cell):
        return self.change(cell)[1]

    def _above_mean(self, cell):
        national = self.tables.national.query("component == @cell.component and year == @cell.year and what == 'mean'")
        mean = national[national["region"].isna()]["value"].item()
        return 100 * (self.score(cell) / mean - 1) if cell.unit == "percent" else self.score(cell) - mean

    def _share_pct(self, cell):
        if pd.notna(cell.component):
            return self.share(cell.component, cell)
        return self.tables.survey.query("report == @cell.report and item == @cell.note")["value"].item()

    def _rank(self, cell):
        return self._ranked(cell)["rank"].item()

    def _rank_of(self, cell):
        return self._ranked(cell)["out_of"].item()

    def _ranked(self, cell):
        return self.tables.ranks.query(
            "component == @cell.component and year == @cell.year and province == @cell.province"
        )

    def _group(self, cell):
        return self.group(cell)

    def _group_size(self, cell):
        return self._groups(cell)["size"].item()

    def _group_lower(self, cell):
        return self._groups(cell)["lower"].item()

    def _groups(self, cell):
        return self.tables.groups.query("measure == @cell.measure and year == @cell.year and group == @cell.note")

    def _direction(self, cell):
        return 1 if self.change(cell)[0] > 0 else -1

    _text_direction = _direction

    def _count_up(self, cell):
        return sum(change > 0 for change in self.changes_of_criteria(cell))

    def _count_down(self, cell):
        return sum(change < 0 for change in self.changes_of_criteria(cell))

    def _count_full(self, cell):
        return sum(self.share(child, cell) == 100 for child in self.children[cell.component])

    def _below(self, cell):
        return self.score(cell) < Decimal(cell.printed)

    def _due(self, cell):
        return self.tables.proposals.set_index("proposal").loc[cell.note, "due"]

    def _worst(self, cell):
        changes = {child: self.change(cell, child) for child in self.children["papi"]}
        return all(min(changes, key=lambda child: changes[child][of]) == cell.component for of in (0, 1))

    def _only(self, cell):
        low = [child for child in self.children["papi"] if self.group(cell._replace(component=child)) == 3]
        return low == [cell.component]

    def _best(self, cell):
        return {
            "text/par.appraisal/best": self._has_the_highest_share,
            "text/sipas/best": self._is_first_among_the_cities,
            "text/papi.4/best": self._rose_most,
            "text/par/best": self._leads_for_the_first_time,
            "text/papi/best/46": self._has_the_highest_total,
        }[cell.cell](cell)

    def _has_the_highest_share(self, cell):
        parts = ("par.appraisal", "par.survey", "par.impact")
        return max(parts, key=lambda part: self.share(part, cell)) == cell.component

    def _is_first_among_the_cities(self, cell):
        own = self._rank(cell)
        above = self.tables.ranks.query("component == @cell.component and year == @cell.year and rank < @own")
        kinds = above["province"].map(self.tables.provinces.set_index("code")["kind"])
        return len(above) == own - 1 and "city" not in set(kinds)

    def _rose_most(self, cell):
        changes = {child: self.change(cell, child) for child in self.children["papi"]}
        return all(max(changes, key=lambda child: changes[child][of]) == cell.component for of in (0, 1))

    def _leads_for_the_first_time(self, cell):
        ranks = self.tables.ranks.query("component == @cell.component and province == @cell.province and rank == 1")
        return ranks["year"].min() == cell.year

    def _has_the_highest_total(self, cell):
        totals = self.scores.xs((cell.year, cell.component), level=("year", "component"))
        return totals.idxmax() == cell.province


def rounded(value, printed):
    """Return `value` with as many decimals as `printed` has, as it would be printed."""
    digits = Decimal(1).scaleb(-len(printed.partition(",")[2]))
    return str(Decimal(str(round(float(value), 9))).quantize(digits, ROUND_HALF_UP)).replace(".", ",")


def holds(cell, expected):
    """Return whether what `cell` prints is what the tables give, to its last digit."""
    if cell.what in ("best", "worst", "only", "below"):
        return bool(expected)
    if cell.what in ("direction", "text_direction"):
        return SIGNS[cell.printed] == expected
    if cell.what == "group":
        return GROUPS.get(cell.printed.lower(), cell.printed) == expected
    if cell.what == "due":
        month, _, year = cell.printed.partition("/")
        return f"{year}-{int(month):02d}" == expected
    unsigned = cell.what in ("change", "change_pct") and not cell.printed.startswith(("+", "-"))
    value = abs(expected) if unsigned else expected
    return Decimal(rounded(value, cell.printed).replace(",", ".")) == Decimal(cell.printed.replace(",", "."))


@pytest.fixture(scope="module")
def walked(tables):
    return walk(tables)


def walk(tables):
    """Return the cells that do not hold and the cells that do, each with what the tables give."""
    report, wrong, right = Report(tables), {}, {}
    for cell in tables.published.itertuples(index=False):
        expected = report.expected(cell)
        (right if holds(cell, expected) else wrong)[cell.report, cell.cell] = expected
    return wrong, right


def test_every_printed_cell_holds_or_stands_corrected(tables, walked):
    wrong, _ = walked
    explained = set(tables.corrections.set_index(["report", "cell"]).index)
    unexplained = {cell: value for cell, value in wrong.items() if cell not in explained}
    assert unexplained == {}


def test_a_rounding_difference_is_as_small_as_rounding(tables, walked):
    wrong, _ = walked
    rows = tables.corrections[tables.corrections["status"] == "rounding"]
    assert len(rows) == 2
    for row in rows.itertuples():
        value = wrong[row.report, row.cell]
        assert rounded(value, "0,000") == row.correct.lstrip("+")
        assert abs(float(value) - float(row.printed.replace(",", "."))) < 2 * 0.0005


def test_what_stands_corrected_really_does_not_hold(tables, walked):
    wrong, right = walked
    for row in tables.corrections.itertuples():
        key = (row.report, row.cell)
        assert key in wrong if row.status == "corrected" else key in wrong | right, row.cell


def test_a_corrected_number_is_the_one_the_tables_give(tables, walked):
    wrong, _ = walked
    rows = tables.corrections.merge(tables.published, on=["report", "cell", "printed"])
    assert len(rows) == len(tables.corrections), "a correction of a cell that prints something else"
    plain = rows[(rows["status"] == "corrected") & rows["what"].isin(["score", "max", "lost", "change", "change_pct"])]
    plain = plain[plain["correct"].str.fullmatch(r"[-+]?[\d,]+")]
    assert len(plain) == 5
    for row in plain.itertuples():
        value = wrong[row.report, row.cell]
        value = abs(value) if row.what == "change_pct" else value
        assert rounded(value, row.correct) == row.correct, row.cell


def test_points_printed_as_per_cent_hold_as_points(tables):
    cells = {cell.cell: cell for cell in tables.published.itertuples(index=False)}
    named = tables.corrections[tables.corrections["correct"].str.contains(" điểm", na=False)]
    named = named[named["printed"] == named["correct"].str.split().str[0]]
    assert named["cell"].tolist() == ["text/par/above_mean", "text/sipas/change"]
    for name in named["cell"]:
        cell = cells[name]._replace(unit="points")
        assert holds(cell, Report(tables).expected(cell)), name


def test_every_misprint_known_of_the_report_on_2021_is_found(walked):
    wrong, _ = walked
    assert sorted(cell for report, cell in wrong if report == "hai-phong-2021") == sorted(
        [
            "par.impact.economy/max",  # 5 for 6
            "par.survey/lost",  # 417
            "papi.3/score",  # 413
            "papi.3/change",  # -1,162
            "papi/change",  # rounding
            "text/par/above_mean",  # 5,43 is points
            "text/sipas/change",  # 0,19 is points
            "text/sipas.5/direction",  # fell
            "text/sipas/direction/4.1",  # fell
            "text/papi/change",  # rounding
            "text/papi.4/best",  # most in points, not in per cent
            "text/papi.8/change_pct",  # 15,4
            "text/proposals/procedure-quality/due",  # 09/2021
        ]
    )


def test_a_changed_score_is_found(tables):
    scores = tables.scores.copy()
    row = scores.query("year == 2021 and province == '31' and component == 'par.appraisal.3'").index
    scores.loc[row, "score"] += 0.01
    wrong, _ = walk(tables._replace(scores=scores))
    assert {"par.appraisal.3/score", "par.appraisal.3/lost"} <= {cell for _, cell in wrong}


def test_the_three_tables_of_the_report_on_2021_are_whole(tables):
    cells = tables.published.query("report == 'hai-phong-2021' and table != 'text'")
    counts = cells.groupby(["table", "what"]).size().to_dict()
    assert counts == {
        ("par", "max"): 13,
        ("par", "score"): 13,
        ("par", "lost"): 13,
        ("sipas", "score"): 15,
        ("sipas", "direction"): 5,
        ("papi", "score"): 9,
        ("papi", "group"): 9,
        ("papi", "change"): 9,
    }


def test_every_survey_figure_is_printed_in_its_report(tables):
    printed = tables.published.query("what == 'share_pct' and component.isna()")
    assert set(printed["note"]) == set(tables.survey["item"])
