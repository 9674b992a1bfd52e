"""What a cell can hold: its kinds, the names that they may be entered by, and the area that such a name speaks of."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from govindex.errors import near_names
from govindex.tables.spelling import fold
from govindex.words import LANGS, list_group

FIGURES = (
    "score", "max", "lost", "change", "change_pct", "share_pct", "rank", "rank_change", "rank_of", "group_size",
    "count_up", "count_down", "count_unchanged", "count_of", "mean", "median", "above_mean", "group_lower",
    "count_full", "below",
)  # fmt: skip
DIRECTIONS = ("direction", "text_direction")
HIGHEST = ("best", "highest_of")
LOWEST = ("worst", "lowest_of")
EITHER = (*HIGHEST, *LOWEST, "only")  # a figure, or a statement in words
KINDS = (*FIGURES, *DIRECTIONS, *EITHER, "group", "list", "due")

WHOLE = ("rank", "rank_of", "rank_change", "group_size", "count_up", "count_down", "count_unchanged", "count_of",
         "count_full")  # fmt: skip
COUNTED = ("group_size", "count_up", "count_down", "count_unchanged", "count_full")
CHANGED = ("change", "change_pct", "above_mean")
# Of nothing, or of the whole index, where no component is named.
WITHOUT_COMPONENT = ("due", "share_pct", "text_direction")
OF_TOTAL = ("count_up", "count_down", "count_unchanged", "count_of", "list")

# Names beside those of the catalogue; two words name a kind and an area.
_NAMES = {
    "share": "share_pct", "maximum": "max", "minimum": "worst", "change percent": "change_pct",
    "trung bình": "mean", "average": "mean",
    "cao nhất": "best", "highest": "best", "thấp nhất": "worst", "lowest": "worst",
    "the highest of": "highest_of", "highest in": "highest_of", "cao nhất trong số": "highest_of",
    "the lowest of": "lowest_of", "lowest in": "lowest_of", "thấp nhất trong số": "lowest_of",
    "số tăng": "count_up", "risen": "count_up", "rises": "count_up", "number of rises": "count_up",
    "số giảm": "count_down", "fallen": "count_down", "falls": "count_down", "number of falls": "count_down",
    "số không đổi": "count_unchanged", "unchanged": "count_unchanged",
    "all": "list", "tất cả": "list", "toàn bộ": "list", "danh sách": "list", "liệt kê": "list",
}  # fmt: skip
_MIDDLES = {"mean": ("bình quân", "trung bình", "mean", "average"), "median": ("trung vị", "median")}
_AREAS = {
    "region": ("{} vùng", "{} của vùng", "regional {}", "region {}", "{} of the region", "{} of region"),
    "country": ("{} cả nước", "{} toàn quốc", "{} của cả nước", "national {}", "{} of the country"),
}  # fmt: skip


class Kind(NamedTuple):
    """What a cell holds, and the area that its name speaks of: ``region``, ``country``, or ``""`` for the row's own."""

    what: str
    area: str = ""


def find_kind(text: str) -> Kind | None:
    """Return what a cell holds by any of its names in either language, None for no known one.

    Examples
    --------
    >>> find_kind("Rank"), find_kind("trung vị vùng"), find_kind("the highest of").what, find_kind("Số nội dung tăng")
    (Kind(what='rank', area=''), Kind(what='median', area='region'), 'highest_of', Kind(what='count_up', area=''))
    """
    return _list_names().get(fold(text)) if text.strip() else None


def list_near(text: str) -> tuple[str, ...]:
    """Return the kinds that are spelt nearly like a text."""
    return tuple(near_names(re.sub(r"[\s-]+", "_", text.strip().lower())[:40], KINDS))


@cache
def _list_names() -> dict[str, Kind]:
    names = {
        fold(template.format(name)): Kind(what, area)
        for what, middles in _MIDDLES.items()
        for name in middles
        for area, templates in _AREAS.items()
        for template in templates
    }
    for lang in LANGS:
        names |= {fold(name): Kind(what) for what, name in list_group("what", lang).items() if what in KINDS}
    return names | {fold(name): Kind(what) for name, what in (_NAMES | {what: what for what in KINDS}).items()}
