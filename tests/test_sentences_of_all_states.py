"""What the sheets tell of every province and year: one is one, nothing is left unfilled, no space is doubled."""

import re

import pytest
from parts import OPENERS, open_sheet

_FAULTS = {
    "unfilled": r"[{}]|\b(?:None|nan|NaN)\b|<NA>",
    "spaces": r"  | [,.;:)](?:\s|$)|\.\.",
    "one of many": r"\b1 (?:provinces|dimensions|components|criteria|parts|points|others|proposals|years|times)\b",
    "a doubled word": r"\b(the|of|in|is|and|to|a|và|của|là|có|thì|với|ở|điểm|tỉnh) \1\b",
    "English": r"\b(?:the|of|with|and|which|province)\b",
}
# Columns whose texts a reader does not see as sentences, and those that quote what others have printed.
_APART = {"citation", "publisher", "spellings", "note", "notes", "finding", "reason", "why", "strokes", "lines"}


def _list_texts(sheet):
    for frame in sheet.declared.frames.values():
        for column in frame.columns.difference(list(_APART)):
            for value in frame[column]:
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str) and text.endswith("."):
                        yield text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", OPENERS)
def test_no_sentence_of_any_province_and_year_has_a_fault(page, lang):
    faults = {name: re.compile(fault) for name, fault in _FAULTS.items() if lang == "vi" or name != "English"}
    texts = set(_list_texts(open_sheet(page, lang=lang)))
    found = [(name, text) for text in texts for name, fault in faults.items() if fault.search(text)]
    assert len(texts) > 100
    assert found[:5] == []
