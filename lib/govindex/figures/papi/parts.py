"""What the page of PAPI is made of: its figures and sentences, each declared once."""

from __future__ import annotations

from govindex.charts import papi as charts
from govindex.charts.theme import MEDIAN
from govindex.figures.declare import Column, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.lists import PLACE, SCALE_FORMATS, label_scale
from govindex.figures.merged import band_columns, band_formats, label_bands, note_bands
from govindex.words import say, template

_FORMATS = {"score": 3, "base_score": 3, "maximum": "plain", "contribution": "+3", "end": 3, "rank": "nth"}
SAME_YEAR = {"component": "component", "year": "year"}
_OWN = {"component": "component", "year": "year", "province": "$province"}
_BEFORE = Join("panel", _OWN | {"year": "before"}, {"score": "base_score"})
_CHOSEN = Join("components", {"component": "$component", "year": "$year"})
_STANDING = Join("panel", {"component": "$component", "year": "$year", "province": "$province"})
GROUP = Join("groups", {"group": "group"})
_GROUP_OF_STATE = Join("groups", {"group": "$group"})
_ALIKE = Join(
    "peers",
    {"province": "$province", "year": "$year", "kind": "$peers_kind"},
    {"near": "near_code", "far": "far_code", "no_regions": "no_regions"},
)
_NEAR = Join("components", {"component": "$near_code", "year": "$year"}, {"name": "near"})
_FAR = Join("components", {"component": "$far_code", "year": "$year"}, {"name": "far"})
_ABSENCE = Join("sentences", {"province": "$province", "year": "$year"}, {"absence": "absence"})
_TOLD = Join("sentences", {"province": "$province", "year": "$year", "component": "$component"})
STANDS = {"score": 3, "group_name": None, "rank": 0, "scored": 0}
_SPREAD = dict.fromkeys(("lowest", "q1", "median", "q3", "highest"), 3)
SOURCE = {"publisher": None}
COMPARES = {"compares": Column(optional=True)}


