"""What is wrong with an input, one sentence a row; nothing that cannot be read is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass, field

from govindex.words import check_lang, say


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the input.

    Attributes
    ----------
    kind : str
        Key of its sentence in the group ``audit`` of the catalogue, without ``problem_``.
    line : int
        Line of the file (row of the sheet), 0 where the whole file is meant.
    column : str
        The column, ``""`` where the whole row is meant.
    value : str
        What was found.
    expected, near : tuple of str
        What could have stood there; what is spelt nearly alike.
    used : bool
        Whether the row was read all the same.
    values : dict
        What else the sentence names.
    """

    kind: str
    line: int = 0
    column: str = ""
    value: str = ""
    expected: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    used: bool = False
    values: dict[str, object] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """Return the sentence, with where it is at its head."""
        check_lang(lang)
        where = say("audit.problem_where", lang, line=self.line) if self.line else ""
        column = say("audit.problem_column", lang, column=self.column) if self.line and self.column else ""
        shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        listed = {"expected": ", ".join(self.expected), "value": shown, "column": self.column}
        text = say(f"audit.problem_{self.kind}", lang, **(listed | self.values))
        near = say("audit.problem_near", lang, near=", ".join(self.near)) if self.near else ""
        head = "".join((where, column))
        return f"{head}{': ' if head else ''}{text}{near}."


_SHOWN = 60
