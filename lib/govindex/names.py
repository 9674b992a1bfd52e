"""Names and look-up: any spelling of a province or component finds its code; an unknown one says what is near."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from govindex.errors import UnknownName, near_clause, near_names
from govindex.kept import kept
from govindex.load import Tables
from govindex.words import check_lang

MEASURES = ("par", "sipas", "papi")

_PREFIXES = re.compile(r"^(thanh pho|thu do|tinh|tp|t p)(?=\W|$)|\b(city|province)$")


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
    return re.sub(r"\s+", "", _PREFIXES.sub("", plain)) or re.sub(r"\s+", "", plain)


def find_province(tables: Tables, text: str, *, year: int | None = None) -> str:
    """Return the code of the province that `text` names.

    Parameters
    ----------
    text : str
        A code (``"31"``) or a spelling, with or without diacritics, "TP.", "tỉnh", in Vietnamese or English.
    year : int, optional
        Of two units with one name, the one of that year is meant; without it the older one (the 63 of 2011-2024).

    Raises
    ------
    UnknownName
        With the nearest names.
    """
    units = tables.provinces
    text = str(text).strip()
    text = text.zfill(2) if text.isdigit() else text
    if text in set(units["code"]):
        return text
    spellings = _spell_provinces(tables)
    codes = spellings.loc[spellings["folded"] == fold(text), "code"]
    found = units[units["code"].isin(codes)].sort_values("first_year")
    if year is not None and len(found) > 1:
        of_year = found[(found["first_year"] <= year) & ~(found["last_year"] < year).fillna(False)]
        found = of_year if len(of_year) else found
    if len(found):
        return found["code"].iloc[0]
    near = near_names(fold(text), spellings["folded"].unique())
    names = spellings.drop_duplicates("folded").set_index("folded")["code"].map(units.set_index("code")["name_vi"])
    raise UnknownName(f"There is no province {text!r}{near_clause(dict.fromkeys(names[near]))}.")


def find_component(tables: Tables, text: str, *, measure: str | None = None) -> str:
    """Return the code of the component that `text` names, within `measure` if given.

    Parameters
    ----------
    text : str
        A code (``"papi.4"``), a name in either language, or for PAPI ``d1`` … ``d8``; ``total`` with a measure.

    Raises
    ------
    UnknownName
        When none or several are meant, with the nearest names.
    """
    components = tables.components
    if measure is not None:
        components = components[components["measure"] == check_measure(measure)]
    if text in set(components["component"]):
        return text
    if measure is not None and text in ("total", measure):
        return measure
    if re.fullmatch(r"d[1-8]", text) and measure in (None, "papi"):
        return f"papi.{text[1]}"
    names = components.melt("component", ["name_vi", "name_en", "short_vi", "short_en"], value_name="name")
    names["folded"] = names["name"].map(fold)
    codes = names.loc[names["folded"] == fold(text), "component"].unique()
    if len(codes) == 1:
        return codes[0]
    if len(codes) > 1:
        raise UnknownName(f"{text!r} names several components: {', '.join(codes)}; give one of these codes.")
    near = near_names(fold(text), names["folded"].unique())
    shown = names.drop_duplicates("folded").set_index("folded")["name"]
    raise UnknownName(f"There is no component {text!r}{near_clause(shown[near])}.")


def check_measure(measure: str) -> str:
    """Return `measure` when it is ``par``, ``sipas`` or ``papi``.

    Raises
    ------
    UnknownName
        For any other text.
    """
    if measure not in MEASURES:
        near = near_names(str(measure).lower(), MEASURES)
        raise UnknownName(f"There is no measure {measure!r}: expected par, sipas or papi{near_clause(near)}.")
    return measure


@kept
def find_measure(tables: Tables, component: str) -> str:
    """Return the measure that a component belongs to.

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    return _name(tables.components.set_index("component"), component, "measure")


def check_province(tables: Tables, code: str) -> str:
    """Return `code` when a province has it; `find_province` finds the code of a name.

    Raises
    ------
    UnknownName
        For any other text, with the province that it may mean.
    """
    if code in set(tables.provinces["code"]):
        return code
    raise UnknownName(f"There is no province of the code {code!r}; near: {find_province(tables, code)}.")


def name_province(tables: Tables, code: str, lang: str) -> str:
    """Return the name of a province in `lang`.

    Raises
    ------
    UnknownName
        When no unit has the code.
    """
    return _name(tables.provinces.set_index("code"), code, f"name_{check_lang(lang)}")


def name_component(tables: Tables, component: str, lang: str, *, short: bool = False) -> str:
    """Return the name of a component in `lang`, or its short label for axes.

    Raises
    ------
    UnknownName
        When no component has the code.
    """
    column = f"{'short' if short else 'name'}_{check_lang(lang)}"
    return _name(tables.components.set_index("component"), component, column)


def _name(table: pd.DataFrame, code: str, column: str) -> str:
    if code not in table.index:
        raise UnknownName(f"There is no code {code!r}{near_clause(near_names(str(code), table.index))}.")
    return table.at[code, column]


def _spell_provinces(tables: Tables) -> pd.DataFrame:
    """Return one row per spelling of a unit: code, spelling, folded."""
    written = tables.provinces.melt("code", ["name_vi", "name_en"], value_name="spelling")[["code", "spelling"]]
    spellings = pd.concat([written, tables.province_names[["code", "spelling"]]], ignore_index=True)
    return spellings.assign(folded=spellings["spelling"].map(fold))


def label_components(tables: Tables, table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `table` with the columns name and short of its `component`, in `lang`."""
    names = tables.components.set_index("component")
    return table.assign(
        name=table["component"].map(names[f"name_{check_lang(lang)}"]),
        short=table["component"].map(names[f"short_{lang}"]),
    )


def label_provinces(tables: Tables, table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return `table` with the column name of its `province`, in `lang`."""
    names = tables.provinces.set_index("code")[f"name_{check_lang(lang)}"]
    return table.assign(name=table["province"].map(names))