def list_parts(lang: str) -> list[Part]:
    """Return what the page is made of, in the order in which it is read."""

    def words(key: str, **renamed: str) -> str:
        text = template(f"{'' if '.' in key else 'sheet_papi.'}{key}", lang)
        for slot, by in renamed.items():
            text = text.replace(f"{{{slot}}}", by)
        return text

    def quoted(key: str) -> str:
        return words(key).replace("“{name}”", "{quoted}")

    stands, nobody = quoted("stands").replace("{group}", "{group_name}"), quoted("nobody")
    state = {"province": "$province", "year": "$year"}
    own = words("papi.map_own", group="{group_phrase}")
    on_map = words("papi.map_title", name="{quoted}", best="{highest_province}", worst="{lowest_province}")
    on_map = on_map.replace("{best_score}", "{highest}").replace("{worst_score}", "{lowest}")
    heading = Sentence((words("title.papi_dimensions"),), (PLACE,))
    spread_rows = {
        "joins": (Join("panel", _OWN), _BEFORE, GROUP),
        "formats": _FORMATS,
        "picks": ("component", "component"),
    }
    spread_columns = {
        "name": None,
        "score": 3,
        "base_score": 3,
        "group_name": None,
        "rank": 0,
        "scored": 0,
        **_SPREAD,
    } | COMPARES
    ends = {"lowest_province": None, "highest_province": None}
    return [
        Head("head", heading, Sentence((words("title.papi_dimensions_about"),))),
        Prose("summary", "sentences", state, "summary"),
        Figure(
            "spread",
            "components",
            {"year": "$year", "parent": "$opened"},
            Sentence(
                ("{absence}", "{table}", stands, quoted("unscored"), nobody),
                (
                    _ABSENCE,
                    PLACE,
                    _CHOSEN,
                    _STANDING,
                    _GROUP_OF_STATE,
                    Join("sentences", _TOLD.on, {"table": "table"}),
                ),
                _FORMATS,
            ),
            spread_columns | ends | SOURCE,
            charts.spread_chart,
            order=("order",),
            marks={"chosen": ("component", "$component")},
            labels={"told": ("{score} · {group_name}{star}", "–")},
            needs="median",
            about=say("sheet.spread_about", lang),
            **spread_rows,
        ),
        Figure(
            "subspread",
            "components",
            {"year": "$year", "level": "sub-dimension"},
            Sentence(("{subspread}",), (Join("sentences", state),)),
            {"dimension": None, **spread_columns, **SOURCE},
            charts.subspread_chart,
            order=("order",),
            labels={"told": ("{score} / {maximum} · {group_name}{star}", "–")},
            needs="median",
            about=say("sheet.spread_about", lang),
            **spread_rows,
        ),
        Figure(
            "trend",
            "panel",
            {"series": "$series", "province": ("$province", "$shown", "$band", MEDIAN)},
            Sentence(
                ("{trend}", quoted("trend"), quoted("trend_none")),
                (PLACE, _CHOSEN, Join("sentences", _TOLD.on, {"trend": "trend"})),
            ),
            {"place": None, "year": None, "score": 3, **band_columns(3), "name": None, **SOURCE},
            charts.trend_chart,
            joins=(
                Join(
                    "components",
                    SAME_YEAR,
                    {each: each for each in ("name", "break", "renewed", "maximum", "source", "publisher")},
                ),
                Join("places", {"province": "province"}, {"offered": "place"}),
            ),
            order=("province", "year"),
            marks={"own": ("province", "$province")},
            labels=label_bands(lang) | label_scale(lang),
            formats=_FORMATS | band_formats(3) | SCALE_FORMATS,
            ends=("score", "place", "place"),
            about=note_bands(say("sheet.trend_about", lang), lang),
        ),
        Figure(
            "panels",
            "components",
            {"level": "dimension"},
            Sentence(("{panels}",), (Join("sentences", state),)),
            {"name": None, "year": None, "score": 3, "median": 3, "scored": 0, **SOURCE},
            charts.panels_chart,
            joins=(
                Join("panel", _OWN),
                Join("components", {"component": "component", "year": "$year"}, {"lines": "lines_now"}),
            ),
            order=("order", "year"),
            labels={"told": ("{score}",), "panel": ("{lines_now}", "{lines}")},
            formats={"score": 2},
            needs="score",
            about=say("chart.note_panels", lang),
        ),
        Figure(
            "contributions",
            "steps",
            {"province": "$province", "year": "$year"},
            Sentence(("{contributions}",), (Join("sentences", state),)),
            {"name": None, "start": 3, "end": 3, "contribution": "+3", **COMPARES},
            charts.contributions_chart,
            joins=(
                Join(
                    "components",
                    {"component": "component", "year": "$year"},
                    {"name": "named"} | {each: each for each in ("lines", "judged", "compares")},
                ),
            ),
            order=("order",),
            labels={
                "shown": ("{total}", "{lines}"),
                "name": ("{total}", "{named}"),
                "told": ("{contribution}", "{end}"),
            },
            formats=_FORMATS,
            needs="end",
            about=say("sheet.contributions_about", lang),
        ),
        Figure(
            "map",
            "tiles",
            {"year": "$year"},
            Sentence(
                (
                    "{absence}",
                    on_map.replace("{own}", own),
                    on_map.replace("{own}", words("papi.map_no_own")),
                    nobody,
                ),
                (_ABSENCE, PLACE, _CHOSEN, _STANDING, _GROUP_OF_STATE),
                _FORMATS | {"highest": 3, "lowest": 3},
            ),
            {"place": None, **STANDS},
            charts.map_chart,
            joins=(
                Join("places", {"province": "province"}, {"place": "place", "lines": "lines", "kind": "kind"}),
                Join("panel", {"province": "province", "year": "year", "component": "$component"}),
                GROUP,
                Join("components", _CHOSEN.on, {"scored": "scored"}),
            ),
            order=("-score", "place"),
            marks={"own": ("province", "$province"), "peer": ("province", "$shown")},
            picks=("province", "province"),
            about=say("sheet.map_about", lang),
            side=True,
        ),
        Figure(
            "peers",
            "places",
            {"province": ("$province", "$shown")},
            Sentence(
                (
                    "{absence}",
                    quoted("peers") + words("drivers"),
                    words("no_regions", kind="{no_regions}"),
                    quoted("peers"),
                    nobody,
                ),
                (_ABSENCE, PLACE, _CHOSEN, _ALIKE, _NEAR, _FAR),
            ),
            {"place": None, **STANDS},
            charts.peers_chart,
            joins=(
                Join("panel", {"province": "province", "year": "$year", "component": "$component"}),
                GROUP,
                Join("components", _CHOSEN.on, {"scored": "scored", "minimum": "minimum", "maximum": "maximum"}),
            ),
            order=("-score", "place"),
            marks={"own": ("province", "$province")},
            labels={"told": (words("position"), words("no_score"))},
            formats=_FORMATS,
            picks=("province", "province"),
            about=say("sheet.peers_about", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"year": "$year"}),
    ]
