"""What an audit returns: findings with their repairs, what could not be checked, how many cells were."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Expected = float | str | None


class Told(NamedTuple):
    """A relation as it is told: its kind, the places of its cells, and what the first of them would be by it."""

    kind: str
    cells: tuple[int, ...]
    values: dict


@dataclass
class Repair:
    """What one cell must have been.

    Attributes
    ----------
    cell : int
        Its position in the rows.
    value : float or str
        As in the row's `value` or `word`; a magnitude where the print has no sign.
    decimals : int or None
        To print it with.
    unit : str
        The unit that should stand there; ``""`` where it stays.
    option : int
        Changes of one option go together; options are alternatives that are equally good.
    evidence : dict
        relations (kinds that then hold), agree (how many), panel (whether the tables give this value), panel_value,
        slip (which explains the print), only (whether no other cell would do).
    """

    cell: int
    value: float | str
    decimals: int | None
    unit: str
    option: int
    evidence: dict


@dataclass
class Finding:
    """One thing that does not hold.

    Attributes
    ----------
    kind : str
        What is wrong.
    severity : str
        ``error``; ``rounding`` (within what rounding explains); ``note`` (within cutting, or the data cannot be sure).
    cells : list of int
        The cells that are wrong if they can be singled out, else every cell of the relations that fail.
    printed, expected : list
        For each cell what is printed and what should be, None where that is not known.
    repair : list of Repair
        Empty where nothing makes all relations hold.
    relations_failed, relations_held : list of Told
    values : dict
        What else the sentence about it needs.
    """

    kind: str
    severity: str
    cells: list[int]
    printed: list[str]
    expected: list[Expected]
    repair: list[Repair] = field(default_factory=list)
    relations_failed: list[Told] = field(default_factory=list)
    relations_held: list[Told] = field(default_factory=list)
    values: dict = field(default_factory=dict)


class Unchecked(NamedTuple):
    """A cell that nothing could be held against, and why: ``no_value``, ``no_relation``, ``statement``, ``survey``."""

    cell: int
    reason: str


@dataclass
class Audit:
    """The result: findings in the order of the cells, cells left unchecked, number of cells checked."""

    findings: list[Finding]
    unchecked: list[Unchecked]
    checked: int
