"""How the provinces scored in one component and year stand: ranks and groups, with what nearly equal scores allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from statistics import quantiles

_RANK_TIE = 0.0005  # points: two scores that the third decimal cannot tell apart may be ranked either way


@dataclass
class Positions:
    """How the scored provinces of one component and year stand."""

    scores: list[float]  # ascending
    sizes: list[int] | None  # of the groups, where all four are known
    contested: bool
    quartiles: tuple[float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        ends = quantiles(self.scores, n=4, method="inclusive") if len(self.scores) > 1 else self.scores * 3
        self.quartiles = tuple(reversed(ends))

    @property
    def scored(self) -> int:
        """How many provinces have a score."""
        return len(self.scores)

    @property
    def fits(self) -> bool:
        """Whether the sizes of the groups add up to the provinces scored."""
        return bool(self.sizes) and sum(self.sizes) == self.scored

    def rank(self, score: float) -> tuple[int, int, int]:
        """Return the rank of a score, and the lowest and highest that nearly equal scores allow."""
        above = self.scored - bisect_right(self.scores, score)
        best = self.scored - bisect_right(self.scores, score + _RANK_TIE)
        worst = self.scored - bisect_left(self.scores, score - _RANK_TIE)
        return above + 1, best + 1, max(worst, above + 1)

    def groups(self, score: float) -> tuple[int, set[int], set[int]]:
        """Return the group of a score, those that sizes or percentiles allow, and those of a place next to it."""
        rank, best, worst = self.rank(score)
        by_limit = 1 + sum(score < limit for limit in self.quartiles)
        allowed = {by_limit, 1 + sum(score < limit - _RANK_TIE for limit in self.quartiles)}
        group = by_limit
        if self.sizes:
            ends = [sum(self.sizes[: count + 1]) for count in range(4)]
            group = 1 + sum(rank > end for end in ends[:3]) if self.fits else by_limit
            allowed |= {1 + sum(place > end for end in ends[:3]) for place in (rank, best, worst)}
        near = set(allowed)
        for place in (best - 1, worst + 1):
            near.add(1 + sum(place > round(self.scored * part / 4) for part in (1, 2, 3)))
        return group, allowed, near
