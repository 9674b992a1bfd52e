"""Controls of an explorer, declared once: ipywidgets in a notebook are made of them here, inputs of a page in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import ipywidgets

from govindex.errors import UnknownName, near_clause, near_names
from govindex.words import say

KINDS = ("choice", "search", "several", "range", "text")


class Control(NamedTuple):
    """One thing that a reader chooses.

    `options` are pairs of value and words; for a search each may go on with other spellings. A range has `minimum`,
    `maximum` and `step`, and `play` where it can run by itself (the words of start and stop).

    One choice may depend on another. `allowed` is the name of the other with the values that each of its values leaves,
    the first of them being taken when the other changes. `keeps` is ``(">=", other)`` or ``("<=", other)``: the other
    moves along so that this holds.
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
    keeps: tuple[str, str] | None = None


def make_widget(control: Control, value: Any, lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    """Return the ipywidget of a control; a choice made in it is passed to `choose` as name and value.

    The widget's `set_choice` shows a value without passing it on.
    """
    makers = {
        "choice": _make_choice,
        "search": _make_search,
        "several": _make_several,
        "range": _make_range,
        "text": _make_text,
    }
    return makers[control.kind](control, value, lang, choose)


def find_option(control: Control, text: str, fold: Callable[[str], str]) -> Any:
    """Return the value of the option that `text` spells.

    Raises
    ------
    UnknownName
        With the nearest options.
    """
    spellings = {fold(str(spelling)): option[0] for option in reversed(control.options) for spelling in option}
    if fold(text) in spellings:
        return spellings[fold(text)]
    near = [option[1] for folded in near_names(fold(text), spellings) for option in _owners(control, spellings[folded])]
    raise UnknownName(control.unknown.format(text=text).rstrip(".") + near_clause(dict.fromkeys(near)) + ".")


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
        if control.name == name and control.keeps is not None:
            sign, other = control.keeps
            state[other] = (max if sign == "<=" else min)(state[other], state[name])
    return state


def _tell_impossible(control: Control, value: Any, lang: str) -> str:
    return say("explore.impossible", lang, text=value, label=control.label)


def _owners(control: Control, value: Any) -> list[tuple]:
    return [option for option in control.options if option[0] == value]


_WIDE = {"description_width": "initial"}


def _make_choice(control: Control, value: Any, _lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    pairs = [(words, option) for option, words, *_ in control.options]
    widget = ipywidgets.Dropdown(options=pairs, value=value, description=control.label, style=_WIDE)
    _link(widget, control, choose)
    show = widget.set_choice

    def offer(values: list[Any], chosen: Any) -> None:
        """Show these options alone, `chosen` among them, without telling of it."""
        left = [pair for value in values for pair in pairs if pair[1] == value]
        if list(widget.options) != left:
            with widget.hold_sync():
                widget.quiet = True
                widget.options = left
                widget.quiet = False
                show(chosen)

    widget.offer = offer
    return widget


def _make_several(control: Control, value: Any, _lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    pairs = [(words, option) for option, words, *_ in control.options]
    widget = ipywidgets.SelectMultiple(
        options=pairs, value=tuple(value), rows=min(len(pairs), 6), description=control.label, style=_WIDE
    )
    return _link(widget, control, lambda name, chosen: choose(name, list(chosen)), read=tuple)


def _make_range(control: Control, value: Any, lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    limits = {"min": control.minimum, "max": control.maximum, "step": control.step}
    whole = all(isinstance(limit, int) for limit in limits.values())
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    slider = kind(value=value, **limits, description=control.label, style=_WIDE, continuous_update=True)
    _link(slider, control, choose)
    if control.play is None:
        return slider
    play = ipywidgets.Play(value=value, **limits, interval=900, tooltip=say("explore.play", lang))
    ipywidgets.link((play, "value"), (slider, "value"))
    box = ipywidgets.HBox([slider, play])
    box.slider, box.set_choice = slider, slider.set_choice
    return box


def _make_text(control: Control, value: Any, _lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    widget = ipywidgets.Text(value=value, description=control.label, style=_WIDE, continuous_update=True)
    return _link(widget, control, choose)


def _make_search(control: Control, value: Any, _lang: str, choose: Callable[[str, Any], None]) -> ipywidgets.Widget:
    names = {option: words for option, words, *_ in control.options}
    widget = ipywidgets.Combobox(
        options=[names[option] for option in control.offered or names],
        value=names[value],
        description=control.label,
        style=_WIDE,
        continuous_update=False,
        ensure_option=False,
    )
    return _link(widget, control, choose, read=names.get)


def _link(
    widget: ipywidgets.Widget,
    control: Control,
    choose: Callable[[str, Any], None],
    read: Callable[[Any], Any] = lambda value: value,
) -> ipywidgets.Widget:
    """Tell `choose` of each choice made in `widget`; what `set_choice` shows is not told again."""
    shown: list[Any] = []

    def tell(change: dict[str, Any]) -> None:
        if getattr(widget, "quiet", False):
            return
        if not shown or change["new"] != shown[-1]:
            choose(control.name, change["new"])

    def set_choice(value: Any) -> None:
        shown.append(read(value))
        try:
            widget.value = shown[-1]
        finally:
            shown.clear()

    widget.observe(tell, "value")
    widget.set_choice = set_choice
    return widget
