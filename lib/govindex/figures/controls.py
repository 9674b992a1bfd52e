"""Controls of a sheet, declared once: the front end makes inputs of them; what is chosen is checked here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from govindex.errors import UnknownName, near_clause, near_names
from govindex.words import say

KINDS = ("choice", "search", "several", "range", "text")


class Control(NamedTuple):
    """One thing that a reader chooses.

    `label` may have slots, filled from the state and what follows from it; where one has no value, there is nothing to
    choose. `options` are pairs of value and words; for a search each may go on with other spellings. A range has
    `minimum`, `maximum` and `step`, and `play` where it can run by itself (the words of start and stop).

    One choice may depend on another. `allowed` is the name of the other with the values that each of its values leaves,
    the first of them being taken when the other changes. `spans` is the name of the other with the first and last of
    its values that each option belongs to: of options spelt alike the one is found whose span holds it. `keeps` is
    ``(">=", other)`` or ``("<=", other)``: the other moves along so that this holds. Of several, `without` is the other
    choice whose value is not among them. `anew` is another with the value that this one goes back to when the other
    changes. `form` says how the value of a range is written, as `Sentence.formats` does.
    """

    name: str
    kind: str
    label: str
    options: tuple[tuple[Any, ...], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float = 1
    suffix: str = ""
    play: tuple[str, str] | None = None
    most: int | None = None
    unknown: str = ""
    when: tuple[str, Any] | None = None  # shown only where another choice has this value
    offered: tuple[Any, ...] = ()  # of a search: the values suggested while typing, all of them when empty
    allowed: tuple[str, dict[Any, list[Any]]] | None = None
    spans: tuple[str, dict[Any, tuple[int, int]]] | None = None
    keeps: tuple[str, str] | None = None
    without: str = ""
    anew: tuple[str, Any] | None = None
    form: int | str | None = None


def find_option(control: Control, text: str, fold: Callable[[str], str], state: dict[str, Any]) -> Any:
    """Return the value of the option that `text` spells, of several the one that fits `state`, else the first.

    Raises
    ------
    UnknownName
        With the nearest options.
    """
    spellings: dict[str, list[Any]] = {}
    for option in control.options:
        for folded in dict.fromkeys(fold(str(spelling)) for spelling in option):
            spellings.setdefault(folded, []).append(option[0])
    if fold(text) in spellings:
        found = spellings[fold(text)]
        return next((each for each in found if _is_in_span(control, each, state)), found[0])
    near = [_name(control, value) for folded in near_names(fold(text), spellings) for value in spellings[folded]]
    raise UnknownName(control.unknown.format(text=text).rstrip(".") + near_clause(dict.fromkeys(near)) + ".")


def _is_in_span(control: Control, value: Any, state: dict[str, Any]) -> bool:
    if control.spans is None:
        return True
    other, spans = control.spans
    first, last = spans[value]
    return first <= state[other] <= last


def check_choice(control: Control, value: Any, state: dict[str, Any], lang: str) -> Any:
    """Return `value` as the state holds it when it can be chosen, the other choices being as in `state`.

    Raises
    ------
    UnknownName
        When it is no option, out of range, or not allowed beside another choice.
    """
    if control.kind == "text":
        return str(value)
    if control.kind == "several":
        chosen = list(dict.fromkeys(value))
        wrong = [each for each in chosen if each not in [option[0] for option in control.options]]
        if wrong:
            raise UnknownName(_tell_impossible(control, wrong[0], lang))
        chosen = [each for each in chosen if not control.without or each != state[control.without]]
        return chosen[-control.most :] if control.most else chosen
    if control.kind == "range":
        if isinstance(value, int | float) and control.minimum <= value <= control.maximum:
            return value
        raise UnknownName(_tell_impossible(control, value, lang))
    if value not in [option[0] for option in control.options]:
        raise UnknownName(_tell_impossible(control, value, lang))
    if control.allowed is not None:
        other, values = control.allowed
        if value not in values.get(state[other], []):
            raise UnknownName(control.unknown.format(text=value, of=state[other]))
    return value


def follow_choice(controls: Iterable[Control], state: dict[str, Any], name: str) -> dict[str, Any]:
    """Return `state` with what follows from the choice `name` made in it."""
    state = dict(state)
    for control in controls:
        if control.allowed is not None and control.allowed[0] == name:
            state[control.name] = control.allowed[1][state[name]][0]
        if control.anew is not None and control.anew[0] == name:
            state[control.name] = control.anew[1]
        if control.name == name and control.keeps is not None:
            sign, other = control.keeps
            state[other] = (max if sign == "<=" else min)(state[other], state[name])
        if control.without == name:
            state[control.name] = [each for each in state[control.name] if each != state[name]]
    return state


def _tell_impossible(control: Control, value: Any, lang: str) -> str:
    return say("sheet.impossible", lang, text=value, label=control.label)


def _name(control: Control, value: Any) -> str:
    return next(option[1] for option in control.options if option[0] == value)
