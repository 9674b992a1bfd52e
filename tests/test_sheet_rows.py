"""The library and the front end read one declaration: in every state both find the same rows, sentences and lists."""

import pytest
from browser.sheets import (
    IN_THE_OTHER,
    LANGS,
    list_differences,
    list_states,
    open_bare,
    open_sheet,
    read_in_front,
    read_in_library,
)

COUNT = 40  # states of each sheet


@pytest.fixture(scope="module")
def bare(chromium):
    page = open_bare(chromium)
    yield page
    page.close()


@pytest.mark.parametrize(("name", "lang"), IN_THE_OTHER)
def test_the_front_end_chooses_what_the_library_chooses_in_any_state(bare, name, lang):
    sheet = open_sheet(name, lang)
    states = list_states(sheet, COUNT, seed=LANGS.index(lang))
    for control in sheet.declared.controls:
        assert len({str(state[control]) for state in states}) > 1, f"No state moves {control}."
    for state, theirs in zip(states, read_in_front(bare, sheet.declared, states), strict=True):
        ours = read_in_library(sheet.declared, state)
        assert list(list_differences(ours, theirs)) == [], state
