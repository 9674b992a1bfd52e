"""Which relations the scores of a report stand in: parts and whole, maximum and lost, share, change, the panel."""

from __future__ import annotations

from collections.abc import Iterator

from govindex.audit.reading.words import find_scope
from govindex.audit.relations.figures import HUNDRED, Figure, Report
from govindex.audit.relations.panel import Known, Panel
from govindex.audit.relations.relation import AtMost, Fixed, Linear, Ratio, Relation
from govindex.tables.spelling import fold

PARTED = ("score", "max", "lost", "change")
_MEAN_SLACK = 0.1  # per cent: by how much the mean of SIPAS' criteria is known to miss the published index
_MEAN_SURE = 0.01  # share of the scale: means are published weighted too, so a nearer one is not surely wrong
_SCORES = {"mean": "mean", "median": "median", "best": "maximum", "worst": "minimum"}


def relate_scores(report: Report, panel: Panel) -> Iterator[Relation]:
    """Yield every relation that the scores, maxima, losses, shares and changes of a report stand in."""
    for figure in report.figures.values():
        if figure.component is None or figure.value != figure.value:
            continue
        if figure.what in PARTED:
            yield from _relate_parts(report, panel, figure)
        if figure.what in _BUILDERS:
            yield from _BUILDERS[figure.what](report, panel, figure)


def _relate_parts(report: Report, panel: Panel, whole: Figure) -> Iterator[Relation]:
    if whole is not report.first(*whole.key) or whole.percent:
        return
    ways = panel.parts(whole.component, whole.year)
    if whole.what == "change":
        if panel.judge(whole.component, whole.year, whole.base).refused:
            return
        before = panel.parts(whole.component, whole.base)
        ways = [way for way in ways if way in before]  # a part that came or went is in the whole's change too
    for way in ways:
        parts = [report.first(whole.what, part, whole.year, whole.province) for part in way]
        if None in parts or any((one.base, one.percent) != (whole.base, False) for one in parts):
            continue
        mean = whole.measure == "sipas"
        if mean and whole.what in ("max", "lost"):
            continue
        factor = -1 / len(parts) if mean else -1.0
        yield Linear(
            "mean_of_parts" if mean else "sum",
            (whole.place, *(one.place for one in parts)),
            terms=((whole.place, 1.0), *((one.place, factor) for one in parts)),
            slack=_MEAN_SLACK if mean else 0.0,
            both=whole.what == "change",
        )


