"""A few seconds of the campaign that ``make torture`` runs: what it tries ends as it must, and it finds what slips."""

import json

import pytest
import torture.__main__ as campaign
from torture import batches, declarations, inputs, notebooks, outputs, tables
from torture.__main__ import SECTIONS, write_results
from torture.tally import Tally

from govindex.errors import SchemaError


@pytest.mark.slow
@pytest.mark.parametrize(("section", "tries"), [(tables, 36), (inputs, 24), (declarations, 40)])
def test_a_few_tries_of_each_kind_end_as_they_must(section, tries):
    tally = Tally("smoke", 3, 60)
    section.run(tally, tries)
    assert tally.failures == []
    assert sum(tally.counts.values()) > tries / 2


@pytest.mark.slow
def test_some_changes_that_a_rule_stands_against_are_refused():
    tally = Tally("known", 3, 60)
    tables.run_known(tally, step=7)
    assert tally.failures == []
    assert tally.counts == {"refused": len(tables.KNOWN[::7])}


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("ranks", "rank", "negative, row 3"),
        ("ranks", "rank", "huge, row 3"),
        ("national", "value", "no number, row 3"),
        ("province-names", "spelling", "emptied, row 3"),
        ("provinces", "successor", "of another row, row 3"),
        ("components", "parent", "a word, row 3"),
        ("changes", "note", "unseen, row 3"),
        ("published-x", "printed", "outer space, row 3"),
        ("published-x", "", "a row less"),
        ("reports", "", "the heading alone"),
    ],
)
def test_what_a_check_could_know_is_never_harmless(table, column, kind):
    assert tables.judge(table, kind, column) == ("slipped", "accepted")


def test_what_a_terminal_obeys_or_a_spreadsheet_computes_is_found():
    assert outputs.OBEYED.search("a\x1b[2J")
    assert not outputs.OBEYED.search("một\nhai")
    computed = [cell for cell in ("=1+1", "@A1", " =1", "-x", "'=1", "-1.5", "+3%", "x") if is_computed(cell)]
    assert computed == ["=1+1", "@A1", " =1", "-x"]


def is_computed(cell):
    return bool(outputs.COMPUTED.match(cell)) and not outputs.NUMBER.fullmatch(cell)


def test_each_section_can_be_run():
    functions = {f"{module.__name__}.{name}" for module in (batches, notebooks) for name in ("run", "run_usual")}
    assert {f"torture.{section[1]}" for section in SECTIONS.values()} - functions == {
        "torture.tables.run", "torture.tables.run_known", "torture.inputs.run", "torture.declarations.run",
    }  # fmt: skip


def test_how_two_engines_ended_is_judged():
    good, bad = ("completed", [["execute_result"]]), ("PapermillExecutionError", [["error"]])
    assert notebooks.compare("x", good, good)[0] == "same"
    assert notebooks.compare("x", good, bad)[0] == "different"
    assert notebooks.compare("x", ("hang", None), bad)[0] == "hang"
    assert notebooks.compare("stops the loop", good, bad)[0] == "harmless"


def test_a_seed_makes_the_same_inputs_again():
    first, second = ([rng.random() for _, rng in Tally("tables", 5, 60).tries(3)] for _ in range(2))
    assert first == second
    assert first != [rng.random() for _, rng in Tally("tables", 6, 60).tries(3)]


def test_each_kind_of_failure_is_counted():
    def refuse(text):
        raise SchemaError(text)

    tally = Tally("own", 1, 60)
    tally.attempt("placed", lambda: refuse("a.csv, row 3: no"), place=r"row \d+")
    tally.attempt("unplaced", lambda: refuse("no"), place=r"row \d+")
    tally.attempt("a bug", lambda: 1 / 0)
    tally.attempt("accepted", lambda: 1, judge=lambda _: ("slipped", "accepted"))
    assert tally.counts == {"refused": 1, "unplaced": 1, "traceback": 1, "slipped": 1}
    assert [what for _, what, _ in tally.failures] == ["unplaced", "a bug", "accepted"]
    assert tally.bad == 3


def test_a_section_that_is_run_alone_leaves_the_others_as_they_were_and_ends_by_its_own_failures(tmp_path, monkeypatch):
    before = {"counts": {"lost": 1}, "reasons": {}, "failures": [("lost", "try 7", "a row")], "seconds": 3, "seed": 1}
    (tmp_path / "results.json").write_text(json.dumps({"tables": before}), "utf-8")
    monkeypatch.setattr(campaign, "HERE", tmp_path)
    monkeypatch.setattr(campaign, "measure", lambda name, seed: before | {"failures": [], "seed": seed})
    assert not campaign.main(["--seed", "5", "inputs"])
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert [(name, result["seed"]) for name, result in kept.items()] == [("tables", 1), ("inputs", 5)]
    assert "- tables, lost: try 7: a row" in (tmp_path / "RESULTS.md").read_text("utf-8")
    monkeypatch.setattr(campaign, "measure", lambda name, seed: before)
    assert campaign.main(["inputs"])


def test_the_results_tell_counts_reasons_and_failures():
    result = {"counts": {"refused": 4, "lost": 1}, "reasons": {"free text": 2}, "seconds": 3, "seed": 1}
    text = write_results({"tables": result | {"failures": [("lost", "try 7", "a row")]}})
    assert f"| tables: {SECTIONS['tables'][0]} | 5 | 4 | 0 |" in text
    assert "- tables: free text (2)" in text
    assert "- tables, lost: try 7: a row" in text
