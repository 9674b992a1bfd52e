"""Parts of a sheet that one cell shows: in a page one below the other, in JupyterLab as one widget of several."""

import pytest
from parts import open_sheet

from govindex.errors import UnknownName
from govindex.front import ON_A_PAGE


def test_in_a_page_they_follow_each_other(monkeypatch):
    monkeypatch.setenv(ON_A_PAGE, "1")
    sheet = open_sheet("sipas")
    shown = sheet["summary", "known"]._repr_mimebundle_()
    assert shown.keys() == {"text/plain", "text/html"}
    parts = [sheet[name]._repr_mimebundle_()["text/html"] for name in ("summary", "known")]
    assert shown["text/html"].split("\n") == [line for part in parts for line in part.split("\n")]


def test_in_jupyterlab_they_are_one_widget(monkeypatch):
    monkeypatch.delenv(ON_A_PAGE, raising=False)
    shown = open_sheet("sipas")["summary", "known"]._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert 'data-part="known"' in shown["text/html"]


def test_a_name_that_the_sheet_has_not_is_told_with_the_nearest():
    with pytest.raises(UnknownName, match=r"'knwon'.*known"):
        _ = open_sheet("sipas")["summary", "knwon"]
