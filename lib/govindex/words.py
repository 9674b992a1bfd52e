"""The one catalogue of words, in Vietnamese and English, and numbers written by locale.

Every label that a reader sees comes from a file of ``catalogue/`` or from a table's ``…_vi`` and ``…_en``
columns; nothing else in the library holds a reader's words.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

from govindex.errors import UnknownName, near_clause, near_names

LANGS = ("vi", "en")

# Decimals that each index is printed with.
DIGITS = {"par": 2, "sipas": 2, "papi": 3}

_DATE = re.compile(r"\((\d{4}-\d\d(?:-\d\d)?)\)")


def check_lang(lang: str) -> str:
    """Return `lang` when it is one of `LANGS`.

    Raises
    ------
    UnknownName
        For any other text.
    """
    if lang not in LANGS:
        near = near_names(str(lang).lower()[:2], LANGS)
        raise UnknownName(f"There is no language {lang!r}: expected vi or en{near_clause(near)}.")
    return lang


@cache
def _load_catalogue() -> dict[str, dict[str, str]]:
    catalogue: dict[str, dict[str, str]] = {}
    for path in sorted((Path(__file__).parent / "catalogue").glob("*.toml")):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            catalogue |= {f"{group}.{key}": entry for key, entry in entries.items()}
    return catalogue


def say(key: str, lang: str, **values: object) -> str:
    """Return the words for `key` in `lang`, its ``{names}`` filled from `values`.

    Parameters
    ----------
    key : str
        ``group.key`` of the catalogue.
    lang : str
        ``vi`` or ``en``.

    Raises
    ------
    UnknownName
        When the catalogue lacks the key or the language.

    Examples
    --------
    >>> say("measure.papi", "en")
    'PAPI'
    """
    catalogue = _load_catalogue()
    if key not in catalogue:
        raise UnknownName(f"There are no words for {key!r}{near_clause(near_names(key, catalogue))}.")
    return catalogue[key][check_lang(lang)].format(**values)


def template(key: str, lang: str) -> str:
    """Return the words for `key` with their ``{names}`` still to be filled, for a sentence that depends on a state."""
    group, _, name = key.rpartition(".")
    return list_group(group, lang)[name]


def list_group(group: str, lang: str) -> dict[str, str]:
    """Return every entry of one group of the catalogue in `lang`, by its key within the group."""
    return dict(_find_group(group, check_lang(lang)))


@cache
def _find_group(group: str, lang: str) -> dict[str, str]:
    prefix = f"{group}."
    entries = _load_catalogue().items()
    return {key.removeprefix(prefix): entry[lang] for key, entry in entries if key.startswith(prefix)}


def quote(name: str) -> str:
    """Return a name as it stands inside a sentence, in quotation marks."""
    return f"“{name}”"


@lru_cache(maxsize=100_000)
def number(value: float, lang: str, digits: int = 2, *, sign: bool = False) -> str:
    """Return `value` written with exactly `digits` decimals, by the locale of `lang`.

    Halves are rounded away from zero on the shortest decimal text of the number, as printed reports do it; with
    `sign` a rise carries ``+`` and a fall the minus sign U+2212. A value that rounds to zero carries no sign.

    Examples
    --------
    >>> number(91.8, "vi"), number(91.8, "en")
    ('91,80', '91.80')
    >>> number(-0.4, "en", 1, sign=True)
    '−0.4'
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(rounded), format=pattern, locale=check_lang(lang))
    if rounded < 0:
        return "−" + text
    return "+" + text if sign and rounded > 0 else text


def ordinal(value: int, lang: str) -> str:
    """Return a rank as a sentence has it: ``1st`` in English, the number alone in Vietnamese.

    Examples
    --------
    >>> [ordinal(rank, "en") for rank in (1, 2, 3, 11, 23)], ordinal(1, "vi")
    (['1st', '2nd', '3rd', '11th', '23rd'], '1')
    """
    if check_lang(lang) == "vi":
        return str(value)
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def plain_number(value: float, lang: str, digits: int = 2) -> str:
    """Return `value` as `number` does, but a whole one without decimals, for it was printed rounded.

    Examples
    --------
    >>> plain_number(85.0, "vi"), plain_number(83.9, "vi")
    ('85', '83,90')
    """
    return number(value, lang, 0 if value == round(value) else digits)


def listing(items: list[str], lang: str) -> str:
    """Return the items as a list in a sentence.

    Examples
    --------
    >>> listing(["a", "b", "c"], "en")
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    separator = "; " if any(", " in item for item in items) else ", "
    return separator.join(items[:-1]) + say("list.and", lang) + items[-1]


def month(text: str, lang: str) -> str:
    """Return the month ``YYYY-MM`` as a reader writes it.

    Examples
    --------
    >>> month("2022-09", "vi"), month("2022-09", "en")
    ('9/2022', 'September 2022')
    """
    year, number_of_month = (int(part) for part in text.split("-"))
    if check_lang(lang) == "vi":
        return f"{number_of_month}/{year}"
    return format_date(date(year, number_of_month, 1), "MMMM y", locale="en")


def write_dates(citation: str, lang: str) -> str:
    """Return a citation with its date as a reader of the language writes it, or told to be missing.

    Examples
    --------
    >>> write_dates("Bộ Nội vụ (2022-05-25): PAR INDEX 2021.", "vi")
    'Bộ Nội vụ (25/05/2022): PAR INDEX 2021.'
    >>> write_dates("A report (2022-11). https://example.org/2020-01", "en")
    'A report (11/2022). https://example.org/2020-01'
    >>> write_dates("A report (n.d.)", "en")
    'A report (n.d.)'
    """
    told = citation.replace("(n.d.)", f"({say('show.undated', lang)})")
    return _DATE.sub(lambda found: f"({'/'.join(reversed(found[1].split('-')))})", told)
