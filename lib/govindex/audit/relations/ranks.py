"""Which relations ranks, groups, directions and counts stand in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from govindex.audit.reading.words import find_group
from govindex.audit.relations.figures import Figure, Report
from govindex.audit.relations.moves import UNCHANGED, Count, Move, Sign
from govindex.audit.relations.panel import REGIONAL, Panel
from govindex.audit.relations.relation import AtMost, Fixed, Linear, OneOf, Relation
from govindex.audit.relations.scores import find_ends

_FEW = 4  # changes of one component that a direction is held against
# What may be told twice of one component with different figures.
_MAY_DIFFER = ("best", "worst", "highest_of", "lowest_of", "list", "only", "below", "due", "group_size", "group_lower",
               "share_pct", "count_of")  # fmt: skip
_COUNTED = {"count_up": 1, "count_down": -1, "count_unchanged": 0}


def relate_ranks(report: Report, panel: Panel) -> Iterator[Relation]:
    """Yield every relation that the ranks, groups, directions and counts of a report stand in."""
    for figure in report.figures.values():
        placed = figure.component is not None or figure.what == "group_size"
        if placed and figure.what in _BUILDERS and not math.isnan(figure.value):
            yield from _BUILDERS[figure.what](report, panel, figure)
    yield from _relate_repeated(report)


def counts_all(report: Report, panel: Panel, component: str, year: int, province: str | None) -> bool:
    """Return whether the report counts the provinces without a score too: by its base, or by its other ranks."""
    of = report.first("rank_of", component, year, province)
    positions = panel.positions(component, year)
    if of is not None and positions is not None:
        return int(of.value) == panel.count_units(year)
    fits = {"all": 0, "scored": 0}
    for other in report.rows_of.get(("rank", year, province), ()):
        positions, known = panel.positions(other.component, year), panel.score(other.component, year, province)
        if other.component == component or not positions or not known or positions.scored == panel.count_units(year):
            continue
        _, best, worst = positions.rank(known.value)
        fits["scored"] += best <= other.value <= worst
        fits["all"] += worst < other.value <= worst + panel.count_units(year) - positions.scored
    return fits["all"] >= 2 and not fits["scored"]


def _relate_rank(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    of = report.first("rank_of", figure.component, figure.year, figure.province)
    regional = of is not None and of.value <= REGIONAL
    if of:
        terms = ((figure.place, 1.0), (of.place, -1.0))
        yield AtMost("rank_within", (figure.place, of.place), terms=terms)
    else:
        yield AtMost(
            "rank_within",
            (figure.place,),
            terms=((figure.place, 1.0),),
            constant=-float(panel.count_units(figure.year)),
        )
    if figure.wide or regional:
        return
    published = panel.rank(figure.component, figure.year, figure.province)
    if published:
        only = frozenset({published.value})
        yield OneOf("panel_rank", (figure.place,), not published.sure, best=published.value, allowed=only)
        return
    found = _rank(report, panel, figure, figure.year)
    if found:
        rank, allowed, near = found
        yield OneOf("panel_rank", (figure.place,), best=rank, allowed=allowed, near=near)


def _rank(report: Report, panel: Panel, figure: Figure, year: int) -> tuple[float, frozenset, frozenset] | None:
    """Return the rank among the scored, those that ties allow, and those that another base allows."""
    positions, known = panel.positions(figure.component, year), panel.score(figure.component, year, figure.province)
    if not positions or not known:
        return None
    rank, best, worst = positions.rank(known.value)
    missing = panel.count_units(year) - positions.scored
    of = report.first("rank_of", figure.component, year, figure.province)
    # The base of a rank without "/60" is not known; one place above is then not surely wrong.
    near = {float(best - 1)} if missing and of is None else set()
    if missing and counts_all(report, panel, figure.component, year, figure.province):
        near = {float(place) for place in range(best - 1, worst + missing + 2)}
    return float(rank), frozenset(float(place) for place in range(best, worst + 1)), frozenset(near)


def _relate_rank_change(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    if figure.wide:
        return
    years = (figure.base, figure.year)
    bases = [report.first("rank_of", figure.component, year, figure.province) for year in years]
    if any(of is not None and of.value <= REGIONAL for of in bases):
        return
    ends = [report.first("rank", figure.component, year, figure.province) for year in years]
    if all(ends):
        cells = (figure.place, ends[0].place, ends[1].place)
        yield Linear("rank_change", cells, terms=((cells[0], 1.0), (cells[1], -1.0), (cells[2], 1.0)))
    published = [panel.rank(figure.component, year, figure.province) for year in years]
    if any(published) and not figure.component.startswith("papi"):
        if all(ends) and not all(published):
            return  # the published rank in place of the printed one would blame the other two cells for its slip
        terms, constant, sure = [(figure.place, 1.0)], 0.0, True
        for end, known, factor in zip(ends, published, (-1.0, 1.0), strict=True):
            if known:
                constant, sure = constant + factor * known.value, sure and known.sure
            elif end:
                terms.append((end.place, factor))
            else:
                return
        kind = "rank_change" if len(terms) > 1 else "panel_rank_change"
        cells = tuple(place for place, _ in terms)
        yield Linear(kind, cells, not sure, terms=tuple(terms), constant=constant)
        return
    before, now = (_rank(report, panel, figure, year) for year in years)
    if before and now:
        allowed = {one - other for one in before[1] for other in now[1]}
        near = {one - other for one in before[1] | before[2] for other in now[1] | now[2]}
        both = all(
            end is None or not known[2] or end.value in known[2] for end, known in zip(ends, (before, now), strict=True)
        )
        near = near if both and len(before[2] | now[2]) > 2 else set()
        best = before[0] - now[0]
        yield OneOf("panel_rank_change", (figure.place,), best=best, allowed=frozenset(allowed), near=frozenset(near))


def _relate_rank_of(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    positions = panel.positions(figure.component, figure.year)
    if figure.value <= REGIONAL:
        return
    if positions:
        scored = float(positions.scored)
        near = frozenset({float(panel.count_units(figure.year))})
        yield OneOf("rank_of", (figure.place,), best=scored, allowed=frozenset({scored}), near=near)
    elif figure.measure in ("par", "sipas"):
        count = float(panel.count_units(figure.year))
        yield OneOf("rank_of", (figure.place,), best=count, allowed=frozenset({count}))


def _relate_group(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    if figure.wide:
        return
    known = panel.score(figure.component, figure.year, figure.province)
    if figure.measure == "par":
        printed = report.first("score", figure.component, figure.year, figure.province)
        score = known.value if known else printed.value if printed else None
        group = _find_band(panel, figure.year, score) if score is not None else None
        if group:
            best = float("ABCD".index(group) + 1)
            yield OneOf("group_band", (figure.place,), best=best, allowed=frozenset({best}))
        return
    positions = panel.positions(figure.component, figure.year)
    if known and positions:
        group, allowed, near = positions.groups(known.value)
        near = (
            near
            if positions.contested or (not positions.fits and positions.scored != panel.count_units(figure.year))
            else set()
        )
        yield OneOf(
            "panel_group",
            (figure.place,),
            best=float(group),
            allowed=frozenset(map(float, allowed)),
            near=frozenset(map(float, near)),
        )


def _find_band(panel: Panel, year: int, score: float) -> str | None:
    for group, (lower, upper) in panel.bands.get(("par", year), {}).items():
        if (lower is None or score >= lower) and (upper is None or score < upper):
            return group
    return None


def _relate_group_size(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    named = panel.sizes.get((figure.measure, figure.year), {}).get(find_group(figure.note))
    if named:
        size, doubtful = named
        yield OneOf("group_size", (figure.place,), doubtful, best=float(size), allowed=frozenset({float(size)}))


def _relate_group_lower(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    limits = panel.bands.get((figure.measure, figure.year), {}).get(find_group(figure.note))
    if limits and limits[0] is not None:
        yield Fixed("group_lower", (figure.place,), value=limits[0])


def _moves(report: Report, panel: Panel, figure: Figure, component: str) -> Iterator[tuple[str, Move]]:
    """Yield every way to tell which way a component went between the years of `figure`."""
    changes = report.all("change", component, figure.year, figure.province)
    changes = changes + report.all("change_pct", component, figure.year, figure.province)
    ends, known = find_ends(report, panel, _of(figure, component))
    level = known[1].value if known[1] else ends[1].value if ends[1] else ends[0].value if ends[0] else None
    for change in changes[:_FEW]:
        if change.base == figure.base and change.value == change.value and (change.signed or not change.value):
            scale = 100.0 if change.percent else level
            yield "direction", Move(terms=((change.place, 1.0),), level=scale)
    if all(ends):
        yield "direction", Move(terms=((ends[0].place, 1.0), (ends[1].place, -1.0)), level=level)
    if all(known) and known[0].sure and known[1].sure:
        change = known[0].value - known[1].value
        off = 0.0005 + known[0].off + known[1].off
        yield "panel_direction", Move(constant=change, off=off, level=level)


def _of(figure: Figure, component: str) -> Figure:
    if component == figure.component:
        return figure
    return Figure(
        **{name: getattr(figure, name) for name in Figure.__slots__} | {"component": component, "what": "change"}
    )


def _relate_direction(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    if panel.judge(figure.component, figure.year, figure.base).refused:
        return
    for kind, move in _moves(report, panel, figure, figure.component):
        yield Sign(kind, (figure.place, *move.places), move=move)


def _relate_count(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    if figure.what not in _COUNTED:
        return
    way = _COUNTED[figure.what]
    if figure.wide and figure.told_unit == "provinces":
        moved = panel.count_moved(figure.component, figure.year, figure.base, way) if figure.province is None else None
        if moved is not None:
            yield OneOf("panel_count", (figure.place,), best=float(moved), allowed=frozenset({float(moved)}))
        return
    # Who counts none as unchanged counts a small change as one.
    unchanged = report.first("count_unchanged", figure.component, figure.year, figure.province)
    small = UNCHANGED[1] if unchanged else UNCHANGED[0]
    for parts in panel.counted(figure.component, figure.year):
        told, given = [], []
        for part in parts:
            moves = list(_moves(report, panel, figure, part))
            words = report.all("direction", part, figure.year, figure.province)
            told.extend(
                [Move(word=words[0].place)] if words else [move for kind, move in moves if kind == "direction"][:1]
            )
            given.extend(replace(move, small=small) for kind, move in moves if kind != "direction")
        for kind, known in (("count", told), ("panel_count", given)):
            if len(known) == len(parts):
                places = tuple(dict.fromkeys(place for move in known for place in move.places))
                yield Count(kind, (figure.place, *places), way=way, moves=tuple(known))
        others = [
            report.first(what, figure.component, figure.year, figure.province)
            for what in _COUNTED
            if what != figure.what
        ]
        cells = (figure.place, *(one.place for one in others if one))
        terms = tuple((place, 1.0) for place in cells)
        if all(others) and figure.what == "count_up":
            yield Linear("count_total", cells, terms=terms, constant=-float(len(parts)))
        elif not all(others) and figure.place == min(cells):
            yield AtMost("count_total", cells, terms=terms, constant=-float(len(parts)))
        break


def _relate_count_of(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    for parts in panel.counted(figure.component, figure.year):
        of = float(len(parts))
        yield OneOf("count_of", (figure.place,), best=of, allowed=frozenset({of}))
        break


def _relate_repeated(report: Report) -> Iterator[Relation]:
    for (what, *_), same in report.index.items():
        if len(same) < 2 or what in _MAY_DIFFER:
            continue
        first: dict[tuple, Figure] = {}
        for one in same:
            if one.component is None or one.value != one.value:
                continue
            other = first.setdefault((one.base, one.percent), one)
            if other is not one:
                cells = (one.place, other.place)
                yield Linear("same", cells, terms=((one.place, 1.0), (other.place, -1.0)))


_BUILDERS = {
    "rank": _relate_rank,
    "rank_change": _relate_rank_change,
    "rank_of": _relate_rank_of,
    "group": _relate_group,
    "group_size": _relate_group_size,
    "group_lower": _relate_group_lower,
    "direction": _relate_direction,
    "count_up": _relate_count,
    "count_down": _relate_count,
    "count_unchanged": _relate_count,
    "count_of": _relate_count_of,
}
