"""A spelling means the same in a page as in the library: the scripts fold by the library's own words."""

import json
from pathlib import Path

from govindex import front
from govindex.tables.load import load_tables
from govindex.tables.spelling import UNIT_WORDS, fold, spell

OFFICES = [
    "TP. Hải Phòng",
    "tỉnh Hà Giang",
    "Hai Phong city",
    "T.P. Huế",
    "Thành phố Hồ Chí Minh",
    "City of Hanoi",
    "TP",
]


def test_the_scripts_hold_the_librarys_words_for_province_and_city():
    assert f"const UNIT_WORDS = new RegExp({json.dumps(UNIT_WORDS)}, 'g');" in front.read_scripts()


def test_every_spelling_folds_in_a_page_as_in_the_library(chromium):
    tables = load_tables()
    spellings = [*OFFICES, *spell(tables.provinces, tables.province_names)["spelling"]]
    spellings += [f"{before} {name}" for name in tables.provinces["name_vi"] for before in ("tỉnh", "TP.")]
    text = (Path(front.__file__).parent / "text.js").read_text("utf-8")
    words = f"const UNIT_WORDS = new RegExp({json.dumps(UNIT_WORDS)}, 'g');"
    script = f"(texts) => {{ {words}\n{text}\nreturn texts.map(foldText); }}"
    page = chromium.new_page()
    assert dict(zip(spellings, page.evaluate(script, spellings), strict=True)) == {
        each: fold(each) for each in spellings
    }
    page.close()
