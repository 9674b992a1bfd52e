"""Sentences and values as a reader sees them in a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from govindex.compare.scores import round_up
from govindex.figures.declare import Sentence, State
from govindex.figures.frames import Frames, find_row
from govindex.words import number, ordinal, plain_number


def tell(sentence: Sentence, frames: Frames, state: State) -> str:
    """Return a sentence in a state; empty where no text has all it needs."""
    known = dict(state)
    for join in sentence.joins:
        row = find_row(frames[join.table], join.on, known)
        if row is not None:
            known |= {name: row[column] for column, name in (join.columns or dict(zip(row, row, strict=True))).items()}
    return fill_first(sentence.texts, known, sentence.formats, str(state["lang"])) or ""


def fill_first(
    texts: tuple[str, ...], values: Mapping[str, Any], formats: Mapping[str, int | str], lang: str
) -> str | None:
    """Return the first of some texts whose every slot has a value, filled; None where there is none.

    Examples
    --------
    >>> fill_first(("{place}: {score}", "{place}: –"), {"place": "Huế", "score": 0.5}, {"score": 2}, "vi")
    'Huế: 0,50'
    >>> fill_first(("{place}: {score}", "{place}: –"), {"place": "Huế", "score": None}, {"score": 2}, "vi")
    'Huế: –'
    """
    for text in texts:
        parts = split_text(text)
        if all(_is_known(values.get(slot)) for _, slot in parts if slot):
            return "".join(
                before + (write_value(values[slot], find_form(formats.get(slot), values), lang) if slot else "")
                for before, slot in parts
            )
    return None


def split_text(text: str) -> list[tuple[str, str]]:
    """Return a template as pairs of text and the slot after it; the last may have none.

    Examples
    --------
    >>> split_text("{place}: {score} of 10")
    [('', 'place'), (': ', 'score'), (' of 10', '')]
    """
    pieces = text.replace("}", "{").split("{")
    return [(pieces[at], pieces[at + 1] if at + 1 < len(pieces) else "") for at in range(0, len(pieces), 2)]


def list_slots(texts: tuple[str, ...], formats: Mapping[str, int | str], known: Iterable[str]) -> list[str]:
    """Return the names of the values that templates and their formats need, of those `known`.

    Examples
    --------
    >>> list_slots(("{name}: {score}", "{name}"), {"score": "$digits"}, ["name", "score", "digits", "year"])
    ['name', 'score', 'digits']
    """
    slots = {slot for text in texts for _, slot in split_text(text)}
    slots |= {form[1:] for form in formats.values() if isinstance(form, str) and form.startswith("$")}
    return [name for name in known if name in slots]


def write_value(value: Any, form: int | str | None, lang: str) -> str:
    """Return a value as a sentence or a table shows it: as a form of `govindex.figures.declare` says.

    Examples
    --------
    >>> [write_value(0.1462, form, "en") for form in (3, "+3", "^3")]
    ['0.146', '+0.146', '0.147']
    >>> write_value(22, "nth", "en"), write_value(22, "nth", "vi")
    ('22nd', '22')
    """
    if form is None or isinstance(value, str):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if form == "plain":
        return plain_number(float(value), lang)
    if form == "nth":
        return ordinal(int(value), lang)
    if str(form).startswith("^"):
        digits = int(str(form)[1:])
        return number(round_up(float(value), digits), lang, digits)
    return number(float(value), lang, int(form), sign=str(form).startswith("+"))


def find_form(form: int | str | None, values: Mapping[str, Any]) -> int | str | None:
    """Return how a value is written, of the state or the row where the form refers to it."""
    return values[form[1:]] if isinstance(form, str) and form.startswith("$") else form


def _is_known(value: Any) -> bool:
    return isinstance(value, list) or not (value is None or pd.isna(value))
