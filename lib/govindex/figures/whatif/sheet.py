"""The sheet of what if: sliders for the parts of a total, and what follows for every province, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from govindex.charts import whatif as charts
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import (
    Above,
    Column,
    Derived,
    Figure,
    Following,
    Head,
    Join,
    Listing,
    Part,
    Prose,
    Sentence,
    State,
    Summed,
)
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import list_page_years, list_places, note_precision
from govindex.figures.sheet import Sheet
from govindex.figures.whatif import tables as lists
from govindex.figures.whatif.sentences import list_sentences
from govindex.figures.whatif.targets import list_targets
from govindex.methods.standing import MEASURES, RIVALS
from govindex.methods.whatif import find_slots
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.names import check_measure
from govindex.tables.page import Page
from govindex.words import say, template

LEAST, MOST, STEP = -1.0, 5.0, 0.1  # of a slider, points
_UNIT = {"measure": "$measure", "year": "$year", "province": "$province"}
_FIELD = {"measure": "$measure", "year": "$year", "rivals": "$rivals"}
_TOLD = Join("sentences", _UNIT)
_DIGITS = "$digits"


@looking_once
def open_whatif(page: Page, measure: str = "papi", *, gains: Mapping[str, float] | None = None) -> Sheet:
    """Return the sheet of what if, opened at a page's province and year.

    Parameters
    ----------
    measure : str
        ``papi`` or ``par``.
    gains : mapping of str to float, optional
        Points by part that the sliders begin with, as ``{"papi.8": 0.5}``.

    Raises
    ------
    UnknownName
        For another measure, or a part that the total has not.
    """
    check_measure(measure)
    slots = find_slots(page.tables, measure, province=page.province, year=page.year, gains=gains or {})
    state: State = {"province": page.province, "year": page.year, "measure": measure}
    state |= {f"gain_{slot}": gain for slot, gain in slots.items()}
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    slots = range(1, max(lists.count_slots(tables).values()) + 1)
    return Declared(
        "whatif",
        lang,
        tables=tables,
        notebook="whatif",
        controls=_list_controls(tables, lang),
        defaults={"measure": "papi", "rivals": "still", **{f"gain_{slot}": 0.0 for slot in slots}},
        derived=_list_following(list(slots)),
        frames=Frames(
            standings=partial(lists.list_standings, tables, lang),
            parts=partial(lists.list_named_parts, tables, lang),
            ladder=partial(lists.list_ladder, tables),
            borders=partial(lists.list_all_borders, tables),
            fields=partial(lists.list_fields, tables, lang),
            measures=lists.list_measures,
            groups=partial(lists.list_group_phrases, tables, lang),
            targets=partial(list_targets, tables, lang),
            places=partial(list_places, tables, lang),
            sentences=partial(list_sentences, tables, lang),
            citations=partial(lists.list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _list_following(slots: list[int]) -> tuple[Following, ...]:
    """Return what follows from the sliders: the total, and where it stands."""
    sides = {f"{name}_{slot}": f"{name}_{slot}" for slot in slots for name in ("part", "down", "up")}
    group = {"measure": "$measure", "year": "$year"}
    return (
        Join("standings", _UNIT, {"total": "total", **sides}),
        Join("measures", {"measure": "$measure"}, {"digits": "digits", "signed": "signed", "raised": "raised"}),
        Join("fields", _FIELD, {"scored": "scored", "thin": "thin"}),
        *(Summed(f"real_{slot}", (f"gain_{slot}",), f"down_{slot}", f"up_{slot}") for slot in slots),
        Summed("gained", tuple(f"real_{slot}" for slot in slots)),
        Summed("after", ("total", "gained")),
        Above(
            "above",
            "ladder",
            _FIELD,
            "total",
            "after",
            {"province": "$province"},
            {"total": "above_total", "province": "above_province"},
        ),
        Summed("position", ("above", 1)),
        Summed("to_above", ("above_total", "-after")),
        Join("places", {"province": "above_province"}, {"place": "above_name"}),
        Above(
            "above_groups",
            "borders",
            _FIELD | _UNIT,
            "border",
            "after",
            nearest={"border": "border", "group": "next_group"},
        ),
        Summed("group", ("above_groups", 1)),
        Summed("to_group", ("border", "-after")),
        Derived("group_phrase", "groups", group | {"group": "group"}, "group_phrase", "$group_phrase"),
        Derived("next_phrase", "groups", group | {"group": "next_group"}, "group_phrase", "$next_phrase"),
    )


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years = list_page_years(tables)
    held = set(lists.list_named_parts(tables, lang)["province"])
    counts = lists.count_slots(tables)
    sliders = []
    for slot in range(1, max(counts.values()) + 1):
        having = [measure for measure in MEASURES if counts[measure] >= slot]
        sliders.append(
            Control(
                f"gain_{slot}",
                "range",
                template("whatif.slider", lang).replace("{part}", f"{{part_{slot}}}"),
                minimum=LEAST,
                maximum=MOST,
                step=STEP,
                form="+1",
                when=("measure", having[0]) if len(having) == 1 else None,
                anew=("measure", 0.0),
            )
        )
    return [
        Control(
            "measure",
            "choice",
            say("sheet.measure", lang),
            options=tuple((measure, say(f"measure.{measure}", lang)) for measure in MEASURES),
        ),
        search_province(tables, list(list_places(tables, lang)["province"]), lang, offered=held),
        Control("year", "range", say("sheet.year", lang), minimum=years[0], maximum=years[-1]),
        Control(
            "rivals",
            "choice",
            say("whatif.rivals", lang),
            options=tuple((each, say(f"whatif.rivals_{each}", lang)) for each in RIVALS),
        ),
        *sliders,
    ]


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    place = Join("places", {"province": "$province"}, {"place": "place"})
    points = {"after": _DIGITS, "to_above": "$raised", "to_group": "$raised"}  # as the table of targets, which suffice
    nows = ("now_group", "now_above", "now_top", "now_thin_next", "now_thin_group", "now_thin")
    now = tuple(template(f"whatif.{each}", lang) for each in nows)
    told = {
        name: Join("sentences", _UNIT, {name: f"{name}_told", "absent": "absent_told"}) for name in ("room", "targets")
    }

    return [
        Head(
            "head",
            Sentence((template("whatif.title", lang),), (place,)),
            Sentence((template("whatif.title_about", lang),)),
        ),
        Prose("summary", "sentences", _UNIT, "summary"),
        Figure(
            "curve",
            "ladder",
            _FIELD,
            Sentence(
                (*now, "{absent}"),
                (place, _TOLD),
                points | {"gained": "$signed", "position": "nth", "scored": 0},
            ),
            {
                "place": None,
                "total": _DIGITS,
                "gap": "+3",
                "position": 0,
            },
            charts.curve_chart,
            joins=(Join("places", {"province": "province"}, {"place": "place"}),),
            apart={"province": "$province"},
            sums={"gap": ("total", "-$total")},  # of the other and of the province itself
            places={"position": "total"},
            order=("-total", "place"),
            needs="gap",
            picks=("province", "province"),
            about=say("whatif.curve_about", lang),
        ),
        Figure(
            "room",
            "parts",
            _UNIT,
            Sentence(("{room_told}", "{absent_told}"), (told["room"],)),
            {
                "name": None,
                "score": _DIGITS,
                "maximum": 1,
                "up": _DIGITS,
                **{name: Column(_DIGITS, optional=True) for name in ("p75", "p95", "gain_best")},
            },
            charts.room_chart,
            order=("slot",),
            labels={"told": (template("whatif.room_told", lang),)},
            formats={"score": _DIGITS, "maximum": "plain", "up": _DIGITS},
            about=say("whatif.room_about", lang),
        ),
        Figure(
            "targets",
            "targets",
            _UNIT | {"rivals": "$rivals"},
            Sentence(("{targets_told}", "{absent_told}"), (told["targets"],)),
            {
                "target": None,
                "total": _DIGITS,
                "need": _DIGITS,
                **{f"within_{pace}": Column(optional=True) for pace in ("p75", "p95", "best", "maximum")},
            },
            order=("order",),
            needs="need",
        ),
        Listing("sources", say("show.sources", lang), "citations", {"measure": "$measure", "year": "$year"}),
    ]