def _relate_maximum(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    covered = panel.covered(figure.component, figure.year)
    if covered and covered.maximum is not None:
        yield Fixed("maximum", (figure.place,), not covered.sure, value=covered.maximum)
    elif figure.component == "papi":
        return
    if figure is not report.first(*figure.key) or panel.parents.get(figure.component) is None:
        return
    # A whole whose maximum is not printed but known: its parts' maxima must make it up.
    parent = panel.parents[figure.component]
    known = panel.covered(parent, figure.year)
    if report.first("max", parent, figure.year, figure.province) or not known or known.maximum is None:
        return
    for way in panel.parts(parent, figure.year):
        parts = [report.first("max", part, figure.year, figure.province) for part in way]
        if None not in parts and parts[0] is figure and figure.measure != "sipas":
            terms = tuple((one.place, -1.0) for one in parts)
            yield Linear("sum", tuple(one.place for one in parts), terms=terms, constant=known.maximum)


def _find_maximum(report: Report, panel: Panel, figure: Figure) -> Figure | float | None:
    printed = report.first("max", figure.component, figure.year, figure.province)
    printed = printed or report.first("max", figure.component, figure.year, None)
    if printed:
        return printed
    covered = panel.covered(figure.component, figure.year)
    return covered.maximum if covered and covered.sure else None


def _relate_score(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    maximum = _find_maximum(report, panel, figure)
    if isinstance(maximum, Figure):
        terms = ((figure.place, 1.0), (maximum.place, -1.0))
        yield AtMost("range", (figure.place, maximum.place), terms=terms)
    elif maximum is not None:
        yield AtMost("range", (figure.place,), terms=((figure.place, 1.0),), constant=-maximum)
    covered = panel.covered(figure.component, figure.year)
    if covered and covered.minimum is not None and covered.sure:
        yield AtMost("range", (figure.place,), terms=((figure.place, -1.0),), constant=covered.minimum)
    if figure.what != "score":
        yield from _relate_national(panel, figure)
        return
    known = panel.score(figure.component, figure.year, figure.province)
    if known:
        yield Fixed(
            "panel",
            (figure.place,),
            doubtful=not known.sure,
            value=known.value,
            off=known.off,
            parts=_find_slack(report, panel, figure, known.value) if figure.component == "papi" else 0.0,
        )


def _find_slack(report: Report, panel: Panel, whole: Figure, value: float) -> float:
    """Return how far a print may lie from a whole by adding up its parts as they are printed; nothing if none is.

    It is what the printed parts add up to, or one unit of their last decimal, within what rounding each can do.
    """
    way = max(panel.parts(whole.component, whole.year), key=len, default=())
    printed = [report.first("score", part, whole.year, whole.province) for part in way]
    held = [one for one in printed if one]
    if not held:
        return 0.0
    unit = 10.0 ** -report.decimals(held[0], panel)
    off = sum(one.value for one in held) - value if len(held) == len(way) else 0.0
    same_side = off * (whole.value - value) > 0
    return min(max(abs(off) if same_side else 0.0, unit), len(way) * unit / 2)


def _relate_national(panel: Panel, figure: Figure) -> Iterator[Relation]:
    what = _SCORES[figure.what]
    region = figure.province if figure.province in panel.areas else None
    known = panel.national(figure.component, figure.year, what, region)
    if known is None:
        return
    slack = 0.0
    covered = panel.covered(figure.component, figure.year)
    if figure.what == "mean" and figure.measure == "papi" and covered:
        middle = panel.national(figure.component, figure.year, "median", region)
        is_median = abs(middle.value - figure.value) <= figure.unit / 2 < abs(known.value - figure.value)
        slack = 0.0 if is_median else _MEAN_SURE * (covered.maximum - covered.minimum)
    yield Fixed(
        f"panel_{figure.what}", (figure.place,), doubtful=not known.sure, value=known.value, off=known.off, slack=slack
    )


def _relate_extreme(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    """Yield what the highest or lowest figure must be: of the country, of a region, or of a component's own parts."""
    highest = figure.what == "highest_of"
    scope = find_scope(figure.printed) or find_scope(figure.note) or ("country" if figure.wide else "parts")
    if scope in ("country", "region"):
        region = find_region(panel, figure) if scope == "region" else None
        known = panel.national(figure.component, figure.year, "maximum" if highest else "minimum", region)
        if known and (scope == "country" or region):
            yield Fixed(f"panel_{figure.what}", (figure.place,), not known.sure, value=known.value, off=known.off)
        return
    if scope != "parts":
        return
    if figure.component != figure.measure:  # the figure is its own, and that it is the highest is a statement
        known = panel.score(figure.component, figure.year, figure.province)
        if known:
            yield Fixed("panel", (figure.place,), not known.sure, value=known.value, off=known.off)
        return
    for way in panel.parts(figure.component, figure.year):
        scores = [panel.score(part, figure.year, figure.province) for part in way]
        if all(scores):
            most = (max if highest else min)(scores, key=lambda one: one.value)
            sure = all(one.sure for one in scores)
            yield Fixed(f"panel_{figure.what}", (figure.place,), not sure, value=most.value, off=most.off)
            return
        printed = [report.first("score", part, figure.year, figure.province) for part in way]
        if all(printed):
            most = (max if highest else min)(printed, key=lambda one: one.value)
            cells = (figure.place, most.place)
            yield Linear(figure.what, cells, terms=((figure.place, 1.0), (most.place, -1.0)))
            return


def find_region(panel: Panel, figure: Figure) -> str | None:
    """Return the region that a statement speaks of: the one that it names, else the one that its province lies in."""
    if figure.province in panel.areas:
        return figure.province
    named = [region for name, region in panel.region_names.items() if name in fold(f"{figure.printed} {figure.note}")]
    return named[0] if named else panel.regions.get(figure.province)


def _relate_lost(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    score = report.first("score", figure.component, figure.year, figure.province)
    maximum = _find_maximum(report, panel, figure)
    known = panel.score(figure.component, figure.year, figure.province)
    if maximum is None:
        return
    terms = [(figure.place, 1.0)]
    constant = off = 0.0
    if isinstance(maximum, Figure):
        terms.append((maximum.place, -1.0))
    else:
        constant -= maximum
    if score:
        terms.append((score.place, 1.0))
    elif known:
        constant, off = constant + known.value, known.off
    else:
        return
    cells = tuple(place for place, _ in terms)
    yield Linear("lost", cells, terms=tuple(terms), constant=constant, off=off, doubtful=not score and not known.sure)


def _relate_share(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    score = report.first("score", figure.component, figure.year, figure.province)
    maximum = _find_maximum(report, panel, figure)
    known = panel.share(figure.component, figure.year, figure.province)
    if known:
        yield Fixed("panel_share", (figure.place,), not known.sure, value=known.value, off=known.off)
    known = panel.score(figure.component, figure.year, figure.province)
    part = score.place if score else (known.value, known.off) if known and known.sure else None
    if part is None or maximum is None:
        return
    whole = maximum.place if isinstance(maximum, Figure) else (maximum, 0.0)
    cells = tuple(one for one in (figure.place, part, whole) if isinstance(one, int))
    yield Ratio("share", cells, formula="share", operands=(part, whole))


def find_ends(report: Report, panel: Panel, figure: Figure) -> tuple[list[Figure | None], list[Known | None]]:
    """Return what a change goes to and from, as printed and as the tables give it."""
    if figure.what == "above_mean":
        keys = [("score", figure.year, figure.province), ("mean", figure.year, None)]
    else:
        what = "mean" if figure.wide else "score"
        keys = [(what, figure.year, figure.province), (what, figure.base, figure.province)]
    printed = [report.first(what, figure.component, year, province) for what, year, province in keys]
    return printed, [panel.score(figure.component, year, province) for _, year, province in keys]


def score_unit(report: Report, panel: Panel, figure: Figure, printed: list[Figure | None]) -> float:
    """Return one unit of the scores that a print may have subtracted to get a change."""
    units = [10.0 ** -report.decimals(one, panel) for one in printed if one]
    if not units:
        same = report.rows_of.get(("score", figure.year, figure.province), ())
        units = [10.0 ** -report.decimals(one, panel) for one in same if one.measure == figure.measure][:1]
    usual = 0.001 if figure.measure == "papi" else 0.01
    return max(units) if units else max(usual, figure.unit if not figure.percent else 0)


def _relate_change(report: Report, panel: Panel, figure: Figure) -> Iterator[Relation]:
    printed, known = find_ends(report, panel, figure)
    if figure.what != "above_mean" and panel.judge(figure.component, figure.year, figure.base).refused:
        known = [None, None]  # what does not compare is not reckoned, beyond what the report itself prints
    if figure.percent:
        yield from _relate_growth(report, panel, figure, printed, known)
        return
    name = "change" if figure.what != "above_mean" else "above_mean"
    if all(known):
        unit = score_unit(report, panel, figure, printed)
        yield Fixed(
            f"panel_{name}",
            (figure.place,),
            doubtful=not (known[0].sure and known[1].sure),
            value=known[0].value - known[1].value,
            off=known[0].off + known[1].off,
            scores=unit,
        )
    terms, constant, off, sure = [(figure.place, 1.0)], 0.0, 0.0, True
    for one, given, factor in zip(printed, known, (-1.0, 1.0), strict=True):
        if one:
            terms.append((one.place, factor))
        elif given:
            constant, off, sure = constant + factor * given.value, off + given.off, sure and given.sure
        else:
            return
    if len(terms) == 3 or (len(terms) == 2 and not all(known)):
        cells = tuple(place for place, _ in terms)
        yield Linear(name, cells, terms=tuple(terms), constant=constant, off=off, both=True, doubtful=not sure)


def _relate_growth(
    report: Report, panel: Panel, figure: Figure, printed: list[Figure | None], known: list[Known | None]
) -> Iterator[Relation]:
    if all(known):
        unit = score_unit(report, panel, figure, printed)
        yield Ratio(
            "panel_change_pct",
            (figure.place,),
            doubtful=not (known[0].sure and known[1].sure),
            formula="growth",
            operands=((known[0].value, unit + known[0].off), (known[1].value, unit + known[1].off)),
        )
    if all(printed):
        cells = (figure.place, printed[0].place, printed[1].place)
        yield Ratio("change_pct", cells, formula="growth", operands=cells[1:])
    elif printed[0] and figure.what != "above_mean":
        changes = report.all("change", figure.component, figure.year, figure.province)
        change = next((one for one in changes if not one.percent and one.base == figure.base), None)
        if change:
            cells = (figure.place, change.place, printed[0].place)
            yield Ratio("change_pct", cells, formula="growth_of", operands=cells[1:])


def is_of_hundred(figure: Figure) -> bool:
    """Return whether a figure's scale is of 100, so that points and per cent are the same."""
    return figure.component in HUNDRED or (figure.component or "").startswith("sipas")


_BUILDERS = {
    "score": _relate_score,
    "mean": _relate_score,
    "median": lambda report, panel, figure: _relate_national(panel, figure),
    "best": lambda report, panel, figure: _relate_national(panel, figure),
    "worst": lambda report, panel, figure: _relate_national(panel, figure),
    "highest_of": _relate_extreme,
    "lowest_of": _relate_extreme,
    "max": _relate_maximum,
    "lost": _relate_lost,
    "share_pct": _relate_share,
    "change": _relate_change,
    "change_pct": _relate_change,
    "above_mean": _relate_change,
}
