"""Spellings: what makes two of them the same, and that no two provinces of one year share one."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from govindex.errors import SchemaError

FIRST_ROW = 2  # as an editor numbers lines, under the header
# Words for "province" or "city" around a name, in plain letters; the scripts of a page obey the same pattern.
UNIT_WORDS = r"^(thanh pho|thu do|tinh|tp|t p|city of|province of)(?=\W|$)|\b(city|province)$"


def fold(text: str) -> str:
    """Return `text` without case, diacritics, punctuation, spaces and words for "province" or "city".

    Vietnamese Đ is a letter of its own and not a D with a mark, so it is put by hand, as is the Icelandic Ð that old
    fonts used for it; the two placings of a tone mark (Hòa, Hoà) fold to the same.

    Examples
    --------
    >>> fold("TP. Đà Nẵng"), fold("da-nang city"), fold("tỉnh Hoà Bình")
    ('danang', 'danang', 'hoabinh')
    """
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d").replace("ð", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[\W_]+", " ", plain).strip()
    return re.sub(r"\s+", "", re.sub(UNIT_WORDS, "", plain)) or re.sub(r"\s+", "", plain)


def spell(provinces: pd.DataFrame, province_names: pd.DataFrame) -> pd.DataFrame:
    """Return one row per spelling of a unit: code, spelling, folded, and the file and row that it stands in."""
    parts = [
        provinces[["code", column]].rename(columns={column: "spelling"}).assign(file="provinces.csv")
        for column in ("name_vi", "name_en")
    ]
    parts.append(province_names[["code", "spelling"]].assign(file="province_names.csv"))
    spellings = pd.concat([part.assign(row=range(FIRST_ROW, len(part) + FIRST_ROW)) for part in parts])
    return spellings.assign(folded=spellings["spelling"].map(fold)).reset_index(drop=True)


def check_spellings(provinces: pd.DataFrame, province_names: pd.DataFrame) -> None:
    """Check that a spelling means one province in any year; a unit and what it became may share theirs.

    Raises
    ------
    SchemaError
        Naming both rows.
    """
    ends = provinces["last_year"].astype("float64").fillna(float("inf"))
    years = {code: span for code, *span in zip(provinces["code"], provinces["first_year"], ends, strict=True)}
    known: dict[str, list[dict]] = {}
    for one in spell(provinces, province_names).to_dict("records"):
        first, last = years[one["code"]]
        for other in known.get(one["folded"], []):
            begins, ends = years[other["code"]]
            if one["code"] != other["code"] and first <= ends and begins <= last:
                raise SchemaError(
                    f"{one['file']}, row {one['row']}: {one['spelling']!r} of {one['code']} is spelt like "
                    f"{other['spelling']!r} of {other['code']} ({other['file']}, row {other['row']}), a province of "
                    "the same years."
                )
        known.setdefault(one["folded"], []).append(one)
