"""What is new in a year: movers, groups, what does not compare, what the audit finds; each as its own page has it."""

import pytest
from parts import open_sheet

from govindex.figures.new_year.tables import list_findings
from govindex.tables.load import load_tables


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "year"), [("papi", 2024), ("par", 2021)])
def test_the_movers_are_those_of_change_against_the_year_before(measure, year):
    own = open_sheet("new_year", measure=measure, year=year)["moves"]
    other = open_sheet("change", measure=measure, first=year - 1, year=year)["moves"]
    assert own.title == other.title
    columns = ["province", "change", "low", "high", "moved", "verdict", "own"]
    assert own.rows[columns].equals(other.rows[columns])


@pytest.mark.slow
def test_a_group_is_gained_or_lost_by_the_number_of_groups():
    sheet = open_sheet("new_year", province="72", year=2024)
    rows = sheet["groups"].rows.set_index("province")
    assert rows.loc["72", ["step", "group_before", "group_now"]].tolist() == [3, "Lowest", "Highest"]
    assert (rows["step"] != 0).all()
    assert sheet["groups"].title == "Tay Ninh came up: from Lowest in 2023 to Highest in 2024"
    gained, lost = (rows["step"] > 0).sum(), (rows["step"] < 0).sum()
    told = open_sheet("new_year", year=2024).declared.frames["told"].query("measure == 'papi' and year == 2024")
    assert any(f"{gained} came into a higher group and {lost} into a lower" in each for each in told["told"].item())


@pytest.mark.slow
def test_what_does_not_compare_is_listed_with_its_reason_and_nothing_where_all_does():
    apart = open_sheet("new_year", year=2018)["apart"]
    assert apart.title.startswith("Components of PAPI 2018 that do not compare with 2017")
    assert apart.data["why"].str.len().gt(10).all()
    assert {"does not compare"} <= set(apart.data["comparable"])
    none = open_sheet("new_year", year=2024)["apart"]
    assert none.data.empty
    assert none.title.startswith("No component of PAPI 2024")


@pytest.mark.slow
def test_errors_that_the_audit_of_the_tables_finds_stand_in_their_year():
    found = list_findings(load_tables(), "en")
    for (measure, year), rows in found.groupby(["measure", "year"]):
        part = open_sheet("new_year", measure=measure, year=year)["findings"]
        assert part.data["finding"].tolist() == rows["finding"].tolist()
        assert part.title == f"Errors that the audit of the tables finds in {part.title.rpartition(' in ')[2]}"
    assert len(found)
    assert found["reason"].notna().all()
    assert "no error in PAPI 2024" in open_sheet("new_year", year=2024)["findings"].title
